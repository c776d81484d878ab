"""The service over HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import ValidationError

from slaclock import SlaClockError, SlaPolicy, evaluation_html

from .desk import Conflict, Desk, NotOpened
from .messages import MESSAGES, Id
from .settings import Settings
from .signatures import HEADER, NotSigned, check_signature
from .store import Store

# The page needs no script and nothing from elsewhere, and so may have none.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class TooLarge(Exception):
    """A body beyond the limit."""


def make_app(settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> FastAPI:
    """The service for a policy and a database."""
    store = Store(settings.database)
    desk = Desk(SlaPolicy.load(settings.policy), store)

    @asynccontextmanager
    async def closing(_: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()

    app = FastAPI(title="Where tickets stand", docs_url=None, redoc_url=None, lifespan=closing)
    for refused, code in ((NotSigned, 401), (NotOpened, 404), (Conflict, 409), (TooLarge, 413), (SlaClockError, 422)):
        app.add_exception_handler(refused, _answer_with(code))

    @app.post("/events", status_code=202)
    async def take(request: Request) -> dict[str, Any]:
        """Take a signed message; one that came before changes nothing."""
        body = await _body_of(request, settings.largest_body)
        check_signature(request.headers.get(HEADER, ""), settings.secret, body, now(), settings.window)
        try:
            message = MESSAGES.validate_json(body)
        except ValidationError as error:
            raise SlaClockError(_first_of(error)) from None
        taken, problem = await run_in_threadpool(desk.take, message, now())
        return {"id": message.id, "result": taken, "problem": problem}

    @app.get("/tickets/{ticket}")
    def status(ticket: Id) -> dict[str, Any]:
        """Where every metric of a ticket stands."""
        return desk.evaluation(ticket, now()).to_dict()

    @app.get("/tickets/{ticket}/why/{metric}")
    def why(ticket: Id, metric: str) -> dict[str, Any]:
        """Why the latest cycle of a metric stands where it does."""
        found = desk.evaluation(ticket, now())
        if metric not in {each.metric for each in found.cycles}:
            raise NotOpened(f"{metric!r} of ticket {ticket!r} has not started")
        explanation = found.latest(metric).explain()
        return {"text": explanation.text(), **explanation.to_dict()}

    @app.get("/tickets/{ticket}/page", response_class=HTMLResponse)
    def page(ticket: Id) -> HTMLResponse:
        """Both as a page for people."""
        return HTMLResponse(evaluation_html(desk.evaluation(ticket, now())), headers=PAGE_HEADERS)

    return app


async def _body_of(request: Request, limit: int) -> bytes:
    """The body, of which no more is read than the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"the body has more than {limit} bytes")
    return bytes(body)


def _first_of(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'body'}: {each['msg']}" for each in found[:3])


def _answer_with(code: int) -> Callable[[Request, Exception], Response]:
    return lambda _, error: JSONResponse({"error": str(error)}, code)
