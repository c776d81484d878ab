"""A mixin for any model that is due by a policy: it keeps where the model stands, and when to look again."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from slaclock import Evaluation, Event, SlaClockError, SlaPolicy, Ticket


@cache
def policy() -> SlaPolicy:
    """The policy of this process; after a change of the file start it again, and sweep with `--all`."""
    return SlaPolicy.load(settings.SLA_POLICY)


class State(models.TextChoices):
    """Where a metric stands, or why that is not known."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    AT_RISK = "at_risk"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    CANCELLED = "cancelled"
    NO_ANSWER = "no_answer"


class SlaTracked(models.Model):
    """What an opened, prioritised thing needs to be due by a policy.

    What is stored holds until `sla_next_change`: `save` works it out anew, and so does `manage.py sweep_sla`.
    """

    sla_metric: ClassVar[str] = "resolution"
    """The metric that the list of the admin shows."""

    opened_at = models.DateTimeField(default=timezone.now)
    plan = models.CharField(max_length=100, blank=True)
    priority = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=100, default="open")

    sla_state = models.CharField(
        "state", max_length=20, choices=State, default=State.NOT_STARTED, db_index=True, editable=False
    )
    sla_due = models.DateTimeField("due", null=True, editable=False, db_index=True)
    sla_next_change = models.DateTimeField(null=True, editable=False, db_index=True)
    sla_problem = models.TextField("problem", blank=True, editable=False)

    class Meta:
        abstract = True

    def sla_events(self) -> Iterable[Event]:
        """What happened to it; a model with events says so."""
        return ()

    def sla_ticket(self) -> Ticket:
        """The same in the words of slaclock."""
        return Ticket(
            id=str(self.pk),
            opened=self.opened_at,
            plan=self.plan or None,
            priority=self.priority or None,
            status=self.status,
            events=self.sla_events(),
        )

    def sla_evaluation(self, now: datetime | None = None) -> Evaluation:
        """Where every metric stands, and why.

        Raises:
            SlaClockError: The policy has no answer, e.g. for an unknown priority.
        """
        return policy().evaluate(self.sla_ticket(), now or timezone.now())

    def look(self, now: datetime | None = None) -> None:
        """Work out anew what is stored, without saving it."""
        self.sla_state, self.sla_due, self.sla_next_change, self.sla_problem = State.NO_ANSWER, None, None, ""
        try:
            found = self.sla_evaluation(now)
        except SlaClockError as error:
            self.sla_problem = str(error)
            return
        self.sla_next_change = found.next_change
        latest = {each.metric: each.status for each in found.latest_cycles}.get(self.sla_metric)
        self.sla_state = State(latest.state) if latest else State.NOT_STARTED
        self.sla_due = latest.due if latest else None
        self.sla_problem = "; ".join(found.problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, with where it stands now."""
        if self.pk is None:
            super().save(*args, **kwargs)  # Its id is part of what is explained.
            kwargs = {**kwargs, "force_insert": False}
        self.look()
        super().save(*args, **kwargs)
