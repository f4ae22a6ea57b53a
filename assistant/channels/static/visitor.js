// Who agreed to be remembered: a secret word that only this browser keeps. Before that, nothing at all is stored here.

const OURS = "tro-ly-ai.";
const KEY = `${OURS}visitor`;

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

let word = read();

/** The word, or null while nobody agreed. */
export const visitorWord = () => word;

/** They agreed. Where storage is closed, the word lives in this page only. */
export function remember(given) {
  word = given;
  try { localStorage.setItem(KEY, given); } catch { /* a frame on a browser that closes storage to frames */ }
  document.dispatchEvent(new Event("tro-ly-ai-agreed"));
}

/** Nothing of ours stays behind. */
export function forget() {
  word = null;
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const storage = window[name];
      Object.keys(storage).filter((key) => key.startsWith(OURS)).forEach((key) => storage.removeItem(key));
    } catch { /* closed: then there is nothing in it */ }
  }
}
