"""`assert_due` says nothing where it holds, and why it does not where it fails."""

from datetime import UTC, datetime
from typing import Any

import pytest

from slaclock import DeclarationError, NaiveDatetimeError, SlaPolicy
from slaclock.testing import assert_due

pytest_plugins = "pytester"

POLICY = SlaPolicy.loads("""
name: Example support
timezone: America/New_York
holidays: US
schedules: {office: Mon-Fri 09:00-18:00, tokyo: {hours: Mon-Fri 09:00-18:00, timezone: customer}}
plans:
  standard:
    schedule: office
    first_response: {P1: 4 business hours, P4: none}
    resolution: 3 business days
  abroad: {schedule: tokyo, first_response: 1 business hour}
""")
WEDNESDAY = {"opened": "Wed 2026-11-25 17:00", "plan": "standard", "priority": "P1"}


@pytest.mark.parametrize(
    ("due", "asked"),
    [
        pytest.param("Fri 2026-11-27 12:00", WEDNESDAY, id="text-on-the-clocks-of-the-policy"),
        pytest.param("2026-11-27T12:00-05:00", WEDNESDAY, id="text-with-an-offset"),
        pytest.param(datetime(2026, 11, 27, 17, tzinfo=UTC), WEDNESDAY, id="a-datetime"),
        pytest.param(
            datetime(2026, 11, 27, 17, tzinfo=UTC),
            WEDNESDAY | {"opened": datetime(2026, 11, 25, 22, tzinfo=UTC)},
            id="a-datetime-opened",
        ),
        pytest.param(None, WEDNESDAY | {"priority": "P4"}, id="nothing-is-promised"),
        pytest.param("none", WEDNESDAY | {"priority": "P4"}, id="none-in-a-word"),
        pytest.param("2026-12-01T17:00-05:00", WEDNESDAY | {"metric": "resolution"}, id="another-metric"),
        pytest.param(
            "2026-11-25T10:00+09:00",
            {"opened": "2026-11-25T03:00+09:00", "plan": "abroad", "customer_timezone": "Asia/Tokyo"},
            id="on-the-clocks-of-the-customer",
        ),
        pytest.param(
            "Fri 2026-11-27 12:30",
            WEDNESDAY
            | {
                "events": [
                    {"at": "Wed 2026-11-25 17:10", "kind": "paused"},
                    {"at": datetime(2026, 11, 25, 22, 40, tzinfo=UTC), "kind": "resumed"},
                ],
                "now": datetime(2026, 11, 25, 23, tzinfo=UTC),
            },
            id="with-a-pause",
        ),
    ],
)
def test_it_holds(due: datetime | str | None, asked: dict[str, Any]) -> None:
    assert_due(POLICY, due, **asked)
    with pytest.raises(AssertionError, match=r"expected  due Sat 2026-11-28 12:00 EST\n  got       "):
        assert_due(POLICY, "Sat 2026-11-28 12:00", **asked)


def test_its_failure_explains() -> None:
    with pytest.raises(AssertionError) as failed:
        assert_due(POLICY, "Thu 2026-11-26 12:00", **WEDNESDAY)
    said = str(failed.value).splitlines()
    assert said[0] == "standard, P1, first_response opened Wed 2026-11-25 17:00"
    assert sum(line.endswith("  holiday: Thanksgiving Day") for line in said) == 1


def test_its_failure_is_shown_where_it_was_asked(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        from slaclock import SlaPolicy
        from slaclock.testing import assert_due
        POLICY = SlaPolicy.loads('''
        {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
         plans: {standard: {first_response: 2 business hours}}}
        ''')
        def test_it():
            assert_due(POLICY, "2026-11-25 12:00", opened="2026-11-25 09:00")
    """)
    done = pytester.runpytest_inprocess("-p", "no:slaclock", "-p", "no:cacheprovider")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*assert_due(POLICY*", "E * expected  due Wed 2026-11-25 12:00 UTC"])
    done.stdout.no_fnmatch_line("*due_dates.py*")


@pytest.mark.parametrize(
    ("due", "asked", "error", "said"),
    [
        pytest.param(
            datetime(2026, 11, 27, 12), WEDNESDAY, NaiveDatetimeError, "text '2026-11-27 12:00:00'", id="naive-due"
        ),
        pytest.param(
            "none",
            WEDNESDAY | {"opened": datetime(2026, 11, 27)},
            NaiveDatetimeError,
            "no time zone",
            id="naive-opened",
        ),
        pytest.param(
            "none", WEDNESDAY | {"now": datetime(2026, 11, 27)}, NaiveDatetimeError, "no time zone", id="naive-now"
        ),
        pytest.param(
            "none",
            WEDNESDAY | {"events": [{"at": datetime(2026, 11, 27), "kind": "paused"}], "now": "2026-11-27 12:00"},
            NaiveDatetimeError,
            "no time zone",
            id="naive-event",
        ),
        pytest.param("Thu 2026-11-27 12:00", WEDNESDAY, DeclarationError, "is a Friday", id="another-day-of-the-week"),
        pytest.param("soon", WEDNESDAY, DeclarationError, "cannot read 'soon' as an instant", id="no-instant"),
        pytest.param(
            "2026-11-27 12:00",
            WEDNESDAY | {"events": [{"at": "2026-11-27 12:00"}]},
            DeclarationError,
            "`now`",
            id="no-now",
        ),
        pytest.param(
            "2026-11-27 12:00", WEDNESDAY | {"priority": "P9"}, AssertionError, "no priority 'P9'", id="no-such-name"
        ),
    ],
)
def test_what_cannot_be_read_is_refused(due: Any, asked: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        assert_due(POLICY, due, **asked)


def test_a_recommended_text_is_accepted() -> None:
    """As the error about a naive datetime says."""
    assert_due(POLICY, str(datetime(2026, 11, 27, 12)), **WEDNESDAY)
