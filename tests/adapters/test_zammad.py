"""Zammad: calendars, SLAs and states as a policy, tickets with histories, its own figures beside ours, and back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from zammad_payloads import account, article, calendar, changes, sla, states, ticket

from slaclock import Event, PayloadError, Schedule, SlaPolicy, Ticket, UnknownNameError
from slaclock.adapters import of_product, zammad


def reading(**keys: Any) -> Any:
    return zammad.policy(**{"calendars": [calendar()], "slas": [sla()], "ticket_states": states(), **keys})


def office(**keys: Any) -> Schedule:
    found: Schedule = reading(calendars=[calendar(**keys)]).policy.schedule("Office")
    return found


# Calendars


def test_days_that_are_not_active_open_nothing() -> None:
    assert str(office()) == "Mon-Fri 09:00-17:00 Etc/UTC, holidays 2026-06-03 (Stocktaking)"


def test_a_minute_before_midnight_is_midnight() -> None:
    read = reading(calendars=[calendar(("00:00", "23:59"))]).policy.schedule("Office")
    assert str(read).startswith("Mon-Fri 00:00-24:00 Etc/UTC")


@pytest.mark.parametrize(
    "stated",
    [
        pytest.param({"active": False, "summary": "A"}, id="not-active"),
        pytest.param({"active": True, "removed": True, "summary": "A"}, id="removed"),
        pytest.param(None, id="null"),
    ],
)
def test_holidays_that_close_nothing(stated: Any) -> None:
    read = reading(calendars=[calendar(public_holidays={"2026-06-01": stated})])
    assert read.policy.schedule("Office").is_open(datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert read.counts["public_holidays"] == 1


@pytest.mark.parametrize("stated", [{"summary": "A"}, {"active": None}])
def test_a_holiday_that_does_not_say_that_it_is_active_is_a_loss(stated: Any) -> None:
    read = reading(calendars=[calendar(public_holidays={"2026-06-01": stated})])
    assert read.policy.schedule("Office").is_open(datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert [loss.what for loss in read.losses] == ["it does not say that it is active"]


def test_a_holiday_closes_its_date() -> None:
    assert not office().is_open(datetime(2026, 6, 3, 12, tzinfo=UTC))
    assert office(public_holidays={"2026-06-01": {"active": True, "summary": ""}}).holidays.on(date(2026, 6, 1))


def test_a_feed_is_a_loss() -> None:
    read = reading(calendars=[calendar(ical_url="https://example.test/x.ics")])
    assert [loss.path for loss in read.losses] == ["calendars[0].ical_url"]
    assert "first day of each event" in read.losses[0].meaning


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"calendars": [], "slas": []}, "^calendars: there are no calendars", id="none"),
        pytest.param({"calendars": [calendar(timezone="Mars")]}, r"^calendars\[0\].timezone: ", id="a-zone"),
        pytest.param({"calendars": [calendar(("17:00", "09:00"))]}, "it ends at 09:00, and does not", id="a-night"),
        pytest.param({"calendars": [calendar(("09:00", "09:00:30"), ("9", "10:00"))]}, "a time of day", id="an-hour"),
        pytest.param({"calendars": [calendar(("09:00", "24:30"))]}, "there is no time of day '24:30'", id="past-24"),
        pytest.param({"calendars": [calendar(business_hours={"mon": None})]}, "key 'mon' is null", id="no-day"),
        pytest.param(
            {"calendars": [calendar(business_hours={"mon": {"active": True}})]},
            "key 'timeframes' is missing",
            id="a-day-without-frames",
        ),
        pytest.param({"calendars": [calendar(("09:00",))]}, "a frame has two times", id="half-a-frame"),  # type: ignore[arg-type]
        pytest.param({"calendars": [calendar(business_hours={"monday": {}})]}, "there is no day 'monday'", id="a-day"),
        pytest.param(
            {"calendars": [calendar(public_holidays={"2026-12-25": {"actve": True}})]},
            "key 'actve' is not known; did you mean 'active'",
            id="a-holiday-a-letter-off",
        ),
        pytest.param({"calendars": [calendar(business_hours={})]}, "no day is active", id="never-open"),
        pytest.param({"slas": [sla(calendar_id=9)]}, "there is no calendar 9; pass calendars= with it", id="calendar"),
        pytest.param(
            {"slas": [sla(first_response_time=0, update_time="", solution_time=None)]}, "promises nothing", id="zero"
        ),
        pytest.param({"slas": [sla(first_response_time="6O")]}, "a whole number of minutes, not '6O'", id="letter-o"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(keys: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        reading(**keys)


# SLAs


def test_text_of_forms_is_minutes() -> None:
    assert str(reading(slas=[sla(first_response_time="90")]).policy.target()) == "90 business minutes"


def test_without_slas_nothing_is_promised() -> None:
    read = reading(slas=None, ticket_states=None)
    assert [loss.path for loss in read.losses] == ["slas"]
    assert "pending reminder, pending close." in read.policy.assumptions[-1]


def test_slas_are_tried_by_name_and_one_without_conditions_is_for_all_others() -> None:
    of_high = {"ticket.priority_id": {"operator": "is", "value": "3"}}
    not_low = {"ticket.priority_id": {"operator": "is not", "value": ["1"]}}
    read = reading(
        slas=[sla(id=1, name="A all"), sla(id=2, name="C", condition=not_low), sla(id=3, name="B", condition=of_high)]
    )
    assert [rule.plan for rule in read.rules] == ["A all", "B", "C"]
    assert [read.plan_of({"priority_id": number}) for number in (1, 2, 3)] == ["A all", "C", "B"]
    noted = {"preferences": {"escalation_calculation": {"sla_id": 2}}, "priority_id": 3}
    assert read.plan_of(noted) == "C"
    assert read.plan_of({"preferences": {"escalation_calculation": {"sla_id": 9}}, "priority_id": 1}) == "A all"
    with pytest.raises(PayloadError, match=r"whether `ticket.priority_id is 3` is true, which decides on the plan 'B'"):
        read.plan_of({"id": 1})


def test_of_slas_without_conditions_the_last_by_name_is_for_all_others() -> None:
    read = reading(slas=[sla(id=1, name="B all"), sla(id=2, name="A all"), sla(id=3, name="C", condition={
        "ticket.priority_id": {"operator": "is", "value": "3"}})])  # fmt: skip
    assert [read.plan_of({"priority_id": number}) for number in (2, 3)] == ["B all", "C"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        pytest.param({"conditions": [{"name": "ticket.tags", "operator": "is", "value": "a"}], "operator": "AND"},
                     True, id="of-an-expert"),
        pytest.param({"conditions": [], "operator": "OR"}, None, id="any"),
        pytest.param({"article.body": {"operator": "contains", "value": "x"}}, None, id="of-an-article"),
        pytest.param({"ticket.owner_id": {"operator": "is", "value": True}}, False, id="a-flag"),
        pytest.param({"ticket.owner_id": {"operator": "is", "value": [""]}}, True, id="nobody"),
        pytest.param({"ticket.owner_id": {"operator": "is"}}, False, id="no-value"),
        pytest.param(
            {"ticket.owner_id": {"operator": "is", "pre_condition": "specific", "value": [""]}}, True, id="of-values"
        ),
        pytest.param(
            {"ticket.owner_id": {"operator": "is", "pre_condition": "not_set", "value": []}}, None, id="not-set"
        ),
        pytest.param(
            {"ticket.owner_id": {"operator": "is", "pre_condition": "current_user.id", "value": ""}}, None, id="asker"
        ),
    ],
)  # fmt: skip
def test_conditions_that_a_ticket_decides_or_does_not(condition: Any, holds: bool | None) -> None:
    read = reading(slas=[sla(condition=condition)])
    values = {"tags": ["a", "b"], "owner_id": None}
    if holds is None:
        assert len(read.losses) == 2
        with pytest.raises(PayloadError, match="state the plan of the ticket yourself"):
            read.plan_of(values)
    else:
        assert read.plan_of(values) == ("Gold" if holds else None)


# Tickets


def test_a_ticket_with_its_history_and_articles() -> None:
    told = [
        *changes(("new", "pending reminder", "10:00"), ("pending reminder", "closed", "11:00")),
        *changes(("2 normal", "3 high", "10:30"), attribute="priority"),
        {"id": 1, "o_id": 7, "object": "Ticket", "type": "created", "created_at": "2026-06-01T09:30:00Z"},
        {"id": 2, "o_id": 9, "object": "Ticket::Article", "type": "created", "created_at": "2026-06-01T09:30:00Z"},
    ]
    replies = [
        article("Customer", "09:30"),
        article("Agent", "09:40", type="note"),
        article("Agent", "09:41", internal=True),
        article("System", "09:42"),
        article("Agent", "09:50"),
        article("Customer", "09:55", internal=None),
    ]
    read = zammad.tickets([ticket()], {"history": told}, replies, states())
    [found] = read.tickets
    assert (found.status, found.priority) == ("new", "2 normal")
    assert [event.kind for event in found.in_order] == [
        *("agent_replied", "customer_replied", "status_changed", "priority_changed", "status_changed"),
    ]
    assert not read.losses  # Its history names the priority that it has by number alone.
    assert read.counts["history"] == 5


def test_a_ticket_alone_states_its_own_replies_and_its_end() -> None:
    keys = {"state": "closed", "priority": "1 low", "close_at": "2026-06-01T12:00:00Z"}
    contact = {"last_contact_customer_at": "2026-06-01T09:30:00Z", "first_response_at": "2026-06-01T10:00:00Z"}
    read = zammad.tickets(ticket(**keys, **contact), reading=reading())
    assert [event.kind for event in read.tickets[0].events] == ["status_changed", "agent_replied"]
    assert (read.tickets[0].plan, read.tickets[0].status, read.tickets[0].priority) == ("Gold", "open", "1 low")
    assert ["pass articles=" in loss.meaning for loss in read.losses] == [True]


def test_what_is_wrong_with_a_ticket_is_its_problem_and_others_go_on() -> None:
    of_another = [each | {"o_id": 9} for each in changes(("new", "open", "10:00"))]
    told = [*changes(("open", "somewhere", "10:00")), *of_another]
    told[1]["id"] = 999
    bad = [article("Robot", "10:00", ticket_id=8)]
    read = zammad.tickets(
        [ticket(id=1, created_at="yesterday"), ticket(), ticket(id=8, state_id=99)], {"history": told}, bad, states()
    )
    assert [each.id for each in read.tickets] == ["7"]
    assert sorted(read.problems) == ["1", "7", "8"]
    assert "there is no state 'somewhere'" in read.problems["7"][0]
    assert len(read.problems["8"]) == 2
    assert [loss.what for loss in read.losses] == [
        "its priority is 2, which has no name here",
        "ticket 9 is not among the tickets",
    ]


@pytest.mark.parametrize("key", ["state", "state_id"])
@pytest.mark.parametrize(("ended", "number"), [("closed", 4), ("merged", 5)])
def test_a_ticket_that_has_ended_has_the_plan_of_its_opening(key: str, ended: str, number: int) -> None:
    numbers = {"new": 1, "open": 2, "closed": 4, "merged": 5}
    named = [{"id": at, "name": name, "ignore_escalation": at > 2} for name, at in numbers.items()]
    values = [4, 5] if key == "state_id" else ["closed", "merged"]
    read = reading(slas=[sla(condition={f"ticket.{key}": {"operator": "is not", "value": values}})])
    held = {"state": ended} if key == "state" else {"state_id": number}
    given = {name: value for name, value in ticket().items() if name not in ("state", "state_id")} | held
    history = changes(("open", ended, "11:00"))
    told = zammad.tickets(given, history, ticket_states=named, reading=read)
    assert [each.plan for each in told.tickets] == ["Gold"]
    figures = {"close_at": "2026-06-01T11:00:00Z", "close_in_min": 60, "close_diff_in_min": 60}
    assert zammad.compare(read, given | figures, history, ticket_states=named).cycles
    other = reading(slas=[sla(condition={f"ticket.{key}": {"operator": "is", "value": values}})])
    left = zammad.tickets(given, history, ticket_states=named, reading=other)
    assert (left.tickets, dict(left.problems)) == ((), {})
    assert any("no SLA takes it; nothing is promised for it, so it was left out" in str(loss) for loss in left.losses)


def test_the_state_of_a_ticket_that_goes_on_is_its_own() -> None:
    read = reading(slas=[sla(condition={"ticket.state": {"operator": "is", "value": "pending reminder"}})])
    given = {name: value for name, value in ticket().items() if name != "state_id"} | {"state": "pending reminder"}
    assert zammad.tickets(given, changes(("open", "pending reminder", "11:00")), reading=read).tickets[0].plan == "Gold"


def test_an_id_that_is_not_known_decides_on_no_plan() -> None:
    read = reading(slas=[sla(condition={"ticket.state_id": {"operator": "is not", "value": "4"}})])
    given = ticket(state="closed", state_id=4)
    [problem] = zammad.tickets(given, changes(("open", "closed", "11:00")), reading=read).problems["7"]
    assert "does not say whether `ticket.state_id is not 4` is true" in problem


def test_the_first_message_of_a_customer_waits_for_a_next_response() -> None:
    policy = reading(slas=[sla(update_time=None, response_time=60)]).policy
    opened = Ticket(id="7", opened=datetime(2026, 6, 1, 9, 30, tzinfo=UTC), plan="Gold")
    [waiting] = [each for each in policy.evaluate(opened, opened.opened).cycles if each.metric == "next_response"]
    assert waiting.status.due is not None
    events = [
        Event(at=datetime(2026, 6, 1, 10, tzinfo=UTC), kind="agent_replied"),
        Event(at=datetime(2026, 6, 1, 11, tzinfo=UTC), kind="customer_replied"),
    ]
    answered = Ticket(id="7", opened=opened.opened, plan="Gold", events=events)
    late = datetime(2026, 6, 1, 11, 30, tzinfo=UTC)
    found = [each for each in policy.evaluate(answered, late).cycles if each.metric == "next_response"]
    assert [each.cycle for each in found] == [1, 2]


def test_a_reply_that_does_not_say_whether_customers_see_it_is_a_problem() -> None:
    silent = {key: held for key, held in article("Agent", "10:00").items() if key != "internal"}
    read = zammad.tickets([ticket()], None, [silent], states())
    assert not read.tickets[0].events
    assert "key 'internal' is missing" in read.problems["7"][0]
    asked = silent | {"sender": "Customer"}
    assert not zammad.tickets([ticket()], None, [asked], states()).problems


def test_a_reopened_ticket_goes_on_with_what_was_used() -> None:
    """The time in which it was closed is a pause."""
    told = changes(("open", "closed", "10:00"), ("closed", "open", "10:30"))
    read = zammad.tickets([ticket()], {"history": told}, [], states(), reading=reading())
    evaluated = reading().policy.evaluate(read.tickets[0], datetime(2026, 6, 1, 11, tzinfo=UTC))
    by_metric = {each.metric: each.status for each in evaluated.cycles}
    assert by_metric["resolution"].elapsed == timedelta(hours=1)
    assert by_metric["first_response"].state == "met"
    assert "reopened before anybody answered" in read.problems["7"][0]
    answered = zammad.tickets([ticket()], {"history": told}, [article("Agent", "09:40")], states())
    assert not answered.problems


def test_the_time_in_which_it_was_closed_is_a_pause_of_its_figures() -> None:
    told = {"history": changes(("open", "closed", "10:00"), ("closed", "open", "10:30"))}
    stated = {"first_response_at": "2026-06-01T11:00:00Z", "first_response_in_min": 60}
    assert zammad.compare(reading(), ticket(**stated), told, states()).cycles[0].reason == "same"


# Its own figures. The minutes are those that the product publishes for its own SLAs of 60, 120 and 180 minutes,
# on tickets created at 09:30.


def figures(**keys: Any) -> dict[str, Any]:
    return {
        each.metric: each
        for each in zammad.compare(reading(), [ticket(**keys)], None, states()).cycles
    }  # fmt: skip


def test_due_instants_that_the_product_publishes() -> None:
    due = {"first_response": "10:30", "update": "11:30", "close": "12:30"}
    stated = {f"{name}_escalation_at": f"2026-06-01T{at}:00Z" for name, at in due.items()}
    found = figures(**stated)
    assert [each.reason for each in found.values()] == ["same", "same", "same"]
    assert found["resolution"].difference == timedelta(0)


@pytest.mark.parametrize(
    ("at", "used", "left"),
    [pytest.param("10:00", 30, 30, id="early"), pytest.param("14:00", 270, -210, id="late")],
)
def test_a_first_response_as_the_product_publishes_it(at: str, used: int, left: int) -> None:
    stated = {"first_response_in_min": used, "first_response_diff_in_min": left}
    found = figures(first_response_at=f"2026-06-01T{at}:00Z", **stated)["first_response"]
    assert (found.reason, found.ours.elapsed) == ("same", timedelta(minutes=used))
    assert found.theirs.breached is found.ours.breached is (left < 0)


@pytest.mark.parametrize(
    ("at", "used", "left"),
    [pytest.param("11:30", 120, 60, id="early"), pytest.param("13:00", 210, -30, id="late")],
)
def test_a_solution_as_the_product_publishes_it(at: str, used: int, left: int) -> None:
    stated = {"close_in_min": used, "close_diff_in_min": left}
    assert figures(close_at=f"2026-06-01T{at}:00Z", **stated)["resolution"].reason == "same"


def test_an_update_from_the_agents_contact_and_by_older_releases_from_the_customers() -> None:
    agent = {"last_contact_agent_at": "2026-06-01T11:00:00Z"}
    assert figures(**agent, update_escalation_at="2026-06-01T13:00:00Z")["update"].reason == "same"
    customer = {"last_contact_customer_at": "2026-06-01T12:05:00Z"}
    found = figures(**agent, **customer, update_escalation_at="2026-06-01T14:05:00Z")["update"]
    assert (found.reason, found.detail[:14]) == ("rule of the product", "older releases")
    used = {"last_contact_customer_at": "2026-06-01T10:50:00Z", "update_in_min": 10, "update_diff_in_min": 110}
    found = figures(**agent, **used, update_escalation_at=None)["update"]
    assert found.theirs.elapsed == timedelta(minutes=10)


def test_a_next_response_stops_at_the_agents_answer() -> None:
    contact = {"last_contact_customer_at": "2026-06-01T10:00:00Z", "last_contact_agent_at": "2026-06-01T10:20:00Z"}
    read = reading(slas=[sla(update_time=None, response_time=60)])
    [cycle] = zammad.compare(read, ticket(**contact, update_in_min=20, update_diff_in_min=40)).cycles
    assert (cycle.metric, cycle.reason) == ("next_response", "same")
    [cycle] = zammad.compare(read, ticket(update_escalation_at="2026-06-01T10:30:00Z")).cycles
    assert cycle.reason == "same"


def test_pauses_are_cut_to_whole_minutes() -> None:
    told = changes(("open", "pending reminder", "10:00"), ("pending reminder", "open", "10:30"))
    told[0]["created_at"], told[1]["created_at"] = "2026-06-01T10:00:40Z", "2026-06-01T10:30:10Z"
    stated = {"close_at": "2026-06-01T11:00:00Z", "close_in_min": 60}
    [cycle] = zammad.compare(reading(), ticket(**stated), {"history": told}, states()).cycles
    assert (cycle.reason, cycle.detail) == ("rounding", "to whole minutes")
    waiting = {"history": changes(("open", "pending reminder", "10:00"))}
    [cycle] = zammad.compare(reading(), ticket(first_response_escalation_at="2026-06-02T09:30:00Z"), waiting).cycles
    assert cycle.reason == "not explained"


@pytest.mark.parametrize(
    ("due", "created", "reason", "detail"),
    [
        pytest.param("01T17:00", "01T16:00", "boundary", "closing", id="boundary"),
        pytest.param("01T21:00", "01T18:00", "another schedule", "Late", id="another-schedule"),
        pytest.param("05T21:00", "01T18:00", "not explained", "", id="not-explained"),
    ],
)
def test_a_difference_has_its_reason(due: str, created: str, reason: str, detail: str) -> None:
    late = calendar(("20:00", "23:00"), id=5, name="Late")
    read = reading(calendars=[calendar(), late])
    told = ticket(created_at=f"2026-06-{created}:00Z", first_response_escalation_at=f"2026-06-{due}:00Z")
    [cycle] = zammad.compare(read, told).cycles
    assert (cycle.reason, cycle.detail) == (reason, detail)


def test_what_cannot_be_compared_is_a_loss() -> None:
    two = reading(slas=[sla(), sla(id=3, name="B", condition={"ticket.x": {"operator": "is", "value": 1}})])
    told = ticket(first_response_escalation_at="2026-06-01T10:30:00Z")
    assert (
        "does not say whether `ticket.x is 1` is true, which decides on the plan"
        in zammad.compare(two, told).losses[0].what
    )
    assert "its plan is not known: no SLA takes it" in zammad.compare(two.policy, told).losses[0].what
    assert zammad.compare(two.policy, told, plans={"7": "Gold"}).cycles[0].reason == "same"
    assert zammad.compare(reading().policy, told, {"history": changes(("open", "lost", "10:00"))}).losses
    never = SlaPolicy(
        name="N",
        timezone="UTC",
        schedules={"o": {"hours": "Mon 09:00-10:00", "exceptions": {}}},
        plans={"Gold": {"schedule": "o", "first_response": "2 business hours", "workaround": "1 business hour"}},
    )
    last = ticket(created_at="9999-12-30T10:00:00Z", first_response_escalation_at="9999-12-31T10:00:00Z")
    assert "it has no answer" in zammad.compare(never, last).losses[0].meaning


def test_files_of_a_comparison_are_known_by_their_keys() -> None:
    told = ticket(first_response_at="2026-06-01T10:00:00Z", first_response_in_min=30, first_response_diff_in_min=30)
    given = {"b": states(), "a": [told]}
    found = zammad.comparison_of_answers(given, reading().policy)
    assert found == zammad.compare(reading().policy, [told], None, states())
    assert found.cycles
    with pytest.raises(PayloadError, match="it holds one of: calendars, slas, histories, articles, ticket_states"):
        zammad.comparison_of_answers({"x.json": {"schedules": []}}, reading().policy)


def test_slas_beside_tickets_say_which_plan_each_has() -> None:
    conditions = {"ticket.priority_id": {"operator": "is", "value": ["3"]}}
    slas = [sla(id=1, name="Other", first_response_time=30), sla(condition=conditions)]
    answered = {"first_response_at": "2026-06-01T10:00:00Z", "first_response_in_min": 30}
    told = [ticket(priority_id=3, **answered), ticket(id=8, first_response_escalation_at="2026-06-01T10:00:00Z")]
    files = {"c": [calendar()], "s": slas, "t": told}
    two = zammad.policy([calendar()], slas)
    found = zammad.comparison_of_answers(files, two.policy)
    assert [(cycle.ticket, cycle.plan, cycle.reason) for cycle in found.cycles] == [
        ("7", "Gold", "same"),
        ("8", "Other", "same"),
    ]
    read = zammad.tickets_of_answers(files)
    assert [each.plan for each in read.tickets] == ["Gold", "Other"]
    assert {f"s: {loss.path}" for loss in two.losses} <= {loss.path for loss in read.losses}


def test_a_plan_that_the_policy_does_not_have_is_said() -> None:
    told = ticket(first_response_escalation_at="2026-06-01T10:00:00Z")
    other = zammad.policy([calendar()], [sla(name="Silver")])
    [loss] = zammad.compare(reading().policy, told, reading=other).losses
    assert "its SLA 'Silver' is no plan of the policy" in loss.what
    with pytest.raises(UnknownNameError, match="no plan 'Golt'"):
        zammad.compare(reading().policy, told, plans={"7": "Golt"})


def test_calendar_time_has_no_other_reading() -> None:
    policy = SlaPolicy(name="C", timezone="UTC", plans={"Gold": {"first_response": "1 calendar hour"}})
    told = ticket(first_response_escalation_at="2026-06-01T12:30:00Z")
    assert zammad.compare(policy, told).cycles[0].reason == "not explained"
    days = SlaPolicy(
        name="D",
        timezone="UTC",
        schedules={"o": "Mon-Fri 09:00-17:00"},
        plans={"Gold": {"schedule": "o", "first_response": "1 business day"}},
    )
    assert zammad.compare(days, told).cycles[0].reason == "not explained"


# Files


def test_files_are_told_apart_by_their_keys() -> None:
    payload = account()
    files = {"a": payload["slas"], "b": payload["ticket_states"], "c": payload["calendars"]}
    read = of_product("zammad", "policy_of_answers")(files, None, "Desk")
    assert (read.policy.name, SlaPolicy.loads(read.yaml())) == ("Desk", read.policy)
    told = {"t": payload["tickets"], "h": payload["histories"], "a": payload["articles"], "s": payload["ticket_states"]}
    assert len(of_product("zammad", "tickets_of_answers")(told).tickets) == 1
    with pytest.raises(PayloadError, match=r"^x: its keys do not show what it is"):
        zammad.policy_of_answers({"x": [{"nothing": 1}]})
    with pytest.raises(PayloadError, match=r"^y: its keys do not show what it is"):
        zammad.policy_of_answers({"y": "text"})


def test_states_without_ids_are_told_by_name() -> None:
    named = [{"name": "open", "ignore_escalation": False}]
    assert zammad.tickets(ticket(state="open"), None, [], named).tickets[0].status == "open"


def test_an_sla_may_state_no_conditions() -> None:
    assert reading(slas=[sla(condition=None)]).rules[0].conditions == ()


def test_figures_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(PayloadError, match=r"^tickets\[0\].first_response_at: "):
        figures(first_response_at="soon", first_response_in_min=30)


def test_a_ticket_that_changes_its_state_unanswered_and_stays_open_goes_on_as_usual() -> None:
    told = changes(("new", "open", "10:00"), ("open", "pending reminder", "10:10"))
    told += changes(("2 normal", "3 high", "10:05"), attribute="priority")
    assert not zammad.tickets([ticket()], {"history": told}, [], states()).problems


def test_a_policy_as_the_text_of_a_file() -> None:
    policy = reading().policy
    text = zammad.text_of_policy(policy, schedule=None, plan=None, years=[2026])
    assert '"first_response_time": 60' in text
    assert '"2026-06-03"' in text
    assert "slas" not in zammad.text_of_policy(policy, schedule="Office", plan=None, years=[])
    assert "calendars" not in zammad.text_of_policy(policy, schedule=None, plan="Gold", years=[])
    two = reading(slas=[sla(), sla(id=3, name="B")]).policy
    with pytest.raises(UnknownNameError, match="name the schedule or the plan that is written"):
        zammad.text_of_policy(two, schedule=None, plan=None, years=[])


# The way back

FRAMES = st.lists(
    st.tuples(st.integers(0, 22 * 60), st.integers(1, 90)).map(lambda each: (each[0], each[0] + each[1])),
    min_size=1,
    max_size=3,
)


@given(FRAMES, st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=4), st.sampled_from(["Mon", "Mon-Fri"]))
def test_a_schedule_is_read_back_as_it_was(frames: list[tuple[int, int]], closed: set[date], days: str) -> None:
    """It is open at the same times, whatever order its windows were stated in."""
    clock = [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in frames if b != 1439]
    schedule = Schedule(
        timezone="Europe/Berlin",
        hours=[f"{days} {each}" for each in clock] or "Mon 09:00-10:00",
        holidays=[{"date": day.isoformat(), "name": f"Closed {day}"} for day in sorted(closed)],
        holiday_rule="calendar_date",
        name="Office",
        outside_coverage="ignore",
    )
    back = zammad.policy(zammad.schedule_payload(schedule)).policy.schedule("Office")
    year = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    back = back.model_copy(update={"outside_coverage": "ignore"})
    assert list(back.windows(*year)) == list(schedule.windows(*year))
    assert back.holidays == schedule.holidays


@given(st.dictionaries(st.sampled_from(["first_response", "update", "resolution"]), st.integers(1, 5000), min_size=1))
def test_a_plan_is_read_back_as_it_was(targets: dict[str, int]) -> None:
    policy = SlaPolicy(
        name="A",
        timezone="UTC",
        boundary="next_opening",
        schedules={"Office": "Mon-Fri 09:00-17:00"},
        plans={
            "Gold": {"schedule": "Office", **{key: f"{number} business minutes" for key, number in targets.items()}}
        },
    )
    back = reading(slas=zammad.sla_payload(policy, calendar_id=1)).policy
    for metric in targets:
        assert back.target(metric=metric).duration == policy.target(metric=metric).duration


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": "UTC-05:00"}, "^timezone: .* is an offset and no place", id="an-offset"),
        pytest.param({"hours": "Mon 22:00-06:00"}, "^hours: Mon 22:00-06:00 goes over midnight", id="a-night"),
        pytest.param({"hours": "Mon 09:00:30-17:00"}, "is not in whole minutes", id="seconds"),
        pytest.param({"hours": "Mon 09:00-23:59"}, "ends at 23:59, which the product takes for 24:00", id="23:59"),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "is no weekly hours", id="a-rule"),
        pytest.param({"exceptions": {"2026-12-24": "09:00-12:00"}}, "^exceptions: ", id="a-date"),
        pytest.param({"holidays": "DE"}, "closes by a rule, and the format has dates", id="a-country"),
    ],
)
def test_what_a_schedule_says_and_the_format_cannot_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        zammad.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon 09:00-17:00", **keys}))


@pytest.mark.parametrize(
    ("targets", "problem"),
    [
        pytest.param({"workaround": "1 business hour"}, "the product does not measure workaround", id="a-metric"),
        pytest.param({"resolution": {"P1": "1 business hour"}}, "it differs by priority", id="priorities"),
        pytest.param({"resolution": "none"}, "or promises nothing", id="nothing"),
        pytest.param({"resolution": "2 business days"}, "is no business time", id="days"),
        pytest.param({"resolution": "90 business seconds"}, "no whole number of minutes", id="seconds"),
        pytest.param(
            {"resolution": {"target": "1 business hour", "ends": "next_opening"}}, "starts or ends", id="ends"
        ),
        pytest.param(
            {"update": "1 business hour", "next_response": "1 business hour"}, "the format has one of them", id="both"
        ),
    ],
)
def test_what_a_plan_says_and_the_format_cannot_is_named(targets: dict[str, Any], problem: str) -> None:
    policy = SlaPolicy(
        name="A",
        timezone="UTC",
        schedules={"o": "Mon-Fri 09:00-17:00"},
        plans={"Gold": {"schedule": "o", "first_response": "1 business hour", **targets}, "B": {"like": "Gold"}},
    )
    with pytest.raises(PayloadError, match=problem):
        zammad.sla_payload(policy, "Gold")
    with pytest.raises(UnknownNameError, match="an SLA holds one plan; name one of: Gold, B"):
        zammad.sla_payload(policy)
