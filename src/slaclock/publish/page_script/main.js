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

/** What is drawn anew when the window changes its size. */
const redrawn = calculator ? [() => calculator.show()] : [];

for (const section of document.querySelectorAll("[data-schedule]")) {
  const times = new OpeningTimes(policy, Number(section.dataset.schedule), told.words, readers);
  const part = (name) => section.querySelector(`.${name}`);

  const showNow = () => {
    const { isOpen, words } = times.nowWords(now());
    part("now").textContent = words;
    part("now").classList.toggle("is-open", isOpen);
  };
  const showWeek = () => {
    const clocks = part("week-clocks").value === "reader" ? readers : times.zone;
    part("week").replaceChildren(times.week(section, policy.inYears(now()), clocks));
  };
  const showYear = () => {
    const chosen = Number(part("which-year").value);
    part("year").replaceChildren(...times.year(chosen));
    part("names").replaceChildren(...times.namesOf(chosen));
  };

  const [year] = partsOf(dateShown(times.zone.reading(policy.inYears(now()))));
  for (let each = policy.years.first; each <= policy.years.last; each += 1) {
    part("which-year").append(made("option", { value: each, ...(each === year ? { selected: "" } : {}) }, String(each)));
  }
  part("which-year").addEventListener("change", showYear);
  part("week-clocks").addEventListener("change", showWeek);
  showNow();
  showWeek();
  showYear();
  setInterval(showNow, A_MINUTE);
  redrawn.push(showWeek);
}

let asked = 0;
window.addEventListener("resize", () => {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(() => redrawn.forEach((draw) => draw()));
});
