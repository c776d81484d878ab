"""The plan of the house: every wing has a face, the architecture names every room, and its picture is what is held."""

import ast
import pkgutil
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from paths import ROOT

import slaclock

SOURCE = Path(slaclock.__file__).parent
WINGS = sorted(folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists())
PRODUCTS = sorted(path.parent.relative_to(SOURCE).as_posix() for path in SOURCE.glob("*/*/__init__.py"))
"""Packages inside a wing, each with a face of its own."""
FACES = [".", *(wing for wing in WINGS if wing != "cli"), *PRODUCTS]
ARCHITECTURE = ROOT / "ARCHITECTURE.md"


def layers() -> list[list[str]]:
    """The wings as the linter holds them, from the top; those to come have brackets."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    held = next(contract["layers"] for contract in contracts if contract["id"] == "wings")
    return [[name.strip("() ") for name in layer.split("|")] for layer in held]


def tree_of(face: str) -> ast.Module:
    return ast.parse((SOURCE / face / "__init__.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("face", FACES)
def test_a_face_gives_at_run_time_what_type_checkers_see(face: str) -> None:
    tree = tree_of(face)
    seen: dict[str, set[str]] = {}
    for block in (node for node in tree.body if isinstance(node, ast.If)):
        for line in (node for node in block.body if isinstance(node, ast.ImportFrom)):
            assert all(name.asname == name.name for name in line.names)
            seen[str(line.module).rpartition(".")[2]] = {name.name for name in line.names}
    table = next(node.args[1] for node in ast.walk(tree) if isinstance(node, ast.Call))
    assert {room: set(names.split()) for room, names in ast.literal_eval(table).items()} == seen


@pytest.mark.parametrize("face", FACES)
def test_a_face_names_what_is_there(face: str) -> None:
    package = slaclock if face == "." else import_module(f"slaclock.{face.replace('/', '.')}")
    assert all(hasattr(package, name) for name in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    assert len(package.__all__) == len(set(package.__all__))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = package.nothing


@pytest.mark.parametrize("wing", [*WINGS, *PRODUCTS])
def test_a_wing_says_what_lives_there_and_what_it_never_knows_of(wing: str) -> None:
    said = " ".join((ast.get_docstring(tree_of(wing)) or "").split())
    assert "goes here" in said
    assert "never knows" in said


@pytest.mark.parametrize("wing", [*WINGS, *PRODUCTS])
def test_no_room_has_the_name_of_what_its_face_gives(wing: str) -> None:
    """Else the module would stand where the function was asked for, once it is loaded."""
    rooms = {module.name for module in pkgutil.iter_modules([str(SOURCE / wing)])}
    assert not rooms & set(getattr(import_module(f"slaclock.{wing.replace('/', '.')}"), "__all__", ()))


def test_the_architecture_names_every_wing_and_every_room() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    rooms = [path.relative_to(SOURCE) for path in SOURCE.rglob("*.py") if path.name != "__init__.py"]
    assert not [wing for wing in [*WINGS, *PRODUCTS] if f"### `{wing}/`" not in text]
    sections = dict(zip(*[iter(re.split(r"^### `([\w/]+)/`.*$", text, flags=re.MULTILINE)[1:])] * 2, strict=True))
    told = {str(room) for room in rooms if f"`{room.name}`" in sections.get(str(room.parent), text)}
    assert {str(room) for room in rooms} == told


def test_the_picture_shows_the_wings_that_the_linter_holds() -> None:
    """Each arrow leads to a wing below; every wing and door of the contract is in the picture."""
    picture = re.search(r"^```mermaid\n(.*?)^```", ARCHITECTURE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert picture
    arrows = re.findall(r"^ *(\w+) -->\ (\w+)", picture[1], re.MULTILINE)
    floor = {name: number for number, layer in enumerate(layers()) for name in layer}
    assert {name for arrow in arrows for name in arrow} <= set(floor)
    assert all(floor[above] < floor[below] for above, below in arrows)
    assert {wing for wing in WINGS if wing not in {name for arrow in arrows for name in arrow}} == set()
