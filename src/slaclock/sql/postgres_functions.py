"""Functions of PostgreSQL: the answers stand as arrays in the text of a function, which a session reads once.

A function in SQL that reads a table is started anew for each row; one in PL/pgSQL over constants is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from slaclock.sql.answers import Answers
from slaclock.sql.words import UNKNOWN, Names, folded, numbers, text as plain_text

MOST_PIECES = 4
"""How many pieces a slot has at most."""
_PROMISE = "plan text, priority text, metric text, channel text"
_OPTIONAL = (
    "plan text DEFAULT NULL, priority text DEFAULT NULL, "
    "metric text DEFAULT 'first_response', channel text DEFAULT NULL"
)
_ASKED = "plan, priority, metric, channel"
_INSTANT = "timestamptz"


def functions(
    prefix: str, answers: Answers, names: Names, schedules: Mapping[str, int], reasons: Sequence[str]
) -> Iterator[str]:
    """What makes the functions.

    Args:
        prefix: What their names begin with.
        answers: What is answered.
        names: For what something is promised.
        schedules: The number of the answer for each schedule and closure.
        reasons: Why there is no answer; the first has the number -1.
    """
    schedule = f"{_array(schedules.values())}[array_position({_texts(list(schedules))}, schedule)]"
    yield _function(prefix, f"promise({_PROMISE})", "integer", _promise(names))
    yield _function(prefix, "schedule(schedule text)", "integer", schedule)
    yield _function(prefix, f"code(answer integer, instant {_INSTANT})", "bigint", *_code(answers))
    yield _function(prefix, f"micros(answer integer, instant {_INSTANT})", "bigint", *_micros(prefix, answers))
    told = " ".join(f"WHEN {-1 - i} THEN {text(why)}" for i, why in enumerate(reasons))
    yield _function(prefix, "why(code bigint)", "text", f"CASE code {told} END")
    for each in _questions(prefix):
        yield _function(prefix, *each)


def text(given: str) -> str:
    """A text as a literal, however the server reads backslashes."""
    told = plain_text(given)
    return "E" + told.replace("\\", "\\\\") if "\\" in told else told


def _texts(given: Sequence[str]) -> str:
    return f"ARRAY[{', '.join(map(text, given))}]::text[]"


def _array(given: Iterable[int | None]) -> str:
    return "('{" + numbers(given).replace(" ", "") + "}'::bigint[])"


def _function(prefix: str, name: str, kind: str, answer: str, before: str = "", declared: str = "") -> str:
    """A function that does something before, and answers with an expression."""
    body = f"{declared}BEGIN\n{before}RETURN {answer};\nEND;\n"
    mark = "$sla$"
    while mark in body:
        mark = f"{mark[:-1]}a$"
    return (
        f"CREATE OR REPLACE FUNCTION {prefix}{name} RETURNS {kind} LANGUAGE plpgsql STABLE PARALLEL SAFE AS {mark}\n"
        f"#variable_conflict use_variable\n{body}{mark};\n"
    )


def _promise(names: Names) -> str:
    """The number of the answer for what is promised; null where nothing is."""
    given = {name: name for name in ("plan", "metric", "priority", "channel")}
    for name, meant in names.own.items():
        own = f"({_texts(list(meant.values()))})[array_position({_texts(list(meant))}, {folded(name)})]"
        given[name] = f"coalesce({own}, {name})"
    at = f"array_position({_texts(names.plans)}, coalesce({given['plan']}, '')) - 1"
    at = f"({at}) * {len(names.metrics)} + array_position({_texts(names.metrics)}, {given['metric']}) - 1"
    if names.tell_priorities:
        priority = f"array_position({_texts(names.priorities)}, coalesce({given['priority']}, ''))"
        at = f"({at}) * {len(names.priorities)} + {priority} - 1"
    if names.tell_channels:
        channel = f"array_position({_texts(names.channels)}, {folded(given['channel'])})"
        at = f"({at}) * {len(names.channels)} + coalesce({channel}, {names.channels.index('*') + 1}) - 1"
    return f"{_array(names.answers)}[{at} + 1]"


def _code(answers: Answers) -> tuple[str, str, str]:
    """What an answer is at an instant: its slot, and in that its piece."""
    records = list(answers.records())
    begin, unit = answers.begin, answers.unit
    ends = [_array(record.ends[piece] for record in records) for piece in range(MOST_PIECES - 1)]
    pieces = " ".join(f"WHEN tick < {each}[place] THEN {piece}" for piece, each in enumerate(ends, 1))
    codes = _array(code for record in records for code in record.codes)
    first, end = (f"timestamptz '1970-01-01 00:00+00' + {at} * interval '1 microsecond'" for at in (begin, answers.end))
    before = (
        f"IF instant < {first} THEN tick := -1;\nELSIF instant >= {end} THEN tick := {answers.last_tick};\n"
        f"ELSE since := (extract(epoch FROM instant) * 1000000)::bigint - {begin};\n"
        f"  tick := since / {unit} + (since + {unit - 1}) / {unit};\nEND IF;\n"
        f"width := {_array(answers.widths)}[answer];\n"
        f"place := {_array(answers.firsts)}[answer] + (tick + width) / width + 1;\n"
    )
    declared = "DECLARE since bigint; tick bigint; width bigint; place bigint;\n"
    return f"{codes}[(place - 1) * {MOST_PIECES} + CASE {pieces} ELSE {MOST_PIECES} END]", before, declared


def _micros(prefix: str, answers: Answers) -> tuple[str, str, str]:
    """The answer in microseconds; null where there is none."""
    units = f"((code >> 1) + {answers.lowest}) * {answers.unit}::bigint"
    moved = "(extract(epoch FROM instant) * 1000000)::bigint"
    answer = f"CASE WHEN code >= 0 THEN {units} + CASE WHEN code % 2 = 1 THEN {moved} ELSE {answers.begin} END END"
    return answer, f"code := {prefix}code(answer, instant);\n", "DECLARE code bigint;\n"


def _questions(prefix: str) -> Iterator[tuple[str, ...]]:
    promise = f"{prefix}promise({_ASKED})"
    due = f"timestamptz '1970-01-01 00:00+00' + {prefix}micros({promise}, opened) * interval '1 microsecond'"
    yield f"due(opened {_INSTANT}, {_OPTIONAL})", _INSTANT, due
    why = f"CASE WHEN {promise} IS NULL THEN {text(UNKNOWN)} ELSE {prefix}why({prefix}code({promise}, opened)) END"
    yield f"due_reason(opened {_INSTANT}, {_OPTIONAL})", "text", f"CASE WHEN opened IS NOT NULL THEN {why} END"
    late = "WHEN opened > now THEN false ELSE due < least(coalesce(stopped, now), now)"
    yield (
        f"breached(opened {_INSTANT}, stopped {_INSTANT}, now {_INSTANT}, {_OPTIONAL})",
        "boolean",
        f"CASE WHEN due IS NULL OR now IS NULL THEN NULL {late} END",
        f"due := {prefix}due(opened, {_ASKED});\n",
        f"DECLARE due {_INSTANT};\n",
    )
    openness = f"{prefix}code({prefix}schedule(schedule), instant)"
    yield f"is_open(schedule text, instant {_INSTANT})", "boolean", f"nullif(greatest({openness}, -1), -1) % 2 = 1"
    ending, start = (f"{prefix}micros({prefix}schedule(schedule), {at})" for at in ("ending", "start"))
    yield (
        f"elapsed(schedule text, start {_INSTANT}, ending {_INSTANT})",
        "interval",
        f"({ending} - {start}) * interval '1 microsecond'",
    )
