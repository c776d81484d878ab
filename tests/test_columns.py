"""Whole columns answer as each row alone would: every question, every target, whole policies, errors included."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import DAY, MICROSECOND, utc
from strategies import (
    Season,
    amounts,
    declarations,
    noisy_instants,
    schedule_of,
    seasons,
    separate_declarations,
    stretches,
)
from strategies import hours_text as written_hours

from slaclock import (
    ChoiceError,
    ColumnError,
    CoverageWarning,
    HolidayCalendar,
    InstantError,
    Schedule,
    SlaClockError,
    SlaPolicy,
    Target,
    TargetError,
    answers,
    columns,
)
from slaclock.business_days import DayCount
from slaclock.deadlines import target_due
from slaclock.instants import clocks_around, duration_of, instant_at, instant_micros
from slaclock.kernel import Found, Kernel
from slaclock.zone import first_instant, zone_named

POLICIES = sorted((Path(__file__).parent.parent / "examples" / "policies").glob("*.yaml"))
NEW_YORK = ZoneInfo("America/New_York")
DAY_RULES = ("same_time", "close", "open", "hours")
MINUTE = timedelta(minutes=1)

Row = datetime | timedelta | bool | str | None
"""The answer of one row; a text is the message of its error."""


# Asking


def column(instants: Sequence[datetime | None]) -> np.ndarray[Any, Any]:
    """The instants as numpy has them: in UTC."""
    micros = [np.iinfo(np.int64).min if at is None else instant_micros(utc(at)) for at in instants]
    return np.array(micros, np.int64).view("M8[us]")


def durations(amounts: Sequence[timedelta]) -> np.ndarray[Any, Any]:
    return np.array([amount // MICROSECOND for amount in amounts], np.int64).view("m8[us]")


def told(found: answers.Answers) -> list[Row]:
    """What was answered, row by row."""
    read: Callable[[Any], Row] = {"instants": instant_at, "durations": duration_of, "booleans": bool}[found.kind]
    valid = np.ones(len(found.values), np.bool_) if found.valid is None else found.valid
    return [
        found.problems.get(row, read(value) if sound else None)
        for row, (value, sound) in enumerate(zip(found.values.tolist(), valid.tolist(), strict=True))
    ]


def one(question: Callable[..., Any], *row: Any) -> Row:
    """What a row alone is told."""
    if None in row[:1]:
        return None
    try:
        answer = question(*row)
    except (SlaClockError, OverflowError) as error:
        return str(error)
    return utc(answer) if isinstance(answer, datetime) else answer


def each(question: Callable[..., Any], *rows: Sequence[Any]) -> list[Row]:
    return [one(question, *row) for row in zip(*rows, strict=True)]


def copy(schedule: Schedule) -> Schedule:
    """An equal schedule that has compiled nothing yet."""
    return pickle.loads(pickle.dumps(schedule))


# Schedules of every kind


def weekly(season: Season) -> st.SearchStrategy[Schedule]:
    return st.one_of(declarations(season), separate_declarations(season)).map(schedule_of)


@st.composite
def seasonal(draw: st.DrawFn, season: Season) -> Schedule:
    """Hours that are others for some days around the clock change."""
    first = season.middle - draw(st.integers(0, 5)) * DAY
    hours = draw(st.one_of(st.just("closed"), stretches().map(lambda found: f"Mon-Sun {written_hours(found)}")))
    other = {"first": first.isoformat(), "last": (first + 6 * DAY).isoformat(), "hours": hours}
    return schedule_of(draw(declarations(season)), seasons=[other])


@st.composite
def recurring(draw: st.DrawFn, season: Season) -> Schedule:
    opens, closes = written_hours(draw(stretches())).split("-")
    start = (season.middle - 20 * DAY).isoformat()
    every = draw(st.sampled_from(("DAILY;INTERVAL=2", "WEEKLY;BYDAY=SU,TH", "MONTHLY;BYDAY=-1FR")))
    rule = {"rrule": f"FREQ={every}", "first": start, "opens": opens, "closes": closes}
    return Schedule(timezone=season.zone, hours=rule)  # type: ignore[arg-type]


@st.composite
def blocks(draw: st.DrawFn, season: Season) -> Schedule:
    other = draw(st.sampled_from((season.zone, "America/Los_Angeles", "Asia/Kathmandu")))
    return Schedule(
        timezone=draw(st.sampled_from((season.zone, "UTC"))), hours=f"Mon 08:00 {season.zone} - Fri 17:30 {other}"
    )


@st.composite
def combined(draw: st.DrawFn, season: Season) -> Schedule:
    zone = draw(st.sampled_from((season.zone, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")))
    first = draw(weekly(season))
    second = schedule_of(replace(draw(declarations(season)), zone=zone))
    return draw(st.sampled_from((first | second, first & second, first - second, ~first)))


def schedules(season: Season) -> st.SearchStrategy[Schedule]:
    return st.one_of(*(kind(season) for kind in (weekly, weekly, seasonal, recurring, blocks, combined)))


@st.composite
def asked(draw: st.DrawFn, size: int = 1) -> tuple[Any, ...]:
    """A schedule, and as many columns of instants around its clock change, with something missing now and then."""
    season = draw(seasons())
    rows = draw(st.integers(1, 12))
    instants = st.lists(st.one_of(*[noisy_instants(season)] * 5, st.none()), min_size=rows, max_size=rows)
    return draw(schedules(season)), *(draw(instants) for _ in range(size))


class TestEveryRowIsAnsweredAsIfAlone:
    """R1, R7, R8, R10, R15: a column is nothing but its rows."""

    @given(asked(size=2))
    def test_elapsed(self, case: Any) -> None:
        """Elapsed of two columns is elapsed of each pair."""
        schedule, starts, ends = case
        ends = [end or start for start, end in zip(starts, ends, strict=True)]
        found = answers.elapsed(schedule, column(starts), column(ends))
        assert told(found) == each(copy(schedule).elapsed, starts, ends)

    @given(asked(), st.data(), st.sampled_from(("closing", "next_opening")))
    def test_add_of_a_column(self, case: Any, data: st.DataObject, boundary: Any) -> None:
        """Open time of any sign is added to each row by itself."""
        schedule, starts = case
        signed = st.one_of(amounts(), amounts().map(lambda amount: -amount), st.just(timedelta()))
        added = data.draw(st.lists(signed, min_size=len(starts), max_size=len(starts)))
        found = answers.add(schedule, column(starts), durations(added), boundary)
        alone = copy(schedule)
        assert told(found) == each(lambda start, amount: alone.add(start, amount, boundary), starts, added)

    @given(asked(), amounts(), st.sampled_from((1, -1)), st.sampled_from(("closing", "next_opening")))
    def test_add_of_one_amount(self, case: Any, amount: timedelta, sign: int, boundary: Any) -> None:
        """One amount is the same for every row."""
        schedule, starts = case
        found = answers.add(schedule, column(starts), sign * amount, boundary)
        alone = copy(schedule)
        assert told(found) == each(lambda start: alone.add(start, sign * amount, boundary), starts)

    @given(asked())
    def test_is_open(self, case: Any) -> None:
        """Each row is open or not by itself."""
        schedule, instants = case
        assert told(answers.is_open(schedule, column(instants))) == each(copy(schedule).is_open, instants)

    @given(asked(), st.booleans())
    def test_openings_and_closings(self, case: Any, opening: bool) -> None:
        """The next and the previous edge of a row are its own."""
        schedule, instants = case
        alone = copy(schedule)
        following = alone.next_opening if opening else alone.next_closing
        assert told(answers.next_edge(schedule, column(instants), opening)) == each(following, instants)
        earlier = alone.previous_opening if opening else alone.previous_closing
        assert told(answers.previous_edge(schedule, column(instants), opening)) == each(earlier, instants)

    @given(
        asked(),
        st.integers(-12, 12),
        st.sampled_from(DAY_RULES),
        st.sampled_from(("at_once", "next_opening")),
        st.one_of(
            st.sampled_from(("as_is", "next_opening", "previous_closing")),
            st.times().map(lambda clock: clock.replace(fold=0)),
            st.sampled_from((time(), time(2, 30), time(23))),
        ),
    )
    def test_business_days(self, case: Any, days: int, rule: Any, starts: Any, ends: Any) -> None:
        """Business days are counted from each row by every rule, forward and back."""
        schedule, instants = case
        count = DayCount(days, rule, starts, ends, timedelta(hours=7.5))
        alone = copy(schedule)
        found = answers.add_days(schedule, column(instants), count)
        assert told(found) == each(lambda start: alone.add_days(start, *count), instants)

    @given(asked(), st.data())
    def test_targets(self, case: Any, data: st.DataObject) -> None:
        """A target is due for a column when it is for each row: whatever it counts, wherever it starts and ends."""
        schedule, instants = case
        instants = [at for at in instants if at]
        target = data.draw(targets())
        found = Found()
        due = target_due(Kernel(schedule, found), target, column(instants).view(np.int64))
        answered = [found.problems.get(row, instant_at(at)) for row, at in enumerate(due.tolist())]
        alone = copy(schedule)
        assert answered == each(lambda at: target.due(at, alone), instants)


@st.composite
def targets(draw: st.DrawFn) -> Target:
    """Draw a target that counts anything, with any choices."""
    clock = st.sampled_from((None, time(), time(2, 30), time(9), time(15), time(23)))
    kinds = st.one_of(
        st.sampled_from(
            (
                "2 business hours",
                "20 business hours",
                "90 minutes",
                "36 hours",
                "3 days",
                "40 days",
                "1 month",
                "13 months",
            )
        ),
        st.sampled_from(("1 business day", "5 business days", "same business day", "next business day by 4 PM")),
    )
    choices: dict[str, Any] = {
        "cut_off": draw(clock),
        "starts": draw(st.sampled_from((None, "at_once", "next_opening"))),
        "ends": draw(st.one_of(st.sampled_from((None, "as_is", "next_opening", "previous_closing")), clock)),
        "boundary": draw(st.sampled_from((None, "closing", "next_opening"))),
    }
    text = draw(kinds)
    if "same" in text or "by" in text:
        return Target(text, cut_off=choices["cut_off"])
    if "business day" in text:
        choices |= {"day_rule": draw(st.sampled_from((None, *DAY_RULES))), "day_length": timedelta(hours=8)}
    return Target(text, **choices)


class TestReadingsOfAColumn:
    """R2: the clocks of a column are those of `zone.py`."""

    @given(st.data())
    def test_the_first_instant_of_a_reading(self, data: st.DataObject) -> None:
        """A reading of a column becomes an instant at the first moment at which the clocks have shown it or later."""
        season = data.draw(seasons())
        zone = zone_named(season.zone)
        minutes = st.integers(-3 * 1440, 3 * 1440)
        readings = [
            datetime.combine(season.middle, time()) + number * MINUTE
            for number in data.draw(st.lists(minutes, min_size=1))
        ]
        micros = column([reading.replace(tzinfo=UTC) for reading in readings]).view(np.int64)
        instants = clocks_around(zone, micros).first_instants(micros)
        assert [instant_at(at) for at in instants] == [first_instant(reading, zone) for reading in readings]

    @given(st.data())
    def test_what_the_clocks_show(self, data: st.DataObject) -> None:
        """The readings of a column are what the zone's clocks show at each instant."""
        season = data.draw(seasons())
        zone = zone_named(season.zone)
        instants = data.draw(st.lists(noisy_instants(season), min_size=1))
        micros = column(instants).view(np.int64)
        shown = [instant_at(at).replace(tzinfo=None) for at in clocks_around(zone, micros).readings(micros)]
        assert shown == [at.astimezone(zone).replace(tzinfo=None) for at in instants]

    def test_years_far_apart(self) -> None:
        """Between years that are centuries apart no clocks are looked at, and each year has its own."""
        instants = [
            datetime(1900, 7, 1, tzinfo=UTC),
            datetime(2026, 7, 1, tzinfo=UTC),
            datetime(9999, 7, 1, tzinfo=UTC),
        ]
        micros = column(instants).view(np.int64)
        shown = [instant_at(at).replace(tzinfo=None) for at in clocks_around(NEW_YORK, micros).readings(micros)]
        assert shown == [at.astimezone(NEW_YORK).replace(tzinfo=None) for at in instants]
