"""What became of every change, the score of each room, and the changes that nobody could tell."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from mutation.changes import Change

CORE = {
    "hours/interval.py": ("tests/hours/test_interval.py",),
    "hours/whole_numbers.py": (
        "tests/hours/test_whole_numbers.py",
        "tests/hours/test_days.py",
        "tests/hours/test_kept_time.py",
    ),
    "hours/zone.py": ("tests/hours/test_zone.py",),
    "hours/zone_clocks.py": ("tests/hours/test_zone_clocks.py",),
    "hours/cut_offs.py": ("tests/targets/test_cut_off.py",),
    "hours/window.py": ("tests/hours/test_window.py",),
    "hours/day.py": ("tests/hours/test_days.py", "tests/hours/test_belongs_to.py"),
    "hours/days.py": ("tests/hours/test_days.py", "tests/hours/test_belongs_to.py"),
    "hours/combined_days.py": (
        "tests/hours/test_days.py",
        "tests/hours/test_belongs_to.py",
        "tests/hours/test_seasons.py",
    ),
    "hours/open_dates.py": ("tests/hours/test_open_dates.py",),
    "hours/snapshot.py": ("tests/hours/test_snapshot.py",),
    "hours/far_time.py": ("tests/hours/test_far_pieces.py",),
    "hours/kept_time.py": ("tests/hours/test_growing.py",),
    "hours/timeline.py": (
        "tests/hours/test_look_ups.py",
        "tests/hours/test_timeline.py",
        "tests/hours/test_far_look_ups.py",
    ),
    "hours/business_days.py": ("tests/hours/test_business_days.py",),
    "hours/periods.py": ("tests/hours/test_periods.py",),
    "hours/coverage.py": ("tests/hours/test_coverage.py",),
    "hours/seasons_by_date.py": ("tests/hours/test_seasons_by_date.py",),
    "hours/closed_dates.py": ("tests/hours/test_closed_dates.py",),
    "hours/exception_days.py": ("tests/hours/test_exception_days.py",),
    "hours/zoned_block.py": ("tests/hours/test_seasons.py", "tests/hours/test_rota.py"),
    "hours/usual_hours.py": (
        "tests/hours/test_seasons.py",
        "tests/hours/test_rota.py",
        "tests/hours/test_days.py",
        "tests/hours/test_kept_time.py",
    ),
    "targets/calendar_time.py": ("tests/targets/test_calendar_time.py", "tests/targets/test_months.py"),
    "targets/target.py": (
        "tests/targets/test_decided.py",
        "tests/targets/test_target.py",
        "tests/targets/test_cut_off.py",
        "tests/targets/test_phrases.py",
        "tests/targets/test_months.py",
    ),
    "targets/thresholds.py": (
        "tests/targets/test_thresholds.py",
        "tests/tickets/test_escalations.py",
        "tests/tickets/test_reminders.py",
    ),
    "targets/stretches.py": ("tests/targets/test_stretches.py", "tests/targets/test_explanation.py"),
    "targets/causes.py": ("tests/targets/test_causes.py",),
    "tickets/counted_time.py": (
        "tests/tickets/test_counted_time.py",
        "tests/tickets/test_pauses.py",
        "tests/tickets/test_clock.py",
    ),
    "tickets/history.py": ("tests/tickets/test_history.py",),
    "tickets/pauses.py": ("tests/tickets/test_pauses.py", "tests/tickets/test_clock.py"),
    "tickets/replay.py": (
        "tests/tickets/test_clock.py",
        "tests/tickets/test_due_and_breached.py",
        "tests/tickets/test_agreed.py",
        "tests/tickets/test_explain_clock.py",
    ),
    "tickets/due_and_breached.py": (
        "tests/tickets/test_clock.py",
        "tests/tickets/test_due_and_breached.py",
        "tests/tickets/test_agreed.py",
    ),
    "tickets/moments.py": (
        "tests/tickets/test_warnings.py",
        "tests/tickets/test_escalations.py",
        "tests/tickets/test_reminders.py",
    ),
    "tickets/notifications.py": (
        "tests/tickets/test_warnings.py",
        "tests/tickets/test_escalations.py",
        "tests/tickets/test_reminders.py",
        "tests/tickets/test_agreed.py",
    ),
    "tickets/standing.py": (
        "tests/tickets/test_status.py",
        "tests/tickets/test_waiting.py",
        "tests/tickets/test_escalations.py",
        "tests/tickets/test_explain_clock.py",
        "tests/tickets/test_status_fields.py",
    ),
    "tickets/next_change.py": (
        "tests/tickets/test_status_fields.py",
        "tests/tickets/test_warnings.py",
        "tests/tickets/test_escalations.py",
        "tests/tickets/test_agreed.py",
    ),
    "tickets/status.py": (
        "tests/tickets/test_status_fields.py",
        "tests/tickets/test_status.py",
        "tests/tickets/test_clock.py",
        "tests/tickets/test_agreed.py",
    ),
    "tickets/clock.py": (
        "tests/tickets/test_clock.py",
        "tests/tickets/test_status.py",
        "tests/tickets/test_agreed.py",
        "tests/tickets/test_explain_clock.py",
    ),
    "tickets/lifecycle.py": ("tests/tickets/test_lifecycle.py",),
    "tickets/cycles.py": (
        "tests/tickets/test_cycles.py",
        "tests/tickets/test_lifecycle.py",
        "tests/tickets/test_waiting.py",
    ),
    "tickets/tracks.py": (
        "tests/tickets/test_lifecycle.py",
        "tests/tickets/test_cycles.py",
        "tests/tickets/test_endings.py",
        "tests/tickets/test_evaluation.py",
    ),
    "tickets/evaluation.py": ("tests/tickets/test_evaluation.py", "tests/tickets/test_lifecycle.py"),
    "tickets/agendas.py": ("tests/tickets/test_agendas.py", "tests/tickets/test_queues.py"),
}
"""The rooms that count time, each with the tests that are about it."""
LAWS = "tests/test_laws.py"
EQUIVALENT = Path(__file__).parent / "equivalent.txt"
ENOUGH = 95
"""Per cent of the changes of a room that tests must notice; those that nobody could tell are left out of it."""


def results(into: Path, room: str) -> Path:
    """The file that tells what became of the changes of a room."""
    return into / f"{room.replace('/', '-')}.jsonl"


def note(into: Path, change: Change, became: str, seconds: float = 0.0) -> None:
    """Write down what became of a change."""
    with results(into, change.room).open("a", encoding="utf-8") as file:
        json.dump({"change": change.told, "line": change.line, "became": became, "seconds": seconds}, file)
        file.write("\n")


def became_in(found: Path) -> dict[str, str]:
    """What became of each change, the last time that it was tried."""
    lines = found.read_text(encoding="utf-8").splitlines()
    return {each["change"]: each["became"] for each in map(json.loads, lines)}


def survivors_in(found: Path) -> set[str]:
    """The changes that no test noticed."""
    return {change for change, became in became_in(found).items() if became != "killed"}


def keep_what_is_known(found: Path, there_are: Iterable[str]) -> set[str]:
    """Forget all but the changes that some test noticed or nobody could tell, of those that there are; these."""
    became, told = became_in(found), equivalents()
    known = {change for change in there_are if change in became and (became[change] == "killed" or change in told)}
    lines = found.read_text(encoding="utf-8").splitlines(keepends=True)
    found.write_text("".join(line for line in lines if json.loads(line)["change"] in known), encoding="utf-8")
    return known


def equivalents() -> dict[str, str]:
    """The changes that nobody could tell, each with the reason."""
    blocks = EQUIVALENT.read_text(encoding="utf-8").strip().split("\n\n")
    return {change: reason for change, _, reason in (block.partition("\n= ") for block in blocks)}


def report(rooms: Iterable[str], into: Path) -> int:
    """Print scores and survivors; the exit code says whether the tests notice enough, and the list is true."""
    stated, wrong = equivalents(), 0
    for room in rooms:
        became = became_in(results(into, room))
        known = {change for change in stated if change.startswith(f"{room} ")}
        for change in known - became.keys():
            print(f"listed, and not a change any more:\n{change}\n")
        for change in (change for change in known & became.keys() if became[change] == "killed"):
            print(f"listed, and a test notices it:\n{change}\n")
        survived = [change for change, what in became.items() if what != "killed" and change not in known]
        for change in survived:
            print(f"{became[change]}:\n{change}\n")
        counted = len(became) - len(known & became.keys())
        score = 100 * (counted - len(survived)) / counted
        print(f"{room}: {score:.1f} % of {counted} changes noticed, {len(known)} that nobody could tell")
        stale = bool(known - became.keys()) or any(became[change] == "killed" for change in known & became.keys())
        wrong += score < ENOUGH or stale
    return int(wrong > 0)
