// Talking to the server. Whatever goes wrong becomes a Problem with a sentence for the person.

import { sentence } from "./dom.js";

const TIMEOUT_MS = 30_000;

export class Problem extends Error {}

const request = (body, signal) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream" },
  body: JSON.stringify(body),
  signal,
});

const unheard = (signal) => new Problem(sentence(signal.aborted ? "timeout" : navigator.onLine ? "unreachable" : "offline"));

async function post(path, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, request(body, stop.signal));
    return { ok: response.ok, text: await response.text() };
  } catch {
    throw unheard(stop.signal);
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

/**
 * The Answer object; an answer that only says "something failed" is a Problem too, so that it can be tried again.
 * `onDraft` is called with the text so far, when there is a language model that writes.
 */
export async function ask(question, conversationId, onDraft) {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  let answer = {};
  try {
    const response = await fetch("/api/ask/stream", request({ question, conversation_id: conversationId }, stop.signal));
    if (!response.ok) answer = parsed(await response.text());
    else for await (const [name, data] of events(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
      if (name === "draft") onDraft(data.text);
      if (name === "answer") answer = data;
    }
  } catch {
    throw unheard(stop.signal);
  } finally {
    clearTimeout(timer);
  }
  if (answer.answer_id && !answer.status.startsWith("error")) return answer;
  throw new Problem(answer.text || sentence("unreachable"));
}

/** The events of a stream as they come: [name, data]; also ["beat", {}] for whatever else shows that the server is there. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r\n\r\n|\n\n/);
    rest = blocks.pop();
    yield ["beat", {}];
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      const data = [...block.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join("\n");
      if (name) yield [name.trim(), parsed(data)];
    }
  }
}

/** Say whether an answer helped. */
export async function sendFeedback(answerId, value, comment = null) {
  const response = await post("/api/feedback", { answer_id: answerId, value, comment });
  if (!response.ok) throw new Problem(sentence("not-sent"));
}
