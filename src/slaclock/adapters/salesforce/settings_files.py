"""Settings of Salesforce in XML as plain data: no document types, no entities, bounded in size and depth (R19, R21)."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits


def read_settings(text: str, name: str, limits: Limits = OF_A_PAYLOAD) -> dict[str, list[Any]]:
    """What stands in the outermost element: for each name of an element all of that name, as text or as the same again.

    Args:
        text: The text of a file.
        name: What it is called in errors.
        limits: How much of it is read.

    Raises:
        PayloadError: It is no XML, declares a document type or entities, or is more than the limits allow.

    Examples:
        >>> read_settings("<a><b><c>1</c></b><b><c>2</c><d/></b></a>", "a.xml")
        {'b': [{'c': ['1']}, {'c': ['2'], 'd': [None]}]}

    Rules: R19, R21.
    """
    if len(text) > limits.size:
        raise PayloadError(name, f"it has {len(text):,} characters, and at most {limits.size:,} are read")
    reader = _Reader(name, limits)
    # What the text says of its own encoding no longer holds: it was decoded before.
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.says
    try:
        parser.Parse(text.encode("utf-8"), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise PayloadError(name, f"it is not XML: {error}") from None
    return reader.found


class _Reader:
    """Takes what the parser finds, element by element."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.found: dict[str, list[Any]] = {}
        self.open: list[tuple[dict[str, list[Any]], list[str]]] = []
        self.count = 0

    def refuse(self, *_: object) -> None:
        raise PayloadError(self.name, "it declares a document type, which settings have no need of; take that out")

    def begin(self, _: str, __: dict[str, str]) -> None:
        self.count += 1
        if self.count > self.limits.values:
            raise PayloadError(self.name, f"there are more than {self.limits.values:,} elements; give it in pieces")
        if len(self.open) >= self.limits.depth:
            raise PayloadError(self.name, f"it is nested more than {self.limits.depth} deep")
        self.open.append(({}, []))

    def end(self, tag: str) -> None:
        inner, text = self.open.pop()
        if not self.open:
            self.found = inner
            return
        said = "".join(text).strip()
        self.open[-1][0].setdefault(tag.rpartition(":")[2], []).append(inner or said or None)

    def says(self, text: str) -> None:
        self.open[-1][1].append(text)
