// Instants, dates and zones of a compiled policy, in whole microseconds since 1970; a date is its number of days since then.

export const SECOND = 1_000_000;
export const DAY = 86_400 * SECOND;

/** Nothing can be answered: what was asked, why not, and the way out. */
export class SlaError extends Error {
  /** @param {string} kind `unknown_name`, `not_promised`, `years`, `never_open`, `instant` or `document` */
  constructor(kind, message) {
    super(message);
    this.name = "SlaError";
    this.kind = kind;
  }
}

/** Numbers in order again, from the steps between them. */
export function unpacked({ unit, steps }) {
  let total = 0;
  return steps.map((step) => (total += step) * unit);
}

/** How many numbers in order lie before one, or at it as well. */
export function countBefore(numbers, wanted, orAt = false) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < wanted || (orAt && numbers[middle] === wanted)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An instant from a `Date`, from ISO 8601 text with an offset, or from microseconds since 1970. */
export function instantOf(given) {
  if (typeof given === "number" && Number.isSafeInteger(given)) return given;
  if (given instanceof Date && Number.isFinite(given.getTime())) return given.getTime() * 1000;
  const told = typeof given === "string" && ISO.exec(given.trim());
  const at = told ? Date.parse(`${told[1]}T${told[2]}${told[4]}`) : NaN;
  if (!told || Number.isNaN(at) || !isOnCalendar(told[1])) {
    throw new SlaError(
      "instant",
      `${JSON.stringify(String(given))} is no instant; write date, time and offset, e.g. "2026-11-25T17:00-05:00"`,
    );
  }
  return at * 1000 + Number((told[3] ?? "").padEnd(6, "0"));
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ]([0-2]\d:[0-5]\d(?::[0-5]\d)?)(?:\.(\d{1,6}))?(Z|[+-]\d\d:[0-5]\d)$/;

/** Whether there is such a date: `Date` takes 30 February for one of March. */
function isOnCalendar(date) {
  return textOfDate(dateOf(...date.split("-").map(Number))) === date;
}

/** An instant as ISO 8601 text in UTC. */
export function textOf(at) {
  const micros = modulo(at, SECOND);
  const whole = new Date((at - micros) / 1000).toISOString().slice(0, 19);
  return `${whole}${micros ? `.${String(micros).padStart(6, "0")}` : ""}Z`;
}

export function modulo(number, divisor) {
  return number - Math.floor(number / divisor) * divisor;
}

// Dates

/** The date of a year, a month from 1 and a day. */
export function dateOf(year, month, day) {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** Year, month from 1 and day of a date. */
export function partsOf(date) {
  const told = new Date(date * 86_400_000);
  return [told.getUTCFullYear(), told.getUTCMonth() + 1, told.getUTCDate()];
}

/** The weekday of a date: 0 on Monday. */
export const weekdayOf = (date) => modulo(date + 3, 7);

export function textOfDate(date) {
  return new Date(date * 86_400_000).toISOString().slice(0, 10);
}

/** The date of what clocks show. */
export const dateShown = (reading) => Math.floor(reading / DAY);

/** The years for which a policy was compiled. */
export class Years {
  constructor({ years: [first, last], from, until }) {
    Object.assign(this, { first, last, from, until });
  }

  /** An instant, if it lies in them. */
  check(at) {
    if (at < this.from || at > this.until) this.#refuse(`about ${textOf(at)}`);
    return at;
  }

  /** Refuse an answer that lies after them, or before. */
  beyond(later) {
    this.#refuse(`that lies ${later ? "after" : "before"} ${later ? this.last : this.first}`);
  }

  #refuse(which) {
    const words = this.first === this.last ? `${this.first}` : `${this.first}-${this.last}`;
    throw new SlaError("years", `the policy was compiled for ${words}, and cannot give an answer ${which}`);
  }
}

/** A time zone by its offsets: what its clocks show is told as the instant at which those of UTC show the same. */
export class Zone {
  constructor(told, years) {
    this.name = told.name;
    this.names = told.names;
    this.told = told;
    this.years = years;
    this.changes = unpacked(told.changes);
    this.offsets = told.offsets.map((seconds) => seconds * SECOND);
    // The latest that its clocks have shown at the end of each offset.
    this.shown = [];
    this.changes.forEach((_, place) => {
      const end = place + 1 < this.changes.length ? this.changes[place + 1] + this.offsets[place] : Infinity;
      this.shown.push(Math.max(end, this.shown[place - 1] ?? -Infinity));
    });
  }

  /** What its clocks show at an instant. */
  reading(at) {
    return at + this.offsets[this.#place(at)];
  }

  /** How far its clocks are ahead of UTC. */
  offset(at) {
    return this.offsets[this.#place(at)];
  }

  /** What its clocks are called at an instant: `EST`. */
  called(at) {
    return this.names[this.#place(at)];
  }

  /** The latest that its clocks have shown up to an instant: where they go back, what they showed then. */
  latestReading(at) {
    const place = this.#place(at);
    return Math.max(at + this.offsets[place], this.shown[place - 1] ?? -Infinity);
  }

  /** The first instant at which its clocks have shown a reading, or a later one. */
  firstInstant(reading) {
    const place = countBefore(this.shown, reading, true);
    return this.#known(Math.max(reading - this.offsets[place], place ? this.changes[place] : -Infinity));
  }

  #place(at) {
    return Math.max(countBefore(this.changes, this.#known(at), true) - 1, 0);
  }

  #known(at) {
    if (at < this.told.from || at > this.told.until) this.years.beyond(at > this.told.until);
    return at;
  }
}
