// The map, alive: the arrows walk from tie to tie, the filters act at once. Without this file the page is complete:
// the list carries every tie and the form filters it on the server.
const map = document.querySelector("[data-map] .report__picture");
const table = document.querySelector("[data-ties]");
const status = document.querySelector("[data-map-status]");

if (map && table && status) {
  const all = () => [...table.tBodies[0].rows].filter((row) => row.dataset.source);
  const lines = [...map.querySelectorAll("path[data-ends]")];
  const sector = document.querySelector("#secteur");
  const level = document.querySelector("#niveau");
  const known = new Set(all().map((row) => row.dataset.source + " " + row.dataset.target));
  let at = -1;
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2; // on a phone, from the middle

  const lineOf = (row) => lines.find((line) => {
    const ends = line.dataset.ends.split(" ");
    return ends.includes(row.dataset.source) && ends.includes(row.dataset.target);
  });
  const shown = () => all().filter((row) => !row.hidden);

  const choose = (row) => {
    lines.forEach((line) => line.classList.remove("is-chosen"));
    lineOf(row)?.classList.add("is-chosen");
    const [from, to, words] = [...row.cells].map((cell) => cell.textContent.trim());
    status.textContent = `${from} et ${to}, ${words}`;
  };

  const filter = () => {
    for (const row of all()) {
      const inSector = !sector.value || row.dataset.groups.split("|").includes(sector.value);
      row.hidden = !inSector || Number(row.dataset.level) < Number(level.value || 1);
    }
    const kept = new Set(shown().map((row) => [row.dataset.source, row.dataset.target].sort().join(" ")));
    for (const line of lines) {
      line.classList.toggle("is-faded", !kept.has(line.dataset.ends.split(" ").sort().join(" ")));
    }
    at = -1;
    const count = shown().length;
    status.textContent = `${count}\u00a0${count > 1 ? "paires" : "paire"}`;
  };

  map.addEventListener("keydown", (event) => {
    const list = shown();
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (!list.length || !(event.key in steps || ["Home", "End", "Escape"].includes(event.key))) return;
    event.preventDefault();
    if (event.key === "Escape") { filter(); return; }
    at = event.key === "Home" ? 0 : event.key === "End" ? list.length - 1 : (at + steps[event.key] + list.length) % list.length;
    choose(list[at]);
  });
  // The whole list was sent: filter here. When the server filtered, its choice stands until the next one.
  if (known.size && !new URLSearchParams(location.search).get("secteur") && !new URLSearchParams(location.search).get("niveau")) {
    sector.addEventListener("change", filter);
    level.addEventListener("change", filter);
  }
  table.addEventListener("sorted", () => { at = -1; });
}

// Each column title becomes a button that sorts its list.
for (const list of document.querySelectorAll("[data-ties], [data-sorted]")) {
  for (const head of list.tHead.rows[0].cells) {
    if (head.matches("[data-sorted] :last-child")) continue; // sentences have no order
    const button = document.createElement("button");
    button.type = "button";
    button.className = "report__sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of list.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = (row) => row.cells[head.cellIndex].textContent;
      const rows = [...list.tBodies[0].rows];
      rows.sort((a, b) => (down ? -1 : 1) * text(a).localeCompare(text(b), "fr", { numeric: true }));
      list.tBodies[0].append(...rows);
      list.dispatchEvent(new Event("sorted"));
    });
  }
}
