"""What `help`, completion and schemas say of a declaration, in the words of its source.

Nothing here is read before somebody asks, so that importing stays quick.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

_OF_PYDANTIC = (
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_json_schema",
    "model_validate",
    "model_validate_json",
)
"""Of what pydantic gives every model, that which users of declarations need."""
_FROM_ARGS_ON = ("Args:", "Raises:", "Examples:", "Rules:")
"""What the sections of a docstring begin with, from that of the parameters on."""


def own_names(model: type[BaseModel]) -> list[str]:
    """The fields of a model and what its classes define, with the little of pydantic that users need."""
    defined = {name for base in _own_classes(model) for name in vars(base) if not name.startswith("_")}
    return sorted({*model.__pydantic_fields__, *defined.difference(vars(BaseModel)), *_OF_PYDANTIC})


def own_docstring(model: type) -> str:
    """The docstring of a model, or of the nearest class that has one."""
    stated = (vars(base).get("__doc__") for base in model.__mro__)
    return inspect.cleandoc(next(filter(None, stated), ""))


def help_on(model: type[BaseModel]) -> str:
    """The docstring of a model, with the meaning of every field that it does not explain itself."""
    parts = own_docstring(model).split("\n\n")
    place = next((number for number, part in enumerate(parts) if part.startswith(_FROM_ARGS_ON)), len(parts))
    explained = parts.pop(place) if parts[place:] and parts[place].startswith("Args:") else "Args:"
    meanings = field_docstrings(model).items()
    also = [_argument(name, text) for name, text in meanings if f"\n    {name}: " not in explained]
    if not also:
        return own_docstring(model)
    return "\n\n".join([*parts[:place], "\n".join([explained, *also]), *parts[place:]])


def _argument(name: str, text: str) -> str:
    return textwrap.fill(f"{name}: {text}", width=100, initial_indent=" " * 4, subsequent_indent=" " * 8)


def field_docstrings(declared: type) -> dict[str, str]:
    """The texts below the fields of a model or a dataclass, and of the classes that it inherits from."""
    found = {name: text for base in reversed(_own_classes(declared)) for name, text in _stated_in(base).items()}
    return {name: found[name] for name in field_names(declared) if name in found}


def field_names(declared: Any) -> list[str]:
    """The names of the fields of a model or a dataclass."""
    return (
        list(declared.__pydantic_fields__)
        if issubclass(declared, BaseModel)
        else [each.name for each in fields(declared)]
    )


def _own_classes(model: type) -> list[type]:
    return [base for base in model.__mro__ if not issubclass(BaseModel, base)]


@cache
def _stated_in(base: type) -> dict[str, str]:
    """The texts below what a class body annotates; none where its source is not at hand."""
    try:
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
    except (OSError, TypeError):
        return {}
    assert isinstance(definition, ast.ClassDef)
    found = {}
    for statement, below in pairwise(definition.body):
        match statement, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
    return found
