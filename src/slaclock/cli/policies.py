"""Policies as they are given: in a file or on standard input, perhaps for a customer elsewhere; and their schedules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from slaclock.cli.streams import beginning_of, is_standard, named, read_content, read_text
from slaclock.errors import ChoiceError, CompiledPolicyError, UnknownNameError
from slaclock.patterns import pattern

if TYPE_CHECKING:
    from slaclock.compiled import CompiledPolicy
    from slaclock.hours import Schedule
    from slaclock.policy import Format, SlaPolicy, Source

# Whatever a command needs of other wings is imported when it runs, so that the others start quickly.

_JSON = pattern(r'\{\s*(?:"|\}|$)')
_COMPILED = pattern(r'\s*\{\s*"format"\s*:\s*"urn:slaclock:compiled:')
_ENOUGH = 200
"""Bytes of which it is seen whether a policy is compiled."""
_TOML = pattern(r"""\[|[\w."'-]+\s*=""")


def load(path: Path, customer_timezone: str | None = None, customer_holidays: str | None = None) -> SlaPolicy:
    """The policy in a file, for a customer's zone and holidays where they are given."""
    return _made_of(source_of(path), customer_timezone, customer_holidays)


def load_with_content(
    path: Path, customer_timezone: str | None = None, customer_holidays: str | None = None
) -> tuple[SlaPolicy, bytes]:
    """The policy in a file, which may be a compiled one, and the bytes of which it was made where it is none."""
    if is_compiled(path):
        return load_either(path, customer_timezone, customer_holidays), b""
    source = source_of(path)
    return _made_of(source, customer_timezone, customer_holidays), source.content


def _made_of(source: Source, customer_timezone: str | None, customer_holidays: str | None) -> SlaPolicy:
    from slaclock.policy import SlaPolicy

    policy = SlaPolicy.from_source(source)
    if customer_holidays and not customer_timezone and speaks_of_customers(policy):
        raise UnknownNameError("say where the customer is as well, e.g. --customer-timezone Asia/Tokyo")
    if customer_timezone or customer_holidays:
        return policy.for_customer(customer_timezone or policy.timezone, customer_holidays)
    return policy


def refuse_customers(policy: SlaPolicy, zones: Sequence[str]) -> None:
    """Refuse a policy that speaks of customers' clocks without their zones, and zones for one that does not."""
    speaks = speaks_of_customers(policy)
    if speaks and not zones:
        raise ChoiceError(
            f"times of {policy.name} are read on the clocks of the customer; say in which zone they are, e.g. "
            "--customer-timezone Asia/Tokyo"
        )
    if zones and not speaks:
        raise ChoiceError(f"{policy.name} speaks of no customer's clocks: leave --customer-timezone out")


def load_either(path: Path, customer_timezone: str | None = None, customer_holidays: str | None = None) -> SlaPolicy:
    """The policy in a file, which may be a compiled one."""
    if not is_compiled(path):
        return load(path, customer_timezone, customer_holidays)
    if customer_holidays:
        raise CompiledPolicyError(
            f"{named(path)} was compiled without holidays of customers; give the policy of which it was made"
        )
    found = load_compiled(path)
    return (found.for_customer(customer_timezone) if customer_timezone else found).policy


def is_compiled(path: Path) -> bool:
    """Whether a file, or standard input, begins as compiled policies do, whatever it is called."""
    return bool(_COMPILED.match(beginning_of(path, _ENOUGH).decode("utf-8-sig", "replace")))


def load_compiled(path: Path) -> CompiledPolicy:
    """The compiled policy in a file or on standard input."""
    from slaclock import compiled

    if is_standard(path):
        return compiled.loads(read_content(path), named(path))
    return compiled.load(path)


def _refuse_compiled(path: Path) -> None:
    if is_compiled(path):
        raise CompiledPolicyError(
            f"{named(path)} is a compiled policy, which due, elapsed, notice, status, agenda, goals and diff read; "
            "give the policy of which it was made"
        )


def speaks_of_customers(policy: SlaPolicy) -> bool:
    """Whether any of its times are read on the clocks of the customer."""
    from slaclock.policy import CUSTOMER

    parts = [(policy.schedules, policy.closures), *((each.schedules, each.closures) for each in policy.versions)]
    return any(entry.timezone == CUSTOMER for part in parts for entries in part for entry in entries.values())


def source_of(path: Path) -> Source:
    """A policy as plain data, with the place of every key."""
    from slaclock.policy import read_file, read_text as read_policy

    _refuse_compiled(path)
    if not is_standard(path):
        return read_file(path)
    text = read_text(path)
    return read_policy(text, format_of(text), named(path))


def format_of(text: str) -> Format:
    """How a policy is written that comes without the ending of a file: its first line shows it."""
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return "json" if _JSON.match(first) else "toml" if _TOML.match(first) else "yaml"


def schedule_of(policy: SlaPolicy, name: str | None) -> Schedule:
    """A schedule or closure by name; without one the only schedule."""
    if name is None and len(policy.schedules) == 1:
        name = next(iter(policy.schedules))
    if name is None:
        raise UnknownNameError(
            f"this policy has several schedules; name one with --schedule: {', '.join(policy.schedules)}"
        )
    return policy.schedule_through_versions(name)
