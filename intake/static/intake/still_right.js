"use strict";
// The button beside an answer of the last intake: one press gives the same answer in its field, and saving hears of it as
// of any other. Without this file the button saves the page with it.

(() => {
  const form = document.getElementById("section-form");
  if (!form) return;

  // As if it were picked or typed. What says otherwise on the page makes way.
  function give(name, value) {
    const wanted = [value].flat();
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") {
        if (control.checked !== wanted.includes(control.value)) control.click();
      } else {
        control.value = wanted[0] || "";
        for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
      }
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-earlier]");
    if (!button) return;
    event.preventDefault();
    const question = button.closest("[id^=row-]").querySelector(".question");
    for (const [name, value] of Object.entries(JSON.parse(button.dataset.earlier))) give(name, value);
    document.getElementById("said").textContent = button.getAttribute("aria-label");
    (question.querySelector("input:checked, textarea") || question.querySelector("input")).focus({ preventScroll: true });
  });
})();
