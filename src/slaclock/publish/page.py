"""One page for a support site: plans, hours, holidays ahead, and a calculator of due dates (R22)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from slaclock.compiled import CompiledPolicy, ticks
from slaclock.hours import MONTH_NAMES, date_words, day_name
from slaclock.policy import SlaPolicy
from slaclock.publish.public_facts import PublicVersion, Published, ShownSchedule, public_facts, title_words
from slaclock.publish.scripts import page_script, page_style
from slaclock.render import element, notes, shared_style, together, void
from slaclock.review import TABLE_STYLE, compare, fine_print
from slaclock.safe import Markup, for_html
from slaclock.targets import text_words

NOTHING = Markup("")
_FEW = 2
"""Of so many schedules the week is unfolded."""
_REASON_KEY = {
    "counted": "counted",
    "waiting": "open, not counted",
    "closed": "closed",
    "holiday": "closed for a reason",
    "opened": "sent",
    "due": "due",
}
_WEEK_KEY = {"counted": "open", "closed": "closed", "holiday": "closed for a reason", "now": "now"}
_NIGHT = "A date stands for the hours that begin on it: those after midnight belong to the date before."
_YEAR_KEY = {"open-date": "open", "closed": "closed", "named": "a holiday, or hours of its own"}


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
    title = text_words(policy.name, "customer")
    main = element(
        "main",
        element("p", NOTHING, class_="stale only-live", role="status"),
        _header(title, published),
        _calculator(published) if published.metrics else NOTHING,
        _plans(policy, published, at),
        _hours(published.schedules),
        _special_dates(published.special_dates, published.special_until),
        _made(policy, compiled, at),
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


def _header(title: str, published: Published) -> Markup:
    """What it is about, and what the script says of this moment."""
    schedules = published.schedules
    # Where some promises do not wait for open hours, it is said whose hours these are.
    mixed = bool(published.data["words"]["targets"]) and not all(shown.always_open for shown in schedules)
    now = (_now(shown, shown.name if mixed or len(schedules) > 1 else "Support") for shown in schedules)
    clocks = f"in {published.zones[0]}" if len(published.zones) == 1 else "on the clocks of support"
    lead = for_html(f"Support hours and response times, {clocks}")
    own = element("span", for_html(" and on your own clocks"), class_="only-live")
    return element(
        "header",
        element("h1", element("bdi", for_html(title))),
        element("p", lead, own, for_html("."), class_="lead"),
        element("ul", *now, class_="status only-live", aria_live="polite", aria_label="At this moment")
        if schedules
        else NOTHING,
        element("p", for_html("Some promises are counted around the clock, whatever is open."), class_="soft only-live")
        if mixed
        else NOTHING,
    )


def _now(shown: ShownSchedule, called: str) -> Markup:
    return element("li", element("bdi", for_html(called)), element("span", NOTHING), data_now=str(shown.place))


def _calculator(published: Published) -> Markup:
    """The form, which the script fills and answers; without a script the rest of the page stands."""
    chosen = [
        ("Plan", "plan", published.plans),
        ("Priority", "priority", published.priorities),
        ("You are waiting for", "metric", published.metrics),
        ("You sent it by", "channel", published.channels),
    ]
    fields = [_choice(label, name, options) for label, name, options in chosen if options]
    clocks = {"reader": "Your time", "support": "Support's time"}
    # Without a latest date browsers take years of six digits, and what is typed next for part of the year.
    told = {"required": "required", "max": "9999-12-31T23:59", "aria_describedby": "opened-note"}
    opened = void("input", type="datetime-local", name="opened", **told)
    now = element("button", for_html("Now"), type="button", id="as-of-now", aria_label="Set to now")
    again = {"first": "The first time", "second": "The second time"}
    fields += [
        element("div", _labelled("When you sent it", opened), now, class_="beside"),
        _labelled(
            "Clocks showed this time twice that night: was it the first or the second time?",
            _select(again, name="again"),
            hidden="hidden",
        ),
        element("p", NOTHING, id="opened-note", class_="hint", aria_live="polite"),
        _labelled("Times of the answer", _select(clocks, name="clocks")),
    ]
    reason = element("div", NOTHING, id="reason")
    answered = element("div", element("div", NOTHING, id="answer", aria_live="polite"), reason, _key(_REASON_KEY))
    asleep = "The calculator needs JavaScript, which does not run here. Plans, hours and holidays stand below."
    return _card(
        "When will I hear back?",
        element("div", element("form", *fields, id="calculator"), answered, class_="calculator only-live"),
        element("p", for_html(asleep), class_="nothing without-script"),
        kind="asking",
    )


def _choice(label: str, name: str, options: Mapping[str, str]) -> Markup:
    """A field of the question; where there is nothing to choose, nobody sees it."""
    field = _select(options, chosen="" if name == "channel" else None, name=name)
    return _labelled(label, field, class_=f"of-{name}", hidden="hidden" if len(options) == 1 else "")


def _key(words: Mapping[str, str]) -> Markup:
    """What the colours of a picture mean."""
    items = (
        element("li", element("i", NOTHING, class_=kind, aria_hidden="true"), for_html(said))
        for kind, said in words.items()
    )
    return element("ul", *items, class_="key")


def _plans(policy: SlaPolicy, published: Published, at: datetime) -> Markup:
    """The plans side by side, of the version in force and of those that follow, and what to know beside them."""
    current, *later = (_table(policy, version, at) for version in published.versions)
    told = notes(fine_print(policy, at))
    known = together((element("h3", for_html("Good to know")), told)) if told else NOTHING
    return _card("Plans", current, *later, known, kind="compared")


def _table(policy: SlaPolicy, version: PublicVersion, at: datetime) -> Markup:
    """The table of one version; that of a later one is folded."""
    shown = compare(policy, version.begins or at, with_escalation=False).for_audience("customer")
    shown = shown.model_copy(update={"plans": tuple(map(title_words, shown.plans))})
    if version.begins is None:
        return element("div", shown.table(), class_="version")
    begins = date_words(version.begins.astimezone(policy._zone).date())
    label = f"Plans from {begins} on"
    summary = element("summary", for_html(label))
    return element("details", summary, shown.table(label), class_="version", data_from=str(ticks(version.begins)))


def _hours(schedules: Sequence[ShownSchedule]) -> Markup:
    """When support is open: in words, and what the script draws of the coming week and of every year."""
    if not schedules:
        return NOTHING
    clocks = {"support": "Support's time", "reader": "Your time"}
    pick = element(
        "div", _labelled("Times of the hours", _select(clocks, name="week-clocks"), class_="pick"), class_="only-live"
    )
    drawn = [shown for shown in schedules if not shown.always_open]
    alone, few = len(schedules) == 1, len(drawn) <= _FEW
    return _card(
        "Support hours",
        pick if drawn else NOTHING,
        *(_schedule(shown, alone, few) for shown in schedules),
        kind="hours",
    )


def _schedule(shown: ShownSchedule, alone: bool, unfolded: bool) -> Markup:
    first, *others = shown.hours
    plans = element("p", for_html(f"For {_listed(shown.plans)}"), class_="soft") if shown.plans else NOTHING
    words = (
        NOTHING if alone else together((element("h3", for_html(shown.name), dir="auto"), plans)),
        element("p", element("strong", for_html(first))),
        element("p", for_html("; ".join(others)), class_="soft") if others else NOTHING,
    )
    if shown.always_open:
        return element("div", *words, class_="schedule")
    drawn = element("div", NOTHING, class_="week")
    week = _folded("The coming week", drawn, _key(_WEEK_KEY), open_="open" if unfolded else "")
    which = element("select", NOTHING, class_="which-year")
    names = element("ul", NOTHING, class_="names dates-named")
    picked = _labelled("Year", which, class_="pick")
    night = element("p", for_html(_NIGHT), class_="soft") if shown.over_midnight else NOTHING
    year = (picked, _key(_YEAR_KEY), night, element("div", NOTHING, class_="year"), names)
    whole = _folded("The whole year", *year)
    return element("div", *words, week, whole, class_="schedule", data_schedule=str(shown.place), data_name=shown.name)


def _folded(summary: str, *inside: Markup, **attributes: str) -> Markup:
    return element("details", element("summary", for_html(summary)), *inside, class_="only-live", **attributes)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _special_dates(ahead: Sequence[tuple[date, str]], until: date) -> Markup:
    """Holidays and hours of their own; the script hides those that are past."""
    items = (_special_date(day, words) for day, words in ahead)
    told = element("p", for_html(f"All until {date_words(until)}."), class_="soft")
    return (
        _card("Holidays ahead", told, element("ul", *items, class_="dates-named"), kind="ahead") if ahead else NOTHING
    )


def _special_date(day: date, words: str) -> Markup:
    when = element("span", for_html(_short_date(day)), class_="day")
    return element("li", when, element("bdi", for_html(words)), data_date=day.isoformat())


def _made(policy: SlaPolicy, compiled: CompiledPolicy, at: datetime) -> Markup:
    """Of when the page is, so that a reader on paper or without a script knows when it is old."""
    first, last = compiled.years
    years = str(first) if first == last else f"{first} to {last}"
    made = date_words(at.astimezone(policy._zone).date())
    return element("footer", element("p", for_html(f"Published on {made}. This page answers for {years}.")))


def _short_date(day: date) -> str:
    """A date as the script writes it: `Wed 5 Nov 2026`."""
    return f"{day_name(day)[:3]} {day.day} {MONTH_NAMES[day.month - 1][:3]} {day.year}"


def _labelled(label: str, field: Markup, **attributes: str) -> Markup:
    return element("label", for_html(label), field, **attributes)


def _select(options: Mapping[str, str], chosen: str | None = None, **attributes: str) -> Markup:
    """A field in which one of some is chosen, at first the one of a value: values by the words that are shown."""
    listed = (_option(value, words, value == chosen) for value, words in options.items())
    return element("select", *listed, **attributes)


def _option(value: str, words: str, chosen: bool) -> Markup:
    # An empty value must be said, or the words would be it.
    return Markup(f'<option value="{for_html(value)}"{" selected" if chosen else ""}>{for_html(words)}</option>')
