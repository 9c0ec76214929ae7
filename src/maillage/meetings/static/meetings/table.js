// A table writes in a room where the network comes and goes: what it wrote stays on this device until the server holds it.
// Without this script the page works as a plain form.
const WEEK = 7 * 24 * 3600 * 1000;
const LATEST = 60 * 1000;
const PATIENCE = 20 * 1000;
const place = "table " + location.pathname;
let form, state, before, wait = 2000, timer = 0, busy = false;

const said = () => JSON.stringify(Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken"));

function store() {
  try {
    if (said() === before) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({ at: Date.now(), said: said() }));
  } catch (error) {
    // No storage: what is written goes straight to the server.
  }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(place)) || {};
    return Date.now() - (found.at || 0) < WEEK && found.said ? found.said : "";
  } catch (error) {
    return "";
  }
}

function fill(entries) {
  const values = new Map(entries);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.tagName === "FIELDSET") continue;
    if (field.type === "radio") field.checked = values.get(field.name) === field.value;
    else if (values.has(field.name)) field.value = values.get(field.name);
  }
}

function tell(words) {
  state.textContent = words;
  state.dataset.kind = "wait";
}

// The page that the server gives back takes the place of this one; that of a café's portal is no receipt.
async function post() {
  const response = await fetch(location.pathname, { method: "POST", body: new FormData(form), credentials: "same-origin", signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (response.status >= 500 || !page.querySelector("[data-table]")) throw new Error("later");
  if (response.ok && page.querySelector("[data-kept]")) localStorage.removeItem(place);
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  begin();
  window.scrollTo(0, 0);
  document.querySelector("main").focus();
}

async function send() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  store();
  try {
    await post();
    wait = 2000;
  } catch (error) {
    tell("Pas de réseau. Ce que vous avez écrit reste sur cet appareil, et partira tout seul.");
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, LATEST);
  }
  busy = false;
}

function begin() {
  form = document.querySelector("[data-table]");
  state = form && form.querySelector("[data-state]");
  if (!form || !form.querySelector("button:not([type=button])")) return; // closed: nothing more is written
  before = said();
  form.addEventListener("input", store);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

begin();
if (before) {
  const draft = kept();
  if (draft && draft !== before) {
    fill(JSON.parse(draft));
    tell("Voici ce que cet appareil gardait, et qui n’était pas parti. Relisez, puis gardez.");
  }
  window.addEventListener("online", () => {
    if (timer) send();
  });
}
