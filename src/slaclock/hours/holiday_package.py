"""What the `holidays` package knows, one country or market at a time and for one thread at a time (R5, R14).

Asked for a country, the package imports all of them, for they share a folder whose `__init__` does. Its registry says
which module holds a code; here that module alone is executed.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from slaclock.hours.holiday import Holiday
from slaclock.locks import Lock

if TYPE_CHECKING:
    from holidays import HolidayBase

Kind = Literal["countries", "financial"]
"""The folders of the package: countries and markets."""

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
            language=_language(found),
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
        mark = _estimated_mark(found)
        return tuple(
            Holiday(day, name, estimated=bool(mark) and mark in name)
            for day, name in sorted(found.items())
            if day.year == year
        )


def _estimated_mark(found: HolidayBase) -> str:
    """What the package adds to the name of a date that may still move."""
    label = getattr(found, "estimated_label", None)
    return str(found.tr(label)).replace("%s", "").strip() if label else ""


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
