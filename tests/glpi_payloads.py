"""Records as GLPI hands them over, made up for the tests; each call makes new ones."""

from typing import Any

ZONE = "Europe/Paris"


def calendar(**keys: Any) -> dict[str, Any]:
    return {"id": 1, "name": "Office", "entities_id": 0, "is_recursive": 1, "links": [], **keys}


def segments(*frames: tuple[str, str], days: tuple[int, ...] = (1, 2, 3, 4, 5), of: int = 1) -> list[dict[str, Any]]:
    """Segments of a calendar, 08:00 to 20:00 on weekdays unless otherwise stated."""
    return [
        {"id": 100 * of + 10 * day + number, "calendars_id": of, "day": day, "begin": begin, "end": end}
        for day in days
        for number, (begin, end) in enumerate(frames or [("08:00:00", "20:00:00")])
    ]


def holiday(first: str, last: str = "", yearly: int = 0, **keys: Any) -> dict[str, Any]:
    dates = {"begin_date": first, "end_date": last or first, "is_perpetual": yearly}
    return {"id": 7, "name": "Closed", **dates, "comment": "", **keys}


def link(holidays_id: int = 7, calendars_id: int = 1) -> dict[str, Any]:
    return {"id": 1000 * calendars_id + holidays_id, "calendars_id": calendars_id, "holidays_id": holidays_id}


def slm(**keys: Any) -> dict[str, Any]:
    return {"id": 1, "name": "Gold", "calendars_id": 1, "use_ticket_calendar": 0, "comment": None, **keys}


def sla(number: int = 4, unit: str = "hour", kind: int = 0, **keys: Any) -> dict[str, Any]:
    usual = {"id": 2 - kind, "slms_id": 1, "name": ("TTR", "TTO")[kind], "type": kind}
    return {**usual, "number_time": number, "definition_time": unit, "end_of_working_day": 0, **keys}


def ticket(**keys: Any) -> dict[str, Any]:
    usual = {"id": 31, "date": "2026-06-01 09:00:00", "slas_id_tto": 1, "slas_id_ttr": 2, "status": 2, "priority": 3}
    return {**usual, "is_deleted": 0, "sla_waiting_duration": 0, "takeintoaccount_delay_stat": 0, **keys}


def changes(*told: tuple[int, int, str]) -> list[dict[str, Any]]:
    """Changes of the status of ticket 31, each from, to and its time on 1 June 2026."""
    usual = {"items_id": 31, "itemtype": "Ticket", "id_search_option": 12}
    return [
        {"id": number, **usual, "old_value": str(before), "new_value": str(after), "date_mod": f"2026-06-01 {at}:00"}
        for number, (before, after, at) in enumerate(told, start=500)
    ]


def account() -> dict[str, Any]:
    return {
        "calendars": [calendar(cache_duration="[0,43200,43200,43200,43200,43200,0]")],
        "calendar_segments": segments(),
        "holidays": [holiday("2024-12-24", "2025-01-02", 1), holiday("2026-06-03", id=8)],
        "calendar_holidays": [link(), link(8)],
        "slms": [slm()],
        "slas": [sla(2, "day"), sla(4, "hour", 1)],
        "tickets": [
            ticket(
                time_to_own="2026-06-01 13:00:00",
                time_to_resolve="2026-06-04 10:00:00",
                sla_waiting_duration=3600,
                takeintoaccountdate="2026-06-01 10:00:00",
                takeintoaccount_delay_stat=3600,
                solvedate="2026-06-02 09:00:00",
                solve_delay_stat=39600,
            )
        ],
        "logs": changes((1, 2, "10:00"), (2, 4, "11:00"), (4, 2, "12:00")),
    }
