"""`report`: from files of any kind, in any form, with what was counted beside it."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

NOW = ("--now", "2026-12-01")
PLANS = {"only": {"first_response": {"P1": "1 business hour", "P2": "4 business hours"}}}
TICKETS = "id,opened,priority,team\nT-1,2026-11-24T15:00Z,P1,=red\nT-2,2026-11-25T15:00Z,P2,\n"
EVENTS = (
    "ticket,at,kind,status,public\n"
    "T-1,2026-11-24T16:30Z,agent_replied,,yes\n"
    "T-2,2026-11-25T16:00Z,agent_replied,,no\n"
    "T-2,2026-11-25T17:00Z,agent_replied,,\n"
)


@pytest.fixture
def files(policy_file: Any, tmp_path: Path) -> tuple[object, ...]:
    tickets, events = tmp_path / "tickets.csv", tmp_path / "events.csv"
    tickets.write_text(TICKETS, encoding="utf-8")
    events.write_text(EVENTS, encoding="utf-8")
    return policy_file(plans=PLANS), tickets, "--events", events


class TestForms:
    """The same figures in every form."""

    def test_text(self, run: Any, files: tuple[object, ...]) -> None:
        lines = run("report", *files, "--by", "team", *NOW).out.splitlines()
        assert lines[3].split()[:6] == ["–", "first_response", "1", "1", "0", "0"]
        assert lines[4].split()[:6] == ["=red", "first_response", "1", "0", "1", "0"]

    def test_json(self, run: Any, files: tuple[object, ...]) -> None:
        (first, second) = run("report", *files, "--by", "team", "--json", *NOW).answer["lines"]
        assert (first["group"], first["met"], second["over_seconds"]) == ({"team": ""}, 1, 1800.0)

    @pytest.mark.parametrize(("more", "shown"), [((), "=red"), (("--for-spreadsheets",), "'=red")])
    def test_csv(self, run: Any, files: tuple[object, ...], more: tuple[str, ...], shown: str) -> None:
        ran = run("report", *files, "--by", "team", "--format", "csv", *more, *NOW)
        assert [row["team"] for row in csv.DictReader(ran.out.splitlines())] == ["", shown]

    def test_markdown(self, run: Any, files: tuple[object, ...]) -> None:
        ran = run("report", *files, "--by", "team", "--format", "markdown", "--working-day", "2 hours", *NOW)
        assert ran.out.splitlines()[3].startswith("| \\=red | ")

    def test_a_page(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        page = tmp_path / "report.html"
        assert run("report", *files, "--format", "html", "--out", page, *NOW).code == 0
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    def test_by_default_it_is_as_of_now(self, run: Any, files: tuple[object, ...], clock: Any) -> None:
        clock("2026-11-24T17:00+00:00")
        lines = run("report", *files, "--by", "", "--json").answer["lines"]
        assert [line["tickets"] for line in lines] == [1]

    def test_a_working_day_is_an_amount_of_time(self, run: Any, files: tuple[object, ...]) -> None:
        ran = run("report", *files, "--working-day", "2 business days", *NOW)
        assert (ran.code, "--working-day is the open time in a working day" in ran.err) == (2, True)


class TestFiles:
    """Tables of every kind, or tickets with their events."""

    def test_parquet_and_json_lines(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        policy, *_ = files
        kinds = {"public": pa.bool_()}
        rows = [row | {"public": row["public"] != "no"} for row in csv.DictReader(EVENTS.splitlines())]
        columns = {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in rows[0]}
        pq.write_table(pa.table(columns), tmp_path / "events.parquet")
        lines = tmp_path / "tickets.jsonl"
        lines.write_text("\n".join(map(json.dumps, csv.DictReader(TICKETS.splitlines()))), encoding="utf-8")
        asked = ("--by", "team", "--json", *NOW)
        found = run("report", policy, lines, "--events", tmp_path / "events.parquet", *asked).answer
        assert found == run("report", *files, *asked).answer

    def test_columns_of_other_names_and_signs(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        policy, *_ = files
        tickets, events = tmp_path / "t.csv", tmp_path / "e.csv"
        tickets.write_text(TICKETS.replace(",", "|").replace("opened", "created"), encoding="utf-8")
        events.write_text(EVENTS.replace(",", "|").replace("kind", "event"), encoding="utf-8")
        asked = ("report", policy, tickets, "--events", events, "--separator", "|", "--by", "team", *NOW)
        named = ("--ticket-column", "opened=created", "--event-column", "kind=event")
        assert run(*asked, *named, "--json").answer == run("report", *files, "--by", "team", "--json", *NOW).answer
        ran = run(*asked, "--event-column", "kind=event")
        assert (ran.code, "if it is called otherwise, say --ticket-column opened=…" in " ".join(ran.err.split())) == (
            2,
            True,
        )

    def test_columns_that_nobody_asks_for_may_be_called_alike(
        self, run: Any, files: tuple[object, ...], tmp_path: Path
    ) -> None:
        policy, _, *events = files
        tickets = tmp_path / "t.csv"
        tickets.write_text("note,id,opened,priority,team,note\na,T-1,2026-11-24T15:00Z,P1,=red,b\n", encoding="utf-8")
        asked = ("report", policy, tickets, *events, *NOW)
        assert run(*asked, "--by", "team", "--json").answer["lines"][0]["group"] == {"team": "=red"}
        ran = run(*asked, "--by", "note")
        assert (ran.code, "columns 1 and 6 are both called 'note' in the table of tickets" in ran.err) == (2, True)

    def test_tickets_with_their_events(self, run: Any, policy_file: Any, stdin: Any) -> None:
        ticket = {
            "id": "T-1",
            "opened": "2026-11-24T15:00Z",
            "priority": "P1",
            "events": [{"at": "2026-11-24T16:30Z", "kind": "agent_replied"}],
        }
        found = run("report", policy_file(plans=PLANS), stdin(json.dumps(ticket)), "--json", *NOW).answer
        assert found["totals"][0]["breached"] == 1

    def test_nothing_in_them(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        policy, _, _, events = files
        empty = tmp_path / "empty.csv"
        empty.write_text("id,opened,public\n", encoding="utf-8")
        found = run("report", policy, empty, "--events", events, "--json", *NOW).answer
        assert (found["lines"], len(found["problems"])) == ([], 2)

    @pytest.mark.parametrize(
        ("at", "public", "problem"),
        [
            pytest.param("soon", "yes", "events.csv:2: at: ", id="time"),
            pytest.param("2026-11-24T16:00Z", "maybe", "events.csv:2: public: 'maybe' is neither yes", id="public"),
        ],
    )
    def test_a_row_that_cannot_be_read_is_named(
        self, run: Any, files: tuple[object, ...], tmp_path: Path, at: str, public: str, problem: str
    ) -> None:
        (tmp_path / "events.csv").write_text(f"ticket,at,kind,public\nT-1,{at},resolved,{public}\n", encoding="utf-8")
        ran = run("report", *files, *NOW)
        assert (ran.code, problem in ran.err) == (2, True)

    def test_what_has_no_instants_says_so(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        (tmp_path / "events.csv").write_text("ticket,kind\nT-1,resolved\n", encoding="utf-8")
        ran = run("report", *files, *NOW)
        assert (ran.code, "the table of events has no column 'at'" in ran.err) == (2, True)


def test_without_the_extra_it_says_which_one(
    run: Any, files: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "slaclock.reports", None)
    ran = run("report", *files, *NOW)
    assert ran == (2, "", "slaclock: reports need an extra; run: pip install 'slaclock[columns]'\n")


BAD = ("--on-error", "report")
GOOD_LINE = json.dumps({"id": "T-1", "opened": "2026-11-24T15:00Z", "priority": "P1"})
BAD_LINES = (GOOD_LINE, "{", "", '{"id": "T-2", "opened": "soon"}')


class TestBadRows:
    """What cannot be read ends the report, is left out, or is reported with its line, as asked."""

    def lines(self, policy_file: Any, tmp_path: Path) -> tuple[object, ...]:
        file = tmp_path / "tickets.jsonl"
        file.write_text("\n".join(BAD_LINES), encoding="utf-8")
        return "report", policy_file(plans=PLANS), file, *NOW

    def tables(self, policy_file: Any, tmp_path: Path) -> tuple[object, ...]:
        tickets, events = tmp_path / "tickets.csv", tmp_path / "events.csv"
        tickets.write_text(f"{TICKETS}T-3,soon,P1,\n", encoding="utf-8")
        events.write_text(f"{EVENTS}T-3,never,resolved,,\n", encoding="utf-8")
        return "report", policy_file(plans=PLANS), tickets, "--events", events, *NOW

    @pytest.mark.parametrize(("kind", "place"), [("lines", "tickets.jsonl:2"), ("tables", "tickets.csv:4: opened:")])
    def test_one_ends_it(self, run: Any, policy_file: Any, tmp_path: Path, kind: str, place: str) -> None:
        ran = run(*getattr(self, kind)(policy_file, tmp_path))
        assert (ran.code, ran.out, place in ran.err) == (2, "", True)

    @pytest.mark.parametrize("kind", ["lines", "tables"])
    def test_or_is_left_out(self, run: Any, policy_file: Any, tmp_path: Path, kind: str) -> None:
        ran = run(*getattr(self, kind)(policy_file, tmp_path), "--on-error", "skip", "--json")
        assert (ran.code, ran.err) == (0, "slaclock: 2 rows are left out\n")
        found = json.loads(ran.out)
        assert (found["totals"][0]["tickets"] > 0, found["problems"]) == (True, [])

    @pytest.mark.parametrize(
        ("kind", "places"),
        [
            ("lines", ("tickets.jsonl:2: ", "tickets.jsonl:4: ")),
            ("tables", ("tickets.csv:4: ", "events.csv:5: ")),
        ],
    )
    def test_or_is_reported(
        self, run: Any, policy_file: Any, tmp_path: Path, kind: str, places: tuple[str, ...]
    ) -> None:
        asked, side = getattr(self, kind)(policy_file, tmp_path), tmp_path / "bad.jsonl"
        found = json.loads(run(*asked, *BAD, "--errors", side, "--json").out)["problems"]
        assert all(each["problem"].startswith(f"{tmp_path}/{place}") for each, place in zip(found, places, strict=True))
        assert [(each["ticket"], each["is_answered"]) for each in found] == [("", False)] * 2
        told = [json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()]
        assert [each["line"] for each in told] == [each["place"] for each in found]
        for form in ("text", "html"):
            shown = run(*asked, *BAD, "--format", form).out
            assert all(place in shown for place in places)

    def test_one_alone(self, run: Any, policy_file: Any, tmp_path: Path) -> None:
        file = tmp_path / "tickets.jsonl"
        file.write_text(f"{GOOD_LINE}\n[1]\n", encoding="utf-8")
        ran = run("report", policy_file(plans=PLANS), file, *NOW, "--on-error", "skip")
        assert ran.err == "slaclock: 1 row is left out\n"

    @pytest.mark.parametrize("kind", ["lines", "tables"])
    @pytest.mark.parametrize(("most", "code"), [(1, 3), (2, 0)])
    def test_or_are_too_many(self, run: Any, policy_file: Any, tmp_path: Path, kind: str, most: int, code: int) -> None:
        ran = run(*getattr(self, kind)(policy_file, tmp_path), "--on-error", "skip", "--max-bad", most)
        assert (ran.code, ran.out == "") == (code, code == 3)

    @pytest.mark.parametrize("kind", ["lines", "tables"])
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--errors", "bad.jsonl"), "write it with --on-error report, not stop"),
            ((*BAD, "--errors", "-"), "standard output holds the answer"),
        ],
    )
    def test_what_is_refused(
        self, run: Any, policy_file: Any, tmp_path: Path, kind: str, options: tuple[str, ...], message: str
    ) -> None:
        ran = run(*getattr(self, kind)(policy_file, tmp_path), *options)
        assert (ran.code, message in ran.err) == (2, True)


class TestDetail:
    """What was counted, beside the report."""

    def test_every_cycle_stands_there(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        detail = tmp_path / "cycles.csv"
        run("report", *files, "--by", "team", "--detail", detail, "--for-spreadsheets", *NOW)
        rows = list(csv.DictReader(detail.read_text(encoding="utf-8").splitlines()))
        assert [(row["ticket"], row["state"], row["remaining"], row["team"]) for row in rows] == [
            ("T-1", "breached", "-1800", "'=red"),
            ("T-2", "met", "7200", ""),
        ]

    def test_as_parquet(self, run: Any, files: tuple[object, ...], tmp_path: Path) -> None:
        detail = tmp_path / "cycles.parquet"
        run("report", *files, "--detail", detail, *NOW)
        assert pq.read_table(detail)["state"].to_pylist() == ["breached", "met"]

    @pytest.mark.parametrize(
        ("name", "problem"),
        [("-", "--detail is a file beside the report"), ("cycles.jsonl", "name a file ending in .csv or .parquet")],
    )
    def test_where_it_cannot_be(
        self, run: Any, files: tuple[object, ...], tmp_path: Path, name: str, problem: str
    ) -> None:
        ran = run("report", *files, "--detail", name if name == "-" else tmp_path / name, *NOW)
        assert (ran.code, problem in " ".join(ran.err.split())) == (2, True)


def test_rows_may_be_left_out(tmp_path: Path) -> None:
    from slaclock.tables import TimeFormat, read_history

    file = tmp_path / "events.csv"
    file.write_text("ticket,at\nT-1,soon\nT-2,2026-11-24T16:30Z\n", encoding="utf-8")
    found = read_history(file, "events", TimeFormat(), skip=True)
    assert found.table["ticket"].to_pylist() == ["T-2"]
    assert [(row.line, row.record) for row in found.bad] == [(2, {"ticket": "T-1", "at": "soon"})]
