"""Every line of a reason that the page shows is what Python explains, in customers' words (R22)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from published_questions import asked, compiled_policy, promising

from slaclock import Explanation, SlaPolicy, Stretch
from slaclock.errors import SlaClockError
from slaclock.hours import time_words
from slaclock.publish import published_page
from slaclock.targets import short_duration

AT = datetime(2025, 1, 2, tzinfo=UTC)
OF_EACH = 60
KINDS = {
    "open": "counted",
    "any_time": "counted",
    "extra_time": "open, no longer needed",
    "waiting": "open, not counted yet",
    "outside_hours": "closed",
    "holiday": "closed for a holiday",
    "exception": "closed on that date",
    "season": "closed in this season",
    "excluded": "closed for",
}
ANSWER = """
const [asked] = arguments, form = document.getElementById("calculator");
for (const [name, value] of Object.entries(asked)) if (form.elements[name]) form.elements[name].value = value ?? "";
form.elements.clocks.value = "support";
form.elements.opened.dispatchEvent(new Event("change", { bubbles: true }));
if (form.elements.again.checkVisibility()) return null;
if (form.elements.plan.value !== asked.plan || form.elements.metric.value !== asked.metric) return null;
if (asked.priority && form.elements.priority.value !== asked.priority) return null;
const rows = [...document.querySelectorAll("#reason .stretches tbody tr")];
return [
  document.querySelector("#answer .due strong")?.textContent ?? "",
  rows.map((row) => [...row.cells].map((cell) => cell.textContent)),
];
"""


@pytest.mark.parametrize("name", promising())
def test_what_is_shown_is_what_python_explains(opened: Any, said: Any, name: str) -> None:
    policy, compiled = compiled_policy(name)
    browser = opened(published_page(policy, compiled, AT))
    told = 0
    for question in asked(policy, compiled, OF_EACH, seed=7):
        at = datetime.fromtimestamp(question["opened"] // 1_000_000, UTC)
        why = _explained(policy, at, question)
        if why is None or (policy.priorities and not question["priority"]):
            continue
        zone = ZoneInfo(why.timezone)
        given = {key: question[key] for key in ("plan", "metric", "priority", "channel")}
        local = at.astimezone(zone)
        shown = browser.execute_script(ANSWER, given | {"opened": local.replace(tzinfo=None).isoformat()})
        if shown is None:
            # Clocks show that time twice, or a version of another time promises it.
            continue
        due, lines = shown
        ends = why.due.astimezone(zone)
        assert due.startswith(f"{_date(ends)} {ends.year}, {time_words(ends)} "), question
        assert lines == [_line(each, zone) for each in why.for_audience("customer").stretches], question
        told += 1
    assert told > OF_EACH / 5
    assert said() == []


def _explained(policy: SlaPolicy, at: datetime, question: dict[str, Any]) -> Explanation | None:
    try:
        return policy.explain(at, question["plan"], question["priority"], question["metric"], question["channel"])
    except SlaClockError:
        return None


def _date(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b}"


def _line(stretch: Stretch, zone: ZoneInfo) -> list[str]:
    """A stretch as a line of the page: from, to, what it was, and what was counted."""
    ends = (each.astimezone(zone) for each in (stretch.start, stretch.end))
    estimate = " (the date is an estimate)" if stretch.estimated and "estimate" not in stretch.name else ""
    called = f"{KINDS[stretch.kind]}: {stretch.name}{estimate}" if stretch.name else KINDS[stretch.kind]
    days = f"{stretch.days} day{'s' if stretch.days > 1 else ''} complete" if stretch.days else ""
    amount = short_duration(stretch.counted) if stretch.counted > timedelta(0) else ""
    return [
        *(f"{_date(each)}, {time_words(each)}{_called(each)}" for each in ends),
        called,
        ", ".join(filter(None, (amount, days))),
    ]


def _called(at: datetime) -> str:
    """What clocks are called at an instant, where they show it twice."""
    first, second = (at.replace(fold=fold) for fold in (0, 1))
    return f" {at.tzname()}" if first.utcoffset() > second.utcoffset() else ""
