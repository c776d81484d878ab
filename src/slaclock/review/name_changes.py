"""Plans, priorities, metrics, schedules, closures and notices that are added and removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slaclock.review.changes import NameChange, NameKind
from slaclock.review.compared_pair import Pair, Sides


def changed_names(sides: Sides, pairs: Sequence[Pair]) -> Iterator[NameChange]:
    """What one policy has by name and the other has not, in any version."""
    old, new = sides.old, sides.new
    yield from _names_of("plan", old.named("plans"), new.named("plans"))
    yield from _names_of("priority", old.named("priorities"), new.named("priorities"))
    yield from _names_of("metric", old.metrics, new.metrics)
    yield from _names_of("notice", old.named("notices"), new.named("notices"))
    # A schedule with the hours of another, or counted in its place, has only changed its name.
    known_old, known_new = ({pair[number] for pair in pairs} for number in (0, 1))
    for kind, names in _ENTRIES.items():
        missing = [name for name in old.named(names) if name not in known_old]
        for each in _names_of(kind, missing, [name for name in new.named(names) if name not in known_new]):
            used = old.used if each.change == "removed" else new.used
            yield each.model_copy(update={"matters": each.name in used})


_ENTRIES: dict[NameKind, str] = {"schedule": "schedules", "closure": "closures"}


def _names_of(kind: NameKind, old: Sequence[str], new: Sequence[str]) -> Iterator[NameChange]:
    was, now = set(old), set(new)
    yield from (NameChange(kind=kind, name=name, change="added") for name in new if name not in was)
    yield from (NameChange(kind=kind, name=name, change="removed") for name in old if name not in now)
