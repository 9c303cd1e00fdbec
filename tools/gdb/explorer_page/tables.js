/* ---- the tables, one column for each level ---- */
const CELL = 8, SCALE = 2;
const ROWS = { open: 8, path: 4, closed: 0 };  // how many lines a table has
const opened = new Set();              // tables that the reader has opened
const boxes = new Map();               // physical address → { signature, box }
let room = 0;                          // how wide the panel is: asked once, for each question costs a layout
const stacked = () => room < 560;

function paintCell(pen, look, x, y, empty) {
  pen.fillStyle = empty;
  pen.fillRect(x, y, CELL - 1, CELL - 1);
  if (look === EMPTY) return;
  pen.fillStyle = colour(look);
  if (data.looks[look].kind !== "half") return pen.fillRect(x, y, CELL - 1, CELL - 1);
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x, y + CELL - 1);
  pen.lineTo(x + CELL - 1, y + CELL - 1);
  pen.fill();
}
function paintCells(canvas, address, marked) {
  const across = Number(canvas.dataset.across), pen = canvas.getContext("2d");
  canvas.width = across * CELL * SCALE;
  canvas.height = ENTRIES / across * CELL * SCALE;
  pen.scale(SCALE, SCALE);
  const corner = index => [index % across * CELL, Math.floor(index / across) * CELL], empty = style("--empty");
  table(address).look.forEach((look, index) => paintCell(pen, look, ...corner(index), empty));
  pen.strokeStyle = style("--mark");
  pen.lineWidth = 2;
  for (const index of marked) pen.strokeRect(...corner(index), CELL - 1, CELL - 1);
}
function indexAt(canvas, event) {
  const box = canvas.getBoundingClientRect(), across = Number(canvas.dataset.across);
  const column = Math.floor((event.clientX - box.left) / box.width * across);
  const row = Math.floor((event.clientY - box.top) / box.height * (ENTRIES / across));
  return Math.max(0, Math.min(ENTRIES - 1, row * across + column));
}
function cells(address, marked) {
  const canvas = element("canvas");
  canvas.dataset.across = room / 4 < 220 && !stacked() ? 16 : 32;
  canvas.style.aspectRatio = `${canvas.dataset.across ** 2} / ${ENTRIES}`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `the 512 entries of ${nameOf(address)}; the lines below say what they are`);
  paintCells(canvas, address, marked);
  canvas.addEventListener("pointermove", event => {
    const index = indexAt(canvas, event), { look, out } = table(address);
    canvas.title = `[${index}] ${entryWords(look[index], out[index])}`;
  });
  canvas.addEventListener("click", event => select(address, indexAt(canvas, event)));
  return canvas;
}

/* The lines around the one that matters. */
function rowsAround(address, index, most) {
  const all = rows(address), here = all.findIndex(row => row.first <= index && index < row.first + row.count);
  const first = Math.max(0, Math.min(here - (most >> 1), all.length - most));
  return { shown: all.slice(first, first + most), above: first, below: Math.max(0, all.length - first - most) };
}
function rowButton(address, row, marked, link) {
  const line = button("row mono", undefined, () => select(address, row.first));
  line.append(swatch(data.looks[row.look].kind), element("span", "", rowWords(row)));
  line.dataset.first = row.first;
  const inside = index => row.first <= index && index < row.first + row.count;
  line.classList.toggle("changed", marked.some(inside));
  line.classList.toggle("link", inside(link));
  return line;
}
function goneRow(address, index) {
  const line = button("row mono changed", undefined, () => select(address, index));
  line.append(swatch(""), element("span", "", `[${index}] invalid now`));
  return line;
}
function rowsOf(address, view) {
  const { marked, link, state } = view, focus = marked.length ? marked[marked.length - 1] : link;
  const { shown, above, below } = rowsAround(address, focus, ROWS[state]);
  const lines = shown.map(row => rowButton(address, row, marked, link));
  if (above) lines.unshift(element("div", "more", `${above} more above`));
  if (below) lines.push(element("div", "more", `${below} more below`));
  if (marked.length && table(address).look[focus] === EMPTY) lines.unshift(goneRow(address, focus));
  return lines;
}
function factsWords(address, view) {
  const used = table(address).look.reduce((sum, look) => sum + (look !== EMPTY), 0);
  const link = view.place?.link;
  const from = link ? `from ${nameOf(link.table)}[${link.index}]`
    : view.place ? data.roots.find(root => root.table === address).name : "no link leads here";
  const short = view.state !== "open" && view.place;  // an arrow shows where the link is
  return { used, words: short ? `${used} used` : `${hex(address)}, ${used} used, ${from}` };
}
/* A name may break where its parts meet; the address in it has letters of one width. */
function titleParts(name) {
  const [words, address] = name.split(/(?= 0x)/), parts = words.split(/(?<=_)/).flatMap(part => [part, element("wbr")]);
  return address ? [...parts, element("span", "mono", address)] : parts;
}
function tableBox(address, view) {
  const box = element("div", `table ${view.state}`), facts = factsWords(address, view), heading = element("h3");
  const title = button("title", undefined, () => toggleTable(address, view.state));
  title.append(...titleParts(nameOf(address)));
  title.setAttribute("aria-expanded", view.state === "open");
  heading.append(title);
  Object.assign(box.dataset, { name: nameOf(address), used: facts.used, address });
  box.classList.toggle("loose", !view.place);
  box.classList.toggle("changed", view.marked.length > 0);
  box.append(heading, element("div", "facts", facts.words));
  if (view.state === "open") box.append(cells(address, view.marked));
  if (view.state !== "closed") box.append(...rowsOf(address, view));
  return box;
}
function toggleTable(address, state) {
  if (state === "open") opened.delete(address); else opened.add(address);
  show();
}

function prepareTables() {
  for (let level = 0; level < 4; level++) {
    const column = element("div");
    column.append(element("div", "level", `level ${level}`), element("div"));
    $("columns").append(column);
  }
}

/* How each table is shown at this step. */
function views(places) {
  const { table: changedTable, first, end } = shownChanges();
  const marked = [...new Set(steps.index.slice(first, end))];
  const links = new Map((walked ? walked.links() : pathTo(changedTable, places)).map(link => [link.table, link.index]));
  const order = [...places.keys(), ...[...content.keys()].filter(address => !places.has(address) && rows(address).length)];
  return order.filter(address => tableAt.has(address)).map(address => {
    const changed = address === changedTable && marked.length > 0, link = links.get(address) ?? -1;
    const state = opened.has(address) || changed ? "open" : link >= 0 ? "path" : "closed";
    return { address, state, link, marked: changed ? marked : [], place: places.get(address) };
  });
}
function boxOf(view) {
  const { address, state, link, marked, place } = view, from = place?.link;
  const signature = [table(address).version, state, link, marked.join(), from?.table, from?.index, !place,
                     room, dark.matches].join("|");
  if (boxes.get(address)?.signature !== signature) boxes.set(address, { signature, box: tableBox(address, view) });
  return boxes.get(address).box;
}
function drawTables(places) {
  room = $("tables").clientWidth;
  const columns = [[], [], [], []];
  for (const view of views(places)) columns[tableAt.get(view.address).level].push(boxOf(view));
  $("columns").classList.toggle("stacked", stacked());
  columns.forEach((column, level) => fill($("columns").children[level].lastChild, column));
  const box = $("columns").querySelector(".table.changed");
  box?.scrollIntoView({ block: "nearest" });
  box?.querySelector(".row.changed")?.scrollIntoView({ block: "nearest" });
}
