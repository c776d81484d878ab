"""`due`, `elapsed`, `hours` and `notice`: what they print."""

from typing import Any, ClassVar

import pytest
from paths import POLICIES
from real_tickets import TABLE

BYTEZ, CODEX = str(POLICIES / "byteztech.yaml"), str(POLICIES / "codexpert.yaml")


def asked(policy: str, plan: str | None, priority: str | None, opened: str) -> list[str]:
    named = ["--plan", plan] if plan else []
    named += ["--priority", priority] if priority else []
    return ["due", str(POLICIES / f"{policy}.yaml"), *named, "--opened", opened]


class TestDue:
    @pytest.mark.parametrize(("policy", "plan", "priority", "opened", "due"), TABLE)
    def test_the_table(
        self, run: Any, policy: str, plan: str | None, priority: str | None, opened: str, due: str
    ) -> None:
        # With its offset, and as the clocks of the policy show it.
        for text in (opened, opened[:16]):
            answer = run(*asked(policy, plan, priority, text), "--json").answer
            found = answer["due"]
            if text == opened:
                # R9: a fixed offset stays that offset.
                assert found.endswith("-05:00")
                continue
            assert found == f"{due[4:14]}T{due[15:20]}:00{due[21:]}"

    def test_in_words(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-25 17:00"))
        assert ran == (
            0,
            "due      Fri 2026-11-27 12:00 EST\n"
            "opened   Wed 2026-11-25 17:00 EST\n"
            "target   4 business hours\n"
            "hours    standard: Mon-Fri 09:00-18:00 America/New_York, holidays US\n"
            "promise  BytezTech support, standard, P1, first_response\n"
            "\n"
            "  '2026-11-25 17:00' has no offset, so it is read in America/New_York\n",
            "",
        )

    def test_why(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-25T17:00-05:00"), "--why")
        assert ran.out.startswith("BytezTech support, standard, P1, first_response\ntarget   4 business hours\n")
        assert "holiday: Thanksgiving Day\n" in ran.out
        assert ran.out.endswith("+ 3 h  = 4 h  counted\n")

    @pytest.mark.parametrize("option", ["--opened", "--started"])
    def test_a_metric_that_starts_elsewhere(self, run: Any, policy_file: Any, option: str) -> None:
        """R18: what the instant is taken for is said in every form."""
        note = "starts at `assigned`; counted from the instant given"
        path = str(policy_file(metrics={"first_response": {"starts": "assigned"}}))
        words = ("due", path, option, "2026-11-24T10:00-05:00")
        assert f"\n  {note}\n" in run(*words).out
        assert run(*words, "--why").out.count(note) == 1
        answer = run(*words, "--json").answer
        assert (answer["starts_at"], answer["notes"]) == (["assigned"], [f"{note} (R18)"])

    def test_a_channel_that_matters(self, run: Any, policy_file: Any) -> None:
        """R11, R19: that what is promised differs by channel is said in every form, unless a channel is named."""
        note = "no channel is named, and something else is promised for some (by e-mail: 8 business hours)"
        cases = [{"received": "by e-mail", "target": "8 business hours"}]
        plans = {"standard": {"first_response": {"target": "4 business hours", "when": cases}}}
        words = ("due", str(policy_file(plans=plans)), "--opened", "2026-11-24T10:00-05:00")
        assert f"\n  {note}\n" in run(*words).out
        assert run(*words, "--why").out.replace("\n", " ").count("no channel is named") == 1
        assert run(*words, "--json").answer["notes"][0] == f"{note} (R11)"
        assert "no channel" not in run(*words, "--channel", "phone").out

    def test_one_that_starts_at_the_opening_says_nothing(self, run: Any, policy_file: Any) -> None:
        words = ("due", str(policy_file()), "--opened", "2026-11-24T10:00-05:00")
        assert "starts at" not in run(*words).out
        assert run(*words, "--json").answer["starts_at"] == []

    def test_for_customers(self, run: Any) -> None:
        """Words for names, also in what is said of the question."""
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-25 17:00"), "--audience", "customer")
        assert ran.out.endswith(
            "hours    standard: Mon-Fri 09:00-18:00 New York time, holidays US\n"
            "promise  BytezTech support, standard, P1, First response\n"
            "\n"
            "  '2026-11-25 17:00' has no offset, so it is read in New York time\n"
        )

    def test_why_for_customers(self, run: Any) -> None:
        question = [*asked("byteztech", "standard", "P1", "2026-11-20T14:00-05:00"), "--why"]
        assert "(R7)" in run(*question).out
        assert "(R7)" not in run(*question, "--audience", "customer").out

    def test_json_for_customers(self, run: Any) -> None:
        question = [*asked("byteztech", "standard", "P1", "2026-11-20 14:00"), "--why", "--json"]
        answer = run(*question, "--audience", "customer").answer
        assert (answer["metric"], answer["explanation"]["timezone"]) == ("first_response", "America/New_York")
        assert answer["schedule"] == "standard: Mon-Fri 09:00-18:00 New York time, holidays US"
        assert answer["notes"][0].endswith("so it is read in New York time")
        assert not any("(R" in note for note in answer["notes"])

    def test_nobody_else_reads(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-25 17:00"), "--audience", "boss")
        assert (ran.code, ran.out) == (2, "")
        assert "'boss' is not one of 'customer', 'engineer'" in ran.err

    def test_why_with_notes_of_both_kinds(self, run: Any) -> None:
        ran = run(*asked("byteztech", "standard", "P1", "2026-11-20 14:00"), "--why")
        notes = ran.out.split("counted\n")[-1]
        assert "used up exactly at closing time" in notes
        assert "'2026-11-20 14:00' has no offset, so it is read in America/New_York" in notes

    def test_as_json(self, run: Any) -> None:
        answer = run(*asked("byteztech", "standard", "P3", "2026-11-24T10:30-05:00"), "--json").answer
        assert answer == {
            "due": "2026-11-27T10:30:00-05:00",
            "opened": "2026-11-24T10:30:00-05:00",
            "policy": "BytezTech support",
            "plan": "standard",
            "priority": "P3",
            "metric": "first_response",
            "starts_at": [],
            "target": "2 business days",
            "schedule": "standard: Mon-Fri 09:00-18:00 America/New_York, holidays US",
            "notes": [],
        }

    def test_why_as_json(self, run: Any) -> None:
        answer = run(*asked("codexpert", None, None, "2026-11-25 23:00"), "--why", "--json").answer
        assert answer["plan"] == "support"
        assert [each["name"] for each in answer["explanation"]["stretches"] if each["kind"] == "holiday"] == [
            "Thanksgiving Day"
        ]
        assert answer["explanation"]["due"] == answer["due"] == "2026-12-01T23:00:00-05:00"

    def test_another_metric(self, run: Any) -> None:
        answer = run(
            *asked("byteztech", "premium", None, "2026-11-20 17:00"), "--metric", "escalation", "--json"
        ).answer
        assert (answer["metric"], answer["due"]) == ("escalation", "2026-11-23T12:00:00-05:00")

    def test_a_skipped_time_is_said_to_be_one(self, run: Any) -> None:
        ran = run(*asked("byteztech", "premium", "P1", "2026-03-08 02:30"))
        assert "opened   Sun 2026-03-08 03:00 EDT\n" in ran.out
        assert "skipped 2026-03-08 02:30; it is read as the end of the gap, Sun 2026-03-08 03:00 EDT" in ran.out

    def test_a_repeated_time_is_said_to_be_one(self, run: Any) -> None:
        ran = run(*asked("byteztech", "premium", "P1", "2026-11-01 01:30"))
        assert "due      Sun 2026-11-01 01:30 EST\n" in ran.out
        assert (
            "showed 2026-11-01 01:30 twice; it is read as the first time; write '2026-11-01T01:30:00-05:00'" in ran.out
        )
        again = run(*asked("byteztech", "premium", "P1", "2026-11-01T01:30:00-05:00"))
        assert "opened   Sun 2026-11-01 01:30 EST\n" in again.out

    def test_seconds_are_shown_where_there_are_any(self, run: Any) -> None:
        assert (
            "due      Mon 2026-11-23 10:00:05 EST\n"
            in run(*asked("byteztech", "premium", "P1", "2026-11-23 09:00:05")).out
        )


class TestElapsed:
    def test_in_words(self, run: Any) -> None:
        ran = run("elapsed", BYTEZ, "--schedule", "standard", "--from", "2026-11-25 17:00", "--to", "2026-11-27T17:30Z")
        assert ran.out == (
            "elapsed  4 hours 30 minutes\n"
            "days     1 business day, the last date not counted\n"
            "from     Wed 2026-11-25 17:00 EST\n"
            "to       Fri 2026-11-27 17:30 UTC\n"
            "hours    Mon-Fri 09:00-18:00 America/New_York, holidays US\n"
            "\n"
            "  '2026-11-25 17:00' has no offset, so it is read in America/New_York\n"
        )

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            pytest.param("2026-11-25 22:00", "2026-11-26 06:00", "PT8H", id="a-night"),
            pytest.param("2026-11-26 06:00", "2026-11-25 22:00", "-PT8H", id="backward"),
            pytest.param("2026-11-26 22:00", "2026-11-27 06:00", "PT0S", id="a-holidays-night"),
            pytest.param("2026-11-23 22:00", "2026-11-23 22:00:00.5", "PT0.5S", id="half-a-second"),
        ],
    )
    def test_as_json(self, run: Any, start: str, end: str, expected: str) -> None:
        answer = run("elapsed", CODEX, "--from", start, "--to", end, "--json").answer
        assert answer["elapsed"] == expected
        assert answer["schedule"] == "Sun-Thu 22:00-06:00 America/New_York, holidays US"
        assert len(answer["notes"]) == 2

    def test_of_a_closure(self, run: Any) -> None:
        ran = run(
            "elapsed", BYTEZ, "--schedule", "maintenance", "--from", "2026-11-21 12:00", "--to", "2026-11-22 12:00"
        )
        assert ran.out.startswith("elapsed  6 hours\n")


class TestHours:
    def test_a_picture(self, run: Any) -> None:
        lines = run("hours", BYTEZ, "--schedule", "standard", "--from", "2026-11-25", "--days", 3).out.splitlines()
        assert lines[0] == "standard  (America/New_York)"
        assert [line.split()[1] for line in lines[2:5]] == ["2026-11-25", "2026-11-26", "2026-11-27"]
        assert lines[3].endswith("-  Thanksgiving Day")

    def test_a_fortnight_of_the_only_schedule(self, run: Any) -> None:
        assert len(run("hours", CODEX, "--from", "2026-11-23").out.splitlines()) == 2 + 14 + 2

    def test_as_json(self, run: Any) -> None:
        answer = run(
            "hours", BYTEZ, "--schedule", "maintenance", "--from", "2026-11-21", "--days", "1", "--json"
        ).answer
        assert answer == {
            "schedule": "Sat,Sun 22:00-04:00 America/New_York",
            "timezone": "America/New_York",
            "days": [
                {
                    "date": "2026-11-21",
                    "windows": [["2026-11-21T22:00:00-05:00", "2026-11-22T00:00:00-05:00"]],
                    "open": "PT2H",
                    "open_seconds": 7200,
                    "notes": [],
                }
            ],
        }


class TestNotice:
    def test_in_words(self, run: Any) -> None:
        assert run("notice", BYTEZ, "maintenance", "--before", "2026-12-05T22:00-05:00").out == (
            "due      Wed 2026-12-02 22:00 UTC-05:00\n"
            "before   Sat 2026-12-05 22:00 UTC-05:00\n"
            "notice   72 hours, maintenance\n"
        )

    def test_as_json(self, run: Any) -> None:
        answer = run("notice", BYTEZ, "policy_change", "--before", "2026-12-01", "--json").answer
        assert answer == {
            "due": "2026-11-01T00:00:00-04:00",
            "before": "2026-12-01T00:00:00-05:00",
            "notice": "policy_change",
            "notes": ["'2026-12-01' has no offset, so it is read in America/New_York"],
        }


class TestChannel:
    def test_due(self, run: Any, policy_file: Any) -> None:
        by_phone = {"when": [{"received": "by phone", "target": "15 minutes"}], "target": "1 hour"}
        file = policy_file(plans={"only": {"first_response": by_phone}})
        answers = [
            run("due", file, "--opened", "2026-11-24T09:00-05:00", "--json", *more).answer["due"]
            for more in ((), ("--channel", "phone"))
        ]
        assert answers == ["2026-11-24T10:00:00-05:00", "2026-11-24T09:15:00-05:00"]


class TestCustomers:
    """Where the customer is, and which holidays hold there."""

    LOCAL: ClassVar = {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer", "holidays": "customer"}

    def test_due_and_notice(self, run: Any, policy_file: Any) -> None:
        file = policy_file(schedules={"local": self.LOCAL}, notices={"move": {"target": "1 business day"}})
        there = ("--customer-timezone", "Asia/Tokyo", "--customer-holidays", "JP")
        assert "due      Mon 2027-01-04 12:00 JST" in run("due", file, "--opened", "2026-12-31 16:00", *there).out
        latest = run("notice", file, "move", "--before", "2026-12-31 10:00", *there).out
        assert "due      Wed 2026-12-30 10:00 JST" in latest

    def test_holidays_need_a_zone_where_clocks_do(self, run: Any, policy_file: Any) -> None:
        asked = ("--opened", "2026-12-31 16:00", "--customer-holidays", "JP")
        found = run("due", policy_file(schedules={"local": self.LOCAL}), *asked)
        assert (found.code, "--customer-timezone Asia/Tokyo" in found.err) == (2, True)
        at_home = policy_file("home", schedules={"local": {**self.LOCAL, "timezone": None}})
        assert "due      Mon 2027-01-04 12:00 EST" in run("due", at_home, *asked).out
