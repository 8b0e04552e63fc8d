"use strict";
// Answers at the keyboard. Keys act only while the focus is in a question, and only where the person has them on.
// Which key picks what comes with the page (data-key); without this file a browser's own keys still answer everything.

(() => {
  const form = document.getElementById("section-form");
  if (!form || form.dataset.keys === "off") return;
  const sheet = document.getElementById("keys-sheet");
  const status = document.getElementById("said");
  const WAIT = 500; // milliseconds: how long a 1 waits for the 0 of a 10

  let typed = null; // what was typed so far of a key of two characters: { question, text, timer }
  let lost = []; // the questions in their order when the focus was last in one, should the one with the focus go

  const questions = () => [...form.querySelectorAll(".question")];
  const isTicked = (control) => control.type === "radio" || control.type === "checkbox";
  const say = (text) => { status.textContent = text; };
  const labelOf = (control) => form.querySelector(`label[for="${control.id}"]`).firstChild.textContent.trim();

  function openSheet() {
    sheet.showModal();
    sheet.querySelector("button").focus();
  }

  function isAnswered(question) {
    return [...question.querySelectorAll("input, select, textarea")].some((control) =>
      isTicked(control) ? control.checked && control.value : control.value);
  }

  // Moving ------------------------------------------------------------------------------------------------------------

  function enter(question) {
    const picked = question.querySelector("input[type=radio]:checked:not([value=''])");
    (picked || question.querySelector("input, textarea, select")).focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  }

  const saveButton = () => form.querySelector(".button-row [type=submit]");

  function toSave() {
    saveButton().focus();
  }

  function move(question, step) {
    const all = questions();
    const next = all[all.indexOf(question) + step];
    if (next) enter(next);
    else if (step > 0) toSave();
    return next;
  }

  // Answering: always by a click, so that ticks.js and saving hear of it as of any other ---------------------------------

  function stopWaiting() {
    if (typed) clearTimeout(typed.timer);
    typed = null;
  }

  function pick(question, control) {
    if (!control.checked || (control.type === "checkbox" && !("alone" in control.dataset))) control.click();
    say(`${control.checked ? "" : "Not "}${labelOf(control)}`);
    return control.type === "radio" || "alone" in control.dataset; // the question is done
  }

  function press(question, key) {
    const before = typed && typed.question === question ? typed : null;
    stopWaiting();
    const options = [...question.querySelectorAll("[data-key]")];
    const text = (before ? before.text : "") + key;
    const possible = options.filter((option) => option.dataset.key.startsWith(text));
    const exact = possible.find((option) => option.dataset.key === text);
    if (!possible.length) {
      if (!before) return false;
      const settled = options.some((option) => option.dataset.key === before.text);
      const next = settled ? move(question, 1) : question;
      return next ? press(next, key) : true;
    }
    const done = exact ? pick(question, exact) : false;
    if (possible.length > 1) {
      (exact || possible[0]).focus();
      const timer = exact ? setTimeout(() => { stopWaiting(); move(question, 1); }, WAIT) : null;
      typed = { question, text, timer };
    } else if (done) {
      move(question, 1);
    } else {
      exact.focus();
    }
    return true;
  }

  function clear(question) {
    stopWaiting();
    const blank = question.querySelector("input[type=radio][value='']");
    if (blank) blank.click();
    else for (const box of question.querySelectorAll("input:checked")) box.click();
    say("Not answered");
  }

  // u and d beside a field that is typed: the reasons why there is no answer.
  function giveReason(question, key) {
    const select = question.querySelector("select");
    const reason = { u: "unknown", d: "declined", backspace: "" }[key];
    if (!select || reason === undefined || select.value === reason) return false;
    select.value = reason;
    for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
    say(reason ? select.selectedOptions[0].textContent : "Not answered");
    if (reason) move(question, 1);
    return true;
  }

  function answerNo(question) {
    const button = form.querySelector("[name=none-of-these]");
    const name = question.querySelector("input").name;
    if (!button || !button.dataset.block.split(" ").includes(name)) return false;
    button.click();
    return true;
  }

  // The answer of the last intake, or all of the page.
  function stillRight(question) {
    const button = question.closest("[id^=row-]").querySelector("[data-earlier]");
    if (!button) return false;
    stopWaiting();
    button.click();
    move(question, 1);
    return true;
  }

  function allStillRight() {
    const button = form.querySelector("#still-right [name=still-right]");
    if (button) button.click();
    return Boolean(button);
  }

  // Keys --------------------------------------------------------------------------------------------------------------

  function act(event, question) {
    const control = event.target;
    const key = event.key.toLowerCase();
    if (control.matches("button")) return false; // one that chooses how a duration is read: its own keys press it
    if (event.key === "Enter") {
      if (control.matches("textarea") && control.value) return false; // a new line
      stopWaiting();
      move(question, event.shiftKey ? -1 : 1);
      return true;
    }
    if (key === "?" && (control.matches("select") || control.inputMode)) { openSheet(); return true; }
    if (key === "=" && (isTicked(control) || !control.value)) return stillRight(question);
    if (control.matches("select")) return giveReason(question, key);
    if (!isTicked(control)) {
      const takesLetters = control.matches("textarea") || control.type === "text" && !control.inputMode;
      return !takesLetters && !control.value && giveReason(question, key);
    }
    if (key === "?") { openSheet(); return true; }
    if (key === "backspace" || key === "delete") { clear(question); return true; }
    if (event.shiftKey && /^[a-z]$/.test(key)) return key === "n" ? answerNo(question) : key === "s" && allStillRight();
    return /^[0-9a-z]$/.test(key) && press(question, key);
  }

  form.addEventListener("keydown", (event) => {
    const question = event.target.closest(".question");
    if (!question || event.isComposing || event.altKey || event.metaKey || event.ctrlKey) return;
    if (act(event, question)) event.preventDefault();
  });

  // Anywhere on the page: after the last answer the focus is in no question any more.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("a, dialog")) return;
    if (event.target.form && event.target.form !== form) return; // another form of the page, such as whom the desk told
    event.preventDefault();
    (event.shiftKey ? form.querySelector(".button-row [name=leave]") : saveButton()).click();
  });

  // A question that closes while it has the focus hands it to the next one.
  form.addEventListener("focusin", (event) => {
    const question = event.target.closest(".question");
    if (typed && typed.question !== question) stopWaiting();
    const all = questions();
    lost = question ? all.slice(all.indexOf(question)) : [];
  });
  document.body.addEventListener("htmx:oobAfterSwap", () => {
    showKeys();
    if (document.activeElement !== document.body || !lost.length || lost[0].isConnected) return;
    const next = lost.find((question) => question.isConnected);
    if (next) enter(next);
    else toSave();
  });

  // What the keys are: a quiet hint in the question that has the focus ------------------------------------------------

  function showKeys() {
    for (const option of form.querySelectorAll("[data-key]:not([aria-keyshortcuts])")) {
      const key = option.dataset.key;
      option.setAttribute("aria-keyshortcuts", [...key].join(" "));
      const label = form.querySelector(`label[for="${option.id}"]`);
      if (label.textContent.trim() === key) continue;
      const hint = document.createElement("kbd");
      hint.textContent = key;
      hint.setAttribute("aria-hidden", "true");
      label.append(hint);
    }
  }

  for (const button of document.querySelectorAll("[data-opens=keys-sheet]")) {
    button.hidden = false;
    button.addEventListener("click", openSheet);
  }
  showKeys();

  // Where to begin: at the first question without an answer, unless something else asks for attention.
  const linked = location.hash && document.getElementById(location.hash.slice(1));
  if (linked && form.contains(linked)) linked.focus();
  const elsewhere = linked || document.querySelector(".error-summary") || document.activeElement !== document.body;
  if (!elsewhere && matchMedia("(pointer: fine)").matches) {
    const open = questions().find((question) => !isAnswered(question));
    if (open) enter(open);
    else toSave();
  }
})();
