"""What closed a stretch, by name (R4, R5, R6)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock import Schedule, Target, explain
from slaclock.targets.explanation import Note, Stretch

NEW_YORK = ZoneInfo("America/New_York")
ZERO = timedelta(0)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US", name="office")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


class TestReasons:
    """What closed a stretch, by name."""

    @pytest.mark.parametrize(
        ("schedule", "opened", "expected"),
        [
            pytest.param(
                OFFICE,
                "2026-11-25 17:00",
                [
                    "counted 17:00",
                    "outside hours 18:00",
                    "holiday: Thanksgiving Day 09:00",
                    "outside hours 18:00",
                    "counted 09:00",
                ],
                id="a-holiday",
            ),
            pytest.param(
                NIGHTS,
                "2026-11-26 04:00",
                [
                    "counted 04:00",
                    "outside hours 06:00",
                    "holiday: Thanksgiving Day 22:00",
                    "outside hours 06:00",
                    "counted 22:00",
                ],
                id="a-holidays-night",
            ),
            pytest.param(
                NIGHTS.model_copy(update={"holiday_rule": "calendar_date"}),
                "2026-11-25 22:00",
                [
                    "counted 22:00",
                    "holiday: Thanksgiving Day 00:00",
                    "outside hours 06:00",
                    "holiday: Thanksgiving Day 22:00",
                    "counted 00:00",
                ],
                id="by-calendar-date-the-tail-is-a-holiday-and-the-night-after-midnight-is-open",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-23": {"hours": "09:00-10:00", "name": "Half day"}}}),
                "2026-11-23 08:00",
                [
                    "outside hours 08:00",
                    "counted: Half day (09:00-10:00) 09:00",
                    "exception: Half day (09:00-10:00) 10:00",
                    "outside hours 18:00",
                    "counted 09:00",
                ],
                id="an-exception-with-a-name",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-23": "closed"}}),
                "2026-11-23 08:00",
                [
                    "outside hours 08:00",
                    "exception: hours of 2026-11-23: closed 09:00",
                    "outside hours 18:00",
                    "counted 09:00",
                ],
                id="an-exception-without-a-name",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-26": "09:00-18:00"}}),
                "2026-11-25 17:00",
                ["counted 17:00", "outside hours 18:00", "counted: hours of 2026-11-26: 09:00-18:00 09:00"],
                id="a-holiday-open-by-exception",
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 15:00-17:00", name="maintenance"),
                "2026-11-23 09:00",
                ["counted 09:00", "excluded: maintenance 10:00", "counted 12:00"],
                id="excluded-maintenance",
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 15:00-17:00"),
                "2026-11-23 09:00",
                ["counted 09:00", "excluded: Mon 15:00-17:00 UTC 10:00", "counted 12:00"],
                id="excluded-without-a-name",
            ),
            pytest.param(
                OFFICE
                & Schedule(
                    timezone="America/New_York", hours="daily 09:00-18:00", holidays={"2026-11-23": "Town fair"}
                ),
                "2026-11-23 10:00",
                ["holiday: Town fair 10:00", "outside hours 18:00", "counted 09:00"],
                id="a-holiday-of-one-part",
            ),
            pytest.param(
                OFFICE | Schedule(timezone="America/New_York", hours="Sat 09:00-10:00", holidays="2026-11-28"),
                "2026-11-27 17:00",
                [
                    "counted 17:00",
                    "outside hours 18:00",
                    "holiday: holiday 09:00",
                    "outside hours 10:00",
                    "counted 09:00",
                ],
                id="a-holiday-of-the-other-part",
            ),
        ],
    )
    def test_of_each_stretch(self, schedule: Schedule, opened: str, expected: list[str]) -> None:
        why = explain(Target("4 business hours"), schedule, at(opened))
        assert [f"{stretch.reason} {stretch.start:%H:%M}" for stretch in why.stretches] == expected

    def test_an_estimated_date_is_said_to_be_one(self) -> None:
        dubai = Schedule(timezone="Asia/Dubai", hours="Mon-Fri 09:00-17:00", holidays="AE")
        why = explain(Target("10 business hours"), dubai, at("2027-03-08 09:00", "Asia/Dubai"))
        (estimated, *_) = [stretch for stretch in why.stretches if stretch.estimated]
        assert estimated.reason == "holiday: Eid al-Fitr (estimated)"
        assert Note(rule="R14", text="the date of a holiday is an estimate of its source, and may move") in why.notes

    def test_an_estimate_that_its_name_does_not_tell(self) -> None:
        stretch = Stretch(
            start=at("2027-03-09 09:00"), end=at("2027-03-09 17:00"), kind="holiday", name="Eid", estimated=True
        )
        assert stretch.reason == "holiday: Eid (the date is an estimate)"
