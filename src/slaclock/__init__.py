"""slaclock computes with support hours: exact due dates, elapsed business time, and the reason why."""

from slaclock.faces import TYPE_CHECKING, face

__version__ = "0.1.0"

if TYPE_CHECKING:
    from slaclock.declaration import FrozenMapping as FrozenMapping
    from slaclock.errors import (
        ChannelWarning as ChannelWarning,
        ChoiceError as ChoiceError,
        ClockError as ClockError,
        ColumnError as ColumnError,
        CompiledPolicyError as CompiledPolicyError,
        CompiledYearsError as CompiledYearsError,
        CoverageError as CoverageError,
        CoverageWarning as CoverageWarning,
        DeclarationError as DeclarationError,
        HolidayError as HolidayError,
        HoursError as HoursError,
        InstantError as InstantError,
        InstantRangeError as InstantRangeError,
        IntervalError as IntervalError,
        LimitError as LimitError,
        NaiveDatetimeError as NaiveDatetimeError,
        NeverOpenError as NeverOpenError,
        NotPromisedError as NotPromisedError,
        OutputError as OutputError,
        PayloadError as PayloadError,
        PolicyFileError as PolicyFileError,
        Problem as Problem,
        RowError as RowError,
        SlaClockError as SlaClockError,
        SqlError as SqlError,
        StartWarning as StartWarning,
        TargetError as TargetError,
        TicketFileError as TicketFileError,
        TicketTableError as TicketTableError,
        TooManyBadError as TooManyBadError,
        UnknownNameError as UnknownNameError,
        ZoneError as ZoneError,
    )
    from slaclock.hours import (
        ClockRange as ClockRange,
        Combination as Combination,
        CutOffs as CutOffs,
        ExceptionHours as ExceptionHours,
        Holiday as Holiday,
        HolidayCalendar as HolidayCalendar,
        Interval as Interval,
        ListedHolidays as ListedHolidays,
        MarketHolidays as MarketHolidays,
        PublicHolidays as PublicHolidays,
        Recurrence as Recurrence,
        RelativeHoliday as RelativeHoliday,
        Rota as Rota,
        Schedule as Schedule,
        Season as Season,
        StatedHoliday as StatedHoliday,
        SupportWindow as SupportWindow,
        ZonedBlock as ZonedBlock,
    )
    from slaclock.limits import Limits as Limits
    from slaclock.policy import (
        Attainment as Attainment,
        Case as Case,
        Goal as Goal,
        Notice as Notice,
        Offer as Offer,
        OfferedIf as OfferedIf,
        Plan as Plan,
        PolicyVersion as PolicyVersion,
        Promise as Promise,
        Pursued as Pursued,
        Received as Received,
        ScheduleEntry as ScheduleEntry,
        SlaPolicy as SlaPolicy,
    )
    from slaclock.render import (
        evaluation_html as evaluation_html,
        explanation_html as explanation_html,
        explanation_markdown as explanation_markdown,
        explanation_svg as explanation_svg,
        week_svg as week_svg,
        year_html as year_html,
        year_ics as year_ics,
        year_of as year_of,
        year_text as year_text,
    )
    from slaclock.review import check as check, check_file as check_file, compare as compare, diff as diff
    from slaclock.targets import (
        Choices as Choices,
        Explanation as Explanation,
        Note as Note,
        Stretch as Stretch,
        Target as Target,
        Threshold as Threshold,
        explain as explain,
    )
    from slaclock.tickets import (
        AgendaItem as AgendaItem,
        ClockEvent as ClockEvent,
        Evaluation as Evaluation,
        Event as Event,
        Figures as Figures,
        Lifecycle as Lifecycle,
        MetricStatus as MetricStatus,
        Promised as Promised,
        SlaClock as SlaClock,
        Status as Status,
        Ticket as Ticket,
        TicketProblem as TicketProblem,
        Warned as Warned,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "declaration": "FrozenMapping",
            "errors": (
                "ChannelWarning ChoiceError ClockError ColumnError CompiledPolicyError CompiledYearsError "
                "CoverageError CoverageWarning DeclarationError "
                "HolidayError HoursError InstantError InstantRangeError IntervalError LimitError NaiveDatetimeError "
                "NeverOpenError NotPromisedError OutputError PayloadError PolicyFileError Problem RowError "
                "SlaClockError SqlError StartWarning TargetError TicketFileError TicketTableError TooManyBadError "
                "UnknownNameError ZoneError"
            ),
            "hours": (
                "ClockRange Combination CutOffs ExceptionHours Holiday HolidayCalendar Interval ListedHolidays "
                "MarketHolidays PublicHolidays Recurrence RelativeHoliday Rota Schedule Season StatedHoliday "
                "SupportWindow ZonedBlock"
            ),
            "limits": "Limits",
            "targets": "Choices explain Explanation Note Stretch Target Threshold",
            "tickets": (
                "AgendaItem ClockEvent Evaluation Event Figures Lifecycle MetricStatus Promised SlaClock Status "
                "Ticket TicketProblem Warned"
            ),
            "policy": (
                "Attainment Case Goal Notice Offer OfferedIf Plan PolicyVersion Promise Pursued Received "
                "ScheduleEntry SlaPolicy"
            ),
            "review": "check check_file compare diff",
            "render": (
                "evaluation_html explanation_html explanation_markdown explanation_svg week_svg year_html year_ics "
                "year_of year_text"
            ),
        },
    )
