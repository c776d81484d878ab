"""The modules of JavaScript: joined into one that imports nothing, in which each name stands once (R22)."""

import re
from collections import Counter
from pathlib import Path

import pytest

import slaclock
from slaclock.publish import evaluator_module, evaluator_types
from slaclock.publish.scripts import EVALUATOR, PAGE, page_script

FOLDER = Path(slaclock.__file__).parent / "publish"
_NAMED = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)
_LISTED = re.compile(r"^const \[([^\]]*)\] =", re.MULTILINE)


def names_in(module: str) -> list[str]:
    text = (FOLDER / module).read_text(encoding="utf-8")
    return _NAMED.findall(text) + [name.strip() for names in _LISTED.findall(text) for name in names.split(",")]


def place_of(module: str, other: str) -> str:
    """Where a module is that another imports."""
    return (FOLDER / module).parent.joinpath(other).resolve().relative_to(FOLDER.resolve()).as_posix()


def test_every_module_is_joined() -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.js")}
    assert there == {*EVALUATOR, *PAGE}


def test_a_name_stands_in_one_module_only() -> None:
    counted = Counter(name for module in (*EVALUATOR, *PAGE) for name in names_in(module))
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("module", [*EVALUATOR, *PAGE])
def test_a_module_comes_after_those_that_it_imports(module: str) -> None:
    known = [*EVALUATOR, *PAGE]
    text = (FOLDER / module).read_text(encoding="utf-8")
    imported = [place_of(module, other) for other in re.findall(r'from "(\.[^"]+)"', text)]
    assert all(known.index(each) < known.index(module) for each in imported)
    assert all(name in names_in(each) for each, name in _imports(module))


def _imports(module: str) -> list[tuple[str, str]]:
    text = (FOLDER / module).read_text(encoding="utf-8")
    found = re.findall(r'import \{([^}]*)\} from "(\.[^"]+)"', text)
    return [
        (place_of(module, other), name.strip()) for names, other in found for name in names.split(",") if name.strip()
    ]


@pytest.mark.parametrize("text", [evaluator_module(), page_script()], ids=["module", "page"])
def test_what_is_joined_imports_nothing(text: str) -> None:
    code = re.sub(r"^//.*$", "", text, flags=re.MULTILINE)
    assert not re.search(r"^import|from \"", code, re.MULTILINE)
    assert not re.search(r"\bfetch\b|\bimport\(", code)


def test_the_module_exports_what_its_page_says() -> None:
    assert re.findall(r"^export (.*)$", evaluator_module(), re.MULTILINE) == ["{ CompiledPolicy, SlaError, textOf };"]
    assert "export" not in page_script()


def test_the_types_are_of_what_the_module_exports() -> None:
    exported = re.findall(r"^export (?:class|function) (\w+)", evaluator_types(), re.MULTILINE)
    assert f"export {{ {', '.join(exported)} }};" in evaluator_module()


def test_every_call_of_the_types_is_there() -> None:
    """Each method of the declared class stands in the module, with as many arguments."""
    declared = evaluator_types().partition("export class CompiledPolicy")[2].partition("\n}")[0]
    methods = dict(re.findall(r"^  (\w+)\((.*?)\)", declared, re.MULTILINE))
    module = evaluator_module().partition("class CompiledPolicy {")[2].partition("\n}")[0]
    own = dict(re.findall(r"^  (\w+)\((.*?)\) \{", module, re.MULTILINE))
    assert set(methods) >= {"constructor", "due", "explain", "elapsed", "isOpen", "nextOpening", "nextClosing"}
    assert {name: given.count(",") for name, given in methods.items()} == {
        name: own[name].count(",") for name in methods
    }
