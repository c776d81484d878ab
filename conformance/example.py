"""A program that can be asked the cases: it knows `elapsed` around the clock, and says of all else that it does not."""

import json
import sys
from datetime import datetime, timedelta
from typing import Any

ALWAYS = [{"days": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], "opens": 0, "closes": 1440}]


def reply(case: dict[str, Any]) -> dict[str, object]:
    schedule, question = case["schedule"], case["question"]
    if set(schedule) != {"zone", "windows"} or schedule["windows"] != ALWAYS:
        return {"unsupported": "knows no hours but 24x7"}
    if question["ask"] != "elapsed":
        return {"unsupported": f"has no call for {question['ask']}"}
    start, end = (datetime.fromisoformat(question[name]) for name in ("start", "end"))
    return {"answer": (end - start) // timedelta(microseconds=1)}


for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps({"id": case["id"], **reply(case)}))
