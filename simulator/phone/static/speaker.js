// The earpiece of one telephone: plays what its line says, one sound after the other.

import { hint } from "./notices.js";
import { spoken } from "./spoken.js";
import { silentWav } from "./wav.js";

const LAST_WORD_S = 1.5;

const speakers = new Set();
let isMuted = false;

export function muteSpeakers(isMute) {
  isMuted = isMute;
  for (const speaker of speakers) speaker.heedMute();
}

export class Speaker {
  #audio = new Audio();
  #line = null;
  #known = 0; // n of the last sound that was queued, or passed over
  #queue = [];
  #stop = null; // ends what is being played
  #playing = 0;
  #silence = null;

  constructor() {
    speakers.add(this);
    this.heedMute();
  }

  // Within a press: some browsers let an element play only after it has once played in one.
  unlock() {
    if (this.#silence || this.#playing) return;
    this.#silence = this.#audio.src = URL.createObjectURL(silentWav());
    this.#audio.play().catch(() => {});
  }

  // `line` is a call or a phone's leg: {sounds, playing, cut}; `name` tells one from the next.
  // With `isNew` it is heard from its beginning, else from what is being said just now.
  // With `mayFinish` the last word is not cut off: this page is always a moment behind the carrier.
  hear(name, line, { isNew, isSilent, mayFinish = false }) {
    const sounds = line.sounds ?? [];
    if (name !== this.#line) {
      this.hush();
      this.#line = name;
      const last = sounds.at(-1)?.n ?? 0;
      this.#known = isNew ? 0 : (line.playing ?? last + 1) - 1;
    }
    if (!mayFinish || this.#leftS > LAST_WORD_S) this.#cut(isSilent ? Infinity : line.cut);
    for (const sound of sounds) {
      if (sound.n <= this.#known) continue;
      this.#known = sound.n;
      if (!isSilent && sound.n > line.cut) this.#queue.push(sound);
    }
    if (!this.#playing) this.#next();
  }

  // At once, and nothing of what was waiting.
  hush() {
    this.#cut(Infinity);
  }

  heedMute() {
    this.#audio.muted = isMuted;
    if (isMuted) spoken.cancel(this);
  }

  get #leftS() {
    return this.#audio.duration - this.#audio.currentTime || 0;
  }

  #cut(n) {
    this.#queue = this.#queue.filter((sound) => sound.n > n);
    if (this.#playing && this.#playing <= n) this.#stop?.();
  }

  async #next() {
    while (this.#queue.length) {
      const sound = this.#queue.shift();
      this.#playing = sound.n;
      await new Promise((resolve) => {
        this.#stop = resolve;
        this.#sound(sound).then(resolve);
      });
      this.#stop = null;
      this.#quiet();
    }
    this.#playing = 0;
  }

  #quiet() {
    this.#audio.pause();
    spoken.cancel(this);
  }

  async #sound(sound) {
    const played = sound.url ? await this.#file(sound.url) : "no";
    if (played === "yes") return;
    if (sound.kind === "say" && played === "no") {
      if (!isMuted && (await spoken.say(this, sound.text, sound.lang))) return;
      if (!spoken.speaks(sound.lang)) hint("no_voice");
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * (sound.seconds ?? 0)));
  }

  // Tells how it went: "yes", "no", or "blocked" until somebody presses something on the page.
  async #file(url) {
    const audio = this.#audio;
    audio.src = url;
    const over = new Promise((resolve) => {
      audio.onended = () => resolve("yes");
      audio.onerror = () => resolve("no");
    });
    try {
      await audio.play();
      return over;
    } catch (error) {
      if (error.name === "AbortError") return "yes"; // cut short
      if (error.name !== "NotAllowedError") return "no";
      hint("sound_blocked");
      return "blocked";
    }
  }
}
