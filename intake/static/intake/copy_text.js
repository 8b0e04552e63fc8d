"use strict";
// Copies a text to the clipboard with one key. Without this file the links lead to a page with the text to select.

(() => {
  const places = [...document.querySelectorAll("[data-copy-text]")];

  // Where a site has no HTTPS there is no clipboard but the one that a selection is copied to.
  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const focused = document.activeElement;
      const area = document.createElement("textarea");
      area.value = text;
      area.readOnly = true;
      area.className = "visually-hidden";
      document.body.append(area);
      area.select();
      const isCopied = document.execCommand("copy");
      area.remove();
      focused?.focus({ preventScroll: true });
      return isCopied;
    }
  }

  function tell(status, text) {
    status.textContent = text;
    setTimeout(() => { if (status.textContent === text) status.textContent = ""; }, 4000);
  }

  // What is not there any more, or not for this person, is told by its own page.
  async function copyFrom(link, status) {
    status.textContent = "Copying …";
    try {
      const answer = await fetch(link.dataset.copies, { credentials: "same-origin", redirect: "error" });
      const isText = answer.ok && answer.headers.get("Content-Type").startsWith("text/plain");
      if (isText && (await toClipboard(await answer.text()))) {
        tell(status, `Copied${link.dataset.key === "c" ? "" : ", with the plan"}`);
        return;
      }
    } catch {
      // The page that the link leads to says why.
    }
    status.textContent = "Not copied";
    location.assign(link.href);
  }

  async function copyArea(area, status) {
    area.select();
    status.textContent = (await toClipboard(area.value)) ? "Copied" : "Selected: now copy it with Ctrl C";
    if (status.textContent !== "Copied") area.select();
  }

  for (const place of places) {
    const status = place.querySelector("[data-copied]");
    for (const link of place.querySelectorAll("[data-copies]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // into another tab, as every link
        event.preventDefault();
        copyFrom(link, status);
      });
    }
    for (const button of place.querySelectorAll("[data-selects]")) {
      button.hidden = false;
      button.addEventListener("click", () => copyArea(document.getElementById(button.dataset.selects), status));
    }
  }

  // Keys: while nobody types, and only where the person has them on --------------------------------------------------------

  const keyed = places.filter((place) => place.dataset.keys === "on").flatMap((place) => [...place.querySelectorAll("[data-key]")]);
  for (const link of keyed) {
    link.setAttribute("aria-keyshortcuts", link.dataset.key);
    const hint = document.createElement("kbd");
    hint.textContent = link.dataset.key;
    hint.setAttribute("aria-hidden", "true");
    link.append(hint);
  }
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    if (event.target.matches("input:not([type=radio]), textarea, select") || event.target.closest("dialog[open]")) return;
    const key = event.key.toLowerCase() === "c" ? (event.shiftKey ? "Shift+C" : "c") : "";
    const link = keyed.find((each) => each.dataset.key === key);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
