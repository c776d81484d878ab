"""Times of files: read as instants in the way that is stated, and written so that they are read again."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, strategies as st
from strategies import YEARS, noisy_instants, seasons

from slaclock import ChoiceError, ZoneError
from slaclock.hours.zone import first_instant
from slaclock.json_forms import written_instant
from slaclock.tables.time_columns import TimeFormat, written_instants, written_seconds

NEW_YORK = "America/New_York"
FIVE_PM = datetime(2026, 11, 25, 22, tzinfo=UTC)
SECONDS = int(FIVE_PM.timestamp())


def read_one(text: object, format: str = "iso8601", timezone: str | None = None) -> object:
    """The instant of a value, or what is wrong with it."""
    read = TimeFormat(format, timezone).read(pa.array([text]))
    return read.problems.get(0, read.at[0].as_py())


class TestReading:
    """A time is read in the one way that was stated, or its row is told of."""

    @pytest.mark.parametrize(
        ("text", "format", "zone", "at"),
        [
            pytest.param("2026-11-25T17:00:00-05:00", "iso8601", None, FIVE_PM, id="iso-with-an-offset"),
            pytest.param("2026-11-25 22:00Z", "iso8601", None, FIVE_PM, id="a-space-no-seconds-and-z"),
            pytest.param("2026-11-25T17:00:00-05:00", "iso8601", "Asia/Tokyo", FIVE_PM, id="its-own-offset-wins"),
            pytest.param("2026-11-25T17:00", "iso8601", NEW_YORK, FIVE_PM, id="a-reading-of-the-stated-zone"),
            pytest.param("2026-11-26", "iso8601", NEW_YORK, FIVE_PM + timedelta(hours=7), id="a-date-is-its-midnight"),
            pytest.param(
                "2026-03-08T02:30", "iso8601", NEW_YORK, datetime(2026, 3, 8, 7, tzinfo=UTC), id="skipped-ends-the-gap"
            ),
            pytest.param(
                "2026-11-01T01:30",
                "iso8601",
                NEW_YORK,
                datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
                id="repeated-is-first",
            ),
            pytest.param("2026-11-25 22:00:00.000 +0000", "iso8601", None, FIVE_PM, id="as-a-warehouse-writes-it"),
            pytest.param("2026-11-25 17:00:00 -05:00", "iso8601", "Asia/Tokyo", FIVE_PM, id="a-blank-before-it"),
            pytest.param("2026-11-25 17:00:00 -05", "iso8601", None, FIVE_PM, id="and-an-offset-of-hours"),
            pytest.param("2026-11-25 22:00:00.000000 UTC", "iso8601", None, FIVE_PM, id="utc-by-name"),
            pytest.param("2026-11-25 22:00 utc", "iso8601", NEW_YORK, FIVE_PM, id="and-in-small-letters"),
            pytest.param("2026-11-25T22:00:00.000000000Z", "iso8601", None, FIVE_PM, id="nine-digits-that-are-zero"),
            pytest.param("2026-11-25 17:00:00.0000000", "iso8601", NEW_YORK, FIVE_PM, id="seven-digits-of-a-reading"),
            pytest.param("", "iso8601", None, None, id="empty-is-missing"),
            pytest.param(None, "iso8601", None, None, id="null-is-missing"),
            pytest.param(str(SECONDS), "epoch_s", None, FIVE_PM, id="seconds"),
            pytest.param(SECONDS, "epoch_s", None, FIVE_PM, id="seconds-as-a-number"),
            pytest.param(
                f"{SECONDS}.000001", "epoch_s", None, FIVE_PM + timedelta(microseconds=1), id="and-a-fraction"
            ),
            pytest.param(SECONDS * 1000, "epoch_ms", None, FIVE_PM, id="milliseconds"),
            pytest.param("", "epoch_ms", None, None, id="no-number"),
            pytest.param("25.11.2026 17:00", "%d.%m.%Y %H:%M", NEW_YORK, FIVE_PM, id="a-format-of-ones-own"),
            pytest.param("25.11.2026 17:00 -0500", "%d.%m.%Y %H:%M %z", None, FIVE_PM, id="a-format-with-an-offset"),
            pytest.param(None, "%d.%m.%Y", NEW_YORK, None, id="null-in-a-format"),
        ],
    )
    def test_reads(self, text: object, format: str, zone: str | None, at: datetime | None) -> None:
        assert read_one(text, format, zone) == at

    @pytest.mark.parametrize(
        ("text", "format", "zone", "problem"),
        [
            pytest.param("soon", "iso8601", None, "cannot read 'soon' as a time in ISO 8601; write e.g.", id="no-time"),
            pytest.param(
                "2026-02-30T10:00Z", "iso8601", NEW_YORK, "cannot read '2026-02-30T10:00Z'", id="no-such-date"
            ),
            pytest.param(
                "2026-11-25T22:00:00.000000100Z", "iso8601", None, "is finer than a microsecond", id="too-fine"
            ),
            pytest.param("2026-11-25 22:00:00.0000001 UTC", "iso8601", NEW_YORK, "is finer than", id="too-fine-utc"),
            pytest.param("2026-11-25 22:00:00 EST", "iso8601", None, "cannot read", id="an-abbreviation"),
            pytest.param("2026-11-25 22:00:00 UTC+2", "iso8601", None, "cannot read", id="utc-and-more"),
            pytest.param("2026-11-25 17:00", "iso8601", None, "has no offset, so it names no instant", id="a-reading"),
            pytest.param("17 h", "epoch_s", None, "'17 h' is no number of seconds since 1970", id="no-number"),
            pytest.param("nan", "epoch_ms", None, "'nan' is no number of milliseconds since 1970", id="not-a-number"),
            pytest.param("0.0000001", "epoch_s", None, "is finer than a microsecond", id="too-fine-a-number"),
            pytest.param("1e300", "epoch_s", None, "lies outside the years 1 to 9999", id="too-large-a-number"),
            pytest.param(10**12, "epoch_s", None, "lies outside the years 1 to 9999", id="large-but-fits-64-bits"),
            pytest.param("x", "%Y", NEW_YORK, "cannot read 'x' as a time written '%Y'", id="not-in-that-format"),
        ],
    )
    def test_tells(self, text: object, format: str, zone: str | None, problem: str) -> None:
        assert problem in str(read_one(text, format, zone))

    def test_timestamps_with_a_zone_are_taken_as_they_are(self) -> None:
        column = pa.array([FIVE_PM], pa.timestamp("ms", NEW_YORK))
        assert TimeFormat().read(column).at.to_pylist() == [FIVE_PM]

    def test_timestamps_without_one_are_readings(self) -> None:
        column = pa.array([datetime(2026, 11, 25, 17), None], pa.timestamp("s"))
        assert TimeFormat(timezone=NEW_YORK).read(column).at.to_pylist() == [FIVE_PM, None]
        assert TimeFormat(timezone=NEW_YORK).read(column[1:]).at.to_pylist() == [None]

    def test_dates_are_readings_of_midnight(self) -> None:
        assert read_one(date(2026, 11, 26), timezone=NEW_YORK) == FIVE_PM + timedelta(hours=7)

    @pytest.mark.parametrize("zone", [None, NEW_YORK])
    def test_a_part_of_a_microsecond_is_too_fine(self, zone: str | None) -> None:
        read = TimeFormat(timezone=NEW_YORK).read(pa.array([1_001, 1_000], pa.timestamp("ns", zone)))
        assert read.at.is_null().to_pylist() == [True, False]
        assert "finer than a microsecond" in read.problems[0]

    def test_one_bad_text_spoils_no_other(self) -> None:
        texts = ["2026-11-25T22:00Z", "x", *["2026-11-25T22:00Z"] * 5, "", "y"]
        read = TimeFormat().read(pa.array(texts))
        assert list(read.problems) == [1, 8]
        assert [at is None for at in read.at.to_pylist()] == [text in ("", "x", "y") for text in texts]


class TestRefusing:
    """What does not say how times are written is refused before a row is read."""

    @pytest.mark.parametrize(
        ("format", "zone", "error", "message"),
        [
            pytest.param("iso", None, ChoiceError, "not 'iso'", id="an-unknown-format"),
            pytest.param("%d.%m.%Y", None, ChoiceError, "has no offset; state the zone", id="readings-without-a-zone"),
            pytest.param("iso8601", "EST", ZoneError, "'EST' does not say", id="an-abbreviation"),
        ],
    )
    def test_a_format(self, format: str, zone: str | None, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            TimeFormat(format, zone)

    @pytest.mark.parametrize(
        ("kind", "format", "message"),
        [
            pytest.param(pa.int64(), "iso8601", "state epoch_s or epoch_ms", id="numbers-that-count-nothing"),
            pytest.param(pa.float64(), "epoch_s", "holds double, which is no time", id="inexact-numbers"),
            pytest.param(pa.timestamp("us"), "iso8601", "times without a zone; state the zone", id="naive-timestamps"),
            pytest.param(pa.date32(), "iso8601", "times without a zone", id="dates"),
        ],
    )
    def test_a_column(self, kind: pa.DataType, format: str, message: str) -> None:
        with pytest.raises(ChoiceError, match=message):
            TimeFormat(format).check("opened", kind)

    @pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.timestamp("s", "UTC")])
    def test_not_a_column_that_may_hold_instants(self, kind: pa.DataType) -> None:
        TimeFormat().check("opened", kind)
        TimeFormat("epoch_s").check("opened", pa.int32())
        TimeFormat(timezone=NEW_YORK).check("opened", pa.timestamp("us"))


@given(seasons().flatmap(noisy_instants), st.sampled_from(["iso", "epoch", "reading"]))
def test_what_was_written_is_read_again(at: datetime, way: str) -> None:
    """An instant written in any way is the same instant when it is read; a reading is the first that shows it."""
    zone = ZoneInfo(NEW_YORK)
    written, at = at.isoformat(), at.astimezone(UTC)
    if way == "iso":
        assert read_one(written) == at
    elif way == "epoch":
        since = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        assert read_one(f"{since}e-6", "epoch_s") == at
    else:
        reading = at.astimezone(zone).replace(tzinfo=None)
        assert read_one(reading.isoformat(), timezone=NEW_YORK) == first_instant(reading, zone)
        assert read_one(reading.isoformat(), "%Y-%m-%dT%H:%M:%S" + ".%f" * bool(reading.microsecond), NEW_YORK) == (
            first_instant(reading, zone)
        )


@given(st.lists(st.one_of(st.none(), seasons().flatmap(noisy_instants))), st.sampled_from(["UTC", *YEARS]))
def test_instants_are_written_as_in_json(instants: list[datetime | None], zone: str) -> None:
    """Each instant of a column is written as JSON has it on the clocks of the column's zone."""
    column = pa.array(instants, pa.timestamp("us", zone))
    shown = [at and written_instant(at.astimezone(ZoneInfo(zone))) for at in instants]
    assert written_instants(column).to_pylist() == shown


def test_instants_are_written_on_the_clocks_of_long_ago() -> None:
    at = datetime(1850, 1, 1, tzinfo=UTC)
    column = pa.array([at], pa.timestamp("us", NEW_YORK))
    assert written_instants(column).to_pylist() == [at.astimezone(ZoneInfo(NEW_YORK)).isoformat()]
    assert written_instants(column).to_pylist()[0].endswith("-04:56:02")


def test_instants_are_written_with_fixed_offsets() -> None:
    column = pa.array([FIVE_PM], pa.timestamp("us", "-05:00"))
    assert written_instants(column).to_pylist() == [FIVE_PM.astimezone(timezone(timedelta(hours=-5))).isoformat()]


@given(st.lists(st.one_of(st.none(), st.timedeltas(-timedelta(10**8), timedelta(10**8)))))
def test_durations_are_written_exactly(durations: list[timedelta | None]) -> None:
    """The seconds that are written are the duration, to the microsecond, and have no needless digits."""
    texts = written_seconds(pa.array(durations, pa.duration("us"))).to_pylist()
    for duration, text in zip(durations, texts, strict=True):
        assert (text is None) == (duration is None)
        if text is not None:
            whole, _, fraction = text.removeprefix("-").partition(".")
            found = timedelta(seconds=int(whole), microseconds=int(fraction.ljust(6, "0") or 0))
            assert (-found if text.startswith("-") else found) == duration
            assert not fraction.endswith("0")
