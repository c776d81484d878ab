"""`Threshold`: warnings, levels of an escalation and reminders as declared (R18, R19); a phrase book has the texts."""

from typing import Any

import pytest
from test_phrase_book import READ, Row

from slaclock import Choices, DeclarationError, SlaPolicy, Target, Threshold

ROWS = [param.values[0] for param in READ if param.values[0].book == "thresholds"]


def meaning(threshold: Threshold) -> object:
    amounts = ((amount.counts, amount.duration, amount.days) for amount in threshold.amounts)
    return threshold.percent, tuple(amounts), threshold.times, threshold.until, threshold.is_before_breach


class TestThreshold:
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
    def test_it_is_shown_in_words_that_are_read_as_the_same(self, row: Row) -> None:
        threshold = Threshold.model_validate(row.text)
        assert meaning(Threshold.model_validate(str(threshold))) == meaning(threshold)

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
    def test_it_loads_back(self, row: Row) -> None:
        threshold = Threshold.model_validate(row.text)
        assert Threshold.model_validate_json(threshold.model_dump_json()) == threshold

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("after 75 %", "75%"),
            ("100%", "at breach"),
            ("1 hour before the breach", "1 calendar hour left"),
            ("2 hours overdue", "2 calendar hours after breach"),
            ("every business hour up to 3 times", "every 1 business hour, up to 3 times"),
            ("every hour after breach until stopped", "every 1 calendar hour after breach, until stopped"),
            ("after 1 hour then every 30 minutes", "after 1 calendar hour, then every 30 calendar minutes"),
        ],
    )
    def test_it_is_shown(self, text: str, written: str) -> None:
        assert str(Threshold.model_validate(text)) == written

    @pytest.mark.parametrize(
        ("stated", "problem"),
        [
            pytest.param({"after": "1 hour", "percent": 5}, "this states percent and after", id="two-points"),
            pytest.param({}, "this states no point", id="nothing"),
            pytest.param({"every": "1 hour"}, "this states no point", id="no-first-time"),
            pytest.param({"left": "2 months"}, "'2 months' is no amount", id="months"),
            pytest.param({"after": "2 business days by 4 PM"}, "is no amount", id="an-amount-with-an-end"),
            pytest.param({"after": "close of business"}, "is no amount", id="no-amount-at-all"),
            pytest.param({"percent": 50, "times": 2}, "state `every` beside them", id="often-but-not-again"),
            pytest.param({"percent": 50, "until": "breach"}, "state `every` beside them", id="until-but-not-again"),
            pytest.param(
                {"percent": 200, "every": "1 hour", "until": "breach"}, "does not end there", id="over-before-it-begins"
            ),
            pytest.param({"percent": 50, "every": "1 hour", "until": "noon"}, "until", id="an-unknown-end"),
            pytest.param(75, "75 has no unit; write e.g. '75%'", id="a-bare-number"),
            pytest.param(0.75, "0.75 has no unit", id="a-share-without-a-sign"),
            pytest.param({"percent": 0.75}, "0.75 is a share of one; write `percent: 75`, or .* '75%'", id="a-share"),
            pytest.param({"percent": 0.001}, "write `percent: 1`", id="a-share-below-any-percent"),
            pytest.param({"percent": 1.0}, "write `percent: 100`", id="the-whole-as-a-share"),
            pytest.param({"percent": 12.5}, "12.5 is no whole number of percent", id="half-a-percent"),
            pytest.param({"percent": "75%"}, "'75%' is no whole number of percent", id="a-sign-under-percent"),
            pytest.param(True, "valid dictionary", id="yes"),
        ],
    )
    def test_it_is_refused(self, stated: Any, problem: str) -> None:
        with pytest.raises(DeclarationError, match=problem):
            Threshold.model_validate(stated)

    @pytest.mark.parametrize("key", ["warnings", "metrics"])
    @pytest.mark.parametrize(
        "level", ["1 hour after breach", "175%", "at breach, then every hour", "every hour after breach"]
    )
    def test_a_warning_comes_before_the_breach(self, key: str, level: str) -> None:
        late: Any = {"late": level}
        with pytest.raises(DeclarationError, match="state it under `escalations`"):
            SlaPolicy(
                name="x",
                timezone="UTC",
                plans={"p": {"first_response": "1 hour"}},
                **{key: late if key == "warnings" else {"first_response": {"warnings": late}}},
            )

    def test_a_threshold_may_be_given_by_name(self) -> None:
        assert Threshold(left=Target("1 hour")) == Threshold(left="1 hour")
        assert meaning(Threshold(left="1 hour")) == meaning(Threshold.model_validate("1 hour left"))

    def test_days_are_read_as_all_are_where_nothing_is_said(self) -> None:
        """R10: the rule of the policy holds for business days alone."""
        level = Threshold.model_validate("after 1 hour, then every 2 business days")
        decided = level.decided(Choices(day_rule="close", cut_off="15:00"))
        assert decided.every == level.every.model_copy(update={"day_rule": "close"})  # type: ignore[union-attr]
        assert decided.after == level.after
        assert level.decided(Choices()) is level
