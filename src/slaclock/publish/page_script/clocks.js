// The clocks on which instants are shown: those of the support and those of the reader.

import { DAY, SECOND, dateShown, modulo, partsOf, weekdayOf } from "../evaluator/time.js";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MINUTE = 60 * SECOND;

/** The clocks of whoever reads the page, as the browser has them. */
export class ReadersClocks {
  constructor() {
    this.name = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "your clocks";
  }

  reading(at) {
    return at - new Date(at / 1000).getTimezoneOffset() * MINUTE;
  }

  called(at) {
    const parts = new Intl.DateTimeFormat("en", { timeZoneName: "short" }).formatToParts(new Date(at / 1000));
    return parts.find((part) => part.type === "timeZoneName").value;
  }

  /** The first instant at which they show a reading or a later one. */
  firstInstant(reading) {
    let [before, found] = [reading - DAY, reading + DAY];
    while (found - before > SECOND) {
      const middle = Math.floor((before + found) / 2 / SECOND) * SECOND;
      if (this.reading(middle) < reading) before = middle;
      else found = middle;
    }
    return found;
  }
}

/** `Fri 27 Nov 2026, 12:00`. */
export function dateAndTime(reading) {
  return `${dateWords(dateShown(reading), true)}, ${timeWords(reading)}`;
}

/** `Fri 27 Nov, 12:00`. */
export function shortDateAndTime(reading) {
  return `${dateWords(dateShown(reading))}, ${timeWords(reading)}`;
}

/** An instant on some clocks, with what they are called: `Fri 27 Nov 2026, 12:00 EST`. */
export function instantWords(at, clocks) {
  return `${dateAndTime(clocks.reading(at))} ${clocks.called(at)}`;
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
