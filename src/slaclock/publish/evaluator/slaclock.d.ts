// Types of slaclock.js, the evaluator of compiled policies of slaclock.

/** A `Date`, ISO 8601 text with an offset, or whole microseconds since 1970. */
export type Instant = Date | string | number;

/** Whole microseconds: since 1970 as an instant, or as an amount of time. */
export type Microseconds = number;

/** What is asked. What a policy has one of only need not be said; the metric is `first_response` where none is. */
export interface Question {
  opened: Instant;
  plan?: string;
  priority?: string;
  metric?: string;
  channel?: string;
}

/** What a stretch of time was; the last five are closed. */
export type Kind =
  | "open"
  | "any_time"
  | "waiting"
  | "extra_time"
  | "outside_hours"
  | "holiday"
  | "exception"
  | "season"
  | "excluded";

/** One stretch of a reason: from `start`, included, to `end`, excluded. */
export interface Stretch {
  start: Microseconds;
  end: Microseconds;
  kind: Kind;
  /** The holiday, exception, season or closure by name; empty where there is none. */
  name: string;
  /** Whether the source calls the holiday's date an estimate. */
  estimated: boolean;
  /** Time that counts towards the target. */
  counted: Microseconds;
  /** Business or calendar days that became complete by its end. */
  days: number;
}

/** Why something is due when it is. */
export interface Explanation {
  opened: Microseconds;
  due: Microseconds;
  /** The target in words. */
  target: string;
  /** The zone of the schedule. */
  zone: string;
  /** The schedule by name, or in words where it has none. */
  schedule: string;
  /** All of the time from `opened` to `due`, in order. */
  stretches: Stretch[];
}

/** A policy as `slaclock compile` wrote it. Everything that it is asked may throw an `SlaError`. */
export class CompiledPolicy {
  /**
   * @param document What stands in the file, parsed.
   * @param customer The zone of a customer of whose clocks the policy speaks.
   */
  constructor(document: object, customer?: string);
  /** The years for which it answers, and the instants at which they begin and are over. */
  readonly years: { readonly first: number; readonly last: number; readonly from: Microseconds; readonly until: Microseconds };
  /** When a request is due. */
  due(question: Question): Microseconds;
  /** Why it is due then. */
  explain(question: Question): Explanation;
  /** Open time from one instant to another, negative when the second is the earlier; a single schedule needs no name. */
  elapsed(start: Instant, end: Instant, schedule?: string): Microseconds;
  isOpen(at: Instant, schedule?: string): boolean;
  /** The next opening strictly after an instant. */
  nextOpening(at: Instant, schedule?: string): Microseconds;
  /** The next closing strictly after an instant. */
  nextClosing(at: Instant, schedule?: string): Microseconds;
}

/** Nothing can be answered: what was asked, why not, and the way out. */
export class SlaError extends Error {
  constructor(kind: SlaError["kind"], message: string);
  readonly kind: "unknown_name" | "not_promised" | "years" | "never_open" | "instant" | "document";
}

/** An instant as ISO 8601 text in UTC. */
export function textOf(at: Microseconds): string;
