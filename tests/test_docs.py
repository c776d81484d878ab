"""What the documentation shows is run, and must print what is shown.

In a page, from top to bottom and in one folder:

- a snippet with `>>>` is a doctest; without, it is run, and must print the `text` block that follows it, or nothing;
- in a `console` block each `$ slaclock …` is run, and must print what stands below it;
- a `yaml` or `toml` block that begins with `# a-name.yaml` is saved under that name; any other `yaml` block is loaded
  as a part of a small policy.

A row of the cookbook of phrases lays its YAML over the first block of that page, and is due when it says.
"""

import ast
import contextlib
import dataclasses
import doctest
import importlib
import io
import itertools
import json
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, get_args
from zoneinfo import ZoneInfo

import pytest
from pages import COPIED, DOCS, EXAMPLES, PAGES, Block, blocks_of, code_of, write_code
from paths import ROOT
from pydantic import BaseModel

import slaclock
from slaclock import errors
from slaclock.render import (
    day_pictures,
    drawings,
    explanation_pages,
    ics,
    notebooks,
    ticket_pages,
    wall_calendar,
    year,
)
from slaclock.review import (
    changes,
    checks,
    comparison,
    differences as review_differences,
    plan_tables,
    readings,
)
from slaclock.targets import explanation
from slaclock.tickets import history, known_kinds, known_statuses, lifecycle, status
from website import pictures as site_pictures

MODULES = [module.name for module in pkgutil.walk_packages(slaclock.__path__, "slaclock.")]
RUN_LANGUAGES = {"pycon", "python", "console", "yaml", "toml"}
SHOWN_LANGUAGES = {"text", "sh", "json", "javascript", "html"}

SMALL_POLICY = """\
name: Example
timezone: America/New_York
schedules:
  standard: Mon-Fri 09:00-18:00
plans:
  standard: {schedule: standard, first_response: 4 business hours}
"""


def words_of(page: str, folder: str = "reference") -> str:
    return (DOCS / folder / page).read_text(encoding="utf-8")


def differences(want: str, got: str) -> str:
    """Nothing, if both print the same, give or take spaces at the ends of lines."""
    same = [line.rstrip() for line in want.splitlines()] == [line.rstrip() for line in got.splitlines()]
    return "" if same else f"shown:\n{want}\nprinted:\n{got}"


# Running


class PageRunner:
    """Runs the blocks of one page in one folder, and collects what does not hold."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.problems: list[str] = []

    def run(self, markdown: str) -> None:
        blocks = blocks_of(markdown)
        for block, follower in itertools.zip_longest(blocks, blocks[1:]):
            if problem := self._problem_of(block, follower.text if follower and follower.language == "text" else ""):
                self.problems.append(f"{self.name}:{block.line}: {problem}")

    def _problem_of(self, block: Block, shown: str) -> str:
        if block.language in SHOWN_LANGUAGES:
            return ""
        if block.language not in RUN_LANGUAGES:
            return f"the language {block.language!r} is not known here"
        try:
            return self._run(block, shown)
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    def _run(self, block: Block, shown: str) -> str:
        match block.language:
            case "pycon":
                return self._doctest(block)
            case "python":
                return differences(shown, self._printed_by(block))
            case "console":
                return self._console(block.text)
        return self._file(block.text)

    def _doctest(self, block: Block) -> str:
        test = doctest.DocTestParser().get_doctest(block.text, {}, self.name, self.name, block.line - 1)
        test.globs = self.names
        report = io.StringIO()
        doctest.DocTestRunner(verbose=False).run(test, out=report.write, clear_globs=False)
        return report.getvalue() if test.examples else "there is no >>> here"

    def _printed_by(self, block: Block) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile("\n" * (block.line - 1) + block.text, self.name, "exec"), self.names)
        return printed.getvalue()

    def _console(self, text: str) -> str:
        commands = re.split(r"^\$ ", text, flags=re.MULTILINE)
        if commands[0] or len(commands) == 1:
            return "a console block begins with `$ slaclock`"
        problems = []
        for command in commands[1:]:
            line, _, shown = command.partition("\n")
            problems.append(differences(shown, printed_by_command(line)))
        return "\n".join(filter(None, problems))

    def _file(self, text: str) -> str:
        if named := re.match(r"# (\S+\.(?:yaml|toml))\n", text):
            (self.folder / named[1]).write_text(text, encoding="utf-8")
            slaclock.SlaPolicy.load(self.folder / named[1])
        else:
            slaclock.SlaPolicy(**merged(plain(SMALL_POLICY), plain(text)))
        return ""


def printed_by_command(line: str) -> str:
    """What `slaclock …` prints, in this process: on a terminal one sees both streams."""
    from slaclock.cli import main

    program, *arguments = shlex.split(line)
    assert program == "slaclock", f"only slaclock is run here, not {program!r}"
    printed = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patched,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        contextlib.suppress(SystemExit),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("default")
        patched.setattr(sys, "argv", ["slaclock", *arguments])
        patched.setenv("COLUMNS", "120")
        patched.setenv("NO_COLOR", "1")
        main()
    return printed.getvalue()


def plain(yaml_text: str) -> dict[str, Any]:
    from slaclock.policy.source import read_text

    return read_text(yaml_text, "yaml").data


def merged(whole: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The part laid over the whole; named schedules are added to those that are there."""
    schedules = {**whole["schedules"], **part.get("schedules", {})}
    return {**whole, **part, "schedules": schedules}


@pytest.fixture
def reader_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples beside it, as in a clone."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Pages


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_page_prints_what_it_shows(page: Path, reader_folder: Path) -> None:
    runner = PageRunner(page.name, reader_folder)
    runner.run(page.read_text(encoding="utf-8"))
    assert not runner.problems, "\n\n".join(runner.problems)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("```pycon\n>>> 1 + 1\n3\n```\n", id="wrong-value"),
        pytest.param("```pycon\n>>> 1 / 0\n```\n", id="error-not-shown"),
        pytest.param("```python\nprint(1)\n```\n\n```text\n2\n```\n", id="wrong-print"),
        pytest.param("```python\nprint(1)\n```\n", id="print-not-shown"),
        pytest.param("```console\n$ slaclock nonsense\nfine\n```\n", id="wrong-console"),
        pytest.param("```pycon\n1 + 1\n```\n", id="session-without-prompt"),
        pytest.param("```cobol\nSTOP RUN.\n```\n", id="unknown-language"),
    ],
)
def test_docs_runner_can_fail(page: str, reader_folder: Path) -> None:
    runner = PageRunner("page", reader_folder)
    runner.run(page)
    assert runner.problems


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/tutorial.md",
        "docs/tour.md",
        "docs/reference/rules.md",
        "docs/reference/errors.md",
        "docs/reference/clocks.md",
        *(f"docs/how-to/{page.name}" for page in sorted((DOCS / "how-to").glob("*.md"))),
    ],
)
def test_docs_pages_hold_snippets(page: str) -> None:
    run = [block for block in blocks_of((ROOT / page).read_text(encoding="utf-8")) if block.language in RUN_LANGUAGES]
    assert len(run) >= 2


def test_docs_code_stands_where_it_stands_in_its_page() -> None:
    page = "# A page\n\n```python\nx = 1\n```\n\n```pycon\n>>> if x:\n...     x\n1\n>>> x + 1\n2\n```\n"
    assert code_of(page).splitlines() == ["", "", "", "x = 1", "", "", "", "if x:", "    x", "", "x + 1"]
    assert code_of("Nothing to copy.") == ""


def test_docs_code_is_written_for_type_checkers(tmp_path: Path) -> None:
    write_code(tmp_path / "code")
    written = {path.name for path in (tmp_path / "code").glob("*.py")}
    assert {"README_page.py", "tutorial_page.py", "pausing_page.py", "queue_monitor.py"} <= written
    assert len(written) > len(COPIED)
    for path in (tmp_path / "code").glob("*.py"):
        compile(path.read_text(encoding="utf-8"), path.name, "exec")


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_docs_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (page.parent / link).exists()]
    # Benchmarks are measured and written by a command of their own.
    assert not [link for link in missing if not link.endswith("benchmarks.md")]


def test_docs_first_page_shows_what_the_library_draws() -> None:
    """If not, and the new drawing is meant: `python -m website.pictures`."""
    assert site_pictures.TICKET.read_text(encoding="utf-8") == site_pictures.ticket()
    assert "](assets/ticket.svg)" in words_of("index.md", ".")


def test_docs_know_where_every_link_of_the_architecture_leads() -> None:
    """The page shows ARCHITECTURE.md from another folder, so its links stand there by name."""
    shown = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("[end:page]")[0]
    known = set(re.findall(r"^\[(.+)\]: ", words_of("architecture.md", "explanation"), re.MULTILINE))
    assert "](" not in shown
    assert set(re.findall(r"\[([a-z ]+)\]", re.sub(r"`.*?`|<!--.*?-->", "", shown))) <= known


def test_readme_on_a_package_page_leads_nowhere_else_than_to_addresses() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    for each in project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        page = re.sub(each["pattern"], each["replacement"], page)
    assert not re.findall(r"\]\((?!https?://)", page)
    assert "the glossary, the rules" in page


# Docstrings


@pytest.mark.parametrize("name", sorted({*MODULES} - {"slaclock.spark"}))
def test_docs_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(name)
    report = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, name):
        runner.run(test, out=report.write)
    assert not report.getvalue(), report.getvalue()


def test_docs_in_docstrings_are_found() -> None:
    module = importlib.import_module("slaclock.hours.open_time")
    examples = [test for test in doctest.DocTestFinder().find(module) if test.examples]
    assert len(examples) >= 8


# Phrases


class Phrase(NamedTuple):
    """A row of the cookbook: what is laid over its policy, and one due date that it shows."""

    part: str
    opened: str
    due: str
    zone: str


def phrases() -> Iterator[Phrase]:
    rows = re.findall(r"^\| .+ \| (`.+`) \| (.+) \|$", words_of("phrases.md", "how-to"), re.MULTILINE)
    for part, examples in rows:
        for example in examples.split("<br>"):
            opened, _, rest = example.partition(" → ")
            due, _, zone = rest.partition(", in ")
            yield Phrase("\n".join(re.findall(r"`(.+?)`", part)), opened, due, zone)


def shown_reading(at: datetime) -> str:
    return f"{at:%a %d %b %H:%M}"


def laid_over_the_page(part: Any) -> slaclock.SlaPolicy:
    """The file of the page with a row of it laid over its plan, or over the whole."""
    whole = plain(blocks_of(words_of("phrases.md", "how-to"))[0].text)
    in_plan = {key: value for key, value in part.items() if key not in slaclock.SlaPolicy.model_fields}
    in_file = {key: value for key, value in part.items() if key not in in_plan}
    return slaclock.SlaPolicy(
        **merged(whole, in_file | {"plans": {"standard": {**whole["plans"]["standard"], **in_plan}}})
    )


def test_docs_phrases_without_a_due_date_are_read() -> None:
    rows = re.findall(r'^\| "[^|]+" \| (`[^|]+`) \|$', words_of("phrases.md", "how-to"), re.MULTILINE)
    parts = [plain("\n".join(re.findall(r"`(.+?)`", row))) for row in rows]
    assert len(parts) >= 10
    for part in parts:
        assert slaclock.review.check(laid_over_the_page(part)).warnings == ()


@pytest.mark.parametrize("phrase", list(phrases()), ids=lambda phrase: f"{phrase.part}: {phrase.opened}")
def test_docs_phrases_are_due_when_they_say(phrase: Phrase) -> None:
    part = plain(phrase.part)
    policy = laid_over_the_page(part)
    in_plan = [key for key in part if key not in slaclock.SlaPolicy.model_fields]
    if phrase.zone:
        policy = policy.for_customer(phrase.zone)
    reading = datetime.strptime(f"{phrase.opened} 2026", "%a %d %b %H:%M %Y")
    opened = reading.replace(tzinfo=ZoneInfo(phrase.zone or policy.timezone))
    assert shown_reading(opened) == phrase.opened
    metric = next((key for key in in_plan if key != "schedule"), "first_response")
    assert shown_reading(policy.due(opened, metric=metric)) == phrase.due


def test_docs_hold_many_phrases() -> None:
    assert len({phrase.part for phrase in phrases()}) >= 30


# Examples


def example_programs() -> list[Path]:
    return sorted(EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("program", example_programs(), ids=lambda program: program.stem)
def test_examples_print_what_is_kept_beside(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(program)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    kept = EXAMPLES / "output" / f"{program.stem}.txt"
    assert not differences(kept.read_text(encoding="utf-8"), done.stdout)


def test_examples_all_have_output_and_the_other_way_round() -> None:
    kept = {output.stem for output in (EXAMPLES / "output").glob("*.txt")}
    assert kept == {program.stem for program in example_programs()}
    assert kept


@pytest.mark.parametrize("policy", sorted((EXAMPLES / "policies").iterdir()), ids=lambda path: path.name)
def test_examples_hold_sound_policies(policy: Path) -> None:
    assert slaclock.SlaPolicy.load(policy).plans


@pytest.mark.parametrize("tickets", sorted((EXAMPLES / "tickets").iterdir()), ids=lambda path: path.name)
def test_examples_hold_sound_tickets(tickets: Path) -> None:
    policy = slaclock.SlaPolicy.load(EXAMPLES / "policies" / "helpdesk.yaml")
    text = tickets.read_text(encoding="utf-8")
    for line in [text] if tickets.suffix == ".json" else text.splitlines():
        sample = slaclock.Ticket(**json.loads(line))
        last = max(event.at for event in sample.events)
        assert policy.evaluate(sample, last, contradictions="error").cycles


# Completeness


@pytest.mark.parametrize("name", slaclock.__all__)
def test_docs_name_every_public_name(name: str) -> None:
    assert re.search(rf"^::: slaclock\.{name}$", words_of("api.md"), re.MULTILINE), f"api.md leaves out {name}"


@pytest.mark.parametrize(
    "module",
    [
        day_pictures,
        drawings,
        explanation_pages,
        ticket_pages,
        notebooks,
        checks,
        readings,
        comparison,
        plan_tables,
        review_differences,
        changes,
        year,
        wall_calendar,
        ics,
    ],
    ids=lambda module: module.__name__,
)
def test_docs_name_every_view(module: ModuleType) -> None:
    defined = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    wing = module.__name__.rpartition(".")[0]
    face = importlib.import_module(wing).__all__
    public = [name for name in defined if name in face]
    assert public
    shown = words_of("api.md")
    assert not [name for name in public if not re.search(rf"^::: ({wing}|slaclock)\.{name}$", shown, re.MULTILINE)]


@pytest.mark.parametrize("number", range(1, 23))
def test_docs_state_every_rule(number: int) -> None:
    sections = re.split(r"^## ", words_of("rules.md"), flags=re.MULTILINE)
    rule = [section for section in sections if section.startswith(f"R{number} ")]
    assert len(rule) == 1, f"rules.md has {len(rule)} sections on R{number}"
    assert any(block.language == "pycon" for block in blocks_of(rule[0])), f"R{number} has no example that is run"


def error_classes() -> Iterator[str]:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, (errors.SlaClockError, UserWarning)):
            yield name


@pytest.mark.parametrize("name", sorted(error_classes()))
def test_docs_explain_every_error(name: str) -> None:
    assert re.search(rf"^## {name}$", words_of("errors.md"), re.MULTILINE), f"errors.md leaves out {name}"


POLICY_PARTS = [
    slaclock.SlaPolicy,
    slaclock.ScheduleEntry,
    slaclock.Plan,
    slaclock.Promise,
    slaclock.Case,
    slaclock.Received,
    slaclock.Notice,
    slaclock.Target,
    slaclock.PublicHolidays,
    slaclock.MarketHolidays,
    slaclock.StatedHoliday,
    slaclock.RelativeHoliday,
    slaclock.HolidayCalendar,
    slaclock.SupportWindow,
    slaclock.Recurrence,
    slaclock.ZonedBlock,
    slaclock.Season,
    slaclock.ExceptionHours,
    slaclock.Lifecycle,
    slaclock.Threshold,
    slaclock.Goal,
    slaclock.PolicyVersion,
]
NOT_WRITTEN: dict[type[BaseModel], set[str]] = {
    slaclock.Plan: {"metrics"},
    slaclock.Promise: {"priorities"},
    slaclock.Target: {"basis_stated", "names_day"},
}
"""Keys that a file leaves out: its metrics and priorities have names of their own, and a text says what it counts."""


@pytest.mark.parametrize("model", POLICY_PARTS, ids=lambda model: model.__name__)
def test_docs_describe_every_key_of_a_policy_file(model: type[BaseModel]) -> None:
    shown = words_of("policy-files.md")
    keys = {name.rstrip("_") for name in model.model_fields} - NOT_WRITTEN.get(model, set())
    assert not [key for key in keys if f"`{key}`" not in shown and f"{key}: " not in shown and f"{key}:\n" not in shown]


# Clocks and tickets


def lifecycle_row(name: str, life: slaclock.Lifecycle) -> str:
    """The row of a lifecycle in clocks.md."""

    def these(names: tuple[str, ...]) -> str:
        return "while it waits" if names == lifecycle.WAITING else ", ".join(f"`{each}`" for each in names)

    starts = these(life.starts) + (f", after {these(life.after)}" if life.after else "")
    if life.restarts:
        again = f"restarted by {these(life.restarts)}"
    else:
        again = "at each start" if life.repeats else f"`{life.on_reopen}` on `reopened`" if life.on_reopen else "no"
    cells = (name, starts, these(life.stops), these(life.pauses_in), again)
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def rows_below(page: str, title: str, level: str = "##", folder: str = "reference") -> list[str]:
    """The rows of the first table below a heading."""
    below = words_of(page, folder).partition(f"\n{level} {title}\n")[2]
    table = next(part.strip() for part in below.split("\n\n") if part.strip().startswith("|"))
    return table.splitlines()[2:]


def test_docs_state_every_lifecycle_that_is_known() -> None:
    known = [lifecycle_row(f"`{name}`", lifecycle.usual_lifecycle(name)) for name in lifecycle._USUAL]
    known.append(lifecycle_row("any other", lifecycle.usual_lifecycle("some_other")))
    assert rows_below("clocks.md", "Metrics that are known") == known
    assert not [status for status in lifecycle.WAITING if f"`{status}`" not in words_of("clocks.md")]


@pytest.mark.parametrize("helpdesk", ["Zendesk", "Jira Service Management", "Freshdesk", "ServiceNow", "Zammad"])
def test_docs_state_what_statuses_of_helpdesks_do(helpdesk: str) -> None:
    rows = rows_below("helpdesk-words.md", helpdesk, "###", "how-to")
    assert len(rows) >= 5
    for row in rows:
        theirs, does, ours = (cell.strip() for cell in row.strip("|").split("|"))
        for word in re.findall(r"`([^`]+)`", theirs):
            known = known_statuses.known_status(word)
            assert known is not None
            ends = f"ends the ticket: `{known.ends}`" if known.ends else ""
            assert (does, ours) == (ends or ("waits" if known.waits else "runs"), f"`{known.name}`")


def test_docs_state_every_event_in_the_order_of_ties() -> None:
    first_cells = [row.split("|")[1] for row in rows_below("clocks.md", "Events of a ticket")]
    kinds = [kind for cell in first_cells for kind in re.findall(r"`(\w+)`", cell) or [""]]
    assert tuple(kinds) == known_kinds._ORDER


def test_docs_state_the_order_of_changes_to_a_clock() -> None:
    assert f"this order: {', '.join(f'`{kind}`' for kind in history._KINDS)}." in words_of("clocks.md")


def test_docs_state_every_state_and_field_of_a_status() -> None:
    states = [row.split("`")[1] for row in rows_below("clocks.md", "States")]
    assert states == list(get_args(status.State))
    fields = [name for row in rows_below("clocks.md", "Status") for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert fields == [each.name for each in dataclasses.fields(slaclock.Status)]


def test_docs_explain_every_kind_of_stretch() -> None:
    shown = words_of("explaining-to-a-customer.md", "how-to")
    assert not [kind for kind in get_args(explanation.Kind) if f"`{kind}`" not in shown]


# Commands to copy


def test_readme_and_contributing_show_the_command_that_runs_the_tests() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"^python3 .*pytest -n auto$", shown, re.MULTILINE)
    assert command
    assert command[0] in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    run_by_ci = ROOT / ".ci" / "run"  # A source distribution leaves it out.
    assert not run_by_ci.exists() or command[0] in run_by_ci.read_text(encoding="utf-8")


def test_readme_command_runs_as_a_program(reader_folder: Path) -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"&& \.venv/bin/slaclock (due .*)$", shown, re.MULTILINE)
    assert command
    done = subprocess.run(
        [sys.executable, "-c", "from slaclock.cli import main; main()", *shlex.split(command[1])],
        cwd=reader_folder,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "due      Tue 2026-12-01 23:00 EST" in done.stdout


def test_readme_program_is_ten_lines() -> None:
    program = next(
        block for block in blocks_of((ROOT / "README.md").read_text(encoding="utf-8")) if block.language == "python"
    )
    assert ast.parse(program.text).body
    assert len([line for line in program.text.splitlines() if line.strip()]) <= 10
