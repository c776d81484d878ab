"""A policy file's text as plain data, safely, with the line and column of every key.

What reads a format is loaded when a file has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

from slaclock.errors import PolicyFileError, Problem
from slaclock.inputs import why_not_read
from slaclock.keeping import cached_property
from slaclock.limits import DEEPEST, OF_A_POLICY, Limits
from slaclock.patterns import pattern
from slaclock.policy.name_groups import names_in

Format = Literal["yaml", "toml", "json"]
KeyPath = tuple[str | int, ...]

LARGEST_NUMBER = 10**18
"""The largest whole number, in either direction."""

_FORMATS: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".json": "json"}


class Place(NamedTuple):
    """Where something stands in a text, counted from one."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """A policy file that was read: its data, and where each key of it stands."""

    name: str
    """The file's name, for errors."""
    data: dict[str, Any]
    places: Mapping[KeyPath, Place] = field(default_factory=dict)
    content: bytes = b""
    """The bytes of the file of which it was made, where it was one."""

    def located(self, path: KeyPath) -> tuple[KeyPath, str]:
        """The part of a path that stands in the file, and where: `policy.yaml:12:5`."""
        here: KeyPath = ()
        for step in path:
            # A model may hold what the file leaves unsaid: such steps are not in the file.
            here = self._stated.get((*here, step), here)
        place = self.places.get(here)
        return (here or path), f"{self.name}:{place.line}:{place.column}" if here and place else self.name

    @cached_property
    def _stated(self) -> Mapping[KeyPath, KeyPath]:
        """The path under which each key stands, also for one of several names in a key: `P1, P2`."""
        grouped = ((path, path[-1]) for path in self.places if isinstance(path[-1], str) and "," in path[-1])
        each = {(*path[:-1], name): path for path, key in grouped for name in names_in(key)}
        return each | {path: path for path in self.places}


def read_file(path: str | Path, limits: Limits = OF_A_POLICY) -> Source:
    """Read a policy file; its ending says whether it is YAML, TOML or JSON.

    Args:
        path: The file.
        limits: How much of it is read.

    Raises:
        PolicyFileError: It cannot be used; the message names line and key.
        OSError: It cannot be opened.
    """
    path = Path(path)
    if path.suffix.lower() not in _FORMATS:
        _refuse(str(path), f"the ending {path.suffix!r} does not say how to read it; use .yaml, .toml or .json")
    if reason := why_not_read(path):
        _refuse(str(path), reason)
    if path.stat().st_size > limits.size:
        _refuse(str(path), f"it has {path.stat().st_size:,} bytes; a policy file has at most {limits.size:,}")
    content = path.read_bytes()
    try:
        text = TextIOWrapper(BytesIO(content), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        _refuse(str(path), f"it is not UTF-8 text: {error.reason} at byte {error.start}")
    return replace(read_text(text, _FORMATS[path.suffix.lower()], str(path), limits), content=content)


def read_text(text: str, format: Format, name: str = "policy", limits: Limits = OF_A_POLICY) -> Source:
    """Read the text of a policy file.

    Args:
        text: The whole of it.
        format: What it is written in.
        name: What errors call it.
        limits: How much of it is read.

    Raises:
        PolicyFileError: It cannot be used; the message names line and key.
    """
    if len(text) > limits.size:
        _refuse(name, f"it has {len(text):,} characters; a policy file has at most {limits.size:,}")
    reader = {"yaml": _read_yaml, "toml": _read_toml, "json": _read_json}[format]
    try:
        data, found = reader(text, name, limits)
        plain = _Plain(name, limits).value(data, 0)
        # Only now: to look at every place of a file that aliases make huge would take for ever.
        places = dict(found)
    except ValueError as error:
        if isinstance(error, PolicyFileError):
            raise
        _refuse_many_digits(name, text)
        _refuse(name, f"it cannot be read: {error}")
    except RecursionError:
        _refuse(name, f"it is nested more than {limits.depth} deep")
    if not isinstance(plain, dict):
        _refuse(name, f"a policy is a mapping of keys such as `name` and `plans`, not {plain!r:.60}")
    return Source(name, plain, places)


def _refuse(name: str, message: str, place: Place | None = None, path: KeyPath = ()) -> NoReturn:
    where = f"{name}:{place.line}:{place.column}" if place else name
    raise PolicyFileError("policy file", [Problem(path, message)], [where]) from None


def _refuse_many_digits(name: str, text: str) -> None:
    """Python gives up numbers of thousands of digits in words of its own."""
    if _MANY_DIGITS.search(text):
        _refuse(name, _TOO_LARGE)


class _Plain:
    """Makes plain data of what a reader returned, and counts it: aliases can make a small file huge."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.count = 0

    def value(self, given: Any, depth: int) -> Any:
        self.count += 1
        if self.count > self.limits.values:
            _refuse(self.name, f"it holds more than {self.limits.values:,} values, aliases counted each time")
        if depth > self.limits.depth:
            _refuse(self.name, f"it is nested more than {self.limits.depth} deep")
        if tag := getattr(getattr(given, "tag", None), "value", None):
            _refuse(self.name, f"the tag {tag!r} is not read; a policy holds plain text, numbers, lists and mappings")
        match given:
            case Mapping():
                names = [self._key(key) for key in given]
                if len(set(names)) < len(names):
                    twice = next(name for name, count in Counter(names).items() if count > 1)
                    _refuse(self.name, f"key {twice!r} is given twice, once as text; keep one of them")
                return {name: self.value(each, depth + 1) for name, each in zip(names, given.values(), strict=True)}
            case list() | tuple():
                return [self.value(each, depth + 1) for each in given]
            case bool():
                return bool(given)
            case int():
                return self._number(given)
            case float():
                return float(given)
            case str():
                return self._text(given)
            case datetime() | date() | time():
                return given.isoformat()
            case None:
                return None
        _refuse(self.name, f"{type(given).__name__} values are not used in a policy: {given!r:.60}")

    def _key(self, key: Any) -> str:
        if isinstance(key, Mapping) or any(isinstance(each, (Mapping, list, tuple)) for each in _each(key)):
            _refuse(self.name, f"a key is plain text, or a list of names, not the list or mapping {str(key)!r:.60}")
        names = (_key(self._number(each) if isinstance(each, int) else each) for each in _each(key))
        return self._text(", ".join(names))

    def _number(self, given: int) -> int:
        # Python writes no number of thousands of digits, not even in an error.
        if abs(given) > LARGEST_NUMBER:
            _refuse(self.name, _TOO_LARGE)
        return given if isinstance(given, bool) else int(given)

    def _text(self, given: str) -> str:
        if not given.isascii() and _SURROGATE.search(given):
            _refuse(self.name, f"{given!r:.60} holds half a character (a lone surrogate); write it whole")
        return str(given)


_SURROGATE = pattern("[\ud800-\udfff]")
_MANY_DIGITS = pattern(r"\d[\d_]{4000}")
_TOO_LARGE = "a whole number in it is larger than 10^18, in either direction; write a smaller one"


def _key(key: Any) -> str:
    """A key as text; a list of names is them with commas between."""
    return ", ".join(each.isoformat() if isinstance(each, date) else str(each) for each in _each(key))


def _each(key: Any) -> Sequence[Any]:
    return key if isinstance(key, (list, tuple)) else (key,)


# YAML


def _read_yaml(text: str, name: str, limits: Limits) -> tuple[Any, Iterator[tuple[KeyPath, Place]]]:
    if (data := _json_in(text)) is not None:
        return data, _json_places_once(text, name)
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError
    except ImportError:
        _refuse(
            name, "reading YAML needs an extra; run pip install 'slaclock[yaml]', or write the policy as TOML or JSON"
        )
    yaml = YAML(typ="rt", pure=True)
    yaml.max_depth = limits.depth
    yaml.Composer = _composer(name, limits.values)
    try:
        data = yaml.load(text)
    except MarkedYAMLError as error:
        if "maximum depth" in str(error.problem):
            _refuse(name, f"it is nested more than {limits.depth} deep")
        mark = error.problem_mark or error.context_mark
        _refuse(name, _yaml_message(error), Place(mark.line + 1, mark.column + 1) if mark else None)
    except (PolicyFileError, RecursionError, MemoryError):
        raise
    except Exception as error:  # What it raises for values such as `!!int ""` is not its own.
        _refuse_many_digits(name, text)
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        _refuse(name, f"this cannot be read as YAML: {reason:.200}; write plain text, numbers, lists and mappings")
    return data, _yaml_places(data, ())


def _composer(name: str, most: int) -> Any:
    """What makes nodes of YAML, no more of them than a policy can have as keys and values."""
    from ruamel.yaml.composer import Composer

    class Counting(Composer):
        nodes = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.nodes += 1
            if self.nodes > 2 * most:
                _refuse(name, f"it holds more than {most:,} values")
            return super().compose_node(parent, index)

    return Counting


def _yaml_message(error: Any) -> str:
    problem = str(error.problem or error.context).splitlines()[0]
    found = re.match(r"found duplicate key \"?(.*?)\"? with value", problem)
    return f"key {found[1]!r} is given twice; keep one of them" if found else f"this is not YAML: {problem}"


def _yaml_places(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Place]]:
    if not isinstance(data, (dict, list)):
        return
    marks = getattr(getattr(data, "lc", None), "data", None) or {}
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        here: KeyPath = (*path, key if isinstance(data, list) else _key(key))
        if mark := marks.get(key):
            yield here, Place(mark[0] + 1, mark[1] + 1)
        yield from _yaml_places(value, here)


# TOML


def _read_toml(text: str, name: str, limits: Limits) -> tuple[Any, Iterator[tuple[KeyPath, Place]]]:
    import tomllib

    if _toml_deeper_than(limits.depth).search(text):
        # What reads TOML looks at every part of such a key once for each of them.
        _refuse(name, f"it is nested more than {limits.depth} deep")
    try:
        return tomllib.loads(text), _toml_places(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(int(found[1]), int(found[2])) if found else None
        _refuse(name, f"this is not TOML: {str(error).partition(' (at ')[0].lower()}", place)


_TOML_HEADER = pattern(r"\s*+\[\[?\s*+([^\]\s][^\]]*+)\]\]?")
# Nothing is tried twice: a run of letters begins where no letter stands before it, and gives none back.
_STEP = r"(?:(?<![\w-])[\w-]++|\"[^\"]*+\"|'[^']*+')"
_TOML_KEY = pattern(rf"({_STEP}(?:\s*+\.\s*+{_STEP}){{0,{DEEPEST}}}+)\s*+=")
_TOML_STEP = pattern(_STEP)


@lru_cache(maxsize=16)
def _toml_deeper_than(depth: int) -> re.Pattern[str]:
    return re.compile(rf"(?m)(?:^|[{{,\[])[ \t]*+(?:{_STEP}[ \t]*+\.[ \t]*+){{{depth}}}")


def _toml_places(text: str) -> Iterator[tuple[KeyPath, Place]]:
    """Tables, their keys, and the keys of inline tables."""
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TOML_HEADER.match(line):
            table = _toml_steps(header[1])
            yield from _toml_prefixes((), table, Place(number, header.start(1) + 1))
        elif key := _TOML_KEY.match(line, len(line) - len(line.lstrip())):
            path = (*table, *_toml_steps(key[1]))
            yield from _toml_prefixes(table, path, Place(number, key.start(1) + 1))
            for inner in _TOML_KEY.finditer(re.sub(r"[{,]", " ", line), key.end()):
                yield (*path, *_toml_steps(inner[1])), Place(number, inner.start(1) + 1)


def _toml_steps(written: str) -> KeyPath:
    return tuple(step.strip("\"'") for step in _TOML_STEP.findall(written))


def _toml_prefixes(table: KeyPath, path: KeyPath, place: Place) -> Iterator[tuple[KeyPath, Place]]:
    return ((path[:length], place) for length in range(len(table) + 1 if table else 1, len(path) + 1))


# JSON


def _read_json(text: str, name: str, limits: Limits) -> tuple[Any, Iterator[tuple[KeyPath, Place]]]:
    import json

    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        _refuse(name, f"this is not JSON: {error.msg.lower()}", Place(error.lineno, error.colno))
    return data, _json_places_once(text, name)


def _json_in(text: str) -> Any:
    """What a text of JSON holds, which is YAML, too, and sooner read; `None` where it is any other YAML."""
    import json

    if not text.startswith("{"):
        return None
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(written: str) -> NoReturn:
    """`NaN` and `Infinity` are words in YAML, and nothing in JSON."""
    raise ValueError(written)


def _json_places_once(text: str, name: str) -> Iterator[tuple[KeyPath, Place]]:
    seen: set[KeyPath] = set()
    for path, place in _json_places(text):
        if path in seen:
            _refuse(name, f"key {path[-1]!r} is given twice; keep one of them", place, path)
        seen.add(path)
        yield path, place


class _Lines:
    """The lines of a text, in which places are found by bisection."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, at: int) -> Place:
        """Where the character of that number stands."""
        line = bisect_right(self._starts, at)
        return Place(line, at - self._starts[line - 1] + 1)


_JSON_TOKEN = pattern(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def _json_places(text: str) -> Iterator[tuple[KeyPath, Place]]:
    """Where each key and list item of valid JSON stands."""
    import json

    place = _Lines(text).place
    path: list[str | int] = []
    kinds: list[str] = []
    last, at = "", 0
    for token in _JSON_TOKEN.finditer(text):
        sign = token[0]
        if kinds and kinds[-1] == "[" and sign != "]" and last in "[,":
            path[-1] = int(path[-1]) + 1
            yield tuple(path), place(token.start())
        if sign in "{[":
            kinds.append(sign)
            path.append("" if sign == "{" else -1)
        elif sign in "}]":
            kinds.pop()
            path.pop()
        elif sign == ":":
            path[-1] = json.loads(last)
            yield tuple(path), place(at)
        last, at = sign, token.start()
