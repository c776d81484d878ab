"""Hours that state more than a week: seasons, the years for which closed dates are known, and schedules together."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from oracle import Cell, Declared, Hours, Opinion, Row, SlowCount, belonging, latest_shown, showing, utc

MINUTES = 24 * 60
Season = tuple[date, date, tuple[Row, ...]]


@dataclass(frozen=True)
class Stated(Declared):
    """Hours with other weekly ones for runs of dates, and with holidays that are known for some years."""

    seasons: tuple[Season, ...] = ()
    """The first date, the last one, and the weekly hours between; of two that cover a date the later one holds."""
    known: tuple[int, int] | None = None
    """The first and the last year for which the holidays are complete; all, where nothing is said."""

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Give the hours of the season that covers a date; shifts that close on their date may not meet one."""
        seasons = [rows for first, last, rows in self.seasons if first <= day <= last]
        if not seasons or day in dict(self.exceptions):
            return super().hours_on(day)
        assert self.belongs_to == "opening_date"
        return belonging(seasons[-1], day.weekday(), self.belongs_to)


@dataclass(frozen=True)
class Combined:
    """Hours put together of others: open when any of them are, when all are, or when the first alone are."""

    combine: str
    """`union`, `intersection` or `difference`."""
    parts: tuple[Declared, ...]

    @property
    def zone(self) -> str:
        """The zone in which its dates are, that of the first."""
        return self.parts[0].zone

    @property
    def belongs_to(self) -> str:
        return self.parts[0].belongs_to

    @property
    def holiday_rule(self) -> str:
        return self.parts[0].holiday_rule

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for part in self.parts for row in part.rows)

    @cached_property
    def holidays(self) -> frozenset[date]:
        return frozenset(day for part in self.parts for day in part.holidays)

    @cached_property
    def exceptions(self) -> tuple[tuple[date, tuple[Hours, ...]], ...]:
        return tuple(each for part in self.parts for each in part.exceptions)

    def is_holiday(self, day: date) -> bool:
        return any(part.is_holiday(day) for part in self.parts)


AnyHours = Declared | Combined


class CombinedCount(SlowCount):
    """Answers about hours that are put together by asking each of them, at every quarter hour of any of their zones."""

    def __init__(self, combined: Combined) -> None:
        super().__init__(combined)  # type: ignore[arg-type]
        self.combine = combined.combine
        self.parts = tuple(map(SlowCount, combined.parts))

    def opinion(self, at: datetime) -> Opinion:
        """Give the dates of the first; those of the others as well where any of them will do."""
        first, *others = (part.opinion(at) for part in self.parts)
        if self.combine == "union":
            return first.union(*others)
        is_kept = all(others) if self.combine == "intersection" else not any(others)
        return first if is_kept else frozenset()

    def opinions_on(self, day: date) -> list[tuple[Cell, Opinion]]:
        if day not in self._opinions:
            cells = (cell for part in self.parts for cell, _ in part.opinions_on(day))
            ticks = sorted({edge for cell in cells for edge in (cell.start, cell.end)})
            found = [(self._cell(a, b), self.opinion(a)) for a, b in pairwise(ticks)]
            self._opinions[day] = found
            self._totals[day] = sum((b.end - b.start for b, dates in found if dates), utc(ticks[0]) - utc(ticks[0]))
        return self._opinions[day]

    def _cell(self, start: datetime, end: datetime) -> Cell:
        zone = self.declared.zone
        return Cell(start, end, showing(zone, start), latest_shown(zone, start))


def slow_count(hours: AnyHours) -> SlowCount:
    """Whom to ask about hours."""
    return CombinedCount(hours) if isinstance(hours, Combined) else SlowCount(hours)
