"""What the `holidays` package knows, one country or market at a time and for one thread at a time (R5, R14).

Asked for a country, the package imports all of them, for they share a folder whose `__init__` does. Its registry says
which module holds a code; here that module alone is executed.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from re import Pattern
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from slaclock.hours.holiday import Holiday, WorkingDay, folded
from slaclock.locks import Lock
from slaclock.patterns import pattern

if TYPE_CHECKING:
    from holidays import HolidayBase

Kind = Literal["countries", "financial"]
"""The folders of the package: countries and markets."""

HOLIDAY_NAME_DELIMITER = "; "
"""What stands between the names of one date."""

_reading = Lock(awaited=True)
"""The package's objects are not safe among threads: each is made, read and dropped under this lock.

The package is imported under it, too, so that no child is forked meanwhile.
"""


class Table(NamedTuple):
    """The holidays of a country, a part of one, or a market; of which kinds, and whether with observed days."""

    kind: Kind
    code: str
    part: str | None
    categories: tuple[str, ...]
    observed: bool
    language: str | None = None

    def check(self) -> None:
        """Raise NotImplementedError for a part that there is not, and ValueError for categories."""
        with _reading:
            self._of(())

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that the package knows."""
        found = entity(self.kind, self.code)
        return found.start_year, found.end_year

    def _of(self, years: Iterable[int]) -> HolidayBase:
        found = entity(self.kind, self.code)
        return found(
            years=years,
            expand=False,
            observed=self.observed,
            subdiv=self.part,
            language=self.language or _language(found),
            categories=self.categories,
        )


@lru_cache(maxsize=4096)
def holidays_in(table: Table, year: int) -> tuple[Holiday, ...]:
    """The holidays of one year, in order; none in a year that the package does not know."""
    first, last = table.years
    if not first <= year <= last:
        return ()
    with _reading:
        # A holiday near New Year may be observed in the year beside its own.
        found = table._of(range(max(year - 1, first), min(year + 1, last) + 1))
        mark, labels = _estimated_mark(found), _labels(found)
        return tuple(
            Holiday(day, name, estimated=bool(mark) and mark in name, known_as=_known_as(name, labels))
            for day, name in sorted(found.items())
            if day.year == year
        )


@lru_cache(maxsize=1024)
def working_days_in(table: Table, year: int) -> tuple[WorkingDay, ...]:
    """The dates on weekends that are worked in a year because other days are off instead, in order."""
    first, last = table.years
    if not first <= year <= last:
        return ()
    with _reading:
        found = table._of(range(max(year - 1, first), min(year + 1, last) + 1))
        if not found.weekend_workdays:
            return ()
        exchanged = {from_day: off for off, from_day in _exchanged(found)}
        worked = (day for day in sorted(found.weekend_workdays & exchanged.keys()) if day.year == year)
        return tuple(WorkingDay(day, exchanged[day]) for day in worked)


def dates_of_class(kind: Kind, code: str, like: HolidayBase) -> list[date]:
    """The dates that the package computes for the years, the part and the kinds of an object of it."""
    with _reading:
        made = entity(kind, code)(
            years=like.years,
            expand=False,
            observed=like.observed,
            subdiv=like.subdiv,
            categories=like.categories,
        )
        return list(made)


def _exchanged(found: HolidayBase) -> Iterator[tuple[date, date]]:
    """Days off, each with the date that is worked instead, which the package says in its name."""
    label = pattern_of(str(found.tr(found.substituted_label)))
    written = str(found.tr(found.substituted_date_format))
    for off, names in found.items():
        for name in names.split(HOLIDAY_NAME_DELIMITER):
            if stated := label.fullmatch(name):
                yield off, datetime.strptime(stated[1], written).replace(tzinfo=UTC).date()


def _estimated_mark(found: HolidayBase) -> str:
    """What the package adds to the name of a date that may still move."""
    label = getattr(found, "estimated_label", None)
    return str(found.tr(label)).replace("%s", "").strip() if label else ""


def _labels(found: HolidayBase) -> list[Pattern[str]]:
    """How the package marks names, e.g. of observed days, where the mark does not stand in brackets behind them."""
    names = (name for name in dir(type(found)) if name.endswith("_label") and name != "substituted_label")
    labels = (str(found.tr(getattr(found, name))) for name in names)
    return [pattern_of(label) for label in labels if "%s" in label and label != "%s"]


@cache
def pattern_of(label: str) -> Pattern[str]:
    """What a label with a place for a name looks like with any name in it."""
    return re.compile(re.escape(label).replace("%s", "(.+)"))


_BRACKETED = pattern(r"(.+?) ?[(\uff08][^()\uff08\uff09]+[)\uff09]")


def _known_as(name: str, labels: Sequence[Pattern[str]]) -> frozenset[str]:
    """The names of a date, each with its marks and without any of them, folded."""
    found: dict[str, None] = {}
    waiting = name.split(HOLIDAY_NAME_DELIMITER)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found[here] = None
            marked = (label.fullmatch(here) for label in (*labels, _BRACKETED))
            waiting += [each[1] for each in marked if each]
    return frozenset(map(folded, found))


def known_as(table: Table, name: str) -> frozenset[str]:
    """A single name of a table with its marks and without any of them, folded."""
    return _known_as(name, _labels_of(table))


@lru_cache(maxsize=256)
def _labels_of(table: Table) -> list[Pattern[str]]:
    with _reading:
        return _labels(table._of(()))


def categories_of(kind: Kind, code: str) -> tuple[str, ...]:
    """The kinds of holiday that the package knows for a country or a market."""
    return tuple(entity(kind, code).supported_categories)


def languages_of(kind: Kind, code: str) -> tuple[str, ...]:
    """The languages in which the package names holidays of a country or a market."""
    found = entity(kind, code)
    languages = tuple(getattr(found, "supported_languages", ()))
    default = getattr(found, "default_language", None)
    return languages or ((default,) if default else ())


def _language(found: type[HolidayBase]) -> str | None:
    """English where the package has it; else the country's own, never the language of the process."""
    languages = getattr(found, "supported_languages", ())
    return "en_US" if "en_US" in languages else getattr(found, "default_language", None)


@cache
def codes(kind: Kind) -> Mapping[str, str]:
    """Every code of the registry, and every other name that it gives, with the module that holds it."""
    with _reading:
        from holidays.registry import COUNTRIES, FINANCIAL

    registry = COUNTRIES if kind == "countries" else FINANCIAL
    return {code: module for module, (name, *short) in registry.items() for code in (*short, name)}


def parts(country: str) -> tuple[str, ...]:
    """The codes of a country's states, provinces or regions."""
    return tuple(entity("countries", country).subdivisions)


def entity(kind: Kind, code: str) -> type[HolidayBase]:
    """The class that computes the holidays of a code of the registry."""
    with _reading:
        found: type[HolidayBase] = getattr(_module(f"holidays.{kind}", codes(kind)[code]), code)
        return found


@cache
def _module(package: str, name: str) -> ModuleType:
    """A module of the package, executed without the folder that it lies in."""
    import holidays

    folder = package.rpartition(".")[2]
    spec = PathFinder.find_spec(f"{package}.{name}", [f"{place}/{folder}" for place in holidays.__path__])
    assert spec is not None, "the registry names files that are there"
    assert spec.loader is not None
    module = module_from_spec(spec)
    # A country that builds on another imports it.
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
    spec.loader.exec_module(module)
    return module


def _import(name: str, globals: Any, locals: Any, names: Sequence[str] | None, level: int) -> ModuleType:
    """What an import statement does in these modules: it executes another of them alone, too, and the rest as ever."""
    package, _, module = name.rpartition(".")
    if names and package in ("holidays.countries", "holidays.financial"):
        return _module(package, module)
    return builtins.__import__(name, globals, locals, names or (), level)
