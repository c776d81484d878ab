"""What is stated of limits (R21): each is the one that is held, and what is over it is refused with the way out."""

import difflib
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

import pytest
from paths import ROOT

from slaclock import (
    ChoiceError,
    DeclarationError,
    HolidayCalendar,
    Limits,
    PolicyFileError,
    Schedule,
    SlaPolicy,
    Target,
    Ticket,
    declaration_errors,
    errors,
    limits,
    strict_json,
)
from slaclock.adapters import opening_hours_entries, opening_hours_text, payloads
from slaclock.adapters.zendesk import policies, schedules
from slaclock.cli import keeping, streams
from slaclock.compiled import compiling, sealed
from slaclock.hours import (
    effort,
    exception_hours,
    holiday_calendar,
    kept_time,
    recurrence_rule,
    season,
    timeline,
    tokens,
    zone_names,
)
from slaclock.policy import document, goals, plans, references, source, stated_policy
from slaclock.tables import sizes
from slaclock.targets import target_text, threshold_text

PAGE = ROOT / "docs" / "reference" / "limits.md"
HELD = {
    "a policy: bytes of a file, characters of a text": limits.OF_A_POLICY.size,
    "a policy: values, aliases counted each time": limits.OF_A_POLICY.values,
    "a policy or a ticket: lists and mappings in one another": limits.OF_A_POLICY.depth,
    "`Limits.depth`": limits.DEEPEST,
    "a policy: whole numbers, in either direction": source.LARGEST_NUMBER,
    "a ticket: characters": limits.OF_A_TICKET.size,
    "a ticket: values": limits.OF_A_TICKET.values,
    "a ticket: signs of a number": strict_json.MAX_DIGITS,
    "`status`, `agenda`, `goals`: bytes of all tickets": streams.MAX_BYTES,
    "`batch`: bytes of a line of JSON, or of a row of a CSV file": sizes.BYTES_OF_LINE,
    "`batch`: bytes of the header of a CSV file": sizes.BYTES_OF_HEADER,
    "a payload of another product: values": limits.OF_A_PAYLOAD.values,
    "a payload: lists and objects in one another": limits.OF_A_PAYLOAD.depth,
    "a payload: whole numbers, in either direction": payloads.LARGEST_NUMBER,
    "a payload: characters of a name": payloads.LONGEST_NAME,
    "a payload: plans that SLA policies make, on all schedules together": policies.MOST_PLANS,
    "a payload: dates that one holiday closes": schedules.LONGEST_HOLIDAY.days,
    "a text of opening hours: characters": opening_hours_text.LONGEST,
    "opening hours: dates with special hours": opening_hours_entries.MOST_DATES,
    "a compiled policy: bytes": sealed.LARGEST,
    "a compiled policy: years": compiling.MOST_YEARS,
    "what `due` keeps of policies: files": keeping.MOST_FILES,
    "hours: characters": tokens.LONGEST_TEXT,
    "targets: characters": target_text.LONGEST,
    "warnings and levels of escalations: characters": threshold_text.LONGEST,
    "goals: characters": goals.LONGEST,
    "time zones: characters of a name": zone_names.LONGEST_ZONE,
    "recurrence rules: characters": recurrence_rule.LONGEST_RULE,
    "recurrence rules: `INTERVAL`": recurrence_rule.LARGEST_INTERVAL,
    "recurrence rules: dates from the first to one that is named": recurrence_rule.HORIZON_DATES,
    "windows that may open on one date, of all combined schedules together": effort.MOST_WINDOWS,
    "seasons of a schedule": season.MOST_SEASONS,
    "exceptions of a schedule": exception_hours.MOST_EXCEPTIONS,
    "sources of a calendar: dates, runs, countries": holiday_calendar.MOST_HOLIDAYS,
    "countries and their parts, or markets, of a calendar": holiday_calendar.MOST_PUBLISHED,
    "holidays that are counted from others": holiday_calendar.MOST_BESIDE,
    "steps in which a schedule is made from others": references.LONGEST_CHAIN,
    "plans that are each like the next": plans.LONGEST_LIKENESS,
    "business days of a target": 36_600,
    "problems that are told at once": declaration_errors.MOST_PROBLEMS,
    "names for which alike ones are sought in a policy": stated_policy.MOST_GUESSES,
    "years that a search goes": timeline.HORIZON_YEARS,
    "windows that a question goes through": timeline.MOST_EFFORT,
    "windows that a schedule keeps compiled": kept_time.MOST_KEPT,
    "offers that a policy keeps": document.KEPT_OFFERS,
    "customers for whom a policy keeps itself": document.KEPT_CUSTOMERS,
}
"""Each limit as the page calls it, and what the library holds."""


def test_the_page_states_what_is_held() -> None:
    rows = re.findall(r"^\| (.+?) \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {what: int(number.replace(",", "")) for what, number in rows} == HELD


def test_the_page_names_errors_that_there_are() -> None:
    named = re.findall(r"`(\w+Error)`", PAGE.read_text(encoding="utf-8"))
    assert set(named) - {"ValueError"} <= set(vars(errors))


def test_business_days_of_a_target() -> None:
    assert Target("36600 business days").days == 36_600
    with pytest.raises(DeclarationError, match="less than or equal to 36600"):
        Target("36601 business days")


def small(**more: object) -> str:
    import json

    return json.dumps({"name": "Small", "timezone": "UTC", "plans": {"only": {"first_response": "1 hour"}}} | more)


class TestLimits:
    """A service says how much it reads."""

    @pytest.mark.parametrize("format", ["json", "yaml"])
    @pytest.mark.parametrize(
        ("allowed", "text", "message"),
        [
            pytest.param(Limits(size=20), small(), "a policy file has at most 20", id="size"),
            pytest.param(Limits(values=5), small(), "it holds more than 5 values", id="values"),
            pytest.param(Limits(depth=1), small(), "it is nested more than 1 deep", id="depth"),
        ],
    )
    def test_less_of_a_policy(self, allowed: Limits, text: str, message: str, format: Any) -> None:
        with pytest.raises(PolicyFileError, match=message):
            SlaPolicy.loads(text, format=format, limits=allowed)

    def test_less_of_a_file(self, tmp_path: Any) -> None:
        (tmp_path / "small.json").write_text(small(), encoding="utf-8")
        assert SlaPolicy.load(tmp_path / "small.json").name == "Small"
        with pytest.raises(PolicyFileError, match=r"it has .* bytes; a policy file has at most 20"):
            SlaPolicy.load(tmp_path / "small.json", limits=Limits(size=20))

    def test_deep_keys_of_toml(self) -> None:
        text = "name = 'a'\ntimezone = 'UTC'\n" + ".".join("abcdef") + " = 1"
        with pytest.raises(PolicyFileError, match="it is nested more than 3 deep"):
            SlaPolicy.loads(text, format="toml", limits=Limits(depth=3))

    def test_more_of_a_policy(self) -> None:
        long = small(assumptions=["a" * 600_000] * 2)
        with pytest.raises(PolicyFileError, match="a policy file has at most 1,000,000"):
            SlaPolicy.loads(long, format="json")
        assert SlaPolicy.loads(long, format="json", limits=Limits(size=2_000_000)).name == "Small"

    @pytest.mark.parametrize(
        ("allowed", "text", "message"),
        [
            pytest.param(Limits(size=20), '{"opened": "2026-11-25T15:00Z"}', "at most 20 are read", id="size"),
            pytest.param(Limits(values=4), '{"id": ["a", ["b", "c"]]}', "it holds 6 values; at most 4", id="values"),
            pytest.param(Limits(depth=2), '{"id": [[[]]]}', "it is nested more than 2 deep", id="depth"),
            pytest.param(Limits(), '{"id": }', "this is not JSON: expecting value at line 1, column 8", id="broken"),
            pytest.param(Limits(), "[]", "it is JSON, but no object", id="a-list"),
        ],
    )
    def test_less_of_a_ticket(self, allowed: Limits, text: str, message: str) -> None:
        with pytest.raises(DeclarationError, match=message):
            Ticket.loads(text, limits=allowed)

    def test_commas_in_texts_are_no_values(self) -> None:
        text = '{"id": "a,b,c,d,e,f", "opened": "2026-11-25T15:00Z"}'
        assert Ticket.loads(text, limits=Limits(values=3)).id == "a,b,c,d,e,f"

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            pytest.param({"size": 0}, "size is a whole number above zero, not 0; write e.g. 1000000", id="none"),
            pytest.param({"values": 1.5}, "values is a whole number above zero, not 1.5", id="a-half"),
            pytest.param({"values": True}, "values is a whole number above zero, not True", id="yes"),
            pytest.param({"depth": 201}, "depth is 200 at most, not 201; write e.g. 40", id="too-deep"),
        ],
    )
    def test_what_is_no_limit(self, given: dict[str, Any], message: str) -> None:
        with pytest.raises(ChoiceError, match=message):
            Limits(**given)


WEEK: Any = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def windows(count: int) -> Any:
    return [
        {"days": WEEK, "opens": f"{n // 60:02}:{n % 60:02}", "closes": f"{n // 60:02}:{n % 60:02}:30"}
        for n in range(count)
    ]


def office(**more: Any) -> Schedule:
    return Schedule(**({"timezone": "UTC", "hours": "Mon-Fri 09:00-17:00"} | more))


class TestDeclared:
    """What is declared has stated numbers."""

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            pytest.param(
                lambda: office(hours=windows(301)), "301 windows may open on one date.*at most 300", id="windows"
            ),
            pytest.param(
                lambda: reduce(or_, [office(hours=windows(60), timezone=zone) for zone in ("UTC", "Asia/Tokyo") * 3]),
                "360 windows may open on one date, those of all its parts together",
                id="windows-of-parts",
            ),
            pytest.param(
                lambda: office(seasons=[{"first": "2026-01-01", "hours": "closed"}] * 5_001),
                "seasons: it has more than 5,000, and no more are read",
                id="seasons",
            ),
            pytest.param(
                lambda: office(
                    exceptions={str(date(1900, 1, 1) + timedelta(days=number)): "closed" for number in range(10_001)}
                ),
                "exceptions: it has more than 10,000",
                id="exceptions",
            ),
            pytest.param(
                lambda: HolidayCalendar(["--12-24"] * 20_001), "at most 20,000 sources of holidays", id="holidays"
            ),
            pytest.param(lambda: HolidayCalendar(["US"] * 301), "at most 300 countries", id="countries"),
            pytest.param(
                lambda: HolidayCalendar([{"after": "easter", "days": number % 9} for number in range(1_001)]),
                "at most 1,000 holidays beside others",
                id="beside",
            ),
        ],
    )
    def test_more_is_refused(self, make: Callable[[], object], message: str) -> None:
        with pytest.raises(DeclarationError, match=message):
            make()

    def test_as_many_are_taken(self) -> None:
        assert office(hours=windows(300))._windows == 300

    def test_schedules_of_a_policy_amount_to_what_they_are_made_of(self) -> None:
        """Twice the one before, fifty times over, would never be compiled."""
        doubled = {f"s{number}": {"any_of": [f"s{number - 1}"] * 2} for number in range(1, 50)}
        text = small(schedules={"s0": "Mon-Fri 09:00-17:00"} | doubled)
        with pytest.raises(PolicyFileError, match="s9: 512 windows may open on one date") as caught:
            SlaPolicy.loads(text, format="json")
        assert len(caught.value.problems) == 1

    def test_windows_of_a_closure(self) -> None:
        with pytest.raises(PolicyFileError, match=r"closures\.a: 301 windows may open"):
            SlaPolicy.loads(small(closures={"a": {"hours": windows(301)}}), format="json")

    def test_windows_of_a_combination_that_is_stated_whole(self) -> None:
        part = {"timezone": "UTC", "hours": windows(160)}
        entry = {"hours": {"combine": "union", "schedules": [part, {"timezone": "UTC", "hours": windows(140)}]}}
        assert SlaPolicy.loads(small(schedules={"a": entry}), format="json").schedules["a"].windows == 300


class TestMessages:
    """What is refused is repeated in part, and so is what there is instead."""

    def test_many_problems(self) -> None:
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(small(**{f"k{number}": 1 for number in range(5_000)}), format="json")
        assert len(caught.value.problems) == 501
        assert str(caught.value.problems[-1]) == "and 4,500 more problems; mend these first"

    @pytest.mark.parametrize(
        "more",
        [
            pytest.param({"plans": {"only": {"schedule": "x" * 900_000, "first_response": "1 hour"}}}, id="a-name"),
            pytest.param({"holidays": ["2026-" + "1" * 900_000]}, id="a-date"),
            pytest.param({"timezone": [1] * 40_000}, id="a-list"),
            pytest.param({"x" * 900_000: 1}, id="a-key"),
            pytest.param({"schedules": {f"s{number}": "24x7" for number in range(9_000)}, "name": 1}, id="many-names"),
        ],
    )
    def test_long_values(self, more: dict[str, object]) -> None:
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(small(**more), format="json")
        assert len(str(caught.value)) < 60_000

    def test_thousands_of_names_that_are_not_there(self) -> None:
        """Each is compared with a thousand that are, and a hundred are told."""
        schedules = {f"s{number}": "Mon-Fri 09:00-17:00" for number in range(3_000)}
        plans = {f"p{number}": {"schedule": f"x{number}", "first_response": "1 hour"} for number in range(3_000)}
        with pytest.raises(PolicyFileError, match=r"there is no schedule 'x0'; .* and 2,700 more") as caught:
            SlaPolicy.loads(small(schedules=schedules, plans=plans), format="json")
        assert len(caught.value.problems) == declaration_errors.MOST_PROBLEMS

    def test_thousands_of_targets_that_cannot_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a word may have meant is looked for as often as problems are told, and not for the rest."""
        guesses: list[str] = []

        def no_name_is_alike(name: str, *_: object) -> list[str]:
            guesses.append(name)
            return []

        monkeypatch.setattr(difflib, "get_close_matches", no_name_is_alike)
        targets = {f"P{number}": f"1 hou{number}r" for number in range(3_000)}
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(small(plans={"p": {"first_response": targets}}), format="json")
        assert caught.value.problems[-1].message == "and 2,500 more problems; mend these first"
        assert len(guesses) == stated_policy.MOST_GUESSES

    @pytest.mark.parametrize("format", ["json", "yaml", "toml"])
    def test_a_number_of_thousands_of_digits(self, format: Any) -> None:
        sign = "=" if format == "toml" else ":"
        text = f"name {sign} {'1' * 5_000}\n" if format != "json" else '{"name": ' + "1" * 5_000 + "}"
        with pytest.raises(PolicyFileError, match="a whole number in it is larger than 10"):
            SlaPolicy.loads(text, format=format)
