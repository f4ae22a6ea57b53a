// Saying yes or no to being remembered, and "my data": see it, take it along, erase it. See dialogue/visitors.py.

import { callVisitor, Problem } from "./api.js";
import { draw, sentence } from "./dom.js";
import { forget, remember, visitorWord } from "./visitor.js";

const mine = document.querySelector("[data-mine]");
const card = document.querySelector("[data-consent-card]");
let waiting = [];

/** Show what holds: the card and the buttons of who has not agreed, or of who has. */
export function showConsent(told = "") {
  const agreed = Boolean(visitorWord());
  if (card) {
    card.hidden = agreed && !told;
    card.querySelector("[data-consent-open]").hidden = Boolean(told);
    card.querySelector("[data-consent-told]").textContent = told;
  }
  for (const part of mine?.querySelectorAll("[data-agreed]") ?? []) part.hidden = (part.dataset.agreed === "yes") !== agreed;
}

/** Resolves to true when the person agrees, to false when not. Asks at once where they have agreed already. */
export function wantsConsent() {
  if (visitorWord()) return Promise.resolve(true);
  showConsent();
  card.scrollIntoView({ block: "center" });
  card.querySelector("button").focus();
  return new Promise((resolve) => { waiting.push(resolve); });
}

function settle(agreed) {
  waiting.forEach((resolve) => resolve(agreed));
  waiting = [];
}

async function agree(say) {
  const { visitor, text } = await callVisitor("");
  remember(visitor);
  showConsent(text);
  say(text);
  settle(true);
}

function decline(say) {
  showConsent(sentence("declined"));
  say(sentence("declined"));
  settle(false);
}

async function showData(say) {
  const { text, file, file_name: name } = await callVisitor("data");
  mine.querySelector("[data-mine-file]")?.remove();
  say(file ? "" : text);
  if (!file) return;
  const shown = draw("tpl-file", { file });
  const link = shown.querySelector("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", file], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  mine.append(shown);
}

/** The first tap asks, the second erases. */
async function erase(button, say, erased) {
  if (button.dataset.sure !== "yes") {
    button.dataset.sure = "yes";
    return say(sentence("sure"));
  }
  button.dataset.sure = "";
  const { text } = await callVisitor("erase");
  forget();
  mine.querySelector("[data-mine-file]")?.remove();
  showConsent();
  erased();
  say(text);
}

/** `changed` is called when the person agreed, `erased` when everything is erased. */
export function listenForConsent({ changed, erased }) {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-rights]");
    if (!form) return;
    event.preventDefault();
    const say = (text) => { if (mine) mine.querySelector("[data-mine-said]").textContent = text; };
    const button = event.submitter;
    try {
      if (button.value === "agree") { await agree(say); changed(); }
      if (button.value === "decline") decline(say);
      if (button.value === "data") await showData(say);
      if (button.value === "erase") await erase(button, say, erased);
    } catch (problem) {
      const words = problem instanceof Problem ? problem.message : sentence("unreachable");
      say(words);
      if (card?.contains(form)) card.querySelector("[data-consent-told]").textContent = words;
    }
  });
  showConsent();
}
