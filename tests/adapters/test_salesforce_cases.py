"""Cases of Salesforce as tickets, and its milestones beside ours (R7, R12, R16, R18, R19)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from salesforce_payloads import account, answer, business_hours, case, change, milestone

from slaclock import PayloadError, SlaPolicy, UnknownNameError, ZoneError
from slaclock.adapters import salesforce
from slaclock.adapters.payloads import Record
from slaclock.adapters.salesforce.written_amounts import amount_in

HISTORY = [
    change("01T10:00", "Status", "New", "Waiting"),
    change("01T08:00", "created", None, None),
    change("01T09:00", "Priority", "Medium", "High"),
]


def told(*histories: dict[str, Any], **keys: Any) -> list[tuple[str, str]]:
    [ticket] = salesforce.tickets(case(**keys), list(histories)).tickets
    return [
        (f"{event.at.astimezone(UTC):%d %H:%M}", event.status or event.priority or event.kind)
        for event in ticket.in_order
    ]


def test_the_opening_is_what_stood_before_the_first_change() -> None:
    read = salesforce.tickets(answer(case()), answer(*HISTORY), plans={"00001026": "Gold"})
    [ticket] = read.tickets
    assert (ticket.id, ticket.plan, ticket.status, ticket.priority) == ("500000000000001AAA", "Gold", "New", "Medium")
    assert ticket.opened == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert told(*HISTORY) == [("01 09:00", "High"), ("01 10:00", "Waiting")]
    assert (read.counts, read.problems) == ({"cases": 1, "histories": 3}, {})
    hours = "the case counts on business hours 01m1"
    assert [loss.what for loss in read.losses] == [hours, "histories of cases hold no replies"]


def test_a_case_of_15_characters_is_the_one_of_18() -> None:
    [ticket] = salesforce.tickets(
        case(), [{**HISTORY[0], "CaseId": "500000000000001"}], plans={case()["Id"]: "A"}
    ).tickets
    assert (ticket.status, ticket.plan) == ("New", "A")


def test_a_stopped_case_is_paused() -> None:
    stops = [change("01T10:00", "IsStopped", False, True), change("01T12:00", "IsStopped", True, False)]
    assert told(*stops) == [("01 10:00", "paused"), ("01 12:00", "resumed")]
    now = {"IsStopped": True, "StopStartDate": "2026-06-01T11:00:00.000+0000"}
    assert told(**now) == [("01 11:00", "paused")]
    assert told(*stops[:1], **now) == [("01 10:00", "paused")]


@pytest.mark.parametrize(
    ("status", "ends"),
    [pytest.param("Closed", [], id="known"), pytest.param("Erledigt", [("02 08:00", "closed")], id="in-other-words")],
)
def test_a_closed_case_ends_whatever_its_status_is_called(status: str, ends: list[tuple[str, str]]) -> None:
    closing = change("02T08:00", "Status", "New", status)
    closed = {"Status": status, "ClosedDate": "2026-06-02T08:00:00.000+0000"}
    assert told(closing, **closed) == [("02 08:00", status), *ends]
    assert told(**closed) == [("02 08:00", "closed")]


@pytest.mark.parametrize(
    ("keys", "histories", "doubt"),
    [
        pytest.param({"Status": ...}, [], "it states no status", id="no-status"),
        pytest.param({"Status": "New"}, HISTORY, "ends with Status 'Waiting', and it is 'New'", id="missing-changes"),
        pytest.param({"Priority": None}, [change("01T09:00", "Priority", "High", None)], "taken away at", id="gone"),
    ],
)
def test_what_is_doubtful_of_a_case_is_said(keys: dict[str, Any], histories: list[Any], doubt: str) -> None:
    read = salesforce.tickets(case(**keys), histories)
    assert len(read.tickets) == 1
    assert doubt in read.problems["500000000000001AAA"][0]


def test_a_case_that_cannot_be_read_does_not_keep_the_others_waiting() -> None:
    read = salesforce.tickets(
        [case(CreatedDate="soon"), case(Id="5002")], change("01T09:00", "Status", "A", "B", CaseId="9")
    )
    assert [ticket.id for ticket in read.tickets] == ["5002"]
    assert read.problems["500000000000001AAA"][0].startswith(
        "it cannot be read: cases[0].CreatedDate: it is an instant"
    )
    assert read.losses[0].path == "cases[1].BusinessHoursId"
    assert read.losses[1].what == "its case is not here"
    with pytest.raises(PayloadError, match="key 'Id' is missing"):
        salesforce.tickets(case(Id=...))
    with pytest.raises(ZoneError):
        salesforce.tickets([], timezone="EST")
    assert salesforce.tickets([], timezone="UTC").losses == ()


def test_files_are_known_by_their_keys() -> None:
    given = {"b": answer(*HISTORY), "a": [case()]}
    read, told = salesforce.tickets_of_answers(given), salesforce.tickets([case()], answer(*HISTORY))
    assert (read.tickets, read.counts) == (told.tickets, told.counts)
    assert [loss.path for loss in read.losses] == ["a: cases.BusinessHoursId", "b: histories"]
    assert [loss.what for loss in read.losses] == [loss.what for loss in told.losses]
    with pytest.raises(PayloadError, match=r"^x\.json: its keys do not show what it is"):
        salesforce.tickets_of_answers({"x.json": {"schedules": []}})


WITHOUT_TYPE = {"attributes": ...}


@pytest.mark.parametrize(
    ("record", "holds"),
    [
        pytest.param(business_hours(CreatedDate="2024-01-01T00:00:00.000+0000"), "business hours", id="hours"),
        pytest.param(business_hours(**WITHOUT_TYPE, CreatedDate="2024-01-01"), "business hours", id="of-no-type"),
        pytest.param(milestone(), "milestones", id="milestones"),
        pytest.param(case(attributes={"type": "Cases"}), "records of Cases", id="a-letter-more"),
        pytest.param(case(attributes={"type": "case"}), "records of case", id="in-other-letters"),
        pytest.param(case(attributes={"type": "Account"}), "records of Account", id="another-object"),
        pytest.param(
            change("01T10:00", "Status", "A", "B") | {"attributes": {"type": "LeadHistory"}},
            "records of LeadHistory",
            id="another-history",
        ),
        pytest.param("<BusinessHoursSettings/>", "settings", id="a-settings-file"),
    ],
)
def test_records_of_another_type_are_no_cases(record: Any, holds: str) -> None:
    with pytest.raises(PayloadError, match=rf"^b\.json: it holds {holds}, which are no part of tickets$"):
        salesforce.tickets_of_answers({"a.json": answer(case()), "b.json": record})
    if isinstance(record, dict):
        with pytest.raises(PayloadError, match=rf"it holds {holds}, which"):
            salesforce.tickets_of_answers({"a.json": answer(case()), "b.json": answer(record)})


@pytest.mark.parametrize("attributes", [..., None, {}, {"type": None}, {"type": 7}, "Case", {"type": "Case"}])
def test_a_case_is_known_by_its_keys_where_no_type_is_stated(attributes: Any) -> None:
    """What stands there and is no type makes the case one that cannot be read, and never another thing."""
    read = salesforce.tickets_of_answers({"a.json": [case(attributes=attributes)]})
    assert len(read.tickets) + len(read.problems) == 1
    assert bool(read.tickets) is (attributes not in ("Case", {"type": 7}))


def test_a_record_of_another_type_among_cases_is_said_and_left_out() -> None:
    other = case(Id="5002", attributes={"type": "BusinessHours"})
    read = salesforce.tickets_of_answers({"a.json": [case(), other]})
    assert [ticket.id for ticket in read.tickets] == ["500000000000001AAA"]
    said = "this is a record of 'BusinessHours', and tickets are read of 'Case'; leave it out"
    assert said in read.problems["5002"][0]


def test_business_hours_of_a_case_are_said_where_they_reach_no_ticket() -> None:
    read = salesforce.tickets([case(), case(Id="5002", BusinessHoursId=None)])
    assert [str(loss) for loss in read.losses if "hours" in loss.what] == [
        "cases[0].BusinessHoursId: the case counts on business hours 01m1; a ticket has no hours of its own: it is "
        "counted on those of its plan, so state a plan that has these"
    ]
    assert salesforce.compare(policy(), milestone(), case(), business_hours=IDS).losses == ()


# Milestones


def policy(**keys: Any) -> SlaPolicy:
    return SlaPolicy(
        **{
            "name": "Acme",
            "timezone": "Europe/London",
            "schedules": {"Office": "Mon-Fri 09:00-17:00", "Late": "Mon-Fri 12:00-20:00"},
            "plans": {"Gold": {"schedule": "Office", "resolution": "8 hours"}},
            **keys,
        }
    )


IDS = {"01m1": "Office", "01m2": "Late"}


def compared(*histories: dict[str, Any], by: SlaPolicy | None = None, **keys: Any) -> Any:
    cases = case() if histories else None
    [cycle] = salesforce.compare(
        by or policy(), milestone(**keys), cases, list(histories) or None, business_hours=IDS
    ).cycles
    return cycle


def test_seconds_of_a_target_date_are_dropped() -> None:
    cycle = compared()
    assert (cycle.ticket, cycle.metric, cycle.cycle) == ("500000000000001", "First Response", 1)
    assert (cycle.target, cycle.schedule) == ("2 business hours", "Office")
    assert (cycle.reason, cycle.detail, cycle.difference) == (
        "rounding",
        "the seconds are dropped",
        timedelta(seconds=15),
    )


DONE: dict[str, Any] = {"IsCompleted": True, "CompletionDate": "2026-06-02T08:30:15.000+0000"}


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({}, id="it-goes-on"),
        pytest.param({"StartDate": "2026-06-01T15:00:00.000+0000", "IsViolated": True}, id="late-and-not-completed"),
        pytest.param({"TargetResponseInMins": None}, id="a-target-in-hours"),
        pytest.param(DONE | {"ActualElapsedTimeInMins": "90:00"}, id="time-used-as-text"),
        pytest.param(DONE | {"ActualElapsedTimeInMins": 90}, id="time-used-as-a-number"),
        pytest.param(DONE | {"ElapsedTimeInMins": 100, "StoppedTimeInMins": 10}, id="less-what-was-stopped"),
        pytest.param(DONE | {"ElapsedTimeInHrs": "01:30"}, id="in-hours"),
        pytest.param(
            {"IsCompleted": True, "CompletionDate": "2026-06-02T11:00:00.000+0000", "IsViolated": True}, id="violated"
        ),
        pytest.param({"CompletionDate": DONE["CompletionDate"], "IsCompleted": ..., "IsViolated": ...}, id="no-flags"),
        pytest.param({"MilestoneType": None, "MilestoneTypeId": None}, id="no-name"),
    ],
)
def test_a_milestone_that_counts_as_ours_agrees(keys: dict[str, Any]) -> None:
    assert compared(**keys).reason in ("same", "rounding")


def test_a_violation_of_which_nobody_asked_is_not_said() -> None:
    late = {"IsCompleted": True, "CompletionDate": "2026-06-02T11:00:00.000+0000"}
    assert [compared(**late, IsViolated=said).theirs.breached for said in (True, False, ..., None)] == [
        *(True, False, None, None),
    ]


STOPS = [change("01T15:30", "IsStopped", False, True), change("02T08:30", "IsStopped", True, False)]


def test_a_stopped_case_moves_its_milestone() -> None:
    """Half an hour on Monday, and half an hour on Tuesday."""
    assert compared(*STOPS, TargetDate="2026-06-02T10:00:00.000+0000").reason == "rounding"
    paused: dict[str, Any] = {"TargetDate": None, "IsPaused": True, "TimeRemainingInMins": "90:15"}
    cycle = compared(*STOPS[:1], **paused)
    assert (cycle.theirs.elapsed, cycle.reason) == (timedelta(minutes=29, seconds=45), "same")
    early = change("01T14:00", "IsStopped", False, True)
    assert compared(early, *STOPS[1:], TargetDate="2026-06-02T10:30:00.000+0000").reason == "same"
    used = compared(*STOPS, change("02T09:30", "Status", "Waiting", "New"), **DONE).ours.elapsed
    assert used == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        pytest.param(
            {"StartDate": "2026-06-01T14:00:00.000+0000", "TargetDate": "2026-06-02T08:00:00.000+0000"},
            ("boundary", "next_opening"),
            id="boundary",
        ),
        pytest.param({"TargetDate": "2026-06-01T17:00:00.000+0000"}, ("another schedule", "Late"), id="schedule"),
        pytest.param({"TargetDate": "2026-06-05T17:00:00.000+0000"}, ("not explained", ""), id="unknown"),
    ],
)
def test_a_difference_is_explained_by_a_choice(keys: dict[str, Any], why: tuple[str, str]) -> None:
    cycle = compared(**keys)
    assert (cycle.reason, cycle.detail) == why


def test_other_differences_are_rules_of_the_product() -> None:
    assert compared(*STOPS).detail == "that its case was stopped moves nothing there"
    one = policy(schedules={"Office": "Mon-Fri 09:00-17:00"}, boundary="next_opening")
    [cycle] = salesforce.compare(one, milestone(TargetDate="2026-06-01T17:00:00.000+0000", BusinessHoursId=None)).cycles
    assert (cycle.reason, cycle.detail) == ("rule of the product", "it counts calendar time")


def test_the_hours_of_a_milestone_go_before_those_of_its_case() -> None:
    theirs = milestone(BusinessHoursId=None, TargetDate="2026-06-01T17:00:00.000+0000")
    [of_case] = salesforce.compare(policy(), theirs, answer(case(BusinessHoursId="01m2")), business_hours=IDS).cycles
    assert of_case.schedule == "Late"
    [own] = salesforce.compare(policy(), milestone(), case(BusinessHoursId="01m2"), business_hours=IDS).cycles
    assert own.schedule == "Office"
    ids = {"01m000000000001AAA": "Late"}
    [short] = salesforce.compare(policy(), milestone(BusinessHoursId="01m000000000001"), business_hours=ids).cycles
    assert short.schedule == "Late"
    unknown = salesforce.compare(policy(), milestone(BusinessHoursId="01m9"))
    assert unknown.losses[0].what == "it is not known which schedule 01m9 are"
    with pytest.raises(UnknownNameError):
        salesforce.compare(policy(), milestone(), business_hours={"01m1": "Offce"})


def test_files_of_a_comparison_are_known_by_their_keys() -> None:
    files = {"b": answer(business_hours(Id="01m2", Name="Late"), business_hours()), "c": [milestone()]}
    files |= {"a": case(), "d": answer(*HISTORY)}
    [cycle] = salesforce.comparison_of_answers(files, policy()).cycles
    assert (cycle.schedule, cycle.reason) == ("Office", "rounding")
    [first] = salesforce.comparison_of_answers({"c": answer(milestone())}, policy()).cycles
    assert first.schedule == "Office"
    with pytest.raises(PayloadError, match=r"^x\.json: its keys do not show what it is"):
        salesforce.comparison_of_answers({"x.json": {"schedules": []}}, policy())


def test_records_of_one_type_are_its_repetitions() -> None:
    later = milestone(Id="5552", StartDate="2026-06-03T15:00:15.000+0000", TargetDate="2026-06-04T09:00:00.000+0000")
    found = salesforce.compare(policy(), answer(later, milestone(), done=False), business_hours=IDS)
    assert [(cycle.cycle, cycle.reason) for cycle in found.cycles] == [(1, "rounding"), (2, "rounding")]
    assert "another page" in found.losses[0].what


def test_what_cannot_be_compared_is_said() -> None:
    found = salesforce.compare(policy(), milestone(), case(CreatedDate="soon"), business_hours=IDS)
    assert "its stops may be wrong or missing here" in found.losses[0].meaning
    late = milestone(StartDate="9999-12-31T23:00:00.000+0000")
    assert "it has no answer" in salesforce.compare(policy(), late, business_hours=IDS).losses[0].meaning
    hourless = SlaPolicy(name="A", timezone="UTC", plans={"Gold": {"resolution": "8 calendar hours"}})
    with pytest.raises(PayloadError, match="the policy has no schedules"):
        salesforce.compare(hourless, milestone())


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"TargetResponseInMins": 0}, "so nothing is promised; leave it out", id="no-target"),
        pytest.param({"IsCompleted": True}, "it is completed, and does not say when", id="no-date"),
        pytest.param(DONE | {"CompletionDate": "2026-05-01T00:00:00Z"}, "it is completed before it starts", id="early"),
        pytest.param({"TimeRemainingInMins": "92"}, "a number, or text such as '92:21'", id="a-bare-number"),
        pytest.param({"TimeRemainingInMins": "92:61"}, "a number, or text such as '92:21'", id="61-seconds"),
        pytest.param({"TimeRemainingInDays": "3:00"}, "it is a number, not '3:00'", id="days-as-text"),
        pytest.param({"TimeRemainingInMins": True}, "a number, or text", id="a-flag"),
        pytest.param({"StartDate": None}, "key 'StartDate' is null", id="no-start"),
    ],
)
def test_a_milestone_that_cannot_be_read_is_refused_with_its_place(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem) as refused:
        salesforce.compare(policy(), [milestone(**keys)])
    assert str(refused.value).startswith("milestones[0]")


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        pytest.param({"TimeRemainingInMins": "5541:47"}, timedelta(minutes=5541, seconds=47), id="minutes"),
        pytest.param({"TimeRemainingInMins": "-10:05"}, -timedelta(minutes=10, seconds=5), id="below-zero"),
        pytest.param({"TimeRemainingInHrs": "92:21"}, timedelta(hours=92, minutes=21), id="hours"),
        pytest.param({"TimeRemainingInDays": 1.5}, timedelta(hours=36), id="days-of-24-hours"),
        pytest.param({"TimeRemainingInMins": 2.5}, timedelta(seconds=150), id="a-number"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_text_of_an_amount_depends_on_its_unit(given: dict[str, Any], amount: timedelta | None) -> None:
    assert amount_in(Record(given, ()), "TimeRemaining") == amount


def test_every_key_of_a_milestone_is_read_or_lost() -> None:
    found = salesforce.compare(policy(), milestone(Mood="good"), business_hours=IDS)
    assert [loss.what for loss in found.losses] == ["key 'Mood' is not known"]


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda held: held, id="a-record"),
        pytest.param(lambda held: {"records": [held], "done": True}, id="an-answer"),
        pytest.param(lambda held: [{"records": [held], "done": True}], id="pages"),
    ],
)
def test_a_milestone_counts_on_the_hours_of_its_case_however_cases_are_wrapped(wrap: Any) -> None:
    two = SlaPolicy(
        name="Two", timezone="UTC", schedules={"Always": "24x7", "Office": "Mon-Fri 09:00-17:00"}, plans={"P": {
            "schedule": "Always", "resolution": "8 hours"}},
    )  # fmt: skip
    held = case(BusinessHoursId="01m1")
    ids = {"01m1": "Office"}
    [cycle] = salesforce.compare(two, milestone(BusinessHoursId=None), wrap(held), business_hours=ids).cycles
    assert cycle.schedule == "Office"


def test_what_was_read_of_an_organisation_says_which_hours_are_which() -> None:
    read = salesforce.policy(**account())
    [cycle] = salesforce.compare(read.policy, milestone(), business_hours=read.business_hours).cycles
    assert (cycle.schedule, cycle.reason) == ("Office", "rounding")
