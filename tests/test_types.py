"""What users state, and what they then hold, as type checkers see it: `nox -s types` checks this file, too."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, assert_type
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from slaclock import (
    Case,
    Choices,
    Combination,
    CutOffs,
    DeclarationError,
    Event,
    ExceptionHours,
    FrozenMapping,
    Goal,
    Holiday,
    HolidayCalendar,
    Lifecycle,
    MarketHolidays,
    Notice,
    Plan,
    PolicyVersion,
    Promise,
    PublicHolidays,
    Received,
    Recurrence,
    RelativeHoliday,
    Schedule,
    ScheduleEntry,
    Season,
    SlaPolicy,
    StatedHoliday,
    SupportWindow,
    Target,
    Threshold,
    Ticket,
    ZonedBlock,
)

OPENED = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))


def test_a_ticket_takes_texts_and_mappings_and_holds_instants_and_events() -> None:
    ticket = Ticket(
        id=17,
        opened="2026-11-25T15:00-05:00",
        events=[{"at": "2026-11-25T16:00-05:00", "kind": "agent_replied"}, Event(at=OPENED, kind="resolved")],
    )
    assert_type(ticket.id, str)
    assert_type(ticket.opened, datetime)
    assert_type(ticket.events, tuple[Event, ...])
    assert_type(ticket.priority, str | None)
    assert ticket.events[0].at.hour == 16
    assert {ticket: "as a key"}[Ticket.model_validate(ticket.model_dump())]


def test_a_schedule_takes_hours_and_holidays_in_every_form() -> None:
    london = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", holidays=["GB", {"date": "--12-24"}])
    assert_type(london.holidays, HolidayCalendar)
    assert_type(london.holidays.on(date(2026, 12, 24)), Holiday | None)
    assert_type(london.exceptions, tuple[ExceptionHours, ...])
    assert_type(london | london, Schedule)
    saturday = SupportWindow(days=["Sat"], opens=time(10), closes="14:00")
    patching = Recurrence(rrule="FREQ=MONTHLY;BYDAY=1SA", first=date(2026, 1, 1), opens="22:00", closes="04:00")
    daily = {"rrule": "FREQ=DAILY", "first": "2026-01-01", "opens": "09:00", "closes": "10:00"}
    block = ZonedBlock(
        opens_on="Mon", opens="08:00", opens_in="Asia/Tokyo", closes_on="Fri", closes=time(17), closes_in="UTC"
    )
    either = Combination(combine="union", schedules=[london, {"timezone": "UTC", "hours": "24x7"}])
    assert Schedule(timezone="UTC", hours=["Mon-Fri 9 AM - 5 PM", saturday]) != Schedule(timezone="UTC", hours=patching)
    assert Schedule(timezone="UTC", hours=daily) != Schedule(timezone="UTC", hours=block)
    assert Schedule(timezone="UTC", hours=either).is_open(OPENED)


def test_closures_take_dates_and_texts() -> None:
    calendar = HolidayCalendar(
        [
            "US",
            date(2026, 12, 24),
            {"2026-12-31": "New Year's Eve"},
            PublicHolidays(country="DE", subdivision="BE", categories=["public"]),
            MarketHolidays(market="NYSE"),
            StatedHoliday(date=date(2026, 2, 2), observed="nearest"),
            RelativeHoliday(after="Thanksgiving Day", days=1),
        ],
        years=(2024, 2030),
    )
    assert_type(calendar.covered_years, tuple[int, int] | None)
    office = Schedule(
        timezone="America/New_York",
        hours="Mon-Fri 09:00-18:00",
        holidays=calendar,
        exceptions={date(2026, 12, 23): "09:00-13:00"},
        seasons=[
            Season(first="--07-01", last="--07-31", hours=["Mon-Thu 09:00-17:00"]),
            {"first": "2027-01-01", "hours": "closed"},
        ],
    )
    assert_type(office.seasons, tuple[Season, ...])
    assert ExceptionHours(date="2026-12-24", hours=["09:00-13:00"]).hours
    assert office.is_open(OPENED)


def test_targets_take_texts_and_hold_amounts() -> None:
    target = Target("2 business days", cut_off="15:00", ends=time(16), day_length=timedelta(hours=8))
    assert_type(target.cut_off, time | CutOffs | None)
    assert_type(target.day_length, timedelta | None)
    assert target.cut_off == time(15)
    assert isinstance(Target("1 hour", cut_off={"Mon-Fri": "4 PM", "Sat": time(11)}).cut_off, CutOffs)
    threshold = Threshold(after="1 hour")
    assert_type(threshold.after, Target | None)
    assert Choices(day_rule="close").day_rule == "close"


def test_a_policy_takes_mappings_and_holds_what_they_state() -> None:
    policy = SlaPolicy(
        name="Example support",
        timezone="America/New_York",
        holidays="US",
        cut_off="17:00",
        closures={
            "patching": {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "first": "2026-01-01", "opens": "22:00", "closes": "23:00"}
        },
        schedules={
            "office": "Mon-Fri 09:00-18:00",
            "late": ScheduleEntry(hours=["Mon-Fri 18:00-22:00"], holidays="US"),
        },
        plans={
            "standard": {"schedule": "office", "first_response": {"P1": "4 business hours", "P2": "2 business days"}},
            "premium": Plan(
                schedule="office",
                first_response=Promise(P1="1 hour", P2=Target("4 business hours")),
                resolution={"target": "2 business days", "goals": "95% per month"},
            ),
        },
        notices={"maintenance": "72 hours", "release": Notice(target="5 business days", schedule="office")},
        metrics={"first_response": Lifecycle(stops="agent_replied"), "resolution": {"pauses_in": ["pending"]}},
        warnings={"half": "50%", "soon": Threshold(percent=75)},
        escalations={"lead": {"overdue": "1 hour"}},
        versions=[PolicyVersion(effective=date(2027, 1, 1), holidays=["US", "--12-24"])],
    )
    assert_type(policy.plans["standard"], Plan)
    assert_type(policy.plans, FrozenMapping[Plan])
    assert_type(policy.plans["standard"].metrics["first_response"].priorities["P1"].target, Target | None)
    assert_type(policy.warnings["half"], Threshold)
    assert_type(policy.versions, tuple[PolicyVersion, ...])
    assert_type(policy.due(OPENED, plan="premium", priority="P1"), datetime)
    assert policy.plans["premium"].metrics["first_response"].priorities["P1"].target == Target("1 hour")


def test_promises_take_conditions_and_goals() -> None:
    promise = Promise(
        target="1 business day",
        when=[Case(received="outside hours", target="2 hours"), {"received": "by phone", "target": "1 hour"}],
        goals=[Goal(percent=95, per="month"), "99% within 1 business day"],
        coverage={"phone": "office"},
    )
    assert_type(promise.when, tuple[Case, ...])
    assert_type(promise.when[0].received, Received)
    assert_type(promise.goals, tuple[Goal, ...])
    assert_type(promise.goals[0].percent, Decimal | None)
    assert Received(days="Mon-Fri", before="13:00").before == time(13)


def test_what_is_read_from_elsewhere_is_taken_as_it_is() -> None:
    read: Mapping[str, Any] = {"opened": "2026-11-25T15:00-05:00", "plan": "standard"}
    assert Ticket(**read) == Ticket.model_validate(read)


def test_what_is_misspelt_or_changed_is_refused_by_checkers_and_when_run() -> None:
    """Strict mypy fails where there is nothing to ignore."""
    ticket = Ticket(opened=OPENED)
    with suppress(DeclarationError):
        Ticket(opened=OPENED, evnts=[])  # type: ignore[call-arg]
        raise AssertionError
    with suppress(DeclarationError):
        Target("4 hours", day_rule="closing")  # type: ignore[arg-type]
        raise AssertionError
    with suppress(ValidationError):
        ticket.plan = "premium"  # type: ignore[misc]
        raise AssertionError
    assert ticket.plan is None
