"""What is promised, when it is due, and why: amounts as people write them, notices on the way, and explanations.

A change to what a target counts, where it starts and ends, or what an explanation says goes here. It never knows of a
ticket's life, nor of the plans and priorities for which something is promised.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.targets.explanation import (
        Cause as Cause,
        Explanation as Explanation,
        Kind as Kind,
        Note as Note,
        Part as Part,
        Stretch as Stretch,
        clock_text as clock_text,
        closed_by as closed_by,
        explain as explain,
        parts_of as parts_of,
        waiting as waiting,
        why_notes as why_notes,
        with_totals as with_totals,
    )
    from slaclock.targets.target import (
        Amount as Amount,
        Choices as Choices,
        EndsInput as EndsInput,
        Target as Target,
        dates_later as dates_later,
        time_later as time_later,
    )
    from slaclock.targets.text import short_duration as short_duration, write_duration as write_duration
    from slaclock.targets.thresholds import BeforeBreach as BeforeBreach, Threshold as Threshold, in_time as in_time
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "explanation": (
                "Cause clock_text closed_by explain Explanation Kind Note Part parts_of Stretch waiting why_notes "
                "with_totals"
            ),
            "target": "Amount Choices dates_later EndsInput Target time_later",
            "text": "short_duration write_duration",
            "thresholds": "BeforeBreach in_time Threshold",
        },
    )
