"""What is drawn is what its docstrings promise, and every part of it is drawn."""

import importlib
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import oracle
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings, strategies as st

from slaclock import Schedule, SlaPolicy, Target, Ticket
from slaclock.testing import Weeks, instants, noisy_instants, policies, schedules, target_texts, tickets, weeks
from slaclock.testing.drawn_tickets import _KINDS
from slaclock.testing.few_weeks import REACH, YEARS

Drawn = TypeVar("Drawn")

AUTUMN = Weeks("America/New_York", date(2026, 11, 1))
MIDDLE = datetime(2026, 11, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
POLICY = SlaPolicy.loads("""
name: Example
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00}
plans:
  standard: {first_response: {P1: 1 business hour, P2: 2 business hours}}
  gold: {first_response: {P1: 30 business minutes, P2: 1 business hour}}
  flat: {resolution: 3 business days}
""")
ALWAYS_THE_SAME = settings(
    max_examples=2_000,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def drawn(strategy: st.SearchStrategy[Drawn], which: Callable[[Drawn], bool]) -> Drawn:
    """One that is drawn within two thousand, which are always the same."""
    return find(strategy, which, settings=ALWAYS_THE_SAME)


def is_on_the_quarter(at: datetime) -> bool:
    return not (at - MIDDLE) % QUARTER


class TestWeeks:
    def test_they_lie_around_the_clock_changes_that_the_slow_count_finds(self) -> None:
        expected = {
            (zone, change.date())
            for zone, years in YEARS.items()
            for year in years
            for change in oracle.changes(zone, date(year, 1, 1), date(year, 12, 31))
        }
        steady = {("Asia/Kathmandu", date(2026, 6, 15))}
        turns = {("America/New_York", date(2026, 12, 31)), ("Asia/Kathmandu", date(2026, 12, 31))}
        found: set[Weeks] = set()
        settings(ALWAYS_THE_SAME, max_examples=500)(given(weeks())(lambda each: found.add(each)))()
        assert {(each.zone, each.middle) for each in found} == expected | steady | turns

    @given(instants(AUTUMN))
    def test_instants_are_aware_near_and_on_the_quarter(self, at: datetime) -> None:
        assert abs(at - MIDDLE) <= REACH * timedelta(days=1)
        assert is_on_the_quarter(at)

    @pytest.mark.parametrize(
        "which",
        [
            pytest.param(is_on_the_quarter, id="on-the-quarter"),
            pytest.param(lambda at: (at - MIDDLE) % QUARTER == timedelta(microseconds=1), id="a-microsecond-late"),
            pytest.param(lambda at: (MIDDLE - at) % QUARTER == timedelta(microseconds=1), id="a-microsecond-early"),
            pytest.param(lambda at: at.utcoffset() == timedelta(hours=5, minutes=45), id="from-elsewhere"),
        ],
    )
    def test_noisy_instants_hold(self, which: Callable[[datetime], bool]) -> None:
        assert drawn(noisy_instants(AUTUMN), which)


class TestSchedules:
    @given(weeks().flatmap(schedules), st.integers(0, 364))
    def test_every_week_opens(self, schedule: Schedule, day: int) -> None:
        at = datetime(2040, 1, 1, tzinfo=UTC) + timedelta(days=day)
        assert schedule.elapsed(at, at + timedelta(days=8)) > timedelta()

    @pytest.mark.parametrize(
        "which",
        [
            pytest.param(lambda each: any(window.closes <= window.opens for window in each.hours), id="over-midnight"),
            pytest.param(lambda each: len(each.holidays.sources) > 0, id="holidays"),
            pytest.param(lambda each: len(each.exceptions) > 1, id="exceptions"),
            pytest.param(lambda each: each.belongs_to == "closing_date", id="shifts-of-the-closing-date"),
            pytest.param(lambda each: each.holiday_rule == "calendar_date", id="holidays-of-the-calendar-date"),
        ],
    )
    def test_schedules_hold(self, which: Callable[[Schedule], bool]) -> None:
        assert drawn(schedules(AUTUMN), which)


class TestPolicies:
    @given(st.data())
    def test_every_promise_of_every_plan_has_a_due_instant(self, data: st.DataObject) -> None:
        around = data.draw(weeks())
        policy, at = data.draw(policies(around)), data.draw(instants(around))
        for plan in policy.plans:
            for priority in policy.priorities:
                assert policy.due(at, plan, priority) > at - timedelta(microseconds=1)
                assert policy.due(at, plan, priority, "resolution") >= policy.due(at, plan, None, "resolution")

    @pytest.mark.parametrize("counts", ["open_time", "business_days", "calendar_time"])
    def test_targets_count(self, counts: str) -> None:
        assert drawn(target_texts(), lambda text: Target(text).counts == counts)

    @pytest.mark.parametrize(
        "which",
        [
            pytest.param(lambda policy: len(policy.plans) == len(policy.schedules) == 2, id="two-of-each"),
            pytest.param(lambda policy: policy.day_rule == "hours", id="days-in-hours"),
            pytest.param(lambda policy: policy.starts == "at_once", id="days-that-start-at-once"),
            pytest.param(lambda policy: policy.on_change == "reset", id="clocks-that-begin-anew"),
        ],
    )
    def test_policies_hold(self, which: Callable[[SlaPolicy], bool]) -> None:
        assert drawn(policies(AUTUMN), which)


class TestTickets:
    @given(st.data())
    def test_every_policy_evaluates_its_tickets(self, data: st.DataObject) -> None:
        around = data.draw(weeks())
        policy = data.draw(st.one_of(policies(around), st.just(POLICY)))
        ticket = data.draw(tickets(policy, around))
        found = policy.evaluate(ticket, data.draw(instants(around)))
        assert {each.metric for each in found.cycles} <= set(policy.metrics_of(ticket.plan))

    @pytest.mark.parametrize("kind", [*_KINDS, "plan_changed", "priority_changed"])
    def test_of_every_kind_of_event(self, kind: str) -> None:
        assert drawn(tickets(POLICY, AUTUMN), lambda ticket: any(each.kind == kind for each in ticket.events))

    @given(tickets(POLICY, AUTUMN))
    def test_plans_change_to_those_with_the_same_priorities(self, ticket: Ticket) -> None:
        known = {None} if ticket.plan == "flat" else {"P1", "P2"}
        alike = {"flat"} if ticket.plan == "flat" else {"standard", "gold"}
        assert {ticket.priority, *(each.priority for each in ticket.events)} - {None} <= known
        assert {each.plan for each in ticket.events} - {None} <= alike

    @given(tickets(POLICY, AUTUMN))
    def test_a_ticket_comes_back_from_json(self, ticket: Ticket) -> None:
        assert Ticket.model_validate_json(ticket.model_dump_json()) == ticket


def test_without_hypothesis_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "slaclock.testing.drawing", raising=False)
    with pytest.raises(ImportError, match=r"strategies need hypothesis; run: pip install 'slaclock\[testing\]'"):
        importlib.import_module("slaclock.testing.drawing")
