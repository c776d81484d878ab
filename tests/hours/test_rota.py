"""Hours by the week and by rules beside each other, as text and as structure; and hours that name holidays (R4, R5)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slaclock import (
    DeclarationError,
    HolidayCalendar,
    HoursError,
    Recurrence,
    Rota,
    Schedule,
    Season,
    SlaPolicy,
    SupportWindow,
)
from slaclock.policy import ScheduleEntry

LONDON = ZoneInfo("Europe/London")
WEEK = "Mon-Fri 09:00-17:00"
FIRST_SATURDAY = "first Saturday of the month 10:00-14:00"
RULE = {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "first": "0001-01-01", "opens": "10:00", "closes": "14:00"}


def opened(schedule: Schedule, first: int, last: int) -> list[str]:
    """What opens in those days of November 2026, whose first Saturday is the 7th."""
    span = (datetime(2026, 11, day, tzinfo=LONDON) for day in (first, last))
    return [f"{each.start:%a %d %H:%M}-{each.end:%H:%M}" for each in schedule.windows(*span)]


def schedule(hours: Any, **more: Any) -> Schedule:
    return Schedule(timezone="Europe/London", hours=hours, **more)


class TestRotas:
    """A list of hours may hold rules beside texts."""

    @pytest.mark.parametrize(
        "hours",
        [
            pytest.param(f"{WEEK}; {FIRST_SATURDAY}", id="one-text"),
            pytest.param([WEEK, FIRST_SATURDAY], id="two-texts"),
            pytest.param([WEEK, RULE], id="a-text-and-a-mapping"),
            pytest.param((SupportWindow.parse(WEEK)[0], Recurrence(**RULE)), id="a-window-and-a-rule"),  # type: ignore[arg-type]
            pytest.param({"weekly": WEEK, "dated": [FIRST_SATURDAY]}, id="keys"),
            pytest.param(Rota(weekly=[WEEK], dated=FIRST_SATURDAY), id="a-rota"),
        ],
    )
    def test_in_every_form(self, hours: object) -> None:
        rota = schedule(hours)
        assert rota == schedule([WEEK, FIRST_SATURDAY])
        assert opened(rota, 6, 10) == ["Fri 06 09:00-17:00", "Sat 07 10:00-14:00", "Mon 09 09:00-17:00"]
        assert str(rota) == "Mon-Fri 09:00-17:00; FREQ=MONTHLY;BYDAY=1SA 10:00-14:00 Europe/London"
        assert Schedule.model_validate_json(rota.model_dump_json()) == rota

    def test_what_overlaps_counts_once(self) -> None:
        assert opened(schedule(["Sat 09:00-12:00", FIRST_SATURDAY]), 7, 8) == ["Sat 07 09:00-14:00"]

    def test_holidays_and_exceptions_are_those_of_the_date(self) -> None:
        exceptions = {"2026-11-06": "10:00-11:00"}
        rota = schedule([WEEK, FIRST_SATURDAY], holidays=["2026-11-07"], exceptions=exceptions)
        assert opened(rota, 5, 9) == ["Thu 05 09:00-17:00", "Fri 06 10:00-11:00"]

    @pytest.mark.parametrize("hours", [FIRST_SATURDAY, [FIRST_SATURDAY], RULE, [RULE], Recurrence(**RULE)], ids=str)  # type: ignore[arg-type]
    def test_one_rule_alone_is_a_recurrence(self, hours: object) -> None:
        assert schedule(hours).hours == Recurrence(**RULE)  # type: ignore[arg-type]

    def test_as_a_closure_of_a_policy(self) -> None:
        policy = SlaPolicy(
            name="N",
            timezone="Europe/London",
            schedules={"office": {"hours": "24x7", "excluding": "patching"}},  # type: ignore[arg-type]
            closures={"patching": ["Wed 02:00-04:00", "last Friday of the month 22:00-28:00"]},  # type: ignore[arg-type]
            plans={"only": {"schedule": "office", "first_response": "4 business hours"}},  # type: ignore[arg-type]
        )
        office = policy.schedule("office")
        assert not office.is_open(datetime(2026, 11, 28, 3, 59, tzinfo=LONDON))
        assert office.is_open(datetime(2026, 11, 28, 4, tzinfo=LONDON))
        assert not office.is_open(datetime(2026, 11, 25, 3, tzinfo=LONDON))

    @pytest.mark.parametrize(
        ("hours", "message"),
        [
            pytest.param([WEEK, "first Saturday 10-14"], "'first Saturday' does not say of what", id="a-text"),
            pytest.param([WEEK, RULE | {"rrule": "FREQ=HOURLY"}], "it needs FREQ=DAILY", id="a-rule"),
            pytest.param({"weekly": WEEK, "dated": []}, "at least 1", id="no-rule"),
            pytest.param({"weekly": 5, "dated": [RULE]}, "cannot read 5 as hours", id="a-number"),
            pytest.param([WEEK, 5], "should be", id="a-number-in-a-list"),
        ],
    )
    def test_refused(self, hours: object, message: str) -> None:
        with pytest.raises(DeclarationError, match="hours") as caught:
            schedule(hours)
        assert message in str(caught.value)

    def test_weekly_hours_alone_have_no_rules(self) -> None:
        with pytest.raises(HoursError, match="it has dates of a rule, which stand in the `hours` of a schedule"):
            SupportWindow.parse(FIRST_SATURDAY)
        with pytest.raises(DeclarationError, match="it has dates of a rule"):
            Season(first="2026-06-01", hours=FIRST_SATURDAY)


EXCLUDED = f"{WEEK}, excluding public holidays"


class TestHoursThatExcludeHolidays:
    """Words about holidays are taken where holidays are stated, and refused elsewhere (R19)."""

    @pytest.mark.parametrize("hours", [EXCLUDED, [EXCLUDED], ["Sat 9-12", f"{WEEK} (except holidays)"]], ids=str)
    def test_where_they_are_stated(self, hours: object) -> None:
        assert schedule(hours, holidays=["2026-11-05"]).is_business_day(datetime(2026, 11, 5).date()) is False

    @pytest.mark.parametrize("holidays", [None, [], HolidayCalendar()], ids=["none", "a-list", "a-calendar"])
    def test_where_none_are(self, holidays: Any) -> None:
        with pytest.raises(DeclarationError, match="its hours are closed on holidays, and none are stated"):
            schedule(EXCLUDED, holidays=holidays)

    def test_weekly_hours_alone_know_none(self) -> None:
        with pytest.raises(HoursError, match="holidays are stated as `holidays` of a schedule"):
            SupportWindow.parse(EXCLUDED)

    def policy(self, **parts: Any) -> SlaPolicy:
        plans = {"only": {"schedule": "office", "first_response": "4 business hours"}}
        return SlaPolicy(**{"name": "N", "timezone": "Europe/London", "plans": plans, **parts})

    @pytest.mark.parametrize(
        ("parts", "closed"),
        [
            pytest.param({"holidays": "GB", "schedules": {"office": EXCLUDED}}, True, id="those-of-the-policy"),
            pytest.param({"schedules": {"office": {"hours": EXCLUDED, "holidays": "GB"}}}, True, id="its-own"),
            pytest.param({"holidays": "GB", "schedules": {"office": "24x7"}}, False, id="round-the-clock"),
            pytest.param(
                {"holidays": "GB", "schedules": {"office": "24x7 except public holidays"}},
                True,
                id="but-not-on-holidays",
            ),
        ],
    )
    def test_in_a_policy(self, parts: dict[str, Any], closed: bool) -> None:
        policy = self.policy(**parts)
        assert policy.schedule("office").is_open(datetime(2026, 12, 25, 12, tzinfo=LONDON)) is not closed
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            pytest.param({"schedules": {"office": EXCLUDED}}, "schedules.office: its hours are closed on", id="none"),
            pytest.param(
                {"holidays": "GB", "schedules": {"office": {"hours": EXCLUDED, "holidays": []}}},
                "schedules.office: its hours are closed on holidays, and none are stated",
                id="none-of-its-own",
            ),
            pytest.param(
                {"schedules": {"office": WEEK}, "closures": {"patching": EXCLUDED}},
                "closures.patching: a closure has no holidays; leave out what its hours say of them",
                id="a-closure",
            ),
        ],
    )
    def test_refused_in_a_policy(self, parts: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            self.policy(**parts)
        assert message in str(caught.value)

    def test_an_entry_keeps_what_its_hours_said(self) -> None:
        entry = ScheduleEntry(hours=EXCLUDED)
        assert entry.closed_on_holidays
        assert ScheduleEntry.model_validate(entry.model_dump(mode="json")) == entry
