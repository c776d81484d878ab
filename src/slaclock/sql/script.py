"""`sql_script`: tables and functions that answer as a policy does, as one text in SQL (R22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.compiled import CompiledPolicy
from slaclock.errors import SqlError, one_of
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy

try:
    from slaclock.sql.answers import Answers
except ImportError as error:
    raise ImportError("scripts of SQL need an extra; run: pip install 'slaclock[columns]'", name=error.name) from error

from slaclock.sql.dialects import DIALECTS, TOLD, Dialect
from slaclock.sql.questions import Questions
from slaclock.sql.words import Names

_PREFIX = pattern(r"[a-z_][a-z0-9_]{0,30}(?:\.[a-z_][a-z0-9_]{0,30})?")
_SORTS = {"plans": "plan", "priorities": "priority", "channels": "channel"}


def sql_script(policy: SlaPolicy, compiled: CompiledPolicy, dialect: Dialect, prefix: str = "sla_") -> str:
    """Tables and functions with which a database answers as a policy does, without Python.

    - `sla_due(opened, plan, priority, metric, channel)`: when it is due, null where there is no answer
    - `sla_due_reason(…)`: why there is none, null where there is one
    - `sla_breached(opened, stopped, now, plan, priority, metric, channel)`: whether it was due before it was stopped,
      or before now where it was not
    - `sla_elapsed(schedule, start, ending)`: the open time between two instants, as an interval
    - `sla_is_open(schedule, instant)`: whether a schedule is open
    - in DuckDB, for whole tables by one join: `sla_deadlines('tickets')` has `due` and `due_reason` beside the columns
      `opened`, `plan` and `priority`; `sla_breaches('tickets', stopped, now)` has `breached`, too; and
      `sla_open_times('tickets', schedule, start, ending)` has `elapsed`

    Instants have a time zone (`timestamptz`), and answers are exact to the microsecond for the years for which the
    policy was compiled. What is outside them is null. Names are compared as the policy compares them.

    Args:
        policy: With all its versions; for customers of one zone where it speaks of their clocks.
        compiled: The same policy compiled, for the years in which the database answers; none before 1970.
        dialect: `duckdb` or `postgres`.
        prefix: What the names of tables and functions begin with: letters, digits and `_`, perhaps after the name of a
            schema of the database and a dot.

    Raises:
        ChoiceError: There is no such dialect.
        SqlError: Tables cannot say it: years before 1970, times of day in single seconds, channels or names of a
            helpdesk with other than ASCII letters, or no such prefix.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: America/New_York, schedules: {office: Mon-Fri 09:00-18:00},
        ...  plans: {standard: {first_response: {P1: 4 business hours, P2: 2 business days}}}}
        ... ''')
        >>> import duckdb
        >>> con = duckdb.connect()
        >>> _ = con.execute(sql_script(policy, policy.compile(2026), "duckdb"))
        >>> due = "sla_due(TIMESTAMPTZ '2026-11-25 17:00-05', 'standard', 'P1')"
        >>> con.execute(f"SELECT {due} AT TIME ZONE 'UTC'").fetchone()
        (datetime.datetime(2026, 11, 26, 17, 0),)

    Rules: R7, R8, R10, R11, R12, R22.
    """
    one_of(dialect, DIALECTS, "dialect")
    if not _PREFIX.fullmatch(prefix):
        raise SqlError(f"{prefix!r} is no prefix of names; write letters, digits and _, e.g. sla_ or support.sla_")
    if compiled.years[0] < 1970:
        raise SqlError(
            f"tables begin in 1970, and this policy was compiled for {compiled.years[0]}; compile later years"
        )
    return "".join(_lines(policy, compiled, dialect, prefix))


def _lines(policy: SlaPolicy, compiled: CompiledPolicy, dialect: Dialect, prefix: str) -> Iterator[str]:
    questions = Questions(policy, compiled)
    names = compiled.to_dict()["names"]
    _refuse_other_letters("the channel", questions.channels)
    for kind, meant in names.items():
        _refuse_other_letters(f"what the helpdesk calls one of the {kind},", meant)
    told = TOLD[dialect]
    answers = Answers(questions.start, questions.until, questions.unit, told.most_pieces)
    promised: dict[tuple[str, str, str, str], int] = {
        key: answers.number(pieces) for key, pieces in questions.promises()
    }
    schedules = {name: answers.number(pieces) for name, pieces in questions.schedules()}
    own = {_SORTS[kind]: meant for kind, meant in names.items() if meant}
    yield _about(compiled)
    yield from told.functions(prefix, answers, Names(promised, own), schedules, questions.reasons.texts)


def _refuse_other_letters(what: str, names: Iterable[str]) -> None:
    """Databases fold case in ways of their own, but for ASCII."""
    for name in names:
        if not name.isascii():
            raise SqlError(
                f"{what} {name!r} has other than ASCII letters, which databases compare in ways of their own"
            )


def _about(compiled: CompiledPolicy) -> str:
    made = ", ".join(f"{name} {version}" for name, version in compiled.made_by.items())
    first, last = compiled.years
    name = " ".join(compiled.name.split())
    return f"-- {name}, {first}-{last}. Made by {made}.\n-- Source: {compiled.source_sha256}\n\n"
