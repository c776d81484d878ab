"""What an author of policies asks: what is assumed, what is doubtful, how plans compare, what a new version changes.

A change to what `check`, `compare` and `diff` find and say goes here, of compiled policies, too. It never knows of
tables or files of tickets, and no answer about a ticket depends on it.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.review.changes import (
        ChoiceChange as ChoiceChange,
        CompiledChange as CompiledChange,
        Example as Example,
        ExampleChange as ExampleChange,
        HolidayChange as HolidayChange,
        HoursChange as HoursChange,
        NameChange as NameChange,
        PromiseChange as PromiseChange,
    )
    from slaclock.review.checks import (
        Doubtful as Doubtful,
        Report as Report,
        check as check,
        check_file as check_file,
        failed_examples as failed_examples,
    )
    from slaclock.review.comparison import Comparison as Comparison, compare as compare
    from slaclock.review.compiled_differences import compiled_changes as compiled_changes
    from slaclock.review.customer_notes import fine_print as fine_print
    from slaclock.review.differences import Difference as Difference, diff as diff
    from slaclock.review.examples import FailedExample as FailedExample, failures_of as failures_of
    from slaclock.review.hours_wording import hours_words as hours_words, is_always_open as is_always_open
    from slaclock.review.plan_tables import (
        ComparisonCell as ComparisonCell,
        ComparisonRow as ComparisonRow,
        ComparisonSection as ComparisonSection,
    )
    from slaclock.review.readings import Reading as Reading
    from slaclock.review.table_layouts import TABLE_STYLE as TABLE_STYLE
    from slaclock.review.used_words import (
        WordKind as WordKind,
        WordsUsed as WordsUsed,
        WordUsed as WordUsed,
        words_used as words_used,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "changes": (
                "ChoiceChange CompiledChange Example ExampleChange HolidayChange HoursChange NameChange PromiseChange"
            ),
            "checks": "check check_file Doubtful failed_examples Report",
            "comparison": "compare Comparison",
            "compiled_differences": "compiled_changes",
            "differences": "diff Difference",
            "customer_notes": "fine_print",
            "hours_wording": "hours_words is_always_open",
            "plan_tables": "ComparisonCell ComparisonRow ComparisonSection",
            "examples": "FailedExample failures_of",
            "readings": "Reading",
            "table_layouts": "TABLE_STYLE",
            "used_words": "WordKind WordsUsed words_used WordUsed",
        },
    )
