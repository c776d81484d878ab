"""The rules and choices that mattered, and no others."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock import Schedule, Target, explain

NEW_YORK = ZoneInfo("America/New_York")
ZERO = timedelta(0)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US", name="office")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


class TestNotes:
    """The rules and choices that mattered, and no others."""

    @pytest.mark.parametrize(
        ("target", "opened", "expected"),
        [
            pytest.param("4 business hours", "2026-11-25 17:00", [], id="nothing-to-say"),
            pytest.param(
                "1 hour",
                "2026-11-25 17:00",
                ["'1 hour' does not say what it counts; read as 1 calendar hour (R11)"],
                id="an-unstated-basis",
            ),
            pytest.param(
                "1 business day",
                "2026-11-21 11:00",
                ["it came while closed, so it counts as received Mon 2026-11-23 09:00 EST (R11)"],
                id="received-while-closed",
            ),
            pytest.param(
                "4 business hours",
                "2026-11-20 14:00",
                [
                    "the target is used up exactly at closing time, and is due then; "
                    "read the other way it would be the next opening, Mon 2026-11-23 09:00 EST (R7)"
                ],
                id="used-up-at-closing",
            ),
            pytest.param(
                "10 business hours",
                "2026-03-06 17:00",
                [
                    "the target is used up exactly at closing time, and is due then; "
                    "read the other way it would be the next opening, Tue 2026-03-10 09:00 EDT (R7)",
                    "clocks go forward by 1 hour in between; real time is counted (R1)",
                ],
                id="clocks-go-forward",
            ),
            pytest.param(
                "9 business hours",
                "2026-10-30 17:00",
                ["clocks go back by 1 hour in between; real time is counted (R1)"],
                id="clocks-go-back",
            ),
        ],
    )
    def test_of(self, target: str, opened: str, expected: list[str]) -> None:
        assert [str(note) for note in explain(Target(target), OFFICE, at(opened)).notes] == expected
