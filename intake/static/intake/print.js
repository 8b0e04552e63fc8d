"use strict";
// A button that prints the page. Without this file there is none: the browser's own menu prints it all the same.

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
