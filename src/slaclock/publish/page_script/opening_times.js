// When support is open: now or when next, the coming week, and the year.

import { DAY, SlaError, dateOf, dateShown, partsOf, weekdayOf } from "../evaluator/time.js";
import { dateWords, instantWords, monthWords, timeWords, weekdayWords } from "./clocks.js";
import { made, timePicture } from "./drawing.js";

const WEEK = 7;

/** What the page says of one schedule. */
export class OpeningTimes {
  constructor(policy, place, words, readers) {
    const { hours, zone } = policy.timeAt(place);
    Object.assign(this, { policy, hours, zone, words, readers });
  }

  /** `open now, until Fri 27 Nov 2026, 18:00 EST`. */
  nowWords(at) {
    try {
      const isOpen = this.hours.isOpen(at);
      const change = this.#next(at, !isOpen);
      if (change === null) return { isOpen, words: isOpen ? "always open" : "closed" };
      const when = this.#onBothClocks(change);
      return { isOpen, words: isOpen ? `open now, until ${when}` : `closed now, opens ${when}` };
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      return { isOpen: false, words: error.message };
    }
  }

  #next(at, opening) {
    try {
      return this.hours.next(at, opening);
    } catch (error) {
      if (error.kind === "never_open") return null;
      throw error;
    }
  }

  #onBothClocks(at) {
    const [here, there] = [instantWords(at, this.zone), instantWords(at, this.readers)];
    return here === there ? here : `${here} (${there})`;
  }

  /** The coming week from the date on which an instant lies, on some clocks. */
  week(host, at, clocks) {
    const date = dateShown(clocks.reading(at));
    const until = this.policy.years.until;
    const start = Math.max(clocks.firstInstant(date * DAY), this.policy.years.from);
    const end = Math.min(clocks.firstInstant((date + WEEK) * DAY), until);
    const stretches = this.policy.timeline(this.hours, start, end).map((each) => ({
      ...each,
      title: `${dateWords(dateShown(clocks.reading(each.start)))} ${timeWords(clocks.reading(each.start))} to ${timeWords(clocks.reading(each.end))}: ${each.name || (each.kind === "open" ? "open" : "closed")}`,
    }));
    return timePicture(host, stretches, [{ at, sign: "now", words: "now" }], clocks, "The coming week, a row for each date");
  }

  /** The months of a year: each date open, closed, or closed or opened for a reason. */
  year(year) {
    const names = this.policy.namesByDate(this.hours);
    return Array.from({ length: 12 }, (_, i) => this.#month(year, i + 1, names));
  }

  /** The dates of a year that have names, as lines. */
  namesOf(year) {
    const dated = [...this.policy.namesByDate(this.hours)].filter(([date]) => partsOf(date)[0] === year);
    const lines = dated.sort(([one], [other]) => one - other);
    return lines.map(([date, name]) => made("li", {}, `${dateWords(date)}: ${this.words.names[name] ?? name}`));
  }

  #month(year, month, names) {
    const [first, end] = [dateOf(year, month, 1), dateOf(year, month + 1, 1)];
    const blanks = Array.from({ length: weekdayOf(first) }, () => made("span", {}));
    const dates = Array.from({ length: end - first }, (_, i) => this.#date(first + i, names));
    const caption = made("h3", {}, monthWords(month));
    const heads = Array.from({ length: WEEK }, (_, i) => made("span", { class: "soft", "aria-hidden": "true" }, weekdayWords(i)[0]));
    return made("section", { class: "month" }, caption, made("div", { class: "dates" }, ...heads, ...blanks, ...dates));
  }

  #date(date, names) {
    const isOpen = this.hours.day(date) !== null;
    const called = names.get(date) ?? "";
    const name = this.words.names[called] ?? called;
    const words = `${dateWords(date)}: ${isOpen ? "open" : "closed"}${name ? `, ${name}` : ""}`;
    const style = `date ${isOpen ? "open" : "closed"}${name ? " named" : ""}`;
    return made("span", { class: style, title: words, role: "img", "aria-label": words }, String(partsOf(date)[2]));
  }
}
