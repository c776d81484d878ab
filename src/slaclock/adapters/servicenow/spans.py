"""Schedule entries (`cmn_schedule_span`): when they open, and which dates they close (R3, R4, R5, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Record
from slaclock.adapters.servicenow.fields import Reading, is_set, reading, until
from slaclock.errors import nearest
from slaclock.hours import MIDNIGHT, ONE_DAY, WEEK, SupportWindow, Weekday

PRESETS: Mapping[str, str] = MappingProxyType(
    {"daily": "1234567", "weekdays": "12345", "weekends": "67", "weekMWF": "135", "weekTT": "24"}
)
"""The days that kinds of repetition name by themselves; 1 is Monday."""
WEEKLY, ONCE, YEARLY = "weekly", "once", "yearly"
REPEATS = (*PRESETS, WEEKLY, YEARLY, "monthly", "specific")
_EXCLUDING = ("exclude", "excluded")
_OPENING = ("work", "on_call")
"""Types of entries that say themselves that they open."""
_LATEST = time(23, 59, 59)
_A_WEEK = 7 * ONE_DAY
_LONGEST = 3_660 * ONE_DAY
_WITHOUT_MEANING = frozenset(
    (
        *("sys_id", "schedule.label", "show_as", "notes", "override_start_date_time", "parent", "user", "group"),
        *("sys_created_on", "sys_created_by", "sys_updated_on", "sys_updated_by", "sys_mod_count", "sys_tags"),
        *("sys_class_name", "sys_domain", "monthly_type", "month", "float_week", "float_day", "yearly_type"),
    )
)


@dataclass
class Entries:
    """What the entries of one schedule say together."""

    opens: list[str] = field(default_factory=list)
    """Windows of a week that are open."""
    closes: list[str] = field(default_factory=list)
    """Windows of a week that are taken away."""
    holidays: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Span:
    """One entry, its times as the clock of the schedule shows them."""

    name: str
    excludes: bool
    start: Reading
    end: datetime
    repeats: str
    path: KeyPath

    @property
    def lasts(self) -> timedelta:
        """How long it is, on the clock."""
        return self.end - self.start.at

    @property
    def is_of_whole_dates(self) -> bool:
        """Whether it goes from midnight to midnight."""
        return self.start.clock == MIDNIGHT and self.end.time() == MIDNIGHT


def _refuse_unasked(record: Record, *keys: str) -> None:
    """Refuse an entry without keys that say when it is: a query may not have asked for them."""
    for key in keys:
        if key not in record.values:
            raise record.error(f"key {key!r} is missing, and it may open or close by it; ask for whole records")


class SpanReader:
    """Reads the entries of one schedule into what they say together."""

    def __init__(self, zone: str, as_of: date | None, account: Account, about: KeyPath) -> None:
        self.zone = zone
        self.as_of = as_of
        self.account = account
        self.about = about
        self.entries = Entries()

    def add(self, record: Record) -> None:
        """Read one more entry.

        Raises:
            PayloadError: Something in it cannot be read.
        """
        span = self._span(record)
        counts = record.get("repeat_count")
        stated_days, last = record.get("days_of_week"), until(record.get("repeat_until"))
        yearly_type = record.get("yearly_type")
        digits = self._digits(stated_days.value if stated_days else None, record)
        record.leave(self.account, _WITHOUT_MEANING, self.about)
        if counts and span.repeats != ONCE and str(counts.value) not in ("0", "1"):
            self._lose(span, f"it comes every {counts.value} times only")
        elif last and span.repeats != ONCE and self.as_of is None:
            self._lose(span, f"it ends on {last}", "pass as_of=, the date for which it is asked")
        elif last and span.repeats != ONCE and self.as_of and last < self.as_of:
            self.account.lose(span.path, f"{span.name!r} ended on {last}", "it was left out", self.about)
        elif span.repeats != ONCE and self.as_of and self.as_of < span.start.day:
            self._lose(span, f"it begins on {span.start.day} only")
        elif span.repeats in (ONCE, YEARLY):
            self._on_dates(span, yearly_type.value if yearly_type else None)
        elif span.repeats in ("monthly", "specific"):
            self._lose(span, f"it repeats {span.repeats}")
        else:
            if last:
                self.account.lose(span.path, f"{span.name!r} ends on {last}", "it was read as for ever", self.about)
            self._weekly(span, digits)

    def _span(self, record: Record) -> _Span:
        named, repeats = record.get("name"), record.get("repeat_type")
        _refuse_unasked(record, "repeat_type", *(["days_of_week"] if repeats and repeats.value == WEEKLY else []))
        stated, ends = record.need("start_date_time"), record.need("end_date_time")
        start, end = reading(stated, self.zone), reading(ends, self.zone)
        if is_set(record, "all_day"):
            start, last = Reading(start.day, MIDNIGHT), datetime.combine(end.day, MIDNIGHT) + ONE_DAY
        elif end.clock == _LATEST:
            last = end.at
            means = "its last second is closed here; write 24:00 in the policy if it is not"
            self.account.lose(ends.path, "it ends at 23:59:59", means, self.about)
        else:
            last = end.at
        if last <= start.at:
            raise ends.error("it ends at or before its start")
        return _Span(
            named.text() if named else "entry",
            self._excludes(record),
            start,
            last,
            repeats.choice(REPEATS, "kind of repetition") if repeats else ONCE,
            record.path,
        )

    def _excludes(self, record: Record) -> bool:
        """Whether it takes time away; entries of all other types open, in the product as well."""
        _refuse_unasked(record, "type")
        kind = record.get("type")
        if kind is None:
            return False
        said = kind.text().casefold()
        if said in _EXCLUDING:
            return True
        if nearest(said, _EXCLUDING):
            raise kind.error(f"there is no type {kind.shown}; did you mean {_EXCLUDING[0]!r}?")
        if said not in _OPENING:
            means = "it was read as open, as the product reads all types but exclude"
            self.account.lose(kind.path, f"its type is {kind.shown}", means, self.about)
        return False

    def _digits(self, stated: Any, record: Record) -> str:
        """Days by their numbers, 1 for Monday."""
        if stated is None:
            return ""
        digits = str(stated)
        if not digits or set(digits) - set("1234567"):
            raise record.error(f"days_of_week are digits from 1 for Monday to 7, such as '12345', not {digits!r}")
        return "".join(sorted(set(digits)))

    def _lose(self, span: _Span, what: str, way_out: str = "state it in the schedule of the policy") -> None:
        means = "it was left out, and support is open there" if span.excludes else "it was left out, and opens nothing"
        self.account.lose(span.path, f"{span.name!r}: {what}", f"{means}; {way_out}", self.about)

    # What comes every week

    def _weekly(self, span: _Span, digits: str) -> None:
        if span.lasts > (_A_WEEK if span.repeats == WEEKLY else ONE_DAY):
            self._lose(span, "it is longer than the time after which it comes again")
            return
        own = str(span.start.day.isoweekday())
        days = PRESETS.get(span.repeats) or digits or own
        if span.repeats in PRESETS and digits and digits != days:
            what = f"days_of_week is {digits} beside repeat_type {span.repeats}"
            self.account.lose(span.path, what, f"{span.repeats} was taken, which names its days", self.about)
        elif span.repeats == WEEKLY and digits and own not in digits:
            what = f"it starts on {WEEK[span.start.day.weekday()]}, which is none of its days {digits}"
            self.account.lose(span.path, what, "its days were taken", self.about)
        if len(days) > 1 and span.lasts > ONE_DAY:
            self._lose(span, "it is longer than a day, and starts on several")
            return
        held = self.entries.closes if span.excludes else self.entries.opens
        held += map(str, _windows([int(each) - 1 for each in days], span.start.clock, span.lasts))

    # What comes on dates

    def _on_dates(self, span: _Span, yearly_type: Any) -> None:
        if not span.excludes:
            self._lose(span, f"it opens on dates from {span.start.day}")
        elif not span.is_of_whole_dates or span.lasts > _LONGEST:
            self._lose(span, f"it closes a part of {span.start.day}, or more than ten years")
        elif span.repeats == ONCE:
            self._holiday(span, span.start.day.isoformat(), (span.end - ONE_DAY).date().isoformat())
        elif yearly_type not in (None, "doy") or span.lasts > ONE_DAY:
            self._lose(span, "it closes on another date each year, or on several")
        else:
            key = f"--{span.start.day:%m-%d}"
            self._holiday(span, key, key)

    def _holiday(self, span: _Span, first: str, last: str) -> None:
        run = {"last": last} if last != first else {}
        self.entries.holidays.append({"date": first, **run, "name": span.name})


def _windows(days: list[int], opens: time, lasts: timedelta) -> Iterator[SupportWindow]:
    """The windows of what opens on days of the week, cut at midnights where it is longer than a day."""
    if lasts <= ONE_DAY:
        closes = (datetime.combine(date(2000, 1, 1), opens) + lasts).time()
        yield SupportWindow(days=[WEEK[day] for day in days], opens=opens, closes=closes)
        return
    start = datetime.combine(date(2000, 1, 3) + days[0] * ONE_DAY, opens)
    end = start + lasts
    while start < end:
        midnight = datetime.combine(start.date(), MIDNIGHT) + ONE_DAY
        day: Weekday = WEEK[start.weekday()]
        yield SupportWindow(days=[day], opens=start.time(), closes=min(midnight, end).time())
        start = midnight
