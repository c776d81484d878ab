"""Events of iCalendar with their times: when one begins and ends, how it repeats, and what it leaves out (R1, R19)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from slaclock.adapters.ical.content import Component, Property
from slaclock.adapters.ical.times import Reading, Zones, date_or_reading, duration_of, is_date, value_of
from slaclock.adapters.losses import Account
from slaclock.hours import CALLED_OFF
from slaclock.patterns import pattern

LONGEST = timedelta(days=7)
"""An event of hours that lasts longer is taken for a mistake."""

_BEFORE_MIDNIGHT = pattern(r"23:59(:59)?")
_WITHOUT_MEANING = frozenset(
    (
        *("DTSTAMP", "UID", "CREATED", "LAST-MODIFIED", "SEQUENCE", "CLASS", "TRANSP", "LOCATION", "URL", "ORGANIZER"),
        *("ATTENDEE", "DESCRIPTION", "CATEGORIES", "SUMMARY", "COMMENT", "CONTACT", "GEO", "RELATED-TO", "COLOR"),
        *("ATTACH", "REQUEST-STATUS", "IMAGE", "CONFERENCE", "STYLED-DESCRIPTION", "SOURCE", "PRIORITY", "RESOURCES"),
    )
)
"""Properties that say nothing of when an event is."""
_WITH_MEANING = frozenset(
    ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "STATUS")
)


@dataclass(frozen=True, slots=True)
class Timed:
    """An event from one time of day to another."""

    component: Component
    uid: str
    zone: str
    start: datetime
    """What the clocks of its zone show when it begins."""
    end: datetime
    """What they show when it ends."""
    rule: Property | None
    added: tuple[date | Reading, ...]
    left_out: tuple[tuple[Property, date | Reading], ...]
    instead_of: tuple[Property, date | Reading] | None
    cancelled: bool

    @property
    def name(self) -> str:
        """What it is called; blank where it is not."""
        return self.component.name


def is_whole_day(component: Component) -> bool:
    """Whether an event is one of whole dates, whether or not it says so.

    Raises:
        PayloadError: It begins with neither a date nor a time.
    """
    start = component.get("DTSTART")
    return start is not None and is_date(start)


def leave_unknown(component: Component, account: Account, known: Iterable[str] = ()) -> None:
    """Account for the properties of a component that nobody reads: those without a meaning for answers, and losses."""
    for name, found in component.properties.items():
        if name in _WITHOUT_MEANING or name in _WITH_MEANING or name in known or name.startswith("X-"):
            continue
        account.lose(found[0].path, f"{name} is not known", "it was left out; what it may mean is in no answer")
    status = component.get("STATUS")
    said = status.value.strip().upper() if status else ""
    if status and said not in ("", "TENTATIVE", "CONFIRMED", *CALLED_OFF):
        account.lose(status.path, f"there is no status {status.shown}", "it was read as one that is certain")
    if status and said == "TENTATIVE":
        account.lose(status.path, f"{component.name or 'it'} is tentative", "it was read as certain, and may move")


def is_cancelled(component: Component) -> bool:
    """Whether an event was called off."""
    status = component.get("STATUS")
    return status is not None and status.value.strip().upper() in CALLED_OFF


def timed_event(component: Component, zones: Zones, account: Account) -> Timed:
    """An event with its times.

    Raises:
        PayloadError: It has none, or something of it cannot be read.

    Rules: R1, R13, R19.
    """
    stated = component.get("DTSTART")
    if stated is None:
        raise component.error("it has no DTSTART, so it does not say when it begins")
    start = date_or_reading(stated, zones)
    if not isinstance(start, Reading):
        raise stated.error(f"{stated.shown} is a whole date; hours have times, e.g. 20260105T090000")
    if rules := component.all("EXRULE"):
        raise rules[0].error("a rule for what is left out is no longer in the standard; write the dates as EXDATE")
    leave_unknown(component, account)
    uid = component.get("UID")
    rule = component.get("RRULE")
    return Timed(
        component=component,
        uid=uid.value if uid else "",
        zone=start.zone,
        start=start.local,
        end=_end(component, start, zones, account),
        rule=rule if rule and rule.value.strip() else None,
        added=tuple(value for _, value in _values(component, "RDATE", zones)),
        left_out=tuple(_values(component, "EXDATE", zones)),
        instead_of=_instead_of(component, zones),
        cancelled=is_cancelled(component),
    )


def _end(component: Component, start: Reading, zones: Zones, account: Account) -> datetime:
    stated = component.get("DTEND") or component.get("DURATION")
    if stated is None:
        raise component.error("it has no DTEND and no DURATION, so it does not say when it ends")
    if stated.path[-1] == "DURATION":
        end = start.local + duration_of(stated)
    else:
        given = date_or_reading(stated, zones)
        if not isinstance(given, Reading):
            raise stated.error(f"{stated.shown} is a whole date, and it begins at a time; write a time")
        end = given.on_clocks_of(start.zone)
    if not timedelta(0) < end - start.local <= LONGEST:
        raise stated.error(f"it begins at {start.local} and ends at {end}; hours last up to {LONGEST.days} days")
    if _BEFORE_MIDNIGHT.fullmatch(f"{end:%H:%M:%S}".removesuffix(":00")):
        account.lose(stated.path, f"it ends at {end:%H:%M:%S}", "it was read as the midnight that follows")
        end = datetime.combine(end.date() + timedelta(days=1), datetime.min.time())
    return end


def _values(component: Component, name: str, zones: Zones) -> list[tuple[Property, date | Reading]]:
    return [
        (stated, value_of(stated, text.strip(), zones))
        for stated in component.all(name)
        for text in stated.value.split(",")
        if text.strip()
    ]


def _instead_of(component: Component, zones: Zones) -> tuple[Property, date | Reading] | None:
    stated = component.get("RECURRENCE-ID")
    if stated is None:
        return None
    if "RANGE" in stated.parameters:
        raise stated.error("it changes all that follows; end the one series with UNTIL and begin another")
    return stated, date_or_reading(stated, zones)
