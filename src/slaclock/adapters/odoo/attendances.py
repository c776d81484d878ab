"""Attendances of Odoo: rows of a week, of one of two weeks, or of a run of dates, as hours of a policy (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from slaclock.adapters.day_frames import DAY, Frame, hours_of
from slaclock.adapters.losses import Account
from slaclock.adapters.odoo.fields import RECORD, kind, reference, rows, time_of_day
from slaclock.adapters.payloads import Payload, Record
from slaclock.hours import WEEK, Recurrence
from slaclock.patterns import pattern

ATTENDANCES = kind("attendances", "resource.calendar.attendance")
LUNCH = "lunch"
_PERIODS = ("morning", LUNCH, "afternoon", "full_day")
_HEADING = "line_section"
_RULE = pattern(r"FREQ=WEEKLY;(INTERVAL=2;)?(?:UNTIL=([0-9]{8});)?BYDAY=([A-Z]{2});WKST=MO")
_EARLIEST = date(1970, 1, 5)
"""A Monday; two alternating weeks are counted from it on."""
_WITHOUT_MEANING = RECORD | {"name", "calendar_id", "two_weeks_calendar", "duration_hours", "duration_days"}
_BREAK = "Odoo looks at rows of work alone, so it counts through that break, and so does this"


@dataclass(frozen=True)
class Row:
    """One row of work."""

    day: int
    """0 is Monday."""
    frame: Frame
    week: int | None = None
    """In which of two weeks it holds; nothing for both."""
    first: date | None = None
    last: date | None = None

    @property
    def is_weekly(self) -> bool:
        """Whether it holds in every week."""
        return self.week is None and self.first is None and self.last is None

    def holds_on(self, day: date) -> bool:
        """Whether it opens on a date."""
        in_run = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return day.weekday() == self.day and in_run and self.week in (None, week_of(day))

    @property
    def rule(self) -> dict[str, Any]:
        """The same as a rule of iCalendar."""
        first = self.first or _EARLIEST
        if self.week not in (None, week_of(first)):
            first += timedelta(days=7 - first.weekday())
        every = "" if self.week is None else "INTERVAL=2;"
        until = f"UNTIL={self.last:%Y%m%d};" if self.last else ""
        rule = f"FREQ=WEEKLY;{every}{until}BYDAY={WEEK[self.day][:2].upper()};WKST=MO"
        opens, closes = (_clock(seconds) for seconds in self.frame)
        return {"rrule": rule, "first": first.isoformat(), "opens": opens, "closes": closes}


def row_of(rule: Recurrence) -> Row | None:
    """The row that a rule is, if it is one: of every week or of every second one, on one day, within it."""
    found = _RULE.fullmatch(rule.rrule)
    opens, closes = (each.hour * 3_600 + each.minute * 60 for each in (rule.opens, rule.closes))
    if not found or opens >= (closes or DAY):
        return None
    alternates, until, name = found.groups()
    day = next(number for number, each in enumerate(WEEK) if each[:2].upper() == name)
    first = rule.first if rule.first >= _EARLIEST + timedelta(days=14) else None
    last = datetime.strptime(until, "%Y%m%d").date() if until else None  # noqa: DTZ007 - a date has no zone.
    return Row(day, (opens, closes or DAY), week_of(rule.first) if alternates else None, first, last)


def week_of(day: date) -> int:
    """Which of two alternating weeks a date is in: weeks are numbered from the first Monday of all."""
    return (day.toordinal() - 1) // 7 % 2


def _clock(seconds: int) -> str:
    return time(seconds % DAY // 3_600, seconds // 60 % 60).isoformat("minutes")


def read_attendances(payload: Payload, account: Account) -> list[Record]:
    """The rows of a payload, as records."""
    return rows(payload, ATTENDANCES, account)


def work_rows(records: Iterable[Record], two_weeks: bool | None, account: Account) -> list[Row]:
    """The rows of work among those of a calendar: breaks and headings are none.

    Args:
        records: Its rows.
        two_weeks: Whether two weeks alternate in it; nothing where it does not say.
        account: Where it is noted what was left out.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    work: list[Row] = []
    breaks: list[tuple[Row, Record]] = []
    for record in records:
        heading, person = record.get("display_type"), reference(record, "resource_id")
        period = record.get("day_period")
        if heading and heading.choice([_HEADING], "kind of row"):
            continue
        row = _row(record, two_weeks)
        if person:
            what = f"it is for {person.name or person.id} alone"
            account.lose(record.path, what, "it was left out of the hours of all")
        elif row.frame[0] == row.frame[1]:
            account.lose(record.path, "it ends as it begins", "it opens nothing")
        elif period and period.choice(_PERIODS, "period of a day") == LUNCH:
            breaks.append((row, record))
        else:
            work.append(row)
        record.leave(account, _WITHOUT_MEANING)
    for row, record in breaks:
        if any(each.day == row.day and _overlap(each.frame, row.frame) for each in work):
            account.lose(record.path, "this break lies in hours of work", _BREAK)
    return work


def _overlap(one: Frame, other: Frame) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _row(record: Record, two_weeks: bool | None) -> Row:
    day = int(record.need("dayofweek").choice([str(number) for number in range(7)], "day, 0 for Monday"))
    opens, closes = record.need("hour_from"), record.need("hour_to")
    frame = time_of_day(opens), time_of_day(closes)
    if frame[1] < frame[0]:
        raise closes.error("it ends before it begins; state a night as two rows, cut at midnight")
    week = record.get("week_type")
    which = int(week.choice(("0", "1"), "week, 0 for the first")) if week else None
    if week and two_weeks is None:
        raise week.error("whether two weeks alternate is not said; ask for two_weeks_calendar of its calendar")
    first, last = (found.date() if (found := record.get(key)) else None for key in ("date_from", "date_to"))
    return Row(day, frame, which if two_weeks else None, first, last)


def hours_in(work: Sequence[Row]) -> list[Any]:
    """Rows as hours of a policy: those of every week, and rules for others."""
    weekly = hours_of({WEEK[day]: [each.frame for each in work if each.is_weekly and each.day == day]
                       for day in range(7)})  # fmt: skip
    return [*weekly, *(each.rule for each in work if not each.is_weekly)]


def frames_on(work: Iterable[Row], day: date) -> list[Frame]:
    """What opens on a date, as frames of it, in order."""
    return sorted(each.frame for each in work if each.holds_on(day))
