"""What depends on where the customer is: clocks and holidays (R5, R13)."""

from typing import Any

import pytest
from small_policy import TOKYO, at, small

from slaclock import DeclarationError, SlaPolicy, UnknownNameError
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
