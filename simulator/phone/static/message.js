// The part of the citizen's telephone that shows while the carrier records.

import { find, onPress, setData, setPressed, setShown, setText } from "./dom.js";
import { Pulses, Recorder, sendNothing } from "./recorder.js";
import { say } from "./words.js";

const HELD_MS = 200; // how often a held "speak" is looked at
const BREATH_MS = 1_000; // between words nobody stops speaking

export class Message {
  #box = find("#message");
  #button = find("#speak");
  #heard = find("#heard");
  #bar = find("#level-bar");
  #sid = null;
  #call = "";
  #heardAt = -Infinity;
  #recorder = null;
  #speaking = null;
  #microphone;
  #tones;

  constructor({ microphone, tones }) {
    this.#microphone = microphone;
    this.#tones = tones;
    onPress(this.#button, () => this.#speak(!this.#speaking));
  }

  // `call` is a call made in this tab, or null.
  show(call) {
    const sid = call?.recording ?? null;
    if (sid === this.#sid) return;
    if (this.#sid) this.#end();
    this.#sid = sid;
    if (sid) this.#begin(sid, call.sid);
  }

  async #begin(sid, call) {
    this.#tones.beep();
    setText(find("#sent"), "");
    setShown(this.#box, true);
    this.#call = call;
    this.#heardAt = -Infinity;
    this.#showLevel(0, false);
    this.#offerButton(!this.#microphone.stream);
    const stream = await this.#microphone.open();
    if (this.#sid !== sid || !stream) return;
    this.#speak(false);
    this.#offerButton(false);
    this.#microphone.use("recording", true);
    this.#recorder = new Recorder(stream, call, (...level) => this.#showLevel(...level));
  }

  async #end() {
    const [sid, recorder] = [this.#sid, this.#recorder];
    this.#recorder = null;
    this.#speak(false);
    setShown(this.#box, false);
    if (!recorder) {
      sendNothing(sid);
      return;
    }
    const isSent = await recorder.stop(sid);
    // The next recording may have begun meanwhile.
    if (!this.#recorder) this.#microphone.use("recording", false);
    if (isSent) setText(find("#sent"), say("recording_sent"));
  }

  #offerButton(isOffered) {
    setShown(find("#without-microphone"), isOffered);
    setShown(find("#with-microphone"), !isOffered);
  }

  #showLevel(level, isVoice) {
    this.#bar.style.setProperty("--level", level.toFixed(2));
    if (isVoice) this.#heardAt = performance.now();
    const isHeard = performance.now() - this.#heardAt < BREATH_MS;
    setData(this.#heard, "voice", String(isHeard));
    setText(this.#heard, say(isHeard ? "voice_heard" : "voice_not_heard"));
  }

  // Without a microphone: the carrier is told that the caller speaks, and makes up a voice.
  #speak(isSpeaking) {
    clearInterval(this.#speaking);
    this.#speaking = null;
    setPressed(this.#button, isSpeaking);
    setText(this.#button, say(isSpeaking ? "stop_speaking" : "speak"));
    if (!isSpeaking) return;
    const pulses = new Pulses(this.#call);
    pulses.speak();
    this.#speaking = setInterval(() => pulses.speak(), HELD_MS);
  }
}
