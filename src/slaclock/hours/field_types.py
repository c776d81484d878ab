"""Times of day, cut-offs and dates, as fields of declared things take them (R1, R3, R11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, SerializationInfo

from slaclock.errors import HoursError
from slaclock.hours.clock_times import write_time
from slaclock.hours.cut_offs import CutOff, CutOffs
from slaclock.hours.date_rules import read_date_rule
from slaclock.hours.text import read_days, read_lone_time, read_time
from slaclock.hours.weekdays import WEEK, Weekday, write_days
from slaclock.patterns import pattern

TimeLike = str | time
"""What may be given for a time of day."""


def _time_of(given: object) -> object:
    if isinstance(given, (int, float)):
        raise HoursError(f"cannot read {given!r} as a time of day; write it as text, e.g. '09:00'")
    return read_time(given) if isinstance(given, str) else given


def _without_zone(reading: time) -> time:
    if reading.tzinfo is not None:
        raise HoursError(f"{reading} has a zone of its own; the schedule's `timezone` says where clocks are read")
    return reading


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of, json_schema_input_type=str),
    AfterValidator(_without_zone),
    Field(examples=["22:00", "6 AM", "24:00"]),
]
"""A local time of day without a zone: a `time`, or text such as `22:00`, `10 PM` or `24:00`."""


CutOffLike = TimeLike | CutOffs | Mapping[str, TimeLike]
"""What may be given for a cut-off: a time of day, or one by weekday."""
_CUT_OFF = "write e.g. '16:00', or one by weekday, {Mon-Fri: 4 PM, Sat: 11 AM}"

_TIME_AND_WAY = pattern(r"(\S+(?: [AaPp]\.?[Mm]\.?)?) (?:by|for|via) (.+)")
_DAYS_AND_TIME = pattern(r"(\D+?) (?:(?:at|after) )?(\d.*)")


def _cut_off_of(given: object) -> CutOff | None:
    if given is None or isinstance(given, CutOffs):
        return given
    if isinstance(given, Mapping):
        return _by_weekday(given)
    if not isinstance(given, str | time):
        raise HoursError(f"cannot read {given!r} as a cut-off; {_CUT_OFF}")
    try:
        return _reading_of(given)
    except HoursError:
        _refuse_days_in_text(given)
        raise


def _refuse_days_in_text(given: str | time) -> None:
    """Write `Fri 16h` as the mapping that says so, where it is days and a time, and `16:00 by e-mail` as a case."""
    if way := _TIME_AND_WAY.fullmatch(str(given)):
        raise HoursError(f"cannot read {given!r} as a cut-off; {_one_way(way[2], way[1])}") from None
    if not (parts := _DAYS_AND_TIME.fullmatch(str(given))):
        return
    try:
        days, reading = write_days(read_days(parts[1])), write_time(read_lone_time(parts[2]), closing=True)
    except HoursError:
        return
    key = f'"{days}"' if "," in days else days
    raise HoursError(f"cannot read {given!r} as a cut-off; write {{{key}: {reading}}}") from None


def _by_weekday(given: Mapping[Any, Any]) -> CutOffs:
    found: dict[Weekday, time] = {}
    for days, reading in given.items():
        if not isinstance(days, str) or not isinstance(reading, str | time):
            raise HoursError(f"cannot read {days!r}: {reading!r} as the cut-off of some days; {_CUT_OFF}")
        for day in _days_of(days, reading):
            if day in found:
                raise HoursError(f"{day} has two cut-offs, one of them under {days!r}; name each day once")
            found[day] = _reading_of(reading)
    if not found:
        raise HoursError(f"these cut-offs name no day; {_CUT_OFF}")
    return CutOffs(tuple(found.get(day) for day in WEEK))


def _days_of(written: str, reading: object) -> tuple[Weekday, ...]:
    try:
        return read_days(written)
    except HoursError as error:
        raise HoursError(f"{error}; {_one_way(written, reading)}") from None


def _one_way(channel: str, reading: object) -> str:
    return (
        "the cut-off of requests that come one way only stands in the case for them, e.g. "
        f"when: [{{received: by {channel}, target: 1 business day, cut_off: {reading}}}]"
    )


def _reading_of(given: str | time) -> time:
    return _without_zone(read_lone_time(given) if isinstance(given, str) else given)


def _plain_cut_off(cut_off: CutOff | None, info: SerializationInfo) -> Any:
    if isinstance(cut_off, CutOffs):
        return {days: reading.isoformat() for days, reading in cut_off.by_days()}
    return cut_off.isoformat() if cut_off is not None and info.mode_is_json() else cut_off


CutOffInput = Annotated[
    CutOff | None,
    PlainValidator(_cut_off_of, json_schema_input_type=str | dict[str, str] | None),
    PlainSerializer(_plain_cut_off),
    Field(examples=["16:00", {"Mon-Fri": "4 PM", "Sat": "11 AM"}]),
]
"""A cut-off, or none."""


DateLike = str | date
"""What may be given for a date."""


def _text_of(given: object) -> object:
    text = given.isoformat() if isinstance(given, date) else given
    return str(read_date_rule(text)) if isinstance(text, str) and text else text


DateText = Annotated[
    str, BeforeValidator(_text_of), Field(examples=["2026-02-18", "--06-01", "third Monday of January", "easter -2"])
]
"""An ISO date, or for every year `--MM-DD`, a day of the week by its place in a month, or days from Easter."""
