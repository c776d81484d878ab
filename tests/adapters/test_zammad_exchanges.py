"""Zammad: next responses and updates cycle by cycle, as articles tell them, and figures that the product publishes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from zammad_payloads import WEEK, article, calendar, changes, sla, states, ticket

from slaclock.adapters import zammad
from slaclock.adapters.zammad.exchanges import runs_of

RESPONSES = sla(update_time=None, response_time=60)
ALWAYS = calendar(("00:00", "24:00"), business_hours={
    day: {"active": True, "timeframes": [["00:00", "24:00"]]} for day in WEEK
})  # fmt: skip


def compared(stated: dict[str, Any], *articles: dict[str, Any], of: Any = None, hours: Any = None, **keys: Any) -> Any:
    read = zammad.policy([hours or calendar()], [of or sla(solution_time=None)], states())
    return zammad.compare(read, ticket(**stated), None, states(), articles=list(articles), **keys)


def cycles(found: Any) -> list[tuple[str, int, str]]:
    return [(each.metric, each.cycle, each.reason) for each in found.cycles]


# Runs


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-01T{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("metric", "said", "closed", "runs"),
    [
        pytest.param("next_response", "", "", "09:30-", id="opened-and-nobody-answered"),
        pytest.param("next_response", "c09:30 a10:00", "", "09:30-10:00", id="answered"),
        pytest.param("next_response", "c09:30 c09:50 a10:00", "", "09:30-10:00", id="a-second-message"),
        pytest.param("next_response", "a10:00 c11:00", "", "09:30-10:00 11:00-", id="the-next-one"),
        pytest.param("next_response", "a09:30 c11:00 a11:10", "", "11:00-11:10", id="an-agent-opened-it"),
        pytest.param("next_response", "a10:00 a10:30", "", "09:30-10:00", id="an-agent-writes-again"),
        pytest.param("next_response", "a12:00", "11:00", "09:30-11:00", id="as-far-as-it-was-open"),
        pytest.param("next_response", "a10:00 c12:00", "11:00", "09:30-10:00", id="written-when-closed"),
        pytest.param("next_response", "", "11:00", "09:30-11:00", id="closed-unanswered"),
        pytest.param("next_response", "c09:20 a10:00", "", "09:30-10:00", id="written-before-it-was-opened"),
        pytest.param("update", "", "", "09:30-", id="no-contact"),
        pytest.param("update", "a10:00 c10:10 a11:00", "", "09:30-10:00 10:00-11:00 11:00-", id="contacts"),
        pytest.param("update", "a09:30 a11:00", "", "09:30-11:00 11:00-", id="opened-by-an-agent"),
        pytest.param("update", "a11:00 a10:00", "10:30", "09:30-10:00 10:00-10:30", id="closed"),
    ],
)
def test_replies_as_runs(metric: str, said: str, closed: str, runs: str) -> None:
    kinds = {"a": "agent_replied", "c": "customer_replied"}
    replies = [(at(each[1:]), kinds[each[0]]) for each in said.split()]
    found = runs_of(metric, at("09:30"), at(closed) if closed else None, replies)
    assert " ".join(f"{run.start:%H:%M}-{run.stop or '':{'%H:%M' if run.stop else ''}}" for run in found) == runs
    assert [run.number for run in found] == list(range(1, len(found) + 1))


# Figures beside them


def test_the_longest_response_is_that_of_the_figures_and_the_open_one_that_of_the_due_instant() -> None:
    articles = [
        article("Customer", "09:30"),
        article("Agent", "09:40"),
        article("Customer", "10:00"),
        article("Agent", "10:20"),
        article("Customer", "11:00"),
        article("Customer", "11:30"),
    ]
    stated = {"update_in_min": 20, "update_diff_in_min": 40, "update_escalation_at": "2026-06-01T12:00:00Z"}
    found = compared(stated, *articles, of=RESPONSES)
    assert cycles(found) == [("next_response", 2, "same"), ("next_response", 3, "same")]
    assert [(each.ours.elapsed, each.theirs.due) for each in found.cycles] == [
        (timedelta(minutes=20), None),
        (None, at("12:00")),
    ]
    assert found.losses == ()


def test_updates_run_from_contact_to_contact_of_agents() -> None:
    articles = [article("Agent", "10:00"), article("Customer", "10:10"), article("Agent", "11:30")]
    stated = {"update_in_min": 90, "update_diff_in_min": 30, "update_escalation_at": "2026-06-01T13:30:00Z"}
    assert cycles(compared(stated, *articles)) == [("update", 2, "same"), ("update", 3, "same")]


def test_older_releases_measure_updates_from_the_customer() -> None:
    articles = [
        article("Agent", "10:00"),
        article("Customer", "10:10"),
        article("Agent", "11:30"),
        article("Customer", "12:00"),
    ]
    stated = {"update_in_min": 80, "update_diff_in_min": 40, "update_escalation_at": "2026-06-01T14:00:00Z"}
    found = compared(stated, *articles)
    assert [(each.cycle, each.reason, each.detail) for each in found.cycles] == [
        (2, "rule of the product", "update_in_min is the longest time in which an agent answered a customer"),
        (3, "rule of the product", "older releases count update_time from the customer's contact"),
    ]
    unexplained = compared({"update_escalation_at": "2026-06-01T14:30:00Z"}, article("Agent", "11:30"))
    assert cycles(unexplained) == [("update", 2, "not explained")]
    nobody = compared({"update_in_min": 7}, article("Agent", "09:30"), article("Agent", "11:00"))
    assert cycles(nobody) == [("update", 1, "not explained")]


def test_a_pause_counts_for_the_run_in_which_it_lies() -> None:
    told = {"history": changes(("open", "pending reminder", "10:10"), ("pending reminder", "open", "10:50"))}
    read = zammad.policy([calendar()], [sla(solution_time=None)], states())
    articles = [article("Agent", "10:00"), article("Agent", "11:30"), article("Agent", "12:00")]
    stated = ticket(update_in_min=50, update_escalation_at="2026-06-01T14:00:00Z")
    found = zammad.compare(read, stated, told, states(), articles=articles)
    assert cycles(found) == [("update", 2, "same"), ("update", 4, "same")]


@pytest.mark.parametrize(
    ("stated", "articles", "loss"),
    [
        pytest.param({"update_in_min": 20}, [article("Customer", "09:30")], "none that has ended", id="none-ended"),
        pytest.param({"update_escalation_at": "2026-06-01T12:00:00Z"}, [article("Agent", "10:00")],
                     "none that goes on", id="none-open"),
    ],
)  # fmt: skip
def test_a_figure_of_which_articles_show_no_run_is_a_loss(stated: dict[str, Any], articles: Any, loss: str) -> None:
    found = compared(stated, *articles, of=RESPONSES)
    assert found.cycles == ()
    assert loss in found.losses[0].what
    assert "pass all of its articles" in found.losses[0].meaning


def test_articles_beside_files_are_known_by_their_keys() -> None:
    files = {
        "t": [ticket(update_in_min=30)],
        "a": [article("Customer", "09:30"), article("Agent", "10:00")],
        "s": [RESPONSES],
        "c": [calendar()],
    }
    read = zammad.policy([calendar()], [RESPONSES])
    assert cycles(zammad.comparison_of_answers(files, read.policy)) == [("next_response", 1, "same")]
    wrong = zammad.compare(read, ticket(update_in_min=30), articles=article("Agent", "soon"))
    assert any("it was left out, so its figures are not explained" in str(loss) for loss in wrong.losses)


# What the product publishes of itself: its own examples, as times and results


@pytest.mark.parametrize(
    ("said", "used", "left", "cycle"),
    [
        pytest.param("c09:30 a09:40", 10, 50, 1, id="one-exchange"),
        pytest.param("c09:30 a09:40 c09:50 a09:52", 10, 50, 1, id="the-later-one-is-quicker"),
    ],
)
def test_the_longest_exchange_as_the_product_publishes_it(said: str, used: int, left: int, cycle: int) -> None:
    senders = {"a": "Agent", "c": "Customer"}
    articles = [article(senders[each[0]], each[1:]) for each in said.split()]
    stated = {"update_in_min": used, "update_diff_in_min": left}
    found = compared(stated, *articles, of=RESPONSES, hours=ALWAYS)
    assert cycles(found) == [("next_response", cycle, "same")]


BERLIN = calendar(
    timezone="Europe/Berlin",
    business_hours={day: {"active": True, "timeframes": [["09:00", "18:00"]]} for day in WEEK},
    public_holidays={},
)
"""Open every day; in summer from 7:00 to 16:00 in UTC."""


@pytest.mark.parametrize(
    ("told", "targets", "stated"),
    [
        pytest.param("pending 09:30, open 09:45, closed 10:00, open 10:30", (120, 250),
                     {"first_response_escalation_at": "04T11:45"}, id="reopened"),
        pytest.param("pending 10:00, open 15:00", (120, 250),
                     {"first_response_escalation_at": "05T07:00"}, id="used-up-at-closing-after-a-pause"),
        pytest.param("pending 10:00, open 10:30, closed 12:00", (120, 250),
                     {"first_response_at": "04T10:45", "first_response_in_min": 75, "first_response_diff_in_min": 45,
                      "close_at": "04T12:00", "close_in_min": 150, "close_diff_in_min": 100}, id="paused-and-closed"),
        pytest.param("pending 09:00, closed 12:00", (120, 240),
                     {"close_at": "04T12:00", "close_in_min": 0, "close_diff_in_min": 240}, id="pending-all-along"),
        pytest.param("pending 09:00, open 10:30, pending 11:00, closed 12:00", (120, 240),
                     {"close_at": "04T12:00", "close_in_min": 30, "close_diff_in_min": 210}, id="open-half-an-hour"),
        pytest.param("pending 09:00, open 10:30, pending 11:00, open 11:30, closed 12:00", (120, 240),
                     {"close_at": "04T12:00", "close_in_min": 60, "close_diff_in_min": 180}, id="open-twice"),
    ],
)  # fmt: skip
def test_pauses_as_the_product_publishes_them(told: str, targets: tuple[int, int], stated: dict[str, Any]) -> None:
    """Opened at 9:00 UTC on 4 June 2013."""
    turns = [each.split() for each in told.split(", ")]
    names = ["pending reminder" if name == "pending" else name for name, _ in turns]
    begun = "pending reminder" if turns[0][1] == "09:00" else "open"
    pairs = list(zip([begun, *names], names, [clock for _, clock in turns], strict=False))
    history = [
        {**each, "created_at": each["created_at"].replace("2026-06-01", "2013-06-04")}
        for each in changes(*pairs[1 if begun != "open" else 0 :])
    ]
    first, solution = targets
    of = sla(first_response_time=first, update_time=180, solution_time=solution)
    read = zammad.policy([BERLIN], [of], states())
    figures = {key: f"2013-06-{value}:00Z" if isinstance(value, str) else value for key, value in stated.items()}
    held = ticket(created_at="2013-06-04T09:00:00Z", state="closed" if names[-1] == "closed" else "open", **figures)
    found = zammad.compare(read, held, {"history": history}, states()).cycles
    assert found
    assert [each.reason for each in found] == ["same"] * len(found)


NOVEMBER = calendar(("08:00", "20:00"), timezone="Europe/Berlin", public_holidays={"2016-11-01": {"active": True}})


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        pytest.param({"first_response_escalation_at": "2016-11-02T09:00:00Z"}, "same", id="first-response"),
        pytest.param({"update_escalation_at": "2016-11-03T15:00:00Z"}, "same", id="update"),
    ],
)  # fmt: skip
def test_a_holiday_as_the_product_publishes_it(stated: dict[str, Any], reason: str) -> None:
    """Opened at 13:56 UTC of a holiday, with two hours for the first response and twenty for an update."""
    read = zammad.policy([NOVEMBER], [sla(first_response_time=120, update_time=1200, solution_time=None)], states())
    held = ticket(created_at="2016-11-01T13:56:21Z", state="open", **stated)
    assert [each.reason for each in zammad.compare(read, held, None, states()).cycles] == [reason]


def test_an_update_after_pauses_as_the_product_publishes_it() -> None:
    """A customer's message of the holiday, nothing counted until the seventh: twenty hours end on the ninth."""
    read = zammad.policy([NOVEMBER], [sla(first_response_time=120, update_time=1200, solution_time=None)], states())
    turns = [("open", "pending reminder", "01T15:25:40"), ("pending reminder", "open", "01T15:59:14"),
             ("open", "pending reminder", "01T15:59:58"), ("pending reminder", "open", "07T13:26:36")]  # fmt: skip
    history = [
        {**each, "created_at": f"2016-11-{when}Z"}
        for each, (_, _, when) in zip(changes(*turns), turns, strict=True)
    ]  # fmt: skip
    articles = [
        article(sender, "00:00", created_at=f"2016-11-{when}Z")
        for sender, when in (
            *(("Customer", "01T13:56:21"), ("Agent", "01T15:25:40"), ("Customer", "01T15:59:14")),
            *(("Customer", "07T13:26:36"), ("Customer", "07T14:26:36")),
        )
    ]
    held = ticket(created_at="2016-11-01T13:56:21Z", state="open", update_escalation_at="2016-11-09T09:26:00Z")
    [cycle] = zammad.compare(read, held, {"history": history}, states(), articles=articles).cycles
    assert (cycle.metric, cycle.difference) == ("update", timedelta(seconds=36))
    assert cycle.reason == "rounding"
