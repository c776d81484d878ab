"""The pages of reference that are made of the commands themselves; run as a program, it writes them.

`docs/reference/cli.md` is written by hand down to its first command. From there on it is made of the signatures of the
commands and of the shapes of what they print, and so are the JSON Schemas beside it.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from paths import ROOT
from typer.models import ArgumentInfo, OptionInfo

from slaclock.cli.app import COMMANDS, function_of
from slaclock.cli.exit_codes import EXIT_CODES
from slaclock.cli.json_shapes import ANSWERS, NAMES, schema_of
from slaclock.cli.parameters import INSTANT

FOLDER = ROOT / "docs" / "reference"
PAGE = FOLDER / "cli.md"
FIRST = "\n## Exit codes\n"
"""Where the part begins that is made."""


@cache
def files() -> dict[Path, str]:
    """Every file that is made, with what it should hold."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(FIRST)[0]
    written = {FOLDER / "schemas" / f"{name}.json": _in_json(schema_of(name)) for name in NAMES if name != "policy"}
    return {PAGE: f"{by_hand}{FIRST}\n{_exit_codes()}" + "".join(map(_command, COMMANDS)), **written}


def _in_json(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _exit_codes() -> str:
    return _table(("code", "means"), ((str(code), meaning) for code, meaning in EXIT_CODES.items()))


def _table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = (headings, ("---",) * len(headings), *rows)
    return "".join(
        "|" + "|".join(cell if set(cell) == {"-"} else f" {cell} " for cell in line) + "|\n" for line in lines
    )


def _command(name: str) -> str:
    room, example = COMMANDS[name]
    function = function_of(name, room)
    shape = _shape(name) if name in ANSWERS else ""
    said = inspect.getdoc(function)
    options = _table(("argument or option", "what it is"), _parameters(function))
    return f"\n## `slaclock {name}`\n\n{said}\n\n```sh\nslaclock {example}\n```\n\n{options}{shape}"


def _parameters(function: Any) -> Iterator[tuple[str, str]]:
    defaults = inspect.signature(function).parameters
    for name, annotation in get_type_hints(function, include_extras=True).items():
        if get_args(annotation):  # Neither what is returned nor typer's own has any.
            kind, info = get_args(annotation)
            yield _called(name, kind, info), _said(info, defaults[name].default)


def _called(name: str, kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    if isinstance(info, ArgumentInfo):
        return f"`{info.metavar}{'…' if get_origin(kind) is list else ''}`"
    option = option_of(name, info)
    choices = [choice for each in (kind, *get_args(kind)) if get_origin(each) is Literal for choice in get_args(each)]
    if choices:
        return f"`{option}` {' or '.join(f'`{choice}`' for choice in choices)}"
    others = "".join(f" or `{other}`" for other in info.param_decls or ())
    return f"`{option}`" if kind is bool else f"`{option} {info.metavar}`{others}"


def option_of(name: str, info: OptionInfo) -> str:
    """What is typed for an option: where it has a name of its own, typer keeps that as its default."""
    return info.default if isinstance(info.default, str) else f"--{name.replace('_', '-')}"


def _said(info: ArgumentInfo | OptionInfo, default: Any) -> str:
    said = str(info.help).replace(INSTANT, "").strip() or "An instant."
    if isinstance(info, OptionInfo) and default is inspect.Parameter.empty:
        return f"{said} Required."
    has_default = isinstance(default, (str, int)) and not isinstance(default, bool) and default != ""
    return f"{said} By default `{default}`." if has_default else said


# What is printed


def _shape(name: str) -> str:
    schema = schema_of(name)
    forms = [_followed(form, schema) for form in schema.get("anyOf", [schema])]
    keys = {key: value for form in reversed(forms) for key, value in form["properties"].items()}
    rows = ((f"`{key}`", _kind(value, schema), value.get("description", "")) for key, value in keys.items())
    table = _table(("key", "is", "what it is"), rows)
    lines = "a line for each file, " if name == "check" else ""
    return f"\nWith `--json`, {lines}an object ([JSON Schema](schemas/{name}.json)):\n\n{table}"


def _followed(value: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to."""
    return schema["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else value


_KINDS = {"date-time": "instant", "date": "date", "duration": "duration", "boolean": "true or false", "string": "text"}


def _kind(value: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if forms := value.get("anyOf"):
        return " or ".join(dict.fromkeys(_kind(form, schema) for form in forms))
    what = _followed(value, schema)
    if what["type"] == "array":
        return f"list of {_kind(what['items'], schema)}s" if "items" in what else "list"
    return _KINDS.get(what.get("format", what["type"]), what["type"])


def write() -> None:
    """Write every file that is made."""
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
