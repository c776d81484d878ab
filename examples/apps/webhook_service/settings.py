"""What a deployment sets, from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

SHORTEST_SECRET = 16


@dataclass(frozen=True)
class Settings:
    """Where things are, and how much is let in."""

    policy: Path
    """The policy file."""

    secret: bytes = field(repr=False)
    """What the helpdesk signs its events with."""

    database: str = "sqlite:///tickets.db"
    """Any URL of SQLAlchemy for SQLite or PostgreSQL: `postgresql+psycopg://…`."""

    push_to: str = ""
    """The URL to which warnings are posted."""

    window: timedelta = timedelta(minutes=5)
    """How far the instant of a signature may lie from now; what is older is a replay."""

    largest_body: int = 64 * 1024
    """Bytes of an event, at most."""

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> "Settings":
        """Read `SLA_POLICY`, `SLA_SECRET`, `SLA_DATABASE` and `SLA_PUSH_TO`."""
        missing = [name for name in ("SLA_POLICY", "SLA_SECRET") if not given.get(name)]
        if missing:
            raise SystemExit(f"set {' and '.join(missing)} in the environment")
        if len(given["SLA_SECRET"]) < SHORTEST_SECRET:
            raise SystemExit(
                f"SLA_SECRET is shorter than {SHORTEST_SECRET} characters; make one with `openssl rand -hex 32`"
            )
        return cls(
            policy=Path(given["SLA_POLICY"]),
            secret=given["SLA_SECRET"].encode(),
            database=given.get("SLA_DATABASE") or cls.database,
            push_to=given.get("SLA_PUSH_TO", ""),
        )
