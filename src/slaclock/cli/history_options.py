"""Options of `batch` about histories: a file of events, and columns by what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def columns_named(option: str, stated: Sequence[str]) -> dict[str, str]:
    """Names of columns by what they mean, from texts such as `opened=created_at`."""
    from slaclock.errors import ChoiceError

    found: dict[str, str] = {}
    for text in stated:
        meaning, sign, name = (part.strip() for part in text.partition("="))
        if not (meaning and sign and name):
            raise ChoiceError(f"cannot read {option} {text!r}; write what it means and the column, e.g. at=created_at")
        if meaning in found:
            raise ChoiceError(f"{option} names two columns for {meaning!r}: {found[meaning]!r} and {name!r}; leave one")
        found[meaning] = name
    return found


def columns_of_tickets(
    stated: Sequence[str],
    opened: str,
    plan: str | None,
    priority: str | None,
    channel: str | None,
    timezone: str | None,
) -> dict[str, str]:
    """Names of columns of tickets by what they mean, where options name them or they are called otherwise."""
    usual = {"opened": opened, "plan": plan, "priority": priority, "channel": channel, "timezone": timezone}
    of_options = {meaning: name for meaning, name in usual.items() if name is not None and name != meaning}
    return of_options | columns_named("--ticket-column", stated)


def refuse_mixed(
    of_rows: Mapping[str, str | None], of_histories: Mapping[str, Sequence[str] | None], *, with_events: bool
) -> None:
    """Refuse options about tickets that stand alone where there are events, and the other way round."""
    from slaclock.errors import ChoiceError

    refused = [option for option, given in of_rows.items() if given] if with_events else []
    if refused:
        raise ChoiceError(
            f"{refused[0]} is for tickets without events; with --events the row and the events of each ticket say "
            "that, for every metric: leave it out"
        )
    for option, given in of_histories.items():
        if given and not with_events:
            raise ChoiceError(f"{option} is about tickets with their events; name the file of these with --events")
