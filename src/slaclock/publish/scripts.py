"""The scripts of a published page: modules of JavaScript joined into one, which imports nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from slaclock.patterns import pattern

EVALUATOR = tuple(
    f"evaluator/{name}.js" for name in ("time", "hours", "business_days", "promises", "reasons", "policy")
)
"""What answers, each module after those that it imports."""
PAGE = tuple(f"page_script/{name}.js" for name in ("clocks", "drawing", "calculator", "opening_times", "year", "main"))
"""What the page does beside that, in the same order."""

_EXPORTED = "CompiledPolicy, SlaError, textOf"
_IMPORT = pattern(r"import \{[^}]*\} from \"\.[\w./]+\";\n+")
_EXPORT = pattern(r"(?m)^export (?:\{[^}]*\};\n+)?")

_ABOUT = """\
// The evaluator of compiled policies of slaclock, in any JavaScript of 2022 or later. It imports and fetches nothing.
//
//   import { CompiledPolicy, textOf } from "./slaclock.js";
//   const policy = new CompiledPolicy(JSON.parse(text));  // What `slaclock compile` wrote.
//   textOf(policy.due({ opened: "2026-11-25T17:00-05:00", plan: "standard", priority: "P1" }));

"""


def evaluator_module() -> str:
    """The module that answers from a compiled policy, to be imported by programs in JavaScript.

    It exports `CompiledPolicy`, `SlaError` and `textOf`, and imports nothing.

    Examples:
        >>> evaluator_module().splitlines()[-1]
        'export { CompiledPolicy, SlaError, textOf };'

    Rules: R22.
    """
    return f"{_ABOUT}{_joined(EVALUATOR)}\nexport {{ {_EXPORTED} }};\n"


def evaluator_types() -> str:
    """The types of that module for TypeScript, a file `slaclock.d.ts` beside it.

    Examples:
        >>> "due(question: Question): Microseconds;" in evaluator_types()
        True

    Rules: R22.
    """
    return _read("evaluator/slaclock.d.ts")


def page_script() -> str:
    """What the page runs."""
    return _joined((*EVALUATOR, *PAGE))


def page_style() -> str:
    """How the page looks, beside what all pages share."""
    return _read("page.css")


def _joined(names: Iterable[str]) -> str:
    """Modules one after another, without what they import from each other and export to each other."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in names)


@cache
def _read(name: str) -> str:
    return files("slaclock.publish").joinpath(name).read_text(encoding="utf-8")
