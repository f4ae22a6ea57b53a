// Inside the frame of a widget: telling the site around it to close us, and taking the keyboard's focus from it.

const around = new URLSearchParams(location.hash.slice(1)).get("host");
const embedded = document.body.classList.contains("embedded") && parent !== window && Boolean(around);
let open = false;
let tellShown = () => {};
const FOCUSABLE = "a[href], button, textarea, summary, [tabindex='0']";

/** Tell the widget something: { what: "ready" | "close" | "news", count? }. */
export function tellHost(message) {
  if (embedded) parent.postMessage({ from: "tro-ly-ai", ...message }, around);
}

function focusable() {
  return [...document.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility() && !one.matches(".skip"));
}

/** Whether a person can see the page now. */
export const isShown = () => !document.hidden && (!embedded || open);

/** Call back whenever it comes into view. */
export function whenShown(callback) {
  tellShown = callback;
  document.addEventListener("visibilitychange", () => { if (isShown()) callback(); });
}

/** `box` is where people type. */
export function joinHost(box) {
  if (!embedded) return;
  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== around || event.data?.to !== "tro-ly-ai") return;
    if ("open" in event.data) {
      open = event.data.open === true;
      if (isShown()) tellShown();
    }
    if (event.data.focus === "box") box.focus();
    if (event.data.focus === "first") focusable().at(0)?.focus();
    if (event.data.focus === "last") focusable().at(-1)?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector(":popover-open")) return;
    tellHost({ what: "close" });
  });
  document.querySelector("[data-close]").addEventListener("click", () => tellHost({ what: "close" }));
  tellHost({ what: "ready" });
}
