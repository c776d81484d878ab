"""Examples of policy files as tests: one for each, with the reason of a failure; nothing where none are asked for."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from pages import blocks_of
from paths import ROOT

from slaclock import check_file
from slaclock.testing import pytest_plugin

Run = Callable[..., pytest.RunResult]
pytest_plugins = "pytester"

POLICY = """\
name: Example support
timezone: America/New_York
holidays: US
schedules: {office: Mon-Fri 09:00-18:00}
plans:
  standard:
    first_response: {P1: 4 business hours, P4: none}
examples:
"""
HOLDS = "  - {opened: Wed 2026-11-25 17:00, priority: P1, due: Fri 2026-11-27 12:00}\n"
FAILS = "  - {opened: Fri 2026-11-20 16:00, priority: P1, due: Mon 2026-11-23 10:00}\n"
UNKNOWN = "  - {opened: Fri 2026-11-20 16:00, priority: P9, due: Mon 2026-11-23 10:00}\n"
BOTH = """\
  - opened: Fri 2026-11-20 16:00
    priority: P1
    now: Mon 2026-11-23 12:00
    due: Mon 2026-11-23 10:00
    states: {first_response: met}
"""


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Run pytest with the plugin alone, in this process, on files that were written before."""

    def run(*arguments: str) -> pytest.RunResult:
        # Not by its entry point, which this environment may have or not.
        return pytester.runpytest_inprocess(
            "-p", "no:slaclock", "-p", "no:cacheprovider", "-W", "default", *arguments, plugins=[pytest_plugin]
        )

    return run


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_every_example_is_a_test(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "policies/acme.yaml", POLICY + HOLDS + FAILS + UNKNOWN + BOTH)
    done = run("--slaclock-policies=policies/*.yaml", "-v")
    done.assert_outcomes(passed=1, failed=3)
    done.stdout.fnmatch_lines(
        [
            "slaclock: examples of 1 policy file",
            "*policies/acme.yaml::examples?0? P1, first_response opened Wed 2026-11-25 17:00 PASSED*",
            "*policies/acme.yaml::examples?1? P1, first_response opened Fri 2026-11-20 16:00 FAILED*",
        ]
    )


def test_a_failure_says_what_check_says(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "acme.yaml", POLICY + HOLDS + FAILS + BOTH)
    shown = run("--slaclock-policies=*.yaml").stdout.str()
    report = check_file(pytester.path / "acme.yaml")
    assert [failed.place.rsplit(":", 2)[1:] for failed in report.failures] == [["10", "5"], ["11", "5"], ["11", "5"]]
    for failed in report.failures:
        said = failed.text().removeprefix(str(pytester.path)).lstrip("/")
        assert said in shown
        assert said in report.text().replace("\n  ", "\n").replace(f"{pytester.path}/", "")
    assert "Traceback" not in shown


def test_a_setting_names_them(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "policies/one/acme.yaml", POLICY + HOLDS)
    write(pytester.path, "policies/two.toml", 'name = "Two"\ntimezone = "UTC"\n[plans.p]\nfirst_response = "2 hours"\n')
    pytester.makeini("[pytest]\nslaclock_policies =\n    policies/**/*.yaml\n    policies/*.toml\n")
    done = run()
    done.assert_outcomes(passed=1, warnings=1)
    done.stdout.fnmatch_lines(
        ["slaclock: examples of 2 policy files", "*two.toml has no `examples`, so nothing of it is tested"]
    )


def test_files_outside_the_paths_of_a_run_are_counted(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "policies/acme.yaml", POLICY + HOLDS)
    write(pytester.path, "tests/more.yaml", POLICY + HOLDS)
    done = run("--slaclock-policies=**/*.yaml", "tests")
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["slaclock: examples of 1 policy file; 1 more outside the paths of this run"])


def test_one_of_them_is_run_by_its_name(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "acme.yaml", POLICY + HOLDS + FAILS)
    named = "acme.yaml::examples[0] P1, first_response opened Wed 2026-11-25 17:00"
    done = run("--slaclock-policies=*.yaml", named)
    done.assert_outcomes(passed=1)
    done.stdout.fnmatch_lines(["slaclock: examples of 1 policy file"])


def test_a_file_that_does_not_load_is_an_error_in_a_sentence(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "acme.yaml", POLICY.replace("4 business hours", "4 busines hours") + HOLDS)
    done = run("--slaclock-policies=*.yaml")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*acme.yaml:7:*4 busines hours*"])
    assert "Traceback" not in done.stdout.str()


def test_another_error_keeps_its_traceback(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("slaclock.review.failures_of", breaks)
    write(pytester.path, "acme.yaml", POLICY + HOLDS)
    done = run("--slaclock-policies=*.yaml")
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["E * RuntimeError: a mistake of ours"])


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        pytest.param("polices/*.yaml", "*no file below * matches 'polices/?.yaml'", id="one-letter-off"),
        pytest.param("/etc/*.yaml", "*'/etc/?.yaml' is no pattern below *; write *'policies/?.yaml'", id="absolute"),
        pytest.param("", "*'' is no pattern below *", id="empty"),
    ],
)
def test_a_pattern_without_files_ends_the_run(pytester: pytest.Pytester, run: Run, pattern: str, said: str) -> None:
    write(pytester.path, "policies/acme.yaml", POLICY + HOLDS)
    done = run(f"--slaclock-policies={pattern}")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines([said])


def test_without_a_pattern_it_does_nothing(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester.path, "acme.yaml", POLICY + FAILS)
    write(pytester.path, "test_own.py", "def test_own(): pass\n")
    done = run("-v")
    done.assert_outcomes(passed=1)
    assert "acme" not in done.stdout.str()


def test_loading_it_loads_nothing_of_the_library() -> None:
    load = "import pytest, sys; before = {*sys.modules}; import slaclock.testing.pytest_plugin"
    code = f"{load}; print(*sorted({{*sys.modules}} - before))"
    done = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    ours = {"slaclock", "slaclock.faces", "slaclock.testing", "slaclock.testing.pytest_plugin"}
    assert set(done.stdout.split()) == ours


def test_pytest_finds_it_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, value),) = project["entry-points"]["pytest11"].items()
    assert EntryPoint(name, value, "pytest11").load() is pytest_plugin


def test_the_page_shows_what_pytest_prints(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = blocks_of((ROOT / "docs" / "how-to" / "testing.md").read_text(encoding="utf-8"))
    policy = next(each.text for each in blocks if each.language == "yaml")
    settings, printed = (each.text for each in blocks if each.language == "text")
    write(pytester.path, "policies/acme.yaml", policy)
    write(pytester.path, "pytest.ini", settings)
    write(pytester.path, "tests/test_own.py", "")
    monkeypatch.setenv("COLUMNS", "80")
    assert run("-q").outlines[: len(printed.splitlines())] == printed.splitlines()
