"""The subjects of the cases, and what is drawn for each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from oracle import DAY, MICROSECOND, latest_shown, showing

from conformance.case import Case
from conformance_cases import by_hand, told_clocks
from conformance_cases.drafts import Draft, numbered
from conformance_cases.drawing import Place, combined_places, places, seasonal_places
from conformance_cases.neutral import DAYS, choices_of, micros, told
from conformance_cases.slow_answers import slow_answer
from conformance_cases.wording import about

Choices = dict[str, Any]
EDGES = ("next_opening", "next_closing", "previous_opening", "previous_closing")
DAY_RULES = ("same_time", "same_time", "close", "open", "hours")
ENDS = ("as_is", "next_opening", "previous_closing")
PLANS, PRIORITIES, CHANNELS = ("gold", "silver"), ("P1", "P2"), ("phone", "email", "chat")
COUNTS = (*("open_time", "business_days") * 2, "calendar_time", "calendar_days", "calendar_months")


def _draft(place: Place, rule: str, ask: str, choices: Choices | None = None, **question: Any) -> Draft:
    asked = {"ask": ask, **question}
    stated = choices_of(place.declared) | (choices or {})
    expected = slow_answer(place.count, asked, stated)
    draft = Draft(place.declared, asked, stated, expected, "", (rule,))
    return Draft(place.declared, asked, stated, expected, about(draft, place.count), (rule,))


def _open() -> Iterator[Draft]:
    for place in places("open", 3):
        for _ in range(4):
            yield _draft(place, "R3", "is_open", at=told(place.instant()))


def _edges() -> Iterator[Draft]:
    for place in places("edges", 3):
        for ask in EDGES:
            yield _draft(place, "R3", ask, at=told(place.instant()))


def _windows() -> Iterator[Draft]:
    for place in places("windows", 3):
        start, end = sorted((place.instant(), place.instant()))
        yield _draft(place, "R3", "windows", start=told(start), end=told(min(end, start + timedelta(days=4))))


def _elapsed() -> Iterator[Draft]:
    for place in places("elapsed", 4):
        for _ in range(4):
            yield _draft(place, "R8", "elapsed", start=told(place.instant()), end=told(place.instant()))


def _deadlines() -> Iterator[Draft]:
    for place in places("deadlines", 4):
        for boundary in ("closing", "closing", "next_opening"):
            choices = {"boundary": boundary}
            yield _draft(place, "R7", "add", choices, start=told(place.instant()), amount_us=micros(place.amount()))
        yield _draft(place, "R7", "add", start=told(place.instant()), amount_us=-micros(place.amount()))
        yield from _used_up_at_an_edge(place)


def _used_up_at_an_edge(place: Place) -> Iterator[Draft]:
    """Amounts that end just at a closing, or a microsecond beside it."""
    start, edge = sorted((place.instant(), place.draw.one(place.edges)))
    amount = place.count.elapsed(start, edge) + place.draw.one((0, 0, 0, -1, 1)) * MICROSECOND
    if amount > timedelta():
        boundary = {"boundary": place.draw.one(("closing", "next_opening"))}
        yield _draft(place, "R7", "add", boundary, start=told(start), amount_us=micros(amount))
        yield _draft(place, "R7", "add", start=told(edge), amount_us=-micros(amount))


def _zones_of_questions() -> Iterator[Draft]:
    for place in places("zones", 1):
        zone = place.draw.one(("UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", place.declared.zone))
        choices = {"boundary": "closing"}
        stated = {"start": told(place.instant()), "amount_us": micros(place.amount()), "told_in": zone}
        yield _draft(place, "R9", "add", choices, **stated)


def _business_days() -> Iterator[Draft]:
    for place in places("business-days", 4, apart=True):
        for _ in range(4):
            rule = place.draw.one(DAY_RULES)
            stated: dict[str, Any] = {"start": told(place.instant()), "days": place.draw.whole(1, 5)}
            if rule == "hours":
                stated["day_length_us"] = micros(timedelta(hours=place.draw.one((2, 8, 24))))
            starts = place.draw.one(("next_opening", "next_opening", "at_once"))
            ends = place.draw.one(("next_opening", "as_is", "previous_closing", 960)) if rule == "same_time" else None
            choices = {"day_rule": rule, "starts": starts} | ({"ends": ends} if ends else {})
            yield _draft(place, "R10", "add_days", choices, **stated)
        back = {"start": told(place.instant()), "days": -place.draw.whole(1, 3)}
        choices = {"day_rule": place.draw.one(("same_time", "close", "open")), "starts": "next_opening"}
        yield _draft(place, "R10", "add_days", choices, **back)


def _day_counts() -> Iterator[Draft]:
    for place in places("day-counts", 2, apart=True):
        for _ in range(2):
            yield _draft(place, "R10", "is_business_day", date=place.date().isoformat())
        first, last = place.date().isoformat(), place.date().isoformat()
        yield _draft(place, "R10", "business_days", first=first, last=last)


def _targets() -> Iterator[Draft]:
    for place in places("targets", 3, apart=True):
        for _ in range(4):
            yield _target(place)
    for place in places("cut-offs", 2, tame=True, apart=True):
        for _ in range(2):
            yield _target(place, cut_off=place.draw.one((720, 900, 960)))


def _target(place: Place, **more: int) -> Draft:
    """A target with its choices: where its clock starts, and where it ends."""
    counts = place.draw.one(COUNTS)
    target: dict[str, Any] = {"counts": counts} | more
    match counts:
        case "open_time" | "calendar_time":
            target["amount_us"] = micros(place.amount())
        case "calendar_months":
            target["months"] = place.draw.whole(1, 3)
        case _:
            target["days"] = place.draw.whole(1, 4)
    ends = (*ENDS, 960) if counts == "business_days" else ENDS
    choices: Choices = {"starts": place.draw.one(("at_once", "next_opening")), "ends": place.draw.one(ends)}
    if counts == "business_days":
        choices["day_rule"] = place.draw.one(("same_time", "same_time", "close", "open"))
    if counts == "open_time":
        choices["boundary"] = place.draw.one(("closing", "closing", "next_opening"))
    return _draft(place, "R11", "due", choices, start=told(place.instant()), target=target)


def _combinations() -> Iterator[Draft]:
    for place in combined_places("combinations", 2):
        yield from _about_open_time(place, "R3")
    for place in combined_places("days of combinations", 1, alike=True):
        yield _draft(place, "R10", "is_business_day", date=place.date().isoformat())
        stated = {"start": told(place.instant()), "days": place.draw.whole(1, 4)}
        choices = {"day_rule": place.draw.one(("same_time", "close", "open")), "starts": "next_opening"}
        yield _draft(place, "R10", "add_days", choices, **stated)


def _seasons() -> Iterator[Draft]:
    for place in seasonal_places("seasons", 1):
        yield from _about_open_time(place, "R6")
        yield _draft(place, "R6", "is_business_day", date=place.date().isoformat())


def _about_open_time(place: Place, rule: str) -> Iterator[Draft]:
    yield _draft(place, rule, "is_open", at=told(place.instant()))
    yield _draft(place, rule, place.draw.one(EDGES), at=told(place.instant()))
    start, end = sorted((place.instant(), place.instant()))
    yield _draft(place, rule, "windows", start=told(start), end=told(min(end, start + 3 * DAY)))
    yield _draft(place, rule, "elapsed", start=told(place.instant()), end=told(place.instant()))
    boundary = {"boundary": place.draw.one(("closing", "next_opening"))}
    yield _draft(place, rule, "add", boundary, start=told(place.instant()), amount_us=micros(place.amount()))


def _named_days() -> Iterator[Draft]:
    for place in places("named days", 1, tame=True, apart=True):
        for starts in ("at_once", "next_opening"):
            stated = {"start": told(place.instant()), "days": place.draw.whole(1, 4)}
            yield _draft(place, "R10", "add_days", {"starts": starts, "ends": "same_day"}, **stated)


def _promises() -> Iterator[Draft]:
    for place in places("promises", 2, tame=True, apart=True):
        for _ in range(3):
            opened = place.instant()
            if showing(place.declared.zone, opened) == latest_shown(place.declared.zone, opened):
                yield _promised(place, told(opened))


def _promised(place: Place, opened: str) -> Draft:
    """Some promises, each with a condition or two, and one for all others; now and then none for them."""
    draw = place.draw
    promises = [{"if": _condition(place), "target": _simple_target(place)} for _ in range(draw.whole(1, 3))]
    if draw.is_so(85):
        promises.append({"target": _simple_target(place)})
    request = {
        name: draw.one(values)
        for name, values in (("plan", PLANS), ("priority", PRIORITIES), ("channel", CHANNELS))
        if name != "channel" or draw.is_so(70)
    }
    choices: Choices = {"starts": draw.one(("at_once", "next_opening")), "ends": draw.one(ENDS)}
    return _draft(place, "R11", "promised", choices, start=opened, request=request, promises=promises)


def _condition(place: Place) -> dict[str, Any]:
    draw = place.draw
    day = place.date()
    kinds: tuple[dict[str, Any], ...] = (
        {"plan": draw.one(PLANS)},
        {"priority": draw.one(PRIORITIES)},
        {"channels": draw.some(CHANNELS, 60) or [CHANNELS[0]]},
        {"open": draw.is_so(50)},
        {"days": draw.some(DAYS, 40) or [DAYS[draw.whole(0, 6)]]},
        {"since": draw.whole(0, 40) * 30} | ({"before": draw.whole(4, 47) * 30} if draw.is_so(50) else {}),
        {"before": draw.whole(4, 47) * 30},
        {"after": draw.whole(4, 47) * 30},
        {"first": day.isoformat()} | ({"last": (day + draw.whole(0, 6) * DAY).isoformat()} if draw.is_so(60) else {}),
        {"last": day.isoformat()},
    )
    return draw.one(kinds) | (draw.one(kinds[:5]) if draw.is_so(40) else {})


def _simple_target(place: Place) -> dict[str, Any]:
    counts = place.draw.one(("open_time", "open_time", "business_days", "calendar_time"))
    if counts == "business_days":
        return {"counts": counts, "days": place.draw.whole(1, 3)}
    return {"counts": counts, "amount_us": micros(place.draw.whole(1, 16) * timedelta(minutes=30))}


SUBJECTS: Mapping[str, Callable[[], Iterator[Draft]]] = {
    "by-hand": by_hand.drafts,
    "open": _open,
    "edges": _edges,
    "windows": _windows,
    "elapsed": _elapsed,
    "deadlines": _deadlines,
    "zones-of-questions": _zones_of_questions,
    "business-days": _business_days,
    "day-counts": _day_counts,
    "targets": _targets,
    "clocks": told_clocks.drafts,
    "combinations": _combinations,
    "seasons": _seasons,
    "named-days": _named_days,
    "promises": _promises,
}


def cases(subject: str) -> Iterator[Case]:
    """Make the cases of a subject, the same each time."""
    return numbered(subject, SUBJECTS[subject]())
