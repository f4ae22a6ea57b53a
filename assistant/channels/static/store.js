// The conversation, kept for as long as the tab lives, so that a reload shows it again.

const KEY = "tro-ly-ai.conversation";
const KEPT_TURNS = 50;

/** randomUUID exists only where the page came by https; an office network may not have that. */
function newId() {
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

/** { id, turns: [{ question, at, answer, answeredAt, vote }] } with ways to change it. */
export class Conversation {
  constructor() {
    const { id, turns } = read() ?? { id: newId(), turns: [] };
    this.id = id;
    this.turns = turns;
  }

  add(question) {
    const turn = { question, at: Date.now(), answer: null };
    this.turns.push(turn);
    this.save();
    return turn;
  }

  has(turn) {
    return this.turns.includes(turn);
  }

  answered(turn, answer) {
    Object.assign(turn, { answer, answeredAt: Date.now() });
    this.save();
  }

  voted(answerId, vote) {
    const turn = this.turns.find((one) => one.answer?.answer_id === answerId);
    if (turn) turn.vote = vote;
    this.save();
  }

  clear() {
    this.id = newId();
    this.turns = [];
    this.save();
  }

  save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ id: this.id, turns: this.turns.slice(-KEPT_TURNS) }));
    } catch { /* storage is full or closed: the conversation lives in this page only */ }
  }
}
