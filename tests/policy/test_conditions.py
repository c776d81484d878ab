"""Conditions on how a request arrived: as people write them, and when they hold (R3, R11)."""

from collections import ChainMap
from datetime import UTC, time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st
from small_policy import EVENINGS, NEW_YORK, NIGHTS, OFFICE, at, promising, small

from slaclock import CoverageError, DeclarationError, Received, Schedule
from slaclock.hours import WEEK
from slaclock.policy import MONTHS


class TestReceived:
    """R3, R11: a condition on when a request arrived, read on the schedule's clocks."""

    @pytest.mark.parametrize(
        ("text", "arrived", "holds"),
        [
            pytest.param("before 13:00", "Mon 12:59:59.999999", True, id="just-before"),
            pytest.param("before 13:00", "Mon 13:00", False, id="one-is-not-before-one"),
            pytest.param("after 13:00", "Mon 13:00", False, id="nor-after"),
            pytest.param("after 13:00", "Mon 13:00:00.000001", True, id="just-after"),
            pytest.param("from 13:00", "Mon 13:00", True, id="but-from-one-on"),
            pytest.param("from 13:00", "Mon 12:59:59.999999", False, id="and-not-sooner"),
            pytest.param("in hours", "Mon 09:00", True, id="open-at-opening"),
            pytest.param("in hours", "Mon 18:00", False, id="not-at-closing"),
            pytest.param("during hours", "Mon 17:59", True, id="during"),
            pytest.param("outside hours", "Mon 18:00", True, id="outside-from-closing-on"),
            pytest.param("out of hours", "Mon 08:59", True, id="out-of"),
            pytest.param("out of hours", "Mon 09:00", False, id="until-opening"),
            pytest.param("outside hours", "2026-11-26 12:00", True, id="a-holiday-is-outside"),
            pytest.param("on Fri", "Fri 00:00", True, id="friday-begins"),
            pytest.param("on Fri", "Thu 23:59", False, id="and-not-sooner-than-midnight"),
            pytest.param("on weekends", "Sun 23:59", True, id="a-weekend"),
            pytest.param("on Sat, Sun", "Mon 00:00", False, id="is-over-on-monday"),
            pytest.param("on Fri after 3 PM", "Fri 15:01", True, id="friday-afternoon"),
            pytest.param("on Fri after 3 PM", "Thu 15:01", False, id="not-thursday"),
            pytest.param("on Fri after 3 PM", "Fri 15:00", False, id="not-at-three"),
            pytest.param("from 9 AM before 1 PM on Mon", "Mon 09:00", True, id="three-conditions"),
            pytest.param("from 9 AM before 1 PM on Mon", "Mon 13:00", False, id="the-last-fails"),
            pytest.param("from 9 AM before 1 PM on Mon", "Mon 08:59", False, id="the-first-fails"),
            pytest.param("from 9 AM before 1 PM on Mon", "Tue 09:00", False, id="the-day-fails"),
            pytest.param("in hours on Mon before 10:00", "Mon 08:59", False, id="before-ten-but-closed"),
            pytest.param("before noon", "Mon 11:59", True, id="noon"),
        ],
    )
    def test_holds(self, text: str, arrived: str, holds: bool) -> None:
        condition = Received.model_validate(text)
        assert condition.holds(at(arrived), OFFICE) is holds
        assert condition.holds(at(arrived).astimezone(UTC), OFFICE) is holds

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("During Hours", "in hours"),
            ("out of hours", "out of hours"),
            ("before 1 PM", "before 13:00"),
            ("FROM 1 pm", "from 13:00"),
            ("on weekdays after 3 PM", "on Mon-Fri after 15:00"),
            ("from 9 AM before 1 PM on Fri", "on Fri between 09:00 and 13:00"),
            ("on Fri in hours", "in hours on Fri"),
            ("on Fri outside hours", "outside hours on Fri"),
        ],
    )
    def test_in_words_that_read_back(self, text: str, written: str) -> None:
        condition = Received.model_validate(text)
        assert str(condition) == written
        again = Received.model_validate(written)
        assert again.model_dump() == condition.model_dump()
        assert Received.model_validate_json(condition.model_dump_json()).model_dump() == condition.model_dump()

    @pytest.mark.parametrize(
        ("fields", "written"),
        [
            pytest.param({"days": "Sundays and holidays"}, "on Sun and holidays", id="days"),
            pytest.param({"days": ["business_days", "Sat"]}, "on Sat and business days", id="listed-days"),
            pytest.param({"months": "June to August"}, "in Jun, Jul, Aug", id="months"),
            pytest.param({"any_of": ["on Fri", {"after": "15:00"}]}, "on Fri or after 15:00", id="any"),
            pytest.param(
                {"channels": "phone", "any_of": ["on Fri", "after 15:00"]},
                "by phone (on Fri or after 15:00)",
                id="any-beside-another",
            ),
            pytest.param({"none_of": ["by phone on Fri"]}, "not (by phone on Fri)", id="none"),
            pytest.param(
                {"none_of": [{"any_of": ["on Fri", "after 15:00"]}]}, "not (on Fri or after 15:00)", id="none-of-any"
            ),
        ],
    )
    def test_by_keys(self, fields: dict[str, Any], written: str) -> None:
        received = Received(**fields)
        assert str(received) == written
        assert Received.model_validate(written) == received

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            pytest.param({"days": "Fri after 15:00"}, "days: cannot read 'Fri after 15:00' as a condition", id="days"),
            pytest.param({"days": [["Fri"]]}, "days[0]: input should be", id="nested-days"),
            pytest.param({"days": 5}, "days: ", id="no-days"),
            pytest.param({"months": "June 2026"}, "months: cannot read 'June 2026' as a condition", id="a-year"),
            pytest.param({"months": "Smarch"}, "where a month should stand", id="no-month"),
            pytest.param("on Fri " * 100, "it has 700 characters", id="long"),
        ],
    )
    def test_refused_by_keys(self, fields: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Received.model_validate(fields)
        assert message in str(caught.value)

    def test_by_its_fields(self) -> None:
        fields = Received(hours="outside", days=("Fri",), since=time(13), after="14:00")  # type: ignore[arg-type]
        assert str(fields) == "outside hours on Fri from 13:00 after 14:00"

    @pytest.mark.parametrize(
        ("given_as", "message"),
        [
            pytest.param("", "a condition says how something is received; write e.g. 'outside hours'", id="nothing"),
            pytest.param({}, "a condition says how something is received", id="no-fields"),
            pytest.param(
                "soon",
                "cannot read 'soon' as a condition: 'soon' at character 1 is not understood",
                id="not-understood",
            ),
            pytest.param(
                "on Fri before 3 PM or later", "'later' at character 23 is not understood", id="more-than-a-time"
            ),
            pytest.param(
                "in hours roughly",
                "cannot read 'in hours roughly' as a condition: 'roughly' at character 10 is not understood",
                id="a-tail",
            ),
            pytest.param("on Fryday", "'Fryday' is no day; did you mean 'Friday'?", id="no-day"),
            pytest.param("before 25:00", "'25:00' is no time of day", id="no-time"),
            pytest.param({"hours": "near"}, "hours: input should be 'in' or 'outside', not 'near'", id="no-hours"),
            pytest.param({"befor": "13:00"}, "befor: unknown key; did you mean 'before'?", id="misspelt"),
        ],
    )
    def test_refused(self, given_as: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising({"target": "1 hour", "when": [{"received": given_as, "target": "2 hours"}]})
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        "given_as",
        [
            pytest.param({"days": []}, id="no-days"),
            pytest.param({"before": None}, id="before-nothing"),
            pytest.param("before 24:00", id="before-the-end-of-the-day-never-holds"),
            pytest.param("before 13:00 before 14:00", id="the-same-twice"),
            pytest.param("in hours outside hours", id="both"),
        ],
    )
    def test_what_should_be_refused(self, given_as: Any) -> None:
        with pytest.raises(DeclarationError):
            promising({"target": "1 hour", "when": [{"received": given_as, "target": "2 hours"}]})

    @pytest.mark.parametrize("text", ["on Fri out of hours", "on Fri during hours", "before 13:00 outside hours"])
    def test_the_order_of_conditions_is_free(self, text: str) -> None:
        assert Received.model_validate(text).hours


class TestChannels:
    """Through which channels a request came."""

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("by phone", "by phone"),
            ("by e-mail, chat or web form", "by e-mail or chat or web form"),
            ("by phone on Fri after 3 PM", "by phone on Fri after 15:00"),
            ("outside hours by phone", "by phone outside hours"),
            ("between 9:00 and 17:00", "between 09:00 and 17:00"),
            ("on Fri or Sat", "on Fri,Sat"),
            ("in support hours", "in support hours"),
            ("outside of business hours", "outside business hours"),
            ("by phone, in hours", "by phone in hours"),
            ("by chat and on Fri", "by chat on Fri"),
            ("on Fri and after 15:00", "on Fri after 15:00"),
            ("outside normal hours on weekends", "outside normal hours on Sat,Sun"),
        ],
    )
    def test_as_text(self, text: str, written: str) -> None:
        assert str(Received.model_validate(text)) == written

    def test_one_channel_by_name(self) -> None:
        assert Received(channels="phone") == Received.model_validate("by phone")  # type: ignore[arg-type]


class TestTimesOverMidnight:
    @pytest.mark.parametrize("received", ["between 22:00 and 06:00", "after 21:59 before 06:00"])
    def test_from_an_evening_to_a_morning(self, received: str) -> None:
        condition = Received.model_validate(received)
        found = [
            clock
            for clock in ("21:59", "22:00", "23:59", "00:00", "05:59", "06:00", "12:00")
            if condition.holds(at(f"Mon {clock}"), OFFICE)
        ]
        assert found == ["22:00", "23:59", "00:00", "05:59"]

    def test_one_day_by_name(self) -> None:
        assert Received(days="Fri", before="13:00") == Received.model_validate("on Fri before 13:00")  # type: ignore[arg-type]


class TestNamedHours:
    """The hours of a schedule by name."""

    @pytest.mark.parametrize(
        ("text", "fields"),
        [
            ("during evenings", {"hours": "in", "of": "evenings"}),
            ("outside evenings on Fri", {"hours": "outside", "of": "evenings", "days": ("Fri",)}),
            ("by phone during second shift before 20:00", {"hours": "in", "of": "second shift"}),
        ],
    )
    def test_text(self, text: str, fields: dict[str, Any]) -> None:
        received = Received.model_validate(text)
        assert {name: getattr(received, name) for name in fields} == fields
        assert str(received) == text

    @pytest.mark.parametrize(
        ("received", "message"),
        [
            pytest.param("during nights", "there is no schedule 'nights'; known: office", id="no-schedule"),
            pytest.param(
                {"of": "office"}, "say whether 'office' was open; write e.g. 'during office'", id="open-or-not"
            ),
            pytest.param("by 16:00", "write 'before 16:00' or 'not after 16:00'", id="by-a-time"),
            pytest.param("by noon", "write 'before noon' or 'not after noon'", id="by-noon"),
        ],
    )
    def test_refused(self, received: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising({"target": "1 hour", "when": [{"received": received, "target": "2 hours"}]})
        assert message in str(caught.value)


def due_on_call(received: str, arrived: str, **schedules: str) -> str:
    """When a request is due that has two hours under a condition and half an hour otherwise, on hours of 24x7."""
    policy = small(
        holidays="US",
        schedules={name.replace("_", " "): hours for name, hours in schedules.items()} | {"on call": "24x7"},
        plans={
            "only": {
                "schedule": "on call",
                "first_response": {"when": [{"received": received, "target": "2 hours"}], "target": "30 minutes"},
            }
        },
    )
    return f"{policy.due(at(arrived)).astimezone(NEW_YORK):%H:%M}"


class TestNamesOfSchedules:
    """R19: what people name themselves wins over a generic phrase."""

    @pytest.mark.parametrize("name", ["business_hours", "business", "Business-Hours", "business  hours"])
    @pytest.mark.parametrize(("arrived", "due"), [("Sat 10:00", "12:00"), ("Mon 10:00", "10:30")])
    def test_with_or_without_the_word_hours(self, name: str, arrived: str, due: str) -> None:
        assert due_on_call("outside business hours", arrived, **{name: "Mon-Fri 09:00-17:00"}) == due

    @pytest.mark.parametrize(("arrived", "due"), [("Sat 10:00", "10:30"), ("Mon 10:00", "10:30")])
    def test_hours_that_nobody_named_are_those_of_the_metric(self, arrived: str, due: str) -> None:
        assert due_on_call("outside business hours", arrived, office="Mon-Fri 09:00-17:00") == due

    @pytest.mark.parametrize(
        ("received", "arrived", "due"),
        [
            pytest.param("after hours", "Mon 18:30", "20:30", id="a-schedule-of-that-name-is-open"),
            pytest.param("after hours", "Mon 12:00", "12:30", id="and-not-open"),
            pytest.param("during after hours", "Mon 18:30", "20:30", id="during-it"),
            pytest.param("outside after hours", "Mon 12:00", "14:00", id="outside-it"),
        ],
    )
    def test_a_schedule_may_be_called_after_hours(self, received: str, arrived: str, due: str) -> None:
        assert due_on_call(received, arrived, after_hours="Mon-Fri 18:00-22:00") == due

    @pytest.mark.parametrize(
        ("received", "name"),
        [
            ("after business hours", "business_hours"),
            ("out of business hours", "business"),
            ("fuera de horario", "Horario"),
            ("hors heures ouvrées", "heures ouvrées"),
            ("fuori dall\u2019orario di lavoro", "orario di lavoro"),
        ],
    )
    @pytest.mark.parametrize(("arrived", "due"), [("Sat 10:00", "12:00"), ("Mon 10:00", "10:30")])
    def test_what_closes_may_be_a_schedule_by_its_name(self, received: str, name: str, arrived: str, due: str) -> None:
        assert due_on_call(received, arrived, **{name: "Mon-Fri 09:00-17:00"}) == due

    @pytest.mark.parametrize("received", ["if the priority is raised", "when severity is lowered", "once upgraded"])
    def test_changes_are_not_how_something_is_received(self, received: str) -> None:
        with pytest.raises(DeclarationError, match="what a change of priority or plan does is `on_change`"):
            Received.model_validate(received)

    def test_the_nearest_spelling_wins(self) -> None:
        both = {"business": "Sat 09:00-17:00", "business_hours": "Mon-Fri 09:00-17:00"}
        assert due_on_call("during business hours", "Mon 10:00", **both) == "12:00"
        assert due_on_call("during business", "Sat 10:00", **both) == "12:00"

    def test_two_names_that_are_spelled_alike_are_refused(self) -> None:
        both = {"Business hours": "Sat 09:00-17:00", "business-hours": "Mon-Fri 09:00-17:00"}
        with pytest.raises(DeclarationError, match="'business hours' may mean 'Business hours' or 'business-hours'"):
            due_on_call("during business hours", "Mon 10:00", **both)

    def test_business_days_need_a_schedule(self) -> None:
        with pytest.raises(DeclarationError, match="'on business days' asks for a `schedule`, and none is named"):
            promising(
                {"target": "1 hour", "when": [{"received": "on business days", "target": "2 hours"}]},
                schedules={"one": "24x7", "two": "Mon-Fri 09:00-17:00"},
            )

    def test_each_part_is_read_on_the_hours_that_it_names(self) -> None:
        received = "during tokyo before 10:00 or (during office before 10:00)"
        with pytest.raises(DeclarationError, match="it has two meanings"):
            due_on_call(received, "Mon 09:30", office="Mon-Fri 09:00-17:00")
        received = "(during business before 10:00) or by phone"
        assert due_on_call(received, "Mon 09:30", business="Mon-Fri 09:00-17:00") == "11:30"
        assert due_on_call(received, "Mon 10:30", business="Mon-Fri 09:00-17:00") == "11:00"


class TestHolidays:
    """R5, R11: the holidays of the schedule; where it has none, as `24x7` has none, those of the policy."""

    @pytest.mark.parametrize(
        ("received", "arrived", "due"),
        [
            pytest.param("on holidays", "2026-11-26 10:00", "12:00", id="thanksgiving"),
            pytest.param("on holidays", "2026-11-27 10:00", "10:30", id="the-day-after"),
            pytest.param("on Sundays and holidays", "Sun 10:00", "12:00", id="sunday"),
            pytest.param("not on holidays", "2026-11-26 10:00", "10:30", id="not"),
        ],
    )
    def test_of_the_policy_on_hours_that_never_close(self, received: str, arrived: str, due: str) -> None:
        assert due_on_call(received, arrived) == due

    def test_of_what_a_schedule_is_made_of(self) -> None:
        received = Received.model_validate("on holidays")
        assert received.holds(at("2026-11-26 10:00"), EVENINGS | OFFICE)
        assert not received.holds(at("2026-11-26 10:00"), EVENINGS)

    def test_a_tail_belongs_to_the_business_day_that_opened_it(self) -> None:
        received = Received.model_validate("on business days")
        found = {
            text: received.holds(at(text), NIGHTS) for text in ("Fri 05:59", "Fri 06:00", "Thu 12:00", "Sat 03:00")
        }
        assert found == {"Fri 05:59": True, "Fri 06:00": False, "Thu 12:00": True, "Sat 03:00": False}

    def test_the_sources_reach_so_far_only(self) -> None:
        office = Schedule(
            timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US", outside_coverage="error"
        )
        with pytest.raises(CoverageError):
            Received.model_validate("on holidays").holds(at("2900-11-26 10:00"), office)


# Laws


def fields_of_conditions() -> st.SearchStrategy[dict[str, Any]]:
    """What a condition may say, a few things of it."""
    dates = [("2026-12-01", "2026-12-31"), ("2026-12-24", "2026-12-24"), ("--12-24", "--01-01"), ("2026-12-01", "")]
    hours = [
        ("in", None),
        ("outside", None),
        ("in", "business hours"),
        ("in", "after hours"),
        ("outside", "night shift"),
    ]
    kinds: list[st.SearchStrategy[dict[str, Any]]] = [
        st.lists(st.sampled_from(["phone", "e-mail", "web form"]), min_size=1, max_size=2, unique=True).map(
            lambda names: {"channels": names}
        ),
        st.sampled_from(hours).map(lambda pair: {"hours": pair[0], "of": pair[1]}),
        st.lists(st.sampled_from([*WEEK, "holidays", "business_days"]), min_size=1, unique=True).map(
            lambda days: {"days": days}
        ),
        st.lists(st.sampled_from(MONTHS), min_size=1, unique=True).map(lambda months: {"months": months}),
        st.sampled_from(dates).map(lambda pair: {"first": pair[0], "last": pair[1]}),
        st.sampled_from([{"before": "09:00"}, {"after": "17:00"}, {"since": "22:00", "before": "06:00"}]),
    ]
    return st.lists(st.one_of(kinds), min_size=1, max_size=3).map(lambda parts: dict(ChainMap(*parts)))


def conditions() -> st.SearchStrategy[Received]:
    """Conditions, with others within them."""

    def within(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        either = st.lists(inner, min_size=2, max_size=3).map(lambda each: {"any_of": each})
        none = st.lists(inner, min_size=1, max_size=2).map(lambda each: {"none_of": each})
        return st.tuples(fields_of_conditions(), st.one_of(either, none, st.just({}))).map(
            lambda pair: pair[0] | pair[1]
        )

    return st.recursive(fields_of_conditions(), within, max_leaves=4).map(lambda fields: Received(**fields))


class TestLaws:
    @given(conditions())
    def test_a_condition_reads_back_from_its_own_words(self, condition: Received) -> None:
        """Whatever is stated, its text means the same."""
        assume(len(str(condition)) <= 500)
        assert Received.model_validate(str(condition)) == condition

    @given(conditions(), st.integers(0, 60 * 24 * 7), st.sampled_from([None, "phone", "web form"]))
    def test_not_is_the_contrary(self, condition: Received, minutes: int, channel: str | None) -> None:
        """At every instant either a condition holds or its contrary."""
        arrived = at("Mon 00:00") + timedelta(minutes=minutes)
        contrary = Received(none_of=[condition])
        named = {"night shift": NIGHTS}
        assert condition.holds(arrived, OFFICE, channel, named) != contrary.holds(arrived, OFFICE, channel, named)
