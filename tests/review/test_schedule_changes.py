"""Open time gained and lost, and holidays added and removed."""

from datetime import UTC, timedelta

import pytest
from changed_policies import between, policy
from hypothesis import given, settings
from strategies import Case, pairs

from slaclock.review.hours_change import hours_change


class TestHours:
    """Open time gained and lost: by day of the week where it is regular, else by date."""

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            pytest.param("Mon-Fri 9-18", "Mon-Thu 9-18; Fri 9-17", ["Fri 17:00-18:00 lost (53 dates)"], id="one-day"),
            pytest.param("Mon-Fri 9-18", "Mon-Fri 9-20", ["Mon-Fri 18:00-20:00 gained (261 dates)"], id="every-day"),
            pytest.param(
                "Mon-Fri 9-17",
                "Mon-Fri 10-18",
                ["Mon-Fri 17:00-18:00 gained (261 dates)", "Mon-Fri 09:00-10:00 lost (261 dates)"],
                id="moved",
            ),
            pytest.param("Mon-Fri 9-24", "Mon-Fri 9-22", ["Mon-Fri 22:00-24:00 lost (261 dates)"], id="to-midnight"),
            pytest.param(
                "Mon-Fri 9-18", "Mon-Fri 9-18; Sat 22:00-06:00", ["Sat 22:00-06:00 gained (52 dates)"], id="a-night"
            ),
            pytest.param(
                "Mon-Fri 9-18",
                "Mon-Fri 9-18; Sat 10:00 - Sun 18:00",
                ["Sat 10:00 to 18:00 the day after gained (52 dates)"],
                id="more-than-a-day",
            ),
            pytest.param(
                "Sat 0-24; Sun 0-24; Tue 9-10",
                "Tue 9-10",
                ["Sat 00:00 to 00:00 2 days later lost (52 dates)"],
                id="a-whole-weekend",
            ),
        ],
    )
    def test_regular(self, old: str, new: str, told: list[str]) -> None:
        was, now = (policy(schedules={"office": hours}, holidays=[]) for hours in (old, new))
        (change,) = between(was, now).hours
        assert sorted(change.regular) == sorted(told)

    def test_single_dates(self) -> None:
        office = {"hours": "Mon-Fri 09:00-18:00", "exceptions": {"2027-12-24": "09:00-13:00"}}
        (change,) = between(policy(), policy(schedules={"office": office})).hours
        # The holiday is observed on Friday; the exception opens it again.
        assert change.by_date == ("Fri 2027-12-24 09:00-13:00 gained",)
        assert (change.regular, change.gained, change.lost) == ((), timedelta(hours=4), timedelta(0))

    def test_a_part_of_the_year(self) -> None:
        summer = {"first": "2027-06-07", "last": "2027-08-27", "hours": "Mon-Thu 09:00-18:00; Fri 09:00-13:00"}
        office = {"hours": "Mon-Fri 09:00-18:00", "seasons": [summer]}
        (change,) = between(policy(), policy(schedules={"office": office})).hours
        assert change.regular == ("Fri 13:00-18:00 lost (11 dates, 2027-06-11 to 2027-08-27)",)

    def test_once_a_month_is_told_by_date(self) -> None:
        patching = {"rrule": "FREQ=MONTHLY;BYDAY=1SU", "first": "2026-01-01", "opens": "01:30", "closes": "04:00"}
        found = between(policy(), policy(closures={"patching": patching}))
        (name,) = found.names
        assert (name.kind, name.name, name.change) == ("closure", "patching", "added")
        longer = policy(closures={"patching": patching | {"closes": "05:00"}})
        (change,) = between(policy(closures={"patching": patching}), longer).hours
        assert len(change.by_date) == 12
        assert change.by_date[0] == "Sun 2027-01-03 04:00-05:00 gained"

    def test_a_closure_is_told_of_the_schedule_from_which_it_is_taken(self) -> None:
        old, new = (
            policy(
                schedules={"office": {"hours": "Mon-Fri 09:00-18:00", "excluding": "patching"}},
                closures={"patching": f"Sun 20:00-23:00; Wed 09:00-{closes}"},
            )
            for closes in ("10:00", "11:00")
        )
        assert [(each.name, each.gained) for each in between(old, new).hours] == [("office", timedelta(0))]

    def test_many_dates_are_cut_in_text_alone(self) -> None:
        days = {f"2027-{month:02}-{day:02}": "closed" for month in range(1, 13) for day in (12, 13)}
        office = {"hours": "Mon-Fri 09:00-18:00", "exceptions": days}
        found = between(policy(), policy(schedules={"office": office}))
        assert len(found.hours[0].by_date) > 12
        assert f"and {len(found.hours[0].by_date) - 12} more dates" in found.text()

    @settings(max_examples=25)
    @given(pairs())
    def test_gains_and_losses_make_up_the_difference(self, drawn: tuple[Case, Case]) -> None:
        """What is gained less what is lost is what there is more of."""
        one, other = drawn[0].schedule, drawn[1].schedule
        at = drawn[0].instants[0].astimezone(UTC)
        start, end = at - timedelta(days=8), at + timedelta(days=8)
        spans = [list(each._timeline.windows(start, end)) for each in (one, other)]
        change = hours_change("x", one.timezone, spans[0], spans[1], (start.date(), end.date()))
        more = other.elapsed(start, end) - one.elapsed(start, end)
        assert (change.gained - change.lost if change else timedelta(0)) == more
        assert (change is None) is (spans[0] == spans[1])


class TestHolidays:
    """Dates that become holidays, or are none any longer."""

    def test_by_date_and_name(self) -> None:
        found = between(policy(), policy(holidays=["US", {"2027-12-23": "Party"}]))
        (holiday,) = found.holidays
        assert (str(holiday.date), holiday.name, holiday.change) == ("2027-12-23", "Party", "added")
        assert holiday.schedules == ("office",)
        assert "Thu 2027-12-23 Party added (office)" in found.text()

    def test_no_longer(self) -> None:
        found = between(policy(), policy(holidays=[]))
        assert {each.change for each in found.holidays} == {"removed"}
        assert "Thanksgiving Day" in {each.name for each in found.holidays}

    def test_of_schedules_together(self) -> None:
        schedules = {"a": "Mon-Fri 9-18", "b": "Sat 9-18", "office": {"any_of": ["a", "b"]}}
        old, new = (policy(schedules=schedules, holidays=days) for days in ([], ["2027-03-01"]))
        (holiday,) = between(old, new).holidays
        assert holiday.schedules == ("a", "b", "office")
