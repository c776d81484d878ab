"""Instants as whole microseconds since 1970, and the dates that the clocks of UTC show (R1)."""

from datetime import UTC, date, datetime

import pytest

from slaclock.hours.whole_numbers import instant, micros, midnight_in_utc, ordinal_in_utc


@pytest.mark.parametrize(
    ("at", "number", "day"),
    [
        pytest.param("1970-01-01T00:00:00", 0, "1970-01-01", id="the-first"),
        pytest.param("1970-01-01T23:59:59.999999", 86_399_999_999, "1970-01-01", id="just-before-midnight"),
        pytest.param("1969-12-31T23:59:59.999999", -1, "1969-12-31", id="before-1970"),
        pytest.param("2026-11-28T00:00:00", 1_795_824_000_000_000, "2026-11-28", id="at-midnight"),
    ],
)
def test_an_instant_is_a_number_on_a_date(at: str, number: int, day: str) -> None:
    then, ordinal = datetime.fromisoformat(at).replace(tzinfo=UTC), date.fromisoformat(day).toordinal()
    assert (micros(then), instant(number)) == (number, then)
    assert ordinal_in_utc(number) == ordinal
    assert instant(midnight_in_utc(ordinal)) == datetime.fromisoformat(f"{day}T00:00:00+00:00")
