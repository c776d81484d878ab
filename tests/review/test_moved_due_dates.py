"""Which due dates move between two policies, judged by requests rather than by amounts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from changed_policies import between, only_promise, policy, promising

from slaclock import SlaPolicy
from slaclock.policy import Offer
from slaclock.review import Difference, moved_due_dates

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

    def test_a_case_changes_where_nothing_is_promised_otherwise(self) -> None:
        def by_phone(target: str) -> dict[str, Any]:
            return {"target": "none", "when": [{"received": "by phone", "target": target}]}

        found = only_promise(by_phone("4 business hours"), by_phone("2 business hours"))
        assert (found.change, found.later, found.example and found.example.channel) == ("tighter", 0, "phone")
        assert not between(promising(by_phone("1 hour")), promising(by_phone("60 minutes"))).promises

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

    @pytest.mark.parametrize(
        ("received", "first", "last"),
        [
            pytest.param("from 2027-08-18 to 2027-08-20", date(2027, 8, 18), date(2027, 8, 20), id="some-dates"),
            pytest.param("in August", date(2027, 8, 1), date(2027, 8, 31), id="a-month"),
            pytest.param("on --08-18", date(2027, 8, 18), date(2027, 8, 18), id="a-date-of-every-year"),
            pytest.param("on holidays", date(2027, 8, 18), date(2027, 8, 18), id="holidays-of-hours-that-never-close"),
        ],
    )
    def test_are_tried_on_the_dates_of_conditions(self, received: str, first: date, last: date) -> None:
        """What is promised on a few dates only is tried on these, wherever in the year they are."""
        always = {"schedules": {"office": "24x7"}, "holidays": ["2027-08-18"]}
        old, new = (
            promising({"target": "1 hour", "when": [{"received": received, "target": target}]}, **always)
            for target in ("2 hours", "3 hours")
        )
        (change,) = between(old, new).promises
        assert change.example is not None
        assert first <= change.example.opened.date() <= last

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


class TestWork:
    """Promises that differ from each other in their names alone are judged once."""

    @pytest.fixture
    def due_dates(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Every instant for which an offer is asked when it is due."""
        asked: list[int] = []
        ask = moved_due_dates.due_dates

        def counted(offer: Offer | None, opened: Sequence[int], channel: str | None) -> list[int]:
            asked.extend(opened)
            return ask(offer, opened, channel)

        monkeypatch.setattr(moved_due_dates, "due_dates", counted)
        return asked

    def test_equal_promises_of_many_plans(self, due_dates: list[int]) -> None:
        """Forty plans, each with hours of another name, take as many due dates as one."""
        assert len(self.changed(1).promises) == 1
        of_one = len(due_dates)
        due_dates.clear()
        found = self.changed(40)
        assert len(due_dates) == of_one > 0
        assert len({(each.change, each.requests, each.example) for each in found.promises}) == 1
        assert {each.plan for each in found.promises} == {f"plan {number}" for number in range(40)}
        assert found.requests == 40 * self.changed(1).requests

    def test_promises_that_differ_are_each_judged(self, due_dates: list[int]) -> None:
        self.changed(1)
        of_one = len(due_dates)
        due_dates.clear()
        old, new = (
            promising({"P1": f"{hours} business hours", "P2": f"{hours + 1} business hours"}) for hours in (4, 5)
        )
        between(old, new)
        assert len(due_dates) > 1.5 * of_one

    @staticmethod
    def changed(plans: int) -> Difference:
        """What changes where each plan has two business hours instead of four, in hours of its own name."""
        names = [f"plan {number}" for number in range(plans)]
        schedules = {f"hours of {name}": "Mon-Fri 09:00-18:00" for name in names}
        old, new = (
            policy(
                schedules=schedules,
                plans={name: {"schedule": f"hours of {name}", "first_response": target} for name in names},
            )
            for target in ("4 business hours", "2 business hours")
        )
        return between(old, new)
