"""Post why a ticket is due when it is as a comment of the ticket, and keep that one comment up to date.

A stand-in of a helpdesk's API answers here on a port of this computer, with two calls that every helpdesk has in some
form: the comments of a ticket, and a comment written or replaced. `keep_explained` is what runs where tickets change.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from slaclock import SlaPolicy, Ticket, explanation_markdown

HERE = Path(__file__).parent
MARK = "[//]: # (slaclock)"
"""A line of Markdown that nobody sees, by which the comment is known again."""


class Helpdesk:
    """The calls of the API that are needed."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token

    def comments(self, ticket: str) -> list[dict[str, Any]]:
        """Every comment of a ticket."""
        found: list[dict[str, Any]] = self._call("GET", f"/tickets/{quote(ticket, safe='')}/comments")
        return found

    def write(self, ticket: str, body: str, comment: int | None = None) -> None:
        """A new comment, or another text of one that is there."""
        place = f"/tickets/{quote(ticket, safe='')}/comments"
        # Not for the customer until somebody has looked at it.
        stated = {"body": body, "public": False}
        self._call("POST" if comment is None else "PUT", place if comment is None else f"{place}/{comment}", stated)

    def _call(self, method: str, place: str, stated: object = None) -> Any:
        body = None if stated is None else json.dumps(stated).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        with urlopen(Request(self._url + place, body, headers, method=method), timeout=10) as answer:
            return json.load(answer)


def keep_explained(helpdesk: Helpdesk, policy: SlaPolicy, ticket: Ticket, metric: str, now: datetime) -> str:
    """Write the comment, replace it where it says something else, and say what was done."""
    explanation = policy.evaluate(ticket, now).latest(metric).explain()
    body = f"{explanation_markdown(explanation).rstrip()}\n\n{MARK}"
    ours = [comment for comment in helpdesk.comments(ticket.id) if comment["body"].endswith(MARK)]
    if ours and ours[-1]["body"] == body:
        return "as it was"
    helpdesk.write(ticket.id, body, ours[-1]["id"] if ours else None)
    return "replaced" if ours else "written"


# The stand-in


class StandIn(ThreadingHTTPServer):
    """A helpdesk with no more than comments."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    @property
    def bodies(self) -> list[str]:
        assert isinstance(self.server, StandIn)
        return self.server.bodies

    def do_GET(self) -> None:
        self._answer([{"id": number, "body": body} for number, body in enumerate(self.bodies)])

    def do_POST(self) -> None:
        self.bodies.append(self._stated()["body"])
        self._answer({})

    def do_PUT(self) -> None:
        self.bodies[int(self.path.rpartition("/")[2])] = self._stated()["body"]
        self._answer({})

    def _stated(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, given: object) -> None:
        self.send_response(200 if self.headers["Authorization"] == "Bearer a token" else 401)
        self.end_headers()
        self.wfile.write(json.dumps(given).encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Be quiet."""


@contextmanager
def stand_in() -> Iterator[tuple[StandIn, Helpdesk]]:
    """The stand-in, and how it is called."""
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server, Helpdesk(f"http://127.0.0.1:{server.server_address[1]}", "a token")
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    policy = SlaPolicy.load(HERE / "policies" / "helpdesk.yaml")
    ticket = Ticket.loads((HERE / "tickets" / "T-1042.json").read_text(encoding="utf-8"))
    with stand_in() as (server, helpdesk):
        server.bodies.append("Hello, my invoice shows the wrong amount.")
        for now in ("2026-11-25T10:00-05:00", "2026-11-25T17:00-05:00", "2026-11-25T17:00-05:00"):
            done = keep_explained(helpdesk, policy, ticket, "resolution", datetime.fromisoformat(now))
            print(f"{now}: the comment is {done}; the ticket has {len(server.bodies)} comments")
        print(f"\n{server.bodies[-1]}")


if __name__ == "__main__":
    main()
