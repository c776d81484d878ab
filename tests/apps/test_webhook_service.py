"""The webhook service, end to end: over HTTP in this process, and as processes that are killed."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from pages import blocks_of
from paths import POLICIES, ROOT
from webhook_service.app import make_app
from webhook_service.desk import Desk
from webhook_service.settings import Settings
from webhook_service.signatures import HEADER, signature
from webhook_service.store import AlertRow, Store
from webhook_service.worker import LEASE, PATIENCE, Worker

from slaclock import SlaPolicy

SECRET = b"a secret of the tests, long enough"
OPENED = datetime(2026, 11, 25, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = """
name: Always
timezone: UTC
schedules: {always: 24x7}
plans:
  plus: {schedule: always, first_response: {P1: 1 hour, P2: 4 hours}, resolution: 10 hours}
warnings: {three quarters: 75%}
"""


class Clock:
    """A clock that the test moves."""

    def __init__(self, now: datetime = OPENED) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def to(self, after: timedelta) -> None:
        self.now = OPENED + after


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return Settings(policy=tmp_path / "policy.yaml", secret=SECRET, database=database)


@pytest.fixture
def client(settings: Settings, clock: Clock) -> Iterator[TestClient]:
    with TestClient(make_app(settings, clock)) as client:
        yield client


@pytest.fixture
def desks(settings: Settings) -> Iterator[Callable[[], Desk]]:
    """Desks as other processes would have them, each with connections of its own."""
    stores: list[Store] = []

    def desk() -> Desk:
        stores.append(Store(settings.database))
        return Desk(SlaPolicy.load(settings.policy), stores[-1])

    yield desk
    for store in stores:
        store.close()


def opened(ticket: str = "T-1", message: str | None = None, at: datetime = OPENED, **more: Any) -> dict[str, Any]:
    stated = {"id": ticket, "opened": at.isoformat(), "priority": "P1", **more}
    return {"id": message or f"opened {ticket}", "opened": stated}


def happened(kind: str, after: timedelta, ticket: str = "T-1", message: str = "", **more: Any) -> dict[str, Any]:
    stated = {"at": (OPENED + after).isoformat(), "kind": kind, **more}
    return {"id": message or f"{kind} {ticket} {after}", "ticket": ticket, "happened": stated}


def send(client: httpx2.Client, message: Any, at: datetime) -> httpx2.Response:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return client.post("/events", content=body, headers={HEADER: signature(SECRET, body, at)})


def states(client: httpx2.Client, ticket: str = "T-1") -> dict[str, str]:
    found = client.get(f"/tickets/{ticket}")
    assert found.status_code == 200, found.text
    return {each["metric"]: each["state"] for each in found.json()["metrics"]}


class TestMessages:
    def test_a_ticket_stands_where_its_messages_say(self, client: TestClient, clock: Clock) -> None:
        assert send(client, opened(), clock()).json() == {"id": "opened T-1", "result": "taken", "problem": None}
        assert states(client) == {"first_response": "running", "resolution": "running"}
        clock.to(HOUR / 2)
        send(client, happened("agent_replied", HOUR / 2), clock())
        clock.to(9 * HOUR)
        assert states(client) == {"first_response": "met", "resolution": "at_risk"}

    def test_order_and_repetition_make_no_difference(self, client: TestClient, clock: Clock) -> None:
        messages = [
            opened(),
            happened("agent_replied", HOUR / 2),
            happened("paused", HOUR),
            happened("resumed", 3 * HOUR),
            happened("priority_changed", 2 * HOUR, priority="P2"),
        ]
        clock.to(5 * HOUR)
        expected: Any = None
        for number in range(20):
            told = random.Random(number).sample([*messages, *messages], 2 * len(messages))
            ticket = f"T-{number}"
            for message in json.loads(json.dumps(told).replace("T-1", ticket)):
                message["id"] = f"{number} {message['id']}"
                assert send(client, message, clock()).status_code == 202
            found = json.loads(client.get(f"/tickets/{ticket}").text.replace(f'"{ticket}"', '"T"'))
            metrics = found["metrics"]
            assert expected in (None, metrics)
            expected = metrics

    def test_a_message_that_came_before_is_known(self, client: TestClient, clock: Clock) -> None:
        send(client, opened(), clock())
        assert send(client, opened(), clock()).json()["result"] == "known"

    @pytest.mark.parametrize(
        "second",
        [
            pytest.param(opened(priority="P2"), id="one-id-for-two-things"),
            pytest.param(opened(message="another", priority="P2"), id="two-openings"),
            pytest.param(opened(ticket="T-2", message="opened T-1"), id="one-id-for-two-tickets"),
        ],
    )
    def test_what_contradicts_is_refused(self, client: TestClient, clock: Clock, second: dict[str, Any]) -> None:
        send(client, opened(), clock())
        assert send(client, second, clock()).status_code == 409
        assert client.get("/tickets/T-1").json()["ticket_details"]["priority"] == "P1"
        assert client.get("/tickets/T-2").status_code == 404

    def test_what_comes_before_the_opening_waits_for_it(self, client: TestClient, clock: Clock) -> None:
        clock.to(HOUR / 2)
        assert send(client, happened("agent_replied", HOUR / 4), clock()).status_code == 202
        found = client.get("/tickets/T-1")
        assert (found.status_code, "1 other messages about it wait" in found.json()["error"]) == (404, True)
        send(client, opened(), clock())
        assert states(client)["first_response"] == "met"

    def test_a_ticket_without_an_answer_says_why(self, client: TestClient, clock: Clock) -> None:
        answer = send(client, opened(priority="P9"), clock())
        assert (answer.status_code, "'P9'" in answer.json()["problem"]) == (202, True)
        found = client.get("/tickets/T-1")
        assert (found.status_code, "'P9'" in found.json()["error"]) == (422, True)

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            pytest.param(b"", "JSON", id="empty"),
            pytest.param(b"[1]", "object", id="a-list"),
            pytest.param(b"\xff\xfe", "JSON", id="no-text"),
            pytest.param(b"[" * 30_000, "JSON", id="deep"),
            pytest.param(json.dumps(opened(at=OPENED.replace(tzinfo=None))).encode(), "timezone", id="naive"),
            pytest.param(json.dumps(opened(ticket="")).encode(), "at least 1 character", id="no-ticket"),
            pytest.param(json.dumps(opened(ticket="a\x00b")).encode(), "pattern", id="half-a-character"),
            pytest.param(json.dumps(opened(colour="red")).encode(), "colour", id="unknown-key"),
            pytest.param(json.dumps({**opened(), "more": 1}).encode(), "more", id="unknown-key-beside"),
            pytest.param(json.dumps(happened("paused", HOUR, at="soon")).encode(), "at", id="no-instant"),
        ],
    )
    def test_what_is_not_understood_is_refused(self, client: TestClient, clock: Clock, body: bytes, said: str) -> None:
        found = send(client, body, clock())
        assert found.status_code == 422
        assert said in found.json()["error"]
        assert client.get("/tickets/T-1").status_code == 404


class TestSignatures:
    BODY = json.dumps(opened()).encode()

    def refused(self, client: TestClient, header: str, body: bytes = BODY) -> str:
        found = client.post("/events", content=body, headers={HEADER: header})
        assert found.status_code == 401
        assert client.get("/tickets/T-1").status_code == 404
        return str(found.json()["error"])

    @pytest.mark.parametrize(
        "header",
        [
            pytest.param("", id="none"),
            pytest.param("t=1,v1=00", id="short"),
            pytest.param(signature(b"another secret", BODY, OPENED), id="another-secret"),
            pytest.param(signature(SECRET, BODY + b" ", OPENED), id="another-body"),
            pytest.param(signature(SECRET, BODY, OPENED).replace("t=1", "t=2"), id="another-instant"),
            pytest.param(signature(SECRET, BODY, OPENED).upper(), id="upper-case"),
            pytest.param(signature(SECRET, BODY, OPENED) + ",v1=" + "0" * 64, id="one-more"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, client: TestClient, header: str) -> None:
        assert "does not fit" in self.refused(client, header)

    @pytest.mark.parametrize("minutes", [-6, 6])
    def test_what_was_signed_at_another_time_is_refused(self, client: TestClient, minutes: int) -> None:
        said = self.refused(client, signature(SECRET, self.BODY, OPENED + timedelta(minutes=minutes)))
        assert said == "signed more than 0:05:00 from now; sign it again"

    @pytest.mark.parametrize("minutes", [-5, 0, 5])
    def test_within_the_window_it_is_taken(self, client: TestClient, minutes: int) -> None:
        assert send(client, self.BODY, OPENED + timedelta(minutes=minutes)).status_code == 202

    def test_a_body_is_read_up_to_the_limit(self, client: TestClient, settings: Settings) -> None:
        fits = self.BODY.ljust(settings.largest_body)
        assert send(client, fits, OPENED).status_code == 202
        read = 0

        def endless() -> Iterator[bytes]:
            nonlocal read
            for _ in range(1_000):
                read += 8_192
                yield b" " * 8_192

        assert client.post("/events", content=fits + b" ").status_code == 413
        assert client.post("/events", content=endless()).status_code == 413


class TestAnswers:
    NAME = "<script>alert(1)</script>"

    def test_why_is_told_as_text_and_as_data(self, client: TestClient, clock: Clock) -> None:
        send(client, opened(), clock())
        found = client.get("/tickets/T-1/why/first_response").json()
        assert "1 hour" in found["text"]
        assert found["due"] == "2026-11-25T16:00:00Z"
        assert client.get("/tickets/T-1/why/nothing").status_code == 404

    def test_the_page_is_escaped_and_needs_nothing(self, client: TestClient, clock: Clock) -> None:
        send(client, opened(ticket=self.NAME.replace("/", "_")), clock())
        found = client.get(f"/tickets/{self.NAME.replace('/', '_')}/page")
        assert found.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert "&lt;script&gt;" in found.text
        assert "<script" not in found.text
        assert "http" not in found.text.replace("http-equiv", "").replace("http://www.w3.org", "")


class Receiver:
    """What was pushed, in this process."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.fails = False

    def __call__(self, alert: AlertRow) -> None:
        if self.fails:
            raise httpx2.ConnectError("nobody there")
        self.keys.append(alert.key)


class TestWorkers:
    @pytest.fixture
    def receiver(self) -> Receiver:
        return Receiver()

    @pytest.fixture
    def worker(self, desks: Callable[[], Desk], clock: Clock, receiver: Receiver) -> Worker:
        return Worker(desks(), receiver, clock)

    def test_it_sleeps_until_the_earliest_change_and_pushes_each_once(
        self, client: TestClient, clock: Clock, worker: Worker, receiver: Receiver
    ) -> None:
        assert worker.time_to_sleep() == PATIENCE
        send(client, opened(), clock())
        pushed: dict[timedelta, list[str]] = {}
        slept = 0
        while (earliest := worker.desk.store.earliest()) is not None:
            clock.now = max(clock.now, earliest)
            slept += 1
            before = len(receiver.keys)
            worker.work()
            worker.work()
            if receiver.keys[before:]:
                pushed[clock.now - OPENED] = receiver.keys[before:]
        just_after = timedelta(microseconds=1)
        assert pushed == {
            HOUR * 0.75: ["T-1/first_response/1/three quarters/1"],
            HOUR + just_after: ["T-1/first_response/1/breached/1"],
            HOUR * 7.5: ["T-1/resolution/1/three quarters/1"],
            HOUR * 10 + just_after: ["T-1/resolution/1/breached/1"],
        }
        assert slept == 4

    def test_it_sleeps_no_longer_than_its_patience(self, client: TestClient, clock: Clock, worker: Worker) -> None:
        send(client, opened(), clock())
        assert worker.time_to_sleep() == PATIENCE
        clock.to(HOUR * 0.75 - timedelta(seconds=1))
        assert worker.time_to_sleep() == timedelta(seconds=1)

    def test_what_came_late_is_pushed_at_once(
        self, client: TestClient, clock: Clock, worker: Worker, receiver: Receiver
    ) -> None:
        clock.to(2 * HOUR)
        send(client, opened(), clock())
        worker.work()
        assert receiver.keys == ["T-1/first_response/1/breached/1"]

    def test_a_failed_push_comes_again_when_its_lease_ends(
        self, client: TestClient, clock: Clock, worker: Worker, receiver: Receiver
    ) -> None:
        clock.to(2 * HOUR)
        send(client, opened(), clock())
        receiver.fails = True
        worker.work()
        receiver.fails = False
        worker.work()
        assert receiver.keys == []
        clock.now += LEASE
        worker.work()
        worker.work()
        assert receiver.keys == ["T-1/first_response/1/breached/1"]

    def test_many_workers_never_push_one_twice(
        self, client: TestClient, clock: Clock, desks: Callable[[], Desk]
    ) -> None:
        tickets = [f"T-{number}" for number in range(20)]
        for ticket in tickets:
            send(client, opened(ticket), clock())
        clock.to(2 * HOUR)
        pushed: Counter[str] = Counter()
        several = [desks() for _ in range(4)]
        barrier = threading.Barrier(len(several))

        def push(alert: AlertRow) -> None:
            pushed[alert.key] += 1

        def work(desk: Desk) -> None:
            barrier.wait()
            Worker(desk, push, clock).work()

        threads = [threading.Thread(target=work, args=(desk,)) for desk in several]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert pushed == {f"{ticket}/first_response/1/breached/1": 1 for ticket in tickets}

    def test_many_may_start_at_once(self, desks: Callable[[], Desk]) -> None:
        barrier = threading.Barrier(8)
        started: list[Desk] = []

        def start() -> None:
            barrier.wait()
            started.append(desks())

        threads = [threading.Thread(target=start) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(started) == 8
        assert {desk.store.earliest() for desk in started} == {None}

    def test_messages_at_once_are_all_seen(self, client: TestClient, clock: Clock, desks: Callable[[], Desk]) -> None:
        clock.to(9 * HOUR)
        messages = [opened(), *(happened("customer_replied", n * HOUR / 10) for n in range(8))]
        threads = [threading.Thread(target=send, args=(client, each, clock())) for each in messages]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        desk = desks()
        found = desk.evaluation("T-1", clock())
        assert len(found.ticket.events) == 8
        assert desk.store.earliest() is not None

    def test_another_policy_has_tickets_looked_at_again(
        self, client: TestClient, clock: Clock, worker: Worker, receiver: Receiver
    ) -> None:
        send(client, opened(), clock())
        policy = SlaPolicy.loads(POLICY.replace("P1: 1 hour", "P1: 10 minutes"))
        clock.to(HOUR / 4)
        other = Worker(Desk(policy, worker.desk.store), receiver, clock)
        worker.work()
        assert receiver.keys == []
        once = iter((False, True))
        other.run(lambda _: None, lambda: next(once))
        assert receiver.keys == ["T-1/first_response/1/breached/1"]


class TestSettings:
    GIVEN = {"SLA_POLICY": "policy.yaml", "SLA_SECRET": SECRET.decode()}  # noqa: RUF012

    def test_they_come_from_the_environment(self) -> None:
        found = Settings.from_environment(self.GIVEN | {"SLA_PUSH_TO": "http://desk.example"})
        assert found == Settings(policy=Path("policy.yaml"), secret=SECRET, push_to="http://desk.example")
        assert SECRET.decode() not in repr(found)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            pytest.param({}, "set SLA_POLICY and SLA_SECRET", id="nothing"),
            pytest.param({"SLA_POLICY": "policy.yaml"}, "set SLA_SECRET", id="no-secret"),
            pytest.param(GIVEN | {"SLA_SECRET": "short"}, "shorter than 16", id="a-short-secret"),
        ],
    )
    def test_without_a_secret_nothing_starts(self, given: dict[str, str], said: str) -> None:
        with pytest.raises(SystemExit, match=said):
            Settings.from_environment(given)


class Inbox(ThreadingHTTPServer):
    """What is told of warnings, over HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys: Counter[str] = Counter()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert isinstance(self.server, Inbox)
        self.server.keys[self.headers["Idempotency-Key"]] += 1
        assert body["key"] == self.headers["Idempotency-Key"]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with Inbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def free_port() -> int:
    with Inbox() as server:
        return int(server.server_address[1])


class Processes:
    """The service as a deployment runs it."""

    def __init__(self, settings: Settings, push_to: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "SLA_POLICY": str(settings.policy),
            "SLA_SECRET": SECRET.decode(),
            "SLA_DATABASE": settings.database,
            "SLA_PUSH_TO": push_to,
            "PORT": str(port),
            "PYTHONPATH": str(ROOT / "examples" / "apps"),
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start_again(self) -> None:
        """Start a service and two workers, where none run."""
        for command in () if self.running else ("serve", "work", "work"):
            arguments = [sys.executable, "-m", "webhook_service", command]
            self.running.append(subprocess.Popen(arguments, env=self.environment, stderr=subprocess.DEVNULL))

    def kill(self) -> None:
        for each in self.running:
            each.kill()
            each.wait()
        self.running.clear()


@contextmanager
def processes(settings: Settings, push_to: str) -> Iterator[Processes]:
    made = Processes(settings, push_to)
    try:
        yield made
    finally:
        made.kill()


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.05)


def delivered(client: httpx2.Client, message: dict[str, Any]) -> bool:
    """Whether a message was taken; if not it is sent again, as a helpdesk does."""
    try:
        return send(client, message, datetime.now(UTC)).status_code == 202
    except httpx2.HTTPError:
        return False


def test_killed_in_the_middle_it_loses_nothing(settings: Settings, inbox: Inbox) -> None:
    """Service and workers are killed while messages come in and warnings go out, and are started again."""
    begun = datetime.now(UTC)
    tickets = [f"T-{number}" for number in range(15)]
    late = begun - 2 * HOUR
    coming = begun - timedelta(minutes=45) + timedelta(seconds=12)
    messages = [opened(ticket, at=late) for ticket in tickets] + [opened("SOON", at=coming)]
    messages += [
        {"id": f"replied {ticket}", "ticket": ticket, "happened": {"at": begun.isoformat(), "kind": "agent_replied"}}
        for ticket in tickets
    ]
    random.Random(7).shuffle(messages)
    chaos = random.Random(11)
    with (
        processes(settings, inbox.url) as running,
        httpx2.Client(base_url=running.url) as client,
    ):
        waiting, kills = list(messages), 0
        while waiting:
            running.start_again()
            until(lambda: _answers(client))
            for message in waiting[: 8 + chaos.randrange(8)]:
                if delivered(client, message) and chaos.random() < 0.7:  # The answer to some is lost: they come again.
                    waiting.remove(message)
            if kills < 3:
                time.sleep(chaos.random() / 2)
                running.kill()
                kills += 1
        assert kills == 3
        running.start_again()
        until(lambda: _answers(client))
        expected = {f"{ticket}/first_response/1/breached/1" for ticket in tickets}
        expected.add("SOON/first_response/1/three quarters/1")
        # What a killed worker held becomes free when its lease ends.
        until(lambda: set(inbox.keys) >= expected, seconds=LEASE.total_seconds() + 30)
        assert set(inbox.keys) == expected
        for ticket in tickets:
            found = client.get(f"/tickets/{ticket}").json()
            assert [each["kind"] for each in found["ticket_details"]["events"]] == ["agent_replied"]
        # Only what was on its way when its worker was killed may have come twice, with the same key: one for each kill.
        assert sum(inbox.keys.values()) - len(expected) <= 2 * kills


def _answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/tickets/none").status_code == 404
    except httpx2.HTTPError:
        return False


def test_the_page_signs_as_the_service_does() -> None:
    page = (ROOT / "docs" / "how-to" / "webhook-service.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(next(each.text for each in blocks_of(page) if each.language == "python"), names)
    body = json.dumps(opened()).encode()
    assert names["signature"](SECRET, body, int(OPENED.timestamp())) == signature(SECRET, body, OPENED)


def test_the_page_shows_messages_that_are_taken(settings: Settings, clock: Clock) -> None:
    page = (ROOT / "docs" / "how-to" / "webhook-service.md").read_text(encoding="utf-8")
    shown = next(each.text for each in blocks_of(page) if each.language == "json")
    clock.to(9 * HOUR)
    with TestClient(make_app(replace(settings, policy=POLICIES / "helpdesk.yaml"), clock)) as client:
        for line in shown.splitlines():
            assert send(client, line.encode(), clock()).json()["problem"] is None
        assert states(client) == {"first_response": "met", "resolution": "running"}
