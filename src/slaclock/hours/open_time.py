"""`OpenTime`: every question about when support is open, asked of a timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal, get_args

from slaclock.errors import InstantError, one_of
from slaclock.hours.business_days import DayCount, DayRule, Ends, Starts, add_days, after_cut_off, ended, not_before
from slaclock.hours.cut_offs import CutOff
from slaclock.hours.interval import ZERO, Interval
from slaclock.hours.periods import Period, business_days_between, date_asked, nth_business_day
from slaclock.hours.zone import in_zone, to_utc

if TYPE_CHECKING:
    from slaclock.hours.timeline import Timeline
    from slaclock.keeping import cached_property

Boundary = Literal["closing", "next_opening"]
"""Where a target is due that is used up exactly at closing time (R7)."""


class OpenTime:
    """What has a timeline, and so can be asked; answers come back in the zone of the question (R9)."""

    if TYPE_CHECKING:

        @cached_property
        def _timeline(self) -> Timeline: ...

        @cached_property
        def _zone(self) -> tzinfo: ...

    def is_open(self, at: datetime) -> bool:
        """Whether support is open at an instant; at a closing it is not.

        Args:
            at: An aware datetime, in any zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
            >>> office.is_open(datetime(2026, 11, 23, 17, tzinfo=ZoneInfo("Europe/London")))
            False

        Rules: R1, R3.
        """
        return self._timeline.is_open(to_utc(at))

    def add(self, start: datetime, duration: timedelta, boundary: Boundary = "closing") -> datetime:
        """The instant at which so much open time has passed since `start`.

        Args:
            start: An aware datetime, open or closed.
            duration: Open time; negative to go back, zero to stay at `start`.
            boundary: Where an answer goes that is used up exactly at closing time: to that
                `closing`, or to the `next_opening`. Going back, it is the other way round. Nothing at
                all is used up at `start`, or where that is closed at the `next_opening`.

        Returns:
            The deadline in the zone of `start`: the least instant `t` with
            `elapsed(start, t) == duration`, or for a negative duration the greatest `t` with
            `elapsed(t, start) == -duration`.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
            NeverOpenError: There is not that much open time within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
            >>> friday = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
            >>> str(office.add(friday, timedelta(hours=2)))
            '2026-11-23 10:00:00+00:00'

        Rules: R7, R9, R15.
        """
        at = to_utc(start)
        try:
            forward = duration > ZERO
        except TypeError:
            raise InstantError(f"{duration!r} is no duration; give a timedelta, e.g. timedelta(hours=8)") from None
        if forward and boundary == "closing":
            due = self._timeline.add(at, duration)
        elif not duration and boundary == "closing":
            return start
        else:
            due = self._add_rarely(at, duration, boundary)
        zone = start.tzinfo
        return due if zone is UTC else in_zone(due, zone)

    def _add_rarely(self, at: datetime, duration: timedelta, boundary: Boundary) -> datetime:
        late = one_of(boundary, get_args(Boundary), "boundary") == "next_opening"
        if not duration:
            return at if self._timeline.is_open(at) else self._timeline.next_edge(at, opening=True)
        if duration > ZERO:
            return self._timeline.add_late(at, duration)
        return self._timeline.subtract_early(at, -duration) if late else self._timeline.subtract(at, -duration)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Open time from `start` to `end`, exact to the microsecond.

        Args:
            start: An aware datetime.
            end: An aware datetime, in any zone; before `start` the answer is negative.

        Raises:
            NaiveDatetimeError: One of them has no time zone.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> always = Schedule(timezone="America/New_York", hours="24x7")
            >>> midnight = datetime(2026, 3, 8, tzinfo=ZoneInfo("America/New_York"))
            >>> str(always.elapsed(midnight, midnight.replace(day=9)))  # the day on which clocks go forward
            '23:00:00'

        Rules: R1, R8.
        """
        return self._timeline.elapsed(to_utc(start), to_utc(end))

    def add_days(
        self,
        start: datetime,
        days: int,
        rule: DayRule = "same_time",
        starts: Starts = "next_opening",
        ends: Ends = "next_opening",
        day_length: timedelta | None = None,
    ) -> datetime:
        """The instant that many business days after `start`.

        A business day is a date on which at least one window opens; a time in a shift's tail
        after midnight belongs to the date that opened the shift.

        Args:
            start: An aware datetime, open or closed.
            days: How many business days; negative to go back, when openings and closings below
                change places.
            rule: `same_time`: the same clock time on the Nth following business day; `close`: its
                last closing; `open`: its first opening; `hours`: N times `day_length` of open time.
            starts: What arrives while closed counts from the `next_opening` or `at_once`.
            ends: Where an answer goes that lies outside open time (a closing stays): `as_is`,
                `next_opening`, `previous_closing`, or a time of day on the due date; one that was
                past already at the start is the next business day's on which it is not. With
                `same_day` it stays on the Nth business day: at its next opening, or at its closing;
                what arrived `at_once` then counts as received in the hours of its date, or at the
                closing before.
            day_length: Open time in a business day, up to 24 hours, for the rule `hours`.

        Returns:
            The instant in the zone of `start`.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
            NeverOpenError: There are not that many business days within 400 years.
            TargetError: The rule `hours` was given no `day_length`.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
            >>> saturday = datetime(2026, 11, 21, 11, tzinfo=ZoneInfo("America/New_York"))
            >>> str(office.add_days(saturday, 1))  # counts as received on Monday at 9
            '2026-11-24 09:00:00-05:00'

        Rules: R10, R11.
        """
        if not isinstance(days, int):
            raise InstantError(f"{days!r} is no number of days; give a whole one, and parts of a day to add()")
        count = DayCount(days, rule, starts, ends, day_length)
        return in_zone(add_days(self._timeline, self._zone, to_utc(start), count), start.tzinfo)

    def counted_days(self, start: datetime, count: DayCount) -> datetime:
        """What `add_days` answers, for a count of days that is put together already.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
            NeverOpenError: There are not that many business days within 400 years.

        Rules: R10, R11.
        """
        return in_zone(add_days(self._timeline, self._zone, to_utc(start), count), start.tzinfo)

    def ended(self, due: datetime, ends: Ends, opened: datetime, by_clocks: bool = False) -> datetime:
        """Where a due instant goes that lies outside open time, or the time of day at which it ends.

        Args:
            due: An aware datetime.
            ends: As for `add_days`.
            opened: When it was opened: a time of day that was past then is the next business day's.
            by_clocks: Whether a time of day is of the date that clocks show, whatever shift lasts then.

        Raises:
            NaiveDatetimeError: An instant has no time zone.

        Rules: R11, R20.
        """
        settled = ended(self._timeline, self._zone, to_utc(due), ends, by_clocks=by_clocks)
        return in_zone(not_before(self._timeline, self._zone, settled, to_utc(opened), ends), due.tzinfo)

    def is_business_day(self, day: date) -> bool:
        """Whether a window opens on a local date.

        Args:
            day: A date in the schedule's zone.

        Examples:
            >>> from slaclock import Schedule
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
            >>> nights.is_business_day(date(2026, 11, 26)), nights.is_business_day(date(2026, 11, 27))
            (False, False)

        Rules: R10.
        """
        return self._timeline.day(day) is not None

    def business_days(self, start_date: date, end_date: date) -> int:
        """How many business days lie from one date to another, as numpy's `busday_count` counts them.

        Args:
            start_date: A date in the schedule's zone; it counts where it is a business day.
            end_date: Another; it does not count. Before `start_date` the answer is negative.

        Returns:
            The business days among `start_date <= day < end_date`; backwards, those among
            `start_date >= day > end_date` as a negative number.

        Raises:
            InstantError: One of them is no date, or a datetime, which has a date only in a zone.

        Examples:
            >>> from slaclock import Schedule
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
            >>> office.business_days(date(2023, 1, 1), date(2023, 2, 1))
            22

        Rules: R10.
        """
        return business_days_between(self._timeline, date_asked(start_date), date_asked(end_date))

    def nth_business_day(self, number: int, period: Period, day: date) -> date:
        """The Nth business day of the month, the quarter or the year that holds a date.

        Args:
            number: 1 for the first; negative from the end, -1 for the last.
            period: `month`, `quarter` or `year`.
            day: Any date in it.

        Raises:
            ChoiceError: The number is 0, or there is no such period.
            InstantError: `day` is no date.
            NeverOpenError: The period has fewer business days.

        Examples:
            >>> from slaclock import Schedule
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
            >>> str(office.nth_business_day(5, "month", date(2026, 1, 15)))
            '2026-01-08'
            >>> str(office.nth_business_day(-1, "quarter", date(2026, 11, 25)))
            '2026-12-31'

        Rules: R10.
        """
        return nth_business_day(self._timeline, number, period, date_asked(day))

    def after_cut_off(self, at: datetime, cut_off: CutOff) -> datetime | None:
        """Where the next business day opens, for what came later on a business day than a time of day.

        Args:
            at: An aware datetime.
            cut_off: A local time of day, or `CutOffs` by weekday; in a shift over midnight it may lie in the tail.

        Returns:
            The opening, in the zone of `at`; `None` for what came in time, or on no business day.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Examples:
            >>> from datetime import time
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
            >>> wednesday = datetime(2026, 11, 25, 16, tzinfo=ZoneInfo("America/New_York"))
            >>> str(office.after_cut_off(wednesday, time(15)))
            '2026-11-27 09:00:00-05:00'

        Rules: R10, R11.
        """
        opening = after_cut_off(self._timeline, self._zone, to_utc(at), cut_off)
        return opening and in_zone(opening, at.tzinfo)

    def next_opening(self, at: datetime) -> datetime:
        """The first opening strictly after an instant, in its zone; touching windows do not count.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.next_opening(datetime(2026, 11, 27, 6, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-29 22:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.next_edge(to_utc(at), opening=True), at.tzinfo)

    def next_closing(self, at: datetime) -> datetime:
        """The first closing strictly after an instant, in its zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.next_closing(datetime(2026, 11, 27, 2, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-27 06:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.next_edge(to_utc(at), opening=False), at.tzinfo)

    def previous_opening(self, at: datetime) -> datetime:
        """The last opening strictly before an instant, in its zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.previous_opening(datetime(2026, 11, 27, 2, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-26 22:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.previous_edge(to_utc(at), opening=True), at.tzinfo)

    def previous_closing(self, at: datetime) -> datetime:
        """The last closing strictly before an instant, in its zone.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            NeverOpenError: There is none within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
            >>> str(nights.previous_closing(datetime(2026, 11, 29, 22, tzinfo=ZoneInfo("America/New_York"))))
            '2026-11-27 06:00:00-05:00'

        Rules: R3, R9, R15.
        """
        return in_zone(self._timeline.previous_edge(to_utc(at), opening=False), at.tzinfo)

    def windows(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The open stretches from `start` to `end`, clipped to them, in order, in the zone of `start`.

        Args:
            start: An aware datetime.
            end: An aware datetime; at or before `start` there are no windows.

        Raises:
            NaiveDatetimeError: One of them has no time zone.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> from slaclock import Schedule
            >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
            >>> wednesday = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("America/New_York"))
            >>> [f"{w.start:%d %H:%M}-{w.end:%d %H:%M}" for w in nights.windows(wednesday, wednesday.replace(day=30))]
            ['25 22:00-26 06:00', '29 22:00-30 06:00']

        Rules: R3, R9.
        """
        zone = start.tzinfo
        spans = self._timeline.windows(to_utc(start), to_utc(end))
        return (Interval._known(in_zone(opens, zone), in_zone(closes, zone)) for opens, closes in spans)
