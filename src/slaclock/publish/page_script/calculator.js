// The calculator: plan, priority and the instant of a request in; when it is due, and why, out.

import { SlaError } from "../evaluator/time.js";
import { durationWords, fieldText, instantWords, readingOf, shortDateAndTime } from "./clocks.js";
import { made, timePicture } from "./drawing.js";

/** The calculator of the page. */
export class Calculator {
  constructor(policy, words, readers) {
    Object.assign(this, { policy, words, readers });
    this.form = document.getElementById("calculator");
    this.answer = document.getElementById("answer");
    this.fields = Object.fromEntries([...this.form.elements].filter((each) => each.name).map((each) => [each.name, each]));
  }

  start() {
    this.fields.opened.value = fieldText(this.clocks.reading(Date.now() * 1000));
    for (const event of ["input", "change"]) this.form.addEventListener(event, () => this.show());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.getElementById("as-of-now").addEventListener("click", () => {
      this.fields.opened.value = fieldText(this.clocks.reading(Date.now() * 1000));
      this.show();
    });
    this.show();
  }

  get clocks() {
    return this.fields.clocks.value === "reader" ? this.readers : this.policy.zone;
  }

  /** Answer again: what was typed stays as it is, whatever else is chosen. */
  show() {
    this.#offer();
    try {
      this.answer.replaceChildren(...this.#answered());
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      this.answer.replaceChildren(made("p", { class: "nothing" }, this.#said(error)));
    }
  }

  /** Leave only what is promised on the chosen plan to choose from. */
  #offer() {
    const { metric, priority } = this.fields;
    choose(metric, (each) => this.#isOffered({ metric: each, priority: undefined }) || this.#hasPriority(each));
    if (priority) choose(priority, (each) => this.#isOffered({ metric: metric.value, priority: each || undefined }));
  }

  #hasPriority(metric) {
    const priorities = [...(this.fields.priority?.options ?? [])].map((option) => option.value);
    return priorities.some((priority) => this.#isOffered({ metric, priority: priority || undefined }));
  }

  #isOffered(asked) {
    try {
      this.policy.promise({ ...this.#question(this.policy.inYears(Date.now() * 1000)), ...asked });
      return true;
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

  #said(error) {
    const { first, last } = this.policy.years;
    if (error.kind === "years") return `This page answers for ${first} to ${last} only, and cannot say what is due then.`;
    if (error.kind === "not_promised") return `Nothing is promised here: ${error.message}.`;
    return "Nothing is promised for this plan and priority.";
  }

  #answered() {
    const reading = readingOf(this.fields.opened.value);
    if (reading === null) return [made("p", { class: "nothing" }, "Say when the request came: date and time.")];
    const why = this.policy.explain(this.#question(this.clocks.firstInstant(reading)));
    return [...this.#dueWords(why), this.#picture(why), this.#table(why)];
  }

  #dueWords(why) {
    const other = this.clocks === this.readers ? this.policy.zone : this.readers;
    const here = instantWords(why.due, this.clocks);
    const there = instantWords(why.due, other);
    return [
      made("p", { class: "due" }, made("span", { class: "soft" }, "Due "), made("strong", {}, here)),
      made("p", { class: "soft" }, here === there ? why.target : `${there} · ${why.target}`),
    ];
  }

  #picture(why) {
    const stretches = why.stretches.map((each) => ({ ...each, title: this.#lineOf(each).join(", ") }));
    const marks = [
      { at: why.opened, sign: "opened", words: "received" },
      { at: why.due, sign: "due", words: "due" },
    ];
    const shown = stretches.length ? timePicture(this.answer, stretches, marks, this.clocks, this.#spoken(why)) : "";
    return made("div", { class: "drawing", role: "region", "aria-label": "why it is due then", tabindex: "0" }, shown);
  }

  #spoken(why) {
    return `From ${instantWords(why.opened, this.clocks)} to ${instantWords(why.due, this.clocks)}, a row for each date`;
  }

  #table(why) {
    const cell = (text, i) => made("td", i < 2 ? { class: "unbroken" } : {}, text);
    const rows = why.stretches.map((each) => made("tr", {}, ...this.#lineOf(each).map(cell)));
    const heads = ["From", "To", "What it is", "Counted"].map((text) => made("th", { scope: "col" }, text));
    const table = made("table", {}, made("thead", {}, made("tr", {}, ...heads)), made("tbody", {}, ...rows));
    const summary = made("summary", {}, "Why it is due then, stretch by stretch");
    const inside = made("div", { class: "drawing", role: "region", "aria-label": "stretches of time", tabindex: "0" }, table);
    return made("details", { open: "" }, summary, inside);
  }

  #lineOf({ start, end, kind, name, estimated, counted, days }) {
    const called = this.words.kinds[kind];
    const estimate = estimated && !name.includes("estimate") ? " (the date is an estimate)" : "";
    const reason = name ? `${called}: ${this.words.names[name] ?? name}${estimate}` : called;
    const complete = days ? `${days === 1 ? "1 day" : `${days} days`} complete` : "";
    return [
      shortDateAndTime(this.clocks.reading(start)),
      shortDateAndTime(this.clocks.reading(end)),
      reason,
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
