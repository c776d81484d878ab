"""Results as plain data: what every answer is in JSON, how it is read from there, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self, TypeVar, cast, get_type_hints

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, PydanticSerializationError, core_schema

from slaclock.declaration_errors import refusal
from slaclock.docstrings import field_docstrings, own_docstring
from slaclock.errors import SlaClockError
from slaclock.json_forms import duration_of, in_seconds, written_duration, written_instant

JsonSchema = dict[str, Any]
T = TypeVar("T")


class Follows(NamedTuple):
    """A key of plain data that follows from the fields."""

    of: Callable[[Any], Any]
    """What it is for a result."""
    kind: Any
    """What that is: text, a number, yes or no, an instant, or nothing."""
    says: str
    """What it means, for schemas."""


class PlainData:
    """What is plain data in JSON, in one way or another."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data for JSON: instants and durations in ISO 8601, durations in seconds as well."""
        _ENDED_BY.set(None)
        try:
            plain: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        except PydanticSerializationError as error:
            raise _ENDED_BY.get() or error from None
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Make one of plain data, such as what `to_dict` returns.

        Args:
            plain: What `to_dict` returned, perhaps on its way through JSON. What follows from other keys, as
                `elapsed_seconds` does from `elapsed`, may be left out.

        Raises:
            DeclarationError: Something in it is not understood, or does not follow.
        """
        try:
            found: Self = _adapter(cls).validate_python(plain)
        except ValidationError as error:
            raise refusal(cls, error) from None
        return found


class Result(PlainData):
    """What is answered: plain data for JSON, read back from there, and a type for fields of pydantic models.

    A dataclass or a declaration that inherits from it has in JSON the keys of its fields. Beside each duration stands
    the same in seconds, and what follows from other fields may stand beside them, too. When plain data is read, what
    follows may be left out, and is refused where it does not follow.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    _called_in_json: ClassVar[Mapping[str, str]] = {}
    """Fields that have other keys in JSON."""
    _follows: ClassVar[Mapping[str, Follows]] = {}
    """Keys beside those of fields."""
    _first_keys: ClassVar[tuple[str, ...]] = ()
    """Keys that stand before all others."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        known: Any = handler.resolve_ref_schema(handler(source))
        if known["type"] == "function-wrap" and known["function"]["function"] == cls._read:
            return cast("CoreSchema", known)
        # What pydantic keeps by its reference is the whole of it, and not what is stated alone.
        stated: Any = dict(known)
        ref = stated.pop("ref")
        stated["serialization"] = core_schema.wrap_serializer_function_ser_schema(_told, info_arg=True)
        return core_schema.no_info_wrap_validator_function(cls._read, stated, ref=ref)

    @classmethod
    def _read(cls, given: Any, read: Callable[[Any], Any]) -> Any:
        """One made of what is given, which may be one already."""
        if not isinstance(given, Mapping):
            return read(given)
        stated = cls._as_read(dict(given))
        # A field whose name in JSON is that of its short form may be stated by it: a target by its text.
        said = (key for key in _following(cls) if cls._called_in_json.get(key, key) in stated)
        following = {key: stated.pop(key) for key in said if key in stated}
        for name, key in cls._called_in_json.items():
            if key in stated:
                stated[name] = stated.pop(key)
        stated |= {name: duration_of(stated[name]) for name in _seconds(cls) if name in stated}
        found = read(stated)
        for key, value in following.items():
            refuse_other(key, value, _following(cls)[key].of(found))
        return found

    @classmethod
    def _as_read(cls, stated: dict[str, Any]) -> dict[str, Any]:
        """What was stated, where fields have another form in JSON."""
        return stated

    def _as_told(self, told: dict[str, Any]) -> dict[str, Any]:
        """What is told, where fields have another form in JSON."""
        return told

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        inherited = getattr(super(), "__get_pydantic_json_schema__", None)
        reference: JsonSchema = inherited(schema, handler) if inherited else handler(schema)
        written = handler.resolve_ref_schema(reference)
        _described(cls, written)
        needed = [cls._called_in_json.get(name, name) for name in written.get("required", ())]
        keys: JsonSchema = {}
        for name, value in written["properties"].items():
            key = cls._called_in_json.get(name, name)
            keys[key] = value
            if name in _seconds(cls):
                keys[_seconds(cls)[name]] = _schema_of(_following(cls)[_seconds(cls)[name]])
        keys |= {key: _schema_of(follows) for key, follows in cls._follows.items()}
        written["properties"] = _in_order(cls._first_keys, keys)
        if handler.mode == "serialization":
            needed += [key for key in _following(cls) if key not in needed]
        written["required"] = [key for key in written["properties"] if key in needed]
        return reference


def _described(cls: type, schema: JsonSchema) -> None:
    """Say in the schema of a class what it and its fields are, in the words of its source."""
    schema["description"] = own_docstring(cls)
    for name, text in field_docstrings(cls).items():
        schema["properties"].get(name, {})["description"] = text


def _in_order(first: tuple[str, ...], keys: Mapping[str, Any]) -> dict[str, Any]:
    """The same keys, some of them before all others."""
    return {key: keys[key] for key in (*first, *keys) if key in keys}


def _told(value: Result, write: Callable[[Any], Any], info: core_schema.SerializationInfo) -> Any:
    """The keys of a result, and those of what follows from it."""
    try:
        return _all_told(value, write, info)
    except SlaClockError as error:
        # A field that is worked out when it is asked for has no answer; pydantic keeps no more of that than its text.
        _ENDED_BY.set(error)
        raise


_ENDED_BY: ContextVar[SlaClockError | None] = ContextVar("ended_by", default=None)


def _all_told(value: Result, write: Callable[[Any], Any], info: core_schema.SerializationInfo) -> Any:
    cls = type(value)
    in_json = info.mode_is_json()
    told: dict[str, Any] = {}
    for name, plain in write(value).items():
        key = cls._called_in_json.get(name, name)
        told[key] = plain
        if name in _seconds(cls):
            duration = getattr(value, name)
            told[key] = written_duration(duration) if in_json else duration
            told[_seconds(cls)[name]] = in_seconds(duration)
    for key, follows in cls._follows.items():
        found = follows.of(value)
        told[key] = _plain(found) if in_json else found
    return value._as_told(_in_order(cls._first_keys, told))


def _plain(value: Any) -> Any:
    return written_instant(value) if isinstance(value, datetime) else value


def refuse_other(key: str, given: Any, follows: Any) -> None:
    """Refuse what does not follow."""
    if not _is_same(given, follows):
        raise ValueError(f"{key!r} is {given!r}, but {_plain(follows)!r} follows from the other keys; leave it out")


def _is_same(given: Any, follows: Any) -> bool:
    if isinstance(given, str) and isinstance(follows, datetime):
        try:
            return datetime.fromisoformat(given) == follows
        except ValueError:
            return False
    return bool(given == follows)


def _once(made: Callable[[Any], T]) -> Callable[[Any], T]:
    """What is made for a class, once."""
    return cache(made)


@_once
def _adapter(cls: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


@_once
def _seconds(cls: Any) -> Mapping[str, str]:
    """The fields that hold durations, each with the key in JSON of the same in seconds."""
    durations = (name for name, kind in get_type_hints(cls).items() if kind is timedelta)
    return {name: f"{cls._called_in_json.get(name, name)}_seconds" for name in durations}


@_once
def _following(cls: Any) -> Mapping[str, Follows]:
    """Every key that follows from the fields."""
    seconds = {key: _as_seconds(name, key) for name, key in _seconds(cls).items()}
    return {**seconds, **cls._follows}


def _as_seconds(name: str, key: str) -> Follows:
    says = f"The same as `{key.removesuffix('_seconds')}`, in seconds."
    return Follows(lambda result: in_seconds(getattr(result, name)), float, says)


def _schema_of(follows: Follows) -> JsonSchema:
    return {**_adapter(follows.kind).json_schema(), "description": follows.says}
