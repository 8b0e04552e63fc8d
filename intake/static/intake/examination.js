"use strict";
// What this case does not call for stands folded: a button, or one key, unfolds it. Without this file each fold opens by itself.

(() => {
  const form = document.getElementById("examination");
  const button = document.getElementById("more");
  if (!form || !button) return;
  const folds = [...form.querySelectorAll("details.fold")];

  function unfold() {
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
    if (open) folds[0].querySelector("summary").focus();
  }

  button.hidden = false;
  button.addEventListener("click", unfold);
  if (form.dataset.keys === "off") return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "m" || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return; // typing
    if (event.target.closest("dialog[open]")) return;
    event.preventDefault();
    unfold();
  });
})();
