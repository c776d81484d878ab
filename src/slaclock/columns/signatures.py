"""What the signature of a question says: which parameters are columns, what they hold, and what is answered.

A question is a function. Its first parameter says when support is open (`schedule`) or what is promised (`policy`), its
second one is the column that decides what comes back. Whoever passes questions on reads the rest here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import Signature, getdoc, signature
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

from slaclock.columns.answered import Answers, C, Kind
from slaclock.columns.rows import NamedSchedules
from slaclock.keeping import cached_property

Held: TypeAlias = Literal["instants", "durations", "names"]
"""What a column holds."""
Instants: TypeAlias = Annotated[C, "instants"]
"""A column of instants; but for the first, also one instant for every row."""
Durations: TypeAlias = Annotated[Any, "durations"]
"""A column of durations, or one for every row."""
Names: TypeAlias = Annotated[Any, "names"]
"""A column of names, or one for every row."""


@dataclass(frozen=True)
class Question:
    """A question about whole columns, as its function states it."""

    ask: Callable[..., Answers[Any]]
    """Gives the answers, and the rows that have none."""

    @property
    def name(self) -> str:
        """What it is called at every door."""
        return self.ask.__name__

    @property
    def doc(self) -> str:
        """What it says of itself."""
        return getdoc(self.ask) or ""

    @cached_property
    def signature(self) -> Signature:
        """Its parameters, in order."""
        return signature(self.ask)

    @cached_property
    def subject(self) -> str:
        """What is asked: `schedule` or `policy`."""
        return next(iter(self.signature.parameters))

    @cached_property
    def columns(self) -> Mapping[str, Held]:
        """The parameters that are columns, or values for every row, and what they hold."""
        hints = get_type_hints(self.ask, include_extras=True)
        return {name: get_args(hints[name])[-1] for name in self.signature.parameters if _is_column(hints[name])}

    @cached_property
    def kind(self) -> Kind:
        """What is answered."""
        answers: type[Answers[Any]] = get_origin(get_type_hints(self.ask)["return"])
        return answers.kind

    @cached_property
    def column(self) -> str:
        """The column that decides what comes back."""
        return list(self.signature.parameters)[1]

    def with_columns(self, change: Callable[[Any], Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of a call with every column changed, in order, and the names of schedules last."""
        changed = {name: change(arguments[name]) for name in self.columns if name in arguments}
        subject = arguments[self.subject]
        if isinstance(subject, NamedSchedules):
            changed[self.subject] = replace(subject, names=change(subject.names))
        return {**arguments, **changed}


def _is_column(hint: Any) -> bool:
    return get_origin(hint) is Annotated
