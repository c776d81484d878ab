"""Explanations of every kind, and what a reader finds in their pictures."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from itertools import pairwise
from typing import get_args
from zoneinfo import ZoneInfo

from slaclock.hours import Schedule
from slaclock.policy import SlaPolicy
from slaclock.render.drawings import explanation_svg, x_of
from slaclock.targets import Explanation, Kind, Stretch, Target, explain
from slaclock.tickets import SlaClock

NASTY = ("<script>alert(1)</script>", '"]]>', "a & b", "bell \x07", "_x_ | `y` # [z](u)")
SVG = "{http://www.w3.org/2000/svg}"
KINDS = get_args(Kind)


def at(text: str, zone: str = "America/New_York", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def weekly(hours: str, zone: str = "America/New_York", **more: object) -> Schedule:
    return Schedule(timezone=zone, hours=hours, **more)  # type: ignore[arg-type]


OFFICE = weekly(
    "Mon-Fri 09:00-18:00",
    holidays="US",
    exceptions={"2026-11-27": {"hours": "09:00-13:00", "name": "Black Friday"}, "2026-12-24": "closed"},
    name="office",
)
NIGHTS = weekly("Sun-Thu 22:00-06:00", holidays="US", name="nights")
PATCHING = weekly("Wed 23:00-02:00", name="patching")
ALWAYS = weekly("24x7")
CLOCK = SlaClock.starting(
    at("2026-11-24T15:00"), Target("8 business hours"), OFFICE, {"at risk": "75%"}, subject="T-1: first_response"
)
PAUSED = CLOCK.pause(at("2026-11-24T17:00"), "status pending")


def of_kinds(*kinds: str, ahead: bool = False) -> Explanation:
    """An explanation with an hour of each kind, from midnight on."""
    opened = at("2026-06-01T00:00")
    hours = [opened + timedelta(hours=number) for number in range(len(kinds) + 1)]
    stretches = tuple(
        Stretch(start=start, end=end, kind=kind, ahead=ahead, name=f"the {kind.replace('_', ' ')}")  # type: ignore[arg-type]
        for kind, (start, end) in zip(kinds, pairwise(hours), strict=True)
    )
    return Explanation(
        target=Target("1 hour"),
        schedule="any",
        timezone="America/New_York",
        opened=opened,
        due=hours[-1],
        stretches=stretches,
    )


EXPLAINED: dict[str, Explanation] = {
    "night-shift": explain(Target("24 business hours"), NIGHTS, at("2026-11-24T21:00")),
    "maintenance": explain(Target("8 business hours"), NIGHTS - PATCHING, at("2026-11-25T21:00")),
    "forward": explain(Target("20 business hours"), ALWAYS, at("2026-03-07T20:00")),
    "back": explain(Target("20 business hours"), ALWAYS, at("2026-10-31T20:00")),
    "business-days": explain(Target("2 business days"), OFFICE, at("2026-11-24T10:30")),
    "sixty-days": explain(Target("60 business days"), OFFICE, at("2026-11-02T10:30")),
    "calendar-days": explain(Target("30 calendar days"), OFFICE, at("2026-11-24T10:30")),
    "very-long": explain(Target("3000 business hours"), OFFICE, at("2026-11-24T10:30")),
    "not-started": CLOCK.explain(at("2026-11-23T10:00")),
    "running": CLOCK.explain(at("2026-11-24T16:00")),
    "at-risk": CLOCK.explain(at("2026-11-25T13:30")),
    "paused": PAUSED.explain(at("2026-11-30T12:00")),
    "breached": CLOCK.explain(at("2026-11-25T17:00")),
    "met": CLOCK.stop(at("2026-11-24T17:00")).explain(at("2026-11-27T17:00")),
    "met-in-days": SlaClock.starting(at("2026-11-24T15:00"), Target("2 business days"), OFFICE)
    .stop(at("2026-11-24T17:00"))
    .explain(at("2026-11-27T17:00")),
    "stopped-late": CLOCK.stop(at("2026-11-25T16:00")).explain(at("2026-11-27T17:00")),
    "cancelled": CLOCK.cancel(at("2026-11-24T17:00")).explain(at("2026-11-27T17:00")),
    "cancelled-at-once": CLOCK.cancel(at("2026-11-24T15:00")).explain(at("2026-11-27T17:00")),
    "superseded": CLOCK.retarget(at("2026-11-24T17:00"), target=Target("2 business hours"), on_change="reset").explain(
        at("2026-11-24T17:30")
    ),
    "months": explain(Target("2 months"), OFFICE, at("2026-11-24T10:30")),
    "months-running": SlaClock.starting(at("2026-11-24T15:00"), Target("2 months"), OFFICE).explain(
        at("2026-12-24T12:00")
    ),
    "all-kinds": of_kinds(*KINDS),
    "all-ahead": of_kinds(*KINDS, ahead=True),
}


POLICY = SlaPolicy.model_validate(
    {
        "name": "Support",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {
            "standard": {"first_response": "4 business hours", "resolution": "8 business hours", "update": "1 hour"}
        },
    }
)


def svg_of(explanation: Explanation) -> ET.Element:
    return ET.fromstring(explanation_svg(explanation))


def page_of(html: str) -> ET.Element:
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>\n"))


def rows_of(svg: ET.Element) -> list[ET.Element]:
    return [group for group in svg.iter(f"{SVG}g") if "row" in group.get("class", "").split()]


def words_of(element: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def rects(svg: ET.Element, kind: str) -> list[ET.Element]:
    rows = (rect for row in rows_of(svg) for rect in row.iter(f"{SVG}rect"))
    return [rect for rect in rows if kind in rect.get("class", "").split()]


def hours_of(rect: ET.Element) -> tuple[float, float]:
    """From which to which hour a rectangle lies on the ruler."""
    left, hour = x_of(timedelta()), x_of(timedelta(hours=1)) - x_of(timedelta())
    x, width = float(rect.get("x", "")), float(rect.get("width", ""))
    return round((x - left) / hour, 2), round((x + width - left) / hour, 2)
