// The citizen's telephone.

import { find, onPress, setData, setEnabled, setShown, setText } from "./dom.js";
import { Keypad } from "./keypad.js";
import { Message } from "./message.js";
import { shownDuration, shownSince } from "./moments.js";
import { attempt } from "./notices.js";
import { ask } from "./server.js";
import { session } from "./session.js";
import { Speaker } from "./speaker.js";
import { Transcript } from "./transcript.js";
import { hasWord, say } from "./words.js";

const ON_LINE = ["connected", "joined"];

export class Citizen {
  speaker = new Speaker();
  #parts;
  #call = null;
  #isDialling = false;
  #sending = Promise.resolve();
  #made = ""; // the call that began in this very page, so is heard from its beginning
  #transcript = new Transcript(find("#transcript"));
  #message;
  #keypad = new Keypad((key) => this.#press(key));

  // parts: {microphone, tones, postOf(phone id), onCall(sid)}
  constructor(parts) {
    this.#parts = parts;
    this.#message = new Message(parts);
    onPress(find("#call"), () => this.#dial());
    onPress(find("#hang-up"), () => this.#hangUp());
    find("#withheld").addEventListener("change", () => this.#enable());
    find("#caller-number").addEventListener("keydown", (event) => {
      if (event.key === "Enter") find("#call").click();
    });
    setInterval(() => this.#tick(), 250);
    this.show(null, { phones: [], isFast: false });
  }

  get isOnLine() {
    return this.#call !== null && this.#call.phase !== "ended";
  }

  // Tells whether the caller hears an officer's phone ring.
  get hearsRinging() {
    return this.isOnLine && Boolean(this.#call.ringback);
  }

  show(call, { phones, isFast }) {
    if (this.#isDialling) return; // this is still the call before
    this.#call = call;
    this.#message.show(this.isOnLine ? call : null);
    if (call) {
      const isOver = call.phase === "ended";
      this.#transcript.show(call.sid, call, isOver);
      const isNew = call.sid === this.#made;
      const mayFinish = isOver && call.ended_by !== "caller";
      this.speaker.hear(call.sid, call, { isNew, isSilent: isFast, mayFinish });
    }
    setText(find("#call-state"), this.#stateInWords(phones));
    setData(find("#call-state"), "phase", call?.recording ? "recording" : (call?.phase ?? "idle"));
    setShown(find("#listens"), this.isOnLine && Boolean(call.listens));
    setShown(find("#see-why"), call?.phase === "ended");
    setShown(find("#see-phone"), phones.some((phone) => phone.phase !== "idle"));
    this.#enable();
    this.#tick();
  }

  #stateInWords(phones) {
    const call = this.#call;
    if (!call) return say("state_idle");
    if (call.phase === "ended") {
      const key = `state_ended_${call.ended_by}`;
      return say(hasWord(key) ? key : "state_ended");
    }
    if (call.recording) return say("state_recording");
    if (call.phase === "joined") {
      const phone = phones.find((one) => one.call === call.sid && one.phase === "joined");
      return phone ? say("state_joined_with", { post: this.#parts.postOf(phone.id) }) : say("state_joined");
    }
    if (call.ringback) return say("state_ringback");
    return say(`state_${call.phase}`);
  }

  #enable() {
    const isFree = !this.isOnLine && !this.#isDialling;
    setEnabled(find("#call"), isFree);
    setEnabled(find("#hang-up"), this.isOnLine);
    find("#caller-number").disabled = find("#withheld").checked;
    this.#keypad.enable(this.isOnLine && ON_LINE.includes(this.#call.phase));
  }

  #tick() {
    const call = this.#call;
    let shown = "";
    if (call?.ended_at && call.answered_at) {
      shown = shownDuration(Date.parse(call.ended_at) - Date.parse(call.answered_at));
    } else if (call && !call.ended_at) {
      shown = shownSince(call.answered_at);
    }
    setText(find("#call-timer"), shown || "0:00");
    const joined = this.isOnLine && call.phase === "joined" ? shownSince(call.joined_at) : "";
    setText(find("#joined-timer"), joined && say("joined_for", { time: joined }));
  }

  async #dial() {
    this.#isDialling = true;
    this.#enable();
    this.speaker.unlock();
    // Not waited for: a call goes through without a microphone, and while the browser still asks.
    this.#parts.microphone.open();
    const from = find("#withheld").checked ? "anonymous" : find("#caller-number").value.trim();
    const answer = await attempt(() => ask("POST", "/phone/calls", { from, tab: session.tab }));
    this.#isDialling = false;
    if (!answer) {
      this.#parts.microphone.release();
      this.#enable();
      return;
    }
    this.#made = answer.sid;
    session.call = answer.sid;
    setText(find("#sent"), "");
    this.#parts.onCall(answer.sid);
    // Until the first state comes.
    this.show({ sid: answer.sid, phase: "calling" }, { phones: [], isFast: false });
  }

  #hangUp() {
    const sid = this.#call.sid;
    attempt(() => ask("POST", `/phone/calls/${sid}/hang-up`, {}));
  }

  #press(key) {
    this.#parts.tones.key(key);
    this.#transcript.note(say("key_pressed", { key }));
    const sid = this.#call.sid;
    // One after the other, or a number typed fast would arrive jumbled.
    this.#sending = this.#sending.then(() =>
      attempt(() => ask("POST", `/phone/calls/${sid}/keys`, { digits: key })),
    );
  }
}
