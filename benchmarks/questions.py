"""Hard questions about hours, put to every contestant; an oracle that knows no intervals says who is right."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from benchmarks.contestants import CannotSay, Contestant, Slaclock, installed_peers
from benchmarks.desk import Desk, HolidayRule

WORKDAYS = (0, 1, 2, 3, 4)
SUN_THU = (6, 0, 1, 2, 3)
EVERY_DAY = tuple(range(7))
THANKSGIVINGS = frozenset({date(2026, 11, 26), date(2027, 11, 25), date(2028, 11, 23)})

OFFICE = Desk("America/New_York", WORKDAYS, time(9), time(18))
NIGHTS = Desk("America/New_York", SUN_THU, time(22), time(6))
WEEKEND_NIGHTS = Desk("America/New_York", (5, 6), time(22), time(6))
SMALL_HOURS = Desk("America/New_York", EVERY_DAY, time(1), time(2, 30))
LATE = Desk("America/New_York", EVERY_DAY, time(1, 30), time(9))
ALWAYS = Desk("America/New_York", EVERY_DAY, time(0), time(0))
JERUSALEM = Desk("Asia/Jerusalem", SUN_THU, time(22), time(6))
CAIRO = Desk("Africa/Cairo", SUN_THU, time(22), time(6))
SANTIAGO = Desk("America/Santiago", EVERY_DAY, time(0), time(8))
LORD_HOWE = Desk("Australia/Lord_Howe", EVERY_DAY, time(22), time(6))
APIA = Desk("Pacific/Apia", EVERY_DAY, time(9), time(17))
KATHMANDU = Desk("Asia/Kathmandu", (6, 0, 1, 2, 3, 4), time(10), time(17))


def off(desk: Desk, rule: HolidayRule = "opening_date") -> Desk:
    """Return the desk with Thanksgiving, a Thursday, off."""
    return replace(desk, holidays=THANKSGIVINGS, holiday_rule=rule)


NIGHTS_OFF = off(NIGHTS)
NIGHTS_OFF_BY_DATE = off(NIGHTS, "calendar_date")


@dataclass(frozen=True)
class Question:
    """Something to ask of a desk: `then` is an amount to add, or a second instant to count up to."""

    subject: str
    text: str
    desk: Desk
    start: str
    then: timedelta | str
    otherwise: Mapping[str, str] = field(default_factory=dict)
    """Answers that another published reading of the question gives, and that reading."""

    def __str__(self) -> str:
        if isinstance(self.then, str):
            return f"{self.text}: {self.start} to {self.then}"
        return f"{self.text}: {self.start} {'' if self.then < timedelta() else '+'}{_written(self.then)}"


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def us(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)


NIGHT_CANCELLED = "the night that opens on the holiday is cancelled as well"
GAP_SHIFTED = "a skipped reading is later by the length of the gap, as RFC 5545 has it"

QUESTIONS = (
    Question("overnight", "Thursday's shift on Friday morning", NIGHTS, "2026-07-10 02:00", hours(1)),
    Question("overnight", "from Thursday's shift over the weekend", NIGHTS, "2026-07-10 05:00", hours(2)),
    Question("overnight", "from the evening past midnight", NIGHTS, "2026-07-06 23:00", hours(4)),
    Question("overnight", "two shifts", NIGHTS, "2026-07-06 12:00", hours(16)),
    Question("overnight", "one shift counted", NIGHTS, "2026-07-06 22:00", "2026-07-07 06:00"),
    Question("overnight", "the tail of a shift counted", NIGHTS, "2026-07-07 01:00", "2026-07-07 12:00"),
    Question("overnight", "Friday night is closed", NIGHTS, "2026-07-10 20:00", "2026-07-12 08:00"),
    Question("overnight", "four weeks counted", NIGHTS, "2026-07-06 00:00", "2026-08-03 00:00"),
    Question("overnight", "backwards past midnight", NIGHTS, "2026-07-07 02:00", hours(-3)),
    Question("overnight", "around the clock for a week", ALWAYS, "2026-07-06 10:00", "2026-07-13 10:00"),
    Question("holiday", "the office over Thanksgiving", off(OFFICE), "2026-11-25 17:00", hours(8)),
    Question("holiday", "the office's Thanksgiving week counted", off(OFFICE), "2026-11-23 00:00", "2026-11-28 00:00"),
    Question("holiday", "asked on the holiday itself", off(OFFICE), "2026-11-26 11:00", hours(1)),
    Question("holiday", "nights, cancelled where they open", NIGHTS_OFF, "2026-11-25 23:00", hours(3)),
    Question("holiday", "nights, cancelled where they open", NIGHTS_OFF, "2026-11-25 12:00", "2026-11-26 12:00"),
    Question("holiday", "nights, cancelled where they open", NIGHTS_OFF, "2026-11-26 12:00", "2026-11-30 12:00"),
    Question(
        "holiday",
        "nights, closed all that date",
        NIGHTS_OFF_BY_DATE,
        "2026-11-25 23:00",
        hours(3),
        otherwise={"2026-11-30 05:00:00Z": NIGHT_CANCELLED},
    ),
    Question("holiday", "nights, closed all that date", NIGHTS_OFF_BY_DATE, "2026-11-25 12:00", "2026-11-26 12:00"),
    Question(
        "holiday",
        "nights, closed all that date",
        NIGHTS_OFF_BY_DATE,
        "2026-11-26 12:00",
        "2026-11-30 12:00",
        otherwise={"8:00:00": NIGHT_CANCELLED},
    ),
    Question("holiday", "around the clock but for a holiday", off(ALWAYS), "2026-11-25 20:00", hours(10)),
    Question("boundary", "used up exactly at closing", OFFICE, "2026-07-06 09:00", hours(9)),
    Question("boundary", "used up at closing on a Friday", OFFICE, "2026-07-10 10:00", hours(8)),
    Question("boundary", "used up at a night shift's end", NIGHTS, "2026-07-09 22:00", hours(8)),
    Question("boundary", "asked at closing", OFFICE, "2026-07-06 18:00", hours(1)),
    Question("boundary", "asked at opening, backwards", OFFICE, "2026-07-06 09:00", hours(-1)),
    Question("boundary", "back to an opening exactly", OFFICE, "2026-07-06 12:00", hours(-3)),
    Question("boundary", "counted to the opening", OFFICE, "2026-07-03 18:00", "2026-07-06 09:00"),
    Question("boundary", "counted backwards", OFFICE, "2026-07-07 10:00", "2026-07-06 10:00"),
    Question("clock change", "the 23-hour Sunday", ALWAYS, "2026-03-08 00:00", "2026-03-09 00:00"),
    Question("clock change", "the 25-hour Sunday", ALWAYS, "2026-11-01 00:00", "2026-11-02 00:00"),
    Question("clock change", "a night of seven hours", WEEKEND_NIGHTS, "2026-03-07 20:00", "2026-03-08 12:00"),
    Question("clock change", "a night of nine hours", WEEKEND_NIGHTS, "2026-10-31 20:00", "2026-11-01 12:00"),
    Question("clock change", "due after the gap", WEEKEND_NIGHTS, "2026-03-07 22:00", hours(5)),
    Question("clock change", "due after the repeated hour", WEEKEND_NIGHTS, "2026-10-31 22:00", hours(5)),
    Question("clock change", "asked in the repeated hour", WEEKEND_NIGHTS, "2026-11-01T06:30Z", hours(1)),
    Question(
        "clock change",
        "closing in the gap",
        SMALL_HOURS,
        "2026-03-08 00:00",
        "2026-03-08 12:00",
        otherwise={"1:30:00": GAP_SHIFTED},
    ),
    Question("clock change", "opening in the repeated hour", LATE, "2026-11-01 00:00", "2026-11-01 12:00"),
    Question("clock change", "400 hours across a change", OFFICE, "2026-02-16 10:00", hours(400)),
    Question("clock change", "Jerusalem's Thursday shift", JERUSALEM, "2026-03-26 22:00", "2026-03-27 06:00"),
    Question("clock change", "Cairo's change at midnight", CAIRO, "2026-04-23 21:00", hours(6)),
    Question("clock change", "Santiago's day without a midnight", SANTIAGO, "2026-09-05 12:00", "2026-09-06 12:00"),
    Question("clock change", "Lord Howe's half hour", LORD_HOWE, "2026-04-04 20:00", "2026-04-05 12:00"),
    Question("clock change", "Samoa's skipped Friday", APIA, "2011-12-28 12:00", "2012-01-01 12:00"),
    Question("exactness", "a microsecond", OFFICE, "2026-07-06 17:59:59.999999", us(1)),
    Question("exactness", "a microsecond over closing", OFFICE, "2026-07-06 17:59:59.999999", us(2)),
    Question("exactness", "twenty minutes and a bit", OFFICE, "2026-07-06 17:50", us(1_234_567_891)),
    Question("exactness", "counted to a microsecond", OFFICE, "2026-07-06 09:00:00.000001", "2026-07-06 09:00:01"),
    Question("exactness", "asked in UTC", OFFICE, "2026-07-06T21:30Z", hours(1)),
    Question("exactness", "a zone of five hours and three quarters", KATHMANDU, "2026-07-10 16:45", hours(1)),
)


@dataclass(frozen=True)
class Verdict:
    """What one contestant made of one question."""

    kind: Literal["right", "otherwise", "wrong", "cannot", "raises"]
    said: str


@dataclass(frozen=True)
class Truth:
    """The right answer, and the answers that are right under another reading, with that reading."""

    answer: str
    otherwise: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question, its truth, and what each contestant made of it, by name."""

    question: Question
    truth: Truth
    verdicts: Mapping[str, Verdict]


class Oracle:
    """The slow count that the tests are held against, asked the same way as a contestant."""

    def __init__(self) -> None:
        from tests.oracle import Declared, Row, SlowCount

        self._declared, self._row, self._count = Declared, Row, SlowCount

    def truth(self, question: Question) -> Truth:
        count = self._count(self._declaration(question.desk))
        answer = _asked(question, count.add, count.elapsed)
        otherwise = dict(question.otherwise)
        if isinstance(answer, datetime) and question.then > timedelta() and count.is_closing(answer):
            otherwise[_written(count.next_opening(answer))] = "used up at closing is due at the next opening"
        return Truth(_written(answer), otherwise)

    def _declaration(self, desk: Desk) -> object:
        opens = desk.opens.hour * 60 + desk.opens.minute
        closes = desk.closes.hour * 60 + desk.closes.minute + desk.closes_next_day * 24 * 60
        rows = tuple(self._row(day, opens, closes) for day in desk.weekdays)
        return self._declared(desk.zone, rows, holidays=desk.holidays, holiday_rule=desk.holiday_rule)


def ask_everybody() -> list[Asked] | None:
    """Put every question to everybody; None where the tests, and the oracle among them, are not at hand."""
    try:
        oracle = Oracle()
    except ImportError:
        return None
    contestants = [Slaclock(), *installed_peers()]
    return [_put(question, oracle.truth(question), contestants) for question in QUESTIONS]


def _put(question: Question, truth: Truth, contestants: Iterable[Contestant]) -> Asked:
    return Asked(question, truth, {one.name: verdict(one, question, truth) for one in contestants})


def verdict(contestant: Contestant, question: Question, truth: Truth) -> Verdict:
    """Put a question to a contestant and judge the answer."""
    try:
        answers = contestant.told_of(question.desk)
        said = _written(_asked(question, answers.add, answers.elapsed))
    except CannotSay as reason:
        return Verdict("cannot", str(reason))
    except Exception as error:  # Whatever a library raises is its answer
        return Verdict("raises", f"{type(error).__name__}: {error}")
    if said == truth.answer:
        return Verdict("right", said)
    return Verdict("otherwise" if said in truth.otherwise else "wrong", said)


def _asked(
    question: Question,
    add: Callable[[datetime, timedelta], datetime],
    elapsed: Callable[[datetime, datetime], timedelta],
) -> datetime | timedelta:
    start = question.desk.at(question.start)
    if isinstance(question.then, str):
        return elapsed(start, question.desk.at(question.then))
    return add(start, question.then)


def _written(answer: datetime | timedelta) -> str:
    """Write an answer so that two are the same text when they mean the same."""
    if isinstance(answer, datetime):
        text = f"{answer.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}Z"
    else:
        minutes, rest = divmod(abs(answer), timedelta(minutes=1))
        sign = "-" if answer < timedelta() else ""
        text = f"{sign}{minutes // 60}:{minutes % 60:02}:{rest.seconds:02}.{rest.microseconds:06}"
    return text.replace(".000000", "")
