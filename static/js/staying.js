// A part that is exchanged while somebody is busy in it. Who has tabbed to one of its links or buttons stays there
// (htmx sees to that only for what has an id), and nothing is exchanged between the two halves of a click.

let isPressing = false;
let place = null;

document.addEventListener("pointerdown", () => { isPressing = true; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => { isPressing = false; });
}

function placeOf(element) {
  if (element.href) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  if (element.form) return `form[action="${CSS.escape(element.form.getAttribute("action"))}"] ${element.localName}`;
  return null;
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (isPressing) detail.shouldSwap = false;
  place = detail.target.contains(document.activeElement) ? placeOf(document.activeElement) : null;
});

document.addEventListener("htmx:afterSwap", () => {
  if (place && document.activeElement === document.body) document.querySelector(place)?.focus({ preventScroll: true });
});
