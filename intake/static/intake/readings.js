"use strict";
// Buttons beside a duration that can be read in several ways: one press writes the reading into the field, and saving
// hears of it as of any typing. Without this file each of them saves the page with its reading.

(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reading]");
    if (!button) return;
    event.preventDefault();
    const name = button.dataset.reading;
    const field = document.getElementById(`id_${name}`);
    field.focus();
    if (button.dataset.prompt) {
      // A number or a date is asked for: the next key begins it.
      field.select();
      const late = document.getElementById(`late-${name}`);
      late.textContent = button.dataset.prompt;
      late.setAttribute("role", "status");
      return;
    }
    field.value = button.value;
    document.getElementById(`readings-${name}`).replaceChildren();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Buttons that come while somebody types in their field are in view.
  document.body.addEventListener("htmx:oobAfterSwap", () => {
    const question = document.activeElement.closest(".question");
    const group = question && question.querySelector(".readings [role=group]");
    if (group && document.activeElement.matches("input")) group.scrollIntoView({ block: "nearest" });
  });
})();
