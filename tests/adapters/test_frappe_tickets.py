"""ERPNext and Frappe Helpdesk: tickets with what happened to them, and their own figures beside ours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from frappe_payloads import (
    ZONE,
    account,
    agreement,
    holiday,
    holiday_list,
    issue,
    message,
    of_helpdesk,
    priority,
    statuses,
    ticket,
    version,
    workdays,
)
from hypothesis import given, strategies as st

from slaclock import PayloadError, SlaPolicy
from slaclock.adapters import frappe, of_product


def reading(*agreements: dict[str, Any], rows: tuple[dict[str, Any], ...] = ()) -> Any:
    return frappe.policy(list(agreements) or agreement(), holiday_list(*rows), timezone=ZONE)


def told(ticket: Any, versions: Any = None, communications: Any = None, **keys: Any) -> Any:
    return frappe.tickets(ticket, versions, communications, timezone=ZONE, **keys)


def local(at: datetime) -> str:
    """A time of 1 June 2026, or a date and a time, on the clocks of the site."""
    found = at.astimezone(UTC) + timedelta(hours=5, minutes=30)
    return f"{found:%H:%M}" if found.date().isoformat() == "2026-06-01" else f"{found:%m-%d %H:%M}"


def turns(read: Any) -> list[tuple[str, str]]:
    [found] = read.tickets
    changes = [event for event in found.in_order if event.kind == "status_changed"]
    return [("", found.status), *((local(event.at), event.status) for event in changes)]


# Tickets


def test_times_are_on_the_clocks_of_the_site() -> None:
    [found] = told(issue()).tickets
    assert found.opened == datetime(2026, 6, 1, 6, 30, tzinfo=UTC)
    [older] = told(issue(service_level_agreement_creation=None)).tickets
    assert older.opened.microsecond == 123456


def test_a_ticket_with_its_versions_and_messages() -> None:
    versions = [
        version("14:00", ("status", "Replied", "On Hold"), ("priority", "Medium", "High")),
        version("13:00", ("status", "Open", "Replied"), ("subject", "A", "B")),
        version("15:00", ("service_level_agreement", "Gold", "Silver"), ("status", "On Hold", "Closed")),
        version("15:30", name="empty", data={"added": [["x"]]}),
    ]
    messages = [
        message("12:00"),
        message("13:00", "Sent"),
        message("14:10"),
        message("14:20", "Sent"),
        message("14:30", "Sent", communication_type="Automated Message"),
    ]
    given = issue(
        status="Closed", priority="High", service_level_agreement="Silver", first_responded_on="2026-06-01 13:00:00"
    )
    read = told(given, versions, messages)
    assert turns(read) == [("", "Open"), ("13:00", "Replied"), ("14:00", "On Hold"), ("15:00", "Closed")]
    [found] = read.tickets
    assert (found.plan, found.priority) == ("Gold", "Medium")
    assert [(local(each.at), each.kind, each.plan or each.priority) for each in found.in_order if not each.status] == [
        ("13:00", "agent_replied", None),
        ("14:00", "priority_changed", "High"),
        ("14:10", "customer_replied", None),
        ("14:20", "agent_replied", None),
        ("15:00", "plan_changed", "Silver"),
    ]
    assert not read.problems
    assert dict(read.counts) == {"versions": 4, "communications": 5, "tickets": 1}


def test_a_customers_message_opens_a_ticket_again_and_no_version_says_so() -> None:
    replied = version("13:00", ("status", "Open", "Replied"))
    closed = version("16:00", ("status", "Open", "Closed"))
    messages = [message("12:59"), message("14:00"), message("15:00")]
    read = told(issue(status="Closed"), [replied, closed], messages)
    assert turns(read) == [("", "Open"), ("13:00", "Replied"), ("14:00", "Open"), ("16:00", "Closed")]
    assert turns(told(issue(), replied, messages)) == [("", "Open"), ("13:00", "Replied"), ("14:00", "Open")]
    alone = told(issue(status="Closed"), [replied, closed])
    assert turns(alone) == [("", "Open"), ("13:00", "Replied"), ("16:00", "Closed")]
    assert (
        "no version says since when: its pauses are not all known; pass communications=" in alone.problems["ISS-7"][0]
    )
    assert (
        "Replied from 2026-06-01 07:30 UTC and On Hold now"
        in told(issue(status="On Hold"), replied).problems["ISS-7"][0]
    )


def test_what_was_before_its_agreement_is_how_it_began() -> None:
    versions = [
        version("10:00", ("status", "Open", "Replied"), ("priority", "Low", "High")),
        version("11:00", ("status", "Replied", "Open")),
    ]
    reset = issue(service_level_agreement_creation="2026-06-01 10:30:00", priority="High")
    read = told(reset, versions)
    assert turns(read) == [("", "Replied"), ("11:00", "Open")]
    assert read.tickets[0].priority == "High"


@pytest.mark.parametrize("key", ["service_level_agreement", "sla"])
@pytest.mark.parametrize("none", [None, ""])
def test_a_ticket_without_an_agreement_is_left_out(key: str, none: str | None) -> None:
    other = {name: value for name, value in issue(name="ISS-8").items() if name != "service_level_agreement"}
    read = told([issue(), other | {key: none}])
    assert [ticket.id for ticket in read.tickets] == ["ISS-7"]
    assert not read.problems
    assert "it has no SLA; nothing is promised for it, so it was left out" in str(read.losses[-1])


def test_a_ticket_that_does_not_speak_of_an_agreement_is_read() -> None:
    unsaid = {name: value for name, value in issue().items() if name != "service_level_agreement"}
    [found] = told(unsaid).tickets
    assert found.plan is None


def test_resolutions_have_other_keys_since_version_15() -> None:
    older = issue(status="Closed", resolution_date="2026-06-01 15:00:00", resolution_by="2026-06-01 18:00:00")
    newer = {f"sla_{key}" if key.startswith("resolution_") else key: value for key, value in older.items()}
    assert newer.keys() ^ older.keys() == {
        "resolution_date",
        "resolution_by",
        "sla_resolution_date",
        "sla_resolution_by",
    }
    assert told(newer).tickets == told(older).tickets
    assert compared(newer)["resolution"] == compared(older)["resolution"]


def test_a_ticket_alone_states_its_end_and_its_hold() -> None:
    ended = issue(status="Closed", resolution_date="2026-06-01 15:00:00", first_responded_on="2026-06-01 12:30:00")
    assert turns(told(ended)) == [("", "Open"), ("15:00", "Closed")]
    held = told(issue(status="Replied", on_hold_since="2026-06-01 13:00:00"))
    assert turns(held) == [("", "Open"), ("13:00", "Replied")]
    assert not held.problems
    summed = told(ended | {"total_hold_time": 2700.5})
    assert "it was on hold for 0:45:00.500000, and when is not known" in summed.problems["ISS-7"][0]
    unsaid = told(issue(status="Closed"))
    assert unsaid.problems == {"ISS-7": ("it is Closed, and nothing says since when; pass versions=",)}
    assert turns(unsaid) == [("", "Open")]
    assert turns(told(issue(status="Replied"))) == [("", "Replied")]


def test_a_priority_that_a_ticket_does_not_state_is_the_default_one() -> None:
    assert told(issue(priority=None), reading=reading()).tickets[0].priority == "Medium"
    assert told(issue(priority="")).tickets[0].priority is None


def test_what_is_wrong_with_a_ticket_is_its_problem_and_others_go_on() -> None:
    versions = [
        version("13:00", docname=1, data="{"),
        version("13:00", name="b", docname=2, data='{"changed": [["status", "Open"]]}'),
        version("13:00", name="c", docname=3, data="[]"),
        version("13:00", name="d", docname=9),
        version("13:00", name="e", ref_doctype="Customer"),
    ]
    messages = message("13:00", "Both", reference_name=4)
    tickets = [ticket(name=number) for number in range(1, 5)] + [ticket(name=5, total_hold_time="1 hour")]
    read = told(tickets, versions, messages)
    assert [each.id for each in read.tickets] == ["1", "2", "3", "4"]
    assert {key: said[0].partition(": ")[2] for key, said in read.problems.items()} == {
        "1": "it is no object in JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "2": "a change has a field, what stood there before and what stands there after",
        "3": "it is no object in JSON: it is JSON, but no object",
        "4": "there is no direction of a message 'Both'; known: Sent, Received",
        "5": "it is 0 to 10,000,000,000 seconds, not '1 hour'",
    }
    assert [loss.what for loss in read.losses] == ["it is of the kind 'Customer'", "ticket 9 is not among the tickets"]


def test_an_answer_of_as_many_records_as_a_page_has_may_be_cut_off() -> None:
    read = told({"data": [ticket(name=number) for number in range(20)]})
    assert "20 records are what an answer has unless asked for more" in read.losses[0].what
    assert not told({"data": [ticket(name=number) for number in range(19)]}).losses


def test_files_are_told_apart_by_their_keys() -> None:
    payload = account()
    files = {"t": payload["tickets"], "v": payload["versions"], "c": {"data": payload["communications"]}}
    read = of_product("frappe", "tickets_of_answers")(files, ZONE)
    assert [each.id for each in read.tickets] == ["ISS-7", "7"]
    policy = reading(agreement(), of_helpdesk()).policy.model_copy(update={"timezone": ZONE})
    found = frappe.comparison_of_answers(files, policy)
    assert found == frappe.compare(
        policy, payload["tickets"], payload["versions"], payload["communications"], timezone=ZONE
    )
    assert [(each.ticket, each.metric) for each in found.cycles] == [
        *(("ISS-7", "first_response"), ("ISS-7", "resolution"), ("7", "first_response")),
    ]


# Figures that ERPNext publishes: for four and six hours, ten to six on weekdays, with the 5th and the 7th of March 2019
# closed, when tickets are due; and for the same week, how long first responses of June 2021 took.


def compared(*tickets: dict[str, Any], **keys: Any) -> dict[str, Any]:
    policy = keys.pop("policy", None) or reading()
    found = frappe.compare(policy, list(tickets), keys.pop("versions", None), keys.pop("messages", None), timezone=ZONE)
    return {each.metric: each for each in found.cycles}


@pytest.mark.parametrize(
    ("opened", "name", "response", "resolution"),
    [
        pytest.param("04 12:00", "Medium", "04 16:00", "04 18:00", id="in-hours"),
        pytest.param("04 07:00", "Medium", "04 14:00", "04 16:00", id="before-hours"),
        pytest.param("04 20:00", "Medium", "06 14:00", "06 16:00", id="after-hours-and-a-holiday"),
        pytest.param("04 14:00", "Medium", "04 18:00", "06 12:00", id="over-the-night"),
        pytest.param("04 12:00", "High", "04 14:00", "04 15:00", id="another-target"),
    ],
)
def test_due_instants_that_erpnext_publishes(opened: str, name: str, response: str, resolution: str) -> None:
    closed = holiday_list(
        holiday("2019-03-05"),
        holiday("2019-03-07"),
        holiday("2019-02-11"),
        from_date="2019-01-01",
        to_date="2019-12-31",
    )
    policy = frappe.policy(agreement(), closed, timezone=ZONE)
    stated = {"response_by": f"2019-03-{response}:00", "resolution_by": f"2019-03-{resolution}:00", "priority": name}
    found = compared(issue(service_level_agreement_creation=f"2019-03-{opened}:00", **stated), policy=policy)
    assert [each.reason for each in found.values()] == ["same", "same"]
    assert [each.difference for each in found.values()] == [timedelta(0), timedelta(0)]


@pytest.mark.parametrize(
    ("opened", "answered", "seconds"),
    [
        *(("28 11:00", "28 12:00", 3600), ("28 12:00", "28 20:00", 21600), ("28 06:00", "28 12:00", 7200)),
        *(("28 06:00", "29 06:00", 28800), ("28 06:00", "29 11:00", 32400), ("28 06:00", "29 20:00", 57600)),
        *(("25 06:00", "26 11:00", 28800), ("28 12:00", "29 06:00", 21600), ("28 12:00", "29 11:00", 25200)),
        *(("28 12:00", "29 20:00", 50400), ("25 12:00", "26 11:00", 21600), ("28 20:00", "29 11:00", 3600)),
        *(("28 20:00", "29 20:00", 28800), ("25 06:00", "27 11:00", 28800), ("25 12:00", "27 11:00", 21600)),
    ],
)
def test_times_of_first_responses_that_erpnext_publishes(opened: str, answered: str, seconds: float) -> None:
    stated = {"first_responded_on": f"2021-06-{answered}:00", "first_response_time": float(seconds)}
    found = compared(issue(service_level_agreement_creation=f"2021-06-{opened}:00", **stated))["first_response"]
    assert (found.reason, found.ours.elapsed) == ("same", timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("answered", "seconds"), [("07-01 06:00", 86400), ("07-01 11:00", 90000), ("07-01 20:00", 115200)]
)
def test_times_of_first_responses_after_days_that_erpnext_publishes(answered: str, seconds: float) -> None:
    stated = {"first_responded_on": f"2021-{answered}:00", "first_response_time": float(seconds)}
    found = compared(issue(service_level_agreement_creation="2021-06-28 06:00:00", **stated))["first_response"]
    assert (found.reason, found.ours.elapsed) == ("same", timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("opened", "answered"), [("28 19:00", "28 20:00"), ("27 10:00", "27 11:00"), ("28 20:00", "29 06:00")]
)
def test_one_second_stands_for_a_first_response_outside_hours(opened: str, answered: str) -> None:
    stated = {"first_responded_on": f"2021-06-{answered}:00", "first_response_time": 1.0}
    found = compared(issue(service_level_agreement_creation=f"2021-06-{opened}:00", **stated))["first_response"]
    assert (found.reason, found.detail) == ("rule of the product", "1 second stands for a first response outside hours")
    assert found.ours.elapsed == timedelta(0)


def test_a_hold_outside_hours_moves_the_due_instant_that_erpnext_publishes() -> None:
    """Six hours from 04:00 on are used at 16:00; 45 minutes on hold before the opening make it 16:45 there."""
    stated = issue(
        service_level_agreement_creation="2020-03-04 04:00:00",
        status="Closed",
        resolution_date="2020-03-04 05:05:00",
        resolution_by="2020-03-04 16:45:00",
        total_hold_time=2700.0,
        agreement_status="Fulfilled",
        resolution_time=3900.0,
    )
    at = {"creation": "2020-03-04 04:15:00"}
    versions = [
        version("04:15", ("status", "Open", "Replied"), **at),
        version("05:05", ("status", "Open", "Closed"), creation="2020-03-04 05:05:00"),
    ]
    reply = message("05:00", creation="2020-03-04 05:00:00")
    for known in ({"versions": versions, "messages": reply}, {}):
        found = compared(stated, **known)["resolution"]
        assert (found.reason, found.difference) == ("rule of the product", timedelta(minutes=-45))
        assert found.detail == (
            "ERPNext adds the time on hold to the due instant as real time, 0:45:00, outside hours too"
        )
        assert (found.theirs.elapsed, found.ours.breached) == (None, False)


# Other figures


def test_a_due_instant_that_is_gone_while_on_hold_is_not_compared() -> None:
    held = issue(status="Replied", on_hold_since="2026-06-01 13:00:00", response_by=None, resolution_by=None)
    assert compared(held) == {}


def test_a_due_instant_follows_a_priority_that_changes_later_there() -> None:
    versions = [version("14:00", ("priority", "Medium", "High"))]
    stated = {"first_responded_on": "2026-06-01 13:00:00", "response_by": "2026-06-01 14:00:00", "priority": "High"}
    found = compared(issue(**stated, resolution_by="2026-06-01 15:00:00"), versions=versions)
    assert [each.reason for each in found.values()] == ["rule of the product", "same"]
    assert found["first_response"].detail == "its due instant follows the priority, also once it has stopped"
    assert local(found["first_response"].ours.due) == "16:00"
    nothing = reading(agreement(priorities=[priority("Medium", 14400, 21600), priority("Low", 0, 21600)]))
    lowered = issue(**stated | {"priority": "Low"})
    found = compared(lowered, versions=[version("14:00", ("priority", "Medium", "Low"))], policy=nothing)
    assert found["first_response"].reason == "not explained"


def test_only_the_last_hold_is_added_by_older_releases() -> None:
    versions = [
        version("13:00", ("status", "Open", "Replied")),
        version("13:30", ("status", "Replied", "Open")),
        version("14:00", ("status", "Open", "Replied")),
        version("14:10", ("status", "Replied", "Open")),
    ]
    stated = issue(total_hold_time=2400.0, response_by="2026-06-01 16:00:00", resolution_by="2026-06-01 18:10:00")
    found = compared(stated, versions=versions)
    assert found["resolution"].detail == (
        "ERPNext adds only the last time on hold to the due instant as real time, 0:10:00, outside hours too"
    )
    assert (
        found["first_response"].detail == "ERPNext states the due instant of a first response without the time on hold"
    )
    assert local(found["resolution"].ours.due) == "06-02 10:40"


def test_a_first_response_time_counts_holidays() -> None:
    stated = {"first_responded_on": "2026-06-04 11:00:00", "first_response_time": 90000.0}
    found = compared(issue(service_level_agreement_creation="2026-06-01 10:00:00", **stated))["first_response"]
    assert (found.reason, found.detail) == (
        *("rule of the product", "first_response_time counts holidays as if support were open"),
    )
    assert found.ours.elapsed == timedelta(hours=17)


def test_a_day_that_ends_a_second_early_there() -> None:
    nights = agreement(
        support_and_resolution=workdays(opens="0:00:00", closes="23:59:59"),
        priorities=[priority("Medium", 345600, 345600)],
    )
    stated = issue(service_level_agreement_creation="2026-06-04 00:00:00", response_by="2026-06-10 00:00:04")
    found = compared(stated, policy=reading(nights))["first_response"]
    assert (found.reason, found.detail) == (
        *("rule of the product", "a day ends at 23:59:59 there, a second before midnight"),
    )


@pytest.mark.parametrize(
    ("status", "resolves", "breached"),
    [
        pytest.param("Fulfilled", 1, False, id="fulfilled"),
        pytest.param("Failed", 1, None, id="one-of-two-failed"),
        pytest.param("Failed", 0, True, id="the-one-failed"),
        pytest.param("Paused", 0, None, id="neither"),
    ],
)
def test_an_agreement_is_kept_as_a_whole(status: str, resolves: int, breached: bool | None) -> None:
    policy = reading(agreement(apply_sla_for_resolution=resolves))
    stated = issue(response_by="2026-06-01 16:00:00", agreement_status=status)
    assert compared(stated, policy=policy)["first_response"].theirs.breached is breached
    older = issue(response_by="2026-06-01 16:00:00", agreement_fulfilled=status)
    assert compared(older, policy=policy)["first_response"].theirs.breached is breached


def helpdesk(**keys: Any) -> dict[str, Any]:
    policy = frappe.policy(of_helpdesk(), holiday_list(), statuses(), timezone=ZONE)
    versions = keys.pop("versions", None)
    return compared(ticket(**keys), policy=policy, versions=versions)


def test_a_hold_in_frappe_helpdesk_is_open_time() -> None:
    versions = [
        version("17:30", ("status", "Open", "Replied"), ref_doctype="HD Ticket", docname="7"),
        version("19:00", ("status", "Replied", "Open"), ref_doctype="HD Ticket", docname="7"),
    ]
    stated = {"response_by": "2026-06-01 16:00:00", "resolution_by": "2026-06-02 10:30:00", "total_hold_time": 1800.0}
    found = helpdesk(**stated, versions=versions)
    assert [each.reason for each in found.values()] == ["same", "same"]
    unsaid = helpdesk(**stated)["resolution"]
    assert (unsaid.reason, unsaid.detail) == (
        *("rule of the product", "it states 0:30:00 of open time on hold, and its versions show other holds"),
    )


def test_due_instants_of_recent_releases_of_frappe_helpdesk_stay_while_on_hold() -> None:
    held = {"status": "Replied", "on_hold_since": "2026-06-01 13:00:00", "resolution_by": "2026-06-01 18:00:00"}
    found = helpdesk(**held, response_by="2026-06-01 16:00:00", agreement_status="Paused")
    assert [each.reason for each in found.values()] == ["same", "same"]


def test_a_resolution_time_in_frappe_helpdesk_is_open_time_without_holds() -> None:
    ended = {"status": "Resolved", "resolution_date": "2026-06-01 17:00:00", "resolution_by": "2026-06-02 10:30:00"}
    found = helpdesk(**ended, resolution_time=16200.0, total_hold_time=1800.0)["resolution"]
    assert found.detail == "it states 0:30:00 of open time on hold, and its versions show other holds"
    older = helpdesk(**ended | {"resolution_by": "2026-06-03 12:00:00"}, total_hold_time=172800.0)["resolution"]
    assert older.reason == "not explained"
    older = helpdesk(**ended | {"resolution_by": "2026-06-04 16:00:00"}, total_hold_time=3600.0 * 69)["resolution"]
    assert older.detail == "older releases start 2 days, 21:00:00 later, the real time on hold"


def test_a_holiday_on_which_nobody_said_what_happens_is_another_reason() -> None:
    late = agreement(name="Late", support_and_resolution=workdays(opens="20:00:00", closes="23:00:00"))
    found = compared(issue(response_by="2026-06-02 21:00:00"), policy=reading(agreement(), late))["first_response"]
    assert (found.reason, found.detail) == ("another schedule", "Late")


def test_what_cannot_be_compared_is_a_loss() -> None:
    stated = {"response_by": "2026-06-01 16:00:00"}
    found = frappe.compare(reading(), [issue(**stated, service_level_agreement="Silver")], timezone=ZONE)
    assert "it has no answer" in found.losses[0].meaning
    none = agreement(priorities=[priority("Low", 60, 60), priority("Medium", 0, 60)])
    found = frappe.compare(reading(none), [issue(**stated)], timezone=ZONE)
    assert "first_response of ticket ISS-7 has figures, and nothing is promised" in found.losses[0].what
    broken = [issue(**stated, creation="soon", service_level_agreement_creation=None)]
    found = frappe.compare(reading(), broken, version("13:00", docname="ISS-9", data="{"), timezone=ZONE)
    assert [loss.what for loss in found.losses] == [
        "ticket ISS-9 is not among the tickets",
        "ticket ISS-9",
        "ticket ISS-7",
    ]


def test_figures_that_cannot_be_read_are_losses_with_their_place() -> None:
    found = frappe.compare(reading(), [issue(response_by="soon")], timezone=ZONE)
    assert "response_by" in found.losses[0].meaning


def test_a_policy_of_ones_own_is_compared_too() -> None:
    policy = SlaPolicy(name="C", timezone=ZONE, plans={"Gold": {"first_response": "1 calendar hour"}})
    found = compared(issue(response_by="2026-06-01 13:00:00"), policy=policy)["first_response"]
    assert (found.reason, found.schedule) == ("same", "")


EVENTS = st.lists(st.tuples(st.integers(1, 72), st.sampled_from(["Open", "Replied", "Closed", "Resolved"])), max_size=5)


@given(EVENTS)
def test_what_is_compared_is_what_the_ticket_is_evaluated_as(told_at: list[tuple[int, str]]) -> None:
    """Whatever its holds and ends, ours is what the policy says of the ticket that was read."""
    start, status, versions = datetime(2026, 6, 1, 12), "Open", []
    for hours, after in sorted(dict(told_at).items()):
        if after != status:
            at = f"{start + timedelta(hours=hours)}"
            versions.append(version("13:00", ("status", status, after), name=f"v{hours}", creation=at))
            status = after
    given = issue(status=status, resolution_by="2026-06-01 18:00:00")
    found = compared(given, versions=versions)["resolution"]
    [read] = told(given, versions).tickets
    end = max([read.opened, *(event.instant for event in read.events)])
    status_then = reading().policy.evaluate(read, end)["resolution"]
    assert found.ours.due == status_then.due
    if status_then.stopped_at:
        assert found.ours.elapsed == status_then.elapsed


def test_a_payload_of_the_wrong_shape_is_refused_with_its_place() -> None:
    with pytest.raises(PayloadError, match=r"^tickets\[0\]: key 'name' is missing"):
        told([{"status": "Open"}])
    with pytest.raises(PayloadError, match=r"^versions\[0\]: key 'docname' is missing"):
        told([], [{"ref_doctype": "Issue", "data": "{}"}])
