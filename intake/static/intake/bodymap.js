"use strict";
// The drawing beside the list of places. Every mark is a tick in the list; the list is what is saved.

(() => {
  const WORST = "pain-main_region";
  const map = () => document.querySelector(".body-map");
  const areas = () => [...map().querySelectorAll(".body-area")];
  const question = () => map().closest(".question");
  const boxOf = (area) => question().querySelector(`input[value="${area.dataset.site}"]`);
  const regionOf = (site) => site.replace(/_[LR]$/, "");
  const words = (input) => input.labels[0].firstChild.textContent.trim();
  const worst = (region) => document.querySelector(`input[name="${WORST}"][value="${region}"]`);

  function show() {
    const picked = [];
    for (const area of areas()) {
      const box = boxOf(area);
      const isWorst = box.checked && worst(regionOf(area.dataset.site))?.checked;
      area.setAttribute("aria-checked", box.checked);
      area.setAttribute("aria-label", words(box) + (isWorst ? ", worst" : ""));
      if (isWorst) area.setAttribute("fill", `url(#${area.parentNode.querySelector("pattern").id})`);
      else area.removeAttribute("fill");
      area.classList.toggle("picked", box.checked);
      area.classList.toggle("worst", Boolean(isWorst));
      if (box.checked) picked.push({ site: area.dataset.site, said: area.getAttribute("aria-label") });
    }
    const order = [...question().querySelectorAll("input")].map((box) => box.value);
    picked.sort((a, b) => order.indexOf(a.site) - order.indexOf(b.site));
    const text = picked.length ? `Picked: ${picked.map(({ said }) => said).join("; ")}.` : "Nothing picked yet.";
    const line = map().querySelector(".body-picked");
    if (line.textContent !== text) line.textContent = text;
    showWorst([...new Set(picked.map(({ site }) => regionOf(site)))].map(worst).filter(Boolean));
  }

  // One button for each region picked; it picks the same answer of the question below.
  function showWorst(radios) {
    const group = map().querySelector(".body-worst");
    const focused = group.contains(document.activeElement) ? document.activeElement.dataset.region : null;
    group.hidden = !radios.length;
    for (const old of group.querySelectorAll("button")) old.remove();
    for (const radio of radios) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline-primary";
      button.dataset.region = radio.value;
      button.setAttribute("aria-pressed", radio.checked);
      button.textContent = words(radio);
      button.addEventListener("click", () => { radio.click(); show(); });
      group.append(button);
      if (radio.value === focused) button.focus();
    }
  }

  // One stop for the Tab key; arrows go from area to area.
  function stopAt(area) {
    for (const other of areas()) other.setAttribute("tabindex", other === area ? 0 : -1);
  }

  function start() {
    if (!map()) return;
    if (map().hidden) {
      question().querySelector("legend").after(map());
      map().hidden = false;
      map().addEventListener("click", ({ target }) => {
        if (!target.matches(".body-area")) return;
        stopAt(target);
        target.focus();
        boxOf(target).click();
      });
      map().addEventListener("keydown", (event) => {
        if (!event.target.matches(".body-area")) return;
        const all = areas();
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (event.key === " ") boxOf(event.target).click();
        else if (step) {
          const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
          stopAt(next);
          next.focus();
        } else return;
        event.preventDefault();
      });
      stopAt(areas()[0]);
    }
    show();
  }

  start();
  document.addEventListener("change", () => { if (map()) show(); });
  document.body.addEventListener("htmx:oobAfterSwap", start);
})();
