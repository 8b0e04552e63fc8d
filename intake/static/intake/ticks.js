"use strict";
// Answers that cannot stand together: what was given last stays, the others go, visibly. The server asks without this.

(() => {
  const status = document.getElementById("said");
  const changed = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

  function untick(boxes) {
    const ticked = boxes.filter((box) => box.checked);
    for (const box of ticked) {
      box.checked = false;
      changed(box);
    }
    if (ticked.length && status) status.textContent = `Cleared: ${ticked.map((box) => box.labels[0].firstChild.textContent.trim()).join(", ")}`;
  }

  document.addEventListener("change", ({ target }) => {
    const question = target.closest(".question");
    if (!question) return;
    if (target.type === "checkbox" && target.checked) {
      const others = [...question.querySelectorAll("input[type=checkbox]")].filter((box) => box !== target);
      untick("alone" in target.dataset ? others : others.filter((box) => "alone" in box.dataset));
    } else if (target.matches("select") && target.value) {
      for (const field of question.querySelectorAll("input")) field.value = "";
    }
  });

  document.addEventListener("input", ({ target }) => {
    const reason = target.matches("input") && target.value && target.closest(".question-typed")?.querySelector("select");
    if (reason) reason.value = "";
  });
})();
