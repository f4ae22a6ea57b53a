// Talking to the server. Whatever goes wrong becomes a Problem with a sentence for the person.

import { sentence } from "./dom.js";
import { Hearing, parsed } from "./stream.js";
import { visitorWord } from "./visitor.js";

const TIMEOUT_MS = 30_000;

/** `underway`: the question may have arrived, so that trying again must not ask it a second time. */
export class Problem extends Error {
  constructor(message, underway = false) {
    super(message);
    this.underway = underway;
  }
}

const unheard = (silent) => new Problem(sentence(silent ? "timeout" : navigator.onLine ? "unreachable" : "offline"), true);

async function post(path, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  try {
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal: stop.signal });
    return { ok: response.ok, data: parsed(await response.text()) };
  } catch {
    throw unheard(stop.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

/** The Answer object; an answer that only says "something failed" is a Problem too, so that it can be tried again. */
export async function ask(turn, conversationId, onDraft = () => {}, onLost = () => {}) {
  const hearing = new Hearing(turn.requestId, onDraft, onLost);
  const body = { question: turn.question, conversation_id: conversationId, request_id: turn.requestId, keep: false };
  const found = await hearing.outcome(visitorWord() ? { ...body, visitor: visitorWord() } : body);
  return answerIn(found, hearing);
}

/** The same for an answer that another page of this tab had begun to hear. */
export async function hearOn(turn, _conversationId, onDraft, onLost) {
  const hearing = new Hearing(turn.requestId, onDraft, onLost);
  hearing.heard = true;
  return answerIn(await hearing.resume(), hearing);
}

function answerIn(found, hearing) {
  if (!found) throw hearing.heard ? new Problem(sentence("gone")) : unheard(hearing.silent);
  const { code, data } = found;
  if (!code && data.answer_id && !data.status.startsWith("error")) return data;
  if (code === 404) throw new Problem(sentence(hearing.heard ? "gone" : "unreachable"));
  throw new Problem(data.text || sentence("unreachable"));
}

/** Say whether an answer helped. */
export async function sendFeedback(answerId, value, comment = null) {
  const response = await post("/api/feedback", { answer_id: answerId, value, comment });
  if (!response.ok) throw new Problem(sentence("not-sent"));
}

/** What a person may do with what is stored about them: "", "data", "erase", "news", "want", "seen". */
export async function callVisitor(what, more = {}) {
  const response = await post(`/api/visitor${what && `/${what}`}`, { visitor: visitorWord() ?? "", ...more });
  if (!response.ok) throw new Problem(response.data.text || sentence("unreachable"));
  return response.data;
}
