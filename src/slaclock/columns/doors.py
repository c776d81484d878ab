"""How a question passes through a door: its parameters, their defaults and its docstring go with it.

A door gives columns and raises where rows are bad. `sound` makes a function of a question, `of_column` a method that
asks about the one column that a door holds, and `of_table` a method whose columns may be those of a table.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from slaclock.columns.answered import Answers, C
from slaclock.columns.rows import Hours
from slaclock.columns.signatures import Question
from slaclock.policy import SlaPolicy

P = ParamSpec("P")
A = TypeVar("A")
"""What a door answers with."""
A_co = TypeVar("A_co", covariant=True)


class Door(ABC, Generic[A]):
    """Whoever passes questions on."""

    @abstractmethod
    def _answer(self, question: Question, arguments: dict[str, Any]) -> A:
        """The answer to a question with these arguments; the column of a door of one column is not among them."""


def sound(ask: Callable[P, Answers[C]]) -> Callable[P, C]:
    """A question as a function that raises a `ColumnError` where rows are bad."""
    question = Question(ask)

    def answer(*given: P.args, **named: P.kwargs) -> C:
        return ask(*given, **named).sound_column()

    returned = question.signature.return_annotation.partition("[")[2].removesuffix("]")  # Of `Answers[C]`, C.
    _state(answer, question, question.signature.replace(return_annotation=returned))
    answer.__module__, answer.__qualname__, answer.__doc__ = "slaclock.columns", question.name, question.doc
    return answer


# Editors show the docstring of the question where `__call__` has none.


class OfSchedule(Protocol[P, A_co]):
    """A question of a schedule about the column of a door."""

    def __call__(self, schedule: Hours, *args: P.args, **kwargs: P.kwargs) -> A_co: ...  # noqa: D102 - an editor shows that of the question.


class OfPolicy(Protocol[P, A_co]):
    """A question of a policy about the column of a door."""

    def __call__(self, policy: SlaPolicy, *args: P.args, **kwargs: P.kwargs) -> A_co: ...  # noqa: D102 - an editor shows that of the question.


class ScheduleMethod(Protocol[P]):
    """A method that asks a schedule. A `Callable` would forget the name of its first parameter."""

    def __get__(self, door: Door[A], owner: type, /) -> OfSchedule[P, A]: ...


class PolicyMethod(Protocol[P]):
    """A method that asks a policy."""

    def __get__(self, door: Door[A], owner: type, /) -> OfPolicy[P, A]: ...


@overload
def of_column(ask: Callable[Concatenate[Hours, C, P], Answers[Any]]) -> ScheduleMethod[P]: ...
@overload
def of_column(ask: Callable[Concatenate[SlaPolicy, C, P], Answers[Any]]) -> PolicyMethod[P]: ...
def of_column(ask: Callable[..., Answers[Any]]) -> Any:
    """A question as a method of a door that holds the column which decides what comes back."""
    question = Question(ask)
    parameters = [each for name, each in question.signature.parameters.items() if name != question.column]
    return _method(question, parameters, "about the column at hand")


def of_table(ask: Callable[P, Answers[Any]]) -> Callable[Concatenate[Door[A], P], A]:
    """A question as a method of a door that holds a table, where a column may go by its name."""
    question = Question(ask)
    return _method(question, question.signature.parameters.values(), "about a table; a column may go by its name")


def _method(question: Question, parameters: Iterable[Parameter], about: str) -> Callable[..., Any]:
    stated = Signature(list(parameters))

    def answer(self: Door[A], *given: Any, **named: Any) -> A:
        return self._answer(question, stated.bind(*given, **named).arguments)

    this = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    _state(answer, question, Signature([this, *stated.parameters.values()]))
    answer.__doc__ = f"As `columns.{question.name}`, {about}.\n\n{question.doc}"
    return answer


def _state(answer: Callable[..., Any], question: Question, signature: Signature) -> None:
    """Let a function say at run time what its question says."""
    stated: Any = answer
    stated.__wrapped__, stated.__signature__, stated.__name__ = question.ask, signature, question.name
    stated.__annotations__ = {name: each.annotation for name, each in signature.parameters.items() if name != "self"}
