"""A sentence for each drawn case: what is asked, where, and what it meets."""

from datetime import datetime, timedelta
from typing import Any

from oracle import SlowCount

from conformance_cases.drafts import Draft
from conformance_cases.fuller_hours import Combined, Stated
from conformance_cases.neutral import crosses

UNITS = (("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000), ("µs", 1))
ASKED = {
    "is_open": "whether support is open",
    "next_opening": "the opening after an instant",
    "next_closing": "the closing after an instant",
    "previous_opening": "the opening before an instant",
    "previous_closing": "the closing before an instant",
    "windows": "the windows between two instants",
    "elapsed": "open time between two instants",
    "is_business_day": "whether a date is a business day",
    "business_days": "business days between two dates",
}
COUNTED = {"open_time": "open time", "calendar_time": "any time"}


def about(draft: Draft, count: SlowCount) -> str:
    """Say what a case asks and what lies in its way."""
    met = [
        (isinstance(draft.declared, Combined), _combined(draft)),
        (isinstance(draft.declared, Stated), "with a season"),
        (draft.meets_a_change, "over a clock change"),
        (draft.meets_a_holiday, "with a closed date"),
        (draft.meets_an_exception, "with hours of a single date"),
        (crosses(draft.declared), "hours over midnight"),
        (draft.is_fine, "to the microsecond"),
    ]
    where = f"{_asked(draft, count)} in {draft.declared.zone}"
    return ", ".join([where, *(text for meets, text in met if meets)])


def _combined(draft: Draft) -> str:
    zones = {part.zone for part in draft.declared.parts} if isinstance(draft.declared, Combined) else set()
    combine = draft.declared.combine if isinstance(draft.declared, Combined) else ""
    return f"the {combine} of two schedules" + (" in two zones" if len(zones) > 1 else "")


def _asked(draft: Draft, count: SlowCount) -> str:
    question = draft.question
    match question["ask"]:
        case "add" if question["amount_us"] < 0:
            return f"{amount(-question['amount_us'])} of open time before {_start(question, count)}"
        case "add":
            return f"{amount(question['amount_us'])} of open time after {_start(question, count)}"
        case "add_days":
            after = "after" if question["days"] > 0 else "before"
            return f"{several(abs(question['days']), 'business day')} {after} {_start(question, count)}"
        case "due":
            return f"{_target(question['target'])} from {_start(question, count)}"
        case "promised":
            decides = {name for promise in question["promises"] for name in promise.get("if", {})}
            return f"what is promised, by {' and '.join(sorted(decides))}, from {_start(question, count)}"
        case "elapsed" if question["start"] > question["end"]:
            return "open time between two instants, the later one first,"
        case ask:
            return ASKED[ask]


def _start(question: dict[str, Any], count: SlowCount) -> str:
    at = datetime.fromisoformat(question["start"])
    if count.is_closing(at):
        return "a closing"
    return "an open instant" if count.is_open(at) else "a closed instant"


def _target(target: dict[str, Any]) -> str:
    late = " with a cut-off" if "cut_off" in target else ""
    if "amount_us" in target:
        return f"{amount(target['amount_us'])} of {COUNTED[target['counts']]}{late}"
    if "months" in target:
        return several(target["months"], "month") + late
    return several(target["days"], "business day" if target["counts"] == "business_days" else "calendar day") + late


def amount(microseconds: int) -> str:
    """Write an amount as people do: `1 h 15 min`."""
    parts = []
    for unit, length in UNITS:
        number, microseconds = divmod(microseconds, length)
        parts += [f"{number} {unit}"] if number else []
    return " ".join(parts)


def several(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def length(duration: timedelta) -> str:
    return amount(duration // timedelta(microseconds=1))
