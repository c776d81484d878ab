"""Which SLA definitions a task has (`task_sla`), and those that tasks have together as plans (R11, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload
from slaclock.adapters.servicenow.contract_slas import ReadSla
from slaclock.adapters.servicenow.fields import rows

CANCELLED = "cancelled"
STAGES = ("in_progress", "paused", "completed", "achieved", "breached", CANCELLED)
Together = tuple[str, ...]
"""The `sys_id` of SLA definitions that a task has together, in order."""


def attached(payload: Payload, account: Account) -> dict[str, Together]:
    """The SLA definitions of each task, without those that were cancelled.

    Raises:
        PayloadError: A record does not say of which task it is, of which definition, or in which stage.
    """
    found: dict[str, set[str]] = {}
    for record in rows(payload, "task_sla", account).records:
        stage, task, sla = record.need("stage"), record.need("task"), record.need("sla")
        if stage.choice(STAGES, "stage") != CANCELLED:
            found.setdefault(task.id(), set()).add(sla.id())
    return {task: tuple(sorted(slas)) for task, slas in found.items()}


def plans_together(
    of_tasks: Iterable[Together], slas: Sequence[ReadSla]
) -> dict[Together, tuple[str, Mapping[str, Any]]]:
    """A plan, with its name, for those SLA definitions that tasks have together and that measure different things."""
    by_id = {each.id: each for each in slas if each.id}
    found: dict[Together, tuple[str, Mapping[str, Any]]] = {}
    for ids in sorted({each for each in of_tasks if len(each) > 1}):
        held = [by_id[key] for key in ids if key in by_id]
        if len(held) == len(ids) and len({each.metric for each in held}) == len(held):
            name = " + ".join(each.name for each in held)
            is_taken = name in {each.name for each in slas}
            found[ids] = f"{name} (together)" if is_taken else name, {each.metric: each.promise for each in held}
    return found
