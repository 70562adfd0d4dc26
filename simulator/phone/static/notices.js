// What the page says on top of itself: errors, a lost connection, hints, and alarms for the ear.

import { find, make, onPress, setShown, setText } from "./dom.js";
import { say } from "./words.js";

const errors = find("#errors");
const errorText = find("#error-text");
const hints = new Map();

onPress(find("#error-close"), clearError);

export function showError(text) {
  setShown(errors, true);
  setText(errorText, text);
}

export function clearError() {
  setShown(errors, false);
  setText(errorText, "");
}

// Does what may be refused; a refusal is shown in words, and null returned.
export async function attempt(action) {
  try {
    const answer = await action();
    clearError();
    return answer;
  } catch (error) {
    if (error.status === undefined) console.error(error);
    showError(error.message);
    return null;
  }
}

export function showConnection(isUp) {
  setText(find("#connection"), isUp ? "" : say("connection_lost"));
}

// A hint is given once, and stays until it is withdrawn.
export function hint(key) {
  if (hints.has(key)) return;
  hints.set(key, make("p", {}, say(key)));
  find("#hints").append(hints.get(key));
}

export function withdrawHint(key) {
  hints.get(key)?.remove();
}

// Said at once by a screen reader; shown nowhere, as the eye has seen it elsewhere.
export function announce(text) {
  const region = find("#announcer");
  region.textContent = "";
  // Emptied first, in a turn of its own, so that the same text twice is said twice.
  setTimeout(() => (region.textContent = text), 50);
}
