// One answer as an event stream, taken up again where it broke off: the server keeps an answer for two minutes after it was made.

const PATH = "/api/ask/stream";
const SILENCE_MS = 30_000;
const PATIENCE_MS = 110_000;
const LONGEST_PAUSE_MS = 8_000;
const TRIES_UNHEARD = 2;

/** JSON, or an empty object. */
export function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The events of a stream as they come: { name, data, id }; a nameless one shows that the server is there. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r\n\r\n|\n\n/);
    rest = blocks.pop();
    yield { data: {} };
    for (const block of blocks) {
      const field = (name) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1].trim();
      const data = [...block.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join("\n");
      if (field("event")) yield { name: field("event"), data: parsed(data), id: field("id") };
    }
  }
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** When the device says that it is offline, wait until it is not. */
async function backOnline(ms) {
  if (navigator.onLine) return;
  await Promise.race([new Promise((resolve) => { addEventListener("online", resolve, { once: true }); }), pause(ms)]);
}

/** Asks once, and never a second time: after a lost connection it only listens on. */
export class Hearing {
  /** `onDraft` is called with the text so far, `onLost` when the connection broke and is sought again. */
  constructor(requestId, onDraft, onLost) {
    this.last = `${requestId}.0`;
    this.heard = false;
    this.silent = false;
    this.onDraft = onDraft;
    this.onLost = onLost;
  }

  /** { data } of the answer, { code, data } when it was refused, null when nothing came of it. */
  async outcome(body) {
    const headers = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };
    const first = await this.listen({ method: "POST", headers, body: JSON.stringify(body) });
    return first ?? (await this.resume());
  }

  async resume() {
    const until = Date.now() + PATIENCE_MS;
    if (!this.heard && (this.silent || !navigator.onLine)) return null;
    for (let n = 0; Date.now() < until && (this.heard || n < TRIES_UNHEARD); n += 1) {
      this.onLost();
      await pause(Math.min(500 * 2 ** n, LONGEST_PAUSE_MS));
      await backOnline(until - Date.now());
      const found = await this.listen({ headers: { "Last-Event-ID": this.last, Accept: "text/event-stream" } });
      if (found && (!found.code || found.code === 404)) return found;
    }
    return null;
  }

  async listen(options) {
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), SILENCE_MS);
    try {
      const response = await fetch(PATH, { ...options, cache: "no-store", signal: stop.signal });
      if (!response.ok) return { code: response.status, data: parsed(await response.text()) };
      for await (const event of events(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), SILENCE_MS);
        if (event.id) { this.heard = true; this.last = event.id; }
        if (event.name === "draft") this.onDraft(event.data.text);
        if (event.name === "answer") return { data: event.data };
      }
    } catch {
      this.silent = stop.signal.aborted;
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
    return null;
  }
}
