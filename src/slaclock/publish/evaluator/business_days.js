// N business days after an instant, in each way that the phrase is read (R10, R11).

import { DAY, dateOf, dateShown, modulo, partsOf, weekdayOf } from "./time.js";

/** The instant so many business days after another, and where each of them was complete. */
export function daysLater(target, at, hours, zone) {
  const count = counted(target);
  const start = started(hours, at, count);
  const marks = [];
  for (let days = 1; !count.of && days <= count.days; days += 1) marks.push(leadsTo(hours, zone, start, count, days));
  return { start, marks, due: due(hours, zone, start, count) };
}

function counted(target) {
  const { days, rule, starts, ends, of, day_length: dayLength } = target;
  const namesItsDay = rule === "same_time" && ends === "same_day" && days !== 0;
  const keepsToItsDay = days > 0 && (ends === "next_opening" || ends === "same_day");
  return { days, rule, starts, ends, of, dayLength, namesItsDay, keepsToItsDay, atTime: typeof ends === "number" };
}

function due(hours, zone, start, count) {
  if (count.of) return dayOfRun(hours, zone, start, count);
  if (!count.days && count.atTime) return firstAtTime(hours, zone, start, count.ends);
  const forward = count.days >= 0;
  const found =
    count.atTime && count.rule !== "hours"
      ? atTimeOnItsDay(hours, zone, start, count)
      : ended(hours, zone, leadsTo(hours, zone, start, count, count.days), count.ends, forward);
  if (count.namesItsDay) return onItsDay(hours, start, found, count.days);
  return forward ? notBefore(hours, zone, found, start, count.ends) : found;
}

function atTimeOnItsDay(hours, zone, start, { days, ends }) {
  return atTime(zone, hours.businessDay(dateCountedFrom(hours, start, days < 0), days).date, ends);
}

/** Where counting begins for what arrives at an instant. */
function started(hours, at, count) {
  const atOnce = count.starts === "at_once";
  if ((atOnce && !count.namesItsDay) || hours.isOpen(at)) return at;
  if (atOnce) return withinItsDay(hours, at);
  if (count.days >= 0) return hours.next(at, true);
  return hours.isClosing(at) ? at : hours.previous(at, false);
}

/** What arrives outside the hours of a business day belongs to it all the same; on another date, to the last one. */
function withinItsDay(hours, at) {
  if (hours.isClosing(at)) return at;
  const day = hours.day(hours.dateAt(at));
  return day ? Math.min(Math.max(at, day.opens), day.own.closes) : hours.previous(at, false);
}

/** Where so many days lead, before it is decided where the answer ends. */
function leadsTo(hours, zone, start, count, days) {
  if (count.rule === "hours") return hours.add(start, days * count.dayLength);
  if (count.rule === "same_time") return sameTime(hours, zone, start, days, count);
  return edgeOfDay(hours, start, days, count.rule, false);
}

/** The same clock time on the Nth day; for a start in a shift's tail, in the tail of the Nth shift. */
function sameTime(hours, zone, start, days, count) {
  if (!days) return start;
  const from = dateCountedFrom(hours, start, count.namesItsDay || days < 0);
  const day = hours.businessDay(from, days);
  const found = zone.firstInstant(zone.latestReading(start) + (day.date - from) * DAY);
  // At a closing it may be the day before that closes.
  const elsewhere = count.keepsToItsDay && (hours.dateAt(found) !== day.date || hours.isClosing(found));
  return elsewhere ? keptTo(hours, day, found) : found;
}

/** No earlier than a business day opens, and no later than the next one does. */
function keptTo(hours, day, found) {
  return Math.max(day.opens, Math.min(found, hours.businessDay(day.date, 1).opens));
}

/** Where the business day so many after a start first opens or last closes. */
function edgeOfDay(hours, start, days, edge, ofClosing) {
  const day = hours.businessDay(dateCountedFrom(hours, start, ofClosing || days < 0), days);
  return edge === "open" ? day.opens : day.closes;
}

function dateCountedFrom(hours, start, ofClosing) {
  return hours.dateAt(ofClosing && hours.isClosing(start) ? start - 1 : start);
}

/** No later than the close of the day that is named; backwards, no earlier than its opening. */
function onItsDay(hours, start, found, days) {
  if (days > 0) return Math.min(found, edgeOfDay(hours, start, days, "close", true));
  return Math.max(found, edgeOfDay(hours, start, days, "open", false));
}

/** Where a due instant goes that lies outside open time, or the time of day at which it ends. */
export function ended(hours, zone, found, ends, forward = true, byClocks = false) {
  if (typeof ends === "number") {
    // Of the date to which it belongs, or by clocks of the one that they show.
    if (byClocks) return atTime(zone, dateShown(zone.reading(found)), ends);
    return atTime(zone, hours.dateAt(hours.isClosing(found) ? found - 1 : found), ends);
  }
  // Used up at a closing is due at that closing.
  if (ends === "as_is" || hours.isOpen(found) || hours.isClosing(found)) return found;
  return (ends !== "previous_closing") === forward ? hours.next(found, true) : hours.previous(found, false);
}

/** A time of day that was past already at the start is the next business day's on which it is not. */
export function notBefore(hours, zone, found, start, ends) {
  return typeof ends !== "number" || found >= start ? found : firstAtTime(hours, zone, start, ends);
}

function firstAtTime(hours, zone, start, time) {
  const here = hours.dateAt(start);
  // In a shift's tail that of the next business day may be past as well.
  for (let number = 0; ; number += 1) {
    const found = atTime(zone, hours.businessDay(here, number).date, time);
    if (found >= start) return found;
  }
}

const atTime = (zone, date, time) => zone.firstInstant(date * DAY + time);

// A business day of a week, a month, a quarter or a year

function dayOfRun(hours, zone, start, count) {
  const per = count.of.replace("next_", "");
  let first = firstOf(hours.dateAt(start), per);
  if (per !== count.of) first = firstAfter(first, per);
  for (; ; first = firstAfter(first, per)) {
    const found = ofRun(hours, zone, first, firstAfter(first, per), count);
    if (found > start) return found;
  }
}

/** The same for the run from a date to before another; days that it does not have are its last. */
function ofRun(hours, zone, first, end, count) {
  let day = hours.businessDay(end, -1);
  if (count.days) {
    const other = hours.businessDay(first - 1, count.days);
    if (other.date < day.date) day = other;
  }
  if (count.atTime) return atTime(zone, day.date, count.ends);
  return count.rule === "open" ? day.opens : day.closes;
}

const MONTHS_IN = { month: 1, quarter: 3, year: 12 };

function firstOf(date, per) {
  if (per === "week") return date - weekdayOf(date);
  const [year, month] = partsOf(date);
  return dateOf(year, month - modulo(month - 1, MONTHS_IN[per]), 1);
}

function firstAfter(date, per) {
  if (per === "week") return firstOf(date, per) + 7;
  const [year, month] = partsOf(firstOf(date, per));
  return dateOf(year, month + MONTHS_IN[per], 1);
}

// Cut-offs

/** Where the next business day opens, for what came after the cut-off of the business day to which it belongs. */
export function afterCutOff(hours, zone, at, cutOffs) {
  const day = hours.day(hours.dateAt(at));
  const ends = day && cutOffOf(day, cutOffs, zone);
  if (ends === null || at <= ends) return null;
  return hours.businessDay(day.date, 1).opens;
}

/** The cut-off on a business day; before its opening it lies in the tail of a shift, and 24:00 is its end. */
function cutOffOf(day, cutOffs, zone) {
  const time = cutOffs[weekdayOf(day.date)];
  if (time === null) return null;
  const opens = zone.reading(day.own.opens);
  const closes = zone.reading(day.own.closes);
  const opensAt = modulo(opens, DAY);
  const inTail = time <= opensAt && dateShown(closes) > day.date && modulo(closes, DAY) > 0;
  const inHead = dateShown(opens) < day.date && time >= opensAt;
  return atTime(zone, inTail || time === 0 ? day.date + 1 : inHead ? day.date - 1 : day.date, time);
}

/** The same clock time so many dates or months later; a month without such a date has its last. */
export function datesLater(at, zone, { days, months }) {
  const reading = zone.latestReading(at);
  if (!months) return zone.firstInstant(reading + days * DAY);
  const [year, month, day] = partsOf(dateShown(reading));
  const last = partsOf(dateOf(year, month + months + 1, 0))[2];
  return zone.firstInstant(dateOf(year, month + months, Math.min(day, last)) * DAY + modulo(reading, DAY));
}
