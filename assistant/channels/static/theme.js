// Light or dark, before the first paint: what the person chose here, else what the device says. Kept only for who agreed to be remembered.
(() => {
  const KEY = "tro-ly-ai.theme";
  const sheet = document.getElementById("dark");
  const device = matchMedia("(prefers-color-scheme: dark)");
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  let chosen = kept(KEY);

  const isDark = () => (chosen ? chosen === "dark" : device.matches);

  function apply() {
    sheet.media = isDark() ? "all" : "not all";
    document.querySelector("[data-theme-switch]")?.setAttribute("aria-checked", String(isDark()));
  }

  function keep() {
    if (!chosen || !kept("tro-ly-ai.visitor")) return;
    try { localStorage.setItem(KEY, chosen); } catch { /* remembered for this page only */ }
  }

  function toggle() {
    chosen = isDark() ? "light" : "dark";
    keep();
    apply();
  }

  apply();
  device.addEventListener("change", apply);
  document.addEventListener("tro-ly-ai-agreed", keep);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.querySelector("[data-theme-switch]")?.addEventListener("click", toggle);
  });
})();
