// What is said on a line, as text. A live region: it only ever grows, until the next line begins.

import { make } from "./dom.js";
import { say } from "./words.js";

const NEAR_END = 40; // pixels

// A file's name tells something only where people have named it.
const fileInWords = (name) =>
  name.includes(".") ? say("a_file", { name }) : say("a_recording");

export class Transcript {
  #box;
  #said = new Map();
  #line = null;

  constructor(box) {
    this.#box = box;
  }

  // `name` tells one line from the next: another one begins on an empty sheet.
  show(name, { sounds = [], playing = null, cut = 0 }, isOver) {
    if (name !== this.#line) {
      this.#line = name;
      this.#said.clear();
      this.#box.replaceChildren();
    }
    for (const sound of sounds) {
      const isDue = playing === null || sound.n <= playing;
      if (isDue && !this.#said.has(sound.n)) this.#said.set(sound.n, this.#sentence(sound));
    }
    for (const [n, sentence] of this.#said) {
      sentence.classList.toggle("now", n === playing);
      if (n === playing) sentence.setAttribute("aria-current", "true");
      else sentence.removeAttribute("aria-current");
    }
    // The end of a line is told as a cut too, though all may have been said by then.
    if (cut && !isOver && this.#said.has(cut)) this.#markCut(this.#said.get(cut));
  }

  // A word of the page's own, such as a key that was pressed.
  note(text) {
    this.#add(make("p", { className: "note" }, text));
  }

  #sentence(sound) {
    const words = make("span", {}, sound.kind === "say" ? sound.text : fileInWords(sound.text));
    if (sound.lang) words.lang = sound.lang;
    const node = make("p", { className: "said" }, words);
    this.#add(node);
    return node;
  }

  #markCut(sentence) {
    if (sentence.classList.contains("cut")) return;
    sentence.classList.add("cut");
    sentence.append(make("small", {}, ` ${say("cut_short")}`));
  }

  #add(node) {
    const box = this.#box;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    box.append(node);
    if (isAtEnd) box.scrollTop = box.scrollHeight;
  }
}
