"""The lifecycle of each metric of a policy, and who is notified while it runs (R16, R18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from slaclock.keeping import cached_property
from slaclock.targets import BeforeBreach, Choices, Threshold
from slaclock.tickets import Lifecycle, Thresholds, usual_lifecycle


@dataclass(frozen=True, eq=False)
class Lifecycles:
    """What a policy states about the life of its metrics, each as its name says where nothing is stated."""

    stated: Mapping[str, Lifecycle]
    """Lifecycles by metric."""
    warnings_of_all: Mapping[str, BeforeBreach]
    """Warnings of every metric, by name."""
    escalations_of_all: Mapping[str, Threshold]
    """Levels of every metric's escalation, by name."""
    choices: Choices
    """How business days are read where nothing is stated."""

    def of(self, metric: str, *nearer: Lifecycle | None) -> Lifecycle:
        """When a metric starts, stops, pauses and repeats: as its name says, as is stated of it, and ever nearer."""
        usual = self._changed.get(metric) or usual_lifecycle(metric)
        return reduce(_over, filter(None, nearer), usual)

    @cached_property
    def _changed(self) -> dict[str, Lifecycle]:
        """The lifecycles of the metrics of which something is stated."""
        return {metric: _over(usual_lifecycle(metric), stated) for metric, stated in self.stated.items()}

    def warnings(self, life: Lifecycle) -> Thresholds:
        """The warnings of a metric that lives so, by name; its own win over those of all."""
        return self._decided(self.warnings_of_all, life.warnings)

    def escalations(self, life: Lifecycle, *nearer: Mapping[str, Threshold]) -> Thresholds:
        """The levels of its escalation, by name: those of all, its own, and what is stated ever nearer."""
        return self._decided(self.escalations_of_all, life.escalations, *nearer)

    def _decided(self, *stated: Mapping[str, Threshold]) -> Thresholds:
        found = {name: threshold for each in stated for name, threshold in each.items()}
        return tuple((name, threshold.decided(self.choices)) for name, threshold in found.items())


_STATUSES = ("pauses_in", "runs_in")


def _over(usual: Lifecycle, stated: Lifecycle) -> Lifecycle:
    """A lifecycle with what is stated nearer; warnings and levels add up, by name."""
    changed: dict[str, Any] = {name: getattr(stated, name) for name in stated.model_fields_set}
    if changed.keys() & _STATUSES:  # Either says of every status whether it pauses.
        changed = {**dict.fromkeys(_STATUSES, ()), **changed}
    for name in ("warnings", "escalations"):
        if name in changed:
            changed[name] = {**getattr(usual, name), **changed[name]}
    return usual.model_copy(update=changed)
