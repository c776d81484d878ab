"""The words of which texts of targets are made, each with what it means: one table of tables for a language.

`|` stands between phrases that mean the same. A phrase is found by its first word, the longest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

from slaclock.keeping import cached_property

T = TypeVar("T")

Basis = Literal["business", "calendar"]
"""What time counts: while support is open, or any."""
Unit = Literal[
    "microseconds", "seconds", "minutes", "hours", "days", "weekdays", "weeks", "months", "quarters", "years"
]
Bound = Literal["within", "most", "least", "every"]
"""Whether an amount is within which something is done, the most or the least of it, or how often something comes."""
Span = Literal["week", "month", "quarter", "year"]


class Edge(NamedTuple):
    """Where a day ends or begins."""

    rule: Literal["close", "open"]
    of_business: bool
    """Whether the words say of what: *close of business*, and not only *end*."""


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], T], ...]]
"""What phrases mean, by their first words: the rest of each and its meaning, the longest first."""


def table(meanings: Mapping[str, T]) -> Phrases[T]:
    """Phrases by their first words, from phrases with `|` between those of one meaning."""
    found: dict[str, list[tuple[tuple[str, ...], T]]] = {}
    for phrases, meaning in meanings.items():
        for phrase in phrases.split("|"):
            first, *rest = phrase.split()
            found.setdefault(first, []).append((tuple(rest), meaning))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def words(phrases: str) -> Phrases[bool]:
    """Phrases that only stand there or do not."""
    return table({phrases: True})


class _Tables(NamedTuple):
    """What the words of a language mean, by where they stand in a text."""

    # Amounts
    numbers: Mapping[str, int]
    """Numbers in words; those of twenty and more that end in nothing take another after them."""
    half: Phrases[bool]
    and_a_half: Phrases[bool]
    units: Phrases[tuple[Unit, Basis | None]]
    """Units of time, some of which say what they count."""
    joins: Phrases[bool]
    """What stands between amounts that are added."""
    ranges: Phrases[bool]
    """What stands between the ends of a range, beside a dash."""
    between: Phrases[bool]
    between_and: Phrases[bool]
    cadences: Phrases[Unit]
    leads: Phrases[Bound]
    """What stands before an amount."""
    tails: Phrases[Bound]
    """What stands after it."""
    advance: Phrases[bool]
    """What says that an amount is a notice."""

    # What counts
    bases: Phrases[Basis]
    """Words beside a unit, and beside *hours*, that say what counts."""
    usual: Phrases[bool]
    """Words beside those that say no more, and whether they call hours local."""
    whose: Phrases[bool]
    """Whose hours they are."""
    hours: Phrases[bool]
    """What stands after a basis: business *hours*."""
    coverage: Phrases[bool]
    """Hours that are called otherwise: *hours of coverage*."""
    amid: Phrases[bool]
    """What stands before hours in which time counts."""
    any_time: Phrases[bool]
    """What says that any time counts."""
    only: Phrases[bool]
    on_business_days: Phrases[bool]
    leaving_out: Phrases[bool]
    closed_days: Phrases[Literal["weekends", "holidays"]]
    receipt: Phrases[bool]
    """From where an amount counts that says so."""
    unclear_opening: Phrases[bool]
    """From where an amount counts that may be the opening of a ticket or of business."""
    day_of_receipt: Phrases[bool]
    """Whether the day of receipt counts."""

    # Days that are named
    until: Phrases[bool]
    """What stands before a time of day, and before the end of a day."""
    articles: Phrases[bool]
    edges: Phrases[Edge]
    of: Phrases[bool]
    day: Phrases[Basis | Literal["either"]]
    """One day, which may say what it counts."""
    plural_days: Phrases[bool]
    days_by_name: Phrases[int]
    """Business days that need no further words: how many after the day of receipt."""
    following: Phrases[int]
    """Which day: how many after the day of receipt."""
    unclear_days: Phrases[int]
    """The same, of days that may be business days or dates."""
    ordinals: Mapping[str, int]
    last: Phrases[bool]
    spans: Phrases[Span]


class Vocabulary(_Tables):
    """What the words of a language mean in a text about a target."""

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word of the language."""
        tables: list[Mapping[str, object]] = list(self)
        found = {first for table in tables for first in table}
        rows = [row for table in tables for row in table.values() if isinstance(row, tuple)]
        return frozenset(found | {word for row in rows for rest, _ in row for word in rest})


def _numbered(listed: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(listed.split())}


_UP_TO_TEN = "one two three four five six seven eight nine ten"
_TEENS = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_COVERED = ("business", "support", "office", "service", "core", "operation", "coverage")
_RECEIPT = ("receipt", "creation", "submission", "ticket creation", "ticket opening", "opening of the ticket")
_OPENING = ("opening", "the opening", "opening of business", "the opening of business", "business opening")
_FROM = ("of", "from", "after")

ENGLISH = Vocabulary(
    numbers={"a": 1, "an": 1, **_numbered(f"{_UP_TO_TEN} {_TEENS}", 1), **_numbered(_TENS, 20, step=10)},
    half=words("half|half a|half an"),
    and_a_half=words("and a half"),
    units=table(
        {
            "microsecond|microseconds": ("microseconds", None),
            "s|sec|secs|second|seconds": ("seconds", None),
            "m|min|mins|minute|minutes": ("minutes", None),
            "h|hr|hrs|hour|hours": ("hours", None),
            "d|day|days": ("days", None),
            "workday|workdays": ("days", "business"),
            "weekday|weekdays": ("weekdays", None),
            "w|wk|wks|week|weeks": ("weeks", None),
            "workweek|workweeks": ("weeks", "business"),
            "month|months": ("months", None),
            "quarter|quarters": ("quarters", None),
            "year|years": ("years", None),
        }
    ),
    joins=words("and|&|+"),
    ranges=words("to|or"),
    between=words("between"),
    between_and=words("and"),
    cadences=table(
        {"hourly": "hours", "daily": "days", "weekly": "weeks", "monthly": "months", "quarterly": "quarters"}
    ),
    leads=table(
        {
            "within|in|no later than|not later than|at the latest": "within",
            "within a maximum of|at most|no more than|not more than|no longer than|up to|under|less than|maximum"
            "|maximum of|a maximum of|max|max of|<=|≤|<": "most",
            "at least|no less than|not less than|minimum|minimum of|a minimum of|more than|>=|≥|>": "least",
            "every|each|at least every|once every|at least once every|once a|once per|per": "every",
        }
    ),
    tails=table(
        {
            "or sooner|at the latest": "within",
            "or less|or fewer|max|maximum|at most|at the most": "most",
            "or more|or longer|minimum|at least|at the least": "least",
        }
    ),
    advance=words(
        "in advance|beforehand|ahead|ahead of time|before|notice|advance notice|prior notice"
        "|of notice|of advance notice|of prior notice|notice in advance"
    ),
    bases=table(
        {
            "business|working|work|banking|support|office|service|core|operating|operational|coverage|opening|trading|desk"
            "|help desk|helpdesk|staffed": "business",
            "calendar|clock|consecutive|elapsed": "calendar",
        }
    ),
    usual=table({"normal|standard|regular|usual|published|stated": False, "local": True}),
    whose=words("our|your|the"),
    hours=words("hours|hour|hrs|time"),
    coverage=words("|".join(f"hours of {what}" for what in _COVERED)),
    amid=words("during|in|of|within"),
    any_time=words(
        "around the clock|round the clock|at any time|at any hour|any time|any hour|anytime|at any time of day"
        "|at any time of the day|at any hour of the day|at any time of day or night|day or night|day and night"
        "|24 hours a day|24 hours a day , 7 days a week"
    ),
    only=words("only"),
    on_business_days=words("on business days|on working days|on workdays|on weekdays"),
    leaving_out=words("excluding|except|except for|except on|not counting|not including|without"),
    closed_days=table({"weekends|weekend": "weekends", "holidays|public holidays|bank holidays": "holidays"}),
    receipt=words("|".join(f"{before} {what}" for before in _FROM for what in _RECEIPT)),
    unclear_opening=words("|".join(f"{before} {what}" for before in _FROM for what in _OPENING)),
    day_of_receipt=table(
        {
            "excluding the day of receipt|not counting the day of receipt|not including the day of receipt": False,
            "counting the day of receipt|including the day of receipt|inclusive of the day of receipt": True,
        }
    ),
    until=words("by|before|until|at|no later than|not later than"),
    articles=words("the|on|on the"),
    edges=table(
        {
            "close of business|end of business|close of play|end of play|cob|eob|its close": Edge("close", True),
            "close of day|close of the day|end of day|end of the day|eod": Edge("close", True),
            "close|end": Edge("close", False),
            "opening of business|start of business|its opening": Edge("open", True),
            "opening|start|beginning": Edge("open", False),
        }
    ),
    of=words("of|on|in"),
    day=table({"day": "either", "workday": "business"}),
    plural_days=words("days"),
    days_by_name=table({"nbd": 1}),
    following=table({"next|following": 1, "same": 0}),
    unclear_days=table({"today": 0, "tomorrow": 1}),
    ordinals=_numbered(_ORDINALS, 1),
    last=words("last|final"),
    spans=table({"week": "week", "month": "month", "quarter": "quarter", "year": "year"}),
)
