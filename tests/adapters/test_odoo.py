"""Odoo: calendars, leaves and SLA policies as a policy, tickets with SLA statuses, deadlines beside ours, and back."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from odoo_payloads import ZONE, account, attendance, calendar, leave, sla, stages, status, team, ticket, week

from slaclock import PayloadError, Schedule, SlaPolicy, UnknownNameError, ZoneError
from slaclock.adapters import odoo, of_product

BRUSSELS = ZoneInfo(ZONE)
YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def reading(**keys: Any) -> Any:
    usual = {"calendars": [calendar()], "attendances": week(), "slas": [sla()], "teams": [team()], "stages": stages()}
    return odoo.policy(**{**usual, **keys})


def office(**keys: Any) -> Schedule:
    found: Schedule = reading(**keys).policy.schedule("Office")
    return found.model_copy(update={"outside_coverage": "ignore"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=BRUSSELS)


def hours_on(schedule: Schedule, day: int) -> list[str]:
    """The windows of a date of June 2026."""
    midnight = at(f"{day:02}T00:00")
    found = schedule.windows(midnight, midnight + timedelta(days=1))
    return [f"{each.start.astimezone(BRUSSELS):%H:%M}-{each.end.astimezone(BRUSSELS):%H:%M}" for each in found]


# Rows of calendars


def test_lunch_rows_are_breaks_and_hours_have_fractions() -> None:
    assert str(office()) == "Mon-Fri 08:00-12:00; Mon-Fri 13:00-16:00 Europe/Brussels"
    odd = [attendance(6, 8.5, 8.0 + 1 / 3 + 4), attendance(0, 20.0, 24.0)]
    assert str(office(attendances=odd)) == "Mon 20:00-24:00; Sun 08:30-12:20 Europe/Brussels"


def test_a_lunch_in_hours_of_work_is_counted_through_as_the_product_does() -> None:
    read = reading(attendances=[attendance(0, 8.0, 16.0), attendance(0, 12.0, 13.0, "lunch")])
    assert str(read.policy.schedule("Office")).startswith("Mon 08:00-16:00")
    assert [loss.what for loss in read.losses] == ["this break lies in hours of work"]


def test_headings_are_no_hours_and_rows_of_one_person_or_of_no_length_are_losses() -> None:
    heading = attendance(0, 0.0, 0.0, id=1, display_type="line_section", name="First week")
    of_one = attendance(5, 9.0, 12.0, id=2, resource_id=[9, "Ada"])
    empty = attendance(6, 9.0, 9.0, id=3)
    read = reading(attendances=[*week(), heading, of_one, empty])
    assert read.policy == reading().policy
    assert [loss.what for loss in read.losses] == ["it is for Ada alone", "it ends as it begins"]
    assert read.counts["attendances"] == 18


@pytest.mark.parametrize(
    ("two_weeks", "opens"),
    [pytest.param(True, [False, True, False, True], id="two-weeks"), pytest.param(False, [True] * 4, id="one-week")],
)
def test_two_weeks_alternate_where_the_calendar_says_so(two_weeks: bool, opens: list[bool]) -> None:
    """Weeks are numbered from the first Monday of all: that of 8 June 2026 is one of the first."""
    first = (date(2026, 6, 8).toordinal() - 1) // 7 % 2
    rows = [attendance(0, 9.0, 12.0), attendance(5, 9.0, 12.0, week_type=str(first))]
    found = office(attendances=rows, calendars=[calendar(two_weeks_calendar=two_weeks)])
    assert [bool(hours_on(found, day)) for day in (6, 13, 20, 27)] == opens
    second = [attendance(0, 9.0, 12.0), attendance(5, 9.0, 12.0, week_type=str(1 - first))]
    found = office(attendances=second, calendars=[calendar(two_weeks_calendar=two_weeks)])
    assert [bool(hours_on(found, day)) for day in (6, 13, 20, 27)] == (
        [not each for each in opens] if two_weeks else opens
    )


def test_rows_of_every_week_need_nobody_to_say_whether_two_weeks_alternate() -> None:
    held = {key: value for key, value in calendar().items() if key != "two_weeks_calendar"}
    assert office(calendars=[held]) == office()


def test_rows_of_a_run_of_dates_hold_in_it_alone() -> None:
    rows = [*week(), attendance(5, 9.0, 12.0, date_from="2026-06-10", date_to="2026-06-20")]
    found = office(attendances=rows)
    assert [bool(hours_on(found, day)) for day in (6, 13, 20, 27)] == [False, True, True, False]
    # A leave of a part of such a day leaves the rest of it.
    closed = leave("2026-06-13 07:00:00", "2026-06-13 08:00:00")
    assert hours_on(office(attendances=rows, leaves=[closed]), 13) == ["10:00-12:00"]


def test_rows_may_be_named_by_their_calendar() -> None:
    rows = [each | {"calendar_id": False} for each in week()]
    assert office(attendances=rows, calendars=[calendar(attendance_ids=[each["id"] for each in rows])]) == office()
    other = [*week(), attendance(0, 20.0, 22.0, calendar_id=[9, "Night"])]
    assert [loss.what for loss in reading(attendances=other).losses] == ["calendar 9 was not given"]


# Leaves


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        pytest.param("02 22:00:00", "03 21:59:59", {3: []}, id="a-date-that-ends-a-second-early"),
        pytest.param("02 22:00:00", "03 22:00:00", {3: []}, id="a-date"),
        pytest.param("02 22:00:00", "04 21:59:59", {3: [], 4: []}, id="two-dates"),
        pytest.param("03 08:00:00", "03 21:59:59", {3: ["08:00-10:00"]}, id="from-ten-o-clock"),
        pytest.param("03 08:00:00", "03 09:00:00", {3: ["08:00-10:00", "11:00-12:00", "13:00-16:00"]}, id="an-hour"),
        pytest.param("03 11:00:00", "04 09:30:00", {3: ["08:00-12:00"], 4: ["11:30-12:00", "13:00-16:00"]}, id="night"),
        pytest.param("03 12:00:00", "05 21:59:59", {3: ["08:00-12:00", "13:00-14:00"], 4: [], 5: []}, id="long"),
        pytest.param("03 05:00:00", "03 15:00:00", {3: []}, id="all-hours-of-a-date"),
        pytest.param("03 16:00:00", "03 17:00:00", {}, id="outside-the-hours"),
        pytest.param("03 08:00:00", "03 08:00:00", {}, id="nothing"),
        pytest.param("02 22:00:00", "03 08:00:00", {3: ["10:00-12:00", "13:00-16:00"]}, id="the-first-hours"),
    ],
)
def test_leaves_close_what_they_cover_in_utc(start: str, end: str, left: dict[int, list[str]]) -> None:
    found = office(leaves=[leave(f"2026-06-{start}", f"2026-06-{end}")])
    usual = ["08:00-12:00", "13:00-16:00"]
    assert {day: hours_on(found, day) for day in (2, 3, 4, 5) if hours_on(found, day) != usual} == left


def test_several_leaves_of_one_date_close_it_together() -> None:
    parts = [
        leave("2026-06-03 05:00:00", "2026-06-03 10:00:00"),
        leave("2026-06-03 10:30:00", "2026-06-03 16:00:00", id=6),
    ]
    found = office(leaves=parts)
    assert hours_on(found, 3) == []
    whole = [*parts, leave("2026-06-01 22:00:00", "2026-06-04 21:59:59", id=8, name=False)]
    whole[0] |= {"date_to": "2026-06-03 08:00:00"}
    assert hours_on(office(leaves=whole), 3) == []


@pytest.mark.parametrize(
    ("keys", "closes"),
    [
        pytest.param({"resource_id": [9, "Ada"]}, False, id="one-person"),
        pytest.param({"time_type": "other"}, False, id="other-time"),
        pytest.param({"count_as": "working_time"}, False, id="working-time"),
        pytest.param({"calendar_id": [9, "Night"]}, False, id="another-calendar"),
        pytest.param({"calendar_id": False, "company_id": [2, "Other"]}, False, id="another-company"),
        pytest.param({"calendar_id": False}, True, id="all-calendars"),
        pytest.param({"calendar_id": False, "company_id": False}, True, id="all-companies"),
    ],
)
def test_whom_leaves_close(keys: dict[str, Any], closes: bool) -> None:
    read = reading(leaves=[leave("2026-06-02 22:00:00", "2026-06-03 21:59:59", **keys)])
    assert bool(read.policy.schedule("Office").holidays.sources) is closes
    assert bool(read.losses) is (not closes and keys.get("company_id") != [2, "Other"])


# SLA policies


def test_a_stage_that_is_an_end_is_a_resolution_and_others_are_called_by_their_names() -> None:
    begin = sla(1.5, id=2, name="Begin", stage_id=[2, "In Progress"], priority="3", tag_ids=[8])
    read = reading(slas=[sla(exclude_stage_ids=[3]), begin], stages=stages())
    assert (str(read.policy.target("Solve", metric="resolution")), read.metrics["Begin", "2"]) == (
        *("4 business hours", "reach In Progress"),
    )
    assert read.policy.plans["Solve"].metrics["resolution"].lifecycle.pauses_in == ("Feedback",)
    assert [loss.what for loss in read.losses] == ["it is for some tickets only: priority 3, tag_ids"]
    by_name = reading(stages=None, slas=[sla(stage_id=[4, "Solved"]), sla(id=5, name="Other", stage_id=9)])
    assert by_name.metrics == {("Solve", "3"): "resolution", ("Other", "5"): "reach stage 9"}
    assert "the names of these stages are not given: 9" in by_name.losses[0].what


def test_sla_policies_that_a_ticket_has_together_are_a_plan() -> None:
    more = [sla(), sla(8.0, id=2, name="Slow"), sla(1.0, id=4, name="Begin", stage_id=[2, "In Progress"])]
    held = [status(), status(id=12, sla_id=[2, "Slow"]), status(id=13, sla_id=[4, "Begin"], ticket_id=[8, "B"]),
            status(id=14, sla_id=[99, "Gone"], ticket_id=[9, "C"])]  # fmt: skip
    read = reading(slas=more, sla_statuses=held)
    assert read.plans == {("3",): "Solve", ("2",): "Slow", ("4",): "Begin", ("2", "3"): "Slow + Solve"}
    assert list(read.policy.plans["Slow + Solve"].metrics) == ["resolution: Slow", "resolution: Solve"]


def test_the_calendar_is_that_of_the_team_or_the_only_one() -> None:
    assert "'Office' was taken, the only one there is" in reading(teams=None).losses[0].meaning
    two = {"calendars": [calendar(), calendar(id=2, name="Late")], "attendances": [*week(), attendance(
        0, 20.0, 22.0, id=1, calendar_id=[2, "Late"])]}  # fmt: skip
    assert reading(**two).policy.plans["Solve"].metrics["resolution"].schedule == "Office"
    with pytest.raises(PayloadError, match="the calendar of team Support is not given; pass teams= with it"):
        reading(**two, teams=[team(resource_calendar_id=False)])


def test_archived_sla_policies_are_left_out_and_without_any_nothing_is_promised() -> None:
    read = reading(slas=[sla(active=False)])
    assert [loss.what for loss in read.losses] == ["it is archived", "no SLA policies were given"]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"calendars": []}, "^calendars: there are no calendars", id="none"),
        pytest.param({"attendances": None}, "its hours stand in resource.calendar.attendance", id="no-rows"),
        pytest.param({"attendances": []}, "no row of work belongs to it", id="never-open"),
        pytest.param({"attendances": [attendance(0, 9.0, 12.0, calendar_id=False)]}, "no calendar has it", id="whose"),
        pytest.param({"attendances": [attendance(7, 9.0, 12.0)]}, "there is no day, 0 for Monday '7'", id="a-day"),
        pytest.param({"attendances": [attendance(0, 22.0, 6.0)]}, "state a night as two rows", id="a-night"),
        pytest.param({"attendances": [attendance(0, 9.0, 24.5)]}, "0 to 24 hours, not 24.5", id="past-24"),
        pytest.param({"attendances": [attendance(0, True, 12.0)]}, "0 to 24 hours, not True", id="a-flag"),
        pytest.param({"attendances": [attendance(0, 9.0, 12.0, calendar_id=[1])]}, "an id with its name", id="half"),
        pytest.param({"attendances": [attendance(0, 9.0, 12.0, "Lunch")]}, "no period of a day 'Lunch'", id="a-period"),
        pytest.param(
            {
                "attendances": [attendance(0, 9.0, 12.0, week_type="0")],
                "calendars": [{key: held for key, held in calendar().items() if key != "two_weeks_calendar"}],
            },
            "whether two weeks alternate is not said; ask for two_weeks_calendar",
            id="two-weeks-not-said",
        ),
        pytest.param(
            {"leaves": [leave("2026-06-01 08:00:00", "2026-06-02 08:00:00", time_type="Other")]},
            "there is no kind of leave 'Other'; did you mean 'other'",
            id="a-kind-of-leave",
        ),
        pytest.param({"calendars": [calendar(tz=False)]}, "it states no zone; pass timezone=", id="no-zone"),
        pytest.param({"calendars": [calendar(tz="Mars")]}, r"\.tz: ", id="a-zone"),
        pytest.param({"calendars": [calendar(flexible_hours=True)]}, "its hours are flexible", id="flexible"),
        pytest.param({"calendars": [calendar(schedule_type="flexible")]}, "its hours are flexible", id="flexible-too"),
        pytest.param({"calendars": {"error": {"code": 200}}}, "the server answered with an error", id="an-error"),
        pytest.param({"leaves": [leave("2026-06-03 08:00:00", "2026-06-02 08:00:00")]}, "ends before", id="backwards"),
        pytest.param({"leaves": [leave("2026-06-03", "2026-06-02 08:00:00")]}, "it is an instant", id="a-date"),
        pytest.param(
            {"leaves": [leave("0001-01-01 00:00:00", "2026-06-02 08:00:00")]}, "end of all years", id="year-1"
        ),
        pytest.param({"leaves": [leave("2026-06-01 08:00:00", "9999-12-31 23:59:59")]}, "end of all years", id="9999"),
        pytest.param({"slas": [sla(0.0)]}, "gives no time at all", id="zero"),
        pytest.param({"slas": [sla(team_id=False)]}, "key 'team_id' is null", id="no-team"),
        pytest.param({"teams": [team(resource_calendar_id=[9, "X"])]}, "no calendar 9 of team 1", id="a-calendar"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        reading(**keys)
    with pytest.raises(ZoneError):
        reading(timezone="Mars")


def test_a_calendar_that_states_no_zone_is_read_in_the_one_that_is_given() -> None:
    assert office(calendars=[calendar(tz=False)], timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_references_may_be_objects() -> None:
    rows = [each | {"calendar_id": {"id": 1, "display_name": "Office"}} for each in week()]
    assert office(attendances=rows) == office()
    assert office(attendances=[each | {"calendar_id": {"id": 1}} for each in week()]) == office()


# Tickets


def test_a_ticket_with_the_stages_that_it_reached() -> None:
    read = reading()
    told = odoo.tickets([ticket(close_date="2026-06-01 09:30:00")], [status(reached_datetime="2026-06-01 09:00:00")],
                        reading=read)  # fmt: skip
    [found] = told.tickets
    assert (found.plan, found.priority, [each.kind for each in found.in_order]) == (
        *("Solve", "1", ["reached Solved", "closed"]),
    )
    [cycle] = read.policy.evaluate(found, at("01T18:00")).cycles
    assert (cycle.status.state, cycle.status.elapsed) == ("met", timedelta(hours=3))
    assert not told.problems


def test_a_ticket_in_a_stage_that_is_excluded_waits_and_its_waits_before_are_doubtful() -> None:
    read = reading(slas=[sla(exclude_stage_ids=[3])])
    since = {"stage_id": [3, "Feedback"], "date_last_stage_update": "2026-06-01 08:00:00"}
    told = odoo.tickets([ticket(**since)], [status(False)], reading=read)
    assert [each.status for each in told.tickets[0].events] == ["Feedback"]
    assert "excludes stages" in told.problems["7"][0]
    [cycle] = read.policy.evaluate(told.tickets[0], at("01T18:00")).cycles
    assert (cycle.status.state, cycle.status.elapsed) == ("paused", timedelta(hours=2))
    went_on = odoo.tickets([ticket(**since | {"stage_id": [1, "New"]})], [status()], reading=read)
    assert went_on.tickets[0].events == ()


def test_without_a_reading_a_ticket_has_no_plan() -> None:
    told = odoo.tickets({"result": [ticket(priority=False, close_date=False)]}, None)
    assert [(each.plan, each.priority, each.events) for each in told.tickets] == [(None, None, ())]


@pytest.mark.parametrize(
    ("keys", "held", "problem"),
    [
        pytest.param({"create_date": False}, [status()], "create_date", id="no-date"),
        pytest.param({}, [status(sla_id=[99, "Gone"])], "no plan has its SLA policies together: 99", id="another"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_the_ticket(keys: dict[str, Any], held: Any, problem: str) -> None:
    told = odoo.tickets([ticket(**keys)], [*held, status(id=50, ticket_id=[50, "X"])], reading=reading())
    assert problem in told.problems["7"][0]
    assert [loss.what for loss in told.losses] == ["ticket 50 is not among the tickets"]


def test_a_ticket_without_an_sla_status_is_left_out() -> None:
    told = odoo.tickets([ticket()], [status(id=50, ticket_id=[50, "X"])], reading=reading())
    assert (told.tickets, dict(told.problems)) == ((), {})
    assert "it has no SLA status; nothing is promised for it, so it was left out" in str(told.losses[0])


# Its own deadlines


def compared(held: Any, read: Any = None, **keys: Any) -> Any:
    return odoo.compare(read or reading(), [ticket(**keys)], [held])


@pytest.mark.parametrize(
    ("hours", "created", "due", "reason", "detail"),
    [
        pytest.param(4.0, "01 06:00", "01 10:00", "same", "", id="at-closing"),
        pytest.param(4.0, "01 07:30", "01 12:30", "same", "", id="over-lunch"),
        pytest.param(7.0, "01 07:30", "02 07:30", "same", "", id="a-day"),
        pytest.param(4.0, "01 06:00", "01 11:00", "boundary", "next_opening", id="boundary"),
        pytest.param(9.0, "01 06:30", "02 08:30", "same", "", id="a-day-and-hours"),
        pytest.param(8.0, "05 11:30", "08 12:30", "same", "", id="over-a-weekend"),
        pytest.param(8.0, "01 06:00", "09 06:00", "not explained", "", id="not-explained"),
    ],
)
def test_a_deadline_has_its_reason(hours: float, created: str, due: str, reason: str, detail: str) -> None:
    found = compared(status(f"2026-06-{due}:00"), reading(slas=[sla(hours)]), create_date=f"2026-06-{created}:00")
    assert [(each.reason, each.detail) for each in found.cycles] == [(reason, detail)]


SHORT_FRIDAY = [each for each in week() if each["dayofweek"] != "4"] + [attendance(4, 8.0, 10.0)]
"""Seven hours from Monday to Thursday, two on Friday."""
SHORT_THURSDAY = [each for each in week() if each["dayofweek"] != "3"] + [attendance(3, 8.0, 10.0)]
PACIFIC = [attendance(day, 9.0, 17.0) for day in range(5)]
ALL_DAY = [attendance(day, 0.0, 24.0) for day in range(7)]
DAYS, MORNING, CREATION = "working days at the same clock time", "from its morning", "that of the creation"


@pytest.mark.parametrize(
    ("rows", "keys", "hours", "created", "due", "details"),
    [
        pytest.param(SHORT_FRIDAY, {}, 7.0, "06-04 11:00", "06-08 06:00", [DAYS], id="closed-then-the-next-opening"),
        pytest.param(SHORT_FRIDAY, {}, 7.0, "06-04 11:00", "06-05 06:00", [DAYS, MORNING], id="or-its-morning"),
        pytest.param(SHORT_FRIDAY, {}, 8.0, "06-04 11:00", "06-05 07:00", [MORNING], id="its-morning-and-an-hour"),
        pytest.param(week(), {}, 7.0, "06-06 08:00", "06-09 06:00", [DAYS], id="a-start-when-closed-is-the-opening"),
        pytest.param(week(), {}, 7.0, "06-06 08:00", "06-09 08:00", [CREATION], id="or-the-clock-of-creation"),
        pytest.param(SHORT_FRIDAY, {}, 7.0, "06-04 18:00", "06-08 06:00", [DAYS], id="after-hours-is-the-next-day"),
        pytest.param(SHORT_THURSDAY, {}, 7.0, "04-29 11:00", "05-01 06:00", [DAYS], id="no-morning-at-a-months-end"),
        pytest.param(PACIFIC, {"tz": "America/Los_Angeles", "hours_per_day": 8.0}, 8.0, "06-01 17:00", "06-03 17:00",
                     [DAYS], id="a-day-that-ends-on-the-next-date-of-utc"),
        pytest.param(ALL_DAY, {"tz": "UTC", "hours_per_day": 24.0}, 24.0, "06-01 17:00", "06-02 17:00", [],
                     id="days-without-nights"),
        pytest.param(SHORT_FRIDAY, {"hours_per_day": 0}, 8.0, "06-04 11:00", "06-08 06:00", [DAYS], id="0-is-eight"),
        pytest.param(SHORT_FRIDAY, {"hours_per_day": False}, 6.0, "06-04 11:00", "06-08 06:00", [DAYS], id="mean"),
    ],
)  # fmt: skip
def test_whole_days_of_hours_per_day_are_planned_as_the_product_does(
    rows: Any, keys: dict[str, Any], hours: float, created: str, due: str, details: list[str]
) -> None:
    """In June Brussels is two hours ahead of UTC, in which all of these are."""
    read = reading(attendances=rows, slas=[sla(hours)], calendars=[calendar(**{"hours_per_day": 7.0, **keys})])
    [cycle] = compared(status(f"2026-{due}:00"), read, create_date=f"2026-{created}:00").cycles
    assert cycle.reason == ("rule of the product" if details else "same")
    assert all(detail in cycle.detail for detail in details)


def test_what_is_reached_at_the_deadline_itself_is_late_there() -> None:
    at_last = status("2026-06-01 10:00:00", reached_datetime="2026-06-01 10:00:00", status="failed")
    [cycle] = compared(at_last, reading(slas=[sla(4.0)]), create_date="2026-06-01 06:00:00").cycles
    assert (cycle.reason, cycle.ours.breached) == ("rule of the product", False)
    assert cycle.detail == "what is reached at the deadline itself is late there"


def test_a_calendar_whose_hours_lie_in_a_run_of_dates_has_no_usual_day() -> None:
    rows = [each | {"date_from": "2026-06-01", "date_to": "2026-06-30"} for each in week()]
    read = reading(attendances=rows, calendars=[calendar(hours_per_day=False)], slas=[sla(14.0)])
    assert compared(status("2026-06-05 10:00:00"), read).cycles[0].reason == "not explained"


def test_what_it_says_of_lateness_is_compared() -> None:
    late = status(reached_datetime="2026-06-01 11:30:00", status="failed")
    assert [(each.reason, each.ours.breached) for each in compared(late).cycles] == [("same", True)]
    said = status(reached_datetime="2026-06-01 11:30:00", status=False)
    assert compared(said).cycles[0].theirs.breached is None


def test_what_cannot_be_compared_is_a_loss() -> None:
    assert "it has no deadline" in compared(status(False)).losses[0].what
    assert "ticket 8 is not among" in compared(status(ticket_id=[8, "B"])).losses[0].what
    assert "the plan of SLA policy 9 is not known" in compared(status(sla_id=[9, "X"])).losses[0].what
    assert odoo.compare(reading().policy, ticket(), status()).cycles[0].reason == "same"
    assert odoo.compare(reading(slas=[sla(), sla(id=4, name="B")]).policy, ticket(), status()).losses
    assert odoo.compare(reading().policy, ticket(), status(sla_id=9), plans={"9": "Solve"}).cycles
    excludes = reading(slas=[sla(exclude_stage_ids=[3])])
    assert "may explain the difference" in compared(status("2026-06-02 10:00:00"), excludes).losses[0].meaning
    with pytest.raises(PayloadError, match=r"create_date"):
        compared(status(), create_date="soon")
    days = SlaPolicy(name="N", timezone="UTC", schedules={"o": "Mon 09:00-10:00"},
                     plans={"Gold": {"schedule": "o", "resolution": "1 business day"}})  # fmt: skip
    assert odoo.compare(days, ticket(), status("2026-06-02 10:00:00")).cycles[0].reason == "not explained"
    last = ticket(create_date="9999-12-30 10:00:00")
    assert "it has no answer" in odoo.compare(days, last, status("9999-12-31 10:00:00")).losses[0].meaning


# Files


def test_files_are_told_apart_by_their_keys_or_by_their_models() -> None:
    payload = account()
    files = {key: payload[key] for key in payload if key != "tickets"}
    read = of_product("odoo", "policy_of_answers")(files, None, "Desk")
    assert (read.policy.name, SlaPolicy.loads(read.yaml())) == ("Desk", read.policy)
    bundle = {"resource.calendar": payload["calendars"][0], "resource.calendar.attendance": payload["attendances"],
              "resource.calendar.leaves": payload["leaves"]}  # fmt: skip
    assert odoo.policy_of_answers({"all": bundle}).policy.schedules == read.policy.schedules
    pages = {"a": {"length": 1, "records": payload["calendars"]}, "b": {"result": payload["attendances"]}}
    assert "Office" in odoo.policy_of_answers(pages).policy.schedules
    of_tickets = {"t": payload["tickets"], "s": payload["sla_statuses"]}
    assert len(of_product("odoo", "tickets_of_answers")(of_tickets).tickets) == 1
    found = odoo.comparison_of_answers(of_tickets, read.policy)
    assert found.cycles == odoo.compare(read, payload["tickets"], payload["sla_statuses"]).cycles
    with pytest.raises(PayloadError, match=r"^x: its keys do not show what it is"):
        odoo.policy_of_answers({"x": [{"nothing": 1}]})


@pytest.mark.parametrize("week_type", ["0", "1"])
def test_alternating_weeks_and_runs_of_dates_are_written_back(week_type: str) -> None:
    rows = [
        *week(),
        attendance(5, 9.0, 12.0, week_type=week_type),
        attendance(6, 9.0, 24.0, week_type=week_type, date_from="2026-06-03", date_to="2026-06-30"),
        attendance(5, 14.0, 15.0, date_from="2026-06-10"),
    ]
    leaves = [
        leave("2026-06-13 07:30:00", "2026-06-13 08:00:00"),
        leave("2026-06-20 12:15:00", "2026-06-20 12:45:00", id=6),
    ]
    schedule = office(calendars=[calendar(two_weeks_calendar=True)], attendances=rows, leaves=leaves)
    back = odoo.policy_of_answers({"x": odoo.schedule_payload(schedule)}).policy.schedule("Office")
    back = back.model_copy(update={"outside_coverage": "ignore"})
    assert back.hours == schedule.hours
    assert list(back.windows(*YEAR)) == list(schedule.windows(*YEAR))


def test_a_night_by_a_rule_is_refused() -> None:
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=MO;WKST=MO", "first": "2026-06-01", "opens": "22:00", "closes": "06:00"}
    with pytest.raises(PayloadError, match="opens by another rule"):
        odoo.schedule_payload(Schedule(timezone="UTC", hours=[rule]))


def test_a_page_that_is_missing_is_a_loss() -> None:
    read = reading(calendars={"length": 3, "records": [calendar()]})
    assert "3 calendars are announced, and 1 are here" in read.losses[0].what


def test_a_policy_as_the_text_of_a_file_is_read_back() -> None:
    policy = reading().policy
    text = odoo.text_of_policy(policy, schedule="Office", plan="Solve", years=[2026])
    back = odoo.policy_of_answers({"x": json.loads(text)})
    assert (back.policy.schedules, back.policy.plans) == (policy.schedules, policy.plans)
    assert "helpdesk" not in odoo.text_of_policy(policy, schedule="Office", plan=None, years=[])
    assert "attendance" not in odoo.text_of_policy(policy, schedule=None, plan="Solve", years=[])


# The way back

FRAMES = st.lists(
    st.tuples(st.integers(0, 22 * 60), st.integers(1, 120)).map(lambda each: (each[0], each[0] + each[1])),
    min_size=1,
    max_size=3,
)
DATES = st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=4)


SHORTER = st.sampled_from(
    ["closed", "09:00-10:00", "08:00-09:30, 11:00-12:00", "14:15-16:00", "08:00-12:00, 13:00-16:00"]
)


@given(DATES, st.dictionaries(st.dates(date(2026, 6, 1), date(2026, 6, 30)), SHORTER, max_size=4))
def test_dates_with_less_than_their_usual_hours_are_read_back_as_they_were(
    closed: set[date], shorter: dict[date, str]
) -> None:
    """On days off nothing is left out, so only weekdays are drawn for them."""
    schedule = Schedule(
        timezone=ZONE,
        hours=["Mon-Fri 08:00-12:00", "Mon-Fri 13:00-16:00"],
        holidays=[day.isoformat() for day in sorted(closed)],
        exceptions={day.isoformat(): hours for day, hours in shorter.items() if day.weekday() < 5},
        name="Office",
        outside_coverage="ignore",
    )
    back = odoo.policy_of_answers({"x": odoo.schedule_payload(schedule)}).policy.schedule("Office")
    back = back.model_copy(update={"outside_coverage": "ignore"})
    assert list(back.windows(*YEAR)) == list(schedule.windows(*YEAR))


@given(FRAMES, DATES, st.sampled_from(["Mon", "Mon-Fri", "Sat,Sun"]), st.sampled_from([ZONE, "Asia/Tokyo", "UTC"]))
def test_a_schedule_is_read_back_as_it_was(
    frames: list[tuple[int, int]], dates: set[date], days: str, zone: str
) -> None:
    """It is open at the same times, whatever its zone makes of midnights in UTC."""
    clock = [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in frames]
    schedule = Schedule(
        timezone=zone,
        hours=[f"{days} {each}" for each in clock],
        holidays=[{"date": day.isoformat(), "name": f"Closed {day}"} for day in sorted(dates)],
        name="Office",
        outside_coverage="ignore",
    )
    back = odoo.policy_of_answers({"x": odoo.schedule_payload(schedule)}).policy.schedule("Office")
    back = back.model_copy(update={"outside_coverage": "ignore"})
    assert list(back.windows(*YEAR)) == list(schedule.windows(*YEAR))


@given(st.dictionaries(st.sampled_from(["resolution", "reach In Progress"]), st.integers(1, 9000), min_size=1))
def test_a_plan_is_read_back_as_it_was(targets: dict[str, int]) -> None:
    plan = {"schedule": "Office", **{key: f"{number} business minutes" for key, number in targets.items()}}
    policy = SlaPolicy(name="A", timezone=ZONE, schedules={"Office": "Mon-Fri 09:00-17:00"}, plans={"Gold": plan})
    written = odoo.sla_payload(policy)
    back = reading(slas=written["helpdesk.sla"], teams=None, stages=None)
    for (called, _), metric in back.metrics.items():
        assert back.policy.target(called, metric=metric).duration == policy.target("Gold", metric=metric).duration
    assert set(back.metrics.values()) == set(targets)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": "UTC-05:00"}, "^timezone: .* is an offset and no place", id="an-offset"),
        pytest.param({"hours": "Mon 22:00-06:00"}, "^hours: Mon 22:00-06:00 goes over midnight", id="a-night"),
        pytest.param({"hours": "Mon 09:00:30-17:00"}, "is not in whole minutes", id="seconds"),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "opens by another rule", id="a-rule"),
        pytest.param({"exceptions": {"2026-12-24": "09:00-12:00"}}, "usually closed", id="a-day-off"),
        pytest.param({"exceptions": {"2026-12-21": "16:00-18:00"}}, "usually closed", id="longer"),
        pytest.param({"exceptions": {"2026-12-21": "16:00-01:00"}}, "usually closed", id="over-midnight"),
        pytest.param({"exceptions": {"2026-12-21": "16:00:30-17:00"}}, "in whole minutes", id="seconds-of-a-date"),
        pytest.param({"holidays": "BE"}, "closes by a rule; pass years=", id="a-country"),
    ],
)
def test_what_a_schedule_says_and_the_format_cannot_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        odoo.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon 09:00-17:00", **keys}))


@pytest.mark.parametrize(
    ("metric", "target", "problem"),
    [
        pytest.param("first_response", "1 business hour", "call it resolution, or reach STAGE", id="a-metric"),
        pytest.param("reach Solved", "1 business hour", "call it resolution", id="an-end"),
        pytest.param("resolution", {"P1": "1 business hour"}, "it differs by priority", id="priorities"),
        pytest.param("resolution", "none", "or promises nothing", id="nothing"),
        pytest.param("resolution", "2 business days", "is no business time", id="days"),
        pytest.param("resolution", {"target": "1 business hour", "ends": "16:00"}, "or ends", id="ends"),
        pytest.param("resolution", {"target": "1 business hour", "cut_off": "15:00"}, "has a cut-off", id="cut-off"),
        pytest.param("resolution", {"target": "1 business hour", "boundary": "next_opening"}, "next opening", id="b"),
        pytest.param("resolution", {"target": "1 business hour", "lifecycle": {"pauses_in": ["waiting"]}},
                     "it pauses in statuses", id="pauses"),
    ],
)  # fmt: skip
def test_what_a_plan_says_and_the_format_cannot_is_named(metric: str, target: Any, problem: str) -> None:
    plans = {"Gold": {"schedule": "o", metric: target}, "B": {"schedule": "o", "resolution": "1 business hour"}}
    policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 09:00-17:00"}, plans=plans)
    with pytest.raises(PayloadError, match=problem):
        odoo.sla_payload(policy, "Gold")
    with pytest.raises(UnknownNameError, match="what is written holds one plan; name one of: Gold, B"):
        odoo.sla_payload(policy)
