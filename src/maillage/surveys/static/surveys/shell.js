// The sheet without a network: its screens, drawn from what this device keeps. The server decides again when it is back.
const box = window.feuille;
const room = document.querySelector("[data-shell]");
const MODEL = ["Q0Q", "Q1Q"];
let pack = null, items = [];

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const swap = (text, from, to) => text.split(from).join(to);
const say = (key, number, total) => pack.words[key].replace("{number}", number).replace("{total}", total);

// What was said to a question, here last, else what the server knew.
function said(key) {
  const mine = items.filter((item) => item.asked === key).sort((a, b) => a.at - b.at);
  const question = pack.questions.find((each) => each.key === key);
  const names = {};
  for (const [name, value] of question.said) (names[name] = names[name] || []).push(value);
  for (const item of mine) {
    if (item.data.some(([name]) => name === "skip")) continue;
    if (!question.about) for (const name of Object.keys(names)) delete names[name];
    const now = {};
    for (const [name, value] of item.data) (now[name] = now[name] || []).push(value);
    Object.assign(names, now);
  }
  return names;
}

function asked(question) {
  const picked = (said(question.about)[question.about] || []).slice().sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const levels = pack.questions.find((each) => each.kind === "cooperation" && each.about === question.about && each !== question);
  if (!question.strongest) return picked;
  if (!levels || !Object.keys(said(levels.key)).length) return picked.slice(0, question.strongest);
  const level = (actor) => Number(((said(levels.key)[`${levels.key}-${actor}`] || ["0"])[0].match(/\d$/) || ["0"])[0]);
  const strongest = picked.filter((actor) => level(actor) >= pack.worth).sort((a, b) => level(b) - level(a)).slice(0, question.strongest);
  return picked.filter((actor) => strongest.includes(actor));
}

// As even as can be: 9 by 4 gives 3 screens of 3, as on the server.
function slices(actors, size) {
  const count = Math.ceil(actors.length / size), found = [];
  for (let n = 0, from = 0; n < count; n += 1) {
    const to = from + Math.floor(actors.length / count) + (n < actors.length % count ? 1 : 0);
    found.push(actors.slice(from, to));
    from = to;
  }
  return found;
}

function screens() {
  const found = [];
  for (const question of pack.questions)
    for (const about of question.about ? slices(asked(question), question.size) : [[]]) found.push({ question, about });
  return found;
}

function field(screen) {
  const { question, about } = screen;
  if (!about.length) return question.html;
  const holder = document.createElement("div");
  holder.innerHTML = about.length === 1 ? question.alone : question.html;
  const rows = Array.from(holder.querySelectorAll(".actor"));
  const model = rows[0].outerHTML;
  rows.slice(1).forEach((row) => row.remove());
  rows[0].outerHTML = about.map((actor) => swap(swap(model, MODEL[0], actor), "N0N", escaped(pack.roster[actor] || "–"))).join("");
  return holder.innerHTML;
}

function draw(number) {
  const list = screens();
  if (number > list.length) return drawEnd(list.length);
  const screen = list[number - 1], about = screen.about.join(" ");
  // Before the actors are picked, nobody knows how many screens there are.
  const settled = pack.questions.every((each) => !each.about || Object.keys(said(each.about)).length);
  room.innerHTML = `<p class="step"><span id="pas"></span>${settled ? `<progress max="${list.length}" value="${number}" aria-labelledby="pas"></progress>` : ""}</p>
<p class="note" data-lost></p>
<form data-screen data-number="${number}"><input type="hidden" name="asked" value="${screen.question.key}"><input type="hidden" name="about" value="${about}"><input type="hidden" name="seen" value="${screen.question.seen}">
${field(screen)}<div class="moves"><button type="submit" class="button"></button></div></form><p class="small" role="status" data-state></p>`;
  const form = room.querySelector("form"), moves = room.querySelector(".moves");
  room.querySelector("#pas").textContent = say(settled ? "step" : "step_alone", number, list.length);
  room.querySelector("[data-lost]").textContent = pack.words.offline;
  moves.querySelector("button").textContent = pack.words.next;
  if (!screen.question.required) {
    moves.insertAdjacentHTML("beforeend", '<button type="submit" name="skip" value="1" class="button button--quiet" formnovalidate></button>');
    moves.lastChild.textContent = pack.words.skip;
  }
  if (number > 1) {
    moves.insertAdjacentHTML("beforeend", '<button type="button" class="button button--quiet"></button>');
    moves.lastChild.textContent = pack.words.back;
    moves.lastChild.addEventListener("click", () => go(number - 1));
  }
  const names = said(screen.question.key);
  const data = [], last = screen.question.kind === "cooperation" ? pack.last : {};
  for (const actor of screen.about) // what was said the last time: ticked, to be kept or changed
    if (last[actor] && !names[`${screen.question.key}-${actor}`]) data.push([`${screen.question.key}-${actor}`, `level_${last[actor]}`]);
  for (const name of Object.keys(names)) for (const value of names[name]) data.push([name, value]);
  if (data.length) box.fill(form, data);
  for (const place of form.querySelectorAll("[data-search]")) box.search(place);
  box.watch(form, async (item, result) => {
    if (result && result.next) location.href = result.next;
    else {
      items = await box.all();
      items = items.filter((each) => each.asked);
      go(number + 1);
    }
  });
  document.dispatchEvent(new Event("drawn"));
  settle(form.querySelector("h1"));
}

function drawEnd(last) {
  room.innerHTML = '<h1></h1><p></p><form class="moves"><button type="submit" class="button"></button><button type="button" class="button button--quiet"></button></form><p class="note" role="status" hidden></p>';
  const [send, back] = room.querySelectorAll("button");
  room.querySelector("h1").textContent = pack.words.kept;
  room.querySelector("p").textContent = pack.words.end;
  send.textContent = pack.words.send;
  back.textContent = pack.words.back;
  back.addEventListener("click", () => go(last));
  room.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    await box.keep({ send: true, key: box.newKey(), at: Date.now(), sent: false, refused: "" });
    const note = room.querySelector("[role=status]");
    note.hidden = false;
    note.textContent = pack.words.leaves;
    box.send();
  });
  settle(room.querySelector("h1"));
}

function settle(title) {
  box.hush();
  document.title = `${title.textContent.trim()} · maillage`;
  window.scrollTo(0, 0);
  room.focus();
}

function go(number) {
  history.pushState(null, "", `/r/feuille/${number}/`);
  draw(number);
}

const there = () => Number((location.pathname.match(/feuille\/(\d+)/) || [])[1]) || screens().length + 1;

// The frame in the place of the receipt: the server, which has the sheet, was too slow to say so. It is asked again, since
// « online » was heard before; without a network, it is what is waited for.
function askForTheReceipt() {
  if (!location.pathname.endsWith("/merci/")) return;
  if (navigator.onLine) setTimeout(() => location.reload(), 3000);
}

async function begin() {
  askForTheReceipt();
  if (!box.able) return;
  box.shell = true;
  pack = await box.take("pack");
  if (!pack) return;
  items = (await box.all()).filter((each) => each.asked);
  document.documentElement.lang = pack.language;
  document.documentElement.dir = pack.direction;
  document.querySelector(".care p").textContent = pack.words.no_child;
  Object.assign(box.words, pack.words);
  box.listeners.push((answer) => {
    if (!answer || answer.none) return;
    const refused = answer.items.find((each) => !each.saved);
    if (answer.receipt) location.href = "/r/feuille/merci/";
    else if (refused) location.href = refused.next;
  });
  window.addEventListener("popstate", () => draw(there()));
  window.addEventListener("online", () => setTimeout(() => location.reload(), 1500));
  draw(there());
}

begin().catch(() => null);
