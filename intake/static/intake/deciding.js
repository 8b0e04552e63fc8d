"use strict";
// Deciding at the keyboard, and sending only what was touched on this page. Without this file the button saves it all.

(() => {
  const form = document.getElementById("deciding");
  if (!form) return;
  const sheet = document.getElementById("keys-sheet");
  const status = document.getElementById("said");

  // What other pages decide meanwhile is no business of this one: only what somebody touched here is sent -----------------

  const rowOf = (name) => name.replace(/-(choice|reason|steps|words|text)$/, "");
  let touched = new Set();
  let sending = new Set();

  document.addEventListener("input", (event) => {
    if (event.target.form === form && event.target !== form) touched.add(rowOf(event.target.name));
  }, true);
  function leaveOut(data, isWanted) {
    const ours = new Set([...form.querySelectorAll("input[type=hidden]")].map((field) => field.name).concat("pressed", "replace"));
    for (const name of new Set(data.keys())) if (!ours.has(name) && !isWanted(rowOf(name))) data.delete(name);
  }
  form.addEventListener("htmx:configRequest", (event) => leaveOut(event.detail.formData, (row) => touched.has(row)));
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.defaultPrevented) return; // it is not sent now
    sending = touched;
    touched = new Set();
  });
  // What outlives a reload, and what is sent while the page is left.
  form.addEventListener("keeping", (event) => leaveOut(event.detail, (row) => touched.has(row) || sending.has(row)));
  form.addEventListener("htmx:afterRequest", (event) => {
    // A conflict stays until somebody chooses: what is sent later takes it along.
    const isKept = event.detail.successful && event.detail.xhr.status !== 409;
    if (!isKept) for (const name of sending) touched.add(name);
    sending = new Set();
  });

  // An entry stands for its steps, and they for it: what is chosen here shows there at once ---------------------------------

  const fieldsNamed = (name) => [...document.getElementsByName(name)];
  const chosen = (row) => fieldsNamed(`${row}-choice`).find((choice) => choice.checked);
  const membersOf = (group) => fieldsNamed(`${group}-steps`)[0].value.split(" ").map((id) => `step-${id}`);

  function choose(row, value) {
    for (const choice of fieldsNamed(`${row}-choice`)) choice.checked = choice.value === value;
  }

  const reasonOf = (row) => fieldsNamed(`${row}-reason`)[0];

  document.addEventListener("input", (event) => {
    const row = event.target.form === form ? rowOf(event.target.name) : "";
    if (!row.startsWith("group-")) return;
    for (const member of membersOf(row)) {
      choose(member, chosen(row)?.value);
      reasonOf(member).value = reasonOf(row).value;
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.form !== form || !event.target.name.endsWith("-choice")) return;
    const row = rowOf(event.target.name);
    for (const field of document.querySelectorAll("[name^=group-][name$=-steps]")) {
      const group = rowOf(field.name);
      if (!membersOf(group).includes(row)) continue;
      const values = new Set(membersOf(group).map((member) => chosen(member)?.value));
      choose(group, values.size === 1 ? event.target.value : null);
      // What was chosen for all of them and is not sent yet goes with each of them now.
      if (values.size > 1) for (const member of membersOf(group)) touched.add(member);
      document.getElementById(`by-${group}`).textContent = values.size === 1 ? "" : "Decided one by one";
    }
  });

  // Keys: as soon as the page is open, while nobody types, and only where the person has them on ---------------------------

  if (form.dataset.keys === "off") return;
  const nameOf = (step) => step.id.replace("row-", "");
  // All but those behind an entry that is folded, which its own row stands for unless they were decided one by one.
  const isStop = (step) => {
    const fold = step.closest(".entry-steps:not([open])");
    return !fold || !chosen(nameOf(fold.previousElementSibling));
  };
  const steps = () => [...document.querySelectorAll("[data-step]")].filter(isStop);
  const isUndecided = (step) => !step.matches(".own-step") && chosen(nameOf(step))?.value === "";
  let last = null; // the step that was decided last, for its reason

  // The step that the keys act on: that with the focus, else the one that is marked.
  const marked = () => document.querySelector("[data-step].is-current");

  function mark(step) {
    marked()?.classList.remove("is-current");
    step?.classList.add("is-current");
  }

  function enter(step) {
    mark(step);
    for (let fold; (fold = step.closest("details:not([open])")); ) fold.open = true;
    (step.querySelector("input[type=radio]:checked") || step.querySelector("input:not([type=hidden])")).focus({ preventScroll: true });
    step.scrollIntoView({ block: "nearest" });
  }

  function move(step, by) {
    const all = steps();
    const next = all[all.indexOf(step) + by];
    if (next) enter(next);
  }

  // After a decision: to the next step that nobody has decided on.
  function goOn(step) {
    const all = steps();
    const place = all.indexOf(step);
    const next = [...all.slice(place + 1), ...all.slice(0, place)].find(isUndecided);
    if (next) enter(next);
    return next;
  }

  function pick(step, key) {
    const choice = step.querySelector(`[data-key="${key}"]`);
    if (!choice) return false;
    choice.click();
    choice.focus({ preventScroll: true });
    last = step;
    const said = choice.labels[0].firstChild.textContent.trim();
    const next = choice.value && !step.matches(".own-step") ? goOn(step) : step;
    status.textContent = next ? said : `${said}. No step is left undecided.`;
    return true;
  }

  function toReason(step) {
    const reason = step?.querySelector("input[name$=-reason]");
    if (!reason) return;
    const row = reason.closest(".decision-reason");
    row.classList.add("is-wanted"); // What is hidden takes no focus; what has it is shown.
    reason.focus();
    row.classList.remove("is-wanted");
  }

  // To the letter of a step that refers: its link comes once the server has stored that it is accepted.
  let referred = null;

  function refer(step) {
    const wanted = [step, last].find((each) => each?.querySelector("[data-refer], .refer") && each.querySelector("[value=accepted]:checked"));
    const link = wanted?.querySelector("[data-refer]");
    if (link) link.click();
    else referred = wanted;
    return Boolean(wanted);
  }

  document.body.addEventListener("htmx:oobAfterSwap", () => {
    const link = referred?.querySelector("[data-refer]");
    if (!link) return;
    referred = null;
    link.click();
  });

  function openSheet() {
    sheet.showModal();
    sheet.querySelector("button").focus();
  }

  function act(step, key) {
    if (key === "?") openSheet();
    else if (key === "e") document.querySelector("[data-examination]")?.click();
    else if (key === "r") toReason(last || step);
    else if (key === "f") return refer(step);
    else if (!step) return false;
    else if (key === "j") { if (step.contains(document.activeElement)) move(step, 1); else enter(step); }
    else if (key === "k") move(step, -1);
    else return pick(step, key);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target.matches("input:not([type=radio]), textarea, select")) return; // typing
    if (target.closest("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (!/^[adnojkref?]$/.test(key)) return;
    if (event.repeat && /[adno]/.test(key)) return; // a key held down is one decision
    const within = target.closest("[data-step]");
    // A decision is meant where the focus is on a step, or nowhere in particular.
    const isFree = target === document.body || target.id === "main" || target.closest("dialog");
    if (/[adno]/.test(key) && !within && !isFree) return;
    if (act(within || marked(), key)) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) mark(step);
  });
  mark(steps().find(isUndecided));

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
