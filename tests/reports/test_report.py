"""The report over many tickets: each figure is a count over what `policy.evaluate` says (R12, R16, R18, R19)."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pyarrow as pa
import pytest
from columns.told_histories import Row, histories, tables, told_singly
from hypothesis import given, strategies as st

from slaclock import ChoiceError, SlaPolicy, TicketTableError, reports
from slaclock.reports import Line, Report
from slaclock.reports.shapes import STEPS

POLICY = SlaPolicy.loads("""
name: Example
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-17:00, nights: Sun-Thu 22:00-06:00}
plans:
  standard:
    schedule: office
    first_response: {goals: 90% per month, P1: 2 business hours, P2: 4 business hours, P3: 1 business day}
    resolution: {P1: 8 business hours, P2: 2 business days, P3: 40 hours}
  nights: {schedule: nights, first_response: 2 business hours, resolution: 9 business hours}
""")
NOW = datetime(2026, 12, 1, tzinfo=UTC)
DAY = timedelta(hours=8)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def _asked() -> tuple[list[Row], list[Row]]:
    """Four tickets: met and paused, late, late and open, open."""
    opened = {"T-1": "11-24 15:00", "T-2": "11-24 15:00", "T-3": "10-30 15:00", "T-4": "11-30 21:00"}
    tickets = [
        {"id": id, "opened": _at(text), "plan": "standard", "priority": "P1", "channel": channel}
        for (id, text), channel in zip(opened.items(), ["phone", "phone", None, "email"], strict=True)
    ]
    events = [
        {"ticket": ticket, "at": _at(at), "kind": kind, "status": status}
        for ticket, at, kind, status in (
            ("T-1", "11-24 15:30", "agent_replied", None),
            ("T-1", "11-24 16:00", "status_changed", "pending"),
            ("T-1", "11-25 16:00", "status_changed", "open"),
            ("T-1", "11-25 17:00", "resolved", None),
            ("T-2", "11-25 15:00", "agent_replied", None),
            ("T-2", "11-27 15:00", "resolved", None),
        )
    ]
    return tickets, events


def made(by: tuple[str, ...] = ("month",), policy: SlaPolicy = POLICY) -> Report:
    return reports.report(policy, *tables(*_asked()), NOW, by)


class TestCounts:
    """A line for each group and metric."""

    def test_lines_say_what_became_of_each(self) -> None:
        found = [
            (*line.group, line.metric, line.tickets, line.met, line.breached, line.open, f"{line.over} {line.paused}")
            for line in made().lines
        ]
        assert found == [
            ("2026-10", "first_response", 1, 0, 1, 0, "7 days, 4:00:00 0:00:00"),
            ("2026-10", "resolution", 1, 0, 1, 0, "6 days, 22:00:00 0:00:00"),
            ("2026-11", "first_response", 3, 1, 1, 1, "6:00:00 0:00:00"),
            ("2026-11", "resolution", 3, 1, 1, 1, "16:00:00 8:00:00"),
        ]

    def test_shares_are_of_what_was_stopped(self) -> None:
        used = {line.metric: line.used for line in made(()).totals}["first_response"]
        assert used is not None
        assert (used.mean, used.median) == (212.5, 212.5)
        assert (round(used.p90, 6), round(used.p95, 6)) == (362.5, 381.25)
        assert made(("month",)).lines[0].used is None

    def test_attainment_is_of_what_is_decided(self) -> None:
        shares = [(line.metric, line.attainment, line.goal) for line in made(("plan",)).lines]
        assert shares == [("first_response", Fraction(100, 3), Fraction(90)), ("resolution", Fraction(100, 3), None)]
        assert Line((), "update", 1, 0, 0, 1, None, timedelta(), timedelta(), ()).attainment is None

    def test_the_worst_say_how_it_came_to_that(self) -> None:
        first = made(()).totals[0].worst
        assert [(worst.ticket, worst.stopped and worst.stopped.isoformat()) for worst in first] == [
            ("T-3", None),
            ("T-2", "2026-11-25T10:00:00-05:00"),
        ]

    def test_what_was_cancelled_counts_nowhere(self) -> None:
        tickets, events = _asked()
        events.append({"ticket": "T-4", "at": _at("11-30 21:00"), "kind": "cancelled"})
        found = reports.report(POLICY, *tables(tickets, events), NOW, ())
        assert [(line.metric, line.tickets, line.open) for line in found.totals] == [
            ("first_response", 3, 0),
            ("resolution", 3, 0),
        ]

    def test_nothing_in_gives_an_empty_report(self) -> None:
        found = reports.report(POLICY, *tables([], []), NOW)
        assert (found.lines, found.totals, found.shapes, found.problems) == ((), (), (), ())
        assert (
            found.text()
            == "Example, as of 2026-12-01 00:00 UTC\n\n"
            + "  ".join(("month", "priority", "metric", "tickets", "met", "breached", "open", "attainment", "goal"))
            + "  used by half  used by 90 %  over  paused"
        )
        assert found.html().count("<h2>") == 1
        assert found.csv().count("\n") == 1

    def test_problems_are_said_of_their_tickets(self) -> None:
        tickets, events = _asked()
        tickets[0]["priority"] = "P9"
        found = reports.report(POLICY, *tables(tickets, events), NOW, ())
        assert [each.ticket for each in found.problems] == ["T-1"]
        assert "there is no priority 'P9'" in found.text()
        assert "there is no priority &#x27;P9&#x27;" in found.html().replace("&#39;", "&#x27;")

    def test_many_problems_are_shown_in_part(self) -> None:
        tickets = [{"id": f"T-{number}", "opened": NOW, "plan": "gold" * 60} for number in range(30)]
        found = reports.report(POLICY, *tables(tickets, []), NOW, ())
        assert len(found.problems) == 30
        assert found.text().count("\n  T-") == 5
        assert "… and 10 more" in found.html()
        assert max(map(len, found.text().splitlines())) <= 150


class TestGroups:
    """By months, by plans and priorities, and by any column of the tickets."""

    @pytest.mark.parametrize(
        ("by", "groups"),
        [
            pytest.param(("month",), ["2026-10", "2026-11"], id="month-of-the-start"),
            pytest.param(("month_due",), ["2026-10", "2026-11", "2026-12"], id="month-when-due"),
            pytest.param(("month_closed",), ["2026-11", ""], id="month-when-closed"),
            pytest.param(("priority",), ["P1"], id="priority"),
            pytest.param(("channel",), ["", "email", "phone"], id="a-column-of-tickets"),
            pytest.param(("channel", "month"), ["", "email", "phone"], id="two"),
        ],
    )
    def test_what_is_grouped_together(self, by: tuple[str, ...], groups: list[str]) -> None:
        found = made(by)
        assert list(dict.fromkeys(line.group[0] for line in found.lines)) == groups
        assert sum(line.met + line.breached + line.open for line in found.lines) == 8

    def test_months_begin_on_the_clocks_of_the_policy(self) -> None:
        tickets = [{"id": "T-1", "opened": _at("11-01 02:00"), "plan": "standard", "priority": "P1"}]
        (line, _) = reports.report(POLICY, *tables(tickets, []), NOW, ["month"]).lines
        assert line.group == ("2026-10",)

    def test_numbers_are_grouped_as_they_are_written(self) -> None:
        tickets, events = tables(*_asked())
        numbered = tickets.append_column("tier", pa.array([1, 2, None, 1]))
        found = reports.report(POLICY, numbered, events, NOW, ["tier"])
        assert list(dict.fromkeys(line.group[0] for line in found.lines)) == ["", "1", "2"]

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            pytest.param("teem", "cannot be grouped by 'teem'; did you mean 'team'", id="one-letter-off"),
            pytest.param("tags", "'tags', whose values are no text", id="lists"),
        ],
    )
    def test_what_it_cannot_be_grouped_by_is_refused(self, name: str, problem: str) -> None:
        tickets, events = tables(*_asked())
        more = tickets.append_column("team", pa.array(["a"] * 4)).append_column("tags", pa.array([["x"]] * 4))
        with pytest.raises(TicketTableError, match=problem):
            reports.report(POLICY, more, events, NOW, [name])

    @pytest.mark.parametrize("make", [lambda table: table.to_pandas(), pl.from_arrow, lambda table: table])
    def test_tables_are_of_any_make(self, make: Callable[[Any], Any]) -> None:
        tickets, events = map(make, tables(*_asked()))
        assert reports.report(POLICY, tickets, events, NOW, ["month"]).lines == made().lines

    def test_columns_that_nobody_asks_for_may_be_called_alike(self) -> None:
        tickets, events = tables(*_asked())
        frame = tickets.to_pandas().assign(a=1, b=2).rename(columns={"a": "note", "b": "note"})
        assert reports.report(POLICY, frame, events, NOW, ["priority"]).lines == made(("priority",)).lines
        with pytest.raises(TicketTableError, match=r"columns 9 and 10 are both called .note. in the table"):
            reports.report(POLICY, frame, events, NOW, ["note"])

    def test_by_what_it_is_grouped_stands_once(self) -> None:
        with pytest.raises(TicketTableError, match="grouped by 'month' once, not twice"):
            made(("month", "priority", "month"))

    def test_a_stream_of_tickets_is_read_once(self) -> None:
        tickets, events = tables(*_asked())
        found = reports.report(POLICY, tickets.to_reader(), events, NOW, ["channel"])
        assert found.lines == made(("channel",)).lines

    def test_columns_may_have_names_of_their_own(self) -> None:
        tickets, events = (table.to_pandas() for table in tables(*_asked()))
        renamed = tickets.rename(columns={"id": "number"}).assign(number=range(4))
        moved = events.assign(ticket=events["ticket"].map({"T-1": 0, "T-2": 1}))
        found = reports.report(POLICY, renamed, moved, NOW, ["month"], ticket_columns={"id": "number"})
        assert [line.met for line in found.lines] == [line.met for line in made().lines]

    def test_the_detail_has_every_cycle_with_its_group(self) -> None:
        detail = made(("channel", "priority")).detail
        assert detail.num_rows == 8
        assert Counter(detail["channel"].to_pylist()) == {"phone": 4, "": 2, "email": 2}


class TestLaws:
    """A report is the sum of its parts, and a count over what is said ticket by ticket."""

    @given(told=histories(), after=st.integers(20 * 96, 60 * 96))
    def test_it_is_a_count_over_scalar_answers(self, told: tuple[list[Row], list[Row]], after: int) -> None:
        now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
        found = reports.report(POLICY, *tables(*told), now, ("priority",))
        expected = Counter(
            (row["metric"], row["priority"] or "", row["state"] if row["state"] in ("met", "breached") else "open")
            for row in told_singly(POLICY, *told, now)
            if row["metric"] and row["state"] != "cancelled"
        )
        counted = Counter(
            {
                (line.metric, *line.group, state): count
                for line in found.lines
                for state, count in (("met", line.met), ("breached", line.breached), ("open", line.open))
            }
        )
        assert +counted == expected

    @given(told=histories())
    def test_totals_are_sums_of_lines(self, told: tuple[list[Row], list[Row]]) -> None:
        found = reports.report(POLICY, *tables(*told), NOW, ("plan", "month"))
        for total in found.totals:
            parts = [line for line in found.lines if line.metric == total.metric]
            for name in ("met", "breached", "open"):
                assert sum(getattr(line, name) for line in parts) == getattr(total, name)
            assert sum((line.over for line in parts), timedelta()) == total.over
            assert sum((line.paused for line in parts), timedelta()) == total.paused
        for shape in found.shapes:
            (total,) = (line for line in found.totals if line.metric == shape.metric)
            assert sum(month.met for month in shape.months) == total.met
            assert sum(month.breached for month in shape.months) == sum(map(sum, shape.late)) == total.breached


class TestShapes:
    """How a metric went: months, shares used, and when requests came that were late."""

    def test_what_is_used_up_in_time_is_below_one_hundred_percent(self) -> None:
        tickets = [{"id": "T-1", "opened": _at("11-24 15:00"), "plan": "standard", "priority": "P1"}]
        events = [{"ticket": "T-1", "at": _at("11-24 17:00"), "kind": "agent_replied"}]
        shape = reports.report(POLICY, *tables(tickets, events), NOW, ()).shapes[0]
        assert shape.used[STEPS.index(75)] == 1

    def test_late_requests_stand_at_the_hour_at_which_they_came(self) -> None:
        (first, _) = made(()).shapes
        late = {(day, hour) for day, row in enumerate(first.late) for hour, count in enumerate(row) if count}
        assert late == {(1, 10), (4, 11)}


class TestShown:
    """As text, Markdown, CSV, JSON and a page."""

    def test_the_table_has_bars_and_totals(self) -> None:
        lines = made(("plan",)).text().splitlines()
        assert lines[3].split() == [
            *("standard", "first_response", "4", "1", "2", "1", "███░░░░░░░", "33.3", "%", "90", "%", "212", "%"),
            *("362", "%", "178", "h"),
        ]
        assert lines[5].startswith("all       first_response")

    def test_where_nothing_is_decided_nothing_is_claimed(self) -> None:
        tickets = [{"id": "T-1", "opened": NOW, "plan": "standard", "priority": "P1"}]
        found = reports.report(POLICY, *tables(tickets, []), NOW, ())
        assert found.text().splitlines()[3].split() == ["first_response", "1", "0", "0", "1"]
        assert "nothing decided yet" in found.html()

    def test_durations_may_be_in_working_days(self) -> None:
        text = made(("plan",)).text(DAY)
        assert "22 d 2 h" in text
        assert "1 d" in made(("plan",)).markdown(DAY)
        assert "time over target</dt><dd>22 d 2 h" in made(("plan",)).html(DAY)
        for shown in (text, made(("plan",)).markdown(DAY), made(("plan",)).html(DAY)):
            assert "1 d is a working day of 8 h" in shown

    @pytest.mark.parametrize("hours", [-8, 0, 25])
    def test_no_working_day_is_that_long(self, hours: int) -> None:
        for show in (made().text, made().markdown, made().html):
            with pytest.raises(ChoiceError, match="at most 24 hours"):
                show(timedelta(hours=hours))

    def test_short_times_are_shown_whole(self) -> None:
        tickets = [{"id": "T-1", "opened": _at("11-24 15:00"), "plan": "standard", "priority": "P1"}]
        events = [{"ticket": "T-1", "at": _at("11-24 17:00:05"), "kind": "agent_replied"}]
        assert "T-1: 5 s late" in reports.report(POLICY, *tables(tickets, events), NOW, ()).text()

    def test_markdown_is_a_table(self) -> None:
        head, rule, *rows = made().markdown().splitlines()
        assert head.startswith("| month | metric |")
        assert set(rule) == {"|", "-"}
        assert {row.count("|") for row in (head, rule, *rows)} == {head.count("|")}

    def test_csv_is_for_machines(self) -> None:
        rows = list(csv.DictReader(io.StringIO(made().csv())))
        assert [(row["month"], row["metric"], row["breached"]) for row in rows][:2] == [
            ("2026-10", "first_response", "1"),
            ("2026-10", "resolution", "1"),
        ]
        assert (rows[0]["over_seconds"], rows[0]["used_mean"], rows[0]["attainment"]) == ("619200", "", "0.0")

    def test_json_is_plain(self) -> None:
        plain = json.loads(json.dumps(made(("channel",)).to_dict()))
        assert plain["lines"][0]["group"] == {"channel": ""}
        assert plain["totals"][0]["worst"][0]["ticket"] == "T-3"
        assert plain["totals"][0]["group"] == {}

    def test_the_page_is_whole_and_safe(self) -> None:
        tickets, events = tables(*_asked())
        hostile = "<script>alert(1)</script>"
        more = tickets.append_column("team", pa.array([hostile] * 4))
        page = reports.report(POLICY, more, events, NOW, ["team"]).html()
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
        assert page.count("<svg") == 6

    def test_lines_below_their_goal_stand_out(self) -> None:
        page = made(("plan",)).html()
        assert page.count('<tr class="missed">') == 1

    def test_a_report_without_groups_has_no_table(self) -> None:
        assert "<table" not in made(()).html()
        assert made(()).text().splitlines()[2].startswith("metric")
