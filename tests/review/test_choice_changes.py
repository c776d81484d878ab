"""Choices and settings that have another value."""

from typing import Any

import pytest
from changed_policies import USUAL, between, policy, promising


class TestChoices:
    """Choices that changed, and whether customers notice them by themselves."""

    @pytest.mark.parametrize(
        ("old", "new", "row", "matters"),
        [
            pytest.param(
                {}, {"boundary": "next_opening"}, ("", "boundary", "closing", "next_opening"), False, id="boundary"
            ),
            pytest.param(
                {}, {"on_change": "reset"}, ("", "on_change", "recompute", "reset"), True, id="what-a-change-does"
            ),
            pytest.param(
                {"day_length": "8 hours"}, {}, ("", "day_length", "8 h", "none"), False, id="a-length-that-nothing-uses"
            ),
            pytest.param(
                {"metrics": {"first_response": {"pauses_in": ["waiting"]}}},
                {"metrics": {"first_response": {"pauses_in": ["waiting", "on_hold"]}}},
                ("first_response", "pauses_in", "waiting", "waiting, on_hold"),
                True,
                id="what-pauses-a-metric",
            ),
            pytest.param(
                {"notices": {"maintenance": "72 hours"}},
                {"notices": {"maintenance": "48 hours"}},
                ("notice maintenance", "at least", "72 hours", "48 hours"),
                True,
                id="a-shorter-notice",
            ),
        ],
    )
    def test_of_a_policy(self, old: dict[str, Any], new: dict[str, Any], row: tuple[str, ...], matters: bool) -> None:
        found = between(promising("30 days", **old), promising("30 days", **new))
        (choice,) = found.choices
        assert (choice.where, choice.name, choice.old, choice.new) == row
        assert choice.matters is matters
        assert found.changes_for_customers is matters

    def test_a_notice_in_other_words_is_the_same(self) -> None:
        old, new = (policy(notices={"maintenance": amount}) for amount in ("72 hours", "3 days"))
        steady = "UTC"
        assert not between(
            old.model_copy(update={"timezone": steady, "holidays": []}),
            new.model_copy(update={"timezone": steady, "holidays": []}),
        ).choices

    def test_notices_by_name(self) -> None:
        found = between(policy(), policy(notices={"maintenance": "72 hours"}))
        assert [(each.kind, each.name, each.change) for each in found.names] == [("notice", "maintenance", "added")]

    def test_whom_a_metric_warns_is_no_matter_of_customers(self) -> None:
        warned = policy(metrics={"first_response": {"warnings": {"lead": "75%"}}})
        assert between(policy(), warned).choices == ()

    @pytest.mark.parametrize(
        ("old", "new", "row"),
        [
            pytest.param(
                {},
                {"escalations": {"lead": "after 1 business hour", "boss": "80%"}},
                ("gold, P1, first response", "escalates to", "none", "lead after 1 business hour and boss at 80%"),
                id="a-ladder",
            ),
            pytest.param(
                {"goals": "95%"},
                {"goals": "99% per month"},
                ("gold, P1, first response", "goal", "95%", "99% per month"),
                id="a-goal",
            ),
            pytest.param(
                {"coverage": {"phone": "office"}, "goals": "95%"},
                {"goals": "95%"},
                (
                    "gold, P1, first response",
                    "reached by phone",
                    "Monday to Friday 09:00–18:00 (America/New_York), closed on public holidays (US)",
                    "none",
                ),
                id="coverage-of-a-channel",
            ),
        ],
    )  # fmt: skip
    def test_beside_a_promise(self, old: dict[str, Any], new: dict[str, Any], row: tuple[str, ...]) -> None:
        was, now = (promising({"P1": {"target": "4 business hours", **beside}}) for beside in (old, new))
        found = between(was, now)
        (choice,) = found.choices
        assert (choice.where, choice.name, choice.old, choice.new) == row
        assert (found.promises, found.changes_for_customers) == ((), True)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            pytest.param({"goals": ["90%", "99%"]}, {"goals": ["99%", "90%"]}, id="goals"),
            pytest.param(
                {"escalations": {"lead": "50%", "boss": "80%"}},
                {"escalations": {"boss": "80%", "lead": "50%"}},
                id="escalations",
            ),
        ],
    )
    def test_another_order_is_no_change(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        was, now = (promising({"P1": {"target": "4 business hours", **beside}}) for beside in (old, new))
        assert between(was, now).choices == ()

    def test_pauses_in_another_order_are_no_change(self) -> None:
        names = ["waiting", "on_hold"]
        was, now = (policy(metrics={"first_response": {"pauses_in": each}}) for each in (names, names[::-1]))
        assert not between(was, now).changes_for_customers

    def test_what_starts_one_promise(self) -> None:
        was, now = (
            promising({"P1": {"target": "4 business hours", "lifecycle": {"starts": kind}}, "P2": "4 business hours"})
            for kind in ("escalated", "acknowledged")
        )
        found = between(was, now)
        assert [(each.where, each.name, each.old, each.new, each.matters) for each in found.choices] == [
            ("gold, P1, first response", "starts", "escalated", "acknowledged", True)
        ]

    def test_a_time_of_day_is_told_as_it_is_written(self) -> None:
        found = between(promising("30 days"), promising("30 days", cut_off="15:10"))
        assert [(each.old, each.new) for each in found.choices] == [("none", "15:10")]

    def test_a_plans_coverage(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-20:00"}
        plan = {**USUAL["plans"]["gold"], "coverage": "late"}
        found = between(policy(schedules=schedules), policy(schedules=schedules, plans={"gold": plan}))
        assert [(each.where, each.name, each.old) for each in found.choices] == [("gold", "reached", "none")]


def test_names_of_a_helpdesk_that_mean_something_else() -> None:
    was, now = (
        policy(names={"statuses": {"Asked": "pending"} | each})
        for each in ({"Parked": "on_hold"}, {"Parked": "open", "Held": "on_hold"})
    )
    choices = between(was, now).choices
    assert [(each.where, each.name, each.old, each.new) for each in choices] == [
        ("names, statuses", "Parked", "on_hold", "open"),
        ("names, statuses", "Held", "itself", "on_hold"),
    ]
