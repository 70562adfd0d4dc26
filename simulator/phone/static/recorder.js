// The caller's voice while the carrier records: told to it in pulses, then sent as a file.

import { attempt } from "./notices.js";
import { Level } from "./level.js";
import { ask } from "./server.js";
import { asWav } from "./wav.js";

const PULSE_S = 0.6;
const PULSE_EVERY_MS = 400;

// Tells the carrier that the caller speaks, never more often than it needs to hear it.
export class Pulses {
  #last = -Infinity;

  constructor(call) {
    this.call = call;
  }

  speak() {
    if (performance.now() - this.#last < PULSE_EVERY_MS) return;
    this.#last = performance.now();
    // A pulse that is lost, or comes when the recording is over, is followed by another or none.
    ask("POST", `/phone/calls/${this.call}/voice`, { seconds: PULSE_S }).catch(() => {});
  }
}

// The carrier waits for the audio for a while; told that there is none, it makes up a voice at once.
export function sendNothing(sid) {
  ask("PUT", `/phone/recordings/${sid}`, new Blob([], { type: "audio/wav" })).catch(() => {});
}

// Records a microphone from now on.
export class Recorder {
  #media;
  #pieces = [];
  #level;
  #over;

  constructor(stream, call, onLevel) {
    const pulses = new Pulses(call);
    this.#media = new MediaRecorder(stream);
    this.#media.ondataavailable = (event) => this.#pieces.push(event.data);
    this.#over = new Promise((resolve) => (this.#media.onstop = resolve));
    this.#media.start();
    this.#level = new Level(stream, (level, isVoice) => {
      if (isVoice) pulses.speak();
      onLevel(level, isVoice);
    });
  }

  // Ends it; tells whether the audio of recording `sid` was sent.
  async stop(sid) {
    this.#level.stop();
    if (this.#media.state !== "inactive") this.#media.stop();
    await this.#over;
    const recorded = new Blob(this.#pieces, { type: this.#media.mimeType });
    return attempt(async () => {
      await ask("PUT", `/phone/recordings/${sid}`, await asWav(recorded));
      return true;
    });
  }
}
