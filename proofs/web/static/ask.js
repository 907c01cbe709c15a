// The page that answers.  Python starts when the form is first used or the page is idle; a question
// that takes too long can be cancelled: the worker ends and a new one starts.
(() => {
  "use strict";
  const PARTS = ["engine", "worker", "lock", "wasm", "stdlib", "library", "flint", "snapshot"];
  const form = document.getElementById("ask");
  const state = document.getElementById("ask-state");
  const bar = document.getElementById("ask-progress");
  const cancel = document.getElementById("ask-cancel");
  const result = document.getElementById("ask-result");
  const parts = {};
  const CANCELLED = new Error("cancelled");
  const MOST_BYTES = 20e6;
  let loaded;
  let worker;
  let ready;
  let turn = 0; // of a start; one that was cancelled while it loaded makes no worker
  let failed = () => {}; // ends what is waited for

  window.sparsityPart = (name, text) => { parts[name] = bytes(text); };
  function bytes(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text);
    const made = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) made[i] = raw.charCodeAt(i);
    return made;
  }
  const tell = (text, share) => {
    state.textContent = text;
    if (share === undefined) bar.removeAttribute("value"); else bar.value = share;
  };
  const part = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `_static/python/${name}.js`;
    script.onload = resolve;
    script.onerror = () => (name === "snapshot" ? resolve() // Python starts without it, later
      : reject(new Error(`the file ${name}.js of this site cannot be read`)));
    document.head.append(script);
  });

  function load() {
    loaded ||= (async () => {
      let done = 0;
      tell("Loading Python and the library …", 0);
      await Promise.all(PARTS.map(async (name) => {
        await part(name);
        done += 1;
        tell("Loading Python and the library …", (0.5 * done) / PARTS.length);
      }));
      const text = async (name) => {
        const stream = new Blob([parts[name]]).stream().pipeThrough(new DecompressionStream("gzip"));
        return new Response(stream).text();
      };
      const code = [await text("engine"), await text("worker")].join("\n");
      return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    })();
    return loaded;
  }

  function start() {
    ready ||= (async () => {
      const mine = turn;
      bar.hidden = false;
      const code = await load();
      if (mine !== turn) throw CANCELLED;
      tell("Starting Python …", 0.5);
      const made = new Worker(code);
      worker = made;
      const files = {};
      for (const name of PARTS.slice(2)) if (parts[name]) files[name] = parts[name];
      await new Promise((resolve, reject) => {
        failed = reject;
        made.onerror = (event) => reject(new Error(event.message || "the worker cannot start"));
        made.onmessage = ({ data }) => {
          if (data.progress) tell(`Starting Python: ${data.progress} …`, 0.5 + 0.5 * data.share);
          if (data.failure) reject(new Error(data.failure));
          if (data.ready) { window.sparsityRestored = data.restored; resolve(); }
        };
        made.postMessage({ files });
      });
      bar.hidden = true;
      tell("Ready.", 1);
    })();
    return ready;
  }

  // One question after the other: an answer is that to the question asked before it.
  let last = Promise.resolve();
  function ask(question) {
    const asked = last.then(async () => {
      await start();
      tell("Thinking …");
      bar.hidden = false;
      return new Promise((resolve, reject) => {
        failed = reject;
        worker.onmessage = ({ data }) => {
          if ("answer" in data) resolve(data.answer); else reject(new Error(data.failure));
        };
        worker.postMessage({ question });
      });
    });
    last = asked.catch(() => {});
    return asked;
  }
  window.sparsityAsk = ask;

  function stop(why) {
    if (worker) worker.terminate();
    worker = undefined;
    ready = undefined;
    turn += 1;
    failed(why);
  }
  function broken(failure) {
    if (failure === CANCELLED) return;
    stop(failure);
    loaded = undefined;
    bar.hidden = true;
    tell(`That did not work: ${failure.message}`, 0);
  }
  const wake = () => start().catch(broken);

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  function drawing(points, title) {
    const space = "http://www.w3.org/2000/svg";
    const [width, height, edge] = [340, 200, 42];
    const values = points.map(([, y]) => y);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const last = points[points.length - 1][0];
    const at = ([x, y]) => [
      edge + ((width - edge - 8) * x) / last,
      height - 24 - ((height - 40) * (y - low)) / (high - low || 1),
    ];
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${title}, from ${low.toPrecision(4)} to ${high.toPrecision(4)}`);
    svg.setAttribute("class", "plot");
    const add = (name, attributes, text) => {
      const made = document.createElementNS(space, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      if (text !== undefined) made.textContent = text;
      svg.append(made);
    };
    add("path", { d: `M${edge} 10 V${height - 24} H${width - 8}`, class: "axes" });
    for (const point of points) {
      const [x, y] = at(point);
      add("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 1.6, class: "point" });
    }
    add("text", { x: 2, y: 16 }, high.toPrecision(3));
    add("text", { x: 2, y: height - 26 }, low.toPrecision(3));
    add("text", { x: width - 70, y: height - 8 }, `u = ${Number(last.toPrecision(3))}`);
    add("text", { x: edge, y: height - 8 }, title);
    return svg;
  }

  // Difference quotients between neighbouring points: what is drawn, and no more than that.
  function quotients(points) {
    return points.slice(1).map(([x, y], i) => {
      const [before, below] = points[i];
      return [(x + before) / 2, (y - below) / (x - before)];
    });
  }

  function show(found) {
    result.replaceChildren();
    if (found.error) {
      result.append(element("p", found.error, "wrong"));
      return;
    }
    const verdict = element("p", undefined, "verdict");
    verdict.append(element("strong", found.verdict),
      ` ${found.part ? `(${found.part})` : ""}: ${found.explanation}`);
    result.append(verdict);
    result.append(element("p", "Derived in your browser by exact arithmetic on Theorem A; "
      + "nothing here is certified. This certifies it on your machine:"));
    const command = element("pre");
    command.append(element("code", found.command));
    command.tabIndex = 0;
    result.append(command);
    const plots = element("div", undefined, "plots");
    if (found.whole.length > 1) plots.append(drawing(found.whole, "h"));
    if (found.near_zero.length > 1) plots.append(drawing(found.near_zero, "h near 0"));
    if (found.near_zero.length > 2) plots.append(drawing(quotients(found.near_zero), "its slope"));
    result.append(plots);
    const table = element("table");
    table.append(element("caption", `Derived about h = ${found.penalty}`));
    for (const [name, value] of Object.entries(found.facts)) {
      const row = element("tr");
      const head = element("th", name.replaceAll("_", " "));
      head.scope = "row";
      row.append(head, element("td", value));
      table.append(row);
    }
    const box = element("div", undefined, "table-wrapper");
    box.append(table);
    result.append(box);
  }

  function showThreshold(found) {
    const place = document.getElementById("threshold-result");
    if (found.error) { place.textContent = found.error; return; }
    place.textContent = found.wins_at
      ? `${found.penalty}: certified in ball arithmetic, the sparse code wins at ${found.parameter} = `
        + `${found.wins_near} and loses at ${found.loses_near}.`
      : `${found.penalty}: the sparse code wins ${found.region}.`;
  }

  function showChecked(found) {
    const place = document.getElementById("check-result");
    place.replaceChildren();
    if (found.error) { place.append(element("p", found.error, "wrong")); return; }
    const box = element("pre");
    box.append(element("code", found.lines.join("\n")));
    box.tabIndex = 0;
    place.append(element("p", OUTCOMES[found.outcome]), box);
  }
  const OUTCOMES = {
    verified: "Checked in your browser by the small checker, but for what says that it was not:",
    unchecked: "Read; its verdict rests on what this checker cannot check:",
    undecided: "Read; it shows no verdict:",
  };

  async function run(question, then) {
    const buttons = document.querySelectorAll(".ask button[type=submit]");
    for (const button of buttons) button.disabled = true;
    cancel.hidden = false;
    try {
      then(await ask(question));
      bar.hidden = true;
      tell("Ready.", 1);
    } catch (failure) {
      broken(failure);
    }
    cancel.hidden = true;
    for (const button of buttons) button.disabled = false;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = (name) => form.elements[name].value;
    const dims = ["d", "kappa", "r"].map((name) => Number(field(name)));
    run(["answer", [field("g"), field("h"), ...dims]], show);
  });
  document.getElementById("threshold").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = (name) => event.target.elements[name].value;
    run(["threshold", [field("family"), Number(field("r")), field("large"), field("small")]],
      showThreshold);
  });
  const drop = document.getElementById("check");
  async function checkFile(file) {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      showChecked({ error: `${file.name} is larger than ${MOST_BYTES / 1e6} MB: use --check` });
      return;
    }
    run(["check", [await file.text()]], showChecked);
  }
  drop.addEventListener("change", (event) => {
    checkFile(event.target.files[0]);
    event.target.value = ""; // the same file may come again
  });
  drop.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragover", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      if (name === "drop") checkFile(event.dataTransfer.files[0]);
    });
  }
  cancel.addEventListener("click", () => {
    stop(CANCELLED);
    const back = wake();
    tell("Cancelled; Python starts again …", 0.5);
    back.then(() => { if (ready) tell("Cancelled. Ready.", 1); });
  });
  for (const name of ["focusin", "pointerenter"]) {
    for (const each of document.querySelectorAll(".ask")) {
      each.addEventListener(name, wake, { once: true });
    }
  }
  if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
    navigator.serviceWorker.ready.then((kept) => load().then(() => kept.active.postMessage("keep Python")))
      .catch(() => {});
  }
})();
