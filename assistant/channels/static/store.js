// The conversation. Who agreed to be remembered finds it again after a reload, for as long as the tab lives.

import { visitorWord } from "./visitor.js";

const KEY = "tro-ly-ai.conversation";
const KEPT_TURNS = 50;

/** randomUUID exists only where the page came by https; an office network may not have that. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return typeof kept?.id === "string" && Array.isArray(kept.turns) ? kept : null;
  } catch {
    return null;
  }
}

/** { id, turns: [{ question, at, requestId, answer, answeredAt, vote, news }] } with ways to change it. `news`: it came later. */
export class Conversation {
  constructor() {
    const { id, turns } = read() ?? { id: newId(), turns: [] };
    this.id = id;
    this.turns = turns;
  }

  add(question) {
    const turn = { question, at: Date.now(), requestId: newId(), answer: null };
    this.turns.push(turn);
    this.save();
    return turn;
  }

  /** An answer that staff gave later. */
  addNews(news) {
    this.turns.push({ question: news.question, at: Date.now(), answeredAt: Date.now(), answer: news.answer, news: news.answer_id });
    this.save();
  }

  hasNews(answerId) {
    return this.turns.some((one) => one.news === answerId);
  }

  has(turn) {
    return this.turns.includes(turn);
  }

  /** The next try begins a new answer. */
  askAnew(turn) {
    turn.requestId = newId();
    this.save();
  }

  answered(turn, answer) {
    Object.assign(turn, { answer, answeredAt: Date.now() });
    this.save();
  }

  turnOf(answerId) {
    return this.turns.find((one) => one.answer?.answer_id === answerId);
  }

  voted(answerId, vote) {
    const turn = this.turnOf(answerId);
    if (turn) turn.vote = vote;
    this.save();
  }

  clear() {
    this.id = newId();
    this.turns = [];
    this.save();
  }

  save() {
    if (!visitorWord()) return;
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ id: this.id, turns: this.turns.slice(-KEPT_TURNS) }));
    } catch { /* storage is full or closed: the conversation lives in this page only */ }
  }
}
