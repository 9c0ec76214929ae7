// One part of an application, saved as one types: only the questions that were touched, one save at a time, said in words.
// Without it, the form is posted. A question is left to the page that holds it: nothing is kept on the device.
const form = document.querySelector("form[data-draft]");
const PAUSE = 900;
const PATIENCE = 15000;

function begin() {
  const touched = new Set();
  const said = form.querySelector("[data-said]");
  let timer = 0, busy = false, wait = 2000, leaving = false;

  const holder = (field) => field.closest("[data-question]");
  const block = (key) => form.querySelector(`[data-question="${key}"]`);

  function tell(text, kind) {
    if (said.textContent !== text) said.textContent = text;
    said.dataset.kind = kind || "";
  }

  function body(keys) {
    const all = new FormData(form), sent = new FormData();
    sent.append("csrfmiddlewaretoken", all.get("csrfmiddlewaretoken"));
    for (const [name, value] of all) {
      const key = name.startsWith("over.") ? name.slice(5) : name.split(".")[0];
      if (keys.includes(key)) sent.append(name, value);
    }
    for (const key of keys) sent.append("touched", key);
    return sent;
  }

  function post(keys, keepalive) {
    const control = keepalive ? null : new AbortController();
    if (control) setTimeout(() => control.abort(), PATIENCE);
    return fetch(form.action, {
      method: "POST", body: body(keys), credentials: "same-origin", redirect: "error", keepalive,
      headers: { "X-Brouillon": "1" }, signal: control ? control.signal : undefined,
    });
  }

  async function save() {
    clearTimeout(timer);
    if (busy || !touched.size || leaving) return;
    busy = true;
    const keys = Array.from(touched);
    touched.clear();
    tell("Enregistrement…");
    try {
      const response = await post(keys, false);
      const answer = await response.json();
      if (answer.refused) {
        tell(answer.refused, "problem");
      } else {
        wait = 2000;
        settle(answer);
        const flagged = Object.keys(answer.flagged).length;
        tell(flagged ? "Un passage n’est pas enregistré : voyez plus haut." : `Enregistré à ${answer.at}.`, flagged ? "problem" : "kept");
      }
    } catch (error) {
      for (const key of keys) touched.add(key);
      tell("Pas encore enregistré : la connexion manque. Gardez cette page ouverte, nous réessayons.", "problem");
      timer = setTimeout(save, wait);
      wait = Math.min(wait * 2, 60000);
    }
    busy = false;
    if (touched.size && wait === 2000) timer = setTimeout(save, PAUSE);
  }

  function line(text, className) {
    const made = document.createElement("p");
    made.className = className;
    made.textContent = text;
    return made;
  }

  function settle(answer) {
    for (const [key, revision] of Object.entries(answer.kept)) block(key).querySelector(`input[name="over.${key}"]`).value = revision;
    for (const [key, sentence] of Object.entries(answer.problems)) {
      const place = block(key);
      if (!place || !(key in answer.kept || key in answer.flagged)) continue;
      const state = place.querySelector("[data-state]");
      const lines = (answer.flagged[key] || []).map((text) => line(text, "field__problem"));
      if (sentence) lines.push(line(sentence, "field__problem"));
      if (answer.crossed[key]) lines.push(line(answer.crossed[key], "crossed"));
      state.replaceChildren(...lines);
      place.classList.toggle("field--error", Boolean(sentence || answer.flagged[key]));
    }
    const asked = new Set(answer.asked);
    for (const place of form.querySelectorAll("[data-question]")) place.hidden = !asked.has(place.dataset.question);
    if ("communes" in answer.kept) quarters();
  }

  // The quarters follow the communes.
  async function quarters() {
    const place = block("quarters");
    if (!place) return;
    const page = await fetch(location.href, { credentials: "same-origin" }).then((response) => response.text());
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('[data-question="quarters"]');
    if (fresh && !touched.has("quarters")) place.replaceChildren(...fresh.childNodes);
  }

  function count(field) {
    const place = field.closest("[data-question]").querySelector("[data-count]");
    if (!place) return;
    const words = (field.value.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu) || []).length;
    const most = Number(field.dataset.words);
    place.textContent = `${words} mot${words > 1 ? "s" : ""} sur ${most}`;
    place.dataset.over = words > most ? "1" : "";
  }

  // There is always an empty row at the end.
  function grow(field) {
    const rows = field.closest("[data-rows]");
    if (!rows) return;
    const last = rows.lastElementChild;
    if (Array.from(last.querySelectorAll("input")).every((each) => !each.value)) return;
    const next = last.cloneNode(true);
    for (const each of next.querySelectorAll("input")) each.value = "";
    for (const each of next.querySelectorAll("select")) each.selectedIndex = 0;
    rows.append(next);
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "search" || event.target.name === "insist") return;
    const place = holder(event.target);
    if (!place) return;
    touched.add(place.dataset.question);
    if (event.target.dataset.words) count(event.target);
    grow(event.target);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pagehide", () => {
    if (touched.size && !leaving) post(Array.from(touched), true).catch(() => null);
  });
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => {
    if (touched.size && wait > 2000 && !leaving) event.preventDefault();
  });
  for (const place of form.querySelectorAll("[data-communes]")) search(place);
}

// Communes come as one types their name; a box that is ticked is in the form at once.
function search(place) {
  const field = place.querySelector("input[type=search]"), found = place.querySelector("[data-found]");
  let timer = 0, asked = 0;
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const ticked = Array.from(found.querySelectorAll("label")).filter((label) => label.querySelector(":checked"));
      const page = await fetch(`${place.dataset.communes}?q=${encodeURIComponent(field.value)}`, { credentials: "same-origin" });
      const html = page.ok ? await page.text() : "";
      if (mine !== asked) return;
      const fresh = new DOMParser().parseFromString(html, "text/html");
      const chosen = new Set(Array.from(place.closest("form").querySelectorAll('input[name="communes"]:checked'), (each) => each.value));
      const labels = Array.from(fresh.querySelectorAll("label")).filter((label) => !chosen.has(label.querySelector("input").value));
      found.replaceChildren(...ticked, ...labels);
      if (!labels.length && field.value.trim().length > 1) found.append("Aucune commune de ce nom.");
    }, 250);
  });
}

if (form && window.fetch) begin();
