// The page that answers.  Python starts when the form is first used or the page is idle; a question
// that takes too long can be cancelled: the worker ends and a new one starts.
(() => {
  "use strict";
  const PARTS = ["engine", "worker", "lock", "wasm", "stdlib", "library", "flint"];
  const form = document.getElementById("ask");
  const state = document.getElementById("ask-state");
  const bar = document.getElementById("ask-progress");
  const cancel = document.getElementById("ask-cancel");
  const result = document.getElementById("ask-result");
  const parts = {};
  let loaded;
  let worker;
  let ready;

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
    script.onerror = () => reject(new Error(`the file ${name}.js of this site cannot be read`));
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
      const code = await load();
      bar.hidden = false;
      tell("Starting Python …", 0.6);
      worker = new Worker(code);
      const files = {};
      for (const name of PARTS.slice(2)) files[name] = parts[name];
      await new Promise((resolve, reject) => {
        worker.onerror = (event) => reject(new Error(event.message || "the worker cannot start"));
        worker.onmessage = ({ data }) => {
          if (data.progress) tell(`Starting Python: ${data.progress} …`, 0.8);
          if (data.failure) reject(new Error(data.failure));
          if (data.ready) resolve();
        };
        worker.postMessage({ files });
      });
      bar.hidden = true;
      tell("Ready.", 1);
    })();
    return ready;
  }

  async function ask(question) {
    await start();
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if ("answer" in data) resolve(data.answer); else reject(new Error(data.failure));
      };
      worker.postMessage({ question });
    });
  }
  window.sparsityAsk = ask;

  function stop(text) {
    if (worker) worker.terminate();
    worker = undefined;
    ready = undefined;
    bar.hidden = true;
    cancel.hidden = true;
    tell(text, 0);
  }

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
    add("text", { x: width - 60, y: height - 8 }, `u = ${last}`);
    add("text", { x: edge, y: height - 8 }, title);
    return svg;
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
    result.append(plots);
    const table = element("table");
    table.append(element("caption", `Proved about h = ${found.penalty}`));
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

  async function run(question, then) {
    cancel.hidden = false;
    try {
      const waiting = ask(question);
      const found = await waiting.finally(() => { cancel.hidden = true; });
      then(found);
      tell("Ready.", 1);
    } catch (failure) {
      stop(`That did not work: ${failure.message}`);
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = (name) => form.elements[name].value;
    const dims = ["d", "kappa", "r"].map((name) => Number(field(name)));
    tell("Thinking …");
    bar.hidden = false;
    run(["answer", [field("g"), field("h"), ...dims]], (found) => { bar.hidden = true; show(found); });
  });
  document.getElementById("threshold").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = (name) => event.target.elements[name].value;
    run(["threshold", [field("family"), Number(field("r")), field("large"), field("small")]],
      showThreshold);
  });
  cancel.addEventListener("click", () => stop("Cancelled."));
  form.addEventListener("focusin", () => { start().catch((f) => stop(f.message)); }, { once: true });
  if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
    navigator.serviceWorker.register("service-worker.js").catch(() => {});
  }
})();
