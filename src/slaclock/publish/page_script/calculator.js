// The calculator: plan, priority and the instant of a request in; when it is due, and why, out.

import { SlaError, dateShown } from "../evaluator/time.js";
import {
  calledAt,
  dateAndTime,
  durationWords,
  fieldText,
  listed,
  readingOf,
  shortDateAndTime,
  shortDateAndTimeAt,
  shownAgain,
  spanOfDates,
  timeAt,
  timeWords,
} from "./clocks.js";
import { datesTable, made } from "./drawing.js";

const CLOSED = new Set(["outside_hours", "holiday", "exception", "season", "excluded"]);

/** The calculator of the page. */
export class Calculator {
  constructor(policy, words, readers) {
    Object.assign(this, { policy, words, readers });
    this.form = document.getElementById("calculator");
    this.answer = document.getElementById("answer");
    this.reason = document.getElementById("reason");
    this.note = document.getElementById("opened-note");
    this.fields = Object.fromEntries([...this.form.elements].filter((each) => each.name).map((each) => [each.name, each]));
    this.shown = "";
  }

  start() {
    this.fields.clocks.options[0].textContent = `Yours (${this.readers.words})`;
    for (const event of ["input", "change"]) this.form.addEventListener(event, () => this.#asked());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.getElementById("as-of-now").addEventListener("click", () => this.#setToNow());
    this.#setToNow();
  }

  /** What somebody asked is printed; what the page asks by itself is not. */
  #asked() {
    this.form.closest(".asking").classList.add("asked");
    this.show();
  }

  #setToNow() {
    this.fields.opened.value = fieldText(this.#clocks().reading(Date.now() * 1000));
    this.show();
  }

  /** The clocks on which is read and shown; those of support are of the hours in which the promise counts. */
  #clocks() {
    return this.fields.clocks.value === "reader" ? this.readers : this.supports;
  }

  get supports() {
    try {
      return this.policy.promise(this.#question(this.policy.inYears(Date.now() * 1000))).zone;
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      return this.policy.zone;
    }
  }

  /** Answer again: what was typed stays as it is, whatever else is chosen. */
  show() {
    const asked = this.#received();
    this.#offer(asked?.at ?? this.policy.inYears(Date.now() * 1000));
    this.fields.clocks.options[1].textContent = `Support's (${this.#zoneWords(this.supports)})`;
    const state = JSON.stringify([...new FormData(this.form)]);
    // A field says twice that it changed.
    if (state === this.shown) return;
    this.shown = state;
    this.#showNote(asked);
    try {
      this.#showAnswer(asked && this.policy.explain(this.#question(asked.at)));
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      this.#showNone(this.#said(error, asked.at), error.kind === "years");
    }
  }

  /** When the request came, and what the clocks do about it: `{at, reading, again, clocks}`. */
  #received() {
    const reading = readingOf(this.fields.opened.value);
    if (reading === null) return null;
    const clocks = this.#clocks();
    try {
      const at = clocks.firstInstant(reading);
      const again = shownAgain(at, clocks);
      return { at: again !== null && this.fields.again.value === "second" ? again : at, reading, again, clocks };
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      // It lies days outside the years, which the answer says.
      return { at: reading, reading, again: null, clocks: null };
    }
  }

  /** Beside the time: what the clocks do about it. */
  #showNote(asked) {
    const isAgain = asked !== null && asked.again !== null;
    this.fields.again.closest("label").hidden = !isAgain;
    const shown = asked?.clocks?.reading(asked.at);
    const skipped = shown !== undefined && shown !== asked.reading;
    const words = `The clocks skip ${timeWords(asked?.reading ?? 0)} on that date: it counts from ${timeWords(shown ?? 0)}.`;
    this.note.textContent = skipped ? words : "";
  }

  /** Leave only what is promised on the chosen plan, for what is received at an instant, to choose from. */
  #offer(at) {
    const { plan, priority, metric } = this.fields;
    const priorities = priority ? [...priority.options].map((option) => option.value) : [undefined];
    const metrics = [...metric.options].map((option) => option.value);
    const isOffered = (asked) => this.#isOffered(at, asked);
    const ofPlan = (each) => metrics.some((one) => priorities.some((other) => isOffered({ plan: each, metric: one, priority: other })));
    choose(plan, ofPlan);
    if (priority) choose(priority, (each) => metrics.some((one) => isOffered({ priority: each, metric: one })));
    choose(metric, (each) => isOffered({ metric: each }));
  }

  #isOffered(at, asked) {
    try {
      return this.policy.mayPromise({ ...this.#question(this.policy.inYears(at)), ...asked });
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      return false;
    }
  }

  #question(opened) {
    const { plan, metric, priority, channel } = this.fields;
    return {
      opened,
      plan: plan.value,
      metric: metric.value,
      priority: priority?.value || undefined,
      channel: channel?.value || undefined,
    };
  }

  #said(error, at) {
    const { first, last, from, until } = this.policy.years;
    if (error.kind === "years" && at >= from && at < until) {
      return `The answer lies after 31 Dec ${last}, the last day for which this page answers.`;
    }
    const years = first === last ? `${first}` : `${first} to ${last}`;
    if (error.kind === "years") return `This page answers for ${years} only, and cannot say what is due then.`;
    if (error.kind === "never_open") return "Support is not open long enough after that for an answer.";
    const how = this.fields.channel ? "that way at that time" : "at that time";
    return `${this.#chosenWords()} nothing is promised for what is sent ${how}.`;
  }

  #showAnswer(why) {
    if (why === null) return this.#showNone(this.#nothingTyped(), true);
    const clocks = this.#clocks();
    this.fields.opened.removeAttribute("aria-invalid");
    this.answer.replaceChildren(...this.#dueWords(why, clocks));
    this.reason.replaceChildren(...(why.stretches.length ? [this.#picture(why, clocks), this.#details(why, clocks)] : []));
    this.reason.parentElement.style.minBlockSize = "";
  }

  /** A field that holds no whole date and time is empty for scripts, whatever of it is typed. */
  #nothingTyped() {
    return this.fields.opened.validity.badInput
      ? "This date or time is not complete, or does not exist, as 29 Feb in most years."
      : "Say when you sent the request: a date and a time.";
  }

  /** Say why there is no answer, in its place, which it keeps; and beside the time, if that is why. */
  #showNone(words, ofTheTime) {
    if (ofTheTime) this.fields.opened.setAttribute("aria-invalid", "true");
    else this.fields.opened.removeAttribute("aria-invalid");
    if (ofTheTime) this.note.textContent = words;
    const place = this.reason.parentElement;
    place.style.minBlockSize = `${place.offsetHeight}px`;
    // What stands beside the time is spoken there.
    this.answer.replaceChildren(made("p", { class: "nothing", ...(ofTheTime ? { "aria-hidden": "true" } : {}) }, words));
    this.reason.replaceChildren();
  }

  #zoneWords(zone) {
    return this.words.zones[zone.name] ?? zone.name;
  }

  #dueWords(why, clocks) {
    const other = clocks === this.readers ? this.supports : this.readers;
    const metric = this.fields.metric.selectedOptions[0].textContent;
    const at = (shown) => `${dateAndTime(shown.reading(why.due))} ${calledAt(why.due, shown)}`;
    const isSame = clocks.reading(why.due) === other.reading(why.due);
    const place = this.#zoneWords(other);
    const there = other === this.readers ? "on your clocks" : place === calledAt(why.due, other) ? "" : `in ${place}`;
    const sent = `Sent ${dateAndTime(clocks.reading(why.opened))} ${calledAt(why.opened, clocks)}`;
    return [
      made("p", { class: "on-paper" }, sent),
      made("p", { class: "due" }, made("span", {}, made("bdi", {}, metric), " by "), made("strong", {}, at(clocks))),
      ...(isSame ? [] : [made("p", { class: "soft" }, `${at(other)} ${there}`.trim())]),
      made("p", { class: "why" }, this.#whyWords(why, clocks).join(" ")),
    ];
  }

  /** Why it is due then, in a few sentences. */
  #whyWords(why, clocks) {
    const said = [`${this.#chosenWords()} ${this.words.targets[why.target] ?? why.target}.`];
    const first = why.stretches[0];
    const begins = why.stretches.find((each) => each.kind === "open" || each.kind === "any_time");
    if (first && begins && begins !== first) {
      const isClosed = CLOSED.has(first.kind);
      const cause = isClosed && first.name ? ` (${this.#called(first)})` : "";
      const state = `Support is ${isClosed ? "closed" : "open"} when you send it${cause}${isClosed ? ";" : ", but"} counting`;
      const when = `${shortDateAndTime(clocks.reading(begins.start))} ${calledAt(begins.start, clocks)}`;
      said.push(`${state} begins ${isClosed ? "" : "only "}${when}.`);
    }
    const closed = why.stretches.filter((each) => CLOSED.has(each.kind) && each.name).map((each) => this.#called(each));
    if (closed.length) said.push(`Closed meanwhile: ${listed([...new Set(closed)])}.`);
    return said;
  }

  /** The plan and the priority of the answer, as far as there is a choice: `Gold, P2:`. */
  #chosenWords() {
    const fields = [this.fields.plan, this.fields.priority].filter((field) => field?.options.length > 1);
    const words = fields.map((field) => field.selectedOptions[0].textContent);
    return `${words.join(", ") || "Promised"}:`;
  }

  #called({ name, estimated }) {
    const estimate = estimated && !name.includes("estimate") ? " (the date is an estimate)" : "";
    return `${this.words.names[name] ?? name}${estimate}`;
  }

  #picture(why, clocks) {
    const marks = [
      { at: why.opened, sign: "opened" },
      { at: why.due, sign: "due" },
    ];
    let day = 0;
    const stretches = why.stretches.map((each) => ({ ...each, day: (day += each.days) }));
    const words = (parts, shown) => this.#wordsOf(parts.filter((part) => !part.isOutside), shown, clocks, day > 0);
    const all = this.#withOutside(stretches, this.policy.promise(this.#question(why.opened)).hours, clocks);
    return datesTable("Why it is due then, date by date", all, marks, clocks, words);
  }

  /** Stretches, and before and after them what is open or closed on the same dates. */
  #withOutside(stretches, hours, clocks) {
    const [start, end] = [stretches[0].start, stretches.at(-1).end];
    const [first, last] = [start, end - 1].map((at) => dateShown(clocks.reading(at)));
    const [begins, ends] = spanOfDates(first, last, clocks, this.policy.years);
    const outside = (from, until) =>
      this.policy
        .timeline(hours, from, until)
        .map((part) => ({ ...part, kind: part.kind === "open" ? "waiting" : part.kind, isOutside: true }));
    return [...outside(begins, start), ...stretches, ...outside(end, ends)];
  }

  /** What happens on a date: what came, what is counted, why it is closed, what is due. */
  #wordsOf(parts, marks, clocks, inDays) {
    const at = (sign) => marks.filter((mark) => mark.sign === sign).map((mark) => timeAt(mark.at, clocks));
    const counted = parts.filter((part) => part.kind === "open" || part.kind === "any_time");
    const amount = durationWords(counted.reduce((sum, part) => sum + part.end - part.start, 0));
    const complete = parts.filter((part) => part.days && part.isLast).map((part) => `day ${part.day} complete`);
    const names = parts.filter((part) => part.name).map((part) => this.#called(part));
    const others = parts.filter((part) => part.kind === "waiting" || part.kind === "extra_time");
    const said = [
      ...at("opened").map((time) => `sent ${time}`),
      ...(counted.length ? [inDays ? "counted" : `${amount} counted`] : []),
      ...complete,
      ...new Set([...names, ...others.map((part) => this.words.kinds[part.kind])]),
      ...at("due").map((time) => `due ${time === "00:00" ? "24:00" : time}`),
    ];
    return said.length ? said : ["closed"];
  }

  #details(why, clocks) {
    const cell = (text, i) => made("td", i < 2 ? { class: "unbroken" } : {}, text);
    const rows = why.stretches.map((each) => made("tr", {}, ...this.#lineOf(each, clocks).map(cell)));
    const heads = ["From", "To", "What happens", "Counted"].map((text) => made("th", { scope: "col" }, text));
    const table = made("table", {}, made("thead", {}, made("tr", {}, ...heads)), made("tbody", {}, ...rows));
    const inside = made("div", { class: "drawing", role: "region", "aria-label": "Every stretch of time", tabindex: "0" }, table);
    return made("details", { class: "stretches" }, made("summary", {}, "Every stretch of time"), inside);
  }

  #lineOf(stretch, clocks) {
    const { start, end, kind, name, counted, days } = stretch;
    const kinds = this.words.kinds[kind];
    const complete = days ? `${days === 1 ? "1 day" : `${days} days`} complete` : "";
    return [
      shortDateAndTimeAt(start, clocks),
      shortDateAndTimeAt(end, clocks),
      name ? `${kinds}: ${this.#called(stretch)}` : kinds,
      [counted ? durationWords(counted) : "", complete].filter(Boolean).join(", "),
    ];
  }
}

/** Leave only some options of a field to choose from, and choose one of them. */
function choose(field, isOffered) {
  const options = [...field.options];
  for (const option of options) option.disabled = !isOffered(option.value);
  if (field.selectedOptions[0]?.disabled) field.value = (options.find((option) => !option.disabled) ?? options[0]).value;
}
