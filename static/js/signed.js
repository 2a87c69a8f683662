// Checks the signature in the text of a QR code, here, without asking anybody. [data-signed-keys] holds the published
// keys and the letters of the fields (certificates/qr.py). On the page of a certificate the text is its own address.

const VERSION = 1;
const KEY_ID = [1, 9];
const SIGNATURE = [9, 73];
const CODE = /\/check\/([A-Za-z0-9_-]{22})\/?#([A-Za-z0-9_-]+)\s*$/;

function bytesOf(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function uuidOf(token) {
  return hexOf(bytesOf(token)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function readCode(text, letters) {
  const [, token, packed] = text.trim().match(CODE) ?? [];
  if (!packed) return null;
  const bytes = bytesOf(packed);
  if (bytes[0] !== VERSION) return null;
  const printed = {};
  for (const line of new TextDecoder("utf-8", { fatal: true }).decode(bytes.slice(SIGNATURE[1])).split("\n")) {
    const name = letters[line[0]];
    if (!name) return null;
    printed[name] = name === "year" ? Number(line.slice(1)) : line.slice(1);
  }
  return { token, printed, key: hexOf(bytes.slice(...KEY_ID)), signature: bytes.slice(...SIGNATURE) };
}

function canonical(value) {
  if (typeof value !== "object") return JSON.stringify(value);
  const parts = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${parts.join(",")}}`;
}

async function isGenuine(code, keys) {
  if (!keys[code.key]) return false;
  const bytes = Uint8Array.from(keys[code.key].match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
  const { printed, token } = code;
  const said = { act: "issue", certificate: printed.number, printed, token: uuidOf(token) };
  return crypto.subtle.verify("Ed25519", key, code.signature, new TextEncoder().encode(canonical(said)));
}

async function judge(text, place) {
  let code = null;
  try {
    code = readCode(text, JSON.parse(place.dataset.signedLetters));
  } catch {
    return { outcome: "unreadable" };
  }
  if (!code) return { outcome: "unreadable" };
  try {
    return { outcome: (await isGenuine(code, JSON.parse(place.dataset.signedKeys))) ? "genuine" : "forged", code };
  } catch {
    return { outcome: "unable" };
  }
}

function show(place, { outcome, code }) {
  const result = place.querySelector("[data-signed-result]");
  const words = place.querySelector(`template[data-signed="${outcome}"]`).content.cloneNode(true);
  for (const field of words.querySelectorAll("[data-signed-field]")) {
    const value = code.printed[field.dataset.signedField];
    if (value === undefined || value === "") field.closest("[data-signed-row]").remove();
    else field.textContent = JSON.parse(field.dataset.signedNames ?? "{}")[value] ?? value;
  }
  result.replaceChildren(words);
}

async function judgePage(place) {
  const verdict = await judge(location.href, place);
  const isAnother = verdict.code && place.dataset.signedNumber !== verdict.code.printed.number;
  show(place, isAnother ? { outcome: "forged" } : verdict);
}

for (const place of document.querySelectorAll("[data-signed-keys]")) {
  const form = place.querySelector("form");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    show(place, await judge(form.elements.code.value, place));
  });
  if (form) form.hidden = false;
  if (form && CODE.test(location.href)) {
    form.elements.code.value = location.href;
    form.requestSubmit();
  } else if (!form && location.hash.length > 1) judgePage(place);
  if (place.dataset.signedWorker) navigator.serviceWorker?.register(place.dataset.signedWorker).catch(() => {});
}
