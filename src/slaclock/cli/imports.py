"""What other products have, read as a policy file: `import`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.exit_codes import say
from slaclock.cli.parameters import Out
from slaclock.cli.streams import named, put_out, read_text, refuse_overwriting, refuse_reading_twice

if TYPE_CHECKING:
    from slaclock.adapters import PolicyReading


def import_(
    product: Annotated[str, typer.Argument(metavar="PRODUCT", help="Whose answers they are, e.g. zendesk.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Answers of its API as JSON, in any order, or - for standard input."),
    ],
    out: Out = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Time zone of schedules that state none.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What the policy is to be called.")] = None,
) -> None:
    """What another product has, as a policy file.

    FILE is what its API answers: schedules, holidays and targets. What each file holds is seen from its keys. The
    policy file has a comment at each thing that could not be carried over, and the ids of what was read.
    """
    refuse_reading_twice(*files)
    refuse_overwriting({"--out": out}, {f"FILE {named(file)}": file for file in files})
    reading = _read(product, {named(file): _parsed(file) for file in files}, timezone, name)
    text = reading.yaml()
    _refuse_what_no_file_holds(text)
    put_out(text, out)
    read = ", ".join(f"{number:,} {kind.replace('_', ' ')}" for kind, number in reading.counts.items())
    say(f"read {read}; {len(reading.losses):,} could not be carried over")


def _read(product: str, answers: dict[str, Any], timezone: str | None, name: str | None) -> PolicyReading:
    from slaclock.adapters import PRODUCTS, of_product

    reading: PolicyReading = of_product(product, "policy_of_answers")(answers, timezone, name or PRODUCTS[product])
    return reading


def _parsed(file: Path) -> Any:
    """The JSON of a file, read strictly."""
    from slaclock.errors import PayloadError
    from slaclock.limits import OF_A_PAYLOAD
    from slaclock.strict_json import read_object

    text = read_text(file)
    try:
        # A list stands in an object for whoever reads objects alone.
        is_list = text.lstrip().startswith("[")
        found = read_object(f'{{"list":{text}}}' if is_list else text, limits=OF_A_PAYLOAD)
    except json.JSONDecodeError as error:
        raise PayloadError(named(file), f"this is not JSON: {error.msg.lower()} on line {error.lineno}") from None
    except ValueError as error:
        raise PayloadError(named(file), str(error)) from None
    return found["list"] if is_list else found


def _refuse_what_no_file_holds(text: str) -> None:
    """Refuse a policy that is too large for a policy file."""
    from slaclock.policy import SlaPolicy

    SlaPolicy.loads(text, name="the policy file")
