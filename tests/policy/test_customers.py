"""What depends on where the customer is: clocks and holidays (R5, R13)."""

import pickle
from typing import Any

import pytest
from small_policy import TOKYO, at, small

from slaclock import DeclarationError, SlaPolicy, Ticket, UnknownNameError
from slaclock.review import check, compare

LOCAL = {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer", "holidays": "customer"}
AT_HOME = {"hours": "Mon-Fri 09:00-17:00", "holidays": "customer"}
HOLIDAY = "2026-09-14"


def policy(**schedule: Any) -> SlaPolicy:
    return small(
        schedules={"local": schedule},
        plans={"only": {"first_response": "4 business hours"}},
        notices={"move": {"target": "2 business days", "schedule": "local"}},
    )


class TestHolidays:
    def test_are_those_that_are_stated(self) -> None:
        there = policy(**LOCAL).for_customer("Asia/Tokyo", [HOLIDAY])
        assert there.due(at("Mon 10:00", TOKYO)) == at("Tue 13:00", TOKYO)
        assert policy(**LOCAL).for_customer("Asia/Tokyo", []).due(at("Mon 10:00", TOKYO)) == at("Mon 14:00", TOKYO)

    def test_a_schedule_may_have_clocks_of_its_own(self) -> None:
        there = policy(**AT_HOME).for_customer("Asia/Tokyo", [HOLIDAY])
        assert there.due(at("Mon 10:00")) == at("Tue 13:00")

    def test_notices_are_counted_on_them(self) -> None:
        there = policy(**LOCAL).for_customer("Asia/Tokyo", [HOLIDAY])
        assert there.notice("move", before=at("Wed 10:00", TOKYO)) == at("2026-09-11 10:00", TOKYO)

    @pytest.mark.parametrize("schedule", [LOCAL, AT_HOME])
    def test_nobody_said_which(self, schedule: dict[str, Any]) -> None:
        for asked in (policy(**schedule).for_customer("Asia/Tokyo"), policy(**AT_HOME)):
            with pytest.raises(UnknownNameError, match="local is closed on the holidays of the customer; say which"):
                asked.due(at("Mon 10:00"))

    def test_in_a_later_version(self) -> None:
        later = {"effective": "2026-09-15", "schedules": {"office": LOCAL}}
        there = small(versions=[later]).for_customer("Asia/Tokyo", ["2026-09-16"])
        assert there.due(at("2026-09-16 15:00", TOKYO)) == at("2026-09-17 13:00", TOKYO)
        assert small(versions=[later]).for_any_customer().due(at("Wed 10:00")) == at("Wed 14:00")

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            pytest.param({"holidays": "customer"}, "`holidays: customer` stands at a schedule", id="of-the-policy"),
            pytest.param({"timezone": "customer"}, "the policy's own clocks cannot be the customer's", id="its-clocks"),
            pytest.param(
                {"schedules": {"one": "24x7", "two": {"outside": "one", "holidays": "customer"}}},
                "`holidays` stands beside `hours` only",
                id="of-a-combination",
            ),
            pytest.param(
                {"schedules": {"one": {"hours": "24x7", "holidays": "custmer"}}}, "cannot read 'custmer'", id="misspelt"
            ),
        ],
    )
    def test_refused(self, parts: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            small(**parts)
        assert message in str(caught.value)

    def test_as_plain_data(self) -> None:
        assert SlaPolicy.model_validate_json(policy(**LOCAL).model_dump_json()) == policy(**LOCAL)


class TestReview:
    def test_check_lists_both(self) -> None:
        found = [(each.choice, each.rule, each.keys) for each in check(policy(**LOCAL)).readings]
        assert ("timezone: customer", "R13", ("schedules.local",)) in found
        assert ("holidays: customer", "R5", ("schedules.local.holidays",)) in found

    def test_a_table_says_so(self) -> None:
        (hours,) = compare(policy(**LOCAL)).sections[0].rows
        assert hours.cells[0].lines == (
            "Monday to Friday 09:00–17:00 (your local time)",
            "except public holidays where you are",
        )


class TestAnotherCustomer:
    """What is asked last is what holds: a ticket's own zone wins over that of the policy that it is asked of."""

    OPENED = at("2026-09-14 00:30", TOKYO)

    @pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/London", "America/New_York"])
    def test_is_as_if_he_were_the_first(self, zone: str) -> None:
        asked = policy(hours="Mon-Fri 09:00-17:00", timezone="customer")
        first = asked.for_customer("America/New_York")
        assert first.for_customer(zone) is asked.for_customer(zone)
        assert first.for_customer(zone).for_customer("America/New_York") is first

    def test_has_the_holidays_of_the_first(self) -> None:
        asked = policy(**LOCAL)
        there = asked.for_customer("America/New_York", [HOLIDAY]).for_customer("Asia/Tokyo")
        assert there == asked.for_customer("Asia/Tokyo", [HOLIDAY])
        assert there.for_customer("Asia/Tokyo", []) == asked.for_customer("Asia/Tokyo", [])

    @pytest.mark.parametrize("opened", ["2026-09-14 00:30", "2026-09-22 00:30"])
    def test_in_each_version(self, opened: str) -> None:
        later = {
            "effective": "2026-09-20",
            "schedules": {"local": {"hours": "Mon-Sun 10:00-14:00", "timezone": "customer"}},
        }
        asked = policy(hours="Mon-Fri 09:00-17:00", timezone="customer").model_copy(update={"versions": [later]})
        start = at(opened, TOKYO)
        first, there = asked.for_customer("America/New_York"), asked.for_customer("Asia/Tokyo")
        for each in (first, pickle.loads(pickle.dumps(first))):
            assert each.in_force(start).for_customer("Asia/Tokyo").due(start) == there.due(start)
        assert first.for_customer("Asia/Tokyo").due(start) == there.due(start) != first.due(start)

    @pytest.mark.parametrize("governed_by", ["opening", "each_event"])
    def test_a_ticket_says_where_he_is(self, governed_by: Any) -> None:
        asked = policy(hours="Mon-Fri 09:00-17:00", timezone="customer").model_copy(update={"governed_by": governed_by})
        first = asked.for_customer("America/New_York")
        stated, silent = (Ticket(opened=self.OPENED, timezone=zone) for zone in ("Asia/Tokyo", None))
        (theirs, usual) = (first.evaluate(each, self.OPENED)["first_response"].due for each in (stated, silent))
        assert theirs == asked.evaluate(stated, self.OPENED)["first_response"].due == at("Mon 13:00", TOKYO)
        assert usual == first.due(self.OPENED) != theirs

    def test_in_another_process(self) -> None:
        first = policy(**LOCAL).for_customer("America/New_York", [HOLIDAY])
        sent = pickle.loads(pickle.dumps(first))
        assert sent == first
        assert sent.for_customer("Asia/Tokyo") == policy(**LOCAL).for_customer("Asia/Tokyo", [HOLIDAY])

    def test_what_was_written_down_is_for_that_customer(self) -> None:
        first = policy(**LOCAL).for_customer("America/New_York", [HOLIDAY])
        written = SlaPolicy.model_validate_json(first.model_dump_json())
        assert (written == first, written.for_customer("Asia/Tokyo") == first) == (True, True)
