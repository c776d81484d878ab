"""`SlaPolicy`: the example policies, what dumps and loads, what is refused, and the JSON Schema."""

import json
import pickle
from collections.abc import Iterator
from copy import copy, deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from paths import POLICIES
from real_tickets import TABLE
from ruamel.yaml import YAML
from small_policy import NEW_YORK, at, shown_with_offset, small

from slaclock import DeclarationError, Plan, PolicyFileError, Promise, Schedule, ScheduleEntry, SlaPolicy, Target

BYTEZ = SlaPolicy.load(POLICIES / "byteztech.yaml")
CODEX = SlaPolicy.load(str(POLICIES / "codexpert.yaml"))


class TestPublishedPolicies:
    """The two example policies, clause by clause."""

    @pytest.mark.parametrize(("policy", "plan", "priority", "opened", "due"), TABLE)
    def test_the_table(self, policy: str, plan: str | None, priority: str | None, opened: str, due: str) -> None:
        document = {"byteztech": BYTEZ, "codexpert": CODEX}[policy]
        start = datetime.fromisoformat(opened).astimezone(NEW_YORK)
        assert shown_with_offset(document.due(start, plan=plan, priority=priority)) == due
        assert document.explain(start, plan=plan, priority=priority).due == document.due(start, plan, priority)

    @pytest.mark.parametrize(
        ("plan", "priority", "metric", "opened", "due"),
        [
            pytest.param(
                "standard", "P4", "first_response", "2026-11-24 10:30", "Mon 2026-11-30 10:30 -05:00", id="standard-p4"
            ),
            pytest.param(
                "standard", "P2", "first_response", "2026-11-23 09:00", "Mon 2026-11-23 17:00 -05:00", id="standard-p2"
            ),
            pytest.param(
                "standard",
                None,
                "escalation",
                "2026-11-20 17:00",
                "Mon 2026-11-23 12:00 -05:00",
                id="standard-escalation",
            ),
            pytest.param(
                "standard",
                "P1",
                "escalation",
                "2026-11-20 17:00",
                "Mon 2026-11-23 12:00 -05:00",
                id="escalation-of-a-priority",
            ),
            pytest.param(
                "premium",
                None,
                "escalation",
                "2026-11-20 17:00",
                "Mon 2026-11-23 12:00 -05:00",
                id="premium-escalation",
            ),
            pytest.param(
                "premium",
                "P1",
                "first_response",
                "2026-11-26 03:00",
                "Thu 2026-11-26 04:00 -05:00",
                id="premium-p1-on-thanksgiving",
            ),
            pytest.param(
                "premium", "P2", "first_response", "2026-11-20 17:00", "Mon 2026-11-23 12:00 -05:00", id="premium-p2"
            ),
            pytest.param(
                "premium", "P3", "first_response", "2026-11-28 10:15", "Tue 2026-12-01 09:00 -05:00", id="premium-p3"
            ),
            pytest.param(
                "premium", "P4", "first_response", "2026-11-24 10:30", "Fri 2026-11-27 10:30 -05:00", id="premium-p4"
            ),
        ],
    )
    def test_every_other_promise_of_byteztech(
        self, plan: str, priority: str | None, metric: str, opened: str, due: str
    ) -> None:
        assert shown_with_offset(BYTEZ.due(at(opened), plan=plan, priority=priority, metric=metric)) == due

    @pytest.mark.parametrize(
        ("plan", "priority", "schedule"),
        [("standard", "P1", "standard"), ("premium", "P1", "emergency"), ("premium", "P2", "standard")],
    )
    def test_schedules_by_priority(self, plan: str, priority: str, schedule: str) -> None:
        assert BYTEZ.schedule_for(plan=plan, priority=priority) is BYTEZ.schedule(schedule)

    @pytest.mark.parametrize(
        ("schedule", "instant", "is_open"),
        [
            pytest.param("standard", "2026-11-26 10:00", False, id="closed-on-thanksgiving"),
            pytest.param("emergency", "2026-11-26 10:00", True, id="24x7-is-open-on-it"),
            pytest.param("phone", "2026-11-25 17:59", True, id="phone-in-standard-hours"),
            pytest.param("phone", "2026-11-25 18:00", False, id="phone-until-six"),
        ],
    )
    def test_hours_of_byteztech(self, schedule: str, instant: str, is_open: bool) -> None:
        assert BYTEZ.schedule(schedule).is_open(at(instant)) is is_open

    @pytest.mark.parametrize(
        ("instant", "during"),
        [
            ("2026-11-21 22:00", True),
            ("2026-11-22 03:59", True),
            ("2026-11-22 04:00", False),
            ("2026-11-23 03:59", True),
            ("2026-11-20 23:00", False),
            ("2026-12-26 23:00", True),
        ],
    )
    def test_maintenance_belongs_to_the_evening(self, instant: str, during: bool) -> None:
        assert BYTEZ.closure("maintenance").is_open(at(instant)) is during

    @pytest.mark.parametrize(
        ("notice", "before", "latest"),
        [
            pytest.param("maintenance", "2026-12-05 22:00", "Wed 2026-12-02 22:00 -05:00", id="72-hours"),
            pytest.param(
                "maintenance", "2026-03-08 22:00", "Thu 2026-03-05 21:00 -05:00", id="72-hours-over-a-clock-change"
            ),
            pytest.param("policy_change", "2026-12-01 00:00", "Sun 2026-11-01 00:00 -04:00", id="30-days"),
        ],
    )
    def test_notices(self, notice: str, before: str, latest: str) -> None:
        assert shown_with_offset(BYTEZ.notice(notice, before=at(before))) == latest

    @pytest.mark.parametrize(
        ("opened", "due"),
        [
            pytest.param("2026-11-25 23:00", "Tue 2026-12-01 23:00 -05:00", id="the-night-before-thanksgiving"),
            pytest.param("2026-11-20 12:00", "Wed 2026-11-25 06:00 -05:00", id="on-friday-noon"),
        ],
    )
    def test_codexpert_counts_shifts(self, opened: str, due: str) -> None:
        assert CODEX.target().counts == "open_time"
        assert shown_with_offset(CODEX.due(at(opened))) == due

    def test_what_the_documents_assume_is_said(self) -> None:
        assert len(BYTEZ.assumptions) == len(CODEX.assumptions) == 5

    def test_every_promise_is_listed(self) -> None:
        promises = [(plan, metric, priority) for plan, metric, priority, _ in BYTEZ.promises()]
        assert len(promises) == len(set(promises)) == 10
        for plan, metric, priority, promised in BYTEZ.promises():
            assert promised.target == BYTEZ.target(plan, priority, metric)
            assert promised.schedule == BYTEZ.schedule_for(plan, priority, metric)

    @pytest.mark.parametrize("policy", [BYTEZ, CODEX], ids=lambda policy: policy.name)
    def test_what_is_dumped_loads_back(self, policy: SlaPolicy) -> None:
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy
        assert SlaPolicy(**policy.model_dump(mode="json")) == policy
        assert SlaPolicy(**policy.model_dump()) == policy
        assert SlaPolicy.loads(policy.model_dump_json(), format="json") == policy
        assert hash(SlaPolicy(**policy.model_dump())) == hash(policy)
        # Also after it was used.
        policy.due(at("2026-11-25 17:00"), plan=next(iter(policy.plans)), priority="P1" if policy is BYTEZ else None)
        assert pickle.loads(pickle.dumps(policy)) == policy
        assert copy(policy) is deepcopy(policy) is policy

    def test_what_is_kept_for_the_next_question_is_no_part_of_a_policy(self) -> None:
        policy, other = (
            small(notices={"change": "1 business day"}, versions=[{"effective": "2027-01-01"}]) for _ in "ab"
        )
        before = pickle.dumps(policy), hash(policy)
        assert policy.due(at("Mon 09:00")) == policy.for_customer("Asia/Tokyo").due(at("Mon 09:00"))
        assert policy.notice("change", policy.due(at("2027-01-04 09:00"))) < at("2027-01-04 09:00")
        assert (pickle.dumps(policy), hash(policy)) == before
        assert policy == other


WRONG = [
    pytest.param({"foo": 1}, "foo: unknown key; known: name, timezone", id="an-unknown-key"),
    pytest.param({"schedule": {}}, "schedule: unknown key; did you mean 'schedules'?", id="a-key-misspelt"),
    pytest.param(
        {"day_rule": "nearest"},
        "day_rule: input should be 'same_time', 'close', 'open' or 'hours', not 'nearest'",
        id="no-rule",
    ),
    pytest.param({"name": None}, "name: input should be a valid string, not None", id="no-name"),
    pytest.param({"day_length": 8}, "day_length: 8 has no unit", id="a-length-without-unit"),
    pytest.param(
        {"plans": {"only": 5}},
        "plans.only: a plan names metrics and their targets, not 5; write e.g. {first_response: 1 hour}",
        id="a-plan-that-is-a-number",
    ),
    pytest.param(
        {"plans": {"only": {"first_response": 5}}},
        "cannot read 5 as a target; write e.g. '4 business hours'",
        id="a-bare-number",
    ),
    pytest.param({"schedules": {"office": 5}}, "schedules.office: input should be", id="a-schedule-that-is-a-number"),
    pytest.param({"notices": {"change": 5}}, "notices.change: 5 has no unit", id="a-notice-that-is-a-number"),
    pytest.param(
        {"assumptions": "none"}, "assumptions: input should be a valid tuple, not 'none'", id="assumptions-as-text"
    ),
]


class TestWhatIsRefused:
    """Everything that does not hold together is named with its place and a way out."""

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            *WRONG,
            pytest.param({"timezone": "EST"}, "timezone: 'EST' does not say whether clocks change in summer", id="est"),
            pytest.param({"holidays": "ZZ"}, "'ZZ' is not a country whose holidays are known", id="no-country"),
            pytest.param(
                {"plans": {"only": {"shedule": "office"}}},
                "plans.only: unknown key 'shedule'; did you mean 'schedule'?",
                id="a-metric-like-a-key",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": "4 parsecs"}}},
                "cannot read '4 parsecs' as a target",
                id="no-amount",
            ),
            pytest.param(
                {"schedules": {"office": {}}},
                "schedules.office: a schedule states one of `hours`, `any_of`, `all_of`, `outside`, not none",
                id="a-schedule-without-hours",
            ),
            pytest.param(
                {"schedules": {"office": {"hours": "24x7", "any_of": ["office"]}}},
                "not ['hours', 'any_of']",
                id="two-forms",
            ),
            pytest.param(
                {
                    "closures": {
                        "rest": {"rrule": "FREQ=HOURLY", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}
                    }
                },
                "closures.rest.hours: cannot read 'FREQ=HOURLY' as a recurrence",
                id="an-unreadable-rule",
            ),
            pytest.param(
                {"notices": {"change": "soon"}}, "notices.change.target: cannot read 'soon' as a notice", id="no-notice"
            ),
        ],
    )
    def test_it_is_named(self, parts: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            small(**parts)
        assert message in str(caught.value)

    def test_missing_keys(self) -> None:
        with pytest.raises(DeclarationError) as caught:
            SlaPolicy()  # type: ignore[call-arg]
        assert {problem.message for problem in caught.value.problems} == {
            f"key {key!r} is missing" for key in ("name", "timezone", "plans")
        }

    def test_errors_survive_pickling(self) -> None:
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads('{"name": "N"}', format="json")
        copied = pickle.loads(pickle.dumps(caught.value))
        assert (str(copied), copied.problems) == (str(caught.value), caught.value.problems)


@pytest.mark.parametrize("given", [{"raised": "reset"}, "forward if raised"])
def test_what_a_change_does_is_the_same_for_raised_and_lowered_priorities(given: object) -> None:
    """R17, R19."""
    with pytest.raises(
        DeclarationError, match=r"priorities are names without an order, .* write 'recompute', 'forward'"
    ):
        small(on_change=given)


def properties_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of an object, in whichever of its forms they stand."""
    for form in (schema, *schema.get("anyOf", ())):
        yield from form.get("properties", {}).items()


def undescribed(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """Keys that an editor could not explain, or could not show how to write."""
    for key, each in properties_of(schema):
        if "description" not in each:
            yield f"{name}.{key} has no description"
        if not shows_a_value(each):
            yield f"{name}.{key} shows no value"


def shows_a_value(schema: Any) -> bool:
    if isinstance(schema, dict):
        told = schema.keys() & {"examples", "enum", "const", "$ref"} or schema.get("type") == "boolean"
        return bool(told) or any(shows_a_value(each) for each in schema.values())
    return isinstance(schema, list) and any(shows_a_value(each) for each in schema)


class TestJsonSchema:
    """A JSON Schema is published: it takes what the library takes, and refuses at least what has the wrong form."""

    SCHEMA = SlaPolicy.model_json_schema()
    VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

    def test_it_is_a_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(self.SCHEMA)

    def test_every_key_is_described_and_shown(self) -> None:
        definitions = {"SlaPolicy": self.SCHEMA, **self.SCHEMA["$defs"]}
        assert [place for name, schema in definitions.items() for place in undescribed(name, schema)] == []

    def test_the_examples_are_sound(self) -> None:
        definitions = {"SlaPolicy": self.SCHEMA, **self.SCHEMA["$defs"]}
        shown = [
            (f"{name}.{key}", {**schema, "$defs": self.SCHEMA["$defs"]}, example)
            for name, definition in definitions.items()
            for key, schema in properties_of(definition)
            for example in schema.get("examples", ())
        ]
        assert len(shown) > 50
        assert [
            (place, example)
            for place, schema, example in shown
            if not jsonschema.Draft202012Validator(schema).is_valid(example)
        ] == []

    @pytest.mark.parametrize("file", sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.name)
    def test_the_example_files_fit(self, file: Path) -> None:
        written = YAML(typ="safe", pure=True).load(file)
        assert [error.message for error in self.VALIDATOR.iter_errors(written)] == []
        dumped = json.loads(SlaPolicy.load(file).model_dump_json())
        assert [error.message for error in self.VALIDATOR.iter_errors(dumped)] == []

    @pytest.mark.parametrize(("parts", "message"), WRONG)
    def test_these_do_not(self, parts: dict[str, Any], message: str) -> None:
        written = json.loads(small().model_dump_json()) | json.loads(json.dumps(parts))
        assert list(self.VALIDATOR.iter_errors(written)), message

    @pytest.mark.parametrize(
        "parts",
        [
            {"schedules": {"office": ["Mon 09:00-18:00", "Tue 09:00-18:00"]}},
            {
                "schedules": {
                    "office": {
                        "hours": "24x7",
                        "exceptions": {"2026-12-24": "09:00-13:00"},
                        "holidays": ["US", "--12-24"],
                    }
                }
            },
            {
                "closures": {
                    "rest": {
                        "hours": {"rrule": "FREQ=DAILY", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}
                    }
                }
            },
            {
                "plans": {
                    "only": {"first_response": {"target": {"text": "1 business day", "ends": "16:00"}, "P1": "1 hour"}}
                }
            },
            {"day_rule": "hours", "day_length": "8 hours"},
        ],
        ids=str,
    )
    def test_these_do(self, parts: dict[str, Any]) -> None:
        assert small(**parts)
        written = {"name": "N", "timezone": "UTC", "plans": {"only": {"first_response": "1 hour"}}} | parts
        assert [error.message for error in self.VALIDATOR.iter_errors(written)] == []

    @pytest.mark.parametrize("model", [SlaPolicy, Schedule, Target, ScheduleEntry, Promise, Plan])
    def test_every_field_is_described(self, model: Any) -> None:
        schema = model.model_json_schema()
        definitions = [schema, *schema.get("$defs", {}).values()]
        named = [part for whole in definitions for part in (whole, *whole.get("anyOf", ())) if "properties" in part]
        missing = [name for part in named for name, field in part["properties"].items() if not field.get("description")]
        assert missing == []
