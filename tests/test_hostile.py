"""Policies of strangers that once hung, or raised what is not ours: each is refused, within time and memory."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent, indent

import pytest
from fuzz.cases import Case
from fuzz.hunt import Trial

from slaclock import DeclarationError, PolicyFileError, Problem, SlaPolicy
from slaclock.errors import did_you_mean

FOLDER = Path(__file__).with_name("hostile")
INDEX = dict(line.split(": ", 1) for line in (FOLDER / "index.txt").read_text(encoding="utf-8").splitlines())

FOUND = FOLDER / "found"
"""What `nox -s fuzz` found and kept: inputs of every kind."""
FOUND_INDEX = dict(line.split(": ", 1) for line in (FOUND / "index.txt").read_text(encoding="utf-8").splitlines())

BUILT = {
    "dotted.toml": ".".join(["a"] * 30_000) + " = 1",
    "one_long_line.toml": 'name = {a = "' + "x" * 900_000 + '"}',
    "blanks.toml": " " * 900_000,
    "same_keys.yaml": "a: 1\n" * 100_000,
    "brackets.json": "[" * 100_000,
    "zone_of_blanks.json": '{"name": "a", "timezone": "' + " " * 20_000 + '", "plans": {}}',
    "long_hours.json": '{"name": "a", "timezone": "UTC", "schedules": {"a": "' + "a" * 100_000 + '"}, "plans": {}}',
    "long_key.json": '{"' + "a" * 100_000 + '": 1}',
}
"""What is too large to be kept as a file."""

LOAD = """\
import sys
from slaclock import DeclarationError, PolicyFileError, Problem, SlaPolicy
from slaclock.errors import did_you_mean
try:
    SlaPolicy.load(sys.argv[1])
except PolicyFileError as error:
    print(type(error).__name__)
"""


def limit(seconds: int = 10) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def ending_of(path: Path) -> tuple[int, str, str]:
    # The child only sets limits before it becomes another program.
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, preexec_fn=limit, check=False
    )
    return done.returncode, done.stdout.strip(), done.stderr[-500:]


def test_each_file_has_its_line_in_the_index() -> None:
    assert sorted(INDEX) == sorted(
        path.name for path in FOLDER.iterdir() if path.is_file() and path.name != "index.txt"
    )


@pytest.mark.parametrize("name", INDEX)
def test_a_file_that_once_failed_is_refused(name: str) -> None:
    assert ending_of(FOLDER / name) == (0, "PolicyFileError", "")


@pytest.mark.parametrize("name", BUILT)
def test_a_large_file_that_once_failed_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(BUILT[name], encoding="utf-8")
    assert ending_of(tmp_path / name) == (0, "PolicyFileError", "")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("bool.yaml", "this cannot be read as YAML: 'x'", id="what-a-reader-raises"),
        pytest.param("pairs.yaml", "name: input should be a valid string", id="lists-without-places"),
        pytest.param("hexadecimal.yaml", "a whole number in it is larger than 10^18", id="a-large-number"),
        pytest.param("surrogate.json", "'\\ud800' holds half a character", id="half-a-character"),
        pytest.param("surrogate_key.yaml", "'\\ud800' holds half a character", id="half-a-character-as-a-key"),
        pytest.param("mapping_key.yaml", "a key is plain text, or a list of names, not", id="a-mapping-as-a-key"),
        pytest.param("zone_parts.json", "is not a time zone; write an IANA name", id="a-long-zone"),
        pytest.param("dotted.toml", "it is nested more than 40 deep", id="a-key-of-many-parts"),
        pytest.param("same_keys.yaml", "it holds more than 50,000 values", id="many-keys"),
        pytest.param("long_key.json", "unknown key", id="a-long-key"),
    ],
)
def test_the_refusal_says_why(name: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / name if name in BUILT else FOLDER / name
    if name in BUILT:
        path.write_text(BUILT[name], encoding="utf-8")
    with pytest.raises(PolicyFileError) as caught:
        SlaPolicy.load(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as trial:
        yield trial


def test_each_find_has_its_line_in_the_index() -> None:
    assert sorted(FOUND_INDEX) == sorted(path.name for path in FOUND.glob("*.json"))


@pytest.mark.parametrize("name", FOUND_INDEX)
def test_a_find_is_answered_or_refused(name: str, trial: Trial) -> None:
    """In a process of its own, within the time and the memory that every input of the session has."""
    (outcome,) = trial.of(Case.from_json((FOUND / name).read_text(encoding="utf-8")))
    assert outcome.ended != "failed", outcome.detail


def test_of_very_many_mistakes_some_are_shown() -> None:
    given = {"name": "x", "timezone": "UTC", "plans": {f"p{number}": {"schedule": "no"} for number in range(400)}}
    for refuse in (lambda: SlaPolicy(**given), lambda: SlaPolicy.loads(json.dumps(given), "json")):
        with pytest.raises(DeclarationError) as refused:
            refuse()
        assert len(refused.value.problems) == 400
        assert str(refused.value).endswith("and 350 more like these")


def test_of_very_many_names_some_are_shown() -> None:
    assert did_you_mean("a", [f"n{number}" for number in range(301)]).endswith("n299, and 1 more")


def test_of_a_long_value_both_ends_of_what_is_said_are_shown() -> None:
    long = DeclarationError("Target", [Problem(("text",), f"cannot read {'a' * 50_000!r}; write e.g. '1 hour'")])
    assert str(long).startswith("cannot read this Target: text: cannot read 'aaa")
    assert str(long).endswith("aaa'; write e.g. '1 hour'")
    assert len(str(long)) < 1_500


QUESTIONS = {
    "eight-thousand-years": """
        office.elapsed(datetime(3, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))
        """,
    "all-the-years-of-a-rule": """
        rule = {"rrule": "FREQ=DAILY;INTERVAL=2", "first": "0001-03-01", "opens": "09:00", "closes": "17:00"}
        made(hours=rule).elapsed(datetime(3, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))
        """,
    "a-century-of-business-days": "office.add_days(now, 36_600)",
    "a-window-each-minute-for-300,000-hours": """
        days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        minutes = [(f"{n // 60:02}:{n % 60:02}", f"{n // 60:02}:{n % 60:02}:30") for n in range(1440)]
        hours = [{"days": days, "opens": opens, "closes": closes} for opens, closes in minutes]
        made(hours=hours).add(now, timedelta(hours=300_000))
        """,
    "as-many-windows-as-there-may-be": """
        days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        minutes = [(f"{n // 60:02}:{n % 60:02}", f"{n // 60:02}:{n % 60:02}:30") for n in range(300)]
        hours = [{"days": days, "opens": opens, "closes": closes} for opens, closes in minutes]
        made(hours=hours).add(now, timedelta(hours=300_000))
        """,
    "3,000-seasons": """
        first = [date(2000, 1, 1) + timedelta(days=3 * n) for n in range(3_000)]
        seasons = [{"first": day, "last": day + timedelta(days=1), "hours": "Mon-Fri 10:00-12:00"} for day in first]
        made(seasons=seasons).add(now, timedelta(hours=100_000))
        """,
    "3,000-seasons-by-rules": """
        rules = ["last Sunday of March", "first Monday of May", "easter"]
        seasons = [{"first": rules[n % 3], "last": "--12-20", "hours": "Mon-Fri 10:00-12:00"} for n in range(3_000)]
        made(seasons=seasons).add(now, timedelta(hours=100_000))
        """,
    "10,000-yearly-runs": """
        runs = [f"--{1 + n % 12:02}-{1 + n % 28:02} to --{1 + (n + 5) % 12:02}-{1 + n % 28:02}" for n in range(10_000)]
        made(holidays=runs).next_opening(now)
        """,
    "10,000-exceptions": """
        days = [date(2000, 1, 1) + timedelta(days=n) for n in range(10_000)]
        made(exceptions={day: "09:00-10:00" for day in days}).add(now, timedelta(hours=100_000))
        """,
    "every-country": """
        from holidays.registry import COUNTRIES
        never = made(holidays=[codes[1] for codes in COUNTRIES.values()]) - made(hours="24x7")
        never.next_opening(now)
        """,
    "fifty-schedules-that-never-meet": """
        from functools import reduce
        from operator import and_
        zones = ["Asia/Tokyo", "Asia/Kolkata", "Europe/Paris", "America/Lima", "America/Denver"] * 10
        reduce(and_, [made(timezone=zone) for zone in zones]).next_opening(now)
        """,
    "schedules-doubled-fifty-times": """
        schedules = {"s0": "Mon-Fri 09:00-17:00"} | {f"s{n}": {"any_of": [f"s{n - 1}"] * 2} for n in range(1, 50)}
        plans = {"only": {"schedule": "s49", "first_response": "1 business hour"}}
        SlaPolicy(name="a", timezone="UTC", schedules=schedules, plans=plans).due(now)
        """,
    "unknown-names-by-the-thousand": """
        schedules = {f"s{n}": "Mon-Fri 09:00-17:00" for n in range(9_000)}
        plans = {f"p{n}": {"schedule": f"x{n}", "first_response": "1 hour"} for n in range(9_000)}
        SlaPolicy(name="a", timezone="UTC", schedules=schedules, plans=plans)
        """,
}
"""What once took minutes, or gigabytes: each is answered, or refused by an error of the library."""

ASK = """\
import warnings
from datetime import UTC, date, datetime, timedelta
from slaclock import Schedule, SlaClockError, SlaPolicy
warnings.simplefilter("ignore")
def made(**stated):
    usual = {{"timezone": "America/New_York", "hours": "Mon-Fri 09:00-18:00"}}
    return Schedule(**(usual | stated))
office = made()
now = datetime(2026, 11, 25, 15, tzinfo=UTC)
try:
{asked}
except SlaClockError:
    pass
print("ended")
"""


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_or_refused_in_time(name: str) -> None:
    """In a process that has 500 MB and a few seconds: twenty, since a machine may be slow and busy."""
    asked = indent(dedent(QUESTIONS[name]).strip(), "    ")
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(asked=asked)],
        capture_output=True,
        text=True,
        preexec_fn=partial(limit, seconds=20),
        check=False,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr[-500:]) == (0, "ended", "")
