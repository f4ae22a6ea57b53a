// Drawing from the page's own <template> elements. Data goes in as text, never as markup.

const present = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** A copy of a template: [data-slot] gets its text, and what has no value ([data-slot] or [data-if]) is left out. */
export function draw(templateId, values = {}) {
  const node = document.getElementById(templateId).content.firstElementChild.cloneNode(true);
  for (const part of node.querySelectorAll("[data-if]")) {
    if (!present(values[part.dataset.if])) part.remove();
  }
  for (const part of node.querySelectorAll("[data-slot]")) {
    if (present(values[part.dataset.slot])) part.textContent = values[part.dataset.slot];
    else part.remove();
  }
  return node;
}

/** A sentence of the template "texts". */
export function sentence(key) {
  return document.getElementById("texts").content.querySelector(`[data-text="${key}"]`).textContent;
}

/** Tell screen readers something that is not part of the conversation. */
export function announce(key) {
  document.getElementById("announcer").textContent = sentence(key);
}
