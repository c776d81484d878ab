"""What the reason of an answer says of a schedule: holidays in part, seasons, exceptions (R4, R5, R6)."""

from datetime import datetime
from typing import Any

import pytest

from slaclock import SlaPolicy

USUAL = "Mon-Fri 09:00-17:00 America/New_York"
SUMMER = {"first": "--06-01", "last": "--08-31", "hours": "Mon-Thu 09:00-18:00; Fri 09:00-13:00"}
OPENED = datetime.fromisoformat("2026-11-11T12:00-05:00")


def policy(**stated: Any) -> SlaPolicy:
    return SlaPolicy(
        name="Small",
        timezone="America/New_York",
        schedules={"office": {"hours": "Mon-Fri 09:00-17:00", **stated}},
        plans={"only": {"first_response": "4 business hours"}},
    )


@pytest.mark.parametrize(
    ("stated", "beside"),
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"holidays": "US"}, ", holidays US", id="a-country"),
        pytest.param(
            {"holidays": {"country": "US", "except": "Veterans Day"}},
            ", holidays US except Veterans Day",
            id="but-one-of-them",
        ),
        pytest.param(
            {
                "holidays": [
                    {"country": "US", "except": ["Columbus Day", "Veterans Day"]},
                    {"2026-12-31": "Stocktaking"},
                ]
            },
            ", holidays US except Columbus Day and Veterans Day, 2026-12-31 (Stocktaking)",
            id="but-two-of-them-and-a-date",
        ),
        pytest.param(
            {"holidays": {"country": "US", "subdivision": "CA", "only": ["Labor Day", "Memorial Day"]}},
            ", holidays Labor Day and Memorial Day (US-CA)",
            id="two-of-them",
        ),
        pytest.param(
            {"holidays": {"market": "NYSE", "except": "Good Friday"}},
            ", holidays NYSE except Good Friday",
            id="a-market-but-one",
        ),
        pytest.param(
            {"holidays": {"market": "NYSE", "categories": ["public", "half_day"]}},
            ", holidays NYSE (public, half day)",
            id="other-kinds",
        ),
        pytest.param(
            {"holidays": {"country": "US", "observed": False, "except": "Veterans Day"}},
            ", holidays US except Veterans Day on their own dates",
            id="not-observed",
        ),
        pytest.param(
            {"seasons": [SUMMER]}, ", 1 June to 31 August: Mon-Thu 09:00-18:00; Fri 09:00-13:00", id="a-season"
        ),
        pytest.param(
            {
                "seasons": [
                    SUMMER | {"last": "--06-01", "hours": "closed"},
                    {"first": "2027-06-01", "hours": "Fri 9-13"},
                ]
            },
            ", 1 June: closed, from 1 June 2027 on: Fri 09:00-13:00",
            id="a-date-and-from-a-date-on",
        ),
        pytest.param({"seasons": [SUMMER, SUMMER, SUMMER]}, ", 3 seasons", id="three-seasons"),
        pytest.param({"exceptions": {"--12-24": "closed"}}, ", 1 exception", id="an-exception"),
        pytest.param(
            {"holidays": "US", "exceptions": {"--12-24": "09:00-13:00", "holidays": "10:00-12:00"}},
            ", holidays US, 2 exceptions",
            id="two-exceptions",
        ),
    ],
)
class TestReason:
    def test_says_all_that_the_schedule_has(self, stated: dict[str, Any], beside: str) -> None:
        assert policy(**stated).explain(OPENED).schedule == f"office: {USUAL}{beside}"

    def test_says_the_same_to_customers_with_their_names_of_zones(self, stated: dict[str, Any], beside: str) -> None:
        usual = USUAL.replace("America/New_York", "New York time")
        assert policy(**stated).explain(OPENED).for_audience("customer").schedule == f"office: {usual}{beside}"

    def test_says_the_same_where_it_is_compiled(self, stated: dict[str, Any], beside: str) -> None:
        compiled = policy(**stated).compile(2026).policy
        assert compiled.explain(OPENED).schedule == policy(**stated).explain(OPENED).schedule
        assert str(compiled.schedule("office")) == USUAL + beside
