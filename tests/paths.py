"""Where the tests find what is beside them."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
POLICIES = ROOT / "examples" / "policies"
