"""`check`: everything that a reader of a policy should look at, as text and as data."""

from checked_policy import report
from paths import POLICIES

from slaclock import SlaPolicy
from slaclock.policy import read_text
from slaclock.review import Report, check


class TestText:
    def test_byteztech(self) -> None:
        text = check(SlaPolicy.load(POLICIES / "byteztech.yaml")).text()
        assert text.startswith(
            "BytezTech support: the file is sound, and its 4 examples hold\n\nAssumptions stated in the file:\n- "
        )
        assert "\n\nRead by default:\n- schedule standard: subdivision: none (R5)\n    US has the days that all" in text
        assert "Read as the file states" not in text

    def test_stated_and_default_readings_stand_apart(self) -> None:
        text = report(
            boundary="next_opening", plans={"only": {"first_response": "4 business hours", "resolution": "1 hour"}}
        ).text()
        assert text.splitlines() == [
            "Small: the file is sound",
            "",
            "Read as the file states:",
            "- targets in business hours: boundary: next_opening (R7)",
            "    a target used up exactly at closing time is due at the next opening",
            "",
            "Read by default:",
            "- plan only, resolution: counts: calendar_time (R11)",
            "    '1 hour' does not say what it counts; read as 1 calendar hour",
            "- metric resolution: pauses_in: pending, on_hold, waiting, waiting_on_customer, waiting_on_third_party "
            "(R16)",
            "    time does not count while a ticket has one of these statuses, as is usual of resolution; state "
            "`pauses_in: []` in its lifecycle where it does",
            "- metric resolution: on_reopen: new_cycle (R18)",
            "    a ticket that is reopened starts resolution anew, with its whole target; state `on_reopen: continue` "
            "where the time used before it stopped counts",
        ]

    def test_a_policy_that_leaves_nothing_open(self) -> None:
        assert report(plans={"only": {"first_response": "1 hour 24/7"}}).text() == "Small: the file is sound"

    FILE = """name: Lines
timezone: UTC
schedules:
  office: Mon-Fri 09:00-17:00
plans:
  gold:
    first_response:
      P1: 1 business hour
      P2, P3: 2 business days
    resolution: 3 business days
    update: {day_rule: close, target: 4 business days}
  silver: {like: gold}
  bronze: {resolution: {when: [{received: in hours, target: 1 hour}]}}
notices: {move: 3 days}
warnings: {soon: 1 hour left}
"""

    def test_each_reading_has_the_lines_that_it_concerns(self) -> None:
        source = read_text(self.FILE, "yaml", "lines.yaml")
        found = {
            f"{reading.where}: {reading.choice}": (reading.keys, reading.places)
            for reading in check(SlaPolicy.from_source(source), source=source).readings
        }
        assert found["targets in business hours: boundary: closing"] == (
            ("plans.gold.first_response.P1", "plans.silver"),
            ("lines.yaml:8:7", "lines.yaml:12:3"),
        )
        assert found["targets in business days: day_rule: same_time"][0] == (
            "plans.gold.first_response.P2, P3",
            "plans.gold.resolution",
            "plans.silver",
        )
        assert found["targets in business days: day_rule: close"][0] == ("plans.gold.update", "plans.silver")
        assert found["plan bronze, resolution: target: none"][1] == ("lines.yaml:13:12",)
        assert found["plan bronze, resolution, received in hours: counts: calendar_time"][1] == ("lines.yaml:13:32",)
        assert found["notice move: counts: calendar_days"][1] == ("lines.yaml:14:11",)
        assert found["warning soon: counts: calendar_time"][1] == ("lines.yaml:15:12",)

    def test_runs_of_lines_are_told_together(self) -> None:
        source = read_text(self.FILE, "yaml", "lines.yaml")
        lines = check(SlaPolicy.from_source(source), source=source).text().splitlines()
        told = lines.index("- targets in business days: starts: next_opening (R11)")
        assert lines[told + 2] == "    lines 9-12"
        told = lines.index("- notice move: counts: calendar_days (R11)")
        assert lines[told + 2] == "    line 14"

    def test_without_a_file_there_are_keys(self) -> None:
        (boundary,) = report().readings
        assert boundary.keys == ("plans.only.first_response",)
        assert boundary.places == ()

    def test_a_report_is_data(self) -> None:
        made = report(holidays="US")
        assert Report.model_validate_json(made.model_dump_json()) == made
