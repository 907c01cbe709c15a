// On every page: buttons to copy code, one to open all steps, and a stop for the keyboard at
// whatever scrolls sideways.
(() => {
  "use strict";
  function copyButtons() {
    for (const block of document.querySelectorAll("div.highlight")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(block.querySelector("pre").innerText);
          button.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(block.querySelector("pre"));
          button.textContent = "Selected";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      block.append(button);
    }
  }
  function openAll() {
    const steps = [...document.querySelectorAll("details.step")];
    if (steps.length < 2) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "open-all";
    button.textContent = "Open all steps";
    button.addEventListener("click", () => {
      const open = !steps.every((step) => step.open);
      for (const step of steps) step.open = open;
      button.textContent = open ? "Close all steps" : "Open all steps";
    });
    steps[0].before(button);
  }
  function reachable() {
    for (const box of document.querySelectorAll("div.formula, span.formula, pre, .table-wrapper")) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", "wider than the page: scrolls sideways");
      } else if (box.hasAttribute("role")) {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    }
  }
  // What the theme leaves unsaid to screen readers.
  function named() {
    const names = { "aside.sidebar-drawer": "Site", "aside.toc-drawer": "On this page" };
    for (const [place, name] of Object.entries(names)) {
      document.querySelector(place)?.setAttribute("aria-label", name);
    }
    for (const caption of document.querySelectorAll(".caption[role=heading]")) caption.ariaLevel = "2";
  }
  function keptForLater() {
    if (!("serviceWorker" in navigator) || !location.protocol.startsWith("http")) return;
    const root = document.documentElement.dataset.content_root || "./";
    navigator.serviceWorker.register(new URL(`${root}service-worker.js`, location.href)).catch(() => {});
  }
  addEventListener("load", keptForLater);
  named();
  copyButtons();
  openAll();
  reachable();
  addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);
})();
