"""Policies drawn with everything that a compiled one must say: combinations, seasons, versions, cases, customers."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from slaclock import SlaPolicy
from slaclock.testing import Weeks, target_texts
from slaclock.testing.drawn_hours import drawn_hours
from slaclock.testing.few_weeks import REACH, dates

CUSTOMERS = ("Asia/Tokyo", "America/New_York")
PRIORITIES = ("P1", "P2")
PLANS = ("standard", "premium")
METRICS = ("first_response", "resolution", "next_response")

CONDITIONS = (
    "in hours",
    "outside hours",
    "on Fri after 15:00",
    "on weekends or after 17:00",
    "by phone",
    "by phone or chat outside hours",
    "between 22:00 and 06:00",
    "between 00:00 and 05:00",
    "on holidays",
    "not on holidays",
    "on Sundays and holidays",
    "on business days",
    "on business days before 12:00",
    "during on call",
    "outside on call",
    "in March, Nov, Dec",
    "from --12-20 to --03-20",
    "from --03-01 to --11-20",
)
DAY_TARGETS = (
    {"target": "1 business day", "ends": "same_day"},
    {"target": "next business day"},
    {"target": "next business day", "ends": "16:00"},
    {"target": "2 business days", "day_rule": "close"},
    {"target": "2 business days", "day_rule": "open"},
    {"target": "1 business day", "day_rule": "hours", "day_length": "8 hours"},
    {"target": "2 business days", "starts": "at_once", "ends": "as_is"},
    {"target": "1 business day", "ends": "previous_closing"},
    {"target": "2 business days", "cut_off": "16:00"},
    {"target": "4 business hours", "cut_off": {"Mon-Thu": "15:00", "Fri": "12:30"}},
    {"target": "4 business hours", "starts": "next_opening", "ends": "17:00"},
    {"target": "4 business hours", "boundary": "next_opening"},
    {"target": "6 hours", "ends": "next_opening"},
    {"target": "6 hours", "starts": "next_opening", "ends": "previous_closing"},
    {"target": "2 calendar days"},
    {"target": "1 month"},
    {"target": "close of business day"},
)


LIFECYCLES: tuple[dict[str, Any], ...] = (
    {},
    {"resolution": {"pauses_in": "pending"}},
    {"first_response": {"starts": "customer_replied"}, "resolution": {"pauses_in": ["pending", "on_hold"]}},
    {"resolution": {"runs_in": ["open"], "on_reopen": "continue", "warnings": {"near": "30 business minutes left"}}},
    {"resolution": {"starts": "agent_replied", "stops": ["resolved", "closed"], "on_reopen": "new_cycle"}},
)

_BY_PHONE = {"target": "8 business hours", "when": [{"received": "by phone", "target": "1 business hour"}]}


def _targets() -> st.SearchStrategy[Any]:
    return st.one_of(target_texts(), st.sampled_from(DAY_TARGETS))


@st.composite
def _promises(draw: st.DrawFn) -> Any:
    stated = draw(_targets())
    if not draw(st.booleans()):
        return stated
    stated = {"target": stated} if isinstance(stated, str) else dict(stated)
    found = draw(st.lists(st.tuples(st.sampled_from(CONDITIONS), st.one_of(_targets(), st.just("none"))), max_size=2))
    cases = [{"received": how, **({"target": what} if isinstance(what, str) else what)} for how, what in found]
    return {**stated, "when": cases} if cases else stated


def _plans(schedules: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    by_priority = st.fixed_dictionaries({name: _promises() for name in PRIORITIES})
    promised = {"first_response": by_priority, "resolution": _promises(), "next_response": _targets()}
    return st.fixed_dictionaries({"schedule": st.sampled_from(schedules), **promised})


@st.composite
def _schedules(draw: st.DrawFn, weeks: Weeks, customers: bool) -> dict[str, Any]:
    own = draw(drawn_hours(weeks)).written()
    first = draw(dates(weeks))
    found: dict[str, Any] = {
        "office": own,
        "on call": draw(drawn_hours(weeks)).written(),
        "always": "24x7",
        "usual": draw(st.sampled_from(["Mon-Fri 09:00-17:00", "Sun-Thu 22:00-06:00", "Mon-Fri 00:00-24:00"])),
        "seasonal": {
            "hours": "Mon-Fri 08:00-18:00",
            "holidays": [str(draw(dates(weeks)))],
            "seasons": [{"first": str(first), "last": str(first + timedelta(days=5)), "hours": "Mon-Sun 10:00-14:00"}],
        },
        "elsewhere": {"hours": "Mon-Sat 09:00-18:00", "timezone": "Asia/Kathmandu"},
        "either": {"any_of": ["office", "elsewhere"]},
        "both": {"all_of": ["usual", "on call"]},
        "outside": {"outside": "usual"},
        "maintained": {"any_of": ["usual"], "excluding": ["maintenance"]},
    }
    if customers:
        found["theirs"] = {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}
    kept = draw(st.sets(st.sampled_from(sorted(set(found) - {"on call", "usual"})), min_size=1, max_size=3))
    needed = {"on call", "usual", "office", "elsewhere", *kept, *(["theirs"] if customers else [])}
    return {name: entry for name, entry in found.items() if name in needed}


@st.composite
def whole_policies(draw: st.DrawFn, weeks: Weeks, customers: bool = False) -> SlaPolicy:
    """A policy with schedules made from others, cases, versions, and names of a helpdesk."""
    schedules = draw(_schedules(weeks, customers))
    named = sorted(schedules)
    stated: dict[str, Any] = {
        "name": "Drawn support",
        "timezone": weeks.zone,
        "outside_coverage": "ignore",
        "holidays": sorted({str(draw(dates(weeks))) for _ in range(draw(st.integers(0, 2)))}),
        "day_length": "8 hours",
        "closures": {"maintenance": "Sat 20:00-02:00"},
        "schedules": schedules,
        "plans": {"standard": draw(_plans(named)), "premium": {**draw(_plans(named)), "resolution": _BY_PHONE}},
        "metrics": draw(st.sampled_from(LIFECYCLES)),
        "warnings": {"soon": "75%"},
        "escalations": {"manager": "1 hour after breach"},
        "names": {"priorities": {"urgent": "P1"}, "channels": {"voice": "phone"}, "plans": {"Gold": "premium"}},
        "on_change": draw(st.sampled_from(["recompute", "reset"])),
        "reopens": draw(st.sampled_from(["any_customer_reply", "only_reopened"])),
        "governed_by": draw(st.sampled_from(["opening", "each_event"])),
    }
    begins = draw(st.lists(st.integers(-REACH, REACH), max_size=2, unique=True))
    stated["versions"] = [draw(_versions(weeks, weeks.middle + timedelta(days=each), named)) for each in begins]
    return SlaPolicy(**stated)


@st.composite
def _versions(draw: st.DrawFn, weeks: Weeks, begins: date, named: list[str]) -> dict[str, Any]:
    changed: dict[str, Any] = {"effective": str(begins)}
    if draw(st.booleans()):
        changed["schedules"] = {"usual": "Mon-Fri 10:00-16:00"}
    if draw(st.booleans()):
        changed["holidays"] = [str(draw(dates(weeks)))]
    if draw(st.booleans()) or len(changed) == 1:
        changed["plans"] = {"standard": draw(_plans(named))}
    return changed
