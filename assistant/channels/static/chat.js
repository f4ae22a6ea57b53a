// The conversation: what is typed or tapped goes to the server, and its answer comes into the log.
// Without this file the page still answers one question at a time (see web_page.py).

import { listenForActions, showVote } from "./actions.js";
import { ask, Problem } from "./api.js";
import { announce, draw, sentence } from "./dom.js";
import { answerTurn, problemTurn, questionTurn } from "./render.js";
import { Conversation } from "./store.js";

const log = document.getElementById("log");
const composer = document.getElementById("composer");
const box = document.getElementById("question");
const sendButton = composer.querySelector(".send");
const greeting = log.firstElementChild;
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
  const element = answerTurn(turn.answer, turn.answeredAt);
  if (turn.vote) showVote(element, turn.vote);
  return element;
}

function problemElement(turn, question, text) {
  return problemTurn(text, () => { box.focus(); answerTo(turn, question); });
}

/** The answer so far, in the place of "looking…": it may still change. */
function showDraft(working, text) {
  const bubble = working.querySelector(".bubble");
  bubble.classList.add("draft");
  bubble.textContent = text;
}

async function outcome(turn, question, working) {
  try {
    conversation.answered(turn, await ask(turn.question, conversation.id, (text) => showDraft(working, text)));
    return answerElement(turn);
  } catch (problem) {
    return problemElement(turn, question, problem instanceof Problem ? problem.message : sentence("unreachable"));
  }
}

async function answerTo(turn, question) {
  setBusy(true);
  const working = draw("tpl-working");
  append(working);
  working.scrollIntoView({ block: "end" });
  const element = await outcome(turn, question, working);
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
  answerTo(turn, question);
}

function restore() {
  log.setAttribute("aria-busy", "true");
  for (const turn of conversation.turns) {
    const question = questionTurn(turn.question, turn.at);
    log.append(question, turn.answer ? answerElement(turn) : problemElement(turn, question, sentence("interrupted")));
  }
  log.removeAttribute("aria-busy");
  if (conversation.turns.length) log.lastElementChild.scrollIntoView({ block: "end" });
  log.classList.add("live");
}

function begin() {
  conversation.clear();
  log.replaceChildren(greeting);
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

listenForActions(log, conversation);
restore();
document.documentElement.classList.add("js");
if (matchMedia("(pointer: fine)").matches) box.focus();
