"""The application: its commands by name, each loaded from its room when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

import typer
from typer.core import TyperGroup

from slaclock.cli.exit_codes import ANSWERED, EXIT_CODES, ending_well
from slaclock.safe import for_terminal

if TYPE_CHECKING:
    from slaclock.adapters import Does


class _Command(NamedTuple):
    room: str
    """The module of this wing in which a function has the command's name."""
    example: str
    """A line to try, shown below the command's help."""


COMMANDS = {
    "due": _Command("answers", 'due policy.yaml --plan standard --priority P1 --opened "2026-11-25 17:00" --why'),
    "elapsed": _Command(
        "answers", "elapsed policy.yaml --schedule standard --from 2026-11-25T17:00 --to 2026-11-27T12:00"
    ),
    "hours": _Command("answers", "hours policy.yaml --schedule standard --from 2026-11-23 --days 14"),
    "notice": _Command("answers", 'notice policy.yaml maintenance --before "2026-12-05 22:00"'),
    "status": _Command("tickets", 'status policy.yaml ticket.json --now "2026-11-27 10:00" --why'),
    "agenda": _Command("tickets", 'agenda policy.yaml tickets.jsonl --now "today 17:00"'),
    "batch": _Command("batch", "batch policy.yaml tickets.csv --out due.csv --timezone America/New_York"),
    "goals": _Command("tickets", 'goals policy.yaml tickets.jsonl --now "2026-12-01 00:00"'),
    "report": _Command("reports", "report policy.yaml tickets.csv --events events.csv --by month,team --format html"),
    "check": _Command("checks", "check policy.yaml --strict"),
    "compare": _Command("documents", "compare policy.yaml --format html --out plans.html"),
    "calendar": _Command("documents", "calendar policy.yaml --schedule standard --year 2027"),
    "diff": _Command("documents", "diff policy.yaml policy-2027.yaml --from 2027-01-01 --exit-code"),
    "compile": _Command("compiling", "compile policy.yaml --years 2024-2030 --out policy.sla.json"),
    "import": _Command("imports", "import zendesk schedules.json policies.json holidays.json --out policy.yaml"),
    "export": _Command("exports", "export zendesk policy.yaml --years 2026-2028 --out zendesk.json"),
    "replay": _Command("replays", "replay zendesk policy.yaml tickets.json metric-events.json"),
    "sql": _Command("databases", "sql policy.yaml --dialect duckdb --years 2024-2027 --out policy.sql"),
    "publish": _Command("publishing", "publish policy.yaml --out support-hours.html"),
    "schema": _Command("schemas", "schema > policy.schema.json"),
}
"""Every command, in the order in which help shows them."""

OF_PRODUCTS: Mapping[str, Mapping[Does, str]] = {
    "import": {"policy_of_answers": "policy", "tickets_of_answers": "tickets"},
    "export": {"text_of_policy": "policy"},
    "replay": {"comparison_of_answers": "due dates"},
}
"""For commands about other products, what a product must be able to do, and what that is called in help."""


class Commands(TyperGroup):
    """The commands, of which one is loaded at a time, so that it starts quickly."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one; where there is none of that name, load all, so that typer can suggest one."""
        if cmd_name in COMMANDS:
            return _loaded(cmd_name, *COMMANDS[cmd_name])
        self.commands = {name: _loaded(name, *command) for name, command in COMMANDS.items()}
        return None

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with ending_well():
            return super().invoke(ctx)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run what was typed, and end the process; what is wrong with arguments is shown as harmless text."""
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
        except _WrongArgument as error:
            is_help = error.ctx is not None and error.message == error.ctx.get_help()
            error.message = for_terminal(error.message, keep_lines=is_help)
            error.show()
            sys.exit(error.exit_code)
        sys.exit(code or ANSWERED)


_WrongArgument: Any = next(each for each in typer.BadParameter.__mro__ if each.__name__ == "UsageError")
"""What typer raises for anything wrong with what was typed; it has no public name there."""


def function_of(name: str, room: str) -> Any:
    """The function that a command runs; one with the name of a word of Python's has an underscore there."""
    return getattr(import_module(f"slaclock.cli.{room}"), f"{name}_" if iskeyword(name) else name)


def _loaded(name: str, room: str, example: str) -> Any:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    told = [_as_they_are("Example", f"slaclock {example}"), *_products_of(name)]
    alone.command(name, epilog="\n\n".join(told))(function_of(name, room))
    return typer.main.get_command(alone)


def _products_of(command: str) -> list[str]:
    """The products that a command knows, as its help lists them."""
    if command not in OF_PRODUCTS:
        return []
    from slaclock.adapters import PRODUCTS, able

    can = {word: able(does) for does, word in OF_PRODUCTS[command].items()}
    lines = [
        f"{name:<14} {title}: {', '.join(word for word, names in can.items() if name in names)}"
        for name, title in PRODUCTS.items()
        if any(name in names for names in can.values())
    ]
    return [_as_they_are("Products", *lines)]


def _as_they_are(title: str, *lines: str) -> str:
    """Lines below a title, which a \\b keeps from being filled up."""
    return f"{title}:\n\n\b\n" + "\n".join(f"  {line}" for line in lines)


def _is_plain() -> bool:
    """Whether the terminal is to have no colours."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"color": False} if _is_plain() else {},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from slaclock import __version__

        print(f"slaclock {__version__}")
        raise typer.Exit


@app.callback(
    epilog="\n\n".join(
        (
            _as_they_are("Examples", *(f"slaclock {command.example}" for command in COMMANDS.values())),
            _as_they_are("Exit codes", *(f"{code:<4} {meaning}" for code, meaning in EXIT_CODES.items())),
        )
    )
)
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Due dates by support hours, exact and explained. POLICY is a YAML, TOML or JSON file."""
