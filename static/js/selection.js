// Counts the ticked rows of a form marked data-selection, and offers to tick the whole page at once.

const boxesOf = (form) => [...form.querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];

function show(form) {
  const boxes = boxesOf(form);
  const ticked = boxes.filter((box) => box.checked).length;
  for (const place of form.querySelectorAll("[data-selected-count]")) place.textContent = ticked;
  const people = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.person));
  for (const place of form.querySelectorAll("[data-selected-people]")) place.textContent = people.size;
  const skipped = boxes.filter((box) => "flagged" in box.dataset && !box.checked).length;
  for (const place of form.querySelectorAll("[data-selected-skipped]")) place.textContent = skipped;
  for (const words of form.querySelectorAll("[data-selection-skipped]")) words.hidden = skipped === 0;
  for (const words of form.querySelectorAll("[data-selection-words]")) words.hidden = false;
  for (const all of form.querySelectorAll("[data-select-all]")) {
    all.hidden = false;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if (event.target.matches("[data-select-all]")) {
    for (const box of boxesOf(form)) box.checked = event.target.checked;
  }
  show(form);
});

for (const form of document.querySelectorAll("[data-selection]")) show(form);
document.addEventListener("htmx:load", (event) => {
  const form = event.target.closest("[data-selection]");
  if (form) show(form);
});
