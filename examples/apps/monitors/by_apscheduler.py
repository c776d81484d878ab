"""APScheduler: a job for the next look at each ticket, in this process."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from slaclock import SlaPolicy

from .desk import Desk
from .looks import look

log = logging.getLogger(__name__)


class Monitor:
    """Looks at each ticket when something changes, and at no other time."""

    def __init__(self, desk: Desk, policy: SlaPolicy, report: Callable[[str], object] = log.warning) -> None:
        self.desk, self.policy, self.report = desk, policy, report
        # A job that comes late, after sleep or a busy minute, still runs.
        self.scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})

    def start(self) -> None:
        """Look at every ticket now: jobs do not outlive the process, what was reported does."""
        self.scheduler.start()
        for ticket in self.desk.ids():
            self.changed(ticket)

    def stop(self) -> None:
        """Begin no look any more; one that runs ends by itself."""
        # Waiting for it would last forever: it plans the next one, and the scheduler is locked while it waits.
        self.scheduler.shutdown(wait=False)

    def changed(self, ticket: str) -> None:
        """Look at a ticket to which something happened: now, instead of when it was planned."""
        now = datetime.now(UTC)
        self.desk.plan(ticket, now)
        self._at(now, ticket)

    def _look(self, ticket: str, planned: datetime) -> None:
        if at := look(self.desk, self.policy, ticket, planned, datetime.now(UTC), self.report):
            self._at(at, ticket)

    def _at(self, at: datetime, ticket: str) -> None:
        self.scheduler.add_job(self._look, "date", [ticket, at], run_date=at)
