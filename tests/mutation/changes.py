"""Small changes of a module's functions, one at a time: each is wrong, unless nobody could tell.

What an error says is left as it is, and so are annotations, defaults, what is made when a module is loaded, and what is
asserted although it is never false: also that what is zipped is equally long.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import NamedTuple

SOURCE = Path(__file__).parents[2] / "src" / "slaclock"

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.UAdd: ast.USub,
    ast.USub: ast.UAdd,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_RENAMED = {
    "min": "max",
    "any": "all",
    "bisect_left": "bisect_right",
    "next_opening": "next_closing",
    "business_day": "day",
    "append": "extend",
    "setdefault": "get",
}
_RENAMED |= {new: old for old, new in _RENAMED.items() if old in ("min", "any", "bisect_left", "next_opening")}

Node = ast.AST
Function = ast.FunctionDef


class Change(NamedTuple):
    """One change: where it is, what stood there, and what stands there now."""

    room: str
    """The module, `hours/interval.py`."""
    function: str
    """The function in it, `Interval.__contains__`."""
    line: int
    before: str
    """The statement."""
    after: str
    code: CodeType
    """The whole module, changed."""
    source: str
    """The same as text."""

    @property
    def told(self) -> str:
        """The change as it is listed."""
        return f"{self.room} {self.function}\n- {self.before}\n+ {self.after}"


def changes_of(room: str) -> list[Change]:
    """Every change of a module; those that read alike are numbered."""
    tree = ast.parse((SOURCE / room).read_text(encoding="utf-8"))
    found: list[Change] = []
    seen: Counter[str] = Counter()
    codes = {compile(tree, room, "exec")}
    for name, function in functions_in(tree):
        for change in _changes_in(room, tree, name, function):
            if change.code in codes:
                continue
            codes.add(change.code)
            seen[change.told] += 1
            nth = seen[change.told]
            found.append(change if nth == 1 else change._replace(after=f"{change.after}  # the {nth}. such place"))
    return found


def functions_in(tree: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """The functions of a module and the methods of its classes; what stands in a function belongs to it."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from functions_in(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node


def _changes_in(room: str, tree: ast.Module, name: str, function: Function) -> Iterator[Change]:
    for edit, statement, line in _edits_in(function.body):
        before = _header(statement)
        undo = edit()
        if undo is not None:
            after = "pass" if isinstance(undo, _Removed) else _header(statement)
            ast.fix_missing_locations(tree)
            yield Change(room, name, line, before, after, compile(tree, room, "exec"), ast.unparse(tree))
            undo()


def _edits_in(body: list[ast.stmt]) -> Iterator[tuple[Edit, ast.stmt, int]]:
    """What may be changed in a block, each with the statement in which it stands, and its line."""
    for number, statement in enumerate(body):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # A docstring.
        if _is_said_to_type_checkers(statement):
            continue
        if isinstance(statement, ast.Raise | ast.Expr):
            yield _removed(body, number), statement, statement.lineno
        if not isinstance(statement, ast.Raise):
            yield from _edits_within(statement, statement)


def _is_said_to_type_checkers(statement: ast.stmt) -> bool:
    """Whether a statement asserts what is never false."""
    called = statement.value.func if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) else None
    return isinstance(statement, ast.Assert) or (isinstance(called, ast.Name) and called.id == "assert_never")


def _is_zip(node: Node) -> bool:
    """Whether a call zips; that it says `strict` asserts what is never false."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip"


def _edits_within(node: Node, statement: ast.stmt) -> Iterator[tuple[Edit, ast.stmt, int]]:
    for edit in _edits(node):
        yield edit, statement, getattr(node, "lineno", statement.lineno)
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or isinstance(value, ast.arguments):
            continue
        if name == "keywords" and _is_zip(node):
            continue
        children = value if isinstance(value, list) else [value]
        if children and isinstance(children[0], ast.stmt):
            yield from _edits_in(children)
            continue
        for child in children:
            if isinstance(child, ast.AST):
                yield from _edits_within(child, statement)


@dataclass(frozen=True)
class _Removed:
    body: list[ast.stmt]
    number: int
    statement: ast.stmt

    def __call__(self) -> None:
        self.body[self.number] = self.statement


def _removed(body: list[ast.stmt], number: int) -> Edit:
    def edit() -> Callable[[], None]:
        old, body[number] = body[number], ast.Pass()
        return _Removed(body, number, old)

    return edit


def _header(statement: ast.stmt) -> str:
    """A statement without those that stand in it."""
    text = ast.unparse(statement)
    if isinstance(statement, ast.Match):
        return " ".join(line.strip() for line in text.split("\n") if line.strip().startswith(("match ", "case ")))
    blocks = isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.FunctionDef | ast.ClassDef)
    return text.split("\n")[0] if blocks else " ".join(text.split())


Edit = Callable[[], Callable[[], None] | None]


def _edits(node: Node) -> Iterator[Edit]:
    """What may be changed at a place; each returns how to take it back."""
    if isinstance(node, ast.Compare):
        yield from (_swap_in(node.ops, number) for number in range(len(node.ops)))
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        yield _swap(node, "op")
    elif isinstance(node, ast.UnaryOp):
        yield _put(node, "op", ast.UAdd()) if isinstance(node.op, ast.USub) else _without_not(node)
    elif isinstance(node, ast.Constant):
        yield from _other_values(node)
    elif isinstance(node, ast.Name | ast.Attribute):
        field = "id" if isinstance(node, ast.Name) else "attr"
        if (name := getattr(node, field)) in _RENAMED:
            yield _put(node, field, _RENAMED[name])
    elif isinstance(node, ast.Call):
        yield from (_put_in(node.args, number, ast.Constant(None)) for number in range(len(node.args)))
        if not _is_zip(node):
            yield from (_put(keyword, "value", ast.Constant(None)) for keyword in node.keywords)
            yield from (_drop(node.keywords, number) for number in range(len(node.keywords)))
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
        yield _put(node, "value", ast.Constant(None))
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _put(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension):
        yield from (_drop(node.ifs, number) for number in range(len(node.ifs)))
    elif isinstance(node, ast.Lambda):
        yield _put(node, "body", ast.Constant(None))
    elif isinstance(node, ast.match_case) and (not isinstance(node.pattern, ast.MatchAs) or node.guard is not None):
        yield _put(node, "guard", ast.Constant(False))
    if isinstance(node, ast.IfExp):
        yield _put(node, "test", ast.Constant(True))
        yield _put(node, "test", ast.Constant(False))


def _put(node: Node, field: str, value: object) -> Edit:
    def edit() -> Callable[[], None] | None:
        old = getattr(node, field)
        if isinstance(old, ast.Constant) and isinstance(value, ast.Constant) and _are_alike(old.value, value.value):
            return None
        setattr(node, field, value)
        return lambda: setattr(node, field, old)

    return edit


def _are_alike(old: object, new: object) -> bool:
    """Whether one stands for the other: where there is a choice of two, None is as good as False."""
    return old is new or (old is False and new is None)


def _put_in(nodes: list[ast.expr], number: int, value: ast.expr) -> Edit:
    def edit() -> Callable[[], None] | None:
        old = nodes[number]
        if isinstance(old, ast.Starred) or (isinstance(old, ast.Constant) and _are_alike(old.value, None)):
            return None
        nodes[number] = value
        return lambda: nodes.__setitem__(number, old)

    return edit


def _drop(nodes: list[ast.expr] | list[ast.keyword], number: int) -> Edit:
    def edit() -> Callable[[], None]:
        old = nodes.pop(number)
        return lambda: nodes.insert(number, old)  # type: ignore[arg-type]

    return edit


def _swap(node: Node, field: str) -> Edit:
    def edit() -> Callable[[], None] | None:
        old = getattr(node, field)
        if type(old) not in _SWAPPED:
            return None
        setattr(node, field, _SWAPPED[type(old)]())
        return lambda: setattr(node, field, old)

    return edit


def _swap_in(nodes: list[ast.cmpop], number: int) -> Edit:
    def edit() -> Callable[[], None]:
        old = nodes[number]
        nodes[number] = _SWAPPED[type(old)]()  # type: ignore[call-overload]
        return lambda: nodes.__setitem__(number, old)

    return edit


def _without_not(node: ast.UnaryOp) -> Edit:
    """`not x` becomes `not not x`."""
    return _put(node, "operand", ast.UnaryOp(ast.Not(), node.operand))


def _other_values(node: ast.Constant) -> Iterator[Edit]:
    value = node.value
    if isinstance(value, bool):
        yield _put(node, "value", not value)
    elif isinstance(value, int):
        yield _put(node, "value", value + 1)
        if value:
            yield _put(node, "value", value - 1)
    elif isinstance(value, str):
        yield _put(node, "value", f"XX{value}XX")
