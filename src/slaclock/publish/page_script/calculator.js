// The calculator: plan, priority and the instant of a request in; when it is due, and why, out.

import { SlaError } from "../evaluator/time.js";
import { dateAndTime, durationWords, fieldText, instantWords, readingOf } from "./clocks.js";
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
    this.fields.clocks.addEventListener("change", () => this.#sameInstant());
    this.show();
  }

  get clocks() {
    return this.fields.clocks.value === "reader" ? this.readers : this.policy.zone;
  }

  /** Keep the instant when the other clocks are chosen. */
  #sameInstant() {
    if (this.at !== undefined) this.fields.opened.value = fieldText(this.clocks.reading(this.at));
    this.show();
  }

  show() {
    try {
      this.answer.replaceChildren(...this.#answered());
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      this.answer.replaceChildren(made("p", { class: "nothing" }, this.#said(error)));
    }
  }

  #said(error) {
    if (error.kind === "not_promised") return `Nothing is promised here: ${error.message}.`;
    return `${error.message}.`;
  }

  #answered() {
    const reading = readingOf(this.fields.opened.value);
    if (reading === null) return [made("p", { class: "nothing" }, "Say when the request came: date and time.")];
    this.at = this.clocks.firstInstant(reading);
    const why = this.policy.explain({
      opened: this.at,
      plan: this.fields.plan.value,
      metric: this.fields.metric.value,
      priority: this.fields.priority?.value || undefined,
      channel: this.fields.channel?.value || undefined,
    });
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
    const shown = stretches.length ? timePicture(stretches, marks, this.clocks, this.#spoken(why)) : "";
    return made("div", { class: "drawing", role: "region", "aria-label": "why it is due then", tabindex: "0" }, shown);
  }

  #spoken(why) {
    return `From ${instantWords(why.opened, this.clocks)} to ${instantWords(why.due, this.clocks)}, a row for each date`;
  }

  #table(why) {
    const rows = why.stretches.map((each) => made("tr", {}, ...this.#lineOf(each).map((text) => made("td", {}, text))));
    const heads = ["From", "To", "What it is", "Counted"].map((text) => made("th", { scope: "col" }, text));
    const table = made("table", {}, made("thead", {}, made("tr", {}, ...heads)), made("tbody", {}, ...rows));
    const summary = made("summary", {}, `Why: ${why.stretches.length} stretches of time`);
    const inside = made("div", { class: "drawing", role: "region", "aria-label": "stretches of time", tabindex: "0" }, table);
    return made("details", { open: "" }, summary, inside);
  }

  #lineOf({ start, end, kind, name, estimated, counted, days }) {
    const called = this.words.kinds[kind];
    const estimate = estimated && !name.includes("estimate") ? " (the date is an estimate)" : "";
    const reason = name ? `${called}: ${this.words.names[name] ?? name}${estimate}` : called;
    const complete = days ? `${days === 1 ? "1 day" : `${days} days`} complete` : "";
    return [
      dateAndTime(this.clocks.reading(start)),
      dateAndTime(this.clocks.reading(end)),
      reason,
      [counted ? durationWords(counted) : "", complete].filter(Boolean).join(", "),
    ];
  }
}
