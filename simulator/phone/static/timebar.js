// What time it is at the carrier, how fast it goes by, and what time to pretend.

import { find, findAll, make, onPress, setEnabled, setPressed, setShown, setText } from "./dom.js";
import { clock, inputMoment, shownDay, shownTime } from "./moments.js";
import { attempt } from "./notices.js";
import { ask } from "./server.js";
import { pick, say } from "./words.js";

const DESK_KEY = "0";

export class TimeBar {
  #time = null;
  #directory = null;
  #onChange;
  #isTyped = false;
  #speeds = findAll("[data-speed]");

  // `onChange`: the time has jumped, so who is on duty may be another.
  constructor({ onChange }) {
    this.#onChange = onChange;
    const input = find("#pretend");
    input.addEventListener("input", () => (this.#isTyped = true));
    onPress(find("#pretend-set"), () => input.value && this.#pretend(input.value));
    onPress(find("#real-time"), () => this.#pretend("now"));
    onPress(find("#pretend-open"), () => this.#pretend(this.#directory.moments[0].at));
    for (const button of this.#speeds) {
      const speed = Number(button.dataset.speed);
      onPress(button, () => attempt(() => ask("POST", "/phone/time", { speed })));
    }
    setInterval(() => this.#tick(), 250);
  }

  show(time) {
    this.#time = time;
    for (const button of this.#speeds) {
      setPressed(button, Number(button.dataset.speed) === time.speed);
    }
    setText(find("#time-kind"), say(time.is_pretended ? "time_pretended" : "time_real"));
    setText(find("#fast"), time.speed === 1 ? "" : say("silent_when_fast"));
    const input = find("#pretend");
    input.disabled = !time.may_pretend;
    for (const button of this.#pretenders) setEnabled(button, time.may_pretend);
    setEnabled(find("#real-time"), time.may_pretend && time.is_pretended);
    setShown(find("#may-not-pretend"), !time.may_pretend);
    this.#tick();
  }

  showDirectory(directory) {
    const old = this.#directory;
    this.#directory = directory;
    const branches = directory.branches.filter((branch) => branch.key !== DESK_KEY);
    const isClosed = branches.length > 0 && branches.every((branch) => !branch.is_open);
    const because = branches.map((branch) => pick(branch.closed_because)).find(Boolean);
    setShown(find("#closed"), isClosed);
    if (isClosed) {
      setText(find("#closed-because"), because ? say("closed_because", { because }) : say("closed"));
    }
    setShown(find("#pretend-open"), directory.moments.length > 0);
    if (JSON.stringify(old?.moments) !== JSON.stringify(directory.moments)) this.#offer(directory);
  }

  get #pretenders() {
    return [find("#pretend-set"), find("#pretend-open"), ...find("#moments").children];
  }

  #offer(directory) {
    const box = find("#moments");
    const focused = [...box.children].indexOf(document.activeElement);
    box.replaceChildren(
      ...directory.moments.map((moment) => {
        const button = make("button", { type: "button" }, pick(moment.name));
        button.title = moment.at.replace("T", " ");
        button.dataset.at = moment.at;
        onPress(button, () => this.#pretend(moment.at));
        setEnabled(button, this.#time?.may_pretend ?? true);
        return button;
      }),
    );
    if (focused >= 0) box.children[focused]?.focus();
  }

  async #pretend(moment) {
    const isDone = await attempt(() => ask("POST", "/phone/time", { pretend: moment }));
    this.#isTyped = false;
    if (isDone) this.#onChange();
  }

  #tick() {
    if (!this.#time) return;
    const now = clock.now();
    setText(find("#now-time"), shownTime(now));
    setText(find("#now-day"), shownDay(now));
    const input = find("#pretend");
    if (!this.#isTyped && document.activeElement !== input) input.value = inputMoment(now);
  }
}
