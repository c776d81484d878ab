"""Write a policy in Python, save it as JSON, and load it again: the answers stay the same."""

import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slaclock import SlaPolicy

policy = SlaPolicy(
    name="Corner shop support",
    timezone="Europe/Berlin",
    holidays=["DE-BE", {"2026-12-24": "Christmas Eve"}],
    schedules={"shop": ["Mon-Fri 09:00-13:00, 14:00-18:00", "Sat 10:00-14:00"]},
    plans={
        "everyone": {
            "schedule": "shop",
            "first_response": {"urgent": "2 business hours", "normal": "1 business day"},
            "resolution": "5 business days",
        }
    },
)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "policy.json"
    path.write_text(policy.model_dump_json(indent=2), encoding="utf-8")
    loaded = SlaPolicy.load(path)

opened = datetime(2026, 12, 23, 17, 0, tzinfo=ZoneInfo("Europe/Berlin"))
print(f"loaded is the same policy: {loaded == policy}")
print(f"urgent      due {loaded.due(opened, priority='urgent')}")
print(f"normal      due {loaded.due(opened, priority='normal')}")
print(f"resolution  due {loaded.due(opened, metric='resolution')}")
print()
print(loaded.explain(opened, priority="urgent"))
