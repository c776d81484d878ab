"""Twice as many schedules and plans are twice the work, and what is alike is done once (R21)."""

import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from large_policy import as_json, as_yaml, made, stated
from work import lines_of

from slaclock import PolicyFileError, SlaPolicy, errors
from slaclock.errors import key_path
from slaclock.policy.source import Format
from slaclock.review import check, compare, diff
from slaclock.targets import target_text

FEW, MANY = 8, 16
FIRST, LAST = date(2027, 5, 31), date(2027, 6, 1)

Policy = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What is read and compiled once for all policies is no work of the first one."""
    policy = made(stated(4))
    check(policy, FIRST)
    compare(policy)
    diff(policy, made(later(stated(4))), FIRST, LAST)


def grows_as_policies_do(work: Callable[[int], Callable[[], object]]) -> None:
    """Twice the schedules and plans: no line is run much more than twice as often."""
    once, twice = (lines_of_a_first(work(size)) for size in (FEW, MANY))
    steep = {place: (once[place], often) for place, often in twice.items() if often > 2.5 * once[place] + 3 * MANY}
    assert not steep


def lines_of_a_first(work: Callable[[], object]) -> Counter[tuple[str, int]]:
    """The lines of work that comes before any other: no text of a target was read, whatever was asked until now."""
    target_text._fields_of.cache_clear()
    return lines_of(work)


def sound(policy: Policy) -> Policy:
    return policy


def last_target_unreadable(policy: Policy) -> Policy:
    policy["plans"][f"plan {len(policy['plans']) - 1}"]["resolution"]["P2"] = "1 bussiness day"
    return policy


def last_schedule_unknown(policy: Policy) -> Policy:
    policy["plans"][f"plan {len(policy['plans']) - 1}"]["schedule"] = "ours"
    return policy


def every_key_unknown(policy: Policy) -> Policy:
    for plan in policy["plans"].values():
        plan["shedule"] = plan.pop("schedule")
    return policy


def made_from_each_other(policy: Policy) -> Policy:
    names = [*policy["schedules"]]
    policy["schedules"] |= {name: {"any_of": [name, other]} for name, other in pairwise([*names, names[0]])}
    return policy


def texts_read(policy: Policy) -> int:
    target_text._fields_of.cache_clear()
    made(policy)
    return target_text._fields_of.cache_info().misses


def read(text: str, format: Format) -> None:
    with suppress(PolicyFileError):
        SlaPolicy.loads(text, format=format)


class TestLoading:
    @pytest.mark.parametrize(
        "changed", [sound, last_target_unreadable, last_schedule_unknown, every_key_unknown, made_from_each_other]
    )
    def test_json(self, changed: Callable[[Policy], Policy]) -> None:
        grows_as_policies_do(lambda size: partial(read, as_json(changed(stated(size))), "json"))

    @pytest.mark.parametrize("changed", [sound, last_target_unreadable])
    def test_yaml(self, changed: Callable[[Policy], Policy]) -> None:
        grows_as_policies_do(lambda size: partial(read, as_yaml(changed(stated(size))), "yaml"))

    def test_equal_texts_of_targets_are_read_once(self) -> None:
        few, many = stated(1), stated(40)
        for plan in (*few["plans"].values(), *many["plans"].values()):
            plan["resolution"]["P1"] = "7 business hours"
            plan["resolution"]["P3"] = "5 business days"
        many["notices"] = few["notices"]
        assert texts_read(few) == texts_read(many) > 0

    def test_known_texts_are_bounded(self) -> None:
        assert target_text._fields_of.cache_info().maxsize == 1_000

    def test_each_unreadable_text_keeps_its_place(self) -> None:
        policy = stated(30)
        for plan in policy["plans"].values():
            plan["resolution"]["P2"] = "1 bussiness day"
        with pytest.raises(PolicyFileError) as refused:
            SlaPolicy.loads(as_json(policy), format="json")
        keys = [key_path(problem.path) for problem in refused.value.problems]
        assert keys == [f"plans.plan {number}.resolution.P2" for number in range(30)]
        text = as_json(policy).splitlines()
        lines = [int(place.split(":")[1]) for place in refused.value.places]
        assert [number for number, line in enumerate(text, 1) if "bussiness" in line] == lines


def later(policy: Policy) -> Policy:
    """Every schedule closes half an hour earlier, and one amount of every plan is another."""
    for schedule in policy["schedules"].values():
        schedule["hours"] = schedule["hours"].replace("18:00", "17:30")
    for plan in policy["plans"].values():
        plan["first_response"]["P2"] = "5 business hours"
    return policy


def renamed(policy: Policy) -> Policy:
    """Nothing is called as before, and hours stand in another order."""
    changed: Policy = json.loads(re.sub(r'"((?:plan|hours|closure|notice) \d)', r'"other \1', as_json(policy)))
    return changed | {"schedules": dict(reversed(changed["schedules"].items()))}


def hours_called_otherwise(policy: Policy) -> Policy:
    changed: Policy = json.loads(re.sub(r'"(hours \d)', r'"other \1', as_json(policy)))
    return changed


def test_check() -> None:
    grows_as_policies_do(lambda size: partial(check, made(stated(size)), FIRST))


@pytest.mark.parametrize("told", ["text", "html", "markdown"])
def test_compare(told: str) -> None:
    def work(size: int) -> Callable[[], object]:
        policy = made(stated(size))
        return lambda: getattr(compare(policy), told)()

    grows_as_policies_do(work)


@pytest.mark.parametrize("changed", [sound, later, renamed, hours_called_otherwise])
def test_diff(changed: Callable[[Policy], Policy]) -> None:
    def work(size: int) -> Callable[[], object]:
        policy = stated(size) | ({"examples": []} if changed is renamed else {})
        old, new = made(policy), made(changed(deepcopy(policy)))
        return lambda: diff(old, new, FIRST, LAST).text()

    grows_as_policies_do(work)


def test_what_examples_may_have_meant_is_not_sought_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where plans have other names, no example of the old ones holds."""
    sought: list[str] = []

    def alike(name: str, *_: object) -> list[str]:
        sought.append(name)
        return []

    monkeypatch.setattr(errors, "_alike", alike)
    plans = {f"plan {number}": {"first_response": "4 hours"} for number in range(150)}
    examples = [{"opened": "2026-11-25 16:00", "plan": name, "due": "2026-11-25 20:00"} for name in plans]
    old = made({"name": "Old", "timezone": "UTC", "plans": plans, "examples": examples})
    new = made({"name": "New", "timezone": "UTC", "plans": {"other": {"first_response": "4 hours"}}})
    found = diff(old, new, FIRST, LAST)
    assert len(found.examples) == 150
    assert len([name for name in sought if name in plans]) == 100
