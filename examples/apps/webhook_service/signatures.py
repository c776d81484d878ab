"""Signed events: an HMAC over the instant of signing and the raw body, within a window against replays.

A header reads `t=1795600000,v1=<64 hexadecimal digits>`. What is signed is `1795600000.` and the bytes of the body as
they came, before anything reads them.
"""

import hmac
import re
from datetime import UTC, datetime, timedelta

HEADER = "X-Signature"
_WRITTEN = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class NotSigned(Exception):
    """A request that does not come from whoever has the secret, or comes again too late."""


def signature(secret: bytes, body: bytes, at: datetime) -> str:
    """The header for a body that is signed at an instant."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def check_signature(header: str, secret: bytes, body: bytes, now: datetime, window: timedelta) -> None:
    """Refuse a body whose signature is not right, or was made longer ago than the window, or later than now.

    Raises:
        NotSigned: It is not taken.
    """
    found = _WRITTEN.fullmatch(header)
    if not found or not hmac.compare_digest(found[2], _digest(secret, found[1], body)):
        raise NotSigned(f"{HEADER} is missing or does not fit the body")
    if abs(now - datetime.fromtimestamp(int(found[1]), UTC)) > window:
        raise NotSigned(f"signed more than {window} from now; sign it again")


def _digest(secret: bytes, seconds: str, body: bytes) -> str:
    return hmac.digest(secret, seconds.encode() + b"." + body, "sha256").hex()
