"""Tickets of Zendesk with their histories: audits, or metric events where there are none (R18, R19)."""

import json
from datetime import UTC, datetime
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import given, strategies as st
from zendesk_payloads import (
    AGENT,
    OPENED,
    REQUESTER,
    account,
    applied,
    audit,
    changed,
    condition,
    created,
    metric,
    moves,
    said,
    schedule,
    sla_policy,
    ticket,
)

from slaclock import PayloadError, columns
from slaclock.adapters import TicketReading, zendesk

PRIORITIES = ("low", "normal", "high", "urgent")
NOW = datetime(2026, 6, 2, tzinfo=UTC)


def events_of(reading: TicketReading) -> list[str]:
    """What happened to the one ticket that was read, in words."""
    assert not reading.problems
    [read] = reading.tickets
    return [
        " ".join(
            filter(
                None,
                (
                    f"{each.at:%H:%M}",
                    each.kind,
                    each.status or each.priority or each.plan or each.metric,
                    "" if each.public else "(note)",
                ),
            )
        )
        for each in read.in_order
    ]


HISTORIES = [
    pytest.param([audit("09:00", said(AGENT))], ["09:00 agent_replied"], id="whoever-is-not-the-requester-is-an-agent"),
    pytest.param([audit("09:00", said(REQUESTER))], ["09:00 customer_replied"], id="the-requester-is-the-customer"),
    pytest.param([audit("09:00", said(AGENT, public=False))], ["09:00 agent_replied (note)"], id="a-note"),
    pytest.param(
        [audit("09:00", said(REQUESTER, public=False))], ["09:00 agent_replied (note)"], id="a-note-of-the-requester"
    ),
    pytest.param(
        [audit("09:00", {"type": "Comment", "public": True})], ["09:00 agent_replied"], id="the-audit-has-the-author"
    ),
    pytest.param(
        [audit("09:00", changed("requester_id", str(REQUESTER), AGENT)), audit("10:00", said(AGENT))],
        ["10:00 customer_replied"],
        id="another-requester",
    ),
    pytest.param(
        [audit("09:00", said(AGENT), changed("status", "new", "pending"))],
        ["09:00 agent_replied", "09:00 status_changed pending"],
        id="a-reply-and-a-status-at-once",
    ),
    pytest.param(
        [audit("09:00", changed("priority", None, "urgent"))],
        ["09:00 priority_changed urgent"],
        id="a-priority-that-comes-later",
    ),
    pytest.param(
        [
            audit("09:00", changed("status", "new", "solved")),
            audit("10:00", changed("status", "solved", "open")),
            audit("11:00", changed("status", "open", "closed")),
        ],
        ["09:00 status_changed solved", "10:00 status_changed open", "11:00 status_changed closed"],
        id="solved-reopened-closed",
    ),
    pytest.param(
        [audit("09:00", changed("status", "new", "deleted")), audit("10:00", changed("status", "deleted", "new"))],
        ["09:00 status_changed deleted", "10:00 status_changed new"],
        id="deleted-and-restored",
    ),
    pytest.param(
        [audit("09:00", changed("status", "new", "closed"), via={"channel": 8, "source": {"rel": "merge"}})],
        ["09:00 status_changed merged"],
        id="merged-into-another",
    ),
    pytest.param([audit("08:00", changed("status", "new", "open"), id=9)], [], id="changed-as-it-was-opened"),
    pytest.param([audit("09:00", changed("status", "open", "new"))], [], id="no-change-at-all"),
    pytest.param(
        [audit("09:00", {"type": "Notification", "body": "x"}, changed("tags", "a", "b"))], [], id="nothing-of-meaning"
    ),
]


@pytest.mark.parametrize(("audits", "events"), HISTORIES)
def test_audits_are_events(audits: list[Any], events: list[str]) -> None:
    assert events_of(zendesk.tickets(ticket(), [created(), *audits])) == events


@pytest.mark.parametrize(
    ("audits", "present", "opening"),
    [
        pytest.param([created(priority="low")], {}, ("new", "low"), id="as-it-was-created"),
        pytest.param(
            [audit("09:00", changed("priority", "low", "high"), changed("status", "pending", "open"))],
            {},
            ("pending", "low"),
            id="before-the-first-change",
        ),
        pytest.param([audit("09:00", said(AGENT))], {"status": "hold"}, ("hold", "high"), id="as-it-is-now"),
        pytest.param([audit("09:00", said(AGENT))], {"status": None}, ("new", "high"), id="no-status"),
        pytest.param(
            [created(), audit("08:00", changed("priority", None, "urgent"), id=9)], {}, ("new", "urgent"), id="at-once"
        ),
    ],
)
def test_what_held_at_the_opening(audits: list[Any], present: dict[str, Any], opening: tuple[str, str]) -> None:
    [read] = zendesk.tickets(ticket(**present), audits).tickets
    assert (read.status, read.priority) == opening
    assert (read.id, read.opened, read.channel) == ("7", datetime.fromisoformat(OPENED), "email")


def test_audits_alone_tell_when_it_was_opened_and_by_whom() -> None:
    [read] = zendesk.tickets(audits=[created(), audit("09:00", said(REQUESTER))]).tickets
    assert (read.opened, read.events[0].kind) == (datetime.fromisoformat(OPENED), "customer_replied")


@given(st.randoms(use_true_random=False), st.sampled_from([each.values[0] for each in HISTORIES]))
def test_order_pages_and_doubles_change_nothing(random: Random, audits: Any) -> None:
    """Audits in any order, on several pages, some of them twice, tell the same."""
    whole = [created(), *audits]
    mixed = [*whole, *random.choices(whole, k=2)]
    random.shuffle(mixed)
    cut = random.randint(0, len(mixed))
    pages = [{"audits": mixed[:cut], "meta": {"has_more": True}}, {"audits": mixed[cut:], "meta": {"has_more": False}}]
    assert zendesk.tickets([ticket()], pages).tickets == zendesk.tickets(ticket(), whole).tickets


def test_a_page_that_is_missing_is_a_loss() -> None:
    [loss] = zendesk.tickets(ticket(), {"audits": [created()], "meta": {"has_more": True}}).losses
    assert str(loss).startswith("audits: more audits follow on another page")


def test_audits_of_the_one_ticket_need_not_say_whose_they_are() -> None:
    audits = [{key: value for key, value in created().items() if key != "ticket_id"}]
    assert zendesk.tickets(ticket(), audits).tickets
    with pytest.raises(PayloadError, match=r"audits\[0\]: key 'ticket_id' is missing"):
        zendesk.tickets([ticket(), ticket(id=8)], audits)


USERS = [{"id": AGENT, "role": "agent"}, {"id": 501, "role": "end-user"}, {"id": REQUESTER, "role": "end-user"}]
OF_OTHERS = [created(), audit("09:00", said(501)), audit("10:00", said(AGENT))]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"tickets": ticket(), "users": USERS}, id="given"),
        pytest.param({"tickets": {"tickets": [ticket()], "users": USERS}}, id="beside-the-tickets"),
        pytest.param({"tickets": [{"tickets": [ticket()], "users": USERS}]}, id="beside-a-page"),
    ],
)
def test_roles_say_who_is_a_customer(given: dict[str, Any]) -> None:
    reading = zendesk.tickets(audits=OF_OTHERS, **given)
    assert events_of(reading) == ["09:00 customer_replied", "10:00 agent_replied"]
    assert reading.losses == ()


def test_without_roles_it_is_said_what_was_assumed() -> None:
    reading = zendesk.tickets(ticket(), OF_OTHERS)
    assert events_of(reading) == ["09:00 agent_replied", "10:00 agent_replied"]
    assert [loss.what for loss in reading.losses] == [
        "replies of people who are not the requester were taken for replies of agents"
    ]


def test_what_the_product_says_by_itself_is_no_reply() -> None:
    reading = zendesk.tickets(ticket(), [created(), audit("09:00", said(-1))])
    assert events_of(reading) == []
    assert [loss.what for loss in reading.losses] == ["comments that the product wrote by itself"]


CUSTOM = [{"id": 41, "status_category": "hold"}, {"id": 42, "status_category": "pending"}]


@pytest.mark.parametrize(
    ("audits", "statuses", "events", "losses"),
    [
        pytest.param(
            [audit("09:00", changed("custom_status_id", "1", "42"))],
            CUSTOM,
            ["09:00 status_changed pending"],
            0,
            id="by-its-category",
        ),
        pytest.param(
            [audit("09:00", changed("custom_status_id", "1", "41"), changed("status", "new", "open"))],
            CUSTOM,
            ["09:00 status_changed open"],
            0,
            id="the-status-itself-counts",
        ),
        pytest.param([audit("09:00", changed("custom_status_id", "1", "42"))], [], [], 1, id="one-that-is-not-known"),
        pytest.param([audit("09:00", changed("custom_status_id", "1", None))], [], [], 0, id="none-any-more"),
        pytest.param(
            [audit("09:00", changed("custom_status_id", "1", "77"), changed("status", "new", "open"))],
            [],
            ["09:00 status_changed open"],
            0,
            id="beside-a-status",
        ),
    ],
)
def test_custom_statuses_stand_for_statuses(
    audits: list[Any], statuses: list[Any], events: list[str], losses: int
) -> None:
    reading = zendesk.tickets(ticket(), [created(), *audits], custom_statuses={"custom_statuses": statuses})
    assert events_of(reading) == events
    assert len(reading.losses) == losses


GROUPS = [
    created(group_id="9"),
    audit("09:00", changed("group_id", "9", "10")),
    audit("10:00", changed("group_id", "10", None)),
]


def test_groups_are_followed_where_the_policy_measures_them() -> None:
    read = zendesk.policy(**account())
    told = ["08:00 group_assigned", "09:00 group_assigned", "10:00 group_removed"]
    for policy in (read, read.policy):
        reading = zendesk.tickets(ticket(organization_id=7), GROUPS, policy=policy)
        assert [f"{each.at:%H:%M} {each.kind}" for each in reading.tickets[0].in_order] == told
    [loss] = zendesk.tickets(ticket(), GROUPS).losses
    assert loss.what == "tickets went from group to group"


@pytest.mark.parametrize(
    ("audits", "problem"),
    [
        pytest.param(
            [audit("09:00", changed("status", "new", "napping"))], "there is no status 'napping'", id="status"
        ),
        pytest.param([audit("09:00", changed("priority", "low", None))], "the priority was taken away", id="priority"),
        pytest.param([audit("09:00", changed("priority", "low", "P1"))], "there is no priority 'P1'", id="a-priority"),
        pytest.param([audit("09:00", {"type": "Change"})], "key 'field_name' is missing", id="no-field"),
        pytest.param(
            [audit("09:00", {"type": "Comment", "author_id": AGENT})], "key 'public' is missing", id="seen-by-whom"
        ),
        pytest.param(
            [audit("09:00", created_at="yesterday")], "audits[1].created_at: it is an instant", id="no-instant"
        ),
        pytest.param([audit("09:00", events="=1+1")], "audits[1].events: it is a list, not '=1+1'", id="no-events"),
    ],
)
def test_a_ticket_that_cannot_be_read_is_a_problem_of_its_own(audits: list[Any], problem: str) -> None:
    others = [audit("09:00", said(AGENT), ticket_id=8, id=77)]
    reading = zendesk.tickets([ticket(), ticket(id=8)], [created(), *audits, *others])
    assert [each.id for each in reading.tickets] == ["8"]
    [[said_of_it]] = [reading.problems["7"]]
    assert problem in said_of_it


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param({"tickets": ticket()}, "its history is not here; pass its audits", id="no-history"),
        pytest.param({"audits": [audit("09:00", said(AGENT))]}, "nothing says when it was opened", id="no-opening"),
        pytest.param({"audits": created(priority="P1")}, "events[3].value: there is no priority 'P1'", id="a-priority"),
        pytest.param({"tickets": ticket(status="napping"), "audits": created()}, "no status 'napping'", id="a-status"),
        pytest.param({"metric_events": moves("reply_time", "09:00 fulfill")}, "its history is not here", id="no-start"),
    ],
)
def test_half_a_history_is_no_ticket(given: dict[str, Any], problem: str) -> None:
    reading = zendesk.tickets(**given)
    assert reading.tickets == ()
    assert problem in reading.problems["7"][0]


@pytest.mark.parametrize(
    ("log", "events"),
    [
        pytest.param(moves("reply_time", "08:00 activate", "09:00 fulfill"), ["09:00 agent_replied"], id="a-reply"),
        pytest.param(
            [
                *moves("reply_time", "08:00 activate", "09:00 fulfill"),
                *moves("reply_time", "10:00 activate", "11:00 fulfill", instance=2),
            ],
            ["09:00 agent_replied", "10:00 customer_replied", "11:00 agent_replied"],
            id="a-next-reply",
        ),
        pytest.param(
            moves("requester_wait_time", "08:00 activate", "09:00 pause", "10:00 activate", "11:00 fulfill"),
            ["09:00 paused requester_wait_time", "10:00 resumed requester_wait_time", "11:00 resolved"],
            id="activate-after-pause-resumes",
        ),
        pytest.param(
            moves("resolution_time", "08:00 activate", "09:00 fulfill", "10:00 activate", "11:00 fulfill"),
            ["09:00 resolved", "10:00 reopened", "11:00 resolved"],
            id="reopened",
        ),
        pytest.param(
            [
                *moves("reply_time", "08:00 activate", "09:00 fulfill"),
                *moves("agent_work_time", "08:00 activate", "09:00 fulfill", instance=3),
            ],
            ["09:00 resolved"],
            id="solved-without-a-reply",
        ),
        pytest.param(
            moves("periodic_update_time", "09:00 activate", "10:00 fulfill"),
            ["09:00 agent_replied", "10:00 agent_replied"],
            id="an-update",
        ),
        pytest.param(
            moves("reply_time", "08:00 activate", "08:10 measure", "08:20 update_status", "09:00 breach"),
            [],
            id="what-moves-no-clock",
        ),
        pytest.param(
            [
                {**each, "deleted": each["type"] == "fulfill"}
                for each in moves("reply_time", "08:00 activate", "09:00 fulfill")
            ],
            [],
            id="deleted-is-undone",
        ),
        pytest.param(
            [*moves("reply_time", "08:00 activate"), *moves("reply_time", "09:00 fulfill", instance=0)],
            [],
            id="instance-0",
        ),
        pytest.param(moves("group_ownership_time", "08:00 activate", "09:00 fulfill"), [], id="groups-not-followed"),
    ],
)
def test_metric_events_stand_in_where_there_are_no_audits(log: list[Any], events: list[str]) -> None:
    assert events_of(zendesk.tickets(ticket(), metric_events=log)) == events


def test_clocks_of_groups_move_where_the_policy_measures_them() -> None:
    log = moves("group_ownership_time", "08:00 activate", "09:00 fulfill")
    policy = zendesk.policy(**account()).policy
    assert events_of(zendesk.tickets(ticket(), metric_events=log, policy=policy)) == [
        "08:00 group_assigned",
        "09:00 group_removed",
    ]


def test_metric_events_may_stand_beside_tickets() -> None:
    events = {"reply_time": moves("reply_time", "08:00 activate", "09:00 fulfill"), "agent_work_time": []}
    for held in (ticket(metric_events=events), {"ticket": ticket(metric_events=events)}):
        assert events_of(zendesk.tickets(held)) == ["09:00 agent_replied"]
    two = [{"tickets": [ticket(metric_events=events)]}, {"tickets": [ticket(id=8, metric_events=[])]}]
    assert [each.id for each in zendesk.tickets(two).tickets] == ["7"]


def test_a_ticket_without_clock_moves_of_its_own_needs_its_audits() -> None:
    log = [*moves("reply_time", "08:00 activate"), applied("08:00"), {**applied("09:00", 3600), "id": 51}]
    reading = zendesk.tickets(ticket(), metric_events=log)
    assert reading.tickets[0].plan == "Gold"
    assert "its target of first_response became another, as with another priority" in reading.problems["7"][0]


class TestPlans:
    """Which plan a ticket has: that of the SLA policy that was applied, else the one whose conditions it meets."""

    READ = zendesk.policy(
        schedules=schedule(),
        sla_policies=[
            sla_policy(metric(), filter={"all": [condition("current_tags", "vip", "includes")]}),
            sla_policy(metric(), id=37, position=2, filter={"all": [condition("organization_id", 3)]}),
        ],
    )
    LOG = (*moves("reply_time", "08:00 activate"), applied("08:00"), {**applied("09:00", id=37), "id": 51})

    def test_what_was_applied_counts_by_its_id(self) -> None:
        reading = zendesk.tickets(ticket(), created(), self.LOG, self.READ)
        assert reading.tickets[0].plan == "Gold (36)"
        assert events_of(reading) == ["09:00 plan_changed Gold (37)"]

    def test_else_by_its_title(self) -> None:
        for policy in (None, self.READ.policy, self.READ):
            log = [*moves("reply_time", "08:00 activate"), applied("08:00", id=99)]
            assert zendesk.tickets(ticket(), created(), log, policy).tickets[0].plan == "Gold"

    def test_conditions_count_where_nothing_was_applied(self) -> None:
        assert zendesk.tickets(ticket(), created(), policy=self.READ).tickets[0].plan == "Gold (36)"
        assert zendesk.tickets(ticket(), created(), policy=self.READ.policy).tickets[0].plan is None

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            pytest.param({"tickets": ticket(tags=[])}, "decides on the plan 'Gold (37)'; state the plan", id="unsaid"),
            pytest.param({}, "its plan is not known: it does not say whether", id="no-ticket"),
        ],
    )
    def test_where_no_plan_is_found_that_is_said_and_the_ticket_is_read(
        self, given: dict[str, Any], problem: str
    ) -> None:
        reading = zendesk.tickets(audits=created(), policy=self.READ, **given)
        assert reading.tickets[0].plan is None
        assert problem in reading.problems["7"][0]

    def test_a_ticket_that_no_sla_policy_takes_is_left_out_and_counted_as_lost(self) -> None:
        others = [ticket(id=8, tags=[], organization_id=4), ticket(id=9, tags=[], organization_id=3), ticket(id=10)]
        audits = [{**created(), "ticket_id": each["id"], "id": each["id"]} for each in others]
        reading = zendesk.tickets(others, audits, policy=self.READ)
        assert {each.id: each.plan for each in reading.tickets} == {"9": "Gold (37)", "10": "Gold (36)"}
        [lost] = map(str, reading.losses)
        assert lost == (
            "tickets[0]: it meets the conditions of no SLA policy; nothing is promised for it, so it was left out"
        )
        assert not reading.problems
        assert len(reading.tickets) + 1 == reading.counts["tickets"]

    def test_without_sla_policies_nobody_says_that_nothing_is_promised(self) -> None:
        reading = zendesk.tickets(ticket(tags=[], organization_id=4), created(), policy=zendesk.policy(schedule()))
        assert ([each.plan for each in reading.tickets], reading.losses) == ([None], ())

    def test_what_was_applied_counts_for_a_ticket_that_no_longer_meets_the_conditions(self) -> None:
        reading = zendesk.tickets(ticket(tags=[], organization_id=4), created(), self.LOG, self.READ)
        assert reading.tickets[0].plan == "Gold (36)"


OPENED_BY_AGENT = {**created(), "author_id": AGENT}
PEOPLE = [{"id": REQUESTER, "role": "end-user"}, {"id": AGENT, "role": "agent"}]


def starts_lost(opening: dict[str, Any], **given: Any) -> list[str]:
    losses = zendesk.tickets(ticket(), [opening], **given).losses
    return [loss.path for loss in losses if loss.what == "an agent opened the ticket for its requester"]


@pytest.mark.parametrize(
    ("opening", "users", "lost"),
    [
        pytest.param(OPENED_BY_AGENT, PEOPLE, True, id="an-agent"),
        pytest.param(OPENED_BY_AGENT, None, True, id="somebody-else"),
        pytest.param(created(), PEOPLE, False, id="the-requester"),
        pytest.param({**created(), "author_id": -1}, PEOPLE, False, id="the-product"),
        pytest.param({**created(), "author_id": None}, PEOPLE, False, id="nobody"),
        pytest.param(OPENED_BY_AGENT, [{"id": AGENT, "role": "end-user"}], False, id="another-customer"),
        pytest.param(OPENED_BY_AGENT, [{"id": REQUESTER, "role": "agent"}], False, id="for-another-agent"),
    ],
)
def test_of_a_ticket_that_an_agent_opened_for_a_customer_the_start_is_doubtful(
    opening: dict[str, Any], users: Any, lost: bool
) -> None:
    assert bool(starts_lost(opening, users=users)) is lost


@pytest.mark.parametrize(
    ("keys", "lost"),
    [
        pytest.param({}, True, id="as-usual"),
        pytest.param({"activate_on_ticket_created_for_end_user": False}, True, id="off"),
        pytest.param({"activate_on_ticket_created_for_end_user": True}, False, id="at-once"),
    ],
)
def test_the_sla_policy_may_say_that_it_starts_at_once(keys: dict[str, Any], lost: bool) -> None:
    read = zendesk.policy(schedule(), sla_policies=sla_policy(metric_settings={"first_reply_time": keys}))
    assert starts_lost(OPENED_BY_AGENT, policy=read) == (["ticket"] if lost else [])
    alone = zendesk.tickets(audits=[OPENED_BY_AGENT], policy=read).losses
    assert [loss.path for loss in alone] == (["audits[0]"] if lost else [])


def test_the_answers_are_the_same_one_by_one_and_in_columns() -> None:
    read = zendesk.policy(
        schedules=schedule((0, 10_080)),
        sla_policies=sla_policy(
            *(metric(name, each) for name in ("first_reply_time", "requester_wait_time") for each in PRIORITIES)
        ),
    )
    audits = [
        {**each, "ticket_id": number, "id": f"{number}-{place}"}
        for number, row in enumerate(HISTORIES)
        for place, each in enumerate([created(priority="high"), *row.values[0]])
    ]
    reading = zendesk.tickets(audits=audits, policy=read)
    rows = columns.evaluate(read.policy, *reading.tables(), now=NOW).to_pylist()
    asked = [
        (each.id, cycle.metric, cycle.status.state, cycle.status.due)
        for each in reading.tickets
        for cycle in read.policy.evaluate(each, NOW).cycles
    ]
    assert len(asked) == 2 * len(HISTORIES)
    assert sorted((row["ticket"], row["metric"], row["state"], row["due"]) for row in rows) == sorted(asked)


def test_metric_events_and_audits_of_one_history_give_one_answer() -> None:
    read = zendesk.policy(
        schedules=schedule((0, 10_080)),
        sla_policies=sla_policy(*(metric(each) for each in ("first_reply_time", "requester_wait_time"))),
    )
    audits = [
        created(priority="high"),
        audit("09:00", said(AGENT), changed("status", "new", "pending")),
        audit("11:00", said(REQUESTER), changed("status", "pending", "open")),
        audit("12:00", said(AGENT), changed("status", "open", "solved")),
    ]
    log = [
        *moves("reply_time", "08:00 activate", "09:00 fulfill"),
        *moves("requester_wait_time", "08:00 activate", "09:00 pause", "11:00 activate", "12:00 fulfill", instance=2),
    ]
    for_each = [
        [
            (cycle.metric, cycle.status.due, cycle.status.elapsed, cycle.status.state)
            for cycle in read.policy.evaluate(zendesk.tickets(ticket(), **given).tickets[0], NOW).cycles
        ]
        for given in ({"audits": audits}, {"metric_events": log})
    ]
    assert for_each[0] == for_each[1]
    assert len(for_each[0]) == 2


def test_an_event_of_a_clock_that_cannot_be_read_is_a_problem_of_its_ticket() -> None:
    """Audits or not: without that event, its clocks are others."""
    log = [*moves("reply_time", "08:00 activate"), *moves("reply_time", "08:00 activate", ticket_id=8, instance=2)]
    half = {key: value for key, value in log[0].items() if key != "instance_id"} | {"id": 990}
    reading = zendesk.tickets(metric_events=[*log, half])
    assert [each.id for each in reading.tickets] == ["8"]
    assert reading.problems == {
        "7": (
            "ticket_metric_events[2]: key 'instance_id' is missing; "
            "did you mean 'ticket_id'? there are: id, ticket_id, metric, type, time",
        )
    }


def test_a_target_that_cannot_be_read_is_a_problem_of_its_ticket() -> None:
    """The target before it would have gone on."""
    log = [*moves("reply_time", "08:00 activate"), applied("08:00")]
    silent = applied("09:00") | {"id": 77, "sla": {"target_in_second": 60, "business_hours": True}}
    assert not zendesk.tickets(metric_events=log).problems
    [[problem]] = zendesk.tickets(metric_events=[*log, silent]).problems.values()
    assert "ticket_metric_events[2].sla: it has neither 'target_in_seconds' nor 'target'" in problem


class TestFilesAreNamed:
    """Where several files were given, what is wrong in one says in which."""

    BAD: ClassVar = {**moves("reply_time", "08:00 activate")[0], "id": 5, "type": "nap"}

    def test_in_problems_of_tickets(self) -> None:
        answers = {"a.json": {"ticket_metric_events": moves("reply_time", "08:00 activate")}, "b.json": [self.BAD]}
        [problem] = zendesk.tickets_of_answers(answers).problems["7"]
        assert problem.startswith("b.json: ticket_metric_events[0].type: there is no type of event 'nap'")
        one = zendesk.tickets_of_answers({"b.json": [self.BAD]}).problems["7"][0]
        assert one.startswith("ticket_metric_event.type: ")

    def test_in_losses(self) -> None:
        lost = {key: value for key, value in self.BAD.items() if key != "ticket_id"}
        answers = {"t.json": ticket(odd=1), "b.json": [lost, {**lost, "id": 6}]}
        places = [loss.path for loss in zendesk.tickets_of_answers(answers).losses]
        assert "b.json: ticket_metric_events[0]" in places
        policy = zendesk.policy(schedule(), sla_policies=sla_policy()).policy
        found = zendesk.comparison_of_answers(answers, policy).losses
        assert [loss.path for loss in found][-2:] == [f"b.json: ticket_metric_events[{place}]" for place in (0, 1)]

    def test_in_errors(self) -> None:
        answers = {"s.json": [schedule()], "p.json": [sla_policy(), sla_policy(id=37, title=None)]}
        with pytest.raises(PayloadError, match=r"^p.json: sla_policies\[1\]: key 'title' is null$"):
            zendesk.policy_of_answers(answers)


def test_files_are_told_apart_by_their_keys() -> None:
    answers = {
        "t.json": {"tickets": [ticket()], "users": USERS},
        "a.json": [created(), audit("09:00", said(AGENT))],
        "all.json": {"audits": [audit("10:00", said(501))], "schedules": [schedule()], "next_page": None},
        "p.json": sla_policy(),
        "s.json": {"custom_statuses": CUSTOM},
        "m.json": {"ticket_metric_events": moves("reply_time", "08:00 activate")},
    }
    reading = zendesk.tickets_of_answers(json.loads(json.dumps(answers)))
    assert events_of(reading) == ["09:00 agent_replied", "10:00 customer_replied"]
    assert reading.tickets[0].plan == "Gold"
    both = {"tickets": [ticket()], "users": USERS, "audits": [created(), audit("09:00", said(501))]}
    assert events_of(zendesk.tickets_of_answers({"both.json": both})) == ["09:00 customer_replied"]
    with pytest.raises(PayloadError, match=r"^t.json: it holds tickets, which are no part of a policy$"):
        zendesk.policy_of_answers({"t.json": {"tickets": []}})


@given(
    st.lists(st.sampled_from(range(12)), min_size=1, max_size=20),
    st.sets(st.sampled_from(range(12)), max_size=6),
)
def test_what_is_read_and_what_is_lost_is_all_there_is(numbers: list[int], unread: set[int]) -> None:
    """What was read and what stands twice are the records of a payload; a ticket is read or a problem."""
    records = [ticket(id=number) for number in numbers]
    audits = [
        audit("09:00", changed("status", "new", "napping" if number in unread else "open"), id=number, ticket_id=number)
        for number in numbers
    ]
    reading = zendesk.tickets(records, audits)
    twice = [loss for loss in reading.losses if loss.what.endswith("stands here twice")]
    assert sum(reading.counts.values()) + len(twice) == len(records) + len(audits)
    assert {each.id for each in reading.tickets} | set(reading.problems) == set(map(str, numbers))
    assert {each.id for each in reading.tickets} & set(reading.problems) == set()
    assert set(reading.problems) == set(map(str, unread & set(numbers)))
