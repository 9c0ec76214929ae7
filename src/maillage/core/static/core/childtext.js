// Warns while one types, beside a free text: the words of the page only, no request. The server decides.
const data = document.getElementById("childtext-rules");
const rules = data ? JSON.parse(data.textContent) : null;
const set = (key) => new Set((rules[key] || "").split(" "));
const fold = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const WORD = /[\p{L}\d]+(?:-[\p{L}\d]+)*/gu;
const AGES = new Set([...Array(17).keys()].map((n) => String(n + 1)));
const MINE = new Set(["ma", "mon"]);

function reader() {
  const names = set("names"), child = set("child"), own = set("own_child"), household = set("household");
  const kept = new Set([...set("places"), ...set("civility"), ...set("functions")]);
  const apart = set("not_surnames");

  return function suspects(text) {
    let before = "", beforeText = "", end = 0;
    for (const match of text.normalize("NFC").slice(0, 20000).matchAll(WORD)) {
      const word = match[0], plain = fold(word), capital = word[0] !== word[0].toLowerCase();
      const gap = match.input.slice(end, match.index);
      const near = gap.trim() === "" || gap === "’" || gap === "'";
      const after = match.input.slice(match.index + word.length);
      const known = names.has(plain) || plain.split("-").some((part) => part.length > 2 && names.has(part));
      const capitalBefore = beforeText !== "" && beforeText[0] !== beforeText[0].toLowerCase();
      if (near && MINE.has(before) && own.has(plain)) return true;
      if (known && near && child.has(before)) return true;
      if (known && capital && !((near || gap.trim() === ".") && kept.has(before)) && !/^-/.test(after) && !(near && capitalBefore && !names.has(before)))
        return true;
      if (word.length === 1 && capital && near && child.has(before) && !/^['’]/.test(after)) return true;
      if (near && capital && household.has(before) && before.startsWith("f") && word.length > 2 && !apart.has(plain) && !capitalBefore)
        return true;
      if (AGES.has(plain) && /^\s+ans\b/.test(after) && /(garçon|fille|fillette|elle a|il a)\s+(de\s+)?$/i.test(match.input.slice(Math.max(0, match.index - 16), match.index)))
        return true;
      before = plain;
      beforeText = word;
      end = match.index + word.length;
    }
    return false;
  };
}

function watch(field, suspects) {
  if (field.dataset.watched) return;
  field.dataset.watched = "1";
  const hint = document.createElement("p");
  hint.className = "help childtext-hint";
  hint.setAttribute("role", "status");
  field.insertAdjacentElement("afterend", hint);
  let timer = 0;
  const look = () => {
    const said = suspects(field.value) ? field.dataset.childtext || rules.warning : "";
    if (hint.textContent !== said) hint.textContent = said;
  };
  // Never at once: a finger that leaves the field is on its way to a button, which must not move away under it.
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  };
  field.addEventListener("input", soon);
  field.addEventListener("change", soon);
  if (field.value) look();
}

if (rules) {
  const suspects = reader();
  const all = () => document.querySelectorAll("textarea, [data-childtext]").forEach((field) => watch(field, suspects));
  document.addEventListener("drawn", all); // by another script
  all();
}
