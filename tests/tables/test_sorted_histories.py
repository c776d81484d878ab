"""Tickets and events of two sorted files meet in one pass; what comes in no order is seen, and never answered wrong."""

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from slaclock.tables.sorted_histories import NotSortedError, met


def _pieces(name: str, ids: Sequence[object], size: int) -> list[pa.Table]:
    kind = pa.int64() if ids and isinstance(ids[0], int) else pa.string()
    whole = pa.table({name: pa.array(ids, kind), "place": range(len(ids))})
    return [whole.slice(start, size) for start in range(0, max(len(ids), 1), size)]


def _met(tickets: Sequence[object], events: Sequence[object], size: int = 2) -> list[tuple[list[object], list[object]]]:
    found = met(_pieces("id", tickets, size), _pieces("ticket", events, size), "id", "ticket")
    return [
        ([] if some is None else some["id"].to_pylist(), [id for each in told for id in each["ticket"].to_pylist()])
        for some, told in found
    ]


class TestOrder:
    """Ids rise as text, or as people count; both files in the same way."""

    @pytest.mark.parametrize(
        ("tickets", "events"),
        [
            pytest.param(["T-8", "T-9", "T-10"], ["T-8", "T-10", "T-10"], id="as-people-count"),
            pytest.param(["T-10", "T-11", "T-9"], ["T-10", "T-9"], id="as-text"),
            pytest.param([7, 8, 70], [7, 70], id="whole-numbers"),
            pytest.param(["a", "b", "c"], ["a", "a", "c"], id="without-numbers"),
            pytest.param(["a", "a1", "a2", "a10"], ["a", "a1", "a10"], id="with-and-without"),
            pytest.param([], [], id="nothing"),
        ],
    )
    def test_each_ticket_meets_its_events(self, tickets: list[object], events: list[object]) -> None:
        for size in (3, 4, 5):
            found = _met(tickets, events, size)
            assert [id for ids, _ in found for id in ids] == tickets
            assert [id for _, ids in found for id in ids] == events
            assert all(set(told) <= set(ids) for ids, told in found)

    @pytest.mark.parametrize(
        ("tickets", "events"),
        [
            pytest.param(["b", "a"], [], id="tickets-fall"),
            pytest.param(["a", "a"], [], id="a-ticket-twice"),
            pytest.param(["a", "b", "c", "b"], [], id="tickets-fall-later"),
            pytest.param(["a", "b"], ["b", "a"], id="events-fall"),
            pytest.param(["T-9", "T-10"], ["T-10", "T-9"], id="events-as-text"),
            pytest.param(["a", "b"], ["a", None], id="an-event-of-nobody"),
            pytest.param(["a", None], [], id="a-ticket-without-id"),
            pytest.param(["a", "b", "c"], ["a", "b", "c", "a"], id="events-fall-in-another-piece"),
        ],
    )
    def test_what_has_no_order_is_seen(self, tickets: list[object], events: list[object]) -> None:
        for size in (1, 2, 5):
            with pytest.raises(NotSortedError):
                _met(tickets, events, size)

    def test_the_first_tickets_say_which_order_it_is(self) -> None:
        with pytest.raises(NotSortedError):
            _met(["T-10", "T-11", "T-9"], [], 2)

    def test_events_of_no_ticket_come_where_they_stand_or_at_last(self) -> None:
        assert _met(["b", "d"], ["a", "b", "c", "e", "f", "g"], 1) == [
            (["b"], ["a", "b"]),
            (["d"], ["c"]),
            ([], ["e"]),
            ([], ["f"]),
            ([], ["g"]),
        ]


ids = st.one_of(
    st.integers(0, 30).map(lambda number: f"T-{number}"), st.integers(0, 30).map(str), st.text("ab1", max_size=3)
)


class TestLaw:
    @given(st.lists(ids, max_size=8), st.lists(ids, max_size=8), st.integers(1, 3))
    def test_nobody_loses_an_event(self, tickets: list[str], events: list[str], size: int) -> None:
        """Whatever the order: it is refused, or every event comes with its ticket, and none too late."""
        try:
            found = _met(tickets, events, size)
        except NotSortedError:
            return
        for some, told in found:
            assert [id for id in told if id in tickets] == [id for id in told if id in some]
        assert [id for _, told in found for id in told] == events
