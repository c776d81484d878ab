"""Macros of DuckDB: functions of constants, which work wherever an expression does, and joins for whole tables.

The answers of a policy stand in the text of a macro, digits of one length in a row: of a constant text a part is found
at once, while a table or a list beside each row would be carried through every sort and join of a query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from slaclock.sql.answers import Answers
from slaclock.sql.words import UNKNOWN, Names, folded, numbers, text, texts

MOST_PIECES = 2
"""How many pieces a slot has at most: each costs a look at the text."""
_ASKED = "plan, priority, metric, channel"
_OPTIONAL = "plan := NULL, priority := NULL, metric := 'first_response', channel := NULL"
_NAIVE = (
    "an instant is a TIMESTAMPTZ here, for what has no time zone names none; "
    "say on whose clocks it was read, e.g. opened AT TIME ZONE 'Europe/Paris'"
)


def macros(
    prefix: str, answers: Answers, names: Names, schedules: Mapping[str, int], reasons: Sequence[str]
) -> Iterator[str]:
    """What makes the macros, and the table that the joins read.

    Args:
        prefix: What their names begin with.
        answers: What is answered.
        names: For what something is promised.
        schedules: The number of the answer for each schedule and closure.
        reasons: Why there is no answer; the first has the number -1.
    """
    told = {
        f"promise({_ASKED})": _promise(names),
        "schedule(schedule)": _found(list(schedules.values()), list(schedules), "(schedule)::VARCHAR"),
        **_counted(prefix, answers),
        **_digits(prefix, answers),
        "why(code)": f"CASE code {' '.join(f'WHEN {-1 - i} THEN {text(why)}' for i, why in enumerate(reasons))} END",
        **_questions(prefix),
    }
    for name, body in told.items():
        yield f"CREATE OR REPLACE MACRO {prefix}{name} AS {body};\n"
    yield from _joins(prefix, answers, "t.channel" if names.tell_channels else "NULL")


def _found(values: Sequence[int | None], names: Sequence[str], name: str) -> str:
    """The value beside a name."""
    return f"[{numbers(values)}][{_position(names, name)}]"


def _position(names: Sequence[str], name: str) -> str:
    return f"list_position([{texts(names)}], {name})"


def _promise(names: Names) -> str:
    """The number of the answer for what is promised; null where nothing is."""
    given = {name: f"({name})::VARCHAR" for name in ("plan", "metric", "priority", "channel")}
    for name, meant in names.own.items():
        own = f"[{texts(list(meant.values()))}][{_position(list(meant), folded(given[name]))}]"
        given[name] = f"coalesce({own}, {given[name]})"
    at = _position(names.plans, f"coalesce({given['plan']}, '')") + " - 1"
    at = f"({at}) * {len(names.metrics)} + {_position(names.metrics, given['metric'])} - 1"
    if names.tell_priorities:
        priority = _position(names.priorities, f"coalesce({given['priority']}, '')")
        at = f"({at}) * {len(names.priorities)} + {priority} - 1"
    if names.tell_channels:
        channel = _position(names.channels, folded(given["channel"]))
        at = f"({at}) * {len(names.channels)} + coalesce({channel}, {names.channels.index('*') + 1}) - 1"
    return f"[{numbers(names.answers)}][{at} + 1]"


def _counted(prefix: str, answers: Answers) -> dict[str, str]:
    """Instants as ticks, slots as places, and answers as microseconds."""
    begin, unit = answers.begin, answers.unit
    first, end = (f"make_timestamptz({at})" for at in (begin, answers.end))
    since = f"(epoch_us(instant) - {begin})"
    widths = f"[{numbers(answers.widths)}][answer]"
    units = f"(code // 2 + {answers.lowest}) * {unit}"
    # A text that is no number stops the query; of `error` DuckDB believes that it answers otherwise each time.
    return {
        "tick(instant)": (
            f"CASE WHEN typeof(instant) NOT IN ('TIMESTAMP WITH TIME ZONE', '\"NULL\"') THEN {text(_NAIVE)}::BIGINT\n"
            f"  WHEN instant < {first} THEN -1 WHEN instant >= {end} THEN {answers.last_tick}\n"
            f"  ELSE {since} // {unit} + ({since} + {unit - 1}) // {unit} END"
        ),
        "place(answer, tick)": f"[{numbers(answers.firsts)}][answer] + (tick + {widths}) // {widths}",
        "micros(code, instant)": (
            f"CASE WHEN code >= 0 THEN {units} + {begin} + code % 2 * (epoch_us(instant) - {begin}) END"
        ),
    }


def _digits(prefix: str, answers: Answers) -> dict[str, str]:
    """All answers as one text of digits, and how one is read."""
    records = [(*record.ends, *record.codes) for record in answers.records()]
    digits = max((len(str(number)) for record in records for number in record), default=1)
    whole = "".join(str(number).zfill(digits) for record in records for number in record)
    size = len(records[0]) if records else 1
    piece = f"(tick >= {prefix}number(place * {size}))::INT"
    return {
        "number(nth)": f"substr('{whole}', 1 + (nth) * {digits}, {digits})::BIGINT",
        "code_at(place, tick)": f"{prefix}number(place * {size} + 1 + {piece})",
        "code(answer, instant)": (
            f"{prefix}code_at({prefix}place(answer, {prefix}tick(instant)), {prefix}tick(instant))"
        ),
    }


def _questions(prefix: str) -> dict[str, str]:
    promise = f"{prefix}promise({_ASKED})"
    code = f"{prefix}code({promise}, opened)"
    openness = f"{prefix}code({prefix}schedule(schedule), instant)"
    start, ending = (
        f"{prefix}micros({prefix}code({prefix}schedule(schedule), {at}), {at})" for at in ("start", "ending")
    )
    return {
        f"due(opened, {_OPTIONAL})": f"make_timestamptz({prefix}micros({code}, opened))",
        f"due_reason(opened, {_OPTIONAL})": (
            f"CASE WHEN opened IS NULL THEN NULL WHEN {promise} IS NULL THEN {text(UNKNOWN)}\n"
            f"  ELSE {prefix}why({code}) END"
        ),
        "late(opened, due, stopped, now)": (
            "CASE WHEN due IS NULL OR now IS NULL THEN NULL WHEN opened > now THEN false\n"
            "  WHEN stopped <= now THEN due < stopped ELSE due < now END"
        ),
        f"breached(opened, stopped, now, {_OPTIONAL})": (
            f"{prefix}late(opened, {prefix}due(opened, {_ASKED}), stopped, now)"
        ),
        "is_open(schedule, instant)": f"CASE WHEN {openness} >= 0 THEN {openness} % 2 = 1 END",
        "elapsed(schedule, start, ending)": f"to_microseconds({ending} - {start})",
    }


def _joins(prefix: str, answers: Answers, channel: str) -> Iterator[str]:
    """The table of slots, of which a join finds many at once, and what asks it for all rows of a table.

    A join of whole numbers that all are there is the quickest that DuckDB has, so what has no answer is a row, too.
    """
    size = 2 * MOST_PIECES - 1
    places = answers.places
    number = f"{prefix}number(place * {size}"
    yield (
        f"DROP TABLE IF EXISTS {prefix}slots;\n"
        f"CREATE TABLE {prefix}slots AS\n"
        f"  SELECT place::INTEGER AS sla_place, {number}) AS sla_until, {number} + 1) AS sla_code_1, "
        f"{number} + 2) AS sla_code_2\n  FROM range({places}) AS all_places(place)\n"
        f"  UNION ALL SELECT {places}, NULL, NULL, NULL;\n"
    )

    def joined(slots: str, answer: str, instant: str) -> tuple[str, str]:
        """The join that finds an instant's slot, and what it says."""
        tick = f"{prefix}tick({instant})"
        place = f"coalesce({prefix}place({answer}, {tick}), {places})"
        code = f"CASE WHEN {tick} < {slots}.sla_until THEN {slots}.sla_code_1 ELSE {slots}.sla_code_2 END"
        return f"JOIN {prefix}slots {slots} ON {slots}.sla_place = {place}", code

    promise = f"{prefix}promise(t.plan, t.priority, metric, {channel})"
    join, code = joined("s", promise, "t.opened")
    yield (
        f"CREATE OR REPLACE MACRO {prefix}deadlines(tickets, metric := 'first_response') AS TABLE\n"
        f"  SELECT t.*, make_timestamptz({prefix}micros({code}, t.opened)) AS due,\n"
        f"    CASE WHEN t.opened IS NULL THEN NULL WHEN {promise} IS NULL THEN {text(UNKNOWN)}\n"
        f"      ELSE {prefix}why({code}) END AS due_reason\n"
        f"  FROM query_table(tickets) t {join};\n"
    )
    yield (
        f"CREATE OR REPLACE MACRO {prefix}breaches(tickets, stopped, now, metric := 'first_response') AS TABLE\n"
        f"  SELECT d.*, {prefix}late(d.opened, d.due, stopped, now) AS breached\n"
        f"  FROM {prefix}deadlines(tickets, metric := metric) d;\n"
    )
    join, code = joined("a", f"{prefix}schedule(schedule)", "start")
    other, later = joined("b", f"{prefix}schedule(schedule)", "ending")
    between = f"{prefix}micros({later}, ending) - {prefix}micros({code}, start)"
    yield (
        f"CREATE OR REPLACE MACRO {prefix}open_times(tickets, schedule, start, ending) AS TABLE\n"
        f"  SELECT t.*, to_microseconds({between}) AS elapsed\n  FROM query_table(tickets) t {join} {other};\n"
    )
