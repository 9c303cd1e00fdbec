"use strict";
/* ---- what the page carries: columns of differences become columns of numbers ---- */
const data = /*DATA*/null;
const ENTRIES = 512;
const EMPTY = 0;                       // the look of an entry that is zero

function unpacked(differences) {
  let sum = 0;
  return Float64Array.from(differences, difference => sum += difference);
}
const steps = Object.fromEntries(Object.entries(data.steps).map(([name, column]) => [name, unpacked(column)]));
const tableAt = new Map(data.tables.map(table => [table.pa, table]));

const placeOf = store => data.places[steps.place[store]];
const tableOf = store => steps.table[store] ? data.tables[steps.table[store] - 1].pa : 0;

/* The changes of a store are those from changeAt[store] to changeAt[store + 1]. */
const changeAt = new Uint32Array(data.count + 1);
for (let store = 0; store < data.count; store++)
  changeAt[store + 1] = changeAt[store] + steps.changes[store];
