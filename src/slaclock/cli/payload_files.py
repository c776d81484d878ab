"""What other products answer, as it stands in files: parsed JSON, JSON lines, or the text of what is no JSON (R19)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slaclock.cli.streams import named, read_text, refuse_reading_twice


def answers_in(files: Sequence[Path]) -> dict[str, Any]:
    """What each file holds, by what messages call it.

    Raises:
        PayloadError: One of them begins as JSON does, and is none.
        ChoiceError: Standard input is named twice.
    """
    refuse_reading_twice(*files)
    return {named(file): _parsed(read_text(file), named(file)) for file in files}


def _parsed(text: str, name: str) -> Any:
    """The JSON of a file, read strictly; text that begins with no bracket stays as it is."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    lines = text.split("\n")
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    # Nothing in one piece has an object at the beginning of a line behind one that ends there.
    if [line[0] for _, line in filled[:2]] == ["{", "{"] and filled[0][1].rstrip().endswith("}"):
        return [_read(line, f"{name}:{number}") for number, line in filled]
    return _read(text, name)


def _read(text: str, name: str) -> Any:
    from slaclock.errors import PayloadError
    from slaclock.limits import OF_A_PAYLOAD
    from slaclock.strict_json import read_object

    # A list stands in an object for whoever reads objects alone.
    is_list = text.lstrip().startswith("[")
    try:
        found = read_object(f'{{"list":{text}}}' if is_list else text, limits=OF_A_PAYLOAD)
    except json.JSONDecodeError as error:
        raise PayloadError(name, f"this is not JSON: {error.msg.lower()} on line {error.lineno}") from None
    except ValueError as error:
        raise PayloadError(name, str(error)) from None
    return found["list"] if is_list else found
