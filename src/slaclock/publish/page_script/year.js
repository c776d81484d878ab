// A year of a schedule: its months, and the dates that have names.

import { dateOf, partsOf, weekdayOf } from "../evaluator/time.js";
import { dateWords, monthWords, weekdayWords } from "./clocks.js";
import { made } from "./drawing.js";

const DAYS_OF_WEEK = [0, 1, 2, 3, 4, 5, 6];

/** The year of some hours. */
export class YearOfDates {
  constructor(policy, hours, words) {
    Object.assign(this, { hours, words });
    this.names = policy.namesByDate(hours);
  }

  /** The months of a year: each date open, closed, or closed or opened for a reason. */
  months(year) {
    return Array.from({ length: 12 }, (_, i) => this.#month(year, i + 1));
  }

  /** The dates of a year that have names, as lines. */
  named(year) {
    const dated = [...this.names].filter(([date]) => partsOf(date)[0] === year);
    return dated.sort(([one], [other]) => one - other).map(([date]) => {
      const day = made("span", { class: "day" }, dateWords(date));
      return made("li", {}, day, made("bdi", {}, this.#nameOf(date)));
    });
  }

  #nameOf(date) {
    const called = this.names.get(date) ?? "";
    return this.words.names[called] ?? called;
  }

  #month(year, month) {
    const [first, end] = [dateOf(year, month, 1), dateOf(year, month + 1, 1)];
    const before = weekdayOf(first);
    const rows = [];
    for (let monday = first - before; monday < end; monday += 7) {
      const cells = DAYS_OF_WEEK.map((day) => (monday + day < first || monday + day >= end ? made("td", {}) : this.#date(monday + day)));
      rows.push(made("tr", {}, ...cells));
    }
    const heads = DAYS_OF_WEEK.map((day) => made("th", { scope: "col", abbr: weekdayWords(day) }, weekdayWords(day)[0]));
    return made(
      "table",
      { class: "month" },
      made("caption", {}, `${monthWords(month)} ${year}`),
      made("thead", {}, made("tr", {}, ...heads)),
      made("tbody", {}, ...rows),
    );
  }

  #date(date) {
    const isOpen = this.hours.day(date) !== null;
    const name = this.#nameOf(date);
    const spoken = [isOpen ? "" : "closed", name].filter(Boolean).join(", ");
    const number = String(partsOf(date)[2]);
    return made(
      "td",
      { class: `date ${isOpen ? "open-date" : "closed"}${name ? " named" : ""}`, ...(name ? { title: name } : {}) },
      made("span", {}, number),
      ...(spoken ? [made("span", { class: "spoken" }, ` ${spoken}`)] : []),
    );
  }
}
