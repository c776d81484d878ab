"""`import`: what other products have, as a policy file that `check` accepts, or as a file of tickets."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ical_texts import OFFICE, calendar, days
from zendesk_payloads import account, holiday, metric, schedule, sla_policy

from slaclock import SlaPolicy, Ticket
from slaclock.adapters import PRODUCTS, Loss, TicketReading, zendesk
from slaclock.cli import imports


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    payloads = account()
    payloads["holidays"] = {
        "holidays": [holiday("2026-12-24", "2026-12-26")],
        "url": "https://x.test/api/v2/business_hours/schedules/101/holidays.json",
    }
    return [written(tmp_path / f"{kind}.json", payload) for kind, payload in payloads.items()]


def written(file: Path, payload: Any) -> Path:
    file.write_text(payload if isinstance(payload, str) else json.dumps(payload), encoding="utf-8")
    return file


@pytest.mark.parametrize("option", ["--out", "-o"])
def test_answers_in_any_order_are_a_policy_file(run: Any, files: list[Path], tmp_path: Path, option: str) -> None:
    out = tmp_path / "policy.yaml"
    ran = run("import", "zendesk", *reversed(files), option, out)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "slaclock: read 2 schedules, 7 intervals, 1 holiday, 2 sla policies, 1 group sla policy, 4 policy metrics, "
        "3 conditions; 4 could not be carried over\n"
    )
    assert SlaPolicy.load(out) == zendesk.policy(**account()).policy
    assert run("check", out, "--today", "2026-06-01").code == 0


def test_standard_input_and_output_stand_where_files_may(run: Any, stdin: Any) -> None:
    ran = run("import", "zendesk", stdin(json.dumps([schedule()])), "--name", "Acme")
    assert ran.code == 0
    assert SlaPolicy.loads(ran.out).name == "Acme"


def test_holidays_may_stand_by_the_id_of_their_schedule(run: Any, tmp_path: Path) -> None:
    payloads = account()
    names = [written(tmp_path / f"{kind}.json", payloads[kind]) for kind in ("schedules", "holidays", "sla_policies")]
    assert '"101"' in names[1].read_text(encoding="utf-8")
    policy = SlaPolicy.loads(run("import", "zendesk", *names).out)
    assert [len(policy.schedules[name].holidays.sources) for name in ("Office", "Nights")] == [1, 0]


def test_several_files_of_one_kind_are_pages(run: Any, tmp_path: Path) -> None:
    pages = [
        written(tmp_path / "one.json", [schedule(time_zone=None)]),
        written(tmp_path / "two.json", {"schedules": [schedule(id=102, name="Other")]}),
        written(tmp_path / "three.json", sla_policy(metric("group_ownership_time", target_in_seconds=60))),
    ]
    ran = run("import", "zendesk", *pages, "--timezone", "Asia/Tokyo")
    policy = SlaPolicy.loads(ran.out)
    assert [policy.schedule(name).timezone for name in policy.schedules] == ["Asia/Tokyo", "Europe/Copenhagen"]
    assert list(policy.plans["Gold"].metrics) == ["group_ownership_time"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            "{", "this is not JSON: expecting property name enclosed in double quotes on line 1", id="no-json"
        ),
        pytest.param('{"a": 1, "a": 2}', "key 'a' is given twice; keep one of them", id="twice"),
        pytest.param("[" * 60 + "]" * 60, "nested more than 40 deep", id="deep"),
        pytest.param("hours: 9-17", "its keys do not show what it is", id="no-brackets"),
        pytest.param('{"a": 1}\n{"b": }\n', "a.json:2: this is not JSON: expecting value", id="a-line-of-several"),
        pytest.param('{"a": 1}\n{"b": 2}\n\n{"c', "a.json:4: this is not JSON: unterminated", id="a-line-cut-off"),
        pytest.param('{"a": 1}\n{"b": 2}\nc\n{"d": 4}', "a.json:3: this is not JSON: expecting", id="a-line-of-text"),
        pytest.param('{"a": 1}\n{"b": 2}\n7\n', "a.json:3: ", id="a-line-of-a-number"),
        pytest.param('{"a":\n{"b": 2}, "c": }', "a.json: this is not JSON: expecting value on line 2", id="two-lines"),
        pytest.param("{}", "its keys do not show what it is; it holds one of: schedules, holidays", id="nothing"),
        pytest.param("[]", "its keys do not show what it is", id="an-empty-list"),
        pytest.param(
            '{"audit_logs": []}', "audit logs hold past hours as text alone, which is not read", id="past-hours"
        ),
        pytest.param('[{"policy_metrics": []}]', "sla_policy: key 'title' is missing", id="half-a-record"),
        pytest.param('{"tickets": []}', "it holds tickets, which are no part of a policy", id="tickets"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    run: Any, tmp_path: Path, content: str, problem: str
) -> None:
    out = tmp_path / "policy.yaml"
    ran = run("import", "zendesk", written(tmp_path / "a.json", content), "--out", out)
    assert (ran.code, ran.out) == (2, "")
    assert problem in ran.err
    assert not out.exists()


def test_one_file_may_hold_several_kinds(run: Any, tmp_path: Path) -> None:
    whole = {"plan": "suite", "schedules": [schedule()], "sla_policies": [sla_policy()]}
    ran = run("import", "zendesk", written(tmp_path / "a.json", whole))
    assert list(SlaPolicy.loads(ran.out).plans) == ["Gold"]
    assert "plan: key 'plan' is not known" in ran.out


def test_json_lines_are_pages(run: Any, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"schedules": [each]}) for each in (schedule(), schedule(id=102, name="Other")))
    ran = run("import", "zendesk", written(tmp_path / "a.jsonl", f"{lines}\n"))
    assert list(SlaPolicy.loads(ran.out).schedules) == ["Office", "Other"]


def test_options_of_tickets_are_refused_for_a_policy(run: Any, files: list[Path]) -> None:
    ran = run("import", "zendesk", *files, "--max-bad", "3")
    assert ran.code == 2
    assert "--on-error, --errors, --max-bad is about tickets; import zendesk-tickets" in ran.err


def test_a_product_that_is_not_known_is_refused(run: Any, files: list[Path]) -> None:
    ran = run("import", "zendsk", *files)
    assert ran.code == 2
    assert "'zendsk' is no product that does this; did you mean 'zendesk'?" in ran.err


OPENED = "2026-06-01T08:00:00Z"


@pytest.fixture
def acme(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product whose files hold ids of tickets, of which those with a minus cannot be read."""

    def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
        names = [name for answer in answers.values() for name in answer["names"]]
        bad = [name for name in names if name.startswith("-")]
        tickets = tuple(Ticket(id=name, opened=OPENED, timezone=timezone) for name in names if name not in bad)
        problems = {**dict.fromkeys(bad, ("names[0]: it has no date",)), "2": ("a page is missing",)}
        losses = [Loss(f"names[{place}].vip", "key 'vip' is not known", "left out") for place in range(len(names))]
        odd = [Loss(f"{name}.odd", "odd", "left out") for name in names]
        said = {name: each for name, each in problems.items() if name in names}
        return TicketReading(tickets, said, (*losses, *odd), {"names": len(names)})

    package = ModuleType("slaclock.adapters.acme")
    package.tickets_of_answers = tickets_of_answers  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "slaclock.adapters.acme", package)
    for place in ("slaclock.adapters", "slaclock.adapters.products"):
        monkeypatch.setattr(f"{place}.PRODUCTS", {"acme": "Acme", **PRODUCTS})


class TestChoices:
    """What more is said of files of a product: which events are holidays, and whose public holidays are meant."""

    FEED = calendar(
        days("20261225", "Yule", "UID:1", "CATEGORIES:Bank holiday"),
        days("20260216", "Rose Monday", "UID:2", "CATEGORIES:Custom"),
        days("20261031", "Reformation Day", "UID:3"),
    )

    @pytest.mark.parametrize(
        ("chosen", "closed"),
        [
            pytest.param((), ["2026-02-16", "2026-10-31", "2026-12-25"], id="all-events"),
            pytest.param(("--only", "bank holiday"), ["2026-12-25"], id="a-category"),
            pytest.param(("--leave-out", "Rose Monday"), ["2026-10-31", "2026-12-25"], id="a-name-left-out"),
            pytest.param(("--only", "Custom", "--only", "Yule"), ["2026-02-16", "2026-12-25"], id="two-marks"),
        ],
    )
    def test_events_that_are_holidays(
        self, run: Any, tmp_path: Path, chosen: tuple[str, ...], closed: list[str]
    ) -> None:
        hours, feed = tmp_path / "hours.ics", tmp_path / "feed.ics"
        hours.write_text(calendar(OFFICE, name="Office"), encoding="utf-8")
        feed.write_text(self.FEED, encoding="utf-8")
        done = run("import", "ical", str(hours), str(feed), *chosen)
        assert done.code == 0, done.err
        office = SlaPolicy.loads(done.out).schedule("Office")
        assert [str(day) for day in office.holidays.between(date(2026, 1, 1), date(2026, 12, 31))] == closed

    def test_a_mark_that_no_event_has_is_refused(self, run: Any, tmp_path: Path) -> None:
        hours = tmp_path / "hours.ics"
        hours.write_text(calendar(OFFICE, days("20261225", "Yule", "UID:1"), name="Office"), encoding="utf-8")
        done = run("import", "ical", str(hours), "--only", "Yul")
        assert done.code != 0
        assert "no event is marked 'yul'; did you mean 'Yule'" in done.err
        assert done.out == ""

    @pytest.mark.parametrize("product", ["osm", "schemaorg"])
    def test_whose_public_holidays_are_meant(self, run: Any, tmp_path: Path, product: str) -> None:
        office = {"dayOfWeek": "Monday", "opens": "09:00", "closes": "17:00"}
        closed = {"dayOfWeek": "PublicHolidays", "opens": "00:00", "closes": "00:00"}
        page = {"name": "Desk", "openingHoursSpecification": [office, closed]}
        file = tmp_path / "hours"
        file.write_text("Mo 09:00-17:00; PH off" if product == "osm" else json.dumps(page), encoding="utf-8")
        done = run("import", product, str(file), "--timezone", "Europe/Berlin", "--holidays", "DE")
        assert done.code == 0, done.err
        [schedule] = SlaPolicy.loads(done.out).schedules
        assert not SlaPolicy.loads(done.out).schedule(schedule).is_open(datetime(2026, 4, 6, 10, tzinfo=UTC))
        refused = run("import", product, str(file), "--timezone", "Europe/Berlin", "--holidays", "")
        assert refused.code != 0

    @pytest.mark.parametrize(
        ("product", "option", "takers"),
        [
            pytest.param("zendesk", "--only", "ical", id="a-helpdesk"),
            pytest.param("osm", "--leave-out", "ical", id="opening-hours"),
            pytest.param("ical", "--holidays", "osm and schemaorg", id="a-calendar"),
            pytest.param("zendesk-tickets", "--holidays", "osm and schemaorg", id="tickets"),
        ],
    )
    def test_what_a_product_cannot_be_told_is_refused(
        self, run: Any, tmp_path: Path, product: str, option: str, takers: str
    ) -> None:
        done = run("import", product, str(tmp_path / "any"), option, "DE")
        assert done.code != 0
        assert f"{option} is about {takers}; leave it out for {product}" in done.err


@pytest.mark.usefixtures("acme")
class TestTickets:
    """`import PRODUCT-tickets`."""

    def test_they_are_json_lines_and_what_is_lost_is_said(self, run: Any, tmp_path: Path) -> None:
        out = tmp_path / "tickets.jsonl"
        names = written(tmp_path / "a.json", {"names": ["1", "2"]})
        ran = run("import", "acme-tickets", names, "--timezone", "Asia/Tokyo", "-o", out)
        assert (ran.code, ran.out) == (0, "")
        assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
            {"id": name, "opened": OPENED, "timezone": "Asia/Tokyo"} for name in "12"
        ]
        assert ran.err.splitlines() == [
            "slaclock: ticket 2: a page is missing",
            "slaclock: not carried over: names[0].vip: key 'vip' is not known; left out (and 1 more like it)",
            "slaclock: not carried over: 1.odd: odd; left out",
            "slaclock: not carried over: 2.odd: odd; left out",
            "slaclock: read 2 names; 4 could not be carried over",
        ]

    def test_one_that_was_not_read_ends_everything(self, run: Any, stdin: Any, tmp_path: Path) -> None:
        out = tmp_path / "tickets.jsonl"
        ran = run("import", "acme-tickets", stdin('{"names": ["1", "-2"]}'), "--out", out)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            "slaclock: ticket -2: names[0]: it has no date (--on-error report leaves such tickets out)\n"
        )
        assert not out.exists()

    def test_those_not_read_are_left_out_as_asked(self, run: Any, stdin: Any, tmp_path: Path) -> None:
        errors = tmp_path / "bad.jsonl"
        content = json.dumps({"names": ["1", "-2"]})
        skipped = run("import", "acme-tickets", stdin(content), "--on-error", "skip")
        told = run("import", "acme-tickets", stdin(content), "--on-error", "report", "--errors", errors)
        assert skipped.code == told.code == 0
        assert skipped.out == told.out == f'{{"id":"1","opened":"{OPENED}"}}\n'
        assert "ticket -2" not in skipped.err
        assert "slaclock: 1 ticket is left out\n" in skipped.err
        assert "slaclock: ticket -2: names[0]: it has no date\n" in told.err
        assert json.loads(errors.read_text(encoding="utf-8")) == {
            "ticket": "-2",
            "problems": ["names[0]: it has no date"],
        }

    @pytest.mark.parametrize(
        ("most", "said"),
        [
            pytest.param(0, "2 tickets were not read, where none may be bad; the last: ticket -3: names[0]", id="none"),
            pytest.param(1, "2 tickets were not read, where at most 1 may be bad", id="one"),
        ],
    )
    def test_more_than_may_be_are_no_answer(self, run: Any, stdin: Any, most: int, said: str) -> None:
        content = '{"names": ["-2", "-3"]}'
        ran = run("import", "acme-tickets", stdin(content), "--on-error", "skip", "--max-bad", most)
        assert (ran.code, ran.out) == (3, "")
        assert said in ran.err
        assert run("import", "acme-tickets", stdin(content), "--on-error", "skip", "--max-bad", 2).code == 0

    def test_of_many_problems_some_are_said(self, run: Any, stdin: Any) -> None:
        content = json.dumps({"names": [f"-{number}" for number in range(25)]})
        ran = run("import", "acme-tickets", stdin(content), "--on-error", "report")
        assert "and 5 more tickets with problems" in ran.err
        assert "25 tickets are left out" in ran.err
        assert "and 6 more kinds of losses" in ran.err

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            pytest.param(["--name", "A"], "--name is about a policy; leave it out, or import acme", id="a-name"),
            pytest.param(["--errors", "x"], "write it with --on-error report, not stop", id="errors-of-what"),
            pytest.param(["--errors", "-", "--on-error", "report"], "name a file for bad tickets", id="on-the-answer"),
        ],
    )
    def test_options_that_say_nothing_are_refused(self, run: Any, stdin: Any, options: list[str], said: str) -> None:
        ran = run("import", "acme-tickets", stdin('{"names": []}'), *options)
        assert ran.code == 2
        assert said in ran.err

    def test_a_product_without_tickets_names_those_that_have_some(self, run: Any, stdin: Any) -> None:
        ran = run("import", "acme", stdin("{}"))
        assert ran.code == 2
        assert "'acme' is no product that does this" in ran.err
        assert "acme           Acme: tickets\n" in run("import", "--help").out


@pytest.mark.parametrize(
    ("number", "plural", "said"),
    [
        pytest.param(2, "sla policies", "2 sla policies", id="several"),
        pytest.param(1, "sla policies", "1 sla policy", id="one-policy"),
        pytest.param(1, "custom statuses", "1 custom status", id="one-status"),
        pytest.param(1, "schedules", "1 schedule", id="one-schedule"),
        pytest.param(1, "inboxes", "1 inbox", id="one-inbox"),
        pytest.param(1, "business hours", "1 business hours", id="hours"),
        pytest.param(1, "history", "1 history", id="a-kind-without-a-plural"),
        pytest.param(0, "holidays", "0 holidays", id="none"),
    ],
)
def test_records_are_counted_in_words(number: int, plural: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    reading = TicketReading(tickets=(), problems={}, losses=(), counts={plural.replace(" ", "_"): number})
    imports.say_counts(reading)
    assert capsys.readouterr().err == f"slaclock: read {said}; 0 could not be carried over\n"
