// dayjs-business-time, with the plugin of Day.js for zones.

import { Unsupported, face, load, serve, told, whole, wholeAmount } from "./told.mjs";

const dayjs = load("dayjs");
for (const plugin of ["dayjs/plugin/utc", "dayjs/plugin/timezone", "dayjs-business-time"]) dayjs.extend(load(plugin));
const MINUTE = 60_000_000;
const NAMES = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function declare(hours) {
  const days = NAMES.map((name, day) => [name, hours.on(day).map(([a, b]) => ({ start: face(a), end: face(b) }))]);
  dayjs.setBusinessTime(Object.fromEntries(days.map(([name, spans]) => [name, spans.length ? spans : null])));
  dayjs.setHolidays(hours.closed);
}

const at = (hours, text, unit) => dayjs(whole(text, unit)).tz(hours.zone);

function isOpen(hours, question) {
  declare(hours);
  return at(hours, question.at).isBusinessTime();
}

function elapsed(hours, { start, end }) {
  declare(hours);
  return at(hours, start, MINUTE).businessMinutesDiff(at(hours, end, MINUTE)) * MINUTE;
}

function add(hours, { start, amount_us }) {
  hours.takes({ boundary: "closing" });
  declare(hours);
  const way = amount_us < 0 ? "subtractBusinessMinutes" : "addBusinessMinutes";
  return told(at(hours, start, MINUTE)[way](wholeAmount(Math.abs(amount_us), MINUTE)).valueOf());
}

function addDays(hours, { start, days }) {
  hours.takes({ day_rule: "same_time" });
  if (hours.choices.starts !== "at_once" || hours.choices.ends !== "as_is") {
    throw new Unsupported("counts days at once, and ends as it is");
  }
  declare(hours);
  const way = days < 0 ? "subtractBusinessDays" : "addBusinessDays";
  return told(at(hours, start)[way](Math.abs(days)).valueOf());
}

function isBusinessDay(hours, { date }) {
  declare(hours);
  return dayjs.tz(`${date}T12:00`, hours.zone).isBusinessDay();
}

await serve({
  name: "dayjs-business-time",
  about:
    "hours within a date; both ends of a window are open; a deadline used up at closing is due then; days count at " +
    "once and end as it is; whole minutes",
  questions: { is_open: isOpen, elapsed, add, add_days: addDays, is_business_day: isBusinessDay },
});
