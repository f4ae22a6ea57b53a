// "Báo tôi khi có câu trả lời": the page asks whether an answer has come, shows it once, and says so when it was really seen.

import { ask, callVisitor, Problem } from "./api.js";
import { showConsent, wantsConsent } from "./consent.js";
import { sentence } from "./dom.js";
import { isShown, tellHost, whenShown } from "./embed.js";
import { newId } from "./store.js";
import { forget, visitorWord } from "./visitor.js";

const EVERY_MS = 60_000;
const title = document.title;
let waiting = 0;
let asking = false;
let unseen = [];

function showBadge() {
  const count = unseen.length;
  document.title = count ? `(${count}) ${sentence("news")} – ${title}` : title;
  tellHost({ what: "news", count });
}

/** Tell the server what was on a screen; what it does not hear now, it is told the next time. */
async function saySeen() {
  const seen = unseen;
  unseen = [];
  showBadge();
  for (const answerId of seen) await callVisitor("seen", { answer_id: answerId }).catch(() => {});
}

/** Ask the server; `show` draws one answer that came. */
async function check(conversation, show) {
  if (!visitorWord() || asking) return;
  asking = true;
  try {
    const news = await callVisitor("news");
    waiting = news.waiting;
    if (!news.known) { forget(); showConsent(); }
    for (const came of news.came.filter((one) => !conversation.hasNews(one.answer_id))) {
      conversation.addNews(came);
      show(came);
      unseen.push(came.answer_id);
    }
    showBadge();
    if (isShown()) await saySeen();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  } finally {
    asking = false;
  }
}

/** Who has not agreed is asked to; then the question is asked once more, so that it is kept, and stands in place of the first. */
async function kept(turn, conversation, replace) {
  if (visitorWord()) return turn;
  const stored = conversation.turnOf(turn.answer.answer_id);
  if (!(await wantsConsent())) return null;
  stored.requestId = newId();
  conversation.answered(stored, await ask(stored, conversation.id));
  replace(stored);
  return stored;
}

/** A tap on the button below an answer that we did not have. */
export async function want(button, conversation, replace) {
  let article = button.closest("[data-answer]");
  const say = (text) => { article.querySelector("[data-said]").textContent = text; };
  const turn = conversation.turnOf(article.dataset.answer);
  if (!turn) return;
  if (!visitorWord()) say(sentence("want-consent"));
  try {
    const found = await kept(turn, conversation, (stored) => { article = replace(article, stored); });
    if (!found) return say("");
    if (!article.querySelector("[data-want]")) return; // meanwhile there is an answer
    const { text } = await callVisitor("want", { answer_id: found.answer.answer_id });
    article.querySelector("[data-want]").hidden = true;
    waiting += 1;
    say(text);
  } catch (problem) {
    say(problem instanceof Problem ? problem.message : sentence("unreachable"));
  }
}

/** Ask now, when the page comes into view, and every minute while something is waited for. */
export function listenForNews(conversation, show) {
  const look = () => check(conversation, show);
  whenShown(() => { if (unseen.length) saySeen(); look(); });
  setInterval(() => { if (waiting && !document.hidden) look(); }, EVERY_MS);
  look();
}
