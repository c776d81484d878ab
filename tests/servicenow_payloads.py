"""Records as the Table API of ServiceNow answers them, made up for the tests; each call makes a new one."""

from typing import Any


def schedule(**keys: Any) -> dict[str, Any]:
    usual = {"sys_id": "a1", "name": "Desk", "time_zone": "US/Pacific", "type": "", "parent": "", "description": ""}
    return usual | keys


def span(**keys: Any) -> dict[str, Any]:
    """Weekdays, eight to four in Los Angeles, from a day in winter time on."""
    return {
        "sys_id": f"span-{len(str(sorted(keys.items())))}-{keys.get('name', '')}",
        "schedule": {"link": "https://example.test/cmn_schedule/a1", "value": "a1"},
        "name": "Hours",
        "type": "",
        "show_as": "busy",
        "all_day": "false",
        "start_date_time": "20251110T160000Z",
        "end_date_time": "20251111T000000Z",
        "repeat_type": "weekdays",
        "repeat_count": "1",
        "repeat_until": "00000000",
        "days_of_week": "",
        "monthly_type": "dom",
        "yearly_type": "doy",
        "month": "1",
        "float_week": "1",
        "float_day": "1",
        **keys,
    }


def closed(first: str = "20261231", last: str = "", **keys: Any) -> dict[str, Any]:
    """An entry that takes whole dates away."""
    dates = {"start_date_time": f"{first}T000000", "end_date_time": f"{last or first}T235959"}
    return span(**{"name": "Stocktaking", "type": "exclude", "all_day": "true", "repeat_type": "", **dates, **keys})


def definition(**keys: Any) -> dict[str, Any]:
    return {
        "sys_id": "b1",
        "name": "P1 resolution",
        "active": "true",
        "target": "resolution",
        "duration": "1970-01-01 08:00:00",
        "duration_type": "",
        "schedule": {"link": "https://example.test/cmn_schedule/a1", "value": "a1"},
        "schedule_source": "sla_definition",
        **keys,
    }


def clock(**keys: Any) -> dict[str, Any]:
    """A clock that runs from eight in Los Angeles on a Monday; each field with what people see of it."""
    row = {
        "sys_id": "c1",
        "sla": "b1",
        "task": "t1",
        "stage": "in_progress",
        "has_breached": "false",
        "start_time": "2026-06-01 15:00:00",
        "planned_end_time": "2026-06-01 23:00:00",
        "end_time": "",
        "pause_time": "",
        "pause_duration": "",
        "business_pause_duration": "",
        "duration": "",
        "business_duration": "",
        "timezone": "US/Pacific",
        **keys,
    }
    shown = {"sla": "P1 resolution", "task": "INC1"}
    return {key: {"display_value": shown.get(key, f"shown {value}"), "value": value} for key, value in row.items()}


def account() -> dict[str, Any]:
    return {
        "cmn_schedule": {"result": [schedule()]},
        "cmn_schedule_span": {"result": [span(), closed()]},
        "contract_sla": {"result": [definition(start_condition="active=true^priority=1")]},
    }
