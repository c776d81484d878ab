"""Policies that are published by tests, and their pages."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from slaclock import SlaPolicy
from slaclock.publish import published_page

PLAIN = """
name: BytezTech support
timezone: America/New_York
holidays: US
schedules:
  standard: Mon-Fri 09:00-18:00
  night_shift: Sun-Thu 22:00-06:00
plans:
  standard:
    schedule: standard
    first_response: {P1: 4 business hours, P2: 8 business hours, P3: 2 business days}
    resolution: {P1: 2 business days, P2: 3 business days}
  overnight:
    schedule: night_shift
    first_response: {P1: 8 business hours, P2: 24 business hours, P3: 2 business days}
"""

BUSY = """
name: "<b>Büro & Söhne</b> </script><script>alert(1)</script>"
timezone: Europe/Berlin
holidays: [DE-BY, {date: --12-28, name: "</script><img src=x onerror=alert(1)>"}]
schedules:
  buero:
    hours: ["Mon-Thu 08:00-12:00, 13:00-17:00", "Fri 08:00-14:00"]
    exceptions: {2026-12-24: {hours: "08:00-11:00", name: half a day}}
  always: 24x7
names: {priorities: {Dringend intern: P1}, statuses: {eingefroren_intern: waiting_on_customer}}
assumptions: [These are a guess of the team.]
escalations: {chief_of_all: 30 minutes left}
plans:
  basic:
    schedule: buero
    first_response:
      P1:
        target: 2 business hours
        when: [{received: by phone, target: 30 minutes}, {received: not by fax on Saturday, target: 3 business hours}]
      P2: {target: 1 business day, escalations: {chief: 1 hour left}}
  plus:
    schedule: always
    first_response: {P1: 15 minutes, P2: 4 hours}
"""


@cache
def page_of(policy: str, at: datetime) -> str:
    """The page of a policy, for the year of an instant and the next."""
    read = SlaPolicy.loads(policy)
    return published_page(read, read.compile((at.year, at.year + 1)), at)
