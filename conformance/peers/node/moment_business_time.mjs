// moment-business-time, with the zones of moment-timezone.

import { Unsupported, face, load, serve, told, whole, wholeAmount } from "./told.mjs";

const moment = load("moment-timezone");
load("moment-business-time");
const MILLISECOND = 1_000;

function declare(hours) {
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => hours.on(day).flat().map(face));
  const workinghours = Object.fromEntries(days.map((faces, day) => [day, faces.length ? faces : null]));
  moment.updateLocale("en", { workinghours, holidays: hours.closed });
}

const at = (hours, text) => moment.tz(whole(text), hours.zone);

function isOpen(hours, question) {
  declare(hours);
  return at(hours, question.at).isWorkingTime();
}

function edge(way, transition) {
  return (hours, question) => {
    declare(hours);
    let found = at(hours, question.at)[way]();
    if (found && found.transition !== transition) found = found.moment[way]();
    return told(found.moment.valueOf());
  };
}

function elapsed(hours, { start, end }) {
  declare(hours);
  return at(hours, start).workingDiff(at(hours, end), "milliseconds", true) * -MILLISECOND;
}

function add(hours, { start, amount_us }) {
  hours.takes({ boundary: "closing" });
  declare(hours);
  return told(at(hours, start).addWorkingTime(wholeAmount(amount_us, MILLISECOND), "milliseconds").valueOf());
}

function addDays(hours, { start, days }) {
  hours.takes({ day_rule: "same_time", starts: "at_once", ends: "as_is" });
  if (hours.choices.starts !== "at_once" || hours.choices.ends !== "as_is") {
    throw new Unsupported("counts days at once, and ends as it is");
  }
  declare(hours);
  return told(at(hours, start).addWorkingTime(days, "days").valueOf());
}

function isBusinessDay(hours, { date }) {
  declare(hours);
  return moment.tz(`${date}T12:00`, hours.zone).isWorkingDay();
}

await serve({
  name: "moment-business-time",
  about:
    "hours within a date; both ends of a window are open; a deadline used up at closing is due then; days count at " +
    "once and end as it is; milliseconds",
  questions: {
    is_open: isOpen,
    next_opening: edge("nextTransitionTime", "open"),
    next_closing: edge("nextTransitionTime", "close"),
    previous_opening: edge("lastTransitionTime", "open"),
    previous_closing: edge("lastTransitionTime", "close"),
    elapsed,
    add,
    add_days: addDays,
    is_business_day: isBusinessDay,
  },
});
