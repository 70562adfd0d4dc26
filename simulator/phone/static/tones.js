// The tones of a telephone line, made by Web Audio: ringing, keys, the beep before a recording.

const RINGBACK = { seconds: 5, bursts: [[0, 1]], frequencies: [425] }; // Vietnam: 1 s on, 4 s off
const BELL = { seconds: 3, bursts: [[0, 0.4], [0.6, 1]], frequencies: [660, 880] };
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ["123", "456", "789", "*0#"];
const LOUD = 0.12;

export class Tones {
  #context = null;
  #out = null;
  #wanted = new Map(); // loops that are to be heard, and those that are
  #loops = new Map();
  #isMuted = false;

  // A browser gives no sound before the first press on the page; nothing here waits for it.
  unlock() {
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!Context) return;
    if (!this.#context) {
      this.#context = new Context();
      this.#out = this.#context.createGain();
      this.#out.connect(this.#context.destination);
      this.mute(this.#isMuted);
      this.#context.onstatechange = () => this.#heed();
    }
    if (this.#context.state !== "running") this.#context.resume().catch(() => {});
  }

  mute(isMuted) {
    this.#isMuted = isMuted;
    if (this.#out) this.#out.gain.value = isMuted ? 0 : LOUD;
  }

  // What the caller hears while an officer's phone rings.
  ringback(isOn) {
    this.#loop("ringback", RINGBACK, isOn);
  }

  // The bell of an officer's phone.
  bell(isOn) {
    this.#loop("bell", BELL, isOn);
  }

  key(key) {
    const row = KEYS.findIndex((keys) => keys.includes(key));
    if (row >= 0) this.#once([ROWS[row], COLUMNS[KEYS[row].indexOf(key)]], 0.15);
  }

  beep() {
    this.#once([1000], 0.4);
  }

  #once(frequencies, seconds) {
    if (this.#context?.state !== "running") return;
    this.#play({ seconds, bursts: [[0, seconds]], frequencies }, false);
  }

  #loop(name, tone, isOn) {
    if (isOn) this.#wanted.set(name, tone);
    else this.#wanted.delete(name);
    this.#heed();
  }

  #heed() {
    if (this.#context?.state !== "running") return;
    for (const [name, source] of this.#loops) {
      if (this.#wanted.has(name)) continue;
      source.stop();
      this.#loops.delete(name);
    }
    for (const [name, tone] of this.#wanted) {
      if (!this.#loops.has(name)) this.#loops.set(name, this.#play(tone, true));
    }
  }

  #play(tone, isLoop) {
    const source = this.#context.createBufferSource();
    source.buffer = this.#drawn(tone);
    source.loop = isLoop;
    source.connect(this.#out);
    source.start();
    return source;
  }

  #drawn({ seconds, bursts, frequencies }) {
    const rate = this.#context.sampleRate;
    const buffer = this.#context.createBuffer(1, Math.round(seconds * rate), rate);
    const samples = buffer.getChannelData(0);
    const fade = 0.005 * rate; // without it each burst begins and ends with a click
    for (const [from, to] of bursts) {
      const last = Math.min(samples.length, Math.round(to * rate));
      for (let at = Math.round(from * rate); at < last; at += 1) {
        const waves = frequencies.map((hertz) => Math.sin((2 * Math.PI * hertz * at) / rate));
        const edge = Math.min(1, (at - from * rate) / fade, (last - at) / fade);
        samples[at] = (edge * waves.reduce((sum, wave) => sum + wave, 0)) / frequencies.length;
      }
    }
    return buffer;
  }
}
