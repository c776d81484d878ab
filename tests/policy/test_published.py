"""Published policies as files: due dates worked out by hand, and counted again by someone who knows no policy file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

import pytest
from oracle import DAY, Declared, Opinion, Row, SlowCount, moment, showing, utc
from paths import POLICIES

from slaclock import Event, HolidayCalendar, SlaPolicy, Ticket
from slaclock.review.checks import check

LOS_ANGELES, DENVER, CHICAGO, NEW_YORK = (
    f"America/{city}" for city in ("Los_Angeles", "Denver", "Chicago", "New_York")
)
LONDON, MADRID, BERLIN = (f"Europe/{city}" for city in ("London", "Madrid", "Berlin"))
DUBAI, TEHRAN, KOLKATA, SINGAPORE, TOKYO = (
    f"Asia/{city}" for city in ("Dubai", "Tehran", "Kolkata", "Singapore", "Tokyo")
)
SYDNEY = "Australia/Sydney"
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WORKDAYS, SUN_TO_THU, SAT_TO_WED = range(5), (SUN, MON, TUE, WED, THU), (SAT, SUN, MON, TUE, WED)
HOUR = 60
"""In the minutes of a `Row`."""


def at(text: str, zone: str) -> datetime:
    """An instant as a row writes it: `Wed 2026-11-25 17:45`, and the zone behind it where it is another."""
    weekday, day, clock, *other = text.split()
    instant = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(other[0] if other else zone))
    assert f"{instant:%a}" == weekday, f"{text}: {day} is a {instant:%A}"
    return instant


@cache
def policy_of(file: str) -> SlaPolicy:
    return SlaPolicy.load(POLICIES / f"{file}.yaml")


# The same documents, declared to the slow count

Due = Callable[[datetime], datetime]
"""When something opened at an instant is due, by the slow count."""


def dates(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


US = dates(
    *("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-07-04", "2026-09-07"),
    *("2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01", "2027-01-18"),
)
ENGLAND = dates(
    *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31"),
    *("2026-12-25", "2026-12-26", "2026-12-28", "2027-01-01"),
)
GERMANY = dates(
    *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03"),
    *("2026-12-25", "2026-12-26", "2027-01-01"),
)
SINGAPORE_S = dates(
    *("2026-01-01", "2026-02-17", "2026-02-18", "2026-03-21", "2026-04-03", "2026-05-01", "2026-05-27", "2026-05-31"),
    *("2026-06-01", "2026-08-09", "2026-08-10", "2026-11-08", "2026-11-09", "2026-12-25", "2027-01-01"),
)
EMIRATES = dates("2026-12-02", "2026-12-03", "2027-01-01")
IRAN = dates("2026-03-20", "2026-03-21", "2026-03-22", "2026-03-23", "2026-03-24", "2026-04-01", "2026-04-02")
"""Of the last two those that the dates below meet: most others follow the moon."""


def weekly(
    zone: str, days: Iterable[int], *hours: tuple[float, float], holidays: frozenset[date] = dates()
) -> SlowCount:
    """Support that opens at the same hours of the day on some days of the week."""
    rows = tuple(Row(day, int(opens * HOUR), int(closes * HOUR)) for day in days for opens, closes in hours)
    return SlowCount(Declared(zone, rows, holidays))


def block(zone: str, first: int, opens: float, last: int, closes: float) -> SlowCount:
    """Support that opens on one day of the week and closes on a later one, cut at each midnight."""
    days = [first, *range(first + 1 if first != SUN else MON, last + 1)]
    hours = {day: [0, 24 * HOUR] for day in days}
    hours[first][0], hours[last][1] = int(opens * HOUR), int(closes * HOUR)
    return SlowCount(Declared(zone, tuple(Row(day, *hours[day]) for day in days)))


class Watched(SlowCount):
    """A slow count by someone who decides at each quarter hour anew, from whatever clocks they look at."""

    def __init__(self, says_open: Callable[[datetime], bool]) -> None:
        super().__init__(Declared("UTC", ()))
        self.says_open = says_open

    def dates_open(self, reading: datetime) -> Opinion:
        return frozenset({reading.date()} if self.says_open(reading.replace(tzinfo=UTC)) else ())


def except_weekends(closes: time, opens: time) -> Watched:
    """Open, but not once Friday is over in San Francisco while Monday has not begun in Sydney."""

    def says_open(instant: datetime) -> bool:
        there, here = showing(LOS_ANGELES, instant), showing(SYDNEY, instant)
        gone = there.weekday() in (SAT, SUN) or (there.weekday() == FRI and there.time() >= closes)
        not_back = here.weekday() in (SAT, SUN) or (here.weekday() == MON and here.time() < opens)
        return not (gone and not_back)

    return Watched(says_open)


def business(hours: float, count: SlowCount) -> Due:
    return lambda opened: count.add(opened, timedelta(hours=hours))


def days(number: int, count: SlowCount, rule: str = "same_time", starts: str = "next_opening") -> Due:
    return lambda opened: count.add_days(opened, number, rule=rule, starts=starts)


def clock(hours: float) -> Due:
    return lambda opened: utc(opened) + timedelta(hours=hours)


def later(number: int, zone: str) -> Due:
    """The same clock time so many dates later."""
    return lambda opened: moment(zone, showing(zone, utc(opened)) + number * DAY)


def by_severity(names: str, *dues: Due) -> dict[str, Due]:
    return dict(zip(names.split(), dues, strict=True))


Promises = dict[str, Due]
"""By plan, priority and metric, as `priority, Sev2, first_response`; `any` is whatever priority."""


def promised(plan: str, by_priority: dict[str, Due], metric: str = "first_response") -> Promises:
    return {f"{plan}, {priority}, {metric}": due for priority, due in by_priority.items()}


def gitlab(_: str) -> Promises:
    days_and_nights = block(LOS_ANGELES, SUN, 15, FRI, 17)
    government = weekly(LOS_ANGELES, WORKDAYS, (5, 17))
    on = partial(by_severity, "Sev1 Sev2 Sev3 Sev4")
    billing = {"billing": business(8, days_and_nights)}
    return (
        promised("standard", {"any": business(24, days_and_nights)} | billing)
        | promised("priority", {"Sev1": clock(0.5)} | billing)
        | promised("priority", {f"Sev{n}": business(h, days_and_nights) for n, h in ((2, 4), (3, 8), (4, 24))})
        | promised("us_government_12x5", on(*(business(h, government) for h in (0.5, 4, 8, 24))) | billing)
        | promised(
            "us_government_24x7", on(clock(0.5), clock(4), business(8, government), business(24, government)) | billing
        )
    )


def redhat(customer: str) -> Promises:
    found: Promises = {}
    for region, closes, holidays in (("_north_america", 18, US), ("", 17, dates())):
        office = weekly(customer, WORKDAYS, (9, closes), holidays=holidays)
        hours, in_days = partial(business, count=office), partial(days, count=office)
        on = partial(by_severity, "Sev1 Sev2 Sev3 Sev4")
        standard = on(hours(1), hours(4), in_days(1), in_days(2))
        found |= promised(f"standard{region}", standard) | promised(f"standard{region}", standard, "update")
        for plan, first, ongoing in (("premium", hours(2), hours(4)), ("premium_24x7", clock(2), clock(4))):
            found |= promised(f"{plan}{region}", on(clock(1), first, hours(4), hours(8)))
            found |= promised(f"{plan}{region}", on(clock(1), ongoing, hours(8), in_days(2)), "update")
        for metric in ("first_response", "update"):
            found |= promised(f"openshift_pro_basic{region}", {"any": in_days(2)}, metric)
    return found


def suse(_: str) -> Promises:
    found: Promises = {}
    for region, zone, holidays in (("emea", BERLIN, GERMANY), ("us", DENVER, US), ("apj", SINGAPORE, SINGAPORE_S)):
        office = weekly(zone, WORKDAYS, (6, 18), holidays=holidays)
        next_day = days(1, office, "close", "at_once")
        names = ("1 Critical", "2 High", "3 Medium", "4 Low")
        standard = (business(2, office), business(4, office), next_day, next_day)
        priority = (clock(1), clock(2), business(4, office), next_day)
        found |= promised(f"standard_{region}", dict(zip(names, standard, strict=True)))
        found |= promised(f"priority_{region}", dict(zip(names, priority, strict=True)))
    return found


def atlassian(_: str) -> Promises:
    standard = except_weekends(time(17), time(10))
    return (
        promised("standard", {"L1": business(1, standard), "L2": business(4, standard)})
        | promised("premier", {"L1": clock(0.5), "L2": clock(2)})
        | promised("some_products", {"any": clock(24)})
    )


def sourcegraph(_: str) -> Promises:
    days_and_nights = block(LOS_ANGELES, SUN, 14, FRI, 17)
    from_monday = block(LOS_ANGELES, MON, 0, FRI, 17)
    office = weekly(LOS_ANGELES, WORKDAYS, (8, 17))
    on = partial(by_severity, "Sev0 Sev1 Sev2 Sev3")
    rest = (business(8, days_and_nights), days(2, from_monday))
    return (
        promised("enterprise", on(business(2, days_and_nights), business(4, days_and_nights), *rest))
        | promised("starter", on(*(days(n, office) for n in (1, 1, 2, 3))))
        | promised("premium", on(clock(2), clock(4), *rest))
    )


def cloudsmith(_: str) -> Promises:
    core = weekly("UTC", WORKDAYS, (5, 25))
    hours = (business(2, core), business(4, core), business(6, core))
    return promised("priority", by_severity("SEV1 SEV2 SEV3 SEV4 SEV5", *hours, days(1, core), days(1, core)))


def govuk_pay(_: str) -> Promises:
    office = weekly(LONDON, WORKDAYS, (9.5, 17.5), holidays=ENGLAND)
    on = partial(by_severity, "P1 P2 P3 P4")
    updates = on(clock(1), business(2, office), days(2, office), later(7, LONDON))
    return promised("support", on(clock(0.5), business(1, office), days(1, office), days(2, office))) | promised(
        "support", updates, "update"
    )


def mycourse(_: str) -> Promises:
    office = weekly(DUBAI, SUN_TO_THU, (9, 18), holidays=EMIRATES)
    hours, in_days = partial(business, count=office), partial(days, count=office)
    on = partial(by_severity, "P1 P2 P3 P4")
    return (
        promised("support", on(hours(1), hours(2), hours(4), in_days(1)))
        | promised("support", on(hours(4), in_days(1), in_days(2), in_days(5)), "update")
        | promised("support", on(in_days(1), in_days(3), in_days(5), in_days(10)), "resolution")
    )


def boardbook(_: str) -> Promises:
    office = weekly(CHICAGO, WORKDAYS, (8, 17))

    def critical(opened: datetime) -> datetime:
        return business(1, office)(opened) if office.is_open(opened) else clock(8)(opened)

    return promised(
        "support", by_severity("Critical High Medium Low", critical, business(3, office), clock(48), days(5, office))
    )


def lincoln_estates(_: str) -> Promises:
    def same_day_or_next(opened: datetime) -> datetime:
        reading = showing(LONDON, utc(opened))
        return moment(LONDON, datetime.combine(reading.date() + DAY, time(0 if reading.hour < 13 else 9)))

    on = partial(by_severity, "1 2 3 4 5")
    attend = on(clock(2), same_day_or_next, clock(48), later(7, LONDON), later(30, LONDON))
    restore = on(clock(24), clock(72), *(later(n, LONDON) for n in (7, 30, 60)))
    return promised("maintenance", attend, "attend") | promised("maintenance", restore, "restore")


def crecimiento(_: str) -> Promises:
    office = weekly(MADRID, WORKDAYS, (9, 14), (17, 19))
    on = partial(by_severity, "P1 P2 P3 P4")
    return promised("support", on(*(business(h, office) for h in (1, 4, 7, 14))), "acknowledgement") | promised(
        "support", on(*(business(h, office) for h in (8, 14, 35, 70))), "resolution"
    )


def byteztech(_: str) -> Promises:
    office = weekly(NEW_YORK, WORKDAYS, (9, 18), holidays=US)
    hours, in_days = partial(business, count=office), partial(days, count=office)
    on = partial(by_severity, "P1 P2 P3 P4")
    found = promised("standard", on(hours(4), hours(8), in_days(2), in_days(3)))
    found |= promised("premium", on(clock(1), hours(4), in_days(1), in_days(2)))
    for plan in ("standard", "premium"):
        found |= promised(plan, {"any": hours(4)}, "escalation")
    return found


def codexpert(_: str) -> Promises:
    nights = weekly(NEW_YORK, SUN_TO_THU, (22, 30), holidays=US)
    return promised("support", {"any": business(24, nights)})


@dataclass(frozen=True)
class Document:
    """A published policy: where it is kept, whose clocks it is about, and the weeks in which it is hard."""

    file: str
    zone: str
    promises: Callable[[str], Promises]
    hard_weeks: tuple[str, ...]
    """Days from which nine are tried."""

    customers: tuple[str, ...] = ()
    """Where customers may be, if the document speaks of their clocks."""

    def policy(self, customer: str) -> SlaPolicy:
        policy = policy_of(self.file)
        return policy.for_customer(customer) if self.customers else policy


@cache
def promises_of(document: Document, customer: str) -> Promises:
    return document.promises(customer)


SPRING_US, SPRING_EU, AUTUMN_SYDNEY, AUTUMN_EU, AUTUMN_US = (
    *("2026-03-05", "2026-03-26", "2026-04-02", "2026-10-22", "2026-10-29"),
)
THANKSGIVING, YEAR_END = "2026-11-20", "2026-12-23"
DOCUMENTS = {
    document.file: document
    for document in (
        Document("byteztech", NEW_YORK, byteztech, (SPRING_US, AUTUMN_US, THANKSGIVING, YEAR_END)),
        Document("codexpert", NEW_YORK, codexpert, (SPRING_US, AUTUMN_US, THANKSGIVING, YEAR_END)),
        Document("gitlab", LOS_ANGELES, gitlab, (SPRING_US, AUTUMN_US, THANKSGIVING, YEAR_END)),
        Document("redhat", NEW_YORK, redhat, (SPRING_US, THANKSGIVING, YEAR_END), (NEW_YORK, LONDON, KOLKATA)),
        Document("suse", BERLIN, suse, (SPRING_EU, AUTUMN_EU, THANKSGIVING, YEAR_END)),
        Document("atlassian_legacy", LOS_ANGELES, atlassian, (SPRING_US, AUTUMN_SYDNEY, "2026-10-01", AUTUMN_US)),
        Document("sourcegraph", LOS_ANGELES, sourcegraph, (SPRING_US, AUTUMN_US, YEAR_END)),
        Document("cloudsmith", "UTC", cloudsmith, (THANKSGIVING, YEAR_END)),
        Document("govuk_pay", LONDON, govuk_pay, (SPRING_EU, "2026-05-21", AUTUMN_EU, YEAR_END)),
        Document("mycourse", DUBAI, mycourse, (THANKSGIVING, "2026-11-28", YEAR_END)),
        Document("boardbook", CHICAGO, boardbook, (SPRING_US, AUTUMN_US, THANKSGIVING)),
        Document("lincoln_estates", LONDON, lincoln_estates, ("2026-02-26", SPRING_EU, AUTUMN_EU, YEAR_END)),
        Document("crecimiento", MADRID, crecimiento, (SPRING_EU, AUTUMN_EU, YEAR_END)),
    )
}

# Due dates worked out by hand

ROWS: dict[str, list[tuple[str, str, str, str]]] = {
    "byteztech": [
        ("standard, P1", "Wed 2026-11-25 16:00", "Fri 2026-11-27 11:00", "four-hours-over-thanksgiving"),
        ("standard, P2", "Fri 2026-11-20 15:00", "Mon 2026-11-23 14:00", "eight-hours-over-the-weekend"),
        ("standard, P3", "Tue 2026-11-24 10:30", "Fri 2026-11-27 10:30", "two-days-over-thanksgiving"),
        ("standard, P4", "Sat 2026-11-21 11:00", "Fri 2026-11-27 09:00", "saturday-counts-from-monday"),
        ("standard, any, escalation", "Sun 2026-11-22 12:00", "Mon 2026-11-23 13:00", "an-escalation-on-sunday"),
        ("premium, P1", "Sun 2026-03-08 01:30", "Sun 2026-03-08 03:30", "an-hour-while-clocks-go-forward"),
        ("premium, P1", "Sat 2026-11-21 22:30", "Sat 2026-11-21 23:30", "maintenance-stops-no-clock"),
        ("premium, P2", "Thu 2026-12-24 17:00", "Mon 2026-12-28 12:00", "over-christmas"),
        ("premium, P3", "Thu 2026-12-31 17:00", "Mon 2027-01-04 17:00", "over-new-year"),
        ("premium, P4", "Fri 2026-07-03 10:00", "Wed 2026-07-08 09:00", "independence-day-observed"),
    ],
    "codexpert": [
        ("support, any", "Wed 2026-11-25 23:00", "Tue 2026-12-01 23:00", "the-night-before-thanksgiving"),
        ("support, any", "Tue 2026-11-24 05:00", "Mon 2026-11-30 05:00", "an-hour-of-mondays-shift"),
        ("support, any", "Fri 2026-11-20 12:00", "Wed 2026-11-25 06:00", "three-shifts-to-the-close-of-the-third"),
        ("support, any", "Fri 2026-11-27 02:00", "Wed 2026-12-02 06:00", "thanksgivings-shift-is-cancelled"),
        ("support, any", "Thu 2026-10-29 23:00", "Tue 2026-11-03 23:00", "clocks-go-back-while-it-is-closed"),
        ("support, any", "Thu 2026-12-24 22:00", "Tue 2026-12-29 06:00", "the-shift-of-christmas-eve-is-worked"),
        ("support, any", "Wed 2026-12-30 22:00", "Mon 2027-01-04 06:00", "and-that-of-new-years-eve"),
        ("support, any", "Sun 2027-01-17 22:00", "Thu 2027-01-21 06:00", "a-monday-that-is-a-holiday"),
    ],
    "gitlab": [
        ("priority, Sev1", "Sat 2026-11-21 03:00", "Sat 2026-11-21 03:30", "an-emergency-at-the-weekend"),
        ("priority, Sev1", "Sun 2026-03-08 01:45", "Sun 2026-03-08 03:15", "an-emergency-while-clocks-go-forward"),
        ("priority, Sev2", "Fri 2026-11-20 14:00", "Sun 2026-11-22 16:00", "friday-night-is-over-at-five"),
        ("priority, Sev2", "Fri 2026-11-20 13:00", "Fri 2026-11-20 17:00", "used-up-at-the-close-of-the-week"),
        ("priority, Sev3", "Sat 2026-11-21 12:00", "Sun 2026-11-22 23:00", "saturday-waits-for-sunday-afternoon"),
        ("priority, Sev3", "Fri 2026-10-30 16:00", "Sun 2026-11-01 22:00", "clocks-go-back-while-it-is-closed"),
        ("priority, Sev4", "Fri 2026-11-20 12:00", "Mon 2026-11-23 10:00", "a-day-and-a-night-over-the-weekend"),
        ("standard, any", "Wed 2026-11-25 15:00", "Thu 2026-11-26 15:00", "next-business-day-on-thanksgiving"),
        ("standard, any", "Thu 2026-11-26 20:00", "Sun 2026-11-29 18:00", "next-business-day-is-24-hours-of-the-clock"),
        ("standard, billing", "Thu 2026-12-31 20:00", "Fri 2027-01-01 04:00", "billing-on-new-years-night"),
        ("priority, billing", "Fri 2026-12-25 10:00", "Sun 2026-12-27 16:00", "billing-on-christmas-day"),
        ("us_government_12x5, Sev1", "Fri 2026-11-20 16:45", "Mon 2026-11-23 05:15", "half-an-hour-over-a-weekend"),
        ("us_government_12x5, billing", "Sat 2026-11-21 12:00", "Sun 2026-11-22 23:00", "billing-on-the-24x5-clock"),
        ("us_government_24x7, Sev2", "Sat 2026-11-21 22:00", "Sun 2026-11-22 02:00", "severity-2-around-the-clock"),
        ("us_government_24x7, Sev3", "Wed 2026-11-25 12:00", "Thu 2026-11-26 08:00", "severity-3-in-hours-of-pacific"),
        ("us_government_24x7, Sev4", "Mon 2026-11-23 17:00", "Wed 2026-11-25 17:00", "24-hours-are-two-days-of-twelve"),
    ],
    "redhat": [
        ("standard_north_america, Sev1", "Wed 2026-11-25 17:45", "Fri 2026-11-27 09:45", "over-thanksgiving"),
        (
            *("standard_north_america, Sev1", f"Wed 2026-11-25 17:45 {DENVER}", f"Fri 2026-11-27 09:45 {DENVER}"),
            "on-the-clocks-of-denver",
        ),
        ("standard_north_america, Sev3", "Thu 2026-07-02 10:00", "Mon 2026-07-06 10:00", "independence-day-observed"),
        ("standard, Sev1", f"Fri 2026-07-10 16:30 {LONDON}", f"Mon 2026-07-13 09:30 {LONDON}", "elsewhere-until-five"),
        ("standard, Sev2", f"Fri 2026-07-10 15:30 {KOLKATA}", f"Mon 2026-07-13 11:30 {KOLKATA}", "at-half-an-hour"),
        ("standard, Sev4", f"Thu 2026-07-09 18:00 {TOKYO}", f"Tue 2026-07-14 09:00 {TOKYO}", "counts-from-friday-nine"),
        ("premium, Sev1", f"Sun 2026-03-29 00:30 {LONDON}", f"Sun 2026-03-29 02:30 {LONDON}", "clocks-go-forward"),
        ("premium, Sev2", f"Fri 2026-07-10 16:00 {LONDON}", f"Mon 2026-07-13 10:00 {LONDON}", "severity-2-in-hours"),
        (
            "premium_24x7, Sev2",
            f"Fri 2026-07-10 16:00 {LONDON}",
            f"Fri 2026-07-10 18:00 {LONDON}",
            "at-once-on-request",
        ),
        ("premium_north_america, Sev4", "Thu 2026-12-24 17:00", "Mon 2026-12-28 16:00", "over-christmas"),
        ("premium, Sev3, update", f"Mon 2026-07-06 10:00 {LONDON}", f"Tue 2026-07-07 10:00 {LONDON}", "ongoing"),
        (
            *("premium_24x7_north_america, Sev2, update", "Sat 2026-10-31 23:00", "Sun 2026-11-01 02:00"),
            "four-hours-are-three-on-the-clock-when-it-goes-back",
        ),
        ("openshift_pro_basic_north_america, any", "Wed 2026-12-30 17:00", "Mon 2027-01-04 17:00", "over-new-year"),
    ],
    "suse": [
        ("standard_emea, 1 Critical", "Sat 2026-11-21 09:00", "Mon 2026-11-23 08:00", "the-example-of-the-handbook"),
        ("standard_emea, 3 Medium", "Sat 2026-11-21 09:00", "Mon 2026-11-23 18:00", "saturdays-next-day-is-monday"),
        ("standard_emea, 3 Medium", "Fri 2026-11-20 15:00", "Mon 2026-11-23 18:00", "fridays-next-day-is-monday-too"),
        ("standard_emea, 3 Medium", "Mon 2026-11-23 05:00", "Tue 2026-11-24 18:00", "before-opening-it-is-monday"),
        ("standard_emea, 4 Low", "Thu 2026-12-24 10:00", "Mon 2026-12-28 18:00", "over-christmas"),
        ("standard_emea, 2 High", "Thu 2026-04-02 16:00", "Tue 2026-04-07 08:00", "over-easter"),
        (
            *("standard_us, 1 Critical", f"Wed 2026-11-25 17:00 {DENVER}", f"Fri 2026-11-27 07:00 {DENVER}"),
            "over-thanksgiving",
        ),
        (
            *("standard_us, 1 Critical", "Mon 2026-01-12 12:30 UTC", "Mon 2026-01-12 15:00 UTC"),
            "in-winter-denver-opens-at-13-utc",
        ),
        (
            *("standard_us, 1 Critical", "Mon 2026-07-13 12:30 UTC", "Mon 2026-07-13 14:30 UTC"),
            "in-summer-it-is-at-gmt-6-as-written",
        ),
        (
            *("standard_apj, 2 High", f"Fri 2026-08-07 16:00 {SINGAPORE}", f"Tue 2026-08-11 08:00 {SINGAPORE}"),
            "national-day-on-a-sunday",
        ),
        ("priority_emea, 1 Critical", "Sun 2026-03-29 01:30", "Sun 2026-03-29 03:30", "while-clocks-go-forward"),
        ("priority_emea, 4 Low", "Sat 2026-10-24 12:00", "Mon 2026-10-26 18:00", "reported-24x7-answered-on-monday"),
        (
            *("priority_us, 3 Medium", f"Fri 2026-10-30 16:00 {DENVER}", f"Mon 2026-11-02 08:00 {DENVER}"),
            "counted-in-hours",
        ),
        (
            *("priority_apj, 3 Medium", f"Thu 2026-12-31 16:00 {SINGAPORE}", f"Mon 2027-01-04 08:00 {SINGAPORE}"),
            "over-new-year",
        ),
    ],
    "atlassian_legacy": [
        ("standard, L1", "Fri 2026-07-10 16:30", "Sun 2026-07-12 17:30", "a-weekend-of-48-hours-in-july"),
        ("standard, L1", "Fri 2026-01-09 16:30", "Sun 2026-01-11 15:30", "of-46-in-january"),
        ("standard, L1", "Fri 2026-10-23 16:30", "Sun 2026-10-25 16:30", "of-47-while-sydney-alone-has-summer-time"),
        ("standard, L1", "Fri 2026-03-06 16:30", "Sun 2026-03-08 16:30", "clocks-go-forward-within-it"),
        ("standard, L2", "Fri 2026-10-30 15:00", "Sun 2026-11-01 17:00", "clocks-go-back-within-it"),
        ("standard, L1", "Fri 2026-04-03 16:30", "Sun 2026-04-05 17:30", "sydneys-clocks-go-back-within-it"),
        (
            "standard, L1",
            f"Mon 2026-07-13 08:00 {SYDNEY}",
            f"Mon 2026-07-13 11:00 {SYDNEY}",
            "closed-in-sydney-until-10",
        ),
        ("standard, L2", f"Sat 2026-07-11 10:00 {SYDNEY}", f"Mon 2026-07-13 14:00 {SYDNEY}", "saturday-in-sydney"),
        (
            "standard, L2",
            f"Sat 2026-07-11 09:00 {SYDNEY}",
            f"Mon 2026-07-13 13:00 {SYDNEY}",
            "an-hour-of-saturday-left",
        ),
        ("standard, L2", "Wed 2026-11-25 22:00", "Thu 2026-11-26 02:00", "the-night-before-thanksgiving"),
        ("standard, L1", "Thu 2026-12-31 23:30", "Fri 2027-01-01 00:30", "new-years-night"),
        ("premier, L1", "Sat 2026-07-11 12:00", "Sat 2026-07-11 12:30", "premier-at-the-weekend"),
        ("premier, L2", "Sun 2026-03-08 01:00", "Sun 2026-03-08 04:00", "premier-while-clocks-go-forward"),
        ("some_products, any", "Fri 2026-07-10 17:00", "Sat 2026-07-11 17:00", "24-hours-are-hours-of-the-clock"),
        ("some_products, any", "Sat 2026-10-31 12:00", "Sun 2026-11-01 11:00", "as-they-pass"),
    ],
    "sourcegraph": [
        ("enterprise, Sev0", "Fri 2026-11-20 16:00", "Sun 2026-11-22 15:00", "the-block-goes-on-on-sunday"),
        ("enterprise, Sev0", "Fri 2026-10-30 16:30", "Sun 2026-11-01 15:30", "clocks-go-back-while-it-is-closed"),
        ("enterprise, Sev0", "Sun 2026-07-12 14:00", "Sun 2026-07-12 16:00", "pst-in-summer-is-the-clock-on-the-wall"),
        ("enterprise, Sev1", "Sat 2026-11-21 10:00", "Sun 2026-11-22 18:00", "saturday-waits-for-sunday"),
        ("enterprise, Sev2", "Fri 2026-11-20 12:00", "Sun 2026-11-22 17:00", "eight-hours-over-the-gap"),
        ("enterprise, Sev3", "Sun 2026-11-22 15:00", "Wed 2026-11-25 00:00", "sunday-is-no-business-day"),
        ("enterprise, Sev3", "Thu 2026-11-19 20:00", "Mon 2026-11-23 20:00", "friday-and-monday"),
        ("enterprise, Sev3", "Wed 2026-11-18 20:00", "Mon 2026-11-23 00:00", "friday-evening-is-closed"),
        ("enterprise, Sev3", "Wed 2026-11-25 10:00", "Fri 2026-11-27 10:00", "thanksgiving-is-a-business-day"),
        ("starter, Sev0", "Fri 2026-11-20 16:00", "Mon 2026-11-23 16:00", "one-business-day"),
        ("starter, Sev1", "Sat 2026-11-21 10:00", "Tue 2026-11-24 08:00", "saturday-counts-from-monday"),
        ("starter, Sev2", "Fri 2026-11-20 18:00", "Wed 2026-11-25 08:00", "friday-evening-too"),
        ("starter, Sev3", "Wed 2026-12-30 09:00", "Mon 2027-01-04 09:00", "new-year-is-a-business-day"),
        ("premium, Sev0", "Sat 2026-11-21 10:00", "Sat 2026-11-21 12:00", "premium-at-the-weekend"),
        ("premium, Sev1", "Sun 2026-03-08 00:00", "Sun 2026-03-08 05:00", "premium-while-clocks-go-forward"),
        ("premium, Sev2", "Fri 2026-11-20 16:00", "Sun 2026-11-22 21:00", "premium-sev2-is-enterprises"),
    ],
    "cloudsmith": [
        ("priority, SEV1", "Fri 2026-11-20 23:00", "Sat 2026-11-21 01:00", "friday-runs-into-saturday"),
        ("priority, SEV1", "Fri 2026-11-20 23:30", "Mon 2026-11-23 05:30", "until-one"),
        ("priority, SEV1", "Mon 2026-11-23 00:30", "Mon 2026-11-23 07:00", "nothing-runs-into-monday"),
        ("priority, SEV2", "Mon 2026-11-23 23:00", "Tue 2026-11-24 07:00", "four-hours-of-the-night-are-closed"),
        ("priority, SEV2", "Sun 2026-11-22 12:00", "Mon 2026-11-23 09:00", "sunday-waits-for-monday"),
        ("priority, SEV3", "Sat 2026-11-21 00:30", "Mon 2026-11-23 10:30", "the-tail-of-friday-counts"),
        ("priority, SEV3", "Thu 2026-12-31 22:00", "Fri 2027-01-01 08:00", "new-years-day-is-open"),
        ("priority, SEV4", "Tue 2026-11-24 10:00", "Wed 2026-11-25 10:00", "the-same-time-not-twenty-hours"),
        ("priority, SEV4", "Sat 2026-11-21 00:30", "Tue 2026-11-24 00:30", "fridays-tail-to-mondays-tail"),
        ("priority, SEV4", "Tue 2026-11-24 03:00", "Wed 2026-11-25 05:00", "before-opening"),
        ("priority, SEV5", "Fri 2026-11-20 20:00", "Mon 2026-11-23 20:00", "friday-to-monday"),
        ("priority, SEV5", "Sat 2026-11-21 12:00", "Tue 2026-11-24 05:00", "saturday-counts-from-monday"),
    ],
    "govuk_pay": [
        ("support, P1", "Fri 2026-12-25 03:00", "Fri 2026-12-25 03:30", "christmas-night"),
        ("support, P1", "Mon 2026-08-31 23:50", "Tue 2026-09-01 00:20", "out-of-a-bank-holiday"),
        ("support, P2", "Thu 2026-12-24 17:00", "Tue 2026-12-29 10:00", "over-christmas-and-boxing-day-observed"),
        ("support, P2", "Mon 2026-08-31 10:00", "Tue 2026-09-01 10:30", "on-a-bank-holiday-nobody-is-awake"),
        ("support, P3", "Thu 2026-04-02 11:00", "Tue 2026-04-07 11:00", "over-easter"),
        ("support, P3", "Fri 2026-11-20 17:30", "Tue 2026-11-24 09:30", "at-closing-it-counts-from-monday"),
        ("support, P3", "Sat 2026-11-21 12:00", "Tue 2026-11-24 09:30", "as-it-does-on-saturday"),
        ("support, P4", "Fri 2026-05-22 16:00", "Wed 2026-05-27 16:00", "over-the-spring-bank-holiday"),
        ("support, P1, update", "Sun 2026-03-29 00:45", "Sun 2026-03-29 02:45", "an-hour-while-clocks-go-forward"),
        ("support, P2, update", "Mon 2026-11-23 16:30", "Tue 2026-11-24 10:30", "two-waking-hours"),
        ("support, P3, update", "Thu 2026-12-31 10:00", "Tue 2027-01-05 10:00", "over-new-year"),
        ("support, P4, update", "Thu 2026-10-22 12:00", "Thu 2026-10-29 12:00", "a-week-in-which-clocks-go-back"),
    ],
    "mycourse": [
        ("support, P1", "Thu 2026-11-19 17:30", "Sun 2026-11-22 09:30", "thursday-evening-to-sunday"),
        ("support, P1", "Fri 2026-11-20 12:00", "Sun 2026-11-22 10:00", "received-at-nine-on-sunday"),
        ("support, P2", "Sun 2026-11-22 08:00", "Sun 2026-11-22 11:00", "before-opening"),
        ("support, P2", "Thu 2026-12-31 17:00", "Sun 2027-01-03 10:00", "over-new-year"),
        ("support, P3", "Tue 2026-12-01 16:00", "Sun 2026-12-06 11:00", "over-national-day"),
        ("support, P4", "Thu 2026-11-19 11:00", "Sun 2026-11-22 11:00", "thursdays-next-day-is-sunday"),
        ("support, P4", "Sat 2026-11-21 15:00", "Mon 2026-11-23 09:00", "saturday-is-received-on-sunday"),
        ("support, P1, update", "Mon 2026-11-23 15:00", "Tue 2026-11-24 10:00", "four-hours-over-night"),
        ("support, P4, update", "Mon 2026-11-23 10:00", "Mon 2026-11-30 10:00", "a-week-is-five-business-days"),
        ("support, P4, update", "Mon 2026-11-30 10:00", "Wed 2026-12-09 10:00", "longer-over-national-day"),
        ("support, P1, resolution", "Thu 2026-11-19 17:59", "Sun 2026-11-22 17:59", "a-minute-before-closing"),
        ("support, P2, resolution", "Tue 2026-12-01 12:00", "Tue 2026-12-08 12:00", "three-days-over-five-closed"),
        ("support, P3, resolution", "Fri 2026-11-20 09:00", "Sun 2026-11-29 09:00", "a-week-from-sunday"),
        ("support, P4, resolution", "Sun 2026-11-22 09:00", "Tue 2026-12-08 09:00", "ten-business-days"),
    ],
    "boardbook": [
        ("support, Critical", "Tue 2026-11-24 10:00", "Tue 2026-11-24 11:00", "in-hours-one-hour"),
        ("support, Critical", "Tue 2026-11-24 16:30", "Wed 2026-11-25 08:30", "in-hours-until-tomorrow"),
        ("support, Critical", "Tue 2026-11-24 17:00", "Wed 2026-11-25 01:00", "out-of-hours-from-closing-on"),
        ("support, Critical", "Fri 2026-11-20 07:59", "Fri 2026-11-20 15:59", "a-minute-before-opening"),
        ("support, Critical", "Sat 2026-10-31 20:00", "Sun 2026-11-01 03:00", "eight-hours-while-clocks-go-back"),
        ("support, Critical", "Sat 2026-03-07 20:00", "Sun 2026-03-08 05:00", "and-while-they-go-forward"),
        ("support, High", "Fri 2026-11-20 15:00", "Mon 2026-11-23 09:00", "three-hours-over-the-weekend"),
        ("support, High", "Sun 2026-11-22 12:00", "Mon 2026-11-23 11:00", "sunday-waits-for-monday"),
        ("support, High", "Thu 2026-11-26 14:00", "Thu 2026-11-26 17:00", "used-up-at-closing-on-thanksgiving"),
        ("support, Medium", "Fri 2026-11-20 16:00", "Sun 2026-11-22 16:00", "48-hours-of-the-clock"),
        ("support, Medium", "Fri 2026-10-30 16:00", "Sun 2026-11-01 15:00", "as-they-pass"),
        ("support, Low", "Wed 2026-11-25 10:00", "Wed 2026-12-02 10:00", "no-holiday-is-stated"),
        ("support, Low", "Sat 2026-11-21 10:00", "Mon 2026-11-30 08:00", "saturday-counts-from-monday"),
    ],
    "lincoln_estates": [
        ("maintenance, 1, attend", "Sat 2026-11-21 23:30", "Sun 2026-11-22 01:30", "at-night"),
        ("maintenance, 1, attend", "Sun 2026-03-29 00:30", "Sun 2026-03-29 03:30", "while-clocks-go-forward"),
        ("maintenance, 2, attend", "Mon 2026-11-23 12:59", "Tue 2026-11-24 00:00", "prior-to-one-the-same-day"),
        ("maintenance, 2, attend", "Mon 2026-11-23 13:00", "Tue 2026-11-24 09:00", "at-one-the-next-before-nine"),
        ("maintenance, 2, attend", "Mon 2026-11-23 13:01", "Tue 2026-11-24 09:00", "after-one-too"),
        ("maintenance, 2, attend", "Sat 2026-11-21 15:00", "Sun 2026-11-22 09:00", "sunday-is-a-day"),
        ("maintenance, 2, attend", "Fri 2026-12-25 09:00", "Sat 2026-12-26 00:00", "christmas-is-a-day"),
        ("maintenance, 2, attend", "Sat 2026-10-24 20:00", "Sun 2026-10-25 09:00", "nine-when-clocks-have-gone-back"),
        ("maintenance, 3, attend", "Sat 2026-03-28 12:00", "Mon 2026-03-30 13:00", "48-hours-as-they-pass"),
        ("maintenance, 4, attend", "Wed 2026-03-25 12:00", "Wed 2026-04-01 12:00", "seven-days-to-the-same-time"),
        ("maintenance, 5, attend", "Thu 2026-10-01 10:00", "Sat 2026-10-31 10:00", "thirty-days"),
        ("maintenance, 1, restore", "Sat 2026-10-24 14:00", "Sun 2026-10-25 13:00", "24-hours-of-a-25-hour-day"),
        ("maintenance, 2, restore", "Fri 2026-10-23 10:00", "Mon 2026-10-26 09:00", "72-hours-as-they-pass"),
        ("maintenance, 3, restore", "Thu 2026-10-22 10:00", "Thu 2026-10-29 10:00", "seven-days-over-the-change"),
        ("maintenance, 4, restore", "Fri 2026-02-27 01:30", "Sun 2026-03-29 02:00", "at-a-time-that-clocks-skip"),
        ("maintenance, 5, restore", "Tue 2026-12-15 16:00", "Sat 2027-02-13 16:00", "sixty-days-over-new-year"),
    ],
    "crecimiento": [
        ("support, P1, acknowledgement", "Mon 2026-11-23 13:30", "Mon 2026-11-23 17:30", "over-the-lunch-break"),
        ("support, P1, acknowledgement", "Mon 2026-11-23 15:00", "Mon 2026-11-23 18:00", "within-the-lunch-break"),
        ("support, P1, acknowledgement", "Fri 2026-11-20 13:00", "Fri 2026-11-20 14:00", "used-up-at-lunch"),
        ("support, P1, acknowledgement", "Fri 2026-11-20 18:30", "Mon 2026-11-23 09:30", "over-the-weekend"),
        ("support, P2, acknowledgement", "Fri 2026-11-20 17:00", "Mon 2026-11-23 11:00", "two-hours-of-friday"),
        ("support, P2, acknowledgement", "Fri 2026-10-23 18:00", "Mon 2026-10-26 12:00", "clocks-go-back-in-between"),
        ("support, P2, acknowledgement", "Thu 2026-12-31 18:00", "Fri 2027-01-01 12:00", "no-holiday-is-stated"),
        ("support, P3, acknowledgement", "Tue 2026-11-24 09:00", "Tue 2026-11-24 19:00", "seven-hours-are-a-day"),
        ("support, P3, acknowledgement", "Tue 2026-11-24 12:00", "Wed 2026-11-25 12:00", "from-noon-to-noon"),
        ("support, P4, acknowledgement", "Thu 2026-11-26 10:00", "Mon 2026-11-30 10:00", "two-days"),
        ("support, P1, resolution", "Mon 2026-11-23 16:00", "Tue 2026-11-24 18:00", "a-day-and-an-hour"),
        ("support, P2, resolution", "Mon 2026-11-23 09:00", "Tue 2026-11-24 19:00", "about-2-days"),
        ("support, P3, resolution", "Mon 2026-11-23 09:00", "Fri 2026-11-27 19:00", "about-5-days"),
        ("support, P4, resolution", "Mon 2026-11-23 09:00", "Fri 2026-12-04 19:00", "about-10-days"),
    ],
}
ALL_ROWS = [
    pytest.param(DOCUMENTS[file], promise, opened, due, id=f"{file}-{story}")
    for file, rows in ROWS.items()
    for promise, opened, due, story in rows
]


def asked(document: Document, promise: str, opened: str) -> tuple[SlaPolicy, Promises, datetime, list[str]]:
    """What a row asks, and of whom."""
    start = at(opened, document.zone)
    plan, priority, metric = [*promise.split(", "), "first_response"][:3]
    customer = str(start.tzinfo)
    return document.policy(customer), promises_of(document, customer), start, [plan, priority, metric]


def due_under(policy: SlaPolicy, opened: datetime, plan: str, priority: str, metric: str) -> datetime:
    return policy.due(opened, plan=plan, priority=None if priority == "any" else priority, metric=metric)


class TestDueDates:
    @pytest.mark.parametrize(("document", "promise", "opened", "due"), ALL_ROWS)
    def test_as_worked_out_by_hand(self, document: Document, promise: str, opened: str, due: str) -> None:
        policy, _, start, names = asked(document, promise, opened)
        assert utc(due_under(policy, start, *names)) == utc(at(due, document.zone))

    @pytest.mark.parametrize(("document", "promise", "opened", "due"), ALL_ROWS)
    def test_as_counted_slowly(self, document: Document, promise: str, opened: str, due: str) -> None:
        _, promises, start, names = asked(document, promise, opened)
        assert utc(promises[", ".join(names)](start)) == utc(at(due, document.zone))

    @pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.file)
    def test_every_promise_of_the_file_is_counted_slowly(self, document: Document) -> None:
        promises = document.policy(document.zone).promises()
        found = {f"{plan}, {priority or 'any'}, {metric}" for plan, metric, priority, _ in promises}
        assert found == promises_of(document, document.zone).keys()

    @pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.file)
    def test_whenever_it_is_opened_in_weeks_that_are_hard(self, document: Document) -> None:
        """Each promise, at instants spread over the hours of the day and the days of those weeks."""
        wrong = []
        for customer in document.customers or (document.zone,):
            policy = document.policy(customer)
            for number, (promise, due) in enumerate(promises_of(document, customer).items()):
                names = promise.split(", ")
                for opened in spread(document.hard_weeks, customer, number):
                    answer, counted = due_under(policy, opened, *names), due(opened)
                    if utc(answer) != utc(counted):
                        wrong.append(f"{promise} at {opened}: {answer}, not {counted}")
        assert not wrong, "\n".join(wrong)


def spread(weeks: Iterable[str], zone: str, number: int) -> Iterator[datetime]:
    """Instants nineteen and a quarter hours apart for nine days; those of another number lie between them."""
    for week in weeks:
        start = datetime.fromisoformat(week).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for step in range(12):
            instant = start + timedelta(hours=19 * step, minutes=15 * (step + 7 * number))
            yield instant.astimezone(ZoneInfo(zone))


# Hours without a promise

GOVUK_PAY_OFFICE = weekly(LONDON, WORKDAYS, (9.5, 17.5), holidays=ENGLAND)
OPEN_IN = {
    ("khedri", "urgent"): weekly(TEHRAN, range(7), (0, 24)),
    ("khedri", "high"): weekly(TEHRAN, (*SAT_TO_WED, THU), (8, 17), holidays=IRAN),
    ("khedri", "normal"): weekly(TEHRAN, SAT_TO_WED, (8.5, 17), holidays=IRAN),
    ("khedri", "development"): weekly(TEHRAN, SAT_TO_WED, (9, 14), holidays=IRAN),
    ("govuk_pay", "out_of_hours"): Watched(lambda instant: not GOVUK_PAY_OFFICE.is_open(instant)),
    ("atlassian_legacy", "follow_the_sun"): except_weekends(time(17, 30), time(8)),
}
HOURS_ROWS = [
    ("khedri", "high", "Thu 2026-11-19 16:00", 2, "Sat 2026-11-21 09:00", "high-is-closed-on-friday-alone"),
    ("khedri", "high", "Thu 2026-03-19 16:30", 1, "Wed 2026-03-25 08:30", "high-over-nowruz"),
    ("khedri", "high", "Tue 2026-03-31 16:30", 1, "Sat 2026-04-04 08:30", "high-over-two-holidays-and-a-friday"),
    ("khedri", "normal", "Wed 2026-11-18 16:00", 2, "Sat 2026-11-21 09:30", "normal-is-closed-on-thursday-too"),
    ("khedri", "normal", "Thu 2026-11-19 10:00", 1, "Sat 2026-11-21 09:30", "thursday-waits-for-saturday"),
    ("khedri", "normal", "Wed 2026-03-18 16:30", 1, "Wed 2026-03-25 09:00", "normal-over-nowruz"),
    ("khedri", "normal", "Sat 2026-11-21 08:30", 8.5, "Sat 2026-11-21 17:00", "a-day-of-eight-hours-and-a-half"),
    ("khedri", "normal", "Mon 2026-11-23 08:00", 1, "Mon 2026-11-23 09:30", "opens-at-half-past"),
    ("khedri", "development", "Wed 2026-11-18 12:00", 3, "Sat 2026-11-21 10:00", "development-until-two"),
    ("khedri", "development", "Tue 2026-03-31 13:00", 2, "Sat 2026-04-04 10:00", "development-over-holidays"),
    ("khedri", "urgent", "Fri 2026-11-20 22:00", 5, "Sat 2026-11-21 03:00", "urgent-on-friday-night"),
    ("khedri", "urgent", "Sat 2026-03-21 12:00", 24, "Sun 2026-03-22 12:00", "urgent-on-nowruz-clocks-stay"),
    (
        "govuk_pay",
        "out_of_hours",
        "Fri 2026-05-22 17:00",
        1,
        "Fri 2026-05-22 18:30",
        "out-of-hours-from-half-past-five",
    ),
    ("govuk_pay", "out_of_hours", "Mon 2026-05-25 09:30", 3, "Mon 2026-05-25 12:30", "a-bank-holiday-is-out-of-hours"),
    ("govuk_pay", "out_of_hours", "Tue 2026-05-26 09:00", 1, "Tue 2026-05-26 18:00", "half-an-hour-before-and-after"),
    ("govuk_pay", "out_of_hours", "Sat 2026-10-24 17:30", 40, "Mon 2026-10-26 08:30", "a-weekend-with-an-hour-more"),
    ("atlassian_legacy", "follow_the_sun", "Fri 2026-07-10 17:00", 1, "Sun 2026-07-12 15:30", "until-half-past-five"),
]


class TestHours:
    @pytest.mark.parametrize(
        ("file", "schedule", "opened", "hours", "due"),
        [pytest.param(*row, id=story) for *row, story in HOURS_ROWS],
    )
    def test_used_up_as_worked_out_by_hand_and_counted_slowly(
        self, file: str, schedule: str, opened: str, hours: float, due: str
    ) -> None:
        policy = policy_of(file)
        start, end = at(opened, policy.timezone), at(due, policy.timezone)
        assert OPEN_IN[file, schedule].add(start, timedelta(hours=hours)) == end
        assert policy.schedule(schedule).add(start, timedelta(hours=hours)) == end

    @pytest.mark.parametrize(("file", "schedule"), OPEN_IN, ids=[" ".join(names) for names in OPEN_IN])
    @pytest.mark.parametrize("first", ["2026-03-14", "2026-11-14"])
    def test_open_and_closed_for_weeks(self, file: str, schedule: str, first: str) -> None:
        policy = policy_of(file)
        start = datetime.fromisoformat(first).replace(tzinfo=ZoneInfo(policy.timezone))
        end = start + 30 * DAY
        spans = [(utc(window.start), utc(window.end)) for window in policy.schedule(schedule).windows(start, end)]
        assert spans == OPEN_IN[file, schedule].windows(start, end)
        assert spans

    @pytest.mark.parametrize(
        ("friday", "hours"),
        [
            pytest.param("2026-07-10", 48, id="in-july"),
            pytest.param("2026-01-09", 46, id="in-january"),
            pytest.param("2026-10-02", 47, id="sydneys-clocks-go-forward"),
            pytest.param("2026-10-23", 47, id="sydney-alone-has-summer-time"),
            pytest.param("2026-10-30", 46 + 1, id="san-franciscos-clocks-go-back"),
            pytest.param("2026-11-06", 46, id="the-week-after"),
            pytest.param("2026-03-13", 47, id="both-have-summer-time"),
        ],
    )
    def test_the_weekend_between_san_francisco_and_sydney(self, friday: str, hours: int) -> None:
        standard = policy_of("atlassian_legacy").schedule("standard")
        closing = at(f"Fri {friday} 17:00", LOS_ANGELES)
        assert standard.next_closing(closing - timedelta(hours=1)) == closing
        assert utc(standard.next_opening(closing)) - utc(closing) == timedelta(hours=hours)


# What the documents say besides


class TestPublishedExamples:
    def test_red_hats_hour_before_a_friday_and_a_monday_that_are_holidays(self) -> None:
        easter = HolidayCalendar(["2026-04-03", "2026-04-06"])
        policy = policy_of("redhat").model_copy(update={"holidays": easter}).for_customer(NEW_YORK)
        due = policy.due(at("Thu 2026-04-02 17:45", NEW_YORK), plan="standard_north_america", priority="Sev1")
        assert due == at("Tue 2026-04-07 09:45", NEW_YORK)

    def test_red_hats_clock_runs_while_the_case_waits_on_red_hat(self) -> None:
        ticket = Ticket(
            opened=at("Fri 2026-07-10 10:00", LONDON),
            plan="premium",
            priority="Sev3",
            events=(
                Event(at=at("Fri 2026-07-10 11:00", LONDON), kind="status_changed", status="waiting_on_customer"),
                Event(at=at("Mon 2026-07-13 10:00", LONDON), kind="status_changed", status="waiting_on_red_hat"),
            ),
        )
        status = policy_of("redhat").for_customer(LONDON).evaluate(ticket, ticket.events[-1].at)["first_response"]
        assert status.due == at("Mon 2026-07-13 13:00", LONDON)

    def test_red_hats_severity_2_goes_around_the_clock_on_request(self) -> None:
        ticket = Ticket(
            opened=at("Fri 2026-07-10 16:00", LONDON),
            plan="premium",
            priority="Sev2",
            events=(Event(at=at("Fri 2026-07-10 16:30", LONDON), kind="plan_changed", plan="premium_24x7"),),
        )
        policy = policy_of("redhat").for_customer(LONDON)
        dues = [policy.evaluate(ticket, now)["first_response"].due for now in (ticket.opened, ticket.events[0].at)]
        assert dues == [at("Mon 2026-07-13 10:00", LONDON), at("Fri 2026-07-10 18:00", LONDON)]

    def test_sourcegraphs_clock_starts_when_the_issue_is_identified(self) -> None:
        ticket = Ticket(
            opened=at("Tue 2026-11-24 10:00", LOS_ANGELES),
            plan="enterprise",
            priority="Sev0",
            events=(Event(at=at("Tue 2026-11-24 12:30", LOS_ANGELES), kind="issue_identified"),),
        )
        policy = policy_of("sourcegraph")
        assert not policy.evaluate(ticket, ticket.opened).cycles
        status = policy.evaluate(ticket, ticket.events[0].at)["first_response"]
        assert status.due == at("Tue 2026-11-24 14:30", LOS_ANGELES)

    def test_an_alternative_restores_at_lincoln(self) -> None:
        ticket = Ticket(
            opened=at("Mon 2026-11-23 10:00", LONDON),
            priority="1",
            events=(
                Event(at=at("Mon 2026-11-23 11:00", LONDON), kind="attended"),
                Event(at=at("Mon 2026-11-23 15:00", LONDON), kind="workaround_given"),
            ),
        )
        evaluation = policy_of("lincoln_estates").evaluate(ticket, at("Fri 2026-11-27 10:00", LONDON))
        assert [evaluation[metric].met_at for metric in ("attend", "restore")] == [event.at for event in ticket.events]

    @pytest.mark.parametrize("status", ["waiting_on_third_party", "force_majeure"])
    def test_crecimiento_waits_for_what_it_cannot_help(self, status: str) -> None:
        ticket = Ticket(
            opened=at("Mon 2026-11-23 09:00", MADRID),
            priority="P1",
            events=(
                Event(at=at("Mon 2026-11-23 13:00", MADRID), kind="status_changed", status=status),
                Event(at=at("Mon 2026-11-23 18:00", MADRID), kind="status_changed", status="open"),
            ),
        )
        evaluation = policy_of("crecimiento").evaluate(ticket, ticket.events[-1].at)
        assert evaluation["resolution"].due == at("Tue 2026-11-24 12:00", MADRID)


class TestCoverage:
    def test_suse_can_be_reached_when_it_does_not_count(self) -> None:
        policy, saturday = policy_of("suse"), at("Sat 2026-11-21 09:00", BERLIN)
        medium = {"plan": "priority_emea", "priority": "3 Medium"}
        assert policy.coverage(**medium).is_open(saturday)
        assert not policy.schedule_for(**medium).is_open(saturday)
        assert not policy.coverage(plan="standard_emea", priority="3 Medium").is_open(saturday)

    def test_byteztech_answers_the_phone_in_standard_hours_only(self) -> None:
        policy, night = policy_of("byteztech"), at("Tue 2026-11-24 23:00", NEW_YORK)
        assert policy.coverage("premium", "P1").is_open(night)
        assert not policy.coverage("premium", "P1", channel="phone").is_open(night)


class TestFiles:
    @pytest.mark.parametrize("file", sorted(path.stem for path in POLICIES.glob("*.yaml")))
    def test_check_tells_all_that_is_assumed(self, file: str) -> None:
        policy = policy_of(file)
        told = check(policy).text()
        assert policy.assumptions
        assert not check(policy).warnings
        assert not [each for each in policy.assumptions if f"\n- {each}\n" not in told]

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            pytest.param("gitlab", "Friday is taken to close at 17:00", id="an-end-that-was-not-seen"),
            pytest.param("gitlab", "calls two severities 1", id="severities-counted-wrongly"),
            pytest.param("redhat", "schedule elsewhere: timezone: customer (R13)", id="whose-clocks"),
            pytest.param("suse", '"GMT-6 (MT)" contradicts itself', id="a-zone-that-is-right-half-the-year"),
            pytest.param("suse", "can be reported 24x7, and are answered within", id="coverage-and-target-differ"),
            pytest.param("atlassian_legacy", "48 in July, 46 in January, and 47", id="a-weekend-of-three-lengths"),
            pytest.param("atlassian_legacy", "'24 hours' does not say what it counts", id="hours-of-what"),
            pytest.param("sourcegraph", "The table says Monday-Friday, the note Sunday", id="table-against-note"),
            pytest.param("cloudsmith", "Friday's hours run into Saturday", id="where-friday-ends"),
            pytest.param("govuk_pay", '"Waking hours" are not said', id="hours-that-are-not-said"),
            pytest.param("govuk_pay", "'1 week' does not say what it counts", id="weeks-of-what"),
            pytest.param(
                "mycourse", "an update each week is one every five business days", id="weeks-in-business-hours"
            ),
            pytest.param("khedri", "No zone is stated", id="no-zone"),
            pytest.param("boardbook", "High contradicts itself", id="two-targets-for-one-priority"),
            pytest.param("lincoln_estates", "exactly 13:00 is neither", id="neither-before-nor-after"),
            pytest.param("crecimiento", "A day is 7 hours", id="the-length-of-a-day"),
        ],
    )
    def test_check_tells_what_the_document_leaves_open(self, file: str, said: str) -> None:
        assert said in check(policy_of(file)).text()

    def test_the_page_about_them_lists_each(self) -> None:
        page = (POLICIES.parent.parent / "docs" / "how-to" / "real-policies.md").read_text(encoding="utf-8")
        listed = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
        assert listed == {path.name for path in POLICIES.iterdir()} - {"helpdesk.yaml"}
