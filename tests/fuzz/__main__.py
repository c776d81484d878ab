"""`python -m fuzz`: try inputs, say what failed, make it smaller and keep it."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from fuzz.cases import Case
from fuzz.hunt import Hunt, Trial, case_of
from fuzz.smaller import in_json, made_smaller

FOUND = Path(__file__).parents[1] / "hostile" / "found"


def main() -> int:
    """Run, and return 1 where something failed."""
    asked = _arguments()
    hunt = Hunt(asked.seed)
    with Trial() as trial:
        if asked.number is not None:
            case = case_of(asked.seed, asked.number)
            (outcome,) = trial.of(case)
            print(case.to_json(), outcome.ended, outcome.what, outcome.detail, sep="\n")
            return outcome.ended == "failed"
        for said in hunt.run(iter(range(asked.first, asked.first + asked.inputs)), trial):
            print(said, flush=True)
        print(hunt.in_words(), flush=True)
        for number, case, outcome in hunt.faults.values():
            print(f"{number}: {outcome.what}: kept as {_kept(_smallest(case, outcome.what, trial), outcome.what)}")
    return bool(hunt.faults)


def _arguments() -> argparse.Namespace:
    given = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    given.add_argument("--seed", type=int, default=1, help="from which all inputs follow")
    given.add_argument("--inputs", type=int, default=200_000, help="how many of them")
    given.add_argument("--first", type=int, default=0, help="the number of the first")
    given.add_argument("--number", type=int, help="show this one alone, and what becomes of it")
    return given.parse_args()


def _smallest(case: Case, what: str, trial: Trial) -> Case:
    def fails(candidate: Case) -> bool:
        (outcome,) = trial.of(candidate)
        return outcome.what == what

    other = in_json(case)
    # What takes long is tried a few times only.
    return made_smaller(other if fails(other) else case, fails, 30 if "more than" in what else 1_500)


def _kept(case: Case, what: str) -> str:
    """Keep a case beside those that failed before, with its line in the index."""
    FOUND.mkdir(exist_ok=True)
    name = f"{case.kind}-{hashlib.sha256(case.to_json().encode()).hexdigest()[:8]}.json"
    (FOUND / name).write_text(case.to_json() + "\n", encoding="utf-8")
    index = FOUND / "index.txt"
    lines = index.read_text("utf-8").splitlines() if index.exists() else []
    index.write_text("".join(f"{line}\n" for line in sorted({*lines, f"{name}: {what}"})), encoding="utf-8")
    return name


if __name__ == "__main__":
    sys.exit(main())
