"""How instants, amounts and dates stand in cases, for implementations in Python."""

from datetime import UTC, datetime, timedelta

MICROSECOND = timedelta(microseconds=1)


def instant(text: str) -> datetime:
    """Read an instant; one without an offset is naive, as a case about that has it."""
    return datetime.fromisoformat(text)


def told(at: datetime) -> str:
    """Write an instant in UTC, with a fraction only where it has one."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def amount(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)


def microseconds(duration: timedelta) -> int:
    return duration // MICROSECOND
