"""An explanation as text."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock import NaiveDatetimeError, Schedule, SlaPolicy, Target, explain

NEW_YORK = ZoneInfo("America/New_York")
ZERO = timedelta(0)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US", name="office")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


class TestText:
    def test_the_night_before_thanksgiving(self) -> None:
        policy = SlaPolicy.loads(
            "name: Codexpert support\ntimezone: America/New_York\nholidays: US\n"
            "schedules: {nights: 'Sunday to Thursday, 10:00 PM to 6:00 AM'}\n"
            "plans: {support: {first_response: 24 hours during normal business hours}}\n"
        )
        why = policy.explain(at("2026-11-25 23:00"))
        assert str(why) == why.text()
        assert (
            why.text()
            == """\
Codexpert support, support, first_response
target   24 business hours
hours    nights: Sun-Thu 22:00-06:00 America/New_York, holidays US
opened   Wed 2026-11-25 23:00 EST
due      Tue 2026-12-01 23:00 EST

  Wed 25 Nov 23:00 – Thu 26 Nov 06:00  + 7 h   = 7 h  counted
  Thu 26 Nov 06:00 – 22:00                            outside hours
  Thu 26 Nov 22:00 – Fri 27 Nov 06:00                 holiday: Thanksgiving Day
  Fri 27 Nov 06:00 – Sun 29 Nov 22:00                 outside hours
  Sun 29 Nov 22:00 – Mon 30 Nov 06:00  + 8 h  = 15 h  counted
  Mon 30 Nov 06:00 – 22:00                            outside hours
  Mon 30 Nov 22:00 – Tue 01 Dec 06:00  + 8 h  = 23 h  counted
  Tue 01 Dec 06:00 – 22:00                            outside hours
  Tue 01 Dec 22:00 – 23:00             + 1 h  = 24 h  counted"""
        )

    def test_days_are_numbered(self) -> None:
        lines = explain(Target("2 business days"), OFFICE, at("2026-11-24 10:30")).text().splitlines()
        assert lines[0] == "target   2 business days"
        assert [line.split("  ")[-1] for line in lines if "day " in line and "–" in line] == ["open", "open"]
        assert "day 1 of 2" in lines[7]
        assert "day 2 of 2" in lines[-1]

    def test_calendar_days(self) -> None:
        assert (
            explain(Target("2 calendar days"), OFFICE, at("2026-11-24 10:30")).text().endswith("day 2 of 2  any time")
        )

    def test_notes_stand_below(self) -> None:
        lines = explain(Target("1 hour"), OFFICE, at("2026-03-08 01:30")).text().splitlines()
        assert lines[-3:] == [
            "",
            "  '1 hour' does not say what it counts; read as 1 calendar hour (R11)",
            "  clocks go forward by 1 hour in between; real time is counted (R1)",
        ]

    @pytest.mark.parametrize(
        ("opened", "shown"),
        [
            ("2026-11-24 10:30", "10:30 EST"),
            ("2026-11-24 10:30:15", "10:30:15 EST"),
            ("2026-11-24 10:30:15.250000", "10:30:15.250000 EST"),
        ],
    )
    def test_seconds_only_where_there_are_any(self, opened: str, shown: str) -> None:
        assert f"opened   Tue 2026-11-24 {shown}\n" in explain(Target("90 business minutes"), OFFICE, at(opened)).text()

    def test_clock_times_are_the_schedules_and_instants_the_questions(self) -> None:
        why = explain(Target("1 business hour"), OFFICE, datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
        assert why.due.tzinfo is UTC
        assert why.stretches[0].start.tzinfo is UTC
        assert "due      Tue 2026-11-24 11:30 EST" in why.text()
        assert why.schedule.startswith("office: Mon-Fri")
        assert Target(text="1 business hour", ends=time(12)).due(why.opened, OFFICE).tzinfo is UTC  # type: ignore[call-arg]

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            explain(Target("1 hour"), OFFICE, datetime(2026, 11, 24))
