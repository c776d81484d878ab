"""`manage.py sweep_sla`: look at every ticket of which the time has come; run it every minute."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from ...models import Ticket
from ...tracked import State


class Command(BaseCommand):
    help = "Look anew at tickets whose next change has come, and print what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every ticket, e.g. after a change of the policy")
        parser.add_argument("--now", help="as of this instant, e.g. 2026-11-25T17:00-05:00; else the computer's clock")

    def handle(self, *_: Any, **options: Any) -> None:
        now = _instant(options["now"]) if options["now"] else timezone.now()
        waiting = Ticket.objects.all() if options["all"] else Ticket.objects.filter(sla_next_change__lte=now)
        changed = [self._look(key, now) for key in waiting.order_by("sla_next_change").values_list("pk", flat=True)]
        self.stdout.write(f"looked at {len(changed)}, {sum(changed)} changed")

    def _look(self, key: int, now: datetime) -> bool:
        """Whether its state is another one; a ticket that another sweep holds is left to that one."""
        with transaction.atomic():
            may_skip = connection.features.has_select_for_update_skip_locked
            ticket = Ticket.objects.select_for_update(skip_locked=may_skip).filter(pk=key).first()
            if ticket is None:
                return False
            before = ticket.sla_state
            ticket.look(now)
            # `save` would look as of this moment.
            Ticket.objects.filter(pk=key).update(
                **{name: getattr(ticket, name) for name in ("sla_state", "sla_due", "sla_next_change", "sla_problem")}
            )
        if changed := ticket.sla_state != before:
            self.stdout.write(
                f"{ticket.pk} {ticket.subject!r}: {State(before).label} -> {State(ticket.sla_state).label}"
            )
        return changed


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no instant; write e.g. 2026-11-25T17:00-05:00") from None
    if at.utcoffset() is None:
        raise CommandError(f"{text!r} has no offset; write e.g. {text}+00:00")
    return at
