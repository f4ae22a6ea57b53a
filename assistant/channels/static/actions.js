// What a person can do with an answer: say whether it helped, say why not, copy it, jump to a source.

import { sendFeedback } from "./api.js";
import { sentence } from "./dom.js";

const turnOf = (element) => element.closest("[data-answer]");
const said = (turn, text) => { turn.querySelector("[data-said]").textContent = text; };

/** Show which thumb is pressed. */
export function showVote(turn, value) {
  for (const button of turn.querySelectorAll("[data-vote]")) {
    button.setAttribute("aria-pressed", String(button.dataset.vote === value));
  }
}

async function vote(turn, value, conversation, comment) {
  showVote(turn, value);
  try {
    await sendFeedback(turn.dataset.answer, value, comment);
    conversation.voted(turn.dataset.answer, value);
    said(turn, sentence("thanks"));
  } catch (problem) {
    showVote(turn, null);
    said(turn, problem.message);
  }
}

function showComment(turn, open) {
  turn.querySelector("[data-comment]").hidden = !open;
  if (open) turn.querySelector("[data-comment] textarea").focus();
}

function closeComment(turn) {
  showComment(turn, false);
  turn.querySelector("[data-vote=down]").focus();
}

function onVote(button, conversation) {
  const value = button.dataset.vote;
  vote(turnOf(button), value, conversation);
  showComment(turnOf(button), value === "down");
}

function onComment(form, conversation) {
  const turn = turnOf(form);
  const comment = form.elements.comment.value.trim();
  closeComment(turn);
  if (comment) vote(turn, "down", conversation, comment);
}

/** The answer and its sources as plain text. */
function asText(turn) {
  const cards = [...turn.querySelectorAll(".source")].map((card) => {
    const part = (selector) => card.querySelector(selector)?.textContent.trim();
    const facts = [part("strong"), part("[data-slot=title]"), part("[data-slot=locator]"), part(".badge")];
    const link = card.querySelector(".source-link")?.getAttribute("href");
    return `[${part(".source-number")}] ${[...facts, link].filter(Boolean).join(" – ")}`;
  });
  const sources = cards.length ? [`${sentence("sources")}:`, ...cards].join("\n") : "";
  return [textOf(turn.querySelector("[data-text]")), sources, turn.querySelector(".notice")?.textContent].filter(Boolean).join("\n\n");
}

function textOf(body) {
  const copy = body.cloneNode(true);
  for (const link of copy.querySelectorAll(".cite")) link.replaceWith(`[${link.querySelector("[data-slot=number]").textContent}]`);
  return [...copy.children].map((block) => {
    return block.tagName === "UL" ? [...block.children].map((item) => `- ${item.textContent}`).join("\n") : block.textContent;
  }).join("\n\n");
}

/** The clipboard needs https; elsewhere the old way through a selected text field still works. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("refused");
}

async function copyAnswer(button) {
  const turn = turnOf(button);
  try {
    await copy(asText(turn));
    said(turn, sentence("copied"));
  } catch {
    said(turn, sentence("not-copied"));
  }
  button.focus();
}

function openSource(link) {
  const card = document.getElementById(link.getAttribute("href").slice(1))?.closest("details");
  if (!card) return;
  card.open = true;
  card.querySelector("summary").focus();
}

/** One listener for all answers, those of the server included. */
export function listenForActions(log, conversation) {
  log.addEventListener("click", (event) => {
    const target = event.target.closest("[data-vote], [data-copy], [data-comment-skip], .cite");
    if (!target) return;
    if (target.matches("[data-vote]")) onVote(target, conversation);
    else if (target.matches("[data-copy]")) copyAnswer(target);
    else if (target.matches("[data-comment-skip]")) closeComment(turnOf(target));
    else { event.preventDefault(); openSource(target); }
  });
  log.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-comment]")) return;
    event.preventDefault();
    onComment(event.target, conversation);
  });
}
