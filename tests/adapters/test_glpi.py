"""GLPI: calendars, closed times and SLAs as a policy, tickets with logs, its own figures beside ours, and back."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from glpi_payloads import ZONE, account, calendar, changes, holiday, link, segments, sla, slm, ticket
from hypothesis import given, strategies as st

from slaclock import PayloadError, Schedule, SlaPolicy, UnknownNameError, ZoneError
from slaclock.adapters import glpi, of_product

PARIS = ZoneInfo(ZONE)
YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 15, tzinfo=UTC)


def reading(**keys: Any) -> Any:
    usual = {"calendars": [calendar()], "calendar_segments": segments(), "slms": [slm()], "slas": [sla()]}
    return glpi.policy(**{**usual, "timezone": ZONE, **keys})


def office(**keys: Any) -> Schedule:
    found: Schedule = reading(**keys).policy.schedule("Office")
    return found


def closed(*given: dict[str, Any], **keys: Any) -> Any:
    return reading(holidays=list(given), calendar_holidays=[link(each["id"]) for each in given], **keys)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=PARIS)


# Calendars


def test_the_days_of_segments_begin_with_sunday_and_end_at_24() -> None:
    stated = [*segments(("09:00:00", "12:00:00"), ("13:00:00", "24:00:00"), days=(0,)), *segments(days=(6,))]
    assert str(office(calendar_segments=stated)) == "Sat 08:00-20:00; Sun 09:00-12:00; Sun 13:00-24:00 Europe/Paris"


def test_numbers_and_flags_may_be_text() -> None:
    stated = [each | {"day": str(each["day"])} for each in segments()]
    of_text = sla(number_time="4", type="0", end_of_working_day="0", use_ticket_calendar=False)
    assert reading(calendar_segments=stated, slas=[of_text]).policy == reading().policy


def test_segments_that_overlap_are_counted_once_and_a_loss_says_so() -> None:
    read = reading(calendar_segments=segments(("08:00:00", "12:00:00"), ("11:00:00", "14:00:00"), days=(1,)))
    assert str(read.policy.schedule("Office")).startswith("Mon 08:00-14:00")
    assert "overlap twice, and this once" in read.losses[0].meaning


@pytest.mark.parametrize(
    ("cache", "losses"),
    [
        pytest.param("[0,43200,43200,43200,43200,43200,0]", 0, id="as-the-segments"),
        pytest.param('{"0":0,"1":43200,"2":43200,"3":43200,"4":43200,"5":43200,"6":0}', 0, id="an-object"),
        pytest.param("[]", 0, id="made-anew"),
        pytest.param("", 0, id="blank"),
        pytest.param("[0,28800,28800,28800,28800,28800,0]", 1, id="another"),
        pytest.param("a:7:{}", 1, id="not-json"),
        pytest.param(7, 1, id="a-number"),
    ],
)
def test_a_cache_that_is_not_what_the_segments_come_to_is_a_loss(cache: Any, losses: int) -> None:
    read = reading(calendars=[calendar(cache_duration=cache)])
    assert [loss.path for loss in read.losses] == ["calendars[0].cache_duration"] * losses


def test_a_calendar_without_segments_counts_as_calendar_time() -> None:
    read = reading(calendar_segments=[])
    assert (dict(read.policy.schedules), str(read.policy.target(metric="resolution"))) == ({}, "4 calendar hours")
    assert "counts what uses it as calendar time" in read.losses[0].meaning


def test_what_belongs_to_a_calendar_that_is_not_given_is_a_loss() -> None:
    given_too = {"calendar_segments": [*segments(), *segments(days=(1,), of=9)]}
    read = closed(holiday("2026-06-03"), **given_too)
    assert [loss.what for loss in read.losses] == ["calendar 9 was not given"]
    read = reading(holidays=[holiday("2026-06-03")], calendar_holidays=[link(), link(calendars_id=9)])
    assert [loss.what for loss in read.losses] == ["calendar 9 was not given"]


# Closed times


@pytest.mark.parametrize(
    ("stated", "closes"),
    [
        pytest.param(holiday("2026-06-03"), ["2026-06-03"], id="a-date"),
        pytest.param(holiday("2026-06-03", "2026-06-05"), ["2026-06-03", "2026-06-04", "2026-06-05"], id="both-ends"),
        pytest.param(holiday("2018-12-25", yearly=1), ["2026-12-25"], id="yearly"),
        pytest.param(holiday("2018-12-24 00:00:00", "2018-12-25 00:00:00", 1), ["2026-12-24", "2026-12-25"], id="time"),
        pytest.param(holiday("2018-12-31", "2019-01-04", 1, name=""),
                     ["2026-01-01", "2026-01-02", "2026-12-31", "2027-01-01", "2027-01-04"], id="over-new-year"),
    ],
)  # fmt: skip
def test_closed_times_close_their_dates(stated: dict[str, Any], closes: list[str]) -> None:
    usual = {day for span in office().windows(*YEAR) if (day := span.start.astimezone(PARIS).date())}
    read = closed(stated).policy.schedule("Office").model_copy(update={"outside_coverage": "ignore"})
    left = {span.start.astimezone(PARIS).date() for span in read.windows(*YEAR)}
    assert sorted(map(str, usual - left)) == closes


@pytest.mark.parametrize(
    ("stated", "loss", "closes"),
    [
        pytest.param(holiday("2018-12-24", "2019-01-02", 1), "GLPI compares months and days alone", 1, id="new-year"),
        pytest.param(holiday("2018-03-01", "2020-03-05", 1), "years of a yearly closed time mean", 1, id="years"),
        pytest.param(holiday("2026-06-05", "2026-06-03"), "GLPI closes nothing on it", 0, id="backwards"),
    ],
)
def test_closed_times_that_the_product_reads_otherwise(stated: dict[str, Any], loss: str, closes: int) -> None:
    read = closed(stated)
    assert loss in read.losses[0].meaning
    assert len(read.policy.schedule("Office").holidays.sources) == closes


def test_a_closed_time_that_no_calendar_has_closes_nothing() -> None:
    read = reading(holidays=[holiday("2026-06-03")], calendar_holidays=[])
    assert read.policy.schedule("Office").is_open(at("03T12:00"))
    assert [loss.what for loss in read.losses] == ["no calendar has it"]
    assert read.counts["holidays"] == 1


# SLAs


@pytest.mark.parametrize(
    ("stated", "opened", "due"),
    [
        pytest.param(sla(30, "minute"), "01T09:00", "01T09:30", id="minutes"),
        pytest.param(sla(4), "01T16:00", "02T08:00", id="used-up-at-the-end-of-the-day"),
        pytest.param(sla(1, "day"), "01T10:00", "02T10:00", id="a-day-is-the-same-time"),
        pytest.param(sla(1, "day"), "06T10:00", "09T08:00", id="a-day-from-saturday"),
        pytest.param(sla(2, "day", end_of_working_day=1), "01T09:00", "03T20:00", id="at-the-end"),
        pytest.param(sla(0, "day", end_of_working_day=1), "01T09:00", "01T20:00", id="at-the-end-of-the-day-itself"),
        pytest.param(sla(1, "month", slms_id=0, calendars_id=0), "01T09:00", "31T09:00", id="a-month-of-calendar-time"),
        pytest.param(sla(1, "day", calendars_id=0), "06T10:00", "07T10:00", id="a-day-of-calendar-time"),
    ],
)
def test_targets(stated: dict[str, Any], opened: str, due: str) -> None:
    expected = at(due) if due[:2] != "31" else datetime(2026, 7, 1, 9, tzinfo=PARIS)
    assert reading(slas=[stated]).policy.due(at(opened), metric="resolution") == expected


def test_a_month_on_a_calendar_is_thirty_working_days() -> None:
    read = reading(slas=[sla(1, "month")]).policy
    assert str(read.target(metric="resolution")) == "30 business days"
    assert "a month is 30 of them" in read.assumptions[-1]


def test_a_due_instant_after_the_last_hour_of_its_day_goes_to_that_hour() -> None:
    friday = [*segments(days=(1, 2, 3, 4)), *segments(("08:00:00", "17:00:00"), days=(5,))]
    read = reading(slas=[sla(1, "day")], calendar_segments=friday).policy
    assert read.due(at("04T19:00"), metric="resolution") == at("05T17:00")


def test_an_end_of_the_day_means_nothing_for_hours() -> None:
    read = reading(slas=[sla(4, end_of_working_day=1)])
    assert [loss.path for loss in read.losses] == ["slas[0].end_of_working_day"]


def test_an_sla_on_the_calendar_of_tickets() -> None:
    read = reading(slms=[slm(use_ticket_calendar=1, calendars_id=0)])
    assert "'Office' was taken, the only one there is" in read.losses[0].meaning
    older = reading(slms=[slm(calendars_id=-1)], ticket_calendar=1)
    assert (older.policy.target(metric="resolution").counts, older.losses) == ("open_time", ())
    two = {"calendars": [calendar(), calendar(id=3)], "slms": [slm(use_ticket_calendar=1)]}
    with pytest.raises(PayloadError, match=r"which is not said; pass ticket_calendar=, its id"):
        reading(**two)


def test_an_slm_is_a_plan_and_one_with_several_slas_of_a_kind_a_plan_for_each_pair() -> None:
    high, low, own = sla(2, id=2, name="P1"), sla(8, id=3, name="P2"), sla(1, kind=1)
    read = reading(slas=[high, low, own])
    assert read.plans == {("1", "2"): "Gold: TTO + P1", ("1", "3"): "Gold: TTO + P2"}
    assert read.plan_of({"slas_id_tto": 1, "slas_id_ttr": 3}) == "Gold: TTO + P2"
    assert read.plan_of({"slas_id_tto": 0, "slas_id_ttr": None}) is None
    with pytest.raises(PayloadError, match=r"1 for the time to own and none for the time to resolve; pass tickets="):
        read.plan_of({"slas_id_tto": 1, "slas_id_ttr": 0})
    assert reading(slas=[high, own]).plans == {("1", "2"): "Gold"}


def test_pairs_that_tickets_have_are_plans_too_across_slms() -> None:
    silver = [slm(), slm(id=2, name="Silver", calendars_id=0)]
    slas = [sla(2), sla(1, kind=1), sla(8, id=5, slms_id=2, name="TTR", calendars_id=None)]
    held = [ticket(slas_id_ttr=5), ticket(id=32, slas_id_tto=0), ticket(id=33, slas_id_ttr=9), ticket(id=34)]
    read = reading(slms=silver, slas=slas, tickets=[*held, ticket(id=35, slas_id_tto=2), ticket(id=36, slas_id_tto=0,
                   slas_id_ttr=0)])  # fmt: skip
    assert set(read.plans.values()) == {"Gold: TTO + TTR", "Silver", "Gold + Silver", "Gold: TTR"}
    assert str(read.policy.target("Gold + Silver", metric="resolution")) == "8 calendar hours"


def test_an_sla_may_state_its_calendar_itself() -> None:
    read = reading(slms=None, slas=[sla(calendars_id=1)])
    assert dict(read.plans) == {("", "2"): "SLM 1"}
    assert reading(slms=None, slas=[sla(calendars_id=1, slms_id=0)]).plans == {("", "2"): "TTR"}


def test_without_slas_nothing_is_promised() -> None:
    read = reading(slas=None)
    assert [loss.path for loss in read.losses] == ["slas"]
    assert list(read.policy.plans) == ["no SLA"]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": None}, "GLPI states no zone; pass timezone=", id="no-zone"),
        pytest.param({"calendars": [], "slas": []}, "no calendars with hours, and no SLAs", id="nothing"),
        pytest.param(
            {"calendar_segments": None}, r"^calendars\[0\]: its hours stand in CalendarSegment", id="no-hours"
        ),
        pytest.param({"calendar_segments": segments(days=(7,))}, "0 to 6 .the day, 0 for Sunday", id="a-day"),
        pytest.param({"calendar_segments": segments(("20:00:00", "08:00:00"))}, "does not begin before", id="a-night"),
        pytest.param({"holidays": [holiday("2026-06-03")]}, "pass calendar_holidays=, an empty list", id="no-links"),
        pytest.param({"calendar_holidays": [link()]}, "no Holiday 7; pass holidays= with it, known: none", id="link"),
        pytest.param({"slms": None}, "its calendar is that of SLM 1; pass slms= with it", id="no-slm"),
        pytest.param({"slas": [sla(calendars_id=9)]}, "there is no calendar 9; pass calendars= with it", id="calendar"),
        pytest.param(
            {"slms": [{"id": 1, "name": "Gold"}]}, "key 'calendars_id' is missing, and it says which", id="unasked"
        ),
        pytest.param(
            {
                "holidays": [{key: held for key, held in holiday("2026-06-03").items() if key != "is_perpetual"}],
                "calendar_holidays": [link()],
            },
            "key 'is_perpetual' is missing, so it may come once or every year",
            id="once-or-every-year",
        ),
        pytest.param({"slas": [sla(0)]}, "gives no time at all", id="zero"),
        pytest.param({"slas": [sla(0, "day")]}, "gives no time at all", id="zero-days"),
        pytest.param({"slas": [sla(4, "week")]}, "there is no unit 'week'", id="a-unit"),
        pytest.param({"slas": [sla(type=2)]}, "0 for time to resolve, 1 for time to own", id="a-type"),
        pytest.param({"slas": [sla(end_of_working_day=2)]}, "0 for no, 1 for yes", id="a-flag"),
        pytest.param({"slas": [sla(number_time="4 ")]}, "not '4 '", id="a-number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        reading(**keys)
    with pytest.raises(ZoneError):
        reading(timezone="Mars")


# Tickets


def told(*given: dict[str, Any], logs: Any = None, **keys: Any) -> Any:
    return glpi.tickets(list(given), logs, ZONE, **keys)


def test_a_ticket_with_its_log() -> None:
    log = [*changes((1, 2, "10:00"), (2, 4, "11:00"), (4, 5, "12:00")), *changes((3, 4, "13:00"))]
    log[-1] |= {"id": 900, "id_search_option": 3}
    log.append({"itemtype": "User", "id": 901})
    read = told(ticket(status=5, takeintoaccountdate="2026-06-01 09:30:00"), logs=log, reading=reading(
        slas=[sla(), sla(kind=1)]))  # fmt: skip
    [found] = read.tickets
    assert (found.status, found.priority, found.plan) == ("new", "3", "Gold")
    assert [event.kind for event in found.in_order] == ["acknowledged", *["status_changed"] * 3]
    assert not read.problems
    waited = reading().policy.evaluate(found.model_copy(update={"plan": None}), at("01T13:00"))
    assert [each.status.elapsed for each in waited.cycles] == [timedelta(hours=2)]


@pytest.mark.parametrize(
    ("keys", "events"),
    [
        pytest.param({"status": 4, "begin_waiting_date": "2026-06-01 10:00:00"}, ["waiting"], id="waits"),
        pytest.param({"status": 6, "solvedate": "2026-06-01 10:00:00", "closedate": "2026-06-02 10:00:00",
                      "begin_waiting_date": "2026-06-01 10:00:00"}, ["solved", "closed"], id="closed"),
        pytest.param({"status": 2, "solvedate": None}, [], id="open"),
        pytest.param({"status": 5, "solvedate": None}, [], id="solved-nobody-says-when"),
    ],
)  # fmt: skip
def test_a_ticket_alone_states_its_present_status(keys: dict[str, Any], events: list[str]) -> None:
    assert [event.status for event in told(ticket(**keys)).tickets[0].events] == events


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"sla_waiting_duration": 600}, "it waited 600 seconds of open time", id="a-sum-of-waits"),
        pytest.param({"takeintoaccount_delay_stat": 60}, "taken into account after 60 seconds", id="only-a-delay"),
        pytest.param({"status": 9}, "1 to 6 (a status of a ticket)", id="a-status"),
        pytest.param({"date": "yesterday"}, "it is an instant", id="a-date"),
    ],
)
def test_what_is_doubtful_or_cannot_be_read_is_a_problem_of_the_ticket(keys: dict[str, Any], problem: str) -> None:
    read = told(ticket(**keys), ticket(id=32), reading=reading(slas=[sla(), sla(kind=1)]))
    assert problem in read.problems["31"][0]
    assert "32" in [each.id for each in read.tickets]


def test_a_ticket_without_an_sla_is_left_out() -> None:
    """What is wrong with its log changes no answer then."""
    read = told(ticket(slas_id_tto=0, slas_id_ttr=0), logs=changes((1, 77, "10:00")), reading=reading())
    assert (read.tickets, dict(read.problems)) == ((), {})
    assert any("it has no SLA; nothing is promised for it, so it was left out" in str(loss) for loss in read.losses)


def test_what_is_not_about_the_slas_of_tickets_is_a_loss() -> None:
    log = changes((1, 2, "10:00"))
    log[0]["items_id"] = 99
    bad = changes((1, 77, "10:00"))
    read = told(ticket(is_deleted=1, id=1), ticket(internal_time_to_own="2026-06-01 10:00:00"), logs=[*log, bad[0] | {
        "id": 7}])  # fmt: skip
    assert [loss.what for loss in read.losses] == [
        *("the ticket is in the trash", "it is due to an OLA", "ticket 99 is not among the tickets")
    ]
    assert "a status of a ticket" in read.problems["31"][0]


# Its own figures


def compared(*given: dict[str, Any], logs: Any = None, read: Any = None) -> dict[str, Any]:
    found = glpi.compare(read or reading(slas=[sla(), sla(kind=1)]), list(given), logs).cycles
    return {each.metric: each for each in found}


def test_due_instants_and_delays_that_the_product_states() -> None:
    stated = ticket(
        time_to_own="2026-06-01 13:00:00",
        takeintoaccountdate="2026-06-01 10:02:36",
        takeintoaccount_delay_stat=3756,
        time_to_resolve="2026-06-01 13:00:00",
        solvedate="2026-06-01 14:00:00",
        solve_delay_stat=18_000,
    )
    found = compared(stated)
    assert [each.reason for each in found.values()] == ["same", "same"]
    assert [each.ours.breached for each in found.values()] == [False, True]


def test_calendar_time_is_counted_on_no_schedule() -> None:
    always = reading(calendar_segments=[], slas=[sla(), sla(kind=1)])
    [cycle] = compared(ticket(time_to_resolve="2026-06-01 13:00:00"), read=always).values()
    assert (str(cycle.target), cycle.schedule) == ("4 calendar hours", "")


WHOLE_DAYS = segments(("00:00:00", "24:00:00"))


@pytest.mark.parametrize(
    ("hours", "at_end", "due"),
    [
        pytest.param(segments(), 0, "2018-11-28 10:00:00", id="days"),
        pytest.param(WHOLE_DAYS, 0, "2018-11-28 10:00:00", id="days-of-24-hours"),
        pytest.param(segments(), 1, "2018-11-28 20:00:00", id="at-the-end"),
        pytest.param(WHOLE_DAYS, 1, "2018-11-29 00:00:00", id="at-the-end-of-24-hours"),
    ],
)
def test_seven_days_as_the_product_publishes_them(hours: Any, at_end: int, due: str) -> None:
    """The due instants are those that GLPI states for 7 days from Monday, 19 November 2018, 10:00."""
    read = reading(calendar_segments=hours, slas=[sla(7, "day", end_of_working_day=at_end)])
    held = ticket(slas_id_tto=0, date="2018-11-19 10:00:00", time_to_resolve=due)
    assert [each.reason for each in compared(held, read=read).values()] == ["same"]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        pytest.param("01 07:00", "01 09:00", 1, id="an-hour"),
        pytest.param("01 06:00", "01 07:00", 0, id="before-opening"),
        pytest.param("01 00:00", "08 00:00", 60, id="a-week"),
    ],
)
def test_open_time_as_the_product_publishes_it(start: str, end: str, hours: int) -> None:
    """The hours are those that GLPI states for January 2019."""
    between = [datetime.fromisoformat(f"2019-01-{each}").replace(tzinfo=PARIS) for each in (start, end)]
    assert office().elapsed(*between) == timedelta(hours=hours)


def test_waits_that_are_summed_up_move_the_time_to_resolve_alone() -> None:
    stated = {
        "sla_waiting_duration": 7200,
        "time_to_own": "2026-06-01 13:00:00",
        "time_to_resolve": "2026-06-01 15:00:00",
    }
    assert [each.reason for each in compared(ticket(**stated)).values()] == ["same", "same"]
    no_calendar = reading(slas=[sla(calendars_id=0)])
    late = {"solvedate": "2026-06-01 16:00:00", "solve_delay_stat": 18_000}
    found = compared(ticket(**stated, **late, slas_id_tto=0), read=no_calendar)
    assert [(each.reason, each.ours.breached) for each in found.values()] == [("same", True)]


def test_waits_of_a_log_move_it_and_a_wait_that_goes_on_has_not_moved_it_yet() -> None:
    log = changes((1, 4, "10:00"), (4, 2, "11:00"), (2, 4, "12:00"))
    found = compared(ticket(status=4, sla_waiting_duration=3600, time_to_resolve="2026-06-01 14:00:00"), logs=log)
    assert found["resolution"].reason == "same"
    solved = changes((1, 4, "10:00"), (4, 5, "11:00"), (5, 2, "12:00"))
    stated = ticket(
        status=6, time_to_resolve="2026-06-01 14:00:00", solvedate="2026-06-01 11:00:00", solve_delay_stat=3600
    )
    assert compared(stated, logs=solved)["resolution"].reason == "same"


@pytest.mark.parametrize(
    ("stated", "opened", "due", "reason", "detail"),
    [
        pytest.param(sla(4), "01 16:00", "01 20:00", "boundary", "closing", id="at-closing"),
        pytest.param(sla(1, "day"), "01 21:00", "02 20:00", "rule of the product", "days are", id="after"),
        pytest.param(sla(1, "day"), "01 06:00", "02 06:00", "rule of the product", "days are counted", id="before"),
        pytest.param(sla(2, "day", end_of_working_day=1), "01 21:00", "03 20:00", "rule of the product", "days are",
                     id="after-hours-at-the-end"),
        pytest.param(sla(1, "day"), "06 10:00", "09 08:00", "same", "", id="a-day-off"),
        pytest.param(sla(4), "01 16:00", "05 12:00", "not explained", "", id="not-explained"),
    ],
)  # fmt: skip
def test_a_difference_has_its_reason(stated: dict[str, Any], opened: str, due: str, reason: str, detail: str) -> None:
    held = ticket(slas_id_tto=0, date=f"2026-06-{opened}:00", time_to_resolve=f"2026-06-{due}:00")
    [cycle] = compared(held, read=reading(slas=[stated])).values()
    assert (cycle.reason, cycle.detail[: len(detail)] or detail) == (reason, detail)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        pytest.param("2026-03-27 10:00", "2026-03-30 11:00", id="in-spring"),
        pytest.param("2026-10-23 10:00", "2026-10-26 09:00", id="in-autumn"),
        pytest.param("2026-03-27 19:30", "2026-03-30 20:00", id="no-later-than-the-last-hour"),
    ],
)
def test_a_day_is_24_hours_of_the_product_also_where_the_clocks_change(opened: str, due: str) -> None:
    held = ticket(slas_id_tto=0, date=f"{opened}:00", time_to_resolve=f"{due}:00")
    [cycle] = compared(held, read=reading(slas=[sla(1, "day")])).values()
    assert (cycle.reason, "a day is 24 hours there" in cycle.detail) == ("rule of the product", True)


def test_waits_are_added_to_days_by_the_rule_of_the_product_too() -> None:
    log = changes((1, 4, "21:10"), (4, 2, "21:30"))
    log[1]["date_mod"] = "2026-06-02 09:00:00"
    held = ticket(slas_id_tto=0, date="2026-06-01 21:00:00", time_to_resolve="2026-06-03 09:00:00")
    [cycle] = compared(held, logs=log, read=reading(slas=[sla(1, "day", end_of_working_day=1)])).values()
    assert cycle.reason == "rule of the product"


def test_a_yearly_closed_time_over_new_year_explains_a_due_instant() -> None:
    read = closed(holiday("2018-12-24", "2019-01-02", 1), slas=[sla(8)])
    held = ticket(slas_id_tto=0, date="2026-12-23 18:00:00", time_to_resolve="2026-12-24 14:00:00")
    [cycle] = compared(held, read=read).values()
    assert (cycle.reason, cycle.detail) == (
        "rule of the product",
        "a yearly closed time over New Year closes nothing there",
    )
    assert cycle.ours.due is not None
    assert cycle.ours.due.date() == date(2027, 1, 4)


def test_what_cannot_be_compared_is_a_loss() -> None:
    due = {"time_to_resolve": "2026-06-01 13:00:00"}
    read = reading(slas=[sla(), sla(kind=1)])
    assert "it has no SLA" in glpi.compare(read, ticket(**due, slas_id_tto=0, slas_id_ttr=0)).losses[0].what
    assert "no plan has its SLAs" in glpi.compare(read, ticket(**due, slas_id_tto=0)).losses[0].what
    two = reading(slas=[sla(), sla(id=3, name="B")]).policy
    assert "the policy has several" in glpi.compare(two, ticket(**due)).losses[0].what
    assert glpi.compare(two, ticket(**due), plans={"31": "Gold: TTR"}).cycles[0].reason == "same"
    assert glpi.compare(read, ticket(**due), changes((1, 88, "10:00"))).losses
    with pytest.raises(PayloadError, match=r"^tickets\[0\].time_to_resolve: "):
        compared(ticket(time_to_resolve="soon"))
    with pytest.raises(PayloadError, match=r"^tickets\[0\].date: "):
        compared(ticket(**due, date="soon"))
    plan = {"schedule": "o", "resolution": "2 business hours", "update": "1 hour"}
    never = SlaPolicy(name="N", timezone="UTC", schedules={"o": "Mon 09:00-10:00"}, plans={"Gold": plan})
    last = ticket(date="9999-12-30 10:00:00", time_to_resolve="9999-12-31 10:00:00")
    assert "it has no answer" in glpi.compare(never, last).losses[0].meaning


# Files


def test_files_are_told_apart_by_their_keys_or_by_their_itemtypes() -> None:
    payload = account()
    files = {key: payload[key] for key in payload if key != "logs"}
    read = of_product("glpi", "policy_of_answers")(files, ZONE, "Desk")
    assert (read.policy.name, SlaPolicy.loads(read.yaml())) == ("Desk", read.policy)
    bundle = {
        "Calendar": payload["calendars"][0],
        "CalendarSegment": payload["calendar_segments"],
        "Holiday": payload["holidays"],
        "Calendar_Holiday": payload["calendar_holidays"],
        "SLM": payload["slms"],
        "SLA": payload["slas"],
    }
    assert glpi.policy_of_answers({"all": bundle}, ZONE).policy.schedules == read.policy.schedules
    of_tickets = {"t": payload["tickets"], "l": payload["logs"]}
    assert len(of_product("glpi", "tickets_of_answers")(of_tickets, ZONE).tickets) == 1
    found = glpi.comparison_of_answers(of_tickets, read.policy)
    assert found.cycles == glpi.compare(read, payload["tickets"], payload["logs"]).cycles
    with pytest.raises(PayloadError, match=r"^x: its keys do not show what it is"):
        glpi.policy_of_answers({"x": [{"nothing": 1}]}, ZONE)


def test_a_policy_as_the_text_of_a_file_is_read_back() -> None:
    policy = reading(slas=[sla(2, "day"), sla(kind=1)]).policy
    text = glpi.text_of_policy(policy, schedule=None, plan=None, years=[])
    assert glpi.policy_of_answers({"x": json.loads(text)}, ZONE).policy == policy
    assert "SLA" not in glpi.text_of_policy(policy, schedule="Office", plan=None, years=[2026])
    assert "Segment" not in glpi.text_of_policy(policy, schedule=None, plan="Gold", years=[])


# The way back

FRAMES = st.lists(
    st.tuples(st.integers(0, 22 * 60), st.integers(1, 120)).map(lambda each: (each[0], each[0] + each[1])),
    min_size=1,
    max_size=3,
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
YEARLY = st.tuples(DAYS, DAYS).map(lambda each: {"date": f"--{each[0]:%m-%d}", "last": f"--{each[1]:%m-%d}"})


@given(FRAMES, st.sets(DAYS, max_size=3), st.lists(YEARLY, max_size=2), st.sampled_from(["Mon", "Mon-Fri", "Sat,Sun"]))
def test_a_schedule_is_read_back_as_it_was(
    frames: list[tuple[int, int]], dates: set[date], yearly: list[dict[str, str]], days: str
) -> None:
    """It is open at the same times, whatever order its windows were stated in, New Year included."""
    clock = [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in frames]
    schedule = Schedule(
        timezone=ZONE,
        hours=[f"{days} {each}" for each in clock],
        holidays=[*({"date": day.isoformat(), "name": f"Closed {day}"} for day in sorted(dates)), *yearly],
        name="Office",
        outside_coverage="ignore",
    )
    back = glpi.policy_of_answers({"x": glpi.schedule_payload(schedule)}, ZONE).policy.schedule("Office")
    back = back.model_copy(update={"outside_coverage": "ignore"})
    assert list(back.windows(*YEAR)) == list(schedule.windows(*YEAR))


AMOUNTS = st.sampled_from(["1 business hour", "90 business minutes", "999 business hours", "7 calendar hours"])
IN_DAYS = st.integers(1, 900).map(lambda days: {"target": f"{days} business days", "ends": "previous_closing"})
AT_CLOSE = st.integers(0, 900).map(
    lambda days: {"target": {"days": days, "counts": "business_days", "day_rule": "close", "starts": "next_opening"}}
)


@given(st.dictionaries(st.sampled_from(["acknowledgement", "resolution"]), AMOUNTS | IN_DAYS | AT_CLOSE, min_size=1))
def test_a_plan_is_read_back_as_it_was(targets: dict[str, Any]) -> None:
    """It promises the same, said in another way: each target is due at the same instants."""
    policy = SlaPolicy(
        name="A",
        timezone=ZONE,
        boundary="next_opening",
        schedules={"Office": "Mon-Fri 08:00-20:00"},
        plans={"Gold": {"schedule": "Office", **targets}},
    )
    back = reading(**{f"{key.lower()}s": held for key, held in glpi.sla_payload(policy).items()})
    for metric in targets:
        for opened in (at("01T09:00"), at("06T10:00"), at("05T19:59")):
            assert back.policy.due(opened, metric=metric) == policy.due(opened, metric=metric)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"hours": "Mon 22:00-06:00"}, "^hours: Mon 22:00-06:00 goes over midnight", id="a-night"),
        pytest.param({"exceptions": {"2026-12-24": "09:00-12:00"}}, "^exceptions: ", id="a-date"),
        pytest.param({"holidays": "FR"}, "closes by a rule, and the format has dates", id="a-country"),
        pytest.param({"holidays": [{"date": "third Monday of May"}]}, "closes by a rule", id="a-rule"),
        pytest.param({"holidays": [{"date": "--05-01", "observed": "next"}]}, "closes by a rule", id="observed"),
    ],
)
def test_what_a_schedule_says_and_the_format_cannot_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        glpi.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon 09:00-17:00", **keys}))


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        pytest.param({"P1": "1 business hour"}, "it differs by priority", id="priorities"),
        pytest.param("none", "or promises nothing", id="nothing"),
        pytest.param("90 business seconds", "neither whole minutes nor whole hours", id="seconds"),
        pytest.param("61000 business minutes", "up to 1,000 of them", id="too-many"),
        pytest.param("2 calendar days", "no time and no working days", id="calendar-days"),
        pytest.param({"target": "1 business hour", "ends": "next_opening"}, "starts or ends elsewhere", id="ends"),
        pytest.param({"target": "1 business hour", "cut_off": "12:00"}, "has a cut-off", id="cut-off"),
        pytest.param("2 business days", "state ends: previous_closing", id="days-that-end-elsewhere"),
        pytest.param({"target": "2 business days", "day_rule": "open"}, "day rule open", id="at-the-opening"),
        pytest.param(
            {"target": "2 business days", "starts": "at_once"}, "it starts at once on a day off", id="at-once"
        ),
    ],
)
def test_what_a_plan_says_and_the_format_cannot_is_named(target: Any, problem: str) -> None:
    plans = {"Gold": {"schedule": "o", "resolution": target}, "B": {"schedule": "o", "workaround": "1 business hour"}}
    policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 09:00-17:00"}, plans=plans)
    with pytest.raises(PayloadError, match=problem):
        glpi.sla_payload(policy, "Gold")
    with pytest.raises(PayloadError, match="the product does not measure workaround"):
        glpi.sla_payload(policy, "B")
    with pytest.raises(UnknownNameError, match="an SLM holds one plan; name one of: Gold, B"):
        glpi.sla_payload(policy)
