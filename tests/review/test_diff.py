"""What changes for customers between two policies, judged by due dates rather than by amounts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from strategies import Case, pairs

from slaclock import ChoiceError, Schedule, SlaPolicy, UnknownNameError
from slaclock.hours.zone import zone_named
from slaclock.review.differences import Difference, diff
from slaclock.review.hours_change import HoursChange, hours_change
from slaclock.review.moves import PromiseChange, versions_between

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
USUAL: dict[str, Any] = {
    "name": "Support",
    "timezone": "America/New_York",
    "holidays": "US",
    "schedules": {"office": "Mon-Fri 09:00-18:00"},
    "plans": {"gold": {"schedule": "office", "first_response": {"P1": "4 business hours"}}},
}


def policy(**changed: Any) -> SlaPolicy:
    return SlaPolicy(**(USUAL | changed))


def promising(promise: Any, **changed: Any) -> SlaPolicy:
    return policy(**({"plans": {"gold": {"schedule": "office", "first_response": promise}}} | changed))


def between(old: SlaPolicy, new: SlaPolicy) -> Difference:
    return diff(old, new, FIRST, LAST)


def only_promise(old: Any, new: Any) -> PromiseChange:
    (change,) = between(promising(old), promising(new)).promises
    return change


HALF_PAST = {"office": "Mon-Fri 09:00-17:30"}


def in_kolkata(promise: Any) -> SlaPolicy:
    """A policy of London whose office is elsewhere."""
    office = {"hours": "Mon-Fri 09:00-18:00", "timezone": "Asia/Kolkata"}
    return promising(promise, schedules={"office": office}, timezone="Europe/London")


def early(clock: str) -> dict[str, Any]:
    """A shorter target before a time of day."""
    return {"target": "8 hours", "when": [{"received": f"before {clock}", "target": "1 hour"}]}


def in_the_evening(hours: str) -> SlaPolicy:
    """A shorter target for what arrives in hours of their own."""
    when = [{"received": "during evening", "target": "1 hour"}]
    return promising({"target": "8 hours", "when": when}, schedules={"office": "Mon-Fri 9-18", "evening": hours})


class TestPromises:
    """Tighter, looser or mixed, as requests are due."""

    @pytest.mark.parametrize(
        ("old", "new", "change"),
        [
            pytest.param("4 business hours", "2 business hours", "tighter", id="fewer-hours"),
            pytest.param("4 business hours", "4 hours", "tighter", id="any-time-instead-of-open-time"),
            pytest.param("8 business hours", "1 business day", "looser", id="a-day-is-longer-than-nearly-a-day"),
            pytest.param("9 business hours", "1 business day", "looser", id="a-day-from-opening-ends-at-an-opening"),
            pytest.param("10 business hours", "1 business day", "tighter", id="a-day-is-shorter-than-ten-hours"),
            pytest.param("24 hours", "1 business day", "looser", id="over-weekends"),
            pytest.param("3 business days", "72 hours", "tighter", id="three-days-go-on-over-weekends"),
            pytest.param("next business day by 10 AM", "9 business hours", "mixed", id="earlier-or-later-by-the-hour"),
            pytest.param(
                {"target": "2 business days", "cut_off": "15:00"}, "2 business days", "tighter", id="no-cut-off"
            ),
            pytest.param(
                "4 business hours",
                {
                    "target": "4 business hours",
                    "when": [{"received": "on Fri after 16:30", "target": "1 business hour"}],
                },
                "tighter",
                id="late-on-fridays",
            ),
            pytest.param(
                "4 business hours",
                {"target": "4 business hours", "when": [{"received": "by phone", "target": "1 business hour"}]},
                "tighter",
                id="by-phone-alone",
            ),
            pytest.param(
                {"target": "4 business hours", "boundary": "closing"},
                {"target": "4 business hours", "boundary": "next_opening"},
                "looser",
                id="another-reading-of-closing-time",
            ),
        ],
    )
    def test_are_judged_by_due_dates(self, old: Any, new: Any, change: str) -> None:
        found = only_promise(old, new)
        back = only_promise(new, old)
        assert found.change == change
        assert back.change == {"tighter": "looser", "looser": "tighter", "mixed": "mixed"}[change]
        assert (found.earlier, found.later) == (back.later, back.earlier)
        assert 0 < found.earlier + found.later <= found.requests

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            pytest.param("4 business hours", "240 business minutes", id="another-unit"),
            pytest.param("1 week", "7 days", id="a-week-of-days"),
            pytest.param({"P1": "4 business hours"}, "4 business hours", id="one-for-all"),
            pytest.param(
                "4 business hours", {"target": "4 business hours", "boundary": "closing"}, id="a-default-stated"
            ),
        ],
    )
    def test_that_say_the_same_in_other_words_do_not_change(self, old: Any, new: Any) -> None:
        found = between(promising(old), promising(new))
        assert not found.promises

    def test_an_example_is_due_as_it_says(self) -> None:
        old, new = promising("4 business hours"), promising("2 business days")
        (change,) = between(old, new).promises
        example = change.example
        assert example is not None
        assert example.old_due == old.due(example.opened)
        assert example.new_due == new.due(example.opened)
        assert (change.old, change.new) == ("4 business hours", "2 business days")
        assert new.schedule("office").is_open(example.opened)

    def test_an_example_says_how_it_came(self) -> None:
        by_phone = {"target": "4 business hours", "when": [{"received": "by phone", "target": "1 business hour"}]}
        example = only_promise("4 business hours", by_phone).example
        assert example is not None
        assert example.channel == "phone"
        assert "opened by phone " in between(promising("4 business hours"), promising(by_phone)).text()

    def test_hours_named_where_the_words_are_alike(self) -> None:
        both = {"P1": "4 business hours", "P2": "4 business hours"}
        later = promising(both, schedules={"office": "Mon-Fri 10:00-19:00"})
        found = between(promising(both), later).promises
        assert [(each.old, each.new) for each in found] == [("4 business hours, in the hours of office",) * 2] * 2

    @pytest.mark.parametrize(
        ("old", "new", "kind"),
        [
            pytest.param(
                promising({"target": "4 business hours", "boundary": "closing"}, schedules=HALF_PAST),
                promising({"target": "4 business hours", "boundary": "next_opening"}, schedules=HALF_PAST),
                "looser",
                id="used-up-at-half-past",
            ),
            pytest.param(
                in_kolkata({"target": "1 business day", "cut_off": "15:10"}),
                in_kolkata({"target": "1 business day", "cut_off": "15:20"}),
                "tighter",
                id="a-cut-off-on-other-clocks",
            ),
            pytest.param(
                in_kolkata(early("13:10")),
                in_kolkata(early("13:20")),
                "tighter",
                id="a-condition-on-other-clocks",
            ),
            pytest.param(
                promising("next business day by 4 PM", schedules={"office": "Mon-Fri 09:00-17:00"}),
                promising("1 business day", schedules={"office": "Mon-Fri 09:00-17:00"}),
                "mixed",
                id="by-a-time-of-day",
            ),
            pytest.param(
                in_the_evening("Mon-Fri 18:10-21:10"), in_the_evening("Mon-Fri 18:10-21:20"), "tighter", id="a-shift"
            ),
        ],
    )  # fmt: skip
    def test_are_tried_where_they_turn(self, old: SlaPolicy, new: SlaPolicy, kind: str) -> None:
        """Between full hours, on the clocks of each schedule, and where an amount ends at a closing."""
        assert [each.change for each in between(old, new).promises] == [kind]

    def test_words_that_say_the_same_need_no_requests(self) -> None:
        renamed = policy(
            schedules={"desk": "Mon-Fri 09:00-18:00"},
            plans={"gold": {"schedule": "desk", "first_response": {"P1": "240 business minutes"}}},
        )
        found = between(policy(), renamed)
        assert (found.requests, found.changes_for_customers) == (0, False)

    def test_channels_in_any_spelling_are_tried_once(self) -> None:
        old, new = (
            promising({"target": "4 hours", "when": [{"received": f"by {name}", "target": amount}]})
            for name, amount in (("e-mail", "2 hours"), ("E-Mail", "1 hour"))
        )
        (change,) = between(old, new).promises
        assert (change.change, change.earlier) == ("tighter", change.requests // 2)

    def test_what_only_one_promises(self) -> None:
        old = promising({"P1": "1 hour", "P2": "2 hours"})
        new = policy(plans={"gold": {"first_response": {"P1": "1 hour"}, "resolution": "5 days"}})
        found = {(each.metric, each.priority): (each.change, each.old, each.new) for each in between(old, new).promises}
        assert found == {
            ("first_response", "P2"): ("removed", "2 hours, around the clock", ""),
            ("resolution", ""): ("added", "", "5 calendar days"),
        }
        assert {(each.kind, each.name, each.change) for each in between(old, new).names} == {
            ("priority", "P2", "removed"),
            ("metric", "resolution", "added"),
        }

    def test_priorities_told_apart_are_each_judged(self) -> None:
        found = between(promising("4 business hours"), promising({"P1": "1 business hour", "P2": "4 business hours"}))
        assert [(each.priority, each.change) for each in found.promises] == [("P1", "tighter")]

    def test_any_other_priority_is_judged_where_both_have_it(self) -> None:
        old, new = ({"target": target, "P1": "1 hour"} for target in ("4 hours", "2 hours"))
        found = between(promising(old), promising(new))
        assert [(each.priority, each.change) for each in found.promises] == [("", "tighter")]

    def test_a_schedule_that_never_opens_again(self) -> None:
        past = {"rrule": "FREQ=DAILY;UNTIL=20270601", "first": "2026-01-01", "opens": "09:00", "closes": "18:00"}
        (change,) = between(policy(), policy(schedules={"office": past}, holidays=[])).promises
        assert change.example is not None
        assert change.example.new_due is None
        assert "→ never" in between(policy(), policy(schedules={"office": past}, holidays=[])).text()

    @pytest.mark.parametrize(
        ("new", "opened"),
        [
            pytest.param({"holidays": ["US", "2027-08-18"]}, date(2027, 8, 18), id="a-holiday"),
            pytest.param(
                {"schedules": {"office": {"hours": "Mon-Fri 9-18", "exceptions": {"2027-08-18": "9-12"}}}},
                date(2027, 8, 18),
                id="an-exception",
            ),
            pytest.param(
                {"schedules": {"office": {"hours": "Mon-Fri 9-18", "seasons": [
                    {"first": "2027-08-16", "last": "2027-08-20", "hours": "Mon-Fri 9-12"}]}}},
                date(2027, 8, 18),
                id="a-season",
            ),
            pytest.param({"schedules": {"office": {"hours": "Mon-Fri 9-18", "timezone": "America/Phoenix"}}},
                         date(2027, 7, 1), id="clocks-that-do-not-change"),
        ],
    )  # fmt: skip
    def test_are_tried_where_it_matters(self, new: dict[str, Any], opened: date) -> None:
        """Requests are aimed at dates that differ, wherever in the year they are."""
        (change,) = between(policy(), policy(**new)).promises
        assert change.example is not None
        assert abs(change.example.opened.date() - opened) < timedelta(days=185)
        if len(new.get("holidays", ())) or "season" in str(new):
            assert abs(change.example.opened.date() - opened) < timedelta(days=6)

    def test_one_new_holiday_among_many(self) -> None:
        """It moves nothing but what arrives late on the day before."""
        late = [{"received": "on Tue after 17:00", "target": "4 business hours"}]
        promise = {"target": "8 hours", "when": late}
        saturdays = [str(date(2027, 1, 2) + number * timedelta(days=7)) for number in range(52)]
        old, new = (promising(promise, holidays=[*saturdays, *more]) for more in ([], ["2027-08-25"]))
        (change,) = between(old, new).promises
        assert change.example is not None
        assert change.example.opened.date() == date(2027, 8, 24)

    def test_what_arrives_days_before_a_new_holiday(self) -> None:
        """Received at once on a weekend, one business day is the Tuesday; what comes on Mondays is another matter."""
        around = ["2026-12-25", "2027-03-09", "2028-12-25"]
        mondays = [{"received": "on Mon", "target": "4 hours"}]
        promise = {"target": "1 business day", "starts": "at_once", "when": mondays}
        old, new = (promising(promise, holidays=days) for days in ([], around))
        (change,) = between(old, new).promises
        assert change.example is not None
        assert change.example.opened.date() < date(2027, 3, 8)


class TestVersions:
    """What a policy says at later dates is looked at, too."""

    def test_a_version_within_the_time(self) -> None:
        later = {"effective": "2027-07-01", "schedules": {"office": "Mon-Thu 09:00-18:00"}}
        found = between(policy(), policy(versions=[later]))
        assert found.hours[0].regular == ("Fri 09:00-18:00 lost (25 dates, 2027-07-02 to 2027-12-17)",)
        assert [each.change for each in found.promises] == ["looser"]

    def test_a_version_after_the_time_changes_nothing(self) -> None:
        later = {"effective": "2028-07-01", "schedules": {"office": "Mon-Thu 09:00-18:00"}}
        assert not between(policy(), policy(versions=[later])).changes_for_customers

    def test_a_schedule_that_a_version_adds(self) -> None:
        later = {"effective": "2027-07-01", "schedules": {"late": "Mon-Fri 09:00-22:00"}}
        now = policy(schedules={**USUAL["schedules"], "late": "Mon-Fri 09:00-22:00"})
        found = between(policy(versions=[later]), now)
        assert [each.name for each in found.hours] == ["late"]
        assert found.hours[0].regular == ("Mon-Fri 09:00-22:00 gained (124 dates, 2027-01-04 to 2027-06-30)",)
        assert {each.date < date(2027, 7, 1) for each in found.holidays} == {True}

    def test_a_promise_that_a_version_adds_is_tighter_than_none(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": {"P1": "4 business hours"}, "resolution": "5 days"}}
        later = {"effective": "2027-07-01", "plans": plans}
        now = policy(plans=plans)
        found = {each.metric: each.change for each in between(policy(versions=[later]), now).promises}
        assert found == {"resolution": "tighter"}

    LATE = "2027-10-02"

    @pytest.mark.parametrize(
        ("changed", "rows"),
        [
            pytest.param(
                {"metrics": {"first_response": {"pauses_in": ["on_hold"]}}},
                [("first_response", "pauses_in", "none", "on_hold")],
                id="pauses",
            ),
            pytest.param(
                {"plans": {"gold": {"like": "gold", "coverage": "always"}}},
                [("gold", "reached", "none", "24 hours a day, 7 days a week, holidays included")],
                id="coverage",
            ),
            pytest.param(
                {"plans": {"gold": {"like": "gold", "first_response": {"goals": "95%"}}}},
                [("gold, first response", "goal", "none", "95%")],
                id="goals",
            ),
            pytest.param(
                {"metrics": {"first_response": {"escalations": {"lead": "80%"}}}},
                [("gold, P1, first response", "escalates to", "none", "lead at 80%")],
                id="escalations",
            ),
            pytest.param(
                {"notices": {"maintenance": "48 hours"}},
                [("notice maintenance", "at least", "72 hours", "48 hours")],
                id="a-notice",
            ),
        ],
    )
    def test_what_a_version_says_beside_its_promises(
        self, changed: dict[str, Any], rows: list[tuple[str, ...]]
    ) -> None:
        base = {"schedules": {**USUAL["schedules"], "always": "24x7"}, "notices": {"maintenance": "72 hours"}}
        versions = [{"effective": self.LATE, **changed}, {"effective": "2027-11-01", "holidays": []}]
        early = [{"effective": "2027-11-01", "holidays": []}]
        found = between(policy(**base, versions=early), policy(**base, versions=versions))
        assert [(each.where, each.name, each.old, each.new) for each in found.choices] == rows
        assert {(str(each.since), each.until) for each in found.choices} == {(self.LATE, None)}
        assert found.changes_for_customers
        assert ", from 2 October 2027" in found.text()

    def test_what_is_so_until_a_version(self) -> None:
        versions = [{"effective": self.LATE, "metrics": {"first_response": {"pauses_in": ["on_hold"]}}}]
        now = policy(metrics={"first_response": {"pauses_in": ["on_hold"]}})
        (choice,) = between(policy(versions=versions), now).choices
        assert (choice.since, str(choice.until)) == (None, "2027-10-01")
        assert between(policy(versions=versions), now).text().endswith("none → on_hold, until 1 October 2027")

    def test_the_weeks_after_a_version_are_tried(self) -> None:
        wednesdays = {"target": "8 business hours", "when": [{"received": "on Wed", "target": "1 business hour"}]}
        later = {"effective": self.LATE, "plans": {"gold": {"first_response": wednesdays}}}
        old, new = (promising("8 business hours", holidays=[], versions=each) for each in ([], [later]))
        (change,) = between(old, new).promises
        assert change.change == "tighter"

    def test_the_weeks_after_a_new_season_are_tried(self) -> None:
        usual = "Mon-Tue 09:00-18:00; Thu-Fri 09:00-18:00"
        seasons = [{"first": "--09-02", "last": "--09-30", "hours": "Mon-Fri 09:00-18:00"}]
        hours = {"schedules": {"office": {"hours": usual, "seasons": seasons}}, "holidays": []}
        on_wednesdays = [{"received": "in hours on Wed", "target": "1 business hour"}]
        new = promising({"target": "8 business hours", "when": on_wednesdays}, **hours)
        (change,) = between(promising("8 business hours", **hours), new).promises
        assert change.change == "tighter"

    def test_a_promise_that_a_version_takes_back(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": {"P1": "4 business hours"}, "resolution": "5 days"}}
        later = {"effective": self.LATE, "plans": USUAL["plans"]}
        found = between(policy(plans=plans), policy(plans=plans, versions=[later]))
        assert [(each.metric, each.change, each.new) for each in found.promises] == [("resolution", "looser", "")]
        assert "resolution: looser: 5 calendar days → nothing" in found.text()

    def test_a_promise_moved_by_a_version_to_other_hours(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-20:00"}
        moved = {"gold": {"schedule": "late", "first_response": {"P1": "4 business hours"}}}
        later = {"effective": self.LATE, "plans": moved}
        found = between(policy(schedules=schedules), policy(schedules=schedules, versions=[later]))
        (hours,) = found.hours
        assert (hours.name, hours.regular) == (
            "office → late",
            ("Mon-Fri 18:00-20:00 gained (60 dates, 2027-10-04 to 2027-12-30)",),
        )
        assert found.holidays == ()

    def test_the_holidays_of_other_hours_from_a_version_on(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "local": {"hours": "Mon-Fri 09:00-18:00", "holidays": []}}
        moved = {"gold": {"schedule": "local", "first_response": {"P1": "4 business hours"}}}
        later = {"effective": self.LATE, "plans": moved}
        found = between(policy(schedules=schedules), policy(schedules=schedules, versions=[later]))
        assert {each.change for each in found.holidays} == {"removed"}
        assert min(each.date for each in found.holidays) == date(2027, 10, 11)

    def test_versions_between_two_instants(self) -> None:
        versions = [{"effective": f"{year}-01-01", "holidays": []} for year in (2026, 2027, 2028)]
        start, end = (datetime(year, 6, 1, tzinfo=UTC) for year in (2026, 2028))
        found = versions_between(policy(versions=versions), start, end)
        midnights = [datetime(year, 1, 1, 5, tzinfo=UTC) for year in (2027, 2028)]
        assert [begins for begins, _ in found] == [start, *midnights]


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


class TestNames:
    """A name alone changes nothing for customers."""

    def test_a_renamed_schedule(self) -> None:
        plans = {"gold": {"schedule": "desk", "first_response": {"P1": "4 business hours"}}}
        found = between(policy(), policy(schedules={"desk": "Mon-Fri 09:00-18:00"}, plans=plans))
        assert not found.changes_for_customers
        assert found.text() == "Nothing changes for customers from 1 January 2027 to 31 December 2027."

    def test_a_renamed_schedule_that_nothing_counts(self) -> None:
        phone = "Mon-Fri 08:00-20:00"
        old, new = (policy(schedules={**USUAL["schedules"], name: phone}) for name in ("phone", "telephone"))
        assert not between(old, new).changes_for_customers
        assert [(each.name, each.change) for each in between(old, policy()).names] == [("phone", "removed")]
        found = between(policy(), old)
        assert [(each.name, each.change, each.matters) for each in found.names] == [("phone", "added", False)]
        assert not found.changes_for_customers
        assert "schedule phone added, which nothing uses" in found.text()

    @pytest.mark.parametrize(
        "used",
        [
            pytest.param({"plans": {"gold": {**USUAL["plans"]["gold"], "coverage": "phone"}}}, id="coverage"),
            pytest.param({"notices": {"maintenance": {"target": "1 day", "schedule": "phone"}}}, id="a-notice"),
            pytest.param({"schedules": {"phone": "Sat 9-12", "week": "Mon-Fri 9-18",
                                        "office": {"any_of": ["week", "phone"]}}}, id="a-part"),
            pytest.param({"plans": {"gold": {"schedule": "office", "first_response": {"target": "4 hours", "when": [
                {"received": "during phone", "target": "2 hours"}]}}}}, id="a-condition"),
        ],
    )  # fmt: skip
    def test_a_schedule_that_something_uses(self, used: dict[str, Any]) -> None:
        now = policy(**({"schedules": {**USUAL["schedules"], "phone": "Mon-Fri 08:00-20:00"}} | used))
        assert [each.matters for each in between(policy(), now).names if each.name == "phone"] == [True]

    def test_reordered_keys(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-22:00"}
        plans = {"gold": USUAL["plans"]["gold"], "basic": {"schedule": "late", "resolution": "5 business days"}}
        old = policy(schedules=schedules, plans=plans)
        new = policy(schedules=dict(reversed(schedules.items())), plans=dict(reversed(plans.items())))
        assert not between(old, new).changes_for_customers

    def test_a_plan_that_moves_to_another_schedule(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-20:00"}
        moved = {"gold": {"schedule": "late", "first_response": {"P1": "4 business hours"}}}
        found = between(policy(schedules=schedules), policy(schedules=schedules, plans=moved))
        assert [(each.name, each.lost) for each in found.hours] == [("office → late", timedelta(0))]
        assert found.promises[0].change == "tighter"

    def test_plans(self) -> None:
        found = between(policy(), policy(plans={"silver": USUAL["plans"]["gold"]}))
        assert [(each.kind, each.name, each.change) for each in found.names] == [
            ("plan", "silver", "added"),
            ("plan", "gold", "removed"),
        ]


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


class TestChoices:
    """Choices that changed, and whether customers notice them by themselves."""

    @pytest.mark.parametrize(
        ("old", "new", "row", "matters"),
        [
            pytest.param(
                {}, {"boundary": "next_opening"}, ("", "boundary", "closing", "next_opening"), False, id="boundary"
            ),
            pytest.param(
                {}, {"on_change": "reset"}, ("", "on_change", "recompute", "reset"), True, id="what-a-change-does"
            ),
            pytest.param(
                {"day_length": "8 hours"}, {}, ("", "day_length", "8 h", "none"), False, id="a-length-that-nothing-uses"
            ),
            pytest.param(
                {"metrics": {"first_response": {"pauses_in": ["waiting"]}}},
                {"metrics": {"first_response": {"pauses_in": ["waiting", "on_hold"]}}},
                ("first_response", "pauses_in", "waiting", "waiting, on_hold"),
                True,
                id="what-pauses-a-metric",
            ),
            pytest.param(
                {"notices": {"maintenance": "72 hours"}},
                {"notices": {"maintenance": "48 hours"}},
                ("notice maintenance", "at least", "72 hours", "48 hours"),
                True,
                id="a-shorter-notice",
            ),
        ],
    )
    def test_of_a_policy(self, old: dict[str, Any], new: dict[str, Any], row: tuple[str, ...], matters: bool) -> None:
        found = between(promising("30 days", **old), promising("30 days", **new))
        (choice,) = found.choices
        assert (choice.where, choice.name, choice.old, choice.new) == row
        assert choice.matters is matters
        assert found.changes_for_customers is matters

    def test_a_notice_in_other_words_is_the_same(self) -> None:
        old, new = (policy(notices={"maintenance": amount}) for amount in ("72 hours", "3 days"))
        steady = "UTC"
        assert not between(
            old.model_copy(update={"timezone": steady, "holidays": []}),
            new.model_copy(update={"timezone": steady, "holidays": []}),
        ).choices

    def test_notices_by_name(self) -> None:
        found = between(policy(), policy(notices={"maintenance": "72 hours"}))
        assert [(each.kind, each.name, each.change) for each in found.names] == [("notice", "maintenance", "added")]

    def test_whom_a_metric_warns_is_no_matter_of_customers(self) -> None:
        warned = policy(metrics={"first_response": {"warnings": {"lead": "75%"}}})
        assert between(policy(), warned).choices == ()

    @pytest.mark.parametrize(
        ("old", "new", "row"),
        [
            pytest.param(
                {},
                {"escalations": {"lead": "after 1 business hour", "boss": "80%"}},
                ("gold, P1, first response", "escalates to", "none", "lead after 1 business hour and boss at 80%"),
                id="a-ladder",
            ),
            pytest.param(
                {"goals": "95%"},
                {"goals": "99% per month"},
                ("gold, P1, first response", "goal", "95%", "99% per month"),
                id="a-goal",
            ),
            pytest.param(
                {"coverage": {"phone": "office"}, "goals": "95%"},
                {"goals": "95%"},
                (
                    "gold, P1, first response",
                    "reached by phone",
                    "Monday to Friday 09:00–18:00 (America/New_York), closed on public holidays (US)",
                    "none",
                ),
                id="coverage-of-a-channel",
            ),
        ],
    )  # fmt: skip
    def test_beside_a_promise(self, old: dict[str, Any], new: dict[str, Any], row: tuple[str, ...]) -> None:
        was, now = (promising({"P1": {"target": "4 business hours", **beside}}) for beside in (old, new))
        found = between(was, now)
        (choice,) = found.choices
        assert (choice.where, choice.name, choice.old, choice.new) == row
        assert (found.promises, found.changes_for_customers) == ((), True)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            pytest.param({"goals": ["90%", "99%"]}, {"goals": ["99%", "90%"]}, id="goals"),
            pytest.param(
                {"escalations": {"lead": "50%", "boss": "80%"}},
                {"escalations": {"boss": "80%", "lead": "50%"}},
                id="escalations",
            ),
        ],
    )
    def test_another_order_is_no_change(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        was, now = (promising({"P1": {"target": "4 business hours", **beside}}) for beside in (old, new))
        assert between(was, now).choices == ()

    def test_pauses_in_another_order_are_no_change(self) -> None:
        names = ["waiting", "on_hold"]
        was, now = (policy(metrics={"first_response": {"pauses_in": each}}) for each in (names, names[::-1]))
        assert not between(was, now).changes_for_customers

    def test_a_time_of_day_is_told_as_it_is_written(self) -> None:
        found = between(promising("30 days"), promising("30 days", cut_off="15:10"))
        assert [(each.old, each.new) for each in found.choices] == [("none", "15:10")]

    def test_a_plans_coverage(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-20:00"}
        plan = {**USUAL["plans"]["gold"], "coverage": "late"}
        found = between(policy(schedules=schedules), policy(schedules=schedules, plans={"gold": plan}))
        assert [(each.where, each.name, each.old) for each in found.choices] == [("gold", "reached", "none")]


class TestForms:
    """As text, as Markdown and as data."""

    NEW = promising(
        {"P1": "2 business hours", "<i>": "1 hour"},
        name="Support | 2",
        schedules={"office": "Mon-Thu 09:00-18:00; Fri 09:00-17:00"},
        holidays=["US", {"2027-12-23": "<script>\x1b[2J"}],
        boundary="next_opening",
        on_change="reset",
    )

    def test_text(self) -> None:
        text = between(policy(), self.NEW).text()
        assert text.startswith(
            "Support → Support | 2: what changes for customers from 1 January 2027 to 31 December 2027\n"
        )
        titles = [line for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]
        assert titles == [
            "Names:", "Promises:", "Hours:", "Holidays:", "Settings:", "Choices, with what they move told above:",
        ]  # fmt: skip
        assert "\x1b" not in text
        assert "      Fri 17:00-18:00 lost (49 dates)" in text.splitlines()
        assert "  gold, <i>, first response: added: 1 hour, around the clock" in text.splitlines()

    def test_markdown(self) -> None:
        text = between(policy(), self.NEW).markdown()
        assert "<script>" not in text
        assert "<i>" not in text
        assert "- priority &lt;i&gt; added" in text.splitlines()
        assert "    - Fri 17:00-18:00 lost (49 dates)" in text.splitlines()

    def test_nothing_and_what_moves_nothing(self) -> None:
        found = between(promising("30 days"), promising("30 days", boundary="next_opening"))
        assert found.text().splitlines() == [
            "No change for customers was found from 1 January 2027 to 31 December 2027, "
            f"in {found.requests:,} requests tried.",
            "",
            "Choices, with what they move told above:",
            "  boundary: closing → next_opening",
        ]
        assert found.requests > 1_000

    def test_it_is_data(self) -> None:
        found = between(policy(), self.NEW)
        assert Difference.model_validate_json(found.model_dump_json()) == found
        assert isinstance(found.hours[0], HoursChange)


class TestAsking:
    """What may be asked."""

    def test_dates_that_run_backwards(self) -> None:
        with pytest.raises(ChoiceError, match="not from 2027-12-31 to 2027-01-01"):
            diff(policy(), policy(), LAST, FIRST)

    def test_one_date_is_enough(self) -> None:
        found = diff(policy(), policy(schedules={"office": "Mon-Fri 09:00-20:00"}), FIRST, FIRST + timedelta(days=3))
        assert found.hours[0].by_date == ("Mon 2027-01-04 18:00-20:00 gained",)

    def test_the_customers_clocks_must_be_known(self) -> None:
        theirs = policy(schedules={"office": {"hours": "Mon-Fri 9-18", "timezone": "customer"}})
        with pytest.raises(UnknownNameError, match="clocks of the customer"):
            between(policy(), theirs)
        found = between(policy(), theirs.for_customer("America/Los_Angeles"))
        assert found.promises[0].change == "looser" or found.promises[0].later

    def test_clocks_without_a_name_are_told_as_elsewhere(self) -> None:
        old, new = (promising(each, timezone="Asia/Dubai", holidays=[]) for each in ("1 hour", "2 hours"))
        assert " UTC+04:00: due " in between(old, new).text()

    def test_the_same_policy_has_no_differences(self) -> None:
        assert between(policy(), policy()) == Difference(
            old="Support", new="Support", timezone="America/New_York", first=FIRST, last=LAST
        )

    def test_instants_are_told_on_the_clocks_of_the_new_policy(self) -> None:
        found = between(policy(), policy(timezone="Asia/Tokyo"))
        assert found.promises[0].example is not None
        assert found.promises[0].example.opened.tzinfo == ZoneInfo("Asia/Tokyo") == zone_named("Asia/Tokyo")
        assert Schedule(timezone=found.hours[0].timezone, hours="24x7").timezone == "Asia/Tokyo"
