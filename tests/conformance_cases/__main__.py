"""Write the cases: `PYTHONPATH=tests:. python -m conformance_cases [SUBJECT ...]`."""

import sys

from conformance.case import CASES
from conformance_cases.subjects import SUBJECTS, cases


def main(subjects: list[str]) -> None:
    for subject in subjects or SUBJECTS:
        lines = [f"{case.line()}\n" for case in cases(subject)]
        (CASES / f"{subject}.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
        print(f"{subject}: {len(lines)} cases", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
