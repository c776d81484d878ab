"""Where the tests find what is beside them."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
POLICIES = EXAMPLES / "policies"
