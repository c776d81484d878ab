"""What two compiled policies say otherwise of a schedule: its zone, its open time, its days, its reasons (R22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from slaclock.compiled import unpacked
from slaclock.hours import Span, instant, iso_date, subtract, write_days, write_time
from slaclock.review.changes import CompiledChange
from slaclock.review.compiled_pair import CompiledPair, CompiledSide
from slaclock.review.hours_change import Changed, changed_time

if TYPE_CHECKING:
    from slaclock.hours import Timeline

_FEW = 2
"""Dates that are said one by one."""


class _Told(NamedTuple):
    """What one side tells of a schedule."""

    side: CompiledSide
    place: int

    @property
    def schedule(self) -> Mapping[str, Any]:
        """Its entry."""
        schedule: Mapping[str, Any] = self.side.told["schedules"][self.place]
        return schedule

    @property
    def hours(self) -> Mapping[str, Any]:
        """The entry of its hours."""
        hours: Mapping[str, Any] = self.side.told["hours"][self.schedule["hours"]]
        return hours

    @property
    def time(self) -> Timeline:
        """Its open time."""
        return self.side.policy.document.time(self.place)[0]

    @property
    def zone(self) -> tzinfo:
        """Its zone."""
        return self.side.policy.document.time(self.place)[1]

    @property
    def closed(self) -> Iterator[tuple[Span, str]]:
        """What closes it when usual hours would be open."""
        told = self.hours["closed"] or {"spans": {"unit": 1, "steps": []}, "reasons": ()}
        edges = list(map(instant, unpacked(told["spans"])))
        for span, place in zip(zip(edges[::2], edges[1::2], strict=True), told["reasons"], strict=True):
            why = self.side.told["reasons"][place]
            yield span, f"{why['name'] or why['kind']}{' (estimated)' if why['estimated'] else ''}"

    @property
    def whole(self) -> Mapping[str, Any]:
        """All that is told of it, with names in the place of places."""
        if "problem" in self.schedule:
            return self.schedule
        closed = {"closed": [*self.closed]}
        return {**self.hours, **closed, "zone": str(self.zone), "text": self.schedule["text"]}


def changed_hours(pair: CompiledPair, name: str, places: tuple[int, int]) -> list[CompiledChange]:
    """What is told otherwise of a schedule.

    Args:
        pair: Both compiled policies.
        name: What changes call the schedule.
        places: Where it stands in `schedules` of both.

    Rules: R22.
    """
    told = [_Told(side, place) for side, place in zip(pair, places, strict=True)]
    was, now = (each.whole for each in told)
    if was == now and pair.old.policy.years == pair.new.policy.years:
        return []
    if "problem" in was or "problem" in now:
        before, after = (each.get("problem", "known") for each in (was, now))
        return [CompiledChange("hours", name, "", before, after)] if was != now else []
    found = list(_Compared(pair, name, *told).changes())
    if not found and was["text"] != now["text"]:
        found = [CompiledChange("policy", name, "as it is stated", was["text"], now["text"])]
    return found


class _Compared:
    """A schedule of which two compiled policies do not tell the same."""

    def __init__(self, pair: CompiledPair, name: str, old: _Told, new: _Told) -> None:
        self.pair, self.name = pair, name
        self.old, self.new = old, new
        start, until = pair.span
        was, now = (list(each.time.windows(start, until)) for each in (old, new))
        self.lost, self.gained = subtract(was, now), subtract(now, was)
        self.opens = {opens.astimezone(new.zone).date() for opens, _ in now}
        """The dates on which it opens on the new side."""
        self.why = self._why(old), self._why(new)

    def changes(self) -> Iterator[CompiledChange]:
        """Everything that changes."""
        zones = str(self.old.zone), str(self.new.zone)
        if zones[0] != zones[1]:
            yield CompiledChange("zone", self.name, "time zone", *zones)
        opened = list(self._opened())
        yield from opened
        if zones[0] == zones[1]:
            yield from self._days()
        told = {day for change in opened for day in change.dates}
        reasons = list(self._reasons(told))
        yield from reasons
        yield from self._holidays(told.union(*(change.dates for change in reasons)))
        if self.old.side.policy.years == self.new.side.policy.years:
            yield from self._beyond()

    # Open time

    def _opened(self) -> Iterator[CompiledChange]:
        """Open time that is gained and lost, on the clocks of the new side."""
        single: dict[tuple[str, str, str], dict[date, None]] = {}
        for each in changed_time(self.lost, self.gained, self.new.zone):
            was, now = self._words(each)
            if each.weekdays:
                first, last = self.pair.years
                span = each.span_in((date(first, 1, 1), date(last, 12, 31)))
                when = f"{write_days(each.weekdays)} {each.times} ({len(each.dates)} dates{span})"
                yield self._on("hours", when, was, now, each.dates)
            else:
                (day,) = each.dates
                times = "" if each.change == "lost" and day not in self.opens else f" {each.times}"
                single.setdefault((times, was, now), {})[day] = None
        for (times, was, now), alike in single.items():
            dates = list(alike)
            for some in [dates] if len(dates) > _FEW else [[day] for day in dates]:
                yield self._on("hours", f"{_dates_words(some)}{times}", was, now, some)

    def _words(self, changed: Changed) -> tuple[str, str]:
        """What it was and what it is, with the reason where all dates have the same."""
        shut, opened = (0, 1) if changed.change == "gained" else (1, 0)
        reasons = [{why.get(day, "") for day in changed.dates} for why in self.why]
        words = ["", ""]
        for place, word in ((shut, "closed"), (opened, "open")):
            reason = next(iter(reasons[place])) if len(reasons[place]) == 1 else ""
            words[place] = f"{word} ({reason})" if reason else word
        return words[0], words[1]

    # Business days

    def _days(self) -> Iterator[CompiledChange]:
        """Dates to which open time belongs otherwise, although it is open."""
        found: dict[tuple[str, str], list[date]] = {}
        sides = self.old, self.new
        dates = {day for each in sides for day in self.pair.dates_in(each.hours["days"]["dates"])}
        for day in sorted(dates):
            was, now = (self._spans_of(each, day) for each in sides)
            if subtract(subtract(was, now), self.lost) or subtract(subtract(now, was), self.gained):
                words = _clocks(was, self.old.zone), _clocks(now, self.new.zone)
                found.setdefault(words, []).append(day)
        for (before, after), alike in found.items():
            if before != after:
                yield self._on("hours", f"business day of {_dates_words(alike)}", before, after, alike)

    def _spans_of(self, told: _Told, day: date) -> list[Span]:
        start, until = self.pair.span
        found = told.time.day(day)
        spans = found.spans if found else ()
        return [(max(opens, start), min(closes, until)) for opens, closes in spans if opens < until and closes > start]

    # Reasons

    def _why(self, told: _Told) -> dict[date, str]:
        """Why it is closed, or open as it is not usually, by date."""
        start, until = self.pair.span
        found: dict[date, dict[str, None]] = {}
        for (opens, closes), reason in told.closed:
            if max(opens, start) < min(closes, until):
                found.setdefault(max(opens, start).astimezone(told.zone).date(), {})[reason] = None
        special = told.hours["special"]
        names = dict(zip(unpacked(special["dates"]), special["names"], strict=True))
        for day in self.pair.dates_in(special["dates"]):
            found.setdefault(day, {})[names[(day - _EPOCH).days]] = None
        return {day: ", ".join(filter(None, reasons)) for day, reasons in found.items()}

    def _reasons(self, told: set[str]) -> Iterator[CompiledChange]:
        found: dict[tuple[str, str], list[date]] = {}
        for day in sorted({*self.why[0], *self.why[1]}):
            was, now = (why.get(day, "as usual") for why in self.why)
            if was != now and str(day) not in told:
                found.setdefault((was, now), []).append(day)
        for words, dates in found.items():
            yield self._on("reason", _dates_words(dates), *words, dates)

    def _holidays(self, told: set[str]) -> Iterator[CompiledChange]:
        """Dates that are its holidays on one side alone, where that does not show in its hours."""
        was, now = ({*self.pair.dates_in(each.hours["holidays"])} for each in (self.old, self.new))
        for dates, words in ((was - now, ("a holiday", "none")), (now - was, ("none", "a holiday"))):
            if found := sorted(day for day in dates if str(day) not in told):
                yield self._on("reason", _dates_words(found), *words, found)

    # Beyond

    def _beyond(self) -> Iterator[CompiledChange]:
        first, last = self.pair.years
        for key, when in (("before", f"before {first}"), ("after", f"after {last}")):
            was, now = (each.hours[key].replace("_", " ") for each in (self.old, self.new))
            if was != now:
                yield CompiledChange("hours", self.name, when, was, now)

    def _on(self, of: Any, when: str, was: str, now: str, dates: Iterable[date]) -> CompiledChange:
        return CompiledChange(of, self.name, when, was, now, tuple(map(str, dates)))


_EPOCH = date(1970, 1, 1)


def _dates_words(dates: Sequence[date]) -> str:
    if len(dates) == 1:
        return iso_date(dates[0])
    return f"{len(dates)} dates, {dates[0]} to {dates[-1]}"


def _clocks(spans: Sequence[Span], zone: tzinfo) -> str:
    """Stretches of one date, as a policy has them."""
    read = [[at.astimezone(zone).time() for at in span] for span in spans]
    return ", ".join(f"{write_time(opens)}-{write_time(closes, closing=True)}" for opens, closes in read) or "none"
