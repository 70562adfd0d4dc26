// Puts the page together: hands each state of the carrier to its parts.

import { Citizen } from "./citizen.js";
import { find, onPress, setPressed, setText } from "./dom.js";
import { Microphone } from "./microphone.js";
import { clock } from "./moments.js";
import { showConnection, withdrawHint } from "./notices.js";
import { Officers } from "./officers.js";
import { ask, Watch } from "./server.js";
import { session } from "./session.js";
import { muteSpeakers } from "./speaker.js";
import { Steps } from "./steps.js";
import { Talk } from "./talk.js";
import { TimeBar } from "./timebar.js";
import { Tones } from "./tones.js";
import { officer, say } from "./words.js";

const DIRECTORY_EVERY_MS = 30_000;
const SOON_MS = 1_500; // the application follows the clock a moment later
const MUTED = "tam-nhanh-muted";

const microphone = new Microphone();
const tones = new Tones();
const talk = new Talk({ microphone });
const officers = new Officers({ microphone });
const timeBar = new TimeBar({ onChange: askDirectoryTwice });
const watch = new Watch({
  tab: session.tab,
  signal: session.signal,
  onState: take,
  onConnection: takeConnection,
});
const steps = officer ? null : new Steps({ onHere: () => watch.follow(session.call) });
const citizen = officer
  ? null
  : new Citizen({
      microphone,
      tones,
      postOf: (id) => officers.postOf(id),
      onCall: (sid) => {
        watch.follow(sid);
        steps.followHere();
      },
    });

function take(state) {
  clock.set(state.time);
  session.signal = watch.signal;
  const isFast = state.time.speed !== 1;
  const own = state.call;
  timeBar.show(state.time);
  officers.show(state.phones, { call: own?.sid ?? "", isFast });
  citizen?.show(own, { phones: state.phones, isFast });
  steps?.show(own, state.calls);
  talk.show(state.talk, state.signals, whyNoTalk(own, state.phones));
  ring();
  const isHeld = citizen?.isOnLine || officers.cards.some((card) => card.isHeldHere);
  if (!isHeld) microphone.release();
}

let isUp = true;

// A carrier that was started anew knows no telephones until somebody asks for the directory.
function takeConnection(isUpNow) {
  showConnection(isUpNow);
  if (isUpNow && !isUp) askDirectory();
  isUp = isUpNow;
}

// Two telephones of one page must not talk over each other: the caller's ringing tone goes before
// the bell, and a whisper before both.
function ring() {
  const whispers = officers.cards.some((card) => card.isHeldHere && card.phone.phase === "picked-up");
  const hearsRinging = Boolean(citizen?.hearsRinging);
  tones.ringback(hearsRinging && !whispers);
  tones.bell(!hearsRinging && !whispers && officers.cards.some((card) => card.rings));
}

function whyNoTalk(own, phones) {
  const joined = phones.filter((phone) => phone.phase === "joined");
  const here = joined.filter((phone) => session.answered.includes(phone.id));
  const mine = citizen?.isOnLine ? joined.find((phone) => phone.call === own.sid) : null;
  if (mine) return here.includes(mine) ? "talk_same_tab" : "talk_nobody";
  return here.length ? "talk_nobody" : "";
}

async function askDirectory() {
  try {
    const directory = await ask("GET", "/phone/directory");
    clock.liveWhere(directory.now);
    timeBar.showDirectory(directory);
    officers.showDirectory(directory);
    const hotline = find("#hotline");
    if (hotline) setText(hotline, directory.hotline_shown);
    setText(find("#directory-missing"), "");
  } catch {
    officers.showDirectory(null);
    setText(find("#directory-missing"), say("directory_missing"));
  }
}

function askDirectoryTwice() {
  askDirectory();
  setTimeout(askDirectory, SOON_MS);
}

function mute(isMuted) {
  setPressed(find("#mute"), isMuted);
  tones.mute(isMuted);
  talk.mute(isMuted);
  muteSpeakers(isMuted);
  localStorage.setItem(MUTED, String(isMuted));
}

function allowSound() {
  tones.unlock();
  withdrawHint("sound_blocked");
}

onPress(find("#mute"), () => mute(find("#mute").getAttribute("aria-pressed") !== "true"));
for (const gesture of ["pointerdown", "keydown"]) {
  addEventListener(gesture, allowSound, { capture: true });
}
mute(localStorage.getItem(MUTED) === "true");
askDirectory();
setInterval(askDirectory, DIRECTORY_EVERY_MS);
watch.follow(session.call);
