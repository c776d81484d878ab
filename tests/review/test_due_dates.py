"""Many requests at once are due when each by itself is, with numpy and without (R7, R10, R11)."""

from datetime import timedelta

import pytest
from compiled.drawn_whole import whole_policies
from hypothesis import given, strategies as st
from small_policy import at, promising

from slaclock.hours import micros
from slaclock.policy import Offer
from slaclock.review import due_dates as room
from slaclock.review.due_dates import MANY, NEVER, due_dates
from slaclock.testing import noisy_instants, weeks

HOURLY = [micros(at("Mon 00:00") + number * timedelta(hours=1)) for number in range(MANY)]
ALWAYS_CLOSED = [{"first": "0001-01-01", "last": "9999-12-31", "hours": "closed"}]
DUE = micros(at("Mon 13:00"))


@given(st.data())
def test_a_column_says_what_each_request_does(data: st.DataObject) -> None:
    season = data.draw(weeks())
    policy = data.draw(whole_policies(season, customers=False))
    opened = [micros(at) for at in data.draw(st.lists(noisy_instants(season), min_size=4, max_size=8))]
    channel = data.draw(st.sampled_from([None, "phone"]))
    many = (opened * MANY)[:MANY]
    for *_, offer in policy.offers():
        assert due_dates(offer, many, channel)[: len(opened)] == due_dates(offer, opened, channel)


def offered(**parts: object) -> Offer:
    (*_, offer) = next(promising("4 business hours", **parts).offers())
    return offer


@pytest.mark.parametrize("columns", [True, False])
@pytest.mark.parametrize(
    ("offer", "due"),
    [
        pytest.param(None, NEVER, id="nothing-is-offered"),
        pytest.param(offered(), DUE, id="in-hours"),
        pytest.param(
            offered(schedules={"office": {"hours": "Mon 09:00-10:00", "seasons": ALWAYS_CLOSED}}),
            NEVER,
            id="hours-that-never-open-again",
        ),
    ],
)
def test_what_is_never_due(offer: Offer | None, due: int, columns: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_columns_are_there", lambda: columns)
    assert due_dates(offer, HOURLY, None)[0] == due


def test_without_numpy_each_is_asked_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(room, "find_spec", lambda name: asked.append(name))
    room._columns_are_there.cache_clear()
    assert due_dates(offered(), HOURLY, None)[0] == DUE
    room._columns_are_there.cache_clear()
    assert asked == ["numpy"]
