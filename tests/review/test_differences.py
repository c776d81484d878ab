"""`diff`: what changes for customers, as text, Markdown and data."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from changed_policies import FIRST, LAST, between, policy, promising

from slaclock import ChoiceError, Schedule, UnknownNameError
from slaclock.hours import zone_named
from slaclock.review import Difference, HoursChange, diff


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
            "Names:", "Promises:", "Hours:", "Holidays:", "Settings:", "Choices, with what they move shown above:",
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
            "Choices, with what they move shown above:",
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
