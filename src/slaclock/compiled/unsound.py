"""What is said of a compiled policy that has its hash, and was not written by slaclock all the same (R21, R22)."""

from __future__ import annotations

from datetime import datetime
from functools import wraps

from slaclock.compiled.sealed import refuse

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, NoReturn, TypeVar

    Answer = TypeVar("Answer", bound=Callable[..., Any])

FAILURES = (LookupError, ValueError, ArithmeticError, StopIteration, AssertionError, TypeError, AttributeError)
"""What reading a document that is not as it should be ends in."""
NOT_WRITTEN = "so it was not written by slaclock; compile the policy again"
"""What is said of every such document, and the way out."""


def sound(answer: Answer) -> Answer:
    """Have a method say what is wrong with its document where that is why it fails; that costs nothing before."""

    @wraps(answer)
    def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return answer(self, *args, **kwargs)
        except FAILURES as error:
            refuse_unsound(self.document.told, self.document.called, error, (*args, *kwargs.values()))

    return answered  # type: ignore[return-value]  # `cast` would load typing.


def refuse_unsound(told: dict[str, Any], called: str, error: Exception, asked: tuple[object, ...] = ()) -> NoReturn:
    """Refuse a document on which something failed, unless it failed on the question.

    Args:
        told: The document.
        called: What errors call it.
        error: What it ended in.
        asked: What was asked about.

    Raises:
        CompiledPolicyError: The document is not as slaclock writes it.
        Exception: What it ended in, where that says what is wrong with the question.
    """
    from slaclock.errors import SlaClockError

    if isinstance(error, SlaClockError):
        raise error
    if found := misshapen(told):
        refuse(called, f"{found}, {NOT_WRITTEN}")
    if not all(map(_may_be_asked, asked)):
        raise error
    refuse(called, f"holds numbers and places that do not go together, {NOT_WRITTEN}")


def refuse_one_of(documents: tuple[tuple[dict[str, Any], str], ...], error: Exception) -> NoReturn:
    """Refuse some documents together on which something failed: the one that is not as its schema says, if one is.

    Args:
        documents: Each with what errors call it.
        error: What it ended in.

    Raises:
        CompiledPolicyError: One of them is not as slaclock writes it.
    """
    told, called = next((each for each in documents if misshapen(each[0])), documents[0])
    both = " or ".join(dict.fromkeys(called for _, called in documents))
    refuse_unsound(told, called if misshapen(told) else both, error)


def _may_be_asked(given: object) -> bool:
    return given is None or isinstance(given, str | datetime) or type(given).__module__.startswith("slaclock.")


def misshapen(told: Mapping[str, Any]) -> str | None:
    """The first thing in a document that is not as its schema says."""
    try:
        from pydantic import TypeAdapter, ValidationError
    except ImportError:  # Then it is refused without saying where.
        return None
    from slaclock.compiled.shape import Compiled
    from slaclock.errors import key_path

    try:
        TypeAdapter(Compiled).validate_python(told, strict=True)
    except ValidationError as found:
        first = found.errors(include_url=False)[0]
        *place, key = first["loc"]
        if first["type"] == "missing":
            return f"lacks {key!r} in {key_path(place)}" if place else f"lacks {key!r}"
        return f"has something else in {key_path(first['loc'])} than there may be ({first['msg'].lower()})"
    return None
