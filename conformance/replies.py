"""What is said to a case: an answer, or that the question is not supported, is refused, or went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["answer", "unsupported", "refused", "error"]
KINDS: tuple[Kind, ...] = ("answer", "unsupported", "refused", "error")


class Unsupported(Exception):
    """The implementation has no words for the hours or the choice, or no call for the question."""


class Refused(Exception):
    """The implementation says that this has no answer, and why."""


@dataclass(frozen=True)
class Reply:
    """What was said to a case."""

    kind: Kind
    said: Any

    def line(self, case: str) -> dict[str, Any]:
        return {"id": case, self.kind: self.said}


Asked = Mapping[str, Any]
"""A case without its answer: `id`, `schedule`, `choices`, `question`."""


class Implementation(Protocol):
    """Something in Python that answers cases."""

    name: str
    about: str
    """Which interpretations it takes, where it has no choice."""

    answer: Callable[[Asked], Any]
    """Give the answer in the form of `expected`; raise `Unsupported` or `Refused`."""


def reply(implementation: Implementation, asked: Asked) -> Reply:
    """Put a case to an implementation in this process."""
    try:
        return Reply("answer", implementation.answer(asked))
    except Unsupported as reason:
        return Reply("unsupported", str(reason))
    except Refused as reason:
        return Reply("refused", str(reason))
    except Exception as error:  # Whatever a library raises is what it says.
        return Reply("error", f"{type(error).__name__}: {error}")
