"""How much of the night shift each answer took, and which came too late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slaclock import Schedule

NEW_YORK = ZoneInfo("America/New_York")
PROMISED = timedelta(hours=4)

nights = Schedule(timezone="America/New_York", hours="Sunday to Thursday, 10 PM to 6 AM", holidays="US")
answers = [
    ("before midnight, after midnight", "2026-11-24 23:00", "2026-11-25 02:00"),
    ("at the due instant", "2026-11-24 23:00", "2026-11-25 03:00"),
    ("across the day", "2026-11-25 05:00", "2026-11-25 23:30"),
    ("across Thanksgiving", "2026-11-26 04:00", "2026-11-29 23:30"),
    ("on Thanksgiving, while closed", "2026-11-26 02:00", "2026-11-26 12:00"),
    ("too late while closed", "2026-11-26 01:00", "2026-11-26 23:00"),
]

for what, opened_at, answered_at in answers:
    opened, answered = (datetime.fromisoformat(text).replace(tzinfo=NEW_YORK) for text in (opened_at, answered_at))
    due = nights.add(opened, PROMISED)
    used = nights.elapsed(opened, answered)
    # Late is after the due instant: while closed no open time passes, so `used` would not show it.
    outcome = "late" if answered > due else "in time"
    print(f"{what:<32}  used {used}  due {due:%a %d %b %H:%M}  answered {answered:%a %d %b %H:%M}  {outcome}")
