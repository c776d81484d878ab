"""Payloads as Salesforce hands them over, made up for the tests; each call makes a new one."""

from typing import Any

WORKING_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def business_hours(**keys: Any) -> dict[str, Any]:
    """Monday to Friday, nine to five in London."""
    days = {f"{day}{end}": clock for day in WORKING_DAYS for end, clock in (("StartTime", NINE), ("EndTime", FIVE))}
    given = {
        "attributes": {"type": "BusinessHours", "url": "/services/data/v66.0/sobjects/BusinessHours/01m1"},
        "Id": "01m1",
        "Name": "Office",
        "IsActive": True,
        "IsDefault": True,
        "TimeZoneSidKey": "Europe/London",
        **days,
        **{f"{day}{end}Time": None for day in ("Saturday", "Sunday") for end in ("Start", "End")},
        **keys,
    }
    return {key: value for key, value in given.items() if value is not ...}


NINE, FIVE = "09:00:00.000Z", "17:00:00.000Z"


def holiday(date: str, **keys: Any) -> dict[str, Any]:
    given = {"attributes": {"type": "Holiday"}, "Id": f"0C0{date}", "Name": "Stocktaking", "ActivityDate": date}
    return {key: value for key, value in (given | {"IsAllDay": True} | keys).items() if value is not ...}


def recurring(kind: str, first: str, **keys: Any) -> dict[str, Any]:
    return holiday(first, IsRecurrence=True, RecurrenceType=kind, RecurrenceStartDate=first, **keys)


def answer(*records: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"totalSize": len(records), "done": True, "records": list(records), **keys}


SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<BusinessHoursSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <businessHours>
        <active>true</active>
        <default>false</default>
        <mondayEndTime>17:00:00.000Z</mondayEndTime>
        <mondayStartTime>09:00:00.000Z</mondayStartTime>
        <name>Mondays &amp; more</name>
        <timeZoneId>Asia/Tokyo</timeZoneId>
    </businessHours>
    <businessHours>
        <active>true</active>
        <default>true</default>
        <name>Always</name>
        DAYS
        <timeZoneId>Europe/Paris</timeZoneId>
    </businessHours>
    <holidays>
        <activityDate>2026-06-01</activityDate>
        <businessHours>Mondays &amp; more</businessHours>
        <businessHours>Always</businessHours>
        <endTime>12:00:00.000Z</endTime>
        <isRecurring>false</isRecurring>
        <name>Half a day</name>
        <startTime>09:00:00.000Z</startTime>
    </holidays>
    <holidays>
        <businessHours>Always</businessHours>
        <isRecurring>true</isRecurring>
        <name>Thursdays</name>
        <recurrenceDayOfWeek>Thursday</recurrenceDayOfWeek>
        <recurrenceDayOfWeek>Friday</recurrenceDayOfWeek>
        <recurrenceEndDate>2026-06-30</recurrenceEndDate>
        <recurrenceInterval>2</recurrenceInterval>
        <recurrenceStartDate>2026-06-01</recurrenceStartDate>
        <recurrenceType>RecursWeekly</recurrenceType>
    </holidays>
</BusinessHoursSettings>
""".replace(
    "DAYS",
    "".join(
        f"<{day}{end}Time>00:00:00.000Z</{day}{end}Time>"
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        for end in ("Start", "End")
    ),
)


def account() -> dict[str, Any]:
    """What one organisation answers: two sets of business hours, with holidays of all kinds."""
    third = {"RecurrenceInstance": "Third", "RecurrenceDayOfWeekMask": 2}
    return {
        "business_hours": answer(business_hours(), business_hours(Id="01m2", Name="Late", IsDefault=False)),
        "holidays": {
            "Office": answer(
                holiday("2026-12-24T00:00:00.000+0000"),
                holiday("2026-12-31", IsAllDay=False, StartTimeInMinutes=720, EndTimeInMinutes=1440),
                recurring("RecursYearly", "2024-12-25", RecurrenceDayOfMonth=25, RecurrenceMonthOfYear="December"),
                recurring("RecursYearlyNth", "2024-01-01", RecurrenceMonthOfYear="January", **third),
            ),
            "01m2": [
                recurring("RecursMonthly", "2026-01-05", RecurrenceDayOfMonth=5, RecurrenceInterval=2),
                recurring("RecursMonthlyNth", "2026-01-01", RecurrenceEndDateOnly="2026-12-31", **third),
                recurring("RecursWeekly", "2026-02-02", RecurrenceDayOfWeekMask=6, RecurrenceEndDateOnly="2026-03-31"),
            ],
        },
    }


def case(**keys: Any) -> dict[str, Any]:
    given = {
        "attributes": {"type": "Case"},
        "Id": "500000000000001AAA",
        "CaseNumber": "00001026",
        "CreatedDate": "2026-06-01T08:00:00.000+0000",
        "Status": "Waiting",
        "Priority": "High",
        "BusinessHoursId": "01m1",
    }
    return {key: value for key, value in (given | keys).items() if value is not ...}


def change(time: str, field: str, before: Any, after: Any, **keys: Any) -> dict[str, Any]:
    """A change of June 2026: `01T09:00`."""
    at = f"2026-06-{time}:00.000+0000"
    given = {"CaseId": "500000000000001AAA", "Field": field, "OldValue": before, "NewValue": after, "CreatedDate": at}
    return {"attributes": {"type": "CaseHistory"}, **given, **keys}


def milestone(**keys: Any) -> dict[str, Any]:
    """Two hours of the office, from four o'clock in London on Monday 1 June 2026: due on Tuesday at ten."""
    given = {
        "attributes": {"type": "CaseMilestone"},
        "Id": "5551",
        "CaseId": "500000000000001AAA",
        "MilestoneType": {"attributes": {"type": "MilestoneType"}, "Name": "First Response"},
        "MilestoneTypeId": "5571",
        "StartDate": "2026-06-01T15:00:15.000+0000",
        "TargetDate": "2026-06-02T09:00:00.000+0000",
        "CompletionDate": None,
        "IsCompleted": False,
        "IsViolated": False,
        "TargetResponseInMins": 120,
        "TargetResponseInHrs": 2,
        "TargetResponseInDays": 0.08,
        "TimeRemainingInMins": "92:21",
        "TimeRemainingInHrs": "01:32",
        "TimeRemainingInDays": 0.064,
        "TimeSinceTargetInMins": "00:00",
        "BusinessHoursId": "01m1",
    }
    return {key: value for key, value in (given | keys).items() if value is not ...}
