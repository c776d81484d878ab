// When a schedule is open: counting, openings and closings, and business days, from the instants that were told.

import { DAY, SlaError, countBefore, dateShown, textOf, textOfDate, unpacked } from "./time.js";

// How far beyond the years the dates lie to which an instant in them may belong.
const REACH = 2 * DAY;

/** The open time of one entry under `hours`. */
export class Hours {
  constructor(told, zone, years, name) {
    Object.assign(this, { told, zone, years, name });
    this.edges = unpacked(told.open);
    this.totals = [0];
    for (let i = 0; i < this.edges.length; i += 2) {
      this.totals.push(this.totals[i / 2] + this.edges[i + 1] - this.edges[i]);
    }
    this.#unpackDays(told.days);
  }

  #unpackDays({ dates, windows, edges }) {
    this.dates = unpacked(dates);
    this.dayEdges = edges === null ? this.edges : unpacked(edges);
    this.firstEdge = [0];
    this.closes = [];
    this.dates.forEach((_, i) => {
      const end = this.firstEdge[i] + 2 * (Array.isArray(windows) ? windows[i] : windows);
      this.firstEdge.push(end);
      this.closes.push(Math.max(this.dayEdges[end - 1], this.closes[i - 1] ?? -Infinity));
    });
    // A day begins no later than those after it, and is over no earlier than those before it.
    this.opens = this.dates.map((_, i) => this.dayEdges[this.firstEdge[i]]);
    for (let i = this.opens.length - 2; i >= 0; i -= 1) this.opens[i] = Math.min(this.opens[i], this.opens[i + 1]);
  }

  // Counting

  /** Open time up to an instant. */
  before(at) {
    const i = countBefore(this.edges, this.years.check(at), true);
    return this.totals[i >> 1] + (i & 1 ? at - this.edges[i - 1] : 0);
  }

  /** Open time from one instant to another, negative when the second is the earlier. */
  elapsed(start, end) {
    return this.before(end) - this.before(start);
  }

  /** The first instant by which so much time, more than none, was open. */
  firstAt(at, amount) {
    const goal = this.before(at) + amount;
    const j = countBefore(this.totals, goal);
    const found = j > 0 && j < this.totals.length ? this.edges[2 * j - 1] - (this.totals[j] - goal) : NaN;
    return this.#within(found) ? found : this.#notEnough(at, amount);
  }

  /** The last instant by which no more than so much time was open. */
  lastAt(at, amount) {
    const goal = this.before(at) + amount;
    const j = countBefore(this.totals, goal, true) - 1;
    const found = j >= 0 && j < this.totals.length - 1 ? this.edges[2 * j] + (goal - this.totals[j]) : NaN;
    return this.#within(found) ? found : this.#notEnough(at, amount);
  }

  /** What is so much open time after an instant, or before it. */
  add(at, amount) {
    if (!amount) return at;
    return amount > 0 ? this.firstAt(at, amount) : this.lastAt(at, amount);
  }

  #within(at) {
    return at >= this.years.from && at <= this.years.until;
  }

  #notEnough(at, amount) {
    const later = amount > 0;
    if (this.told[later ? "after" : "before"] !== "closed") this.years.beyond(later);
    throw new SlaError("never_open", `${this.name} has no more open time ${later ? "after" : "before"} ${textOf(at)}`);
  }

  // Openings and closings

  isOpen(at) {
    return Boolean(countBefore(this.edges, this.years.check(at), true) & 1);
  }

  /** Whether open time ends exactly here. */
  isClosing(at) {
    const i = countBefore(this.edges, this.years.check(at));
    return Boolean(i & 1) && this.edges[i] === at;
  }

  /** The next opening or closing strictly after an instant. */
  next(at, opening) {
    let i = countBefore(this.edges, this.years.check(at), true);
    if (Boolean(i & 1) === opening) i += 1;
    return i < this.edges.length && this.edges[i] <= this.years.until ? this.edges[i] : this.#noEdge(at, opening, true);
  }

  /** The last opening or closing strictly before an instant. */
  previous(at, opening) {
    let i = countBefore(this.edges, this.years.check(at)) - 1;
    if (Boolean(i & 1) === opening) i -= 1;
    return i >= 0 && this.edges[i] >= this.years.from ? this.edges[i] : this.#noEdge(at, opening, false);
  }

  #noEdge(at, opening, later) {
    if (this.told[later ? "after" : "before"] === "goes_on") this.years.beyond(later);
    throw new SlaError(
      "never_open",
      `${this.name} never ${opening ? "opens" : "closes"} ${later ? "after" : "before"} ${textOf(at)}`,
    );
  }

  /** Open spans between two instants, in order. */
  windows(start, end) {
    const found = [];
    if (start >= end) return found;
    const until = countBefore(this.edges, this.years.check(end));
    for (let i = countBefore(this.edges, this.years.check(start), true) & ~1; i < until; i += 2) {
      found.push([Math.max(this.edges[i], start), Math.min(this.edges[i + 1], end)]);
    }
    return found;
  }

  // Business days

  /** The date to which an instant belongs: in a shift over midnight, that of the shift; of several the last to open. */
  dateAt(at) {
    const here = dateShown(this.zone.reading(at));
    const i = countBefore(this.edges, this.years.check(at), true);
    if (!(i & 1)) return here;
    const opened = this.edges[i - 1];
    // It may be the date after the one that clocks show: of a shift's closing, or where they go back over midnight.
    const near = [here + 2, here + 1, here, here - 1, here - 2];
    return near.find((date) => this.#dayOf(date)?.spans.some(([start]) => opened <= start && start <= at));
  }

  /** What opens on a date, if anything. */
  day(date) {
    this.#checkDate(date);
    return this.#dayOf(date);
  }

  #dayOf(date) {
    const i = countBefore(this.dates, date);
    return this.dates[i] === date ? this.#dayAt(i) : null;
  }

  #dayAt(i) {
    const spans = [];
    for (let edge = this.firstEdge[i]; edge < this.firstEdge[i + 1]; edge += 2) {
      spans.push([this.dayEdges[edge], this.dayEdges[edge + 1]]);
    }
    const own = { opens: spans[0][0], closes: spans[spans.length - 1][1] };
    return { date: this.dates[i], spans, own, opens: this.opens[i], closes: this.closes[i] };
  }

  #checkDate(date) {
    if (date * DAY < this.years.from - REACH || date * DAY > this.years.until + REACH) {
      this.years.beyond(date * DAY > this.years.until);
    }
  }

  /** The business day so many after a date, or before it; for none, the date itself or the next one. */
  businessDay(date, count) {
    const i = count > 0 ? countBefore(this.dates, date, true) - 1 + count : countBefore(this.dates, date) + count;
    const later = count >= 0;
    if (i >= 0 && i < this.dates.length && this.#within(this.closes[i])) return this.#dayAt(i);
    if (this.told[later ? "after" : "before"] !== "closed") this.years.beyond(later);
    throw new SlaError(
      "never_open",
      `${this.name} has fewer than ${Math.abs(count)} business days ${later ? "after" : "before"} ${textOfDate(date)}`,
    );
  }
}
