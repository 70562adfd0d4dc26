// What the server put into the page: its language, its words, whose telephone it is.

const page = JSON.parse(document.getElementById("page").textContent);

export const language = page.lang;
export const officer = page.officer;

// Returns a text in the page's language; {name} in it is filled in.
export function say(key, values = {}) {
  const text = page.words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const hasWord = (key) => key in page.words;

// Chooses from a text in both languages.
export const pick = (text) => text?.[language] ?? "";

// A Vietnamese number as it is read on a page: 0500 000 041. Any other as it is.
export function shownNumber(number) {
  if (!number) return "";
  if (/^[a-z]+$/i.test(number)) return say("withheld_number");
  const national = number.replace(/^\+84/, "0");
  return national.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");
}
