"""Plans side by side: every cell as the policy has it, as text, Markdown and HTML."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from html_reader import Reader
from paths import POLICIES

from slaclock import SlaPolicy, UnknownNameError
from slaclock.review.comparison import NOTHING, Comparison, compare

PUBLISHED = sorted(POLICIES.iterdir())
USUAL: dict[str, Any] = {
    "name": "Support",
    "timezone": "Europe/London",
    "schedules": {"office": "Mon-Fri 09:00-17:00", "late": "Mon-Fri 09:00-22:00", "always": "24x7"},
    "plans": {"basic": {"schedule": "office", "first_response": {"P1": "4 business hours"}}},
}


def policy(**changed: Any) -> SlaPolicy:
    return SlaPolicy(**(USUAL | changed))


def cells(of: SlaPolicy | Comparison) -> dict[tuple[str, str, str], str]:
    """Every cell by section, row and plan."""
    found = of if isinstance(of, Comparison) else compare(of)
    return {
        (section.title, row.name, plan): str(cell)
        for section in found.sections
        for row in section.rows
        for plan, cell in zip(found.plans, row.cells, strict=True)
    }


def cell(promise: Any, plan: dict[str, Any] | None = None, **changed: Any) -> list[str]:
    """What the table says of one promise for P1."""
    plans = {"gold": {"schedule": "office", "first_response": {"P1": promise}, **(plan or {})}}
    return cells(policy(plans=plans, **changed))["First response", "P1", "gold"].splitlines()


def notes(**changed: Any) -> tuple[str, ...]:
    return compare(policy(**changed)).footnotes


class TestCells:
    """What a cell says."""

    @pytest.mark.parametrize(
        ("promise", "lines"),
        [
            pytest.param("4 business hours", ["4 business hours"], id="in-the-plans-hours"),
            pytest.param("1 hour 24/7", ["1 hour, around the clock"], id="around-the-clock"),
            pytest.param(
                {"target": "4 business hours", "schedule": "late"},
                ["4 business hours", "in the hours of late"],
                id="in-other-hours",
            ),
            pytest.param(
                {"target": "4 business hours", "schedule": "always"}, ["4 hours, around the clock"], id="in-all-hours"
            ),
            pytest.param(
                {"target": "2 business days", "schedule": "always"},
                ["2 business days", "in the hours of always"],
                id="days-of-hours-that-never-end",
            ),
            pytest.param(
                {"target": "2 business days", "cut_off": "15:00", "ends": "16:00"},
                ["2 business days, by 16:00", "received after 15:00 counts from the next business day's opening"],
                id="with-options",
            ),
            pytest.param(
                {"target": "4 business hours", "boundary": "next_opening"},
                ["4 business hours", "due at the next opening when it is used up at closing time"],
                id="read-otherwise-than-the-policy",
            ),
            pytest.param(
                {
                    "target": "4 business hours",
                    "when": [
                        {"received": "outside hours", "target": "8 hours"},
                        {"received": "by phone on Fri", "target": "1 business hour", "schedule": "late"},
                    ],
                },
                [
                    "4 business hours",
                    "received outside hours: 8 hours, around the clock",
                    "received by phone on Fri: 1 business hour, in the hours of late",
                ],
                id="depending-on-the-arrival",
            ),
            pytest.param(
                {"target": "4 business hours", "escalations": {"lead": "after 1 business hour", "boss": "80%"}},
                ["4 business hours", "escalates to lead after 1 business hour and boss at 80%"],
                id="with-a-ladder",
            ),
            pytest.param(
                {"target": "4 business hours", "goals": ["95% per month", "99% within 8 business hours"]},
                ["4 business hours", "goal: 95% per month", "goal: 99% within 8 business hours"],
                id="with-goals",
            ),
            pytest.param(
                {"target": "4 business hours", "coverage": {"phone": "late"}},
                ["4 business hours", "reached by phone in the hours of late"],
                id="with-coverage-of-its-own",
            ),
            pytest.param("1 hour", ["1 hour, around the clock"], id="which-is-no-opening-time"),
        ],
    )
    def test_of_a_promise(self, promise: Any, lines: list[str]) -> None:
        assert cell(promise) == lines

    @pytest.mark.parametrize(
        ("metric", "own", "lines"),
        [
            pytest.param("office", "always", ["reached in the hours of always"], id="all-channels-hide-all"),
            pytest.param(
                {"phone": "office"}, "always", ["reached in the hours of always"], id="all-channels-hide-each"
            ),
            pytest.param(
                {"Phone": "office", "email": "late"},
                {"phone": "always"},
                ["reached by phone in the hours of always", "reached by email in the hours of late"],
                id="a-channel-hides-itself-in-any-spelling",
            ),
            pytest.param(
                "office",
                {"phone": "always"},
                ["reached by phone in the hours of always", "reached in the hours of office"],
                id="other-channels-as-before",
            ),
        ],
    )
    def test_the_nearest_coverage_holds(self, metric: Any, own: Any, lines: list[str]) -> None:
        promise = {"coverage": metric, "P1": {"target": "1 hour", "coverage": own}}
        document = policy(plans={"gold": {"schedule": "office", "first_response": promise}})
        assert cells(document)["First response", "P1", "gold"].splitlines()[1:] == lines
        for channel in ("phone", "email"):
            name = document.coverage(priority="P1", channel=channel).name
            told = [line for line in lines if f" by {channel} " in line or " by " not in line]
            assert told[0].endswith(f"the hours of {name}")

    @pytest.mark.parametrize(
        ("around", "promise", "lines"),
        [
            pytest.param(
                {"starts": "at_once"},
                {"target": "2 business days", "starts": "next_opening"},
                ["2 business days", "counts from the next opening when received while closed"],
                id="where-it-starts",
            ),
            pytest.param({"starts": "at_once"}, "2 business days", ["2 business days"], id="as-the-policy-starts"),
            pytest.param(
                {"ends": "16:00"},
                {"target": "2 business days", "ends": "next_opening"},
                ["2 business days", "due at the next opening where it ends while closed"],
                id="where-it-ends",
            ),
            pytest.param(
                {"day_rule": "close"},
                {"target": "2 business days", "day_rule": "same_time"},
                ["2 business days", "ends at the same clock time"],
                id="how-days-count",
            ),
        ],
    )
    def test_what_it_reads_otherwise_than_the_footnotes(
        self, around: dict[str, Any], promise: Any, lines: list[str]
    ) -> None:
        assert cell(promise, **around) == lines

    def test_a_plan_that_promises_nothing(self) -> None:
        plans = {
            "basic": {"first_response": {"P1": "1 hour", "P2": "2 hours"}},
            "gold": {"first_response": {"P1": "1 hour"}, "resolution": "5 days"},
        }
        found = cells(policy(plans=plans))
        assert found["First response", "P2", "gold"] == NOTHING
        assert found["Resolution", "every priority", "basic"] == NOTHING
        assert found["Resolution", "every priority", "gold"] == "5 calendar days"

    @pytest.mark.parametrize(
        ("promises", "rows"),
        [
            pytest.param([{"P2": "2 hours", "P1": "1 hour"}], ["P2", "P1"], id="in-the-order-of-the-file"),
            pytest.param(["1 hour"], ["every request"], id="without-priorities"),
            pytest.param([{"P1": "1 hour"}, "2 hours"], ["P1"], id="a-target-for-all-holds-for-each"),
            pytest.param(
                [{"P1": "1 hour", "target": "2 hours"}, "2 hours"], ["P1", "any other priority"], id="and-for-any-other"
            ),
        ],
    )
    def test_the_rows_of_a_metric(self, promises: list[Any], rows: list[str]) -> None:
        found = compare(policy(plans={str(number): {"first_response": each} for number, each in enumerate(promises)}))
        assert [row.name for row in found.sections[1].rows] == rows

    def test_a_priority_of_another_metric_is_any_other(self) -> None:
        plans = {
            "basic": {
                "schedule": "office",
                "first_response": {"P1": "1 hour", "P2": "1 hour"},
                "update": {"P1": "1 hour"},
            },
            "gold": {"schedule": "office", "first_response": "1 hour", "update": "2 hours"},
        }
        found = cells(policy(plans=plans))
        assert [row for section, row, plan in found if section == "Update" and plan == "gold"] == [
            "P1",
            "any other priority",
        ]
        assert found["Update", "any other priority", "basic"] == NOTHING

    def test_goals_for_all_priorities_together(self) -> None:
        plans = {
            "basic": {"first_response": {"P1": "1 hour", "goals": "95% per month"}},
            "gold": {"first_response": "1 hour"},
            "none": {"resolution": "1 day"},
        }
        found = cells(policy(plans=plans))
        row = {plan: found["First response", "all priorities together", plan] for plan in plans}
        assert row == {"basic": "goal: 95% per month", "gold": NOTHING, "none": NOTHING}

    @pytest.mark.parametrize("file", PUBLISHED, ids=lambda path: path.stem)
    def test_a_cell_is_empty_exactly_where_nothing_is_due(self, file: Path) -> None:
        """For every plan, metric and priority the table promises what the policy does."""
        document = SlaPolicy.load(file).for_customer("Europe/Paris")
        comparison = compare(document)
        for section, metric in zip(comparison.sections[1:], metrics_of(document), strict=True):
            for row in section.rows:
                for plan, found in zip(comparison.plans, row.cells, strict=True):
                    if row.name in document.priorities or row.name in ("every priority", "every request"):
                        priority = row.name if row.name in document.priorities else None
                        assert bool(found.lines) is promises(document, plan, priority, metric)


def metrics_of(document: SlaPolicy) -> list[str]:
    return list(dict.fromkeys(metric for plan in document.plans.values() for metric in plan.metrics))


def promises(document: SlaPolicy, plan: str, priority: str | None, metric: str) -> bool:
    try:
        document.due(datetime(2026, 11, 25, 12, tzinfo=UTC), plan=plan, priority=priority, metric=metric)
    except UnknownNameError:
        return False
    return True


class TestHours:
    """The first section: when support is open, and when it can be reached."""

    def test_other_schedules_that_cells_name_follow(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": {"target": "4 business hours", "schedule": "late"}}}
        assert cells(policy(plans=plans))["Support hours", "hours", "gold"].splitlines() == [
            "Monday to Friday 09:00–17:00 (Europe/London)",
            "holidays included",
            "late: Monday to Friday 09:00–22:00 (Europe/London), holidays included",
        ]

    def test_a_plan_without_hours_of_its_own(self) -> None:
        plans = {"gold": {"first_response": {"target": "4 business hours", "schedule": "late"}, "resolution": "5 days"}}
        found = cells(policy(plans=plans))["Support hours", "hours", "gold"]
        assert found == "late: Monday to Friday 09:00–22:00 (Europe/London), holidays included"

    def test_a_plan_of_calendar_time_alone_has_none(self) -> None:
        assert cells(policy(plans={"gold": {"resolution": "5 days"}}))["Support hours", "hours", "gold"] == NOTHING

    def test_the_only_schedule_is_every_plans(self) -> None:
        only = policy(
            schedules={"office": "Mon-Fri 09:00-17:00"}, plans={"gold": {"first_response": "4 business hours"}}
        )
        assert cells(only)["Support hours", "hours", "gold"].startswith("Monday to Friday 09:00–17:00")

    def test_coverage_where_it_differs(self) -> None:
        plans = {
            "basic": {"schedule": "office", "first_response": "1 hour"},
            "gold": {
                "schedule": "office",
                "coverage": {"phone": "late", "email": "always"},
                "first_response": "1 hour",
            },
            "all": {"schedule": "office", "coverage": "late", "first_response": "1 hour"},
        }
        found = cells(policy(plans=plans))
        assert found["Support hours", "reachable", "basic"] == "in the same hours"
        assert found["Support hours", "reachable", "gold"].splitlines() == [
            "by phone: Monday to Friday 09:00–22:00 (Europe/London), holidays included",
            "by email: 24 hours a day, 7 days a week, holidays included",
        ]
        assert found["Support hours", "reachable", "all"].startswith("Monday to Friday 09:00–22:00")

    def test_the_customers_own_clocks(self) -> None:
        theirs = policy(schedules={"office": {"hours": "Mon-Fri 9-17", "timezone": "customer"}})
        assert cells(theirs)["Support hours", "hours", "basic"].startswith(
            "Monday to Friday 09:00–17:00 (your local time)"
        )
        tokyo = theirs.for_customer("Asia/Tokyo")
        assert cells(tokyo)["Support hours", "hours", "basic"].startswith("Monday to Friday 09:00–17:00 (Asia/Tokyo)")


class TestFootnotes:
    """What a reader should know besides."""

    @pytest.mark.parametrize(
        ("changed", "note"),
        [
            pytest.param({"assumptions": ["We assume."]}, "We assume.", id="an-assumption"),
            pytest.param(
                {}, "A target used up exactly at closing time is due at that closing time.", id="a-default-reading"
            ),
            pytest.param(
                {"boundary": "next_opening"},
                "A target used up exactly at closing time is due at the next opening.",
                id="a-stated-reading",
            ),
            pytest.param(
                {"notices": {"maintenance": "72 hours"}},
                "Notice of maintenance: at least 72 hours before.",
                id="a-notice",
            ),
            pytest.param(
                {"notices": {"price_change": {"target": "5 business days", "schedule": "office"}}},
                "Notice of price change: at least 5 business days before.",
                id="a-notice-in-days",
            ),
            pytest.param(
                {"escalations": {"lead": "after 1 hour", "boss": "1 business hour after breach"}},
                "Every open promise escalates to lead after 1 calendar hour and boss 1 business hour after breach.",
                id="a-ladder-for-all",
            ),
            pytest.param(
                {
                    "schedules": {
                        "office": {"hours": "Mon-Fri 9-17", "holidays": [f"2026-05-0{day}" for day in range(1, 6)]}
                    }
                },
                "Office is closed on 1 May 2026, 2 May 2026, 3 May 2026, 4 May 2026 and 5 May 2026.",
                id="many-dates",
            ),
        ],
    )
    def test_are_told(self, changed: dict[str, Any], note: str) -> None:
        assert note in notes(**changed)

    def test_a_ladder_for_all_is_not_repeated_in_cells(self) -> None:
        assert cell("4 business hours", escalations={"lead": "after 1 hour"}) == ["4 business hours"]

    def test_readings_of_some_targets_leave_the_usual_one(self) -> None:
        plans = {
            "gold": {
                "schedule": "office",
                "first_response": {"P1": {"target": "2 business days", "day_rule": "close"}, "P2": "1 business day"},
            }
        }
        told = [note for note in notes(plans=plans) if "business days end" in note]
        assert told == [
            "Where nothing else is said, N business days end at the same clock time on the Nth following business day."
        ]

    def test_what_one_target_states_is_no_default(self) -> None:
        noon = {"target": "next business day by 12:00", "starts": "at_once"}
        plans = {"gold": {"schedule": "office", "first_response": {"P1": noon, "P2": "3 business days"}}}
        told = [note for note in notes(plans=plans) if note.startswith("Targets in business days")]
        assert told == [
            "Targets in business days: where nothing else is said, what arrives while closed counts as received at the "
            "next opening.",
            "Targets in business days: where nothing else is said, what would be due while closed is due at the next "
            "opening.",
        ]

    def test_a_time_of_day_that_the_policy_states(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": "3 business days"}}
        assert "Targets in business days: what is due on a day is due at 16:00." in notes(plans=plans, ends="16:00")

    @pytest.mark.parametrize(
        ("lifecycle", "note"),
        [
            pytest.param(
                {"pauses_in": ["on_hold", "waiting_on_customer"]},
                "The clock of resolution stops while a ticket is on hold or waiting on customer.",
                id="stops-in",
            ),
            pytest.param(
                {"pauses_in": [], "runs_in": ["open"]},
                "The clock of resolution runs only while a ticket is open.",
                id="runs-in",
            ),
        ],
    )
    def test_when_a_clock_stands_still(self, lifecycle: dict[str, Any], note: str) -> None:
        plans = {name: {"schedule": "office", "resolution": "5 business days"} for name in ("basic", "gold")}
        told = [each for each in notes(plans=plans, metrics={"resolution": lifecycle}) if "The clock of" in each]
        assert told == [note]

    def test_pauses_and_notices_to_come(self) -> None:
        versions = [
            {"effective": "2027-01-01", "metrics": {"first_response": {"pauses_in": ["on_hold"]}}},
            {"effective": "2028-01-01", "notices": {"maintenance": "48 hours"}},
        ]
        told = [note for note in notes(versions=versions, notices={"maintenance": "72 hours"}) if "before." in note]
        assert told == [
            "Notice of maintenance: at least 72 hours before.",
            "From 1 January 2028 on: Notice of maintenance: at least 48 hours before.",
        ]
        (pauses,) = [note for note in notes(versions=versions) if "stops while" in note]
        assert pauses == "From 1 January 2027 on: The clock of first response stops while a ticket is on hold."

    def test_holidays_that_are_read_otherwise_by_schedule(self) -> None:
        nights = {"hours": "Sun-Thu 22:00-06:00", "holidays": "US"}
        schedules = {"office": nights, "other": {**nights, "holiday_rule": "calendar_date"}}
        told = [note.partition(":")[0] for note in notes(schedules=schedules)]
        assert {"Schedule office", "Schedule other"} <= set(told)

    def test_versions_to_come(self) -> None:
        versions = [
            {"effective": "2027-01-01", "schedules": {"office": "Mon-Thu 09:00-17:00"}},
            {
                "effective": "2028-01-01",
                "plans": {
                    "basic": {"schedule": "office", "first_response": {"P1": "2 business hours"}, "update": "1 day"},
                    "gold": {"schedule": "office", "first_response": {"P1": "1 hour"}},
                },
            },
        ]
        document = policy(versions=versions)
        hours = "from 1 January 2027 on, basic, support hours: Monday to Thursday 09:00–17:00 (Europe/London)"
        later = [
            "From 1 January 2028 on there is a plan gold.",
            "From 1 January 2028 on, basic, first response, P1: 2 business hours (until then 4 business hours).",
            "From 1 January 2028 on, basic, update, every priority: 1 calendar day (until then —).",
        ]
        told = [note for note in compare(document).footnotes if note.startswith("From ")]
        assert told[0].lower().startswith(hours.lower())
        assert told[1:] == later
        then = compare(document, datetime(2027, 6, 1, tzinfo=UTC))
        assert [note for note in then.footnotes if note.startswith("From ")] == later
        assert cells(then)["Support hours", "hours", "basic"].startswith("Monday to Thursday")
        last = compare(document, datetime(2028, 6, 1, tzinfo=UTC))
        assert (last.plans, [note for note in last.footnotes if note.startswith("From ")]) == (("basic", "gold"), [])


def matrix(plans: int, priorities: int) -> SlaPolicy:
    targets = {f"P{number}": f"{number + 1} business hours" for number in range(priorities)}
    return policy(
        plans={f"plan {number}": {"schedule": "office", "first_response": targets} for number in range(plans)}
    )


class TestForms:
    """As text, Markdown and HTML."""

    def test_text_fits_and_shows_every_plan(self) -> None:
        lines = compare(matrix(10, 10)).text(width=100).splitlines()
        assert max(map(len, lines)) <= 100
        assert [line.split()[:2] for line in lines if line.lstrip().startswith("plan ")] == [
            ["plan", "0"], ["plan", "3"], ["plan", "6"], ["plan", "9"],
        ]  # fmt: skip
        assert sum(line.startswith("P9 ") for line in lines) == 4

    def test_a_narrow_terminal_has_one_plan_beside_its_rows(self) -> None:
        lines = compare(matrix(2, 1)).text(width=10).splitlines()
        assert sum(line.startswith("P0") for line in lines) == 2

    def test_text_goes_on_after_very_long_names(self) -> None:
        plans = {"p" * 300: {"schedule": "office", "first_response": {"x" * 300: "4 business hours"}}}
        text = compare(policy(plans=plans, name="n" * 300)).text(width=80)
        assert max(map(len, text.splitlines()[1:])) <= 80
        assert text.count("x") >= 300

    def test_text_has_no_signs_that_move_a_terminal(self) -> None:
        assert "\x1b" not in compare(policy(name="a\x1b[2J", assumptions=["b\x1b[2J"])).text()

    def test_markdown_has_a_table(self) -> None:
        lines = compare(matrix(2, 1)).markdown().splitlines()
        table = [line for line in lines if line.startswith("|")]
        assert {line.count("|") for line in table} == {4}
        assert table[-1] == "| P0 | 1 business hour | 1 business hour |"
        assert lines[-1].startswith("- ")

    def test_markdown_without_footnotes(self) -> None:
        bare = policy(plans={"gold": {"first_response": "5 calendar days"}})
        assert compare(bare).footnotes == ()
        assert compare(bare).markdown().splitlines()[-1] == "| every request | 5 calendar days |"
        assert compare(bare).text().splitlines()[-1] == "every request  5 calendar days"

    def test_markdown_takes_names_for_text(self) -> None:
        hostile = {"<b>|x": {"schedule": "office", "first_response": {"*P1*": "4 business hours"}}}
        text = compare(policy(plans=hostile, name="# <script>")).markdown()
        assert "<script>" not in text
        assert "| &lt;b&gt;\\|x |" in text
        assert "| \\*P1\\* |" in text

    def test_html_has_headings_for_rows_and_columns(self) -> None:
        page = Reader(compare(matrix(3, 2)).html())
        # A corner and three plans, two sections with one and two rows.
        assert (page.tags["table"], page.tags["caption"], page.open) == (1, 1, [])
        assert page.tags["th"] == 3 + 2 + 3
        assert page.tags["td"] == 1 + 3 * 3

    def test_html_takes_names_for_text(self) -> None:
        hostile = {"<img src=x onerror=1>": {"schedule": "office", "first_response": {"<script>": "4 business hours"}}}
        page = Reader(compare(policy(plans=hostile, name="</style><script>1</script>", assumptions=["<i>"])).html())
        assert (page.tags["script"], page.tags["img"], page.tags["i"], page.open) == (0, 0, 0, [])
        assert "</style><script>1</script>" in page.text
        assert "<img src=x onerror=1>" in page.text

    def test_html_says_aloud_where_nothing_is_promised(self) -> None:
        assert 'aria-label="nothing promised"' in compare(policy(plans={"gold": {"resolution": "5 days"}})).html()

    def test_it_is_data(self) -> None:
        found = compare(matrix(2, 2))
        assert Comparison.model_validate_json(found.model_dump_json()) == found


def words_in(comparison: Comparison) -> Iterator[str]:
    for section in comparison.sections:
        for row in section.rows:
            for each in row.cells:
                yield from each.lines


@pytest.mark.parametrize("file", PUBLISHED, ids=lambda path: path.stem)
def test_every_form_says_the_same(file: Path) -> None:
    """What a cell says stands in the text, in Markdown and in HTML."""
    comparison = compare(SlaPolicy.load(file))
    page = Reader(comparison.html())
    spoken = [" ".join(form.split()) for form in (comparison.text(width=2_000), page.text)]
    for line in words_in(comparison):
        assert all(line in form for form in spoken)
