"""Instants and durations as they are written in JSON and in files."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from pydantic import TypeAdapter

from slaclock.json_forms import Duration, duration_of, in_seconds, written_duration, written_instant

READ = TypeAdapter(Duration)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        pytest.param(timedelta(0), "PT0S", id="nothing"),
        pytest.param(timedelta(hours=26, minutes=30), "PT26H30M", id="no-days"),
        pytest.param(timedelta(minutes=90), "PT1H30M", id="whole-hours"),
        pytest.param(-timedelta(minutes=1), "-PT1M", id="backwards"),
        pytest.param(timedelta(microseconds=1), "PT0.000001S", id="the-least"),
        pytest.param(timedelta(seconds=61, milliseconds=500), "PT1M1.5S", id="half-a-second"),
        pytest.param(timedelta(hours=1, seconds=1), "PT1H1S", id="no-minutes"),
    ],
)
def test_a_duration(duration: timedelta, text: str) -> None:
    assert written_duration(duration) == text
    assert READ.dump_python(duration, mode="json") == text


@given(st.timedeltas())
def test_every_duration_is_read_back(duration: timedelta) -> None:
    assert READ.validate_python(written_duration(duration)) == duration


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("2026-11-25T17:00:00+00:00", "2026-11-25T17:00:00Z", id="utc"),
        pytest.param("2026-11-25T17:00:00.000001+00:00", "2026-11-25T17:00:00.000001Z", id="utc-and-a-fraction"),
        pytest.param("2026-11-25T17:00:00-05:00", "2026-11-25T17:00:00-05:00", id="another-offset"),
    ],
)
def test_an_instant(text: str, written: str) -> None:
    at = datetime.fromisoformat(text)
    assert written_instant(at) == written == TypeAdapter(datetime).dump_python(at, mode="json")


def test_seconds_are_whole_where_they_can_be() -> None:
    assert repr(in_seconds(timedelta(hours=1))) == "3600"
    assert repr(in_seconds(-timedelta(milliseconds=1500))) == "-1.5"


@pytest.mark.parametrize("text", ["PT", "-PT", "P1D", "PT99999999999H", "PT1.5H", "1 hour", 5])
def test_other_texts_are_left_to_pydantic(text: object) -> None:
    assert duration_of(text) in (text, timedelta(0))
