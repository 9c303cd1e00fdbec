/* ---- what happens now, the line that does it, and what the console has shown ---- */
function changeWords() {
  const { table, first, end } = shownChanges();
  if (!step) return `${data.cleared} has zeroed the tables: nothing is mapped. Go forward for the first store.`;
  if (!table) return "The MMU goes on: from here on addresses are virtual.";
  const [from, to] = shownStores(), one = to - from === 1;
  const change = end - 1, index = steps.index[change];
  const words = `${nameOf(table)}[${index}]: ${entryWords(before.look[change], before.out[change])} → ` +
    entryWords(steps.look[change], steps.out[change]);
  if (one && end - first === 1) return words;
  const touched = steps.index.slice(first, end), where = span(Math.min(...touched), Math.max(...touched));
  return `${one ? "One store" : `${(to - from).toLocaleString("en")} more stores`} to ${nameOf(table)}${where}. The last: ${words}`;
}
function countWords() {
  const last = data.count.toLocaleString("en");
  if (!step) return `before the first of ${last} stores`;
  return `store ${step.toLocaleString("en")} of ${last}, after ${steps.count[step - 1].toLocaleString("en")} ` +
    `instructions, MMU ${steps.mmu[step - 1] ? "on" : "off"}`;
}
/* A tab is eight columns in the source, and fewer here, where lines are short. */
function indentOf(words) {
  const columns = Math.max(0, words.search(/\S/));
  return Math.floor(columns / 8) * ($("source").clientWidth < 380 ? 2 : 4) + columns % 8;
}
function sourceLine(number, words, hit) {
  const line = element("div", hit ? "line hit" : "line"), text = element("code", "", words.trim());
  line.append(element("span", "number", number), text);
  text.style.paddingLeft = `${indentOf(words) + 2}ch`;
  if (hit) line.setAttribute("aria-current", "true");
  return line;
}
function drawSource(place) {
  $("place").textContent = place ? place.what : "no store yet";
  $("source").replaceChildren(...(place ? place.source : []).map((words, index) =>
    sourceLine(place.first + index, words, place.first + index === place.line)));
  $("source").querySelector(".hit")?.scrollIntoView({ block: "nearest" });
  $("chain").replaceChildren(...(place ? place.chain : []).map(words => element("li", "", words)));
}
function drawNow(place) {
  $("phase").textContent = place ? `${place.phase}()` : "the beginning";
  $("why").textContent = place ? data.phases[place.phase]
    : "Each step shows a store to a page table: the entry that it changes, and the line that does it.";
  $("status").textContent = changeWords();
  $("count").textContent = countWords();
}
function drawConsole() {
  const words = step ? data.console.slice(0, steps.heard[step - 1]) : "";
  if ($("said").textContent === words) return;
  $("said").textContent = words;
  $("console").scrollTop = $("console").scrollHeight;
}
