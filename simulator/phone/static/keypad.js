// The twelve keys of the citizen's telephone: by mouse, and by the computer's keyboard.

import { find, findAll, isEnabled, onPress, setEnabled } from "./dom.js";

const FLASH_MS = 150;
// Where a digit means something else.
const ELSEWHERE = "input:not([type=checkbox]), select, textarea, [contenteditable], [data-phone]";

export class Keypad {
  #buttons = new Map();

  constructor(onKey) {
    for (const button of findAll("#keypad [data-key]")) {
      this.#buttons.set(button.dataset.key, button);
      onPress(button, () => onKey(button.dataset.key));
    }
    document.addEventListener("keydown", (event) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!find("#keyboard").checked || event.target.closest?.(ELSEWHERE)) return;
      const button = this.#buttons.get(event.key);
      if (!button || !isEnabled(button)) return;
      event.preventDefault(); // Firefox would begin to search the page
      this.#flash(button);
      onKey(event.key);
    });
  }

  enable(isOnLine) {
    for (const button of this.#buttons.values()) setEnabled(button, isOnLine);
  }

  #flash(button) {
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), FLASH_MS);
  }
}
