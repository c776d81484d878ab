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


STATES = {"1": "New", "2": "In Progress", "3": "On Hold", "6": "Resolved", "7": "Closed", "8": "Canceled"}


def incident(**keys: Any) -> dict[str, Any]:
    """A task that was opened at eight in Los Angeles on a Monday, as the Table API answers it by itself."""
    return {
        "sys_id": "t1",
        "number": "INC1",
        "opened_at": "2026-06-01 15:00:00",
        "state": "2",
        "priority": "1",
        "caller_id": {"link": "https://example.test/sys_user/u1", "value": "u1"},
        "resolved_at": "",
        "closed_at": "",
        **keys,
    }


def shown(row: dict[str, Any], **labels: str) -> dict[str, Any]:
    """The same with display values beside values."""
    held = {key: each["value"] if isinstance(each, dict) else each for key, each in row.items()}
    return {key: {"display_value": labels.get(key, f"shown {value}"), "value": value} for key, value in held.items()}


def bare(row: dict[str, Any]) -> dict[str, Any]:
    """The same with values alone."""
    return {key: each["value"] for key, each in row.items()}


def audited(at: str, before: str, after: str, field: str = "state", **keys: Any) -> dict[str, Any]:
    """A change at a time of day of the first of June, in UTC."""
    return {
        "sys_id": f"d{at.replace(':', '')}{field}",
        "tablename": "incident",
        "documentkey": "t1",
        "fieldname": field,
        "oldvalue": before,
        "newvalue": after,
        "user": "ada",
        "reason": "",
        "sys_created_on": f"2026-06-01 {at}:00",
        "sys_created_by": "ada",
        **keys,
    }


def written(at: str, user: str = "ada", element: str = "comments", **keys: Any) -> dict[str, Any]:
    return {
        "sys_id": f"j{at.replace(':', '')}{element}",
        "element_id": "t1",
        "element": element,
        "name": "incident",
        "value": "words",
        "sys_created_on": f"2026-06-01 {at}:00",
        "sys_created_by": user,
        **keys,
    }


def user(**keys: Any) -> dict[str, Any]:
    return {"sys_id": "u1", "user_name": "joe", **keys}


def choice(value: str, label: str, **keys: Any) -> dict[str, Any]:
    return {
        "sys_id": f"c{value}{label}",
        "name": "incident",
        "element": "state",
        "value": value,
        "label": label,
        **keys,
    }


def histories() -> dict[str, Any]:
    """Two incidents, what changed in them and who wrote what, with what says their names and plans."""
    return {
        "incident": {"result": [incident(), incident(sys_id="t2", number="INC2", state="1", priority="3")]},
        "sys_audit": {
            "result": [
                audited("15:30", "1", "2"),
                audited("15:30", "", "ada", "assigned_to"),
                audited("17:00", "2", "3"),
                audited("18:00", "3", "2"),
                audited("18:30", "2", "1", "priority"),
                audited("18:30", "", "g1", "assignment_group"),
            ]
        },
        "sys_journal_field": {
            "result": [written("16:00"), written("17:30", "joe"), written("17:40", element="work_notes")]
        },
        "sys_user": {"result": [user()]},
        "sys_choice": {"result": [choice(value, label) for value, label in STATES.items()]},
        "task_sla": {"result": [bare(clock()), bare(clock(sys_id="c2", task="t2"))]},
        **account(),
    }
