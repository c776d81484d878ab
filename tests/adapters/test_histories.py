"""Changes of fields in whatever order they came, and what held at the opening (R18)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from slaclock.adapters.histories import Change, at_opening, in_order, order_of

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def change(minute: int, key: str, before: str, after: str, field: str = "status") -> Change:
    return Change(NOON + timedelta(minutes=minute), order_of(key), field, before, after, ("histories", key))


STORY = [
    change(0, "9", "new", "open"),
    change(0, "10", "open", "pending"),
    change(0, "10", "low", "high", "priority"),
    change(5, "8", "pending", "solved"),
    change(5, "a", "solved", "closed"),
]


@given(st.permutations(STORY))
def test_the_order_in_which_changes_came_does_not_matter(told: list[Change]) -> None:
    ordered = in_order(told)
    assert [each.after for each in ordered if each.field == "status"] == ["open", "pending", "solved", "closed"]
    assert at_opening(ordered, "status", "closed") == "new"


def test_what_never_changed_was_always_so() -> None:
    assert at_opening(STORY, "priority", "urgent") == "low"
    assert at_opening(STORY, "channel", "email") == "email"
