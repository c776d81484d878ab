"""`replay`: another product's own due dates beside ours."""

import json
from pathlib import Path
from typing import Any

import pytest
from zendesk_payloads import applied, metric, moves, schedule, sla_policy, ticket

from slaclock.adapters import zendesk

LOG = [*moves("reply_time", "13:00 activate", "15:00 breach"), applied("13:00")]
TITLES = ("ticket", "metric", "cycle", "plan", "target", "theirs", "ours", "difference", "because of")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_text(zendesk.policy(schedule(), sla_policies=sla_policy(metric())).yaml(), encoding="utf-8")
    return file


def compared(run: Any, policy: Path, tmp_path: Path, *answers: Any, options: tuple[Any, ...] = ()) -> Any:
    files = []
    for number, answer in enumerate(answers):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps(answer), encoding="utf-8")
    return run("replay", "zendesk", policy, *files, *options)


def test_each_cycle_is_a_line_with_the_reason_of_its_difference(run: Any, policy: Path, tmp_path: Path) -> None:
    ran = compared(run, policy, tmp_path, {"tickets": [ticket()]}, LOG)
    assert (ran.code, ran.err) == (0, "")
    titles, _, row, _, summary = ran.out.splitlines()
    assert [each.strip() for each in titles.split("  ") if each.strip()] == [*TITLES]
    assert " ".join(row.split()) == (
        "7 first_response 1 Gold 2 business hours 2026-06-01 17:00 CEST 2026-06-02 09:00 CEST 16:00:00 "
        "boundary: 'boundary: closing' in the policy agrees"
    )
    assert summary == "1 cycle: 1 boundary"


@pytest.mark.parametrize(
    ("events", "words"),
    [
        pytest.param(
            [*moves("reply_time", "12:00 activate", "14:30 breach"), applied("12:00")],
            "2026-06-01 16:30 CEST 2026-06-01 16:00 CEST -0:30:00 not explained; "
            "look at its start, its pauses and its target there",
            id="we-are-earlier",
        ),
        pytest.param(
            [
                *moves("reply_time", "12:00 activate"),
                {**moves("reply_time", "14:00 breach")[0], "time": "2026-06-01T14:00:50Z", "id": 9},
                applied("12:00"),
            ],
            "2026-06-01 16:00:50 CEST 2026-06-01 16:00:00 CEST -0:00:50 rounding to whole minutes",
            id="seconds-where-they-differ",
        ),
        pytest.param(
            [
                *moves("reply_time", "12:00 activate"),
                {**moves("reply_time", "12:30 fulfill")[0], "id": 9, "status": {"business": 30, "calendar": 30}},
                applied("12:00"),
            ],
            "0:30:00 used 2026-06-01 16:00 CEST 0:00:00 same",
            id="time-used-where-no-due-date-is-said",
        ),
        pytest.param(
            [*moves("reply_time", "12:00 activate", "12:30 fulfill"), applied("12:00")],
            "2 business hours not breached 2026-06-01 16:00 CEST same",
            id="no-more-than-that-it-was-in-time",
        ),
    ],
)
def test_what_they_say_is_shown(run: Any, policy: Path, tmp_path: Path, events: list[Any], words: str) -> None:
    out = compared(run, policy, tmp_path, events).out
    assert words in " ".join(out.splitlines()[2].split())


def test_a_target_of_the_log_that_the_policy_does_not_promise_is_said(run: Any, policy: Path, tmp_path: Path) -> None:
    """What is the same on the hours of the policy is no word for its targets."""
    policy.write_text(policy.read_text("utf-8").replace("2 business hours", "30 calendar minutes"), encoding="utf-8")
    _, _, row, _, summary = compared(run, policy, tmp_path, LOG).out.splitlines()
    assert row.endswith("; the log's target 2 business hours differs from the policy's 30 calendar minutes (high)")
    assert summary == "1 cycle: 1 boundary; 1 with what the policy does not promise"


def test_cycles_are_counted_on_the_schedule_that_a_ticket_had_last(run: Any, policy: Path, tmp_path: Path) -> None:
    """An office that is open an hour longer, and rows that say that the ticket got it."""
    longer = schedule((1980, 2520), (3420, 3900), id=102, name="Longer")
    both = {"schedules": [schedule(), longer]}
    policy.write_text(zendesk.policy(both, sla_policies=sla_policy(metric())).yaml(), encoding="utf-8")
    rows = [{"ticket_id": 7, "schedule_id": 102, "created_at": "2026-06-01T12:00:00Z"}]
    ran = compared(run, policy, tmp_path, LOG, both, rows)
    assert (ran.code, ran.err) == (0, "")
    _, _, line, _, summary = ran.out.splitlines()
    assert "2026-06-01 17:00 CEST 2026-06-01 17:00 CEST 0:00:00 same; counted on 'Longer'" in " ".join(line.split())
    assert summary == "1 cycle: 1 same; 1 with what the policy does not promise"


def test_events_beside_tickets_are_compared(run: Any, policy: Path, tmp_path: Path) -> None:
    beside = ticket(metric_events={"reply_time": LOG})
    for answer in ({"tickets": [beside]}, {"ticket": beside}, beside, [beside]):
        assert compared(run, policy, tmp_path, answer).out.endswith("1 cycle: 1 boundary\n")


def test_what_cannot_be_compared_is_said(run: Any, policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "compared.txt"
    events = [*moves("reply_time", "13:00 activate"), *moves("reply_time", "13:00 activate", instance=2)]
    ran = compared(run, policy, tmp_path, events, options=("--out", out))
    assert (ran.code, ran.out, out.read_text(encoding="utf-8")) == (0, "", "nothing to compare\n")
    assert ran.err.count("noted: ") == 2
    unknown = [{**each, "odd": 1} for each in LOG]
    assert "odd: key 'odd' is not known; it was left out; what it may mean is in no answer (and 2 more like it)" in (
        compared(run, policy, tmp_path, unknown).err
    )


def test_several_cycles_are_counted_by_their_reason(run: Any, policy: Path, tmp_path: Path) -> None:
    again = [{**each, "instance_id": 2, "id": each["id"] + 900} for each in LOG]
    assert compared(run, policy, tmp_path, [*LOG, *again]).out.endswith(
        "2 cycles: 2 boundary; 1 with what the policy does not promise\n"
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param({"tickets": [ticket()]}, "there are no metric events, which are", id="no-events"),
        pytest.param({"holidays": []}, "it holds holidays, which are no part of a comparison", id="holidays"),
    ],
)
def test_what_is_missing_is_named(run: Any, policy: Path, tmp_path: Path, answer: Any, said: str) -> None:
    ran = compared(run, policy, tmp_path, answer)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_product_without_clocks_of_its_own_is_refused(run: Any, policy: Path) -> None:
    assert "no product that does this" in run("replay", "osm", policy, policy).err
