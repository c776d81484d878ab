"""Ask implementations all cases: `python -m conformance scalar columns`, or `python -m conformance -- COMMAND …`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance import commands, registry
from conformance.case import Case, read_cases, version, written
from conformance.verdicts import Tally

FAILED, NOT_RUN = 1, 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        usage="python -m conformance [options] [NAME ...] [-- COMMAND ...]",
        description="Ask the cases of those named, or of a command that reads and writes lines of JSON.",
        epilog="Exit code: 0 if nothing failed, 1 if something did, 2 if somebody could not be asked.",
    )
    names = ", ".join(registry.NAMES)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"who is asked: {names}")
    parser.add_argument("--cases", type=Path, action="append", help="a file of cases, in the place of all")
    parser.add_argument("--rule", action="append", help="only cases of this rule, e.g. R7")
    parser.add_argument("--id", action="append", help="only the case of this id")
    parser.add_argument("--failures", type=int, default=10, help="how many failures are shown (10)")
    parser.add_argument("--seconds", type=float, default=commands.PATIENCE, help="how long one may say nothing (30)")
    return parser


def main(arguments: Sequence[str]) -> int:
    own, _, command = _split(arguments)
    parser = _parser()
    given = parser.parse_args(own)
    if unknown := [name for name in given.names if name not in registry.NAMES]:
        parser.error(f"{unknown[0]!r} is nobody that is known here: {', '.join(registry.NAMES)}")
    if not given.names and not command:
        parser.error("name whom to ask, or give a command after --")
    cases = [case for case in read_cases(given.cases or ()) if _wanted(case, given.rule, given.id)]
    if not cases:
        parser.error("no case is of that rule and that id")
    asked = [(name, registry.command(name)) for name in given.names]
    asked += [(" ".join(command), command)] if command else []
    print(f"version {version()}, {len(cases)} cases", flush=True)
    return max(_ask(name, how, cases, given) for name, how in asked)


def _split(arguments: Sequence[str]) -> tuple[list[str], bool, list[str]]:
    place = arguments.index("--") if "--" in arguments else len(arguments)
    return list(arguments[:place]), place < len(arguments), list(arguments[place + 1 :])


def _wanted(case: Case, rules: Sequence[str] | None, ids: Sequence[str] | None) -> bool:
    return (not rules or bool({*rules} & {*case.rules})) and (not ids or case.id in ids)


def _ask(name: str, command: list[str], cases: Sequence[Case], given: argparse.Namespace) -> int:
    try:
        tally = Tally.of(name, commands.ask(command, cases, given.seconds))
    except commands.ProtocolError as problem:
        print(f"\n{name}: {problem}", file=sys.stderr)
        return NOT_RUN
    print(f"\n{tally.table()}")
    for case, reply in tally.failures[: given.failures]:
        said = written(reply.line(case.id))
        print(f"\n{case.id} {' '.join(case.rules)}: {case.shows}\n  asked     {case.asked()}")
        print(f"  expected  {written({'answer': case.expected})}\n  said      {said}")
    return FAILED if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
