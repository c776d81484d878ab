"""Equality by instants: an hour that the clocks show twice is no other hour when it is told in another zone (R1)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slaclock import Event, Explanation, SlaPolicy, Ticket

LONDON = ZoneInfo("Europe/London")
FIRST, SECOND = datetime(2026, 10, 25, 1, tzinfo=LONDON), datetime(2026, 10, 25, 1, fold=1, tzinfo=LONDON)
POLICY = SlaPolicy.loads(
    "{name: Small, timezone: Europe/London, schedules: {always: 24x7}, plans: {only: {first_response: 1 hour}}}"
)


def explained(opened: datetime) -> Explanation:
    return POLICY.explain(opened, plan="only")


@pytest.mark.parametrize("at", [FIRST, SECOND], ids=["first-showing", "second-showing"])
class TestAnHourThatIsShownTwice:
    def test_python_takes_it_for_unequal_to_itself_in_utc(self, at: datetime) -> None:
        assert at != at.astimezone(UTC)

    @pytest.mark.parametrize(
        "made",
        [
            lambda at: Event(at=at, kind="paused"),
            lambda at: Ticket(opened=at, plan="only", events=[{"at": at, "kind": "paused"}]),
            lambda at: POLICY.evaluate(Ticket(opened=at, plan="only"), at),
            explained,
        ],
        ids=["event", "ticket", "evaluation", "explanation"],
    )
    def test_what_says_the_same_is_equal_and_hashes_alike(self, at: datetime, made: Any) -> None:
        assert made(at) == made(at.astimezone(UTC))
        assert hash(made(at)) == hash(made(at.astimezone(UTC)))
        assert made(at) != made(at + timedelta(microseconds=1))

    def test_what_is_read_back_is_what_was_told(self, at: datetime) -> None:
        found = POLICY.evaluate(Ticket(opened=at, plan="only"), at)
        assert type(found).from_dict(found.to_dict()) == found
        assert Explanation.from_dict(explained(at).to_dict()) == explained(at)


def test_the_two_showings_are_two_instants() -> None:
    assert Event(at=FIRST, kind="paused") != Event(at=SECOND, kind="paused")


def test_another_kind_is_never_equal() -> None:
    assert Event(at=FIRST, kind="paused") != Ticket(opened=FIRST)
    assert Ticket(opened=FIRST).__eq__(FIRST) is NotImplemented
