"""Policies in three formats: loaded or refused, and then asked everything that a policy can be asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from icalendar import Calendar

from fuzz import seeds
from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_text, changed_tree
from fuzz.formats import POLICY_FORMATS
from slaclock import Event, SlaClockError, SlaPolicy, Ticket
from slaclock.render import evaluation_html, explanation_html, year_html, year_ics, year_of, year_text
from slaclock.review import check, compare, diff

OPENED, NOW = datetime.fromisoformat(seeds.OPENED), datetime.fromisoformat(seeds.NOW)
FIRST = date(2026, 11, 25)


def made(random: Random) -> Case:
    """A policy with changes, and a question."""
    question = random.choice(list(QUESTIONS))
    if random.random() < 0.15:
        text = random.choice(seeds.texts())
        content = changed_bytes(random, text.encode()) if random.random() < 0.5 else _changed_lines(random, text)
        return Case("policies", {"policy.yaml": content}, (question,))
    name = random.choice(("policy.json", "policy.json", "policy.toml", "policy.yaml"))
    return Case("policies", {name: policy_file(random, name)}, (question,))


def policy_file(random: Random, name: str) -> bytes:
    """A policy with changes, written in the format of a name."""
    tree = changed_tree(random, random.choice((*seeds.policies(), seeds.POLICY)), random.choice((1, 1, 1, 2, 2, 3, 5)))
    content = POLICY_FORMATS[name](tree)
    return changed_bytes(random, content) if random.random() < 0.1 else content


def _changed_lines(random: Random, text: str) -> bytes:
    lines = text.splitlines()
    at = random.randrange(len(lines))
    lines[at] = changed_text(random, lines[at])
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def attempted(case: Case, folder: Path) -> None:
    """Load it, and ask."""
    (name,) = case.files
    policy = SlaPolicy.load(folder / name)
    QUESTIONS[case.words[0]](policy)


def _dumped(policy: SlaPolicy) -> None:
    again = SlaPolicy.model_validate_json(policy.model_dump_json())
    assert again == policy, "a policy is loaded from its JSON as another one"
    assert hash(again) == hash(policy)


def _due(policy: SlaPolicy) -> None:
    for plan, metric, priority, _ in policy.offers():
        with suppress(SlaClockError):
            due = policy.due(OPENED, plan=plan, metric=metric, priority=priority)
            assert due >= OPENED, "something is due before it was opened"
            later = policy.due(OPENED + timedelta(minutes=1), plan=plan, metric=metric, priority=priority)
            assert later.utcoffset() == due.utcoffset()


def _explained(policy: SlaPolicy) -> None:
    for plan, metric, priority, _ in list(policy.offers())[:8]:
        with suppress(SlaClockError):
            found = policy.explain(OPENED, plan=plan, metric=metric, priority=priority)
            assert found.text()
            assert explanation_html(found.for_audience("customer"))


def _evaluated(policy: SlaPolicy) -> None:
    plans = list(policy.plans) or [None]
    replied = Event(at=NOW - timedelta(hours=2), kind="agent_replied")
    events = (replied, Event(at=NOW, kind="priority_changed", priority="P1"))
    for priority in (None, *policy.priorities[:1]):
        with suppress(SlaClockError):
            found = policy.evaluate(Ticket(opened=OPENED, plan=plans[0], priority=priority, events=events), NOW)
            assert evaluation_html(found)
            assert found.to_dict()


def _checked(policy: SlaPolicy) -> None:
    assert check(policy, FIRST).text()


def _compared(policy: SlaPolicy) -> None:
    found = compare(policy, NOW)
    assert all((found.text(), found.markdown(), found.html(), found.model_dump_json()))


def _differs(policy: SlaPolicy) -> None:
    small = SlaPolicy.model_validate(seeds.POLICY)
    for old, new in ((policy, small), (policy, policy)):
        found = diff(old, new, FIRST, FIRST + timedelta(days=30))
        assert found.text()
        assert found.markdown()
    assert not found.changes_for_customers, "a policy differs from itself"


def _drawn(policy: SlaPolicy) -> None:
    for name in list(policy.schedules)[:3]:
        schedule = policy.schedule_through_versions(name)
        year = year_of(schedule, 2026)
        assert all((year_text(year), year_html(year)))
        # Whatever reads iCalendar some day gets its inputs from what is written here.
        assert Calendar.from_ical(year_ics(schedule, 2026)).name == "VCALENDAR"


def _elsewhere(policy: SlaPolicy) -> None:
    _due(policy.for_customer("Asia/Kathmandu", ["2026-11-26"]))
    for name in policy.notices:
        with suppress(SlaClockError):
            assert policy.notice(name, NOW) <= NOW


QUESTIONS: dict[str, Callable[[SlaPolicy], None]] = {
    "dumped": _dumped,
    "due": _due,
    "explained": _explained,
    "evaluated": _evaluated,
    "checked": _checked,
    "compared": _compared,
    "differs": _differs,
    "drawn": _drawn,
    "elsewhere": _elsewhere,
}
