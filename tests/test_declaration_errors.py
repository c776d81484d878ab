"""What cannot be meant is refused with the value, the rule and the way out, and never with a bare Python error."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from slaclock import (
    ChoiceError,
    DeclarationError,
    Event,
    ExceptionHours,
    HolidayCalendar,
    InstantError,
    InstantRangeError,
    NeverOpenError,
    PolicyFileError,
    Recurrence,
    Schedule,
    SlaClock,
    SlaPolicy,
    SupportWindow,
    Target,
    TargetError,
    Threshold,
    Ticket,
    explain,
)
from slaclock.cli import main
from slaclock.hours.zone import in_zone, to_utc
from slaclock.hours.zone_names import zone_named
from slaclock.review.checks import check

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
NEW_YORK = zone_named("America/New_York")


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        pytest.param(lambda: OFFICE.is_open("Mon"), InstantError, "'Mon' is no instant", id="text-for-an-instant"),
        pytest.param(lambda: OFFICE.add(MONDAY, 8), InstantError, "8 is no duration", id="a-number-for-a-duration"),
        pytest.param(lambda: OFFICE.add_days(MONDAY, 1.5), InstantError, "1.5 is no number of days", id="half-a-day"),
        pytest.param(
            lambda: OFFICE.add_days(MONDAY, 1, ends=time(16, tzinfo=UTC)),
            TargetError,
            "has a zone of its own",
            id="zone",
        ),
        pytest.param(
            lambda: OFFICE.add(MONDAY, timedelta(hours=1), boundary="x"), ChoiceError, "boundary is", id="no-boundary"
        ),
        pytest.param(
            lambda: to_utc(datetime.max.replace(tzinfo=NEW_YORK)),
            InstantRangeError,
            "outside the years",
            id="last-instant",
        ),
        pytest.param(
            lambda: in_zone(datetime.min.replace(tzinfo=UTC), NEW_YORK),
            InstantRangeError,
            "outside the years",
            id="first",
        ),
        pytest.param(lambda: zone_named("localtime"), ValueError, "'localtime' is no place", id="this-computers-zone"),
        pytest.param(
            lambda: zone_named("right/Europe/Berlin"), ValueError, "write 'Europe/Berlin'", id="a-zone-of-leap-seconds"
        ),
        pytest.param(lambda: zone_named("posix/Asia/Tokyo"), ValueError, "write 'Asia/Tokyo'", id="a-zone-of-a-folder"),
        pytest.param(lambda: zone_named("right/Nowhere"), ValueError, "is not a time zone; ", id="no-zone-of-a-folder"),
        pytest.param(lambda: zone_named("UTC-25:00"), ValueError, "within 24 hours of UTC", id="too-far-from-utc"),
        pytest.param(
            lambda: SupportWindow(days="Mon", opens=9, closes="17:00"),
            DeclarationError,
            "write it as text, e.g. '09:00'",
            id="a-number-for-a-time",
        ),
        pytest.param(
            lambda: ExceptionHours(date=86_400, hours="closed"),
            DeclarationError,
            "valid string, not 86400",
            id="epoch",
        ),
        pytest.param(
            lambda: Recurrence(rrule="FREQ=DAILY;INTERVAL=0", first="2026-01-01", opens="09:00", closes="10:00"),
            DeclarationError,
            "INTERVAL is 1 or more",
            id="a-rule-that-stands-still",
        ),
        pytest.param(
            lambda: HolidayCalendar(["US", None]), DeclarationError, "one of the holidays is empty", id="empty"
        ),
        pytest.param(
            lambda: HolidayCalendar("20261224"), DeclarationError, "'20261224' as a date", id="without-dashes"
        ),
        pytest.param(lambda: HolidayCalendar("us"), DeclarationError, "write 'US' in capitals", id="small-letters"),
        pytest.param(
            lambda: SupportWindow.parse("Mon-Fri 9-17; Wed closed"),
            ValueError,
            "Wed is open and closed",
            id="closed-day",
        ),
        pytest.param(
            lambda: SupportWindow.parse("Mon-Fri 8-12, 1-5"), ValueError, "may mean the afternoon", id="after-lunch"
        ),
        pytest.param(
            lambda: SupportWindow.parse("Mon 9.5-17.5"), ValueError, "is not understood", id="half-past-in-tenths"
        ),
        pytest.param(lambda: SupportWindow.parse("Mon," * 2_000), ValueError, "8,000 characters", id="very-long-hours"),
        pytest.param(
            lambda: Threshold.model_validate("9" * 300), DeclarationError, "this states '999", id="a-very-long-warning"
        ),
        pytest.param(
            lambda: Ticket(opened=1_700_000_000), DeclarationError, "names no instant", id="a-number-for-opening"
        ),
        pytest.param(
            lambda: Event(at="1764075600", kind="escalated"),
            DeclarationError,
            "names no instant",
            id="digits-for-an-instant",
        ),
        pytest.param(
            lambda: Schedule.model_validate({"timezone": "UTC"}),
            DeclarationError,
            "key 'hours' is missing",
            id="plain-data",
        ),
        pytest.param(lambda: Schedule.model_validate_json("{"), DeclarationError, "EOF while parsing", id="no-json"),
        pytest.param(
            lambda: SlaPolicy.loads("a: &a {<<: *a}\n"),
            PolicyFileError,
            "cannot be read as YAML",
            id="a-merge-with-itself",
        ),
        pytest.param(
            lambda: SlaPolicy.loads('{"name": ' + "9" * 5_000 + "}", format="json"),
            PolicyFileError,
            "a whole number in it is larger than 10^18",
            id="a-number-too-long",
        ),
        pytest.param(
            lambda: SlaPolicy.loads(
                "name: x\ntimezone: UTC\nplans: {p: {first_response: {1: 1 hour, '1': 2 hours}}}\n"
            ),
            PolicyFileError,
            "key '1' is given twice",
            id="one-key-as-number-and-text",
        ),
        pytest.param(
            lambda: Schedule(timezone="UTC", hours="Mon 09:00-09:01").add(MONDAY, timedelta(hours=1_000)),
            NeverOpenError,
            "400 years",
            id="more-than-400-years-hold",
        ),
        pytest.param(
            lambda: OFFICE.add_days(MONDAY, -(10**9), rule="hours", day_length=timedelta(hours=24)),
            NeverOpenError,
            "400 years",
            id="more-days-than-there-are",
        ),
    ],
)
def test_it_says_why(ask: Callable[[], Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        ask()
    assert message in str(caught.value)


def test_a_search_ends_at_the_horizon_even_where_more_is_compiled() -> None:
    rare = Schedule(timezone="UTC", hours="Mon 09:00-09:01")
    far = datetime(2900, 1, 1, tzinfo=UTC)
    assert rare.elapsed(MONDAY, far) > timedelta(hours=700)
    with pytest.raises(NeverOpenError):
        rare.add(MONDAY, timedelta(hours=500))


def test_nothing_is_explained_of_what_was_due_before_it_came() -> None:
    saturday = datetime(2026, 11, 21, 15, tzinfo=UTC)
    why = explain(Target(text="1 hour 24/7", ends="previous_closing"), OFFICE, saturday)
    assert (why.due < saturday, why.stretches) == (True, ())


def test_no_days_of_hours_are_the_start() -> None:
    assert OFFICE.add_days(MONDAY, 0, rule="hours", day_length=timedelta(hours=8)) == MONDAY


def test_a_calendar_says_what_it_is_made_of() -> None:
    thanksgiving = {"after": "Thanksgiving Day", "days": 1}
    assert str(HolidayCalendar(["US", "NYSE", thanksgiving])) == "US, NYSE, 1 day after Thanksgiving Day"


def test_a_calendar_is_made_of_what_another_dumped() -> None:
    dumped = HolidayCalendar("US", years=(2020, 2030)).model_dump(mode="json")
    assert HolidayCalendar(dumped).years == (2020, 2030)
    assert str(HolidayCalendar([dumped, "--12-24"])) == "US, --12-24"


def test_a_closed_day_of_its_own_is_no_contradiction() -> None:
    assert [str(window) for window in SupportWindow.parse("Mon-Fri 09:00-17:00; Sat-Sun: closed")] == [
        "Mon-Fri 09:00-17:00"
    ]


def test_holidays_of_two_calendars_keep_the_years_they_share() -> None:
    ours, theirs = HolidayCalendar("US", years=(2020, 2030)), HolidayCalendar(["2026-12-24"], years=(2025, 2040))
    both = ours | theirs
    assert (both.years, both.on(date(2026, 12, 24)) is not None) == ((2025, 2030), True)


POLICY = """
name: Helpdesk
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00}
plans: {standard: {schedule: office, first_response: {P1: 4 business hours, P2: 1 business day}, escalation: 1 hour}}
"""
OPENED = {"id": 7, "opened": "2026-11-23T10:00-05:00", "priority": "P1"}


class TestTickets:
    """The command line about tickets."""

    @pytest.fixture
    def files(self, tmp_path: Path) -> Path:
        (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
        return tmp_path

    def run(self, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["slaclock", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    def status(self, monkeypatch: pytest.MonkeyPatch, files: Path, text: str, *words: str) -> int:
        ticket = files / "ticket.json"
        ticket.write_text(text, encoding="utf-8")
        return self.run(
            monkeypatch, "status", str(files / "policy.yaml"), str(ticket), "--now", "2026-11-23 15:00", *words
        )

    def test_where_a_ticket_stands(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
    ) -> None:
        page = files / "ticket.html"
        assert self.status(monkeypatch, files, json.dumps(OPENED), "--why", "--html", str(page)) == 0
        shown = capsys.readouterr().out
        assert "first_response  breached  Mon 2026-11-23 14:00 EST" in shown
        assert "overdue, counted" in shown
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert [path.name for path in files.iterdir() if path.name.endswith(".part")] == []

    def test_a_second_cycle_and_a_breach_to_come(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
    ) -> None:
        times = {"escalated": ("10:05", "14:50"), "acknowledged": ("10:10",)}
        events = [
            {"at": f"2026-11-23T{clock}-05:00", "kind": kind} for kind, clocks in times.items() for clock in clocks
        ]
        self.status(monkeypatch, files, json.dumps(OPENED | {"events": events}))
        shown = capsys.readouterr().out
        assert "escalation (2)  running" in shown
        assert "after Mon 2026-11-23 15:50 EST" in shown

    @pytest.mark.parametrize("why", [(), ("--why",)])
    def test_as_json(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        files: Path,
        why: tuple[str, ...],
    ) -> None:
        assert self.status(monkeypatch, files, json.dumps(OPENED), "--json", *why) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["metrics"][0]["due"] == "2026-11-23T14:00:00-05:00"
        assert ("explanations" in answer) is bool(why)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param("[1]", "it is JSON, but no object", id="a-list"),
            pytest.param("{", "this is not JSON", id="no-json"),
            pytest.param("{}", "key 'opened' is missing", id="no-opening"),
            pytest.param("", "holds 0 tickets", id="nothing"),
        ],
    )
    def test_what_is_no_ticket(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        files: Path,
        text: str,
        message: str,
    ) -> None:
        assert self.status(monkeypatch, files, text) == 2
        assert message in capsys.readouterr().err

    def test_a_file_that_is_not_text(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
    ) -> None:
        (files / "tickets.jsonl").write_bytes(b"\xff\xfe")
        words = ("agenda", str(files / "policy.yaml"), str(files / "tickets.jsonl"), "--now", "2026-11-23 15:00")
        assert self.run(monkeypatch, *words) == 2
        assert "is not UTF-8 text" in capsys.readouterr().err

    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_what_is_due_next(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        files: Path,
        form: tuple[str, ...],
    ) -> None:
        later = OPENED | {"id": "8", "opened": "2026-11-23T14:00-05:00", "priority": "P2"}
        lines = "\n\n".join(map(json.dumps, (later, OPENED)))
        (files / "tickets.jsonl").write_text(lines, encoding="utf-8")
        words = ("agenda", str(files / "policy.yaml"), str(files / "tickets.jsonl"), "--now", "2026-11-23 15:00")
        assert self.run(monkeypatch, *words, "--most", "1", *form) == 0
        shown = capsys.readouterr().out
        if form:
            answer = json.loads(shown)
            assert ([each["ticket"] for each in answer["agenda"]], answer["open"]) == (["7"], 2)
        else:
            assert "7       P1        first_response  breached" in shown
            assert "1 more; show them with --most 2" in shown

    def test_the_customers_zone(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
    ) -> None:
        policy = files / "own.yaml"
        policy.write_text(
            "name: Own\ntimezone: UTC\nschedules: {own: {hours: Mon-Fri 09:00-17:00, timezone: customer}}\n"
            "plans: {all: {first_response: 1 business hour}}\n",
            encoding="utf-8",
        )
        words = ("due", str(policy), "--opened", "2026-11-23T00:00Z", "--customer-timezone", "Asia/Tokyo", "--json")
        assert self.run(monkeypatch, *words) == 0
        assert json.loads(capsys.readouterr().out)["due"] == "2026-11-23T01:00:00Z"

    def test_of_many_warnings_the_first_is_shown(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: Path
    ) -> None:
        policy = files / "island.yaml"
        policy.write_text(
            "name: Island\ntimezone: Asia/Colombo\nholidays: LK\nschedules: {office: Mon-Fri 09:00-17:00}\n"
            "plans: {all: {first_response: 1 business hour}}\n",
            encoding="utf-8",
        )
        assert self.run(monkeypatch, "hours", str(policy), "--from", "2030-01-01", "--days", "5") == 0
        assert capsys.readouterr().err.count("slaclock: warning:") == 1


def test_days_that_end_outside_hours_say_where_they_went() -> None:
    short = Schedule(timezone="UTC", hours="Mon-Thu 08:30-17:00; Fri 08:30-15:30")
    why = explain(Target("1 business day"), short, datetime(2026, 11, 26, 15, 45, tzinfo=UTC))
    assert [str(note) for note in why.notes] == [
        "1 business day from there ends Fri 2026-11-27 15:45 UTC, "
        "outside hours, so it is due Mon 2026-11-30 08:30 UTC (R11)"
    ]


def test_check_reads_the_targets_of_conditions() -> None:
    policy = SlaPolicy.loads(
        "name: x\ntimezone: UTC\nschedules: {office: Mon-Fri 09:00-17:00}\n"
        "plans: {p: {first_response: {target: 4 business hours, when: [\n"
        "  {received: before 10:00, target: 2 business hours}, {received: in hours, target: 1 hour}]}}}\n"
    )
    places = [reading.where for reading in check(policy).readings]
    assert [place for place in places if "received" in place] == ["plan p, first_response, received in hours"]


@pytest.mark.parametrize(
    ("called", "zone"),
    [
        ("UK", "Europe/London"),
        ("Eastern Time", "America/New_York"),
        ("Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("Gulf Standard Time", "Asia/Dubai"),
        ("Germany", "Europe/Berlin"),
        ("Europe/Frankfurt", "Europe/Berlin"),
        ("America/San_Francisco", "America/Los_Angeles"),
    ],
)
def test_a_zone_by_the_name_that_people_call_it(called: str, zone: str) -> None:
    with pytest.raises(DeclarationError, match=f"is not a time zone; did you mean '{zone}'"):
        Schedule(timezone=called, hours="24x7")


def test_a_retarget_to_the_same_promise_is_no_change() -> None:
    office = Schedule(timezone="UTC", hours="Mon-Fri 09:00-17:00")
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    clock = SlaClock.starting(start, Target("4 business hours"), office).retarget(
        start, target=Target("4 business hours")
    )
    assert not [note for note in clock.explain(start).notes if note.rule == "R17"]


def test_a_pause_outside_hours_took_no_open_time() -> None:
    office = Schedule(timezone="UTC", hours="Mon-Fri 09:00-17:00")
    start = datetime(2026, 11, 23, 16, tzinfo=UTC)
    clock = SlaClock.starting(start, Target("4 business hours"), office)
    clock = clock.pause(start.replace(hour=18)).resume(start.replace(hour=20))
    notes = [str(note) for note in clock.explain(start.replace(day=24)).notes]
    assert "no open time passed while it was paused (R16)" in notes
