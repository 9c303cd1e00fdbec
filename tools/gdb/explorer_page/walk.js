/* ---- a walk to an address, level by level ---- */
const PACE = 500;                      // milliseconds from one level to the next
let walked = null, walkTimer = 0;      // { va, levels, shown, end, links() }

const known = new Map();               // what can be typed instead of a number
for (const [first, , name] of [...data.areas, ...data.owners]) known.set(name.toLowerCase(), first);
for (const [name, address] of Object.entries(data.symbols)) known.set(name.toLowerCase(), address);

function addressOf(words) {
  const typed = words.trim().toLowerCase(), text = known.get(typed) ?? typed.replace(/[_ ]/g, "");
  if (!/^(0x)?[0-9a-f]{1,16}$/.test(text)) return null;
  return BigInt(text.startsWith("0x") ? text : `0x${text}`);
}
/* The root that translates an address; undefined where none does. */
function rootOf(va) {
  return data.roots.find(root => {
    const bits = BigInt(root.bits), offset = va & (1n << bits) - 1n;
    return data.roots.length > 1 ? BigInt(root.base) + offset === va : canonical(offset) === va;
  });
}
/* The entries on the way: [{ table, index, look, out }]. */
function levelsTo(va, root) {
  const levels = [];
  for (let address = root.table; address !== null && tableAt.has(address);) {
    const { level } = tableAt.get(address), index = Number(va / sizeAt(level) % BigInt(ENTRIES));
    const look = table(address).look[index], out = table(address).out[index];
    levels.push({ table: address, level, index, look, out });
    address = data.looks[look].kind === "table" ? out : null;
  }
  return levels;
}
function endWords(va, levels) {
  const last = levels[levels.length - 1], { kind, size } = data.looks[last.look];
  if (kind === "half") return `not to be used yet: the entry at level ${last.level} is half written`;
  if (!size) return `not mapped: the entry at level ${last.level} is ${data.looks[last.look].words}`;
  return `physical ${hex(BigInt(last.out) + va % BigInt(size))}, ${data.looks[last.look].summary}`;
}
function walkTo(va, shown) {
  const root = rootOf(va);
  $("walkError").textContent = root ? "" : `${hex(va)} is in the hole between the two halves: no root translates it.`;
  if (!root) return endWalk();
  const levels = levelsTo(va, root);
  walked = { va, levels, shown: shown ?? levels.length, end: endWords(va, levels),
             links: () => levels.slice(0, walked.shown).map(({ table, index }) => ({ table, index })) };
}
function levelItem(level) {
  const item = element("li");
  item.append(button("store", `level ${level.level}: ${nameOf(level.table)}[${level.index}] = ` +
    `${entryValue(level.look, level.out)}: ${entryWords(level.look, level.out)}`, () => select(level.table, level.index)));
  return item;
}
function partsWords() {
  const { va, levels } = walked, indices = levels.map(level => `[${level.index}]`).join(" ");
  const rest = va % sizeAt(levels[levels.length - 1].level);
  return `${hex(va)} = ${indices} + ${hex(rest)}`;
}
function drawWalk() {
  if (walked) walkTo(walked.va, walkTimer ? walked.shown : undefined);
  const shown = walked ? walked.levels.slice(0, walked.shown) : [];
  $("walkParts").textContent = walked ? partsWords() : "";
  $("walkLevels").replaceChildren(...shown.map(levelItem));
  $("walkResult").textContent = walked && shown.length === walked.levels.length
    ? walked.end + (step && steps.mmu[step - 1] ? "" : ". The MMU is off: this is what it will find.") : "";
}
function endWalk() {
  clearInterval(walkTimer);
  walkTimer = 0;
  walked = null;
}
function nextLevel() {
  walked.shown++;
  if (walked.shown >= walked.levels.length) {
    clearInterval(walkTimer);
    walkTimer = 0;
  }
  show();
}
function startWalk() {
  const va = addressOf($("walkTo").value);
  endWalk();
  if (va === null) $("walkError").textContent = "An address is a hexadecimal number of up to 16 digits, or one of the names offered.";
  else {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    walkTo(va, still ? undefined : 1);
    if (walked && walked.shown < walked.levels.length) walkTimer = setInterval(nextLevel, PACE);
  }
  show();
}
function prepareWalk() {
  const names = [...data.areas, ...data.owners].map(range => range[2]).concat(Object.keys(data.symbols));
  $("names").append(...[...new Set(names)].map(name => {
    const option = element("option");
    option.value = name;
    return option;
  }));
  $("walkForm").addEventListener("submit", event => { event.preventDefault(); startWalk(); });
  $("walkEnd").addEventListener("click", () => { endWalk(); $("walkError").textContent = ""; show(); });
}
