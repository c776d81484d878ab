// Pictures: time as rows of dates, each a bar of its twenty-four hours on the clocks that are shown.

import { DAY, dateShown } from "../evaluator/time.js";
import { dateWords, timeWords } from "./clocks.js";

const [MARGIN, ROW, BAR, HEAD] = [24, 26, 16, 22];
const LABELS = 84;
const NARROWEST = 180;
const WIDE = 520;
/** What a frame around a picture needs beside it. */
const AROUND = 24;
const FIRST_ROWS = 7;
const LAST_ROWS = 6;

/** An element of HTML, or of SVG, with attributes, texts and elements inside. */
export function made(name, attributes = {}, ...inside) {
  const svg = ["svg", "rect", "line", "path", "text", "g", "title"].includes(name);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

/** Dates as rows: where there are too many, those in the middle are one line that says so. */
function rowsOf(first, last) {
  const dates = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (dates.length <= FIRST_ROWS + LAST_ROWS + 1) return dates;
  return [...dates.slice(0, FIRST_ROWS), null, ...dates.slice(-LAST_ROWS)];
}

/** Where the hours of a picture lie that is as wide as what it stands in, so that its letters keep their size. */
function frameIn(host) {
  const width = Math.max(host.clientWidth - AROUND - LABELS - MARGIN, NARROWEST);
  return { left: LABELS, width, hours: width < WIDE ? [0, 12, 24] : [0, 6, 12, 18, 24] };
}

/**
 * Stretches of time on some clocks, a row for each date.
 *
 * @param {HTMLElement} host In what it will stand.
 * @param {{start: number, end: number, kind: string, title: string}[]} stretches
 * @param {{at: number, sign: string, words: string}[]} marks
 */
export function timePicture(host, stretches, marks, clocks, label) {
  const first = dateShown(clocks.reading(stretches[0].start));
  const last = dateShown(clocks.reading(stretches[stretches.length - 1].end - 1));
  const rows = rowsOf(first, last);
  const height = HEAD + rows.length * ROW + 8;
  const frame = frameIn(host);
  const width = frame.left + frame.width + MARGIN;
  const picture = made("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  picture.append(...hourLines(frame, height));
  rows.forEach((date, i) => {
    const top = HEAD + i * ROW;
    const skipped = last - first + 1 - (rows.length - 1);
    picture.append(made("text", { x: 0, y: top + 13, class: "soft" }, date === null ? `… ${skipped} dates` : dateWords(date)));
    if (date !== null) picture.append(...barsOf(frame, date, top, stretches, clocks), ...signsOf(frame, date, top, marks, clocks));
  });
  return picture;
}

function hourLines(frame, height) {
  return frame.hours.flatMap((hour) => {
    const x = frame.left + (hour / 24) * frame.width;
    const words = `${String(hour).padStart(2, "0")}:00`;
    return [
      made("line", { x1: x, x2: x, y1: HEAD - 4, y2: height - 8, class: "grid" }),
      made("text", { x, y: 12, class: "soft hour" }, words),
    ];
  });
}

const xOf = (frame, reading, date) => frame.left + (Math.min(Math.max(reading - date * DAY, 0), DAY) / DAY) * frame.width;

function barsOf(frame, date, top, stretches, clocks) {
  return stretches.flatMap(({ start, end, kind, title }) => {
    const [from, until] = [clocks.reading(start), clocks.reading(end)];
    if (until <= date * DAY || from >= (date + 1) * DAY) return [];
    const [x, right] = [xOf(frame, from, date), xOf(frame, until, date)];
    const place = { x, y: top, width: Math.max(right - x, 0.5), height: BAR, class: `bar ${kind}` };
    return [made("rect", place, made("title", {}, title))];
  });
}

function signsOf(frame, date, top, marks, clocks) {
  return marks.flatMap(({ at, sign, words }) => {
    const reading = clocks.reading(at);
    // What is due at midnight is shown at the end of the date before.
    const shown = sign === "due" && reading % DAY === 0 ? reading - 1 : reading;
    if (dateShown(shown) !== date) return [];
    const x = xOf(frame, reading, date);
    const title = made("title", {}, `${words} ${timeWords(reading)}`);
    return [made("line", { x1: x, x2: x, y1: top - 3, y2: top + BAR + 3, class: `mark ${sign}` }, title)];
  });
}
