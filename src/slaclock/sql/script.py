"""`sql_script`: tables and functions that answer as a policy does, as one text in SQL (R22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.compiled import CompiledPolicy
from slaclock.errors import SqlError, one_of
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy
from slaclock.sql.dialects import DIALECTS, Dialect, functions, rows, slots, tables, text
from slaclock.sql.pieces import Pieces
from slaclock.sql.questions import Questions
from slaclock.sql.slots import DAY, slots_of, width_of

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
    - in DuckDB `sla_deadlines('tickets')`: a table with `due` and `due_reason` beside its columns `opened`, `plan` and
      `priority`, by one join

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
    yield _about(compiled)
    yield from tables(prefix)
    laid = _Laid(prefix, questions.until)
    promises = [", ".join([*map(text, key), laid.place(pieces)]) for key, pieces in questions.promises()]
    schedules = [", ".join([text(name), laid.place(pieces)]) for name, pieces in questions.schedules()]
    yield from rows(f"{prefix}promises", promises)
    yield from rows(f"{prefix}schedules", schedules)
    yield from laid.slots(dialect)
    yield from rows(f"{prefix}reasons", (f"{-1 - i}, {text(why)}" for i, why in enumerate(questions.reasons.texts)))
    told = ((_SORTS[kind], name, own) for kind, meant in names.items() for name, own in meant.items())
    yield from rows(f"{prefix}names", (", ".join(map(text, each)) for each in told))
    own = {_SORTS[kind] for kind, meant in names.items() if meant}
    yield from functions(dialect, prefix, bool(questions.priorities), questions.channels, own)


class _Laid:
    """Answers laid into slots, each that is like another once."""

    def __init__(self, prefix: str, until: int) -> None:
        self._prefix = prefix
        self._until = until
        self._end = -(-until // DAY) * DAY
        self._places: dict[bytes, tuple[int, int]] = {}
        self._all: list[Pieces] = []

    def place(self, pieces: Pieces) -> str:
        """The number of an answer and the length of its slots."""
        if pieces.told not in self._places:
            whole = pieces.within(self._until, DAY)
            self._places[pieces.told] = len(self._all), width_of(whole, self._end)
            self._all.append(whole)
        return "{}, {}".format(*self._places[pieces.told])

    def slots(self, dialect: Dialect) -> Iterator[str]:
        """What fills the slots."""
        for number, width in self._places.values():
            yield from slots(dialect, self._prefix, number, slots_of(self._all[number], self._end, width))


def _refuse_other_letters(what: str, names: Iterable[str]) -> None:
    """Databases fold case in ways of their own, but for ASCII; and $ may end the text of a function."""
    for name in names:
        if not name.isascii():
            raise SqlError(
                f"{what} {name!r} has other than ASCII letters, which databases compare in ways of their own"
            )
        if "$" in name:
            raise SqlError(f"{what} {name!r} has a $, with which PostgreSQL ends the text of a function; leave it out")


def _about(compiled: CompiledPolicy) -> str:
    made = ", ".join(f"{name} {version}" for name, version in compiled.made_by.items())
    first, last = compiled.years
    name = " ".join(compiled.name.split())
    return f"-- {name}, {first}-{last}. Made by {made}.\n-- Source: {compiled.source_sha256}\n\n"
