/* ---- one entry: its bits, and every store to it ---- */
const LISTED = 200;                    // stores
let selected = null;                   // { table, index } that the reader has chosen
let storesOf = null;                   // entry → its stores; made when first needed

function select(address, index) {
  selected = { table: address, index };
  $("follow").checked = false;
  openTab("entry");
  show();
}
/* What the reader has chosen, or else what has changed. */
function entryNow() {
  const { table: address, end } = shownChanges();
  if (selected) return selected;
  return address ? { table: address, index: steps.index[end - 1] } : { table: data.roots[data.roots.length - 1].table, index: ENTRIES - 1 };
}
function collectStores() {
  const found = new Map();
  for (let store = 0; store < data.count; store++)
    for (let change = changeAt[store]; change < changeAt[store + 1]; change++) {
      const key = tableOf(store) * ENTRIES + steps.index[change];
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ store, change });
    }
  return found;
}
const storesTo = ({ table: address, index }) => (storesOf ??= collectStores()).get(address * ENTRIES + index) ?? [];

function storeItem({ store, change }) {
  const item = element("li"), here = store === step - 1;
  const words = `${store + 1}: ${placeOf(store).what}: ${entryWords(before.look[change], before.out[change])} → ` +
    entryWords(steps.look[change], steps.out[change]);
  item.append(button("store", words, () => seek(store + 1)));
  if (here) item.firstChild.setAttribute("aria-current", "step");
  return item;
}
function drawStores(entry) {
  const found = storesTo(entry), items = found.slice(0, LISTED).map(storeItem);
  if (!found.length) items.push(element("li", "none", "no store in this run changes it"));
  if (found.length > LISTED) items.push(element("li", "none", `and ${found.length - LISTED} more`));
  $("stores").replaceChildren(...items);
}

/* Bits low…low+width-1 of a value. */
const bitsOf = (value, low, width) => BigInt(value) >> BigInt(low) & (1n << BigInt(width)) - 1n;
function bitButton([low, width, name, meaning], value, old) {
  const number = bitsOf(value, low, width), where = width === 1 ? low : `${low + width - 1}…${low}`;
  const words = `${where} ${name} = ${width === 1 ? number : hex(number)}`;
  const made = button("bit mono", words, () => tell(words, meaning));
  made.setAttribute("aria-label", `${words}: ${meaning}`);
  made.classList.toggle("set", number !== 0n);
  made.classList.toggle("differs", number !== bitsOf(old, low, width));
  for (const happening of ["focus", "pointerenter"]) made.addEventListener(happening, () => tell(words, meaning));
  return made;
}
function tell(words, meaning) {
  $("meaning").textContent = `${words}: ${meaning}`;
}
/* The value before the change that the page shows. */
function oldValue({ table: address, index }) {
  const shown = shownChanges();
  for (let change = shown.first; address === shown.table && change < shown.end; change++)
    if (steps.index[change] === index) return entryValue(before.look[change], before.out[change]);
  return null;
}
function drawBits(entry, look, out) {
  const value = entryValue(look, out), old = oldValue(entry) ?? value;
  $("bits").replaceChildren(...data.looks[look].bits.map(field => bitButton(field, value, old)));
  $("meaning").textContent = "Point at a bit, or go to it with Tab, to read what it means." +
    (old === value ? "" : " What this step has changed has a mark.");
}
function rangeWords({ table: address, index }, places) {
  const place = places.get(address);
  if (!place) return "no link leads to this table now";
  const size = sizeAt(tableAt.get(address).level), first = canonical(place.base + BigInt(index) * size);
  return `for addresses ${hex(first)} to ${hex(first + size - 1n)}, ${sizeWords(size)}`;
}
function drawEntry(places) {
  const entry = entryNow(), { look, out } = table(entry.table);
  const number = look[entry.index], address = out[entry.index];
  $("entryName").textContent = `${nameOf(entry.table)}[${entry.index}]`;
  $("entryValue").replaceChildren(
    element("div", "mono", `${entryValue(number, address)}, at physical ${hex(entry.table + 8 * entry.index)}`),
    element("div", "", entryWords(number, address)), element("div", "note", rangeWords(entry, places)));
  drawBits(entry, number, address);
  drawStores(entry);
  $("chooseTable").value = entry.table;
  if (document.activeElement !== $("chooseIndex")) $("chooseIndex").value = entry.index;
}
function chooseEntry() {
  const index = Math.trunc(Number($("chooseIndex").value));
  select(Number($("chooseTable").value), Math.max(0, Math.min(ENTRIES - 1, index || 0)));
}
function prepareEntry() {
  $("chooseTable").append(...data.tables.map(known => {
    const option = element("option", "", known.name);
    option.value = known.pa;
    return option;
  }));
  for (const id of ["chooseTable", "chooseIndex"]) $(id).addEventListener("change", chooseEntry);
  $("choose").addEventListener("submit", event => { event.preventDefault(); chooseEntry(); });
  $("follow").addEventListener("change", () => {
    selected = $("follow").checked ? null : entryNow();
    show();
  });
}
