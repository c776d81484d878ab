"""N business days, choice by choice: where counting starts, each step, where it ends, what is refused (R10, R11)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from oracle import utc
from small_policy import ALWAYS, EVENINGS, NIGHTS, OFFICE, at, shown
from strategies import Case, cases, noisy_instants

from slaclock import ChoiceError, NeverOpenError, Schedule, TargetError
from slaclock.hours import CutOff, CutOffs, DayCount, DaySteps, day_steps, open_time_in

HOUR = timedelta(hours=1)
OVERLAPPING = Schedule(
    timezone="America/New_York",
    hours="Mon-Fri 09:00-18:00",
    exceptions={"2026-09-15": "09:00-09:00", "2026-09-16": "08:00-08:30"},
)
"""Tuesday lasts until Wednesday 09:00, and Wednesday opens and closes before that."""


TAILS = Schedule(timezone="America/New_York", hours="Tue 22:00-06:00; Thu-Fri 00:00-06:00")
"""The same time as in Tuesday's tail lies in Friday's hours, counted from Thursday."""
A_DAY_LONG = Schedule(timezone="America/New_York", hours="Mon 06:30-06:30; Tue 08:00-08:30; Sat 23:00-19:30")
"""Monday closes on the date on which Tuesday opens, before that."""
INSIDE = Schedule(
    timezone="America/New_York", hours="Tue 19:00-21:00; Wed 16:00-22:30; Wed 03:00-01:30", belongs_to="closing_date"
)
"""Wednesday lies within the shift that belongs to Thursday."""
WEEKDAYS = Schedule(timezone="America/New_York", hours="Mon-Fri 00:00-24:00")
TO_MIDNIGHT = Schedule(timezone="America/New_York", hours="Mon-Fri 14:00-24:00")
WITH_LUNCH = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-13:00, 14:00-18:00")
LATE_FRIDAYS = Schedule(timezone="America/New_York", hours="Mon-Thu 09:00-17:00; Fri 12:00-13:00")
"""On Fridays for an hour only."""
SHORT_TUESDAY = Schedule(timezone="America/New_York", hours="Mon, Wed 22:00-06:00; Tue 22:00-04:00")
LATE_TOO = Schedule(timezone="America/New_York", hours="Mon-Fri 14:00-18:00, 22:00-02:00")
ROSTERED = NIGHTS.model_copy(update={"belongs_to": "closing_date"})
"""The same nights, each of the date on which it ends."""


def steps(schedule: Schedule, opened: str, days: int, **choices: Any) -> DaySteps:
    found = day_steps(schedule._timeline, schedule._zone, at(opened).astimezone(UTC), DayCount(days, **choices))
    assert found.end == schedule.counted_days(at(opened), DayCount(days, **choices))
    return found


@pytest.mark.parametrize(
    ("schedule", "opened", "days", "choices", "start", "marks", "end"),
    [
        pytest.param(OFFICE, "Mon 10:00", 2, {}, "Mon 10:00", ["Tue 10:00", "Wed 10:00"], "Wed 10:00", id="two-days"),
        pytest.param(OFFICE, "Mon 10:00", 0, {}, "Mon 10:00", [], "Mon 10:00", id="no-days"),
        pytest.param(OFFICE, "Mon 08:00", 1, {}, "Mon 09:00", ["Tue 09:00"], "Tue 09:00", id="from-the-opening"),
        pytest.param(OFFICE, "Mon 19:00", 1, {"starts": "at_once"}, "Mon 19:00", ["Tue 19:00"], "Wed 09:00",
                     id="at-once-and-on-to-the-next-opening"),
        pytest.param(OFFICE, "Mon 19:00", 1, {"starts": "at_once", "ends": "previous_closing"}, "Mon 19:00",
                     ["Tue 19:00"], "Tue 18:00", id="at-once-and-back-to-the-closing"),
        pytest.param(OFFICE, "Mon 10:00", 2, {"rule": "close"}, "Mon 10:00", ["Tue 18:00", "Wed 18:00"], "Wed 18:00",
                     id="by-closings"),
        pytest.param(OFFICE, "Mon 10:00", 2, {"rule": "open"}, "Mon 10:00", ["Tue 09:00", "Wed 09:00"], "Wed 09:00",
                     id="by-openings"),
        pytest.param(OFFICE, "Mon 10:00", 2, {"rule": "hours", "day_length": 8 * HOUR}, "Mon 10:00",
                     ["Mon 18:00", "Tue 17:00"], "Tue 17:00", id="by-hours"),
        pytest.param(OFFICE, "Mon 10:00", 1, {"ends": time(16)}, "Mon 10:00", ["Tue 10:00"], "Tue 16:00", id="by-four"),
        pytest.param(NIGHTS, "Tue 02:00", 1, {"ends": time(4)}, "Tue 02:00", ["Wed 02:00"], "Tue 04:00",
                     id="by-four-on-the-date-that-opened-the-shift"),
        pytest.param(OFFICE, "Mon 10:00", 2, {"rule": "close", "of": "next_week"}, "Mon 10:00", [], "2026-09-22 18:00",
                     id="a-day-of-a-week-has-no-steps"),
    ],
)  # fmt: skip
def test_each_step(
    schedule: Schedule, opened: str, days: int, choices: dict[str, Any], start: str, marks: list[str], end: str
) -> None:
    found = steps(schedule, opened, days, **choices)
    assert (found.start, list(found.marks), found.end) == (at(start), [at(mark) for mark in marks], at(end))


@pytest.mark.parametrize(
    ("schedule", "opened", "days", "choices", "due"),
    [
        pytest.param(OFFICE, "Sat 12:00", 0, {"ends": time(16)}, "2026-09-21 16:00", id="same-day-of-a-closed-date"),
        pytest.param(OFFICE, "Sat 12:00", 0, {"ends": time(16), "starts": "at_once"}, "2026-09-21 16:00",
                     id="same-day-of-a-closed-date-at-once"),
        pytest.param(OFFICE, "Sat 12:00", 0, {"starts": "at_once", "ends": "as_is"}, "Sat 12:00",
                     id="no-days-at-once-as-it-is"),
        pytest.param(OFFICE, "Sat 12:00", 0, {}, "2026-09-21 09:00", id="no-days-from-saturday-is-monday"),
        pytest.param(OFFICE, "Sat 12:00", 0, {"starts": "at_once"}, "2026-09-21 09:00",
                     id="no-days-at-once-to-the-next-opening"),
        pytest.param(OFFICE, "Sat 12:00", -1, {"ends": "as_is"}, "Thu 18:00", id="back-from-saturday-is-from-friday"),
        pytest.param(OFFICE, "Mon 10:00", 0, {"rule": "hours", "day_length": 8 * HOUR}, "Mon 10:00",
                     id="no-days-of-hours"),
        pytest.param(OFFICE, "Mon 10:00", 0, {"ends": time(16)}, "Mon 16:00", id="same-day"),
        pytest.param(OFFICE, "Mon 16:00", 0, {"ends": time(16)}, "Mon 16:00", id="at-that-very-time"),
        pytest.param(NIGHTS, "Tue 06:00", 0, {"ends": time(16), "starts": "at_once"}, "Tue 16:00",
                     id="at-the-end-of-a-night-it-is-the-same-day-as-a-minute-later"),
        pytest.param(NIGHTS, "Tue 06:01", 0, {"ends": time(16), "starts": "at_once"}, "Tue 16:00",
                     id="a-minute-later"),
        pytest.param(ALWAYS, "Mon 10:00", 0, {"rule": "close", "ends": time(16)}, "Mon 16:00",
                     id="same-day-round-the-clock"),
        pytest.param(TO_MIDNIGHT, "Mon 15:00", 0, {"rule": "close", "ends": time(16)}, "Mon 16:00",
                     id="same-day-of-hours-to-midnight"),
        pytest.param(OFFICE, "Mon 17:00", 0, {"ends": time(16)}, "Tue 16:00", id="past-it-the-next-business-day"),
        pytest.param(OFFICE, "Fri 17:00", 0, {"ends": time(16)}, "2026-09-21 16:00", id="past-it-on-friday"),
        pytest.param(NIGHTS, "Tue 02:00", 0, {"ends": time(1)}, "Wed 01:00",
                     id="in-a-tail-the-next-business-days-may-be-past-too"),
        pytest.param(NIGHTS, "Tue 02:00", 1, {"ends": time(1)}, "Wed 01:00", id="also-of-the-next-business-day"),
        pytest.param(NIGHTS, "Tue 02:00", 0, {"ends": time(2)}, "Tue 02:00", id="or-just-then"),
        pytest.param(NIGHTS, "Tue 02:00", 1, {"ends": time(2)}, "Tue 02:00", id="at-that-very-time-in-the-tail"),
        pytest.param(OFFICE, "Mon 19:00", 0, {"ends": time(20), "starts": "at_once"}, "Mon 20:00",
                     id="a-time-after-closing"),
        pytest.param(OFFICE, "Tue 17:00", -1, {"ends": time(16)}, "Mon 16:00", id="back-a-day-by-four"),
        pytest.param(OFFICE, "Tue 10:00", -1, {"rule": "close", "ends": time(16)}, "Mon 16:00",
                     id="back-to-a-closing-by-four"),
        pytest.param(OFFICE, "Mon 10:00", 1, {"rule": "close", "ends": time(16)}, "Tue 16:00",
                     id="a-closing-is-of-its-own-date"),
        pytest.param(NIGHTS, "Mon 23:00", 1, {"rule": "close", "ends": time(4)}, "Tue 04:00",
                     id="a-closing-after-midnight-is-of-the-date-that-opened-the-shift"),
        pytest.param(ALWAYS, "Mon 10:00", 1, {"rule": "close", "ends": time(16)}, "Tue 16:00",
                     id="a-closing-at-midnight-is-of-that-day-also-round-the-clock"),
        pytest.param(OFFICE, "Wed 10:00", -1, {"rule": "hours", "day_length": 8 * HOUR}, "Tue 11:00",
                     id="hours-back"),
        pytest.param(OFFICE, "Sat 12:00", -1, {"starts": "at_once"}, "Fri 12:00", id="back-at-once"),
        pytest.param(OFFICE, "Mon 19:00", -1, {"starts": "at_once"}, "2026-09-11 18:00",
                     id="back-to-after-closing-goes-back"),
        pytest.param(OFFICE, "Mon 19:00", -1, {"starts": "at_once", "ends": "previous_closing"}, "Mon 09:00",
                     id="back-to-after-closing-and-on"),
        pytest.param(OFFICE, "Mon 08:00", -1, {}, "2026-09-10 18:00", id="back-from-before-the-opening"),
        pytest.param(OFFICE, "Mon 18:00", -1, {}, "2026-09-11 18:00", id="back-from-a-closing"),
        pytest.param(WEEKDAYS, "Mon 00:00", -1, {}, "2026-09-11 00:00", id="back-from-an-opening-at-midnight"),
        pytest.param(WEEKDAYS, "Tue 00:00", -1, {"rule": "close", "starts": "at_once"}, "Tue 00:00",
                     id="back-from-midnight-to-the-closing-there"),
        pytest.param(OFFICE, "Mon 18:00", -1, {"rule": "close"}, "2026-09-11 18:00", id="back-to-the-closing-before"),
        pytest.param(NIGHTS, "Tue 06:00", -1, {"rule": "close"}, "Mon 06:00", id="back-from-the-end-of-a-night"),
        pytest.param(NIGHTS, "Mon 06:00", -1, {"ends": "as_is"}, "2026-09-11 06:00",
                     id="back-from-the-end-of-sundays-night-is-thursdays"),
        pytest.param(NIGHTS, "Tue 06:00", 0, {"rule": "close", "starts": "at_once"}, "Wed 06:00",
                     id="the-end-of-a-night-is-no-part-of-it"),
        pytest.param(WITH_LUNCH, "Mon 10:00", 1, {"rule": "close"}, "Tue 18:00", id="the-last-closing-of-a-day"),
        pytest.param(WITH_LUNCH, "Mon 15:00", 1, {"rule": "open"}, "Tue 09:00", id="the-first-opening-of-a-day"),
        pytest.param(OFFICE, "Mon 18:00", 0, {"rule": "close", "starts": "at_once"}, "Mon 18:00",
                     id="no-days-at-the-closing"),
        pytest.param(OVERLAPPING, "Tue 10:00", 1, {"rule": "open"}, "Wed 08:00", id="opens-while-the-last-is-open"),
        pytest.param(OVERLAPPING, "Wed 08:45", 1, {"rule": "open"}, "Thu 09:00",
                     id="in-the-tail-of-tuesday-wednesday-has-opened-already"),
        pytest.param(OVERLAPPING, "Wed 08:45", 1, {"rule": "close"}, "Thu 18:00", id="and-closed-already"),
        pytest.param(OVERLAPPING, "Wed 08:30", 1, {"rule": "close"}, "Thu 18:00", id="and-closes-just-then"),
        pytest.param(OVERLAPPING, "Tue 10:00", 1, {"rule": "close"}, "Wed 09:00",
                     id="wednesday-is-not-over-while-tuesdays-hours-last"),
        pytest.param(OVERLAPPING, "Thu 10:00", -1, {"rule": "close"}, "Wed 09:00", id="nor-backwards"),
        pytest.param(OVERLAPPING, "Wed 08:45", 0, {"rule": "close"}, "Wed 09:00", id="the-closing-of-the-tail"),
        pytest.param(OVERLAPPING, "Wed 08:45", 0, {"rule": "open"}, "Wed 08:00",
                     id="in-the-tail-of-tuesday-it-is-wednesday-since-that-opened"),
        pytest.param(OVERLAPPING, "Wed 07:45", 0, {"rule": "open"}, "Tue 09:00", id="the-opening-of-the-tail"),
        pytest.param(OVERLAPPING, "Wed 08:45", 1, {}, "Thu 09:00", id="and-the-next-day-is-thursday"),
        pytest.param(TAILS, "Wed 04:00", 1, {}, "Fri 00:00", id="not-into-the-hours-of-the-day-after"),
        pytest.param(TAILS, "Thu 00:00", 1, {}, "Fri 00:00", id="so-that-what-comes-later-is-not-due-earlier"),
        pytest.param(TAILS, "Wed 04:00", 1, {"ends": "as_is"}, "Fri 04:00", id="but-as-it-is-where-that-is-asked-for"),
        pytest.param(TAILS, "Wed 04:00", 1, {"ends": "same_day"}, "Thu 06:00", id="nor-past-the-day-that-is-named"),
        pytest.param(TAILS, "Wed 04:00", 1, {"ends": time(7)}, "Thu 07:00", id="a-time-of-day-is-of-the-nth-day"),
        pytest.param(TAILS, "Fri 04:00", -1, {}, "Thu 04:00", id="backwards-hours-of-other-days-are-not-met"),
        pytest.param(A_DAY_LONG, "Sun 14:00", 1, {}, "2026-09-22 08:00", id="no-later-than-the-next-day-opens"),
        pytest.param(A_DAY_LONG, "Sun 22:00", 1, {}, "2026-09-22 08:00", id="nor-at-the-closing-of-the-day-before"),
        pytest.param(INSIDE, "Tue 20:00", 1, {"rule": "open"}, "Wed 03:00", id="opens-no-later-than-those-after-it"),
        pytest.param(INSIDE, "Wed 17:00", 0, {"rule": "open"}, "Wed 03:00", id="which-has-opened-already"),
        pytest.param(INSIDE, "Tue 20:00", 1, {"rule": "close"}, "Wed 22:30", id="closes-before-the-day-after-does"),
        pytest.param(OVERLAPPING, "Wed 08:15", 1, {"rule": "open"}, "Thu 09:00", id="in-both-it-is-wednesdays"),
        pytest.param(EVENINGS, "Mon 15:00", 1, {"rule": "open", "ends": "as_is"}, "Tue 14:00", id="evenings-open"),
        pytest.param(NIGHTS, "Tue 02:00", 0, {"rule": "open"}, "Mon 22:00", id="no-days-is-the-opening-before"),
    ],
)  # fmt: skip
def test_where_a_count_leads(schedule: Schedule, opened: str, days: int, choices: dict[str, Any], due: str) -> None:
    assert shown(schedule.add_days(at(opened), days, **choices)) == shown(at(due))


@pytest.mark.parametrize(
    ("schedule", "opened", "days", "choices", "due"),
    [
        pytest.param(OFFICE, "Fri 17:30", 1, {}, "2026-09-21 17:30", id="from-friday-afternoon"),
        pytest.param(OFFICE, "Fri 19:00", 1, {"starts": "at_once"}, "2026-09-21 18:00", id="from-friday-evening"),
        pytest.param(OFFICE, "Sat 12:00", 1, {"starts": "at_once"}, "2026-09-21 18:00", id="from-saturday"),
        pytest.param(OFFICE, "Mon 08:00", 1, {"starts": "at_once"}, "Tue 09:00", id="from-before-the-opening"),
        pytest.param(OFFICE, "Mon 18:00", 1, {"starts": "at_once"}, "Tue 18:00", id="from-the-closing"),
        pytest.param(OFFICE, "Fri 12:00", 2, {}, "2026-09-22 12:00", id="two-days"),
        pytest.param(NIGHTS, "Tue 06:00", 1, {"starts": "at_once"}, "Wed 06:00", id="from-the-end-of-a-night"),
        pytest.param(NIGHTS, "Fri 06:00", 1, {"starts": "at_once"}, "2026-09-21 06:00",
                     id="from-the-end-of-the-last-night-of-a-week"),
        pytest.param(SHORT_TUESDAY, "Tue 06:00", 1, {"starts": "at_once"}, "Wed 04:00",
                     id="from-the-end-of-a-night-to-the-end-of-a-shorter-one"),
        pytest.param(WITH_LUNCH, "Mon 13:30", 1, {"starts": "at_once"}, "Tue 14:00", id="from-the-break"),
        pytest.param(WITH_LUNCH, "Mon 19:00", 1, {"starts": "at_once"}, "Tue 18:00", id="from-after-two-stretches"),
        pytest.param(LATE_FRIDAYS, "Thu 15:00", 1, {}, "Fri 13:00", id="no-later-than-its-closing"),
        pytest.param(LATE_FRIDAYS, "2026-09-21 10:00", -1, {}, "Fri 12:00", id="back-no-earlier-than-its-opening"),
        pytest.param(LATE_FRIDAYS, "2026-09-21 12:30", -1, {}, "Fri 12:30", id="back-within-its-hours"),
        pytest.param(LATE_FRIDAYS, "2026-09-22 10:00", -2, {}, "Fri 12:00", id="two-days-back"),
    ],
)  # fmt: skip
def test_a_day_that_is_named_is_that_day(
    schedule: Schedule, opened: str, days: int, choices: dict[str, Any], due: str
) -> None:
    assert shown(schedule.add_days(at(opened), days, ends="same_day", **choices)) == shown(at(due))


@pytest.mark.parametrize(
    ("schedule", "opened", "count", "due"),
    [
        pytest.param(OFFICE, "2026-09-01 10:00", DayCount(5, "close", of="month"), "2026-09-08 18:00",
                     id="the-fifth-of-the-month"),
        pytest.param(OFFICE, "2026-09-08 18:00", DayCount(5, "close", "at_once", of="month"), "2026-10-07 18:00",
                     id="at-that-very-instant-it-is-the-next-months"),
        pytest.param(OFFICE, "2026-09-01 10:00", DayCount(5, "open", of="month"), "2026-09-08 09:00",
                     id="the-opening-of-the-fifth"),
        pytest.param(OFFICE, "2026-09-01 10:00", DayCount(5, ends=time(16), of="month"), "2026-09-08 16:00",
                     id="the-fifth-by-four"),
        pytest.param(OFFICE, "Mon 10:00", DayCount(0, "close", of="month"), "2026-09-30 18:00",
                     id="the-last-of-the-month"),
        pytest.param(OFFICE, "Mon 10:00", DayCount(30, "close", of="month"), "2026-09-30 18:00",
                     id="more-than-the-month-has"),
        pytest.param(OFFICE, "Mon 10:00", DayCount(1, "open", of="next_week"), "2026-09-21 09:00",
                     id="the-first-of-the-next-week"),
        pytest.param(WITH_LUNCH, "Mon 10:00", DayCount(0, "close", of="week"), "Fri 18:00",
                     id="the-last-closing-of-the-last-of-the-week"),
        pytest.param(WITH_LUNCH, "Mon 10:00", DayCount(3, "open", of="week"), "Wed 09:00",
                     id="the-first-opening-of-the-third"),
        pytest.param(NIGHTS, "2026-10-01 02:00", DayCount(0, "close", of="month"), "2026-10-01 06:00",
                     id="in-the-tail-of-the-last-night-of-a-month"),
    ],
)  # fmt: skip
def test_a_day_of_a_week_or_a_month(schedule: Schedule, opened: str, count: DayCount, due: str) -> None:
    assert shown(schedule.counted_days(at(opened), count)) == shown(at(due))


@pytest.mark.parametrize(
    ("schedule", "received", "cut_off", "counts_from"),
    [
        pytest.param(OFFICE, "Mon 14:59", "15:00", None, id="in-time"),
        pytest.param(OFFICE, "Mon 15:00", "15:00", None, id="at-the-cut-off"),
        pytest.param(OFFICE, "Mon 15:01", "15:00", "Tue 09:00", id="after-it"),
        pytest.param(OFFICE, "Fri 15:01", "15:00", "2026-09-21 09:00", id="after-it-on-friday"),
        pytest.param(OFFICE, "Mon 19:00", "15:00", "Tue 09:00", id="after-closing-on-the-same-date"),
        pytest.param(OFFICE, "Mon 07:00", "15:00", None, id="before-opening"),
        pytest.param(OFFICE, "Sat 16:00", "15:00", None, id="on-no-business-day"),
        pytest.param(NIGHTS, "Tue 01:59", "02:00", None, id="in-the-tail-in-time"),
        pytest.param(NIGHTS, "Tue 02:01", "02:00", "Tue 22:00", id="in-the-tail-after-it"),
        pytest.param(NIGHTS, "Mon 23:00", "02:00", None, id="in-the-evening-before-a-cut-off-of-the-tail"),
        pytest.param(NIGHTS, "Mon 23:31", "23:30", "Tue 22:00", id="in-the-evening-after-it"),
        pytest.param(NIGHTS, "Tue 02:00", "23:30", "Tue 22:00", id="in-the-tail-after-one-of-the-evening"),
        pytest.param(NIGHTS, "Mon 22:30", "22:00", None, id="one-at-the-opening-is-the-next-days"),
        pytest.param(OFFICE, "Mon 23:00", "00:00", None, id="24:00-is-the-end-of-the-date"),
        pytest.param(EVENINGS, "Mon 21:00", "13:00", "Tue 14:00", id="before-the-opening-of-the-same-date"),
        pytest.param(EVENINGS, "Mon 12:00", "13:00", None, id="early-in-time"),
        pytest.param(EVENINGS, "Mon 13:30", "13:00", "Tue 14:00", id="too-late-before-it-opens"),
        pytest.param(LATE_TOO, "Mon 15:00", "01:00", None, id="in-time-for-the-tail-of-the-last-stretch"),
        pytest.param(LATE_TOO, "Tue 01:30", "01:00", "Tue 14:00", id="after-it-in-that-tail"),
        pytest.param(ROSTERED, "Mon 22:00", "22:00", None, id="at-the-opening-on-the-date-before-in-time"),
        pytest.param(ROSTERED, "Mon 22:01", "22:00", "Tue 22:00", id="after-the-opening-on-the-date-before"),
        pytest.param(ROSTERED, "Mon 23:31", "23:30", "Tue 22:00", id="in-the-head-after-it"),
        pytest.param(ROSTERED, "Tue 02:00", "03:00", None, id="in-time-on-the-date-of-the-shift"),
        pytest.param(TO_MIDNIGHT, "Mon 15:00", "13:00", "Tue 14:00", id="before-the-opening-of-hours-to-midnight"),
        pytest.param(TO_MIDNIGHT, "Mon 15:00", "16:00", None, id="in-time-before-midnight"),
        pytest.param(OVERLAPPING, "Wed 08:45", "16:00", None, id="where-the-next-business-day-has-opened-it-is-that"),
        pytest.param(OVERLAPPING, "Wed 08:45", "08:15", "Thu 09:00", id="and-what-follows-it-is-next"),
    ],
)  # fmt: skip
def test_what_comes_after_a_cut_off_counts_from_the_next_business_day(
    schedule: Schedule, received: str, cut_off: str, counts_from: str | None
) -> None:
    assert schedule.after_cut_off(at(received), time.fromisoformat(cut_off)) == (counts_from and at(counts_from))


@pytest.mark.parametrize(
    ("received", "counts_from"),
    [
        pytest.param("Thu 12:30", None, id="thursday-has-until-three"),
        pytest.param("Fri 12:30", "2026-09-21 09:00", id="friday-until-noon"),
        pytest.param("Wed 17:59", None, id="wednesday-has-none"),
    ],
)
def test_a_cut_off_may_differ_by_weekday(received: str, counts_from: str | None) -> None:
    cut_off: CutOff = CutOffs((time(15), time(15), None, time(15), time(12), None, None))
    assert OFFICE.after_cut_off(at(received), cut_off) == (counts_from and at(counts_from))


def days(**choices: Any) -> Any:
    return lambda: OFFICE.add_days(at("Mon 10:00"), 1, **choices)


@pytest.mark.parametrize(
    ("ask", "error", "problem"),
    [
        pytest.param(days(rule="noon"), ChoiceError, "rule is 'same_time', 'close', 'open' or 'hours', not 'noon'",
                     id="a-rule"),
        pytest.param(days(starts="later"), ChoiceError, "starts is 'at_once' or 'next_opening', not 'later'",
                     id="a-start"),
        pytest.param(days(ends="later"), ChoiceError,
                     "ends is 'as_is', 'next_opening', 'previous_closing' or 'same_day', not 'later'", id="an-end"),
        pytest.param(days(ends=time(16, tzinfo=UTC)), TargetError, "16:00:00+00:00 has a zone of its own",
                     id="a-time-of-another-zone"),
        pytest.param(days(rule="hours"), TargetError, "needs the length of a business day", id="no-length"),
        pytest.param(days(rule="hours", day_length=timedelta(0)), TargetError, "not datetime.timedelta(0)",
                     id="a-day-of-no-length"),
        pytest.param(days(rule="hours", day_length=timedelta(hours=24, microseconds=1)), TargetError,
                     "up to 24 hours", id="a-day-longer-than-a-day"),
        pytest.param(lambda: OFFICE.add_days(at("Mon 10:00"), 10**9, rule="hours", day_length=24 * HOUR),
                     NeverOpenError, "left", id="more-than-there-can-be"),
        pytest.param(lambda: OFFICE.add_days(at("Mon 10:00"), -(10**9), rule="hours", day_length=24 * HOUR),
                     NeverOpenError, "left", id="and-back"),
    ],
)  # fmt: skip
def test_what_is_no_way_to_count_is_refused(ask: Any, error: type[Exception], problem: str) -> None:
    with pytest.raises(error) as refused:
        ask()
    assert problem in str(refused.value)


@pytest.mark.parametrize("length", [timedelta.resolution, 24 * HOUR])
def test_a_day_is_of_any_length_up_to_24_hours(length: timedelta) -> None:
    assert OFFICE.elapsed(at("Mon 10:00"), OFFICE.add_days(at("Mon 10:00"), 3, rule="hours", day_length=length)) == (
        3 * length
    )


def test_more_than_can_be_counted_is_the_most_that_can_be_in_either_direction() -> None:
    assert open_time_in(3, 8 * HOUR) == 24 * HOUR
    assert open_time_in(10**9, 24 * HOUR) == timedelta.max
    assert open_time_in(-(10**9), 24 * HOUR) == timedelta.min


@given(
    cases(at=noisy_instants),
    st.integers(0, 3),
    st.sampled_from(("same_time", "close", "open")),
    st.sampled_from(("next_opening", "at_once")),
    st.times().map(lambda found: found.replace(microsecond=0)),
)
def test_what_is_due_at_a_time_of_day_is_due_after_it_arrived(
    case: Case, count: int, rule: Any, starts: Any, by: time
) -> None:
    """Never before, whatever the hours."""
    (start,) = case.instants
    try:
        due = case.schedule.add_days(start, count, rule, starts, by)
    except NeverOpenError:
        return
    assert utc(due) >= utc(start)


@given(cases(size=2, at=noisy_instants), st.integers(0, 23).map(time), st.sampled_from(("same_time", "close", "open")))
def test_on_the_same_day_by_a_time_the_later_request_is_never_due_earlier(case: Case, by: time, rule: Any) -> None:
    """Also at once, and by any day rule: no day is counted."""
    earlier, later = sorted(case.instants, key=utc)
    try:
        due = [utc(case.schedule.add_days(start, 0, rule, "at_once", by)) for start in (earlier, later)]
    except NeverOpenError:
        return
    assert due == sorted(due)


def test_a_time_of_day_may_end_a_target_that_counts_open_time() -> None:
    due = datetime(2026, 9, 14, 21, tzinfo=UTC)
    assert OFFICE.ended(due, time(16), at("Mon 15:00")) == at("Mon 16:00")
    assert OFFICE.ended(due, time(16), at("Mon 16:30")) == at("Tue 16:00")
    assert OFFICE.ended(due, "next_opening", at("Mon 16:30")) == due
