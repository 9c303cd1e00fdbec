/* ---- the address map: what is mapped, neighbours of one look and owner joined ---- */
const MOST_RUNS = 40;                  // of one area
const areas = data.areas.map(([first, end, name]) => ({ first: BigInt(first), end: BigInt(end), name }));
const owners = data.owners.map(([first, end, name]) => ({ first: BigInt(first), end: BigInt(end), name }));

/* Cut where another owner begins. */
function ownedParts(run) {
  const within = owners.filter(owner => owner.first < run.end && run.va < owner.end);
  const cuts = [run.va, ...within.flatMap(owner => [owner.first, owner.end]), run.end]
    .filter(cut => run.va <= cut && cut <= run.end).sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  return cuts.slice(1).map((end, number) => ({ va: cuts[number], end })).filter(part => part.va < part.end)
    .map(part => ({ ...run, ...part, pa: run.pa + part.va - run.va,
                    who: owners.find(owner => owner.first <= part.va && part.va < owner.end)?.name ?? "" }));
}
function runOf(address, base, row) {
  const { size } = data.looks[row.look], va = canonical(base + BigInt(row.first) * BigInt(size));
  return { va, end: va + BigInt(row.count * size), pa: BigInt(row.out), look: row.look };
}
function continues(last, run) {
  if (!last || last.end !== run.va || last.who !== run.who || last.pa + run.va - last.va !== run.pa) return false;
  const looks = [last, run].map(each => data.looks[each.look]);
  return looks[0].summary === looks[1].summary && looks[0].size === looks[1].size;
}
/* What one table maps; noted until it changes. */
const partsAt = new Map();
function partsOf(address, base) {
  const { version } = table(address), noted = partsAt.get(address);
  if (noted?.version === version && noted.base === base) return noted.parts;
  const parts = rows(address).filter(row => data.looks[row.look].size)
    .flatMap(row => ownedParts(runOf(address, base, row)));
  partsAt.set(address, { version, base, parts });
  return parts;
}
function mapped(places) {
  const found = [], parts = [...places].flatMap(([address, { base }]) => partsOf(address, base));
  parts.sort((a, b) => a.va < b.va ? -1 : 1);
  for (const part of parts) {
    const last = found[found.length - 1];
    if (continues(last, part)) last.end = part.end; else found.push({ ...part });
  }
  return found;
}
function runLine(run) {
  const { kind, access } = data.looks[run.look], line = element("div", "run mono");
  const words = [hex(run.va), sizeWords(run.end - run.va), access, run.who, "→", hex(run.pa)];
  line.append(swatch(kind), element("span", "", words.filter(Boolean).join(" ")));
  return line;
}
function areaBox(area, runs) {
  const box = element("div", "area"), inside = runs.filter(run => area.first <= run.va && run.va < area.end);
  box.dataset.name = area.name;
  box.append(element("h3", "", area.name), element("div", "facts", `from ${hex(area.first)}`));
  if (!inside.length) box.append(element("div", "none", "nothing mapped"));
  box.append(...inside.slice(0, MOST_RUNS).map(runLine));
  if (inside.length > MOST_RUNS) box.append(element("div", "none", `and ${inside.length - MOST_RUNS} more`));
  return box;
}
function drawMap(places) {
  const runs = mapped(places);
  fill($("areas"), areas.map((area, number) => {
    const made = areaBox(area, runs), there = $("areas").children[number];
    return there?.isEqualNode(made) ? there : made;
  }));
}
