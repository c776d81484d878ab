// What adapters of packages for Node.js share: the lines of the protocol, and hours in the form that such packages take.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const FOLDER = process.env.CONFORMANCE_PACKAGES ?? process.cwd();
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const DAY = 24 * 60;
const KNOWN = ["zone", "windows", "closed", "exceptions"];

/** Loads a package from the folder into which npm installed it. */
export const load = createRequire(join(FOLDER, "package.json"));

export class Unsupported extends Error {}

/** Answers the cases on standard input, or says with `about` who answers. */
export async function serve({ name, about, questions }) {
  if (process.argv[2] === "about") {
    const told = JSON.parse(readFileSync(join(FOLDER, "node_modules", name, "package.json"), "utf8"));
    console.log(JSON.stringify({ about, release: told.version }));
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    process.stdout.write(`${JSON.stringify({ id: asked.id, ...reply(questions, asked) })}\n`);
  }
}

function reply(questions, { schedule, choices, question }) {
  try {
    const ask = questions[question.ask];
    if (!ask || "told_in" in question) throw new Unsupported(`has no call for ${question.ask}`);
    return { answer: ask(new Hours(schedule, choices), question) };
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    return { refused: `${error.name}: ${error.message}` };
  }
}

/** Weekly hours within the dates of one zone, and the dates that are closed. */
class Hours {
  constructor(stated, choices) {
    const unknown = Object.keys(stated).filter((key) => !KNOWN.includes(key));
    if (unknown.length) throw new Unsupported(`is not told ${unknown.join(", ")} of schedules`);
    const exceptions = stated.exceptions ?? [];
    if (stated.windows.some(({ closes }) => closes > DAY)) throw new Unsupported("has no hours over midnight");
    if (exceptions.some(({ hours }) => hours.length)) throw new Unsupported("has no hours of single dates");
    this.zone = stated.zone;
    this.windows = stated.windows;
    this.choices = choices;
    this.closed = [...(stated.closed ?? []), ...exceptions.map(({ date }) => date)];
  }

  /** Refuses to answer where a choice is another than the only one that a package takes. */
  takes(only) {
    for (const [name, value] of Object.entries(only)) {
      const chosen = this.choices[name] ?? value;
      if (chosen !== value) throw new Unsupported(`takes ${name} as ${value} only, not ${chosen}`);
    }
  }

  /** Opening and closing in each stretch of a weekday, Sunday being 0; what touches or overlaps is one. */
  on(weekday) {
    const stated = this.windows.filter(({ days }) => days.includes(DAYS[weekday]));
    const found = [];
    for (const { opens, closes } of stated.sort((a, b) => a.opens - b.opens)) {
      const last = found.at(-1);
      if (last && opens <= last[1]) last[1] = Math.max(last[1], closes);
      else found.push([opens, closes]);
    }
    return found;
  }
}

/** A time of day for packages that read `09:00:00`. */
export function face(minutes) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

/** An instant that a package of so many microseconds can hold. */
export function whole(text, unit = 1_000) {
  if (!text.endsWith("Z")) throw new Unsupported("takes what has no zone as local");
  const fraction = Number((/[.](\d+)Z$/.exec(text)?.[1] ?? "0").padEnd(6, "0"));
  const micros = Date.parse(text.replace(/[.]\d+Z$/, "Z")) * 1_000 + fraction;
  return wholeAmount(micros, unit) * (unit / 1_000);
}

/** An amount in the unit of a package. */
export function wholeAmount(micros, unit) {
  if (micros % unit) throw new Unsupported(`counts in multiples of ${unit} microseconds`);
  return micros / unit;
}

/** An instant in UTC, from milliseconds since 1970. */
export const told = (millis) => new Date(millis).toISOString();
