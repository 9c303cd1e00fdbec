/* ---- hands: buttons, keys, fingers, views ---- */
const SLOW = 400;                      // milliseconds from one stop to the next while it plays
let timer = 0;

function play(on) {
  clearInterval(timer);
  timer = on ? setInterval(() => step < data.count ? move(1) : play(false), SLOW) : 0;
  $("play").textContent = on ? "❚❚" : "▷";
  $("play").setAttribute("aria-label", on ? "stop" : "play");
  $("status").setAttribute("aria-live", on ? "off" : "polite");
}
const commands = { first: () => seek(0), phaseBack: () => jump(-1), back: () => move(-1), play: () => play(!timer),
                   next: () => move(1), phaseNext: () => jump(1), last: () => seek(data.count) };
function toggleFold() {
  $("fold").checked = !$("fold").checked;
  fold($("fold").checked);
}
const keys = { ArrowLeft: commands.back, ArrowRight: commands.next, Home: commands.first, End: commands.last,
               PageUp: commands.phaseBack, PageDown: commands.phaseNext, " ": commands.play, f: toggleFold };

/* Where a key already has a meaning it keeps it: in fields and tabs, a button's Space, a panel that scrolls. */
function hasOwnMeaning({ key, target }) {
  if (target.closest("input:not([type=checkbox]), select, [role=tab]")) return true;
  if (key === " ") return target !== document.body;
  return /^(Page|Home|End)/.test(key) && target.closest(".scroll") === target;
}
function pressed(event) {
  if (!keys[event.key] || event.altKey || event.ctrlKey || event.metaKey || hasOwnMeaning(event)) return;
  event.preventDefault();
  keys[event.key]();
}

/* ---- views: beside each other where there is room, else one at a time ---- */
/* Where there is room the tables and the console are always there. */
const VIEWS = { tables: "tables", entry: "entry", walk: "walk", map: "map", calls: "calls", console: "console", help: "keys" };
const wide = matchMedia("(min-width: 1100px)");
let view = "tables";
const stays = id => wide.matches && (id === "tables" || id === "console");
function openTab(name) {
  view = name;
  const shown = stays(view) ? "entry" : view;
  const home = $(wide.matches ? "left" : "right");
  if ($("console").parentNode !== home) home.append($("console"));
  for (const id of Object.keys(VIEWS)) {
    const tab = $(`tab-${id}`);
    $(id).classList.toggle("shown", id === shown || stays(id));
    $(id).setAttribute("role", stays(id) ? "region" : "tabpanel");
    tab.setAttribute("aria-selected", id === shown);
    tab.tabIndex = id === shown ? 0 : -1;
    tab.hidden = stays(id);
  }
}
function makeTab([id, words]) {
  const tab = button("", words, () => { openTab(id); show(); });
  tab.id = `tab-${id}`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", id);
  $(id).setAttribute("aria-labelledby", tab.id);
  return tab;
}
function nextTab(event) {
  const tabs = [...$("tabs").children].filter(tab => !tab.hidden), here = tabs.indexOf(event.target);
  const there = { ArrowRight: here + 1, ArrowLeft: here - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
  if (there === undefined) return;
  event.preventDefault();
  tabs[there % tabs.length].focus();
  tabs[there % tabs.length].click();
}

/* A finger across the tables. */
let touchStart = null;
function touched(event) {
  const end = event.changedTouches[0], across = end.clientX - touchStart.clientX;
  if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(end.clientY - touchStart.clientY)) move(across < 0 ? 1 : -1);
}

function preparePhases() {
  $("phases").append(...phases.map(phase => button("", phase.name, () => seek(phase.start))));
}
function prepareControls() {
  for (const [id, command] of Object.entries(commands)) $(id).addEventListener("click", command);
  $("slider").max = stops.length - 1;
  $("slider").addEventListener("input", () => seek(stops[Number($("slider").value)]));
  $("fold").addEventListener("change", () => fold($("fold").checked));
  document.addEventListener("keydown", pressed);
  $("tabs").append(...Object.entries(VIEWS).map(makeTab));
  $("tabs").addEventListener("keydown", nextTab);
  $("tables").addEventListener("touchstart", event => { touchStart = event.touches[0]; }, { passive: true });
  $("tables").addEventListener("touchend", touched);
  wide.addEventListener("change", () => { openTab(view); show(); });
  dark.addEventListener("change", show);
  addEventListener("resize", show);
  addEventListener("hashchange", () => seek(Number(location.hash.slice(1)) || 0));
}

$("title").textContent = data.title;
drawLegend();
prepareTables();
preparePhases();
prepareEntry();
prepareWalk();
prepareControls();
openTab("tables");
seek(Number(location.hash.slice(1)) || 0);
