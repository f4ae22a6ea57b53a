// Talking to the server. Whatever goes wrong becomes a Problem with a sentence for the person.

import { sentence } from "./dom.js";

const TIMEOUT_MS = 30_000;

export class Problem extends Error {}

async function post(path, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    return { ok: response.ok, text: await response.text() };
  } catch {
    throw new Problem(sentence(stop.signal.aborted ? "timeout" : navigator.onLine ? "unreachable" : "offline"));
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The Answer object; an answer that only says "something failed" is a Problem too, so that it can be tried again. */
export async function ask(question, conversationId) {
  const response = await post("/api/ask", { question, conversation_id: conversationId });
  const answer = parsed(response.text);
  if (response.ok && answer.answer_id && !answer.status.startsWith("error")) return answer;
  throw new Problem(answer.text || sentence("unreachable"));
}

/** Say whether an answer helped. */
export async function sendFeedback(answerId, value, comment = null) {
  const response = await post("/api/feedback", { answer_id: answerId, value, comment });
  if (!response.ok) throw new Problem(sentence("not-sent"));
}
