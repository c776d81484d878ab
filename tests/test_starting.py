"""What a program waits for: each name loads what it needs, and nothing else."""

import re
import subprocess
import sys
import tomllib

import pytest
from paths import ROOT

from slaclock.patterns import pattern


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process holds after running some code, beside those that Python starts with."""
    shown = "import sys; before = set(sys.modules); {}; print(*sorted(set(sys.modules) - before))"
    command = [sys.executable, "-I", "-c", shown.format(code)]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def test_the_package_alone_loads_next_to_nothing() -> None:
    loaded = loaded_by("import slaclock")
    assert {name for name in loaded if name.startswith("slaclock")} == {"slaclock", "slaclock.faces"}
    assert not loaded & {"typing", "re", "collections", "pydantic"}


def test_what_computes_open_time_loads_no_pydantic() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    plain = next(contract["source_modules"] for contract in contracts if contract["id"] == "timeline-is-plain")
    loaded = loaded_by(f"import {', '.join(plain)}")
    assert loaded >= set(plain)
    assert not loaded & {"pydantic", "holidays", "dateutil"}


@pytest.mark.parametrize(
    ("code", "not_needed"),
    [
        pytest.param("import slaclock.hours.timeline", {"pydantic", "numpy"}, id="open-time"),
        pytest.param("import slaclock.targets.text", {"pydantic", "numpy"}, id="texts-of-targets"),
        pytest.param(
            "from slaclock import SlaPolicy",
            {"holidays", "dateutil", "numpy", "difflib", "tomllib", "json", "ruamel", "typer", "slaclock.render"},
            id="a-policy-before-it-is-read",
        ),
    ],
)
def test_what_is_not_needed_is_not_loaded(code: str, not_needed: set[str]) -> None:
    assert not loaded_by(code) & not_needed


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    with pytest.raises(re.error, match="unterminated"):
        pattern("(").fullmatch("")
    written = pattern(r"(\d+) H", re.IGNORECASE)
    assert "fullmatch" not in vars(written)
    assert [written.fullmatch(text) is not None for text in ("8 h", "8 d")] == [True, False]
    assert "fullmatch" in vars(written)
