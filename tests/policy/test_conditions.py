"""Conditions on how a request arrived: as people write them, and when they hold (R3, R11)."""

from datetime import UTC, time
from typing import Any

import pytest
from small_policy import OFFICE, at, promising

from slaclock import DeclarationError, Received


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
            ("out of hours", "outside hours"),
            ("before 1 PM", "before 13:00"),
            ("FROM 1 pm", "from 13:00"),
            ("on weekdays after 3 PM", "on Mon-Fri after 15:00"),
            ("from 9 AM before 1 PM on Fri", "on Fri before 13:00 from 09:00"),
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

    def test_by_its_fields(self) -> None:
        fields = Received(hours="outside", days=("Fri",), since=time(13), after="14:00")  # type: ignore[arg-type]
        assert str(fields) == "outside hours on Fri from 13:00 after 14:00"

    @pytest.mark.parametrize(
        ("given_as", "message"),
        [
            pytest.param("", "a condition says how something is received; write e.g. 'outside hours'", id="nothing"),
            pytest.param({}, "a condition says how something is received", id="no-fields"),
            pytest.param("soon", "cannot read 'soon' as a condition: 'soon' is not understood", id="not-understood"),
            pytest.param("on Fri before 3 PM or so", "cannot read '3 PM or so' as hours", id="more-than-a-time"),
            pytest.param(
                "in hours roughly",
                "cannot read 'in hours roughly' as a condition: 'roughly' is not understood; write e.g.",
                id="a-tail",
            ),
            pytest.param("on Fryday", "cannot read 'Fryday' as hours", id="no-day"),
            pytest.param("before 25:00", "cannot read '25:00' as hours", id="no-time"),
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
            ("between 9:00 and 17:00", "before 17:00 from 09:00"),
            ("on Fri or Sat", "on Fri,Sat"),
            ("in support hours", "in hours"),
            ("outside of business hours", "outside hours"),
            ("by phone, in hours", "by phone in hours"),
            ("by chat and on Fri", "by chat on Fri"),
            ("on Fri and after 15:00", "on Fri after 15:00"),
            ("outside normal hours on weekends", "outside hours on Sat,Sun"),
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
            pytest.param("by 16:00", "write 'before 16:00', which leaves that out", id="by-a-time"),
            pytest.param("by noon", "write 'before noon', which leaves that out", id="by-noon"),
        ],
    )
    def test_refused(self, received: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising({"target": "1 hour", "when": [{"received": received, "target": "2 hours"}]})
        assert message in str(caught.value)
