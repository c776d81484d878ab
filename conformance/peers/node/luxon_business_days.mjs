// luxon-business-days: days of the week and dates that are closed.

import { Unsupported, load, serve, told, whole } from "./told.mjs";

const { DateTime } = load("luxon-business-days");

function declared(at, hours) {
  const businessDays = [1, 2, 3, 4, 5, 6, 7].filter((day) => hours.on(day % 7).length);
  at.setupBusiness({ businessDays, holidayMatchers: [(day) => hours.closed.includes(day.toISODate())] });
  return at;
}

function addDays(hours, { start, days }) {
  hours.takes({ day_rule: "same_time" });
  if (hours.choices.starts !== "at_once" || hours.choices.ends !== "as_is") {
    throw new Unsupported("counts days at once, and ends as it is");
  }
  const at = declared(DateTime.fromMillis(whole(start), { zone: hours.zone }), hours);
  return told(at.plusBusiness({ days }).toMillis());
}

function isBusinessDay(hours, { date }) {
  const at = declared(DateTime.fromISO(`${date}T12:00`, { zone: hours.zone }), hours);
  return at.isBusinessDay() && !at.isHoliday();
}

await serve({
  name: "luxon-business-days",
  about: "no hours; days count at once and end as it is",
  questions: { add_days: addDays, is_business_day: isBusinessDay },
});
