"""`export`: a policy as other products have it."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from slaclock import SlaPolicy

GOLD = {"Gold": {"schedule": "office", "first_response": {"high": "2 business hours"}}}


@pytest.fixture
def whole(policy_file: Any) -> Path:
    file: Path = policy_file(
        schedules={"office": {"hours": "Mon-Fri 09:00-17:00", "holidays": [{"date": "--12-24", "name": "Eve"}]}},
        plans=GOLD,
    )
    return file


@pytest.mark.parametrize("option", ["--out", "-o"])
def test_what_is_written_is_read_back(run: Any, whole: Path, tmp_path: Path, option: str) -> None:
    out = tmp_path / "zendesk.json"
    ran = run("export", "zendesk", whole, "--years", "2026-2028", option, out)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    read = SlaPolicy.loads(run("import", "zendesk", out).out)
    assert str(read.target("Gold", "high")) == "2 business hours"
    closed = json.loads(out.read_text(encoding="utf-8"))["schedules"][0]["holidays"]
    assert [each["start_date"] for each in closed] == ["2026-12-24", "2027-12-24", "2028-12-24"]


@pytest.mark.parametrize(
    ("options", "schedules", "plans"),
    [
        pytest.param([], 1, 1, id="all"),
        pytest.param(["--schedule", "office"], 1, 0, id="a-schedule"),
        pytest.param(["--plan", "Gold"], 0, 1, id="a-plan"),
        pytest.param(["--plan", "Gold", "--schedule", "office"], 1, 1, id="one-of-each"),
    ],
)
def test_parts_are_named(run: Any, whole: Path, options: list[str], schedules: int, plans: int) -> None:
    written = run("export", "zendesk", whole, "--years", "2026", *options).answer
    assert (len(written["schedules"]), len(written["sla_policies"])) == (schedules, plans)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param([], "closes by a rule, and the format has dates; say of which years", id="years-needed"),
        pytest.param(["--years", "26"], "cannot read '26' as --years: write a year", id="two-digits"),
        pytest.param(
            ["--years", "2028-2026"],
            "cannot read '2028-2026' as --years: it ends before it begins; write 2026-2028",
            id="backwards",
        ),
        pytest.param(
            ["--years", "2027 - 2026"],
            "cannot read '2027 - 2026' as --years: it ends before it begins; write 2026-2027",
            id="backwards-by-one",
        ),
        pytest.param(["--years", "2075-2026"], "it ends before it begins; write 2026-2075", id="50-years-backwards"),
        pytest.param(["--years", "2076-2026"], "the first and the last of at most 50", id="51-years-backwards"),
        pytest.param(["--years", "2026-0000"], "cannot read '2026-0000' as --years: write a year", id="to-no-year"),
        pytest.param(["--years", "2026-2076"], "cannot read '2026-2076' as --years", id="51-years"),
        pytest.param(["--years", "0000"], "cannot read '0000' as --years", id="no-year"),
        pytest.param(["--years", "2026", "--plan", "Gild"], "no plan 'Gild'; did you mean 'Gold'?", id="a-plan"),
        pytest.param(["--years", "2026", "--schedule", "ofice"], "did you mean 'office'?", id="a-schedule"),
    ],
)
def test_what_cannot_be_written_is_refused(
    run: Any, whole: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    out = tmp_path / "zendesk.json"
    ran = run("export", "zendesk", whole, "--out", out, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not out.exists()


def test_a_version_is_named_of_a_policy_with_several(run: Any, policy_file: Any) -> None:
    file = policy_file(
        plans=GOLD,
        versions=[
            {"effective": "2027-01-01", "plans": {"Gold": {**GOLD["Gold"], "first_response": "1 business hour"}}}
        ],
    )
    refused = run("export", "zendesk", file)
    assert refused.code == 2
    assert "this policy has versions, and the format has one; say which with --at, e.g. --at now" in refused.err
    for at, seconds in (("2026-06-01", 7200), ("2027-06-01", 3600)):
        [payload] = run("export", "zendesk", file, "--at", at).answer["sla_policies"]
        assert payload["policy_metrics"][-1]["target_in_seconds"] == seconds


def test_a_product_that_is_not_known_is_refused(run: Any, whole: Path) -> None:
    ran = run("export", "zendsk", whole)
    assert ran.code == 2
    assert "'zendsk' is no product that does this; did you mean 'zendesk'?" in ran.err


def test_calendars_need_an_extra_and_say_which(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "name: Small\ntimezone: America/New_York\nschedules: {office: Mon-Fri 09:00-17:00}\n"
        "plans: {only: {first_response: 1 hour}}\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ran = run("export", "ical", policy)
    assert ran == (2, "", "slaclock: a calendar file needs an extra; run: pip install 'slaclock[ics]'\n")
