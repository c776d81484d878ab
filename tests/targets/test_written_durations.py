"""Durations as people say them."""

from datetime import timedelta

import pytest

from slaclock.targets.written_durations import short_duration, write_duration


@pytest.mark.parametrize(
    ("duration", "written"),
    [
        (timedelta(0), "0 hours"),
        (timedelta(hours=-1, minutes=-1), "-1 hour 1 minute"),
        (timedelta(days=2), "48 hours"),
    ],
    ids=str,
)
def test_durations_in_words(duration: timedelta, written: str) -> None:
    assert write_duration(duration) == written


def test_in_little_room() -> None:
    assert short_duration(timedelta(hours=25, minutes=30, seconds=1)) == "25 h 30 min 1 s"
