/* ---- arrows from a link to its table ---- */
const SVG = "http://www.w3.org/2000/svg";
function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
function arrowHead(look) {
  const head = drawn("marker", { id: look, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
                                 orient: "auto", markerUnits: "userSpaceOnUse", class: look });
  head.append(drawn("path", { d: "M0,0 L8,4 L0,8 z" }));
  return head;
}
/* The line of a table that holds an entry, or else its heading. */
function lineOf(box, index) {
  const lines = [...box.querySelectorAll(".row")].filter(line => Number(line.dataset.first) <= index);
  return lines.find(line => Number(line.dataset.first) === index) ?? lines[lines.length - 1] ?? box.firstChild;
}
function curve(from, to, origin) {
  const y = from.top + from.height / 2 - origin.top, toY = to.top + 16 - origin.top;
  const x = from.right - origin.left, toX = (stacked() ? to.right : to.left) - origin.left;
  if (stacked()) return `M${x},${y} C${x + 26},${y} ${toX + 26},${toY} ${toX + 2},${toY}`;
  const middle = (x + toX) / 2;
  return `M${x},${y} C${middle},${y} ${middle},${toY} ${toX - 1},${toY}`;
}
function drawArrows(places) {
  const origin = $("drawing").getBoundingClientRect(), found = [arrowHead("faint"), arrowHead("strong")];
  const { table: changedTable } = shownChanges();
  const links = walked ? walked.links() : pathTo(changedTable, places);
  const isStrong = link => links.some(({ table, index }) => table === link.table && index === link.index);
  for (const [address, { link }] of places) {
    if (!link) continue;
    const from = lineOf(boxes.get(link.table).box, link.index).getBoundingClientRect();
    const to = boxes.get(address).box.getBoundingClientRect(), look = isStrong(link) ? "strong" : "faint";
    found.push(drawn("path", { d: curve(from, to, origin), class: `arrow ${look}`, "marker-end": `url(#${look})` }));
  }
  $("arrows").replaceChildren(...found);
}
