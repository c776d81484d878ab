"""Whole columns at once, with exactly the answers that each row alone would get.

What goes in decides what comes out: a Series of pandas or polars, an Arrow array or chunked array, a `datetime64` array
of numpy (read as UTC, for it has no zone), or anything that hands over an Arrow array. Units, zones, indexes, names and
chunks are kept, and what is missing stays missing. Rows without an answer are reported together, each with its reason.

A change to a question about columns, to what a column may be, or to how rows are counted together goes here. It never
knows of files, of engines, nor of how answers are shown. Needs the extra `columns`.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.columns.answered import Answers as Answers
    from slaclock.columns.arrow_functions import pc as pc
    from slaclock.columns.clocks import clocks_around as clocks_around
    from slaclock.columns.histories import Evaluated as Evaluated, evaluate as evaluate, evaluated as evaluated
    from slaclock.columns.history_tables import What as What, columns_by_meaning as columns_by_meaning
    from slaclock.columns.instants import (
        DAY as DAY,
        FIRST_MICROS as FIRST_MICROS,
        LAST_MICROS as LAST_MICROS,
        SECOND as SECOND,
        Mask as Mask,
        Micros as Micros,
        duration_of as duration_of,
    )
    from slaclock.columns.lookup import Places as Places
    from slaclock.columns.promises import offer_due as offer_due
    from slaclock.columns.questions import (
        QUESTIONS as QUESTIONS,
        OfColumn as OfColumn,
        OfTable as OfTable,
        add as add,
        add_days as add_days,
        breached as breached,
        business_days as business_days,
        due as due,
        elapsed as elapsed,
        is_open as is_open,
        next_closing as next_closing,
        next_opening as next_opening,
        previous_closing as previous_closing,
        previous_opening as previous_opening,
    )
    from slaclock.columns.rows import NamedSchedules as NamedSchedules
    from slaclock.columns.signatures import Question as Question
    from slaclock.columns.stated_tickets import tables_of_tickets as tables_of_tickets
    from slaclock.columns.table_kinds import (
        Table as Table,
        arrow_column as arrow_column,
        arrow_table as arrow_table,
        called_alike as called_alike,
        table_of as table_of,
    )
    from slaclock.columns.ticket_agendas import agenda as agenda
    from slaclock.columns.ticket_goals import attainment as attainment
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answered": "Answers",
            "arrow_functions": "pc",
            "clocks": "clocks_around",
            "histories": "evaluate Evaluated evaluated",
            "history_tables": "columns_by_meaning What",
            "instants": "DAY duration_of FIRST_MICROS LAST_MICROS Mask Micros SECOND",
            "lookup": "Places",
            "promises": "offer_due",
            "questions": (
                "add add_days breached business_days due elapsed is_open next_closing next_opening OfColumn OfTable "
                "previous_closing previous_opening QUESTIONS"
            ),
            "rows": "NamedSchedules",
            "signatures": "Question",
            "stated_tickets": "tables_of_tickets",
            "table_kinds": "arrow_column arrow_table called_alike Table table_of",
            "ticket_agendas": "agenda",
            "ticket_goals": "attainment",
        },
    )
