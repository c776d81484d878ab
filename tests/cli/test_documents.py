"""The commands about a policy file as a document: `compare`, `calendar` and `diff`."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from paths import POLICIES

BYTEZ = POLICIES / "byteztech.yaml"


CUSTOMERS = {"office": {"hours": "Mon-Fri 09:00-18:00", "timezone": "customer"}}
FORMATS = [
    pytest.param("compare", "csv", ("text", "markdown", "html"), id="compare"),
    pytest.param("calendar", "pdf", ("text", "html", "ics"), id="calendar"),
]


class TestCompare:
    def test_as_text(self, run: Any, policy_file: Any) -> None:
        assert run("compare", policy_file()) == (
            0,
            "Small\n"
            "\n"
            "               only\n"
            "-------------  -----------------------------------------------\n"
            "Support hours\n"
            "hours          Monday to Friday 09:00–18:00 (America/New_York)\n"
            "               open on holidays, too\n"
            "\n"
            "First response\n"
            "every request  4 business hours\n"
            "\n"
            "- A target used up exactly at closing time is due at that closing time.\n",
            "",
        )

    def test_as_wide_as_the_terminal(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        assert max(map(len, run("compare", BYTEZ).out.splitlines())) <= 60

    @pytest.mark.parametrize(
        ("format", "begins"),
        [
            pytest.param("markdown", "## BytezTech support\n\n|  | standard | premium |\n", id="markdown"),
            pytest.param("html", "<!DOCTYPE html>\n", id="html"),
            pytest.param("text", "BytezTech support\n\n", id="text"),
        ],
    )
    def test_into_a_file(self, run: Any, tmp_path: Path, format: str, begins: str) -> None:
        out = tmp_path / "plans"
        assert run("compare", BYTEZ, "--format", format, "--out", out) == (0, "", "")
        assert out.read_text(encoding="utf-8").startswith(begins)
        assert [path.name for path in tmp_path.iterdir()] == ["plans"]
        assert run("compare", BYTEZ, "--format", format).out == out.read_text(encoding="utf-8")

    def test_as_json(self, run: Any) -> None:
        answer = json.loads(run("compare", BYTEZ, "--json").out)
        assert answer["plans"] == ["standard", "premium"]
        assert answer["sections"][1]["rows"][0] == {
            "name": "P1",
            "cells": [{"lines": ["4 business hours"]}, {"lines": ["1 hour, around the clock"]}],
        }

    def test_the_version_in_force(self, run: Any, policy_file: Any) -> None:
        file = policy_file(versions=[{"effective": "2027-01-01", "schedules": {"office": "Mon-Thu 09:00-18:00"}}])
        assert "From 1 January 2027 on, only, support hours: Monday to Thursday" in run("compare", file).out
        then = run("compare", file, "--at", "2027-06-01 12:00").out
        assert "hours          Monday to Thursday 09:00–18:00" in then
        assert "From " not in then

    def test_the_customers_clocks(self, run: Any, policy_file: Any) -> None:
        file = policy_file(schedules=CUSTOMERS)
        assert "(your local time)" in run("compare", file).out
        assert "(Asia/Tokyo)" in run("compare", file, "--customer-timezone", "Asia/Tokyo").out

    def test_a_file_that_cannot_be_written(self, run: Any, tmp_path: Path) -> None:
        ran = run("compare", BYTEZ, "--out", tmp_path / "nowhere" / "plans.txt")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("slaclock: cannot write ")


@pytest.mark.parametrize(("command", "format", "known"), FORMATS)
def test_an_unknown_format(run: Any, command: str, format: str, known: tuple[str, ...]) -> None:
    ran = run(command, BYTEZ, "--format", format)
    assert (ran.code, ran.out) == (2, "")
    assert all(each in ran.err for each in (format, *known))


class TestCalendar:
    def test_as_text(self, run: Any) -> None:
        lines = run("calendar", BYTEZ, "--schedule", "standard", "--year", 2027).out.splitlines()
        assert lines[:2] == ["standard, 2027 (America/New_York)", "Mon-Fri 09:00-18:00 America/New_York, holidays US"]
        assert "* Thu 25 Nov  Thanksgiving Day" in lines

    def test_of_a_closure(self, run: Any) -> None:
        text = run("calendar", BYTEZ, "--schedule", "maintenance", "--year", 2027).out
        assert text.startswith("maintenance, 2027")

    def test_this_year_unless_another_is_given(self, run: Any, policy_file: Any) -> None:
        before = date.today().year
        shown = run("calendar", policy_file()).out.partition("\n")[0]
        # The year may end in between.
        assert shown in {f"office, {year} (America/New_York)" for year in range(before - 1, date.today().year + 2)}

    def test_as_a_page_in_a_file(self, run: Any, policy_file: Any, tmp_path: Path) -> None:
        out = tmp_path / "year.html"
        assert run("calendar", policy_file(), "--year", 2027, "--format", "html", "--out", out) == (0, "", "")
        assert "<caption>December</caption>" in out.read_text(encoding="utf-8")

    def test_as_icalendar(self, run: Any, policy_file: Any, tmp_path: Path) -> None:
        out = tmp_path / "office.ics"
        file = policy_file(holidays="US")
        assert run("calendar", file, "--year", 2027, "--format", "ics", "--out", out).code == 0
        content = out.read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n")
        assert len(Calendar.from_ical(content).walk("VEVENT")) == 249 + 15
        assert run("calendar", file, "--year", 2027, "--format", "ics").out.encode() == content

    def test_as_json(self, run: Any, policy_file: Any) -> None:
        answer = json.loads(run("calendar", policy_file(), "--year", 2028, "--json").out)
        assert (answer["name"], len(answer["dates"])) == ("office", 366)
        assert answer["dates"][2] == {
            "date": "2028-01-03",
            "kind": "open",
            "name": "",
            "estimated": False,
            "hours": ["09:00-18:00"],
            "open": "PT9H",
            "open_seconds": 32400,
            "clock_change": "",
        }

    def test_the_customers_clocks(self, run: Any, policy_file: Any) -> None:
        file = policy_file(schedules=CUSTOMERS)
        assert "--customer-timezone" in run("calendar", file, "--year", 2027).err
        there = run("calendar", file, "--year", 2027, "--customer-timezone", "Asia/Tokyo")
        assert there.out.startswith("office, 2027 (Asia/Tokyo)")

    def test_a_year_that_there_is_not(self, run: Any, policy_file: Any) -> None:
        ran = run("calendar", policy_file(), "--year", 12027)
        assert ran == (2, "", "slaclock: year is a number from 2 to 9998, not 12027; write e.g. 2027\n")

    def test_several_schedules_need_a_name(self, run: Any) -> None:
        assert "name one with --schedule" in run("calendar", BYTEZ, "--year", 2027).err


class TestDiff:
    SPAN = ("--from", "2027-01-01", "--days", 365)

    def test_nothing_changes(self, run: Any, policy_file: Any) -> None:
        old, new = policy_file("old"), policy_file("new", schedules={"desk": "Mon-Fri 09:00-18:00"})
        assert run("diff", old, new, *self.SPAN, "--exit-code") == (
            0,
            "Nothing changes for customers from 1 January 2027 to 31 December 2027.\n",
            "",
        )

    def test_what_changes(self, run: Any, policy_file: Any) -> None:
        old, new = policy_file("old"), policy_file("new", schedules={"office": "Mon-Thu 09:00-18:00; Fri 09:00-17:00"})
        ran = run("diff", old, new, *self.SPAN)
        assert (ran.code, ran.err) == (0, "")
        assert "  office (America/New_York): 53 h lost\n      Fri 17:00-18:00 lost (53 dates)\n" in ran.out
        assert run("diff", old, new, *self.SPAN, "--exit-code") == (1, ran.out, "")

    def test_as_markdown(self, run: Any, policy_file: Any) -> None:
        old, new = policy_file("old"), policy_file("new", plans={"only": {"first_response": "2 business hours"}})
        text = run("diff", old, new, *self.SPAN, "--format", "markdown").out
        assert "### Promises\n\n- only, first response: tighter: 4 business hours → 2 business hours\n" in text

    def test_as_json(self, run: Any, policy_file: Any) -> None:
        old, new = policy_file("old"), policy_file("new", plans={"only": {"first_response": "2 business hours"}})
        ran = run("diff", old, new, *self.SPAN, "--json", "--exit-code")
        answer = json.loads(ran.out)
        assert ran.code == 1
        assert (answer["changes_for_customers"], answer["last"]) == (True, "2027-12-31")
        assert answer["promises"][0]["change"] == "tighter"

    def test_from_today_for_a_year_unless_told(self, run: Any, policy_file: Any) -> None:
        zone = ZoneInfo("America/New_York")
        before = datetime.now(zone).date()
        answer = json.loads(run("diff", policy_file(), policy_file(), "--json").out)
        assert before <= date.fromisoformat(answer["first"]) <= datetime.now(zone).date()
        assert (date.fromisoformat(answer["last"]) - date.fromisoformat(answer["first"])).days == 364

    def test_the_customers_clocks(self, run: Any, policy_file: Any) -> None:
        old, new = policy_file("old"), policy_file("new", schedules=CUSTOMERS)
        assert "--customer-timezone" in run("diff", old, new, *self.SPAN).err
        ran = run("diff", old, new, *self.SPAN, "--customer-timezone", "America/New_York")
        assert ran.out.startswith("Nothing changes for customers")

    def test_an_unknown_format(self, run: Any, policy_file: Any) -> None:
        ran = run("diff", policy_file(), policy_file(), "--format", "html")
        assert (ran.code, ran.out) == (2, "")
        assert all(each in ran.err for each in ("html", "text", "markdown"))


class TestOut:
    @pytest.mark.parametrize("out", [".", "no/such/folder/page.html"])
    def test_a_page_that_cannot_be_written(self, run: Any, out: str) -> None:
        ran = run("compare", BYTEZ, "--format", "html", "--out", out)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"slaclock: cannot write {out}: ")

    def test_a_page_is_written_where_a_link_leads(self, run: Any, tmp_path: Path) -> None:
        page, link = tmp_path / "page.html", tmp_path / "link.html"
        page.write_text("old", encoding="utf-8")
        link.symlink_to(page)
        assert run("compare", BYTEZ, "--format", "html", "--out", link).code == 0
        assert link.is_symlink()
        assert "BytezTech" in page.read_text(encoding="utf-8")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["link.html", "page.html"]

    def test_a_page_that_is_broken_off_leaves_the_old_one(
        self, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = tmp_path / "page.html"
        page.write_text("old", encoding="utf-8")

        def broken_off(*_: object) -> None:
            raise OSError(28, "No space left on device", ".page.html.part")

        monkeypatch.setattr("os.replace", broken_off)
        ran = run("compare", BYTEZ, "--format", "html", "--out", page)
        assert ran == (2, "", f"slaclock: cannot write {page}: no space left on device\n")
        assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
        assert page.read_text(encoding="utf-8") == "old"

    @pytest.mark.parametrize("command", ["compare", "calendar"])
    def test_the_policy_is_not_written_over(self, run: Any, policy_file: Any, command: str) -> None:
        file = policy_file()
        was = file.read_text(encoding="utf-8")
        message = f"slaclock: --out and POLICY are the same file, {file}; name another one for --out\n"
        assert run(command, file, "--out", file) == (2, "", message)
        assert file.read_text(encoding="utf-8") == was

    @pytest.mark.parametrize("out", [(), ("--out", "-")], ids=["unsaid", "a-dash"])
    @pytest.mark.parametrize("command", [("compare",), ("calendar", "--schedule", "standard", "--year", "2027")])
    def test_standard_output(self, run: Any, command: tuple[str, ...], out: tuple[str, ...]) -> None:
        ran = run(command[0], BYTEZ, *command[1:], *out)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(("BytezTech", "standard, 2027"))


def test_policies_from_standard_input(run: Any, stdin: Any, policy_file: Any) -> None:
    file = policy_file()
    text = file.read_text(encoding="utf-8")
    assert run("diff", file, stdin(text), "--from", "2027-01-01").out.startswith("Nothing changes")
    assert run("compare", stdin(text)).out.startswith("Small\n")
    assert run("calendar", stdin(text), "--year", 2027).out.startswith("office, 2027")
    assert run("diff", stdin(text), "-") == (
        2,
        "",
        "slaclock: standard input can be read only once; write '-' for one file, and name the others\n",
    )
