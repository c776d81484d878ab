"""Both monitors report every warning once, at its time, and look no more often than something changes."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from monitors import by_celery
from monitors.by_apscheduler import Monitor
from monitors.desk import Desk
from monitors.looks import look

from slaclock import Event, SlaPolicy, Ticket

OPENED = datetime(2026, 11, 25, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
POLICY = """
name: Always
timezone: UTC
schedules: {always: 24x7}
plans: {plus: {schedule: always, first_response: 1 hour, resolution: 10 hours}}
warnings: {three quarters: 75%}
"""
WARNED, BREACHED = "T-1/first_response/1/three quarters/1", "T-1/first_response/1/breached/1"


@pytest.fixture
def policy() -> SlaPolicy:
    return SlaPolicy.loads(POLICY)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk.sqlite3")


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.02)


class TestLooks:
    def test_looks_come_when_something_changes_and_each_reports_once(self, desk: Desk, policy: SlaPolicy) -> None:
        desk.put(Ticket(id="T-1", opened=OPENED))
        desk.plan("T-1", OPENED)
        reported: list[str] = []
        looks: list[timedelta] = []
        at: datetime | None = OPENED
        while at:
            looks.append(at - OPENED)
            assert look(desk, policy, "T-1", at + SECOND, at, reported.append) is None  # Planned for another instant.
            at = look(desk, policy, "T-1", at, at, reported.append)
        just_after = timedelta(microseconds=1)
        assert looks == [0 * HOUR, HOUR * 0.75, HOUR + just_after, HOUR * 7.5, HOUR * 10 + just_after]
        assert desk.reported()[:2] == [WARNED, BREACHED]
        assert len(reported) == len(desk.reported()) == 4

    def test_a_look_that_was_planned_again_meanwhile_plans_nothing(self, desk: Desk, policy: SlaPolicy) -> None:
        desk.put(Ticket(id="T-1", opened=OPENED))
        desk.plan("T-1", OPENED)

        def event_comes(_: str) -> None:
            threading.Thread(target=desk.plan, args=("T-1", OPENED + 3 * HOUR)).start()

        late = OPENED + 2 * HOUR
        desk.plan("T-1", late)
        found = look(desk, policy, "T-1", late, late, event_comes)
        until(lambda: desk.planned("T-1") == OPENED + 3 * HOUR)
        assert found in (None, OPENED + 7.5 * HOUR)  # The event came before the look was over, or after.
        assert look(desk, policy, "T-1", OPENED + 7.5 * HOUR, OPENED + 7.5 * HOUR, event_comes) is None

    def test_one_that_comes_seldom_is_planned_sooner(self, desk: Desk, policy: SlaPolicy) -> None:
        desk.put(Ticket(id="T-1", opened=OPENED))
        desk.plan("T-1", OPENED)
        assert look(desk, policy, "T-1", OPENED, OPENED, print, HOUR / 2) == OPENED + HOUR / 2
        assert desk.planned("T-1") == OPENED + HOUR / 2

    def test_what_could_not_be_reported_is_reported_later(self, desk: Desk, policy: SlaPolicy) -> None:
        desk.put(Ticket(id="T-1", opened=OPENED))
        late = OPENED + 2 * HOUR
        desk.plan("T-1", late)

        def fails(_: str) -> None:
            raise ConnectionError("nobody there")

        with pytest.raises(ConnectionError):
            look(desk, policy, "T-1", late, late, fails)
        assert desk.reported() == []
        assert look(desk, policy, "T-1", late, late, print)
        assert desk.reported() == [BREACHED]

    def test_a_ticket_without_an_answer_is_logged(
        self, desk: Desk, policy: SlaPolicy, caplog: pytest.LogCaptureFixture
    ) -> None:
        desk.put(Ticket(id="T-1", opened=OPENED, plan="gold"))
        desk.plan("T-1", OPENED)
        assert look(desk, policy, "T-1", OPENED, OPENED, print) is None
        assert "T-1 has no answer" in caplog.text
        with pytest.raises(KeyError, match="T-2"):
            desk.get("T-2")


def opened_so_that_it_warns(after: timedelta) -> datetime:
    """Three quarters of an hour are used so soon."""
    return datetime.now(UTC) - HOUR * 0.75 + after


class TestAPScheduler:
    @pytest.fixture
    def reported(self) -> list[datetime]:
        return []

    @pytest.fixture
    def monitor(self, desk: Desk, policy: SlaPolicy, reported: list[datetime]) -> Iterator[Monitor]:
        monitor = Monitor(desk, policy, lambda _: reported.append(datetime.now(UTC)))
        yield monitor
        if monitor.scheduler.running:
            monitor.stop()

    def test_it_reports_at_the_time(self, desk: Desk, monitor: Monitor, reported: list[datetime]) -> None:
        opened = opened_so_that_it_warns(2 * SECOND)
        desk.put(Ticket(id="T-1", opened=opened))
        monitor.start()
        until(lambda: desk.planned("T-1") == opened + HOUR * 0.75)
        until(lambda: desk.reported() == [WARNED])
        assert timedelta() <= reported[0] - (opened + HOUR * 0.75) < SECOND
        until(lambda: [job.next_run_time for job in monitor.scheduler.get_jobs()] == [desk.planned("T-1")])
        assert desk.planned("T-1") == opened + HOUR + timedelta(microseconds=1)

    def test_what_happens_has_it_look_again(self, desk: Desk, monitor: Monitor) -> None:
        opened = opened_so_that_it_warns(2 * SECOND)
        ticket = Ticket(id="T-1", opened=opened)
        monitor.start()
        desk.put(ticket)
        monitor.changed("T-1")
        until(lambda: desk.planned("T-1") == opened + HOUR * 0.75)
        desk.put(ticket.with_event(Event(at=datetime.now(UTC), kind="agent_replied")))
        monitor.changed("T-1")
        until(lambda: desk.planned("T-1") == opened + HOUR * 7.5)
        time.sleep(3)  # Beyond the warning that no longer comes.
        assert desk.reported() == []

    def test_a_new_process_goes_on(self, desk: Desk, policy: SlaPolicy, monitor: Monitor) -> None:
        desk.put(Ticket(id="T-1", opened=opened_so_that_it_warns(-SECOND)))
        monitor.start()
        until(lambda: desk.reported() == [WARNED])
        monitor.stop()
        desk.put(Ticket(id="T-2", opened=opened_so_that_it_warns(-SECOND)))
        second = Monitor(desk, policy, print)
        second.start()
        until(lambda: desk.reported() == [WARNED, WARNED.replace("T-1", "T-2")])
        second.stop()


class TestCelery:
    @pytest.fixture(autouse=True)
    def deployment(self, tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
        monkeypatch.setenv("SLA_POLICY", str(tmp_path / "policy.yaml"))
        monkeypatch.setenv("DESK_PATH", str(desk.path))

    def test_workers_report_at_the_time_and_once(self, desk: Desk) -> None:
        from celery.contrib.testing.worker import start_worker

        opened = opened_so_that_it_warns(3 * SECOND)
        desk.put(Ticket(id="T-1", opened=opened))
        with start_worker(by_celery.app, concurrency=2, pool="threads", perform_ping_check=False, loglevel="INFO"):
            for _ in range(5):  # Each event plans a look; only the last of them plans the next.
                by_celery.changed("T-1")
            until(lambda: desk.planned("T-1") == opened + HOUR * 0.75)
            assert desk.reported() == []
            until(lambda: desk.reported() == [WARNED])
            until(lambda: desk.planned("T-1") == opened + HOUR + timedelta(microseconds=1))

    def test_a_worker_that_starts_looks_at_all(self, desk: Desk) -> None:
        from celery.contrib.testing.worker import start_worker
        from celery.signals import worker_ready

        desk.put(Ticket(id="T-1", opened=datetime.now(UTC) - 2 * HOUR))
        with start_worker(by_celery.app, concurrency=1, pool="threads", perform_ping_check=False):
            worker_ready.send(sender=None)  # As a worker of the command line does.
            until(lambda: desk.reported() == [BREACHED])
            # No look is further off than brokers keep a task.
            until(lambda: (at := desk.planned("T-1")) is not None and at > datetime.now(UTC))
        at = desk.planned("T-1")
        assert at is not None
        assert at - datetime.now(UTC) <= by_celery.LONGEST
