"""The examples of a policy, tried: what each says, and what the policy answers (R7, R12, R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple

from slaclock.declaration import Declaration
from slaclock.errors import NotPromisedError, SlaClockError, guessing
from slaclock.hours import clock_text, to_utc, zone_named
from slaclock.policy import SlaPolicy, WorkedExample, read_written
from slaclock.review.changes import ExampleChange
from slaclock.safe import for_terminal
from slaclock.targets import Explanation

_NOTHING = "nothing is promised"
_SOUND = "a ticket in which nothing is wrong"


class FailedExample(Declaration):
    """An example of which the policy says something else."""

    key: str
    """Where it stands: `examples[0]`."""

    place: str = ""
    """File, line and column, where the policy was read from a file: `policy.yaml:12:5`."""

    example: str
    """What it is about: `standard, P1, first_response opened Wed 2026-11-25 17:00`."""

    expected: str
    """What it says: `due Fri 2026-11-27 11:00 EST`."""

    got: str
    """What the policy answers."""

    why: tuple[str, ...] = ()
    """Why, line by line."""

    def text(self) -> str:
        """All of it in lines, as a terminal may show it."""
        return "\n".join(map(for_terminal, self._lines()))

    def item(self) -> str:
        """The same as an entry of a list."""
        return "- " + self.text().replace("\n", "\n  ").replace("\n  \n", "\n\n")

    def _lines(self) -> Iterator[str]:
        where = self.place or self.key
        yield f"{where}: {self.example}" if where else self.example
        yield f"  expected  {self.expected}"
        yield f"  got       {self.got}"
        yield from (f"  {line}".rstrip() for line in self.why)


class Outcome(NamedTuple):
    """One thing that an example says, and what the policy answers."""

    expected: str
    got: str
    holds: bool
    why: Callable[[], Explanation] | None = None
    """Explains the answer, where there is one."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the policy answers so, line by line."""
        return tuple(self.why().text().splitlines()) if self.why else ()


def failures_of(policy: SlaPolicy, example: WorkedExample, key: str = "", place: str = "") -> list[FailedExample]:
    """Everything of which an example says something else than a policy.

    Args:
        policy: The policy that is asked; the example need not be one of its own.
        example: What is said.
        key: Where the example stands: `examples[0]`.
        place: File, line and column, where it was read from a file.

    Rules: R7, R12, R18.
    """
    return [
        FailedExample(
            key=key,
            place=place,
            example=str(example),
            expected=outcome.expected,
            got=outcome.got,
            why=outcome.reasons,
        )
        for outcome in outcomes(policy, example)
        if not outcome.holds
    ]


def outcomes(policy: SlaPolicy, example: WorkedExample) -> list[Outcome]:
    """What an example says, thing by thing, and what a policy answers.

    Rules: R7, R12, R18.
    """
    zone = zone_named(policy.timezone)
    try:
        there = _for_its_customer(policy, example)
        return [*(_of_ticket if example.is_of_ticket else _of_request)(there, example, zone)]
    except NotPromisedError as error:
        expected = _due_words(example.expected_due(zone), zone) if example.due else "states"
        return [Outcome(expected, str(error), bool(example.due) and example.expected_due(zone) is None)]
    except SlaClockError as error:
        return [Outcome(_due_words(example.expected_due(zone), zone) if example.due else "states", str(error), False)]


def _for_its_customer(policy: SlaPolicy, example: WorkedExample) -> SlaPolicy:
    zone, holidays = example.customer_timezone, example.customer_holidays
    return policy.for_customer(zone or policy.timezone, holidays) if zone or holidays else policy


def changed_examples(old: SlaPolicy, new: SlaPolicy) -> list[ExampleChange]:
    """The examples of two policies that do not hold under both.

    Rules: R7, R12, R18.
    """
    # Where plans have other names, each example of the old ones asks for what is alike.
    with guessing(_MOST_GUESSES):
        return list(_changed_examples(old, new))


_MOST_GUESSES = 100


def _changed_examples(old: SlaPolicy, new: SlaPolicy) -> Iterator[ExampleChange]:
    in_old, in_new = set(old.examples), set(new.examples)
    for example in dict.fromkeys((*new.examples, *old.examples)):
        said = [outcomes(policy, example) for policy in (old, new)]
        held = [all(each.holds for each in found) for found in said]
        if not all(held):
            got = ["; ".join(each.got for each in found) for found in said]
            yield ExampleChange(
                example=str(example),
                of="old" if example not in in_new else "both" if example in in_old else "new",
                expected="; ".join(each.expected for each in max(said, key=len)),
                old=got[0],
                new=got[1],
                holds_in_old=held[0],
                holds_in_new=held[1],
            )


def _of_request(policy: SlaPolicy, example: WorkedExample, zone: tzinfo) -> Iterator[Outcome]:
    opened = example.opened_at(zone)
    asked = {"plan": example.plan, "priority": example.priority, "channel": example.channel}
    due = policy.due(opened, metric=example.metric, **asked)
    yield _compared(
        example.expected_due(zone), due, zone, lambda: policy.explain(opened, metric=example.metric, **asked)
    )


def _of_ticket(policy: SlaPolicy, example: WorkedExample, zone: tzinfo) -> Iterator[Outcome]:
    assert example.now is not None
    found = policy.evaluate(example.ticket(zone), read_written(example.now, zone))
    latest = {each.metric: each for each in found.latest_cycles}
    if example.due is not None:
        cycle = latest.get(example.metric)
        yield _compared(
            example.expected_due(zone), cycle.status.due if cycle else None, zone, cycle.explain if cycle else None
        )
    yield from (Outcome(_SOUND, problem, False) for problem in found.problems)
    for metric, state in example.states.items():
        cycle = latest.get(metric)
        got = cycle.status.state if cycle else "not_started"
        yield Outcome(f"{metric} {state}", f"{metric} {got}", got == state, cycle.explain if cycle else None)


def _compared(
    expected: datetime | None, got: datetime | None, zone: tzinfo, why: Callable[[], Explanation] | None
) -> Outcome:
    same = expected == got if None in (expected, got) else to_utc(expected) == to_utc(got)  # type: ignore[arg-type]
    return Outcome(_due_words(expected, zone), _due_words(got, zone), same, why)


def _due_words(at: datetime | None, zone: tzinfo) -> str:
    return _NOTHING if at is None else f"due {clock_text(at, zone)}"
