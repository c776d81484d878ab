"""Holidays of Salesforce: whole dates, parts of dates, and those that come again, by their business hours (R5, R6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import islice
from typing import Any

from slaclock.adapters.day_frames import Frame
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.salesforce.business_hours import ReadHours
from slaclock.adapters.salesforce.recurrences import MOST_DATES, Recurrence, read_recurrence
from slaclock.adapters.salesforce.values import clock_in, date_in, either, flag_in, number_in
from slaclock.errors import did_you_mean
from slaclock.hours import WEEK, HolidayCalendar

HOLIDAYS = Kind("records", "holidays", id_key="Id")
_SIGNS = {"records", "Name", "name", "ActivityDate", "activityDate"}
_WITHOUT_MEANING = frozenset(
    (
        *("attributes", "Description", "description", "Id", "CreatedDate", "CreatedById", "LastModifiedDate"),
        *("LastModifiedById", "SystemModstamp"),
    )
)
_WHOLE: Frame = (0, 86_400)


@dataclass
class Closures:
    """What closes business hours: as holidays of a policy, and as hours that are left on dates."""

    holidays: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[date, list[Frame]] = field(default_factory=dict)
    """What is closed of dates of which only a part is."""

    def exceptions(self, hours: ReadHours) -> dict[str, Any]:
        """The hours that are left on dates of which a part is closed, as a policy states them."""
        found = {}
        whole = HolidayCalendar(self.holidays)
        # What closes a whole date leaves nothing of which a part could be closed.
        for day, closed in sorted(each for each in self.parts.items() if not whole.on(each[0])):
            usual = hours.frames.get(WEEK[day.weekday()], [])
            left = usual
            for part in closed:
                left = [piece for frame in left for piece in _without(frame, part)]
            if left != usual:
                found[day.isoformat()] = ", ".join(map(_shown, left)) or "closed"
        return found


def _without(frame: Frame, part: Frame) -> Iterator[Frame]:
    """What of a frame lies outside another."""
    (start, end), (first, last) = frame, part
    if start < min(end, first):
        yield start, min(end, first)
    if max(start, last) < end:
        yield max(start, last), end


def _shown(frame: Frame) -> str:
    return "-".join("24:00" if seconds == 86_400 else _clock(seconds) for seconds in frame)


def _clock(seconds: int) -> str:
    return time(seconds // 3_600, seconds // 60 % 60, seconds % 60).isoformat("seconds" if seconds % 60 else "minutes")


def read_holidays(
    payload: Payload, hours: Sequence[ReadHours], found: Mapping[str, Closures], account: Account
) -> None:
    """Add what closes each of some business hours, by their names in the policy.

    Args:
        payload: Answers, records, what stands in settings files, or a mapping from ids or names of hours to these.
        hours: The business hours to which they belong.
        found: Where it is added.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it cannot be read, or it does not say whose holidays they are.
    """
    value = payload.value
    if isinstance(value, dict) and value and not _SIGNS & set(value):
        for key, inner in value.items():
            place = Payload(inner, (*payload.path, key))
            for record in _records(place, account):
                _add(found, record, [_named(place, key, hours)], account)
    else:
        for record in _records(payload, account):
            _add(found, record, _owners(record, hours, account), account)


def _records(payload: Payload, account: Account) -> list[Record]:
    records = collected(payload, HOLIDAYS, account).records
    account.counts["holidays"] += account.counts.pop(HOLIDAYS.plural, 0)
    return records


def _owners(record: Record, hours: Sequence[ReadHours], account: Account) -> list[ReadHours]:
    """The business hours to which a holiday belongs: those that a file names, or the only ones."""
    named = record.get("businessHours")
    if named:
        held = named.items() if isinstance(named.value, list) else [named]
        return [_named(each, each.text(), hours) for each in held]
    if "name" in record.values:
        account.lose(record.path, "it belongs to no business hours", "it closes nothing, as in the product")
        return []
    if len(hours) == 1:
        return list(hours)
    names = ", ".join(each.name for each in hours) or "none"
    raise record.error(
        f"it does not say to which business hours it belongs; pass holidays={{id or name: …}}, one for each of: {names}"
    )


def _named(place: Payload, key: str, hours: Sequence[ReadHours]) -> ReadHours:
    for each in hours:
        if key in (each.id, each.name, each.said):
            return each
    known = [f"{each.id} {each.name}".strip() for each in hours]
    raise place.error(f"there are no business hours {key!r} to which this holiday belongs; {did_you_mean(key, known)}")


def _add(found: Mapping[str, Closures], record: Record, owners: list[ReadHours], account: Account) -> None:
    named = either(record, "Name", "name")
    name = {"name": named.text()} if named else {}
    about = owners[0].key if owners else ()
    again, part = _recurrence(record, account), _part(record)
    either(record, "ActivityDate", "activityDate")
    days = [] if again and again.rule and part == _WHOLE else _dates(record, again)
    record.leave(account, _WITHOUT_MEANING, about)
    closed = _closed(again, days, name) if part == _WHOLE else []
    for hours in owners:
        closures = found[hours.name]
        closures.holidays += closed
        for day in days if part != _WHOLE else ():
            closures.parts.setdefault(day, []).append(part)
    if owners:
        _doubt(record, again, part, account, about)


def _recurrence(record: Record, account: Account) -> Recurrence | None:
    flagged = either(record, "IsRecurrence", "isRecurring")
    kind = either(record, "RecurrenceType", "recurrenceType")
    if flag_in(flagged) if flagged else kind is not None:
        return read_recurrence(record, account)
    return None


def _dates(record: Record, again: Recurrence | None) -> list[date]:
    """Its dates, one by one."""
    stated = either(record, "ActivityDate", "activityDate")
    if again is None:
        return [date_in(stated or record.need("ActivityDate"))]
    days = list(islice(again.dates(), MOST_DATES + 1))
    if len(days) > MOST_DATES:
        raise record.error(f"it closes more than {MOST_DATES:,} dates; state hours that do not open on them")
    if not days:
        raise record.error("there is no date on which it comes; leave it out")
    return days


def _part(record: Record) -> Frame:
    """What of a date it closes, in seconds since midnight."""
    whole = either(record, "IsAllDay", "allDay")
    minutes = [record.get(f"{end}TimeInMinutes") for end in ("Start", "End")]
    clocks = [record.get(f"{end}Time") for end in ("start", "end")]
    if whole and flag_in(whole):
        return _WHOLE
    if any(minutes):
        start, end = (number_in(each, 0, 1_440, "minutes") * 60 if each else None for each in minutes)
    elif any(clocks):
        start, end = (clock_in(each) // 1000 if each else None for each in clocks)
    elif whole is None:
        return _WHOLE
    else:
        raise record.error("it is not for the whole day, and does not say which part of it is closed")
    if start is None or end is None or (end or 86_400) <= start:
        raise record.error("the part of the day that it closes has no start or no end, or ends before it; state both")
    return start, end or 86_400


def _closed(again: Recurrence | None, days: list[date], name: dict[str, str]) -> list[dict[str, Any]]:
    """Whole dates as holidays of a policy: by a rule where there is one, as a list with its years, or by themselves."""
    if again and again.rule:
        return [{"date": again.rule, **name}]
    if again and again.last is None:
        listed = dict.fromkeys((day.isoformat() for day in days), name.get("name", "Holiday"))
        return [{"listed": listed, "years": [days[0].year, again.end.year]}]
    return [{"date": run[0].isoformat(), **_last(run), **name} for run in _runs(days)]


def _last(run: list[date]) -> dict[str, str]:
    return {"last": run[-1].isoformat()} if len(run) > 1 else {}


def _runs(days: list[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in days:
        if run and day - run[-1] != timedelta(days=1):
            yield run
            run = []
        run.append(day)
    yield run


def _doubt(record: Record, again: Recurrence | None, part: Frame, account: Account, about: KeyPath) -> None:
    """Say where a holiday without an end is written out up to a year, or also closes years before it began."""
    if again is None or again.last is not None:
        return
    if again.rule and part == _WHOLE:
        what = f"it comes every year from {again.first} on"
        account.lose(record.path, what, "years before that have it here, too", about)
    else:
        what = f"it comes again from {again.first} on, without an end"
        account.lose(record.path, what, f"it was written out up to {again.end.year}; import again before then", about)
