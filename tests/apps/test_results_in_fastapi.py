"""A service of FastAPI: tickets in, evaluations, an agenda and explanations out, each with its schema."""

from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from small_policy import small

from slaclock import AgendaItem, Evaluation, Explanation, Ticket

POLICY = small(plans={"only": {"first_response": {"P1": "4 business hours"}}})
NOW = datetime.fromisoformat("2026-11-25T11:00-05:00")
TICKET = {
    "id": "T-1",
    "opened": "2026-11-25T10:00-05:00",
    "priority": "P1",
    "events": [{"at": "2026-11-25T10:30-05:00", "kind": "status_changed", "status": "On-hold"}],
}

# FastAPI gives the name of a body to pydantic, which warns where a type is no model of its own.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")
app = FastAPI()


@app.post("/evaluation")
def evaluation(ticket: Ticket) -> Evaluation:
    """Where every metric of a ticket stands."""
    return POLICY.evaluate(ticket, NOW)


@app.post("/agenda")
def agenda(tickets: list[Ticket]) -> list[AgendaItem]:
    """What breaches next."""
    return list(POLICY.agenda(tickets, NOW))


@app.post("/explanation")
def explanation(ticket: Ticket) -> Explanation:
    """Why the first response is due when it is."""
    return POLICY.evaluate(ticket, NOW).latest("first_response").explain()


CLIENT = TestClient(app)


def test_an_evaluation_comes_back_equal() -> None:
    answer = CLIENT.post("/evaluation", json=TICKET)
    assert answer.status_code == 200
    expected = POLICY.evaluate(Ticket(**TICKET), NOW)
    assert answer.json() == expected.to_dict()
    assert Evaluation.from_dict(answer.json()).to_dict() == expected.to_dict()


def test_an_agenda() -> None:
    answer = CLIENT.post("/agenda", json=[TICKET, {**TICKET, "id": "T-2"}])
    assert [each["ticket"] for each in answer.json()] == ["T-1", "T-2"]
    expected = POLICY.agenda([Ticket(**TICKET), Ticket(**{**TICKET, "id": "T-2"})], NOW)
    assert answer.json() == [each.to_dict() for each in expected]


def test_an_explanation() -> None:
    answer = CLIENT.post("/explanation", json=TICKET)
    expected = POLICY.evaluate(Ticket(**TICKET), NOW).latest("first_response").explain()
    assert answer.json() == expected.to_dict()


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        pytest.param("/evaluation", {**TICKET, "opened": "today"}, ["body", "opened"], id="a-field"),
        pytest.param(
            "/evaluation", {**TICKET, "events": [{"at": 5, "kind": "resolved"}]}, ["body", "events", 0, "at"],
            id="a-field-of-an-event",
        ),
        pytest.param("/agenda", [TICKET, {**TICKET, "colour": "red"}], ["body", 1, "colour"], id="an-unknown-key"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(path: str, body: Any, place: list[Any]) -> None:
    answer = CLIENT.post(path, json=body)
    assert answer.status_code == 422
    assert [each["loc"] for each in answer.json()["detail"]] == [place]


def test_every_schema_is_in_its_documentation() -> None:
    schemas = CLIENT.get("/openapi.json").json()["components"]["schemas"]
    assert {"Ticket", "Evaluation", "Explanation"} <= {name.partition("-")[0] for name in schemas}
    assert {"ticket", "metrics", "problems"} <= schemas["Evaluation"]["properties"].keys()
