// A form that asks for other fields after each answer is drawn anew while somebody may still be typing in it: it stands
// in the part of the page that its data-redrawn names. What was typed since the question was sent, and what had been
// opened, stays.

let sent = new Map();

const valuesOf = (form) => new Map([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const theForm = () => document.querySelector("form[data-redrawn]");

document.addEventListener("htmx:configRequest", ({ target }) => {
  const form = target.closest("form[data-redrawn]");
  if (form) sent = valuesOf(form);
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = theForm();
  if (!form || detail.target.id !== form.dataset.redrawn) return;
  const typed = [...valuesOf(form)].filter(([name, value]) => sent.get(name) !== value);
  const opened = [...form.querySelectorAll("details[open][id]")].map(({ id }) => id).filter((id) => id !== "add");
  document.addEventListener("htmx:afterSwap", () => {
    for (const [name, value] of typed) {
      const field = theForm().elements[name];
      if (field) field.value = value;
    }
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  }, { once: true });
});
