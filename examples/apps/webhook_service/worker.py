"""Pushes warnings: sleeps until the earliest instant at which anything changes, and looks at what did."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx2

from .desk import Desk
from .store import AlertRow

LONGEST_PUSH = timedelta(seconds=10)
LEASE = 6 * LONGEST_PUSH
"""For so long an alert is one worker's own: well beyond the longest push, so that no other pushes it meanwhile."""
PATIENCE = timedelta(seconds=2)
"""It looks for the earliest change so often, as a message may have brought it forward."""

Push = Callable[[AlertRow], None]
log = logging.getLogger(__name__)


class Worker:
    """One of any number of workers on one database."""

    def __init__(self, desk: Desk, push: Push, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.desk, self.push, self.now = desk, push, now

    def run(self, sleep: Callable[[timedelta], object], is_over: Callable[[], bool] = lambda: False) -> None:
        """Work and sleep until it is over."""
        self.desk.store.look_again(self.desk.version, self.now())
        while not is_over():
            self.work()
            sleep(self.time_to_sleep())

    def time_to_sleep(self) -> timedelta:
        """Until the earliest change that is stored, and no longer than `PATIENCE`."""
        earliest = self.desk.store.earliest()
        return min(max(earliest - self.now(), timedelta()), PATIENCE) if earliest else PATIENCE

    def work(self) -> None:
        """Look at every ticket of which the time has come, then push what is new."""
        while self._look_at_one():
            pass
        while alert := self.desk.store.take_alert(self.now(), self.now() + LEASE):
            self._push(alert)

    def _look_at_one(self) -> bool:
        with self.desk.store.transaction() as session:
            row = self.desk.store.take_changed(session, self.now())
            if row:
                self.desk.look(session, row, self.now())
        return row is not None

    def _push(self, alert: AlertRow) -> None:
        try:
            self.push(alert)
        except httpx2.HTTPError as error:
            # It becomes free again when the lease ends; the other side may have it all the same.
            log.warning("push of %s failed at attempt %d: %s", alert.key, alert.attempts, error)
        else:
            self.desk.store.note_pushed(alert.key, self.now())


def pushing_to(url: str, client: httpx2.Client) -> Push:
    """Post alerts to a URL; `Idempotency-Key` is the same when one comes again after a crash."""

    def push(alert: AlertRow) -> None:
        key = alert.key.encode("ascii", "backslashreplace").decode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        with client.stream("POST", url, content=alert.body, headers=headers) as answer:  # Whose body is of no interest.
            answer.raise_for_status()

    return push
