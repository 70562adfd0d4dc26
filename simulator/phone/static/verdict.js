// What the switchboard's own books say of a call that is over.

import { find, make, setData, setShown } from "./dom.js";
import { shownDuration, shownMoment } from "./moments.js";
import { ask } from "./server.js";
import { pick, say } from "./words.js";

const EVERY_MS = 1_000;
const PATIENCE_MS = 30_000;
const AWAITED = "waiting"; // a message whose audio is not here yet

export class Verdict {
  #box = find("#verdict");
  #sid = null;

  forget() {
    this.#sid = null;
    setShown(this.#box, false);
    setData(this.#box, "verdict", "");
  }

  // Asks until the books are complete: they are written a little after the call.
  async ask(sid) {
    if (sid === this.#sid) return;
    this.#sid = sid;
    this.#show([make("p", {}, say("verdict_awaited"))], "");
    const until = performance.now() + PATIENCE_MS;
    let known = "";
    while (this.#sid === sid) {
      const result = await ask("GET", `/phone/calls/${sid}/result`).catch(() => null);
      if (this.#sid !== sid) return;
      const isTold = Boolean(result?.verdict);
      const isComplete = isTold && !(result.message_s > 0 && isAwaited(result.message));
      const isGivenUp = !isComplete && performance.now() > until;
      const news = JSON.stringify([result, isGivenUp]);
      if (isTold && news !== known) this.#show(told(result, isGivenUp), result.verdict);
      if (!isTold && isGivenUp) this.#show([make("p", {}, say("verdict_missing"))], "");
      if (isComplete || isGivenUp) return;
      known = news;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  #show(content, verdict) {
    find("#verdict-text").replaceChildren(...content);
    setData(this.#box, "verdict", verdict);
    setShown(this.#box, true);
  }
}

const isAwaited = (message) => !message || message.state === AWAITED;

function told(result, isGivenUp) {
  const rows = [
    [say("result_cause"), pick(result.cause_label)],
    [say("result_branch"), pick(result.branch?.name)],
    [say("result_waited"), shownDuration(1000 * result.wait_s)],
    [say("result_talked"), shownDuration(1000 * result.talk_s)],
    [say("result_message"), message(result)],
    [say("result_due"), result.due_at ? shownMoment(result.due_at) : ""],
    [say("result_rang"), rang(result.rang ?? [])],
  ];
  const list = make("dl");
  for (const [name, value] of rows) {
    if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  }
  const head = make("p", { className: "outcome" }, pick(result.verdict_label) || result.verdict);
  return isGivenUp ? [head, list, make("p", {}, say("message_missing"))] : [head, list];
}

function message(result) {
  if (!(result.message_s > 0) && !result.message) return "";
  const { message: about, message_s: seconds } = result;
  const state = pick(about?.state_label) || say("message_awaited");
  const file = about?.file ? ` · recordings/${about.file}` : "";
  return `${shownDuration(1000 * seconds)} · ${state}${file}`;
}

function rang(phones) {
  if (!phones.length) return "";
  const items = phones.map((one) => make("li", {}, `${pick(one.post)}: ${pick(one.outcome_label)}`));
  return make("ol", {}, ...items);
}
