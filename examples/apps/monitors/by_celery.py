"""Celery: a task for the next look at each ticket, on any number of workers.

`celery -A monitors.by_celery worker`
"""

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from slaclock import SlaPolicy

from .desk import Desk
from .looks import look

HERE = Path(__file__).parent
LONGEST = timedelta(minutes=30)
"""A look comes at least so often: brokers hand out again what was not acknowledged for long (Redis after an hour)."""

app = Celery("monitors", broker=os.environ.get("CELERY_BROKER", "memory://"))
app.conf.update(task_acks_late=True, task_ignore_result=True, timezone="UTC", broker_connection_retry_on_startup=True)
log = logging.getLogger(__name__)


def desk() -> Desk:
    """The tickets of this deployment."""
    return Desk(Path(os.environ.get("DESK_PATH", "desk.sqlite3")))


def policy() -> SlaPolicy:
    """The policy of this deployment."""
    return SlaPolicy.load(os.environ.get("SLA_POLICY") or HERE.parents[1] / "policies" / "helpdesk.yaml")


def changed(ticket: str) -> None:
    """Look at a ticket to which something happened: now, instead of when it was planned."""
    now = datetime.now(UTC)
    desk().plan(ticket, now)
    _at(now, ticket)


@app.task(name="monitors.look")
def look_at(ticket: str, planned: str) -> None:
    """Look at a ticket, and have the next look come when something changes."""
    now = datetime.now(UTC)
    if at := look(desk(), policy(), ticket, datetime.fromisoformat(planned), now, log.warning, LONGEST):
        _at(at, ticket)


@worker_ready.connect
def look_at_all(**_: Any) -> None:
    """Look at every ticket: a worker may have been killed before it planned the next look."""
    for ticket in desk().ids():
        changed(ticket)


def _at(at: datetime, ticket: str) -> None:
    look_at.apply_async((ticket, at.isoformat()), eta=at)
