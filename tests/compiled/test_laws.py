"""A compiled policy answers as its source, for its years and in whatever is asked of it (R22)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from compiled.drawn_whole import CUSTOMERS, METRICS, PLANS, PRIORITIES, whole_policies
from hypothesis import given, settings, strategies as st

from slaclock import CompiledYearsError, SlaClockError, SlaPolicy, Ticket, compiled
from slaclock.testing import Weeks, instants, noisy_instants, policies, tickets, weeks

FEW = settings(max_examples=max(settings.default.max_examples // 5, 8))
"""Each example compiles a policy of its own."""


def read_again(policy: SlaPolicy, years: tuple[int, int], customers: tuple[str, ...] = ()) -> compiled.CompiledPolicy:
    """A policy compiled, as it is read from its file."""
    return compiled.loads(policy.compile(years, customers).dumps())


def answer(question: Callable[..., Any], *asked_about: Any, **names: Any) -> Any:
    """What is answered, so that it can be compared: instants with their offsets, and errors with their messages.

    What is worked out when it is asked for is asked for here, and its errors are those of the answer.
    """
    try:
        found = question(*asked_about, **names)
        told = found.to_dict() if hasattr(found, "to_dict") else found
    except SlaClockError as error:
        return error if isinstance(error, CompiledYearsError) else f"{type(error).__name__}: {error}"
    return told.isoformat() if isinstance(told, datetime) else told


def years_around(found: Weeks) -> tuple[int, int]:
    """The years in which what happens in these weeks comes to be due."""
    return (found.middle - timedelta(days=30)).year, (found.middle + timedelta(days=100)).year


@st.composite
def asked(draw: st.DrawFn, customers: bool = False) -> tuple[Weeks, SlaPolicy, compiled.CompiledPolicy]:
    """A policy with all that one can state, and the same compiled for the years around."""
    season = draw(weeks())
    policy = draw(whole_policies(season, customers))
    return season, policy, read_again(policy, years_around(season), CUSTOMERS if customers else ())


def requests(season: Weeks) -> st.SearchStrategy[tuple[datetime, dict[str, str | None]]]:
    names = st.fixed_dictionaries(
        {
            "plan": st.sampled_from([*PLANS, "Gold", None, "none such"]),
            "priority": st.sampled_from([*PRIORITIES, "urgent", None, "P9"]),
            "metric": st.sampled_from([*METRICS, "none such"]),
            "channel": st.sampled_from([None, "phone", "Voice", "chat", "fax"]),
        }
    )
    likely = st.fixed_dictionaries(
        {
            "plan": st.sampled_from(PLANS),
            "priority": st.sampled_from(PRIORITIES),
            "metric": st.sampled_from(METRICS),
            "channel": st.sampled_from([None, "phone"]),
        }
    )
    return st.tuples(noisy_instants(season), st.one_of(likely, likely, names))


@FEW
@given(st.data())
def test_compiled_read_and_compiled_again_it_is_the_same_text(data: st.DataObject) -> None:
    _, policy, plain = data.draw(asked(data.draw(st.booleans())))
    again = policy.compile(plain.years, plain.customers)
    assert (again, again.dumps()) == (plain, plain.dumps())


@FEW
@given(st.data())
def test_due(data: st.DataObject) -> None:
    season, policy, plain = data.draw(asked())
    for at, names in data.draw(st.lists(requests(season), min_size=1, max_size=6)):
        assert answer(plain.due, at, **names) == answer(policy.due, at, **names)


@FEW
@given(st.data())
def test_explain(data: st.DataObject) -> None:
    season, policy, plain = data.draw(asked())
    for at, names in data.draw(st.lists(requests(season), min_size=1, max_size=3)):
        assert answer(plain.explain, at, **names) == answer(policy.explain, at, **names)


@FEW
@given(st.data())
def test_elapsed_and_is_open(data: st.DataObject) -> None:
    season, policy, plain = data.draw(asked())
    for name in [*policy.schedules, "maintenance"]:
        schedule = policy.schedule_through_versions(name)
        start, end = data.draw(noisy_instants(season)), data.draw(instants(season))
        assert plain.elapsed(start, end, name) == schedule.elapsed(start, end)
        assert plain.is_open(start, name) == schedule.is_open(start)
        assert plain.is_open(end, name) == schedule.is_open(end)


@FEW
@given(st.data())
def test_evaluate(data: st.DataObject) -> None:
    season, policy, plain = data.draw(asked())
    ticket = data.draw(tickets(policy, season))
    now = ticket.opened + timedelta(hours=data.draw(st.integers(0, 300)))
    assert answer(plain.evaluate, ticket, now) == answer(policy.evaluate, ticket, now)


@FEW
@given(st.data())
def test_evaluate_what_the_strategies_of_users_draw(data: st.DataObject) -> None:
    season = data.draw(weeks())
    policy = data.draw(policies(season))
    ticket = data.draw(tickets(policy, season))
    plain = read_again(policy, years_around(season))
    now = ticket.opened + timedelta(hours=data.draw(st.integers(0, 300)))
    assert answer(plain.evaluate, ticket, now) == answer(policy.evaluate, ticket, now)


@FEW
@given(st.data())
def test_clocks_of_a_ticket_are_explained_the_same(data: st.DataObject) -> None:
    season, policy, plain = data.draw(asked())
    ticket = data.draw(tickets(policy, season))
    now = ticket.opened + timedelta(hours=data.draw(st.integers(0, 300)))

    def explained(evaluate: Callable[[Ticket, datetime], Any]) -> list[Any]:
        return [answer(each.clock.explain, now) for each in evaluate(ticket, now).cycles]

    assert answer(explained, plain.evaluate) == answer(explained, policy.evaluate)


@FEW
@given(st.data())
def test_customers(data: st.DataObject) -> None:
    """Whose clocks are known is answered; of others it is said, or refused."""
    season, policy, plain = data.draw(asked(customers=True))
    at, names = data.draw(requests(season))
    assert answer(plain.due, at, **names) == answer(policy.due, at, **names)
    zone = data.draw(st.sampled_from(CUSTOMERS))
    there, compiled_there = policy.for_customer(zone), plain.for_customer(zone)
    assert answer(compiled_there.due, at, **names) == answer(there.due, at, **names)
    assert answer(compiled_there.explain, at, **names) == answer(there.explain, at, **names)
    start, end = data.draw(noisy_instants(season)), data.draw(noisy_instants(season))
    for name in policy.schedules:
        schedule = there.schedule_through_versions(name)
        assert compiled_there.elapsed(start, end, name) == schedule.elapsed(start, end)
        assert compiled_there.is_open(end, name) == schedule.is_open(end)
    ticket = data.draw(tickets(there, season)).model_copy(update={"timezone": zone})
    now = ticket.opened + timedelta(hours=data.draw(st.integers(0, 300)))
    assert answer(plain.evaluate, ticket, now) == answer(policy.evaluate, ticket, now)


class TestAtTheEndsOfItsYears:
    """It answers the same, or says that it needs other years: never otherwise."""

    at_each = pytest.mark.parametrize("year", [pytest.param(2026, id="the-last"), pytest.param(2027, id="the-first")])

    @staticmethod
    def drawn(
        data: st.DataObject, year: int, middle: date = date(2026, 12, 31)
    ) -> tuple[Weeks, SlaPolicy, compiled.CompiledPolicy]:
        season = Weeks(data.draw(st.sampled_from(["America/New_York", "Asia/Kathmandu", "UTC"])), middle)
        policy = data.draw(whole_policies(season))
        return season, policy, read_again(policy, (year, year))

    @pytest.mark.parametrize("kind", ["due", "explain"])
    @at_each
    @FEW
    @given(data=st.data())
    def test_requests(self, kind: str, year: int, data: st.DataObject) -> None:
        season, policy, plain = self.drawn(data, year)
        for at, names in data.draw(st.lists(requests(season), min_size=1, max_size=6)):
            found = answer(getattr(plain, kind), at, **names)
            if not isinstance(found, CompiledYearsError):
                assert found == answer(getattr(policy, kind), at, **names)

    @at_each
    @FEW
    @given(data=st.data())
    def test_open_time(self, year: int, data: st.DataObject) -> None:
        """What is asked about instants within them alone is always answered."""
        season, policy, plain = self.drawn(data, year)
        start, end = data.draw(noisy_instants(season)), data.draw(noisy_instants(season))
        known = plain.document.years
        for name in [*policy.schedules, "maintenance"]:
            schedule = policy.schedule_through_versions(name)
            for found, asked_about, expected in (
                (answer(plain.elapsed, start, end, name), (start, end), schedule.elapsed(start, end)),
                (answer(plain.is_open, end, name), (end,), schedule.is_open(end)),
            ):
                if all(known.start <= compiled.ticks(at) <= known.until for at in asked_about):
                    assert found == expected
                else:
                    assert isinstance(found, CompiledYearsError)

    @at_each
    @FEW
    @given(data=st.data())
    def test_tickets(self, year: int, data: st.DataObject) -> None:
        season, policy, plain = self.drawn(data, year)
        ticket = data.draw(tickets(policy, season))
        now = ticket.opened + timedelta(hours=data.draw(st.integers(0, 300)))
        found = answer(plain.evaluate, ticket, now)
        assert isinstance(found, CompiledYearsError) or found == answer(policy.evaluate, ticket, now)

    @at_each
    @FEW
    @given(data=st.data())
    def test_what_is_due_well_within_them_is_answered(self, year: int, data: st.DataObject) -> None:
        """None is refused for years that it does not need: eight days hold the next opening and the last closing."""
        season, policy, plain = self.drawn(data, year, date(2026, 12, 18) if year == 2026 else date(2027, 1, 14))
        known, near = plain.document.years, 8 * 86_400_000_000
        for at, names in data.draw(st.lists(requests(season), min_size=1, max_size=6)):
            due = None
            with suppress(SlaClockError):
                due = policy.due(at, **names)
            if due and all(known.start + near <= compiled.ticks(each) <= known.until - near for each in (at, due)):
                assert plain.due(at, **names) == due
