// What the frame does without the server: the theme, the menu, going out, and noticing that the session is over.
const troLyAdmin = (() => {
  const root = location.pathname.split("/").slice(0, 2).join("/");
  const keep = (name, value) => { document.cookie = `${name}=${value}; path=${root}; max-age=31536000; SameSite=Strict`; };

  function theme() {
    const dark = !document.body.classList.contains("body--dark");
    Quasar.Dark.set(dark);
    keep("tro_ly_admin_mau", dark ? "dark" : "light");
  }

  function menu() {
    const drawer = document.querySelector(".menu");
    getElement(Number(drawer.closest("[id^=c]").id.slice(1)))?.toggle?.();
  }

  function logOut(everywhere = false) {
    const form = Object.assign(document.createElement("form"), { method: "post", action: `${root}/dang-xuat` });
    if (everywhere) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "everywhere", value: "1" }));
    document.body.append(form);
    form.submit();
  }

  // The gate closes the socket of a session that is over: then only the login page is left.
  async function look() {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") location.reload();
  }

  addEventListener("load", () => {
    const watch = setInterval(() => {
      if (!window.socket) return;
      clearInterval(watch);
      window.socket.on("disconnect", look);
      window.socket.io.on("error", look);
    }, 100);
    setInterval(look, 60000);
  });
  return { theme, menu, logOut };
})();
window.troLyAdmin = troLyAdmin;
