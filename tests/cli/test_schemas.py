"""`schema`, and that what commands print with `--json` has the shape that it publishes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from paths import EXAMPLES, POLICIES

from slaclock import SlaPolicy
from slaclock.cli.app import COMMANDS
from slaclock.cli.json_shapes import ANSWERS, NAMES

BYTEZ, HELPDESK = str(POLICIES / "byteztech.yaml"), str(POLICIES / "helpdesk.yaml")
TICKET, QUEUE = EXAMPLES / "tickets" / "T-1042.json", EXAMPLES / "tickets" / "queue.jsonl"
AT = "2026-11-25T17:00-05:00"


def closed(schema: Any) -> Any:
    """The same schema, with no key taken that it does not name."""
    match schema:
        case dict():
            names_all = {"additionalProperties": False} if "properties" in schema else {}
            return {key: closed(value) for key, value in schema.items()} | names_all
        case list():
            return [closed(each) for each in schema]
    return schema


class TestSchema:
    def test_of_policies(self, run: Any) -> None:
        answer = run("schema").answer
        assert answer == run("schema", "--json").answer
        jsonschema.Draft202012Validator.check_schema(answer)
        jsonschema.validate(json.loads(SlaPolicy.load(BYTEZ).model_dump_json()), answer)

    def test_every_command_that_prints_json_has_one(self, run: Any) -> None:
        assert [*ANSWERS, "compile", "import", "export", "replay", "sql", "publish", "schema"] == list(COMMANDS)
        for name in NAMES:
            schema = run("schema", name).answer
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["$id"] == f"urn:slaclock:{name}:1"

    def test_of_nothing_known(self, run: Any) -> None:
        assert run("schema", "dew").err.startswith("slaclock: NAME is 'policy', 'ticket', 'compiled', 'evaluation', ")


QUESTIONS = [
    pytest.param("due", BYTEZ, "--plan", "standard", "--priority", "P1", "--opened", AT, id="due"),
    pytest.param("due", BYTEZ, "--plan", "standard", "--priority", "P3", "--opened", AT, "--why", id="due-why"),
    pytest.param("elapsed", BYTEZ, "--schedule", "standard", "--from", AT, "--to", "2026-11-27", id="elapsed"),
    pytest.param("hours", BYTEZ, "--schedule", "standard", "--from", "2026-11-25", id="hours"),
    pytest.param("notice", BYTEZ, "maintenance", "--before", AT, id="notice"),
    pytest.param("status", HELPDESK, TICKET, "--now", AT, id="status"),
    pytest.param("status", HELPDESK, TICKET, "--now", AT, "--why", id="status-why"),
    pytest.param("agenda", HELPDESK, QUEUE, "--now", AT, id="agenda"),
    pytest.param("goals", "GOALS", QUEUE, "--now", AT, id="goals"),
    pytest.param("report", HELPDESK, QUEUE, "--by", "priority", "--now", AT, id="report"),
    pytest.param("batch", BYTEZ, "tickets.csv", "--out", "due.csv", "--now", AT, id="batch"),
    pytest.param("batch", BYTEZ, "tickets.csv", "--out", "due.csv", "--on-error", "report", id="batch-with-errors"),
    pytest.param("check", BYTEZ, id="check"),
    pytest.param("check", "nowhere.yaml", id="check-nothing"),
    pytest.param("check", "BAD", id="check-what-is-wrong"),
    pytest.param("compare", BYTEZ, id="compare"),
    pytest.param("calendar", BYTEZ, "--schedule", "standard", "--year", "2027", id="calendar"),
    pytest.param("diff", BYTEZ, HELPDESK, "--from", "2027-01-01", "--days", "90", id="diff"),
]


@pytest.mark.parametrize("question", [each.values for each in QUESTIONS], ids=[each.id for each in QUESTIONS])
def test_answers_have_the_shape_that_is_published(
    run: Any, policy_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: tuple[Any, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tickets.csv").write_text(f"opened,plan,priority\n{AT},standard,P1\n", encoding="utf-8")
    policies = {
        "GOALS": policy_file("goals", plans={"only": {"first_response": {"target": "1 hour", "goals": "90%"}}}),
        "BAD": policy_file("bad", timezone="EST"),
    }
    answer = json.loads(run(*(policies.get(word, word) for word in question), "--json").out)
    schema = run("schema", question[0]).answer
    jsonschema.Draft202012Validator(closed(schema)).validate(answer)
