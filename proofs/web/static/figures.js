// The numbers of a figure at the pointer: that of the nearest point, and a mark where it is.
(() => {
  "use strict";
  const NEAR = 24; // pixels
  for (const data of document.querySelectorAll("script.points")) {
    const picture = [...document.querySelectorAll("article img")]
      .filter((one) => one.compareDocumentPosition(data) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    const points = JSON.parse(data.textContent);
    const frame = document.createElement("span");
    const said = document.createElement("span");
    const mark = document.createElement("span");
    frame.className = "figure";
    said.className = "at-point";
    mark.className = "point-mark";
    said.hidden = mark.hidden = true;
    picture.replaceWith(frame);
    frame.append(picture, mark, said);
    frame.addEventListener("pointermove", (event) => {
      const { left, top, width, height } = picture.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      let best = null;
      let least = NEAR;
      for (const point of points) {
        const away = Math.hypot(point[0] * width - x, point[1] * height - y);
        if (away < least) [best, least] = [point, away];
      }
      said.hidden = mark.hidden = !best;
      if (!best) return;
      said.textContent = best[2];
      for (const one of [said, mark]) {
        one.style.left = `${100 * best[0]}%`;
        one.style.top = `${100 * best[1]}%`;
      }
      said.classList.toggle("to-left", best[0] > 0.5);
    });
    frame.addEventListener("pointerleave", () => { said.hidden = mark.hidden = true; });
  }
})();
