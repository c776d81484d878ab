// The page: what it holds as data is read once, and each part is filled.

import { CompiledPolicy } from "../evaluator/policy.js";
import { partsOf, dateShown } from "../evaluator/time.js";
import { Calculator } from "./calculator.js";
import { ReadersClocks } from "./clocks.js";
import { OpeningTimes } from "./opening_times.js";
import { made } from "./drawing.js";

const A_MINUTE = 60_000;

const told = JSON.parse(document.getElementById("policy").textContent);
const policy = new CompiledPolicy(told.compiled);
const readers = new ReadersClocks();
const now = () => Date.now() * 1000;

document.body.classList.add("live");
const calculator = document.getElementById("calculator") && new Calculator(policy, told.words, readers);
calculator?.start();

for (const section of document.querySelectorAll("[data-schedule]")) {
  const times = new OpeningTimes(policy, Number(section.dataset.schedule), readers);
  const part = (name) => section.querySelector(`.${name}`);

  const showNow = () => {
    const { isOpen, words } = times.nowWords(now());
    part("now").textContent = words;
    part("now").classList.toggle("is-open", isOpen);
  };
  const showWeek = () => {
    const clocks = part("week-clocks").value === "reader" ? readers : times.zone;
    part("week").replaceChildren(times.week(within(now()), clocks));
  };
  const showYear = () => part("year").replaceChildren(...times.year(Number(part("which-year").value)));

  const [year] = partsOf(dateShown(times.zone.reading(within(now()))));
  for (let each = policy.years.first; each <= policy.years.last; each += 1) {
    part("which-year").append(made("option", { value: each, ...(each === year ? { selected: "" } : {}) }, String(each)));
  }
  part("which-year").addEventListener("change", showYear);
  part("week-clocks").addEventListener("change", showWeek);
  showNow();
  showWeek();
  showYear();
  setInterval(showNow, A_MINUTE);
}

/** An instant, or the nearest one of which the page knows. */
function within(at) {
  return Math.min(Math.max(at, policy.years.from), policy.years.until);
}
