// The microphone of this tab: asked for once, held while somebody here is on the line.

import { find, setData, setShown, setText } from "./dom.js";
import { say } from "./words.js";

const WANTED = {
  audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};

export class Microphone {
  #stream = null;
  #asked = null;
  #uses = new Set();

  constructor() {
    this.#tell(navigator.mediaDevices?.getUserMedia ? "unasked" : "none");
    this.#watchPermission();
  }

  get stream() {
    return this.#stream?.active ? this.#stream : null;
  }

  // Returns the stream, or null where there is none; asks the user where nobody has yet.
  async open() {
    if (this.stream) return this.stream;
    if (!navigator.mediaDevices?.getUserMedia) return null;
    this.#asked ??= this.#ask();
    return this.#asked;
  }

  // Nothing is let through but while somebody listens: a recording, or the other end of a talk.
  use(who, isUsed) {
    if (isUsed) this.#uses.add(who);
    else this.#uses.delete(who);
    for (const track of this.stream?.getTracks() ?? []) track.enabled = this.#uses.size > 0;
  }

  // Nobody here is on the line any more.
  release() {
    if (!this.#stream || this.#uses.size) return;
    for (const track of this.#stream.getTracks()) track.stop();
    this.#stream = null;
    this.#tell("allowed");
  }

  async #ask() {
    this.#tell("asking");
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia(WANTED);
      for (const track of this.#stream.getTracks()) track.enabled = this.#uses.size > 0;
      this.#tell("ready");
      return this.#stream;
    } catch (error) {
      this.#tell(error.name === "NotAllowedError" ? "denied" : "none");
      return null;
    } finally {
      this.#asked = null;
    }
  }

  async #watchPermission() {
    const status = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
    if (!status) return;
    const tell = () => {
      if (this.stream || this.#asked) return;
      this.#tell({ granted: "allowed", denied: "denied", prompt: "unasked" }[status.state]);
    };
    tell();
    status.addEventListener?.("change", tell);
  }

  #tell(state) {
    const place = find("#microphone-state");
    setData(place, "state", state);
    setText(place, say(`microphone_${state}`));
    const why = find("#microphone-why");
    if (why) setShown(why, !["ready", "allowed"].includes(state));
  }
}
