// Asks the simulated carrier, and watches its state by long polls.

import { pick, say } from "./words.js";

const LONGEST_MS = 30_000; // a poll is answered after 20 s at the latest
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
const SHORT_MS = 1_000;
const LONG_POLLS = 4; // a browser keeps six connections to one server, for all tabs together

export class Refused extends Error {}

export async function ask(method, path, body) {
  const options = { method, cache: "no-store", headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = body instanceof Blob ? body.type : "application/json";
    options.body = body instanceof Blob ? body : JSON.stringify(body);
  }
  const response = await fetch(path, options).catch(() => {
    throw new Refused(say("no_connection"));
  });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer ?? {};
  const refusal = new Refused(pick(answer?.error) || say("odd_answer", { status: response.status }));
  refusal.status = response.status;
  throw refusal;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Follows one call (or none) and every phone. `onState` is told each state, `onConnection` whether
// the carrier answers. `isShort` polls once a second instead, for a second watch in one tab.
export class Watch {
  call;
  signal;
  #version = 0;
  #step = 0;
  #abort = null;
  #isRunning = false;
  #round = 0;
  #parts;

  constructor(parts) {
    this.#parts = parts; // {tab, onState, onConnection, isShort}
    this.signal = parts.signal ?? 0;
  }

  follow(call) {
    this.call = call;
    this.#round += 1;
    this.#version = 0;
    this.#step = 0;
    this.#abort?.abort("other call");
    if (!this.#isRunning) this.#run();
  }

  stop() {
    this.#isRunning = false;
    this.#abort?.abort("stop");
  }

  async #run() {
    this.#isRunning = true;
    let failures = 0;
    await firstTry;
    while (this.#isRunning) {
      const round = this.#round;
      try {
        const state = await this.#poll();
        if (round !== this.#round || !this.#isRunning) continue;
        failures = 0;
        this.#parts.onConnection?.(true);
        this.#take(state);
        if (this.#parts.isShort || !hasTurn) await sleep(SHORT_MS);
      } catch (error) {
        if (round !== this.#round || !this.#isRunning) continue;
        if (!(error instanceof Refused)) console.error(error);
        this.#version = 0;
        failures += 1;
        if (failures > 1) this.#parts.onConnection?.(false, error.message);
        await sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)));
      }
    }
  }

  async #poll() {
    const isLong = hasTurn && !this.#parts.isShort;
    const query = new URLSearchParams({
      after: isLong ? this.#version : 0,
      call: this.call ?? "",
      step: this.#step,
      tab: this.#parts.tab,
      signal: this.signal,
    });
    const abort = (this.#abort = new AbortController());
    const timer = setTimeout(() => abort.abort("too long"), LONGEST_MS);
    try {
      const response = await fetch(`/phone/state?${query}`, { signal: abort.signal });
      const state = await response.json();
      if (!response.ok) throw new Refused(pick(state.error));
      return state;
    } finally {
      clearTimeout(timer);
    }
  }

  #take(state) {
    // A carrier that was started anew counts from the beginning.
    if (state.version < this.#version) this.signal = 0;
    this.#version = state.version;
    for (const step of state.call?.steps ?? []) this.#step = Math.max(this.#step, step.n);
    for (const signal of state.signals ?? []) this.signal = Math.max(this.signal, signal.n);
    try {
      this.#parts.onState(state);
    } catch (error) {
      console.error(error); // a fault of the page, not of the line to the carrier
    }
  }
}

// Only so many tabs wait in long polls; the others ask once a second, or nobody could ask anything.
let hasTurn = !navigator.locks;

async function tryTurns() {
  for (let n = 0; n < LONG_POLLS && !hasTurn; n += 1) {
    await new Promise((resolve) => {
      navigator.locks.request(`phone-poll-${n}`, { ifAvailable: true }, (lock) => {
        hasTurn ||= Boolean(lock);
        resolve();
        return lock && new Promise(() => {}); // held until the tab is closed
      });
    });
  }
  if (!hasTurn) setTimeout(tryTurns, 2 * SHORT_MS);
}

const firstTry = tryTurns();
