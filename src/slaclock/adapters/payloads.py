"""`Payload`: a value of parsed JSON with its place, read as what it has to be; and `Record`, of which no key is missed.

What is wrong becomes a `PayloadError` with the place, whatever a stranger wrote (R19, R21).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from numbers import Integral, Real
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.errors import InstantRangeError, PayloadError, did_you_mean, key_path, nearest
from slaclock.hours import first_instant, to_utc, zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.patterns import pattern
from slaclock.safe import shortened

LONGEST_NAME = 500
"""Characters of a name or an id."""
LARGEST_NUMBER = 10**18
"""The largest whole number, in either direction."""

_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_HALVES = pattern("[\ud800-\udfff]")
_SHOWN = 80
_NEAR = 0.85
"""How much a key that is not known has in common with the one that was meant."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A value of parsed JSON, and where it stands."""

    value: Any
    path: KeyPath

    def error(self, message: str) -> PayloadError:
        """What is wrong with it, to be raised."""
        return PayloadError(key_path(self.path), message)

    @property
    def shown(self) -> str:
        """The value as an error shows it."""
        if isinstance(self.value, dict):
            return "an object"
        if isinstance(self.value, list):
            return "a list"
        return "null" if self.value is None else shortened(repr(self.value), _SHOWN)

    def text(self) -> str:
        """A name: text of one line's length that is not blank."""
        if not isinstance(self.value, str):
            raise self.error(f"it is text, not {self.shown}")
        if len(self.value) > LONGEST_NAME:
            raise self.error(f"it has {len(self.value):,} characters, and at most {LONGEST_NAME} are read; shorten it")
        if not self.value.strip():
            raise self.error("it is blank; give it a name")
        return self.value

    def id(self) -> str:
        """What a product calls something: a whole number or text, as text."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return str(self.value)
        return self.text()

    def whole(self, least: int, most: int, unit: str) -> int:
        """A whole number within bounds, which are included."""
        given = self.value
        if isinstance(given, bool) or not isinstance(given, (int, float)) or given != int(given):
            raise self.error(f"it is a whole number of {unit}, not {self.shown}")
        if not least <= given <= most:
            raise self.error(f"it is {least:,} to {most:,} {unit}, not {self.shown}")
        return int(given)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.error(f"it is true or false, not {self.shown}")
        return self.value

    def choice(self, known: Collection[str], kind: str) -> str:
        """One of some known words."""
        if not isinstance(self.value, str) or self.value not in known:
            near = did_you_mean(self.value, known) if isinstance(self.value, str) else f"known: {', '.join(known)}"
            raise self.error(f"there is no {kind} {self.shown}; {near}")
        return self.value

    def date(self) -> date:
        """A whole date of the calendar."""
        given = self.value
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        if not isinstance(given, str) or not _DATE.fullmatch(given):
            raise self.error(f"it is a date such as '2026-12-24', not {self.shown}")
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise self.error(f"there is no date {given}") from None

    def instant(self, timezone: str | None = None) -> datetime:
        """An instant; one that names no zone is read in the zone given, and refused without."""
        at = self._stated_instant()
        try:
            if at.tzinfo is None and timezone is None:
                raise self.error(f"{self.shown} names no zone; pass timezone=, the zone of the site that wrote it")
            return to_utc(at) if at.tzinfo else first_instant(at, zone_named(timezone or ""))
        except InstantRangeError:
            raise self.error(f"{self.shown} lies outside the years that an instant can have") from None

    def _stated_instant(self) -> datetime:
        if isinstance(self.value, datetime):
            return self.value
        if not isinstance(self.value, str) or not _INSTANT.fullmatch(self.value):
            raise self.error(f"it is an instant such as '2026-11-25T17:00:00Z', not {self.shown}")
        try:
            return datetime.fromisoformat(self.value.replace(" Z", "Z").replace(" +", "+").replace(" -", "-"))
        except ValueError:
            raise self.error(f"there is no instant {self.value}") from None

    def items(self) -> list[Payload]:
        """The values of a list, each with its place."""
        if not isinstance(self.value, list):
            raise self.error(f"it is a list, not {self.shown}")
        return [Payload(each, (*self.path, place)) for place, each in enumerate(self.value)]

    def record(self) -> Record:
        """An object, of which every key is read or accounted for."""
        if not isinstance(self.value, dict):
            raise self.error(f"it is an object, not {self.shown}")
        return Record(self.value, self.path)


class Record:
    """An object of a payload. What is asked of it counts as read, and `leave` accounts for the rest."""

    def __init__(self, values: Mapping[str, Any], path: KeyPath) -> None:
        self.values = values
        self.path = path
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return self.values.get(key) is not None

    def get(self, key: str) -> Payload | None:
        """What stands under a key; nothing where nothing does, or null."""
        self._asked.add(key)
        value = self.values.get(key)
        return None if value is None else Payload(value, (*self.path, key))

    def need(self, key: str) -> Payload:
        """What stands under a key that must be there."""
        found = self.get(key)
        if found is None:
            beside = did_you_mean(key, self.values, "there are") if self.values else "nothing stands here"
            raise self.error(f"key {key!r} is null" if key in self.values else f"key {key!r} is missing; {beside}")
        return found

    def text_of(self, key: str, otherwise: str = "") -> str:
        """A name under a key; what is said otherwise where nothing stands."""
        found = self.get(key)
        return found.text() if found else otherwise

    def id_of(self, key: str) -> str:
        """What a product calls something, under a key; blank where nothing stands."""
        found = self.get(key)
        return found.id() if found else ""

    def flag_of(self, key: str, otherwise: bool = False) -> bool:
        """True or false under a key; what holds otherwise where nothing stands."""
        found = self.get(key)
        return found.flag() if found else otherwise

    def instant_of(self, key: str, timezone: str | None = None) -> datetime | None:
        """An instant under a key, as `Payload.instant` reads it; nothing where nothing stands."""
        found = self.get(key)
        return found.instant(timezone) if found else None

    def error(self, message: str) -> PayloadError:
        """What is wrong with it, to be raised."""
        return Payload(self.values, self.path).error(message)

    def leave(self, account: Account, without_meaning: Collection[str], about: KeyPath = ()) -> None:
        """Account for the keys that nobody asked for: those without a meaning for answers, and losses.

        Args:
            account: Where losses are noted.
            without_meaning: Keys that change no answer, such as addresses and when a record was made.
            about: The key of the policy that this record is about.

        Raises:
            PayloadError: One of them is a letter off a key that was asked for and is not there.
        """
        for key, value in self.values.items():
            if key in self._asked or key in without_meaning or value in (None, [], {}):
                continue
            self._refuse_misspelt_key(key)
            what = f"key {shortened(key, LONGEST_NAME)!r} is not known"
            account.lose((*self.path, key), what, "it was left out; what it may mean is in no answer", about)

    def refuse_misspelt(self) -> None:
        """Refuse keys that are nearly ones that were asked for, where all others have no meaning.

        Raises:
            PayloadError: One of them is a letter off a key that was asked for and is not there.
        """
        for key in self.values:
            if key not in self._asked:
                self._refuse_misspelt_key(key)

    def _refuse_misspelt_key(self, key: str) -> None:
        """Refuse a key a letter off one that was asked for and is not there: what is left out then has a default."""
        missing = sorted(self._asked - self.values.keys())
        alike = [meant for meant in missing if _letters_of(meant) == _letters_of(key)]
        close = [meant for meant in missing if abs(len(meant) - len(key)) < 2]
        if near := alike or (nearest(key, close, cutoff=_NEAR) if close else []):
            raise self.error(f"key {shortened(key, LONGEST_NAME)!r} is not known; did you mean {near[0]!r}?")


def _letters_of(key: str) -> str:
    """A key without what tells spellings apart: `open_time`, `OpenTime` and `openTime` are one."""
    return "".join(filter(str.isalnum, key)).casefold()


def taken(given: object, name: str, limits: Limits = OF_A_PAYLOAD) -> Payload:
    """What a caller holds, as plain data of bounded size and depth.

    Args:
        given: Parsed JSON, client objects with `to_dict()` or `raw`, or something that yields these.
        name: What it is called in errors.
        limits: How many values of it are read, and how deep.

    Raises:
        PayloadError: It holds something that is no JSON, or more than the limits allow.

    Rules: R19, R21.
    """
    plain = _Plain(limits)
    if not isinstance(given, (Mapping, list, tuple, str, bytes)) and isinstance(given, Iterable) and not _held(given):
        given = list(islice(given, limits.values + 1))
    return Payload(plain.value(given, (name,), 0), (name,))


def _held(given: object) -> bool:
    """Whether it is a client's object that holds a record."""
    return callable(getattr(given, "to_dict", None)) or isinstance(getattr(given, "raw", None), Mapping)


class _Plain:
    """Makes plain data of what clients return, and counts it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.count = 0

    def value(self, given: Any, path: KeyPath, depth: int) -> Any:
        self.count += 1
        if self.count > self.limits.values:
            raise self._error(
                path, f"there are more than {self.limits.values:,} values; give it in pieces, or pass limits="
            )
        if depth > self.limits.depth:
            raise self._error(path[: self.limits.depth], f"it is nested more than {self.limits.depth} deep")
        match given:
            case None | bool():
                return given
            case str():
                return self._text(given, path)
            case Integral() | Real():
                return self._number(given, path)
            case Mapping():
                return self._object(given, path, depth)
            case list() | tuple():
                return [self.value(each, (*path, place), depth + 1) for place, each in enumerate(given)]
            case date() if given == given:
                return given
        if callable(to_dict := getattr(given, "to_dict", None)):
            return self.value(to_dict(), path, depth + 1)
        if isinstance(raw := getattr(given, "raw", None), Mapping):
            return self.value(raw, path, depth + 1)
        raise self._error(
            path, f"{type(given).__name__} is no value of JSON; pass what the JSON says, and null for nothing"
        )

    def _object(self, given: Mapping[Any, Any], path: KeyPath, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, each in given.items():
            name = str(key) if isinstance(key, int) and not isinstance(key, bool) else key
            if not isinstance(name, str):
                raise self._error(path, f"keys are text, not {type(key).__name__}")
            if name in found:
                raise self._error(path, f"key {name!r} stands here twice, once as a number; keep one of them")
            found[self._text(name, path)] = self.value(each, (*path, name), depth + 1)
        return found

    def _text(self, given: str, path: KeyPath) -> str:
        if not given.isascii() and _HALVES.search(given):
            raise self._error(path, "it holds half a character (a lone surrogate); write it whole")
        return str(given)

    def _number(self, given: Any, path: KeyPath) -> int | float:
        if not -LARGEST_NUMBER <= given <= LARGEST_NUMBER:
            raise self._error(path, "it is no number, or one past 10^18; pass null where nothing is known")
        return int(given) if isinstance(given, Integral) else float(given)

    def _error(self, path: KeyPath, message: str) -> PayloadError:
        return PayloadError(key_path(path), message)
