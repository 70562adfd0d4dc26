// Hôm nay, kept fresh: asks every ten seconds whether anything has changed, and shows it.
// Without this file the page is as it was when it was opened, and has a link to load it again.

const EVERY_MS = 10_000;
const now = document.getElementById("now");
const lost = document.getElementById("lost");
const told = document.getElementById("told");
const clock = document.getElementById("clock");
let tag = now.dataset.tag;
let read = performance.now();

function alarm() {
  return now.querySelector(".alarm")?.textContent.trim().replace(/\s+/g, " ") ?? "";
}

// Whoever is on a link with the keyboard stays on it.
function put(html) {
  const here = now.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const before = alarm();
  now.innerHTML = html;
  read = performance.now();
  if (here) [...now.querySelectorAll("a")].find((link) => link.getAttribute("href") === here)?.focus();
  if (alarm() !== before) told.textContent = alarm();
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(now.dataset.address, {
      headers: { "If-None-Match": `"${tag}"` },
      cache: "no-store",
    });
    if (answer.redirected || answer.status === 403) return location.reload(); // signed out meanwhile
    if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
    if (answer.status === 200) {
      tag = answer.headers.get("ETag").replaceAll('"', "");
      put(await answer.text());
    }
    clock.textContent = answer.headers.get("Desk-Time");
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
}

// How long a call lasts is counted here: for that alone nothing is sent.
function count() {
  const passed = Math.floor((performance.now() - read) / 1000);
  for (const each of now.querySelectorAll(".lasts")) {
    each.textContent = each.textContent.replace(/\d+/, Number(each.dataset.seconds) + passed);
  }
}

setInterval(ask, EVERY_MS);
setInterval(count, 1000);
document.addEventListener("visibilitychange", ask);
