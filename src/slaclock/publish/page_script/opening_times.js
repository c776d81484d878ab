// When support is open: now or when next, and the coming week.

import { SlaError, dateShown, partsOf } from "../evaluator/time.js";
import { calledAt, dateAndTime, shortDateAndTime, spanOfDates, timeWords } from "./clocks.js";
import { datesTable } from "./drawing.js";

const WEEK = 7;

/** What the page says of one schedule. */
export class OpeningTimes {
  constructor(policy, place, words, readers) {
    const { hours, zone } = policy.timeAt(place);
    Object.assign(this, { policy, hours, zone, words, readers });
  }

  /** `open now, until Fri 27 Nov, 18:00 EST`, and the instant at which that changes, if it does. */
  nowWords(at) {
    try {
      const isOpen = this.hours.isOpen(at);
      const change = this.#next(at, !isOpen);
      const state = isOpen ? "open now" : "closed now";
      if (change === null) return { isOpen, change, words: isOpen ? "open around the clock" : state };
      const when = this.#onBothClocks(change, at);
      return { isOpen, change, words: isOpen ? `${state}, until ${when}` : `${state}, opens ${when}` };
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      return { isOpen: false, change: null, words: "not known at this moment" };
    }
  }

  #next(at, opening) {
    try {
      return this.hours.next(at, opening);
    } catch (error) {
      // Nothing changes any more, or not in the years of the page.
      if (error instanceof SlaError) return null;
      throw error;
    }
  }

  /** An instant on the clocks of support and, where they show another time, on those of the reader. */
  #onBothClocks(at, now) {
    const [here, there] = [this.zone.reading(at), this.readers.reading(at)];
    const [today] = partsOf(dateShown(this.zone.reading(now)));
    const isThisYear = partsOf(dateShown(here))[0] === today;
    const words = `${isThisYear ? shortDateAndTime(here) : dateAndTime(here)} ${calledAt(at, this.zone)}`;
    if (here === there) return words;
    const own = dateShown(here) === dateShown(there) ? timeWords(there) : shortDateAndTime(there);
    return `${words} (${own} on your clocks)`;
  }

  /** The coming week from the date on which an instant lies, on some clocks; nothing outside the years of the page. */
  week(at, clocks, caption) {
    const { from, until } = this.policy.years;
    if (at < from || at >= until) return null;
    const date = dateShown(clocks.reading(at));
    const [start, end] = spanOfDates(date, date + WEEK - 1, clocks, this.policy.years);
    const stretches = this.policy.timeline(this.hours, start, end);
    return datesTable(caption, stretches, [{ at, sign: "now" }], clocks, (parts) => this.#wordsOf(parts, clocks));
  }

  #wordsOf(parts, clocks) {
    const open = parts.filter((part) => part.kind === "open").map((part) => this.#spanWords(part, clocks));
    const names = parts.filter((part) => part.name).map((part) => this.words.names[part.name] ?? part.name);
    return [open.join(", ") || "closed", ...new Set(names)];
  }

  #spanWords({ start, end }, clocks) {
    const [opens, closes] = [start, end].map((at) => timeWords(clocks.reading(at)));
    if (opens === "00:00" && closes === "00:00") return "all day";
    return `${opens}–${closes === "00:00" ? "24:00" : closes}`;
  }
}
