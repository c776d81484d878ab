"""What two compiled policies say otherwise (R22)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from compiled.drawn_whole import CUSTOMERS, whole_policies
from compiled.test_answers import WHOLE
from compiled.test_laws import FEW, answer, requests, years_around
from hypothesis import given, reject, strategies as st

from slaclock import CompiledPolicyError, DeclarationError, SlaPolicy, compiled
from slaclock.compiled import CompiledPolicy
from slaclock.review import compiled_changes
from slaclock.testing import weeks

Years = int | tuple[int, int]
OFFICE = WHOLE["schedules"]["office"]
STANDARD = WHOLE["plans"]["standard"]
LONDON = {"hours": "Mon-Fri 09:00-17:30", "timezone": "Europe/London"}


def made(years: Years = 2026, **changed: Any) -> CompiledPolicy:
    return SlaPolicy(**{**WHOLE, **changed}).compile(years)


def plans(**changed: Any) -> dict[str, Any]:
    return {"plans": {"standard": {**STANDARD, **changed}}}


def schedules(**changed: Any) -> dict[str, Any]:
    return {"schedules": {**WHOLE["schedules"], **changed}}


def told(was: CompiledPolicy, now: CompiledPolicy) -> list[str]:
    return [str(change) for change in compiled_changes(was, now)]


def first_response(**changed: Any) -> dict[str, Any]:
    return plans(first_response={**STANDARD["first_response"], **changed})


def by_phone(received: str, target: str = "1 hour", resolution: str = "8 hours") -> dict[str, Any]:
    return plans(resolution={"target": resolution, "when": [{"received": received, "target": target}]})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"holidays": ["2026-11-26", "2026-12-24"]},
            [
                "office, Thu 2026-12-24: closed (holiday), was open",
                "nights, Thu 2026-12-24: closed (holiday), was open",
            ],
            id="a-holiday",
        ),
        pytest.param(
            {"holidays": ["2026-11-26", "2026-12-26"]},
            [f"{name}, Sat 2026-12-26: a holiday, was none" for name in ("office", "nights")],
            id="a-holiday-while-closed",
        ),
        pytest.param(
            {"holidays": []},
            [
                "office, Thu 2026-11-26 09:00-18:00: open, was closed (holiday)",
                "nights, Thu 2026-11-26 22:00-06:00: open, was closed (holiday)",
            ],
            id="no-holiday",
        ),
        pytest.param(
            {"holidays": [{"date": "2026-11-26", "name": "Thanksgiving"}]},
            [
                "office, Thu 2026-11-26: Thanksgiving, was holiday",
                "nights, Thu 2026-11-26: Thanksgiving, was holiday",
            ],
            id="the-name-of-a-holiday",
        ),
        pytest.param(
            schedules(office={**OFFICE, "hours": "Mon-Fri 09:00-17:00"}),
            ["office, Mon-Fri 17:00-18:00 (259 dates): closed, was open"],
            id="an-hour-less",
        ),
        pytest.param(
            schedules(office={**OFFICE, "hours": "Mon-Fri 09:00:30-18:00"}),
            ["office, Mon-Fri 09:00-09:00:30 (259 dates): closed, was open"],
            id="half-a-minute-less",
        ),
        pytest.param(
            schedules(office={**OFFICE, "exceptions": {"2026-11-25": "09:00-12:00:01"}}),
            [
                "office, Wed 2026-11-25 12:00-12:00:01: open (hours of 2026-11-25: 09:00-12:00:01), "
                "was closed (hours of 2026-11-25: 09:00-12:00)"
            ],
            id="a-second-more",
        ),
        pytest.param(
            schedules(office={**OFFICE, "exceptions": {}}),
            ["office, Wed 2026-11-25 12:00-18:00: open, was closed (hours of 2026-11-25: 09:00-12:00)"],
            id="no-exception",
        ),
        pytest.param(
            schedules(late="Mon 18:00-20:00"),
            ["late: a schedule, was nothing"],
            id="a-schedule",
        ),
        pytest.param(
            by_phone("by phone", resolution="9 hours"),
            ["standard, resolution: 9 calendar hours on office, was 8 calendar hours on office"],
            id="an-amount",
        ),
        pytest.param(
            by_phone("by phone", resolution="8 business hours"),
            ["standard, resolution: 8 business hours on office, was 8 calendar hours on office"],
            id="what-is-counted",
        ),
        pytest.param(
            plans(update={"target": "60 business days", "schedule": "nights"}),
            ["standard, update: 60 business days on nights, was 60 business days on office"],
            id="the-schedule-of-a-promise",
        ),
        pytest.param(
            first_response(P1="4 working hours"),
            ["plans.standard.first_response.P1.target: 4 working hours, was 4 business hours"],
            id="other-words-of-the-same",
        ),
        pytest.param(
            first_response(P1={"target": "4 business hours", "cut_off": {"Mon-Thu": "15:00", "Fri": "12:30"}}),
            ["standard, P1, first response, cut_off: Mon-Thu 15:00, Fri 12:30, was none"],
            id="a-cut-off-by-weekday",
        ),
        pytest.param(
            first_response(
                P2={"target": "2 business days", "ends": "16:00", "day_rule": "hours", "day_length": "8 hours"}
            ),
            [
                "standard, P2, first response: 2 business days, by 16:00 on office, was 2 business days on office",
                "standard, P2, first response, rule: hours, was same_time",
                "standard, P2, first response, day_length: 8 h, was none",
                "standard, P2, first response, ends: 16:00, was next_opening",
            ],
            id="choices-of-a-promise",
        ),
        pytest.param(
            {"boundary": "next_opening"},
            [
                "boundary: next_opening, was not stated",
                "standard, P1, first response, boundary: next_opening, was closing",
            ],
            id="a-choice-of-the-policy",
        ),
        pytest.param(
            {"cut_off": "16:00"},
            [
                "cut_off: 16:00:00, was not stated",
                *(
                    f"standard, {name}, cut_off: 16:00, was none"
                    for name in ("P1, first response", "P2, first response")
                ),
                "standard, update, cut_off: 16:00, was none",
            ],
            id="a-cut-off-of-the-policy",
        ),
        pytest.param(
            by_phone("by phone after 15:00"),
            ["standard, resolution, case 1, after: 15:00, was none"],
            id="a-time-in-a-condition",
        ),
        pytest.param(
            by_phone("by chat"),
            ["standard, resolution, case 1, channels: chat, was phone"],
            id="a-channel-in-a-condition",
        ),
        pytest.param(
            by_phone("by phone", "2 hours"),
            ["standard, resolution, case 1: 2 calendar hours on office, was 1 calendar hour on office"],
            id="the-amount-of-a-case",
        ),
        pytest.param(
            plans(resolution="8 hours"),
            ["standard, resolution, case 1: nothing, was 1 calendar hour on office if channels phone"],
            id="no-case",
        ),
        pytest.param(
            first_response(P4="best effort"),
            ["standard, P4, first response: best effort, was none"],
            id="another-word-for-nothing",
        ),
        pytest.param(
            plans(resolution="none"),
            [
                "standard, resolution: nothing is promised for resolution in plan standard: none, "
                "was 8 calendar hours on office",
                "standard, resolution, case 1: nothing, was 1 calendar hour on office if channels phone",
            ],
            id="nothing-promised",
        ),
        pytest.param(
            {"plans": {**plans()["plans"], "gold": {"schedule": "office", "resolution": "1 hour"}}},
            ["gold, resolution: 1 calendar hour on office, was nothing"],
            id="a-plan",
        ),
        pytest.param(
            {"plans": {**plans()["plans"], "gold": {"schedule": "office"}}},
            ["plans.gold: schedule office, was not stated"],
            id="a-plan-without-promises",
        ),
        pytest.param(
            {"versions": [{"effective": "2026-07-01", **plans(update="61 business days")}]},
            [
                "the policy, from 2026-07-01 04:00Z: a version begins, was nothing",
                "standard, update, from 2026-07-01 04:00Z: 61 business days on office, was 60 business days on office",
            ],
            id="a-version",
        ),
        pytest.param(
            {"closures": {"maintenance": "Sat 20:00-22:00"}},
            ["maintenance: a schedule, was nothing"],
            id="a-closure",
        ),
        pytest.param({"name": "Else"}, ["name: Else, was Whole"], id="the-name"),
        pytest.param(
            {"warnings": {"soon": "15 minutes left"}},
            ["warnings: soon left 15 minutes, was not stated"],
            id="a-warning",
        ),
        pytest.param({"on_change": "forward"}, ["on_change: forward, was not stated"], id="on-change"),
        pytest.param({"governed_by": "each_event"}, ["governed_by: each_event, was not stated"], id="governed-by"),
        pytest.param({"assumptions": ["one", "two"]}, ["assumptions: one, two, was not stated"], id="assumptions"),
        pytest.param(
            {"notices": {"change": {"target": "5 business days", "schedule": "office"}}},
            ["notices: change target 5 business days, schedule office, was not stated"],
            id="a-notice",
        ),
        pytest.param(
            {"names": {"priorities": {"urgent": "P1"}}},
            ["names: priorities urgent P1, was not stated"],
            id="names-of-a-helpdesk",
        ),
    ],
)
def test_what_changes(changed: Any, said: list[str]) -> None:
    was, now = made(), made(**changed)
    assert told(was, now) == said
    assert len(told(now, was)) == len(said)
    assert told(now, made(**changed)) == []


CONDITIONS = {
    "after 15:00": "after: 15:00",
    "in hours": "open: in hours",
    "outside hours": "open: outside hours",
    "on Fri": "days: weekdays Fri",
    "on business days": "days: business_days yes",
    "on holidays": "days: holidays 2026-11-26",
    "in March, Nov": "months: Mar, Nov",
    "from --12-20 to --03-20": "dates: from --12-20 to --03-20",
    "from 2026-12-20 to 2026-12-24": "dates: from 2026-12-20 to 2026-12-24",
    "from 2026-12-20": "dates: from 2026-12-20",
    "by chat or after 17:00": "any_of: channels chat; after 17:00",
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_in_words(condition: str) -> None:
    case = CONDITIONS[condition].replace(": ", " ", 1)
    assert told(made(**plans(resolution="8 hours")), made(**by_phone(condition))) == [
        f"standard, resolution, case 1: 1 calendar hour on office if {case}, was nothing"
    ]


def test_holidays_of_conditions() -> None:
    stated = {"plans": {"p": {"r": {"target": "1 hour", "when": [{"received": "on holidays", "target": "2 hours"}]}}}}
    days = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]
    stated |= {"schedules": {"always": "24x7"}}
    was, now, later = (made(**stated, holidays=each) for each in (days[:1], days[1:2], days))
    assert "p, r, case 1, days.holidays: with 2026-03-03, was with 2026-03-02" in told(was, now)
    three = ", ".join(days[1:])
    assert f"p, r, case 1, days.holidays: with {three}, was without {three}" in told(was, later)
    assert (
        "p, r, case 1, days.holidays: with 4 dates, 2026-03-02 to 2026-03-05"
        in told(made(**stated, holidays=[]), later)[0]
    )


class TestZones:
    """A zone is said by its name, and what that moves by instants."""

    @pytest.mark.parametrize(
        ("zone", "said"),
        [
            pytest.param(
                "Europe/Paris",
                [
                    "london, Mon-Fri 17:30-18:30 (261 dates): closed, was open",
                    "london, Mon-Fri 09:00-10:00 (261 dates): open, was closed",
                ],
                id="an-hour-ahead",
            ),
            pytest.param(
                "UTC",
                [
                    "london, Mon-Fri 08:00-09:00 (150 dates, 2026-03-30 to 2026-10-23): closed, was open",
                    "london, Mon-Fri 16:30-17:30 (150 dates, 2026-03-30 to 2026-10-23): open, was closed",
                ],
                id="without-summer-time",
            ),
            pytest.param("Europe/Lisbon", [], id="with-the-same-clocks"),
        ],
    )
    def test_of_a_schedule(self, zone: str, said: list[str]) -> None:
        stated = {"holidays": [], "schedules": {"office": "Mon-Fri 09:00-18:00", "london": LONDON}}
        moved = {"schedules": {**stated["schedules"], "london": {**LONDON, "timezone": zone}}}
        plan = {"plans": {"p": {"schedule": "london", "r": "2 business hours"}}}
        was, now = made(**stated, **plan), made(**stated | moved, **plan)
        assert told(was, now) == [f"london, time zone: {zone}, was Europe/London", *said]

    def test_of_the_policy(self) -> None:
        stated = {
            "holidays": [],
            "schedules": {"office": "Mon-Fri 09:00-18:00"},
            "plans": {"p": {"r": "1 business hour"}},
        }
        assert told(made(**stated), made(**stated, timezone="America/Chicago")) == [
            "timezone: America/Chicago, was America/New_York",
            "office, time zone: America/Chicago, was America/New_York",
            "office, Mon-Fri 08:00-09:00 (261 dates): closed, was open",
            "office, Mon-Fri 17:00-18:00 (261 dates): open, was closed",
        ]

    @pytest.mark.parametrize(
        ("part", "value", "said"),
        [
            pytest.param("offsets", -3 * 3600, "UTC-03:00, was UTC-04:00", id="an-offset"),
            pytest.param("names", "EAT", "EAT, was EDT", id="a-name"),
        ],
    )
    def test_other_data_about_zones(self, part: str, value: Any, said: str) -> None:
        was = made()
        document = {**was.to_dict()}
        zone = {**document["zones"][0]}
        zone[part] = [value if number == 1 else each for number, each in enumerate(zone[part])]
        document["zones"] = [zone]
        now = CompiledPolicy(type(was.document).made(document))
        assert [str(each) for each in compiled_changes(was, now) if each.of == "zone"] == [
            f"America/New_York, 2026-03-08 07:00Z to 2026-11-01 06:00Z: {said}"
        ]


def forged(was: CompiledPolicy, change: Callable[[dict[str, Any]], Any]) -> CompiledPolicy:
    """One with something else in its document."""
    document = deepcopy(was.to_dict())
    change(document)
    return CompiledPolicy(type(was.document).made(document))


def test_dates_of_clocks_that_changed_are_told_by_the_zone() -> None:
    """What is always open belongs to other dates, between the same readings."""
    stated = {"holidays": [], "schedules": {"always": "24x7"}, "plans": {"p": {"r": "1 business day"}}}

    def renamed(document: dict[str, Any]) -> None:
        document["zones"][0]["name"] = document["policy"]["timezone"] = "America/New_York"
        document["schedules"][0]["text"] = "24x7 America/New_York"

    found = compiled_changes(forged(made(timezone="UTC-05:00", **stated), renamed), made(**stated))
    assert {change.of for change in found} == {"zone"}
    assert "America/New_York, 2026-03-08 07:00Z to 2026-11-01 06:00Z: UTC-04:00, was UTC-05:00" in map(str, found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            lambda document: document["schedules"][0].update(text="office hours"),
            "office, as it is stated: office hours, was Mon-Fri 09:00-18:00 America/New_York, holidays 2026-11-26, "
            "1 exception",
            id="the-words-of-hours",
        ),
        pytest.param(
            lambda document: document["policy"].update(goals=[{"within": "1 hour", "share": "95%"}]),
            "goals: within 1 hour, share 95%, was not stated",
            id="a-list-of-things",
        ),
        pytest.param(
            lambda document: document["policy"]["plans"]["standard"]["metrics"]["update"]["target"].update(days=61),
            'plans.standard.update.target: {"counts": "business_days", "days": 61, "basis_stated": true, '
            '"text": "60 business days"}, was {"counts": "business_days", "days": 60, "basis_stated": true, '
            '"text": "60 business days"}',
            id="the-same-words-read-otherwise",
        ),
        pytest.param(
            lambda document: document.update(governed_by="each_event"),
            "governed_by: each_event, was opening",
            id="what-follows-otherwise",
        ),
    ],
)
def test_what_is_told_beside(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    was = made()
    (found, *more) = told(was, forged(was, change))
    assert (found, more) == (said, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            lambda document: document["targets"][0].update(cut_off=-1),
            "the compiled policy has something else in targets[0].cut_off",
            id="not-as-its-schema-says",
        ),
        pytest.param(
            lambda document: document["policy"].update(versions=5),
            "the compiled policy holds numbers and places that do not go together",
            id="a-policy-that-cannot-be-read",
        ),
    ],
)
def test_what_was_not_written_by_slaclock_is_refused(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    was = made()
    for pair in ((was, forged(was, change)), (forged(was, change), was)):
        with pytest.raises(CompiledPolicyError) as refused:
            compiled_changes(*pair)
        assert str(refused.value).startswith(said)


class TestYears:
    """What is compared lies in the years of both."""

    @pytest.mark.parametrize(
        ("was", "now"), [((2025, 2028), (2026, 2027)), ((2026, 2027), (2027, 2028)), (2026, (2025, 2026))]
    )
    def test_of_one_alone(self, was: Years, now: Years) -> None:
        stated = {"holidays": "US", "outside_coverage": "warn"}
        words = ["-".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in (was, now)]
        assert told(made(was, **stated), made(now, **stated)) == [f"years: {words[1]}, was {words[0]}"]

    def test_a_change_in_the_years_of_both(self) -> None:
        was, now = (
            made((2025, 2027)),
            made((2026, 2028), holidays=["2026-11-26", "2025-12-24", "2027-12-24", "2028-12-26"]),
        )
        assert told(was, now) == [
            "years: 2026-2028, was 2025-2027",
            "office, Fri 2027-12-24: closed (holiday), was open",
            "nights, Fri 2027-12-24: a holiday, was none",
        ]

    def test_none_in_common(self) -> None:
        was, now = made(2025), made(2027, **first_response(P1="5 business hours"))
        assert told(was, now) == [
            "years: 2027, was 2025",
            "standard, P1, first response: 5 business hours on office, was 4 business hours on office",
        ]

    def test_hours_that_end_later(self) -> None:
        ends = {"office": {**OFFICE, "seasons": [{"first": "2027-01-01", "hours": "closed"}]}}
        assert told(made(), made(**schedules(**ends))) == ["office, after 2026: closed, was goes on"]


THEIRS = {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}


class TestCustomers:
    """Customers in zones, for whom it is compiled."""

    @staticmethod
    def made(*zones: str, **changed: Any) -> CompiledPolicy:
        stated = {"schedules": {"theirs": {**THEIRS, **changed}}, "holidays": []}
        plan = {"plans": {"p": {"schedule": "theirs", "r": "1 business hour"}}}
        return SlaPolicy(**{**WHOLE, **stated, **plan}).compile(2026, zones)

    def test_zones_of_one_alone(self) -> None:
        assert told(self.made("Asia/Tokyo", "America/Chicago"), self.made("Asia/Tokyo", "Europe/London")) == [
            "customers in America/Chicago: not answered, was answered",
            "customers in Europe/London: answered, was not answered",
        ]

    def test_hours_of_those_in_both(self) -> None:
        was, now = self.made("Asia/Tokyo"), self.made("Asia/Tokyo", hours="Mon-Fri 10:00-17:00")
        assert told(was, now) == [
            "theirs for customers in Asia/Tokyo, Mon-Fri 09:00-10:00 (260 dates): closed, was open"
        ]

    def test_customers_of_whom_only_one_speaks(self) -> None:
        now = self.made(timezone="America/New_York")
        customers, promise, *_ = told(self.made("America/New_York"), now)
        assert customers == "customers in America/New_York: not answered, was answered"
        assert promise.startswith("p, r: 1 business hour on theirs, was theirs is read on the clocks of the customer")


class TestVersions:
    """Each version is compared with the one that begins with it."""

    def test_hours_of_one(self) -> None:
        def versions(hours: str) -> CompiledPolicy:
            later = {"effective": "2026-07-01", "schedules": {"office": {**OFFICE, "hours": hours}}}
            return made(holidays=[], versions=[later])

        (change,) = compiled_changes(versions("Mon-Fri 10:00-18:00"), versions("Mon-Fri 10:00-17:00"))
        assert change.name == "office from 2026-07-01 04:00Z"

    def test_promises_of_one(self) -> None:
        was, now = (
            made(versions=[{"effective": "2026-07-01", **plans(resolution=target)}]) for target in ("1 hour", "2 hours")
        )
        assert told(was, now) == [
            "standard, resolution, from 2026-07-01 04:00Z: 2 calendar hours on office, was 1 calendar hour on office"
        ]


def test_dates_that_are_told_together() -> None:
    days = ["2026-12-22", "2026-12-23", "2026-12-24"]
    (office, _) = compiled_changes(made(holidays=[]), made(holidays=days))
    assert str(office) == "office, 3 dates, 2026-12-22 to 2026-12-24: closed (holiday), was open"
    assert office.dates == tuple(days)


def test_dates_to_which_the_same_time_belongs() -> None:
    """It is open as it was, and a business day is another."""
    was = made(holidays=[], schedules={"office": "Sun-Thu 22:00-24:00; Mon-Fri 00:00-06:00"}, plans=NIGHTLY)
    now = made(holidays=[], schedules={"office": "Sun-Thu 22:00-06:00"}, plans=NIGHTLY)
    changes = told(was, now)
    assert changes
    assert all("business day of" in change for change in changes)


NIGHTLY = {"p": {"schedule": "office", "r": "1 business day"}}


@st.composite
def two_policies(draw: st.DrawFn) -> Any:
    season = draw(weeks())
    one, other = draw(whole_policies(season, customers=False)), draw(whole_policies(season, customers=False))
    parts = draw(st.sets(st.sampled_from(["plans", "schedules", "holidays", "versions", "cut_off", "closures"])))
    try:
        return season, one, one.model_copy(update={part: getattr(other, part) for part in parts})
    except DeclarationError:
        reject()  # Plans of the one may name schedules that the other has not.


@FEW
@given(st.data())
def test_no_due_date_moves_unseen(data: st.DataObject) -> None:
    """Where two compiled policies give different due dates in the years of both, at least one change is told."""
    season, one, other = data.draw(two_policies())
    years = years_around(season)
    was, now = one.compile(years), other.compile(years)
    changes = compiled_changes(was, now)
    for at, names in data.draw(st.lists(requests(season), min_size=1, max_size=6)):
        if not changes:
            assert answer(was.due, at, **names) == answer(now.due, at, **names)


@FEW
@given(st.data())
def test_what_is_compiled_of_the_same_is_the_same(data: st.DataObject) -> None:
    """Also for some of the years alone: then these are all that is told."""
    season = data.draw(weeks())
    customers = data.draw(st.booleans())
    policy = data.draw(whole_policies(season, customers))
    zones = CUSTOMERS if customers else ()
    first, last = years_around(season)
    was = policy.compile((first, last), zones)
    assert compiled_changes(was, compiled.loads(policy.compile((first, last), zones).dumps())) == []
    longer = policy.compile((first, last + 1), zones)
    assert {change.of for change in compiled_changes(was, longer)} == {"years"}
