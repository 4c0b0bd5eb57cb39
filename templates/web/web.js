// Adds to pages that are whole without it: sorting and filtering of tables of measures,
// and regions that take the keyboard only where they scroll.
"use strict";

(() => {
  const words = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

  // The same without the sign that stands before a word.
  const plain = (cell) => words(cell).replace(/^[^\p{L}\p{N}[]+/u, "");

  // --- Sorting ----------------------------------------------------------------------

  // What a cell is sorted by: its order, its number, else its words.
  function key(row, column) {
    const cell = row.cells[column];
    if (cell.dataset.order !== undefined) {
      const order = cell.dataset.order;
      return order === "" ? null : isNaN(order) ? order : Number(order);
    }
    if (cell.classList.contains("number")) {
      const data = cell.querySelector("data");
      return data ? Number(data.value) : null;
    }
    const text = plain(cell);
    return text === "" ? null : text;
  }

  // What has no value stands last, whichever way the others go.
  function compare(one, other, way) {
    if (one === null || other === null) return (one === null) - (other === null);
    if (typeof one === "number" && typeof other === "number") return way * (one - other);
    return way * String(one).localeCompare(String(other), "en-GB", { numeric: true });
  }

  function sort(table, heading, say) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const keys = new Map(rows.map((row) => [row, key(row, heading.cellIndex)]));
    rows.sort((a, b) => compare(keys.get(a), keys.get(b), down ? -1 : 1));
    body.append(...rows);
    say(`Sorted by ${words(heading)}, ${down ? "descending" : "ascending"}.`);
  }

  function addSorting(table, say) {
    for (const heading of table.tHead.rows[0].cells) {
      if (heading.classList.contains("history")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading, say));
      heading.append(button);
    }
  }

  // --- Filtering --------------------------------------------------------------------

  function field(label, control, id) {
    const place = document.createElement("p");
    const name = document.createElement("label");
    name.textContent = label;
    name.htmlFor = control.id = id;
    place.append(name, control);
    return place;
  }

  // One choice for each different text of a column.
  function choices(table, column) {
    const select = document.createElement("select");
    const found = [...table.tBodies[0].rows].map((row) => plain(row.cells[column]));
    const texts = [...new Set(found)].sort((a, b) => a.localeCompare(b, "en-GB"));
    select.append(new Option("All", ""), ...texts.map((text) => new Option(text, text)));
    return texts.length > 1 ? select : null;
  }

  function addFilter(table, say) {
    const name = table.dataset.tools;
    const rows = [...table.tBodies[0].rows];
    const form = document.createElement("form");
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", `Rows of ${name}`);
    form.addEventListener("submit", (event) => event.preventDefault());

    const search = document.createElement("input");
    search.type = "search";
    form.append(field("Words in a row", search, `${table.id}-words`));
    const chosen = [];
    for (const heading of table.tHead.rows[0].cells) {
      const column = heading.cellIndex;
      const select = "choose" in heading.dataset && choices(table, column);
      if (!select) continue;
      form.append(field(words(heading), select, `${table.id}-${heading.dataset.choose}`));
      chosen.push([select, column]);
    }

    const clear = document.createElement("button");
    clear.type = "reset";
    clear.textContent = "Show all rows";
    form.append(clear);

    const apply = () => {
      const sought = search.value.toLowerCase().trim();
      let count = 0;
      for (const row of rows) {
        const shown =
          words(row).toLowerCase().includes(sought) &&
          chosen.every(([select, column]) =>
            select.value === "" || plain(row.cells[column]) === select.value);
        row.hidden = !shown;
        count += shown;
      }
      say(`${count} of ${rows.length} rows shown.`);
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    return form;
  }

  // Among words a filter is folded away; on the page of all measures it is what one
  // came for.
  function folded(form, table) {
    const whole = "open" in table.dataset;
    const place = document.createElement(whole ? "div" : "details");
    place.className = "tools";
    if (!whole) {
      const summary = document.createElement("summary");
      summary.textContent = `Filter the rows of ${table.dataset.tools}`;
      place.append(summary);
    }
    place.append(form);
    return place;
  }

  for (const table of document.querySelectorAll("table[data-tools]")) {
    if (table.tBodies[0].rows.length < 2) continue;
    const status = document.createElement("p");
    status.className = "shown";
    status.setAttribute("role", "status");
    const say = (text) => { status.textContent = text; };
    const region = table.closest(".region") || table;
    region.before(folded(addFilter(table, say), table), status);
    addSorting(table, say);
  }

  // A row that an address names is shown, whatever was filtered before.
  window.addEventListener("hashchange", () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden) row.hidden = false;
  });

  // --- Regions ----------------------------------------------------------------------

  // Only what scrolls needs to be a stop of the keyboard.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const region of document.querySelectorAll(".region")) watch.observe(region);
})();
