// When something is due, and which case of `when` a request meets (R11).

import { afterCutOff, datesLater, daysLater, ended, notBefore } from "./business_days.js";
import { DAY, SECOND, dateShown, modulo, partsOf, weekdayOf } from "./time.js";

/** When a target is due, for what was opened at an instant, and where its count began. */
export function dueOf(target, at, hours, zone) {
  const start = countsFrom(target, at, hours, zone);
  if (target.counts === "business_days") return { ...daysLater(target, start, hours, zone), start };
  const found = later(target, start, hours, zone);
  if (target.ends === "as_is") return { start, due: found, marks: [] };
  const byClocks = target.counts === "calendar_days" || target.counts === "calendar_months";
  const end = ended(hours, zone, found, target.ends, true, byClocks);
  return { start, due: notBefore(hours, zone, end, at, target.ends), marks: [] };
}

/** Where the count begins: after a cut-off at the next business day's opening. */
function countsFrom(target, at, hours, zone) {
  const afterwards = target.cut_off && afterCutOff(hours, zone, at, target.cut_off);
  if (afterwards) return afterwards;
  if (target.counts === "business_days" || target.starts !== "next_opening" || hours.isOpen(at)) return at;
  return hours.next(at, true);
}

function later(target, start, hours, zone) {
  const { counts, duration, boundary } = target;
  if (counts === "open_time") return boundary === "closing" ? hours.add(start, duration) : hours.lastAt(start, duration);
  if (counts === "calendar_time") return start + duration;
  return datesLater(start, zone, target);
}

/** Whether a request meets a condition, and all that is told in it. */
export function meets(told, request, timeOf, calendars) {
  const { hours, zone } = timeOf(told.schedule);
  const { at, channel } = request;
  const shown = zone.reading(at);
  const other = (each) => meets(each, request, timeOf, calendars);
  return (
    (!told.channels || told.channels.includes(channel)) &&
    (told.open === undefined || hours.isOpen(at) === told.open) &&
    (!told.days || isOn(told.days, at, dateShown(shown), hours, calendars)) &&
    (!told.months || told.months.includes(partsOf(dateShown(shown))[1])) &&
    (!told.dates || isWithin(told.dates, dateShown(shown))) &&
    isAt(told, modulo(shown, DAY)) &&
    (!told.any_of || told.any_of.some(other)) &&
    !(told.none_of ?? []).some(other)
  );
}

function isOn({ weekdays, holidays, business_days: businessDays }, at, date, hours, calendars) {
  return (
    weekdays.includes(weekdayOf(date)) ||
    (holidays !== null && calendars[holidays].has(date)) ||
    (businessDays && (hours.day(date) !== null || hours.isOpen(at)))
  );
}

/** Whether a date lies within dates of one year, or of every year, which may go over New Year. */
function isWithin({ yearly, first, last }, date) {
  const [, month, day] = partsOf(date);
  const here = yearly ? month * 100 + day : date;
  const begun = first === null || first <= here;
  const over = last === null || here <= last;
  return yearly && first > last ? begun || over : begun && over;
}

/** Whether a time of day lies within some: from an evening to a morning over midnight. */
function isAt({ since, after, before }, clock) {
  if (since === undefined && after === undefined && before === undefined) return true;
  const begun = (since === undefined || clock >= since) && (after === undefined || clock > after);
  const over = before === undefined || clock < before;
  const begins = since ?? after;
  return begins !== undefined && before !== undefined && before <= begins ? begun || over : begun && over;
}
