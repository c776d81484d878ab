"""`slaclock batch`: options, what it prints, and how it ends."""

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

from slaclock.cli import spools

BYTEZ = str(POLICIES / "byteztech.yaml")
HEADER = "opened,plan,priority"
GOOD, BAD = "2026-11-25T17:00:00-05:00,standard,P1", "2026-11-25T17:00:00-05:00,standard,P9"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(*rows: str, name: str = "tickets.csv") -> str:
    Path(name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return name


@pytest.mark.usefixtures("folder")
class TestBatch:
    def test_in_words(self, run: Any) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert ran == (0, "1 row with due dates in due.csv\n", "")
        assert Path("due.csv").read_text() == f"{HEADER},due\n{GOOD},2026-11-27T17:00:00Z\n"

    def test_as_json(self, run: Any) -> None:
        answer = run(
            "batch", BYTEZ, save(HEADER, GOOD, BAD), "--out", "due.csv", "--on-error", "report", "--json"
        ).answer
        asked = {"out": "due.csv", "answered": 1, "bad": 1, "errors": "due.csv.errors.jsonl", "now": None}
        assert answer == asked | {"one_by_one": None, "sorted": None}
        again = run("batch", BYTEZ, "tickets.csv", "--out", "due.csv", "--on-error", "skip", "--json").answer
        assert again["errors"] is None

    def test_skip(self, run: Any) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD, BAD, BAD), "--out", "due.csv", "--on-error", "skip")
        assert ran.out == "1 row with due dates in due.csv\n2 bad rows left out\n"

    def test_report(self, run: Any) -> None:
        ran = run(
            "batch", BYTEZ, save(HEADER, GOOD, BAD), "--out", "due.csv", "--on-error", "report", "--errors", "bad.jsonl"
        )
        assert ran.out == "1 row with due dates in due.csv\n1 bad row in bad.jsonl\n"
        assert json.loads(Path("bad.jsonl").read_text())["line"] == 3

    @pytest.mark.parametrize(
        ("header", "row", "options", "due"),
        [
            pytest.param("schedule", "night", (), "2026-11-26T00:00:00Z", id="a-schedule"),
            pytest.param("team", "night", ("--schedule-column", "team"), "2026-11-26T00:00:00Z", id="of-another-name"),
            pytest.param("schedule", "day", ("--schedule", "night"), "2026-11-26T00:00:00Z", id="one-schedule-for-all"),
            pytest.param("timezone", "Europe/London", (), "2026-11-26T11:00:00Z", id="a-zone"),
            pytest.param(
                "where",
                "Europe/London",
                ("--customer-timezone-column", "where"),
                "2026-11-26T11:00:00Z",
                id="a-zone-in-each",
            ),
            pytest.param(
                "timezone",
                "Asia/Tokyo",
                ("--customer-timezone", "Europe/London"),
                "2026-11-26T02:00:00Z",
                id="its-own-zone-wins",
            ),
            pytest.param(
                "timezone",
                "",
                ("--customer-timezone", "Europe/London"),
                "2026-11-26T11:00:00Z",
                id="no-zone-of-its-own",
            ),
            pytest.param(
                "where",
                "Asia/Tokyo",
                ("--customer-timezone-column", "where", "--customer-timezone", "Europe/London"),
                "2026-11-26T02:00:00Z",
                id="its-own-zone-of-another-name",
            ),
            pytest.param("started", "2026-11-26T12:00Z", (), "2026-11-26T14:00:00Z", id="a-start"),
            pytest.param(
                "began", "2026-11-26T12:00Z", ("--started", "began"), "2026-11-26T14:00:00Z", id="a-start-in-each"
            ),
            pytest.param("started", "", (), "2026-11-26T11:00:00Z", id="no-start"),
        ],
    )
    def test_what_a_row_says_of_its_own(
        self, run: Any, policy_file: Any, header: str, row: str, options: tuple[str, ...], due: str
    ) -> None:
        policy = policy_file(
            timezone="Europe/London",
            schedules={"day": {"hours": "Mon-Fri 09:00-18:00", "timezone": "customer"}, "night": "Mon-Fri 22:00-06:00"},
            plans={"only": {"schedule": "day", "first_response": "2 business hours"}},
        )
        zone = () if {"timezone", "where"} & {header} else ("--customer-timezone", "Europe/London")
        save(f"opened,{header}", f"2026-11-25T20:00Z,{row}")
        ran = run("batch", policy, "tickets.csv", "--out", "due.csv", *zone, *options)
        assert (ran.code, ran.err) == (0, "")
        assert Path("due.csv").read_text().splitlines()[1].rpartition(",")[2] == due

    @pytest.mark.parametrize(
        ("header", "row", "reason"),
        [
            ("schedule", "nights", "this policy has no schedule 'nights'"),
            ("timezone", "EST", "'EST' does not say"),
            ("started", "2026-11-25T16:00:00-05:00", "it started at 2026-11-25 21:00:00+00:00, before it was opened"),
            ("started", "soon", "started: cannot read 'soon'"),
            ("started", "2026-11-28T09:00:00-05:00", "it stopped at 2026-11-27 15:00:00+00:00, before it started at"),
        ],
    )
    def test_what_is_not_known_is_the_problem_of_its_row(self, run: Any, header: str, row: str, reason: str) -> None:
        stopped = "2026-11-27T10:00:00-05:00"
        save(f"{HEADER},stopped,{header}", f"{GOOD},{stopped},{row}", f"{GOOD},{stopped},")
        ran = run("batch", BYTEZ, "tickets.csv", "--out", "due.csv", "--on-error", "report")
        assert ran.out == "1 row with due dates in due.csv\n1 bad row in due.csv.errors.jsonl\n"
        told = json.loads(Path("due.csv.errors.jsonl").read_text())
        assert (told["line"], told["reason"].startswith(reason)) == (2, True)

    def test_columns_of_other_names(self, run: Any) -> None:
        save("id,created,severity,tier,closed", "7,25.11.2026 17:00,P1,standard,27.11.2026 13:00")
        ran = run(
            *(
                "batch",
                BYTEZ,
                "tickets.csv",
                "--out",
                "due.jsonl",
                "--opened",
                "created",
                "--priority-column",
                "severity",
            ),
            *("--plan-column", "tier", "--stopped", "closed", "--metric", "first_response", "--prefix", "sla_"),
            *("--time-format", "%d.%m.%Y %H:%M", "--timezone", "America/New_York", "--now", "2026-11-28"),
        )
        assert ran.code == 0, ran.err
        answer = json.loads(Path("due.jsonl").read_text())
        assert {name: value for name, value in answer.items() if name.startswith("sla_")} == {
            "sla_due": "2026-11-27T12:00:00-05:00",
            "sla_breached": True,
            "sla_elapsed_s": 18000,
        }

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            pytest.param([], "tickets.csv:3: there is no priority 'P9' here; known: P1, P2, P3, P4", id="a-bad-row"),
            pytest.param(
                ["--plan", "standard", "--plan-column", "plan"],
                "give --plan for all tickets or --plan-column",
                id="both",
            ),
            pytest.param(
                ["--opened", "open"], "tickets.csv has no column 'open'; did you mean 'opened'?", id="a-column"
            ),
            pytest.param(["--timezone", "EST"], "'EST' does not say whether clocks change in summer", id="a-zone"),
        ],
    )
    def test_errors(self, run: Any, options: list[str], message: str) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD, BAD), "--out", "due.csv", *options)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"slaclock: {message}")
        assert not Path("due.csv").exists()

    def test_progress_on_a_terminal(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert ran.out == "1 row with due dates in due.csv\n"
        assert "100%" in ran.err
        assert "1 row, " in ran.err.splitlines()[-1]

    def test_an_interrupt(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("slaclock.tables.run", interrupt)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert (ran.code, ran.out, ran.err) == (130, "", "slaclock: interrupted; due.csv is as it was\n")

    def test_an_interrupt_once_it_was_written(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: Any, __: Any, out: Path, **___: Any) -> None:
            out.write_text("whole")
            raise KeyboardInterrupt("SIGTERM")

        monkeypatch.setattr("slaclock.tables.run", interrupt)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert ran == (143, "", "slaclock: terminated; due.csv had been written, whole\n")

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            pytest.param(["--out", "./tickets.csv"], "--out and TICKETS are the same file, tickets.csv;", id="input"),
            pytest.param(["--out", BYTEZ], f"--out and POLICY are the same file, {BYTEZ};", id="policy"),
            pytest.param(
                ["--out", "due.csv", "--on-error", "report", "--errors", "due.csv"],
                "--errors and --out are the same file, due.csv; name another one for --errors",
                id="errors-onto-output",
            ),
            pytest.param(
                ["--out", "due.csv", "--on-error", "report", "--errors", "link"],
                "--errors and TICKETS are the same file, link; name another one for --errors",
                id="errors-onto-input",
            ),
            pytest.param(
                ["--out", "due.csv", "--errors", "bad.jsonl"],
                "--errors names a file for bad rows; write it with --on-error report, not stop",
                id="errors-without-report",
            ),
        ],
    )
    def test_outputs_that_are_refused(self, run: Any, options: list[str], message: str) -> None:
        save(HEADER, GOOD)
        Path("link").symlink_to("tickets.csv")
        ran = run("batch", BYTEZ, "tickets.csv", *options)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"slaclock: {message}")
        assert Path("tickets.csv").read_text() == f"{HEADER}\n{GOOD}\n"
        assert sorted(each.name for each in Path().iterdir()) == ["link", "tickets.csv"]

    def test_no_bar_on_a_terminal_that_cannot_draw_one(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setenv("TERM", "dumb")
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert "%" not in ran.err
        assert "\x1b" not in ran.err

    def test_without_the_extra(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "slaclock.tables", None)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv")
        assert ran == (2, "", "slaclock: whole files need an extra; run: pip install 'slaclock[columns]'\n")

    def test_as_of_an_instant(self, run: Any, clock: Any) -> None:
        clock("2026-11-27T22:00Z")
        asked = ("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv", "--now", "today 5 PM")
        assert run(*asked).out == "1 row with due dates in due.csv, as of Fri 2026-11-27 17:00 EST\n"
        assert Path("due.csv").read_text().endswith(",2026-11-27T17:00:00Z,true,32400\n")
        assert run(*asked, "--json").answer["now"] == "2026-11-27T17:00:00-05:00"


def as_jsonl(*rows: str) -> str:
    names = HEADER.split(",")
    return "".join(json.dumps(dict(zip(names, row.split(","), strict=True))) + "\n" for row in rows)


@pytest.mark.usefixtures("folder")
class TestStandardStreams:
    CSV = f"{HEADER}\n{GOOD}\n"
    ANSWER = f"{HEADER},due\n{GOOD},2026-11-27T17:00:00Z\n"

    def parquet(self) -> bytes:
        import pyarrow.csv
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.csv.read_csv(io.BytesIO(self.CSV.encode())), "tickets.parquet")
        return Path("tickets.parquet").read_bytes()

    @pytest.mark.parametrize("kind", ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"])
    def test_what_comes_is_known_by_how_it_begins(self, run: Any, stdin: Any, kind: str) -> None:
        text = self.parquet() if kind == "parquet" else (as_jsonl(GOOD) if "json" in kind else self.CSV).encode()
        given = gzip.compress(text) if kind.endswith(".gz") else text
        ran = run("batch", BYTEZ, stdin(given), "--out", "due.csv")
        assert ran == (0, "1 row with due dates in due.csv\n", "")
        assert ",2026-11-27T17:00:00Z\n" in Path("due.csv").read_text()

    @pytest.mark.parametrize("cut", [slice(0, 20), slice(0, -4), slice(0, 3)], ids=["early", "late", "at-once"])
    def test_what_comes_damaged(self, run: Any, stdin: Any, cut: slice) -> None:
        ran = run("batch", BYTEZ, stdin(gzip.compress(self.CSV.encode())[cut]), "--out", "due.csv")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("slaclock: <stdin>: it is cut off or damaged: ")
        assert not Path("due.csv").exists()

    def test_more_than_is_copied(self, run: Any, stdin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(spools, "MOST_BYTES", len(self.CSV) - 1)
        ran = run("batch", BYTEZ, stdin(self.CSV), "--out", "due.csv")
        message = f"slaclock: <stdin> has more than {len(self.CSV) - 1} bytes; write it to a file, and name that\n"
        assert ran == (2, "", message)

    def test_for_spreadsheets(self, run: Any, stdin: Any) -> None:
        text = self.CSV.replace("opened", "opened,note", 1).replace("05:00,", "05:00,=1+2,", 1)
        for options, cell in ((("--for-spreadsheets",), "'=1+2"), ((), "=1+2")):
            ran = run("batch", BYTEZ, stdin(text), "--out", "-", *options)
            assert f",{cell}," in ran.out

    def test_from_one_to_the_other(self, run: Any, stdin: Any) -> None:
        ran = run("batch", BYTEZ, stdin(self.CSV), "--out", "-")
        assert ran == (0, self.ANSWER, "1 row with due dates in <stdout>\n")

    def test_output_is_written_as_the_tickets_are_unless_told(self, run: Any, stdin: Any) -> None:
        (line,) = run("batch", BYTEZ, save(as_jsonl(GOOD), name="tickets.jsonl"), "--out", "-").out.splitlines()
        assert json.loads(line)["due"] == "2026-11-27T17:00:00Z"
        (same,) = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "-", "--format", "jsonl").out.splitlines()
        assert json.loads(same) == json.loads(line)

    def test_what_is_said_stands_beside_the_rows(self, run: Any) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "-", "--json")
        assert ran.out == self.ANSWER
        assert json.loads(ran.err)["out"] == "<stdout>"

    def test_no_room_for_what_is_to_be_printed(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_room(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", no_room)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "-")
        assert ran == (2, "", "slaclock: cannot write <stdout>: no space left on device\n")

    def test_nothing_comes_of_a_bad_row(self, run: Any, stdin: Any) -> None:
        ran = run("batch", BYTEZ, stdin(f"{self.CSV}{BAD}\n"), "--out", "-")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("slaclock: <stdin>:3: there is no priority 'P9' here")

    def test_bad_rows_may_come_instead(self, run: Any, stdin: Any) -> None:
        asked = ("batch", BYTEZ, stdin(f"{self.CSV}{BAD}\n"), "--out", "due.csv", "--on-error", "report")
        ran = run(*asked, "--errors", "-")
        assert json.loads(ran.out)["line"] == 3
        assert ran.err == "1 row with due dates in due.csv\n1 bad row in <stdout>\n"

    def test_an_interrupt(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("slaclock.tables.run", interrupt)
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "-")
        assert ran == (130, "", "slaclock: interrupted; nothing was written\n")

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            pytest.param(["-", "-", "--out", "due.csv"], "standard input can be read only once", id="two-inputs"),
            pytest.param(
                [BYTEZ, "tickets.csv", "--out", "-", "--on-error", "report"], "name a file for them", id="no-name"
            ),
            pytest.param(
                [BYTEZ, "tickets.csv", "--out", "-", "--on-error", "report", "--errors", "-"], "not both", id="both"
            ),
            pytest.param(
                [BYTEZ, "tickets.csv", "--out", "due.csv", "--format", "jsonl"],
                "the ending of due.csv says how it is written",
                id="two-formats",
            ),
        ],
    )
    def test_errors(self, run: Any, options: list[str], message: str) -> None:
        ran = run("batch", *options)
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err


@pytest.mark.usefixtures("folder")
class TestEvents:
    """With `--events`, a row for each cycle of each metric."""

    TICKETS = ("id,opened,plan,priority", "T-1,2026-11-25T15:00Z,standard,P1", "T-2,2026-11-25T16:00Z,premium,P1")
    EVENTS = ("ticket,at,kind", "T-1,2026-11-25T16:00Z,agent_replied", "T-2,2026-11-25T18:00Z,agent_replied")

    def _asked(self, *more: str, events: tuple[str, ...] = EVENTS) -> tuple[str, ...]:
        files = save(*self.TICKETS), "--events", save(*events, name="events.csv")
        return ("batch", BYTEZ, *files, "--out", "out.csv", "--now", "2026-11-27T20:00Z", *more)

    def test_in_words(self, run: Any) -> None:
        ran = run(*self._asked())
        assert ran == (0, "2 rows with a cycle each in out.csv, as of Fri 2026-11-27 20:00 UTC\n", "")
        rows = [line.split(",") for line in Path("out.csv").read_text().splitlines()]
        assert [row[:2] + row[5:6] for row in rows[1:]] == [
            ["T-1", "first_response", "met"],
            ["T-2", "first_response", "breached"],
        ]

    def test_as_json(self, run: Any) -> None:
        agreed = ("ticket,at,kind,agreed", "T-1,2026-11-25T16:00Z,due_agreed,2026-11-26T16:00Z")
        answer = run(*self._asked("--json", events=agreed)).answer
        assert (answer["answered"], answer["one_by_one"], answer["sorted"]) == (2, 1, True)

    def test_what_took_longer_is_said(self, run: Any) -> None:
        lines = ("T-2,2026-11-25T18:00Z,due_agreed,2026-11-26T16:00Z", "T-1,2026-11-25T16:00Z,agent_replied,")
        ran = run(*self._asked(events=("ticket,at,kind,agreed", *lines)))
        assert ran.out.splitlines()[1:] == [
            "1 ticket asked one by one, which takes longer",
            "the files are not sorted by ticket, so both were held in memory",
        ]

    def test_bad_rows_are_reported_with_their_file(self, run: Any) -> None:
        ran = run(*self._asked("--on-error", "report", events=(*self.EVENTS, "T-2,soon,resolved")))
        assert ran.out.splitlines()[1] == "1 bad row in out.csv.errors.jsonl"
        told = json.loads(Path("out.csv.errors.jsonl").read_text())
        assert (told["file"], told["line"]) == ("events.csv", 4)

    def test_columns_of_other_names(self, run: Any) -> None:
        save("nr,created,tier,severity", "T-1,2026-11-25T15:00Z,standard,P1", name="other.csv")
        save("case,when,type", "T-1,2026-11-25T16:00Z,agent_replied", name="history.csv")
        named = ("--opened", "created", "--plan-column", "tier", "--priority-column", "severity")
        columns = ("--ticket-column", "id=nr", "--event-column", "ticket=case", "--event-column", "at = when")
        more = ("--event-column", "kind=type", "--now", "2026-11-27T20:00Z")
        ran = run("batch", BYTEZ, "other.csv", "--events", "history.csv", "--out", "out.csv", *named, *columns, *more)
        assert ran.out == "1 row with a cycle each in out.csv, as of Fri 2026-11-27 20:00 UTC\n"

    def test_now_is_the_clock_of_this_computer(self, run: Any) -> None:
        asked = self._asked("--json")
        without_now = [part for part in asked if part not in ("--now", "2026-11-27T20:00Z")]
        assert run(*without_now).answer["now"] is not None

    @pytest.mark.parametrize(
        ("more", "problem"),
        [
            pytest.param(("--priority", "P1"), "--priority is for tickets without events", id="option-of-rows"),
            pytest.param(("--event-column", "at"), "cannot read --event-column 'at'", id="no-column"),
            pytest.param(
                ("--ticket-column", "id=a", "--ticket-column", "id=b"),
                "--ticket-column names two columns for 'id': 'a' and 'b'",
                id="twice",
            ),
        ],
    )
    def test_what_does_not_fit_is_refused(self, run: Any, more: tuple[str, ...], problem: str) -> None:
        ran = run(*self._asked(*more))
        assert ran.code == 2
        assert problem in ran.err

    def test_columns_of_histories_need_events(self, run: Any) -> None:
        ran = run("batch", BYTEZ, save(HEADER, GOOD), "--out", "due.csv", "--event-column", "at=when")
        assert (ran.code, "name the file of these with --events" in ran.err) == (2, True)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("most", "code"), [("0", 3), ("1", 0)])
@pytest.mark.parametrize("tickets", ["tickets.csv", "-"])
def test_more_bad_rows_than_may_be_have_an_exit_code(run: Any, stdin: Any, most: str, code: int, tickets: str) -> None:
    stdin(Path(save(HEADER, GOOD, BAD)).read_text(encoding="utf-8"))
    ran = run("batch", BYTEZ, tickets, "--out", "due.csv", "--on-error", "skip", "--max-bad", most)
    assert ran.code == code
    assert Path("due.csv").exists() is (code == 0)
