"""Three offices answer in turn: what they cover, what they do not, and when a promise is due."""

from datetime import UTC, datetime, timedelta

from slaclock import Schedule

sydney = Schedule(timezone="Australia/Sydney", hours="Mon-Fri 09:00-17:00", holidays="AU-NSW", name="Sydney")
london = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:30", holidays="GB-ENG", name="London")
denver = Schedule(timezone="America/Denver", hours="Mon-Fri 08:00-17:00", holidays="US", name="Denver")
offices = (sydney, london, denver)
team = sydney | london | denver

start = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # Wednesday; Denver is closed on Thursday, Thanksgiving
end = start + timedelta(days=2)


def span(window_start: datetime, window_end: datetime) -> str:
    return f"{window_start:%a %H:%M} to {window_end:%a %H:%M} UTC"


for window in team.windows(start, end):
    on_duty = [office.name for office in offices if office.elapsed(window.start, window.end)]
    print(f"open      {span(window.start, window.end)}  {', '.join(on_duty)}")

always = Schedule(timezone="UTC", hours="24x7")
for gap in (always - team).windows(start, end):
    print(f"closed    {span(gap.start, gap.end)}")

for overlap in (sydney & denver).windows(start, end):
    print(f"handover  {span(overlap.start, overlap.end)}  from Denver to Sydney")

opened = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
for name, hours in (("London alone", london), ("all three", team)):
    print(f"due       {hours.add(opened, timedelta(hours=12)):%a %H:%M} UTC, 12 open hours of {name}")
