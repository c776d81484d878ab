"""The phrase book: texts that people write, what each means, when that is due, and what is refused (R11, R19).

A book in `phrases/` is a mapping. Its name is its kind, which says how its texts are read. It has

- `rows`, each with a `text` and either what it `means` in structured form or a part of the message with which it is
  `refused`; beside the meaning may stand answers, e.g. `due: {Fri 2026-11-20 16:00: Mon 2026-11-23 18:00}`, on the
  schedule that the row names (`on`), or on the first one;
- `schedules` by name, if its rows have answers;
- `apart`: pairs of words that are one letter apart, and both are meant.

What is refused comes with forms to write instead, and each of them is read. A text that is misspelt by one letter is
refused or means the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from paths import ROOT
from ruamel.yaml import YAML

from slaclock import (
    Received,
    Schedule,
    SlaClock,
    SlaClockError,
    StatedHoliday,
    Target,
    Threshold,
    UnknownNameError,
)
from slaclock.policy.hour_names import is_closed_time, is_open_time, named_by
from slaclock.spelling import folded

BOOKS = sorted((Path(__file__).parent / "phrases").glob("*.yaml"))


class Kind(NamedTuple):
    """How the texts of a book are read, and what is asked of them."""

    read: Callable[[str], object]
    """What a text means, as a value to compare."""

    stated: Callable[[Any], object]
    """The same of the structured form."""

    answers: Mapping[str, Callable[[str, Schedule, str], str]] = {}
    """What is asked of a text on a schedule, by the key that a row states it with."""


def instant(text: str, schedule: Schedule) -> datetime:
    """Read `Fri 2026-11-20 16:00` on a schedule's clocks."""
    return datetime.fromisoformat(text.partition(" ")[2]).replace(tzinfo=ZoneInfo(schedule.timezone))


def shown(at: datetime, schedule: Schedule) -> str:
    """Show an instant in the same way."""
    return f"{at.astimezone(ZoneInfo(schedule.timezone)):%a %Y-%m-%d %H:%M}"


def target_fields(target: Target) -> dict[str, object]:
    return target.model_dump(exclude={"text"}, exclude_none=True)


def target_due(text: str, schedule: Schedule, opened: str) -> str:
    return shown(Target(text).due(instant(opened, schedule), schedule), schedule)


def threshold_fields(threshold: Threshold) -> dict[str, object]:
    """Its fields, each amount without its text and without whether the text said what it counts."""
    fields = threshold.model_dump(exclude_none=True)
    return {
        name: target_fields(getattr(threshold, name)) | {"basis_stated": None} if isinstance(value, dict) else value
        for name, value in fields.items()
    }


def threshold_comes(text: str, schedule: Schedule, opened: str) -> list[str]:
    """List the first three times at which it comes for what is due in 4 business hours."""
    target = Target("4 business hours")
    clock = SlaClock.starting(instant(opened, schedule), target, schedule, escalations={"level": text})
    now, found = clock.start, dict[int, str]()
    while len(found) < 3 and now < clock.start + timedelta(days=14):
        levels = clock.status(now).escalations
        found |= {level.number: shown(level.at, schedule) for level in levels}
        now = min((level.at for level in levels if not level.reached), default=datetime.max.replace(tzinfo=UTC))
    return list(found.values())


def plain_hours(text: str) -> str:
    """Write hours in the one form that the library writes."""
    hours = Schedule(timezone="UTC", hours=text).hours
    return "; ".join(map(str, hours)) if isinstance(hours, tuple) else str(hours)


KINDS = {
    "thresholds": Kind(
        lambda text: threshold_fields(Threshold.model_validate(text)),
        lambda means: threshold_fields(Threshold.model_validate(means)),
        {"comes": threshold_comes},
    ),
    "targets": Kind(
        lambda text: target_fields(Target(text)), lambda means: target_fields(Target(**means)), {"due": target_due}
    ),
    "hours": Kind(plain_hours, str),
}


def condition(text: str) -> Received:
    """A condition, if the schedules and channels that it names are there; names are whatever people make of them."""
    received = Received.model_validate(text)
    for part in received.each():
        phrase = part.of or "hours"
        if not (is_open_time(phrase) or is_closed_time(phrase) or named_by(phrase, book("conditions")["schedules"])):
            raise UnknownNameError(f"there is no schedule {phrase!r}")
        if not {folded(name) for name in part.channels} <= {"phone", "chat", "email"}:
            raise UnknownNameError(f"there is no channel of {part.channels}")
    return received


def condition_holds(text: str, schedule: Schedule, arrived: str) -> str:
    known = {name: Schedule(**stated) for name, stated in book("conditions")["schedules"].items()}
    received = condition(text)
    phrases = {part.of: known[found[0]] for part in received.each() if part.of and (found := named_by(part.of, known))}
    return "yes" if received.holds(instant(arrived, schedule), schedule, named=phrases) else "no"


KINDS["conditions"] = Kind(
    lambda text: condition(text).model_dump(),
    lambda means: Received(**means).model_dump(),
    {"holds": condition_holds},
)


def closed_in(text: str, schedule: Schedule, year: str) -> str:
    return " ".join(f"{holiday.date:%m-%d}" for holiday in StatedHoliday(date=text).closed(int(year), int(year)))


KINDS["holidays"] = Kind(
    lambda text: StatedHoliday(date=text).model_dump(),
    lambda means: StatedHoliday(**means).model_dump(),
    {"closed": closed_in},
)


class Row(NamedTuple):
    """One text of a book."""

    book: str
    text: str
    stated: Mapping[str, Any]

    @property
    def kind(self) -> Kind:
        return KINDS[self.book]

    @property
    def schedule(self) -> Schedule:
        schedules = book(self.book)["schedules"]
        return Schedule(**schedules[self.stated.get("on") or next(iter(schedules))])


@cache
def book(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(
        (Path(__file__).parent / "phrases" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    assert found.keys() <= {"rows", "schedules", "apart"}
    return found


def rows(kept: Callable[[Row], bool]) -> list[Any]:
    found = (Row(path.stem, str(row["text"]), row) for path in BOOKS for row in book(path.stem)["rows"])
    return [pytest.param(row, id=f"{row.book}: {row.text}") for row in found if kept(row)]


READ = rows(lambda row: "means" in row.stated)
REFUSED = rows(lambda row: "refused" in row.stated)


def test_every_row_is_read_or_refused() -> None:
    assert len(rows(lambda row: True)) == len(READ) + len(REFUSED)


def test_no_text_stands_twice_in_a_book() -> None:
    found = [(row.book, row.text) for (row,) in (param.values for param in (*READ, *REFUSED))]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("row", READ)
def test_a_text_means(row: Row) -> None:
    assert row.kind.read(row.text) == row.kind.stated(row.stated["means"])


@pytest.mark.parametrize("row", [row for row in READ if set(row.values[0].stated) - {"text", "means", "on"}])
def test_it_is_answered(row: Row) -> None:
    for question in row.stated.keys() - {"text", "means", "on"}:
        answer = row.kind.answers[question]
        expected = row.stated[question]
        assert {asked: answer(row.text, row.schedule, asked) for asked in expected} == expected


@pytest.mark.parametrize("row", REFUSED)
def test_a_text_is_refused_and_what_to_write_instead_is_read(row: Row) -> None:
    with pytest.raises(SlaClockError) as caught:
        row.kind.read(row.text)
    message = str(caught.value)
    assert row.stated["refused"] in message
    for form in recommended(message):
        row.kind.read(form)


def recommended(message: str) -> list[str]:
    """What a message says to write: all that it quotes after the word."""
    quoted = re.findall(r"'([^']*)'|\"([^\"]*)\"", message.partition(" write ")[2])
    return [single or double for single, double in quoted]


def test_targets_that_the_reference_shows_have_their_rows() -> None:
    """Every text in the loops of its section, and every text of two meanings in its table."""
    section = (ROOT / "docs/reference/policy-files.md").read_text(encoding="utf-8").partition("\n## Targets\n")[2]
    section = section.partition("\n## ")[0]
    shown = re.findall(r'^\.\.\.     "(.+)",$', section, re.MULTILINE)
    unclear = section.partition("| written | what it may be |")[2].partition("\n\n")[0]
    shown += [
        text for cell in re.findall(r"^\| (`.+?) \|", unclear, re.MULTILINE) for text in cell.strip("`").split("`, `")
    ]
    assert len(shown) > 30
    assert set(shown) <= {str(row["text"]) for row in book("targets")["rows"]}


# One letter off


def misspelt(text: str) -> Iterator[str]:
    """Yield a text with one letter dropped, doubled, swapped with the next one or replaced."""
    for place, letter in enumerate(text):
        if not letter.isalpha():
            continue
        before, after = text[:place], text[place + 1 :]
        if not (before[-1:].isdigit() and after[:1].isdigit()):  # 4h30m without its h is another number.
            yield before + after
        yield before + 2 * letter + after
        yield from (before + other + after for other in ascii_lowercase if other != letter.lower())
        if after[:1].isalpha() and after[0] != letter:
            yield before + after[0] + letter + after[1:]


def same_hours(read: object) -> object:
    """What was read, with one word for open hours that have no name, however they are spelled."""
    usual = isinstance(read, dict) and read.get("of") is not None and is_open_time(read["of"])
    return {**read, "of": "open hours"} if isinstance(read, dict) and usual else read


def is_apart(name: str, text: str, other: str) -> bool:
    """Whether texts differ in words of which the book says that they are one letter apart."""
    words, others = (re.findall(r"[^\W\d_]+", each.lower()) for each in (text, other))
    changed = [sorted(pair) for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    pairs = [sorted(map(str, pair)) for pair in book(name).get("apart", ())]
    return len(words) == len(others) and all(pair in pairs for pair in changed)


@given(st.data())
@pytest.mark.parametrize("name", [path.stem for path in BOOKS])
def test_a_misspelt_text_is_never_read_as_something_else(name: str, data: st.DataObject) -> None:
    """One letter off, it is refused or means the same."""
    of_letters = [row for (row,) in (param.values for param in READ) if row.book == name and list(misspelt(row.text))]
    row = data.draw(st.sampled_from(of_letters))
    wrong = data.draw(st.sampled_from(list(misspelt(row.text))))
    try:
        found = row.kind.read(wrong)
    except SlaClockError:
        return
    assert same_hours(found) == same_hours(row.kind.read(row.text)) or is_apart(name, row.text, wrong)
