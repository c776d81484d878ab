"""Results in JSON: what is written reads back equal, has the schema that is published, and is a field of models."""

import copy
import json
import pickle
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pyarrow as pa
import pytest
from hypothesis import given, settings, strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model
from small_policy import OFFICE, at, small
from ticket_stories import POLICY, ticket

import slaclock
from slaclock import (
    AgendaItem,
    Attainment,
    ClockError,
    DeclarationError,
    Evaluation,
    Explanation,
    MetricStatus,
    SlaPolicy,
    Status,
    Target,
    Ticket,
    TicketProblem,
    check,
    compare,
    diff,
    explain,
    reports,
    year_of,
)
from slaclock.reports import Line, Report
from slaclock.results import PlainData, Result
from slaclock.review import words_used
from slaclock.tables import Summary
from slaclock.testing import Weeks, tickets

NOW = at("Tue 10:00")
MINUTE = timedelta(minutes=1)


def evaluated(*events: str, **more: Any) -> Evaluation:
    return POLICY.evaluate(ticket("Mon 10:00", *events, **{"priority": "P1", **more}), NOW)


@cache
def goals() -> SlaPolicy:
    promise = {"target": "1 h", "goals": ["95% per month", "99.95% within 90 min per quarter", "at most 4 misses"]}
    return small(plans={"only": {"first_response": promise}})


@cache
def reported() -> Report:
    """A report with groups, late tickets, a goal and a problem."""
    tickets = pa.table(
        {
            "id": ["T-1", "T-2", "T-3"],
            "opened": pa.array([at("Mon 10:00"), at("Mon 11:00"), at("Mon 12:00")], pa.timestamp("us", "UTC")),
            "team": ["red", "blue", "red"],
            "plan": ["only", "only", "none"],
        }
    )
    events = pa.table(
        {
            "ticket": ["T-1", "T-2"],
            "at": pa.array([at("Mon 10:30"), at("Tue 09:00")], pa.timestamp("us", "UTC")),
            "kind": ["agent_replied"] * 2,
        }
    )
    return reports.report(goals(), tickets, events, NOW, by=("team", "month"))


@cache
def results() -> dict[str, PlainData]:
    """A value of each kind of result, and more of those that differ."""
    whole = evaluated("Mon 10:30 paused", "Mon 11:00 resumed", "Mon 09:00 agent_replied")
    ours = [ticket("Mon 10:00", plan="only"), ticket("Mon 11:00", "Mon 11:30 agent_replied", plan="only")]
    changed = small(schedules={"office": "Mon-Fri 09:00-17:00"})
    return {
        "evaluation": whole,
        "evaluation-of-nothing": POLICY.evaluate(ticket("Mon 10:00"), at("Mon 09:00")),
        "metric": whole.cycles[0],
        "status": whole.cycles[0].status,
        "status-of-days": small().clock(at("Mon 10:00")).status(NOW),
        "figures": whole.cycles[0].status.business,
        "agenda": POLICY.agenda([whole.ticket], NOW)[0],
        **{f"goal-{number}": each for number, each in enumerate(goals().attainment(ours, NOW))},
        "nothing-decided": goals().attainment([ticket("Tue 09:30", plan="only")], NOW)[0],
        "explanation": explain(Target("2 business days"), OFFICE, at("Mon 10:00")),
        "explanation-of-a-clock": whole.cycles[0].explain(),
        "report": reported(),
        "problem": TicketProblem("T-1", "it has no plan"),
        "check": check(small()),
        "comparison": compare(small()),
        "difference": diff(small(), changed, date(2027, 1, 1), date(2027, 2, 1)),
        "year": year_of(OFFICE, 2026),
        "summary": Summary(3, 1, Path("out.csv"), Path("out.csv.errors.jsonl"), 0, True),
        "words": words_used(small(), {("status", "On-hold"): 3, ("priority", "P9"): 1}),
    }


def through_json(plain: Any) -> Any:
    return json.loads(json.dumps(plain, allow_nan=False))


def closed(schema: Any) -> Any:
    """The same schema, with no key taken that it does not name."""
    match schema:
        case dict():
            names_all = {"additionalProperties": False} if "properties" in schema else {}
            return {key: closed(value) for key, value in schema.items()} | names_all
        case list():
            return [closed(each) for each in schema]
    return schema


EVERY = pytest.mark.parametrize("name", list(results()))


class TestPlainData:
    """What `to_dict` gives goes through JSON and comes back equal."""

    @EVERY
    def test_comes_back_equal(self, name: str) -> None:
        result = results()[name]
        again = type(result).from_dict(through_json(result.to_dict()))
        assert again == result
        assert type(again) is type(result)
        assert again.to_dict() == result.to_dict()

    @EVERY
    def test_has_the_schema_that_is_published(self, name: str) -> None:
        result = results()[name]
        schema = TypeAdapter(type(result)).json_schema(mode="serialization")
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(closed(schema)).validate(through_json(result.to_dict()))

    @EVERY
    def test_every_key_is_explained(self, name: str) -> None:
        schema = TypeAdapter(type(results()[name])).json_schema(mode="serialization")
        for each in (schema, *schema.get("$defs", {}).values()):
            assert [key for key, value in each.get("properties", {}).items() if "description" not in value] == []

    @EVERY
    def test_is_a_field_of_models(self, name: str) -> None:
        """What FastAPI does with a response model and with a body."""
        result = results()[name]
        answer = create_model("Answer", value=(type(result), ...), all=(list[type(result)], ...))  # type: ignore[misc]
        made: Any = answer(value=result, all=[result])
        assert made.value is result
        assert json.loads(made.model_dump_json())["value"] == through_json(result.to_dict())
        assert answer.model_validate_json(made.model_dump_json()) == made
        assert answer.model_validate(made.model_dump(mode="json")) == made
        assert answer.model_validate(made.model_dump()) == made
        for mode in ("validation", "serialization"):
            schema = answer.model_json_schema(mode=mode)
            jsonschema.Draft202012Validator(schema).validate(json.loads(made.model_dump_json()))

    @EVERY
    def test_what_follows_may_be_left_out(self, name: str) -> None:
        result = results()[name]

        def without(plain: Any) -> Any:
            if isinstance(plain, list):
                return [without(each) for each in plain]
            if not isinstance(plain, dict):
                return plain
            return {key: without(value) for key, value in plain.items() if not key.endswith("_seconds")}

        plain = without(result.to_dict())
        for key in ("next_change", "percent", "is_met", "can_be_met", "changes_for_customers"):
            if key not in Status.__dataclass_fields__ or isinstance(result, Evaluation):
                plain.pop(key, None)
        assert type(result).from_dict(plain) == result

    @EVERY
    def test_no_other_key_is_taken(self, name: str) -> None:
        result = results()[name]
        with pytest.raises(DeclarationError, match="unknown key"):
            type(result).from_dict({**result.to_dict(), "colour": "red"})

    @EVERY
    @pytest.mark.parametrize("given", [None, 5, "P1", [], {}])
    def test_nothing_else_is_taken(self, name: str, given: Any) -> None:
        with pytest.raises(DeclarationError, match=f"cannot read this {type(results()[name]).__name__}"):
            type(results()[name]).from_dict(given)


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30))])


AUTUMN = Weeks("America/New_York", date(2026, 11, 1))


class TestLaws:
    @given(tickets(POLICY, AUTUMN), st.integers(0, 20_000), ZONES)
    def test_every_evaluation_comes_back_equal(self, ticket: Ticket, after: int, zone: timezone) -> None:
        now = (ticket.opened + after * MINUTE).astimezone(zone)
        found = POLICY.evaluate(ticket, now)
        assert Evaluation.from_dict(through_json(found.to_dict())) == found
        for item in POLICY.agenda([ticket], now):
            assert AgendaItem.from_dict(through_json(item.to_dict())) == item
        for cycle in found.cycles:
            assert MetricStatus.from_dict(through_json(cycle.to_dict())) == cycle
            why = cycle.explain()
            assert Explanation.from_dict(through_json(why.to_dict())) == why

    @settings(max_examples=20)
    @given(st.lists(tickets(goals(), AUTUMN), max_size=5), st.integers(0, 20_000))
    def test_every_attainment_comes_back_equal(self, many: list[Ticket], after: int) -> None:
        for found in goals().attainment(many, datetime(2026, 11, 1, tzinfo=UTC) + after * MINUTE):
            assert Attainment.from_dict(through_json(found.to_dict())) == found

    def test_in_a_repeated_hour_the_plain_data_is_the_same(self) -> None:
        """Python takes an instant of such an hour to equal none of another zone, so that no result equals another."""
        opened = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)
        found = POLICY.evaluate(Ticket(opened=opened, priority="P1", plan="standard"), opened)
        plain = through_json(found.to_dict())
        assert plain["metrics"][0]["started"] == "2026-11-01T01:30:00-05:00"
        assert Evaluation.from_dict(plain).to_dict() == plain


class TestOneSpelling:
    """Instants in UTC end in Z, and durations stand in ISO 8601 without days and in seconds."""

    def test_of_utc(self) -> None:
        opened = datetime(2026, 9, 14, 14, tzinfo=UTC)
        text = json.dumps(POLICY.evaluate(Ticket(opened=opened, priority="P1", plan="standard"), opened).to_dict())
        assert '"now": "2026-09-14T14:00:00Z"' in text
        assert "+00:00" not in text

    def test_of_durations(self) -> None:
        status = evaluated().cycles[0].status
        plain = status.calendar.to_dict()
        assert (plain["elapsed"], plain["elapsed_seconds"]) == ("PT24H", 86_400)
        assert (plain["remaining"], plain["remaining_seconds"]) == ("-PT23H", -82_800)

    def test_a_target_is_words_and_all_that_it_states(self) -> None:
        plain = evaluated(priority="P1").cycles[0].status.to_dict()
        assert plain["target"] == "1 business hour"
        assert Target.model_validate(plain["target_details"]) == evaluated().cycles[0].status.target

    def test_a_target_may_be_stated_by_its_words(self) -> None:
        plain = evaluated().cycles[0].explain().to_dict()
        del plain["target_details"]
        assert Explanation.from_dict(plain).target == Target("1 business hour")


REFUSED = [
    pytest.param({"elapsed_seconds": 1}, r"'elapsed_seconds' is 1, but 32400 follows", id="other-seconds"),
    pytest.param({"elapsed_seconds": "x"}, r"'elapsed_seconds' is 'x'", id="seconds-that-are-no-number"),
    pytest.param({"target": "2 hours"}, r"'target' is '2 hours', but '1 business hour' follows", id="another-target"),
    pytest.param({"due": 5}, r"due: 5 names no instant", id="a-number-for-an-instant"),
    pytest.param({"due": "2026-09-14T10:30"}, r"due: input should have timezone info", id="a-naive-instant"),
    pytest.param({"elapsed": "soon"}, r"elapsed: invalid digit in duration", id="no-duration"),
    pytest.param({"state": "fine"}, r"state: input should be 'not_started'", id="an-unknown-state"),
]


class TestWhatIsRefused:
    @pytest.mark.parametrize(("change", "message"), REFUSED)
    def test_in_a_status(self, change: dict[str, Any], message: str) -> None:
        status = evaluated().cycles[0].status
        with pytest.raises(DeclarationError, match=message):
            Status.from_dict({**status.to_dict(), **change})

    def test_the_id_may_be_left_out_where_the_ticket_stands_beside(self) -> None:
        item = POLICY.agenda([ticket("Mon 10:00", priority="P1")], NOW)[0]
        plain = item.to_dict()
        del plain["ticket"]
        assert AgendaItem.from_dict(plain) == item

    @pytest.mark.parametrize(("change", "message"), REFUSED)
    def test_and_so_in_an_agenda(self, change: dict[str, Any], message: str) -> None:
        item = POLICY.agenda([ticket("Mon 10:00", priority="P1")], NOW)[0]
        first = {**item.to_dict(), **evaluated().cycles[0].to_dict()}
        with pytest.raises(DeclarationError, match=message):
            AgendaItem.from_dict({**first, **change})

    @pytest.mark.parametrize("next_change", ["2026-09-14T10:00:00Z", "never", 5, None])
    def test_another_next_change(self, next_change: Any) -> None:
        with pytest.raises(DeclarationError, match=r"'next_change' is .*follows from the other keys"):
            Evaluation.from_dict({**evaluated().to_dict(), "next_change": next_change})

    def test_the_same_next_change_written_in_another_way_is_taken(self) -> None:
        plain = evaluated().to_dict()
        again = datetime.fromisoformat(plain["next_change"]).astimezone(UTC).isoformat()
        assert Evaluation.from_dict({**plain, "next_change": again}) == evaluated()

    @pytest.mark.parametrize("kind", [Evaluation, AgendaItem])
    def test_the_id_of_another_ticket(self, kind: Any) -> None:
        result = results()["evaluation" if kind is Evaluation else "agenda"]
        with pytest.raises(DeclarationError, match="'ticket' is 'T-9', but 'T-1' follows"):
            kind.from_dict({**result.to_dict(), "ticket": "T-9"})

    def test_a_ticket_that_is_none_is_named_with_its_key(self) -> None:
        for name in ("evaluation", "agenda"):
            result = results()[name]
            with pytest.raises(DeclarationError, match=r"ticket(_details)?\.opened: "):
                type(result).from_dict({**result.to_dict(), "ticket_details": {"id": "T-1", "opened": "soon"}})

    @pytest.mark.parametrize(
        "lines",
        [
            pytest.param(5, id="a-number"),
            pytest.param([5], id="of-a-number"),
            pytest.param([{"group": {"team": "red"}}], id="without-one-of-the-groups"),
            pytest.param([{"group": {"team": "red", "month": "2026-09", "plan": "x"}}], id="with-one-more"),
        ],
    )
    def test_lines_of_a_report_in_other_groups(self, lines: Any) -> None:
        plain = reported().to_dict()
        if isinstance(lines, list):
            lines = [{**plain["lines"][0], **line} if isinstance(line, dict) else line for line in lines]
        with pytest.raises(DeclarationError, match="lines"):
            Report.from_dict({**plain, "lines": lines})

    @pytest.mark.parametrize("by", [5, None])
    def test_a_report_by_nothing(self, by: Any) -> None:
        with pytest.raises(DeclarationError, match="by: "):
            Report.from_dict({**reported().to_dict(), "by": by})


class TestAReport:
    def test_its_groups_stand_under_their_names(self) -> None:
        plain = reported().to_dict()
        assert [line["group"] for line in plain["lines"]] == [
            {"team": "blue", "month": "2026-09"},
            {"team": "red", "month": "2026-09"},
        ]
        assert [line["group"] for line in plain["totals"]] == [{}]
        assert plain["problems"][0]["ticket"] == "T-3"
        assert "detail" not in plain

    def test_one_read_from_plain_data_is_shown_alike(self) -> None:
        again = Report.from_dict(reported().to_dict())
        # Plain data has the offset of a zone, and not its name.
        assert again.text().splitlines()[1:] == reported().text().splitlines()[1:]
        assert again.html().count("<svg") == reported().html().count("<svg") > 0
        assert again.csv() == reported().csv()
        assert again.detail is None

    def test_a_line_alone(self) -> None:
        line = reported().lines[0]
        assert TypeAdapter(Line).dump_python(line, mode="json")["attainment"] == 0.0


class TestAClock:
    """Plain data says where a cycle stands; its clock is not in it."""

    def test_is_not_known_of_what_was_read(self) -> None:
        cycle = Evaluation.from_dict(evaluated().to_dict()).cycles[0]
        for ask in (cycle.explain, lambda: cycle.clock.priority):
            with pytest.raises(ClockError, match=r"read from plain data.*evaluate the ticket again"):
                ask()

    def test_but_the_ticket_can_be_evaluated_again(self) -> None:
        again = Evaluation.from_dict(evaluated().to_dict())
        assert POLICY.evaluate(again.ticket, again.now).cycles[0].explain() == evaluated().cycles[0].explain()

    def test_what_was_read_goes_to_other_processes(self) -> None:
        again = Evaluation.from_dict(evaluated().to_dict())
        assert pickle.loads(pickle.dumps(again)) == again == evaluated()
        assert hash(again) == hash(evaluated())
        assert copy.deepcopy(again.cycles[0]).status == again.cycles[0].status


class TestTicketsInModels:
    """A ticket that another model holds is refused with the place in that model."""

    class Body(BaseModel):
        note: str = ""
        ticket: Ticket
        others: list[Ticket] = []

    @pytest.mark.parametrize(
        ("stated", "place"),
        [
            pytest.param({"opened": "soon"}, ("opened",), id="what-is-no-instant"),
            pytest.param({"opened": 5}, ("opened",), id="a-number"),
            pytest.param({"opened": "2026-11-25T17:00Z", "prio": "P1"}, ("prio",), id="an-unknown-key"),
            pytest.param({"opened": "2026-11-25T17:00Z", "timezone": "EST"}, ("timezone",), id="no-zone"),
            pytest.param(
                {"opened": "2026-11-25T17:00Z", "events": [{"at": "x", "kind": "y"}]},
                ("events", 0, "at"),
                id="an-event",
            ),
            pytest.param({}, ("opened",), id="a-missing-key"),
        ],
    )
    def test_by_its_fields(self, stated: dict[str, Any], place: tuple[Any, ...]) -> None:
        good = {"opened": "2026-11-25T17:00Z"}
        bodies = ({"ticket": stated}, ("ticket",)), ({"ticket": good, "others": [good, stated]}, ("others", 1))
        for body, before in bodies:
            for read in (self.Body.model_validate, lambda each: self.Body.model_validate_json(json.dumps(each))):
                with pytest.raises(ValidationError) as caught:
                    read(body)
                assert [each["loc"] for each in caught.value.errors()] == [(*before, *place)]


class TestOnesOwn:
    """A result of one's own has in JSON what its fields say."""

    @dataclass(frozen=True)
    class Waited(Result):
        """How long somebody waited."""

        long: timedelta
        """So long."""

    def test_as_plain_data(self) -> None:
        waited = self.Waited(timedelta(hours=30, microseconds=1))
        assert waited.to_dict() == {"long": "PT30H0.000001S", "long_seconds": 108_000.000001}
        assert self.Waited.from_dict({"long": "PT30H0.000001S"}) == waited
        assert TypeAdapter(self.Waited).dump_python(waited) == {"long": waited.long, "long_seconds": 108_000.000001}


def test_every_public_result_is_one() -> None:
    public = {getattr(slaclock, name) for name in slaclock.__all__}
    named = {"AgendaItem", "Attainment", "Evaluation", "Explanation", "Figures", "MetricStatus", "Status", "Stretch"}
    named |= {"TicketProblem", "Warned"}
    assert {each.__name__ for each in public if isinstance(each, type) and issubclass(each, PlainData)} == named
