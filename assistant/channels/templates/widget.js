// The chat on another site: a button in a corner that opens our page in a frame. See docs/widget.md.
//
//   <script src="https://…/widget.js" async data-title="…" data-color="#0062f0" data-position="left" data-open="true"></script>
//
// It works beside a strict Content-Security-Policy: script-src and frame-src must name our address, nothing else. It stores
// nothing, asks nothing of anybody before the button is pressed, and leaves the site's own styles and scripts alone.
(() => {
  const WORDS = { title: "Hỏi trợ lý AI", close: "Đóng khung trò chuyện", news: "có câu trả lời mới", loading: "Đang mở…" };
  const NAME = "tro-ly-ai-widget";
  const CSS = `
    :host { all: initial; position: fixed; z-index: 2147483000; bottom: max(1rem, env(safe-area-inset-bottom)); font: 600 1rem/1.4 system-ui, sans-serif; }
    :host([data-position="right"]) { right: max(1rem, env(safe-area-inset-right)); }
    :host([data-position="left"]) { left: max(1rem, env(safe-area-inset-left)); }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button { font: inherit; cursor: pointer; border: 0; }
    button:focus-visible { outline: 3px solid var(--back); outline-offset: 3px; }
    .open { display: flex; align-items: center; gap: .5rem; min-height: 3.5rem; padding: 0 1.25rem 0 1rem; border-radius: 1.75rem; background: var(--back); color: var(--ink); box-shadow: 0 4px 16px rgb(11 27 51 / 30%); }
    .open svg { width: 1.75rem; height: 1.75rem; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    .news { min-width: 1.5rem; padding: 0 .4rem; border-radius: .75rem; background: #c62222; color: #fff; font-size: .875rem; line-height: 1.5rem; text-align: center; }
    .panel { position: fixed; bottom: max(5.5rem, calc(env(safe-area-inset-bottom) + 5.5rem)); display: flex; flex-direction: column; width: min(26rem, calc(100vw - 2rem)); height: min(42rem, calc(100vh - 7rem)); height: min(42rem, calc(100dvh - 7rem)); overflow: hidden; border-radius: 1rem; background: #e9eff6; color: #0b1b33; box-shadow: 0 8px 40px rgb(11 27 51 / 35%); }
    :host([data-position="right"]) .panel { right: max(1rem, env(safe-area-inset-right)); }
    :host([data-position="left"]) .panel { left: max(1rem, env(safe-area-inset-left)); }
    .wait { display: flex; align-items: center; justify-content: space-between; padding: .25rem .25rem .25rem 1rem; background: var(--back); color: var(--ink); }
    .shut { width: 44px; height: 44px; border-radius: 50%; background: none; color: inherit; font-size: 1.5rem; }
    iframe { flex: 1; width: 100%; border: 0; background: none; color-scheme: normal; }
    @media (max-width: 30rem), (max-height: 30rem) {
      .panel, :host([data-position]) .panel { inset: 0; width: auto; height: auto; border-radius: 0; }
      :host([data-shown]) .open { visibility: hidden; }
    }
    @media (prefers-color-scheme: dark) { .panel { background: #101822; color: #e9eff7; } }
    @media (prefers-reduced-motion: no-preference) {
      .panel { animation: rise .18s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    }
    @media (forced-colors: active) { .open, .panel { border: 1px solid CanvasText; } }
    @media print { :host { display: none; } }`;

  const script = document.currentScript;
  if (!script || document.querySelector(NAME)) return;
  const home = new URL(script.src).origin;
  const title = script.dataset.title?.trim() || WORDS.title;
  const color = /^#[0-9a-f]{6}$/i.test(script.dataset.color ?? "") ? script.dataset.color : "#0062f0";

  /** An element; attributes whose value is false are left out. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** Black or white, whichever can be read on the colour (WCAG's relative luminance). */
  function inkOn(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
  }

  function bubble() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M5 4.5h14A1.5 1.5 0 0 1 20.5 6v9a1.5 1.5 0 0 1-1.5 1.5h-7L7 20.5v-4H5A1.5 1.5 0 0 1 3.5 15V6A1.5 1.5 0 0 1 5 4.5zM8 9h8M8 12.5h5");
    svg.append(path);
    return svg;
  }

  const host = make(NAME, { "data-position": script.dataset.position === "left" ? "left" : "right" });
  const root = host.attachShadow({ mode: "open" });
  const news = make("span", { class: "news", hidden: "" });
  const open = make("button", { type: "button", class: "open", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "panel" }, bubble(), make("span", {}, title), news);
  const shut = make("button", { type: "button", class: "shut", "aria-label": WORDS.close }, "×");
  const wait = make("div", { class: "wait" }, make("span", {}, WORDS.loading), shut);
  const before = make("span", { tabindex: "0" });
  const after = make("span", { tabindex: "0" });
  const panel = make("div", { id: "panel", class: "panel", role: "dialog", "aria-modal": "true", "aria-label": title, hidden: "" }, before, wait, after);
  let frame = null;
  let ready = false;

  const tell = (message) => frame?.contentWindow?.postMessage({ to: "tro-ly-ai", ...message }, home);

  /** Into the frame once it is there; until then to its close button. */
  function focusInside(where) {
    if (!ready) return shut.focus();
    frame.focus();
    tell({ focus: where });
  }

  function load() {
    frame = make("iframe", {
      src: `${home}/widget#host=${encodeURIComponent(location.origin)}`,
      title,
      allow: "clipboard-write",
      referrerpolicy: "no-referrer",
      sandbox: "allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox",
    });
    after.before(frame);
  }

  function show() {
    if (!frame) load();
    panel.hidden = false;
    host.setAttribute("data-shown", "");
    open.setAttribute("aria-expanded", "true");
    showNews(0);
    if (ready) tell({ open: true });
    focusInside("box");
  }

  function hide() {
    panel.hidden = true;
    if (ready) tell({ open: false });
    host.removeAttribute("data-shown");
    open.setAttribute("aria-expanded", "false");
    open.focus();
  }

  function showNews(count) {
    news.hidden = !count;
    news.textContent = String(count);
    open.setAttribute("aria-label", count ? `${title} (${WORDS.news}: ${count})` : title);
  }

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== home || event.data?.from !== "tro-ly-ai") return;
    if (event.data.what === "ready") {
      ready = true;
      wait.hidden = true;
      tell({ open: !panel.hidden });
      if (!panel.hidden) focusInside("box");
    }
    if (event.data.what === "close") hide();
    if (event.data.what === "news" && panel.hidden) showNews(Number(event.data.count) || 0);
  });
  open.addEventListener("click", () => (panel.hidden ? show() : hide()));
  shut.addEventListener("click", hide);
  before.addEventListener("focus", () => focusInside("last"));
  after.addEventListener("focus", () => focusInside("first"));
  root.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) hide(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-tro-ly-ai-open]")) return;
    event.preventDefault();
    show();
  });

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  host.style.setProperty("--back", color);
  host.style.setProperty("--ink", inkOn(color));
  root.append(panel, open);
  const start = () => { document.body.append(host); if (script.dataset.open === "true") show(); };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
