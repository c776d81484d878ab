"""When support is open: windows, holidays and exceptions, compiled into instants that can be counted.

A change to what hours, holidays and zones mean, or to how open time and business days are counted, goes here. It never
knows of targets, tickets or policies, and from `timeline` down it knows no pydantic.
"""

from slaclock.faces import TYPE_CHECKING, face

if TYPE_CHECKING:
    from slaclock.hours.business_days import (
        ENDS as ENDS,
        DayCount as DayCount,
        DayRule as DayRule,
        DaySteps as DaySteps,
        Ends as Ends,
        Starts as Starts,
        add_days as add_days,
        after_cut_off as after_cut_off,
        check_count as check_count,
        cut_off_of as cut_off_of,
        day_of_run as day_of_run,
        day_steps as day_steps,
        ended as ended,
        not_before as not_before,
        open_time_in as open_time_in,
    )
    from slaclock.hours.business_hours_words import BUSINESS_HOURS_WORDS as BUSINESS_HOURS_WORDS
    from slaclock.hours.clock_times import (
        MIDNIGHT as MIDNIGHT,
        write_time as write_time,
    )
    from slaclock.hours.coverage import (
        AllTime as AllTime,
        OutsideCoverage as OutsideCoverage,
        common_years as common_years,
    )
    from slaclock.hours.cut_offs import CutOff as CutOff, CutOffs as CutOffs, cut_off_on as cut_off_on
    from slaclock.hours.date_rules import read_date_rule as read_date_rule
    from slaclock.hours.date_runs import OF as OF, Of as Of, Per as Per, first_of as first_of, last_of as last_of
    from slaclock.hours.date_text import (
        ONE_DAY as ONE_DAY,
        dates_between as dates_between,
        is_within as is_within,
        is_yearly as is_yearly,
        read_date as read_date,
    )
    from slaclock.hours.day import Day as Day
    from slaclock.hours.days import (
        BelongsTo as BelongsTo,
        DeclaredDays as DeclaredDays,
        HolidayRule as HolidayRule,
        Operator as Operator,
        midnight as midnight,
        on_date as on_date,
        whole_date as whole_date,
    )
    from slaclock.hours.effort import (
        too_many_windows as too_many_windows,
        windows_a_date as windows_a_date,
    )
    from slaclock.hours.exception_days import (
        DayException as DayException,
        exceptions_between as exceptions_between,
        unknown_occasions as unknown_occasions,
    )
    from slaclock.hours.exception_hours import (
        WORKING_WEEKENDS as WORKING_WEEKENDS,
        ExceptionHours as ExceptionHours,
        ExceptionsInput as ExceptionsInput,
        ExceptionsLike as ExceptionsLike,
        single_date as single_date,
    )
    from slaclock.hours.field_types import (
        CutOffInput as CutOffInput,
        CutOffLike as CutOffLike,
        DateLike as DateLike,
        TimeLike as TimeLike,
        TimeOfDay as TimeOfDay,
    )
    from slaclock.hours.holiday import (
        Holiday as Holiday,
        WorkingDay as WorkingDay,
    )
    from slaclock.hours.holiday_calendar import (
        CalendarInput as CalendarInput,
        HolidayCalendar as HolidayCalendar,
        HolidaysLike as HolidaysLike,
        ends_in as ends_in,
    )
    from slaclock.hours.holiday_feeds import CALLED_OFF as CALLED_OFF
    from slaclock.hours.interval import (
        ZERO as ZERO,
        Interval as Interval,
        Span as Span,
        intersect as intersect,
        merge as merge,
        subtract as subtract,
    )
    from slaclock.hours.kept_time import KeptTime as KeptTime
    from slaclock.hours.listed_holidays import ListedHolidays as ListedHolidays
    from slaclock.hours.meant_zones import meant_otherwise as meant_otherwise
    from slaclock.hours.open_time import Boundary as Boundary
    from slaclock.hours.periods import business_days_between as business_days_between
    from slaclock.hours.published_holidays import (
        HALF_DAY as HALF_DAY,
        MarketHolidays as MarketHolidays,
        PublicHolidays as PublicHolidays,
    )
    from slaclock.hours.recurrence import Recurrence as Recurrence
    from slaclock.hours.recurrence_rule import Rule as Rule, read_rule as read_rule
    from slaclock.hours.rota import (
        Rota as Rota,
        excludes_holidays as excludes_holidays,
    )
    from slaclock.hours.schedule import (
        NO_HOLIDAYS_STATED as NO_HOLIDAYS_STATED,
        Combination as Combination,
        Hours as Hours,
        HoursLike as HoursLike,
        Schedule as Schedule,
        ZoneName as ZoneName,
    )
    from slaclock.hours.season import Season as Season, SeasonsInput as SeasonsInput
    from slaclock.hours.snapshot import (
        FIRST_DATE as FIRST_DATE,
        LAST_DATE as LAST_DATE,
        Snapshot as Snapshot,
    )
    from slaclock.hours.stated_holidays import (
        RelativeHoliday as RelativeHoliday,
        StatedHoliday as StatedHoliday,
        comes_once as comes_once,
    )
    from slaclock.hours.text import (
        check_language as check_language,
        chosen_language as chosen_language,
        read_days as read_days,
        read_lone_time as read_lone_time,
        read_time as read_time,
        reading_in as reading_in,
        readings_of_lone_time as readings_of_lone_time,
    )
    from slaclock.hours.timeline import HORIZON as HORIZON, Timeline as Timeline
    from slaclock.hours.weekdays import (
        WEEK as WEEK,
        Weekday as Weekday,
        in_week_order as in_week_order,
        write_days as write_days,
    )
    from slaclock.hours.whole_numbers import instant as instant, micros as micros
    from slaclock.hours.window import (
        ClockRange as ClockRange,
        SupportWindow as SupportWindow,
    )
    from slaclock.hours.written_dates import (
        DAY_NAMES as DAY_NAMES,
        MONTH_NAMES as MONTH_NAMES,
        abbreviation as abbreviation,
        clock_text as clock_text,
        clock_words as clock_words,
        date_words as date_words,
        day_and_month as day_and_month,
        day_name as day_name,
        iso_date as iso_date,
        month_name as month_name,
        short_date as short_date,
        time_words as time_words,
    )
    from slaclock.hours.zone import (
        first_instant as first_instant,
        first_instant_on as first_instant_on,
        in_zone as in_zone,
        latest_reading as latest_reading,
        shown_as as shown_as,
        to_utc as to_utc,
    )
    from slaclock.hours.zone_names import zone_named as zone_named
    from slaclock.hours.zoned_block import ZonedBlock as ZonedBlock
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "business_days": (
                "add_days after_cut_off check_count cut_off_of day_of_run day_steps DayCount DayRule DaySteps "
                "ended ENDS Ends not_before open_time_in Starts"
            ),
            "clock_times": "MIDNIGHT write_time",
            "coverage": "AllTime common_years OutsideCoverage",
            "date_rules": "read_date_rule",
            "date_runs": "first_of last_of OF Of Per",
            "date_text": "dates_between is_within is_yearly ONE_DAY read_date",
            "day": "Day",
            "days": "BelongsTo DeclaredDays HolidayRule midnight on_date Operator whole_date",
            "effort": "too_many_windows windows_a_date",
            "exception_days": "DayException exceptions_between unknown_occasions",
            "exception_hours": "ExceptionHours ExceptionsInput ExceptionsLike single_date WORKING_WEEKENDS",
            "holiday": "Holiday WorkingDay",
            "holiday_calendar": "CalendarInput ends_in HolidayCalendar HolidaysLike",
            "holiday_feeds": "CALLED_OFF",
            "interval": "intersect Interval merge Span subtract ZERO",
            "kept_time": "KeptTime",
            "meant_zones": "meant_otherwise",
            "listed_holidays": "ListedHolidays",
            "open_time": "Boundary",
            "periods": "business_days_between",
            "published_holidays": "HALF_DAY MarketHolidays PublicHolidays",
            "business_hours_words": "BUSINESS_HOURS_WORDS",
            "cut_offs": "CutOff cut_off_on CutOffs",
            "field_types": "CutOffInput CutOffLike DateLike TimeLike TimeOfDay",
            "recurrence": "Recurrence",
            "recurrence_rule": "read_rule Rule",
            "rota": "excludes_holidays Rota",
            "schedule": "NO_HOLIDAYS_STATED Combination Hours HoursLike Schedule ZoneName",
            "season": "Season SeasonsInput",
            "snapshot": "FIRST_DATE LAST_DATE Snapshot",
            "stated_holidays": "RelativeHoliday StatedHoliday comes_once",
            "text": "check_language chosen_language read_days read_lone_time read_time reading_in "
            "readings_of_lone_time",
            "timeline": "HORIZON Timeline",
            "weekdays": "in_week_order WEEK Weekday write_days",
            "whole_numbers": "instant micros",
            "window": "ClockRange SupportWindow",
            "written_dates": (
                "abbreviation clock_text clock_words date_words day_and_month day_name DAY_NAMES iso_date month_name "
                "MONTH_NAMES short_date time_words"
            ),
            "zone": "first_instant first_instant_on in_zone latest_reading shown_as to_utc",
            "zone_names": "zone_named",
            "zoned_block": "ZonedBlock",
        },
    )
