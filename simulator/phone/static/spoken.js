// The browser's own voice, for what the carrier has no voice for.

const synthesis = window.speechSynthesis;
let voices = [];

function load() {
  voices = synthesis?.getVoices() ?? [];
}

load(); // some browsers know their voices at once, some a little later
synthesis?.addEventListener?.("voiceschanged", load);

const plain = (lang) => lang.replace("_", "-").toLowerCase();

function voiceFor(lang) {
  const wanted = plain(lang);
  const exact = voices.find((voice) => plain(voice.lang) === wanted);
  return exact ?? voices.find((voice) => plain(voice.lang).split("-")[0] === wanted.split("-")[0]);
}

let speaker = null;
let utterance = null; // kept here, as a browser forgets to tell the end of one that nobody holds

export const spoken = {
  speaks: (lang) => Boolean(voiceFor(lang)),

  // Tells, when it is over, whether it could be said; `who` may cancel it.
  say(who, text, lang) {
    const voice = voiceFor(lang);
    if (!voice) return Promise.resolve(false);
    synthesis.cancel();
    speaker = who;
    utterance = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
    return new Promise((resolve) => {
      utterance.onend = () => resolve(true);
      utterance.onerror = (event) => resolve(event.error !== "not-allowed");
      synthesis.speak(utterance);
    });
  },

  cancel(who) {
    if (who === speaker && utterance) synthesis.cancel();
    if (who === speaker) utterance = null;
  },
};
