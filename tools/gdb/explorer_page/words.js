/* ---- elements and words ---- */
const $ = id => document.getElementById(id);
function element(name, look, words) {
  const made = document.createElement(name);
  if (look) made.className = look;
  if (words !== undefined) made.textContent = words;
  return made;
}
function button(look, words, act) {
  const made = element("button", look, words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
/* Puts these children into a box; what is there already stays, for each change costs a layout. */
function fill(box, children) {
  const there = [...box.children];
  if (there.length !== children.length) return box.replaceChildren(...children);
  children.forEach((child, number) => { if (there[number] !== child) there[number].replaceWith(child); });
}
const hex = number => "0x" + number.toString(16);
const style = name => getComputedStyle(document.documentElement).getPropertyValue(name);
const colour = look => data.kinds[data.looks[look].kind]?.[0] ?? "#6b7280";
function swatch(kind) {
  const made = element("i", kind === "half" ? "half" : "");
  if (data.kinds[kind]) made.style.backgroundColor = data.kinds[kind][0];
  return made;
}

const entryWords = (look, out) => data.looks[look].words.replace("{}", hex(out));
function entryValue(look, out) {
  return "0x" + (BigInt(data.looks[look].flags) | BigInt(out)).toString(16).padStart(16, "0");
}
const nameOf = address => tableAt.get(address)?.name ?? hex(address);
const span = (first, last) => first === last ? `[${first}]` : `[${first}…${last}]`;
function rowWords(row) {
  const look = data.looks[row.look], where = span(row.first, row.first + row.count - 1);
  if (look.kind === "table") return `${where} → ${nameOf(row.out)}`;
  return look.size ? `${where} ${hex(row.out)} ${look.access}` : `${where} ${look.words.split(":")[0]}`;
}
function sizeWords(size) {
  let number = Number(size), unit = 0;
  while (number % 1024 === 0 && unit < 4) { number /= 1024; unit++; }
  return `${number} ${["B", "KiB", "MiB", "GiB", "TiB"][unit]}`;
}
