"""A case before it has a number: hours, a question, its answer, and what of it follows from these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from oracle import DAY, changes

from conformance.case import Case
from conformance_cases.fuller_hours import AnyHours
from conformance_cases.neutral import crosses, neutral

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Draft:
    """A question about declared hours, and what is right."""

    declared: AnyHours
    question: dict[str, Any]
    choices: dict[str, Any]
    expected: Any
    shows: str
    rules: tuple[str, ...]
    """What it is about; the rules on which its answer depends besides are found."""

    @property
    def _instants(self) -> list[datetime]:
        """All instants of the question and its answer."""
        return sorted(_instants_in([self.question, self.expected]))

    @property
    def span(self) -> tuple[date, date]:
        """The dates from the first instant to the last, and those beside them."""
        found = self._instants
        return found[0].date() - DAY, found[-1].date() + DAY

    @property
    def meets_a_change(self) -> bool:
        found = self._instants
        if not found or self.expected == {"refused": True}:
            return False
        return any(found[0] < at <= found[-1] for at in changes(self.declared.zone, *self.span))

    @property
    def meets_a_holiday(self) -> bool:
        first, last = self.span
        return any(first <= day <= last for day in self.declared.holidays if self.declared.is_holiday(day))

    @property
    def meets_an_exception(self) -> bool:
        first, last = self.span
        return any(first <= day <= last for day, _ in self.declared.exceptions)

    @property
    def is_fine(self) -> bool:
        """Whether an instant or an amount is on no whole second."""
        return any(at.microsecond for at in self._instants)

    def all_rules(self) -> tuple[str, ...]:
        """The rules that the case is about, then those on which its answer depends besides."""
        meets = {
            "R1": self.is_fine or (self.meets_a_change and self.question["ask"] in ("elapsed", "add")),
            "R2": self.meets_a_change,
            "R4": crosses(self.declared),
            "R5": self.meets_a_holiday,
            "R6": self.meets_an_exception,
        }
        return (*self.rules, *(rule for rule, does in meets.items() if does and rule not in self.rules))

    def case(self, name: str) -> Case:
        schedule = neutral(self.declared)
        return Case(name, self.shows, self.all_rules(), self.choices, schedule, self.question, self.expected)


def _instants_in(value: Any) -> Iterator[datetime]:
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for each in value:
            yield from _instants_in(each)
    if isinstance(value, str) and value[:1].isdigit():
        # A date is its first midnight, and a reading without a zone is as if in UTC: only the span matters here.
        at = datetime.fromisoformat(value)
        yield at if at.tzinfo else at.replace(tzinfo=UTC)


def numbered(subject: str, drafts: Iterable[Draft]) -> Iterator[Case]:
    """Number the cases of a subject, leaving out what is asked for the second time."""
    seen: set[str] = set()
    for draft in drafts:
        asked = draft.case("").asked()
        if asked not in seen:
            seen.add(asked)
            yield draft.case(f"{subject}-{len(seen):04}")
