"""The file of a compiled policy: its schema and its page, what it holds, and what is refused when it is read (R22)."""

import hashlib
import json
import re
from datetime import datetime
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from paths import ROOT

from slaclock import CompiledPolicyError, CompiledYearsError, SlaPolicy, compiled
from slaclock.cli.json_shapes import schema_of
from slaclock.compiled.packing import packed, unpacked
from slaclock.compiled.sealed import hash_of

POLICIES = sorted((ROOT / "examples" / "policies").glob("*.yaml"))
PAGE = ROOT / "docs" / "reference" / "compiled.md"
CUSTOMERS = {"redhat.yaml": ("Asia/Tokyo", "Europe/London")}
SMALL = """
name: Small
timezone: Europe/London
schedules: {office: Mon-Fri 09:00-17:00}
plans: {only: {first_response: 1 business hour}}
"""


@pytest.fixture(scope="module")
def small() -> compiled.CompiledPolicy:
    return SlaPolicy.loads(SMALL).compile((2026, 2027))


@cache
def compiled_from(path: Path) -> compiled.CompiledPolicy:
    return SlaPolicy.load(path).compile(2026, CUSTOMERS.get(path.name, ()))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_every_policy_compiles_into_what_the_schema_describes(path: Path) -> None:
    made = compiled_from(path)
    problems = Draft202012Validator(schema_of("compiled")).iter_errors(json.loads(made.dumps()))
    assert not [(problem.json_path, problem.message) for problem in problems]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_what_is_read_is_what_was_written(path: Path, tmp_path: Path) -> None:
    made = compiled_from(path)
    made.save(tmp_path / "policy.sla.json")
    read = compiled.load(tmp_path / "policy.sla.json")
    assert read == made
    assert hash(read) == hash(made)
    assert (read.to_dict(), read.dumps()) == (json.loads(made.dumps()), made.dumps())
    assert SlaPolicy.load(path).compile(read.years, read.customers).dumps() == read.dumps()


def test_it_is_the_same_each_time_and_changes_with_the_policy(small: compiled.CompiledPolicy) -> None:
    policy = SlaPolicy.loads(SMALL)
    assert policy.compile((2026, 2027)).dumps() == small.dumps()
    later = SlaPolicy.loads(SMALL.replace("1 business", "2 business")).compile((2026, 2027))
    assert later != small
    assert later.source_sha256 != small.source_sha256
    assert SlaPolicy.loads(SMALL + "# a comment").compile((2026, 2027)) == small
    assert small != small.dumps()


def test_it_says_what_it_is(small: compiled.CompiledPolicy) -> None:
    assert (small.name, small.timezone, small.years) == ("Small", "Europe/London", (2026, 2027))
    assert set(small.made_by) == {"slaclock", "holidays", "tzdata"}
    assert "unknown" not in small.made_by.values()
    assert repr(small) == "<CompiledPolicy 'Small', 2026-2027>"


def keys_in(schema: Any) -> set[str]:
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = set(schema.get("properties", {})) if isinstance(schema, dict) else set()
    return own.union(*map(keys_in, parts))


def test_the_page_names_every_key() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    assert keys_in(schema_of("compiled")) <= named | {"unit", "steps"}


def test_ten_years_of_office_hours_are_short() -> None:
    made = SlaPolicy.loads(SMALL + "holidays: GB").compile((2024, 2033))
    assert len(made.dumps()) < 60_000


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([], id="none"),
        pytest.param([0], id="nothing"),
        pytest.param([-90, -60, 0, 60, 60], id="before-1970-and-twice"),
        pytest.param([7, 8], id="no-unit-but-one"),
    ],
)
def test_packed_numbers_are_unpacked(numbers: list[int]) -> None:
    told = packed(numbers)
    assert unpacked(told) == numbers == [number * told["unit"] for number in accumulate(told["steps"])]


# What is refused


def sealed_again(text: str) -> str:
    """A text with the hash that it has after a change."""
    seal = re.search('"sha256": "([0-9a-f]{64})"', text)
    assert seal
    opened = text.replace(seal[1], "0" * 64, 1)
    return text.replace(seal[1], hash_of(opened), 1)


CHANGED = "policy.sla.json was changed since it was compiled: its text does not have its hash; compile the policy again"
NOT_WHOLE = "policy.sla.json is not whole: it ends too early, or was changed since it was compiled"
NOT_ONE = "policy.sla.json is no compiled policy; make one with: slaclock compile"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda text: text.replace("3600000000", "7200000000"), CHANGED, id="an-amount"),
        pytest.param(lambda text: text.replace('"sha256": "', '"sha256": "0', 1), CHANGED, id="a-longer-hash"),
        pytest.param(lambda text: re.sub("[0-9a-f]{64}", "f" * 64, text, count=1), CHANGED, id="another-hash"),
        pytest.param(lambda text: text.replace('"years"', ' "years"'), CHANGED, id="a-blank"),
        pytest.param(lambda text: text + "\n", CHANGED, id="a-line-more"),
        pytest.param(lambda text: json.dumps(json.loads(text)), CHANGED, id="laid-out-anew"),
        pytest.param(lambda text: text[:-3], NOT_WHOLE, id="cut-at-its-end"),
        pytest.param(lambda text: text[:150], NOT_WHOLE, id="cut-soon"),
        pytest.param(
            lambda text: text.replace('"years"', '<<<<<<< HEAD\n"years"', 1),
            "policy.sla.json holds the marks of a merge that was not ended; compile the merged policy again",
            id="a-merge",
        ),
        pytest.param(lambda text: text.replace('"years"', '"<<<<<<< HEAD"', 1), CHANGED, id="the-marks-in-a-line"),
        pytest.param(lambda text: f"<<<<<<< HEAD\n{text}", "the marks of a merge", id="a-merge-at-the-beginning"),
        pytest.param(lambda text: f"\ufeff{text}", "begins with a byte-order mark", id="a-byte-order-mark"),
        pytest.param(lambda text: "", NOT_ONE, id="empty"),
        pytest.param(lambda text: text[20:], NOT_ONE, id="cut-at-its-beginning"),
        pytest.param(lambda text: "[" * 100_000, NOT_ONE, id="deep"),
        pytest.param(lambda text: "[1]", NOT_ONE, id="a-list"),
        pytest.param(lambda text: '{"name": "x"}', NOT_ONE, id="other-json"),
        pytest.param(lambda text: '{"format": "urn:slaclock:policy:1"}', NOT_ONE, id="another-schema"),
        pytest.param(lambda text: '{"format": 1}', NOT_ONE, id="a-number"),
        pytest.param(
            lambda text: sealed_again(text.replace("compiled:1", "compiled:2")),
            "policy.sla.json has format 2, and this version of slaclock reads 1; upgrade slaclock",
            id="newer",
        ),
        pytest.param(
            lambda text: sealed_again(text.replace("compiled:1", "compiled:0")),
            "policy.sla.json has format 0, older than 1, which is read here; compile the policy again",
            id="older",
        ),
        pytest.param(
            lambda text: sealed_again(text.replace("compiled:1", "compiled:one")),
            "policy.sla.json has format one, and this version of slaclock reads 1",
            id="no-number",
        ),
        pytest.param(
            lambda text: sealed_again(text.replace('"zones"', '"zone s"').replace('"offers"', '"offer s"')),
            "policy.sla.json lacks offers, zones, so it was not written by slaclock; compile the policy again",
            id="a-key-less",
        ),
        pytest.param(
            lambda text: text.encode("utf-16"),
            "policy.sla.json is no text in UTF-8, so it was not written by slaclock",
            id="another-encoding",
        ),
    ],
)
def test_what_is_no_whole_file_is_refused(small: compiled.CompiledPolicy, change: Any, message: str) -> None:
    with pytest.raises(CompiledPolicyError, match=re.escape(message)):
        compiled.loads(change(small.dumps()), name="policy.sla.json")


def test_a_hash_is_the_same_by_whichever_code(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(b"a text\nof lines").hexdigest()
    assert hash_of("a text\r\nof lines") == digest
    monkeypatch.setattr("slaclock.compiled.sealed._OWN_CODE", "_none_such")
    assert hash_of("a text\nof lines") == digest


def test_lines_may_end_as_on_windows(small: compiled.CompiledPolicy) -> None:
    read = compiled.loads(small.dumps().replace("\n", "\r\n"))
    assert read == small


def test_what_is_too_large_is_refused(small: compiled.CompiledPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slaclock.compiled.compiled_policy.LARGEST", 100)
    with pytest.raises(CompiledPolicyError, match="is larger than 100 bytes, of which no compiled policy has more"):
        compiled.loads(small.dumps())


def test_a_file_is_called_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "x.sla.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CompiledPolicyError, match=re.escape(str(tmp_path / "x.sla.json"))):
        compiled.load(tmp_path / "x.sla.json")
    with pytest.raises(FileNotFoundError):
        compiled.load(tmp_path / "none.sla.json")


def test_a_question_before_its_first_year(small: compiled.CompiledPolicy) -> None:
    with pytest.raises(CompiledYearsError, match="was compiled for 2026-2027, and cannot give an answer about 2025-12"):
        small.due(datetime.fromisoformat("2025-12-31T23:59Z"))


@pytest.mark.parametrize(
    ("years", "asked", "said"),
    [
        pytest.param(2026, "2031-06-01T12:00Z", "about 2031-06-01 12:00Z; compile .* --years 2026-2031", id="later"),
        pytest.param(2026, "2020-06-01T12:00Z", "about 2020-06-01 12:00Z; compile .* --years 2020-2026", id="earlier"),
        pytest.param(
            2026,
            "2027-01-01T00:00:00.000001Z",
            r"about 2027-01-01 00:00:00\.000001Z; .* --years 2026-2027",
            id="just-later",
        ),
        pytest.param((2000, 2049), "2050-06-01T12:00Z", "12:00Z; ask the policy of which it was made$", id="too-many"),
        pytest.param(1900, "1899-06-01T12:00Z", "12:00Z; ask the policy of which it was made$", id="too-early"),
        pytest.param(2200, "2201-06-01T12:00Z", "12:00Z; ask the policy of which it was made$", id="too-late"),
    ],
)
def test_the_way_out_of_other_years_can_be_gone(years: Any, asked: str, said: str) -> None:
    policy = SlaPolicy(name="x", timezone="UTC", schedules={"s": "24x7"}, plans={"p": {"r": "1 hour"}})
    with pytest.raises(CompiledYearsError, match=said):
        policy.compile(years).due(datetime.fromisoformat(asked), metric="r")
