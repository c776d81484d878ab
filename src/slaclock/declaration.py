"""What all declared things share: frozen pydantic models whose errors read as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Self, TypeVar, cast, dataclass_transform, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic_core import CoreSchema, core_schema

from slaclock.declaration_errors import branch as branch, refusal
from slaclock.docstrings import field_docstrings, help_on, own_docstring, own_names
from slaclock.errors import nearest
from slaclock.keeping import cached_property

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)

LONGEST_TEXT = 1_000_000
"""Characters of any text in a declaration: as many as a policy file may have."""

F = TypeVar("F", bound=Callable[..., None])
T = TypeVar("T")
JsonSchema = dict[str, Any]


def signature(written: F) -> F:
    """Let a declaration be made as an `__init__` without a body is written: for type checkers, editors and `help`.

    What is given reaches the fields by name. The validators of a field read whatever its parameter takes.
    """
    by_place = written.__code__.co_varnames[1 : written.__code__.co_posonlyargcount]

    @wraps(written)
    def __init__(self: BaseModel, /, *given: Any, **fields: Any) -> None:  # noqa: N807 - it becomes the class's own.
        try:
            if given:
                BaseModel.__init__(self, *given[len(by_place) :], **dict(zip(by_place, given, strict=False)), **fields)
            else:
                BaseModel.__init__(self, **fields)
        except ValidationError as error:
            raise refusal(type(self), error) from None

    # So pydantic need not call it for what stands inside another declaration, whose errors belong to the outermost.
    vars(__init__)["__pydantic_base_init__"] = True
    return cast("F", __init__)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class _DeclarationType(ModelMetaclass):
    """What completion and `help` show of a declaration: its own, of all that pydantic gives."""

    if not TYPE_CHECKING:  # Type checkers read the source.

        def __dir__(self) -> list[str]:
            return own_names(self)

        @property
        def __doc__(self) -> str:
            return help_on(self)


class Declaration(BaseModel, metaclass=_DeclarationType):
    """Something a person states once: immutable, equal by value, hashable, with no unknown keys."""

    # Where a length is to be looked at, pydantic reads texts as Unicode, and refuses half a character (R19).
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        str_max_length=LONGEST_TEXT,
        ignored_types=(cached_property,),
    )

    _short_forms: ClassVar[tuple[JsonSchema, ...]] = ()
    """JSON Schemas of what may be written instead of all the keys."""
    _examples: ClassVar[Mapping[str, tuple[object, ...]]] = {}
    """Values of fields whose types do not show any, for editors."""
    _other_keys_go_to: ClassVar[str | None] = None
    """The mapping that takes the keys which are no fields."""

    @signature
    def __init__(self, /, **fields: Any) -> None:
        """Make one of what is stated by name.

        Raises:
            DeclarationError: Something in it is not understood.
        """

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Make one of plain data, such as what `model_dump` returns.

        Raises:
            DeclarationError: Something in it is not understood.
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise refusal(cls, error) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Make one of JSON, such as what `model_dump_json` returns.

        Raises:
            DeclarationError: Something in it is not understood.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise refusal(cls, error) from None

    @classmethod
    def _gathered(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """Move the keys that are no fields under the one that takes them."""
        assert cls._other_keys_go_to is not None
        known = list(cls.model_fields)
        for key in given:
            if key not in known and (near := nearest(key, known, cutoff=0.8)):
                raise ValueError(f"unknown key {key!r}; did you mean {near[0]!r}?")
        stated = {key: value for key, value in given.items() if key in known}
        others = {key: value for key, value in given.items() if key not in known}
        into = cls._other_keys_go_to
        return stated | {into: dict(stated.get(into) or {}) | others} if others else stated

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return this declaration with some fields changed, checked like a new one."""
        stated = {name: self.__dict__[name] for name in self.__pydantic_fields__ if name in self.model_fields_set}
        return type(self)(**(stated | dict(update or {})))

    def __hash__(self) -> int:
        stated = self.__dict__
        return hash((type(self), *[stated[name] for name in self.__pydantic_fields__]))

    def __dir__(self) -> list[str]:
        return own_names(type(self))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        reference = handler(schema)
        written = handler.resolve_ref_schema(reference)
        _leave_out_longest(written)
        written["description"] = own_docstring(cls)
        for name, text in field_docstrings(cls).items():
            written["properties"].get(name.rstrip("_"), {})["description"] = text
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


def _leave_out_longest(schema: Any) -> None:
    """Leave out of a schema that texts end somewhere, which is said of every one of them."""
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _leave_out_longest(part)
    if isinstance(schema, dict) and schema.get("maxLength") == LONGEST_TEXT:
        del schema["maxLength"]
    if isinstance(schema, dict) and schema.get("propertyNames") == {}:  # Its length was all that it said.
        del schema["propertyNames"]


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


def _names_in(given: object) -> object:
    return (given,) if isinstance(given, str) else given


NameList = Annotated[tuple[str, ...], BeforeValidator(_names_in, json_schema_input_type=str | list[str])]
"""One name or several."""


NOTHING: FrozenMapping[Any] = FrozenMapping()
"""What stands by name where nothing is stated."""
