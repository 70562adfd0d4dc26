// Simulated time: what time it is at the carrier, and how moments are written.

import { language } from "./words.js";

class Clock {
  #base = Date.now();
  #since = performance.now();
  #aheadMs = 7 * 3_600_000; // of UTC; the carrier counts in UTC, the application tells its zone
  speed = 1;

  set(time) {
    this.#base = Date.parse(time.now);
    this.#since = performance.now();
    this.speed = time.speed;
  }

  now() {
    return this.#base + (performance.now() - this.#since) * this.speed;
  }

  // `local` is any moment as the application writes it, with its zone's distance from UTC.
  liveWhere(local) {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(local) ?? [];
    if (sign) this.#aheadMs = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }

  // A Date whose UTC fields are the wall clock's there, whatever zone this browser lives in.
  wall(moment) {
    return new Date(inMs(moment) + this.#aheadMs);
  }
}

export const clock = new Clock();

const inMs = (moment) => (typeof moment === "string" ? Date.parse(moment) : moment);
const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });

export const shownTime = (moment) => clock.wall(moment).toISOString().slice(11, 19);

export function shownDay(moment) {
  const wall = clock.wall(moment);
  const [year, month, day] = wall.toISOString().slice(0, 10).split("-");
  return `${weekday.format(wall)}, ${day}/${month}/${year}`;
}

export const shownMoment = (moment) => `${shownTime(moment).slice(0, 5)}, ${shownDay(moment)}`;

// As an <input type="datetime-local"> wants it.
export const inputMoment = (moment) => clock.wall(moment).toISOString().slice(0, 16);

export function shownDuration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// How long it is since a moment in simulated time.
export const shownSince = (moment) => (moment ? shownDuration(clock.now() - inMs(moment)) : "");
