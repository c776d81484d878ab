// Pictures: time as a table with a row for each date, which has a bar of its twenty-four hours and words beside it.

import { DAY, dateShown, modulo } from "../evaluator/time.js";
import { dateWords } from "./clocks.js";

const HOURS = [0, 6, 12, 18, 24];
const FIRST_ROWS = 7;
const LAST_ROWS = 6;
/** What is drawn of a stretch or a mark, in parts of a day, however short it is. */
const THINNEST = 0.004;

/** An element of HTML with attributes, texts and elements inside. */
export function made(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

/**
 * Stretches of time on some clocks, a row for each date; where there are too many, those in the middle are one row.
 *
 * @param {string} caption What the table is about.
 * @param {{start: number, end: number, kind: string, name: string}[]} stretches All of the time, in order.
 * @param {{at: number, sign: string}[]} marks
 * @param {(parts: object[], marks: object[], date: number) => string[]} wordsOf What is said of a date.
 */
export function datesTable(caption, stretches, marks, clocks, wordsOf) {
  const dates = datesIn(stretches, clocks);
  const rows = dates.map(({ date, parts }) => {
    const shown = marks.filter((mark) => dateOfMark(mark, clocks) === date);
    return rowOf(dateWords(date), wordsOf(parts, shown, date), barOf(date, parts, shown, clocks));
  });
  const left = rows.length - FIRST_ROWS - LAST_ROWS;
  if (left > 1) {
    const parts = dates.slice(FIRST_ROWS, FIRST_ROWS + left).flatMap((each) => each.parts);
    rows.splice(FIRST_ROWS, left, rowOf(`${left} more dates`, wordsOf(parts, [], null), made("div", { class: "track left-out" })));
  }
  return made("table", { class: "days", role: "table" }, made("caption", {}, caption), headOf(), bodyOf(rows));
}

/** The dates of stretches, each with its parts of them. */
function datesIn(stretches, clocks) {
  const first = dateShown(clocks.reading(stretches[0].start));
  const last = dateShown(clocks.reading(stretches.at(-1).end - 1));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const date = first + i;
    const begins = date === first ? -Infinity : clocks.firstInstant(date * DAY);
    const ends = date === last ? Infinity : clocks.firstInstant((date + 1) * DAY);
    const parts = stretches.map((each) => ({
      ...each,
      start: Math.max(each.start, begins),
      end: Math.min(each.end, ends),
      isLast: each.end <= ends,
    }));
    return { date, parts: parts.filter((part) => part.start < part.end) };
  });
}

/** What is due at midnight is shown at the end of the date before. */
function dateOfMark({ at, sign }, clocks) {
  const reading = clocks.reading(at);
  return dateShown(sign === "due" && modulo(reading, DAY) === 0 ? reading - 1 : reading);
}

function headOf() {
  const hours = HOURS.map((hour) => made("span", {}, `${String(hour).padStart(2, "0")}:00`));
  const head = (...inside) => made("th", { scope: "col", role: "columnheader" }, ...inside);
  const spoken = (words) => made("span", { class: "spoken" }, words);
  const clock = made("span", { class: "clock", "aria-hidden": "true" }, ...hours);
  return made("thead", { role: "rowgroup" }, made("tr", { role: "row" }, head(spoken("Date")), head(clock, spoken("Its hours")), head(spoken("What happens"))));
}

const bodyOf = (rows) => made("tbody", { role: "rowgroup" }, ...rows);

function rowOf(date, words, bar) {
  const cell = (kind, ...inside) => made("td", { class: kind, role: "cell" }, ...inside);
  const said = made("bdi", {}, words.join(" · "));
  return made("tr", { role: "row" }, made("th", { scope: "row", role: "rowheader" }, date), cell("bar", bar), cell("said", said));
}

function barOf(date, parts, marks, clocks) {
  const bar = made("div", { class: "track", "aria-hidden": "true" });
  const placeOf = (at) => (clocks.reading(at) - date * DAY) / DAY;
  for (const { start, end, kind } of parts) {
    const from = Math.max(placeOf(start), 0);
    // The end of a date shows the beginning of the next one.
    const until = placeOf(end) <= 0 ? 1 : Math.min(placeOf(end), 1);
    bar.append(placed(made("span", { class: `part ${kind}` }), from, Math.max(until - from, THINNEST)));
  }
  for (const { at, sign } of marks) bar.append(placed(made("span", { class: `mark ${sign}` }), placeOf(at)));
  return bar;
}

function placed(element, left, width) {
  element.style.insetInlineStart = `${left * 100}%`;
  if (width !== undefined) element.style.inlineSize = `${width * 100}%`;
  return element;
}
