// The step panel: what the carrier asked, what the switchboard answered, and how it all ended.

import { arrange, find, setShown, setText } from "./dom.js";
import { rowOf } from "./exchange.js";
import { shownTime } from "./moments.js";
import { Watch } from "./server.js";
import { session } from "./session.js";
import { Verdict } from "./verdict.js";
import { say, shownNumber } from "./words.js";

const NEAR_END = 60; // pixels
const HERE = ""; // the call made in this tab, whichever that is

export class Steps {
  #list = find("#steps");
  #select = find("#which-call");
  #verdict = new Verdict();
  #sid = null;
  #known = 0;
  #other = null; // the watch of another call than the one made here

  #onHere;

  // `onHere`: all steps of the call made here are wanted again.
  constructor({ onHere }) {
    this.#onHere = onHere;
    this.#select.addEventListener("change", () => this.#choose(this.#select.value));
  }

  // `call` is the call made in this tab, or null.
  show(call, calls) {
    this.#offer(calls);
    if (this.#select.value === HERE) this.#take(call);
  }

  // A call has just been made here: look at it.
  followHere() {
    this.#select.value = HERE;
    this.#leave();
  }

  #leave() {
    this.#other?.stop();
    this.#other = null;
    this.#take(null);
  }

  #choose(sid) {
    this.#leave();
    if (sid === HERE) {
      this.#onHere();
      return;
    }
    this.#other = new Watch({
      tab: session.tab,
      isShort: true,
      onState: (state) => {
        this.#take(state.call);
        if (!state.call || state.call.phase === "ended") this.#other?.stop();
      },
    });
    this.#other.follow(sid);
  }

  #take(call) {
    const sid = call?.sid ?? null;
    if (sid !== this.#sid) {
      this.#sid = sid;
      this.#known = 0;
      this.#list.replaceChildren();
      this.#verdict.forget();
    }
    const fresh = (call?.steps ?? []).filter((step) => step.n > this.#known);
    if (fresh.length) {
      const isAtEnd = this.#isAtEnd();
      this.#list.append(...fresh.map(rowOf));
      this.#known = fresh.at(-1).n;
      if (isAtEnd) this.#list.scrollTop = this.#list.scrollHeight;
    }
    setShown(find("#no-steps"), !this.#known);
    setShown(this.#list, this.#known > 0);
    if (call?.phase === "ended") this.#verdict.ask(call.sid);
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #offer(calls) {
    const kept = [...this.#select.options];
    const options = [kept.find((option) => option.value === HERE) ?? new Option(say("call_here"), HERE)];
    for (const call of calls) {
      const option = kept.find((one) => one.value === call.sid) ?? new Option("", call.sid);
      const phase = say(call.phase === "ended" ? "call_over" : "call_on");
      setText(option, `${shownTime(call.began_at)} · ${shownNumber(call.direction === "inbound" ? call.from : call.to)} · ${phase}`);
      options.push(option);
    }
    // The one looked at stays, even where ten later calls have pushed it out.
    const chosen = kept.find((option) => option.selected);
    if (chosen && !options.includes(chosen)) options.push(chosen);
    for (const option of kept) if (!options.includes(option)) option.remove();
    arrange(this.#select, options);
  }
}
