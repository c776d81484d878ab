"""Small changes: of plain data, which keep its structure in sight, of texts, and of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from hostile_names import HOSTILE
from readers import READERS

from fuzz import seeds

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 24, 1440, 10**9, 10**18, 10**30, -(10**18), 0.1, 1e308, -0.0, "", " ", "0", "x"),
    *([], {}, [[]], [{}], {"": ""}, ["x", "x"], "2026-02-29", "9999-12-31", "0001-01-01", "--02-29", "UTC-23:59"),
    *("24x7", "closed", "Mon-Sun 00:00-24:00", "999999999 business days", "0 hours", "customer", "100%", "none"),
)
"""What stands where nobody expects it."""
SIGNS = (*"\x00\x1b\u202e\u2028\x85٣½é🕐\ufeff\r\n\t|&*'{}[]:,-–#!%@=;/\\.09TZ+x\"", "e\u0301")
NUMBERS = ("0", "1", "00", "07", "-1", "12", "24", "25", "31", "59", "60", "99", "366", "1e9", "0.5", "10000", "9" * 11)
NUMBERS += ("٣", "1_0")

Path = tuple[Any, ...]


# Plain data


def changed_tree(random: Random, tree: Any, times: int) -> Any:
    """Plain data with so many changes."""
    whole = {"": seeds.plain_copy(tree)}
    for _ in range(times):
        places = list(_places(whole[""]))
        (change,) = random.choices(list(_ON_TREES), list(_ON_TREES.values()))
        change(random, whole, random.choice(places))
    return whole[""]


def _places(tree: Any) -> Iterator[Path]:
    """Where values stand; no further than in some hundreds of them, for what was made large stays large."""
    rest: list[tuple[Path, Any]] = [(("",), tree)]
    for _ in range(300):
        if not rest:
            return
        path, value = rest.pop(0)
        yield path
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        rest += [((*path, key), each) for key, each in inner]


def _around(whole: Any, path: Path) -> tuple[Any, Any]:
    """What holds a value, and under which key."""
    for step in path[:-1]:
        whole = whole[step]
    return whole, path[-1]


def _set_odd(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    holder[key] = seeds.plain_copy(random.choice(ODD))


def _set_alike(random: Random, whole: Any, path: Path) -> None:
    """What stands under the same key elsewhere."""
    holder, key = _around(whole, path)
    holder[key] = seeds.plain_copy(random.choice(seeds.by_key().get(key) or (holder[key],)))


def _set_known(random: Random, whole: Any, path: Path) -> None:
    """What stands anywhere."""
    holder, key = _around(whole, path)
    holder[key] = seeds.plain_copy(random.choice(seeds.values()))


def _leave_out(_: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    if key != "":
        del holder[key]


def _rename(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    if isinstance(holder, dict) and key != "":
        known = list(seeds.by_key())
        new = random.choice(known) if random.random() < 0.5 else changed_text(random, str(key))
        value = holder.pop(key)
        holder[new] = value


def _change_text(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    if isinstance(holder[key], (str, int, float)):
        holder[key] = changed_text(random, str(holder[key]))


def _change_number(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    if isinstance(holder[key], (str, int, float)):
        holder[key] = _other_number(random, str(holder[key]))


def _write_text(random: Random, whole: Any, path: Path) -> None:
    """Words of some reader, wherever a text stands."""
    holder, key = _around(whole, path)
    if isinstance(holder[key], str):
        words = random.choice(list(READERS.values())).words
        holder[key] = " ".join(random.choices(words, k=random.randint(1, 4)))


def _wrap(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    for _ in range(random.choice((1, 1, 2, 50))):
        holder[key] = [holder[key]] if random.random() < 0.5 else {random.choice(list(seeds.by_key())): holder[key]}


def _swap(random: Random, whole: Any, path: Path) -> None:
    """Put here what stands elsewhere in the same document, a copy of it."""
    holder, key = _around(whole, path)
    other, other_key = _around(whole, random.choice(list(_places(whole[""]))))
    holder[key] = seeds.plain_copy(other[other_key])


def _multiply(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    times = random.choice((2, 3, 10, 200, 2_000))
    match holder[key]:
        case list() as items if items:
            holder[key] = (items * times)[: times + len(items)]
        case dict() as mapping if mapping and times * len(str(mapping)) < 1_000_000:
            name, value = random.choice(list(mapping.items()))
            holder[key] = mapping | {f"{name}{number}": value for number in range(times)}
        case str() as text:
            holder[key] = (text + random.choice(("", " ", ", ", "; "))) * min(times, 200_000 // (len(text) + 1))


def _refer(random: Random, whole: Any, path: Path) -> None:
    """Name something that the document names: a schedule made from itself, a plan that is like one like it."""
    holder, key = _around(whole, path)
    names = (
        [name for each in (whole[""] or {}).values() if isinstance(each, dict) for name in each]
        if isinstance(whole[""], dict)
        else []
    )
    if names:
        name = random.choice(names)
        holder[key] = random.choice(
            (name, [name], {"any_of": [name, name]}, {"outside": name}, {"like": name}, {"excluding": name})
        )


def _be_hostile(random: Random, whole: Any, path: Path) -> None:
    holder, key = _around(whole, path)
    holder[key] = random.choice(HOSTILE)


_ON_TREES: dict[Callable[[Random, Any, Path], None], int] = {
    _set_alike: 30,
    _change_number: 20,
    _change_text: 10,
    _write_text: 5,
    _set_odd: 5,
    _set_known: 5,
    _leave_out: 5,
    _rename: 5,
    _swap: 5,
    _refer: 5,
    _be_hostile: 5,
    _multiply: 3,
    _wrap: 2,
}
"""The changes, and how often each is made: most leave something that can be read."""


# Texts


def changed_text(random: Random, text: str) -> str:
    """A text with a change or two."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = random.choice(_ON_TEXTS)(random, text)
    return text


def _cut(random: Random, text: str) -> tuple[str, str, str]:
    """A text in three, of which the middle is short."""
    start = random.randint(0, len(text))
    end = min(len(text), start + random.choice((0, 1, 1, 2, 5)))
    return text[:start], text[start:end], text[end:]


def _with_sign(random: Random, text: str) -> str:
    before, _, after = _cut(random, text)
    return before + random.choice(SIGNS) + after


def _without(random: Random, text: str) -> str:
    before, _, after = _cut(random, text)
    return before + after


def _twice(random: Random, text: str) -> str:
    before, middle, after = _cut(random, text)
    return before + middle * random.choice((2, 2, 3, 100)) + after


def _other_case(random: Random, text: str) -> str:
    return random.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def _other_number(random: Random, text: str) -> str:
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    if not digits:
        return text + random.choice(NUMBERS)
    start = end = random.choice(digits)
    while end < len(text) and text[end].isdigit():
        end += 1
    return text[:start] + random.choice(NUMBERS) + text[end:]


def _other_order(random: Random, text: str) -> str:
    words = text.split(" ")
    random.shuffle(words)
    return " ".join(words)


def _with_word(random: Random, text: str) -> str:
    words = text.split(" ")
    words.insert(random.randint(0, len(words)), random.choice(random.choice(list(READERS.values())).words))
    return " ".join(words)


_ON_TEXTS: tuple[Callable[[Random, str], str], ...] = (
    *(_with_sign, _with_sign, _without, _twice, _other_case, _other_number, _other_number, _other_order, _with_word),
)


# Bytes

_BYTES = (b"\x00", b"\xff", b"\r", b"\r\n", b'"', b"\xef\xbb\xbf", b"[" * 60)


def changed_bytes(random: Random, content: bytes) -> bytes:
    """Bytes with a change or two."""
    for _ in range(random.choice((1, 1, 2, 4))):
        start = random.randint(0, len(content))
        end = min(len(content), start + random.choice((0, 1, 1, 4, 40)))
        middle = random.choice((b"", content[start:end] * 2, random.randbytes(2), *_BYTES))
        content = content[:start] + middle + content[end:]
    return content[: random.randint(0, len(content))] if random.random() < 0.1 else content
