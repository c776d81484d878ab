"""How long a call takes, and whether that depends on the span: Mon–Fri 9–18 in New York, closed on US holidays."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from benchmarks.contestants import Answers, CannotSay, Contestant, Yardstick, installed_peers
from benchmarks.desk import Desk
from benchmarks.timing import Entry, Race

ZONE = "America/New_York"
YEARS = range(2015, 2046)
STARTS = 64
MONTH, YEAR = timedelta(days=30), timedelta(days=365.25)
START_ZONES = {"UTC": UTC, ZONE: ZoneInfo(ZONE)}


@dataclass(frozen=True)
class Case:
    """One kind of call: an amount to add, or a span to count the open time of."""

    text: str
    call: str
    """`add` or `elapsed`."""
    amount: timedelta

    def entry(self, answers: Answers, start_zone: str) -> Entry:
        """Return the case's call on each start, which together are the same for every contestant."""
        zone = START_ZONES[start_zone]
        starts = [at.astimezone(zone) for at in starts_in_utc()]
        if self.call == "add":
            return Entry(answers.add, [(start, self.amount) for start in starts])
        ends = [(at + self.amount).astimezone(zone) for at in starts_in_utc()]
        return Entry(answers.elapsed, list(zip(starts, ends, strict=True)))


ADD_8_H = Case("add 8 h", "add", timedelta(hours=8))
ELAPSED_MONTH = Case("elapsed, 1 month", "elapsed", MONTH)
ELAPSED_5_YEARS = Case("elapsed, 5 years", "elapsed", 5 * YEAR)
ELAPSED_10_YEARS = Case("elapsed, 10 years", "elapsed", 10 * YEAR)
CASES = (
    ADD_8_H,
    Case("add 400 h", "add", timedelta(hours=400)),
    ELAPSED_MONTH,
    ELAPSED_5_YEARS,
    ELAPSED_10_YEARS,
)
SPANS = {
    "elapsed": (ELAPSED_10_YEARS, ELAPSED_MONTH),
    "add": (
        Case("add 22,500 h, some 10 years", "add", timedelta(hours=22_500)),
        Case("add 190 h, some month", "add", timedelta(hours=190)),
    ),
}


@cache
def starts_in_utc() -> tuple[datetime, ...]:
    """Return instants all over two years, in open and in closed time."""
    pick = random.Random(2026)
    return tuple(
        datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=pick.randrange(2 * 365 * 24 * 60)) for _ in range(STARTS)
    )


@cache
def us_holidays() -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("US", years=YEARS))


def desk() -> Desk:
    return Desk(ZONE, (0, 1, 2, 3, 4), time(9), time(18), us_holidays())


class SlaclockAsWritten:
    """slaclock told of the desk as its users write it."""

    name = "slaclock"

    def told_of(self, desk: Desk) -> Answers:
        from slaclock import Schedule

        schedule = Schedule(timezone=ZONE, hours="Mon-Fri 09:00-18:00", holidays="US")
        return Answers(schedule.add, schedule.elapsed)


@dataclass(frozen=True)
class Result:
    """A case that was timed, and what was noticed on the way."""

    case: Case
    start_zone: str
    race: Race
    remarks: tuple[str, ...]


def contestants() -> list[Contestant]:
    return [Yardstick(YEARS), SlaclockAsWritten(), *installed_peers()]


def results(rounds: int) -> Iterator[Result]:
    """Time every case, with starts in UTC and in the desk's own zone."""
    told = {contestant.name: contestant.told_of(desk()) for contestant in contestants()}
    for case in CASES:
        for start_zone in START_ZONES:
            entries = {name: case.entry(answers, start_zone) for name, answers in told.items()}
            able, remarks = _able(entries)
            yield Result(case, start_zone, Race(able, rounds), remarks)


def spans(rounds: int) -> dict[str, Race]:
    """Time calls over ten years against the same calls over a month."""
    answers = SlaclockAsWritten().told_of(desk())
    return {
        call: Race({"long": long.entry(answers, "UTC"), "short": short.entry(answers, "UTC")}, rounds)
        for call, (long, short) in SPANS.items()
    }


def compilation(rounds: int) -> Race:
    """Time the compiling of thirty years against reading the holidays of those years, both warm."""
    import holidays

    from slaclock import Schedule
    from slaclock.hours import kept_time

    first, last = datetime(1996, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)

    def read() -> object:
        return dict(holidays.country_holidays("US", years=range(first.year, last.year + 1)))

    def compiled() -> object:
        kept_time._SHARED.clear()  # Otherwise a schedule that others hold has compiled it already.
        schedule = Schedule(timezone=ZONE, hours="Mon-Fri 09:00-18:00", holidays="US")
        return schedule.elapsed(first, last)

    return Race({"slaclock": Entry(compiled, [()]), "holidays": Entry(read, [()])}, rounds, every=1)


def _able(entries: dict[str, Entry]) -> tuple[dict[str, Entry], tuple[str, ...]]:
    """Leave out who cannot answer, and say who answers otherwise than the yardstick or raises."""
    expected = _sample(entries["yardstick"])
    able: dict[str, Entry] = {}
    remarks: list[str] = []
    for name, entry in entries.items():
        try:
            said = _sample(entry)
        except CannotSay:
            continue
        except Exception as error:
            if name == "slaclock":
                raise
            # Whatever another library raises is its answer.
            remarks.append(f"{name} raises {type(error).__name__}: {error}")
            continue
        able[name] = entry
        if apart := sum(one != other for one, other in zip(said, expected, strict=True)):
            remarks.append(f"{name} answers {apart} of {len(expected)} otherwise")
    return able, tuple(remarks)


def _sample(entry: Entry) -> list[object]:
    call: Callable[..., object] = entry.call
    return [call(*arguments) for arguments in entry.arguments[:16]]
