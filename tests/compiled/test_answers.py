"""What a compiled policy is asked, and what it needs for that (R22)."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from paths import ROOT

from slaclock import (
    ChoiceError,
    CompiledPolicyError,
    CompiledYearsError,
    CoverageError,
    NaiveDatetimeError,
    NeverOpenError,
    NotPromisedError,
    SlaClockError,
    SlaPolicy,
    Ticket,
    UnknownNameError,
    columns,
    compiled,
    review,
)
from slaclock.compiled.sealed import sealed
from slaclock.targets import StatesCauses

NEW_YORK = ZoneInfo("America/New_York")
WHOLE: dict[str, Any] = {
    "name": "Whole",
    "timezone": "America/New_York",
    "holidays": ["2026-11-26"],
    "outside_coverage": "ignore",
    "schedules": {
        "office": {"hours": "Mon-Fri 09:00-18:00", "exceptions": {"2026-11-25": "09:00-12:00"}},
        "nights": "Sun-Thu 22:00-06:00",
        "always": "24x7",
        "june": {
            "hours": "24x7",
            "seasons": [
                {"first": "0001-01-01", "last": "2026-05-31", "hours": "closed"},
                {"first": "2026-07-01", "hours": "closed"},
            ],
        },
    },
    "plans": {
        "standard": {
            "schedule": "office",
            "first_response": {"P1": "4 business hours", "P2": "2 business days", "P4": "none"},
            "resolution": {"target": "8 hours", "when": [{"received": "by phone", "target": "1 hour"}]},
            "update": "60 business days",
        }
    },
}
OPENED = datetime(2026, 11, 24, 17, tzinfo=NEW_YORK)


@pytest.fixture(scope="module")
def whole() -> compiled.CompiledPolicy:
    return SlaPolicy(**WHOLE).compile(2026)


def schedule(whole: compiled.CompiledPolicy, name: str) -> Any:
    return whole.policy.schedule(name)


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process has after some code."""
    lines = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", lines], check=True, capture_output=True, text=True, cwd=ROOT)
    return set(done.stdout.split())


class TestAlone:
    """The standard library is enough."""

    @pytest.mark.parametrize(
        "question",
        [
            pytest.param("due(at, priority='P1')", id="business-hours"),
            pytest.param("due(at, priority='P2')", id="business-days"),
            pytest.param("due(at, metric='resolution')", id="a-case"),
            pytest.param("elapsed(at, at, 'office')", id="elapsed"),
            pytest.param("is_open(at, 'nights')", id="is-open"),
        ],
    )
    def test_a_question(self, whole: compiled.CompiledPolicy, tmp_path: Path, question: str) -> None:
        whole.save(tmp_path / "whole.sla.json")
        code = f"""
from datetime import datetime
from slaclock import compiled
at = datetime.fromisoformat("2026-11-24T17:00-05:00")
compiled.load({str(tmp_path / "whole.sla.json")!r}).{question}"""
        modules = loaded_by(code)
        assert "slaclock.compiled.compiled_policy" in modules
        assert not modules & {"pydantic", "pydantic_core", "holidays", "ruamel", "ruamel.yaml", "typer", "dateutil"}

    @pytest.mark.parametrize("priority", [pytest.param("P1", id="open-time"), pytest.param("P2", id="business-days")])
    def test_most_due_dates_need_little_of_that(
        self, whole: compiled.CompiledPolicy, tmp_path: Path, priority: str
    ) -> None:
        """Cold starts are why: what would be loaded in vain is not."""
        whole.save(tmp_path / "whole.sla.json")
        code = f"""
from datetime import datetime
from slaclock import compiled
at = datetime.fromisoformat("2026-11-24T17:00-05:00")
compiled.load({str(tmp_path / "whole.sla.json")!r}).due(at, priority={priority!r})"""
        modules = loaded_by(code)
        assert not modules & {"typing", "dataclasses", "slaclock.errors", "slaclock.hours"}

    def test_no_zone_and_no_holiday_is_asked(
        self, whole: compiled.CompiledPolicy, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """R22: what is known today has no part in an answer."""
        read = compiled.loads(whole.dumps())
        expected = SlaPolicy(**WHOLE).explain(OPENED.astimezone(UTC), priority="P2").to_dict()
        monkeypatch.setattr("slaclock.hours.zone_names.ZoneInfo", None)
        for room in ("conditions", "versions", "document", "notices"):
            monkeypatch.setattr(f"slaclock.policy.{room}.zone_named", None, raising=False)
        monkeypatch.setattr("slaclock.hours.schedule.zone_named", None)
        assert read.explain(OPENED.astimezone(UTC), priority="P2").to_dict() == expected


class TestQuestions:
    @pytest.mark.parametrize(
        ("asked", "error", "message"),
        [
            pytest.param({"priority": "P9"}, UnknownNameError, "there is no priority 'P9' here", id="a-priority"),
            pytest.param({"plan": "x", "priority": "P1"}, UnknownNameError, "has no plan 'x'", id="a-plan"),
            pytest.param({"metric": "x"}, UnknownNameError, "has no metric 'x'", id="a-metric"),
            pytest.param({"priority": ""}, UnknownNameError, "first_response differs by priority", id="none-named"),
            pytest.param({"priority": "P4"}, LookupError, "nothing is promised for first_response of P4", id="nothing"),
            pytest.param({"metric": "update"}, CompiledYearsError, "that lies after 2026", id="beyond-its-years"),
        ],
    )
    def test_without_an_answer(self, whole: compiled.CompiledPolicy, asked: Any, error: Any, message: str) -> None:
        with pytest.raises(error, match=message):
            whole.due(OPENED, **asked)

    def test_how_far_goals_were_met(self) -> None:
        promised = {"target": "1 hour", "goals": ["90% each month"]}
        stated = {**WHOLE, "plans": {"p": {"schedule": "office", "r": promised}}}
        tickets = [Ticket(id="T-1", opened=OPENED, events=[{"at": OPENED.isoformat(), "kind": "resolved"}])]
        source = SlaPolicy(**stated)
        found = source.compile(2026).policy.attainment(tickets, OPENED)
        assert [each.to_dict() for each in found] == [each.to_dict() for each in source.attainment(tickets, OPENED)]

    def test_what_changes_next_in_other_years(self) -> None:
        """What is worked out when it is asked for is refused then, by an error of the library."""
        stated = {**WHOLE, "plans": {"p": {"schedule": "office", "resolution": "1 hour"}}}
        opened = OPENED.replace(month=12, day=31, hour=19)
        ticket = Ticket(id="T-1", opened=opened, events=[{"at": opened.isoformat(), "kind": "customer_replied"}])
        evaluation = SlaPolicy(**stated).compile(2026).evaluate(ticket, opened)
        assert evaluation.cycles[0].status.due == opened + timedelta(hours=1)
        with pytest.raises(CompiledYearsError, match="that lies after 2026"):
            _ = evaluation.cycles[0].status.next_change
        with pytest.raises(CompiledYearsError, match="that lies after 2026"):
            evaluation.to_dict()

    def test_naive_and_far_instants(self, whole: compiled.CompiledPolicy) -> None:
        with pytest.raises(NaiveDatetimeError):
            whole.due(OPENED.replace(tzinfo=None), priority="P1")
        with pytest.raises(TypeError, match="is no instant"):
            whole.is_open("2026-01-01", "office")  # type: ignore[arg-type]
        with pytest.raises(OverflowError):
            whole.is_open(datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")), "office")

    def test_a_schedule_is_named(self, whole: compiled.CompiledPolicy) -> None:
        with pytest.raises(UnknownNameError, match="Whole has several schedules; name one of: office, nights, always"):
            whole.is_open(OPENED)
        with pytest.raises(UnknownNameError, match="no schedule or closure 'offices'"):
            whole.elapsed(OPENED, OPENED, "offices")
        only = SlaPolicy(**{**WHOLE, "schedules": {"office": "24x7"}, "plans": {"p": {"r": "1 hour"}}}).compile(2026)
        assert only.is_open(OPENED)

    def test_channels_however_they_are_spelled(self, whole: compiled.CompiledPolicy) -> None:
        assert whole.due(OPENED, metric="resolution", channel="Phone") == OPENED + timedelta(hours=1)
        assert whole.due(OPENED, metric="resolution", channel="chat") == OPENED + timedelta(hours=8)

    def test_customers_make_no_difference_here(self, whole: compiled.CompiledPolicy) -> None:
        assert whole.for_customer("Asia/Tokyo") == whole
        assert whole.policy.for_customer("Asia/Tokyo") is whole.policy


COLUMN = np.array(["2026-11-24T22:00", "2031-11-24T22:00"], "datetime64[us]")
LATER = COLUMN + np.timedelta64(3, "D")
TICKETS = [Ticket(id="T-1", opened=OPENED, priority="P1")]


class TestWhatNeedsTheHoursAsTheyWereStated:
    """The policy that is made of it was told when it is open; it refuses by name what that does not say."""

    @pytest.mark.parametrize(
        ("question", "to"),
        [
            pytest.param(lambda held: columns.due(held, COLUMN, priority="P1"), "answer for whole", id="due"),
            pytest.param(lambda held: columns.due(held, COLUMN, metric="resolution"), "answer for whole",
                         id="due-by-time-of-the-calendar"),
            pytest.param(lambda held: columns.breached(held, COLUMN, LATER, OPENED, "P1"), "answer for whole",
                         id="breached"),
            pytest.param(lambda held: columns.attainment(held, TICKETS, OPENED), "answer for whole", id="attainment"),
            pytest.param(lambda held: columns.elapsed(held.schedule("office"), COLUMN, LATER), "answer for whole",
                         id="elapsed"),
            pytest.param(lambda held: columns.is_open(columns.NamedSchedules(held, "always"), COLUMN),
                         "answer for whole", id="is-open"),
            pytest.param(lambda held: (held.schedule("office") | held.schedule("nights")).is_open(OPENED),
                         "put schedules together", id="either-schedule"),
            pytest.param(lambda held: held.compile(2026), "put schedules together, or to compile it", id="compile"),
            pytest.param(lambda held: held.model_copy(update={"name": "other"}).due(OPENED, priority="P1"),
                         "change it", id="a-copy"),
            pytest.param(lambda held: held.schedule("office").model_copy(update={"name": "other"}), "change it",
                         id="a-copy-of-a-schedule"),
            pytest.param(lambda held: held.for_any_customer().due(OPENED, priority="P1"), "change it",
                         id="any-customer"),
            pytest.param(lambda held: held.model_dump(), "write it", id="a-dump"),
            pytest.param(lambda held: held.schedule("office").model_dump_json(), "write it", id="a-dump-of-a-schedule"),
            pytest.param(review.check, "change it", id="check"),
            pytest.param(review.compare, "change it", id="compare"),
            pytest.param(lambda held: review.diff(SlaPolicy(**WHOLE), held, OPENED.date(), OPENED.date()), "change it",
                         id="diff"),
        ],
    )  # fmt: skip
    def test_it_names_the_way_out(
        self, whole: compiled.CompiledPolicy, question: Callable[[SlaPolicy], object], to: str
    ) -> None:
        with pytest.raises(CompiledPolicyError) as refused:
            question(whole.policy)
        said = str(refused.value)
        assert said.startswith(f"the compiled policy says when its schedules are open, and not by which hours; to {to}")
        assert said.endswith(", take the policy of which it was made")

    def test_holidays_are_those_that_were_compiled(self) -> None:
        versions = [{"effective": "2026-07-01", "holidays": ["2026-08-03"]}]
        held = SlaPolicy(**WHOLE, versions=versions).compile(2026).policy
        for at, closed in ((OPENED.replace(month=3), date(2026, 11, 26)), (OPENED, date(2026, 8, 3))):
            assert list(held.in_force(at).holidays.between(date(2026, 1, 1), date(2026, 12, 31))) == [closed]


class TestSchedules:
    """What is told of hours answers as a timeline does."""

    def test_edges(self, whole: compiled.CompiledPolicy) -> None:
        office, source = schedule(whole, "office"), SlaPolicy(**WHOLE).schedule("office")
        for name in ("next_opening", "next_closing", "previous_opening", "previous_closing"):
            assert getattr(office, name)(OPENED) == getattr(source, name)(OPENED)
        for hours in (-30, 30):
            for boundary in ("closing", "next_opening"):
                amount = timedelta(hours=hours)
                assert office.add(OPENED, amount, boundary) == source.add(OPENED, amount, boundary)
        assert list(office.windows(OPENED, OPENED)) == []
        first, last = date(2026, 11, 20), date(2026, 12, 1)
        assert office.business_days(first, last) == source.business_days(first, last)

    def test_what_never_opens_again(self, whole: compiled.CompiledPolicy) -> None:
        june, source = schedule(whole, "june"), SlaPolicy(**WHOLE).schedule("june")
        for at, name in ((OPENED, "next_opening"), (OPENED.replace(month=2), "previous_closing")):
            messages = []
            for each in (june, source):
                with pytest.raises(NeverOpenError) as caught:
                    getattr(each, name)(at)
                messages.append(str(caught.value))
            assert messages[0] == messages[1]
        for amount in (timedelta(hours=1), timedelta(days=40)):
            messages = []
            for each in (june, source):
                with pytest.raises(NeverOpenError) as caught:
                    each.add(OPENED.replace(month=6, day=29), 60 * amount)
                messages.append(str(caught.value))
            assert messages[0] == messages[1]
        with pytest.raises(NeverOpenError, match="june has fewer than 3 business days within 400 years after"):
            june.add_days(OPENED.replace(month=6, day=29), 3)
        with pytest.raises(NeverOpenError, match="within 400 years before"):
            june.add(OPENED.replace(month=6, day=2), timedelta(days=-9), "next_opening")

    def test_beyond_its_years(self, whole: compiled.CompiledPolicy) -> None:
        office, december = schedule(whole, "office"), OPENED.replace(month=12, day=31, hour=17)
        with pytest.raises(CompiledYearsError, match="that lies after 2026"):
            office.next_opening(december)
        with pytest.raises(CompiledYearsError, match="that lies before 2026"):
            office.previous_closing(OPENED.replace(month=1, day=1))
        with pytest.raises(CompiledYearsError, match="that lies after 2026"):
            office.add_days(december, 3)
        for boundary in ("closing", "next_opening"):
            with pytest.raises(CompiledYearsError, match="that lies after 2026"):
                office.add(december, timedelta(hours=2), boundary)
        with pytest.raises(CompiledYearsError, match="that lies after 2026"):
            office.is_business_day(date(2027, 1, 9))
        with pytest.raises(CompiledYearsError, match="that lies before 2026"):
            office.is_business_day(date(2025, 12, 1))
        with pytest.raises(NeverOpenError, match="always never closes within 400 years after"):
            schedule(whole, "always").next_closing(OPENED)

    def test_schedules_are_values(self, whole: compiled.CompiledPolicy) -> None:
        office = schedule(whole, "office")
        again = compiled.loads(whole.dumps()).policy.schedule("office")
        assert office == again == pickle.loads(pickle.dumps(office))
        assert hash(office) == hash(again)
        assert office != schedule(whole, "nights")
        assert office != "office"
        assert str(office) == str(SlaPolicy(**WHOLE).schedule("office"))
        timeline = pickle.loads(pickle.dumps(office._timeline))
        assert timeline.is_open(OPENED)
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = timeline.nothing

    def test_policies_are_pickled(self) -> None:
        versions = [{"effective": "2026-07-01", "schedules": {"office": "Mon-Fri 10:00-12:00"}}]
        source = SlaPolicy(**WHOLE, versions=versions)
        policy = source.compile(2026).policy
        for at in (OPENED, OPENED.replace(month=3)):
            for told in (policy, policy.in_force(at)):
                again = pickle.loads(pickle.dumps(told))
                assert again.due(at, priority="P2") == source.due(at, priority="P2")
            clock = pickle.loads(pickle.dumps(policy.clock(at, priority="P2")))
            assert clock.status(at).due == source.due(at, priority="P2")
        assert policy.schedule_through_versions("office") != policy.schedule("office")
        with pytest.raises(UnknownNameError):
            policy.schedule_through_versions("offices")


class TestZones:
    """What is told of a zone is what the zone says."""

    def test_every_hour_of_a_year(self, whole: compiled.CompiledPolicy) -> None:
        zone = whole.document.zone(0)
        at = datetime(2026, 1, 1, 5, tzinfo=UTC)
        for _ in range(365 * 24):
            at += timedelta(hours=1)
            here, there = at.astimezone(zone), at.astimezone(NEW_YORK)
            assert (here.replace(tzinfo=None), here.fold) == (there.replace(tzinfo=None), there.fold)
            assert (here.utcoffset(), here.tzname()) == (there.utcoffset(), there.tzname())

    @pytest.mark.parametrize("fold", [0, 1])
    @pytest.mark.parametrize("reading", [datetime(2026, 3, 8, 2, 30), datetime(2026, 11, 1, 1, 30)])
    def test_readings_in_a_gap_and_twice(self, whole: compiled.CompiledPolicy, reading: datetime, fold: int) -> None:
        zones = (whole.document.zone(0), NEW_YORK)
        one, other = (reading.replace(tzinfo=zone, fold=fold).utcoffset() for zone in zones)
        assert one == other

    def test_other_years_are_refused(self, whole: compiled.CompiledPolicy) -> None:
        zone = whole.document.zone(0)
        with pytest.raises(CompiledYearsError, match="that lies after 2026"):
            _ = datetime(2027, 6, 1, tzinfo=UTC).astimezone(zone)
        with pytest.raises(CompiledYearsError, match="that lies before 2026"):
            datetime(2025, 6, 1, tzinfo=zone).utcoffset()

    def test_what_it_is(self, whole: compiled.CompiledPolicy) -> None:
        zone = pickle.loads(pickle.dumps(whole.document.zone(0)))
        assert (str(zone), repr(zone)) == ("America/New_York", "StatedZone('America/New_York')")
        assert (zone.utcoffset(None), zone.dst(None), zone.tzname(None)) == (None, None, "America/New_York")
        assert OPENED.astimezone(zone).dst() == timedelta(0)


class TestRefusals:
    """What is said to a question without an answer, where no other package is installed."""

    STATED: ClassVar[dict[str, Any]] = {
        "name": "Refusing",
        "timezone": "America/New_York",
        "schedules": {
            "office": "Mon-Fri 09:00-18:00",
            "theirs": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"},
        },
        "plans": {
            "standard": {"schedule": "office", "first_response": {"P1": "4 business hours", "P4": "none"}},
            "gold": {
                "schedule": "office",
                "first_response": {"when": [{"received": "by phone", "target": "none"}], "target": "1 hour"},
                "resolution": {"P1": "within one month"},
            },
            "abroad": {"schedule": "theirs", "first_response": "2 hours"},
        },
    }
    QUESTIONS: ClassVar[list[dict[str, str]]] = [
        {},
        {"plan": "standrad"},
        {"plan": "standard", "metric": "resolution"},
        {"plan": "standard", "priority": "P9"},
        {"plan": "standard", "priority": "p1"},
        {"plan": "standard"},
        {"plan": "gold", "metric": "resolution", "priority": "P4"},
        {"plan": "standard", "priority": "P4"},
        {"plan": "gold", "channel": "phone"},
        {"plan": "abroad"},
    ]

    def test_in_the_words_of_the_policy(self) -> None:
        policy = SlaPolicy(**self.STATED)
        lock = policy.compile(2026, customers=["Asia/Tokyo"])
        for question in self.QUESTIONS:
            with pytest.raises(SlaClockError) as of_policy:
                policy.due(OPENED, **question)
            with pytest.raises(of_policy.type) as of_lock:
                lock.due(OPENED, **question)
            assert str(of_lock.value) == str(of_policy.value), question

    def test_without_any_other_package(self, tmp_path: Path) -> None:
        lock = SlaPolicy(**self.STATED).compile(2026, customers=["Asia/Tokyo"])
        lock.save(tmp_path / "lock.sla.json")
        code = f"""
import sys
sys.modules.update(dict.fromkeys(("pydantic", "pydantic_core", "holidays", "dateutil"), None))
from datetime import datetime
from slaclock import SlaClockError, compiled
at = datetime.fromisoformat("{OPENED.isoformat()}")
lock = compiled.load({str(tmp_path / "lock.sla.json")!r})
for question in {self.QUESTIONS!r}:
    try:
        print(lock.due(at, **question))
    except SlaClockError as error:
        print(error)
print(lock.due(at, "gold", "P1", "resolution"))
try:
    lock.explain(at, "gold")
except ImportError as error:
    print(error)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
        *said, due, last = done.stdout.splitlines()
        assert said == [answer_or_error(lock, question) for question in self.QUESTIONS]
        assert due == str(OPENED.replace(month=OPENED.month + 1))
        assert last == "this question needs the packages with which slaclock is installed; run: pip install slaclock"

    @pytest.mark.parametrize("missing", ["slaclock.compiled.policy_on_facts", "pydantic"])
    def test_what_cannot_be_loaded(self, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
        lock = SlaPolicy(**self.STATED).compile(2026, customers=["Asia/Tokyo"])
        forged = compiled.loads(
            sealed(
                {
                    key: each
                    for key, each in {**lock.to_dict(), "offers": [{}]}.items()
                    if key not in ("format", "sha256")
                }
            )
        )
        monkeypatch.setitem(sys.modules, missing, None)
        with pytest.raises(
            NotPromisedError, match="nothing is promised for first_response in plan gold received by phone"
        ):
            lock.due(OPENED, "gold", channel="phone")
        with pytest.raises(CompiledPolicyError, match="so it was not written by slaclock"):
            forged.due(OPENED, "gold")


def answer_or_error(lock: compiled.CompiledPolicy, question: dict[str, str]) -> str:
    with pytest.raises(SlaClockError) as error:
        lock.due(OPENED, **question)
    return str(error.value)


class TestCompiling:
    def test_holidays_of_customers(self) -> None:
        theirs = {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer", "holidays": "customer"}
        stated = {**WHOLE, "schedules": {**WHOLE["schedules"], "theirs": theirs}}
        with pytest.raises(
            ChoiceError, match="theirs of Whole are closed on the holidays of the customer, which no compil"
        ):
            SlaPolicy(**stated).compile(2026, customers=["Asia/Tokyo"])

    @pytest.mark.parametrize("years", [(2027, 2026), (1800, 1801), (2000, 2060)])
    def test_years_that_there_are_not(self, years: tuple[int, int]) -> None:
        with pytest.raises(ChoiceError, match="they go from a first to a last one, at most 50 between 1900 and 2200"):
            SlaPolicy(**WHOLE).compile(years)

    @pytest.mark.parametrize("years", ["2026-2027", (2026,), [2026, 2027, 2028], (2026, "2027"), 2026.0])
    def test_years_of_another_kind(self, years: Any) -> None:
        with pytest.raises(ChoiceError, match=r"cannot compile the years .*2026.* which is \(2024, 2030\) in Python"):
            SlaPolicy(**WHOLE).compile(years)

    def test_years_of_which_no_holidays_are_known(self) -> None:
        stated = {**WHOLE, "outside_coverage": "warn"}
        with pytest.raises(CoverageError, match="cannot compile 2026-2027: office has holidays known for 2026 only"):
            SlaPolicy(**stated).compile((2026, 2027))
        assert SlaPolicy(**stated).compile(2026).due(OPENED, priority="P1")

    def test_customers_of_whose_clocks_nothing_is_said(self) -> None:
        with pytest.raises(ChoiceError, match="speaks of no customer's clocks, so it is compiled once for all"):
            SlaPolicy(**WHOLE).compile(2026, customers=["Asia/Tokyo"])

    def test_what_it_would_cost_to_know_is_not_sought(self) -> None:
        """Hours that never open again are not followed where that is more work than a question may be."""
        many = {f"h{hour}": f"Mon {hour:02}:00-{hour:02}:10" for hour in range(24)}
        stated = {
            **WHOLE,
            "schedules": {**many, "none": {"all_of": [*many]}},
            "plans": {"p": {"schedule": "none", "r": "1 business hour"}},
        }
        policy = SlaPolicy(**stated).compile(2026)
        with pytest.raises(CompiledYearsError):
            policy.due(OPENED, metric="r")

    def test_customers_without_a_name(self) -> None:
        stated = {**WHOLE, "schedules": {"theirs": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}}}
        stated["plans"] = {"p": {"schedule": "theirs", "r": "1 business hour"}}
        policy = SlaPolicy(**stated).compile(2026, customers=["Asia/Tokyo"])
        with pytest.raises(UnknownNameError, match="theirs is read on the clocks of the customer"):
            policy.due(OPENED, metric="r")
        with pytest.raises(UnknownNameError, match="theirs is read on the clocks of the customer"):
            policy.is_open(OPENED, "theirs")
        with pytest.raises(UnknownNameError, match="theirs is read on the clocks of the customer"):
            policy.policy.schedule("theirs")
        with pytest.raises(
            CompiledPolicyError, match="was not compiled for customers in 'Asia/Seoul', but in Asia/Tokyo"
        ):
            policy.for_customer("Asia/Seoul")
        with pytest.raises(CompiledPolicyError, match="was compiled without holidays of customers"):
            policy.policy.for_customer("Asia/Tokyo", "JP")
        assert policy.for_customer("Asia/Tokyo") != policy


class TestMadeBy:
    """Where versions are found."""

    @pytest.fixture
    def versions(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
        from slaclock.compiled import made_by

        monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(tmp_path)])
        zones = tmp_path / "zones"
        monkeypatch.delitem(sys.modules, "zoneinfo")
        monkeypatch.setenv("PYTHONTZPATH", str(zones))
        return made_by, tmp_path, zones

    def test_none(self, versions: Any) -> None:
        made_by, _, zones = versions
        assert (made_by.versions_here()["holidays"], made_by.tzdata_version()) == ("unknown", "unknown")
        zones.mkdir()
        assert made_by.tzdata_version() == "unknown"

    def test_of_packages(self, versions: Any) -> None:
        made_by, folder, _ = versions
        (folder / "holidays-0.111.dist-info").mkdir()
        (folder / "tzdata-2026.3.dist-info").mkdir()
        assert (made_by.versions_here()["holidays"], made_by.tzdata_version()) == ("0.111", "2026.3")

    @pytest.mark.parametrize("file", ["tzdata.zi", "+VERSION"])
    def test_of_the_computer(self, versions: Any, file: str) -> None:
        made_by, _, zones = versions
        zones.mkdir()
        (zones / file).write_text("# version 2026c\n" if file == "tzdata.zi" else "2026c\n", encoding="ascii")
        assert made_by.tzdata_version() == "2026c"

    @pytest.mark.parametrize("content", [b"", b"\xff\xff"])
    def test_of_a_file_that_says_nothing(self, versions: Any, content: bytes) -> None:
        made_by, _, zones = versions
        zones.mkdir()
        (zones / "tzdata.zi").write_bytes(content)
        assert made_by.tzdata_version() == "unknown"


DATED = """
name: Dated
timezone: UTC
outside_coverage: ignore
schedules: {office: Mon-Fri 09:00-17:00}
closures: {maintenance: {hours: Sat 08:00-12:00}}
plans:
  only:
    schedule: office
    first_response:
      target: 4 business hours
      when:
        - {received: from 24 December to 1 January, target: 8 business hours}
        - {received: from 2026-03-01 to 2026-03-10, target: 7 business hours}
        - {received: from 2026-11-01, target: 6 business hours}
        - {received: before 2026-02-01, target: 5 business hours}
"""


@pytest.mark.parametrize(
    ("opened", "hours"),
    [
        pytest.param("2026-01-01T23:59Z", 8, id="over-new-year"),
        pytest.param("2026-01-02T00:00Z", 5, id="until-a-date"),
        pytest.param("2026-02-01T12:00Z", 4, id="on-none"),
        pytest.param("2026-03-10T12:00Z", 7, id="in-a-run-of-dates"),
        pytest.param("2026-03-11T00:00Z", 4, id="after-it"),
        pytest.param("2026-11-01T00:00Z", 6, id="from-a-date"),
        pytest.param("2026-12-24T00:00Z", 8, id="before-new-year"),
    ],
)
def test_dates_on_which_something_else_is_promised(opened: str, hours: int) -> None:
    policy = SlaPolicy.loads(DATED)
    at = datetime.fromisoformat(opened)
    lock = policy.compile((2025, 2027))
    assert lock.due(at) == policy.due(at) == policy.schedule("office").add(at, timedelta(hours=hours))


def test_schedules_and_closures_are_found_by_their_names() -> None:
    held = SlaPolicy.loads(DATED).compile(2026).policy
    saturday = datetime(2026, 6, 6, 9, tzinfo=UTC)
    assert held.closure("maintenance").is_open(saturday)
    assert held._schedules.either("maintenance").is_open(saturday)
    assert not held._schedules.either("office").is_open(saturday)


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        pytest.param(8, datetime(2027, 1, 1, 9, tzinfo=UTC), id="the-next-opening"),
        pytest.param(80, datetime(2027, 1, 14, 9, tzinfo=UTC), id="days-beyond-what-is-told"),
    ],
)
def test_what_is_due_in_the_next_year(hours: int, due: datetime) -> None:
    office = "schedules: {office: Mon-Fri 09:00-17:00}"
    promised = f"plans: {{only: {{schedule: office, first_response: {hours} business hours}}}}"
    policy = SlaPolicy.loads(f"{{name: Late, timezone: UTC, boundary: next_opening, {office}, {promised}}}")
    opened = datetime(2026, 12, 31, 9, tzinfo=UTC)
    with pytest.raises(CompiledYearsError, match="after 2026"):
        policy.compile(2026).due(opened)
    assert policy.compile((2026, 2027)).due(opened) == due


def test_a_schedule_that_was_told_nothing_says_nothing() -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for asked in (lambda: StatesCauses().causes_between(day, day), lambda: StatesCauses().special_on(day.date())):
        with pytest.raises(NotImplementedError):
            asked()
