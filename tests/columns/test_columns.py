"""Whole columns answer as each row alone would: every question, every target, whole policies, errors included."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from oracle import DAY, MICROSECOND, utc
from paths import POLICIES
from small_policy import promising, small
from strategies import (
    Season,
    amounts,
    declarations,
    hours_text as written_hours,
    noisy_instants,
    schedule_of,
    seasons,
    separate_declarations,
    stretches,
)

from slaclock import (
    ChannelWarning,
    ChoiceError,
    ColumnError,
    CoverageWarning,
    HolidayCalendar,
    InstantError,
    Schedule,
    SlaClockError,
    SlaPolicy,
    StartWarning,
    Target,
    TargetError,
    columns,
)
from slaclock.columns import Answers, answers
from slaclock.columns.answer_stages import Found
from slaclock.columns.clocks import clocks_around
from slaclock.columns.deadlines import target_due
from slaclock.columns.instants import duration_of, instant_at, instant_micros
from slaclock.columns.kernel import Kernel
from slaclock.columns.labels import Labels
from slaclock.hours.business_days import ENDS, DayCount
from slaclock.hours.zone import first_instant, latest_reading
from slaclock.hours.zone_names import zone_named

PUBLISHED = sorted(POLICIES.glob("*.yaml"))
NEW_YORK = ZoneInfo("America/New_York")
DAY_RULES = ("same_time", "close", "open", "hours")
MINUTE = timedelta(minutes=1)

Row = datetime | timedelta | bool | int | str | None
"""The answer of one row; a text is the message of its error."""


# Asking


def column(instants: Sequence[datetime | None]) -> np.ndarray[Any, Any]:
    """The instants as numpy has them: in UTC."""
    micros = [np.iinfo(np.int64).min if at is None else instant_micros(utc(at)) for at in instants]
    return np.array(micros, np.int64).view("M8[us]")


def durations(amounts: Sequence[timedelta]) -> np.ndarray[Any, Any]:
    return np.array([amount // MICROSECOND for amount in amounts], np.int64).view("m8[us]")


def told(found: Answers[Any]) -> list[Row]:
    """What was answered, row by row."""
    read: Callable[[Any], Row] = {"instants": instant_at, "durations": duration_of, "booleans": bool, "counts": int}[
        found.kind
    ]
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
    """What each row alone is told; a column keeps its instants in UTC, and errors show them so."""
    in_utc = ([utc(value) if isinstance(value, datetime) else value for value in column] for column in rows)
    return [one(question, *row) for row in zip(*in_utc, strict=True)]


def copy(schedule: Schedule) -> Schedule:
    """An equal schedule that has compiled nothing yet."""
    return pickle.loads(pickle.dumps(schedule))


def days_between(schedule: Schedule, start: datetime, end: datetime) -> int:
    """How many business days lie between the dates that a schedule's clocks show."""
    return schedule.business_days(*(at.astimezone(schedule._zone).date() for at in (start, end)))


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
        edge = "opening" if opening else "closing"
        for name in (f"next_{edge}", f"previous_{edge}"):
            assert told(getattr(answers, name)(schedule, column(instants))) == each(getattr(alone, name), instants)

    @given(
        asked(),
        st.integers(-12, 12),
        st.sampled_from(DAY_RULES),
        st.sampled_from(("at_once", "next_opening")),
        st.one_of(
            st.sampled_from(ENDS),
            st.times().map(lambda clock: clock.replace(fold=0)),
            st.sampled_from((time(), time(2, 30), time(23))),
        ),
    )
    def test_business_days(self, case: Any, days: int, rule: Any, starts: Any, ends: Any) -> None:
        """Business days are counted from each row by every rule, forward and back."""
        schedule, instants = case
        count = DayCount(days, rule, starts, ends, timedelta(hours=7.5))
        alone = copy(schedule)
        found = answers.add_days(schedule, column(instants), *count[:-1])
        assert told(found) == each(lambda start: alone.counted_days(start, count), instants)

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
        st.sampled_from(("next business day", "end of the month", "by the 5th business day of the following month")),
        st.sampled_from(("by noon on the last business day of the week", "start of the next business week")),
    )
    choices: dict[str, Any] = {
        "cut_off": draw(st.one_of(clock, st.just({"Mon-Thu": "15:00", "Sat-Sun": "02:00"}))),
        "starts": draw(st.sampled_from((None, "at_once", "next_opening"))),
        "ends": draw(
            st.one_of(st.sampled_from((None, "as_is", "next_opening", "previous_closing", "same_day")), clock)
        ),
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

    @given(st.data())
    def test_the_latest_reading_that_was_shown(self, data: st.DataObject) -> None:
        """Where clocks go back, both take the reading at which they did (R20)."""
        season = data.draw(seasons())
        zone = zone_named(season.zone)
        instants = sorted(data.draw(st.lists(noisy_instants(season), min_size=1)), key=lambda at: at.astimezone(UTC))
        micros = column(instants).view(np.int64)
        shown = [instant_at(at).replace(tzinfo=None) for at in clocks_around(zone, micros).latest_readings(micros)]
        assert shown == [latest_reading(at, zone) for at in instants]
        assert shown == sorted(shown)

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


# Policies

MIXED = SlaPolicy.loads("""
name: Mixed
timezone: America/New_York
day_rule: close
boundary: next_opening
schedules:
  office: {hours: Mon-Fri 09:00-18:00, holidays: ["2026-11-26"]}
  nights: Sun-Thu 22:00-06:00
  always: 24x7
  tokyo: {hours: Mon-Fri 09:00-18:00, timezone: Asia/Tokyo}
  theirs: {hours: Mon-Fri 09:00-18:00, timezone: customer}
plans:
  standard:
    schedule: office
    first_response: {P1: 4 business hours, P2: {target: 2 business days, cut_off: "15:00"}, P3: 3 days}
    update: 1 month
  premium:
    schedule: nights
    first_response:
      target: 6 business hours
      when:
        - {received: outside hours, target: 1 hour, schedule: always}
        - {received: by phone on Mon-Wed from 23:00, target: 1 business hour}
        - {received: by phone or chat, target: 5 minutes}
        - {received: between 22:30 and 00:30, target: 10 minutes}
        - {received: during tokyo, target: 3 business hours}
        - {received: on Tue after 01:30 before 04:00, target: 2 business days, schedule: tokyo}
    resolution: {P1: {target: 36 hours, ends: next_opening}, P2: {target: 5 business days, schedule: tokyo}}
  partner: {schedule: theirs, first_response: 1 business hour}
versions:
  - effective: 2026-12-01
    schedules: {office: Mon-Fri 08:00-16:00}
  - effective: 2026-11-15
    plans:
      standard: {schedule: office, first_response: 1 business day, update: 2 days}
""")
NAMES = (None, "standard", "premium", "partner", "standrd")
PRIORITIES = (None, "P1", "P2", "P3", "P9")
METRICS = ("first_response", "resolution", "update", "escalation")
CHANNELS = (None, "phone", "email", "chat")


def around_thanksgiving() -> st.SearchStrategy[datetime]:
    minutes = st.integers(-20 * 1440, 20 * 1440)
    return minutes.map(lambda number: datetime(2026, 11, 26, tzinfo=NEW_YORK) + number * MINUTE)


def a_value_or_a_column(names: Sequence[Any], rows: int) -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from(names[:2]), st.lists(st.sampled_from(names), min_size=rows, max_size=rows))


def rows_of(value: Any, rows: int) -> list[Any]:
    return value if isinstance(value, list) else [value] * rows


class TestMetricsThatStartElsewhere:
    """R18: what does not start when a ticket is opened is counted from the instants given, and that is said."""

    POLICY = SlaPolicy(
        name="Elsewhere",
        timezone="UTC",
        schedules={"always": "24x7"},
        metrics={"resolution": {"starts": "assigned"}},
        plans={
            "only": {
                "first_response": {"P1": {"target": "1 hour", "lifecycle": {"starts": "escalated"}}, "P2": "2 hours"},
                "resolution": "4 hours",
            }
        },
    )

    @pytest.mark.parametrize(
        ("priority", "metric", "said"),
        [
            ("P1", "resolution", "resolution starts at `assigned`; counted from the instant given"),
            ("P1", "first_response", "first_response starts at `escalated`; counted from the instant given"),
        ],
    )
    def test_it_is_said(self, priority: str, metric: str, said: str) -> None:
        with pytest.warns(StartWarning) as caught:
            columns.due(self.POLICY, column([datetime(2026, 11, 26, tzinfo=NEW_YORK)]), None, priority, metric)
        assert [(str(each.message), each.filename) for each in caught] == [(said, __file__)]

    def test_where_the_channel_decides_it_is_said(self) -> None:
        by_phone = {"target": "4 business hours", "when": [{"received": "by phone", "target": "1 hour"}]}
        policy = small(plans={"only": {"first_response": by_phone}})
        opened = column([datetime(2026, 11, 26, 12, tzinfo=NEW_YORK)])
        with pytest.warns(ChannelWarning) as caught:
            columns.due(policy, opened)
        said = "first_response is promised otherwise by phone, and requests name no channel"
        assert [(str(each.message), each.filename) for each in caught] == [(said, __file__)]
        columns.due(policy, opened, channel="e-mail")
        with pytest.warns(ChannelWarning) as caught:
            columns.due(policy, opened, channel="phnoe")
        (warned,) = caught
        assert str(warned.message) == (
            "first_response is promised otherwise by phone, and requests name the channel 'phnoe', "
            "which no condition names"
        )

    def test_of_others_nothing_is_said(self) -> None:
        columns.due(self.POLICY, column([datetime(2026, 11, 26, tzinfo=NEW_YORK)]), None, "P2")


@pytest.mark.filterwarnings("ignore::slaclock.StartWarning", "ignore::slaclock.ChannelWarning")
class TestWholePolicies:
    """R11, R12, R17: each row by the version in force and its plan, priority and metric."""

    @given(st.data(), st.lists(st.one_of(*[around_thanksgiving()] * 7, st.none()), min_size=1, max_size=12))
    def test_due(self, data: st.DataObject, opened: list[datetime | None]) -> None:
        """Mixed plans, priorities, metrics, versions and cases are due as row by row, errors included."""
        rows = len(opened)
        names = [data.draw(a_value_or_a_column(each, rows)) for each in (NAMES, PRIORITIES, METRICS, CHANNELS)]
        found = answers.due(MIXED, column(opened), *names)
        alone = pickle.loads(pickle.dumps(MIXED))
        assert told(found) == each(alone.due, opened, *(rows_of(name, rows) for name in names))

    @given(st.lists(around_thanksgiving(), min_size=1, max_size=12), st.sampled_from(CHANNELS))
    def test_cases(self, opened: list[datetime], channel: str | None) -> None:
        """The first condition that holds counts, row by row."""
        found = answers.due(MIXED, column(opened), "premium", channel=channel)
        alone = pickle.loads(pickle.dumps(MIXED))
        assert told(found) == each(lambda at: alone.due(at, "premium", channel=channel), opened)

    @pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
    @settings(max_examples=10)
    @given(data=st.data())
    def test_examples(self, path: Path, data: st.DataObject) -> None:
        """The published policies, too."""
        policy = SlaPolicy.load(path)
        opened = data.draw(st.lists(around_thanksgiving(), min_size=1, max_size=12))
        plans, metrics = (
            list(policy.plans),
            ["first_response", *{metric for plan in policy.plans for metric in policy.metrics_of(plan)}],
        )
        rows = [
            data.draw(st.lists(st.sampled_from(each), min_size=len(opened), max_size=len(opened)))
            for each in (plans, [None, *policy.priorities], metrics)
        ]
        assert told(answers.due(policy, column(opened), *rows)) == each(policy.due, opened, *rows)

    @given(st.data(), st.lists(around_thanksgiving(), min_size=1, max_size=12))
    def test_breached(self, data: st.DataObject, opened: list[datetime]) -> None:
        """A row is breached when it is due before it was stopped, or before now, and had been opened by then."""
        rows = len(opened)
        stopped = data.draw(st.lists(st.one_of(st.none(), around_thanksgiving()), min_size=rows, max_size=rows))
        now = data.draw(around_thanksgiving())
        priorities = data.draw(st.lists(st.sampled_from(PRIORITIES), min_size=rows, max_size=rows))
        found = answers.breached(MIXED, column(opened), column(stopped), now, "standard", priorities)
        alone = pickle.loads(pickle.dumps(MIXED))

        def breached(start: datetime, stop: datetime | None, priority: str | None) -> bool:
            due = alone.due(start, "standard", priority)
            if stop is not None and stop < start:
                raise ColumnError({0: "stopped early"}, 1)
            return start <= now and utc(due) < min(utc(stop or now), utc(now))

        alike = [
            ("stopped early" in str(answer) and "it was stopped at" in str(got)) or answer == got
            for answer, got in zip(each(breached, opened, stopped, priorities), told(found), strict=True)
        ]
        assert all(alike)

    def test_a_stop_before_the_opening_is_told_with_its_row(self) -> None:
        opened = column([datetime(2026, 11, 25, 17, tzinfo=UTC), datetime(2026, 11, 25, 18, tzinfo=UTC)])
        stopped = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
        with pytest.raises(ColumnError) as caught:
            columns.breached(MIXED, opened, stopped, stopped, plan="standard", priority="P1")
        assert str(caught.value) == (
            "1 of 2 rows has no answer: row 1: it was stopped at 2026-11-25 17:30:00+00:00, "
            "before it was opened at 2026-11-25 18:00:00+00:00"
        )

    def test_nothing_was_stopped(self) -> None:
        opened = column([datetime(2026, 11, 25, 17, tzinfo=UTC), datetime(2026, 11, 27, 17, tzinfo=UTC)])
        now = datetime(2026, 11, 27, 17, tzinfo=UTC)
        assert columns.breached(MIXED, opened, None, now, "premium", None).tolist() == [True, False]

    def test_due_at_the_stop_is_met(self) -> None:
        """R12: a reply at the due instant is met, a microsecond later is late."""
        opened = column([datetime(2026, 11, 27, 17, tzinfo=UTC)] * 2)
        due = columns.due(MIXED, opened, "premium")
        stopped = due + np.array([0, 1])
        assert columns.breached(MIXED, opened, stopped, stopped, "premium").tolist() == [False, True]


# Problems and limits

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", name="office")
NEVER = (OFFICE - OFFICE).model_copy(update={"name": "never"})
NOON = datetime(2026, 11, 25, 12, tzinfo=NEW_YORK)
FAR = [
    NOON,
    datetime(9999, 12, 31, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    None,
    NOON,
]
WORK = timedelta(hours=100_000)
AGES = timedelta(days=150_000)

QUESTIONS: dict[str, tuple[Callable[..., Answers[Any]], Callable[..., Any]]] = {
    "is_open": (answers.is_open, Schedule.is_open),
    "add": (lambda s, at: answers.add(s, at, WORK), lambda s, at: s.add(at, WORK)),
    "add ages": (lambda s, at: answers.add(s, at, AGES), lambda s, at: s.add(at, AGES)),
    "add back": (lambda s, at: answers.add(s, at, -WORK), lambda s, at: s.add(at, -WORK)),
    "next_opening": (answers.next_opening, Schedule.next_opening),
    "previous_closing": (answers.previous_closing, Schedule.previous_closing),
    "add_days": (lambda s, at: answers.add_days(s, at, 2), lambda s, at: s.add_days(at, 2)),
    "add_days back": (
        lambda s, at: answers.add_days(s, at, -400, "close"),
        lambda s, at: s.add_days(at, -400, "close"),
    ),
    "elapsed": (lambda s, at: answers.elapsed(s, at, NOON), lambda s, at: s.elapsed(at, NOON)),
    "business_days": (lambda s, at: answers.business_days(s, at, NOON), lambda s, at: days_between(s, at, NOON)),
}


class TestFarInstants:
    """R15: what cannot be answered is told with its row, and the other rows have their answers."""

    @pytest.mark.parametrize("name", QUESTIONS)
    @pytest.mark.parametrize("schedule", [OFFICE, Schedule(timezone="UTC", hours="24x7")], ids=str)
    def test_as_row_by_row(self, name: str, schedule: Schedule) -> None:
        of_column, of_row = QUESTIONS[name]
        found = told(of_column(copy(schedule), column(FAR)))
        alone = copy(schedule)
        assert found == each(lambda at: of_row(alone, at), FAR)

    @pytest.mark.parametrize("name", ["add", "next_opening", "previous_closing", "add_days"])
    def test_what_never_opens(self, name: str) -> None:
        of_column, of_row = QUESTIONS[name]
        instants = [NOON, None, NOON]
        assert told(of_column(NEVER, column(instants))) == each(lambda at: of_row(NEVER, at), instants)

    @pytest.mark.parametrize(
        "target",
        [
            Target("3 days"),
            Target("40 months"),
            Target("100 months", ends="16:00"),
            Target("2 business days", cut_off="15:00"),
            Target("next business day", starts="at_once"),
            Target("end of the month"),
            Target("2 business hours", cut_off="15:00", starts="next_opening"),
            Target("30 hours", ends="next_opening"),
            Target(counts="calendar_time", duration=timedelta(days=3_000_000)),
            Target(counts="calendar_days", days=36_600),
        ],
        ids=str,
    )
    def test_targets(self, target: Target) -> None:
        instants = [*filter(None, FAR), datetime(9990, 7, 1, tzinfo=UTC), datetime(9999, 11, 20, tzinfo=UTC)]
        found = Found()
        due = target_due(Kernel(copy(OFFICE), found), target, column(instants).view(np.int64))
        answered = [found.problems.get(row, instant_at(at)) for row, at in enumerate(due.tolist())]
        assert answered == each(lambda at: target.due(at, OFFICE), instants)

    def test_centuries_apart(self) -> None:
        """What lies centuries apart is compiled in turns, and nothing between."""
        instants = [datetime(year, 6, 1, 12, tzinfo=UTC) for year in (1200, 1700, 2026, 2500, 3000, 5000)]
        schedule = copy(OFFICE)
        assert told(answers.is_open(schedule, column(instants))) == each(copy(OFFICE).is_open, instants)
        assert schedule._timeline_of_columns.dates_compiled < 1_500_000

    def test_business_days_centuries_apart(self) -> None:
        """Instants of which some are open and some are closed wait for an opening only where they must."""
        instants = [datetime(year, 6, 1, 15, tzinfo=UTC) for year in (1200, 1700, 2026, 2500, 3000, 5000)]
        due = answers.add_days(copy(OFFICE), column(instants), 1)
        assert told(due) == each(lambda at: copy(OFFICE).add_days(at, 1), instants)

    def test_a_column_grows_the_timeline_twice_not_row_by_row(self) -> None:
        schedule = copy(OFFICE)
        instants = [NOON + DAY * number for number in range(0, 3_000, 7)]
        due = answers.add(schedule, column(instants), timedelta(hours=8) * 400)
        assert told(due) == each(lambda at: OFFICE.add(at, timedelta(hours=8) * 400), instants)
        assert schedule._timeline_of_columns.dates_compiled < 6_000

    def test_the_next_business_day_that_has_opened_already(self) -> None:
        """What comes after a cut-off waits for the first opening that is still to come, also where hours overlap."""
        schedule = Schedule(timezone="UTC", hours=["Mon 08:00-07:00", "Tue 01:00-01:30", "Wed 02:00-04:00"])
        instants = [datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in range(8)]
        target, found = Target("1 business hour", cut_off="02:00"), Found()
        due = target_due(Kernel(schedule, found), target, column(instants).view(np.int64))
        assert [instant_at(at) for at in due.tolist()] == each(lambda at: target.due(at, schedule), instants)

    def test_nothing_asked(self) -> None:
        empty = column([])
        assert columns.add(OFFICE, empty, WORK).shape == (0,)
        assert columns.add_days(OFFICE, empty, 2).shape == (0,)
        assert columns.elapsed(OFFICE, empty, empty).dtype == "m8[us]"
        assert columns.is_open(OFFICE, column([None])).mask.tolist() == [True]
        assert columns.due(MIXED, column([None]), "premium").tolist() == [None]


class TestColumnError:
    """Bad rows are told together, each with the reason that it alone would meet."""

    def test_names_the_count_and_the_first_rows(self) -> None:
        opened = column([NOON] * 6)
        with pytest.raises(ColumnError) as caught:
            columns.due(MIXED, opened, "standard", ["P1", "P7", "P1", "P7", "P8", "P8"])
        assert str(caught.value) == (
            "4 of 6 rows have no answer: row 1: there is no priority 'P7' here; known: P1, P2; "
            "row 3: there is no priority 'P7' here; known: P1, P2; "
            "row 4: there is no priority 'P8' here; known: P1, P2; and 1 more"
        )
        assert list(caught.value.problems) == [1, 3, 4, 5]
        assert isinstance(caught.value, ValueError)

    @pytest.mark.filterwarnings("ignore::slaclock.ChannelWarning")
    def test_a_row_without_a_metric(self) -> None:
        with pytest.raises(ColumnError, match="row 1: no metric is named; name one"):
            columns.due(MIXED, column([NOON] * 2), "premium", metric=["first_response", None])

    def test_many_unlike_names(self) -> None:
        """However many names there are, each row has its own."""
        plans, priorities = ([f"{kind}{number}" for number in range(300)] for kind in "AB")
        found = answers.due(MIXED, column([NOON] * 300), plans, priorities)
        assert [problem.partition(";")[0] for problem in found.problems.values()] == [
            f"this policy has no plan {plan!r}" for plan in plans
        ]

    def test_survives_a_pickle(self) -> None:
        error = pickle.loads(pickle.dumps(ColumnError({3: "a reason"}, 1_000)))
        assert str(error) == "1 of 1,000 rows has no answer: row 3: a reason"

    @pytest.mark.parametrize(
        ("ask", "error"),
        [
            pytest.param(lambda: columns.add(OFFICE, column([NOON]), WORK, "end"), ChoiceError, id="no-such-boundary"),  # type: ignore[arg-type]
            pytest.param(lambda: columns.add_days(OFFICE, column([NOON]), 1, "hours"), TargetError, id="no-day-length"),
            pytest.param(lambda: columns.add_days(OFFICE, column([NOON]), 1.5), InstantError, id="half-a-day"),  # type: ignore[arg-type]
            pytest.param(
                lambda: columns.elapsed(OFFICE, column([NOON]), column([NOON, NOON])), InstantError, id="unlike-lengths"
            ),
        ],
    )
    def test_what_is_wrong_with_the_question_is_no_matter_of_rows(self, ask: Any, error: Any) -> None:
        with pytest.raises(error):
            ask()


KNOWN = HolidayCalendar(["2026-11-26"], years=(2026, 2027))


class TestCoverage:
    """R14: an answer that needs a year that the holidays do not cover says so: once, or in its row."""

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_as_an_error_of_its_row(self, name: str) -> None:
        schedule = OFFICE.model_copy(update={"holidays": KNOWN, "outside_coverage": "error"})
        instants = [NOON, *(datetime(year, 1, day, tzinfo=NEW_YORK) for year in (2026, 2028) for day in (1, 2, 4))]
        instants += [datetime(2027, 12, day, 12, tzinfo=NEW_YORK) for day in (26, 30, 31)]
        of_column, of_row = QUESTIONS[name]
        found = told(of_column(schedule, column(instants)))
        alone = copy(schedule)
        assert found == each(lambda at: of_row(alone, at), instants)

    @pytest.mark.parametrize(
        "instants",
        [
            pytest.param([datetime(2026, 1, 3, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)], id="before"),
            pytest.param([datetime(2030, 1, 3, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)], id="after"),
            pytest.param([datetime(2027, 12, 30, tzinfo=UTC)] * 2, id="only-the-answer"),
        ],
    )
    def test_as_one_warning_for_all_rows(self, instants: list[datetime]) -> None:
        schedule = OFFICE.model_copy(update={"holidays": KNOWN, "outside_coverage": "warn"})
        with pytest.warns(CoverageWarning, match="office: holidays are known for 2026-2027 only") as caught:
            columns.add(schedule, column(instants), timedelta(hours=90))
        assert len(caught) == 1
        assert caught[0].filename == __file__

    def test_no_warning_without_a_reason(self) -> None:
        schedule = OFFICE.model_copy(update={"holidays": KNOWN, "outside_coverage": "warn"})
        assert columns.next_opening(schedule, column([NOON, None])).tolist()[0] == datetime(2026, 11, 27, 14)


class TestManyRows:
    """A million rows at once are a million rows one by one."""

    def test_a_million_rows(self) -> None:
        pick = np.random.default_rng(7)
        starts = column([datetime(2024, 1, 1, tzinfo=UTC)]) + pick.integers(0, 3 * 365 * 86_400 * 10**6, 1_000_000)
        ends = starts + pick.integers(0, 730 * 86_400 * 10**6, 1_000_000)
        policy = SlaPolicy.load(PUBLISHED[0].with_name("byteztech.yaml"))
        priorities = pick.choice(np.array(["P1", "P2", "P3", "P4"]), 1_000_000)
        schedule = policy.schedule("standard")
        asked = {
            "elapsed": columns.elapsed(schedule, starts, ends),
            "add": columns.add(schedule, starts, timedelta(hours=400)),
            "add_days": columns.add_days(schedule, starts, 3),
            "due": columns.due(policy, starts, "standard", priorities),
        }
        for row in pick.integers(0, 1_000_000, 200).tolist():
            start, end = (each[row].astype(datetime).replace(tzinfo=UTC) for each in (starts, ends))
            alone = {
                "elapsed": schedule.elapsed(start, end),
                "add": schedule.add(start, timedelta(hours=400)).replace(tzinfo=None),
                "add_days": schedule.add_days(start, 3).replace(tzinfo=None),
                "due": policy.due(start, "standard", str(priorities[row])).replace(tzinfo=None),
            }
            assert {name: answers[row].astype(object) for name, answers in asked.items()} == alone


@pytest.mark.parametrize("days", [-1, 0, 1, 2])
@pytest.mark.parametrize("ends", ["as_is", "next_opening", "previous_closing", "same_day", time(2), time(16)])
@pytest.mark.parametrize("rule", ["same_time", "close", "open"])
def test_where_hours_of_two_dates_overlap_columns_count_as_instants_do(rule: Any, ends: Any, days: int) -> None:
    """In Friday's night, on Saturday at four, Saturday's only hour is over; Thursday's night lies in Friday's hours."""
    nights = Schedule(
        timezone="Europe/Moscow", hours=["Mon 00:00-24:00", "Wed 22:00-06:00", "Fri 00:00-06:00, 22:00-06:00"]
    )
    both = nights | Schedule(timezone="Europe/Moscow", hours="Sat 00:00-01:00")
    hours = np.datetime64("2014-10-28T18:00", "us") + np.arange(250) * np.timedelta64(30, "m")
    for starts in ("at_once", "next_opening"):
        found = columns.add_days(both, hours, days, rule, starts, ends).tolist()
        alone = [both.add_days(at.replace(tzinfo=UTC), days, rule, starts, ends) for at in hours.tolist()]
        assert [at.replace(tzinfo=UTC) for at in found] == alone
        if starts == ends == "next_opening":
            assert found == sorted(found)


def test_a_calendar_day_by_a_time_is_of_the_date_that_clocks_show() -> None:
    policy = promising("next calendar day by 5 PM", timezone="UTC", schedules={"shift": "Mon 17:30-17:30"})
    hours = np.datetime64("2026-11-22T18:00", "us") + np.arange(100) * np.timedelta64(1, "h")
    found = columns.due(policy, hours).tolist()
    assert [at.replace(tzinfo=UTC) for at in found] == [policy.due(at.replace(tzinfo=UTC)) for at in hours.tolist()]
    assert found == sorted(found)


def test_a_day_that_is_named_backwards_is_no_earlier_than_its_opening() -> None:
    """What arrives at night or on Saturday counts back to the same clock time, but not out of its day."""
    office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
    instants = [datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 28, 15, tzinfo=UTC), NOON]
    count = DayCount(-1, "same_time", "at_once", "same_day")
    found = answers.add_days(office, column(instants), *count[:-1])
    assert told(found) == each(lambda start: office.counted_days(start, count), instants)


def test_a_time_of_day_of_the_day_itself_that_is_past_is_that_of_a_later_one() -> None:
    """Of the shift that an instant lies in, or the next one whose time of day is not past."""
    nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
    instants = [datetime(2026, 11, 24, 8, 30, tzinfo=UTC), datetime(2026, 11, 24, 10, 59, tzinfo=UTC), NOON]
    count = DayCount(0, "same_time", "next_opening", time(4))
    found = answers.add_days(nights, column(instants), *count[:-1])
    assert told(found) == each(lambda start: nights.counted_days(start, count), instants)


def test_one_name_for_all_rows_is_read_as_another() -> None:
    assert Labels(("urgent",)).renamed({"urgent": "P1"}.get).names == ("P1",)


def test_of_no_rows_nothing_is_asked() -> None:
    office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
    nothing = np.array([], np.int64)
    for target in (Target("2 business days", cut_off="15:00"), Target("1 month"), Target("4 business hours")):
        assert len(target_due(Kernel(office, Found()), target, nothing)) == 0


# Time used

spans = st.tuples(around_thanksgiving(), around_thanksgiving())


@pytest.mark.filterwarnings("ignore::slaclock.StartWarning", "ignore::slaclock.ChannelWarning")
@given(st.data(), st.lists(spans, min_size=1, max_size=12))
def test_used_is_what_each_clock_alone_ran(data: st.DataObject, drawn: list[tuple[datetime, datetime]]) -> None:
    """Mixed plans, cases and versions have used what `status(until).elapsed` says; nothing before the clock starts."""
    opened, until = map(list, zip(*drawn, strict=True))
    names = [data.draw(a_value_or_a_column(names, len(drawn))) for names in (NAMES, PRIORITIES, METRICS, CHANNELS)]
    alone = pickle.loads(pickle.dumps(MIXED))

    def used(at: datetime, until: datetime, *names: str) -> timedelta:
        return alone.clock(at, *names).status(until).elapsed

    found = answers.used(MIXED, column(opened), column(until), *names)
    assert told(found) == each(used, opened, until, *(rows_of(name, len(drawn)) for name in names))
