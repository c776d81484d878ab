// The page: what it holds as data is read once, and each part is filled, and again as time passes.

import { CompiledPolicy } from "../evaluator/policy.js";
import { partsOf, dateShown, textOfDate } from "../evaluator/time.js";
import { Calculator } from "./calculator.js";
import { ReadersClocks } from "./clocks.js";
import { OpeningTimes } from "./opening_times.js";
import { made } from "./drawing.js";
import { YearOfDates } from "./year.js";

const A_MINUTE = 60_000;

const told = JSON.parse(document.getElementById("policy").textContent);
const policy = new CompiledPolicy(told.compiled);
const readers = new ReadersClocks();
const now = () => Date.now() * 1000;
const timesAt = (place) => new OpeningTimes(policy, Number(place), told.words, readers);

document.body.classList.add("live");
if (document.getElementById("calculator")) new Calculator(policy, told.words, readers).start();

/** Put a text where it is another than the one that stands there: what is said anew is spoken anew. */
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// This moment

const moments = [...document.querySelectorAll("[data-now]")].map((item) => [item, timesAt(item.dataset.now)]);

/** What is open now, and the first instant at which that changes. */
function showMoments(at) {
  const changes = moments.map(([item, times]) => {
    const { isOpen, change, words } = times.nowWords(at);
    item.classList.toggle("is-open", isOpen);
    say(item.querySelector("span"), words);
    return change ?? Infinity;
  });
  return Math.min(...changes);
}

/** Say that the page is of other years. */
function showAge(at) {
  const { first, last, from, until } = policy.years;
  const years = first === last ? `${first}` : `${first} to ${last}`;
  const isOther = at < from || at >= until;
  const state = at < from ? "is not in force yet" : "is out of date";
  const words = `This page was made for ${years} and ${state}: it cannot say what is open now. Ask support for its current page.`;
  say(document.querySelector(".stale"), isOther ? words : "");
}

/** Unfold the plans that are in force by now, and fold those that were. */
function showVersion(at) {
  const versions = [...document.querySelectorAll(".version")];
  const current = versions.findLast((each) => !each.dataset.from || Number(each.dataset.from) <= at);
  for (const each of versions) {
    if (each.dataset.from) each.open = each === current;
    else each.hidden = each !== current;
  }
}

function hidePast(at) {
  const today = textOfDate(dateShown(policy.zone.reading(policy.inYears(at))));
  for (const item of document.querySelectorAll("[data-date]")) item.hidden = item.dataset.date < today;
}

// Schedules

const clocksField = document.querySelector("[name=week-clocks]");
const schedules = [...document.querySelectorAll("[data-schedule]")].map((section) => {
  const times = timesAt(section.dataset.schedule);
  const part = (name) => section.querySelector(`.${name}`);
  const dates = new YearOfDates(policy, times.hours, told.words);
  const [year] = partsOf(dateShown(times.zone.reading(policy.inYears(now()))));
  for (let each = policy.years.first; each <= policy.years.last; each += 1) {
    part("which-year").append(made("option", { value: each, ...(each === year ? { selected: "" } : {}) }, String(each)));
  }
  const showYear = () => {
    const chosen = Number(part("which-year").value);
    part("year").replaceChildren(...dates.months(chosen));
    part("names").replaceChildren(...dates.named(chosen));
  };
  part("which-year").addEventListener("change", showYear);
  part("year").closest("details").addEventListener("toggle", showYear, { once: true });
  return { times, part, name: section.dataset.name };
});

function showWeeks() {
  for (const { times, part, name } of schedules) {
    const clocks = clocksField.value === "reader" ? readers : times.zone;
    const week = times.week(now(), clocks, `The coming week: ${name}`);
    part("week").replaceChildren(...(week ? [week] : []));
  }
}

if (clocksField) {
  clocksField.options[1].textContent = `Yours (${readers.words})`;
  clocksField.addEventListener("change", showWeeks);
}

// The keyboard stops only at tables that scroll.

const frames = new ResizeObserver((found) => {
  for (const { target } of found) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});
for (const frame of document.querySelectorAll(".compared .drawing")) frames.observe(frame);

// As time passes

let next = 0;

/** Show this moment, and again at the next minute, or at the opening or closing before it. */
function show() {
  clearTimeout(next);
  const at = now();
  const change = showMoments(at);
  showAge(at);
  showVersion(at);
  hidePast(at);
  showWeeks();
  const untilMinute = A_MINUTE - ((at / 1000) % A_MINUTE);
  next = setTimeout(show, Math.max(Math.min(untilMinute, (change - at) / 1000), 0) + 1);
}

show();
document.addEventListener("visibilitychange", () => document.hidden || show());
