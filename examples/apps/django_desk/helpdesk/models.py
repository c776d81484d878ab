"""A ticket, and what happened to it."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from slaclock import Event

from .tracked import SlaTracked


class Ticket(SlaTracked):
    """A ticket of the helpdesk."""

    subject = models.CharField(max_length=200)

    def sla_events(self) -> Iterable[Event]:
        return [each.as_event() for each in self.happened.all()] if self.pk else []

    def __str__(self) -> str:
        return self.subject


class Happened(models.Model):
    """Something that happened to a ticket; the ticket is looked at anew."""

    KINDS = (
        *("agent_replied", "customer_replied", "status_changed", "priority_changed"),
        *("resolved", "reopened", "closed", "cancelled"),
    )

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="happened")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40, choices=[(kind, kind.replace("_", " ")) for kind in KINDS])
    status = models.CharField(max_length=100, blank=True)
    priority = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = verbose_name_plural = "what happened"

    def as_event(self) -> Event:
        """The same in the words of slaclock."""
        return Event(at=self.at, kind=self.kind, status=self.status or None, priority=self.priority or None)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%a %d %b %H:%M}"


@receiver([post_save, post_delete], sender=Happened)
def _look_at_its_ticket(instance: Happened, **_: Any) -> None:
    """Look at a ticket when something happened to it, or did not happen after all."""
    with transaction.atomic():
        # Two events at once are seen one after the other.
        for ticket in Ticket.objects.select_for_update().filter(pk=instance.ticket_id):
            ticket.save()
