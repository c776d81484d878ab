"""What pydantic found wrong in a declaration, in sentences with the place of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from slaclock.errors import DeclarationError, Problem, did_you_mean

MOST_PROBLEMS = 500
"""How many problems are told at once: each looks for what was meant."""

_BRANCHES: set[str | int] = set()


def branch(name: str) -> Tag:
    """The tag of one form that a value may take; errors do not show it, for no key has that name."""
    _BRANCHES.add(name)
    return Tag(name)


def refusal(model: type, error: ValidationError) -> DeclarationError:
    """The error to raise in place of pydantic's."""
    details = error.errors(include_url=False)
    found = [problem for detail in details[:MOST_PROBLEMS] for problem in _problems_of(detail, model)]
    if len(details) > MOST_PROBLEMS:
        found.append(Problem((), f"and {len(details) - MOST_PROBLEMS:,} more problems; mend these first"))
    return DeclarationError(model.__name__, found)


def _problems_of(detail: ErrorDetails, model: type) -> Iterator[Problem]:
    path = tuple(step for step in detail["loc"] if not _is_branch_name(step))
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, DeclarationError):
        yield from (Problem(path + inner.path, inner.message) for inner in cause.problems)
    elif detail["type"] == "missing":
        yield Problem(path[:-1], f"key {path[-1]!r} is missing")
    else:
        yield Problem(path, str(cause) if cause else _sentence(detail, model))


def _is_branch_name(step: str | int) -> bool:
    """Whether this step only says which form of a value was tried, e.g. `(weekly)`."""
    return step in _BRANCHES


def _sentence(detail: ErrorDetails, model: type) -> str:
    if detail["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        *place, key = detail["loc"]
        known = [name.rstrip("_") for found in _models_at(place, model) for name in found.model_fields]
        return f"unknown key; {did_you_mean(str(key), known)}" if known else "unknown key"
    if detail["type"] == "string_unicode":
        return f"{detail['input']!r:.60} holds half a character (a lone surrogate); write it whole"
    if detail["type"] == "too_long":
        return f"it has more than {detail.get('ctx', {})['max_length']:,}, and no more are read; state fewer"
    message = detail["msg"]
    return f"{message[:1].lower()}{message[1:]}, not {detail['input']!r:.200}"


def _models_at(place: Sequence[str | int], kind: Any) -> Iterator[type[BaseModel]]:
    """The models whose keys stand at a place in what is declared to be of a kind."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _models_in_field(place, kind) if place else [kind]
    elif get_origin(kind) is Annotated:
        tags = [each.tag for each in get_args(kind) if isinstance(each, Tag)]
        if tags == list(place[: len(tags)]):
            yield from _models_at(place[len(tags) :], get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        yield from (found for each in get_args(kind) for found in _models_at(place, each))
    elif place:  # The number or the key of one of several.
        yield from (found for each in get_args(kind) for found in _models_at(place[1:], each))


def _models_in_field(place: Sequence[str | int], model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    model.model_rebuild()  # Until then a model that is declared further down is known by its name alone.
    field = model.model_fields.get(str(place[0]))
    return _models_at(place[1:], field.annotation) if field else iter(())
