"""One page for a support site: plans, hours, holidays ahead, and a calculator of due dates (R22)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from slaclock.compiled import CompiledPolicy
from slaclock.hours import MONTH_NAMES, day_name
from slaclock.policy import SlaPolicy
from slaclock.publish.public_facts import Published, ShownSchedule, public_facts
from slaclock.publish.scripts import page_script, page_style
from slaclock.render import element, notes, shared_style, void
from slaclock.review import TABLE_STYLE, compare
from slaclock.safe import Markup, for_html
from slaclock.targets import text_words

NOTHING = Markup("")
_KEY = {
    "open": "counted, or open",
    "closed": "closed",
    "holiday": "closed for a reason",
    "opened": "received",
    "due": "due",
    "now": "now",
}


def published_page(policy: SlaPolicy, compiled: CompiledPolicy, at: datetime) -> str:
    """A page that stands by itself: it fetches nothing, and works from a file.

    It shows the plans side by side, when support is open in the coming week and in every year for which the policy was
    compiled, and the holidays ahead; a calculator answers when a request is due, and why, as `compiled` answers.
    Lifecycles, warnings and whatever else customers do not see are left out of what it holds.

    Args:
        policy: The policy, for customers of one zone where it speaks of their clocks.
        compiled: The same policy compiled, for the years in which the page is read.
        at: An aware datetime: when it is published. The plans of the version then in force are shown.

    Raises:
        NaiveDatetimeError: `at` has no time zone.

    Examples:
        >>> from datetime import datetime
        >>> policy = SlaPolicy.loads('''
        ... {name: Example support, timezone: Europe/London, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {basic: {first_response: 4 business hours}}}
        ... ''')
        >>> page = published_page(policy, policy.compile((2026, 2027)), datetime.fromisoformat("2026-11-25T09:00Z"))
        >>> page.count("<section"), "http" in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
        (3, False)

    Rules: R22.
    """
    published = public_facts(policy, compiled, at)
    plans = compare(policy, at).for_audience("customer")
    title = text_words(policy.name, "customer")
    lead = f"Support hours and response times, in {published.zone} and on your own clocks."
    main = element(
        "main",
        element("h1", for_html(title)),
        element("p", for_html(lead), class_="lead"),
        _calculator(published) if published.metrics else NOTHING,
        _card("Plans", plans.table(), notes(plans.footnotes)),
        *map(_hours, published.schedules),
        _holidays(list(published.holidays_from(at))),
    )
    return _document(title, main, published.data)


def _document(title: str, main: Markup, data: Mapping[str, Any]) -> str:
    """The whole page. What a browser may load is stated: its own style and script by their hashes, and nothing else."""
    style = f"{shared_style()}{TABLE_STYLE}{page_style()}"
    script = page_script()
    own = f"style-src {_hash(style)}; script-src {_hash(script)}"
    rules = f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=rules),
        void("meta", name="viewport", content="width=device-width"),
        void("meta", name="color-scheme", content="light dark"),
        element("title", for_html(title)),
        element("style", Markup(style)),
    )
    held = element("script", Markup(_in_script(data)), type="application/json", id="policy")
    body = element("body", main, held, element("script", Markup(script), type="module"), class_="slaclock page")
    return "<!DOCTYPE html>\n" + element("html", head, body, lang="en")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _in_script(data: Mapping[str, Any]) -> str:
    """Data as JSON in which nothing ends a script."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


# Parts


def _card(title: str, *inside: Markup, kind: str = "", **attributes: str) -> Markup:
    return element("section", element("h2", for_html(title)), *inside, class_=f"card {kind}".strip(), **attributes)


def _calculator(published: Published) -> Markup:
    """The form, which the script fills and answers; without a script the rest of the page stands."""
    clocks = {"reader": "Mine", "support": f"Support ({published.zone})"}
    chosen = [
        ("Plan", "plan", published.plans),
        ("What is promised", "metric", published.metrics),
        ("Priority", "priority", published.priorities),
        ("Sent by", "channel", published.channels),
    ]
    fields = [_labelled(label, _select(options, name=name)) for label, name, options in chosen if options]
    fields += [
        _labelled("Received", void("input", type="datetime-local", name="opened", required="required")),
        _labelled("Time zone", _select(clocks, name="clocks")),
        element("button", for_html("Now"), type="button", id="as-of-now"),
    ]
    asleep = "The calculator needs JavaScript, which does not run here. Everything else stands below."
    return _card(
        "When will I hear back?",
        element("form", *fields, id="calculator", class_="only-live"),
        element("div", NOTHING, id="answer", aria_live="polite", class_="only-live"),
        _key(),
        element("p", for_html(asleep), class_="nothing without-script"),
        kind="asking",
    )


def _key() -> Markup:
    items = (
        element("li", element("i", NOTHING, class_=kind, aria_hidden="true"), for_html(words))
        for kind, words in _KEY.items()
    )
    return element("ul", *items, class_="key only-live")


def _hours(schedule: ShownSchedule) -> Markup:
    """When support is open: in words, and what the script draws of the coming week and of every year."""
    clocks = _select({"support": "Support", "reader": "Mine"}, class_="week-clocks")
    week = {"role": "region", "aria_label": f"The coming week: {schedule.name}", "tabindex": "0"}
    which = element("select", NOTHING, class_="which-year")
    names = element("ul", NOTHING, class_="names holidays")
    year = (_labelled("Year", which, class_="pick"), element("div", NOTHING, class_="year"), names)
    return _card(
        schedule.name,
        element("p", for_html(schedule.hours)),
        element("p", NOTHING, class_="now only-live", aria_live="polite"),
        element("div", _labelled("Time zone of the week", clocks, class_="pick"), class_="only-live"),
        element("div", NOTHING, class_="drawing week only-live", **week),
        element("details", element("summary", for_html("The whole year")), *year, class_="only-live"),
        data_schedule=str(schedule.place),
    )


def _holidays(ahead: Sequence[tuple[date, str]]) -> Markup:
    items = (element("li", for_html(f"{_date_words(day)}: {name}")) for day, name in ahead)
    return _card("Holidays ahead", element("ul", *items, class_="holidays")) if ahead else NOTHING


def _date_words(day: date) -> str:
    """A date as the script writes it: `Wed 5 Nov 2026`."""
    return f"{day_name(day)[:3]} {day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"


def _labelled(label: str, field: Markup, class_: str = "") -> Markup:
    return element("label", for_html(label), field, class_=class_)


def _select(options: Mapping[str, str], **attributes: str) -> Markup:
    """A field in which one of some is chosen: values by the words that are shown."""
    return element("select", *(_option(value, words) for value, words in options.items()), **attributes)


def _option(value: str, words: str) -> Markup:
    # An empty value must be said, or the words would be it.
    return Markup(f'<option value="{for_html(value)}">{for_html(words)}</option>')
