"""What is promised, when it is due, and why: amounts as people write them, notices on the way, and explanations.

A change to what a target counts, where it starts and ends, or what an explanation says goes here. It never knows of a
ticket's life, nor of the plans and priorities for which something is promised.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.targets.audience import (
        KINDS as KINDS,
        Audience as Audience,
        metric_words as metric_words,
        status_words as status_words,
        text_words as text_words,
        zone_words as zone_words,
    )
    from slaclock.targets.calendar_time import dates_later as dates_later, time_later as time_later
    from slaclock.targets.causes import (
        Cause as Cause,
        StatesCauses as StatesCauses,
        closed_by as closed_by,
        opened_specially as opened_specially,
        working_day_name as working_day_name,
    )
    from slaclock.targets.explain_target import explain as explain
    from slaclock.targets.explanation import (
        Explanation as Explanation,
        Kind as Kind,
        Note as Note,
        Stretch as Stretch,
    )
    from slaclock.targets.notes import why_notes as why_notes
    from slaclock.targets.stretches import (
        Part as Part,
        parts_of as parts_of,
        waiting as waiting,
        with_totals as with_totals,
    )
    from slaclock.targets.target import (
        Amount as Amount,
        Choices as Choices,
        EndsInput as EndsInput,
        StartsInput as StartsInput,
        Target as Target,
        TargetLike as TargetLike,
    )
    from slaclock.targets.target_text import read_notice as read_notice, said_hours as said_hours
    from slaclock.targets.thresholds import (
        BeforeBreach as BeforeBreach,
        Threshold as Threshold,
        ThresholdLike as ThresholdLike,
        in_time as in_time,
    )
    from slaclock.targets.written_durations import short_duration as short_duration, write_duration as write_duration
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "calendar_time": "dates_later time_later",
            "causes": "Cause StatesCauses closed_by opened_specially working_day_name",
            "written_durations": "short_duration write_duration",
            "explain_target": "explain",
            "explanation": "Explanation Kind Note Stretch",
            "notes": "why_notes",
            "stretches": "Part parts_of waiting with_totals",
            "target": "Amount Choices EndsInput StartsInput Target TargetLike",
            "target_text": "read_notice said_hours",
            "thresholds": "BeforeBreach in_time Threshold ThresholdLike",
            "audience": "Audience KINDS metric_words status_words text_words zone_words",
        },
    )
