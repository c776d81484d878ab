"""What an author of policies asks: what is assumed, what is doubtful, how plans compare, what a new version changes.

A change to what `check`, `compare` and `diff` find and say goes here. It never knows of columns or files of tickets,
and no answer about a ticket depends on it.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.review.checks import (
        Doubtful as Doubtful,
        Reading as Reading,
        Report as Report,
        check as check,
        check_file as check_file,
    )
    from slaclock.review.comparison import (
        Cell as Cell,
        Comparison as Comparison,
        Row as Row,
        Section as Section,
        compare as compare,
    )
    from slaclock.review.differences import (
        ChoiceChange as ChoiceChange,
        Difference as Difference,
        HolidayChange as HolidayChange,
        NameChange as NameChange,
        diff as diff,
    )
    from slaclock.review.hours_change import HoursChange as HoursChange
    from slaclock.review.moves import Example as Example, PromiseChange as PromiseChange
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "checks": "check check_file Doubtful Reading Report",
            "comparison": "Cell compare Comparison Row Section",
            "differences": "ChoiceChange diff Difference HolidayChange NameChange",
            "hours_change": "HoursChange",
            "moves": "Example PromiseChange",
        },
    )
