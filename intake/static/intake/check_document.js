// Works out the SHA-256 of a chosen PDF here, and fills it in. The file goes nowhere.
(() => {
  "use strict";

  const file = document.getElementById("file");
  const hash = document.getElementById("id_sha256");
  const said = document.getElementById("file-said");
  if (!file || !hash || !window.crypto?.subtle) return; // over plain HTTP there is none: it is typed

  document.getElementById("choose-file").hidden = false;
  file.addEventListener("change", async () => {
    hash.value = "";
    said.textContent = "";
    if (!file.files.length) return;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
      hash.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      said.textContent = "The SHA-256 is filled in.";
    } catch {
      said.textContent = "The file cannot be read.";
    }
  });
})();
