// Light or dark, before the first paint: what the person chose here, else what the device says.
(() => {
  const KEY = "tro-ly-ai.theme";
  const sheet = document.getElementById("dark");
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem(KEY); } catch { /* storage is closed: follow the device */ }

  const isDark = () => (chosen ? chosen === "dark" : device.matches);

  function apply() {
    sheet.media = isDark() ? "all" : "not all";
    document.querySelector("[data-theme-switch]")?.setAttribute("aria-checked", String(isDark()));
  }

  function toggle() {
    chosen = isDark() ? "light" : "dark";
    try { localStorage.setItem(KEY, chosen); } catch { /* remembered for this page only */ }
    apply();
  }

  apply();
  device.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.querySelector("[data-theme-switch]")?.addEventListener("click", toggle);
  });
})();
