"""`AnswerKinds`: what a product answers, told apart by its keys, and in which file something stands (R19)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, ParamSpec, TypeVar

from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError, WayOut, leading_out
from slaclock.patterns import pattern

P = ParamSpec("P")
Read = TypeVar("Read", bound=PolicyReading | TicketReading | Comparison)

_INDEX = pattern(r"\[([0-9]+)\]")
_ARGUMENT = pattern(r"(pass )?\b([a-z_]+)=({)?")
_ZONE = WayOut("pass timezone=", "pass --timezone")
_ROOT = pattern(r"[^.:\[]*")


class Part(NamedTuple):
    """What of a file is an answer of one kind."""

    answer: Any
    kind: str | None = None
    """Of what kind it is; its keys show it where nothing is said."""
    behind: str = ""
    """What stands behind the name of the file in messages."""


def whole(answer: Any) -> Iterator[Part]:
    """A file that holds one answer."""
    yield Part(answer)


def unbundled(names: Mapping[str, str], bare: Callable[[Any], Any] | None = None) -> Callable[[Any], Iterator[Part]]:
    """Files that may hold several lists, each under what the product calls its kind; `bare` unwraps them."""

    def parts(answer: Any) -> Iterator[Part]:
        answer = bare(answer) if bare else answer
        if not isinstance(answer, dict) or not answer or not names.keys() >= answer.keys():
            yield from whole(answer)
            return
        for name, held in answer.items():
            yield Part([held] if isinstance(held, dict) else held, names[name])

    return parts


def one_kind(kind: str, *words: str) -> AnswerKinds:
    """Answers of one kind alone, whatever their keys are; `words` are others with which places in them begin."""

    def parts(answer: Any) -> Iterator[Part]:
        yield Part(answer, kind)

    return AnswerKinds({kind: words}, parts=parts)


def unshown(_: Mapping[str, Any]) -> str | None:
    """No kind but those that single keys show."""
    return None


@dataclass(frozen=True)
class AnswerKinds:
    """The kinds of answers that somebody may give, and by what they are known."""

    keys: Mapping[str, Sequence[str]]
    """For each kind keys that answers or records of it have; the first kind that fits is taken."""

    inside: str = ""
    """The key under which answers have their records, where no key of an answer says what they are."""

    words: Mapping[str, str] = field(default_factory=dict)
    """The kind by other words with which places in its answers begin."""

    by_names: Mapping[str, str] = field(default_factory=dict)
    """Kinds whose answers may stand in an object by names, and what those are: `keys of issues`."""

    refused: Mapping[str, str] = field(default_factory=dict)
    """Keys of answers that are never read, and why."""

    parts: Callable[[Any], Iterable[Part]] = whole
    """What of a file is an answer of one kind each."""

    shown: Callable[[Mapping[str, Any]], str | None] = unshown
    """The kind of an answer or a record, where no single key shows it; asked first."""

    texts: str = ""
    """The kind of what is text and no object."""

    def only(self, *kinds: str) -> AnswerKinds:
        """The same with some of its kinds."""
        return replace(self, keys={kind: self.keys[kind] for kind in kinds})

    def of(
        self,
        answers: Mapping[str, Any],
        *wanted: str,
        subject: str = "what is read here",
        needs: Sequence[str] = (),
    ) -> GivenAnswers:
        """Answers by their kind, whatever their order.

        Args:
            answers: Parsed JSON, by the name of its file.
            wanted: The kinds that have a place here; all of them where none is named.
            subject: What they are a part of, for what is refused: `a policy`.
            needs: Kinds of which one at least has to be there: without them there is nothing to read.

        Raises:
            PayloadError: The keys of one of them show no kind, or one that has no place here; or none is of a kind that
                it needs.
        """
        given = GivenAnswers(self, several=len(answers) > 1)
        kinds = wanted or tuple(self.keys)
        for file, answer in answers.items():
            for part in self.parts(answer):
                where = file + part.behind
                kind, is_by_names = (part.kind, False) if part.kind else self._kind_of(part.answer, where, kinds)
                if kind not in kinds:
                    said = kind.replace("_", " ")
                    raise PayloadError(where, f"it holds {said}, which are no part of {subject}")
                given.add(kind, part.answer, where, is_by_names)
        if answers and needs and not any(kind in given for kind in needs):
            held, of = _listed([*given.pieces, *given.by_names]), _listed(needs, "or")
            what = f"there are {held} here, and {subject} are read of {of}; hand these over, too"
            raise PayloadError("" if given.several else next(iter(answers)), what)
        return given

    def _kind_of(self, answer: Any, where: str, wanted: Iterable[str]) -> tuple[str, bool]:
        """What an answer is, and whether it stands by names."""
        if kind := self._seen(answer, where):
            return kind, False
        if isinstance(answer, dict) and self.by_names and answer:
            [named, *others] = {self._seen(each, where) for each in answer.values()}
            if named in self.by_names and not others:
                return str(named), True
        known = ", ".join(wanted)
        what = "its keys do not show what it is"
        raise PayloadError(where, f"{what}; it holds one of: {known}, as the product answers them")

    def _seen(self, answer: Any, where: str) -> str | None:
        if isinstance(answer, str) and self.texts:
            return self.texts
        first = _first(answer)
        if not isinstance(first, dict):
            return None
        for key, why in self.refused.items():
            if key in first:
                raise PayloadError(where, why)
        within = _first(first.get(self.inside))
        held = [each for each in (first, within) if isinstance(each, dict)]
        return self.shown(first) or next(
            (kind for kind, keys in self.keys.items() if any(not each.keys().isdisjoint(keys) for each in held)), None
        )


def _listed(kinds: Sequence[str], last: str = "and") -> str:
    """Kinds as a sentence has them: `tickets, audits or metric events`."""
    *others, end = (kind.replace("_", " ") for kind in kinds)
    return f"{', '.join(others)} {last} {end}" if others else end


def _first(answer: Any) -> Any:
    return answer[0] if isinstance(answer, list) and answer else answer


class _Piece(NamedTuple):
    """An answer or a record among those of its kind."""

    value: Any
    where: str
    """In which file."""
    place: int | None
    """Its place in the list of that file; nothing where the file is no list."""


@dataclass
class GivenAnswers:
    """Answers by their kind, and where each stands."""

    of: AnswerKinds
    several: bool
    """Whether there are several files, so that it has to be said which is meant."""
    pieces: dict[str, list[_Piece]] = field(default_factory=dict)
    by_names: dict[str, list[_Piece]] = field(default_factory=dict)

    def __contains__(self, kind: str) -> bool:
        return kind in self.pieces or kind in self.by_names

    def add(self, kind: str, answer: Any, where: str, is_by_names: bool) -> None:
        """Take an answer, or the records in a list.

        Raises:
            PayloadError: Some of a kind stand by names, and others do not.
        """
        if is_by_names:
            self.by_names.setdefault(kind, []).append(_Piece(answer, where, None))
        elif isinstance(answer, list):
            held = [_Piece(each, where, place) for place, each in enumerate(answer)]
            self.pieces.setdefault(kind, []).extend(held)
        else:
            self.pieces.setdefault(kind, []).append(_Piece(answer, where, None))
        if kind in self.by_names and kind in self.pieces:
            names = self.of.by_names[kind]
            raise PayloadError("", f"some {kind} stand by {names}, and others do not; give all of them so")

    def arguments(self, *kinds: str) -> dict[str, Any]:
        """What there is of some kinds, or of all: one answer as it is, several as a list, and those by names as one."""
        found: dict[str, Any] = {}
        for kind in kinds or (*self.pieces, *self.by_names):
            if kind in self.pieces:
                held = [each.value for each in self.pieces[kind]]
                found[kind] = held[0] if len(held) == 1 else held
            elif kind in self.by_names:
                found[kind] = {name: each for piece in self.by_names[kind] for name, each in piece.value.items()}
        return found

    def read(self, function: Callable[P, Read], *args: P.args, **given: P.kwargs) -> Read:
        """What a function reads of them; where several files were given, losses and errors say in which.

        What they recommend to pass to the function is said as what to hand over.

        Raises:
            PayloadError: What the function raises.
        """
        try:
            found = function(*args, **given)
        except PayloadError as error:
            told = PayloadError(self.placed(error.path), self.handed_over(error.message))
            raise leading_out(told, _ZONE) from None
        losses = tuple(
            replace(loss, path=self.placed(loss.path), meaning=self.handed_over(loss.meaning)) for loss in found.losses
        )
        if isinstance(found, TicketReading):
            problems = {
                key: tuple(self.handed_over(self.placed(each)) for each in said) for key, said in found.problems.items()
            }
            return replace(found, losses=losses, problems=problems)
        return replace(found, losses=losses)

    def handed_over(self, said: str) -> str:
        """What recommends an argument of a function, for those who hand over answers: these are known by their keys."""

        def written(found: re.Match[str]) -> str:
            passed, kind, value = found.groups()
            if kind not in self.of.keys:
                return found[0]
            return f"{'hand over ' if passed else ''}{kind}{' as {' if value else ''}"

        return _ARGUMENT.sub(written, said)

    def placed(self, said: str) -> str:
        """What begins with a place in an answer, with the file in which that is, where several were given."""
        if not self.several:
            return said
        found = dict.fromkeys(where for kind in self.of.keys for where in self._places(kind, said))
        return " or ".join(found) or said

    def _places(self, kind: str, said: str) -> Iterator[str]:
        """Where that may stand among the answers of a kind."""
        held = self.pieces.get(kind, [])
        words = (kind, *self.of.keys[kind], *(word for word, meant in self.of.words.items() if meant == kind))
        word = next((each for each in words if said.startswith(each) and said[len(each) : len(each) + 1] in _AFTER), "")
        if len(held) == 1:
            [piece] = held
            if word or (isinstance(piece.value, dict) and _root(said) in piece.value):
                yield f"{piece.where}: {said}"
        elif word and (index := _INDEX.match(said, len(word))) and int(index[1]) < len(held):
            piece, behind = held[int(index[1])], said[index.end() :]
            inside = behind.removeprefix(".") if piece.place is None else f"{word}[{piece.place}]{behind}"
            yield f"{piece.where}: {inside.removeprefix(': ')}" if inside else piece.where
        elif word:
            for piece in self.by_names.get(kind, ()):
                if _root(said[len(word) + 1 :]) in piece.value:
                    yield f"{piece.where}: {said[len(word) + 1 :]}"


_AFTER = frozenset(("", ".", "[", ":"))
"""What may stand behind the first word of a place."""


def _root(said: str) -> str:
    found = _ROOT.match(said)
    return found[0] if found else ""
