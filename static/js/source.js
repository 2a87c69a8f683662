// The text beside a rule set. A pressed figure changes it in its place; then the sentence is brought into view: inside
// the text where it scrolls by itself, or by scrolling down to it on a narrow screen.

const TEXT = "source-text";
const SHARE_ABOVE = 0.3;

function bringIntoView(text) {
  const mark = text.querySelector("#quote");
  const panel = text.closest("aside");
  if (!mark || !panel) return;
  if (getComputedStyle(panel).position === "sticky") {
    const above = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    panel.scrollTop += above - panel.clientHeight * SHARE_ABOVE;
  } else {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }
}

document.addEventListener("htmx:afterSwap", ({ detail, target }) => {
  if (target.id !== TEXT) return;
  document.querySelector(".figure-link[aria-current]")?.removeAttribute("aria-current");
  detail.requestConfig.elt.setAttribute("aria-current", "true");
  target.closest("aside").classList.remove("source--unasked");
  bringIntoView(target);
});

const shown = document.getElementById(TEXT);
if (shown && getComputedStyle(shown.closest("aside")).position === "sticky") bringIntoView(shown);
