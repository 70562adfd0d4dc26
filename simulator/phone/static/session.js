// What this tab is and what it did, kept over a reload or a change of language.

const KEY = "tam-nhanh-phone";

// It is put away only while the page is gone: a duplicated tab must not take itself for the first.
const kept = take();

export const session = {
  tab: kept.tab ?? newId(),
  call: kept.call ?? "",
  answered: kept.answered ?? [], // the phones that were picked up in this tab
  signal: kept.signal ?? 0,
};

addEventListener("pagehide", () => sessionStorage.setItem(KEY, JSON.stringify(session)));
addEventListener("pageshow", (event) => event.persisted && sessionStorage.removeItem(KEY));

export function noteAnswered(phone, isAnswered) {
  const others = session.answered.filter((one) => one !== phone);
  session.answered = isAnswered ? [...others, phone] : others;
}

function take() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  } finally {
    sessionStorage.removeItem(KEY);
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return "tab-" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
