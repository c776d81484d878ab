"""`python -m webhook_service serve` and `python -m webhook_service work`."""

import logging
import os
import sys
import time
from datetime import timedelta

import httpx2
import uvicorn

from slaclock import SlaPolicy

from .app import make_app
from .desk import Desk
from .settings import Settings
from .store import Store
from .worker import LONGEST_PUSH, Worker, pushing_to


def serve(settings: Settings) -> None:
    port = int(os.environ.get("PORT", "8000"))
    uvicorn.run(make_app(settings), host=os.environ.get("HOST", "127.0.0.1"), port=port)


def work(settings: Settings) -> None:
    if not settings.push_to:
        raise SystemExit("set SLA_PUSH_TO in the environment to the URL that is told of warnings")
    desk = Desk(SlaPolicy.load(settings.policy), Store(settings.database))
    with httpx2.Client(timeout=LONGEST_PUSH.total_seconds()) as client:
        Worker(desk, pushing_to(settings.push_to, client)).run(_sleep)


def _sleep(time_to_sleep: timedelta) -> None:
    time.sleep(time_to_sleep.total_seconds())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    commands = {"serve": serve, "work": work}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        raise SystemExit("write `python -m webhook_service serve` or `python -m webhook_service work`")
    commands[sys.argv[1]](Settings.from_environment())
