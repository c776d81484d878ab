"""What opens on each of many business days, as whole numbers: microseconds, and ordinals of dates (R10)."""

from datetime import date, datetime

import pytest

from slaclock.hours import Day
from slaclock.hours.open_dates import OpenDates, dates_of, joined
from slaclock.hours.whole_numbers import Edges, instant

ONE_EACH: dict[int, Edges] = {10: (100, 200), 11: (210, 300), 14: (400, 500)}
"""One window on each date."""
WITH_LUNCH: dict[int, Edges] = {20: (600, 620, 650, 700), 21: (710, 800)}


def day(ordinal: int, *spans: tuple[int, int], until: int | None = None, at: int | None = None) -> Day:
    """The business day of a date, with instants for its numbers."""

    def told(number: int | None) -> datetime | None:
        return None if number is None else instant(number)

    edges = tuple((instant(start), instant(end)) for start, end in spans)
    return Day(date.fromordinal(ordinal), edges, told(until), told(at))


def listed(dates: OpenDates) -> dict[int, Edges]:
    return {ordinal: tuple(dates.edges_on(number)) for number, ordinal in enumerate(dates.dates)}


@pytest.mark.parametrize(
    ("days", "openings", "closings"),
    [
        pytest.param(ONE_EACH, [100, 210, 400], [200, 300, 500], id="one-window-each"),
        pytest.param(WITH_LUNCH, [600, 710], [700, 800], id="one-with-two-of-them"),
        pytest.param({}, [], [], id="no-dates"),
    ],
)
def test_each_date_opens_first_and_closes_last(
    days: dict[int, Edges], openings: list[int], closings: list[int]
) -> None:
    dates = dates_of(days)
    assert (list(dates.openings), list(dates.closings)) == (openings, closings)


@pytest.mark.parametrize(
    ("days", "of_each_edge"),
    [
        pytest.param(ONE_EACH, [10, 10, 11, 11, 14, 14], id="one-window-each"),
        pytest.param(WITH_LUNCH, [20, 20, 20, 20, 21, 21], id="one-with-two-of-them"),
    ],
)
def test_an_edge_is_of_a_date(days: dict[int, Edges], of_each_edge: list[int]) -> None:
    dates = dates_of(days)
    assert [dates.date_of(place) for place in range(len(of_each_edge))] == of_each_edge
    assert [dates.dates[dates.number_of(place)] for place in range(len(of_each_edge))] == of_each_edge


def test_places_take_room_only_where_a_date_has_more_than_one_window() -> None:
    assert dates_of(ONE_EACH).places == range(0, 7, 2)
    assert list(dates_of(WITH_LUNCH).places) == [0, 4, 6]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([ONE_EACH, WITH_LUNCH], id="one-window-each-and-two"),
        pytest.param([WITH_LUNCH, {30: (900, 910)}], id="the-other-way-round"),
        pytest.param([ONE_EACH, {30: (900, 910)}], id="one-window-each"),
        pytest.param([WITH_LUNCH], id="a-single-part"),
    ],
)
def test_what_is_joined_has_the_dates_of_each_part(parts: list[dict[int, Edges]]) -> None:
    whole = {ordinal: edges for part in parts for ordinal, edges in part.items()}
    both = joined([dates_of(part) for part in parts])
    assert listed(both) == whole
    assert both == dates_of(whole)


@pytest.mark.parametrize(
    ("days", "number", "earliest", "latest", "expected"),
    [
        pytest.param(ONE_EACH, 1, None, None, day(11, (210, 300)), id="one-window"),
        pytest.param(WITH_LUNCH, 0, None, None, day(20, (600, 620), (650, 700)), id="two-windows"),
        pytest.param(ONE_EACH, 1, 210, 300, day(11, (210, 300)), id="beside-others"),
        pytest.param(WITH_LUNCH, 0, 600, 700, day(20, (600, 620), (650, 700)), id="two-windows-beside-others"),
        pytest.param(ONE_EACH, 1, 205, 300, day(11, (210, 300), at=205), id="a-later-one-opens-before-it"),
        pytest.param(ONE_EACH, 1, 210, 310, day(11, (210, 300), until=310), id="an-earlier-one-closes-after-it"),
        pytest.param(WITH_LUNCH, 0, 590, 710, day(20, (600, 620), (650, 700), until=710, at=590), id="both"),
    ],
)
def test_a_day_is_told_with_what_opens_before_it_and_closes_after_it(
    days: dict[int, Edges], number: int, earliest: int | None, latest: int | None, expected: Day
) -> None:
    assert dates_of(days).day(number, earliest, latest) == expected
