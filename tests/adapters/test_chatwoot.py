"""Chatwoot: inboxes and SLA policies as a policy, conversations as tickets, applied SLAs beside ours, and back."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from chatwoot_payloads import ZONE, account, applied, closed, conversation, epoch, inbox, message, row, sla_policy
from hypothesis import given, strategies as st

from slaclock import PayloadError, Schedule, SlaPolicy, UnknownNameError
from slaclock.adapters import chatwoot, of_product

NEW_YORK = ZoneInfo(ZONE)
WEEK = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 15, tzinfo=UTC)


def reading(**keys: Any) -> Any:
    return chatwoot.policy(**{"inboxes": [inbox()], "sla_policies": [sla_policy()], **keys})


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=NEW_YORK)


# Inboxes


def test_the_days_of_an_inbox_begin_with_sunday_and_a_day_that_is_not_there_is_closed() -> None:
    assert str(reading().policy.schedule("Chat")) == "Mon-Fri 09:00-17:00 America/New_York"
    hours = reading(inboxes=inbox(row(0, "10:30", "14:15"), closed(1), row(6))).policy.schedule("Chat")
    assert str(hours) == "Sat 09:00-17:00; Sun 10:30-14:15 America/New_York"


def test_open_all_day_is_24_hours_and_a_minute_before_midnight_is_that_minute() -> None:
    whole = row(1, "00:00", "23:59", open_all_day=True)
    assert str(reading(inboxes=inbox(whole)).policy.schedule("Chat")).startswith("Mon 00:00-24:00")
    assert str(reading(inboxes=inbox(row(1, "00:00", "23:59"))).policy.schedule("Chat")).startswith("Mon 00:00-23:59")


@pytest.mark.parametrize(
    ("given_inbox", "loss"),
    [
        pytest.param(inbox(working_hours_enabled=False), "not enabled", id="not-enabled"),
        pytest.param(inbox(*(closed(day) for day in range(7))), "closed on all days", id="closed-on-all-days"),
    ],
)
def test_hours_that_are_not_looked_at_are_calendar_time(given_inbox: dict[str, Any], loss: str) -> None:
    read = reading(inboxes=given_inbox)
    assert (dict(read.policy.schedules), str(read.policy.target())) == ({}, "1 calendar hour")
    assert loss in read.losses[0].what
    assert "Chatwoot counts all hours" in read.losses[0].meaning


def test_an_inbox_without_a_zone_is_in_utc() -> None:
    read = reading(inboxes=inbox(timezone=None))
    assert read.policy.schedule("Chat").timezone == "UTC"
    assert "Chatwoot takes UTC" in read.losses[0].meaning


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"inboxes": [], "sla_policies": []}, "^inboxes: no inbox has working hours", id="nothing"),
        pytest.param({"inboxes": []}, "^sla_policies: Gold: it counts working hours.*pass inboxes=", id="no-inboxes"),
        pytest.param({"inboxes": inbox(row(1, "17:00", "09:00"))}, "it closes before it opens", id="a-night"),
        pytest.param({"inboxes": inbox(row(1, "09:00", "09:00"))}, "it closes before it opens", id="empty"),
        pytest.param({"inboxes": inbox(row(7))}, "0 to 6 .the day, 0 for Sunday", id="a-day"),
        pytest.param({"inboxes": inbox(row(1), row(1))}, "day 1 stands here twice", id="twice"),
        pytest.param({"inboxes": inbox(row(1, open_hour=None))}, "key 'open_hour' is null", id="no-hour"),
        pytest.param({"inboxes": inbox(row(1, close_hour=24))}, r"0 to 23 \(an hour\)", id="hour-24"),
        pytest.param({"inboxes": inbox(row(1, open_all_day=True, closed_all_day=True))}, "keep one of both", id="both"),
        pytest.param({"inboxes": inbox(timezone="Mars")}, r"timezone: ", id="a-zone"),
        pytest.param({"inboxes": inbox(working_hours_enabled=None)}, "working_hours_enabled", id="enabled"),
        pytest.param({"sla_policies": sla_policy(first_response_time_threshold=None, next_response_time_threshold=None,
                      resolution_time_threshold=None)}, "it promises nothing", id="no-times"),
        pytest.param({"sla_policies": sla_policy(first_response_time_threshold=0)}, "1 to 3,162,240,000", id="zero"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        reading(**keys)


# SLA policies


def test_an_sla_policy_in_working_hours_is_a_plan_for_each_inbox_and_another_for_all() -> None:
    mail = inbox(id=2, name="Mail", working_hours_enabled=False)
    always = sla_policy(id=2, name="Always", only_during_business_hours=False)
    read = reading(inboxes=[inbox(), mail], sla_policies=[sla_policy(), always])
    assert dict(read.plans) == {("1", "1"): "Gold (Chat)", ("1", "2"): "Gold (Mail)", ("2", ""): "Always"}
    assert [str(read.policy.target(plan)) for plan in read.policy.plans] == [
        *("1 business hour", "1 calendar hour", "1 calendar hour"),
    ]
    assert (read.plan_of("2", "9"), read.plan_of("1", "2"), read.plan_of("1", "9")) == ("Always", "Gold (Mail)", None)


def test_an_sla_policy_that_does_not_say_which_hours_it_counts_is_a_loss() -> None:
    silent = {key: value for key, value in sla_policy().items() if key != "only_during_business_hours"}
    read = reading(sla_policies=[silent])
    assert str(read.policy.target()) == "1 calendar hour"
    assert [loss.what for loss in read.losses] == ["it does not say whether only_during_business_hours"]
    assert not reading(sla_policies=[sla_policy(only_during_business_hours=None)]).losses


def test_without_sla_policies_nothing_is_promised() -> None:
    assert [loss.path for loss in reading(sla_policies=None).losses] == ["sla_policies"]


def test_unknown_keys_and_pages_that_are_missing_are_losses() -> None:
    read = reading(sla_policies={"payload": [sla_policy(escalate=True)], "meta": {"count": 3}})
    assert [loss.what for loss in read.losses] == [
        *("3 sla_policies are announced, and 1 are here", "key 'escalate' is not known"),
    ]


# Conversations


def told(*given_conversations: dict[str, Any], messages: Any = None, **keys: Any) -> Any:
    return chatwoot.tickets(list(given_conversations), messages, **keys)


def test_a_conversation_with_its_messages() -> None:
    said = [
        message("incoming", "01T09:00"),
        message(1, "01T09:10", private=True),
        message(1, "01T09:11", sender={"type": "agent_bot"}),
        message(1, "01T09:12", sender=None),
        message(2, "01T09:13"),
        message("template", "01T09:14"),
        message("outgoing", "01T09:30"),
        message(0, "01T10:00"),
    ]
    read = told(conversation(priority="high"), messages=said, reading=reading(), resolved={"7": at("01T11:00")})
    [found] = read.tickets
    assert (found.plan, found.priority) == ("Gold", "high")
    assert [each.kind for each in found.in_order] == ["agent_replied", "customer_replied", "resolved"]
    assert not read.problems
    evaluated = reading().policy.evaluate(found, at("01T18:00"))
    assert [(each.metric, each.status.state, each.status.elapsed) for each in evaluated.cycles] == [
        ("first_response", "met", timedelta(minutes=30)),
        ("next_response", "met", timedelta(hours=1)),
        ("resolution", "met", timedelta(hours=2)),
    ]


def test_a_conversation_alone_states_its_first_reply_and_since_when_a_customer_waits() -> None:
    stated = {"first_reply_created_at": epoch("01T09:30"), "waiting_since": epoch("01T10:00")}
    assert [each.kind for each in told(conversation(**stated)).tickets[0].events] == [
        "agent_replied",
        "customer_replied",
    ]
    new = conversation(waiting_since=epoch("01T09:00"))
    assert told(new, messages=[]).tickets[0].events == told(new).tickets[0].events == ()
    as_text = conversation(created_at="2026-06-01T13:00:00Z")
    assert told(as_text).tickets[0].opened == at("01T09:00")


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"status": "resolved"}, "Chatwoot does not say when", id="resolved"),
        pytest.param({"status": "paused"}, "there is no status 'paused'", id="a-status"),
        pytest.param({"created_at": 0}, "it is 0, which means never", id="never"),
        pytest.param({"created_at": True}, "a whole number of seconds since 1970", id="a-flag"),
        pytest.param({"sla_policy_id": 9}, "no SLA policy 9 for inbox 1", id="another-sla"),
        pytest.param({"inbox_id": 9}, "no SLA policy 1 for inbox 9", id="another-inbox"),
    ],
)
def test_what_is_doubtful_or_cannot_be_read_is_a_problem(keys: dict[str, Any], problem: str) -> None:
    read = told(conversation(**keys), conversation(id=8), reading=reading())
    assert problem in read.problems["7"][0]
    assert "8" in [each.id for each in read.tickets]


def test_a_conversation_without_an_sla_policy_is_left_out() -> None:
    read = told(conversation(sla_policy_id=None), conversation(id=8), reading=reading())
    assert ([each.id for each in read.tickets], dict(read.problems)) == (["8"], {})
    assert "it has no SLA policy; nothing is promised for it, so it was left out" in str(read.losses[0])


def test_what_is_wrong_with_messages_is_a_problem_of_their_conversation() -> None:
    said = [message(9, "01T09:10"), message("call", "01T09:11"), message(0, "01T09:12", conversation_id=99)]
    read = told(conversation(), messages=said)
    assert ["a type of message" in read.problems["7"][0], "there is no type of message" in read.problems["7"][1]] == [
        *(True, True),
    ]
    assert [loss.what for loss in read.losses] == ["conversation 99 is not among the conversations"]


def test_a_reply_that_does_not_say_whether_customers_see_it_is_a_problem() -> None:
    silent = [
        {key: held for key, held in message(kind, f"01T09:1{kind}").items() if key != "private"} for kind in (0, 1)
    ]
    read = told(conversation(), messages=silent)
    assert "key 'private' is missing" in read.problems["7"][0]
    assert len(read.problems["7"]) == 1


# Its applied SLAs


def compared(row_of: dict[str, Any], read: Any = None, resolved: Any = None, **keys: Any) -> dict[str, Any]:
    found = chatwoot.compare(read or reading(), conversation(**keys), [row_of], resolved=resolved or {}).cycles
    return {each.metric: each for each in found}


def test_due_instants_that_the_product_states() -> None:
    due = {"sla_frt_due_at": epoch("01T10:00"), "sla_nrt_due_at": epoch("01T13:00"), "sla_rt_due_at": epoch("01T17:00")}
    replied = {"first_reply_created_at": epoch("01T09:30"), "waiting_since": epoch("01T11:00")}
    found = compared(applied(**due), **replied)
    assert [each.reason for each in found.values()] == ["same", "same", "same"]
    assert list(compared(applied(**due))) == ["first_response", "resolution"]
    assert [each.schedule for each in compared(applied(**due), reading(sla_policies=sla_policy(
        only_during_business_hours=False))).values()] == ["", ""]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "status", "keys", "theirs", "ours"),
    [
        pytest.param([("frt", "01T10:05")], "missed", {"first_reply_created_at": "01T10:30"}, True, True, id="late"),
        pytest.param([], "hit", {"first_reply_created_at": "01T09:30"}, False, False, id="in-time"),
        pytest.param([], "hit", {"first_reply_created_at": "01T10:00"}, False, False, id="in-the-due-second"),
        pytest.param([("frt", "01T10:05")], "active_with_misses", {}, True, True, id="still-open"),
    ],
)
def test_misses_are_compared_where_no_due_instant_is_stated(
    events: list[tuple[str, str]], status: str, keys: dict[str, str], theirs: bool, ours: bool
) -> None:
    stated = {key: epoch(value) for key, value in keys.items()}
    found = compared(applied(*events, sla_status=status), **stated)["first_response"]
    assert (found.reason, found.theirs.breached, found.ours.breached) == ("same", theirs, ours)
    assert found.theirs.due is None


def test_a_clock_that_runs_is_missed_in_the_second_in_which_it_is_due() -> None:
    found = compared(applied(("frt", "01T10:00")))["first_response"]
    assert (found.reason, found.detail[:26]) == ("rule of the product", "a clock that runs is misse")


@pytest.mark.parametrize("only", [pytest.param(True, id="business"), pytest.param(False, id="calendar")])
def test_older_releases_note_misses_by_calendar_time_whatever_the_hours(only: bool) -> None:
    read = reading(sla_policies=sla_policy(only_during_business_hours=only))
    found = compared(applied(("frt", "01T19:05")), read, created_at=epoch("01T18:00"))["first_response"]
    assert (found.reason, "older releases" in found.detail) == (
        ("rule of the product", True) if only else ("same", False)
    )


def test_misses_of_the_present_wait_are_compared_and_earlier_ones_are_losses() -> None:
    replied = {"first_reply_created_at": epoch("01T09:30"), "waiting_since": epoch("01T11:00")}
    found = compared(applied(("nrt", "01T10:40"), ("nrt", "01T13:05")), **replied)["next_response"]
    assert (found.reason, found.theirs.breached, found.ours.breached) == ("same", True, True)
    for stated in (replied, replied | {"waiting_since": 0}):
        earlier = chatwoot.compare(reading(), conversation(**stated), [applied(("nrt", "01T10:40"))])
        assert [loss.what for loss in earlier.losses] == ["a miss of next_response of conversation 7"]


def test_a_resolution_is_compared_where_it_is_said_when_it_was() -> None:
    late = applied(("rt", "01T17:01"), ("rt", "02T09:30"), sla_status="missed")
    found = compared(late, resolved={"7": at("02T10:00")}, first_reply_created_at=epoch("01T09:10"))
    assert [(each.reason, each.ours.breached) for each in found.values()] == [("same", False), ("same", True)]
    early = compared(applied(("rt", "02T09:30"), sla_status="missed"), resolved={"7": at("01T10:00")})["resolution"]
    assert early.reason == "not explained"


@pytest.mark.parametrize(
    ("due", "created", "reason", "detail"),
    [
        pytest.param("01T17:00", "01T16:00", "same", "", id="at-closing"),
        pytest.param("02T09:00", "01T16:00", "boundary", "next_opening", id="boundary"),
        pytest.param("01T21:00", "01T18:00", "another schedule", "Late", id="another-schedule"),
        pytest.param("09T21:00", "01T18:00", "not explained", "", id="not-explained"),
    ],
)
def test_a_difference_has_its_reason(due: str, created: str, reason: str, detail: str) -> None:
    late = inbox(*(row(day, "20:00", "23:00") for day in range(7)), id=2, name="Late")
    read = reading(inboxes=[inbox(), late])
    found = compared(applied(sla_frt_due_at=epoch(due)), read, created_at=epoch(created))["first_response"]
    assert (found.reason, found.detail) == (reason, detail)


def test_what_cannot_be_compared_is_a_loss() -> None:
    due = applied(sla_frt_due_at=epoch("01T10:00"))
    assert (
        "conversation 8 is not among"
        in chatwoot.compare(reading(), conversation(id=7), [applied(key=8)]).losses[0].what
    )
    assert not chatwoot.compare(reading().policy, conversation(), [due]).losses
    two = reading(inboxes=[inbox(), inbox(id=2, name="Mail")])
    assert (
        "the plan of conversation 7 is not known" in chatwoot.compare(two.policy, conversation(), [due]).losses[0].what
    )
    assert "is not known" in chatwoot.compare(two, conversation(inbox_id=9), [due]).losses[0].what
    assert chatwoot.compare(two.policy, conversation(), [due], plans={"7": "Gold (Chat)"}).cycles[0].reason == "same"
    with pytest.raises(PayloadError, match="first_reply_created_at"):
        compared(due, first_reply_created_at="soon")
    with pytest.raises(PayloadError, match="there is no type of miss 'xrt'"):
        compared(applied(("xrt", "01T10:00")))
    plan = {"schedule": "o", "first_response": "2 business hours", "update": "1 hour"}
    never = SlaPolicy(name="N", timezone="UTC", schedules={"o": "Mon 09:00-10:00"}, plans={"Gold": plan})
    last = conversation(created_at="9999-12-30T10:00:00Z")
    assert "it has no answer" in chatwoot.compare(never, last, [due]).losses[0].meaning


# Files


def test_files_are_told_apart_by_their_keys() -> None:
    payload = account()
    files = {"a": payload["sla_policies"], "b": payload["inboxes"]}
    read = of_product("chatwoot", "policy_of_answers")(files, None, "Desk")
    assert (read.policy.name, SlaPolicy.loads(read.yaml())) == ("Desk", read.policy)
    assert chatwoot.policy_of_answers({"a": [sla_policy()], "b": inbox()}).policy.schedules == read.policy.schedules
    of_tickets = {"c": payload["conversations"], "m": payload["messages"]}
    assert len(of_product("chatwoot", "tickets_of_answers")(of_tickets).tickets) == 1
    of_figures = {"c": payload["conversations"], "s": payload["applied_slas"]}
    found = chatwoot.comparison_of_answers(of_figures, read.policy)
    assert found.cycles == chatwoot.compare(read, payload["conversations"], payload["applied_slas"]).cycles
    assert [each.reason for each in found.cycles] == ["same", "same", "same"]
    with pytest.raises(PayloadError, match=r"^x: its keys do not show what it is"):
        chatwoot.policy_of_answers({"x": {"payload": [{"nothing": 1}]}})


def test_a_single_record_in_a_payload_is_read() -> None:
    assert reading(sla_policies={"payload": sla_policy()}).policy == reading().policy
    assert reading(inboxes=[{"payload": [inbox()]}]).policy == reading().policy


def test_a_policy_as_the_text_of_a_file_is_read_back() -> None:
    policy = reading().policy
    text = chatwoot.text_of_policy(policy, schedule=None, plan=None, years=[])
    assert chatwoot.policy_of_answers({"x": json.loads(text)}).policy == policy
    assert "sla_policies" not in chatwoot.text_of_policy(policy, schedule="Chat", plan=None, years=[])
    assert "inboxes" not in chatwoot.text_of_policy(policy, schedule=None, plan="Gold", years=[])


# The way back

WINDOWS = st.tuples(st.integers(0, 22 * 60), st.integers(1, 119)).map(lambda each: (each[0], each[0] + each[1]))
WHOLE = st.just((0, 24 * 60))


@given(st.dictionaries(st.sampled_from(["Mon", "Tue", "Sat", "Sun"]), WINDOWS | WHOLE, min_size=1))
def test_a_schedule_is_read_back_as_it_was(windows: dict[str, tuple[int, int]]) -> None:
    """Its hours are equal, whole days included."""
    clock = [f"{day} {a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for day, (a, b) in windows.items()]
    schedule = Schedule(timezone=ZONE, hours=clock, name="Chat")
    back = chatwoot.policy(chatwoot.schedule_payload(schedule)).policy.schedule("Chat")
    assert list(back.windows(*WEEK)) == list(schedule.windows(*WEEK))


METRICS = st.sampled_from(["first_response", "next_response", "resolution"])


@given(st.dictionaries(METRICS, st.integers(1, 10**6), min_size=1), st.sampled_from(["business", "calendar"]))
def test_a_plan_is_read_back_as_it_was(targets: dict[str, int], basis: str) -> None:
    plan = {"schedule": "Chat", **{key: f"{number} {basis} seconds" for key, number in targets.items()}}
    policy = SlaPolicy(name="A", timezone=ZONE, schedules={"Chat": "Mon-Fri 09:00-17:00"}, plans={"Gold": plan})
    back = reading(sla_policies=chatwoot.sla_policy_payload(policy)).policy
    for metric in targets:
        assert back.due(at("06T10:00"), metric=metric) == policy.due(at("06T10:00"), metric=metric)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": "UTC-05:00"}, "^timezone: .* is an offset and no place", id="an-offset"),
        pytest.param({"hours": "Mon 22:00-06:00"}, "^hours: Mon 22:00-06:00 goes over midnight", id="a-night"),
        pytest.param({"hours": "Mon 09:00-12:00, 13:00-17:00"}, "Mon has 2 windows; the format has 1", id="lunch"),
        pytest.param({"hours": "Mon 18:00-24:00"}, "ends at 24:00, and does not begin at 00:00", id="24:00"),
        pytest.param({"hours": "Mon 09:00:30-17:00"}, "not in whole minutes", id="seconds"),
        pytest.param({"holidays": ["2026-12-25"]}, "^holidays: .* the format has no holidays", id="a-holiday"),
        pytest.param({"exceptions": {"2026-12-24": "09:00-12:00"}}, "^exceptions: ", id="a-date"),
    ],
)
def test_what_a_schedule_says_and_the_format_cannot_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        chatwoot.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon 09:00-17:00", **keys}))


@pytest.mark.parametrize(
    ("targets", "problem"),
    [
        pytest.param({"workaround": "1 business hour"}, "the product does not measure workaround", id="a-metric"),
        pytest.param({"resolution": {"P1": "1 business hour"}}, "it differs by priority", id="priorities"),
        pytest.param({"resolution": "none"}, "or promises nothing", id="nothing"),
        pytest.param({"resolution": "2 business days"}, "no business time and no calendar time", id="days"),
        pytest.param({"resolution": "PT1.5S"}, "no whole number of seconds", id="a-fraction"),
        pytest.param({"resolution": {"target": "1 business hour", "cut_off": "15:00"}}, "has a cut-off", id="cut-off"),
        pytest.param({"resolution": {"target": "1 business hour", "boundary": "next_opening"}}, "next opening", id="b"),
        pytest.param({"resolution": {"target": "1 business hour", "ends": "16:00"}}, "starts or ends", id="ends"),
        pytest.param({"resolution": "1 calendar hour"}, "some targets count business time and some", id="both"),
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
        chatwoot.sla_policy_payload(policy, "Gold")
    with pytest.raises(UnknownNameError, match="an SLA policy holds one plan; name one of: Gold, B"):
        chatwoot.sla_policy_payload(policy)
