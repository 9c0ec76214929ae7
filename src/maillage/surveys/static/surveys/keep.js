// What was answered and not yet received stays on this device, encrypted, until the server says that it holds it.
// The key of a sheet comes with its pages and lives as long as the tab: what lies on the disk cannot be read without it.
const WEEK = 7 * 24 * 3600 * 1000;
const LONGEST = 5 * 60 * 1000;
const PATIENCE = 8000;
const SEND = "/r/feuille/envoi/";
const SESSION = "feuille";

const given = document.getElementById("garde");
const held = given && given.dataset.sheet ? Object.assign({}, given.dataset) : recalled();
const able = Boolean(held && window.indexedDB && window.crypto && crypto.subtle);
const listeners = [];
let busy = null, wait = 2000, timer = 0, opened = null, secret = null;

function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem(SESSION));
  } catch (error) {
    return null;
  }
}

function remember() {
  try {
    sessionStorage.setItem(SESSION, JSON.stringify({ sheet: held.sheet, key: held.key, language: held.language }));
  } catch (error) {
    // No storage: answers go straight to the server.
  }
}

// A random name for one save: sent twice, it is kept once.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// --- The box: IndexedDB, where nothing is readable -------------------------------------------------
function database() {
  if (!opened) {
    opened = new Promise((resolve, reject) => {
      const request = indexedDB.open("feuille", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("garde", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  return opened;
}

async function box(mode, act) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const work = base.transaction("garde", mode);
    const request = act(work.objectStore("garde"));
    work.oncomplete = () => resolve(request.result);
    work.onerror = work.onabort = () => reject(work.error);
  });
}

function bytesOfKey() {
  return Uint8Array.from(atob(held.key), (letter) => letter.charCodeAt(0));
}

function cipher() {
  if (!secret) secret = crypto.subtle.importKey("raw", bytesOfKey(), "AES-GCM", false, ["encrypt", "decrypt"]);
  return secret;
}

// The place of a screen in the box: its name would say about whom one answers.
async function place(name) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(held.key + " " + name));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function put(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await cipher(), text);
  const id = await place(name);
  await box("readwrite", (store) => store.put({ id, sheet: held.sheet, at: Date.now(), iv, data }));
}

async function open(record) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: record.iv }, await cipher(), record.data);
  return JSON.parse(new TextDecoder().decode(text));
}

async function take(name) {
  const id = await place(name);
  const record = await box("readonly", (store) => store.get(id));
  return record ? open(record) : null;
}

// A week old. A clock that is set right makes any answer look older than that: of the sheet that this tab holds, and may
// still send, only a tab that was open as long says so.
function expired(record) {
  return Date.now() - record.at > WEEK && (record.sheet !== held.sheet || performance.now() > WEEK);
}

// Everything kept of this sheet. What is a week old, or of a sheet already sent, is erased.
async function all() {
  const found = [];
  for (const record of await box("readonly", (store) => store.getAll())) {
    if (expired(record)) await box("readwrite", (store) => store.delete(record.id));
    else if (record.sheet === held.sheet) found.push(await open(record));
  }
  return found;
}

async function forget() {
  sessionStorage.removeItem("paquet " + held.sheet);
  const records = await box("readonly", (store) => store.getAll());
  for (const record of records) if (record.sheet === held.sheet) await box("readwrite", (store) => store.delete(record.id));
}

// --- Sending ---------------------------------------------------------------------------------------
function nameOf(item) {
  return item.send ? "send" : "screen " + item.asked + " " + item.about;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(name + "="));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function post(items, send, keepalive) {
  const control = window.AbortController && !keepalive ? new AbortController() : null;
  if (control) setTimeout(() => control.abort(), PATIENCE);
  return fetch(SEND, {
    method: "POST", credentials: "same-origin", redirect: "error", keepalive, signal: control ? control.signal : undefined,
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
    body: JSON.stringify({ version: 1, sheet: held.sheet, items, send }),
  });
}

// Only our own answer about our own sheet is a receipt: a portal that answers « 200 » with a page of its own is not.
async function understood(response) {
  if (!response.ok || !/^application\/json/.test(response.headers.get("Content-Type") || "")) throw new Error("not an answer");
  const answer = await response.json();
  if (answer.maillage !== 1 || answer.sheet !== held.sheet || !Array.isArray(answer.items)) throw new Error("not our answer");
  return answer;
}

async function settle(answer) {
  for (const result of answer.items) {
    const found = (await all()).find((item) => item.key === result.key);
    if (!found) continue; // written again meanwhile: the newer one will be sent
    if (result.saved) Object.assign(found, { sent: true, seen: result.revision, refused: "" });
    else Object.assign(found, { refused: result.error });
    await put(nameOf(found), found);
  }
}

async function flush() {
  const items = (await all()).filter((item) => item.key && !item.sent && !item.refused && !item.partly);
  const send = items.some((item) => item.send);
  const screens = items.filter((item) => !item.send).sort((a, b) => a.at - b.at).slice(0, 50);
  if (!items.length) return { items: [], none: true };
  const answer = await understood(await post(screens, send, false));
  await settle(answer);
  if (answer.receipt || (send && answer.over)) await forget();
  return answer;
}

// One sending at a time; what could not leave is tried again later and later, five minutes apart at most.
function send() {
  if (!able) return Promise.resolve(null);
  if (busy) return busy.then(send);
  clearTimeout(timer);
  busy = flush().then(
    (answer) => {
      wait = 2000;
      return answer;
    },
    () => {
      timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST);
      return null;
    },
  ).then((answer) => {
    busy = null;
    for (const listen of listeners) listen(answer);
    return answer;
  });
  return busy;
}

// What is said after comes after, even when the clock went back meanwhile.
async function keep(item) {
  for (const before of await all()) if (before.at >= item.at && before.key !== item.key) item.at = before.at + 1;
  await put(nameOf(item), item);
}

async function waiting() {
  return able ? (await all()).filter((item) => item.key && !item.sent && !item.refused).length : 0;
}

// Nothing stays: the box, the pages, the key.
async function wipe() {
  sessionStorage.clear();
  if (opened) (await opened).close();
  if (window.indexedDB) await new Promise((done) => {
    const request = indexedDB.deleteDatabase("feuille");
    request.onsuccess = request.onerror = request.onblocked = done;
  });
  if (window.caches) for (const name of await caches.keys()) await caches.delete(name);
  if (navigator.serviceWorker) for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
}

if (given && able) {
  remember();
  window.addEventListener("online", () => {
    wait = 2000;
    send();
  });
}

window.feuille = { able, held, all, cookie, forget, keep, listeners, nameOf, newKey, post, put, send, take, waiting, wipe };
