// One step of a call as a row: a request and its answer, a line of the tale, or an error.

import { copyOf, find, make, onPress, setText } from "./dom.js";
import { shownTime } from "./moments.js";
import { hasWord, pick, say } from "./words.js";

const COPIED_MS = 4_000;

export function rowOf(step) {
  if (step.kind === "exchange") return exchange(step);
  return step.kind === "error" ? error(step) : line(step);
}

function line(step) {
  return make(
    "li",
    { className: "line" },
    make("time", {}, shownTime(step.at)),
    make("b", {}, say(`who_${step.who}`)),
    make("span", {}, pick(step.text)),
  );
}

function error(step) {
  const where = step.path ? ` (${step.path})` : "";
  const head = say("step_error", { code: step.code ?? "" }).trim();
  return make(
    "li",
    { className: "line error" },
    make("time", {}, shownTime(step.at)),
    make("b", {}, head),
    make("span", {}, `${step.message}${where}`),
  );
}

function exchange(step) {
  const row = copyOf("#exchange");
  const key = `hook_${step.hook.replace("-", "_")}`;
  setText(find("time", row), shownTime(step.at));
  setText(find(".hook", row), hasWord(key) ? say(key) : step.hook);
  setText(find(".path", row), `${step.method} ${step.path}`);
  const isFailed = step.status < 200 || step.status >= 400;
  const outcome = step.status ? String(step.status) : say("no_answer_status");
  setText(find(".status", row), isFailed ? `${say("step_failed")} ${outcome}` : outcome);
  row.classList.toggle("error", isFailed);
  setText(find(".verbs", row), step.verbs ?? "");
  find("tbody", row).replaceChildren(
    ...(step.form ?? []).map(([name, value]) =>
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value)),
    ),
  );
  setText(find(".twiml", row), step.twiml || say("empty_answer"));
  setText(find(".curl", row), step.curl ?? "");
  onPress(find(".copy", row), () => copy(step.curl, row));
  return row;
}

async function copy(text, row) {
  const told = find(".copied", row);
  try {
    await navigator.clipboard.writeText(text);
    setText(told, say("copied"));
  } catch {
    // No clipboard for this page: what is to be copied is selected, the user presses the keys.
    getSelection().selectAllChildren(find(".curl", row));
    setText(told, say("copy_by_hand"));
  }
  setTimeout(() => setText(told, ""), COPIED_MS);
}
