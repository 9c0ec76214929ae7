// One screen of a sheet: kept at once on this device, sent after a second, said in words. Without it, the form is posted.
const box = window.feuille;
const words = document.getElementById("garde") ? document.getElementById("garde").dataset : {};
const LEAVE = 'form[action$="/quitter/"]';
const FLAG = "maillage-rendre";

function pairs(form) {
  return Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken" && !["key", "seen", "asked", "about"].includes(name));
}

function fill(form, data) {
  for (const field of form.elements) {
    const said = data.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = said.includes(field.value);
    else if (field.type !== "hidden" && field.name && field.tagName !== "BUTTON" && said.length) field.value = said[0];
  }
  for (const part of form.querySelectorAll("details")) if (part.querySelector(":checked")) part.open = true;
}

// Three sentences about one organisation are one answer: until the third, it stays here.
function partly(form) {
  return Array.from(form.querySelectorAll(".actor")).some((actor) => {
    const items = Array.from(actor.querySelectorAll(".item"));
    const said = items.filter((item) => item.querySelector(":checked"));
    return said.length > 0 && said.length < items.length;
  });
}

function tell(form, text, kind) {
  const place = document.querySelector("[data-state]");
  if (place && place.textContent !== text) {
    place.textContent = text;
    place.dataset.state = kind || "";
  }
}

// `restored`: what this device kept of the screen is being put back; what one says meanwhile is in it, and kept then.
function watch(form, after, restored) {
  const hidden = (name) => form.elements[name] || {};
  let timer = 0, since = 0, dirty = false, item = null, skipping = false, ready = !restored, kept = Promise.resolve();

  function made(done) {
    const data = pairs(form);
    if (done && skipping) data.push(["skip", "1"]);
    return {
      asked: hidden("asked").value, about: hidden("about").value, number: Number(form.dataset.number) || 1,
      data, done: Boolean(done), key: box.newKey(), seen: Number(hidden("seen").value) || 0, at: Date.now(),
      partly: !done && partly(form), sent: false, refused: "",
    };
  }

  function changed() {
    if (!ready) return;
    dirty = true;
    item = made(false);
    const mine = item;
    if (!box.able) return;
    kept = kept.then(() => box.keep(mine)).then(() => mine === item && dirty && tell(form, words.phone, "phone"));
    since = since || Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => kept.then(box.send), Math.max(0, Math.min(1000, since + 1500 - Date.now())));
  }

  function leaving() {
    if (dirty && item && box.able && !item.partly) box.post([item], false, true).catch(() => null);
  }

  box.listeners.push((answer) => {
    if (!answer) return dirty && tell(form, navigator.onLine === false ? words.offline : words.phone, "phone");
    since = 0;
    const mine = item && answer.items.find((each) => each.key === item.key);
    if (!mine) return null;
    if (mine.saved) {
      dirty = false;
      hidden("seen").value = mine.revision;
      tell(form, mine.crossed ? words.crossed : words.sent, "sent");
    } else if (mine.over) tell(form, words.over, "phone");
    return null;
  });

  form.addEventListener("input", changed);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[type=submit]");
    if (button) skipping = button.name === "skip";
  });
  form.addEventListener("submit", (event) => {
    if (!box.able || !ready || form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.busy) return; // a second tap while the first is on its way
    form.dataset.busy = "1";
    const plain = () => {
      form.dataset.plain = "1";
      if (skipping) form.insertAdjacentHTML("beforeend", '<input type="hidden" name="skip" value="1">');
      form.submit();
    };
    clearTimeout(timer);
    item = made(true);
    dirty = true;
    const mine = item;
    kept.then(() => box.keep(mine)).then(box.send).then((answer) => {
      const result = answer && answer.items.find((each) => each.key === mine.key);
      if (result && !result.saved && !box.shell) return plain();
      dirty = false;
      return after(mine, result);
    }).catch(plain);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving());
  window.addEventListener("pagehide", leaving);
  window.addEventListener("pageshow", () => delete form.dataset.busy); // back, from the memory of the browser
  if (restored) restored.then((early) => {
    ready = true;
    if (early) changed();
  }).catch(() => null); // no box: the form is posted
}

// What was answered before this script came. Where the browser itself puts a form back as it was, nobody knows.
function already(form) {
  const [visit] = performance.getEntriesByType("navigation");
  const first = (list) => Math.max(0, Array.from(list.options).findIndex((option) => option.defaultSelected));
  const differs = (field) => field.options ? field.selectedIndex !== first(field)
    : field.checked !== field.defaultChecked || (field.defaultValue || "") !== (field.value || "");
  return visit && visit.type === "navigate" ? Array.from(form.elements).filter((field) => /checkbox|radio|select|textarea/.test(field.type) && differs(field)) : [];
}

// What this device kept of a screen and could not send. A slow phone opens its box late: what was touched meanwhile stays as it
// is. Returns whether anything was.
async function restore(form) {
  const touched = new Set(already(form));
  const note = (event) => touched.add(event.target);
  form.addEventListener("input", note);
  const kept = await box.take(box.nameOf({ asked: form.elements.asked.value, about: form.elements.about.value }));
  form.removeEventListener("input", note);
  if (kept && !kept.sent && form.dataset.screen !== "refused") {
    const said = Array.from(touched, (field) => [field, field.checked, field.value]);
    fill(form, kept.data.filter(([name]) => name !== "skip"));
    for (const [field, checked, value] of said) Object.assign(field, { checked, value });
    tell(form, words.phone, "phone");
  }
  return touched.size > 0;
}

// --- Finding a name among many ---------------------------------------------------------------------
const plainly = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function search(place) {
  const form = place.closest("form"), field = place.querySelector("input"), count = place.querySelector("[role=status]");
  const groups = Array.from(form.querySelectorAll("[data-group]"));
  const folded = groups.map((group) => group.open);
  place.hidden = false;
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // looking for a name is not an answer
    const wanted = plainly(field.value.trim());
    let found = 0;
    groups.forEach((group, n) => {
      let here = 0;
      for (const card of group.querySelectorAll(".card")) {
        card.hidden = !plainly(card.textContent).includes(wanted);
        if (!card.hidden) here += 1;
      }
      group.hidden = !here;
      group.open = wanted ? true : folded[n] || Boolean(group.querySelector(":checked"));
      found += here;
    });
    count.textContent = wanted ? words.found.replace("{number}", found) : "";
  });
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

// --- Read aloud, by a voice that lives in this device: another would send what is said to somebody else --------------
const SAID = "h1, h2, summary, .actor__name, .item__text, .card__text, dt, dd, p:not([role=status]):not(.small)";

function aloud() {
  const button = document.querySelector("[data-aloud]"), none = document.querySelector("p[data-voiceless]"), speech = window.speechSynthesis;
  const language = () => document.documentElement.lang;
  const voice = () => speech && speech.getVoices().find((each) => each.localService && each.lang.toLowerCase().startsWith(language()));
  const reading = () => button.getAttribute("aria-pressed") === "true";
  let asked = 0; // which press of the button: what was being said for an older one says nothing more
  let late = !speech; // whether one has waited enough for the voices
  const offer = () => {
    button.hidden = !voice();
    button.lastElementChild.textContent = reading() ? words.quiet : words.listen;
    if (!none) return;
    none.hidden = Boolean(voice()) || !(late || speech.getVoices().length);
    none.textContent = words.voiceless;
  };
  const stop = () => {
    asked += 1;
    speech.cancel();
    for (const each of document.querySelectorAll(".heard")) each.classList.remove("heard");
    button.setAttribute("aria-pressed", "false");
    offer();
  };
  const read = (parts, press) => {
    const part = parts.shift();
    if (press !== asked) return;
    if (!part) return stop();
    const said = part.cloneNode(true);
    for (const beside of said.querySelectorAll(".beside, .icon, .visually-hidden")) beside.remove();
    const sentence = new SpeechSynthesisUtterance(said.textContent.replace(/\s+/g, " ").trim());
    sentence.voice = voice();
    sentence.lang = sentence.voice.lang;
    sentence.onstart = () => part.classList.add("heard");
    sentence.onend = sentence.onerror = () => {
      part.classList.remove("heard");
      read(parts, press);
    };
    speech.speak(sentence);
  };
  const folded = (part) => part.closest("details:not([open])") && !(part.matches("summary") && part.parentElement.offsetParent);
  button.addEventListener("click", () => {
    if (reading()) return stop();
    button.setAttribute("aria-pressed", "true");
    offer();
    const parts = Array.from(document.querySelector("main").querySelectorAll(SAID));
    return read(parts.filter((part) => part.offsetParent && part.textContent.trim() && !folded(part)), asked);
  });
  box.hush = () => (speech ? stop() : offer());
  offer();
  if (!speech) return;
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer); // some browsers find their voices late
  setTimeout(() => {
    late = true;
    offer();
  }, 2000);
  window.addEventListener("pagehide", () => speech.cancel());
}

// --- Handing the device back -------------------------------------------------------------------------
function handBack(form) {
  let sure = false;
  form.addEventListener("submit", async (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    await box.send().catch(() => null);
    if (!sure && (await box.waiting().catch(() => 0))) {
      sure = true;
      form.insertAdjacentHTML("beforeend", '<p class="note" role="alert"></p>');
      form.lastChild.textContent = words.unsent;
      return;
    }
    await box.wipe().catch(() => null);
    form.dataset.plain = "1";
    if (navigator.onLine !== false) return form.submit();
    localStorage.setItem(FLAG, "1"); // the cookie goes at the first contact
    return location.replace("about:blank");
  });
}

// The receipt is shown: nothing is kept any longer. What came too late to be in it is told.
async function finished() {
  await box.send();
  if ((await box.all()).some((item) => item.key && !item.send && !item.sent)) tell(null, words.over, "phone");
  return box.forget();
}

// Handed back without a network: what only the server can take away goes now, before the next person sees anything.
function leaveNow() {
  localStorage.removeItem(FLAG);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/r/feuille/quitter/";
  form.innerHTML = '<input type="hidden" name="csrfmiddlewaretoken">';
  form.firstChild.value = box.cookie("csrftoken");
  document.body.append(form);
  form.submit();
}

async function begin() {
  if (localStorage.getItem(FLAG)) return leaveNow();
  for (const form of document.querySelectorAll(LEAVE)) handBack(form);
  if (!box.able) return null;
  if (words.done) return finished();
  const form = document.querySelector("form[data-screen]");
  if (form) {
    const here = Number(form.dataset.number), restored = restore(form);
    watch(form, (item, result) => {
      location.href = result && result.next ? result.next : `/r/feuille/${here + 1}/`;
    }, restored);
    await restored;
  }
  box.send();
  if (navigator.serviceWorker && words.worker) navigator.serviceWorker.register(words.worker, { scope: "/r/" }).catch(() => null);
  if (!sessionStorage.getItem("paquet " + box.held.sheet) && words.pack) {
    const response = await fetch(words.pack, { credentials: "same-origin", redirect: "error" });
    const pack = response.ok ? await response.json() : {};
    if (pack.maillage === 1) await box.put("pack", pack);
    if (pack.maillage === 1) sessionStorage.setItem("paquet " + box.held.sheet, "1");
  }
  return null;
}

Object.assign(box, { fill, handBack, search, tell, watch, words });
for (const place of document.querySelectorAll("[data-search]")) search(place);
aloud();
if (!document.querySelector("[data-shell]")) begin().catch(() => null);
