"""Whether what was said to a case is right, and how many are, by rule and by choice."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from conformance.case import Case
from conformance.replies import Reply

Verdict = Literal["passed", "failed", "unsupported"]
VERDICTS: tuple[Verdict, ...] = ("passed", "failed", "unsupported")
ALL = "all"


def verdict(case: Case, reply: Reply) -> Verdict:
    """Judge a reply: what is not supported is no failure, whatever was expected."""
    if reply.kind == "unsupported":
        return "unsupported"
    if expects_refusal(case):
        return "passed" if reply.kind == "refused" else "failed"
    return "passed" if reply.kind == "answer" and same(case.expected, reply.said) else "failed"


def expects_refusal(case: Case) -> bool:
    return isinstance(case.expected, Mapping) and "refused" in case.expected


def same(expected: Any, said: Any) -> bool:
    """Whether two answers are the same: instants by instant and offset, all else as it is."""
    if isinstance(expected, Mapping):
        return isinstance(said, Mapping) and all(same(value, said.get(name)) for name, value in expected.items())
    if isinstance(expected, list):
        fits = isinstance(said, list) and len(said) == len(expected)
        return fits and all(same(*both) for both in zip(expected, said, strict=True))
    if isinstance(expected, str) and isinstance(said, str):
        return expected == said or _instant(expected) == _instant(said) != None  # noqa: E711
    return type(expected) is type(said) and bool(expected == said)


def _instant(text: str) -> tuple[datetime, object] | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at, at.utcoffset()) if at.tzinfo else None


@dataclass
class Tally:
    """How many cases passed, failed and are not supported, by rule, and what was said to those that failed."""

    name: str
    counted: Counter[tuple[str, Verdict]] = field(default_factory=Counter)
    failures: list[tuple[Case, Reply]] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, replies: Iterable[tuple[Case, Reply]]) -> "Tally":
        tally = cls(name)
        for case, reply in replies:
            tally.count(case, reply)
        return tally

    def count(self, case: Case, reply: Reply) -> None:
        found = verdict(case, reply)
        for rule in (*case.rules, ALL):
            self.counted[rule, found] += 1
        if found == "failed":
            self.failures.append((case, reply))

    def row(self, rule: str) -> tuple[int, int, int]:
        passed, failed, unsupported = (self.counted[rule, kind] for kind in VERDICTS)
        return passed, failed, unsupported

    @property
    def rules(self) -> list[str]:
        return in_order({rule for rule, _ in self.counted if rule != ALL})

    def table(self) -> str:
        """The tally as lines of text, a rule each."""
        head = f"{self.name}\n{'rule':<6}{'cases':>7}" + "".join(f"{kind:>13}" for kind in VERDICTS)
        return "\n".join([head, *map(self._line, self.rules), self._line(ALL)])

    def _line(self, rule: str) -> str:
        row = self.row(rule)
        return f"{rule:<6}{sum(row):>7}" + "".join(f"{number:>13}" for number in row)


def in_order(rules: Iterable[str]) -> list[str]:
    return sorted(rules, key=lambda rule: int(rule[1:]))
