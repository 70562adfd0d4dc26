// Listens to a microphone: how loud it is, and whether that is a voice.

const EVERY_MS = 50;
const QUIETEST = 0.004; // of full scale (root of mean squares); below it nothing is a voice
const LOUDEST = 0.03; // above it everything is
const ABOVE_NOISE = 2.5;
const FORGET = 1.01; // the noise is taken for a little louder each time, until it is heard quieter

export class Level {
  #context;
  #analyser;
  #samples;
  #noise = LOUDEST / ABOVE_NOISE / 2;
  #timer;

  // `onLevel(level, isVoice)`: level from 0 to 1, as an ear would judge it.
  constructor(stream, onLevel) {
    this.#context = new (window.AudioContext ?? window.webkitAudioContext)();
    this.#context.resume?.().catch(() => {});
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 2048;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    const highs = this.#context.createBiquadFilter();
    highs.type = "highpass"; // hum and the table's shaking are no voice
    highs.frequency.value = 120;
    this.#context.createMediaStreamSource(stream).connect(highs).connect(this.#analyser);
    this.#timer = setInterval(() => onLevel(...this.#measure()), EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#context.close().catch(() => {});
  }

  #measure() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const squares = this.#samples.reduce((sum, sample) => sum + sample * sample, 0);
    const loudness = Math.sqrt(squares / this.#samples.length);
    if (loudness > 0) this.#noise = Math.min(loudness, this.#noise * FORGET);
    const threshold = Math.min(LOUDEST, Math.max(QUIETEST, this.#noise * ABOVE_NOISE));
    const decibels = 20 * Math.log10(loudness + 1e-6); // -60: a silent room; -10: shouting
    return [Math.max(0, Math.min(1, (decibels + 60) / 50)), loudness > threshold];
  }
}
