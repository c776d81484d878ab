// The clocks on which instants are shown: those of the support and those of the reader.

import { DAY, SECOND, dateShown, modulo, partsOf, weekdayOf } from "../evaluator/time.js";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MINUTE = 60 * SECOND;

/** The clocks of whoever reads the page, as the browser has them. */
export class ReadersClocks {
  constructor() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    this.name = zone;
    const place = zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
    this.words = zone.includes("/") && !zone.startsWith("Etc/") ? `${place} time` : place || "your clocks";
  }

  offset(at) {
    return -new Date(at / 1000).getTimezoneOffset() * MINUTE;
  }

  reading(at) {
    return at + this.offset(at);
  }

  called(at) {
    const parts = new Intl.DateTimeFormat("en", { timeZoneName: "short" }).formatToParts(new Date(at / 1000));
    return parts.find((part) => part.type === "timeZoneName").value;
  }

  /** The first instant at which they have shown a reading or a later one. */
  firstInstant(reading) {
    const [before, after] = [this.offset(reading - 2 * DAY), this.offset(reading + 2 * DAY)];
    const change = before === after ? Infinity : this.#changeBetween(reading - 2 * DAY, reading + 2 * DAY);
    const early = reading - before;
    return early < change ? early : Math.max(reading - after, change);
  }

  #changeBetween(from, until) {
    const before = this.offset(from);
    while (until - from > SECOND) {
      const middle = Math.floor((from + until) / 2 / SECOND) * SECOND;
      if (this.offset(middle) === before) from = middle;
      else until = middle;
    }
    return until;
  }
}

/** The later instant at which clocks show what they show at an instant, where they go back over it. */
export function shownAgain(at, clocks) {
  const later = at + clocks.offset(at) - clocks.offset(at + DAY);
  return later > at && clocks.reading(later) === clocks.reading(at) ? later : null;
}

/** `Fri 27 Nov 2026, 12:00`. */
export function dateAndTime(reading) {
  return `${dateWords(dateShown(reading), true)}, ${timeWords(reading)}`;
}

/** `Fri 27 Nov, 12:00`. */
export function shortDateAndTime(reading) {
  return `${dateWords(dateShown(reading))}, ${timeWords(reading)}`;
}

/** `01:30`; in an hour that clocks show twice, what they are called as well: `01:30 EDT`. */
export function timeAt(at, clocks) {
  return `${timeWords(clocks.reading(at))}${whichTime(at, clocks)}`;
}

/** `Sun 1 Nov, 01:30`; in an hour that clocks show twice, what they are called as well. */
export function shortDateAndTimeAt(at, clocks) {
  return `${shortDateAndTime(clocks.reading(at))}${whichTime(at, clocks)}`;
}

function whichTime(at, clocks) {
  const earlier = at + clocks.offset(at) - clocks.offset(at - DAY);
  const isSecond = earlier < at && clocks.reading(earlier) === clocks.reading(at);
  return isSecond || shownAgain(at, clocks) !== null ? ` ${calledAt(at, clocks)}` : "";
}

/** The instants at which dates from a first to a last one begin and end, as far as they lie in the years of the page. */
export function spanOfDates(first, last, clocks, { from, until }) {
  // Clocks are not known far outside the years.
  const [begins, ends] = [first * DAY, (last + 1) * DAY];
  const start = begins <= clocks.reading(from) ? from : clocks.firstInstant(begins);
  return [start, ends >= clocks.reading(until) ? until : clocks.firstInstant(ends)];
}

/** What clocks are called at an instant; a name that is only an offset says so: `UTC+03:30`. */
export function calledAt(at, clocks) {
  const name = clocks.called(at);
  return /^[+-]/.test(name) ? `UTC${name.replace(/^(...)(\d\d)$/, "$1:$2")}` : name;
}

export function dateWords(date, withYear = false) {
  const [year, month, day] = partsOf(date);
  return `${WEEKDAYS[weekdayOf(date)]} ${day} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ""}`;
}

export const monthWords = (month) => MONTHS[month - 1];
export const weekdayWords = (weekday) => WEEKDAYS[weekday];

/** `17:00`, with seconds where there are any. */
export function timeWords(reading) {
  const seconds = Math.floor(modulo(reading, DAY) / SECOND);
  const two = (number) => String(number).padStart(2, "0");
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 ? `${clock}:${two(seconds % 60)}` : clock;
}

/** `1 h 30 min`. */
export function durationWords(amount) {
  const minutes = Math.floor(amount / MINUTE);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const seconds = Math.floor((amount % MINUTE) / SECOND);
  const parts = [hours && `${hours} h`, rest && `${rest} min`, seconds && `${seconds} s`].filter(Boolean);
  return parts.join(" ") || "0 min";
}

/** What a field of date and time shows, as a reading. */
export function readingOf(text) {
  const told = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?/.exec(text);
  if (!told) return null;
  const [year, month, day, hour, minute, second] = told.slice(1).map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second) * 1000;
}

/** A reading as a field of date and time takes it, to the minute. */
export function fieldText(reading) {
  return new Date(reading / 1000).toISOString().slice(0, 16);
}

/** `a, b and c`. */
export function listed(words) {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");
}
