// The network may be lost in the room for two hours: what is typed stays on this device until the server says that it holds it.
// Without this script the page works as a plain form.
const form = document.querySelector("[data-minutes]");
const WEEK = 7 * 24 * 3600 * 1000;
const LATEST = 60 * 1000;
const PAUSE = 4000;
const PATIENCE = 20 * 1000;
let busy = false, wait = 2000, timer = 0, typing = 0;

const place = form ? "compte-rendu " + form.dataset.minutes : "";
const boxes = form ? Array.from(form.querySelectorAll("[data-point]")) : [];
const state = form && form.querySelector("[data-state]");
const seenOf = (box) => form.elements["seen-" + box.dataset.point];
const saidOf = (box) => form.querySelector(`[data-said="${box.dataset.point}"]`);
const kept = new Map(boxes.map((box) => [box, box.value])); // what the server holds of each box, as far as this page knows

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(place)) || {};
    return Date.now() - (found.at || 0) < WEEK ? found.points || {} : {};
  } catch (error) {
    return {};
  }
}

// Only what the server does not hold yet; nothing stays here once it does, and what it refused is not kept either.
function store() {
  const points = {};
  for (const box of boxes) if (box.value !== kept.get(box) && box.value !== box.dataset.refused) points[box.dataset.point] = { text: box.value, seen: seenOf(box).value };
  try {
    if (Object.keys(points).length) localStorage.setItem(place, JSON.stringify({ at: Date.now(), points }));
    else localStorage.removeItem(place);
  } catch (error) {
    // No storage: what is typed goes straight to the server.
  }
  return Object.keys(points).length;
}

function tell(words, kind) {
  state.textContent = words;
  state.dataset.kind = kind || "";
}

function say(box, words, wrong) {
  const line = saidOf(box);
  line.textContent = words;
  line.classList.toggle("field__errors", Boolean(wrong));
  line.classList.toggle("muted", !wrong);
  if (wrong) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}

async function post(sent) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  // A sending that is repeated is named by what it says: the server keeps it once.
  body.set("key", form.elements.key.value);
  for (const [box, text] of sent) {
    body.set(box.name, text);
    body.set(seenOf(box).name, seenOf(box).value);
  }
  const response = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined });
  // A sign-in page, or that of a café's portal, is no receipt.
  if (!response.ok || !/^application\/json/.test(response.headers.get("Content-Type") || "")) throw new Error(response.status === 403 || response.redirected ? "again" : "later");
  const answer = await response.json();
  if (answer.maillage !== 1) throw new Error("later");
  return answer;
}

function settle(sent, answer) {
  let refused = 0;
  for (const [box, text] of sent) {
    const point = box.dataset.point;
    const wrong = answer.refused[point] || (point in answer.numbers ? "" : "Ce point n’est plus à l’ordre du jour\u202f: recopiez votre texte dans un autre.");
    if (wrong) {
      say(box, wrong, true);
      refused += 1;
      box.dataset.refused = text;
      continue;
    }
    delete box.dataset.refused;
    seenOf(box).value = answer.numbers[point];
    kept.set(box, text);
    say(box, answer.over[point] ? "Quelqu’un avait écrit entre-temps\u00a0: votre texte est lu, le sien est gardé dans les versions de ce point." : "");
  }
  return refused;
}

async function send() {
  if (busy) return;
  clearTimeout(timer);
  const sent = boxes.filter((box) => box.value !== kept.get(box) && box.value !== box.dataset.refused).map((box) => [box, box.value]);
  store();
  if (!sent.length) return;
  busy = true;
  try {
    const refused = settle(sent, await post(sent));
    wait = 2000;
    const left = store();
    if (refused) tell("Une partie n’est pas gardée\u202f: regardez ce qui est marqué.", "wrong");
    else tell(left ? "" : "Tout est gardé.", "good");
    if (left) timer = setTimeout(send, PAUSE); // typed while this was being sent
  } catch (error) {
    if (error.message === "again") tell("Votre session est finie. Votre texte reste sur cet appareil\u00a0: connectez-vous à nouveau, et rouvrez cette page.", "wrong");
    else tell("Pas de réseau. Votre texte reste sur cet appareil, et partira tout seul.", "wait");
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, LATEST);
  }
  busy = false;
}

if (form) {
  const before = read();
  for (const box of boxes) {
    const draft = before[box.dataset.point];
    if (draft && draft.text !== box.value) {
      box.value = draft.text;
      seenOf(box).value = draft.seen;
    }
  }
  if (store()) {
    tell("Voici ce que cet appareil gardait, et qui n’était pas parti.", "wait");
    send();
  }
  form.addEventListener("input", () => {
    store();
    clearTimeout(typing);
    typing = setTimeout(send, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => {
    wait = 2000;
    send();
  });
}
