"""The cases of `conformance`: whole, made as they stand, and answered by all of ours; and the runner that asks them."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from conformance_cases import by_hand, subjects
from conformance_cases.fuller_hours import slow_count
from conformance_cases.slow_answers import slow_answer
from jsonschema import Draft202012Validator
from paths import ROOT

from conformance import __main__ as runner, commands, page, registry
from conformance.case import CASES, SCHEMA, Case, read_cases, version
from conformance.ours import declared
from conformance.peers import told
from conformance.replies import Asked, Refused, Reply, Unsupported, reply
from conformance.verdicts import Tally, same, verdict

PAGE = ROOT / "docs" / "reference" / "conformance.md"


@cache
def all_cases() -> tuple[Case, ...]:
    return tuple(read_cases())


def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


class TestTheCases:
    """They are many, valid, tagged, and come from rows and the slow count alone."""

    def test_each_fits_the_schema(self) -> None:
        validator = _validator()
        validator.check_schema(validator.schema)
        wrong = {case.id: [e.message for e in validator.iter_errors(json.loads(case.line()))] for case in all_cases()}
        assert not {case: problems for case, problems in wrong.items() if problems}

    def test_each_has_a_name_of_its_own_and_asks_something_of_its_own(self) -> None:
        names = Counter(case.id for case in all_cases())
        assert len(names) == len(all_cases()) >= 2_000
        asked = Counter((case.subject, case.asked().partition(", ")[2]) for case in all_cases())
        assert max(asked.values()) == 1

    def test_every_rule_about_answers_is_tried(self) -> None:
        tried = Counter(rule for case in all_cases() for rule in case.rules)
        assert {f"R{number}" for number in range(1, 19)} == set(tried)
        assert all(tried[rule] >= 30 for rule in set(tried) - {"R13", "R14", "R15"})

    def test_every_value_of_every_choice_is_tried(self) -> None:
        choices = _validator().schema["$defs"]["choices"]["properties"]
        named = {f"{name}={value}" for name, stated in choices.items() for value in stated.get("enum", ())}
        named |= {f"ends={value}" for value in choices["ends"]["anyOf"][0]["enum"]}
        assert named <= {tag for case in all_cases() for tag in case.tags}

    @pytest.mark.parametrize("subject", subjects.SUBJECTS)
    def test_the_first_are_made_again_as_they_stand(self, subject: str) -> None:
        lines = (CASES / f"{subject}.jsonl").read_text(encoding="utf-8").splitlines()
        made = [case.line() for case in islice(subjects.cases(subject), 24)]
        assert made == lines[: len(made)]

    @pytest.mark.slow
    @pytest.mark.parametrize("subject", subjects.SUBJECTS)
    def test_all_are_made_again_as_they_stand(self, subject: str) -> None:
        made = "".join(f"{case.line()}\n" for case in subjects.cases(subject))
        assert made == (CASES / f"{subject}.jsonl").read_text(encoding="utf-8")

    def test_every_file_is_a_subject(self) -> None:
        assert {path.stem for path in CASES.glob("*.jsonl")} == set(subjects.SUBJECTS)
        assert all(case.subject in subjects.SUBJECTS for case in all_cases())

    def test_no_answer_comes_from_the_library(self) -> None:
        code = "import sys, conformance_cases.subjects; print([name for name in sys.modules if 'slaclock' in name])"
        paths = {"PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}"}
        run = subprocess.run([sys.executable, "-c", code], env=paths, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == "[]"

    def test_the_slow_count_says_what_is_stated_by_hand(self) -> None:
        stated = [draft for draft in by_hand.drafts() if draft.expected != {"refused": True}]
        counted = [slow_answer(slow_count(each.declared), each.question, each.choices) for each in stated]
        assert counted == [each.expected for each in stated]

    def test_the_page_tells_their_version_and_number(self) -> None:
        text = " ".join(PAGE.read_text(encoding="utf-8").split())
        assert f"version {version()} has {len(all_cases()):,} cases" in text


EXAMPLE = ROOT / "conformance" / "example.py"


class TestThePage:
    """What it shows is in the checkout, and passes."""

    def test_the_program(self) -> None:
        assert EXAMPLE.read_text(encoding="utf-8") in PAGE.read_text(encoding="utf-8")
        tally = Tally.of("example", commands.ask([sys.executable, str(EXAMPLE)], all_cases()))
        assert not tally.failures
        assert tally.row("R1")[0] >= 4

    def test_the_case_fits_the_schema(self) -> None:
        (shown,) = re.findall(r"^```json\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        case = Case.read(shown)
        assert not [*_validator().iter_errors(json.loads(shown))]
        assert reply(registry.implementation("scalar"), json.loads(case.asked())) == Reply("answer", case.expected)

    def test_the_choices(self) -> None:
        text = PAGE.read_text(encoding="utf-8")
        assert not [
            name for name in _validator().schema["$defs"]["choices"]["properties"] if f"| `{name}` |" not in text
        ]


EDGES = {"next_opening", "next_closing", "previous_opening", "previous_closing"}
UNCLAIMED: dict[str, set[str]] = {
    "scalar": set(),
    "columns": {"windows", "is_business_day"},
    "compiled": {*EDGES, "windows", "is_business_day", "business_days"},
    "sql": {*EDGES, "windows", "is_business_day", "business_days", "status"},
    "javascript": {"previous_opening", "previous_closing", "windows", "is_business_day", "business_days", "status"},
}
"""Questions that ours have no call for."""


EVERY = {"columns": 7, "compiled": 29, "sql": 61, "javascript": 29}
"""Of how many cases the gate asks one; `nox -s laws` asks all. To compile a policy for each takes a minute, and to tell
it to a database another two."""


@pytest.mark.filterwarnings("ignore::slaclock.ChannelWarning", "ignore::slaclock.StartWarning")
class TestOurs:
    """Each of ours passes whatever it claims, and claims what it has a call for."""

    @pytest.mark.parametrize("name", registry.OURS)
    def test_it_passes(self, name: str) -> None:
        self._ask(name, all_cases()[:: EVERY.get(name, 1)])

    @pytest.mark.slow
    @pytest.mark.parametrize("name", EVERY)
    def test_it_passes_all(self, name: str) -> None:
        self._ask(name, all_cases())

    def _ask(self, name: str, cases: Sequence[Case]) -> None:
        if name == "javascript" and shutil.which("node") is None:
            pytest.skip("Node.js is not on this machine; `nox -s browser` holds its answers equal in a browser")
        ours = registry.implementation(name)
        found = [(case, reply(ours, json.loads(case.asked()))) for case in cases]
        tally = Tally.of(name, found)
        assert not [(case.line(), said) for case, said in tally.failures[:3]]
        unsupported = [(case, said.said) for case, said in found if said.kind == "unsupported" and _is_plain(case)]
        if name == "sql":
            unsupported = [(case, why) for case, why in unsupported if not why.startswith("tables cannot say it: ")]
        assert {case.question["ask"] for case, _ in unsupported} == UNCLAIMED[name]

    def test_all_are_told_apart(self) -> None:
        assert set(UNCLAIMED) == set(registry.OURS)


def _is_plain(case: Case) -> bool:
    """Whether it goes forward, names no zone of the answer, no date that clocks skip, and no clock before its start."""
    amount = case.question.get("amount_us", case.question.get("days", 1))
    skips = declared.zone(case.schedule) in ("Pacific/Apia", "Pacific/Kwajalein")
    early = "now" in case.question and case.question["now"] < case.question["start"]
    return amount > 0 and "told_in" not in case.question and not skips and not early


def case_of(expected: Any, number: int = 1) -> Case:
    return Case(f"open-{number:04}", "a case", ("R3", "R5"), {}, {"zone": "UTC"}, {"ask": "is_open"}, expected)


LUXON = """
const day = () => ({ setupBusiness, isBusinessDay: yes, isHoliday: yes, plusBusiness: day, toMillis: () => 0 });
const setupBusiness = () => {}, yes = () => true;
exports.DateTime = { fromMillis: day, fromISO: day };
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not on this machine")
class TestPeersInNode:
    """A package for Node.js is asked through lines of JSON by a program, which says of itself who answers."""

    @pytest.fixture
    def packages(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put one into a folder that knows only which days are business days, as npm would."""
        folder = tmp_path / "node_modules" / "luxon-business-days"
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"version": "9.9.9"}', encoding="utf-8")
        (folder / "index.js").write_text(LUXON, encoding="utf-8")
        monkeypatch.setenv("CONFORMANCE_PACKAGES", str(tmp_path))

    @pytest.mark.usefixtures("packages")
    def test_who_answers(self) -> None:
        assert registry.about("luxon-business-days") == ("9.9.9", "no hours; days count at once and end as it is")

    @pytest.mark.usefixtures("packages")
    def test_what_it_says(self) -> None:
        cases = [case for case in all_cases() if case.question["ask"] in ("is_business_day", "add_days")][::9]
        said = [reply.kind for _, reply in commands.ask(registry.command("luxon-business-days"), cases)]
        assert {*said} == {"answer", "unsupported"}
        assert said.count("answer") >= 5


class TestVerdicts:
    """A reply is right, wrong or not supported; what is not supported is no failure."""

    @pytest.mark.parametrize(
        ("expected", "said", "is_same"),
        [
            pytest.param("2026-09-14T22:00:00Z", "2026-09-14T22:00:00+00:00", True, id="utc-written-as-an-offset"),
            pytest.param("2026-09-14T22:00:00Z", "2026-09-14T22:00:00.000000Z", True, id="a-fraction-of-nothing"),
            pytest.param("2026-09-14T22:00:00Z", "2026-09-14T18:00:00-04:00", False, id="told-in-another-zone"),
            pytest.param("2026-09-14T22:00:00Z", "2026-09-14T22:00:00.000001Z", False, id="a-microsecond-late"),
            pytest.param("2026-09-14T22:00:00Z", "2026-09-14T22:00:00", False, id="no-zone"),
            pytest.param("2026-09-14T22:00:00Z", "soon", False, id="no-instant"),
            pytest.param("running", "running", True, id="a-state"),
            pytest.param("running", "paused", False, id="another-state"),
            pytest.param(True, True, True, id="open"),
            pytest.param(True, 1, False, id="a-number-is-no-boolean"),
            pytest.param(3_600_000_000, 3_600_000_000, True, id="an-amount"),
            pytest.param(3_600_000_000, 3_600_000_000.0, False, id="an-amount-is-whole"),
            pytest.param(None, None, True, id="never"),
            pytest.param([["2026-09-14T22:00:00Z", "2026-09-14T23:00:00Z"]], [], False, id="a-window-less"),
            pytest.param([], [], True, id="no-windows"),
            pytest.param([["running", "met"]], [["running", "met"]], True, id="pairs"),
            pytest.param({"state": "met"}, {"state": "met", "more": 1}, True, id="an-answer-may-say-more"),
            pytest.param({"state": "met", "due": "x"}, {"state": "met"}, False, id="but-not-less"),
            pytest.param({"state": "met"}, "met", False, id="another-form"),
        ],
    )
    def test_the_same(self, expected: Any, said: Any, is_same: bool) -> None:
        assert same(expected, said) is is_same

    @pytest.mark.parametrize(
        ("expected", "said", "found"),
        [
            pytest.param(True, Reply("answer", True), "passed", id="right"),
            pytest.param(True, Reply("answer", False), "failed", id="wrong"),
            pytest.param(True, Reply("refused", "why"), "failed", id="refused-without-need"),
            pytest.param(True, Reply("error", "why"), "failed", id="an-error"),
            pytest.param(True, Reply("unsupported", "why"), "unsupported", id="not-supported"),
            pytest.param({"refused": True}, Reply("refused", "why"), "passed", id="refused-as-it-must"),
            pytest.param({"refused": True}, Reply("answer", {"refused": True}), "failed", id="answered-all-the-same"),
            pytest.param({"refused": True}, Reply("error", "why"), "failed", id="an-error-is-no-refusal"),
            pytest.param({"refused": True}, Reply("unsupported", "why"), "unsupported", id="not-supported-either"),
        ],
    )
    def test_a_verdict(self, expected: Any, said: Reply, found: str) -> None:
        assert verdict(case_of(expected), said) == found

    def test_a_case_counts_for_each_of_its_rules(self) -> None:
        replies = [(case_of(True), Reply("answer", True)), (case_of(True), Reply("answer", False))]
        tally = Tally.of("somebody", replies)
        assert tally.table().splitlines() == [
            "somebody",
            "rule    cases       passed       failed  unsupported",
            "R3          2            1            1            0",
            "R5          2            1            1            0",
            "all         2            1            1            0",
        ]


class _Python:
    name, about = "python", ""

    def answer(self, asked: Asked) -> Any:
        match asked["question"]["ask"]:
            case "right":
                return 1
            case "refused":
                raise Refused("no")
            case "unsupported":
                raise Unsupported("cannot")
            case _:
                raise OverflowError("too far")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("right", Reply("answer", 1)),
        ("refused", Reply("refused", "no")),
        ("unsupported", Reply("unsupported", "cannot")),
        ("wrong", Reply("error", "OverflowError: too far")),
    ],
)
def test_what_an_implementation_says(ask: str, said: Reply) -> None:
    assert reply(_Python(), {"question": {"ask": ask}}) == said


PROGRAM = """
import json, sys, time
for number, line in enumerate(sys.stdin):
    asked = json.loads(line)
    assert set(asked) == {{"id", "schedule", "choices", "question"}}
    {body}
    print(json.dumps({{"id": asked["id"], "answer": True}}), flush=True)
"""


def program(body: str = "") -> list[str]:
    """A program that says yes to everything, after some lines of its own."""
    return [sys.executable, "-c", PROGRAM.format(body=body or "pass")]


def asked(command: Sequence[str], count: int = 4, seconds: float = 20) -> list[tuple[str, str, Any]]:
    cases = [case_of(True, number) for number in range(1, count + 1)]
    return [(case.id, said.kind, said.said) for case, said in commands.ask(command, cases, seconds)]


class TestCommands:
    """A program in any language reads cases and writes replies, a line each; it may stop, hang and fall over."""

    def test_each_case_gets_its_reply(self) -> None:
        assert asked(program()) == [(f"open-000{n}", "answer", True) for n in (1, 2, 3, 4)]

    def test_the_order_is_its_own(self) -> None:
        code = (
            "import json, sys\n"
            "lines = [json.loads(line) for line in sys.stdin]\n"
            "for asked in reversed(lines): print(json.dumps({'id': asked['id'], 'unsupported': 'no'}), '\\n')"
        )
        found = asked([sys.executable, "-c", code])
        assert found == [(f"open-000{n}", "unsupported", "no") for n in (4, 3, 2, 1)]

    def test_one_that_falls_over_is_started_again_after_that_case(self) -> None:
        found = asked(program("if asked['id'].endswith('3'): sys.exit('out of cheese')"))
        assert [kind for _, kind, _ in found] == ["answer", "answer", "error", "answer"]
        assert found[2] == ("open-0003", "error", "ended with code 1: out of cheese")

    def test_one_that_hangs_is_stopped_and_started_again_after_that_case(self) -> None:
        found = asked(program("if asked['id'].endswith('2'): time.sleep(60)"), seconds=2)
        assert [kind for _, kind, _ in found] == ["answer", "error", "answer", "answer"]
        assert found[1][2] == "said nothing for 2 seconds"

    def test_one_that_never_answers_is_given_up(self) -> None:
        with pytest.raises(commands.ProtocolError, match=r"ended with code 3, 3 times without any answer"):
            asked([sys.executable, "-c", "raise SystemExit(3)"], count=9)

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            pytest.param("print('hello')", "cannot read 'hello' as a reply; write a line like", id="no-json"),
            pytest.param("print('[]')", "cannot read '\\[\\]' as a reply", id="no-object"),
            pytest.param('print(\'{"id": "open-0001"}\')', "as a reply", id="says-nothing"),
            pytest.param("print('{\"answer\": 1}')", "as a reply", id="no-id"),
            pytest.param('print(\'{"id": "b", "answer": 1}\')', "answered 'b', which was not", id="another"),
        ],
    )
    def test_what_is_no_reply_is_shown(self, code: str, message: str) -> None:
        with pytest.raises(commands.ProtocolError, match=message):
            asked([sys.executable, "-c", code])

    def test_a_program_that_is_not_there(self) -> None:
        with pytest.raises(commands.ProtocolError, match=r"cannot run './nothing-here': No such file or directory"):
            asked(["./nothing-here"])


class TestRunning:
    """`python -m conformance`: a table for each that is asked, what failed, and an exit code."""

    def test_one_of_ours(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert runner.main(["scalar", "--rule", "R9", "--rule", "R13"]) == 0
        printed = capsys.readouterr().out
        assert printed.startswith(f"version {version()}, 43 cases\n\nscalar\n")
        assert "R13         5            5            0            0\n" in printed

    def test_a_command_that_fails_is_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert runner.main(["--id", "by-hand-0001", "--failures", "1", "--", *program()]) == 1
        printed = capsys.readouterr().out
        assert "by-hand-0001 R1 R2 R4: a night is 7 hours when clocks go forward\n  asked     {" in printed
        assert '  expected  {"answer": 25200000000}\n  said      {"id": "by-hand-0001", "answer": true}\n' in printed

    def test_a_command_that_cannot_be_asked(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert runner.main(["--id", "by-hand-0001", "--", "./nothing-here"]) == 2
        assert "cannot run './nothing-here'" in capsys.readouterr().err

    def test_a_file_of_cases(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "own.jsonl"
        file.write_text("".join(f"{case_of(True, number).line()}\n" for number in (1, 2)), encoding="utf-8")
        assert runner.main(["--cases", str(file), "--", *program()]) == 0
        assert "all         2            2            0            0" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["nobody"], "'nobody' is nobody that is known here: scalar, "),
            ([], "name whom to ask, or give a command after --"),
            (["scalar", "--rule", "R99"], "no case is of that rule and that id"),
        ],
    )
    def test_what_is_asked_wrongly(
        self, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as caught:
            runner.main(arguments)
        assert caught.value.code == 2
        assert message in capsys.readouterr().err


class TestThePageOfPeers:
    """Who passes what is written into the page, in the place of what stood there."""

    def test_a_section(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page, "version", lambda: "7.1")
        tally = Tally.of("scalar", [(case_of(True), Reply("answer", True)), (case_of(True), Reply("answer", False))])
        other = Tally.of("columns", [(case_of(True), Reply("unsupported", "why"))])
        lines = page.section([tally, other]).splitlines()
        assert lines[:6] == [
            "Of the cases of version 7.1:",
            "",
            "|  | scalar | columns |",
            "| --- | --: | --: |",
            "| R3 | 1 of 2 | – |",
            "| R5 | 1 of 2 | – |",
        ]
        assert lines[-1].startswith("| columns | 0.")

    def test_it_takes_the_place_of_the_other(self, tmp_path: Path) -> None:
        file = tmp_path / "page.md"
        file.write_text(f"before\n{page.BEGIN}\n\nold\n\n{page.END}\nafter\n", encoding="utf-8")
        page.write(file, "new")
        page.write(file, "newer")
        assert file.read_text(encoding="utf-8") == f"before\n{page.BEGIN}\n\nnewer\n\n{page.END}\nafter\n"

    def test_it_stands_in_the_page_for_these_cases(self) -> None:
        text = PAGE.read_text(encoding="utf-8")
        shown = text.partition(page.BEGIN)[2].partition(page.END)[0]
        assert f"Of the cases of version {version()}:" in shown
        assert f"{len(all_cases()):,} of {len(all_cases()):,}" in shown
        assert all(f"| {name} |" in shown for name in registry.NAMES)


def told_hours(**schedule: Any) -> told.Hours:
    windows = [{"days": ["Mon", "Tue"], "opens": 540, "closes": 1080}]
    return told.Hours.of({"schedule": {"zone": "UTC", "windows": windows} | schedule, "choices": {"boundary": "x"}})


class TestWhatPeersAreTold:
    """What a library has no words for is not supported; what it raises is a refusal."""

    @pytest.mark.parametrize(
        ("hours", "ask"),
        [
            pytest.param({}, lambda hours: hours.takes(boundary="closing"), id="another-choice"),
            pytest.param(
                {"exceptions": [{"date": "2026-01-05", "hours": [{"opens": 0, "closes": 60}]}]},
                told.Hours.have_no_exceptions,
                id="hours-of-a-date",
            ),
            pytest.param(
                {"windows": [{"days": ["Mon"], "opens": 1320, "closes": 1800}]},
                told.Hours.stay_within_dates,
                id="over-midnight",
            ),
            pytest.param(
                {"windows": [{"days": ["Mon"], "opens": 0, "closes": 60}, {"days": ["Tue"], "opens": 0, "closes": 90}]},
                told.Hours.one_window,
                id="two-windows",
            ),
            pytest.param(
                {"zone": "Europe/London"},
                lambda hours: hours.keep_one_offset("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z"),
                id="clocks-change",
            ),
            pytest.param({}, lambda hours: hours.local("2026-01-01T00:00:00"), id="no-zone"),
        ],
    )
    def test_not_supported(self, hours: dict[str, Any], ask: Callable[[told.Hours], object]) -> None:
        with pytest.raises(Unsupported):
            ask(told_hours(**hours))

    def test_a_closed_exception_is_a_holiday_where_nothing_crosses_a_midnight(self) -> None:
        closed = {"exceptions": [{"date": "2026-01-05", "hours": []}]}
        assert (told_hours(**closed).closed, told_hours(**closed).exceptions) == ({date(2026, 1, 5)}, {})
        night = closed | {"windows": [{"days": ["Mon"], "opens": 1320, "closes": 1800}]}
        assert (told_hours(**night).closed, told_hours(**night).exceptions) == (set(), {date(2026, 1, 5): ()})

    def test_what_a_library_raises_is_a_refusal(self) -> None:
        def broken(hours: told.Hours, question: object) -> None:
            raise RecursionError("too deep")

        case = {"schedule": {"zone": "UTC", "windows": []}, "choices": {}, "question": {"ask": "add"}}
        with pytest.raises(Refused, match="RecursionError: too deep"):
            told.asked_of({"add": broken}, case)
        with pytest.raises(Unsupported, match="has no call for add"):
            told.asked_of({}, case)
