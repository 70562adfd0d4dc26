// Audio as the carrier keeps it: mono, 16 bit PCM, 8000 samples a second.

const RATE = 8000;
const HEADER = 44;

// Turns what a MediaRecorder recorded, in whatever format this browser likes, into a WAV.
export async function asWav(recorded) {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  const context = new Context();
  try {
    const audio = await context.decodeAudioData(await recorded.arrayBuffer());
    const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(audio.duration * RATE)), RATE);
    const source = offline.createBufferSource();
    source.buffer = audio;
    source.connect(offline.destination);
    source.start();
    return writeWav((await offline.startRendering()).getChannelData(0));
  } finally {
    context.close();
  }
}

export const silentWav = () => writeWav(new Float32Array(RATE / 20));

function writeWav(samples) {
  const view = new DataView(new ArrayBuffer(HEADER + 2 * samples.length));
  const text = (at, letters) =>
    [...letters].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, HEADER - 8 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // length of the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a sample
  view.setUint16(34, 16, true); // bits a sample
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, n) => {
    const held = Math.max(-1, Math.min(1, sample));
    view.setInt16(HEADER + 2 * n, Math.round(held * 32767), true);
  });
  return new Blob([view], { type: "audio/wav" });
}
