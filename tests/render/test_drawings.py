"""Drawings of explanations: where things lie, and what is told apart without colour."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
from pictured import (
    ALWAYS,
    CLOCK,
    EXPLAINED,
    KINDS,
    NIGHTS,
    OFFICE,
    SVG,
    at,
    hours_of,
    of_kinds,
    page_of,
    rects,
    rows_of,
    svg_of,
    weekly,
    words_of,
)

from slaclock import Explanation, Schedule, Target, explain
from slaclock.hours import to_utc
from slaclock.render import (
    explanation_html,
    explanation_markdown,
    explanation_svg,
    week_svg,
)
from slaclock.render.rows import timeline_rows


@pytest.fixture(params=EXPLAINED)
def explanation(request: pytest.FixtureRequest) -> Explanation:
    return EXPLAINED[request.param]


class TestEveryPicture:
    def test_is_well_formed(self, explanation: Explanation) -> None:
        assert svg_of(explanation).tag == f"{SVG}svg"
        assert page_of(explanation_html(explanation)).tag == "html"

    def test_is_the_same_each_time(self, explanation: Explanation) -> None:
        again = Explanation.model_validate_json(explanation.model_dump_json())
        for draw in (explanation_svg, explanation_html, explanation_markdown):
            assert draw(explanation) == draw(again)

    def test_asks_for_nothing_from_elsewhere(self, explanation: Explanation) -> None:
        page = page_of(explanation_html(explanation))
        assert not [each for each in page.iter() if each.get("src") or each.get("href") or each.tag == "script"]
        assert set(re.findall(r"https?://[^\"]+", explanation_html(explanation))) == {"http://www.w3.org/2000/svg"}

    def test_says_what_it_is_without_being_seen(self, explanation: Explanation) -> None:
        svg = svg_of(explanation)
        assert svg.get("role") == "img"
        assert "due" in svg.get("aria-label", "")
        assert "Each row is a date in New York time." in words_of(svg.findall(f"{SVG}desc")[0])

    def test_refers_only_to_patterns_that_it_holds(self, explanation: Explanation) -> None:
        text = explanation_svg(explanation)
        ids = {each.get("id") for each in svg_of(explanation).iter() if each.get("id")}
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids

    def test_covers_the_time_of_every_stretch(self, explanation: Explanation) -> None:
        rows = timeline_rows(explanation)
        if any(row.folded for row in rows):
            return
        pieces = [piece for row in rows for piece in row.pieces if piece.kind != "skipped"]
        drawn = sum((piece.reading.closes - piece.reading.opens for piece in pieces), timedelta())
        assert drawn == sum((stretch.duration for stretch in explanation.stretches), timedelta())


class TestTellingKindsApart:
    PATTERNED = ("overdue", "paused", "holiday", "exception", "season", "excluded")

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_has_a_class_a_title_and_a_word_in_the_legend(self, kind: str) -> None:
        svg = svg_of(of_kinds(kind))
        (rect,) = rects(svg, kind)
        assert f"the {kind.replace('_', ' ')}" in words_of(rect[0])
        (legend,) = (each for each in svg.iter(f"{SVG}g") if each.get("class") == "legend")
        assert len(words_of(legend)) > 3

    @pytest.mark.parametrize("kind", PATTERNED)
    def test_has_a_pattern_of_its_own(self, kind: str) -> None:
        svg = svg_of(of_kinds(*KINDS))
        patterns = {each.get("id", "").partition("-")[2]: each for each in svg.iter(f"{SVG}pattern")}
        lines = {name: (each.find(f"{SVG}path").get("d"), each.get("width")) for name, each in patterns.items()}  # type: ignore[union-attr]
        assert sum(line == lines[kind] for line in lines.values()) == 1
        assert f".{kind}{{fill:url(#{svg.get('id')}-{kind})}}" in words_of(svg)

    def test_what_lies_ahead_is_outlined(self) -> None:
        svg = svg_of(EXPLAINED["running"])
        assert [rect.get("class") for rect in rects(svg, "open")] == ["open", "open ahead", "open ahead"]
        assert "will be counted" in words_of(svg)

    @pytest.mark.parametrize(
        ("case", "words"),
        [
            ("night-shift", ["2 h", "6 h", "Thanksgiving Day", "opened 21:00", "due 06:00"]),
            ("maintenance", ["excluded: patching"]),
            ("business-days", ["day 1 of 2", "day 2 of 2", "Black Friday (09:00-13:00)"]),
            ("paused", ["paused: pending", "5 days paused", "now 12:00"]),
            ("breached", ["due, breached 14:00", "3 h overdue", "now 17:00"]),
            ("stopped-late", ["due, breached 14:00", "done 16:00"]),
            ("met", ["done 17:00", "due 14:00"]),
            ("cancelled", ["cancelled 17:00"]),
            ("superseded", ["no longer counted", "as 8 business hours", "due 10:00"]),
            ("all-kinds", ["the holiday", "excluded: the excluded", "paused: the paused"]),
        ],
    )
    def test_names_what_it_shows(self, case: str, words: list[str]) -> None:
        text = words_of(svg_of(EXPLAINED[case]))
        assert [each for each in words if each not in text] == []

    def test_a_cancelled_clock_is_not_due(self) -> None:
        assert not [mark for row in timeline_rows(EXPLAINED["cancelled"]) for mark in row.marks if mark.kind == "due"]

    def test_labels_of_one_instant_are_stacked(self) -> None:
        explanation = CLOCK.explain(at("2026-11-25T14:00"))
        flags = [each for each in svg_of(explanation).iter(f"{SVG}text") if each.get("class") == "flag"]
        heights = {"".join(each.itertext()): each.get("y") for each in flags}
        assert heights["due 14:00"] != heights["now 14:00"]


class TestClockChanges:
    def test_a_stretch_lies_where_the_clocks_showed_it(self) -> None:
        svg = svg_of(explain(Target("4 business hours"), OFFICE, at("2026-06-01T10:15")))
        assert [hours_of(rect) for rect in rects(svg, "open")] == [(10.25, 14.25)]

    def test_23_hours(self) -> None:
        svg = svg_of(EXPLAINED["forward"])
        assert [hours_of(rect) for rect in rects(svg, "open")] == [(20, 24), (0, 2), (3, 17)]
        assert [hours_of(rect) for rect in rects(svg, "skipped")] == [(2, 3)]
        assert "clocks go forward, 02:00–03:00 skipped" in words_of(svg)

    def test_25_hours(self) -> None:
        rects_open = rects(svg_of(EXPLAINED["back"]), "open")
        assert [hours_of(rect) for rect in rects_open] == [(20, 24), (0, 1), (1, 2), (1, 2), (2, 15)]
        first, second = (float(rect.get("y", "")) for rect in rects_open[2:4])
        assert first < second
        assert rects_open[2].get("height") == rects_open[3].get("height") != rects_open[4].get("height")
        assert "clocks go back, 01:00–02:00 twice" in words_of(svg_of(EXPLAINED["back"]))

    def test_the_same_reading_twice_is_told_apart(self) -> None:
        (row,) = timeline_rows(explain(Target("1 hour"), OFFICE, at("2026-11-01T01:15")))
        assert [mark.label for mark in row.marks] == ["opened 01:15 EDT", "due 01:15 EST"]
        assert [(piece.reading.lane, str(piece.reading.opens)) for piece in row.pieces] == [
            ("first", "1:15:00"),
            ("second", "1:00:00"),
        ]

    def test_half_an_hour(self) -> None:
        lord_howe = "Australia/Lord_Howe"
        svg = svg_of(explain(Target("4 hours"), weekly("24x7", lord_howe), at("2026-10-04T00:00", lord_howe)))
        assert [hours_of(rect) for rect in rects(svg, "any_time")] == [(0, 2), (2.5, 4.5)]

    def test_a_skipped_date(self) -> None:
        apia = "Pacific/Apia"
        explanation = explain(Target("24 hours"), weekly("24x7", apia), at("2011-12-29T12:00", apia))
        assert [row.label for row in timeline_rows(explanation)] == ["Thu 29 Dec", "Fri 30 Dec", "Sat 31 Dec"]
        assert [hours_of(rect) for rect in rects(svg_of(explanation), "skipped")] == [(0, 24)]

    def test_a_change_on_the_date_before_is_not_drawn(self) -> None:
        svg = svg_of(explain(Target("1 hour"), ALWAYS, at("2026-03-09T00:30")))
        assert not rects(svg, "skipped")
        assert "clocks go" not in words_of(svg)

    def test_dates_are_those_of_the_explanations_zone(self) -> None:
        explanation = explain(Target("1 hour"), OFFICE, datetime(2026, 6, 2, 2, tzinfo=UTC))
        (row,) = timeline_rows(explanation)
        assert (row.label, row.marks[0].label) == ("Mon 01 Jun", "opened 22:00")

    def test_a_zone_without_abbreviations_shows_its_offset(self) -> None:
        sao_paulo = "America/Sao_Paulo"
        explanation = explain(Target("1 hour"), weekly("24x7", sao_paulo), at("2026-06-01T12:00", sao_paulo))
        assert "at 13:00 UTC-03:00 (Sao Paulo time)" in explanation_markdown(explanation)
        fixed = explain(Target("1 hour"), weekly("24x7", "UTC-05:00"), at("2026-06-01T12:00", sao_paulo))
        assert "at 11:00 UTC-05:00.**" in explanation_markdown(fixed)


class TestTheUsualWeek:
    def hours(self, schedule: Schedule) -> list[list[tuple[float, float]]]:
        rows = rows_of(ET.fromstring(week_svg(schedule)))
        return [[hours_of(r) for r in row.iter(f"{SVG}rect") if r.get("class") == "open"] for row in rows]

    def test_a_shift_goes_on_after_midnight_and_after_sunday(self) -> None:
        night = [(0, 6), (22, 24)]
        assert self.hours(NIGHTS) == [night, night, night, night, [(0, 6)], [], [(22, 24)]]

    def test_overlapping_windows_are_open_once(self) -> None:
        week = self.hours(weekly("Mon 09:00-17:00; Mon 12:00-18:00; Tue 10:00-10:00"))
        assert week[:3] == [[(9, 18)], [(10, 24)], [(0, 10)]]


def test_a_clock_at_an_instant_between_two_readings_is_drawn_exactly() -> None:
    explanation = explain(Target("PT0.5S"), ALWAYS, at("2026-06-01T10:00:00.25"))
    (row,) = timeline_rows(explanation)
    assert [mark.label for mark in row.marks] == ["opened 10:00:00.250000", "due 10:00:00.750000"]
    assert to_utc(explanation.due) - to_utc(explanation.opened) == timedelta(seconds=0.5)
    assert row.pieces[0].reading.day == date(2026, 6, 1)
