"""The plugin of pytest: every example of the policy files that it is pointed at, run as a test of its own.

pytest loads it in every environment that has slaclock. Without the option and the setting it does nothing, and loads
nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from slaclock.policy import SlaPolicy, Source, WorkedExample

_SETTING = "slaclock_policies"
_FILES = pytest.StashKey[tuple[Path, ...]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where policy files are."""
    text = "policy files, the examples of which are tests: globs below the root directory, e.g. policies/*.yaml"
    parser.addini(_SETTING, text, type="linelist", default=[])
    group = parser.getgroup("slaclock", "policies of slaclock")
    group.addoption("--slaclock-policies", action="append", default=[], metavar="GLOB", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Find the policy files once."""
    patterns = [*config.getini(_SETTING), *(config.getoption("--slaclock-policies") or ())]
    config.stash[_FILES] = tuple(dict.fromkeys(path for each in patterns for path in _found(config.rootpath, each)))


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say how many there are, and how many this run leaves out because of its paths."""
    files = config.stash[_FILES]
    if not files:
        return None
    paths = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    below = [file for file in files if any(file.is_relative_to(path.resolve()) for path in paths)]
    outside = len(files) - len(below)
    more = f"; {outside} more outside the paths of this run" if outside else ""
    return f"slaclock: examples of {len(below)} policy file{'' if len(below) == 1 else 's'}{more}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file that is one of them."""
    if file_path.resolve() in parent.config.stash[_FILES]:
        return PolicyFile.from_parent(parent, path=file_path)
    return None


def _found(root: Path, pattern: str) -> list[Path]:
    try:
        found = [path.resolve() for path in sorted(root.glob(pattern)) if path.is_file()]
    except (NotImplementedError, ValueError):
        raise pytest.UsageError(
            f"{_SETTING}: {pattern!r} is no pattern below {root}; write e.g. 'policies/*.yaml'"
        ) from None
    if not found:
        raise pytest.UsageError(f"{_SETTING}: no file below {root} matches {pattern!r}")
    return found


class PolicyFile(pytest.File):
    """A policy file, of which every example is a test."""

    def collect(self) -> Iterator[pytest.Item]:
        """Make a test of each example; a file without any is said to have none."""
        from slaclock.errors import SlaClockError
        from slaclock.policy import SlaPolicy, read_file

        try:
            source = read_file(self.path)
            policy = SlaPolicy.from_source(source)
        except SlaClockError as error:
            raise self.CollectError(str(error)) from None
        if not policy.examples:
            self.warn(pytest.PytestCollectionWarning(f"{self.path} has no `examples`, so nothing of it is tested"))
        for number, example in enumerate(policy.examples):
            yield PolicyExample.of(self, number, example, policy, source)


class PolicyExample(pytest.Item):
    """One example of a policy file."""

    parent: PolicyFile
    policy: SlaPolicy
    example: WorkedExample
    source: Source
    number: int

    @classmethod
    def of(
        cls, file: PolicyFile, number: int, example: WorkedExample, policy: SlaPolicy, source: Source
    ) -> PolicyExample:
        """The test of one example."""
        from slaclock.safe import for_terminal

        made = cls.from_parent(file, name=f"examples[{number}] {for_terminal(str(example))}")
        made.policy, made.example, made.source, made.number = policy, example, source, number
        return made

    def runtest(self) -> None:
        """Ask the policy, and compare."""
        from slaclock.review import failures_of

        if failures := failures_of(self.policy, self.example, place=self.place):
            raise ExampleFails("\n".join(failed.text() for failed in failures))

    @property
    def place(self) -> str:
        """File, as pytest calls it, with line and column of the example."""
        _, place = self.source.located(("examples", self.number))
        return f"{self.parent.nodeid}{place.removeprefix(self.source.name)}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """What the example says, what the policy answers, and why."""
        if isinstance(excinfo.value, ExampleFails):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says that it stands."""
        return self.path, int(self.place.split(":")[-2]) - 1, self.name


class ExampleFails(AssertionError):
    """The policy answers something else than one of its examples says."""
