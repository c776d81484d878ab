"""Payloads as Intercom hands them over, made up for the tests; each call makes a new one."""

from typing import Any


def interval(start: int, end: int, **keys: Any) -> dict[str, int]:
    return {"start_minute": start, "end_minute": end, **keys}


def schedule(*stretches: tuple[int, int], **keys: Any) -> dict[str, Any]:
    """Monday and Tuesday, nine to five, unless other minutes since Monday are given."""
    return {
        "type": "office_hours_schedule",
        "id": "1",
        "name": "Desk",
        "time_zone_name": "Europe/Dublin",
        "time_intervals": [interval(*each) for each in stretches or ((540, 1020), (1980, 2460))],
        "twenty_four_seven": False,
        "created_at": 1_717_200_000,
        "updated_at": 1_717_200_000,
        **keys,
    }


def exception(day: str = "2026-12-29", *stretches: tuple[int, int], **keys: Any) -> dict[str, Any]:
    """A closed date, or one with hours where some are given."""
    return {
        "type": "office_hours_exception",
        "id": f"of-{day}",
        "office_hours_schedule_id": "1",
        "exception_date": day,
        "exception_type": "custom_hours" if stretches else "closed",
        "name": "Stocktaking",
        "time_intervals": [interval(*each, day_of_week=1) for each in stretches] or None,
        "recurring_annually": False,
        "created_at": 1_717_200_000,
        **keys,
    }


def rule(**keys: Any) -> dict[str, Any]:
    return {
        "type": "sla_rule",
        "id": "12",
        "name": "VIP",
        "archived": False,
        "first_reply_time_in_seconds": 3_600,
        "next_reply_time_in_seconds": None,
        "time_to_close_in_seconds": 172_800,
        "resolution_time_in_seconds": None,
        "speed_of_answer_in_seconds": None,
        **keys,
    }


def account() -> dict[str, Any]:
    """Office hours with a night, dates that differ, and rules."""
    nights = schedule((1320, 1440), (1440, 1800), id="2", name="Nights", time_zone_name="Dublin")
    return {
        "office_hours_schedules": {"type": "office_hours_schedule.list", "data": [schedule(), nights]},
        "office_hours_exceptions": {
            "data": [exception(), exception("2026-12-24", (540, 780), office_hours_schedule_id="2")],
            "pages": {"next": None},
        },
        "sla_rules": [rule()],
    }
