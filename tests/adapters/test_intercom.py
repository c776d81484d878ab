"""Office hours, exceptions and SLA rules of Intercom as a policy, and hours written back (R3–R6, R11, R19)."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from intercom_payloads import account, exception, interval, rule, schedule

from slaclock import PayloadError, Schedule, SlaPolicy, SupportWindow
from slaclock.adapters import PolicyReading, intercom
from slaclock.adapters.weekly_hours import windows_of


def hours(*stretches: tuple[int, int], **keys: Any) -> str:
    return str(intercom.policy(schedule(*stretches, **keys)).policy.schedule("Desk")).removesuffix(" Europe/Dublin")


@pytest.mark.parametrize(
    ("stretches", "windows"),
    [
        pytest.param(((1980, 2460),), "Tue 09:00-17:00", id="minutes-count-from-monday"),
        pytest.param(((8640, 10080),), "Sun 00:00-24:00", id="the-last-day-is-sunday"),
        pytest.param(((9960, 10080), (0, 360)), "Sun 22:00-06:00", id="a-night-over-the-end-of-the-week"),
        pytest.param(((8520, 9000),), "Sat 22:00-06:00", id="a-night-in-one-piece"),
        pytest.param(((1320, 1440), (1440, 1800)), "Mon 22:00-06:00", id="a-night-in-two"),
        pytest.param(((0, 10080),), "24x7", id="all-week"),
    ],
)
def test_minutes_are_windows(stretches: tuple[tuple[int, int], ...], windows: str) -> None:
    assert hours(*stretches) == windows


def test_the_flag_for_all_day_wins_over_intervals() -> None:
    found = intercom.policy(schedule(twenty_four_seven=True))
    assert str(found.policy.schedule("Desk")).startswith("24x7")
    assert "intervals beside twenty_four_seven" in str(found.losses[0])
    assert hours(twenty_four_seven=True, time_intervals=None) == "24x7"


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"time_intervals": []}, "support would never open", id="no-intervals"),
        pytest.param({"time_intervals": None}, "key 'time_intervals' is null", id="nothing"),
        pytest.param({"time_intervals": [interval(540, 540)]}, "does not begin before", id="no-time"),
        pytest.param({"time_intervals": [interval(540, 10090)]}, "it is 1 to 10,080 minutes", id="past-the-week"),
        pytest.param(
            {"time_intervals": [interval(540, 600, day_of_week=1)]}, "it is day 1, and its minutes", id="another-day"
        ),
        pytest.param({"time_zone_name": None}, "time_zone_name' is missing; pass timezone=", id="no-zone"),
        pytest.param({"time_zone_name": "Mars"}, "Mars", id="no-such-zone"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        intercom.policy(schedule(**keys))


def test_a_zone_may_be_given() -> None:
    assert intercom.policy(schedule(time_zone_name=None), timezone="Asia/Tokyo").policy.timezone == "Asia/Tokyo"


def test_two_readings_of_a_midnight_are_named() -> None:
    found = intercom.policy(schedule((0, 1440), (1440, 1500)))
    assert "touch at the midnight before Tue" in str(found.losses[0])


def read(*exceptions: Any, **keys: Any) -> PolicyReading:
    return intercom.policy(schedule(**keys), list(exceptions))


def test_minutes_of_an_exception_are_those_of_its_date() -> None:
    found = read(exception("2026-12-29", (540, 780), (840, 1440)))
    assert found.document["schedules"]["Desk"]["exceptions"] == {
        "2026-12-29": {"hours": "09:00-13:00, 14:00-24:00", "name": "Stocktaking"}
    }
    assert found.counts["office_hours_exceptions"] == 1
    assert [loss.path for loss in found.losses] == ["sla_rules"]


def test_dates_come_once_or_every_year() -> None:
    found = read(
        exception(recurring_annually=True),
        exception("2026-12-21"),
        exception("2026-12-22", (540, 600), recurring_annually=True, name=None),
    )
    entry = found.document["schedules"]["Desk"]
    assert [each["date"] for each in entry["holidays"]] == ["--12-29", "2026-12-21"]
    assert entry["exceptions"] == {"--12-22": {"hours": "09:00-10:00", "days_off": "open"}}
    assert found.policy.schedule("Desk").holidays.between(date(2030, 1, 1), date(2030, 12, 31))


def test_what_one_year_says_of_a_date_wins_over_every_year() -> None:
    """Both ways round: closed in one year, and open in one."""
    found = read(
        exception("2025-12-29", (540, 600), recurring_annually=True),
        exception("2026-12-29"),
        exception("2026-12-28", recurring_annually=True),
        exception("2027-12-28", (600, 660)),
    )
    desk = found.policy.schedule("Desk").model_copy(update={"outside_coverage": "ignore"})

    def opens(day: date) -> str:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return " ".join(
            f"{each.start:%H}-{each.end:%H}" for each in desk.windows(midnight, midnight + timedelta(days=1))
        )

    assert [opens(date(year, 12, 29)) for year in (2025, 2026, 2027, 2028)] == ["09-10", "", "09-10", "09-10"]
    assert [opens(date(year, 12, 28)) for year in (2026, 2027, 2028)] == ["", "10-11", ""]


@pytest.mark.parametrize(
    ("exceptions", "problem"),
    [
        pytest.param([exception(), exception(id="b")], "2026-12-29 has an exception already", id="twice"),
        pytest.param([exception(exception_type="custom_hours")], "key 'time_intervals' is null", id="no-hours"),
        pytest.param(
            [exception(exception_type="custom_hours", time_intervals=[])], "call it closed if that", id="no-interval"
        ),
        pytest.param(
            [exception(time_intervals=[interval(0, 60)])], "it is closed, and has hours", id="closed-with-hours"
        ),
        pytest.param([exception("2026-12-29", (540, 1500))], "minutes since midnight of that date", id="of-the-week"),
        pytest.param([exception("2026-12-29", (540, 500))], "does not begin before", id="backwards"),
        pytest.param([exception(exception_type="open")], "no type of exception 'open'", id="another-type"),
        pytest.param([exception(office_hours_schedule_id="9")], "there is no schedule '9'", id="of-nobody"),
    ],
)
def test_dates_that_cannot_be_read_are_refused(exceptions: list[Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        read(*exceptions)


def test_a_date_belongs_to_its_schedule() -> None:
    lonely = exception(office_hours_schedule_id=None)
    assert read(lonely).policy.schedule("Desk").holidays.sources
    with pytest.raises(PayloadError, match="there is more than one schedule, or none"):
        intercom.policy([schedule(), schedule(id="2", name="B")], lonely)
    own = intercom.policy(schedule(office_hours_exceptions=[exception()]))
    assert own.policy.schedule("Desk").holidays.sources


def test_hours_of_a_date_in_a_schedule_with_nights_are_a_loss() -> None:
    found = intercom.policy(**account())
    assert any("in a schedule with nights" in str(loss) for loss in found.losses)
    assert SlaPolicy.loads(found.yaml()) == found.policy


def test_rules_are_plans_in_the_first_office_hours() -> None:
    found = intercom.policy(schedule(id=None), None, {"sla_rule": rule(id=None)})
    assert str(found.policy.target("VIP")) == "1 business hour"
    assert str(found.policy.target("VIP", metric="time_to_close")) == "48 business hours"
    assert any("taken to count in 'Desk'" in str(loss) for loss in found.losses)
    alone = intercom.policy(sla_rules={"data": [rule()], "pages": {"next": {"page": 2}}})
    assert str(alone.policy.target("VIP")) == "1 calendar hour"
    assert "more data follow on another page" in str(alone.losses[0])


def test_clocks_run_on_in_every_status() -> None:
    """As the assumption says, and other than is usual of a metric of that name."""
    policy = intercom.policy(schedule(), None, rule(resolution_time_in_seconds=60)).policy
    assert not any(policy.lifecycle("resolution").pauses_while(status) for status in ("pending", "on_hold", "snoozed"))


def test_rules_that_promise_nothing_are_said() -> None:
    found = intercom.policy(sla_rules=[rule(speed_of_answer_in_seconds=30), rule(id="2", name="Old", archived=True)])
    assert list(found.policy.plans) == ["VIP"]
    assert [str(loss).split(";")[0].split(": ")[1] for loss in found.losses[:2]] == [
        "the SLA rule is archived",
        "it says how fast calls are answered",
    ]
    nothing = rule(first_reply_time_in_seconds=None, time_to_close_in_seconds=None, archived=None)
    with pytest.raises(PayloadError, match="it has no targets"):
        intercom.policy(sla_rules=nothing)
    with pytest.raises(PayloadError, match="no office hours and no SLA rules"):
        intercom.policy()


# The way back


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    starts = draw(st.lists(st.integers(0, 167), min_size=1, max_size=5, unique=True))
    pieces = [(hour * 60 + 15 * draw(st.integers(0, 3)), draw(st.integers(1, 30)) * 15) for hour in starts]
    cut = [piece for start, length in pieces for piece in _in_week(start, start + length)]
    found = windows_of(cut)
    windows = found.windows if not found.apart else windows_of([(1980, 2460)]).windows
    nights = any(window.crosses_midnight for window in windows)
    days = sorted(draw(st.sets(st.dates(date(2025, 1, 1), date(2028, 12, 31)), max_size=4)))
    own = [] if nights else days[::2]
    return Schedule(
        timezone="Europe/Dublin",
        hours=windows,
        holidays=[{"date": day, "name": f"Closed on {day}"} for day in days if day not in own],
        exceptions=[{"date": str(day), "hours": "09:00-13:15, 14:00-24:00", "days_off": "open"} for day in own],
        holiday_rule="calendar_date",
        name="<b>Desk</b>",
    )


def _in_week(start: int, end: int) -> list[tuple[int, int]]:
    return [(start, end)] if end <= 10080 else [(start, 10080), (0, end - 10080)]


@given(schedules())
def test_a_schedule_is_read_back_as_it_was(given: Schedule) -> None:
    back = intercom.policy(intercom.schedule_payload(given)).policy.schedule(given.name)
    assert (back.hours, back.holidays.sources) == (given.hours, given.holidays.sources)
    assert [(each.date, each.hours) for each in back.exceptions] == [
        (each.date, each.hours) for each in given.exceptions
    ]


def test_what_never_closes_has_the_flag() -> None:
    payload = intercom.schedule_payload(Schedule(timezone="UTC", hours="24x7"))
    assert (payload["twenty_four_seven"], payload["time_intervals"], payload["name"]) == (True, [], "office hours")


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"hours": "Mon 09:10-17:00"}, "is not in quarter hours", id="odd-minutes"),
        pytest.param(
            {"hours": [SupportWindow(days="Mon", opens=time(9), closes=time(17, 0, 30))]}, "quarter", id="seconds"
        ),
        pytest.param({"exceptions": {"2026-12-24": "09:00-12:10"}}, "is not in quarter hours", id="of-a-date"),
        pytest.param({"hours": "Mon 18:00-24:00; Tue 00:00-02:00"}, "touch or overlap", id="two-that-touch"),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "opens by a rule", id="a-rule"),
        pytest.param({"holidays": "DK"}, "pass years=", id="a-country"),
        pytest.param(
            {"hours": "Mon 22:00-06:00", "exceptions": {"2026-12-28": "09:00-12:00"}},
            "2026-12-28 has hours of its own in a schedule with nights",
            id="a-date-among-nights",
        ),
        pytest.param(
            {"hours": "Mon 22:00-06:00", "holidays": ["2026-12-24"]}, "^holiday_rule: ", id="another-holiday-rule"
        ),
        pytest.param({"hours": "Mon 22:00-06:00", "belongs_to": "closing_date"}, "^belongs_to: ", id="another-date"),
    ],
)
def test_what_the_format_cannot_say_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        intercom.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon-Fri 09:00-17:00", **keys}))


def test_nights_with_holidays_by_date_are_written() -> None:
    nights = Schedule(timezone="UTC", hours="Mon 22:00-06:00", holidays=["2026-12-24"], holiday_rule="calendar_date")
    assert len(intercom.schedule_payload(nights)["office_hours_exceptions"]) == 1
    named = Schedule(
        timezone="UTC",
        hours="Thu 09:00-17:00",
        exceptions=[{"date": "2026-12-24", "hours": "09:00-12:00", "name": "Eve"}],
    )
    [eve] = intercom.schedule_payload(named)["office_hours_exceptions"]
    assert (eve["name"], eve["time_intervals"]) == ("Eve", [interval(540, 720, day_of_week=3)])


def test_files_are_told_apart_and_written() -> None:
    answers = {f"{kind}.json": each for kind, each in account().items()}
    found = intercom.policy_of_answers(answers, name="Acme")
    assert found.policy == intercom.policy(**account(), name="Acme").policy
    text = intercom.text_of_policy(found.policy, schedule="Desk", plan=None, years=())
    assert (
        intercom.policy_of_answers({"a": json.loads(text)}).policy.schedules["Desk"] == found.policy.schedules["Desk"]
    )
    danish = SlaPolicy(
        name="A",
        timezone="UTC",
        schedules={"O": {"hours": "Mon-Fri 09:00-17:00", "holidays": "DK"}},
        plans={"G": {"schedule": "O", "first_response": "1 business hour"}},
    )
    written = json.loads(intercom.text_of_policy(danish, schedule=None, plan=None, years=(2026, 2027)))
    assert {each["exception_date"][:4] for each in written["office_hours_exceptions"]} == {"2026", "2027"}
    with pytest.raises(PayloadError, match="SLA rules are not written"):
        intercom.text_of_policy(danish, schedule=None, plan="G", years=())
    bare = SlaPolicy(name="A", timezone="UTC", plans={"G": {"first_response": "1 calendar hour"}})
    with pytest.raises(PayloadError, match="the policy has no schedule"):
        intercom.text_of_policy(bare, schedule=None, plan=None, years=())
    for other in ({"x": 1}, "text", []):
        with pytest.raises(PayloadError, match="its keys do not show what it is; it holds one of: office_hours"):
            intercom.policy_of_answers({"a": other})


def test_a_day_is_24_open_hours() -> None:
    found = intercom.policy(schedule(), None, rule())
    assert found.policy.target("VIP", metric="time_to_close").duration == timedelta(hours=48)
