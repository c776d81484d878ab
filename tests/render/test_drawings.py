"""Pictures of explanations: where things lie, what is told apart without colour, and what is left out."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from slaclock.hours.schedule import Schedule
from slaclock.hours.zone import to_utc
from slaclock.policy.document import SlaPolicy
from slaclock.render.drawings import explanation_svg, week_svg, x_of
from slaclock.render.pictures import LEGEND, evaluation_html, explanation_html, explanation_markdown, hours_text
from slaclock.render.rows import Row, timeline_rows
from slaclock.targets.explaining import explain
from slaclock.targets.explanation import Explanation, Kind, Note, Stretch
from slaclock.targets.target import Target
from slaclock.tickets.clock import SlaClock
from slaclock.tickets.status import State
from slaclock.tickets.ticket import Event, Ticket

NEW_YORK = ZoneInfo("America/New_York")
NASTY = ("<script>alert(1)</script>", '"]]>', "a & b", "bell \x07", "_x_ | `y` # [z](u)")
SVG = "{http://www.w3.org/2000/svg}"
KINDS = get_args(Kind)


def at(text: str, zone: str = "America/New_York", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def weekly(hours: str, zone: str = "America/New_York", **more: object) -> Schedule:
    return Schedule(timezone=zone, hours=hours, **more)  # type: ignore[arg-type]


OFFICE = weekly(
    "Mon-Fri 09:00-18:00",
    holidays="US",
    exceptions={"2026-11-27": {"hours": "09:00-13:00", "name": "Black Friday"}, "2026-12-24": "closed"},
    name="office",
)
NIGHTS = weekly("Sun-Thu 22:00-06:00", holidays="US", name="nights")
PATCHING = weekly("Wed 23:00-02:00", name="patching")
ALWAYS = weekly("24x7")
CLOCK = SlaClock.starting(
    at("2026-11-24T15:00"), Target("8 business hours"), OFFICE, {"at risk": "75%"}, subject="T-1: first_response"
)
PAUSED = CLOCK.pause(at("2026-11-24T17:00"), "status pending")


def of_kinds(*kinds: str, ahead: bool = False) -> Explanation:
    """An explanation with an hour of each kind, from midnight on."""
    opened = at("2026-06-01T00:00")
    hours = [opened + timedelta(hours=number) for number in range(len(kinds) + 1)]
    stretches = tuple(
        Stretch(start=start, end=end, kind=kind, ahead=ahead, name=f"the {kind}")  # type: ignore[arg-type]
        for kind, (start, end) in zip(kinds, pairwise(hours), strict=True)
    )
    return Explanation(
        target=Target("1 hour"),
        schedule="any",
        timezone="America/New_York",
        opened=opened,
        due=hours[-1],
        stretches=stretches,
    )


EXPLAINED: dict[str, Explanation] = {
    "night-shift": explain(Target("24 business hours"), NIGHTS, at("2026-11-24T21:00")),
    "maintenance": explain(Target("8 business hours"), NIGHTS - PATCHING, at("2026-11-25T21:00")),
    "forward": explain(Target("20 business hours"), ALWAYS, at("2026-03-07T20:00")),
    "back": explain(Target("20 business hours"), ALWAYS, at("2026-10-31T20:00")),
    "business-days": explain(Target("2 business days"), OFFICE, at("2026-11-24T10:30")),
    "sixty-days": explain(Target("60 business days"), OFFICE, at("2026-11-02T10:30")),
    "calendar-days": explain(Target("30 calendar days"), OFFICE, at("2026-11-24T10:30")),
    "very-long": explain(Target("3000 business hours"), OFFICE, at("2026-11-24T10:30")),
    "not-started": CLOCK.explain(at("2026-11-23T10:00")),
    "running": CLOCK.explain(at("2026-11-24T16:00")),
    "at-risk": CLOCK.explain(at("2026-11-25T13:30")),
    "paused": PAUSED.explain(at("2026-11-30T12:00")),
    "breached": CLOCK.explain(at("2026-11-25T17:00")),
    "met": CLOCK.stop(at("2026-11-24T17:00")).explain(at("2026-11-27T17:00")),
    "met-in-days": SlaClock.starting(at("2026-11-24T15:00"), Target("2 business days"), OFFICE)
    .stop(at("2026-11-24T17:00"))
    .explain(at("2026-11-27T17:00")),
    "stopped-late": CLOCK.stop(at("2026-11-25T16:00")).explain(at("2026-11-27T17:00")),
    "cancelled": CLOCK.cancel(at("2026-11-24T17:00")).explain(at("2026-11-27T17:00")),
    "cancelled-at-once": CLOCK.cancel(at("2026-11-24T15:00")).explain(at("2026-11-27T17:00")),
    "superseded": CLOCK.retarget(at("2026-11-24T17:00"), target=Target("2 business hours"), on_change="reset").explain(
        at("2026-11-24T17:30")
    ),
    "months": explain(Target("2 months"), OFFICE, at("2026-11-24T10:30")),
    "months-running": SlaClock.starting(at("2026-11-24T15:00"), Target("2 months"), OFFICE).explain(
        at("2026-12-24T12:00")
    ),
    "all-kinds": of_kinds(*KINDS),
    "all-ahead": of_kinds(*KINDS, ahead=True),
}


@pytest.fixture(params=EXPLAINED)
def explanation(request: pytest.FixtureRequest) -> Explanation:
    return EXPLAINED[request.param]


def svg_of(explanation: Explanation) -> ET.Element:
    return ET.fromstring(explanation_svg(explanation))


def page_of(html: str) -> ET.Element:
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>\n"))


def rows_of(svg: ET.Element) -> list[ET.Element]:
    return [group for group in svg.iter(f"{SVG}g") if "row" in group.get("class", "").split()]


def words_of(element: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def rects(svg: ET.Element, kind: str) -> list[ET.Element]:
    rows = (rect for row in rows_of(svg) for rect in row.iter(f"{SVG}rect"))
    return [rect for rect in rows if kind in rect.get("class", "").split()]


def hours_of(rect: ET.Element) -> tuple[float, float]:
    """From which to which hour a rectangle lies on the ruler."""
    left, hour = x_of(timedelta()), x_of(timedelta(hours=1)) - x_of(timedelta())
    x, width = float(rect.get("x", "")), float(rect.get("width", ""))
    return round((x - left) / hour, 2), round((x + width - left) / hour, 2)


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
        assert "Each row is a date in America/New_York." in words_of(svg.findall(f"{SVG}desc")[0])

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
        assert f"the {kind}" in words_of(rect[0])
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
            ("paused", ["paused: status pending", "5 days paused", "now 12:00"]),
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
        assert "at 13:00 UTC-03:00 (America/Sao_Paulo)" in explanation_markdown(explanation)
        fixed = explain(Target("1 hour"), weekly("24x7", "UTC-05:00"), at("2026-06-01T12:00", sao_paulo))
        assert "at 11:00 UTC-05:00.**" in explanation_markdown(fixed)


class TestEscaping:
    @pytest.mark.parametrize("name", NASTY)
    def test_names_are_text_everywhere(self, name: str) -> None:
        closed = weekly("Mon-Fri 09:00-18:00", holidays={"2026-11-26": name}, name=name)
        clock = SlaClock.starting(at("2026-11-25T15:00"), Target("12 business hours"), closed, subject=name)
        explanation = clock.pause(at("2026-11-25T16:00"), name).resume(at("2026-11-25T17:00"), name)
        explained = explanation.explain(at("2026-11-27T12:00"))
        explained = explained.model_copy(update={"notes": (Note(rule="R0", text=name),)})
        shown = name.replace("\x07", "\ufffd")
        assert shown in words_of(svg_of(explained))
        page = page_of(explanation_html(explained))
        assert shown in words_of(page)
        assert not list(page.iter("script"))
        assert not list(page_of(explained._repr_html_()).iter("script"))  # type: ignore[operator]

    def test_names_are_no_markup_in_markdown(self) -> None:
        explanation = CLOCK.explain(at("2026-11-24T16:00")).model_copy(update={"subject": "<b>|*x*\n`y`[z] _q_"})
        headline = explanation_markdown(explanation).splitlines()[0]
        assert headline.startswith("**&lt;b&gt;\\|\\*x\\* \\`y\\`\\[z\\] q : due")

    def test_a_ticket_is_text(self) -> None:
        policy = SlaPolicy.model_validate(
            {
                "name": NASTY[0],
                "timezone": "America/New_York",
                "schedules": {"office": "Mon-Fri 09:00-18:00"},
                "plans": {NASTY[0]: {"resolution": "8 business hours"}},
            }
        )
        ticket = Ticket(id=NASTY[0], plan=NASTY[0], opened=at("2026-11-24T15:00"))
        page = page_of(evaluation_html(policy.evaluate(ticket, at("2026-11-24T16:00"))))
        assert not list(page.iter("script"))


class TestWords:
    @pytest.mark.parametrize(
        ("case", "due", "standing"),
        [
            ("night-shift", "24 business hours: due on Monday 30 November 2026 at 06:00 EST", "That is 24 business"),
            ("not-started", "T-1: first response: due on Wednesday 25", "it has not started."),
            ("running", "due on Wednesday 25", "it is running: 1 h used of 8 business hours, 7 h left."),
            ("at-risk", "due on Wednesday 25", "it is at risk: 7 h 30 min used of 8 business hours, 30 min left."),
            ("paused", "due, if it goes on now, on Monday 30 November 2026 at 18:00", "it is paused, with 2 h used"),
            ("breached", "was due on Wednesday 25", "it is 3 h overdue after 8 business hours."),
            ("met", "was due on Wednesday 25", "It was done in time on Tue 24 Nov 2026 17:00 EST, with 2 h used"),
            ("stopped-late", "was due on Wednesday 25", "It was done late on Wed 25 Nov 2026 16:00 EST, 2 h overdue"),
            ("cancelled", "would have been due on Wednesday 25", "It was cancelled on Tue 24 Nov"),
        ],
    )
    def test_a_sentence_for_the_customer(self, case: str, due: str, standing: str) -> None:
        text = explanation_markdown(EXPLAINED[case])
        assert due in text.splitlines()[0]
        assert standing in text.splitlines()[1]
        page = words_of(page_of(explanation_html(EXPLAINED[case])))
        assert standing in page

    def test_the_table_has_a_row_for_each_stretch_and_its_total(self) -> None:
        rows = [line for line in explanation_markdown(EXPLAINED["night-shift"]).splitlines() if line.startswith("| ")]
        assert len(rows) == 1 + len(EXPLAINED["night-shift"].stretches)
        assert rows[-1] == "| Sun 29 Nov 22:00 – Mon 30 Nov 06:00 | counted | 8 h | 24 h |"

    def test_totals_of_days_are_days(self) -> None:
        text = explanation_markdown(EXPLAINED["business-days"])
        assert re.findall(r"day \d of 2", text) == ["day 1 of 2", "day 2 of 2"]
        assert "| counted | 7 h 30 min |  |" in text

    @pytest.mark.parametrize(("draw", "most"), [(explanation_markdown, 60), (explanation_html, 200)])
    def test_long_tables_say_what_they_leave_out(self, draw: Callable[[Explanation], str], most: int) -> None:
        text = draw(EXPLAINED["very-long"])
        assert re.search(r"\d+ stretches left out here", text)
        assert text.count("outside hours") < most

    def test_notes_come_last(self) -> None:
        assert explanation_markdown(EXPLAINED["night-shift"]).splitlines()[-1].startswith("- the target is used up")

    def test_a_bar_shows_what_is_used(self) -> None:
        assert 'style="width:25.0%"' in explanation_html(EXPLAINED["met"])
        assert 'aria-label="8 h used in time, 0 h left, 3 h overdue"' in explanation_html(EXPLAINED["breached"])
        assert 'class="meter"' not in explanation_html(EXPLAINED["night-shift"])
        assert 'class="meter"' not in explanation_html(EXPLAINED["met-in-days"])

    @pytest.mark.parametrize("state", get_args(State))
    def test_every_state_has_a_badge_of_its_own(self, state: str) -> None:
        explanation = EXPLAINED["running"].model_copy(update={"state": state})
        assert f'<span class="badge {state}">{state.replace("_", " ")}</span>' in explanation_html(explanation)

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_light_and_dark_can_be_chosen(self, theme: str) -> None:
        page = explanation_html(EXPLAINED["running"])
        assert f'[data-theme="{theme}"] .slaclock' in page
        assert "prefers-color-scheme:dark" in explanation_svg(EXPLAINED["running"])


POLICY = SlaPolicy.model_validate(
    {
        "name": "Support",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {
            "standard": {"first_response": "4 business hours", "resolution": "8 business hours", "update": "1 hour"}
        },
    }
)


class TestTickets:
    OPENED = at("2026-06-01T10:00")

    def ticket(self, replies: int) -> Ticket:
        events = [Event(at=self.OPENED + timedelta(minutes=n), kind="agent_replied") for n in range(1, replies + 1)]
        return Ticket(id="T-1", opened=self.OPENED, plan="standard", events=tuple(events))

    def page(self, ticket: Ticket, hours: int = 2) -> ET.Element:
        return page_of(evaluation_html(POLICY.evaluate(ticket, self.OPENED + timedelta(hours=hours))))

    def test_a_section_for_each_cycle_linked_from_the_overview(self) -> None:
        page = self.page(self.ticket(2))
        links = [each.get("href", "") for each in page.iter("a")]
        assert links == ["#first_response-1", "#resolution-1", "#update-1", "#update-2"]
        assert [f"#{each.get('id')}" for each in page.iter("section")] == links
        assert "update, cycle 2" in words_of(page)

    def test_many_cycles_are_bounded_and_the_running_ones_stay(self) -> None:
        page = self.page(self.ticket(50))
        assert len(list(page.iter("section"))) == 30
        assert "22 earlier cycles that have ended are not shown." in words_of(page)
        assert {"#resolution-1", "#update-50"} <= {each.get("href") for each in page.iter("a")}

    def test_events_left_out_are_said(self) -> None:
        early = Event(at=self.OPENED - timedelta(hours=1), kind="agent_replied")
        assert "Left out" in words_of(self.page(self.ticket(0).with_event(early)))

    def test_a_ticket_on_which_nothing_started(self) -> None:
        policy = SlaPolicy.model_validate(
            POLICY.model_dump(mode="json") | {"plans": {"standard": {"next_response": "1 hour"}}}
        )
        evaluation = policy.evaluate(Ticket(opened=self.OPENED, plan="standard"), self.OPENED)
        assert "No metric has started." in words_of(page_of(evaluation_html(evaluation)))

    def test_pages_may_hold_the_same_drawing_twice(self) -> None:
        ids = [each.get("id") for each in self.page(self.ticket(3)).iter(f"{SVG}svg")]
        assert all(ids)


class TestNotebooks:
    def html(self, shown: object) -> str:
        """What a notebook gets from an object."""
        return words_of(page_of(shown._repr_html_()))  # type: ignore[attr-defined]

    def test_an_explanation(self) -> None:
        assert "Due on Wednesday 25 November 2026" in self.html(EXPLAINED["running"])

    def test_a_ticket(self) -> None:
        ticket = Ticket(id="T-1", opened=at("2026-06-01T10:00"))
        assert "Ticket T-1" in self.html(POLICY.evaluate(ticket, at("2026-06-01T11:00")))

    def test_a_schedules_usual_week_and_what_depends_on_dates_in_words(self) -> None:
        text = self.html(OFFICE)
        assert "Holidays US" in text
        assert "Fri 27 Nov 2026: 09:00-13:00 (Black Friday)" in text
        assert "Thu 24 Dec 2026: closed" in text

    def test_seasons_are_told_in_words(self) -> None:
        seasons = [{"first": "--06-01", "last": "--08-31", "hours": "Mon-Fri 09:00-13:00", "name": "Summer hours"}]
        seasons += [{"first": "2027-01-01", "hours": "closed"}]
        assert "--06-01 to --08-31: Mon-Fri 09:00-13:00 (Summer hours)" in self.html(
            weekly("Mon-Fri 09:00-18:00", seasons=seasons)
        )

    def test_a_recurrence(self) -> None:
        rule = {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}
        patching = Schedule.model_validate({"timezone": "America/New_York", "hours": rule})
        assert "FREQ=MONTHLY;BYDAY=1SA from 2026-01-01 22:00-04:00" in self.html(patching)

    @pytest.mark.parametrize(
        ("schedule", "words"),
        [(OFFICE | NIGHTS, "any of these is"), (OFFICE & NIGHTS, "all of these are"), (NIGHTS - PATCHING, "no other")],
    )
    def test_a_combination_shows_its_parts(self, schedule: Schedule, words: str) -> None:
        text = self.html(schedule)
        assert words in text
        assert text.count("Time zone") == 2


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


class TestDaysAsText:
    def days(self, schedule: Schedule, first: str, days: int = 1) -> list[str]:
        lines = hours_text(schedule, date.fromisoformat(first), days).splitlines()
        assert lines[-1] == LEGEND
        return lines[2:-2]

    def test_a_row_for_each_date(self) -> None:
        wednesday, thursday = self.days(NIGHTS, "2026-11-25", 2)
        assert wednesday == f"Wed 2026-11-25  {'█' * 12}{'·' * 32}{'█' * 4}     8 h"
        assert thursday == f"Thu 2026-11-26  {'█' * 12}{'·' * 32}{'░' * 4}     6 h  Thanksgiving Day"

    @pytest.mark.parametrize(
        ("schedule", "day", "row"),
        [
            pytest.param(OFFICE, "2026-11-28", r"·{48}       -$", id="closed"),
            pytest.param(OFFICE, "2026-11-27", r"4 h  Black Friday \(09:00-13:00\)$", id="exception"),
            pytest.param(weekly("Sat 10-11", holidays="US"), "2026-07-03", "Independence Day", id="nothing-to-close"),
            pytest.param(NIGHTS - PATCHING, "2026-11-25", r"7 h  excluded: patching$", id="closure"),
            pytest.param(ALWAYS, "2026-03-08", r"█{4}  █{42}    23 h  the clocks change: 23 hours$", id="23-hours"),
            pytest.param(ALWAYS, "2026-11-01", r"█{48}    25 h  the clocks change: 25 hours$", id="25-hours"),
            pytest.param(weekly("Mon 09:15-10:00"), "2026-06-01", r"·▄█·+  0:45 h$", id="a-part-of-half-an-hour"),
            pytest.param(weekly("24x7", "Pacific/Apia"), "2011-12-30", "skipped this date$", id="skipped-date"),
            pytest.param(
                weekly("Mon-Fri 09:00-18:00", holidays="US", exceptions={"2026-11-26": "09:00-13:00"}),
                "2026-11-26",
                "Thanksgiving Day, open by exception$",
                id="open-on-a-holiday",
            ),
        ],
    )
    def test_what_a_row_says(self, schedule: Schedule, day: str, row: str) -> None:
        (line,) = self.days(schedule, day)
        assert re.search(row, line), line


def test_a_clock_at_an_instant_between_two_readings_is_drawn_exactly() -> None:
    explanation = explain(Target("PT0.5S"), ALWAYS, at("2026-06-01T10:00:00.25"))
    (row,) = timeline_rows(explanation)
    assert [mark.label for mark in row.marks] == ["opened 10:00:00.250000", "due 10:00:00.750000"]
    assert to_utc(explanation.due) - to_utc(explanation.opened) == timedelta(seconds=0.5)
    assert row.pieces[0].reading.day == date(2026, 6, 1)
