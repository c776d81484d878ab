"""Worked examples as they are written in a policy (R1, R2, R18)."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from small_policy import NEW_YORK, small

from slaclock import DeclarationError, PolicyFileError, SlaPolicy
from slaclock.errors import ClockError
from slaclock.policy import WorkedExample, read_written

OPENED = "2026-11-25 17:00"


class TestInstants:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("2026-11-25 17:00", datetime(2026, 11, 25, 22, tzinfo=UTC)),
            ("Wed 2026-11-25 17:00", datetime(2026, 11, 25, 22, tzinfo=UTC)),
            ("Wednesday, 2026-11-25 17:00:30.5", datetime(2026, 11, 25, 22, 0, 30, 500_000, tzinfo=UTC)),
            ("2026-11-25T17:00-05:00", datetime(2026, 11, 25, 22, tzinfo=UTC)),
            ("2026-11-25 17:00 +0100", datetime(2026, 11, 25, 16, tzinfo=UTC)),
            ("2026-11-25T17:00Z", datetime(2026, 11, 25, 17, tzinfo=UTC)),
            ("2026-03-08 02:30", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ],
    )
    def test_read(self, text: str, meant: datetime) -> None:
        assert read_written(text, NEW_YORK) == meant

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("Thu 2026-11-25 17:00", "2026-11-25 is a Wednesday, not what it says"),
            ("Wex 2026-11-25 17:00", "2026-11-25 is a Wednesday, that is no day"),
            ("We 2026-11-25 17:00", "2026-11-25 is a Wednesday, not what it says"),
            ("2026-11-25", "cannot read '2026-11-25' as an instant"),
            ("2026-11-31 17:00", "cannot read '2026-11-31 17:00' as an instant"),
            ("2026-11-25 25:00", "cannot read '2026-11-25 25:00' as an instant"),
            ("tomorrow", "cannot read 'tomorrow' as an instant; write e.g. '2026-11-25 17:00'"),
        ],
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(ClockError) as caught:
            read_written(text, NEW_YORK)
        assert message in str(caught.value)


class TestExamples:
    @pytest.mark.parametrize(
        ("stated", "message"),
        [
            pytest.param({"opened": OPENED}, "says when it is `due`, or the `states`", id="nothing-expected"),
            pytest.param({"opened": "none", "due": OPENED}, "`opened` is an instant, not 'none'", id="never-opened"),
            pytest.param({"opened": OPENED, "due": "tomorrow"}, "due: cannot read 'tomorrow'", id="no-instant"),
            pytest.param({"opened": OPENED, "due": 5}, "due: input should be", id="a-number"),
            pytest.param(
                {"opened": OPENED, "states": {"first_response": "met"}}, "says as of when: `now`", id="no-now"
            ),
            pytest.param(
                {"opened": OPENED, "due": OPENED, "events": [{"at": OPENED, "kind": "resolved"}]},
                "says as of when: `now`",
                id="events-without-now",
            ),
            pytest.param(
                {"opened": OPENED, "now": OPENED, "states": {"first_response": "meet"}}, "not 'meet'", id="no-state"
            ),
            pytest.param({"opened": OPENED, "deu": OPENED}, "deu: unknown key; did you mean 'due'?", id="misspelt"),
            pytest.param(
                {"opened": OPENED, "now": OPENED, "states": {"frist_response": "met"}},
                "states.frist_response: no plan promises 'frist_response'; did you mean 'first_response'?",
                id="no-metric",
            ),
            pytest.param(
                {"opened": OPENED, "now": OPENED, "due": OPENED, "events": [{"kind": "resolved"}]},
                "events[0]: key 'at' is missing",
                id="an-event-without-its-instant",
            ),
            pytest.param(
                {"opened": OPENED, "now": OPENED, "due": OPENED, "events": [{"at": "noon", "kind": "resolved"}]},
                "events[0].at: cannot read 'noon' as an instant",
                id="an-event-at-no-instant",
            ),
        ],
    )
    def test_refused(self, stated: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            small(examples=[stated])
        assert message in str(caught.value)

    def test_a_metric_of_a_later_version(self) -> None:
        later = {"effective": "2027-01-01", "plans": {"only": {"resolution": "1 hour"}}}
        example = {"opened": OPENED, "now": OPENED, "states": {"resolution": "not_started"}}
        assert small(versions=[later], examples=[example]).examples

    def test_by_name(self) -> None:
        opened = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))
        example = WorkedExample(opened=opened, priority="P1", channel="phone", due=opened)
        assert str(example) == "P1, first_response opened by phone 2026-11-25T17:00:00-05:00"

    def test_a_number_is_the_text_of_a_priority(self) -> None:
        assert WorkedExample.model_validate({"opened": OPENED, "priority": 1, "due": "none"}).priority == "1"
        with pytest.raises(DeclarationError):
            WorkedExample.model_validate({"opened": OPENED, "priority": True, "due": "none"})

    def test_what_is_wrong_is_found_in_the_file(self) -> None:
        text = (
            "name: X\ntimezone: UTC\nplans: {only: {first_response: 1 hour}}\n"
            "examples:\n  - {opened: 2026-11-25 17:00, due: soon}\n"
        )
        with pytest.raises(PolicyFileError, match=r"policy:5:32: examples\[0\]\.due: cannot read 'soon'"):
            SlaPolicy.loads(text)

    def test_as_plain_data(self) -> None:
        events = [{"at": OPENED, "kind": "agent_replied", "public": False}]
        policy = small(examples=[{"opened": OPENED, "now": OPENED, "events": events, "due": "none"}])
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy
        assert hash(policy)
