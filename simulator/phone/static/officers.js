// The officers' telephones: those in use first, then those of one branch in the order they ring.

import { arrange, find, make, setData, setShown, setText } from "./dom.js";
import { announce } from "./notices.js";
import { Officer } from "./officer.js";
import { officer as only, pick, say, shownNumber } from "./words.js";

const LIKELY_KEY = "4"; // procedures: what most citizens call for, and what the examples press
const EVERY = "*";

export class Officers {
  #parts;
  #cards = new Map();
  #directory = { branches: [], phones: [] };
  #select = find("#branch");
  #isChosen = false;
  #isAsked = false; // before that nobody knows which phones are in no list
  #phones = [];

  constructor(parts) {
    this.#parts = parts; // {microphone}
    this.#select?.addEventListener("change", () => {
      this.#isChosen = true;
      this.#lay();
    });
    setInterval(() => this.#tick(), 500);
  }

  get cards() {
    return [...this.#cards.values()];
  }

  postOf(id) {
    return this.#cards.get(id)?.post ?? "";
  }

  // null: the application does not tell it now.
  showDirectory(directory) {
    this.#isAsked = true;
    this.#directory = directory ?? this.#directory;
    for (const phone of this.#directory.phones) this.#card(phone.id);
    if (this.#select) this.#offerBranches();
    this.#describe();
    this.#lay();
  }

  // `call` is the call made in this tab, or "": a phone that rings for it draws its branch along.
  show(phones, { call, isFast }) {
    this.#phones = phones;
    for (const phone of phones) {
      const card = this.#card(phone.id);
      if (!card) continue;
      const began = card.phone?.phase !== "ringing" && phone.phase === "ringing";
      const isFirst = !card.phone;
      card.show(phone, { isFast });
      if (isFirst) this.#describe();
      if (!began) continue;
      announce(say("rings_now", { post: card.post, number: shownNumber(phone.caller_id) }));
      if (call && phone.call === call) this.#follow(phone.id);
    }
    this.#lay();
  }

  #card(id) {
    if (only && id !== only) return null;
    if (!this.#cards.has(id)) {
      this.#cards.set(id, new Officer(id, { ...this.#parts, isAlone: Boolean(only) }));
    }
    return this.#cards.get(id);
  }

  #offerBranches() {
    const { branches } = this.#directory;
    const chosen = this.#select.value;
    const options = branches.map((branch) =>
      make("option", { value: branch.id }, `${branch.key} · ${pick(branch.name)}`),
    );
    options.push(make("option", { value: EVERY }, say("every_branch")));
    const texts = (list) => [...list].map((option) => option.textContent).join("|");
    if (texts(this.#select.options) === texts(options)) return;
    this.#select.replaceChildren(...options);
    const likely = branches.find((branch) => branch.key === LIKELY_KEY) ?? branches[0];
    this.#select.value = options.some((option) => option.value === chosen && chosen)
      ? chosen
      : (likely?.id ?? EVERY);
  }

  // As long as the user has chosen no branch, the list shows the one that is being rung.
  #follow(phone) {
    if (this.#isChosen || !this.#select || this.#ringing().includes(phone)) return;
    const branch = this.#directory.branches.find((one) => one.rings.includes(phone));
    if (branch) this.#select.value = branch.id;
  }

  // The phones of the chosen branch, as a call would ring them; null: every branch is chosen.
  #ringing() {
    const branch = this.#directory.branches.find((one) => one.id === this.#select?.value);
    if (!branch) return this.cards.map((card) => card.id);
    const others = this.#directory.phones.filter((one) => one.branches.includes(branch.id));
    return [...new Set([...branch.rings, ...others.map((one) => one.id)])];
  }

  #describe() {
    for (const card of this.cards) {
      const about = this.#directory.phones.find((one) => one.id === card.id);
      card.describe(about, this.#directory.branches);
    }
    if (only) this.#describeOnly();
  }

  #describeOnly() {
    const card = this.#cards.get(only);
    const isKnown = Boolean(card);
    setShown(find("#no-such-phone"), !isKnown && this.#phones.length > 0);
    if (!card?.post) return;
    // A tab in the background has nothing but its title to be seen by.
    const ringing = card.phone?.phase === "ringing" ? `☎ ${say("phase_ringing")} – ` : "";
    const title = `${ringing}${card.post} – Tám Nhánh`;
    if (document.title !== title) document.title = title;
  }

  #lay() {
    if (only) {
      const card = this.#cards.get(only);
      if (card && !card.element.isConnected) find("#the-phone").append(card.element);
      this.#describeOnly();
      return;
    }
    const first = this.cards
      .filter((card) => card.standsFirst)
      .sort((one, other) => other.inUseSince - one.inUseSince);
    const branch = this.#directory.branches.find((one) => one.id === this.#select.value);
    const ringing = this.#ringing();
    const listed = ringing
      .map((id) => this.#cards.get(id))
      .filter((card) => card && this.#isAsked && !first.includes(card));
    // A phone that the directory does not know is shown too, whatever branch is chosen.
    const known = new Set(this.#directory.phones.map((one) => one.id));
    const isStranger = (card) => this.#isAsked && !known.has(card.id) && !first.includes(card);
    const strangers = this.cards.filter(isStranger);
    for (const card of this.cards) {
      const n = branch?.rings.indexOf(card.id) ?? -1;
      const isListed = listed.includes(card) && branch;
      setText(find(".order", card.element), isListed ? this.#orderInWords(n) : "");
    }
    const shown = [...new Set([...listed, ...strangers])];
    for (const card of this.cards) {
      if (!first.includes(card) && !shown.includes(card)) card.element.remove();
    }
    arrange(find("#in-use-list"), first.map((card) => card.element));
    arrange(find("#phone-list"), shown.map((card) => card.element));
    setData(find("#phone-list"), "of", branch ? "one" : "every");
    setShown(find("#nothing-in-use"), !first.length);
    setShown(find("#back"), first.length > 0);
    this.#tick();
  }

  #orderInWords(n) {
    return n < 0 ? say("not_rung_now") : say("rung_as", { n: n + 1 });
  }

  #tick() {
    const isStale = this.cards.some(
      (card) => card.element.parentNode?.id === "in-use-list" && !card.standsFirst,
    );
    for (const card of this.cards) card.tick();
    if (isStale) this.#lay();
  }
}
