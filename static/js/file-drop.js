// Files may be dropped on [data-file-drop] or, pictures, pasted anywhere on a page that has exactly one.

function take(zone, files) {
  const input = zone.querySelector("input[type=file]");
  if (!input || !files.length) return;
  const taken = new DataTransfer();
  for (const file of input.multiple ? files : [files[0]]) taken.items.add(file);
  input.files = taken.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const hint of document.querySelectorAll("[data-file-drop-hint]")) hint.hidden = false;

for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    const zone = event.target.closest?.("[data-file-drop]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("file-drop--over", isOver);
    if (name === "drop") take(zone, event.dataTransfer.files);
  });
}

document.addEventListener("paste", (event) => {
  const zones = document.querySelectorAll("[data-file-drop]");
  if (zones.length === 1) take(zones[0], event.clipboardData.files);
});
