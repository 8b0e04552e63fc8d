"use strict";
// Deciding at the keyboard, and sending only what was touched on this page. Without this file the button saves it all.

(() => {
  const form = document.getElementById("deciding");
  if (!form) return;
  const sheet = document.getElementById("keys-sheet");
  const status = document.getElementById("said");

  // What other pages decide meanwhile is no business of this one: only what somebody touched here is sent -----------------

  const rowOf = (name) => name.replace(/-(choice|reason|words|text)$/, "");
  let touched = new Set();
  let sending = new Set();

  document.addEventListener("input", (event) => {
    if (event.target.form === form && event.target !== form) touched.add(rowOf(event.target.name));
  }, true);
  form.addEventListener("htmx:configRequest", (event) => {
    const data = event.detail.formData || event.detail.parameters;
    sending = touched;
    touched = new Set();
    const ours = new Set([...form.querySelectorAll("input[type=hidden]")].map((field) => field.name));
    for (const name of new Set(data.keys())) if (!ours.has(name) && !sending.has(rowOf(name))) data.delete(name);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) for (const name of sending) touched.add(name);
  });

  // Keys: only while the focus is on a step, and only where the person has them on ----------------------------------------

  if (form.dataset.keys === "off") return;
  const steps = () => [...document.querySelectorAll("[data-step]")].filter((step) => step.checkVisibility());

  function enter(step) {
    (step.querySelector("input[type=radio]:checked") || step.querySelector("input")).focus({ preventScroll: true });
    step.scrollIntoView({ block: "nearest" });
  }

  function move(step, by) {
    const all = steps();
    const next = all[all.indexOf(step) + by];
    if (next) enter(next);
  }

  function pick(step, key) {
    const choice = step.querySelector(`[data-key="${key}"]`);
    if (!choice) return false;
    choice.click();
    choice.focus();
    status.textContent = choice.labels[0].firstChild.textContent.trim();
    return true;
  }

  function openSheet() {
    sheet.showModal();
    sheet.querySelector("button").focus();
  }

  function act(step, key) {
    if (key === "?") openSheet();
    else if (key === "j") move(step, 1);
    else if (key === "k") move(step, -1);
    else return pick(step, key);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.matches("input:not([type=radio]), textarea")) return; // typing
    const key = event.key.toLowerCase();
    if (/^[adnojk?]$/.test(key) && act(step, key)) event.preventDefault();
  });

  // What the keys are: a quiet hint in the step that has the focus --------------------------------------------------------

  function showKeys() {
    for (const choice of document.querySelectorAll("[data-step] [data-key]:not([aria-keyshortcuts])")) {
      choice.setAttribute("aria-keyshortcuts", choice.dataset.key);
      const hint = document.createElement("kbd");
      hint.textContent = choice.dataset.key;
      hint.setAttribute("aria-hidden", "true");
      choice.labels[0].append(hint);
    }
  }

  for (const button of document.querySelectorAll("[data-opens=keys-sheet]")) {
    button.hidden = false;
    button.addEventListener("click", openSheet);
  }
  document.body.addEventListener("htmx:oobAfterSwap", showKeys);
  showKeys();
})();
