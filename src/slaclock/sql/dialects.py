"""How a database is told tables and functions: DuckDB by macros, PostgreSQL by functions in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple, get_args

from slaclock.sql.pieces import OUTSIDE
from slaclock.sql.slots import PIECES, Slot

Dialect = Literal["duckdb", "postgres"]
"""The databases that are spoken to."""
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)

UNKNOWN = "the policy has no such plan, metric or priority"
_ROWS_AT_ONCE = 1_000
_NUMBERS = range(1, PIECES + 1)
_SLOT = [
    *(f"sla_until_{number} bigint" for number in _NUMBERS[:-1]),
    *(f"sla_value_{number} bigint" for number in _NUMBERS),
    *(f"sla_kind_{number} smallint" for number in _NUMBERS),
]


class Words(NamedTuple):
    """What differs from database to database."""

    micros: str
    """An instant as microseconds since 1970."""
    instant: str
    """And back."""
    duration: str
    """Microseconds as a duration."""
    divided: str
    """Whole numbers divided, rounded down; all of them are after 1970."""
    replaced: str
    """A text without what names are compared without."""
    instants: str
    """The type of instants."""
    function: str
    """A function: its name, its parameters, the type of its answer, and the query that gives it."""
    parameter: str
    """A parameter that has a type."""
    optional: str
    """One that may be left out, with what stands for it then."""
    numbers: str
    """A row of whole numbers among those that are put into a table together."""
    filled: str
    """Such rows put into a table; DuckDB reads a list in an eighth of the time that as many rows of values take."""


WORDS: dict[Dialect, Words] = {
    "duckdb": Words(
        micros="epoch_us({0})",
        instant="make_timestamptz({0})",
        duration="to_microseconds({0})",
        divided="{0} // {1}",
        replaced="lower(regexp_replace({0}, '[\\s_\\x{{2010}}-\\x{{2015}}-]', '', 'g'))",
        instants="timestamptz",
        function="CREATE OR REPLACE MACRO {name}({parameters}) AS (\n{body}\n);\n",
        parameter="{name}",
        optional="{name} := {default}",
        numbers="[{0}]",
        filled="INSERT INTO {table} SELECT {columns} FROM (SELECT unnest('[\n{rows}\n]'::bigint[][]) AS r);\n",
    ),
    "postgres": Words(
        micros="(extract(epoch FROM {0}) * 1000000)::bigint",
        instant="timestamptz '1970-01-01 00:00+00' + ({0}) * interval '1 microsecond'",
        duration="({0}) * interval '1 microsecond'",
        divided="{0} / {1}",
        replaced="lower(regexp_replace({0}, '[\\s_\\u2010-\\u2015-]', '', 'g'))",
        instants="timestamptz",
        function=(
            "CREATE OR REPLACE FUNCTION {name}({parameters}) RETURNS {kind} LANGUAGE sql STABLE PARALLEL SAFE AS $$\n"
            "{body}\n$$;\n"
        ),
        parameter="{name} {type}",
        optional="{name} {type} DEFAULT {default}",
        numbers="({0})",
        filled="INSERT INTO {table} VALUES\n{rows};\n",
    ),
}


def text(given: str) -> str:
    """A text as a literal: quotes are doubled, and what a database cannot hold is left out."""
    return "'" + given.replace("\0", "").replace("'", "''") + "'"


# Tables


def tables(prefix: str) -> Iterator[str]:
    """What makes the tables anew.

    Their columns begin with `sla_`: a macro puts what it is given beside them, and a column of tickets that is called
    like one of theirs would be taken for it.
    """
    answer = "sla_answer integer, sla_width bigint"
    columns = {
        "promises": f"sla_plan text, sla_metric text, sla_priority text, sla_channel text, {answer}",
        "schedules": f"sla_schedule text, {answer}",
        "slots": f"sla_answer integer, sla_slot bigint, {', '.join(_SLOT)}, PRIMARY KEY (sla_answer, sla_slot)",
        "reasons": "sla_kind smallint, sla_reason text",
        "names": "sla_sort text, sla_name text, sla_meant text",
    }
    for name, declared in columns.items():
        yield f"DROP TABLE IF EXISTS {prefix}{name};\nCREATE TABLE {prefix}{name} ({declared});\n"


def rows(table: str, values: Iterable[str]) -> Iterator[str]:
    """What puts rows into a table, some at once."""
    for some in _some_at_once(values):
        yield f"INSERT INTO {table} VALUES\n" + ",\n".join(f"({each})" for each in some) + ";\n"


def slots(dialect: Dialect, prefix: str, answer: int, laid: Iterable[Slot]) -> Iterator[str]:
    """What puts the slots of an answer into their table, some at once."""
    words = WORDS[dialect]
    columns = ", ".join(f"r[{number}]" for number in range(1, len(_SLOT) + 3))
    for some in _some_at_once(_slot_row(answer, slot) for slot in laid):
        told = ",\n".join(map(words.numbers.format, some))
        yield words.filled.format(table=f"{prefix}slots", columns=columns, rows=told)


def _some_at_once(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, _ROWS_AT_ONCE)):
        yield some


def _slot_row(answer: int, slot: Slot) -> str:
    """The values of a slot."""
    ends = [*map(str, slot.ends), *["NULL"] * (PIECES - 1 - len(slot.ends))]
    values = ["NULL" if kind < 0 else str(value) for value, kind in zip(slot.values, slot.kinds, strict=True)]
    missing = ["NULL"] * (PIECES - len(values))
    return ", ".join([str(answer), str(slot.number), *ends, *values, *missing, *map(str, slot.kinds), *missing])


# Functions


def functions(
    dialect: Dialect, prefix: str, priorities: bool, channels: Sequence[str], names: set[str]
) -> Iterator[str]:
    """What makes the functions.

    Args:
        dialect: How they are told.
        prefix: What their names begin with.
        priorities: Whether the policy tells priorities apart.
        channels: The channels that it tells apart.
        names: Which kinds of names a helpdesk has of its own.
    """
    said = _Functions(dialect, prefix, priorities, channels, names)
    asked = ["opened", "plan", "priority", "metric", "channel"]
    yield said.function("due", asked, "timestamptz", said.promise(WORDS[dialect].instant.format(said.answer("opened"))))
    yield said.function("due_reason", asked, "text", said.why("opened"))
    late = said.promise(f"CASE WHEN {said.of('opened')} > @now@ THEN false ELSE {said.instant} < {said.earlier} END")
    yield said.function("breached", ["opened", "stopped", "now", *asked[1:]], "boolean", late)
    yield said.function("is_open", ["schedule", "instant"], "boolean", said.schedule(said.openness, "instant"))
    if dialect == "duckdb":
        yield said.deadlines()
    between = WORDS[dialect].duration.format(f"({said.open_time('ending')}) - ({said.open_time('start')})")
    yield said.function("elapsed", ["schedule", "start", "ending"], "interval", f"  SELECT {between}")


class _Functions:
    """The functions of one policy in one dialect."""

    def __init__(
        self, dialect: Dialect, prefix: str, priorities: bool, channels: Sequence[str], names: set[str]
    ) -> None:
        self.words = WORDS[dialect]
        self.prefix = prefix
        self.priorities = priorities
        self.channels = channels
        self.names = names
        self.is_postgres = dialect == "postgres"
        self.function_name = ""

    def function(self, name: str, parameters: Sequence[str], kind: str, body: str) -> str:
        """A function; what begins with `@` in its body is a parameter."""
        declared = ", ".join(map(self._parameter, parameters))
        return self.words.function.format(
            name=f"{self.prefix}{name}", parameters=declared, kind=kind, body=self._with_parameters(body, parameters)
        )

    def _parameter(self, name: str) -> str:
        types: dict[str, str] = dict.fromkeys(("opened", "stopped", "now", "instant", "start", "ending"), "timestamptz")
        defaults = {"plan": "NULL", "priority": "NULL", "metric": "'first_response'", "channel": "NULL"}
        form = self.words.optional if name in defaults else self.words.parameter
        return form.format(name=name, type=types.get(name, "text"), default=defaults.get(name))

    def _with_parameters(self, body: str, parameters: Sequence[str]) -> str:
        for name in parameters:
            body = body.replace(f"@{name}@", name)
        return body

    def of(self, instant: str) -> str:
        """A parameter."""
        return f"@{instant}@"

    def micros(self, instant: str) -> str:
        """A parameter as microseconds."""
        return self.words.micros.format(self.of(instant))

    def _by_piece(self, columns: str, instant: str) -> str:
        """The column of the piece in which an instant lies."""
        at = self.micros(instant)
        cases = " ".join(
            f"WHEN s.sla_until_{n} IS NULL OR {at} < s.sla_until_{n} THEN {columns.format(n)}" for n in _NUMBERS[:-1]
        )
        return f"CASE {cases} ELSE {columns.format(PIECES)} END"

    def answer(self, instant: str) -> str:
        """The answer about an instant, in microseconds."""
        return self._by_piece(f"s.sla_value_{{0}} + s.sla_kind_{{0}} * {self.micros(instant)}", instant)

    def kind(self, instant: str) -> str:
        """Whether the answer moves, stands still, or is none."""
        return self._by_piece("s.sla_kind_{0}", instant)

    @property
    def openness(self) -> str:
        """Whether it is open; null outside the years."""
        kind = self.kind("instant")
        return f"CASE WHEN {kind} >= 0 THEN {kind} = 1 END"

    @property
    def instant(self) -> str:
        """When it is due."""
        return self.words.instant.format(self.answer("opened"))

    @property
    def earlier(self) -> str:
        """When it was stopped, or now."""
        return "least(coalesce(@stopped@, @now@), @now@)"

    def promise(self, answer: str) -> str:
        """What is answered of a promise."""
        slot = self.words.divided.format(self.micros("opened"), "p.sla_width")
        return (
            f"  SELECT {answer}\n  FROM {self.prefix}promises p JOIN {self.prefix}slots s\n"
            f"    ON s.sla_answer = p.sla_answer AND s.sla_slot = {slot}\n  WHERE {self._asked()}"
        )

    def deadlines(self) -> str:
        """All rows of a table with their due instants: one join for all of them, where a macro asks for each."""
        asked = self._asked().replace("@metric@", "metric")
        for name in ("plan", "priority", "channel"):
            asked = asked.replace(f"@{name}@", f"t.{name}")
        at = self.words.micros.format("t.opened")
        answer = self.answer("opened").replace(self.micros("opened"), at)
        kind = self.kind("opened").replace(self.micros("opened"), at)
        slot = self.words.divided.format(at, "p.sla_width")
        outside = f"(SELECT o.sla_reason FROM {self.prefix}reasons o WHERE o.sla_kind = {OUTSIDE})"
        return (
            f"CREATE OR REPLACE MACRO {self.prefix}deadlines(tickets, metric := 'first_response') AS TABLE\n"
            f"  SELECT t.*, {self.words.instant.format(answer)} AS due,\n"
            f"    CASE WHEN t.opened IS NULL THEN NULL WHEN p.sla_answer IS NULL THEN {text(UNKNOWN)}\n"
            f"      WHEN s.sla_answer IS NULL THEN {outside} ELSE r.sla_reason END AS due_reason\n"
            f"  FROM query_table(tickets) t LEFT JOIN {self.prefix}promises p ON {asked}\n"
            f"  LEFT JOIN {self.prefix}slots s ON s.sla_answer = p.sla_answer AND s.sla_slot = {slot}\n"
            f"  LEFT JOIN {self.prefix}reasons r ON r.sla_kind = {kind};\n"
        )

    def _asked(self) -> str:
        wanted = {
            "plan": f"coalesce({self._own('plan')}, '')",
            "metric": "@metric@",
            "priority": f"coalesce({self._own('priority')}, '')" if self.priorities else "'*'",
            "channel": self._channel(),
        }
        return " AND ".join(f"p.sla_{name} = {value}" for name, value in wanted.items())

    def _own(self, name: str) -> str:
        """A name, as the policy calls it."""
        if name not in self.names:
            return self.of(name)
        found = (
            f"SELECT n.sla_meant FROM {self.prefix}names n WHERE n.sla_sort = '{name}' "
            f"AND n.sla_name = {self.words.replaced.format(self.of(name))}"
        )
        return f"coalesce(({found}), {self.of(name)})"

    def _channel(self) -> str:
        """A channel of which conditions speak, or what stands for all others."""
        if not self.channels:
            return "'*'"
        folded = self.words.replaced.format(self._own("channel"))
        known = ", ".join(map(text, self.channels))
        return f"CASE WHEN {folded} IN ({known}) THEN {folded} ELSE '*' END"

    def why(self, instant: str) -> str:
        """Why there is no answer; null where there is one, or where nothing was asked."""
        kind = f"(SELECT {self.kind(instant)} {self._from_promise(instant)})"
        promised = f"EXISTS (SELECT 1 FROM {self.prefix}promises p WHERE {self._asked()})"
        reasons = f"SELECT r.sla_reason FROM {self.prefix}reasons r WHERE r.sla_kind ="
        return (
            f"  SELECT CASE WHEN {self.of(instant)} IS NULL THEN NULL\n"
            f"    WHEN NOT {promised} THEN {text(UNKNOWN)}\n"
            f"    WHEN {kind} IS NULL THEN ({reasons} {OUTSIDE})\n"
            f"    ELSE ({reasons} {kind}) END"
        )

    def _from_promise(self, instant: str) -> str:
        slot = self.words.divided.format(self.micros(instant), "p.sla_width")
        return (
            f"FROM {self.prefix}promises p JOIN {self.prefix}slots s "
            f"ON s.sla_answer = p.sla_answer AND s.sla_slot = {slot} WHERE {self._asked()}"
        )

    def schedule(self, answer: str, instant: str) -> str:
        """What is answered of a schedule."""
        slot = self.words.divided.format(self.micros(instant), "c.sla_width")
        return (
            f"  SELECT {answer}\n  FROM {self.prefix}schedules c JOIN {self.prefix}slots s\n"
            f"    ON s.sla_answer = c.sla_answer AND s.sla_slot = {slot}\n  WHERE c.sla_schedule = @schedule@"
        )

    def open_time(self, instant: str) -> str:
        """Open time up to an instant, in microseconds."""
        return self.schedule(self.answer(instant), instant)
