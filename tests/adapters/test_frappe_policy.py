"""ERPNext and Frappe Helpdesk: agreements, holidays and statuses as a policy, and written back."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from frappe_payloads import ZONE, account, agreement, holiday, holiday_list, of_helpdesk, priority, statuses, workdays
from hypothesis import given, strategies as st

from slaclock import CoverageWarning, PayloadError, Schedule, SlaPolicy, UnknownNameError
from slaclock.adapters import frappe, of_product


def reading(**keys: Any) -> Any:
    usual = {**of(), "holiday_lists": holiday_list(), "timezone": ZONE}
    return frappe.policy(**{**usual, **keys})


def hours(*days: str, **times: str) -> Schedule:
    found: Schedule = reading(service_level_agreements=agreement(support_and_resolution=workdays(*days, **times)))
    return found.policy.schedule("Gold")  # type: ignore[attr-defined, no-any-return]


def of(**keys: Any) -> dict[str, Any]:
    return {"service_level_agreements": agreement(**keys)}


# Hours and holidays


@pytest.mark.parametrize(
    ("times", "stated"),
    [
        pytest.param({}, "Mon-Fri 10:00-18:00", id="a-window-a-day"),
        pytest.param({"opens": "0:00:00", "closes": "9:30:00.000000"}, "Mon-Fri 00:00-09:30", id="an-hour-of-a-digit"),
        pytest.param({"opens": "20:00:00", "closes": "23:59:59"}, "Mon-Fri 20:00-24:00", id="the-last-second"),
        pytest.param({"opens": "20:00:00", "closes": "23:59:00"}, "Mon-Fri 20:00-23:59", id="the-last-minute"),
    ],
)
def test_hours_are_on_the_clocks_of_the_site(times: dict[str, str], stated: str) -> None:
    assert str(hours(**times)) == f"{stated} {ZONE}, holidays 2026"


def test_an_end_at_the_last_second_is_an_assumption() -> None:
    late = agreement(support_and_resolution=workdays(closes="23:59:59"))
    assert (
        reading(service_level_agreements=late).policy.assumptions[-1] == "A day that ends at 23:59:59 ends at midnight."
    )
    assert "23:59:59" not in str(reading().policy.assumptions)


def test_a_holiday_has_the_text_of_its_markup() -> None:
    described = '<div class="ql-editor read-mode"><p>Founders&amp;Friends\n</p></div>'
    rows = [holiday("2026-06-01", described), {"holiday_date": "2026-06-02"}, holiday("2026-06-01", "Again")]
    office = reading(holiday_lists=holiday_list(*rows)).policy.schedule("Gold")
    found = {day: each.name for day, each in office.holidays.between(date(2026, 6, 1), date(2026, 6, 2)).items()}
    assert found[date(2026, 6, 1)] == "Founders&Friends, Again"
    assert list(found) == [date(2026, 6, 1), date(2026, 6, 2)]


def test_days_off_are_left_out_where_support_has_no_hours() -> None:
    rows = [holiday("2026-06-06", "Saturday", weekly_off=1), holiday("2026-06-01", "Monday", weekly_off=1)]
    read = reading(holiday_lists=holiday_list(*rows))
    assert read.document["schedules"]["Gold"]["holidays"][0]["listed"] == {"2026-06-01": "Monday"}
    assert read.counts["holidays"] == 2


def test_a_list_knows_its_years_alone() -> None:
    office = reading().policy.schedule("Gold")
    with pytest.warns(CoverageWarning, match="2027"):
        office.is_open(datetime(2027, 1, 4, 6, tzinfo=UTC))


def test_years_that_are_not_whole_are_a_loss() -> None:
    read = reading(holiday_lists=holiday_list(from_date="2026-04-01", to_date="2027-03-31"))
    assert "from 2026-04-01 to 2027-03-31, which are no whole years" in read.losses[0].what
    assert read.document["schedules"]["Gold"]["holidays"][0]["years"] == [2026, 2027]


def test_half_a_day_and_dates_that_are_announced_are_losses() -> None:
    read = reading(holiday_lists=[holiday_list(holiday("2026-06-03", is_half_day=1), total_holidays=5)])
    assert [loss.what for loss in read.losses] == [
        "5 holidays are announced, and 1 are here",
        "half of 2026-06-03 is closed",
    ]


def test_an_agreement_may_have_no_holidays() -> None:
    bare = reading(service_level_agreements=agreement(holiday_list=""), holiday_lists=None)
    assert str(bare.policy.schedule("Gold")) == f"Mon-Fri 10:00-18:00 {ZONE}"
    assert "No holiday list is stated by: Gold." in bare.policy.assumptions
    assert not any("No holiday list" in each for each in reading().policy.assumptions)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"service_level_agreements": []}, "^service_level_agreements: there are no agreements", id="none"),
        pytest.param(
            {"holiday_lists": None},
            r"^service_level_agreements.holiday_list: there is no holiday list '2026'; pass holiday_lists= with it",
            id="no-list",
        ),
        pytest.param(
            {"service_level_agreements": {"data": [{"name": "Gold", "enabled": 1}]}},
            r"^service_level_agreements.data\[0\]: key 'support_and_resolution' is missing: lists come without",
            id="a-list-without-rows",
        ),
        pytest.param(of(support_and_resolution=[]), "no day has hours", id="never"),
        pytest.param(
            of(support_and_resolution=workdays("Monday", "Monday")),
            "Mon stands here twice, and the product has one window a day",
            id="a-day-twice",
        ),
        pytest.param(of(support_and_resolution=workdays("Mon")), "there is no workday 'Mon'", id="a-day"),
        pytest.param(
            of(support_and_resolution=workdays(opens="18:00", closes="10:00")), "cut a night at midnight", id="a-night"
        ),
        pytest.param(
            of(doctype="CRM Service Level Agreement"),
            "there is no agreement that is read, of kind 'CRM",
            id="another-kind",
        ),
        pytest.param(of(priorities=[]), "it has no priorities", id="no-priorities"),
        pytest.param(
            of(priorities=[priority("A", 1, 1), priority("A", 2, 2)]),
            "priority 'A' stands here twice",
            id="a-priority-twice",
        ),
        pytest.param(
            of(priorities=[priority("A", 4, 6, response_time_period="Hour")]),
            "the unit of response_time is 'Hour' in old releases; state response_time in seconds",
            id="old-units",
        ),
        pytest.param(
            of(priorities=[priority("A", "4 hours", 1)]), "a whole number of seconds, not '4 hours'", id="text"
        ),
        pytest.param(of(enabled="yes"), "it is 1 or 0, which are true and false, not 'yes'", id="a-flag"),
        pytest.param(of(condition=["x"]), "it is text, not a list", id="a-condition"),
        pytest.param(
            {"holiday_lists": holiday_list(to_date="2025-12-31")}, "before it begins on 2026-01-01", id="backwards"
        ),
        pytest.param(
            {"holiday_lists": holiday_list(holiday("2026-02-30"))}, "there is no date 2026-02-30", id="a-date"
        ),
        pytest.param(
            {"holiday_lists": holiday_list({"holiday_date": "2026-06-03", "description": 7})},
            "it is text, not 7",
            id="a-description",
        ),
        pytest.param(
            {"ticket_statuses": [{"name": "Open", "category": "Openn"}]},
            "there is no category of a status 'Openn'; did you mean 'Open'",
            id="a-category",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(keys: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        reading(**keys)


# Targets


def test_a_target_is_so_many_seconds_of_open_time() -> None:
    day = agreement(priorities=[priority("Low", 86400, 259200)])
    policy = reading(service_level_agreements=day).policy
    assert str(policy.target(metric="resolution", priority="Low")) == "72 business hours"
    opened = datetime(2026, 6, 8, 4, 30, tzinfo=UTC)  # 10:00 on a Monday; 86,400 seconds are three days of eight hours
    assert policy.due(opened, priority="Low") == opened + timedelta(days=2, hours=8)


def test_a_priority_without_a_time_is_promised_nothing() -> None:
    policy = reading(
        service_level_agreements=agreement(priorities=[priority("A", 0, None), priority("B", 60, 60)])
    ).policy
    assert policy.plans["Gold"].metrics["first_response"].priorities["A"].no_commitment == "none"


def test_a_time_that_a_record_does_not_have_is_a_loss() -> None:
    bare = {"priority": "High", "response_time": 60}
    read = reading(service_level_agreements=agreement(priorities=[bare]))
    assert [loss.what for loss in read.losses] == ["resolution_time is not here"]
    assert not reading(service_level_agreements=agreement(priorities=[bare], apply_sla_for_resolution=0)).losses


def test_an_agreement_may_be_for_responses_alone() -> None:
    read = reading(service_level_agreements=agreement(apply_sla_for_resolution=0))
    assert list(read.policy.plans["Gold"].metrics) == ["first_response"]
    older = agreement()
    del older["apply_sla_for_resolution"]
    assert "resolution" in reading(service_level_agreements=older).policy.plans["Gold"].metrics


def test_the_default_priority_is_a_name_above_and_a_flag_below() -> None:
    assert reading().default_priority_of("Gold") == "Medium"
    flagged = agreement(default_priority=None, priorities=[priority("Low", 60, 60, default_priority=1)])
    assert reading(service_level_agreements=flagged).default_priority_of("Gold") == "Low"
    named = agreement(default_priority="High", priorities=[priority("High", 60, 60)])
    assert reading(service_level_agreements=named).default_priority_of("Gold") == "High"
    assert reading().default_priority_of("Silver") is None


def test_what_chooses_tickets_is_told_and_not_evaluated() -> None:
    stated = agreement(
        condition="doc.customer == __import__('os').name",
        entity_type="Customer",
        entity="Acme",
        start_date="2026-01-01",
        end_date="2026-12-31",
        enabled=0,
        document_type="Lead",
        unheard_of="x",
    )
    read = reading(service_level_agreements=stated)
    assert [loss.path.rpartition(".")[2] for loss in read.losses] == [
        *("condition", "entity", "start_date", "enabled", "document_type", "unheard_of"),
    ]
    [rule] = read.rules
    assert (rule.entity, rule.first, rule.last) == ("Customer: Acme", date(2026, 1, 1), date(2026, 12, 31))
    assert rule.condition == stated["condition"]
    assert not rule.is_enabled
    assert rule.is_default


def test_a_ticket_states_its_agreement_itself() -> None:
    read = reading()
    assert read.plan_of({"service_level_agreement": "Gold"}) == "Gold"
    assert read.plan_of({"sla": "Gold"}) == "Gold"
    assert read.plan_of({"name": "ISS-1"}) is None
    with pytest.raises(PayloadError, match="agreement 'Silver', which was not read; pass it with the others: Gold"):
        read.plan_of({"sla": "Silver"})


# Statuses


def test_categories_say_which_statuses_pause_and_end() -> None:
    given = statuses(
        Parked="Paused", Duplicate="Resolved", **{"Sent out": "Resolved", "On Hold": "Open", "Triage": "Open"}
    )
    policy = reading(service_level_agreements=of_helpdesk(), ticket_statuses=given).policy
    life = policy.lifecycle("resolution", "Desk")
    named = {status: policy.names.status(status) for status in ("Duplicate", "Sent out", "On Hold", "Triage", "Open")}
    assert named == {
        "Duplicate": "resolved",
        "Sent out": "resolved",
        "On Hold": "open",
        "Triage": "open",
        "Open": "Open",
    }
    assert [life.pauses_while(each) for each in ("Replied", "Parked", "Open", "open")] == [True, True, False, False]
    assert policy.lifecycle("first_response", "Desk").pauses_in == ()
    assert "No statuses were given" not in str(policy.assumptions)


def test_agreements_with_statuses_of_their_own_say_so_themselves() -> None:
    other = agreement(name="Silver", pause_sla_on=[{"status": "On Hold"}], sla_fulfilled_on=[{"status": "Closed"}])
    older = agreement(name="Old")
    del older["pause_sla_on"], older["sla_fulfilled_on"]
    none = agreement(name="None", pause_sla_on=[])
    policy = reading(service_level_agreements=[agreement(), other, older, of_helpdesk(), none]).policy
    lives = {plan: policy.lifecycle("resolution", plan) for plan in policy.plans}
    assert {plan: life.pauses_in for plan, life in lives.items()} == {
        "Gold": ("Replied",),
        "Silver": ("On Hold",),
        "Old": ("Replied",),
        "Desk": ("Replied",),
        "None": (),
    }
    assert lives["Silver"].stops == ("closed",)
    assert policy.lifecycle("first_response", "Gold").pauses_in == ("Replied",)
    assert policy.lifecycle("first_response", "Desk").pauses_in == ()


@pytest.mark.parametrize(
    ("gone", "lost", "pauses"),
    [
        pytest.param(["pause_sla_on"], "pause_sla_on are not here", ("Replied",), id="pauses"),
        pytest.param(["sla_fulfilled_on"], "sla_fulfilled_on are not here", ("On Hold",), id="ends"),
        pytest.param(
            ["pause_sla_on", "sla_fulfilled_on"], "pause_sla_on and sla_fulfilled_on are not", ("Replied",), id="both"
        ),
        pytest.param([], "", ("On Hold",), id="none"),
    ],
)
def test_statuses_of_which_a_record_has_no_rows_are_a_loss(gone: list[str], lost: str, pauses: tuple[str, ...]) -> None:
    stated = agreement(pause_sla_on=[{"status": "On Hold"}])
    read = reading(service_level_agreements={key: held for key, held in stated.items() if key not in gone})
    assert read.policy.lifecycle("resolution", "Gold").pauses_in == pauses
    assert [lost in loss.what for loss in read.losses if "not here" in loss.what] == [True] * bool(gone)


def test_of_helpdesk_no_such_rows_are_missing() -> None:
    assert not any("not here" in loss.what for loss in reading(service_level_agreements=of_helpdesk()).losses)


def test_a_status_that_pauses_nowhere_runs() -> None:
    policy = reading(service_level_agreements=agreement(pause_sla_on=[])).policy
    assert policy.names.status("Replied") == "open"


# Files


def test_files_are_told_apart_by_their_keys() -> None:
    payload = account()
    files = {"a": payload["service_level_agreements"], "h": payload["holiday_lists"], "s": payload["ticket_statuses"]}
    read = of_product("frappe", "policy_of_answers")(files, ZONE, "Desk")
    assert (read.policy.name, list(read.policy.plans)) == ("Desk", ["Gold", "Desk"])
    assert SlaPolicy.loads(read.yaml()) == read.policy
    with pytest.raises(PayloadError, match=r"times state no zone; pass timezone= \(--timezone\)"):
        frappe.policy_of_answers(files)
    with pytest.raises(PayloadError, match=r"^x: its keys do not show what it is"):
        frappe.policy_of_answers({"x": {"data": "?"}}, ZONE)


def test_fixtures_hold_records_of_many_kinds() -> None:
    mixed = [holiday_list(), agreement(), {"doctype": "HD Ticket Status", "name": "Open", "category": "Open"}]
    assert frappe.policy_of_answers({"fixtures.json": mixed}, ZONE).policy.schedule("Gold").holidays
    with pytest.raises(PayloadError, match=r"^fixtures.json\[1\]: its keys do not show what it is"):
        frappe.policy_of_answers({"fixtures.json": [holiday_list(), "text"]}, ZONE)


# The way back

SECONDS = st.integers(1, 400_000)
TARGETS = st.dictionaries(st.sampled_from(["Low", "Medium", "High"]), st.tuples(SECONDS, SECONDS), min_size=1)
WINDOWS = st.dictionaries(
    st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
    st.tuples(st.integers(0, 1438), st.integers(1, 1440)).map(lambda each: (each[0], max(each[0] + 1, each[1]))),
    min_size=1,
)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@given(WINDOWS, TARGETS, st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=4))
def test_a_policy_is_read_back_as_it_was(
    week: dict[str, tuple[int, int]], targets: dict[str, tuple[int, int]], closed: set[date]
) -> None:
    policy = SlaPolicy(
        name="A",
        timezone="Europe/Berlin",
        schedules={
            "Gold": {
                "hours": [f"{day} {clock(opens)}-{clock(closes)}" for day, (opens, closes) in week.items()],
                "holidays": [{"date": day.isoformat(), "name": f"Closed {day}"} for day in sorted(closed)],
            }
        },
        plans={
            "Gold": {
                metric: {name: f"{both[place]} business seconds" for name, both in targets.items()}
                for place, metric in enumerate(("first_response", "resolution"))
            }
        },
        metrics={"resolution": {"pauses_in": ["Replied", "On Hold"]}, "first_response": {"pauses_in": []}},
    )
    text = frappe.text_of_policy(policy, schedule=None, plan=None, years=[2026, 2027])
    back = frappe.policy_of_answers({"x": json.loads(text)}, "Europe/Berlin").policy
    year = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
    schedules = [each.schedule("Gold").model_copy(update={"outside_coverage": "ignore"}) for each in (policy, back)]
    assert list(schedules[0].windows(*year)) == list(schedules[1].windows(*year))
    assert schedules[1].holidays.between(date(2026, 1, 1), date(2027, 12, 31)).keys() == closed
    for metric in ("first_response", "resolution"):
        for name in targets:
            assert back.target("Gold", name, metric).duration == policy.target("Gold", name, metric).duration
    assert set(back.lifecycle("resolution", "Gold").pauses_in) == {"Replied", "On Hold"}


def test_a_reading_is_written_back_as_it_was() -> None:
    custom = agreement(sla_fulfilled_on=[{"status": "Closed"}, {"status": "Sent out"}])
    for stated in (agreement(), custom, agreement(pause_sla_on=[]), agreement(apply_sla_for_resolution=0)):
        policy = reading(service_level_agreements=stated).policy
        written = frappe.agreement_payload(policy, holiday_list="2026", default_priority="Medium")
        assert reading(service_level_agreements=written).policy == policy
    policy = reading(service_level_agreements=of_helpdesk()).policy
    written = frappe.agreement_payload(policy, holiday_list="2026", product="helpdesk")
    assert reading(service_level_agreements=written).policy == policy


def test_a_list_of_holidays_is_written_back() -> None:
    office = Schedule(timezone=ZONE, hours="Mon-Fri 10:00-18:00", holidays=["2026-06-03", "2026-06-04"])
    written = frappe.holiday_list_payload(office, "2026", (2026, 2027), product="helpdesk")
    assert (written["doctype"], written["to_date"]) == ("HD Service Holiday List", "2027-12-31")
    back = reading(holiday_lists=written).policy.schedule("Gold")
    assert back.holidays.between(date(2026, 6, 3), date(2026, 6, 4)).keys() == {date(2026, 6, 3), date(2026, 6, 4)}


USUAL: dict[str, Any] = {
    "schedules": {"o": "Mon-Fri 09:00-17:00", "p": "Sat 09:00-17:00"},
    "metrics": {"resolution": {"pauses_in": ["Replied"]}},
}


@pytest.mark.parametrize(
    ("keys", "targets", "problem"),
    [
        pytest.param({}, {"workaround": "1 business hour"}, "the product does not measure workaround", id="a-metric"),
        pytest.param(
            {}, {"resolution": "1 business hour"}, "a target for all priorities; the format names each", id="for-all"
        ),
        pytest.param(
            {}, {"resolution": {"P1": "1 business hour", "target": "2 business hours"}}, "a target for all", id="both"
        ),
        pytest.param({}, {"resolution": {"P1": "none"}}, "or promises nothing", id="nothing"),
        pytest.param({}, {"resolution": {"P1": "2 business days"}}, "is no business time", id="days"),
        pytest.param(
            {}, {"resolution": {"P1": {"target": "1 business hour", "ends": "next_opening"}}}, "elsewhere", id="ends"
        ),
        pytest.param(
            {}, {"resolution": {"P2": "1 business hour"}}, "it has no target for P1, and others", id="a-priority"
        ),
        pytest.param(
            {},
            {"resolution": {"P1": {"target": "1 business hour", "schedule": "p"}}},
            "its targets count on o and p",
            id="two",
        ),
        pytest.param(
            {}, {"first_response": {"P1": "0.5 business seconds"}}, "no whole number of seconds", id="half-a-second"
        ),
        pytest.param(
            {"metrics": {}}, {"resolution": {"P1": "1 business hour"}}, "state its statuses in the policy", id="waits"
        ),
        pytest.param(
            {"metrics": {"resolution": {"stops": ["found"], "pauses_in": []}}},
            {"resolution": {"P1": "1 business hour"}},
            "found ends it; the format has resolved and closed alone",
            id="stops",
        ),
        pytest.param({"schedules": {"o": "Mon 22:00-06:00", "p": "Sat 9-12"}}, {}, "goes over midnight", id="a-night"),
        pytest.param(
            {"schedules": {"o": "Mon 9-12, 13-17", "p": "Sat 9-12"}},
            {},
            "Mon has 2 windows; the format has 1",
            id="lunch",
        ),
        pytest.param(
            {"schedules": {"o": "Mon 09:00-23:59:59", "p": "Sat 9-12"}},
            {},
            "which stands for midnight there",
            id="last",
        ),
        pytest.param({"holidays": "DE"}, {}, "closes on holidays; name their list with holiday_list=", id="holidays"),
    ],
)
def test_what_a_plan_says_and_the_format_cannot_is_named(keys: Any, targets: Any, problem: str) -> None:
    plans = {"Gold": {"schedule": "o", "first_response": {"P1": "1 business hour"}, **targets}}
    policy = SlaPolicy(**{"name": "A", "timezone": "Europe/Berlin", **USUAL, "plans": plans, **keys})
    with pytest.raises(PayloadError, match=problem):
        frappe.agreement_payload(policy)


def test_names_that_a_policy_does_not_have() -> None:
    one = {"schedule": "o", "first_response": {"P1": "1 business hour"}}
    two = SlaPolicy(name="A", timezone="UTC", **USUAL, plans={"Gold": one, "B": one})
    with pytest.raises(UnknownNameError, match="an agreement holds one plan; name one of: Gold, B"):
        frappe.agreement_payload(two)
    with pytest.raises(UnknownNameError, match="'P9'"):
        frappe.agreement_payload(two, "Gold", default_priority="P9")
    slow = SlaPolicy(
        name="A", timezone="UTC", **USUAL, plans={"Gold": {"schedule": "o", "resolution": one["first_response"]}}
    )
    with pytest.raises(PayloadError, match="it has no first_response"):
        frappe.agreement_payload(slow)


def test_hours_are_written_with_a_plan() -> None:
    policy = reading().policy
    with pytest.raises(PayloadError, match=r"the format has hours in agreements; name a plan"):
        frappe.text_of_policy(policy, schedule="Gold", plan=None, years=[])
    with pytest.raises(PayloadError, match=r"say of which years, with years= \(--years\)"):
        frappe.text_of_policy(policy, schedule=None, plan="Gold", years=[])
    bare = reading(service_level_agreements=agreement(holiday_list=None)).policy
    [written] = json.loads(frappe.text_of_policy(bare, schedule=None, plan=None, years=[]))
    assert written["holiday_list"] is None
