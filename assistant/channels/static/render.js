// An answer as the page shows it: the same blocks, slots and cards that answer_view.py and the partials make.

import { draw } from "./dom.js";

const SUMMARY_FORM = "tóm tắt";
const SHORT_CODE = 8;
/** What staff or a new document can answer one day. */
const WAITABLE = ["unanswerable_no_match", "unanswerable_no_documents"];
const CITATION = /\[([0-9]{1,2})\]/g;

const day = (iso) => (iso ? iso.split("-").reverse().join("/") : "");
const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
const anchor = (answer, number) => `nguon-${answer.answer_id}-${number}`;

/** The address if a browser may follow it (http or https), else nothing. */
function webLink(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) ? url.trim() : "";
  } catch {
    return "";
  }
}

function citation(answer, number) {
  const link = draw("tpl-citation", { number: String(number) });
  link.setAttribute("href", `#${anchor(answer, number)}`);
  return link;
}

/** Text cut at "[1]"; a number that names no source stays text. */
function pieces(parent, text, answer) {
  let end = 0;
  for (const match of text.matchAll(CITATION)) {
    const number = Number(match[1]);
    if (number < 1 || number > answer.sources.length) continue;
    parent.append(text.slice(end, match.index), citation(answer, number));
    end = match.index + match[0].length;
  }
  parent.append(text.slice(end));
  parent.normalize();
  return parent;
}

const kindOf = (line) => (line.startsWith("- ") ? "list" : line.trim() ? "text" : "gap");

/** Runs of lines of one kind: [["text", ["…"]], ["list", ["- …", "- …"]], …]. */
function runs(lines) {
  const found = [];
  for (const line of lines) {
    const kind = kindOf(line);
    if (found.at(-1)?.[0] !== kind) found.push([kind, []]);
    found.at(-1)[1].push(line);
  }
  return found;
}

function blocks(answer) {
  return runs(answer.text.replaceAll("\r\n", "\n").split("\n")).flatMap(([kind, lines]) => {
    if (kind === "gap") return [];
    if (kind === "text") return [pieces(document.createElement("p"), lines.join("\n").trim(), answer)];
    const list = document.createElement("ul");
    list.append(...lines.map((line) => pieces(document.createElement("li"), line.slice(2).trim(), answer)));
    return [list];
  });
}

function sourceSlots(source, answer, number) {
  const named = Boolean(source.kind || source.number);
  const notYet = source.in_force === false && Boolean(source.effective_from) && source.effective_from > answer.as_of;
  return {
    number: String(number),
    kind: source.kind,
    doc_number: source.number,
    bare_title: named ? "" : source.title,
    title: named ? source.title : "",
    in_force: source.in_force === true,
    not_yet: notYet,
    ended: source.in_force === false && !notYet,
    unknown: source.in_force === null,
    starts_on: day(source.effective_from),
    ended_on: day(source.effective_to),
    replaced_by: source.replaced_by,
    locator: source.locator,
    page: source.page ? String(source.page) : "",
    issuer: source.issuer,
    issued_on: day(source.issued_on),
    is_summary: source.form === SUMMARY_FORM,
    quote: source.quote,
    url: webLink(source.url),
    calendar: source.calendar,
  };
}

function sourceCard(source, answer, number) {
  const slots = sourceSlots(source, answer, number);
  const card = draw("tpl-source", slots);
  card.querySelector(".source-body").id = anchor(answer, number);
  card.querySelector(".source-link")?.setAttribute("href", slots.url);
  card.querySelector(".source-calendar")?.setAttribute("href", slots.calendar);
  return card;
}

function chip(question) {
  const button = draw("tpl-chip");
  button.value = question;
  button.textContent = question;
  return button;
}

/** The bubble of an answer; `at` is when it came, in milliseconds. */
export function answerTurn(answer, at) {
  const canWait = WAITABLE.includes(answer.status);
  const slots = { ...answer, can_wait: canWait && Boolean(document.querySelector("[data-mine]")), code: answer.answer_id.slice(0, SHORT_CODE), as_of: day(answer.as_of), time: clock(at) };
  const turn = draw("tpl-answer", slots);
  turn.dataset.answer = answer.answer_id;
  turn.querySelector("[data-text]").append(...blocks(answer));
  turn.querySelector(".sources")?.append(...answer.sources.map((source, index) => sourceCard(source, answer, index + 1)));
  turn.querySelector(".chips")?.append(...answer.suggestions.map(chip));
  return turn;
}

/** The bubble of an answer that came after it was asked for. */
export function newsTurn(question, answer, at) {
  const turn = answerTurn(answer, at);
  turn.dataset.news = "";
  turn.querySelector("[data-text]").before(draw("tpl-news-lead", { question }));
  return turn;
}

/** The bubble of a question. */
export const questionTurn = (text, at) => draw("tpl-question", { text, time: clock(at) });

/** A kind word where an answer should be, with a way to try again. */
export function problemTurn(text, retry) {
  const turn = draw("tpl-problem", { text });
  turn.querySelector("[data-retry]").addEventListener("click", () => { turn.remove(); retry(); });
  return turn;
}
