/* ---- where one stops on the way: steps of boot, and loops that are folded ---- */
const FOLDED_FROM = 5;                 // so many stores to one table, one after the other, are a loop
const SHOWN_FIRST = 2;                 // of these
const phases = [];                     // { name, start }: start is its first store, from 1
for (let store = 0; store < data.count; store++) {
  const name = placeOf(store).phase;
  if (phases[phases.length - 1]?.name !== name) phases.push({ name, start: store + 1 });
}
const phaseAt = number => phases.findLastIndex(phase => phase.start <= number);

const everyStore = Array.from({ length: data.count + 1 }, (_, number) => number);
/* The end of the stores to one table, in one step of boot, that begin with this one. */
function endOfRun(store) {
  let end = store + 1;
  while (end < data.count && steps.table[end] === steps.table[store] &&
         placeOf(end).phase === placeOf(store).phase) end++;
  return end;
}
function foldedStops() {
  const stops = [0];
  for (let store = 0; store < data.count;) {
    const end = endOfRun(store), single = end - store >= FOLDED_FROM ? store + SHOWN_FIRST : end;
    while (store < single) stops.push(++store);
    if (store < end) stops.push(store = end);
  }
  return stops;
}
const loopStops = foldedStops();
let stops = loopStops;

/* The last stop that is not behind a number of stores. */
function stopAt(number) {
  let low = 0, high = stops.length;
  while (high - low > 1) {
    const middle = low + high >> 1;
    if (stops[middle] <= number) low = middle; else high = middle;
  }
  return low;
}
/* The stores that the page shows as one: [first, end). */
function shownStores() {
  if (!step) return [0, 0];
  const stop = stopAt(step);
  return [stops[stop] === step ? stops[stop - 1] : step - 1, step];
}
function shownChanges() {
  const [first, end] = shownStores();
  return { table: end > first ? tableOf(end - 1) : 0, first: changeAt[first], end: changeAt[end] };
}
function seek(wanted) {
  wanted = Math.max(0, Math.min(data.count, wanted));
  while (step < wanted) apply(step++, true);
  while (step > wanted) apply(--step, false);
  show();
}
function move(direction) {
  const stop = stopAt(step), between = stops[stop] < step;
  seek(direction > 0 ? stops[Math.min(stop + 1, stops.length - 1)] : stops[Math.max(between ? stop : stop - 1, 0)]);
}
function jump(direction) {
  const index = phaseAt(step);
  if (direction > 0) return seek(index + 1 < phases.length ? phases[index + 1].start : data.count);
  const here = index >= 0 && phases[index].start < step ? index : index - 1;
  seek(here >= 0 ? phases[here].start : 0);
}
function fold(on) {
  stops = on ? loopStops : everyStore;
  $("slider").max = stops.length - 1;
  show();
}
