/* ---- the page at a step ---- */
const dark = matchMedia("(prefers-color-scheme: dark)");
function drawPosition() {
  const slider = $("slider"), current = step ? phaseAt(step) : -1;
  slider.value = stopAt(step);
  slider.setAttribute("aria-valuetext", `${step} of ${data.count} stores`);
  [...$("phases").children].forEach((made, number) => {
    if (number === current) made.setAttribute("aria-current", "step"); else made.removeAttribute("aria-current");
  });
  const bar = $("phases"), made = bar.children[Math.max(current, 0)];
  bar.scrollLeft = made.offsetLeft - bar.offsetLeft - (bar.clientWidth - made.clientWidth) / 2;
}
const visible = id => $(id).offsetParent !== null;
function show() {
  const places = reached(), place = step ? placeOf(step - 1) : null;
  drawPosition();
  drawNow(place);
  drawSource(place);
  drawConsole();
  drawWalk();
  if (visible("tables")) {
    drawTables(places);
    drawArrows(places);
  }
  if (visible("entry")) drawEntry(places);
  if (visible("map")) drawMap(places);
  history.replaceState(null, "", `#${step}`);
}
function drawLegend() {
  $("legend").append(...Object.entries(data.kinds).map(([kind, [, words]]) => {
    const key = element("span", "key");
    key.append(swatch(kind), element("span", "", words));
    return key;
  }));
}
