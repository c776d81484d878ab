"""What is public goes to another process and back: every value equal to itself, every function by its name."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES
from pydantic import BaseModel
from small_policy import NIGHTS, OFFICE, at, small
from ticket_stories import POLICY, ticket

import slaclock
from slaclock import (
    Combination,
    Evaluation,
    HolidayCalendar,
    Interval,
    Recurrence,
    Schedule,
    SlaClock,
    SlaPolicy,
    Target,
    check,
    compare,
    diff,
    errors,
    explain,
    year_of,
)
from slaclock.render import Year
from slaclock.review import Comparison, Difference, Report
from slaclock.tables import Summary

PUBLIC = {name: getattr(slaclock, name) for name in slaclock.__all__}
CLASSES = [name for name, value in PUBLIC.items() if inspect.isclass(value)]
FUNCTIONS = [name for name, value in PUBLIC.items() if inspect.isfunction(value)]
PROBLEM = errors.Problem(("plans", 0), "is not understood")
ERRORS = {
    "DeclarationError": errors.DeclarationError("policy", [PROBLEM]),
    "PolicyFileError": errors.PolicyFileError("policy", [PROBLEM], ["a.yaml:1:2"]),
    "ColumnError": errors.ColumnError({2: "is naive", 1: "never opens"}, 3),
    "PayloadError": errors.PayloadError("sla_policies[3]", "is not understood"),
    "OutputError": errors.OutputError("cannot write a.csv", 28),
}
HOURS: tuple[Any, ...] = (
    OFFICE | NIGHTS,
    Schedule(
        timezone="UTC-05:00", hours=Recurrence(rrule="FREQ=WEEKLY", first="2026-01-05", opens="09:00", closes="17:00")
    ),
    Schedule(timezone="Asia/Tokyo", hours="Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"),
    Schedule(
        timezone="Europe/London",
        hours="Mon-Fri 09:00-17:00",
        exceptions={"2026-12-24": "09:00-13:00"},
        seasons=[{"first": "--07-01", "last": "--08-31", "hours": "Mon-Fri 08:00-14:00"}],
        holidays=["GB-ENG", "XNYS", {"date": "2026-12-27", "name": "Inventory"}, {"date": "--12-24"}],
    ),
    Schedule(timezone="UTC", hours=["Mon-Fri 09:00-17:00", "first Saturday of the month 09:00-12:00"]),
    HolidayCalendar({"listed": {"2026-12-24": "Eve"}, "years": [2026, 2026]}),
    Target("1 business day", cut_off={"Mon-Fri": "4 PM", "Sat": "11 AM"}),
    HolidayCalendar(["US", {"date": "--12-24", "name": "Eve"}, {"after": "Thanksgiving Day"}]),
    Interval(at("Mon 09:00"), at("Mon 18:00")),
    slaclock.Limits(),
)


@cache
def evaluation() -> Evaluation:
    return POLICY.evaluate(ticket("Mon 10:00", "Mon 10:30 paused", "Mon 11:00 resumed"), at("Tue 10:00"))


@cache
def told() -> SlaPolicy:
    """A policy that states all that may be stated."""
    return small(
        plans={
            "only": {
                "first_response": {
                    "P1": {
                        "target": "1 hour",
                        "goals": "95% per month",
                        "when": [{"received": "outside hours", "target": "2 hours"}],
                    },
                    "P2": "4 business hours",
                }
            }
        },
        notices={"maintenance": "2 business days"},
        metrics={"first_response": {"stops": ["agent_replied"]}},
        warnings={"soon": "75%"},
        escalations={"lead": "after 1 hour"},
        closures={"patching": "Sat 01:00-02:00"},
        versions=[{"effective": "2027-01-01", "holidays": "US"}],
    )


def roots() -> Iterator[Any]:
    """Values that hold all others."""
    yield from HOURS
    yield from (SlaPolicy.load(path) for path in POLICIES.iterdir())
    yield told()
    yield list(told().offers())
    yield list(told().goals())
    yield evaluation()
    yield slaclock.TicketProblem("T-1", "it is bad")
    yield POLICY.agenda([evaluation().ticket], at("Tue 10:00"))
    yield told().attainment([ticket("Mon 10:00", plan="only")], at("Tue 10:00"))
    clock = told().clock(at("Mon 10:00"), priority="P1")
    yield clock.stop(at("Mon 10:30")).status(at("Mon 12:00"))
    yield clock.status(at("Mon 12:00"))
    yield explain(Target("2 business days"), OFFICE, at("2026-11-25 20:00"))
    yield OFFICE.holidays.on(date(2026, 11, 26))
    yield told().choices
    yield check(told())
    yield compare(told())
    yield diff(small(), small(schedules={"office": "Mon-Fri 09:00-17:00"}), date(2027, 1, 1), date(2027, 2, 1))
    yield year_of(OFFICE, 2026)
    yield Summary(3, 1, Path("out.csv"), None)
    yield PROBLEM


def within(value: Any) -> Iterator[Any]:
    """A value and all that it is made of."""
    yield value
    if isinstance(value, BaseModel):
        parts: Any = [getattr(value, name) for name in type(value).model_fields]
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, each.name) for each in dataclasses.fields(value)]
    elif isinstance(value, Mapping):
        parts = value.values()
    else:
        parts = value if isinstance(value, tuple | list) else ()
    for part in parts:
        yield from within(part)


@cache
def samples() -> dict[type, list[Any]]:
    """Values of every class, three of each."""
    found: dict[type, list[Any]] = {}
    for value in (part for root in roots() for part in within(root)):
        few = found.setdefault(type(value), [])
        few += [value] if len(few) < 3 and value not in few else []
    return found


def returned(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("name", [name for name in CLASSES if not issubclass(PUBLIC[name], BaseException | Warning)])
def test_values_come_back_equal(name: str) -> None:
    assert PUBLIC[name] is returned(PUBLIC[name])
    assert samples()[PUBLIC[name]]
    for value in samples()[PUBLIC[name]]:
        again = returned(value)
        assert type(again) is type(value)
        assert (again, repr(again), hash(again)) == (value, repr(value), hash(value))
        assert copy.deepcopy(value) == value


@pytest.mark.parametrize("kind", [Report, Comparison, Difference, Year, Summary])
def test_what_public_functions_return_comes_back_equal(kind: type) -> None:
    assert [returned(value) for value in samples()[kind]] == samples()[kind] != []


@pytest.mark.parametrize("name", [name for name in CLASSES if issubclass(PUBLIC[name], BaseException | Warning)])
def test_errors_come_back_with_all_that_they_say(name: str) -> None:
    error = ERRORS[name] if name in ERRORS else PUBLIC[name]("cannot be read")
    again = returned(error)
    assert type(again) is PUBLIC[name]
    assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_pickled_by_name(name: str) -> None:
    assert returned(PUBLIC[name]) is PUBLIC[name]


def test_there_is_nothing_else_that_is_public() -> None:
    assert {*CLASSES, *FUNCTIONS} == set(PUBLIC)


def test_a_clock_that_came_back_knows_the_other_priorities_of_its_policy() -> None:
    clock = POLICY.clock(at("Mon 10:00"), plan="standard", priority="P1")
    again = returned(clock)
    assert again == clock
    assert again.retarget(at("Mon 11:00"), priority="P2") == clock.retarget(at("Mon 11:00"), priority="P2")


def test_a_clock_of_ones_own_comes_back() -> None:
    clock = SlaClock.starting(at("Mon 10:00"), Target("4 business hours"), OFFICE, warnings={"soon": "75%"})
    assert returned(clock.pause(at("Mon 11:00"))) == clock.pause(at("Mon 11:00"))


def test_what_was_compiled_is_not_sent_along() -> None:
    office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
    before = len(pickle.dumps(office))
    assert office.is_open(at("Mon 10:00"))
    assert len(pickle.dumps(office)) == before


def test_combinations_come_back_with_their_parts() -> None:
    both = returned(OFFICE - NIGHTS)
    assert isinstance(both.hours, Combination)
    assert both == OFFICE - NIGHTS
