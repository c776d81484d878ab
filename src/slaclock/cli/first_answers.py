"""`due` in short, from what is kept of a policy: the same bytes as the application prints, or nothing at all (R22).

It understands plain questions alone: an instant in figures, names, and no other option. Whatever is in doubt is left
to the application: what cannot be read, is not known or not promised, what a channel decides, clocks that skip a
reading or show it twice, text that a terminal may obey or an encoding lacks. So no error and no warning comes from
here.
"""

from __future__ import annotations

import os
import stat
import sys
from datetime import datetime

from slaclock.cli.kept_policies import Question, cache_folder, kept_for
from slaclock.compiled import FORMAT, in_short, loads, reading_of, sha256_of, ticks
from slaclock.hours import iso_date, time_words

TYPE_CHECKING = False  # Not from typing, which takes a part of the time that an answer takes.
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from slaclock.compiled import CompiledPolicy

_OPTIONS = {
    "--opened": "opened",
    "--started": "opened",
    "--plan": "plan",
    "--priority": "priority",
    "--metric": "metric",
}
_ENDINGS = (".yaml", ".yml", ".toml", ".json")
_MOST = 1_000_000
"""Bytes of a policy file that is looked at; larger ones are refused."""
_SURE = 35 * 86_400_000_000
"""Microseconds from the ends of the years: an answer nearer to them is left to those who know what lies beyond."""
_SHELL_WORDS = "*?[~$%"
"""What typer expands on Windows, where shells do not."""
_COMPILED = f'"format": "{FORMAT}'.encode()
"""How a compiled policy begins, which needs no other one kept."""


# What is asked


def question_in(arguments: Sequence[str]) -> Question | None:
    """The question of a command line, if it is a plain one about a policy file, and if there is a cache.

    Raises:
        ChoiceError: The folder of the cache cannot be read as one.
    """
    typed = None if "_SLACLOCK_COMPLETE" in os.environ else typed_in(arguments)
    if typed is None or not _is_plain_instant(typed["opened"]):
        return None
    folder, ending = cache_folder(), os.path.splitext(typed["policy"])[1].lower()
    content = _content_of(typed["policy"]) if folder is not None and ending in _ENDINGS else None
    if folder is None or content is None:
        return None
    return Question(sha256_of(content), ending, folder, typed["opened"], typed)


def typed_in(arguments: Sequence[str]) -> dict[str, str] | None:
    """The words of a command line by what they are for; nothing where one of them is in doubt."""
    found: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, value = "policy", word
        if word.startswith("-"):
            option, is_joined, value = word.partition("=")
            name = _OPTIONS.get(option, "")
            value = value if is_joined else next(words, "")
        if not name or name in found or not _is_plain(value):
            return None
        found[name] = value
    return found if found.keys() >= {"policy", "opened"} else None


def _is_plain(value: str) -> bool:
    """Whether a word is taken as it stands by everybody who reads it."""
    expanded = os.name == "nt" and any(sign in value for sign in _SHELL_WORDS)
    return bool(value.strip()) and not value.startswith("-") and value.isprintable() and not expanded


def _is_plain_instant(text: str) -> bool:
    """Whether a text has the shape of `2026-11-25 17:00`, with or without seconds and an offset."""
    date_and_time, rest = text[:16], text[16:]
    offset = rest[3:] if _shape_of(rest[:3]) == ":00" else rest
    return (
        text.isascii()
        and _shape_of(date_and_time.replace("T", " ")) == "0000-00-00 00:00"
        and date_and_time[11:13] < "24"
        and (offset in ("", "Z") or _shape_of(offset) in ("+00:00", "-00:00"))
    )


def _shape_of(text: str) -> str:
    return "".join("0" if sign.isdigit() else sign for sign in text)


def _content_of(path: str) -> bytes | None:
    """The bytes of a policy file, where it is one."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None  # A pipe would never end.
        with open(path, "rb") as file:
            content = file.read(_MOST + 1)
    except (OSError, ValueError):
        return None
    return None if len(content) > _MOST or _COMPILED in content[:100] else content


# What is answered


def answer(question: Question) -> str | None:
    """What is printed as the answer, where something is kept that says it, and where it can be shown as it stands."""
    try:
        found = kept_for(question)
        question.is_kept = found is not None
        lines = [] if found is None else list(_lines(question, *found))
        text = "\n".join(lines)
        text.encode(sys.stdout.encoding or "utf-8")
    except Exception:
        # Whatever is wrong with what is kept, or with the question: the application knows how to say it.
        return None
    return text if lines and all(map(str.isprintable, lines)) else None


def _lines(question: Question, told: dict[str, Any], text: str) -> Iterator[str]:
    """The lines of an answer; none where it is not one in short."""
    if not text:
        return
    policy = loads(text)
    opened, notes = _read(question.opened, policy)
    found = None if opened is None else in_short(policy, opened, question.plan, question.priority, question.metric)
    if found is None or not all(_is_sure(at, policy) for at in (found.opened, found.due)):
        return
    parts = (policy.name, question.plan or told["plan"], question.priority, question.metric)
    yield f"due      {_shown(found.due)}"
    yield f"opened   {_shown(found.opened)}"
    yield f"target   {found.target}"
    yield f"hours    {found.schedule}"
    yield f"promise  {', '.join(filter(None, parts))}"
    notes += filter(None, [told["starts"][found.version].get(question.metric, {}).get(found.entry)])
    if notes:
        yield from ("", *(f"  {note}" for note in notes))


def _read(text: str, policy: CompiledPolicy) -> tuple[datetime | None, list[str]]:
    """The instant that was typed, and how it was read; none where the clocks of the policy leave that in doubt."""
    reading = datetime.fromisoformat(text.replace(" ", "T"))
    if reading.tzinfo:
        return reading, []
    return reading_of(policy, reading), [f"{text!r} has no offset, so it is read in {policy.timezone}"]


def _is_sure(at: datetime, policy: CompiledPolicy) -> bool:
    years = policy.document.years
    return years.start + _SURE <= ticks(at) <= years.until - _SURE


def _shown(at: datetime) -> str:
    return f"{iso_date(at)} {time_words(at)} {at.tzname()}"
