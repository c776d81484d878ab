"""Schedules by name: what a policy states for all, combinations, closures, a customer's clocks (R3 to R6, R13)."""

from typing import Any

import pytest
from small_policy import TOKYO, at, shown, small

from slaclock import Combination, DeclarationError, PolicyVersion, SlaPolicy, Ticket, UnknownNameError, ZoneError


class TestWhatHoldsForAll:
    """R5, R14: what a policy states holds for the schedules that state nothing else."""

    @pytest.mark.parametrize(
        ("holidays", "entry", "is_open"),
        [
            pytest.param("US", "Mon-Fri 09:00-18:00", False, id="the-policys-holidays"),
            pytest.param("US", {"hours": "Mon-Fri 09:00-18:00", "holidays": []}, True, id="none-of-its-own"),
            pytest.param(None, {"hours": "Mon-Fri 09:00-18:00", "holidays": "US"}, False, id="some-of-its-own"),
            pytest.param("US", "24x7", True, id="24x7-is-open"),
            pytest.param("US", {"hours": "24x7", "holidays": "US"}, False, id="24x7-that-states-them"),
            pytest.param(
                "US",
                {"hours": "Mon-Fri 09:00-18:00", "exceptions": {"2026-11-26": "10:00-12:00"}},
                True,
                id="an-exception",
            ),
        ],
    )
    def test_thanksgiving_at_eleven(self, holidays: Any, entry: Any, is_open: bool) -> None:
        policy = small(holidays=holidays, schedules={"office": entry})
        assert policy.schedule("office").is_open(at("2026-11-26 11:00")) is is_open

    def test_the_holiday_rule_by_schedule(self) -> None:
        policy = small(
            holidays="US",
            holiday_rule="calendar_date",
            schedules={
                "by_date": "Wed 22:00-06:00",
                "by_opening": {"hours": "Wed 22:00-06:00", "holiday_rule": "opening_date"},
            },
            plans={"only": {"schedule": "by_date", "first_response": "1 business hour"}},
        )
        assert not policy.schedule("by_date").is_open(at("2026-11-26 02:00"))
        assert policy.schedule("by_opening").is_open(at("2026-11-26 02:00"))

    def test_what_happens_outside_the_coverage(self) -> None:
        assert small(outside_coverage="ignore").schedule("office").outside_coverage == "ignore"


class TestCombinations:
    """Schedules made from others, and closures."""

    POLICY = small(
        holidays="US",
        closures={
            "maintenance": "Sat-Sun 22:00-04:00",
            "patching": {
                "rrule": "FREQ=MONTHLY;BYDAY=2TU",
                "first": "2026-01-01",
                "opens": "20:00",
                "closes": "23:00",
                "timezone": "UTC",
            },
        },
        schedules={
            "all": {"any_of": ["day", "night"], "excluding": "maintenance"},
            "day": "Mon-Fri 09:00-18:00",
            "night": "Sun-Thu 22:00-06:00",
            "london": {"hours": "Mon-Fri 09:00-17:00", "timezone": "Europe/London", "holidays": "GB-ENG"},
            "joint": {"all_of": ["day", "london"]},
            "joint_in_london": {"all_of": ["day", "london"], "timezone": "Europe/London"},
            "always": {"hours": "24x7", "excluding": ["maintenance", "patching"]},
            "day_again": {"any_of": "day"},
        },
        plans={"only": {"schedule": "all", "first_response": "1 business hour"}},
    )

    @pytest.mark.parametrize(
        ("schedule", "instant", "is_open"),
        [
            pytest.param("all", "2026-11-23 10:00", True, id="any-of-by-day"),
            pytest.param("all", "2026-11-23 23:00", True, id="any-of-by-night"),
            pytest.param("all", "2026-11-22 23:00", False, id="excluding-maintenance"),
            pytest.param("all", "2026-11-23 05:00", True, id="after-maintenance"),
            pytest.param("joint", "2026-11-23 10:00", True, id="all-of"),
            pytest.param("joint", "2026-11-23 12:30", False, id="after-london-went-home"),
            pytest.param("joint", "2026-11-26 10:00", False, id="all-of-on-one-parts-holiday"),
            pytest.param("always", "2026-11-22 23:00", False, id="24x7-excluding"),
            pytest.param("always", "2026-11-10 16:00", False, id="excluding-by-a-rule-in-utc"),
            pytest.param("always", "2026-11-17 16:00", True, id="a-tuesday-that-is-not-the-second"),
            pytest.param("always", "2026-11-26 12:00", True, id="24x7-on-a-holiday"),
            pytest.param("day_again", "2026-11-23 10:00", True, id="any-of-one"),
        ],
    )
    def test_is_open(self, schedule: str, instant: str, is_open: bool) -> None:
        assert self.POLICY.schedule(schedule).is_open(at(instant)) is is_open

    def test_zones(self) -> None:
        assert self.POLICY.schedule("joint").timezone == "America/New_York"
        assert self.POLICY.schedule("joint_in_london").timezone == "Europe/London"

    def test_names_are_kept_for_explanations(self) -> None:
        for name in self.POLICY.schedules:
            assert self.POLICY.schedule(name).name == name
        hours = self.POLICY.schedule("all").hours
        assert isinstance(hours, Combination)
        assert str(hours) == "((day | night) America/New_York - maintenance)"

    def test_a_combination_loads_back(self) -> None:
        assert SlaPolicy(**self.POLICY.model_dump(mode="json")) == self.POLICY


CUSTOMERS = {
    "schedules": {
        "local": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"},
        "office": "Mon-Fri 09:00-18:00",
    },
    "plans": {"only": {"schedule": "local", "first_response": "2 business hours"}},
}


class TestTheCustomersZone:
    """R13: what the policy reads on the customer's clocks is read in the zone of whoever asks."""

    POLICY = small(**CUSTOMERS)

    def test_due_on_the_customers_clocks(self) -> None:
        opened = at("Mon 08:00", TOKYO)
        assert shown(self.POLICY.for_customer("Asia/Tokyo").due(opened), TOKYO) == "Mon 2026-09-14 11:00"
        assert shown(self.POLICY.for_customer("America/New_York").due(opened)) == "Mon 2026-09-14 11:00"

    def test_other_schedules_stay_where_they_are(self) -> None:
        here = self.POLICY.for_customer("Asia/Tokyo")
        assert (here.schedule("local").timezone, here.schedule("office").timezone) == ("Asia/Tokyo", "America/New_York")
        assert here.timezone == "America/New_York"

    def test_asked_again_it_is_the_same_policy(self) -> None:
        assert self.POLICY.for_customer("Asia/Tokyo") is self.POLICY.for_customer("Asia/Tokyo")

    def test_a_later_version_is_read_there_too(self) -> None:
        version = PolicyVersion(
            effective="2026-09-15",  # type: ignore[arg-type]
            schedules={"local": {"hours": "Mon-Fri 12:00-17:00", "timezone": "customer"}},  # type: ignore[arg-type]
        )
        here = small(**CUSTOMERS, versions=[version]).for_customer("Asia/Tokyo")
        assert shown(here.due(at("Mon 08:00", TOKYO)), TOKYO) == "Mon 2026-09-14 11:00"
        assert shown(here.due(at("Wed 08:00", TOKYO)), TOKYO) == "Wed 2026-09-16 14:00"

    def test_conditions_are_read_there_too(self) -> None:
        promise = {"target": "4 hours", "when": [{"received": "before 10 AM", "target": "1 hour"}]}
        policy = small(**(CUSTOMERS | {"plans": {"only": {"schedule": "local", "first_response": promise}}}))
        here = policy.for_customer("Asia/Tokyo")
        assert shown(here.due(at("Mon 09:59", TOKYO)), TOKYO) == "Mon 2026-09-14 10:59"
        assert shown(here.due(at("Mon 10:00", TOKYO)), TOKYO) == "Mon 2026-09-14 14:00"

    def test_without_a_zone_it_is_not_known(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            self.POLICY.due(at("Mon 08:00"))
        assert "local is read on the clocks of the customer; say where that is" in str(caught.value)
        assert "policy.for_customer('Asia/Tokyo')" in str(caught.value)

    @pytest.mark.parametrize("zone", ["JST", "Asia/Tokio", "customer"])
    def test_no_such_zone(self, zone: str) -> None:
        with pytest.raises(ZoneError, match=f"'{zone}'"):
            self.POLICY.for_customer(zone)

    def test_a_schedules_zone_is_a_zone_or_the_customers(self) -> None:
        with pytest.raises(DeclarationError, match=r"schedules.local.timezone: 'custmer' is not a time zone"):
            small(schedules={"local": {"hours": "24x7", "timezone": "custmer"}})

    def test_what_is_dumped_loads_back(self) -> None:
        assert SlaPolicy.loads(self.POLICY.model_dump_json(), format="json") == self.POLICY
        ticket = Ticket(opened=at("Mon 08:00"), timezone="Asia/Tokyo")
        assert Ticket.model_validate_json(ticket.model_dump_json()).timezone == "Asia/Tokyo"

    def test_a_ticket_says_where_its_customer_is(self) -> None:
        ticket = Ticket(opened=at("Mon 08:00", TOKYO), timezone="Asia/Tokyo")
        status = self.POLICY.evaluate(ticket, at("Mon 08:00", TOKYO))["first_response"]
        assert shown(status.due, TOKYO) == "Mon 2026-09-14 11:00"

    def test_a_tickets_zone_exists(self) -> None:
        with pytest.raises(DeclarationError, match="Asia/Tokio"):
            Ticket(opened=at("Mon 08:00"), timezone="Asia/Tokio")

    def test_a_closure_may_be_the_customers(self) -> None:
        policy = small(closures={"siesta": {"hours": "Mon-Fri 13:00-15:00", "timezone": "customer"}})
        assert policy.for_customer("Asia/Tokyo").closure("siesta").timezone == "Asia/Tokyo"

    def test_a_combination_in_the_customers_zone_needs_one_too(self) -> None:
        schedules = {
            "a": "Mon 09:00-17:00",
            "b": "Tue 09:00-17:00",
            "both": {"any_of": ["a", "b"], "timezone": "customer"},
        }
        policy = small(schedules=schedules, plans={"only": {"schedule": "both", "first_response": "1 business day"}})
        with pytest.raises(UnknownNameError, match="customer"):
            policy.due(at("Mon 08:00"))


class TestTheCustomersHolidays:
    POLICY = """
    name: x
    timezone: America/New_York
    holidays: US
    schedules:
      local: {hours: Mon-Fri 09:00-17:00, timezone: customer}
      own: {hours: Mon-Fri 09:00-17:00, timezone: customer, holidays: FR}
      always: {hours: 24x7, timezone: customer}
      office: Mon-Fri 09:00-17:00
    plans: {p: {schedule: local, first_response: 4 business hours}}
    """

    def test_where_the_customer_is(self) -> None:
        policy = SlaPolicy.loads(self.POLICY)
        there = policy.for_customer("Europe/Berlin", holidays="DE")
        names = {name: str(there.schedule(name).holidays) for name in ("local", "own", "always", "office")}
        assert names == {"local": "DE", "own": "FR", "always": "none", "office": "US"}
        assert str(policy.for_customer("Europe/Berlin").schedule("local").holidays) == "US"
        assert policy.for_customer("Europe/Berlin", holidays="DE") is there

    def test_a_closure_has_no_holidays_there_either(self) -> None:
        closures = "closures: {break: {hours: daily 12:00-13:00, timezone: customer}}"
        text = f"{self.POLICY.rstrip()}\n    {closures}\n"
        there = SlaPolicy.loads(text).for_customer("Europe/Berlin", holidays=["DE", "2026-12-23"])
        assert not there.closure("break").holidays.sources

    def test_no_such_holidays(self) -> None:
        with pytest.raises(DeclarationError, match="'XX'"):
            SlaPolicy.loads(self.POLICY).for_customer("Europe/Berlin", holidays="XX")
