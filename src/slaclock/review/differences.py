"""What changes for customers between two policies: promises, hours, holidays, names and choices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import ClassVar

from slaclock.declaration import Declaration
from slaclock.errors import ChoiceError
from slaclock.hours import date_words, zone_named
from slaclock.policy import SlaPolicy
from slaclock.results import Follows, Result
from slaclock.review.changes import ChoiceChange, ExampleChange, HolidayChange, HoursChange, NameChange, PromiseChange
from slaclock.review.choice_changes import changed_choices
from slaclock.review.compared_pair import Sides, pairs
from slaclock.review.diff_words import Told, told
from slaclock.review.examples import changed_examples
from slaclock.review.moved_due_dates import moves_between
from slaclock.review.name_changes import changed_names
from slaclock.review.schedule_changes import changed_holidays, changed_hours
from slaclock.safe import for_markdown, for_terminal


class Difference(Result, Declaration):
    """What changes for customers from one policy to another.

    Rules: R7, R10, R11, R17.
    """

    _follows: ClassVar = {
        "changes_for_customers": Follows(
            attrgetter("changes_for_customers"), bool, "Whether customers notice any of it."
        )
    }
    _first_keys: ClassVar = ("changes_for_customers",)

    old: str
    """What the old policy is called."""

    new: str
    """What the new policy is called."""

    timezone: str
    """The zone in which dates and clock times are shown."""

    first: date
    """The first date that was looked at."""

    last: date
    """The last one."""

    names: tuple[NameChange, ...] = ()
    """Plans, priorities, metrics, schedules, closures and notices added and removed."""

    promises: tuple[PromiseChange, ...] = ()
    """Promises whose due dates move, or that only one policy makes."""

    hours: tuple[HoursChange, ...] = ()
    """Open time gained and lost, by schedule."""

    holidays: tuple[HolidayChange, ...] = ()
    """Holidays added and removed."""

    choices: tuple[ChoiceChange, ...] = ()
    """Choices that changed, whether or not they move a due date."""

    examples: tuple[ExampleChange, ...] = ()
    """Examples of either policy that do not hold under both."""

    requests: int = 0
    """How many requests were tried, for promises that the two policies do not word alike."""

    @property
    def changes_for_customers(self) -> bool:
        """Whether anything changes for customers; order, wording and schedules that nothing uses do not."""
        matters = any(name.matters for name in self.names) or any(choice.matters for choice in self.choices)
        return bool(self.promises or self.hours or self.holidays or matters)

    @property
    def examples_fail(self) -> bool:
        """Whether an example of the new policy does not hold there."""
        return any(each.fails for each in self.examples)

    def text(self) -> str:
        """What changes, for a terminal."""
        lines = [_headline(self)]
        for section in self._told():
            lines += ["", f"{section.title}:"]
            for item in section.items:
                lines += [f"  {item.text}", *(f"      {detail}" for detail in item.details)]
        return "\n".join(map(for_terminal, lines))

    def markdown(self) -> str:
        """What changes, for a review or a release note; names are escaped."""
        lines = [f"**{for_markdown(_headline(self))}**"]
        for section in self._told():
            lines += ["", f"### {for_markdown(section.title)}", ""]
            for item in section.items:
                lines += [f"- {for_markdown(item.text)}", *(f"    - {for_markdown(detail)}" for detail in item.details)]
        return "\n".join(lines)

    def _told(self) -> Iterator[Told]:
        return told(
            self.names, self.promises, self.hours, self.holidays, self.choices, self.examples, zone_named(self.timezone)
        )


def _headline(difference: Difference) -> str:
    span = f"from {date_words(difference.first)} to {date_words(difference.last)}"
    if not difference.changes_for_customers:
        # Where the two do not say the same by themselves, trying requests shows much and proves nothing.
        tried = f"No change for customers was found {span}, in {difference.requests:,} requests tried."
        return tried if difference.requests else f"Nothing changes for customers {span}."
    names = difference.new if difference.old == difference.new else f"{difference.old} → {difference.new}"
    return f"{names}: what changes for customers {span}"


def diff(old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> Difference:
    """What changes for customers from one policy to another.

    Whether a target is tighter or looser is judged by the due dates of many requests in that time, not by its amount.

    Args:
        old: The policy as it was.
        new: The policy as it is to be.
        first: The first local date to look at, in the zone of the new policy.
        last: The last one.

    Raises:
        ChoiceError: The last date is before the first.
        UnknownNameError: A policy speaks of the customer's clocks, and nobody said where that is.

    Examples:
        >>> old = SlaPolicy(
        ...     name="Support", timezone="Europe/London", schedules={"office": "Mon-Fri 09:00-18:00"},
        ...     plans={"standard": {"first_response": "4 business hours"}},
        ... )
        >>> new = old.model_copy(update={"schedules": {"office": "Mon-Thu 09:00-18:00; Fri 09:00-17:00"}})
        >>> found = diff(old, new, date(2027, 1, 1), date(2027, 12, 31))
        >>> found.hours[0].regular
        ('Fri 17:00-18:00 lost (53 dates)',)
        >>> found.promises[0].change
        'looser'

    Rules: R7, R10, R11, R17.
    """
    if last < first:
        raise ChoiceError(f"a difference goes from a first date to a last one, not from {first} to {last}")
    sides = Sides(old, new, first, last)
    paired = list(pairs(sides))
    moves = moves_between(sides)
    return Difference(
        old=old.name,
        new=new.name,
        timezone=new.timezone,
        first=first,
        last=last,
        names=tuple(changed_names(sides, paired)),
        promises=moves.changes,
        hours=tuple(changed_hours(sides, paired)),
        holidays=tuple(changed_holidays(sides, paired)),
        choices=tuple(changed_choices(sides)),
        examples=tuple(changed_examples(old, new)),
        requests=moves.requests,
    )
