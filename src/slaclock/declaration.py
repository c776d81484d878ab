"""What all declared things share: frozen pydantic models whose errors read as sentences."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar, Generic, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, Tag, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from slaclock.errors import DeclarationError, Problem, did_you_mean

T = TypeVar("T")
JsonSchema = dict[str, Any]


_BRANCHES: set[str | int] = set()


def branch(name: str) -> Tag:
    """The tag of one form that a value may take; errors do not show it, for no key has that name."""
    _BRANCHES.add(name)
    return Tag(name)


class Declaration(BaseModel):
    """Something a person states once: immutable, equal by value, hashable, with no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    _short_forms: ClassVar[tuple[JsonSchema, ...]] = ()
    """JSON Schemas of what may be written instead of all the keys."""
    _examples: ClassVar[Mapping[str, tuple[object, ...]]] = {}
    """Values of fields whose types do not show any, for editors."""
    _other_keys_go_to: ClassVar[str | None] = None
    """The mapping that takes the keys which are no fields."""

    def __init__(self, /, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except ValidationError as error:
            raise DeclarationError(type(self).__name__, problems_in(error, type(self))) from None

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Make one of plain data, such as what `model_dump` returns.

        Raises:
            DeclarationError: Something in it is not understood.
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise DeclarationError(cls.__name__, problems_in(error, cls)) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Make one of JSON, such as what `model_dump_json` returns.

        Raises:
            DeclarationError: Something in it is not understood.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise DeclarationError(cls.__name__, problems_in(error, cls)) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return this declaration with some fields changed, checked like a new one."""
        stated = {name: self.__dict__[name] for name in self.__pydantic_fields__ if name in self.model_fields_set}
        return type(self)(**(stated | dict(update or {})))

    def __hash__(self) -> int:
        stated = self.__dict__
        return hash((type(self), *[stated[name] for name in self.__pydantic_fields__]))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        reference = handler(schema)
        written = handler.resolve_ref_schema(reference)
        for name, text in _attribute_docstrings(cls).items():
            written["properties"].get(name, {})["description"] = text
        for base in reversed(cls.__mro__):
            for name, values in vars(base).get("_examples", {}).items():
                written["properties"][name]["examples"] = list(values)
        if cls._other_keys_go_to:
            written["additionalProperties"] = written["properties"][cls._other_keys_go_to]["additionalProperties"]
        if cls._short_forms:
            whole = dict(written)
            written.clear()
            written |= {"description": whole.pop("description"), "anyOf": [*cls._short_forms, whole]}
        return reference

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self

    def __getstate__(self) -> dict[Any, Any]:
        # What was computed from the fields is computed again where it is needed.
        return super().__getstate__() | {"__dict__": {name: self.__dict__[name] for name in self.__pydantic_fields__}}


@cache
def _attribute_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """The texts below a model's attributes; read from its source when a schema asks, so that importing stays quick."""
    inherited = [base for base in model.__bases__ if base is not Declaration and issubclass(base, Declaration)]
    found = {name: text for base in inherited for name, text in _attribute_docstrings(base).items()}
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(definition, ast.ClassDef)
    for statement, below in pairwise(definition.body):
        match statement, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
    return found


def problems_in(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Everything a validation found wrong, in sentences, with the place of each."""
    return [problem for detail in error.errors() for problem in _problems_of(detail, model)]


def _problems_of(detail: ErrorDetails, model: type[BaseModel]) -> Iterator[Problem]:
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


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        return f"unknown key; {did_you_mean(key, model.model_fields)}"
    message = detail["msg"]
    return f"{message[:1].lower()}{message[1:]}, not {detail['input']!r}"


class FrozenMapping(Mapping[str, T], Generic[T]):
    """A mapping that cannot change, so that what holds it can be hashed and shared."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, T] | None = None) -> None:
        self._entries = dict(entries or {})

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(frozenset(self._entries.items()))

    def __repr__(self) -> str:
        return f"FrozenMapping({self._entries!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        entries = core_schema.dict_schema(core_schema.str_schema(), handler.generate_schema(get_args(source)[0]))
        return core_schema.no_info_before_validator_function(
            lambda given: dict(given) if isinstance(given, Mapping) else given,
            core_schema.no_info_after_validator_function(cls, entries),
            serialization=core_schema.wrap_serializer_function_ser_schema(
                lambda mapping, serialize: serialize(dict(mapping)), schema=entries
            ),
        )
