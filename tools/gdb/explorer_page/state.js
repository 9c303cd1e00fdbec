/* ---- the tables as they are after a number of stores ---- */
const content = new Map();             // physical address → { look, out, version, rows }
let step = 0;                          // how many stores have happened

function table(address) {
  if (!content.has(address))
    content.set(address, { look: new Uint16Array(ENTRIES), out: new Float64Array(ENTRIES), version: 0, rows: [] });
  return content.get(address);
}
function put(address, index, look, out) {
  const entries = table(address);
  entries.look[index] = look;
  entries.out[index] = out;
  entries.version++;
  entries.rows = null;
}

/* What each change found there: noted on the way to the end, once. */
const before = { look: new Uint16Array(steps.index.length), out: new Float64Array(steps.index.length) };
function apply(store, forward) {
  const address = tableOf(store), values = forward ? steps : before;
  for (let change = changeAt[store]; change < changeAt[store + 1]; change++)
    put(address, steps.index[change], values.look[change], values.out[change]);
}
function noteBefore() {
  for (let store = 0; store < data.count; store++)
    for (let change = changeAt[store]; change < changeAt[store + 1]; change++) {
      const entries = table(tableOf(store)), index = steps.index[change];
      before.look[change] = entries.look[index];
      before.out[change] = entries.out[index];
      put(tableOf(store), index, steps.look[change], steps.out[change]);
    }
  content.clear();
}
noteBefore();

/* Neighbouring entries of a table that continue each other. */
function rows(address) {
  const entries = table(address);
  return entries.rows ||= joined(entries);
}
function joined({ look, out }) {
  const found = [];
  for (let index = 0; index < ENTRIES; index++) {
    if (look[index] === EMPTY) continue;
    const last = found[found.length - 1], size = data.looks[look[index]].size;
    if (size && last && last.look === look[index] && index === last.first + last.count &&
        out[index] === last.out + last.count * size)
      last.count++;
    else found.push({ first: index, count: 1, look: look[index], out: out[index] });
  }
  return found;
}
const rowOf = (address, index) => rows(address).find(row => row.first <= index && index < row.first + row.count);

/* Where one root serves both halves, the upper one begins with the last bit that counts. */
function canonical(address) {
  const bits = BigInt(data.roots[0].bits);
  return data.roots.length === 1 && address < 1n << bits ? BigInt.asUintN(64, BigInt.asIntN(Number(bits), address)) : address;
}
const sizeAt = level => 1n << BigInt(data.shifts[level]);

/* Every table that the roots lead to: the first address that it translates, and the link to it. */
function reached() {
  const found = new Map();
  const visit = (address, base, link) => {
    if (found.has(address) || !tableAt.has(address)) return;
    found.set(address, { base, link });
    const { level } = tableAt.get(address);
    for (const row of rows(address))
      if (data.looks[row.look].kind === "table")
        visit(row.out, canonical(base + BigInt(row.first) * sizeAt(level)), { table: address, index: row.first });
  };
  for (const root of data.roots) visit(root.table, BigInt(root.base), null);
  return found;
}
/* The links from a root to a table: [{ table, index }]. */
function pathTo(address, places) {
  const found = [];
  for (let place = places.get(address); place?.link; place = places.get(place.link.table)) found.unshift(place.link);
  return found;
}
