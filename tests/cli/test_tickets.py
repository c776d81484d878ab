"""`status`, `agenda` and `goals`: what they print of tickets."""

import json
from pathlib import Path
from typing import Any

import pytest
from paths import EXAMPLES, POLICIES

BYTEZ = str(POLICIES / "byteztech.yaml")


class TestGoals:
    @pytest.fixture
    def files(self, policy_file: Any, tmp_path: Path) -> tuple[Path, Path]:
        stated = {"target": "1 business hour", "goals": "90% per month"}
        plans = {"only": {"first_response": {"P1": stated, "P2": {"target": "1 business hour", "goals": "10%"}}}}
        replies = [("P1", "09:30"), ("P1", "10:00"), ("P1", "14:00"), ("P2", ""), ("P2", "09:10"), ("P2", "15:00")]
        tickets = [
            {
                "opened": "2026-11-24T09:00-05:00" if replied else "2026-11-24T17:30-05:00",
                "priority": priority,
                "events": [{"at": f"2026-11-24T{replied}-05:00", "kind": "agent_replied"}] if replied else [],
            }
            for priority, replied in replies
        ]
        lines = tmp_path / "tickets.jsonl"
        lines.write_text("\n".join(map(json.dumps, tickets)), encoding="utf-8")
        return policy_file(plans=plans), lines

    def test_in_words(self, run: Any, files: tuple[Path, Path]) -> None:
        ran = run("goals", *files, "--now", "2026-11-24T18:00-05:00")
        assert ran.out.splitlines()[4:] == [
            "only  first_response  P1        90% per month  2026-11-01  2    1       0     66.6%  no",
            "only  first_response  P2        10%            all         1    1       1     50.0%  yes",
        ]

    def test_as_json(self, run: Any, files: tuple[Path, Path]) -> None:
        (first, second) = run("goals", *files, "--now", "2026-11-24T18:00-05:00", "--json").answer["goals"]
        assert (first["first"], first["last"], first["is_met"]) == ("2026-11-01", "2026-11-30", False)
        assert (second["first"], second["percent"], second["undecided"]) == (None, 50.0, 1)

    def test_what_is_wrong_with_tickets_is_said_of_each(self, run: Any, policy_file: Any, tmp_path: Path) -> None:
        stated = {"P1": {"target": "1 business hour", "goals": "90%"}}
        lines = tmp_path / "tickets.jsonl"
        lines.write_text('{"id": 7, "opened": "2026-11-24T09:00-05:00"}\n', encoding="utf-8")
        problem = "the ticket has no priority, by which first_response differs: P1"
        for command in ("agenda", "goals"):
            asked = (
                command,
                policy_file(plans={"only": {"first_response": stated}}),
                lines,
                "--now",
                "2026-11-24 18:00",
            )
            assert f"7: {problem}" in run(*asked).out
            assert run(*asked, "--json").answer["problems"] == [
                {"ticket": "7", "problem": problem, "place": 1, "is_answered": True}
            ]

    def test_nothing_to_count(self, run: Any, files: tuple[Path, Path]) -> None:
        ran = run("goals", BYTEZ, files[1], "--now", "2026-11-24T18:00-05:00")
        assert ran.code == 2
        assert "this policy has several plans" in ran.err
        (files[1]).write_text("", encoding="utf-8")
        ran = run("goals", *files, "--now", "2026-11-24T18:00-05:00")
        assert ran.out.endswith("\n\n  no ticket counts toward a goal of this policy\n")


class TestCustomers:
    """Tickets of a policy that is read on the customer's clocks."""

    @pytest.mark.parametrize(("command", "zone"), [("status", "Asia/Riyadh"), ("agenda", "Asia/Riyadh")])
    def test_where_they_are(self, run: Any, policy_file: Any, tmp_path: Path, command: str, zone: str) -> None:
        file = policy_file(schedules={"local": {"hours": "Mon-Fri 09:00-18:00", "timezone": "customer"}})
        ticket = tmp_path / "ticket.json"
        ticket.write_text('{"id": "T-1", "opened": "2026-11-24T05:00Z"}', encoding="utf-8")
        asked = (command, file, ticket, "--now", "2026-11-24T06:00Z")
        assert "--customer-timezone Asia/Tokyo" in run(*asked).err
        (line,) = [
            line for line in run(*asked, "--customer-timezone", zone).out.splitlines() if "first_response" in line
        ]
        assert "Tue 2026-11-24 05:00 EST" in line

    def test_who_was_notified(self, run: Any, policy_file: Any, tmp_path: Path) -> None:
        file = policy_file(escalations={"team lead": "after 1 business hour", "director": "at breach"})
        ticket = tmp_path / "ticket.json"
        ticket.write_text('{"id": "T-1", "opened": "2026-11-24T14:00Z"}', encoding="utf-8")
        ran = run("status", file, ticket, "--now", "2026-11-24T16:00Z")
        assert ran.out.endswith("\n\n  first_response escalated to team lead Tue 2026-11-24 10:00 EST\n")


TICKET = {"id": "T-1", "opened": "2026-11-24T09:00-05:00"}


@pytest.fixture
def ticket(tmp_path: Path) -> Path:
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(TICKET), encoding="utf-8")
    return file


class TestAsOf:
    """Without `--now`, what this computer's clock shows; and the answer says so."""

    @pytest.fixture(autouse=True)
    def _tuesday(self, clock: Any) -> None:
        clock("2026-11-24T17:00:12Z")

    @pytest.mark.parametrize("command", ["status", "agenda", "goals"])
    def test_now_is_the_clocks(self, run: Any, policy_file: Any, ticket: Path, command: str) -> None:
        ran = run(command, policy_file(), ticket)
        assert ran.out.startswith("as of Tue 2026-11-24 12:00:12 EST\n\n")
        assert "is read" not in ran.out
        assert run(command, policy_file(), ticket, "--json").answer["now"].startswith("2026-11-24T12:00:12-05:00")

    @pytest.mark.parametrize(
        ("now", "shown"),
        [
            ("now", "Tue 2026-11-24 12:00:12 EST"),
            ("5:00 PM", "Tue 2026-11-24 17:00 EST"),
            ("tomorrow 9am", "Wed 2026-11-25 09:00 EST"),
            ("2026-11-24T17:00Z", "Tue 2026-11-24 17:00 UTC"),
        ],
    )
    def test_it_is_shown_in_its_zone(self, run: Any, policy_file: Any, ticket: Path, now: str, shown: str) -> None:
        ran = run("status", policy_file(), ticket, "--now", now)
        assert ran.out.startswith(f"as of {shown}\n\n")
        assert ("on the clocks of America/New_York" in ran.out) is not now.endswith("Z")

    def test_where_it_stands_at_that_instant(self, run: Any, policy_file: Any, ticket: Path) -> None:
        assert "running  Tue 2026-11-24 13:00 EST  75%   59 min 48 s" in run("status", policy_file(), ticket).out


class TestStandardInput:
    LINES = json.dumps(TICKET) + "\n\n" + json.dumps(TICKET | {"id": "T-2"}) + "\n"

    def test_a_ticket_over_many_lines(self, run: Any, stdin: Any, policy_file: Any) -> None:
        text = json.dumps(TICKET, indent=2)
        assert "first_response" in run("status", policy_file(), stdin(text), "--now", "2026-11-24 10:00").out

    def test_a_ticket_on_each_line(self, run: Any, stdin: Any, policy_file: Any) -> None:
        ran = run("agenda", policy_file(), stdin(self.LINES), "--now", "2026-11-24 10:00")
        assert [line[:3] for line in ran.out.splitlines() if line.startswith("T-")] == ["T-1", "T-2"]
        assert run("goals", policy_file(), stdin(self.LINES)).code == 0

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param("", "<stdin> holds 0 tickets", id="nothing"),
            pytest.param(LINES, "<stdin> holds 2 tickets", id="two"),
            pytest.param('{\n "id": }', "<stdin>:2:8: this is not JSON", id="no-json-on-line-2"),
            pytest.param('{"id": "T-1"}\n', "<stdin>:1: cannot read this Ticket: key 'opened' is missing", id="a-key"),
        ],
    )
    def test_what_is_wrong_has_its_line(self, run: Any, stdin: Any, policy_file: Any, text: str, message: str) -> None:
        assert message in run("status", policy_file(), stdin(text)).err

    def test_a_policy_or_a_ticket(self, run: Any, stdin: Any, policy_file: Any, ticket: Path) -> None:
        text = policy_file().read_text(encoding="utf-8")
        assert "first_response" in run("status", stdin(text), ticket).out
        for command in ("status", "agenda", "goals"):
            assert run(command, "-", "-").err.startswith("slaclock: standard input can be read only once")


class TestPage:
    def test_on_standard_output_it_stands_alone(self, run: Any, policy_file: Any, ticket: Path) -> None:
        ran = run("status", policy_file(), ticket, "--html", "-")
        assert ran.out.startswith("<!DOCTYPE html>")
        assert ran.out.endswith("</html>\n")

    @pytest.mark.parametrize("which", ["POLICY", "TICKET"])
    def test_what_is_read_is_not_written_over(self, run: Any, policy_file: Any, ticket: Path, which: str) -> None:
        read = {"POLICY": policy_file(), "TICKET": ticket}
        was = read[which].read_bytes()
        message = f"slaclock: --html and {which} are the same file, {read[which]}; name another one for --html\n"
        assert run("status", *read.values(), "--html", read[which]) == (2, "", message)
        assert read[which].read_bytes() == was

    def test_not_beside_json(self, run: Any, policy_file: Any, ticket: Path) -> None:
        ran = run("status", policy_file(), ticket, "--html", "-", "--json")
        assert (ran.code, ran.out) == (2, "")
        assert "a page or JSON, not both" in ran.err


class TestAudience:
    """Of a ticket, customers see words for names; a page is for them, and the terminal is not."""

    HELPDESK = (POLICIES / "helpdesk.yaml", EXAMPLES / "tickets/T-1042.json", "--now", "2026-11-25T17:00-05:00")

    def test_the_terminal_is_for_engineers(self, run: Any) -> None:
        said = run("status", *self.HELPDESK, "--why").out
        assert all(name in said for name in ("first_response  met", "status waiting_on_customer", "(R16)"))

    def test_it_may_be_for_customers(self, run: Any) -> None:
        said = run("status", *self.HELPDESK, "--why", "--audience", "customer").out
        assert all(words in said for words in ("First response  met", "paused: waiting for the customer"))
        assert not any(name in said for name in ("first_response", "waiting_on", "America/", "(R16)"))

    def test_json_has_names_for_programs_and_sentences_for_readers(self, run: Any) -> None:
        answer = run("status", *self.HELPDESK, "--why", "--json", "--audience", "customer").answer
        assert [each["metric"] for each in answer["metrics"]] == ["first_response", "next_response", "resolution"]
        assert answer["explanations"][0]["subject"].endswith("First response")

    @pytest.mark.parametrize(("audience", "rule"), [([], False), (["--audience", "engineer"], True)])
    def test_a_page_is_for_customers(self, run: Any, tmp_path: Path, audience: list[str], rule: bool) -> None:
        page = tmp_path / "ticket.html"
        run("status", *self.HELPDESK, "--html", page, *audience)
        assert ("(R16)" in page.read_text(encoding="utf-8")) is rule

    @pytest.mark.parametrize(
        ("form", "zone"), [("text", "America/New_York"), ("markdown", "New York time"), ("html", "New York time")]
    )
    def test_so_it_is_with_plans(self, run: Any, form: str, zone: str) -> None:
        assert zone in run("compare", self.HELPDESK[0], "--format", form).out

    def test_plans_for_customers(self, run: Any) -> None:
        assert "America/New_York" not in run("compare", self.HELPDESK[0], "--audience", "customer").out
