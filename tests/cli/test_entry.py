"""How the command line begins: its help, its extra, its completion, and what it loads."""

import importlib.metadata
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from typing import Any

import pytest
from hostile_names import ON_NO_LINE

from slaclock import __version__
from slaclock.cli import entry, running
from slaclock.cli.app import COMMANDS


def run_module(name: str) -> None:
    """Run the module of the program under a name, loaded by its path: pytest has its own loader for the package."""
    loader = SourceFileLoader("slaclock.__main__", str(Path(entry.__file__).parents[1] / "__main__.py"))
    exec(loader.get_code(loader.name), {"__name__": name, "__spec__": spec_from_loader(loader.name, loader)})


def test_of_many_warnings_about_one_schedule_the_first_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    shown = running._Warnings()
    for year in (2031, 2032):
        shown.show(f"office, holidays LK knows the years to 2030, and this answer needs {year}")
    assert capsys.readouterr().err.splitlines() == [
        "slaclock: warning: office, holidays LK knows the years to 2030, and this answer needs 2031"
    ]


HELP = [(), ("--help",), *((command, "--help") for command in COMMANDS)]


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_shows_an_example(self, run: Any, command: str) -> None:
        ran = run(command, "--help")
        assert ran.code == 0
        assert f"  slaclock {command} " in ran.out

    def test_every_command_is_said_in_a_line(self, run: Any) -> None:
        listed = run("--help").out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
        assert [line.split()[0] for line in listed] == list(COMMANDS)
        assert all(line.endswith(".") and not line.endswith("..") for line in listed)

    def test_what_was_probably_meant(self, run: Any) -> None:
        assert "Did you mean 'due'?" in run("dew").err

    def test_version(self, run: Any) -> None:
        assert run("--version").out == f"slaclock {__version__}\n"

    def test_as_a_module(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(sys, "argv", ["slaclock", "--version"])
        with pytest.raises(SystemExit):
            run_module("__main__")
        assert capsys.readouterr().out == f"slaclock {__version__}\n"
        run_module("slaclock.__main__")

    def test_as_the_program_that_is_installed(self) -> None:
        (entry,) = importlib.metadata.entry_points(group="console_scripts", name="slaclock")
        assert entry.value == "slaclock.cli:main"

    @pytest.mark.parametrize("arguments", HELP, ids=" ".join)
    def test_it_has_the_words_of_the_field(self, run: Any, arguments: tuple[str, ...]) -> None:
        ran = run(*arguments)
        words = set((ran.out + ran.err).lower().replace(",", " ").replace(".", " ").split())
        assert not words & {"broken", "breaks", "told", "rung", "reading", "readings", "heard"}


class TestWhatIsTyped:
    """What is wrong with arguments is shown as harmless text; help stays as it is laid out."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--x\x1b[2J\u2028y",),
            ("due\x1b[2J",),
            ("due", "policy.yaml", "--op\x9b\u202e"),
            ("hours", "policy.yaml", "--days", "1\x1b"),
            ("compare", "policy.yaml", "--format", "a\x1bb"),
            ("check", "policy.yaml", "--json=\x07"),
        ],
    )
    def test_it_moves_no_cursor(self, run: Any, arguments: tuple[str, ...]) -> None:
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "Error: " in ran.err
        assert not (ON_NO_LINE - {"\n"}) & {*ran.err}

    def test_an_option_without_its_value(self, run: Any) -> None:
        assert run("calendar", "policy.yaml", "--format").err.endswith(
            "Error: Option '--format' requires an argument.\n"
        )

    def test_a_fault_is_shown_as_harmless_text(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_: Any) -> None:
            raise ZeroDivisionError("\x1b[2J\x9b")

        monkeypatch.setattr("slaclock.cli.checks.source_of", fails)
        ran = run("check", "policy.yaml")
        assert "ZeroDivisionError: \N{REPLACEMENT CHARACTER}[2J" in ran.err
        assert not (ON_NO_LINE - {"\n"}) & {*ran.err}


class TestWithoutTheExtra:
    def test_one_line_says_which(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "slaclock.cli.app")
        monkeypatch.setitem(sys.modules, "typer", None)
        assert run("due") == (2, "", "slaclock: the command line needs an extra; run: pip install 'slaclock[cli]'\n")

    def test_what_else_is_missing_is_named(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "slaclock.cli.app")
        monkeypatch.setitem(sys.modules, "typer.core", None)
        ran = run("due")
        assert (ran.code, ran.out) == (2, "")
        assert "typer.core" in ran.err


class TestCompletion:
    """What shells ask for while one types."""

    def completed(self, *words: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "slaclock"],
            capture_output=True,
            text=True,
            env=os.environ
            | {
                "_SLACLOCK_COMPLETE": "complete_bash",
                "COMP_WORDS": " ".join(["slaclock", *words]),
                "COMP_CWORD": str(len(words)),
            },
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            pytest.param(["c"], ["check", "compare", "calendar", "compile"], id="commands"),
            pytest.param(["due", "p.yaml", "--pri"], ["--priority"], id="options"),
            pytest.param(["compare", "p.yaml", "--format", "m"], ["markdown"], id="choices"),
        ],
    )
    def test_it_completes(self, words: list[str], found: list[str]) -> None:
        assert self.completed(*words) == found

    def test_it_shows_and_installs_itself(self, tmp_path: Path) -> None:
        bash = ["bash", "-c", f'{sys.executable} -m slaclock "$0"; exit $?']
        shown, installed = (
            subprocess.run(
                [*bash, option], capture_output=True, text=True, env=os.environ | {"HOME": str(tmp_path)}, timeout=60
            )
            for option in ("--show-completion", "--install-completion")
        )
        assert "_SLACLOCK_COMPLETE=complete_bash" in shown.stdout
        assert installed.returncode == 0, installed.stderr
        assert "slaclock" in (tmp_path / ".bashrc").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
class TestColours:
    def shown_on_a_terminal(self, home: Path, **environment: str) -> str:
        """What a terminal gets that installs the completion, which typer says in colour."""
        import pty

        terminal, end = pty.openpty()
        usual = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
        asked = ["bash", "-c", f"{sys.executable} -m slaclock --install-completion; exit $?"]
        subprocess.run(asked, stdout=end, check=True, env=usual | {"HOME": str(home)} | environment, timeout=60)
        os.close(end)
        shown = os.read(terminal, 10_000).decode()
        os.close(terminal)
        return shown

    @pytest.mark.parametrize(
        ("environment", "colours"),
        [
            pytest.param({"TERM": "xterm"}, True, id="some-where-nothing-is-said"),
            pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, False, id="none-with-NO_COLOR"),
            pytest.param({"TERM": "dumb"}, False, id="none-on-a-dumb-terminal"),
        ],
    )
    def test_there_are(self, tmp_path: Path, environment: dict[str, str], colours: bool) -> None:
        shown = self.shown_on_a_terminal(tmp_path, **environment)
        assert "completion installed" in shown
        assert ("\x1b[" in shown) is colours


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter and list what it imported."""
    report = "import sys, atexit; atexit.register(lambda: print('\\n' + ' '.join(sys.modules)))\n"
    done = subprocess.run([sys.executable, "-c", report + code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.splitlines()[-1].split())


def loaded_when_asked(*words: str) -> set[str]:
    return loaded_by(f"sys.argv = ['slaclock', *{words!r}]\nfrom slaclock.cli import main\nmain()")


class TestImports:
    """DESIGN §5: nothing heavy is imported before it is needed."""

    HEAVY = ("holidays", "numpy", "ruamel", "dateutil", "rich", "pydantic")

    def test_help_needs_none_of_it(self) -> None:
        loaded = loaded_when_asked("--help")
        assert "typer" in loaded
        assert not loaded & {*self.HEAVY}

    def test_a_command_loads_its_own_room(self) -> None:
        rooms = {name for name in loaded_when_asked("due", "--help") if name.startswith("slaclock.cli.")}
        assert "slaclock.cli.answers" in rooms
        assert not rooms & {f"slaclock.cli.{room}" for room in ("tickets", "batch", "checks", "documents", "schemas")}

    def test_importing_the_library(self) -> None:
        loaded = loaded_by("import slaclock")
        assert "slaclock" in loaded
        assert not loaded & {*self.HEAVY, "typer"}
