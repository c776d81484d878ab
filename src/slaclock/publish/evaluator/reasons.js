// Why something is due when it is: the time from opening to due in stretches, each with what was counted of it and why.

import { dateShown, unpacked } from "./time.js";

/** The stretches of what is due: `{start, end, kind, name, estimated, counted, days}`, instants in microseconds. */
export function stretchesOf(target, opened, found, hours, reasons) {
  const causes = new Causes(hours.told, reasons);
  const start = Math.min(found.start, found.due);
  const waited = timeBetween(hours, causes, opened, start).map((part) => (part.kind === "open" ? asKind(part, "waiting") : part));
  return [...waited, ...countedParts(target, start, found, hours, causes)].map((part) => ({
    counted: 0,
    days: 0,
    ...part,
  }));
}

/** What closes a schedule while its usual hours are open, and why it is open on dates when they are not. */
export class Causes {
  constructor({ closed, special }, reasons) {
    const edges = closed ? unpacked(closed.spans) : [];
    this.all = (closed ? closed.reasons : []).map((place, i) => ({ start: edges[2 * i], end: edges[2 * i + 1], ...reasons[place] }));
    this.special = new Map(unpacked(special.dates).map((date, i) => [date, special.names[i]]));
  }

  /** The name of each date that has one: why it is open, or else why it is closed. */
  byDate(hours) {
    const closed = this.all.filter((cause) => cause.name).map((cause) => [dateShown(hours.zone.reading(cause.start)), cause.name]);
    return new Map([...closed.reverse(), ...this.special]);
  }

  between(start, end) {
    return this.all.filter((cause) => cause.start < end && start < cause.end);
  }
}

const asKind = (part, other) => ({ ...part, kind: other });

/** All of the time between two instants: open, or closed and why. */
export function timeBetween(hours, causes, start, end) {
  const parts = [];
  let here = start;
  if (start >= end) return parts;
  for (const [opens, closes] of [...hours.windows(start, end), [end, end]]) {
    if (here < opens) parts.push(...closedParts(here, opens, causes));
    if (opens < closes) {
      const name = causes.special.size ? (causes.special.get(hours.dateAt(opens)) ?? "") : "";
      parts.push({ start: opens, end: closes, kind: "open", name, estimated: false });
    }
    here = closes;
  }
  return parts;
}

function closedParts(start, end, causes) {
  const parts = [];
  let here = start;
  const outside = (until) => here < until && parts.push({ start: here, end: until, kind: "outside_hours", name: "", estimated: false });
  for (const cause of causes.between(start, end)) {
    const from = Math.max(cause.start, start);
    const until = Math.min(cause.end, end);
    outside(from);
    parts.push({ start: from, end: until, kind: cause.kind, name: cause.name, estimated: cause.estimated });
    here = until;
  }
  outside(end);
  return parts;
}

// What a target counts

function countedParts(target, start, found, hours, causes) {
  const end = found.due;
  if (start >= end) return [];
  if (target.counts === "open_time") return openTime(timeBetween(hours, causes, start, end), target.duration);
  if (target.counts === "business_days") return days(timeBetween(hours, causes, start, end), found.marks, end);
  const whole = { start, end, kind: "any_time", name: "", estimated: false };
  if (target.counts !== "calendar_time") return [{ ...whole, days: target.days ?? 0 }];
  const usedUp = Math.min(start + target.duration, end);
  const after = timeBetween(hours, causes, usedUp, end);
  return [
    { ...whole, end: usedUp, counted: usedUp - start },
    ...after.map((part) => (part.kind === "open" ? asKind(part, "extra_time") : part)),
  ];
}

function openTime(parts, amount) {
  const found = [];
  let left = amount;
  for (const part of parts) {
    if (part.kind !== "open") {
      found.push(part);
      continue;
    }
    const used = Math.min(left, part.end - part.start);
    const until = part.start + used;
    left -= used;
    if (used) found.push({ ...part, end: until, counted: used });
    if (until < part.end) found.push({ ...part, start: until, kind: "extra_time" });
  }
  return found;
}

function days(parts, marks, end) {
  const complete = new Map();
  for (const mark of marks) complete.set(Math.min(mark, end), (complete.get(Math.min(mark, end)) ?? 0) + 1);
  const cuts = [...complete.keys()].sort((one, other) => one - other);
  return parts
    .flatMap((part) => cutAt(part, cuts))
    .map((part) => ({
      ...part,
      days: complete.get(part.end) ?? 0,
      counted: part.kind === "open" ? part.end - part.start : 0,
    }));
}

function cutAt(part, cuts) {
  const edges = [part.start, ...cuts.filter((cut) => part.start < cut && cut < part.end), part.end];
  return edges.slice(1).map((end, i) => ({ ...part, start: edges[i], end }));
}
