"""`import`: what other products have, as a policy file that `check` accepts."""

import json
from pathlib import Path
from typing import Any

import pytest
from zendesk_payloads import account, holiday, metric, schedule, sla_policy

from slaclock import SlaPolicy
from slaclock.adapters import zendesk


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    payloads = account()
    payloads["holidays"] = {
        "holidays": [holiday("2026-12-24", "2026-12-26")],
        "url": "https://x.test/api/v2/business_hours/schedules/101/holidays.json",
    }
    return [written(tmp_path / f"{kind}.json", payload) for kind, payload in payloads.items()]


def written(file: Path, payload: Any) -> Path:
    file.write_text(payload if isinstance(payload, str) else json.dumps(payload), encoding="utf-8")
    return file


@pytest.mark.parametrize("option", ["--out", "-o"])
def test_answers_in_any_order_are_a_policy_file(run: Any, files: list[Path], tmp_path: Path, option: str) -> None:
    out = tmp_path / "policy.yaml"
    ran = run("import", "zendesk", *reversed(files), option, out)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "slaclock: read 2 schedules, 7 intervals, 1 holidays, 2 sla policies, 1 group sla policies, 4 policy metrics, "
        "3 conditions; 4 could not be carried over\n"
    )
    assert SlaPolicy.load(out) == zendesk.policy(**account()).policy
    assert run("check", out, "--today", "2026-06-01").code == 0


def test_standard_input_and_output_stand_where_files_may(run: Any, stdin: Any) -> None:
    ran = run("import", "zendesk", stdin(json.dumps([schedule()])), "--name", "Acme")
    assert ran.code == 0
    assert SlaPolicy.loads(ran.out).name == "Acme"


def test_holidays_may_stand_by_the_id_of_their_schedule(run: Any, tmp_path: Path) -> None:
    payloads = account()
    names = [written(tmp_path / f"{kind}.json", payloads[kind]) for kind in ("schedules", "holidays", "sla_policies")]
    assert '"101"' in names[1].read_text(encoding="utf-8")
    policy = SlaPolicy.loads(run("import", "zendesk", *names).out)
    assert [len(policy.schedules[name].holidays.sources) for name in ("Office", "Nights")] == [1, 0]


def test_several_files_of_one_kind_are_pages(run: Any, tmp_path: Path) -> None:
    pages = [
        written(tmp_path / "one.json", [schedule(time_zone=None)]),
        written(tmp_path / "two.json", {"schedules": [schedule(id=102, name="Other")]}),
        written(tmp_path / "three.json", sla_policy(metric("group_ownership_time", target_in_seconds=60))),
    ]
    ran = run("import", "zendesk", *pages, "--timezone", "Asia/Tokyo")
    policy = SlaPolicy.loads(ran.out)
    assert [policy.schedule(name).timezone for name in policy.schedules] == ["Asia/Tokyo", "Europe/Copenhagen"]
    assert list(policy.plans["Gold"].metrics) == ["group_ownership_time"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            "{", "this is not JSON: expecting property name enclosed in double quotes on line 1", id="no-json"
        ),
        pytest.param('{"a": 1, "a": 2}', "key 'a' is given twice; keep one of them", id="twice"),
        pytest.param("[" * 60 + "]" * 60, "nested more than 40 deep", id="deep"),
        pytest.param("{}", "its keys do not show what it is; it holds one of: schedules, holidays", id="nothing"),
        pytest.param("[]", "its keys do not show what it is", id="an-empty-list"),
        pytest.param('[{"policy_metrics": []}]', "sla_policy: key 'title' is missing", id="half-a-record"),
        pytest.param('{"tickets": []}', "its keys do not show what it is", id="tickets"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    run: Any, tmp_path: Path, content: str, problem: str
) -> None:
    out = tmp_path / "policy.yaml"
    ran = run("import", "zendesk", written(tmp_path / "a.json", content), "--out", out)
    assert (ran.code, ran.out) == (2, "")
    assert problem in ran.err
    assert not out.exists()


def test_a_product_that_is_not_known_is_refused(run: Any, files: list[Path]) -> None:
    ran = run("import", "zendsk", *files)
    assert ran.code == 2
    assert "'zendsk' is no product that does this; did you mean 'zendesk'?" in ran.err
