"""Which names are made, over however many steps, from themselves; in how many steps the others are, and of how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping


def in_a_circle(parts: Mapping[str, Collection[str]]) -> list[str]:
    """The names that are made from themselves.

    Names that are all made from one another make a group, which Kosaraju's two walks find: one from each name to its
    parts, and one back, from what the first left last. Each part of each name is looked at twice, however long the
    circles are.

    Args:
        parts: For each name the names of which it is made; those that are not there themselves are made of nothing.
    """
    made_of = {name: [part for part in each if part in parts] for name, each in parts.items()}
    part_of: dict[str, list[str]] = {name: [] for name in parts}
    for name, each in made_of.items():
        for part in each:
            part_of[part].append(name)
    left_last = reversed([name for walk in _walks(parts, made_of) for name in walk])
    grouped = {name for group in _walks(left_last, part_of) if len(group) > 1 for name in group}
    return [name for name, each in made_of.items() if name in grouped or name in each]


def steps_to_make(parts: Mapping[str, Collection[str]]) -> dict[str, int]:
    """In how many steps each name is made of what is made of nothing; none of them may be made from itself."""
    made_of = {name: [part for part in each if part in parts] for name, each in parts.items()}
    steps: dict[str, int] = {}
    for walk in _walks(parts, made_of):
        for name in walk:  # Its parts were left before it.
            steps[name] = max((steps[part] + 1 for part in made_of[name]), default=0)
    return steps


def sums_of_parts(parts: Mapping[str, Collection[str]], own: Mapping[str, int]) -> dict[str, int]:
    """What each name amounts to with all that it is made of, each time; none of them may be made from itself."""
    made_of = {name: [part for part in each if part in parts] for name, each in parts.items()}
    sums: dict[str, int] = {}
    for walk in _walks(parts, made_of):
        for name in walk:  # Its parts were left before it.
            sums[name] = own[name] + sum(sums[part] for part in made_of[name])
    return sums


def _walks(starts: Iterable[str], steps: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """The names to which each start leads and no start before it, in the order in which they are left."""
    seen: set[str] = set()
    for start in starts:
        if start not in seen:
            yield list(_walk(start, steps, seen))


def _walk(start: str, steps: Mapping[str, Iterable[str]], seen: set[str]) -> Iterator[str]:
    """A name is left when all to which it leads was seen."""
    seen.add(start)
    path = [(start, iter(steps[start]))]
    while path:
        name, ahead = path[-1]
        following = next((step for step in ahead if step not in seen), None)
        if following is None:
            path.pop()
            yield name
        else:
            seen.add(following)
            path.append((following, iter(steps[following])))
