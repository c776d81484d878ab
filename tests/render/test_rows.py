"""The rows of a timeline: one for each date, folded and bounded."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from pictured import (
    ALWAYS,
    EXPLAINED,
    OFFICE,
    at,
    of_kinds,
    rows_of,
    svg_of,
)

from slaclock import SlaClock, Stretch, Target, explain
from slaclock.render.rows import Row, timeline_rows


class TestRows:
    @pytest.mark.parametrize(
        ("case", "rows"),
        [("night-shift", 7), ("business-days", 4), ("calendar-days", 3), ("met", 2), ("cancelled-at-once", 1)],
    )
    def test_one_for_each_date_or_run_of_dates(self, case: str, rows: int) -> None:
        assert len(timeline_rows(EXPLAINED[case])) == rows
        assert len(rows_of(svg_of(EXPLAINED[case]))) == rows

    def test_midnight_at_the_end_needs_no_row(self) -> None:
        rows = timeline_rows(explain(Target("2 hours"), ALWAYS, at("2026-06-01T22:00")))
        assert [(row.label, [mark.label for mark in row.marks]) for row in rows] == [
            ("Mon 01 Jun", ["opened 22:00", "due 24:00"])
        ]

    def test_a_due_midnight_that_passed_has_its_row(self) -> None:
        clock = SlaClock.starting(at("2026-06-01T22:00"), Target("2 hours"), ALWAYS)
        rows = timeline_rows(clock.explain(at("2026-06-02T01:00")))
        assert [mark.label for mark in rows[1].marks] == ["due, breached 00:00", "now 01:00"]

    def test_a_short_weekend_is_drawn_and_a_long_one_folded(self) -> None:
        short = timeline_rows(explain(Target("9 business hours"), OFFICE, at("2026-06-05T12:00")))
        assert [row.folded for row in short] == ["", "", "", ""]
        long = timeline_rows(explain(Target("9 business hours"), OFFICE, at("2026-12-24T12:00")))
        assert [row.folded for row in long] == ["", "3 days closed", ""]
        assert long[1].notes == ("Christmas Day",)
        assert long[1].label == "25 Dec – 27 Dec"

    def test_many_dates_fold_every_closed_one(self) -> None:
        rows = timeline_rows(EXPLAINED["sixty-days"])
        assert len([row for row in rows if not row.folded]) == 61
        assert Row("Wed 11 Nov", notes=("Veterans Day",), folded="1 day closed") in rows

    def test_dates_counted_around_the_clock_fold(self) -> None:
        _, folded, last = timeline_rows(EXPLAINED["calendar-days"])
        assert folded.folded == "29 days counted around the clock"
        assert last.amount == "day 30 of 30"

    def test_dates_before_the_count_begins_fold(self) -> None:
        opened = at("2026-06-01T00:00")
        days = [opened + timedelta(days=number) for number in range(5)]
        waiting = tuple(Stretch(start=start, end=end, kind="waiting") for start, end in pairwise(days))
        explanation = of_kinds("open").model_copy(update={"stretches": waiting, "due": days[-1]})
        assert [row.folded for row in timeline_rows(explanation)] == ["", "", "", ""]
        later = explanation.model_copy(update={"due": days[-1] + timedelta(days=1)})
        assert [row.folded for row in timeline_rows(later)] == ["", "3 days not counted yet", ""]

    def test_dates_after_the_end_fold(self) -> None:
        clock = SlaClock.starting(at("2026-06-01T22:00"), Target("200 hours"), ALWAYS).stop(at("2026-06-02T01:00"))
        folds = [row.folded for row in timeline_rows(clock.explain(at("2026-06-02T01:00"))) if row.folded]
        assert folds == ["7 days after it was stopped"]

    def test_hundreds_of_rows_are_bounded(self) -> None:
        rows = timeline_rows(EXPLAINED["very-long"])
        (left_out,) = (row for row in rows if "not drawn" in row.folded)
        assert len(rows) == 81
        assert re.fullmatch(r"\d+ days not drawn one by one, \d\d \w+ 2027 to \d\d \w+ 2028", left_out.folded)
        assert left_out.amount.startswith("+ ")
        assert rows[0].marks
        assert rows[-1].marks

    def test_a_mark_among_rows_left_out_is_drawn(self) -> None:
        clock = SlaClock.starting(at("2026-01-05T09:00"), Target("3000 business hours"), OFFICE)
        rows = timeline_rows(clock.explain(at("2026-11-24T12:00")))
        assert [row.label for row in rows if any(mark.kind == "now" for mark in row.marks)] == ["Tue 24 Nov 2026"]
        assert len([row for row in rows if "not drawn" in row.folded]) == 2

    def test_a_mark_outside_of_what_is_explained_is_not_drawn(self) -> None:
        later = EXPLAINED["running"].model_copy(update={"now": at("2026-12-24T12:00")})
        assert [mark.kind for row in timeline_rows(later) for mark in row.marks] == ["opened", "due"]

    def test_what_is_folded_is_counted_all_the_same(self) -> None:
        rows = timeline_rows(EXPLAINED["very-long"])
        hours = [float(found[1]) for row in rows if (found := re.search(r"\+ (\d+) h", row.amount))]
        minutes = [float(found[1]) for row in rows if (found := re.search(r"(\d+) min", row.amount))]
        assert sum(hours) + sum(minutes) / 60 == 3000
