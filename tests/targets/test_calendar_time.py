"""So much calendar time, or so many dates, after an instant (R2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slaclock import InstantRangeError
from slaclock.targets.calendar_time import dates_later, time_later

NEW_YORK = ZoneInfo("America/New_York")


def test_before_the_first_year() -> None:
    start = datetime(1, 1, 2, 12, tzinfo=UTC)
    with pytest.raises(InstantRangeError, match="lies outside the years 1 to 9999"):
        dates_later(start, NEW_YORK, days=-3)
    with pytest.raises(InstantRangeError, match="lies outside the years 1 to 9999"):
        time_later(start, timedelta(days=-3))


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    opened = datetime(2026, 3, 7, 12, tzinfo=NEW_YORK)
    assert str(time_later(opened, timedelta(days=1))) == "2026-03-08 13:00:00-04:00"
    assert str(dates_later(opened, UTC, months=1)) == "2026-04-07 13:00:00-04:00"


def test_days_keep_the_clock_of_the_zone_and_the_zone_of_the_question() -> None:
    opened = datetime(2026, 3, 7, 17, tzinfo=UTC)
    assert str(dates_later(opened, NEW_YORK, days=1)) == "2026-03-08 16:00:00+00:00"
    assert str(dates_later(opened, NEW_YORK, days=-1)) == "2026-03-06 17:00:00+00:00"
