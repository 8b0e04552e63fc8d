"use strict";
// What this case does not call for stands folded: a button, or one key, unfolds it. Without this file each fold opens by itself.

(() => {
  const form = document.getElementById("examination");
  if (!form) return;
  const folds = [...form.querySelectorAll("details.fold")];
  const button = document.getElementById("more");
  const isTyping = (target) => target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  function unfold() {
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
    if (open) folds[0].querySelector("summary").focus();
  }

  function begin() {
    [...form.querySelectorAll(".question input, .question textarea")].find((field) => field.checkVisibility())?.focus();
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", unfold);
  }
  if (form.dataset.keys === "off") return;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey || event.target.closest("dialog[open]")) return;
    const acts = { m: folds.length ? unfold : null, j: begin };
    if (event.ctrlKey && event.key === "Enter") form.querySelector(":scope > .button-row [type=submit]").click();
    else if (!event.ctrlKey && !isTyping(event.target) && acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
  });
})();
