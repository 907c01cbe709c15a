// The graph of claims: filters, the part around one claim, zoom, highlighted paths.  What is shown
// is kept in the address, so that a link shows the same.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("graph-data").textContent);
  const drawing = document.getElementById("drawing");
  const form = document.getElementById("controls");
  const boxes = new Map([...drawing.querySelectorAll("a[data-id]")].map((a) => [a.dataset.id, a]));
  const rows = new Map([...document.querySelectorAll("tr[data-id]")].map((r) => [r.dataset.id, r]));
  const arrows = [...drawing.querySelectorAll("path[data-from]")];
  const whole = drawing.viewBox.baseVal;
  const all = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const letters = new Map(
    [...document.querySelectorAll(".key")].map((k) => [k.dataset.status, k.textContent]));
  const down = new Map(Object.keys(data).map((id) => [id, []]));
  for (const [id, { up }] of Object.entries(data)) for (const other of up) down.get(other).push(id);

  const reach = (id, next, depth) => {
    const seen = new Set([id]);
    let edge = [id];
    for (let step = 0; step < depth && edge.length; step += 1) {
      edge = edge.flatMap(next).filter((other) => !seen.has(other) && seen.add(other));
    }
    return seen;
  };
  const above = (id, depth = Infinity) => reach(id, (one) => data[one].up, depth);
  const below = (id, depth = Infinity) => reach(id, (one) => down.get(one), depth);

  const values = (name) => new Set(
    [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((input) => input.value));

  function show() {
    const which = form.elements.which.value;
    const statuses = values("status");
    const marks = values("mark");
    const around = form.elements.around.value.trim();
    const depth = Math.min(9, Math.max(1, Number(form.elements.depth.value) || 1));
    const near = data[around] ? new Set([...above(around, depth), ...below(around, depth)]) : null;
    const seen = new Set(Object.keys(data).filter((id) =>
      statuses.has(data[id][which]) && marks.has(data[id].mark) && (!near || near.has(id))));
    for (const [id, box] of boxes) {
      box.toggleAttribute("hidden", !seen.has(id));
      box.dataset.status = data[id][which];
      box.querySelector(".letter").textContent = letters.get(data[id][which]);
      box.classList.toggle("centre", id === around);
      rows.get(id).hidden = !seen.has(id);
    }
    for (const arrow of arrows) {
      arrow.toggleAttribute("hidden", !(seen.has(arrow.dataset.from) && seen.has(arrow.dataset.to)));
    }
    const unknown = around && !data[around] ? ` There is no claim “${around}”.` : "";
    document.getElementById("shown").textContent =
      `${seen.size} of ${boxes.size} claims shown.${unknown}`;
    return { seen, near };
  }

  function keep() {
    const off = (name) => [...form.querySelectorAll(`input[name="${name}"]:not(:checked)`)]
      .map((input) => input.value);
    const state = new URLSearchParams();
    const around = form.elements.around.value.trim();
    if (around) { state.set("around", around); state.set("depth", form.elements.depth.value); }
    if (off("status").length) state.set("without", off("status").join(","));
    if (off("mark").length) state.set("marks-without", off("mark").join(","));
    if (form.elements.which.value === "own") state.set("status", "own");
    history.replaceState(null, "", `#${state}`);
  }

  function restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    const without = new Set((state.get("without") || "").split(","));
    const marks = new Set((state.get("marks-without") || "").split(","));
    for (const input of form.querySelectorAll('input[name="status"]')) {
      input.checked = !without.has(input.value);
    }
    for (const input of form.querySelectorAll('input[name="mark"]')) {
      input.checked = !marks.has(input.value);
    }
    form.elements.which.value = state.get("status") === "own" ? "own" : "effective";
    form.elements.around.value = state.get("around") || "";
    form.elements.depth.value = state.get("depth") || "2";
    update(false);
  }

  function fit(seen) {
    const frame = [...seen].map((id) => boxes.get(id).getBBox());
    if (!frame.length) return look(all);
    const x = Math.min(...frame.map((b) => b.x)) - 20;
    const y = Math.min(...frame.map((b) => b.y)) - 20;
    const right = Math.max(...frame.map((b) => b.x + b.width)) + 20;
    const bottom = Math.max(...frame.map((b) => b.y + b.height)) + 20;
    return look({ x, y, width: Math.max(320, right - x), height: Math.max(200, bottom - y) });
  }
  const look = ({ x, y, width, height }) =>
    drawing.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);

  // The upper part at the whole width, where the words can be read better than in all of it.
  function home() {
    const shape = drawing.clientHeight / drawing.clientWidth || 1;
    look({ ...all, height: Math.min(all.height, all.width * shape) });
  }

  function update(kept = true) {
    const { seen, near } = show();
    if (near) fit(seen); else home();
    if (kept) keep();
  }

  function zoom(factor, cx = 0.5, cy = 0.5) {
    const { x, y, width, height } = drawing.viewBox.baseVal;
    const scale = Math.min(Math.max(factor, 200 / width), (3 * all.width) / width);
    look({
      x: x + cx * width * (1 - scale), y: y + cy * height * (1 - scale),
      width: width * scale, height: height * scale,
    });
  }

  form.addEventListener("input", () => update());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  for (const button of form.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") fit(show().seen); else zoom(Number(button.dataset.zoom));
    });
  }
  for (const button of form.querySelectorAll("[data-pan]")) {
    const [dx, dy] = button.dataset.pan.split(",").map(Number);
    button.addEventListener("click", () => {
      const { x, y, width, height } = drawing.viewBox.baseVal;
      look({ x: x + (dx * width) / 3, y: y + (dy * height) / 3, width, height });
    });
  }
  drawing.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls as usual
    event.preventDefault();
    const place = drawing.getBoundingClientRect();
    zoom(Math.exp(event.deltaY / 400), (event.clientX - place.left) / place.width,
      (event.clientY - place.top) / place.height);
  }, { passive: false });

  let held = null;
  drawing.addEventListener("pointerdown", (event) => {
    if (event.target.closest("a")) return;
    held = { x: event.clientX, y: event.clientY };
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = drawing.viewBox.baseVal;
    const scale = box.width / drawing.clientWidth;
    look({
      x: box.x - (event.clientX - held.x) * scale, y: box.y - (event.clientY - held.y) * scale,
      width: box.width, height: box.height,
    });
    held = { x: event.clientX, y: event.clientY };
  });
  drawing.addEventListener("pointerup", () => { held = null; });

  function highlight(id) {
    const path = id ? new Set([...above(id), ...below(id)]) : null;
    drawing.classList.toggle("some", Boolean(path));
    for (const [other, box] of boxes) box.classList.toggle("on", Boolean(path && path.has(other)));
    const up = id ? above(id) : new Set();
    const low = id ? below(id) : new Set();
    for (const arrow of arrows) {
      const { from, to } = arrow.dataset;
      arrow.classList.toggle("on", (up.has(from) && up.has(to)) || (low.has(from) && low.has(to)));
    }
  }
  for (const [id, box] of boxes) {
    box.addEventListener("pointerenter", () => highlight(id));
    box.addEventListener("pointerleave", () => highlight(null));
    box.addEventListener("focus", () => highlight(id));
    box.addEventListener("blur", () => highlight(null));
  }
  window.addEventListener("hashchange", restore);
  restore();
})();
