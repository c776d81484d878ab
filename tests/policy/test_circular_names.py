"""Which names are made from themselves, and the work that it takes to know."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from work import calls_of

from slaclock.policy.circular_names import in_a_circle, steps_to_make

NAMES = "abcdefg"


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        pytest.param({"a": "", "b": "a", "c": "ab"}, "", id="none-is"),
        pytest.param({"a": "a"}, "a", id="a-name-of-itself"),
        pytest.param({"a": "b", "b": "c", "c": "a"}, "abc", id="over-three-steps"),
        pytest.param({"c": "a", "a": "c", "b": ""}, "ca", id="in-the-order-of-names"),
        pytest.param({"a": "b", "b": "c", "c": "b"}, "bc", id="not-what-is-made-of-a-circle"),
        pytest.param({"a": "b", "b": "ac", "c": ""}, "ab", id="nor-a-part-of-it"),
        pytest.param({"a": "b", "b": "a", "c": "ad", "d": "e", "e": "d"}, "abde", id="nor-what-joins-two"),
        pytest.param({"a": "b", "b": "ca", "c": "b"}, "abc", id="two-circles-that-share-a-name"),
        pytest.param({"a": "bb", "b": "cc", "c": ""}, "", id="a-part-named-twice"),
        pytest.param({"a": "z"}, "", id="a-part-that-is-not-there"),
    ],
)
def test_names_that_are_made_from_themselves(parts: dict[str, str], found: str) -> None:
    assert in_a_circle(parts) == [*found]


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3)))
def test_a_name_is_in_a_circle_when_its_parts_lead_back_to_it(parts: dict[str, list[str]]) -> None:
    """Followed one by one, without groups and orders."""
    assert in_a_circle(parts) == [name for name in parts if name in reached_from(parts[name], parts)]


def reached_from(names: list[str], parts: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [*names]
    while ahead:
        name = ahead.pop()
        if name in parts and name not in found:
            found.add(name)
            ahead += parts[name]
    return found


def chain(size: int) -> dict[str, list[str]]:
    return {str(number): [str(number - 1)] for number in range(size)}


def circle(size: int) -> dict[str, list[str]]:
    return chain(size) | {"0": [str(size - 1)]}


def star(size: int) -> dict[str, list[str]]:
    return {"all": [str(number) for number in range(size)]} | {str(number): [] for number in range(size)}


@pytest.mark.parametrize("shape", [chain, circle, star])
def test_twice_the_names_are_twice_the_work(shape: Callable[[int], dict[str, list[str]]]) -> None:
    made = {size: shape(size) for size in (250, 500, 1_000)}
    work = {size: calls_of(partial(in_a_circle, names)) for size, names in made.items()}
    assert all(twice < 2.1 * once for once, twice in pairwise(work.values())), work


def test_a_circle_as_long_as_a_file_may_be() -> None:
    assert len(in_a_circle(circle(25_000))) == 25_000


def test_steps_are_those_of_the_longest_way() -> None:
    assert steps_to_make({"d": "ac", "c": "b", "b": "az", "a": ""}) == {"a": 0, "b": 1, "c": 2, "d": 3}
