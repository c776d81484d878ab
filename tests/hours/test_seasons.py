"""Hours that change with the date: seasons, blocks between two zones, and what lies outside hours (R2, R4, R6, R10)."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, strategies as st
from oracle import DAY, SlowCount, belonging, utc
from strategies import WEEKDAYS, Case, cases, clock_face, row_text, rows, schedule_of

from slaclock import (
    DeclarationError,
    HoursError,
    NeverOpenError,
    PolicyFileError,
    Schedule,
    Season,
    SlaPolicy,
    Target,
    ZonedBlock,
    explain,
)
from slaclock.hours.zoned_block import names_zones

NEW_YORK, LONDON, RIYADH, SYDNEY = "America/New_York", "Europe/London", "Asia/Riyadh", "Australia/Sydney"
FOLLOW_THE_SUN = "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"
SUMMER = {
    "first": "--06-01",
    "last": "--08-31",
    "hours": "Mon-Thu 09:00-18:00; Fri 09:00-13:00",
    "name": "Summer Fridays",
}
RAMADAN = {"first": "2026-02-18", "last": "2026-03-19", "hours": "Sun-Thu 10:00-16:00", "name": "Ramadan hours"}
SHUTDOWN = {"first": "--12-24", "last": "--01-02", "hours": "closed", "name": "Shutdown"}


def at(text: str, zone: str = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def shown(instant: datetime, zone: str = NEW_YORK) -> str:
    return f"{instant.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def weekly(text: Any, zone: str = NEW_YORK, **more: Any) -> Schedule:
    return Schedule(timezone=zone, hours=text, **more)


def spans(schedule: Schedule, around: datetime) -> list[tuple[datetime, datetime]]:
    windows = schedule.windows(utc(around) - 14 * DAY, utc(around) + 14 * DAY)
    return [(utc(window.start), utc(window.end)) for window in windows]


OFFICE = weekly("Mon-Fri 09:00-18:00", seasons=[SUMMER, SHUTDOWN])
NIGHTS = weekly(
    "Sun-Thu 22:00-06:00", seasons=[{"first": "2026-09-14", "last": "2026-09-15", "hours": "Mon-Fri 20:00-02:00"}]
)
GULF = weekly("Sun-Thu 08:00-17:00", RIYADH, seasons=[RAMADAN])


class TestSeasons:
    """R4, R6: the hours of a season hold for what opens on its dates, the first and the last included."""

    @pytest.mark.parametrize(
        ("schedule", "instant", "is_open"),
        [
            pytest.param(OFFICE, "2026-05-29 17:59", True, id="the-last-friday-of-may-is-long"),
            pytest.param(OFFICE, "2026-06-05 12:59", True, id="a-summer-friday-until-one"),
            pytest.param(OFFICE, "2026-06-05 13:00", False, id="and-no-longer"),
            pytest.param(OFFICE, "2026-06-01 17:59", True, id="a-summer-monday-is-long"),
            pytest.param(OFFICE, "2029-08-31 13:00", False, id="the-last-date-is-within-in-any-year"),
            pytest.param(OFFICE, "2028-09-01 13:00", True, id="the-day-after-is-not"),
            pytest.param(OFFICE, "2026-12-23 12:00", True, id="before-the-shutdown"),
            pytest.param(OFFICE, "2026-12-24 12:00", False, id="the-first-date-of-the-shutdown"),
            pytest.param(OFFICE, "2026-12-31 12:00", False, id="new-years-eve"),
            pytest.param(OFFICE, "2027-01-01 12:00", False, id="over-new-year"),
            pytest.param(OFFICE, "2026-01-02 12:00", False, id="the-last-date-of-the-shutdown"),
            pytest.param(OFFICE, "2026-01-05 12:00", True, id="after-the-shutdown"),
            pytest.param(NIGHTS, "2026-09-14 05:59", True, id="the-night-before-keeps-its-tail"),
            pytest.param(NIGHTS, "2026-09-14 19:59", False, id="closed-before-the-first-evening"),
            pytest.param(NIGHTS, "2026-09-14 20:00", True, id="the-first-evening-opens-early"),
            pytest.param(NIGHTS, "2026-09-16 01:59", True, id="the-last-night-goes-on-after-midnight"),
            pytest.param(NIGHTS, "2026-09-16 02:00", False, id="until-its-own-closing"),
            pytest.param(NIGHTS, "2026-09-16 20:00", False, id="the-evening-after-is-ordinary"),
            pytest.param(NIGHTS, "2026-09-16 22:00", True, id="and-opens-at-ten"),
        ],
    )
    def test_what_is_open(self, schedule: Schedule, instant: str, is_open: bool) -> None:
        assert schedule.is_open(at(instant)) is is_open

    @pytest.mark.parametrize(
        ("start", "due"),
        [
            pytest.param("2026-02-17 16:00", "Wed 2026-02-18 12:00", id="into-ramadan"),
            pytest.param("2026-03-03 15:00", "Wed 2026-03-04 12:00", id="within"),
            pytest.param("2026-03-19 15:00", "Sun 2026-03-22 10:00", id="out-of-it"),
        ],
    )
    def test_three_hours_in_and_around_ramadan(self, start: str, due: str) -> None:
        assert shown(GULF.add(at(start, RIYADH), hours(3)), RIYADH) == due

    def test_a_shutdown_is_neither_counted_nor_a_run_of_business_days(self) -> None:
        assert OFFICE.elapsed(at("2026-12-23 17:00"), at("2027-01-04 10:00")) == hours(2)
        assert shown(OFFICE.add_days(at("2026-12-23 17:00"), 1)) == "Mon 2027-01-04 17:00"
        assert [OFFICE.is_business_day(date(2026, 12, day)) for day in (23, 24, 28)] == [True, False, False]

    def test_without_a_last_date_it_holds_from_then_on(self) -> None:
        moved = weekly("Mon-Fri 09:00-18:00", seasons=[{"first": "2026-07-01", "hours": "Mon-Fri 08:00-16:00"}])
        assert [moved.is_open(at(f"{day} 08:30")) for day in ("2026-06-30", "2026-07-01", "2099-07-01")] == [
            False,
            True,
            True,
        ]

    def test_of_two_the_later_stated_holds(self) -> None:
        week = {"first": "2026-07-06", "last": "2026-07-10", "hours": "Mon-Fri 10:00-11:00"}
        for seasons, closing in (([SUMMER, week], "11:00"), ([week, SUMMER], "18:00")):
            found = weekly("Mon-Fri 09:00-18:00", seasons=seasons).next_closing(at("2026-07-06 10:30"))
            assert shown(found) == f"Mon 2026-07-06 {closing}"

    @pytest.mark.parametrize("rule", ["opening_date", "calendar_date"])
    def test_holidays_and_exceptions_win_over_a_season(self, rule: str) -> None:
        summer = weekly(
            "Mon-Fri 09:00-18:00",
            seasons=[SUMMER],
            holidays=["2026-07-03"],
            exceptions={"2026-07-10": "09:00-20:00"},
            holiday_rule=rule,
        )
        assert not summer.is_open(at("2026-07-03 10:00"))
        assert summer.is_open(at("2026-07-10 19:59"))
        assert not summer.is_open(at("2026-07-17 13:00"))

    def test_a_season_may_open_what_is_else_closed(self) -> None:
        sale = weekly("24x7", seasons=[{"first": "2026-11-27", "last": "2026-11-28", "hours": "Sat 09:00-21:00"}])
        assert [(shown(a), shown(b)) for a, b in spans(sale, at("2026-11-27 12:00"))][1:] == [
            ("Sat 2026-11-28 09:00", "Sat 2026-11-28 21:00"),
            ("Sun 2026-11-29 00:00", "Fri 2026-12-11 12:00"),
        ]

    def test_a_recurrence_may_have_seasons(self) -> None:
        patching = Schedule(
            timezone=NEW_YORK,
            hours={"rrule": "FREQ=WEEKLY;BYDAY=SA", "first": "2026-01-03", "opens": "22:00", "closes": "04:00"},  # type: ignore[arg-type]
            seasons=[{"first": "--12-01", "last": "--12-31", "hours": "closed"}],
        )
        assert shown(patching.next_opening(at("2026-11-29 12:00"))) == "Sat 2027-01-02 22:00"

    @pytest.mark.parametrize(
        ("first", "last", "day", "covered"),
        [
            pytest.param("2026-06-01", "2026-08-31", "2026-06-01", True, id="the-first"),
            pytest.param("2026-06-01", "2026-08-31", "2026-05-31", False, id="the-day-before"),
            pytest.param("2026-06-01", "2026-08-31", "2026-08-31", True, id="the-last"),
            pytest.param("2026-06-01", "2026-08-31", "2026-09-01", False, id="the-day-after"),
            pytest.param("2026-06-01", "2026-08-31", "2027-07-01", False, id="once-only"),
            pytest.param("2026-06-01", "2026-06-01", "2026-06-01", True, id="a-single-date"),
            pytest.param("2026-06-01", "", "2126-06-01", True, id="open-ended"),
            pytest.param("2026-06-01", "", "2026-05-31", False, id="open-ended-but-not-before"),
            pytest.param("--06-01", "--08-31", "1999-08-31", True, id="every-year"),
            pytest.param("--06-01", "--08-31", "1999-09-01", False, id="every-year-the-day-after"),
            pytest.param("--06-01", "--08-31", "1999-05-31", False, id="every-year-the-day-before"),
            pytest.param("--12-24", "--01-02", "2026-12-24", True, id="over-new-year-the-first"),
            pytest.param("--12-24", "--01-02", "2027-01-02", True, id="over-new-year-the-last"),
            pytest.param("--12-24", "--01-02", "2026-12-23", False, id="over-new-year-the-day-before"),
            pytest.param("--12-24", "--01-02", "2027-01-03", False, id="over-new-year-the-day-after"),
            pytest.param("--02-29", "--02-29", "2028-02-29", True, id="a-leap-day"),
            pytest.param("--02-29", "--03-01", "2027-03-01", True, id="a-leap-day-that-is-not"),
        ],
    )
    def test_which_dates_it_covers(self, first: str, last: str, day: str, covered: bool) -> None:
        assert Season(first=first, last=last, hours="closed").covers(date.fromisoformat(day)) is covered

    def test_dates_may_be_dates(self) -> None:
        season = Season(first=date(2026, 6, 1), last=date(2026, 8, 31), hours=["Mon 09:00-12:00", "Tue 09:00-12:00"])
        assert (season.first, season.last, str(season)) == (
            "2026-06-01",
            "2026-08-31",
            "hours of 2026-06-01 to 2026-08-31",
        )
        assert [str(window) for window in season.hours] == ["Mon 09:00-12:00", "Tue 09:00-12:00"]

    @pytest.mark.parametrize(
        ("season", "text"),
        [
            ({"first": "2026-06-01", "hours": "off"}, "hours from 2026-06-01 on"),
            ({"first": "--06-01", "last": "--08-31", "hours": " Closed "}, "hours of --06-01 to --08-31"),
            (SUMMER, "Summer Fridays"),
        ],
        ids=str,
    )
    def test_in_words(self, season: dict[str, Any], text: str) -> None:
        assert str(Season(**season)) == text

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            pytest.param(
                {"first": "--06-01"}, "a season of every year needs its last date beside '--06-01'", id="no-last"
            ),
            pytest.param(
                {"first": "--06-01", "last": "2026-08-31"},
                "'--06-01' and '2026-08-31': state a year for both dates of a season, or for none",
                id="a-year-for-one",
            ),
            pytest.param(
                {"first": "2026-06-01", "last": "--08-31"},
                "'2026-06-01' and '--08-31': state a year for both dates",
                id="a-year-for-the-other",
            ),
            pytest.param(
                {"first": "2026-06-02", "last": "2026-06-01"},
                "a season ends on or after its first date, but 2026-06-01 is before 2026-06-02",
                id="backwards",
            ),
            pytest.param(
                {"first": "--02-30", "last": "--03-01"},
                "first: cannot read '--02-30' as a date; write e.g. '2026-12-24', or '--12-24' for every year",
                id="no-date",
            ),
            pytest.param({"first": "June", "last": "July"}, "last: cannot read 'July' as a date", id="no-dates"),
            pytest.param({"first": 6}, "first: input should be a valid string, not 6", id="a-number"),
            pytest.param(
                {"first": "2026-06-01", "hours": 9},
                "hours: input should be a valid tuple, not 9",
                id="hours-as-a-number",
            ),
            pytest.param(
                {"first": "2026-06-01", "hours": "sometimes"}, "hours: cannot read 'sometimes' as hours", id="no-hours"
            ),
            pytest.param(
                {"first": "2026-06-01", "until": "2026-07-01"},
                "until: unknown key; known: first, last, hours, name",
                id="misspelt",
            ),
        ],
    )
    def test_refused(self, fields: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Season(**({"hours": "Mon-Fri 09:00-13:00"} | fields))
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"first": "20260601", "last": "20260831"}, id="basic-format"),
            pytest.param({"first": "2026-W23-1", "last": "2026-W35-1"}, id="week-dates"),
            pytest.param({"first": "--W23-1", "last": "--W35-1"}, id="weeks-of-every-year"),
        ],
    )
    def test_other_iso_forms_are_refused_or_understood(self, fields: dict[str, Any]) -> None:
        try:
            season = Season(hours="closed", **fields)
        except DeclarationError:
            return
        assert season.covers(date(2026, 7, 1))

    def test_a_first_date_is_needed(self) -> None:
        with pytest.raises(DeclarationError):
            Season(first="", last="2026-08-31", hours="closed")

    def test_a_combination_has_none_of_its_own(self) -> None:
        joined = (OFFICE | NIGHTS).hours
        with pytest.raises(
            DeclarationError, match="no holidays, exceptions or seasons of its own; state them on its parts"
        ):
            weekly(joined, seasons=[SUMMER])

    @pytest.mark.parametrize("schedule", [OFFICE, NIGHTS, GULF, ~OFFICE], ids=str)
    def test_what_is_dumped_loads_back(self, schedule: Schedule) -> None:
        assert Schedule.model_validate_json(schedule.model_dump_json()) == schedule
        assert Schedule(**schedule.model_dump()) == schedule
        assert hash(Schedule(**schedule.model_dump(mode="json"))) == hash(schedule)
        assert pickle.loads(pickle.dumps(schedule)) == schedule
        loaded = Schedule.model_validate_json(schedule.model_dump_json())
        assert spans(loaded, at("2026-12-24 12:00")) == spans(schedule, at("2026-12-24 12:00"))


@st.composite
def seasonal(draw: st.DrawFn) -> tuple[Case, Schedule, Schedule, SlowCount]:
    """Draw declared hours with a season among them, told as a season and as the hours of each of its dates."""
    case = draw(cases(size=2))
    week = draw(rows())
    first = case.instants[0].date() + draw(st.integers(-6, 6)) * DAY
    last = first + draw(st.integers(0, 12)) * DAY
    dates = [first + n * DAY for n in range((last - first).days + 1)]
    if case.declared.holiday_rule == "calendar_date":
        # A holiday's own night goes on after its date, so that its hours matter there, too.
        case = Case(replace(case.declared, holidays=case.declared.holidays - set(dates)), case.instants)
    told = {
        day: belonging(week, day.weekday(), case.declared.belongs_to)
        for day in dates
        if day not in case.declared.holidays
    }
    by_date = replace(case.declared, exceptions=tuple(sorted((told | dict(case.declared.exceptions)).items())))
    season = Season(first=first, last=last, hours=[row_text(row) for row in week])
    return case, schedule_of(case.declared, seasons=[season]), schedule_of(by_date), SlowCount(by_date)


class TestLawsOfSeasons:
    """R6: a season is a short way to tell the hours of its dates."""

    @given(seasonal())
    def test_a_season_is_those_hours_on_those_dates(self, told: tuple[Case, Schedule, Schedule, SlowCount]) -> None:
        """Told date by date, but for holidays, the same time is open."""
        case, season, by_date, _ = told
        assert spans(season, case.instants[0]) == spans(by_date, case.instants[0])

    @given(seasonal())
    def test_a_season_counts_as_the_slow_count_does(self, told: tuple[Case, Schedule, Schedule, SlowCount]) -> None:
        """Looking at every quarter of an hour gives the same sum."""
        case, season, _, count = told
        assert season.elapsed(*case.instants) == count.elapsed(*case.instants)

    @given(cases(size=2))
    def test_the_ordinary_hours_as_a_season_change_nothing(self, case: Case) -> None:
        """A season of every year with the hours that hold anyway is no season."""
        whole_year = {"first": "--01-01", "last": "--12-31", "hours": [row_text(row) for row in case.declared.rows]}
        same = schedule_of(case.declared, seasons=[whole_year])
        assert spans(same, case.instants[0]) == spans(case.schedule, case.instants[0])


class TestExplanation:
    """What a season closed is explained by its name."""

    def test_a_summer_friday(self) -> None:
        found = explain(Target("4 business hours"), OFFICE, at("2026-07-03 11:00"))
        assert [(shown(s.start), shown(s.end), s.kind, s.reason) for s in found.stretches] == [
            ("Fri 2026-07-03 11:00", "Fri 2026-07-03 13:00", "open", "counted"),
            ("Fri 2026-07-03 13:00", "Fri 2026-07-03 18:00", "season", "season: Summer Fridays"),
            ("Fri 2026-07-03 18:00", "Mon 2026-07-06 09:00", "outside_hours", "outside hours"),
            ("Mon 2026-07-06 09:00", "Mon 2026-07-06 11:00", "open", "counted"),
        ]
        assert "season: Summer Fridays" in found.text()

    def test_a_season_without_a_name_is_told_by_its_dates(self) -> None:
        nameless = weekly("24x7", seasons=[{"first": "2026-07-01", "last": "2026-07-02", "hours": "closed"}])
        found = explain(Target("1 business hour"), nameless, at("2026-07-01 00:00"))
        assert [s.reason for s in found.stretches] == ["season: hours of 2026-07-01 to 2026-07-02"] * 2 + ["counted"]

    def test_holidays_and_exceptions_in_a_season_keep_their_names(self) -> None:
        closed = weekly(
            "Mon-Fri 09:00-18:00",
            seasons=[SHUTDOWN],
            holidays={"--12-25": "Christmas Day"},
            exceptions={"2026-12-28": {"hours": "closed", "name": "Stocktaking"}},
        )
        found = explain(Target("1 business hour"), closed, at("2026-12-24 09:00"))
        named = {
            (shown(s.start)[:14], s.kind, s.name) for s in found.stretches if s.kind not in ("open", "outside_hours")
        }
        assert sorted(named)[:4] == [
            ("Fri 2026-12-25", "holiday", "Christmas Day"),
            ("Fri 2027-01-01", "season", "Shutdown"),
            ("Mon 2026-12-28", "exception", "Stocktaking (closed)"),
            ("Thu 2026-12-24", "season", "Shutdown"),
        ]

    @given(seasonal())
    def test_stretches_partition_the_span(self, told: tuple[Case, Schedule, Schedule, SlowCount]) -> None:
        """Whatever the season closes, no time is left out or told twice, and what counts sums to the target."""
        case, season, _, _ = told
        opened = utc(case.instants[0])
        found = explain(Target("5 business hours"), season, opened)
        edges = [opened, *(utc(stretch.end) for stretch in found.stretches)]
        assert [utc(stretch.start) for stretch in found.stretches] == edges[:-1]
        assert edges[-1] == utc(found.due)
        assert found.counted == hours(5)


class TestBlocksBetweenZones:
    """R2, R4: a block opens on one zone's clocks and closes on another's."""

    WEEK = weekly(FOLLOW_THE_SUN, "UTC")

    @pytest.mark.parametrize(
        ("day", "closed"),
        [
            pytest.param("2026-07-01", 45.5, id="july"),
            pytest.param("2026-01-14", 43.5, id="january"),
            pytest.param("2026-03-18", 44.5, id="california-changed-and-sydney-not-yet"),
            pytest.param("2026-04-08", 45.5, id="both-changed"),
            pytest.param("2026-10-14", 44.5, id="sydney-changed-and-california-not-yet"),
        ],
    )
    def test_how_long_the_weekend_is(self, day: str, closed: float) -> None:
        closing = self.WEEK.next_closing(at(f"{day} 12:00"))
        opening = self.WEEK.next_opening(closing)
        assert opening - closing == hours(closed)
        assert shown(closing, "America/Los_Angeles")[-5:] == "17:30"
        assert shown(closing, "America/Los_Angeles")[:3] == "Fri"
        assert (shown(opening, SYDNEY)[:3], shown(opening, SYDNEY)[-5:]) == ("Mon", "08:00")

    def test_a_block_is_a_run_of_business_days(self) -> None:
        days = [date(2026, 7, day) for day in range(11, 19)]
        assert [f"{day:%a}" for day in days if not self.WEEK.is_business_day(day)] == []
        london = weekly(FOLLOW_THE_SUN, "America/Los_Angeles")
        assert [f"{day:%a}" for day in days if not london.is_business_day(day)] == ["Sat", "Sat"]

    def test_a_holiday_takes_one_piece(self) -> None:
        closed = weekly(FOLLOW_THE_SUN, "UTC", holidays=["2026-07-15"])
        week = at("2026-07-12 12:00", "UTC"), at("2026-07-19 12:00", "UTC")
        assert self.WEEK.elapsed(*week) - closed.elapsed(*week) == hours(24)

    def test_a_block_may_have_seasons(self) -> None:
        seasonal = weekly(FOLLOW_THE_SUN, "UTC", seasons=[SHUTDOWN])
        assert shown(seasonal.next_closing(at("2026-12-22 12:00", "UTC")), "UTC") == "Thu 2026-12-24 00:00"
        assert shown(seasonal.next_opening(at("2026-12-24 12:00", "UTC")), "UTC") == "Sun 2027-01-03 21:00"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param(
                "Monday 8:00 AM Australia/Sydney to Friday 5:30 PM America/Los_Angeles", FOLLOW_THE_SUN, id="in-words"
            ),
            pytest.param("Mon 8 AM Australia/Sydney – Fri 17.30 America/Los_Angeles", FOLLOW_THE_SUN, id="any-dash"),
            pytest.param(
                "  mon 08:00 Australia/Sydney until fri 17:30 America/Los_Angeles ", FOLLOW_THE_SUN, id="until"
            ),
            pytest.param(
                "Mon 08:00 Asia/Kolkata - Fri 17:30 America/Argentina/Buenos_Aires",
                "Mon 08:00 Asia/Kolkata - Fri 17:30 America/Argentina/Buenos_Aires",
                id="three-parts",
            ),
            pytest.param(
                "Mon 08:00 UTC+10:00 - Fri 17:30 UTC-08:00",
                "Mon 08:00 UTC+10:00 - Fri 17:30 UTC-08:00",
                id="fixed-offsets",
            ),
        ],
    )
    def test_text(self, text: str, expected: str) -> None:
        assert str(ZonedBlock.parse(text)) == expected

    def test_every_form_is_the_same(self) -> None:
        block = ZonedBlock.parse(FOLLOW_THE_SUN)
        assert block == ZonedBlock(
            opens_on="Mon",
            opens="08:00",
            opens_in=SYDNEY,
            closes_on="Fri",
            closes="5:30 PM",
            closes_in="America/Los_Angeles",  # type: ignore[arg-type]
        )
        for given_as in (block, block.model_dump(), block.model_dump(mode="json"), str(block)):
            assert weekly(given_as, "UTC") == self.WEEK
        assert Schedule.model_validate_json(self.WEEK.model_dump_json()) == self.WEEK
        assert str(self.WEEK) == f"{FOLLOW_THE_SUN} UTC"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param(
                "Mon 08:00 Australia/Sydney, Fri 17:30 America/Los_Angeles",
                "as a block in two zones; write e.g. 'Mon 08:00 Australia/Sydney - Fri 17:30",
                id="no-dash",
            ),
            pytest.param(
                "Mon 08:00 Australia/Sidney - Fri 17:30 America/Los_Angeles",
                "opens_in: 'Australia/Sidney' is not a time zone; did you mean 'Australia/Sydney'",
                id="no-zone",
            ),
            pytest.param(
                "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angels",
                "closes_in: 'America/Los_Angels'",
                id="no-zone-to-close",
            ),
            pytest.param(
                "Mon 25:00 Australia/Sydney - Fri 17:30 America/Los_Angeles",
                "cannot read '25:00' as hours",
                id="no-time",
            ),
            pytest.param(
                "Mxn 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles", "cannot read 'Mxn' as hours", id="no-day"
            ),
            pytest.param(
                "weekdays 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles",
                "'weekdays'",
                id="several-days",
            ),
        ],
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            weekly(text, "UTC")
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("text", "length"),
        [
            pytest.param("Tue 09:00 Asia/Tokyo - Tue 09:00 Asia/Tokyo", 168, id="the-same-reading-is-a-week-later"),
            pytest.param("Tue 09:00 Asia/Tokyo - Tue 08:00 Asia/Tokyo", 167, id="before-opening-is-a-week-later"),
            pytest.param("Tue 09:00 Asia/Tokyo - Tue 17:00 Asia/Tokyo", 8, id="on-the-same-day"),
            pytest.param("Sun 22:00 Asia/Tokyo - Mon 06:00 Asia/Tokyo", 8, id="over-the-end-of-a-week"),
            pytest.param("Mon 09:00 Asia/Tokyo - Mon 17:00 America/Los_Angeles", 24, id="the-same-day-further-west"),
            pytest.param("Fri 20:00 America/Los_Angeles - Sat 18:00 Asia/Tokyo", 6, id="the-next-day-further-east"),
            pytest.param(
                "Fri 20:00 America/Los_Angeles - Sat 10:00 Asia/Tokyo",
                166,
                id="over-before-it-began-is-a-week-later",
            ),
            pytest.param(
                "Mon 09:00 Asia/Tokyo - Fri 24:00 Asia/Tokyo",
                111,
                id="until-the-end-of-a-day",
            ),
        ],
    )
    def test_how_long_a_block_is(self, text: str, length: float) -> None:
        schedule = weekly(text, "UTC")
        found = schedule.elapsed(at("2026-07-01 00:00", "UTC"), at("2026-07-29 00:00", "UTC"))
        assert found == 4 * hours(length)

    def test_a_block_with_fixed_offsets_is_hours_too(self) -> None:
        assert weekly("Mon 08:00 UTC+10:00 - Fri 17:30 America/Los_Angeles", "UTC")

    def test_around_the_clock_may_be_written_with_two_slashes(self) -> None:
        assert weekly("24/7/365") == weekly("24x7")

    def test_a_block_that_opens_while_a_midnight_comes_again(self) -> None:
        # At 00:01 on 7 November 2010 St. John's went back to 23:01; the block opens at the second 23:15.
        block = "Sun 02:45 Europe/London - Wed 02:45 Africa/Abidjan"
        found = spans(weekly(block, "America/St_Johns"), at("2010-11-07 12:00"))
        assert found == spans(weekly(block, "UTC"), at("2010-11-07 12:00"))

    def test_and_its_other_dates_are_business_days(self) -> None:
        schedule = weekly("Sun 02:45 Europe/London - Wed 02:45 Africa/Abidjan", "America/St_Johns")
        assert [schedule.is_business_day(date(2010, 11, day)) for day in (7, 8, 9)] == [True, True, True]

    def test_what_was_asked_before_changes_nothing_at_new_year(self) -> None:
        block = "Wed 00:30 Pacific/Kiritimati - Wed 12:00 Pacific/Kiritimati"
        zone = "Pacific/Pago_Pago"
        used = weekly(block, zone)
        used.is_open(at("2030-06-01 00:00"))
        days = at("2029-12-31 00:00", zone), at("2030-01-02 00:00", zone)
        assert used.elapsed(*days) == hours(11.5)

    @pytest.mark.parametrize(
        ("block", "zone", "skipped"),
        [
            pytest.param("Sat 00:00 {0} - Sat 00:15 {0}", "Asia/Tehran", "2020-03-21", id="a-skipped-hour"),
            pytest.param("Fri 09:00 {0} - Fri 17:00 {0}", "Pacific/Apia", "2011-12-30", id="a-skipped-day"),
        ],
    )
    def test_a_block_in_a_gap_is_empty(self, block: str, zone: str, skipped: str) -> None:
        gap = at(f"{skipped} 00:00", zone)
        assert weekly(block.format(zone), zone).elapsed(gap - 2 * DAY, gap + 5 * DAY) == hours(0)

    @given(cases(), st.integers(0, 6), st.integers(0, 6), st.integers(0, 95), st.integers(1, 95))
    def test_a_block_in_one_zone_is_the_block_of_that_zone(
        self, case: Case, first: int, last: int, opens: int, closes: int
    ) -> None:
        """With one zone for both ends it is `Sun 14:00 - Fri 17:00`, whatever zone its dates are counted in."""
        zone = case.declared.zone
        # What may lie in a gap has a row of its own above.
        assume(zone not in ("Pacific/Apia", "Pacific/Kwajalein"))
        assume(first != last or not opens < closes < opens + 8)
        begin, end = (f"{WEEKDAYS[day]} {clock_face(n * 15)}" for day, n in ((first, opens), (last, closes)))
        (around,) = case.instants
        plain = spans(weekly(f"{begin} - {end}", zone), around)
        for counted_in in (zone, "UTC", SYDNEY):
            assert spans(weekly(f"{begin} {zone} - {end} {zone}", counted_in), around) == plain


class TestOutOfHours:
    """R10: what a schedule leaves closed, its holidays included, is open out of hours."""

    BRITISH = weekly("Mon-Fri 09:00-17:00", LONDON, holidays="GB", name="british")

    @pytest.mark.parametrize(
        ("instant", "is_open"),
        [
            pytest.param("2026-12-24 16:59", False, id="in-hours"),
            pytest.param("2026-12-24 17:00", True, id="from-closing-on"),
            pytest.param("2026-12-25 12:00", True, id="all-day-on-a-bank-holiday"),
            pytest.param("2026-12-27 12:00", True, id="on-sundays"),
            pytest.param("2026-12-29 08:59", True, id="until-opening"),
            pytest.param("2026-12-29 09:00", False, id="but-no-longer"),
        ],
    )
    def test_bank_holidays_are_out_of_hours(self, instant: str, is_open: bool) -> None:
        assert (~self.BRITISH).is_open(at(instant, LONDON)) is is_open

    def test_four_hours_out_of_hours(self) -> None:
        assert shown((~self.BRITISH).add(at("2026-12-24 16:00", LONDON), hours(4)), LONDON) == "Thu 2026-12-24 21:00"

    def test_it_is_told_by_the_name_of_what_it_leaves_out(self) -> None:
        assert str(~self.BRITISH) == "(24x7 Europe/London - british) Europe/London"
        found = explain(Target("1 business hour"), ~self.BRITISH, at("2026-12-29 12:00", LONDON))
        assert [s.reason for s in found.stretches] == ["excluded: british", "counted"]

    def test_outside_all_time_there_is_none(self) -> None:
        with pytest.raises(NeverOpenError):
            (~weekly("24x7")).next_opening(at("2026-01-01 00:00"))

    def test_what_is_known_of_holidays_carries_over(self) -> None:
        assert (~weekly("Mon 09:00-17:00", outside_coverage="error")).outside_coverage == "error"
        assert (~self.BRITISH).covered_years == self.BRITISH.covered_years

    @given(cases(size=2))
    def test_hours_and_out_of_hours_make_up_real_time(self, case: Case) -> None:
        """Every instant is in one of the two and not in both."""
        start, end = case.instants
        outside = ~case.schedule
        assert case.schedule.elapsed(start, end) + outside.elapsed(start, end) == utc(end) - utc(start)
        assert outside.is_open(start) is not case.schedule.is_open(start)

    @given(cases())
    def test_outside_of_outside_is_inside(self, case: Case) -> None:
        """Twice turned over, the same time is open."""
        assert spans(~~case.schedule, case.instants[0]) == spans(case.schedule, case.instants[0])


POLICY = """
name: Seasons
timezone: Europe/London
holidays: GB
schedules:
  office: {hours: Mon-Fri 09:00-17:00, seasons: [{first: --08-01, last: --08-31, hours: Mon-Fri 10:00-16:00}]}
  phone: Sat 10:00-14:00
  emergency: {outside: office}
  quiet: {outside: [office, phone], timezone: America/New_York}
  sun: Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles
plans:
  only:
    schedule: emergency
    first_response: 1 business hour
"""


class TestInPolicies:
    """Files state all of these."""

    RULES = SlaPolicy.loads(POLICY)

    @pytest.mark.parametrize(
        ("schedule", "instant", "is_open"),
        [
            pytest.param("office", "2026-08-03 09:30", False, id="in-the-season"),
            pytest.param("emergency", "2026-08-03 09:30", True, id="outside-the-seasons-hours"),
            pytest.param("emergency", "2026-07-27 09:30", False, id="inside-the-ordinary-ones"),
            pytest.param("emergency", "2026-12-25 12:00", True, id="on-a-bank-holiday"),
            pytest.param("emergency", "2026-08-01 12:00", True, id="saturday-outside-one"),
            pytest.param("quiet", "2026-08-01 12:00", False, id="saturday-outside-both"),
            pytest.param("quiet", "2026-08-01 14:00", True, id="after-both"),
            pytest.param("sun", "2026-07-05 22:30", False, id="before-sydney-is-up"),
            pytest.param("sun", "2026-07-05 23:00", True, id="sydney-is-up"),
        ],
    )
    def test_what_is_open(self, schedule: str, instant: str, is_open: bool) -> None:
        assert self.RULES.schedule(schedule).is_open(at(instant, LONDON)) is is_open

    def test_zones_of_what_lies_outside(self) -> None:
        assert self.RULES.schedule("emergency").timezone == LONDON
        assert self.RULES.schedule("quiet").timezone == NEW_YORK
        assert shown(self.RULES.due(at("2026-08-03 09:30", LONDON)), LONDON) == "Mon 2026-08-03 16:30"

    def test_what_is_dumped_loads_back(self) -> None:
        assert SlaPolicy.loads(self.RULES.model_dump_json(), format="json") == self.RULES

    @pytest.mark.parametrize(
        ("wrong", "right", "message"),
        [
            pytest.param("--08-31", "--08-32", "cannot read '--08-32' as a date", id="no-date"),
            pytest.param("last: --08-31, ", "", "a season of every year needs its last date", id="no-last-date"),
            pytest.param(
                "{outside: office}",
                "{outside: ofice}",
                "there is no schedule or closure 'ofice'; did you mean 'office'?",
                id="no-such-part",
            ),
            pytest.param("{outside: office}", "{outside: emergency}", "it is made from itself", id="outside-itself"),
            pytest.param(
                "{outside: office}",
                "{outside: office, hours: 24x7}",
                "not ['hours', 'outside']",
                id="hours-and-outside",
            ),
        ],
    )
    def test_what_is_refused_is_found_in_the_file(self, wrong: str, right: str, message: str) -> None:
        line = 1 + POLICY[: POLICY.index(wrong)].count("\n")
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(POLICY.replace(wrong, right))
        assert message in str(caught.value)
        assert f"policy:{line}:" in str(caught.value)

    @pytest.mark.parametrize(
        "own", ["holidays: US", "exceptions: {2026-12-24: closed}", "seasons: [{first: 2026-01-01, hours: closed}]"]
    )
    def test_what_is_closed_is_stated_where_the_hours_are(self, own: str) -> None:
        with pytest.raises(PolicyFileError, match=f"`{own.partition(':')[0]}` stands beside `hours` only") as caught:
            SlaPolicy.loads(POLICY.replace("{outside: office}", f"{{outside: office, {own}}}"))
        assert "policy:8:" in str(caught.value)

    def test_a_closure_lies_outside_nothing(self) -> None:
        with pytest.raises(PolicyFileError, match="a closure states its hours; combine schedules instead"):
            SlaPolicy.loads(POLICY + "closures: {rest: {outside: office}}\n")


def test_the_zone_of_the_question_changes_nothing() -> None:
    for schedule in (OFFICE, GULF, TestBlocksBetweenZones.WEEK):
        start = at("2026-07-03 11:00")
        assert schedule.add(start.astimezone(UTC), hours(9)) == schedule.add(start, hours(9)).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        pytest.param(FOLLOW_THE_SUN, "2026-11-27", id="five-days-and-more"),
        pytest.param("Mon 12:00 America/Los_Angeles - Mon 08:00 Australia/Sydney", "2026-11-29", id="six-days"),
        pytest.param("Mon 12:00 UTC - Mon 12:00 UTC", "2026-11-30", id="a-week"),
    ],
)
def test_a_block_that_is_open_on_a_date_has_opened_days_before(text: str, on: str) -> None:
    day = date.fromisoformat(on)
    opened = [start.date() for start, end in ZonedBlock.parse(text).weeks(day, day) if start.date() < day <= end.date()]
    assert date(2026, 11, 22) <= opened[-1] <= date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "zones"),
    [(FOLLOW_THE_SUN, True), ("Mon 08:00 Australia/Sydney - Fri 17:30", False), ("Mon-Fri 09:00-17:00", False)],
)
def test_a_text_that_names_two_zones_is_one_of_a_block(text: str, zones: bool) -> None:
    assert names_zones(text) is zones


class TestBlocksAsText:
    """What a block is written as is read back as the same block."""

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles", id="in-the-day"),
            pytest.param("Mon 08:00 Australia/Sydney - Fri 24:00 America/Los_Angeles", id="to-the-end-of-a-day"),
            pytest.param("Mon 00:00 UTC+10:00 - Fri 00:00 UTC-08:00", id="from-midnight-to-midnight"),
        ],
    )
    def test_round_trip(self, text: str) -> None:
        block = ZonedBlock.parse(text)
        assert ZonedBlock.parse(str(block)) == block

    @pytest.mark.parametrize(
        ("opens_on", "closes_on", "several"),
        [
            pytest.param("weekdays", "Fri", "weekdays", id="opens"),
            pytest.param("Mon", "weekends", "weekends", id="closes"),
        ],
    )
    def test_it_opens_on_one_day_and_closes_on_one(self, opens_on: str, closes_on: str, several: str) -> None:
        text = f"{opens_on} 08:00 Australia/Sydney - {closes_on} 17:30 America/Los_Angeles"
        with pytest.raises(HoursError) as caught:
            ZonedBlock.parse(text)
        assert f"cannot read '{text}' as a block: '{several}' names several days; it opens on one" in str(caught.value)

    def test_it_opens_at_the_start_of_a_day(self) -> None:
        with pytest.raises(HoursError, match="24:00 is the end of a day"):
            ZonedBlock.parse("Mon 24:00 Australia/Sydney - Fri 17:30 America/Los_Angeles")
