"""The picture of the first page: why the ticket of the README is due when it is, drawn by slaclock itself.

`python -m website.pictures` draws it again, where what is drawn has changed.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slaclock import SlaPolicy, explanation_svg

ROOT = Path(__file__).parent.parent
TICKET = ROOT / "docs" / "assets" / "ticket.svg"


def ticket() -> str:
    """Draw the ticket of the README."""
    policy = SlaPolicy.load(ROOT / "examples" / "policies" / "codexpert.yaml")
    return explanation_svg(policy.explain(datetime(2026, 11, 25, 23, 0, tzinfo=ZoneInfo("America/New_York"))))


if __name__ == "__main__":
    TICKET.write_text(ticket(), encoding="utf-8")
