// A compiled policy, and what it is asked: when something is due and why, what is open, how much open time has passed.

import { Hours } from "./hours.js";
import { dueOf, meets } from "./promises.js";
import { Causes, stretchesOf, timeBetween } from "./reasons.js";
import { SlaError, Years, Zone, instantOf, textOf, unpacked } from "./time.js";

export { SlaError, textOf };

const FORMAT = "urn:slaclock:compiled:1";

/**
 * A policy as `slaclock compile` wrote it. It answers for the years for which it was compiled, and throws an `SlaError`
 * for others. Instants are given as a `Date`, as ISO 8601 text with an offset, or as microseconds since 1970, and come
 * back as microseconds since 1970: `new Date(due / 1000)`, `textOf(due)`.
 */
export class CompiledPolicy {
  /**
   * @param {object} document What stands in the file, parsed.
   * @param {string} [customer] The zone of a customer of whose clocks the policy speaks.
   */
  constructor(document, customer = "") {
    if (document?.format !== FORMAT) {
      throw new SlaError("document", `this is no compiled policy of format ${FORMAT}; compile it again with slaclock compile`);
    }
    this.document = document;
    this.years = new Years(document);
    this.zones = document.zones.map((told) => new Zone(told, this.years));
    this.zone = this.zones[document.zone];
    this.calendars = document.calendars.map((told) => new Set(unpacked(told)));
    this.party = document.customers[customer];
    if (!this.party) throw unknown("zone of customers", customer, Object.keys(document.customers).filter(Boolean));
    this.times = new Map();
  }

  /** What a request is promised, `{target, hours, zone}`, or an error that says why nothing is. */
  promise(question) {
    const { offer } = this.#asked(question);
    return { target: this.document.targets[offer.target], ...this.#timeOf(offer.schedule) };
  }

  /** An instant, or the nearest one for which it was compiled. */
  inYears(at) {
    return Math.min(Math.max(at, this.years.from), this.years.until);
  }

  /** When a request is due, in microseconds since 1970. Arguments: opened, plan, priority, metric, channel. */
  due(question) {
    return this.#found(question).due;
  }

  /** Why it is due then: target, zone, due, and the stretches of time from its opening on. */
  explain(question) {
    const { at, target, due, start, marks, hours, zone } = this.#found(question);
    const stretches = stretchesOf(target, at, { due, start, marks }, hours, this.document.reasons);
    return { opened: at, due, target: target.written, zone: zone.name, schedule: hours.name, stretches };
  }

  /** Open time from one instant to another in microseconds, negative when the second is the earlier. */
  elapsed(start, end, schedule) {
    return this.hours(schedule).elapsed(instantOf(start), instantOf(end));
  }

  isOpen(at, schedule) {
    return this.hours(schedule).isOpen(instantOf(at));
  }

  /** The next opening strictly after an instant. */
  nextOpening(at, schedule) {
    return this.hours(schedule).next(instantOf(at), true);
  }

  /** The next closing strictly after an instant. */
  nextClosing(at, schedule) {
    return this.hours(schedule).next(instantOf(at), false);
  }

  /** The open time of a schedule or a closure; its name may be left out where there is one only. */
  hours(name) {
    const known = this.party.schedules;
    const names = Object.keys(known);
    const own = name ?? (names.length === 1 ? names[0] : undefined);
    if (own === undefined) throw unknown("schedule", name, names);
    return this.#timeOf(has(known, own) ? known[own] : this.#unknownSchedule(own, names)).hours;
  }

  /** The open time and the zone of the schedule at a place of `schedules`. */
  timeAt(place) {
    return this.#timeOf(place);
  }

  /** All of the time between two instants in stretches: open, or closed and why. */
  timeline(hours, start, end) {
    return timeBetween(hours, new Causes(hours.told, this.document.reasons), start, end);
  }

  /** What dates are called on which something closes or opens the hours that does not so usually. */
  namesByDate(hours) {
    return new Causes(hours.told, this.document.reasons).byDate(hours);
  }

  #unknownSchedule(name, names) {
    throw unknown("schedule", name, names);
  }

  #found(question) {
    const { at, offer } = this.#asked(question);
    const target = this.document.targets[offer.target];
    const { hours, zone } = this.#timeOf(offer.schedule);
    const found = dueOf(target, at, hours, zone);
    this.years.check(found.due);
    return { at, target, hours, zone, ...found };
  }

  /** Whether a plan promises something for a metric and a priority, if only to some requests. */
  mayPromise(question) {
    const { offer } = this.#offered(question);
    return [offer, ...(offer.cases ?? [])].some((each) => each.target !== undefined);
  }

  /** What is promised for a question, by the first case that it meets. */
  #asked(question) {
    const { at, offer } = this.#offered(question);
    const channel = folded(this.#own("channels", question.channel) ?? "") || null;
    const found = this.#caseOf(offer, { at, channel });
    if (found.nothing) throw new SlaError("not_promised", found.nothing);
    if (found.problem) throw new SlaError("unknown_name", found.problem);
    return { at, offer: found };
  }

  /** What is offered for a plan, a priority and a metric, with its cases. */
  #offered({ opened, plan, priority, metric = "first_response" }) {
    const at = this.years.check(instantOf(opened));
    const version = this.party.versions.findLast((each) => each.from === null || each.from <= at);
    const offers = this.#offers(version, this.#own("plans", plan), metric);
    const wanted = this.#own("priorities", priority) ?? "";
    if (!has(offers, wanted) && wanted && version.priorities.length && !version.priorities.includes(wanted)) {
      throw unknown("priority", wanted, version.priorities);
    }
    const place = has(offers, wanted) ? offers[wanted] : offers[""];
    if (place === undefined) throw unknown("priority", priority, Object.keys(offers).filter(Boolean));
    return { at, offer: this.document.offers[place] };
  }

  #offers(version, plan, metric) {
    const plans = Object.keys(version.plans);
    const own = plan ?? (plans.length === 1 ? plans[0] : undefined);
    if (own === undefined || !has(version.plans, own)) throw unknown("plan", plan, plans);
    const metrics = version.plans[own];
    if (!has(metrics, metric)) throw unknown("metric", metric, Object.keys(metrics));
    return metrics[metric];
  }

  #caseOf(offer, request) {
    const timeOf = (place) => this.#timeOf(place);
    return offer.cases?.find((each) => meets(each.if, request, timeOf, this.calendars)) ?? offer;
  }

  /** What a helpdesk calls something, as the policy calls it. */
  #own(kind, name) {
    const names = this.document.names[kind];
    return name ? (has(names, folded(name)) ? names[folded(name)] : name) : undefined;
  }

  /** The open time and the zone of an entry under `schedules`. */
  #timeOf(place) {
    if (!this.times.has(place)) {
      const { problem, name, text, hours } = this.document.schedules[place];
      if (problem) throw new SlaError("unknown_name", problem);
      const told = this.document.hours[hours];
      const zone = this.zones[told.zone];
      this.times.set(place, { hours: new Hours(told, zone, this.years, name || text), zone });
    }
    return this.times.get(place);
  }
}

const has = (mapping, key) => Object.hasOwn(mapping, key);

/** A name in the spelling in which names are compared: without case, spaces, hyphens and underscores. */
function folded(name) {
  return name
    .replace(/[\s_\u2010-\u2015-]/g, "")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase();
}

function unknown(what, name, known) {
  const given = name === undefined || name === "" ? `say which ${what}` : `there is no ${what} ${JSON.stringify(name)}`;
  return new SlaError("unknown_name", `${given}; there ${known.length === 1 ? "is" : "are"}: ${known.join(", ") || "none"}`);
}
