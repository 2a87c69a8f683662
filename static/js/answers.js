// What htmx does with answers that are not a success. Our own error lines say themselves where they belong
// (HX-Retarget); everything else, a proxy's page or no answer at all, becomes one sentence at the head of the page.

const LOST = "connection-lost";

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Retarget")) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    const sentence = document.getElementById(LOST).content.cloneNode(true);
    document.getElementById("notices").replaceChildren(sentence);
  });
}

document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  if (detail.successful) document.querySelector(`#notices [data-from="${LOST}"]`)?.remove();
});
