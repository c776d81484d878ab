"""Texts of iCalendar as components of properties, each with its place: what a line is, and how much is read (R21).

Values are left as they are written. What one means is the matter of the rooms above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from slaclock.adapters.losses import KeyPath
from slaclock.errors import PayloadError, key_path
from slaclock.patterns import pattern
from slaclock.safe import shortened

MOST_CHARACTERS = 500_000
"""Characters of a text."""
MOST_COMPONENTS = 4_000
"""Components in it, those inside others included."""
DEEPEST = 5
"""How many components stand in one another."""
LONGEST_NAME = 200
"""Characters of a name; more are cut."""

_FOLD = pattern(r"\r?\n[ \t]")
_LINE = pattern(r"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*):(.*)")
_PARAMETER = pattern(r";([A-Za-z0-9-]+)=((?:\"[^\"]*\"|[^\";])*)")
_ESCAPED = pattern(r"\\([nN,;\\])")
_HALVES = pattern("[\ud800-\udfff]")
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Property:
    """One line: its value as it is written, and what is said of it."""

    value: str
    parameters: Mapping[str, str]
    path: KeyPath

    def error(self, message: str) -> PayloadError:
        """What is wrong with it, to be raised."""
        return PayloadError(key_path(self.path), message)

    @property
    def shown(self) -> str:
        """The value as an error shows it."""
        return repr(shortened(self.value, _SHOWN))

    @property
    def text(self) -> str:
        """The value as text, with line ends."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    kind: str
    path: KeyPath
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Its own lines, unfolded, without those of its parts."""

    def get(self, name: str) -> Property | None:
        """A property that stands once, if it is there.

        Raises:
            PayloadError: It stands several times.
        """
        found = self.properties.get(name, [])
        if len(found) > 1:
            raise found[1].error(f"{name} stands here twice; leave one of them out")
        return found[0] if found else None

    def all(self, name: str) -> list[Property]:
        """A property that may stand several times."""
        return self.properties.get(name, [])

    def error(self, message: str) -> PayloadError:
        """What is wrong with it, to be raised."""
        return PayloadError(key_path(self.path), message)

    @property
    def name(self) -> str:
        """What it is called, on one line; blank where it is not."""
        found = self.all("SUMMARY")
        return " ".join(found[0].text.split())[:LONGEST_NAME] if found else ""

    def of_kind(self, kind: str) -> list[Component]:
        """Its parts of one kind."""
        return [part for part in self.parts if part.kind == kind]

    def line_by_line(self) -> Iterator[str]:
        """It as text again, with its parts."""
        yield f"BEGIN:{self.kind}"
        yield from self.lines
        for part in self.parts:
            yield from part.line_by_line()
        yield f"END:{self.kind}"


def calendar_of(text: object, path: KeyPath = ()) -> Component:
    """The calendar that a text holds; several one after another count as one.

    Args:
        text: The text of a file of iCalendar.
        path: What it is called in errors.

    Raises:
        PayloadError: It is no such text, or larger than what is read.

    Rules: R19, R21.
    """
    whole = Component("VCALENDAR", path)
    calendars = [part for part in _components(_checked(text, path), path) if part.kind == "VCALENDAR"]
    if not calendars:
        raise PayloadError(key_path(path), "this is no iCalendar; give the text of a file that has BEGIN:VCALENDAR")
    for part in calendars:
        whole.parts += part.parts
        whole.lines += part.lines
        for name, found in part.properties.items():
            whole.properties.setdefault(name, found)
    return whole


def _checked(text: object, path: KeyPath) -> str:
    place = key_path(path)
    if not isinstance(text, str):
        what = f"a calendar is text, not {type(text).__name__}; read the file first, e.g. Path('hours.ics').read_text()"
        raise PayloadError(place, what)
    if len(text) > MOST_CHARACTERS:
        raise PayloadError(place, f"at most {MOST_CHARACTERS:,} characters are read, not {len(text):,}; leave some out")
    if _HALVES.search(text):
        raise PayloadError(place, "it holds half a character (a lone surrogate); read the file as UTF-8")
    return text.removeprefix("\ufeff")


def _components(text: str, path: KeyPath) -> list[Component]:
    """The outermost components of a text."""
    outermost = Component("", path)
    open_ones = [outermost]
    counts: dict[str, int] = {}
    for number, line in enumerate(_lines(text), 1):
        if not line.strip():
            continue
        name, parameters, value = _taken_apart(line, number, path)
        inner = open_ones[-1]
        if name == "BEGIN":
            begun = _begun(value.strip().upper(), counts, path)
            inner.parts.append(begun)
            open_ones.append(begun)
            if len(open_ones) > DEEPEST + 1:
                raise begun.error(f"it is nested more than {DEEPEST} deep")
        elif name == "END":
            if inner.kind != value.strip().upper() or inner is outermost:
                raise PayloadError(key_path(path), f"line {number:,} ends {value[:50]!r}, which is not open there")
            open_ones.pop()
        else:
            inner.lines.append(line)
            inner.properties.setdefault(name, []).append(Property(value, parameters, (*inner.path, name)))
    if open_ones[-1] is not outermost:
        raise open_ones[-1].error("it has no END; the text is cut off")
    return outermost.parts


def _lines(text: str) -> list[str]:
    """The lines of a text, those that go on with a blank put together."""
    return _FOLD.sub("", text).replace("\r", "\n").split("\n")


def _begun(kind: str, counts: dict[str, int], path: KeyPath) -> Component:
    number = counts[kind] = counts.get(kind, -1) + 1
    if sum(counts.values()) + len(counts) > MOST_COMPONENTS:
        raise PayloadError(key_path(path), f"at most {MOST_COMPONENTS:,} components are read; leave some out")
    return Component(kind, (*path, kind[:50], number))


def _taken_apart(line: str, number: int, path: KeyPath) -> tuple[str, dict[str, str], str]:
    found = _LINE.fullmatch(line)
    if not found:
        raise PayloadError(
            key_path(path), f"line {number:,} is no property: {shortened(line, _SHOWN)!r}; write NAME:value"
        )
    parameters = {each[1].upper(): each[2].strip('"') for each in _PARAMETER.finditer(found[2])}
    return found[1].upper(), parameters, found[3]
