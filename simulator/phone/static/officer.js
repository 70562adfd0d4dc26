// One officer's telephone, as a card.

import { copyOf, find, onPress, setData, setEnabled, setShown, setText } from "./dom.js";
import { shownSince } from "./moments.js";
import { attempt } from "./notices.js";
import { ask } from "./server.js";
import { noteAnswered, session } from "./session.js";
import { Speaker } from "./speaker.js";
import { Transcript } from "./transcript.js";
import { hasWord, language, pick, say, shownNumber } from "./words.js";

const LINGERS_MS = 6_000; // how long a phone that was in use still stands among those in use
const HAND_KEYS = ["1", "2"];

export class Officer {
  element = copyOf("#card");
  speaker = new Speaker();
  id;
  phone;
  inUseSince = 0;
  #microphone;
  #isAlone;
  #transcript;
  #isChanging = false; // the select was changed, and the carrier not told yet
  #freeSince = -Infinity;
  #line = null;
  #isSeenFromStart = false;
  #leg = 0;

  constructor(id, { microphone, isAlone }) {
    this.id = id;
    this.#microphone = microphone;
    this.#isAlone = isAlone;
    const card = this.element;
    card.dataset.phone = id;
    find(".post", card).id = `post-${id}`;
    card.setAttribute("aria-labelledby", `post-${id}`);
    this.#transcript = new Transcript(find(".transcript", card));
    const link = find(".own-tab", card);
    link.href = `?${new URLSearchParams({ officer: id, lang: language })}`;
    setShown(link.parentNode, !isAlone);
    this.#on("answer", () => this.#answer());
    this.#on("decline", () => this.#post("decline"));
    this.#on("hang-up", () => this.#post("hang-up"));
    for (const key of HAND_KEYS) this.#on(`key-${key}`, () => this.press(key));
    const mode = this.#do("mode");
    mode.id = `mode-${id}`;
    find(".mode label", card).htmlFor = mode.id;
    mode.addEventListener("change", () => this.#setMode(mode.value));
    // In the card alone, or on the whole page where it is the only telephone.
    (isAlone ? document : card).addEventListener("keydown", (event) => this.#onKey(event));
  }

  get isInUse() {
    return Boolean(this.phone) && this.phone.phase !== "idle";
  }

  // Whether it stands among the phones in use: also shortly afterwards, and while the focus is in it.
  get standsFirst() {
    if (this.isInUse || performance.now() - this.#freeSince < LINGERS_MS) return true;
    return this.#freeSince > 0 && this.element.contains(document.activeElement);
  }

  get isHeldHere() {
    return this.isInUse && session.answered.includes(this.id);
  }

  // Its bell is for a person only: a phone that answers by itself rings nobody.
  get rings() {
    return this.phone?.phase === "ringing" && this.phone.mode === "by-hand";
  }

  // What the application says of it: its post, its number, its branches.
  describe(about, branches) {
    const card = this.element;
    const number = shownNumber(this.phone?.number ?? about?.number);
    setText(find(".post", card), about ? pick(about.post) : say("unknown_phone", { number }));
    setText(find(".number", card), about?.number_shown ?? "");
    const of = branches.filter((branch) => about?.branches.includes(branch.id));
    setText(find(".of", card), of.map((branch) => `${branch.key} · ${pick(branch.name)}`).join(" / "));
  }

  get post() {
    return find(".post", this.element).textContent;
  }

  show(phone, { isFast }) {
    const was = this.phone?.phase ?? "idle";
    this.phone = phone;
    const { phase } = phone;
    const card = this.element;
    if (was === "idle" && phase !== "idle") this.inUseSince = performance.now();
    if (was !== "idle" && phase === "idle") this.#freeSince = performance.now();
    if (phase === "idle" && was !== "idle") noteAnswered(this.id, false);
    if (phase === "ringing" && was !== "ringing") this.#leg += 1;
    setData(card, "phase", phase);
    setText(find(".phase", card), this.#inWords());
    setText(find(".last", card), this.#lastInWords());
    const shown = phase === "ringing" || phase === "picked-up" ? phone.caller_id : null;
    setText(find(".caller-id", card), shown ? say("shows", { number: shownNumber(shown) }) : "");
    setEnabled(this.#do("answer"), phase === "ringing");
    setEnabled(this.#do("decline"), phase === "ringing");
    setEnabled(this.#do("hang-up"), phase === "picked-up" || phase === "joined");
    for (const key of HAND_KEYS) setEnabled(this.#do(`key-${key}`), phone.listens);
    if (!this.#isChanging) this.#do("mode").value = phone.mode;
    this.#hear(phone, was, isFast);
    this.tick();
  }

  tick() {
    if (!this.phone) return;
    const { phase, since } = this.phone;
    setText(find(".timer", this.element), phase === "idle" ? "" : shownSince(since));
    setShown(find(".in-use", this.element), this.#isAlone || this.standsFirst);
    const hand = find(".hand", this.element);
    const isWanted = this.#isAlone || this.isInUse || hand.contains(document.activeElement);
    setShown(hand, isWanted);
  }

  press(key) {
    this.#post("keys", { digits: key });
  }

  #onKey(event) {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("select, input")) return;
    if (HAND_KEYS.includes(event.key) && this.phone?.listens) this.press(event.key);
  }

  #hear(phone, was, isFast) {
    if (phone.phase === "idle") {
      if (was !== "idle") this.speaker.hush();
      return;
    }
    // The line's name: a phone rings for one call after the other, and for one call more than once.
    const line = `${phone.call} ${this.#leg}`;
    if (line !== this.#line) this.#isSeenFromStart = phone.phase === "ringing";
    this.#line = line;
    this.#transcript.show(line, phone, false);
    const isSilent = isFast || !this.isHeldHere;
    this.speaker.hear(line, phone, { isNew: this.#isSeenFromStart, isSilent });
  }

  #inWords() {
    const { phase, mode } = this.phone;
    if (phase === "idle") return say(mode === "off" ? "phase_off" : "phase_idle");
    return say(`phase_${phase.replace("-", "_")}`);
  }

  // How the last call ended for it.
  #lastInWords() {
    const { phase, last } = this.phone;
    const key = `last_${(last ?? "").replace("-", "_")}`;
    return phase === "idle" && hasWord(key) ? `· ${say(key)}` : "";
  }

  #answer() {
    noteAnswered(this.id, true);
    this.speaker.unlock();
    // For a real talk; whoever refuses can still answer and press keys.
    this.#microphone.open();
    this.#post("answer", { tab: session.tab });
  }

  async #setMode(mode) {
    this.#isChanging = true;
    const isDone = await attempt(() => ask("POST", `/phone/phones/${this.id}/mode`, { mode }));
    this.#isChanging = false;
    if (!isDone) this.#do("mode").value = this.phone.mode;
  }

  #post(what, body = {}) {
    return attempt(() => ask("POST", `/phone/phones/${this.id}/${what}`, body));
  }

  #on(what, action) {
    onPress(this.#do(what), action);
  }

  #do(what) {
    return find(`[data-do="${what}"]`, this.element);
  }
}
