// The conversation: what is typed or tapped goes to the server, and its answer comes into the log.
// Without this file the page still answers one question at a time (see web_page.py).

import { listenForActions, showVote } from "./actions.js";
import { ask, hearOn, Problem } from "./api.js";
import { listenForConsent } from "./consent.js";
import { announce, draw, sentence } from "./dom.js";
import { isShown, joinHost } from "./embed.js";
import { listenForNews, want } from "./news.js";
import { answerTurn, newsTurn, problemTurn, questionTurn } from "./render.js";
import { Conversation } from "./store.js";

const log = document.getElementById("log");
const composer = document.getElementById("composer");
const box = document.getElementById("question");
const sendButton = composer.querySelector(".send");
const opening = [...log.children].filter((one) => one.matches("[data-opening]"));
const RESUMABLE_MS = 120_000;
const conversation = new Conversation();
let busy = false;

function setBusy(now) {
  busy = now;
  sendButton.setAttribute("aria-disabled", String(now));
}

function fitBox() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

/** Add a message that is new, not one of a restored conversation. */
function append(element) {
  element.classList.add("fresh");
  log.append(element);
}

/** A short answer is shown whole; a long one from its question on. */
function showFrom(question, answer) {
  const height = answer.getBoundingClientRect().bottom - question.getBoundingClientRect().top;
  if (height < Math.min(log.clientHeight, innerHeight)) answer.scrollIntoView({ block: "end" });
  else question.scrollIntoView({ block: "start" });
}

function answerElement(turn) {
  const element = turn.news ? newsTurn(turn.question, turn.answer, turn.answeredAt) : answerTurn(turn.answer, turn.answeredAt);
  if (turn.vote) showVote(element, turn.vote);
  return element;
}

function problemElement(turn, question, text) {
  return problemTurn(text, () => { box.focus(); answerTo(turn, question, ask); });
}

/** The answer so far, in the place of "looking…": it may still change. */
function showDraft(working, text) {
  const bubble = working.querySelector(".bubble");
  bubble.classList.add("draft");
  bubble.textContent = text;
}

/** The connection broke, and is sought again; a draft stays as it is. */
function showLost(working) {
  const place = working.querySelector(".typing-text");
  if (place) place.textContent = sentence("lost");
}

async function outcome(turn, question, working, hear) {
  try {
    conversation.answered(turn, await hear(turn, conversation.id, (text) => showDraft(working, text), () => showLost(working)));
    return answerElement(turn);
  } catch (problem) {
    if (!problem.underway) conversation.askAnew(turn);
    return problemElement(turn, question, problem instanceof Problem ? problem.message : sentence("unreachable"));
  }
}

async function answerTo(turn, question, hear) {
  setBusy(true);
  const working = draw("tpl-working");
  append(working);
  working.scrollIntoView({ block: "end" });
  const element = await outcome(turn, question, working, hear);
  if (!conversation.has(turn)) return; // a new conversation was begun meanwhile
  element.classList.add("fresh");
  working.replaceWith(element);
  showFrom(question, element);
  setBusy(false);
}

function send(text) {
  const wanted = text.trim();
  if (busy || !wanted) return box.focus();
  const turn = conversation.add(wanted);
  const question = questionTurn(turn.question, turn.at);
  append(question);
  answerTo(turn, question, ask);
}

function restore() {
  log.setAttribute("aria-busy", "true");
  for (const turn of conversation.turns) {
    const question = questionTurn(turn.question, turn.at);
    if (turn.news) log.append(answerElement(turn));
    else if (turn.answer) log.append(question, answerElement(turn));
    else if (turn === conversation.turns.at(-1) && Date.now() - turn.at < RESUMABLE_MS) { log.append(question); answerTo(turn, question, hearOn); }
    else log.append(question, problemElement(turn, question, sentence("interrupted")));
  }
  log.removeAttribute("aria-busy");
  if (conversation.turns.length) log.lastElementChild.scrollIntoView({ block: "end" });
  log.classList.add("live");
}

function begin() {
  conversation.clear();
  log.replaceChildren(...opening);
  setBusy(false);
  announce("cleared");
  box.focus();
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value;
  if (!busy && text.trim()) { box.value = ""; fitBox(); }
  send(text);
});
box.addEventListener("keydown", (event) => {
  // While a Vietnamese input method composes a word, Enter belongs to it (keyCode 229 is Safari's way to say so).
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});
box.addEventListener("input", fitBox);
log.addEventListener("submit", (event) => {
  if (!event.target.matches(".chips")) return;
  event.preventDefault();
  send(event.submitter.value);
});
document.querySelector("[data-new]").addEventListener("click", (event) => { event.preventDefault(); begin(); });

/** Draw an answer anew, in the place of what was drawn before. */
function redraw(element, turn) {
  const drawn = answerElement(turn);
  element.replaceWith(drawn);
  return drawn;
}

/** An answer that staff gave later. */
function showNews(came) {
  const element = newsTurn(came.question, came.answer, Date.now());
  append(element);
  if (isShown()) element.scrollIntoView({ block: "start" });
}

listenForActions(log, conversation);
log.addEventListener("click", (event) => {
  const button = event.target.closest("[data-want]");
  if (button) want(button, conversation, redraw);
});
listenForConsent({ changed: () => conversation.save(), erased: begin });
restore();
document.documentElement.classList.add("js");
if (matchMedia("(pointer: fine)").matches && !document.body.classList.contains("embedded")) box.focus();
joinHost(box);
listenForNews(conversation, showNews);
