"""What a program waits for: each name loads what it needs, and nothing else."""

import re
import subprocess
import sys
import tomllib

import pytest
from paths import ROOT

from slaclock.patterns import pattern


def last_line_of(code: str) -> str:
    """The last line that a fresh process prints."""
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.splitlines()[-1]


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process holds after running some code, beside those that Python starts with."""
    lines = ["import sys", "before = set(sys.modules)", code, "print(*sorted(set(sys.modules) - before))"]
    return set(last_line_of("\n".join(lines)).split())


DUE = """
import sys
from contextlib import suppress
from slaclock.cli import main
sys.argv = [
    "slaclock", "due", "examples/policies/byteztech.yaml",
    "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00", "--no-cache",
]
with suppress(SystemExit):
    main()
"""


def test_the_package_alone_loads_next_to_nothing() -> None:
    loaded = loaded_by("import slaclock")
    assert {name for name in loaded if name.startswith("slaclock")} == {"slaclock", "slaclock.faces"}
    assert not loaded & {"typing", "re", "collections", "pydantic"}


def test_what_computes_open_time_loads_no_pydantic() -> None:
    """In the wing of hours that is every room from the questions down."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}
    plain, layers = contracts["timeline-is-plain"]["source_modules"], contracts["hours"]["layers"]
    below = layers[layers.index("open_time") :]
    assert {f"slaclock.hours.{room}" for layer in below for room in layer.split(" | ")} <= set(plain)
    loaded = loaded_by(f"import {', '.join(plain)}")
    assert loaded >= set(plain)
    assert not loaded & {"pydantic", "holidays", "dateutil"}


@pytest.mark.parametrize(
    ("code", "not_needed"),
    [
        pytest.param("import slaclock.hours.timeline", {"pydantic", "numpy"}, id="open-time"),
        pytest.param("import slaclock.targets.target_text", {"pydantic", "numpy"}, id="texts-of-targets"),
        pytest.param(
            "from slaclock import SlaPolicy",
            {"holidays", "dateutil", "numpy", "difflib", "tomllib", "json", "typer", "slaclock.policy.source"},
            id="a-policy-before-it-is-read",
        ),
        pytest.param(
            "from slaclock import SlaPolicy",
            {
                "slaclock.render",
                "slaclock.targets.explanation",
                "slaclock.tickets.history",
                "slaclock.tickets.evaluation",
            },
            id="a-policy-without-what-explains-and-evaluates",
        ),
        pytest.param(
            DUE,
            {"holidays.countries", "holidays.financial", "numpy", "tomllib", "slaclock.tickets.status"},
            id="a-due-date-on-the-command-line",
        ),
    ],
)
def test_what_is_not_needed_is_not_loaded(code: str, not_needed: set[str]) -> None:
    assert not loaded_by(code) & not_needed


def test_a_due_date_executes_the_module_of_one_country() -> None:
    ask = "from slaclock.hours.holiday_package import _module; print(_module.cache_info().currsize)"
    assert last_line_of(f"{DUE}\n{ask}") == "1"


def test_the_command_line_looks_for_no_plugins() -> None:
    ask = "from pydantic.plugin import _loader; print(_loader._plugins)"
    assert last_line_of(f"{DUE}\n{ask}") == "None"


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    with pytest.raises(re.error, match="unterminated"):
        pattern("(").fullmatch("")
    written = pattern(r"(\d+) H", re.IGNORECASE)
    assert "fullmatch" not in vars(written)
    assert [written.fullmatch(text) is not None for text in ("8 h", "8 d")] == [True, False]
    assert "fullmatch" in vars(written)
