"""A schedule's days as rows: what is open, what is not and why, also when clocks change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from strategies import Case, cases

from slaclock import InstantRangeError, Schedule
from slaclock.render.day_pictures import LEGEND, DayPicture, hours_text, picture_days

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US", name="office")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")


def picture(schedule: Schedule, day: str) -> DayPicture:
    (found,) = picture_days(schedule, date.fromisoformat(day), 1)
    return found


def cells(written: str) -> str:
    """Read `6h closed` as twelve signs."""
    signs = {"closed": "·", "open": "█", "partly": "▄", "taken": "░", "skipped": " "}
    parts = (part.split() for part in written.split(", "))
    return "".join(signs[kind] * round(2 * float(hours.removesuffix("h"))) for hours, kind in parts)


class TestCells:
    """Half an hour to a sign, by the clocks on the wall."""

    @pytest.mark.parametrize(
        ("schedule", "day", "expected"),
        [
            pytest.param(OFFICE, "2026-11-25", "9h closed, 9h open, 6h closed", id="a-working-day"),
            pytest.param(OFFICE, "2026-11-26", "9h closed, 9h taken, 6h closed", id="a-holiday"),
            pytest.param(OFFICE, "2026-11-28", "24h closed", id="a-saturday"),
            pytest.param(NIGHTS, "2026-11-26", "6h open, 16h closed, 2h taken", id="last-nights-shift-on-a-holiday"),
            pytest.param(NIGHTS, "2026-11-27", "6h taken, 18h closed", id="the-tail-of-a-holidays-shift"),
            pytest.param(
                Schedule(timezone="UTC", hours="Mon 09:15-10:00"),
                "2026-11-23",
                "9h closed, 0.5h partly, 0.5h open, 14h closed",
                id="a-part-of-half-an-hour",
            ),
            pytest.param(
                Schedule(timezone="America/New_York", hours="24x7"),
                "2026-03-08",
                "2h open, 1h skipped, 21h open",
                id="an-hour-that-is-skipped",
            ),
            pytest.param(
                Schedule(timezone="America/New_York", hours="24x7"),
                "2026-11-01",
                "24h open",
                id="an-hour-that-is-repeated",
            ),
            pytest.param(
                Schedule(timezone="Pacific/Apia", hours="24x7"), "2011-12-30", "24h skipped", id="a-day-that-is-skipped"
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 15:00-17:00", name="rest"),
                "2026-11-23",
                "9h closed, 1h open, 2h taken, 6h open, 6h closed",
                id="a-closure",
            ),
        ],
    )
    def test_of_a_date(self, schedule: Schedule, day: str, expected: str) -> None:
        found = picture(schedule, day)
        assert found.cells == cells(expected)
        assert len(found.cells) == 48

    @given(cases())
    def test_a_date_is_open_as_long_as_its_windows(self, case: Case) -> None:
        """Windows are clipped to the date, in order, and add up; dates add up to the time that passes."""
        (at,) = case.instants
        days = list(picture_days(case.schedule, at.date() - timedelta(days=2), 5))
        for day in days:
            lengths = [closes.timestamp() - opens.timestamp() for opens, closes in day.windows]
            assert sum(lengths) == day.open.total_seconds()
            assert ("█" in day.cells or "▄" in day.cells) == bool(day.windows)


class TestNotes:
    @pytest.mark.parametrize(
        ("schedule", "day", "expected"),
        [
            pytest.param(OFFICE, "2026-11-26", ["Thanksgiving Day"], id="a-holiday"),
            pytest.param(OFFICE, "2026-07-04", ["Independence Day, nothing to close"], id="a-holiday-on-a-saturday"),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-11-26": "10:00-12:00"}}),
                "2026-11-26",
                ["hours of 2026-11-26: 10:00-12:00", "Thanksgiving Day, open by exception"],
                id="a-holiday-open-by-exception",
            ),
            pytest.param(
                OFFICE.model_copy(update={"exceptions": {"2026-12-24": {"hours": "closed", "name": "Eve"}}}),
                "2026-12-24",
                ["Eve (closed)"],
                id="an-exception",
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 15:00-17:00", name="rest"),
                "2026-11-23",
                ["excluded: rest"],
                id="a-closure",
            ),
            pytest.param(OFFICE, "2026-03-08", ["the clocks change: 23 hours"], id="clocks-go-forward"),
            pytest.param(OFFICE, "2026-11-01", ["the clocks change: 25 hours"], id="clocks-go-back"),
            pytest.param(
                Schedule(timezone="Australia/Lord_Howe", hours="24x7"),
                "2026-10-04",
                ["the clocks change: 23 hours 30 minutes"],
                id="half-an-hour",
            ),
            pytest.param(
                Schedule(timezone="Pacific/Apia", hours="24x7"),
                "2011-12-30",
                ["the zone skipped this date"],
                id="a-skipped-day",
            ),
            pytest.param(OFFICE, "2026-11-25", [], id="nothing-special"),
        ],
    )
    def test_of_a_date(self, schedule: Schedule, day: str, expected: list[str]) -> None:
        assert list(picture(schedule, day).notes) == expected


class TestText:
    def test_thanksgiving_week(self) -> None:
        lines = hours_text(OFFICE, date(2026, 11, 25), 4).splitlines()
        assert lines == [
            "office  (America/New_York)",
            "                0     3     6     9     12    15    18    21    ",
            f"Wed 2026-11-25  {cells('9h closed, 9h open, 6h closed')}     9 h",
            f"Thu 2026-11-26  {cells('9h closed, 9h taken, 6h closed')}       -  Thanksgiving Day",
            f"Fri 2026-11-27  {cells('9h closed, 9h open, 6h closed')}     9 h",
            f"Sat 2026-11-28  {cells('24h closed')}       -",
            "",
            LEGEND,
        ]

    def test_hours_and_minutes_of_a_schedule_without_a_name(self) -> None:
        lines = hours_text(Schedule(timezone="UTC", hours="Mon 09:15-10:00"), date(2026, 11, 23), 1).splitlines()
        assert lines[0] == "Mon 09:15-10:00 UTC  (UTC)"
        assert lines[2].endswith("  0:45 h")

    def test_hostile_names_stay_on_their_line(self) -> None:
        evil = Schedule(timezone="UTC", hours="Mon 9-10", holidays={"2026-11-23": "a\x1b[2J\nb\u202ec"}, name="x\ny")
        lines = hours_text(evil, date(2026, 11, 23), 1).splitlines()
        assert len(lines) == 5
        assert lines[0] == "x y  (UTC)"
        assert lines[2].endswith("a�[2J b�c")

    def test_a_picture_is_data(self) -> None:
        found = picture(NIGHTS, "2026-11-26")
        assert DayPicture.model_validate_json(found.model_dump_json()).open == found.open == timedelta(hours=6)
        assert [f"{opens:%H:%M %Z}-{closes:%H:%M}" for opens, closes in found.windows] == ["00:00 EST-06:00"]


@pytest.mark.parametrize(
    ("first", "days"), [(date(1, 1, 31), 1), (date(9999, 12, 1), 1), (date(9999, 11, 30), 2), (date(2026, 1, 1), 10**9)]
)
def test_dates_on_which_no_open_time_is_counted(first: date, days: int) -> None:
    office = Schedule(timezone="Asia/Tokyo", hours="Mon-Fri 09:00-18:00")
    with pytest.raises(InstantRangeError, match=r"open time is counted from .*; ask for other ones"):
        hours_text(office, first, days)
