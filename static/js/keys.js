// Single keys in a table marked data-keys: j and k go down and up, x selects, Shift+x selects from the last one on,
// ? lists the keys. Enter needs no help: the focus is on the row's link. Any [data-key] elsewhere is pressed by its key;
// on a page without a table these may be j and k.
// Never while something is being typed, and not at all for a person who has switched single keys off.

const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => target(row));
const box = (row) => row?.querySelector("input[type=checkbox]");
const target = (row) => row.querySelector("[data-row-link]") ?? row.querySelector("a[href]") ?? box(row);

let lastTicked = null;

function move(table, step) {
  const rows = rowsOf(table);
  const here = rows.indexOf(document.activeElement.closest("tr"));
  const there = here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1);
  if (rows[there]) target(rows[there]).focus();
}

function tick(table, isRange) {
  const rows = rowsOf(table);
  const here = rows.indexOf(document.activeElement.closest("tr"));
  if (here < 0 || !box(rows[here])) return;
  const state = isRange ? true : !box(rows[here]).checked;
  const from = isRange && rows.includes(lastTicked) ? rows.indexOf(lastTicked) : here;
  for (const row of rows.slice(Math.min(from, here), Math.max(from, here) + 1)) box(row).checked = state;
  lastTicked = rows[here];
  box(rows[here]).dispatchEvent(new Event("change", { bubbles: true }));
}

const KEYS = {
  j: (table) => move(table, 1),
  k: (table) => move(table, -1),
  x: (table) => tick(table, false),
  X: (table) => tick(table, true),
  "?": () => document.getElementById("key-list")?.showModal(),
};

function isTyping(element) {
  return element.closest("select, textarea, [contenteditable], input:not([type=checkbox], [type=radio])");
}

document.addEventListener("keydown", (event) => {
  const isOff = document.body.dataset.singleKeys === undefined;
  if (isOff || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const table = event.target.closest("table[data-keys]") ?? document.querySelector("table[data-keys]");
  if (KEYS[event.key] && (table || event.key === "?")) {
    event.preventDefault();
    KEYS[event.key](table);
  } else if (/^[a-z]$/.test(event.key)) {
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  }
});
