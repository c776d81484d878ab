"""Serve an implementation in Python on the protocol: `python -m conformance.serve NAME`."""

import json
import sys

from conformance.case import written
from conformance.registry import implementation
from conformance.replies import Reply, reply


def main() -> None:
    found = implementation(sys.argv[1])
    # What a library prints of its own is no line of the protocol.
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        out.write(_line(asked["id"], reply(found, asked)))
        out.flush()


def _line(case: str, said: Reply) -> str:
    return f"{written(said.line(case))}\n"


if __name__ == "__main__":
    main()
