// Files are dropped or picked, and sent three at a time, each as the body of its own request; each line tells how far its file is.
(() => {
  const AT_A_TIME = 3;
  const waiting = [];
  let running = 0, done = 0, all = 0, zone = null;

  const root = () => zone ?? (zone = document.querySelector(".drop"));

  function add(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const name = Object.assign(document.createElement("span"), { className: "name", textContent: file.name });
      const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
      bar.setAttribute("aria-label", file.name);
      const told = Object.assign(document.createElement("span"), { className: "told", textContent: root().dataset.waiting });
      line.append(name, bar, told);
      root().querySelector(".sent").append(line);
      all += 1;
      waiting.push({ file, line, bar, told });
    }
    go();
  }

  function go() {
    while (running < AT_A_TIME && waiting.length) send(waiting.shift());
    root().querySelector(".sent-all").textContent = all ? root().dataset.all.replace("{done}", done).replace("{all}", all) : "";
    if (all && !running && !waiting.length) emitEvent("tray");
  }

  function send(one) {
    running += 1;
    const request = new XMLHttpRequest();
    request.open("POST", root().dataset.url);
    request.setRequestHeader("X-Ten-Tep", encodeURIComponent(one.file.name.toWellFormed?.() ?? one.file.name));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      one.bar.value = 100 * event.loaded / event.total;
      one.told.textContent = `${Math.round(one.bar.value)} %`;
    };
    request.onload = () => {
      if (request.responseURL.includes("/dang-nhap")) { location.reload(); return; }
      if (request.status === 204) { done += 1; one.bar.value = 100; end(one, root().dataset.done, "done"); }
      else end(one, request.responseText || root().dataset.cut, "bad");
    };
    request.onerror = request.onabort = () => {
      end(one, root().dataset.cut, "bad");
      const again = Object.assign(document.createElement("button"), { type: "button", textContent: root().dataset.again });
      again.onclick = () => { again.remove(); one.line.className = ""; waiting.push(one); go(); };
      one.line.append(again);
    };
    request.send(one.file);
  }

  function end(one, words, kind) {
    running -= 1;
    one.told.textContent = words;
    one.line.className = kind;
    if (kind === "bad") one.bar.value = 0;
    go();
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.(".drop input[type=file]")) return;
    add([...event.target.files]);
    event.target.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const over = event.target.closest?.(".drop");
      event.preventDefault();  // a file dropped beside the zone must not take the place of the page
      root()?.classList.toggle("over", kind === "dragover" && Boolean(over));
      if (kind === "drop" && over) add([...event.dataTransfer.files]);
    });
  }
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
})();
