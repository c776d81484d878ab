"""docs/benchmarks.md, written from what was measured: no figure in it was typed in by hand."""

import os
import platform
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import speed
from benchmarks.columns import ColumnRace
from benchmarks.contestants import missing_peers, release
from benchmarks.questions import Asked, Truth, Verdict
from benchmarks.speed import Result
from benchmarks.timing import Race, Ratio, figure

YARDSTICK_AIM = 1.3
STATUS_AIM = READING_AIM = 4
SPAN_AIM = 1.1
HAND_OVER_AIM = 1.5
PEER_COLUMN_AIMS = {"a week": 5, "two years": 25}
PEER_AIMS = {speed.ADD_8_H: 3, speed.ELAPSED_5_YEARS: 120}
KINDS = ("right", "otherwise", "wrong", "raises", "cannot")
PACKAGES = (
    "slaclock",
    "pydantic",
    "holidays",
    "tzdata",
    "workclock",
    "django-bizcal",
    "businesstimedelta",
    "numpy",
    "pyarrow",
    "pandas",
    "polars",
)

INTRODUCTION = """\
# Benchmarks

Measured in one run by `nox -s bench`, which also wrote this page. Times differ between machines, ratios less so; a
ratio is the median over short rounds in which everybody took a turn, with the middle half of the rounds in brackets.
The aims are those of the design. Nothing passes or fails here."""

SPEED = """\
## One call, beside the least that it can cost

The desk is open Mon–Fri 9–18 in New York and closed on US holidays. The yardstick is a bare `bisect` over a list of
aware UTC datetimes and their running totals, with the same conversions from and to the zone of the question and no
checks: no answer in pure Python that compiles open time beforehand can do with much less."""

PEERS = """\
## Beside other libraries

The same calls in the same rounds, in microseconds per call. A library that keeps its results (slaclock,
django-bizcal) is timed warm. The last column but one says how many times as long as slaclock the fastest of the
others took."""

SPAN = """\
## Does a longer span cost more?

The same call over ten years and over a month, in the same rounds."""

COMPILATION = """\
## Compiling

A new schedule of thirty years is compiled at the first question. The same rounds time the reading of thirty years of
US holidays from the holidays package, which is part of it. Both are warm."""

COLUMNS = """\
## Columns

The starts are spread over two years in no order, in microseconds; the desk is the same. The yardstick is bare numpy:
`searchsorted` over openings and their running totals, made beforehand, with no checks. All answers of all contestants
are compared, and are equal. workclock answers through `between_many` and `add_many`, and is left out where a call takes
many seconds."""

HAND_OVERS = """\
The same questions in the columns of other libraries, with a time zone, beside numpy's, which need no conversion:
reading the column, answering, and returning a column of the same type. Spans of a week."""

TICKETS = """\
## Tickets

The status of a ticket with twenty changes of status: its events are followed into a cycle, and what that paused into
state, due instant and time used. The yardstick is the bare arithmetic of due and elapsed on the same schedule, with a
look-up for each pause and nothing else. A status works out figures, warnings, levels and the next change when they are
asked for; the second row asks for all of them. The ticket keeps its events in order from the first time on. The
yardstick of reading is `json.loads` of the same text, which makes neither instants nor checks; `Ticket.loads` also
refuses keys that are given twice. The agenda sorts the open targets of many tickets, each seen for the first time;
Python's collector of garbage goes through all that is held again and again, and its share is told. All of it is
processor time."""

NOT_REACHED = """\
What was not reached, and why: of the status of a ticket, a third goes into following each event into the cycles of a
metric, a fifth into replaying what that paused, and the rest into the words of the ticket, what is promised and the
answer itself. That is some 30 calls for an event, of which the yardstick makes one and a half."""
GROWTH = """\
Tickets that wait and wait, on a target in business days with a ladder of escalations, some of which lie before the due
instant and move with it: each is asked for its levels."""

PROCESSES = """\
## Starting

Whole processes, in the same rounds: processor time, which a busy machine stretches less than time by the clock. Their
bytecode was compiled beforehand, as an installer does it; where it is missing and cannot be written
(`PYTHONDONTWRITEBYTECODE`, a read-only image), each process compiles all that it imports. `import pydantic` loads next
to nothing until a name is taken from it; the line below it is what anything with a model pays. The last three lines are
about [what `due` keeps](reference/cli.md#what-is-kept) of a policy; `--no-cache` is what an answer took before."""

ONE_COUNTRY = """\
Reading the first holiday of one country in a process that has imported everything else: the function of the holidays
package imports every country that it has, and slaclock the one module that its registry names."""

ANSWERS = """\
## Do they agree?

Each library gets the desk in its own words and answers the same questions. The oracle is the slow count against which
the tests check the library: clock readings alone, no intervals. *Right* is the oracle's answer. *Otherwise* is the
answer under another published interpretation (slaclock takes `boundary="next_opening"`, too). *Cannot* means that the
library has no words for the desk or no call for the question."""


def page(
    results: Sequence[Result],
    spans: dict[str, Race],
    compilation: Race,
    tickets_section: str,
    columns: Sequence[ColumnRace],
    hand_overs: Sequence[ColumnRace],
    starting_section: str,
    asked: Sequence[Asked] | None,
) -> str:
    """Return the whole page."""
    parts = [
        INTRODUCTION,
        _machine(),
        SPEED,
        _beside_the_yardstick(results),
        PEERS,
        _beside_the_peers(results),
        SPAN,
        _spans(spans),
        COMPILATION,
        _compilation(compilation),
        tickets_section.strip(),
        whole_columns(columns, hand_overs),
        starting_section.strip(),
        ANSWERS,
        *(_answers(asked) if asked else ["The tests, and the oracle with them, were not at hand in this run."]),
    ]
    return "\n\n".join(parts) + "\n"


def section_of(page: str, title: str) -> str | None:
    """Return a section of the page, its heading included, if it has one."""
    found = re.search(rf"^{re.escape(title)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return found and found[0]


def put(page: str, section: str) -> str:
    """Return the page with a section in the place of an earlier one of that heading, or at the end."""
    earlier = section_of(page, section.partition("\n")[0])
    if earlier is None:
        return f"{page.rstrip()}\n\n{section.rstrip()}\n"
    return page.replace(earlier, section.rstrip() + "\n\n").rstrip() + "\n"


def kept(page: str, earlier: str, titles: Iterable[str]) -> str:
    """Return the page with the sections that an earlier one had, of those that are measured by themselves."""
    for section in filter(None, (section_of(earlier, title) for title in titles)):
        page = put(page, section)
    return page


def tell(section: str, page: Path) -> None:
    """Print a section that was measured by itself, and write it to its place."""
    print(section)
    page.write_text(put(page.read_text(encoding="utf-8"), section), encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _machine() -> str:
    versions = ", ".join(f"{name} {found}" for name in PACKAGES if (found := release(name)))
    lines = [
        f"- {date.today().isoformat()}, {platform.python_implementation()} {platform.python_version()}, "
        f"{platform.system()} on {platform.machine()}, {_processor()}, {os.cpu_count()} cores",
        f"- {versions}",
    ]
    if missing := missing_peers():
        lines.append(f"- not installed, so left out: {', '.join(missing)}")
    return "\n".join(lines)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "an unnamed processor"
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "an unnamed processor")


def _beside_the_yardstick(results: Iterable[Result]) -> str:
    return table(
        ["call", "start in", "yardstick, µs", "slaclock, µs", "slaclock / yardstick", "aim"],
        (
            [
                result.case.text,
                result.start_zone,
                figure(result.race.microseconds("yardstick")),
                figure(result.race.microseconds("slaclock")),
                *_beside_an_aim(result.race.ratio("slaclock", "yardstick"), most=YARDSTICK_AIM),
            ]
            for result in results
        ),
    )


def _beside_the_peers(results: Sequence[Result]) -> str:
    names = [name for name in results[0].race.times if name not in ("yardstick", "slaclock")]
    if not names:
        return "None of them was installed in this run."
    rows = []
    for result in results:
        race = result.race
        fastest = min((name for name in names if name in race.times), key=race.microseconds)
        rows.append(
            [
                result.case.text,
                result.start_zone,
                figure(race.microseconds("slaclock")),
                *(figure(race.microseconds(name)) if name in race.times else "–" for name in names),
                f"{fastest}: {race.ratio(fastest, 'slaclock')}",
                _aim(least=PEER_AIMS.get(result.case), reached=race.ratio(fastest, "slaclock")),
            ]
        )
    remarks = [
        f"- {result.case.text}, start in {result.start_zone}: {remark}"
        for result in results
        for remark in result.remarks
    ]
    noticed = "\n\nAnswers on these calls that differ from the yardstick's:\n\n" + "\n".join(remarks) if remarks else ""
    return table(["call", "start in", "slaclock", *names, "fastest other / slaclock", "aim"], rows) + noticed


def _aim(reached: Ratio, *, least: float | None = None, most: float | None = None) -> str:
    """Return the aim, and whether the median, as it is shown, reached it."""
    shown = round(reached.median, 2)
    if least is not None:
        return f"at least {least:g}×, {'reached' if shown >= least else 'missed'}"
    if most is not None:
        return f"at most {most:g}×, {'reached' if shown <= most else 'missed'}"
    return ""


def _beside_an_aim(reached: Ratio, *, most: float) -> tuple[str, str]:
    return str(reached), _aim(reached, most=most)


def _spans(spans: dict[str, Race]) -> str:
    return table(
        ["call", "ten years, µs", "one month, µs", "ten years / one month", "aim"],
        (
            [
                " against ".join(case.text for case in speed.SPANS[call]),
                figure(race.microseconds("long")),
                figure(race.microseconds("short")),
                *_beside_an_aim(race.ratio("long", "short"), most=SPAN_AIM),
            ]
            for call, race in spans.items()
        ),
    )


@dataclass(frozen=True)
class AgendaTimes:
    """How long an agenda took, and its yardstick for as many tickets."""

    tickets: int
    seconds: float
    collecting: float
    """How much of that Python's collector of garbage took, which goes through all that is held."""
    yardstick: float


def tickets(status: Race, reading: Race, growth: Race, agenda: AgendaTimes) -> str:
    """Return the section of what tickets cost."""
    when = f"`nox -s tickets` measures this section by itself: here on {date.today()}."
    return "\n\n".join([TICKETS, when, _tickets(status, reading, agenda), NOT_REACHED, GROWTH, _growth(growth)]) + "\n"


def _tickets(status: Race, reading: Race, agenda: AgendaTimes) -> str:
    timed = (
        ("state, due and time used of one ticket, µs", status, "standing", STATUS_AIM),
        ("all that its status says, µs", status, "everything", None),
        ("a ticket read from JSON, µs", reading, "model_validate_json", READING_AIM),
        ("the same by `Ticket.loads`, µs", reading, "loads", None),
    )
    rows = [
        (
            text,
            figure(race.microseconds("yardstick")),
            figure(race.microseconds(name)),
            str(race.ratio(name, "yardstick")),
            _aim(race.ratio(name, "yardstick"), most=aim),
        )
        for text, race, name, aim in timed
    ]
    rate = (
        f"{agenda.tickets / agenda.seconds:,.0f} tickets a second; {agenda.collecting / agenda.seconds:.0%} collecting"
    )
    took = f"{figure(agenda.seconds)} ({rate})"
    times = f"{figure(agenda.seconds / agenda.yardstick)}×"
    rows.append((f"agenda of {agenda.tickets:,} tickets, s", figure(agenda.yardstick), took, times, ""))
    return table(("", "yardstick", "slaclock", "slaclock / yardstick", "aim"), rows)


def _growth(growth: Race) -> str:
    sizes = list(growth.times)
    rows = [
        (f"{int(size):,}", _milliseconds(growth, size), str(growth.ratio(size, before)) if before else "")
        for before, size in zip(["", *sizes], sizes, strict=False)
    ]
    return table(("pauses", "ms", "/ half as many"), rows)


def whole_columns(columns: Sequence[ColumnRace], hand_overs: Sequence[ColumnRace]) -> str:
    """Return the section on whole columns."""
    return "\n\n".join([COLUMNS, _columns(columns), HAND_OVERS, _hand_overs(hand_overs)])


def _columns(columns: Sequence[ColumnRace]) -> str:
    head = ["question", "rows", "spans up to", "yardstick, ms", "slaclock, ms", "slaclock / yardstick", "aim"]
    rows = []
    for one in columns:
        peer = PEER_COLUMN_AIMS[one.span]
        beside = (_milliseconds(one.race, name) for name in ("yardstick", "slaclock"))
        ratio = _beside_an_aim(one.race.ratio("slaclock", "yardstick"), most=YARDSTICK_AIM)
        ahead = one.race.ratio("workclock", "slaclock") if "workclock" in one.race.times else None
        peers = (str(ahead), _aim(ahead, least=peer)) if ahead else ("–", "")
        rows.append([one.question, f"{one.rows:,}", one.span, *beside, *ratio, *peers])
    return table([*head, "workclock / slaclock", "aim"], rows)


def _hand_overs(hand_overs: Sequence[ColumnRace]) -> str:
    names = [name for name in hand_overs[0].race.times if name != "numpy"]
    rows = []
    for one in hand_overs:
        ratios = [one.race.ratio(name, "numpy") for name in names]
        slowest = max(ratios, key=lambda ratio: ratio.median)
        shown = [_milliseconds(one.race, "numpy"), *map(str, ratios), _aim(slowest, most=HAND_OVER_AIM)]
        rows.append([one.question, f"{one.rows:,}", *shown])
    return table(["question", "rows", "numpy, ms", *(f"{name} / numpy" for name in names), "aim for each"], rows)


def _compilation(race: Race) -> str:
    rows = {"reading the holidays alone": "holidays", "slaclock, holidays included": "slaclock"}
    return table(
        ["", "ms", "/ holidays alone"],
        (
            [text, figure(race.microseconds(name) / 1000), str(race.ratio(name, "holidays"))]
            for text, name in rows.items()
        ),
    )


def starting(processes: Race | str, country: Race | None = None) -> str:
    """Return the section of what it costs to start; for a run that failed, with the reason."""
    shown = processes if isinstance(processes, str) else _processes(processes)
    packages = " and ".join(f"{name} {release(name)}" for name in ("pydantic", "holidays"))
    when = f"`nox -s starting` measures this section by itself: here on {date.today()}, with {packages}."
    return "\n\n".join([PROCESSES, when, shown, *([ONE_COUNTRY, _one_country(country)] if country else [])]) + "\n"


def _processes(race: Race) -> str:
    rows = {
        "`python -c pass`": ("nothing", None),
        '`python -c "import pydantic"`': ("pydantic", None),
        '`python -c "from pydantic import BaseModel"`': ("model", None),
        '`python -c "import slaclock"`': ("slaclock", 0.3),
        '`python -c "from slaclock import SlaPolicy"`': ("policy", 2.8),
        "`slaclock due examples/policies/byteztech.yaml …`, with `--no-cache`": ("due", 6),
        "the same with `--why`, which is never kept": ("why", None),
        "the first time, when what it needs is kept": ("first", None),
        "each time after that": ("kept", 0.8),
        "each time after that, of business days": ("kept days", 0.8),
    }
    return table(
        ["process", "ms", "/ import pydantic", "aim"],
        (
            [text, _milliseconds(race, name), str(ratio := race.ratio(name, "pydantic")), _aim(ratio, most=aim)]
            for text, (name, aim) in rows.items()
        ),
    )


def _one_country(race: Race) -> str:
    return table(
        ["read by", "ms", "/ the package"],
        (
            [name, _milliseconds(race, key), str(race.ratio(key, "package"))]
            for name, key in {"the holidays package": "package", "slaclock": "slaclock"}.items()
        ),
    )


def _milliseconds(race: Race, name: str) -> str:
    return figure(race.microseconds(name) / 1000)


def _answers(asked: Sequence[Asked]) -> list[str]:
    names = list(asked[0].verdicts)
    tally = {name: Counter(one.verdicts[name].kind for one in asked) for name in names}
    subjects = Counter(one.question.subject for one in asked)
    differences = list(_differences(asked))
    totals = ([name, *(str(tally[name][kind]) for kind in KINDS)] for name in names)
    return [
        f"{len(asked)} questions: {', '.join(f'{count} on {subject}' for subject, count in subjects.items())}.",
        table(["", *KINDS], totals),
        "Where they differ from the oracle:" if differences else "Nobody differs from the oracle.",
        *([table(["subject", "question", "oracle", "said"], differences)] if differences else []),
    ]


def _differences(asked: Iterable[Asked]) -> Iterator[list[str]]:
    for one in asked:
        said = [f"{name} {_told(verdict, one.truth)}" for name, verdict in one.verdicts.items() if _differs(verdict)]
        if said:
            asking = f"{one.question.desk.zone}, {one.question}"
            yield [one.question.subject, asking, one.truth.answer, "; ".join(said)]


def _differs(verdict: Verdict) -> bool:
    return verdict.kind in ("otherwise", "wrong", "raises")


def _told(verdict: Verdict, truth: Truth) -> str:
    """Return what was said, in words that do not break a row of a table."""
    reading = f" ({truth.otherwise[verdict.said]})" if verdict.kind == "otherwise" else ""
    return f"{verdict.kind}: {verdict.said}{reading}".replace("|", "\\|").replace("\n", " ")
