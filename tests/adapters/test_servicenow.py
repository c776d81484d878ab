"""Schedules and SLA definitions of ServiceNow as a policy, and its clocks (R3–R5, R7, R11–R13, R16, R19)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from servicenow_payloads import account, clock, closed, definition, schedule, span

from slaclock import PayloadError, SlaPolicy
from slaclock.adapters import servicenow


def read(*spans: Any, **keys: Any) -> servicenow.ServiceNowReading:
    return servicenow.policy(schedule(), {"result": list(spans)}, **keys)


def hours(*spans: Any, **keys: Any) -> str:
    return str(read(*spans, **keys).policy.schedule("Desk")).removesuffix(" US/Pacific")


def said(found: Any) -> list[str]:
    return [str(loss) for loss in found.losses if loss.path != "contract_sla"]


LOCAL = {"start_date_time": "20260105T090000", "end_date_time": "20260105T170000"}
NIGHT = {"start_date_time": "20260105T220000", "end_date_time": "20260106T060000"}


@pytest.mark.parametrize(
    ("keys", "windows"),
    [
        pytest.param({"repeat_type": "daily"}, "Mon-Sun 08:00-16:00", id="daily"),
        pytest.param({"repeat_type": "weekdays"}, "Mon-Fri 08:00-16:00", id="weekdays"),
        pytest.param({"repeat_type": "weekends"}, "Sat,Sun 08:00-16:00", id="weekends"),
        pytest.param({"repeat_type": "weekMWF"}, "Mon,Wed,Fri 08:00-16:00", id="mwf"),
        pytest.param({"repeat_type": "weekTT"}, "Tue,Thu 08:00-16:00", id="tt"),
        pytest.param({"repeat_type": "weekly", "days_of_week": "71"}, "Sun,Mon 08:00-16:00", id="digits-from-monday"),
        pytest.param({"repeat_type": "weekly"}, "Mon 08:00-16:00", id="no-digits-mean-the-start"),
        pytest.param(LOCAL, "Mon-Fri 09:00-17:00", id="without-z-it-is-local"),
        pytest.param(NIGHT, "Mon-Fri 22:00-06:00", id="a-night"),
        pytest.param({"repeat_type": "daily", "all_day": "true"}, "24x7", id="all-day-ends-at-midnight"),
        pytest.param(
            {"repeat_type": "weekly", "start_date_time": "20251111T010000Z", "end_date_time": "20251111T020000Z"},
            "Mon 17:00-18:00",
            id="the-weekday-is-that-of-the-zone",
        ),
        pytest.param(
            {"start_date_time": "20260601T150000Z", "end_date_time": "20260601T230000Z"},
            "Mon-Fri 08:00-16:00",
            id="utc-is-read-on-its-own-date",
        ),
    ],
)
def test_what_repeats_is_the_reading_of_the_zone(keys: dict[str, Any], windows: str) -> None:
    assert hours(span(**keys)) == windows


def test_a_block_of_days_is_cut_at_midnights() -> None:
    found = read(
        span(repeat_type="weekly", start_date_time="20260105T090000", end_date_time="20260109T170000")
    ).policy.schedule("Desk")
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    assert found.elapsed(monday, monday + timedelta(days=7)) == timedelta(hours=104)


@pytest.mark.parametrize(
    ("keys", "loss"),
    [
        pytest.param({"days_of_week": "1234567"}, "weekdays was taken, which names its days", id="preset-and-digits"),
        pytest.param({"repeat_type": "weekly", "days_of_week": "6"}, "which is none of its days 6", id="other-start"),
        pytest.param({"end_date_time": "20251110T235959", "start_date_time": "20251110T080000"}, "23:59:59", id="last"),
        pytest.param({"type": "time_off"}, "its type is 'time_off'; it was read as open, as the product", id="type"),
    ],
)
def test_what_may_be_read_in_two_ways_is_named(keys: dict[str, Any], loss: str) -> None:
    assert loss in said(read(span(**keys)))[0]


@pytest.mark.parametrize(
    ("keys", "loss"),
    [
        pytest.param({"repeat_type": "weekly", "repeat_count": "2"}, "it comes every 2 times only", id="second-week"),
        pytest.param({"repeat_until": "20250930"}, "it ends on 2025-09-30; it was left out", id="an-end"),
        pytest.param({"repeat_until": "20250930T235959"}, "it ends on 2025-09-30; it was", id="an-end-with-a-time"),
        pytest.param({"repeat_type": "monthly"}, "it repeats monthly", id="monthly"),
        pytest.param({"repeat_type": "specific"}, "it repeats specific", id="specific"),
        pytest.param({"repeat_type": ""}, "it opens on dates from 2025-11-10", id="once"),
        pytest.param({"repeat_type": "yearly"}, "it opens on dates from 2025-11-10", id="yearly"),
        pytest.param({"end_date_time": "20251112T000000Z"}, "longer than the time after which", id="overlapping"),
        pytest.param(
            {"repeat_type": "weekly", "days_of_week": "12", "end_date_time": "20251112T000000Z"},
            "longer than a day, and starts on several",
            id="several-long-ones",
        ),
    ],
)
def test_hours_that_cannot_be_carried_over_open_nothing_and_are_said(keys: dict[str, Any], loss: str) -> None:
    other = span(
        name="Always there",
        repeat_type="weekly",
        days_of_week="7",
        start_date_time="20260104T090000",
        end_date_time="20260104T100000",
    )
    found = read(other, span(**keys))
    assert str(found.policy.schedule("Desk")).startswith("Sun 09:00-10:00")
    assert loss in said(found)[0]


def test_an_end_counts_for_a_date() -> None:
    ends = span(repeat_until="20261231")
    assert "it was read as for ever" in said(read(ends, as_of=date(2026, 6, 1)))[0]
    with pytest.raises(PayloadError, match="no schedule opens every week"):
        read(ends, as_of=date(2027, 1, 1))
    always = span(
        name="Always there", repeat_type="daily", start_date_time="20200101T170000Z", end_date_time="20200101T180000Z"
    )
    early = read(always, span(), as_of=date(2025, 11, 9))
    assert "it begins on 2025-11-10 only; it was left out, and opens nothing" in said(early)[0]


def test_entries_that_exclude_whole_dates_are_holidays() -> None:
    found = read(
        span(),
        closed("20261224", "20261226"),
        closed("20260704", repeat_type="yearly", name="Parade"),
    )
    desk = found.policy.schedule("Desk")
    days = list(desk.holidays.between(date(2026, 1, 1), date(2027, 12, 31)))
    assert [str(day) for day in days] == ["2026-07-04", "2026-12-24", "2026-12-25", "2026-12-26", "2027-07-04"]
    assert not said(found)


@pytest.mark.parametrize(
    ("keys", "loss"),
    [
        pytest.param({"all_day": "false", "end_date_time": "20261231T120000"}, "closes a part of", id="half-a-day"),
        pytest.param({"repeat_type": "yearly", "yearly_type": "float"}, "another date each year", id="floating"),
        pytest.param({"repeat_type": "monthly"}, "it repeats monthly", id="monthly"),
    ],
)
def test_closures_that_cannot_be_carried_over_are_said_to_be_open(keys: dict[str, Any], loss: str) -> None:
    first = said(read(span(), closed(**keys)))[0]
    assert loss in first
    assert "support is open there" in first


def test_what_is_excluded_every_week_is_taken_away() -> None:
    lunch = span(
        name="Lunch",
        type="exclude",
        repeat_type="daily",
        start_date_time="20260105T120000",
        end_date_time="20260105T130000",
    )
    found = read(span(), lunch, closed())
    desk = found.policy.schedule("Desk")
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    assert desk.elapsed(monday, monday + timedelta(days=1)) == timedelta(hours=7)
    assert SlaPolicy.loads(found.yaml()) == found.policy


@pytest.mark.parametrize("kind", ["exclude", "excluded", "Exclude"])
def test_an_entry_takes_time_away_by_its_type(kind: str) -> None:
    assert read(span(), closed(type=kind)).policy == read(span(), closed()).policy


@pytest.mark.parametrize("kind", ["work", "on_call", None])
def test_types_that_open_are_no_losses(kind: str | None) -> None:
    assert not said(read(span(type=kind)))


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        pytest.param(closed(), "type", id="what-it-does"),
        pytest.param(closed(repeat_type="yearly"), "repeat_type", id="how-it-repeats"),
        pytest.param(span(repeat_type="weekly"), "days_of_week", id="on-which-days"),
    ],
)
def test_entries_without_keys_that_open_or_close_are_refused(entry: dict[str, Any], key: str) -> None:
    del entry[key]
    with pytest.raises(PayloadError, match=f"key '{key}' is missing, and it may open or close by it"):
        read(span(), entry)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"type": "exlude"}, "there is no type 'exlude'; did you mean 'exclude'", id="a-type-a-letter-off"),
        pytest.param({"start_date_time": "2026-01-05 09:00:00"}, "start_date_time: it is a time such as", id="text"),
        pytest.param({"start_date_time": "20260230T090000"}, "it is a time such as", id="no-such-date"),
        pytest.param({"end_date_time": 7}, "end_date_time: it is a time such as", id="a-number"),
        pytest.param({"end_date_time": "20251110T160000Z"}, "it ends at or before its start", id="no-time"),
        pytest.param({"days_of_week": "018"}, "days_of_week are digits from 1", id="day-nought"),
        pytest.param({"repeat_type": "weekly_on"}, "no kind of repetition 'weekly_on'", id="repetition"),
        pytest.param({"repeat_until": "soon"}, "repeat_until: it is a date such as", id="until"),
        pytest.param({"repeat_until": "202612310"}, "repeat_until: it is a date such as", id="until-a-digit-more"),
        pytest.param({"repeat_until": "2026-12-31"}, "repeat_until: it is a date such as", id="until-with-dashes"),
        pytest.param({"repeat_until": "20261331"}, "repeat_until: it is a date such as", id="until-no-date"),
        pytest.param({"all_day": "maybe"}, "no value of a flag 'maybe'", id="flag"),
        pytest.param({"schedule": "zz"}, "its schedule 'zz' is not among the schedules", id="of-nobody"),
    ],
)
def test_entries_that_cannot_be_read_are_refused(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        read(span(**keys))


def test_an_entry_without_a_schedule_belongs_to_the_only_one() -> None:
    assert hours(span(schedule="", all_day=False)) == "Mon-Fri 08:00-16:00"
    with pytest.raises(PayloadError, match="there is more than one schedule, or none"):
        servicenow.policy(None, span(schedule=None))
    with pytest.raises(PayloadError, match="none is given; pass cmn_schedule="):
        servicenow.policy(None, span())


@pytest.mark.parametrize("zone", ["", "floating", "Floating", None])
def test_a_floating_schedule_needs_a_zone(zone: Any) -> None:
    with pytest.raises(PayloadError, match="it floats: its hours are those of whoever looks; pass timezone="):
        servicenow.policy(schedule(time_zone=zone), span())
    found = servicenow.policy(schedule(time_zone=zone, name=None), span(**LOCAL), timezone="Asia/Tokyo")
    assert str(found.policy.schedule("schedule")) == "Mon-Fri 09:00-17:00 Asia/Tokyo"
    assert "Asia/Tokyo was taken" in said(found)[0]


def test_schedules_whose_meaning_is_not_known_are_refused_or_left_out() -> None:
    with pytest.raises(PayloadError, match="it has a parent, and how entries of both count together is not known"):
        servicenow.policy(schedule(parent={"link": "x", "value": "p"}), span())
    blackout = schedule(sys_id="a2", name="Blackout", type="blackout")
    found = servicenow.policy([schedule(), blackout], span())
    assert list(found.policy.schedules) == ["Desk"]
    assert "is of the type 'blackout'" in said(found)[0]
    assert found.schedules == {"a1": "Desk"}


def test_definitions_are_plans() -> None:
    found = servicenow.policy(**account())
    assert str(found.policy.target("P1 resolution", metric="resolution")) == "8 business hours"
    assert found.plans == {"b1": "P1 resolution"}
    assert "the condition 'active=true^priority=1'; conditions are not evaluated" in said(found)[0]
    assert SlaPolicy.loads(found.yaml()) == found.policy
    assert found.counts == {"cmn_schedule": 1, "cmn_schedule_span": 2, "contract_sla": 1}


def test_a_day_of_a_duration_is_24_hours_of_the_schedule() -> None:
    sla = definition(target="response", duration="1970-01-03 00:00:00", sys_id=None, retroactive="true", active="")
    found = servicenow.policy(schedule(sys_id=None), span(schedule=None), sla | {"schedule": ""})
    assert str(found.policy.target("P1 resolution")) == "48 calendar hours"
    assert "retroactive: it says 'true'" in said(found)[0]
    none = servicenow.policy(schedule(), span(), definition(schedule_source="no_schedule"))
    assert str(none.policy.target("P1 resolution", metric="resolution")) == "8 calendar hours"


def test_statuses_that_pause_are_said_by_whoever_asks() -> None:
    sla = definition(pause_condition="state=3", active=True)
    found = servicenow.policy(schedule(), span(), sla, paused_statuses=("On Hold",))
    assert found.policy.lifecycle("resolution").pauses_while("On Hold")
    assert not said(found)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"duration_type": "x"}, "worked out by a script of the product", id="relative"),
        pytest.param({"target": ""}, "key 'target' is null", id="no-target"),
        pytest.param({"duration": "8 Hours"}, "an amount such as '1970-01-01 08:00:00'", id="text"),
        pytest.param({"duration": "1969-12-31 08:00:00"}, "an amount such as", id="before-1970"),
        pytest.param({"duration": "1970-13-01 08:00:00"}, "an amount such as", id="no-such-date"),
        pytest.param({"duration": "1970-01-01 00:00:00"}, "it is nothing, or more", id="nothing"),
        pytest.param({"schedule_source": "task_field"}, "comes from 'task_field' of each task", id="of-the-task"),
        pytest.param({"schedule": "zz"}, "its schedule 'zz' is not among those that were read", id="another"),
    ],
)
def test_definitions_that_say_what_is_not_known_are_refused(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        servicenow.policy(schedule(), span(), definition(**keys))
    with pytest.raises(PayloadError, match="none is given"):
        servicenow.policy(None, None, definition())


def test_a_definition_says_which_hours_it_counts() -> None:
    silent = {key: value for key, value in definition().items() if key != "schedule"}
    with pytest.raises(PayloadError, match="key 'schedule' is missing, and it says which hours count"):
        servicenow.policy(schedule(), span(), silent)
    for always in (definition(schedule=""), silent | {"schedule_source": "no_schedule"}):
        found = servicenow.policy(schedule(), span(), always)
        assert str(found.policy.target(metric="resolution")) == "8 calendar hours"


def test_what_is_not_active_is_left_out() -> None:
    found = servicenow.policy(schedule(), span(), [definition(), definition(sys_id="b2", name="Old", active="false")])
    assert list(found.policy.plans) == ["P1 resolution"]
    assert "is not active" in said(found)[0]


def test_files_are_told_apart_by_their_keys() -> None:
    answers = {f"{table}.json": each for table, each in account().items()}
    assert servicenow.policy_of_answers(answers).policy == servicenow.policy(**account()).policy
    together = servicenow.policy_of_answers({"all.json": account()}, name="Acme")
    assert together.policy.name == "Acme"
    assert servicenow.policy_of_answers({"a": [schedule(), schedule(sys_id="a2")], "b": [span()]}).schedules
    with pytest.raises(PayloadError, match="these are clocks of tasks"):
        servicenow.policy_of_answers({"a": [clock()]})
    for other in ({"x": 1}, "text"):
        with pytest.raises(PayloadError, match="its keys do not show what it is"):
            servicenow.policy_of_answers({"a": other})


def test_what_stands_beside_tables_by_name_is_read_too() -> None:
    """A file may hold one answer under `result` and others by the names of their tables."""
    held = account()
    mixed = {"cmn_schedule": held["cmn_schedule"], **held["cmn_schedule_span"]}
    assert (
        servicenow.policy_of_answers({"all.json": mixed}).policy.schedules
        == servicenow.policy(held["cmn_schedule"], held["cmn_schedule_span"]).policy.schedules
    )
    with pytest.raises(PayloadError, match=r"^all.json: its keys do not show what it is"):
        servicenow.policy_of_answers({"all.json": {**held, "cmn_shedule_span": []}})


# Clocks

READ = servicenow.policy(**account())


def compared(row: Any, reading: Any = READ, **keys: Any) -> tuple[str, str]:
    [cycle] = servicenow.compare(reading, {"result": [row]}, **keys).cycles
    return cycle.reason, cycle.detail


def test_a_clock_that_runs_as_ours_is_the_same() -> None:
    [cycle] = servicenow.compare(READ, [clock()]).cycles
    assert (cycle.ticket, cycle.plan, cycle.metric, cycle.schedule) == ("INC1", "P1 resolution", "resolution", "Desk")
    assert (cycle.reason, cycle.difference, cycle.ours.breached) == ("same", timedelta(0), None)
    late = clock(
        stage="completed", has_breached="true", end_time="2026-06-02 16:00:00", business_duration="1970-01-01 09:00:00"
    )
    [cycle] = servicenow.compare(READ, [late]).cycles
    assert (cycle.reason, cycle.ours.breached, cycle.ours.elapsed) == ("same", True, timedelta(hours=9))


@pytest.mark.parametrize(
    ("keys", "reason", "detail"),
    [
        pytest.param({"planned_end_time": "2026-06-01 23:00:01"}, "rounding", "to whole seconds", id="rounding"),
        pytest.param({"planned_end_time": "2026-06-02 15:00:00"}, "boundary", "next_opening", id="boundary"),
        pytest.param(
            {"timezone": "US/Eastern", "planned_end_time": "2026-06-02 15:00:00", "start_time": "2026-06-01 15:00:00"},
            "boundary",
            "next_opening",
            id="boundary-before-zone",
        ),
        pytest.param(
            {"timezone": "US/Eastern", "planned_end_time": "2026-06-03 02:00:00"},
            "not explained",
            "",
            id="nothing-explains-it",
        ),
        pytest.param(
            {"timezone": "US/Eastern", "planned_end_time": "2026-06-02 14:00:00", "start_time": "2026-06-01 14:00:00"},
            "another schedule",
            "on the clock of US/Eastern",
            id="the-clock-of-the-task",
        ),
        pytest.param(
            {"business_pause_duration": "1970-01-01 01:00:00", "planned_end_time": "2026-06-01 23:00:00"},
            "rule of the product",
            "planned_end_time is from before the pauses: it is set at the attachment and at each resume",
            id="a-breach-time-from-before-the-pause",
        ),
        pytest.param(
            {"business_pause_duration": "1970-01-01 01:00:00", "planned_end_time": "2026-06-02 16:00:00"},
            "same",
            "",
            id="pauses-move-it-by-open-time",
        ),
    ],
)
def test_a_difference_is_explained_by_a_choice(keys: dict[str, Any], reason: str, detail: str) -> None:
    assert compared(clock(**keys)) == (reason, detail)


def test_a_paused_clock_stands_where_it_was() -> None:
    row = clock(stage="paused", pause_time="2026-06-01 17:00:00", business_duration="1970-01-01 02:00:00")
    [cycle] = servicenow.compare(READ, [row], now=datetime(2026, 7, 1, tzinfo=UTC)).cycles
    assert (cycle.reason, cycle.ours.elapsed, cycle.ours.breached) == ("same", timedelta(hours=2), False)


def test_another_schedule_explains_a_difference() -> None:
    night = schedule(sys_id="a2", name="Always")
    always = span(schedule="a2", repeat_type="daily", all_day="true")
    reading = servicenow.policy([schedule(), night], [span(), always], definition())
    row = clock(start_time="2026-06-01 20:00:00", planned_end_time="2026-06-02 04:00:00")
    assert compared(row, reading) == ("another schedule", "Always")


def test_a_retroactive_clock_counts_from_its_start_and_not_from_when_its_row_was_made() -> None:
    """The priority was raised at eleven: the clock of the new one counts from when the task was opened, at eight."""
    row = clock(sys_created_on="2026-06-01 18:00:00")
    assert compared(row) == ("same", "")
    late = clock(sys_created_on="2026-06-01 18:00:00", planned_end_time="2026-06-02 18:00:00")
    assert compared(late) == ("not explained", "")


def test_calendar_time_has_no_schedule() -> None:
    reading = servicenow.policy(contract_sla=definition(schedule=""))
    assert compared(clock(), reading) == ("same", "")
    assert compared(clock(planned_end_time="2026-06-02 23:00:00"), reading) == ("not explained", "")


@pytest.mark.parametrize(
    ("keys", "loss"),
    [
        pytest.param({"stage": "cancelled"}, "the clock was cancelled", id="cancelled"),
        pytest.param({"stage": "starting"}, "no stage 'starting'", id="another-stage"),
        pytest.param({"stage": "paused"}, "pause_time does not say since when", id="paused-since-when"),
        pytest.param({"start_time": "2026-06-01T15:00:00Z"}, "an instant in UTC such as", id="another-notation"),
        pytest.param({"start_time": ""}, "key 'start_time' is null", id="no-start"),
    ],
)
def test_a_clock_that_cannot_be_compared_is_said(keys: dict[str, Any], loss: str) -> None:
    found = servicenow.compare(READ, [clock(**keys)])
    assert not found.cycles
    assert loss in str(found.losses[0])


def test_a_definition_is_found_by_its_name_or_not_at_all() -> None:
    assert compared(clock(sla="b9")) == ("same", "")
    bare = {key: each["value"] for key, each in clock(sla="b9").items()}
    assert "its SLA definition 'b9' is no plan" in str(servicenow.compare(READ, [bare]).losses[0])
    bare["sla"] = "b1"
    assert servicenow.compare(READ, [bare]).cycles[0].ticket == "t1"


def test_files_of_clocks_are_replayed_beside_a_policy() -> None:
    """The definitions beside the rows say which plan an id means; without them the names that people see do."""
    bare = {key: each["value"] for key, each in clock().items()}
    answers = {"clocks.json": {"result": [bare]}, "slas.json": account()["contract_sla"]}
    [cycle] = servicenow.comparison_of_answers(answers, READ.policy).cycles
    assert (cycle.plan, cycle.reason) == ("P1 resolution", "same")
    [seen] = servicenow.comparison_of_answers({"all.json": {"task_sla": [clock()]}}, READ.policy).cycles
    assert (seen.plan, seen.reason) == ("P1 resolution", "same")
    lost = servicenow.comparison_of_answers({"clocks.json": {"result": [bare]}}, READ.policy)
    assert "hand over contract_sla for its name" in str(lost.losses[0])
    with pytest.raises(PayloadError, match="there are no rows of task_sla"):
        servicenow.comparison_of_answers({"slas.json": account()["contract_sla"]}, READ.policy)


def test_a_definition_that_is_in_the_files_has_the_name_that_the_policy_gave_it() -> None:
    twice = [definition(), definition(sys_id="b2", target="response")]
    read = servicenow.policy(schedule(), span(), twice)
    bare = {key: each["value"] for key, each in clock(sla="b2").items()}
    [cycle] = servicenow.compare(read.policy, [bare], twice).cycles
    assert (cycle.plan, cycle.metric) == ("P1 resolution (b2)", "first_response")
