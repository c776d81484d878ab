"""Whole histories as columns: exactly what `policy.evaluate` says, ticket by ticket (R12, R16–R18)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from columns.told_histories import Row, histories, rows_of, tables, told_singly, with_problems_apart
from hypothesis import given, strategies as st
from work import calls_of

from slaclock import InstantError, NaiveDatetimeError, SlaPolicy, Ticket, TicketTableError, UnknownNameError, columns
from slaclock.columns.histories import evaluated

_PLANS = """
plans:
  standard:
    schedule: office
    first_response:
      P1: 1 business hour
      P2: {target: 4 business hours, when: [{received: by phone, target: 1 business hour}]}
      P3: 2 business days
    next_response: {P1: 2 business hours, P2: {target: 4 business hours, boundary: next_opening}, P3: 1 hour}
    update: {P1: 4 business hours, P2: 1 business day}
    resolution:
      P1: 8 business hours
      P2: {target: 2 business days, when: [{received: outside hours, target: 1 business day}]}
      P3: {target: 40 hours, ends: next_opening}
  nights:
    schedule: nights
    resolution: {P1: {target: 9 business hours, ends: previous_closing}, P2: 5 days, P3: "2 business days"}
    first_response: 2 business hours
"""
_HEAD = """
name: Histories
timezone: America/New_York
holidays: US
schedules:
  office: {hours: Mon-Fri 09:00-18:00, timezone: customer}
  nights: Sun-Thu 22:00-06:00
"""
_VERSIONS = "versions: [{effective: 2026-11-09, plans: {nights: {schedule: nights, resolution: 4 business hours}}}]"
POLICIES = {
    "recompute": "on_change: recompute",
    "reset": "on_change: reset",
    "forward": "on_change: forward",
    "each event": f"governed_by: each_event\n{_VERSIONS}",
    "opening": _VERSIONS,
    "lives": (
        "metrics:\n"
        "  resolution: {on_reopen: continue, runs_in: [open, in_progress]}\n"
        "  first_response: {starts: [opened, escalated], after: [customer_replied], repeats: true}\n"
        "  update: {restarts: [agent_replied, reopened], starts: [agent_replied, stopped], after: [opened]}"
    ),
    "warnings": "warnings: {soon: 75%, close: 30 business minutes left, begun: after 2 business hours, due: at breach}",
    "escalations": (
        "warnings: {soon: 33%}\n"
        "escalations: {lead: 50%, manager: after 3 business hours, head: 1 business hour after breach, owner: 150%}"
    ),
    "own lives": "",
    "names": (
        "names:\n"
        "  statuses: {Parked: on_hold, With vendor: waiting_on_third_party}\n"
        "  priorities: {URGENT: P1}\n"
        "  kinds: {agent_reply: agent_replied, assigned: none, triaged: escalated}\n"
        "  plans: {By night: nights}\n"
        "  channels: {voice: phone}\n"
        "metrics: {resolution: {pauses_in: [waiting_on_customer, Solved]}, update: {runs_in: [open, Done]}}"
    ),
    "only reopened": "reopens: only_reopened",
    "reminders": "escalations: {lead: every business hour after breach}",
    "for a customer": _VERSIONS,
}


def policy(more: str = "") -> SlaPolicy:
    return SlaPolicy.loads("\n".join([_HEAD, more, _PLANS]))


WRITTEN = {name: policy(more) for name, more in POLICIES.items()}
WRITTEN["own lives"] = SlaPolicy.loads(
    "\n".join([_HEAD, _PLANS]).replace(
        "P1: 8 business hours", "P1: {target: 8 business hours, lifecycle: {starts: escalated, pauses_in: []}}"
    )
)
WRITTEN["for a customer"] = WRITTEN["for a customer"].for_customer("Asia/Tokyo")
PLAIN = SlaPolicy.loads("""
name: Plain
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
plans: {standard: {schedule: office, first_response: 2 business hours, resolution: {P1: 8 business hours}}}
""")
BY_CHANNEL = SlaPolicy.loads("""
name: By channel
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
names: {channels: {voice: phone}}
plans:
  only:
    first_response:
      P1:
        target: 4 business hours
        when:
          - {received: by phone on Mon-Fri, target: 1 hour}
          - {received: by fax, target: 1 hour}
          - {received: by chat, target: none}
      P2: {target: none, when: [{received: by chat, target: 2 business hours}]}
      P3: 1 business day
""")
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
OPENED = datetime(2026, 11, 25, 15, tzinfo=UTC)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=UTC)


def _ticket(id: str = "T-1", **more: Any) -> Row:
    return {"id": id, "opened": OPENED, "priority": "P1"} | more


def _event(at: str, kind: str, ticket: str = "T-1", **more: Any) -> Row:
    return {"ticket": ticket, "at": _at(at), "kind": kind} | more


def _said(tickets: list[Row], events: list[Row]) -> list[tuple[Any, ...]]:
    rows = rows_of(columns.evaluate(PLAIN, *tables(tickets, events), NOW))
    return [(row["ticket"], row["metric"], row["state"], row["problem"]) for row in rows]


class TestLaw:
    """Every figure is that of `policy.evaluate`, whatever the order, the make of the tables and the pieces."""

    @pytest.mark.parametrize("name", POLICIES)
    @given(told=histories(), after=st.integers(0, 60 * 96), piece=st.sampled_from([1, 2, 1 << 17]), data=st.data())
    def test_each_cycle_is_the_scalar_one(
        self, name: str, told: tuple[list[Row], list[Row]], after: int, piece: int, data: st.DataObject
    ) -> None:
        now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
        make = data.draw(st.sampled_from(["Arrow", "pandas", "polars"]))
        with patch("slaclock.columns.pieces.PIECE", piece):
            found = columns.evaluate(WRITTEN[name], *tables(*told, make), now)
        expected = told_singly(WRITTEN[name], *told, now)
        assert with_problems_apart([_plain(row) for row in rows_of(found)]) == expected


def _plain(row: Row) -> Row:
    return {name: None if value != value else value for name, value in row.items()}


_EDGES = SlaPolicy.loads("""
name: Edges
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
metrics: {resolution: {on_reopen: continue}, workaround: {pauses_in: [pending, on_hold]}}
plans:
  standard:
    schedule: office
    first_response: {target: 2 business hours, boundary: next_opening}
    workaround: {target: 3 business hours, boundary: next_opening}
    resolution: 30 hours
""")


class TestEdges:
    """What is rare among drawn histories, told once each: the answers are the scalar ones, and found as columns."""

    @pytest.mark.parametrize(
        "story",
        [
            pytest.param(["25 15:00 paused", "25 17:00 resumed"], id="paused-without-a-cause"),
            pytest.param(
                [
                    "25 15:30 pending",
                    "25 16:00 resolved",
                    "25 18:00 open",
                    "26 10:00 reopened",
                ],
                id="a-pause-goes-on-while-it-had-stopped",
            ),
            pytest.param(
                [
                    "25 16:00 resolved",
                    "25 17:00 pending",
                    "25 18:00 open",
                    "26 10:00 reopened",
                ],
                id="a-pause-lies-within-the-time-it-had-stopped",
            ),
            pytest.param(
                [
                    "25 16:00 resolved",
                    "25 17:00 pending",
                    "26 10:00 reopened",
                    "26 11:00 open",
                ],
                id="a-pause-begins-while-it-had-stopped",
            ),
            pytest.param(["26 10:00 pending", "26 15:00 open"], id="used-up-when-a-pause-begins"),
            pytest.param(["26 10:00 pending", "26 17:00 open"], id="used-up-and-resumed-at-closing"),
            pytest.param(["26 20:00 pending", "27 11:00 open"], id="due-in-a-pause"),
            pytest.param(["26 20:00 pending"], id="due-in-a-pause-that-lasts"),
            pytest.param(["26 21:00 pending", "27 11:00 open"], id="due-just-when-a-pause-begins"),
            pytest.param(["25 15:00 pending"], id="paused-from-the-start"),
            pytest.param(["27 12:00 pending"], id="paused-just-now"),
        ],
    )
    def test_the_answers_are_the_scalar_ones(self, story: list[str]) -> None:
        events = []
        for text in story:
            day, clock, word = text.split()
            status = {"kind": "status_changed", "status": word} if word in ("pending", "open") else {}
            events.append(_event(f"{day} {clock}", word) | status)
        found = evaluated(_EDGES, *tables([_ticket()], events), NOW, {}, {})
        assert with_problems_apart(rows_of(found.table)) == told_singly(_EDGES, [_ticket()], events, NOW)
        assert found.one_by_one == 0

    def test_a_changed_target_may_start_anew(self) -> None:
        reset = WRITTEN["reset"]
        told = [_ticket(priority="P3", plan="standard", timezone="Europe/London")]
        events = [
            _event("25 15:30", "status_changed", status="pending"),
            _event("25 16:00", "status_changed", status="open"),
            _event("25 16:30", "priority_changed", priority="P1"),
        ]
        found = columns.evaluate(reset, *tables(told, events), NOW)
        assert with_problems_apart(rows_of(found)) == told_singly(reset, told, events, NOW)

    def test_many_tickets_may_have_lives_of_their_own(self) -> None:
        priorities = ("P1", "P2", "P2", "P2") * 10
        known = [
            _ticket(f"T-{number}", plan="standard", priority=priority, timezone="Europe/London")
            for number, priority in enumerate(priorities)
        ]
        events = [_event("25 16:00", "escalated", ticket["id"]) for ticket in known]
        found = evaluated(WRITTEN["own lives"], *tables(known, events), NOW, {}, {})
        assert with_problems_apart(rows_of(found.table)) == told_singly(WRITTEN["own lives"], known, events, NOW)
        assert found.one_by_one == 10

    def test_a_history_need_not_say_who_paused(self) -> None:
        tickets, events = tables([_ticket()], [_event("25 15:30", "paused"), _event("25 16:00", "resumed")])
        found = columns.evaluate(PLAIN, tickets, events.drop_columns(["by", "metric"]), NOW)
        assert rows_of(found) == rows_of(columns.evaluate(PLAIN, tickets, events, NOW))

    def test_statuses_end_tickets_also_where_a_history_says_little(self) -> None:
        tickets, events = tables(
            [_ticket(), _ticket("T-2", status="closed"), _ticket("T-3", status="Solved")],
            [
                _event("25 15:30", "status_changed", status="Solved"),
                _event("25 16:00", "status_changed", status="open"),
                _event("25 16:30", "closed", "T-2"),
                _event("25 16:30", "closed"),
            ],
        )
        told = events.select(["ticket", "at", "kind", "status"]), tickets.select(["id", "opened", "priority", "status"])
        found = evaluated(PLAIN, told[1], told[0], NOW, {}, {})
        assert rows_of(found.table) == rows_of(columns.evaluate(PLAIN, tickets, events, NOW))
        assert found.one_by_one == 0
        assert [(row["ticket"], row["metric"], row["cycle"], row["state"]) for row in rows_of(found.table)] == [
            ("T-1", "first_response", 1, "met"),
            ("T-1", "resolution", 1, "met"),
            ("T-1", "resolution", 2, "met"),
            ("T-2", "first_response", 1, "met"),
            ("T-2", "resolution", 1, "met"),
            ("T-3", "first_response", 1, "met"),
            ("T-3", "resolution", 1, "met"),
        ]

    def test_there_may_be_more_kinds_than_fit_into_one_number(self) -> None:
        events = [_event("25 15:30", f"kind_{number}") for number in range(40)]
        events += [_event("25 15:30", "resolved"), _event("25 15:30", "agent_replied"), _event("25 15:15", "escalated")]
        found = columns.evaluate(PLAIN, *tables([_ticket()], events), NOW)
        assert with_problems_apart(rows_of(found)) == told_singly(PLAIN, [_ticket()], events, NOW)


class TestTables:
    """Tables of any make, ids of any kind, columns of any name; the answer is of the make of the tickets."""

    @pytest.mark.parametrize(
        ("make", "expected"),
        [
            pytest.param(lambda table: table.to_pandas(), pd.DataFrame, id="pandas"),
            pytest.param(pl.from_arrow, pl.DataFrame, id="polars"),
            pytest.param(lambda table: pl.from_arrow(table).lazy(), pl.LazyFrame, id="polars-lazy"),
            pytest.param(lambda table: table, pa.Table, id="arrow"),
            pytest.param(lambda table: table.combine_chunks().to_batches()[0], pa.Table, id="arrow-batch"),
        ],
    )
    def test_what_goes_in_decides_what_comes_out(self, make: Callable[[Any], Any], expected: type) -> None:
        tickets, events = tables([_ticket()], [_event("25 16:00", "agent_replied")])
        found = columns.evaluate(PLAIN, make(tickets), events, NOW)
        assert isinstance(found, expected)
        assert [row["state"] for row in rows_of(found)] == ["met", "breached"]

    def test_a_lazy_table_is_answered_when_it_is_collected(self) -> None:
        tickets, events = map(pl.from_arrow, tables([_ticket("T-1"), _ticket("T-2")], [_event("25 16:00", "resolved")]))
        now, seen = columns.evaluate(PLAIN, tickets, events, NOW), list[int]()
        lazy = tickets.lazy().map_batches(lambda table: seen.append(len(table)) or table)
        for told in (events, events.lazy(), events.to_pandas()):
            later = columns.evaluate(PLAIN, lazy, told, NOW)
            assert (later.collect_schema(), seen) == (now.schema, [])
            assert later.filter(pl.col("state") == "met").collect().equals(now.filter(pl.col("state") == "met"))
            assert seen == [2]
            seen.clear()

    def test_a_lazy_table_without_a_column_is_refused_at_once(self) -> None:
        tickets, events = map(pl.from_arrow, tables([_ticket()], []))
        with pytest.raises(TicketTableError, match="has no column 'opened'"):
            columns.evaluate(PLAIN, tickets.lazy().drop("opened"), events.lazy(), NOW)

    def test_answers_are_in_the_zone_of_the_opening(self) -> None:
        tickets, events = tables([_ticket()], [])
        moved = tickets.set_column(1, "opened", tickets["opened"].cast(pa.timestamp("s", "Asia/Kolkata")))
        found = columns.evaluate(PLAIN, moved, events, NOW)
        assert found.schema.field("due").type == pa.timestamp("us", "Asia/Kolkata")
        assert found["due"][0].as_py() == _at("25 17:00")

    @pytest.mark.parametrize(
        ("ids", "owners"),
        [
            pytest.param(pa.array([3, 7]), pa.array([7, 7]), id="numbers"),
            pytest.param(pa.array([3, 7], pa.int16()), pa.array([7, 7], pa.uint8()), id="narrow-numbers"),
            pytest.param(pa.array([7, 3]), pa.array([7, 7]), id="numbers-in-no-order"),
            pytest.param(pa.array(["a", "7"]), pa.array([7, 7]), id="text-and-numbers"),
            pytest.param(pa.array(["a", "7"]).dictionary_encode(), pa.array(["7", "7"], pa.large_string()), id="texts"),
        ],
    )
    def test_ids_are_text_or_whole_numbers(self, ids: Any, owners: Any) -> None:
        instants = pa.timestamp("us", "UTC")
        tickets = pa.table({"id": ids, "opened": pa.array([OPENED] * 2, instants)})
        at = pa.array([_at("25 16:00"), _at("25 15:30")], instants)
        events = pa.table({"ticket": owners, "at": at, "kind": ["agent_replied"] * 2})
        found = rows_of(columns.evaluate(PLAIN, tickets, events, NOW))
        stopped = {str(row["ticket"]): row["stopped"] for row in found if row["metric"] == "first_response"}
        assert stopped == {str(id): _at("25 15:30") if str(id) == "7" else None for id in ids.to_pylist()}

    def test_columns_may_have_names_of_their_own(self) -> None:
        tickets, events = tables([_ticket()], [_event("25 16:00", "agent_replied")])
        found = columns.evaluate(
            PLAIN,
            tickets.rename_columns({"id": "number", "opened": "created_at"}),
            events.rename_columns({"kind": "type"}),
            NOW,
            ticket_columns={"id": "number", "opened": "created_at"},
            event_columns={"kind": "type"},
        )
        assert rows_of(found) == rows_of(columns.evaluate(PLAIN, tickets, events, NOW))

    def test_nothing_in_gives_nothing_out(self) -> None:
        found = columns.evaluate(PLAIN, *tables([], []), NOW)
        assert found.num_rows == 0
        assert found.schema.field("due").type == pa.timestamp("us", "UTC")

    @pytest.mark.parametrize(
        ("tickets", "events", "more", "problem"),
        [
            pytest.param({"id": None}, {}, {}, "has no column 'id'", id="no-id"),
            pytest.param({}, {"kind": None}, {}, "the table of events has no column 'kind'", id="no-kind"),
            pytest.param(
                {}, {}, {"ticket_columns": {"plan": "tier"}}, "has no column 'tier' for 'plan'", id="named-not-there"
            ),
            pytest.param({}, {}, {"event_columns": {"type": "kind"}}, "no column of events means 'type'", id="meaning"),
            pytest.param({"id": pa.array([1.5, 2.5])}, {}, {}, "type double holds no ids", id="ids-are-parts"),
            pytest.param({"id": pa.array(["a", "a"])}, {}, {}, "two tickets have the id 'a'", id="id-twice"),
            pytest.param({"id": pa.array(["a", None])}, {}, {}, "row 1 of the tickets has no `id`", id="no-id-in-row"),
            pytest.param({}, {"public": pa.array(["yes"])}, {}, "`public` is true or false", id="public-is-text"),
        ],
    )
    def test_what_is_no_table_of_tickets_is_refused(
        self, tickets: Row, events: Row, more: dict[str, Any], problem: str
    ) -> None:
        instants = pa.timestamp("us", "UTC")
        whole = {"id": pa.array(["a", "b"]), "opened": pa.array([OPENED] * 2, instants)} | tickets
        happened = {"ticket": pa.array(["a"]), "at": pa.array([NOW], instants), "kind": pa.array(["resolved"])} | events
        given_tickets, given_events = (
            pa.table({name: column for name, column in stated.items() if column is not None})
            for stated in (whole, happened)
        )
        with pytest.raises(TicketTableError, match=problem):
            columns.evaluate(PLAIN, given_tickets, given_events, NOW, **more)

    @pytest.mark.parametrize(
        ("name", "meaning"), [("Status", "status"), ("staus", "status"), ("Priority", "priority"), ("publik", "public")]
    )
    def test_a_column_one_letter_off_is_not_passed_over(self, name: str, meaning: str) -> None:
        tickets, events = tables([_ticket()], [])
        with pytest.raises(TicketTableError, match=f"has a column '{name}', and none called '{meaning}'"):
            columns.evaluate(PLAIN, tickets, events.rename_columns({meaning: name}), NOW)
        named = columns.evaluate(
            PLAIN, tickets, events.rename_columns({meaning: name}), NOW, event_columns={meaning: name}
        )
        assert rows_of(named) == rows_of(columns.evaluate(PLAIN, tickets, events, NOW))

    def test_a_column_that_is_there_twice_is_refused(self) -> None:
        tickets, events = tables([_ticket()], [])
        twice = tickets.append_column("plan", tickets["plan"])
        with pytest.raises(TicketTableError, match=r"columns \d and \d+ are both called 'plan' in the table"):
            columns.evaluate(PLAIN, twice, events, NOW)

    @pytest.mark.parametrize("known", [[], [1], [1, 5], [5, 1], [-3, 0, 7]])
    def test_events_find_their_tickets_by_number(self, known: list[int]) -> None:
        """However ids are ordered, and however many of the events' are of no ticket."""
        instant = pa.timestamp("us", "UTC")
        tickets = pa.table({"id": pa.array(known, pa.int64()), "opened": pa.array([NOW] * len(known), instant)})
        owners = pa.array([0, 1, 5, 6, -4, 1], pa.int64())
        events = pa.table({"ticket": owners, "at": pa.array([NOW] * 6, instant), "kind": ["agent_replied"] * 6})
        found = columns.evaluate(PLAIN, tickets, events, NOW).to_pylist()
        strangers = {row["ticket"] for row in found if "no row of the tickets has this `id`" in (row["problem"] or "")}
        assert strangers == {*owners.to_pylist()}.difference(known), [row["problem"] for row in found]

    def test_what_is_no_table_is_refused(self) -> None:
        with pytest.raises(InstantError, match="list is no table of tickets"):
            columns.evaluate(PLAIN, [_ticket()], tables([], [])[1], NOW)

    def test_a_naive_now_is_refused(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            columns.evaluate(PLAIN, *tables([_ticket()], []), NOW.replace(tzinfo=None))


class TestProblems:
    """R19: what cannot be is said of its ticket, and nothing is dropped in silence."""

    def test_what_came_too_early_or_too_late_is_left_out_and_said(self) -> None:
        events = [
            _event("25 14:59", "agent_replied"),
            _event("25 16:00", "closed"),
            _event("25 16:30:00.5", "customer_replied"),
            _event("25 16:45", "priority_changed"),
        ]
        problem = (
            "agent_replied at 2026-11-25T14:59:00+00:00 came before the ticket was opened; "
            "customer_replied at 2026-11-25T16:30:00.500000+00:00 came after the ticket had ended; "
            "priority_changed at 2026-11-25T16:45:00+00:00 came after the ticket had ended"
        )
        assert _said([_ticket()], events) == [
            ("T-1", "first_response", "met", problem),
            ("T-1", "resolution", "met", problem),
        ]

    @pytest.mark.parametrize(
        ("zone", "shown"),
        [
            pytest.param("America/New_York", "2026-11-25T09:59:00-05:00", id="zone"),
            pytest.param("+05:30", "2026-11-25T20:29:00+05:30", id="offset"),
            pytest.param("-03:00", "2026-11-25T11:59:00-03:00", id="offset-west"),
        ],
    )
    def test_instants_are_shown_on_the_clocks_of_their_column(self, zone: str, shown: str) -> None:
        tickets, events = tables([_ticket()], [_event("25 14:59", "agent_replied")])
        events = events.set_column(1, "at", events["at"].cast(pa.timestamp("us", zone)))
        found = columns.evaluate(PLAIN, tickets, events, NOW)
        assert rows_of(found)[0]["problem"] == f"agent_replied at {shown} came before the ticket was opened"

    def test_a_ticket_that_is_not_in_the_table_is_named(self) -> None:
        events = [_event("25 16:00", "agent_replied", ticket="T-9"), _event("25 16:00", "resolved", ticket="T-9")]
        assert _said([_ticket()], events)[-1] == (
            "T-9",
            None,
            None,
            "its events have no ticket: no row of the tickets has this `id`",
        )

    def test_a_ticket_without_a_priority_has_no_place_among_targets_by_priority(self) -> None:
        tickets = [_ticket("T-1", priority=None), _ticket("T-2")]
        found = evaluated(PLAIN, *tables(tickets, []), NOW, {}, {})
        said = [(row["ticket"], row["metric"], row["problem"]) for row in rows_of(found.table)]
        problem = "the ticket has no priority, by which resolution differs: P1"
        others = [("T-2", "first_response", None), ("T-2", "resolution", None)]
        assert said == [("T-1", "first_response", problem), *others]
        assert found.one_by_one == 0

    @pytest.mark.parametrize(
        ("ticket", "problem"),
        [
            pytest.param({}, "no channel is named, and something else is promised for some "
                             "(by phone or fax: 1 calendar hour; by chat: nothing)", id="none"),
            pytest.param({"opened": _at("28 15:00")}, "no channel is named, and something else is promised for some "
                                                      "(by fax: 1 calendar hour; by chat: nothing)", id="on-saturday"),
            pytest.param({"channel": "phnoe"}, "no condition names the channel 'phnoe', and something else is promised "
                                               "for one like it (by phone: 1 calendar hour)", id="nearly-one"),
            pytest.param({"channel": "phnoe", "opened": _at("28 15:00")}, None, id="where-that-makes-no-difference"),
            pytest.param({"channel": "chta", "priority": "P2"},
                         "no condition names the channel 'chta', and something else is promised for one like it "
                         "(by chat: 2 business hours)", id="nearly-one-of-which-something-is-promised"),
            pytest.param({"channel": "voice"}, None, id="one-by-another-name"),
            pytest.param({"channel": "carrier pigeon"}, None, id="one-that-no-condition-names"),
            pytest.param({"priority": "P3"}, None, id="where-no-channel-is-named"),
        ],
    )  # fmt: skip
    def test_a_ticket_that_does_not_say_by_which_channel_it_came_is_told_where_that_decides(
        self, ticket: Row, problem: str | None
    ) -> None:
        """R19: with the answer, in columns as alone."""
        rows, now = [_ticket(**ticket)], _at("29 12:00")
        wanted = None if problem is None else f"first_response: {problem}"
        found = evaluated(BY_CHANNEL, *tables(rows, []), now, {}, {})
        assert found.one_by_one == 0
        assert [row["problem"] for row in rows_of(found.table)] == [wanted]
        assert BY_CHANNEL.evaluate(Ticket(**rows[0]), now).problems == ((wanted,) if wanted else ())

    def test_nor_is_a_ticket_of_an_unknown_priority_asked_for_its_channel(self) -> None:
        rows, now = [_ticket(priority="P9")], _at("29 12:00")
        said = "there is no priority 'P9' here"
        (row,) = rows_of(evaluated(BY_CHANNEL, *tables(rows, []), now, {}, {}).table)
        assert row["problem"].startswith(said)
        assert "channel" not in row["problem"]
        with pytest.raises(UnknownNameError, match=said):
            BY_CHANNEL.evaluate(Ticket(**rows[0]), now)

    def test_rows_that_hold_too_little_are_named(self) -> None:
        tickets = [_ticket("T-1", opened=None), _ticket("T-2")]
        events = [
            {"ticket": "T-2", "at": None, "kind": "resolved"},
            {"ticket": "T-2", "at": _at("25 16:00"), "kind": None},
            {"ticket": None, "at": None, "kind": None},
        ]
        said = _said(tickets, events)
        assert said[0] == ("T-1", None, None, "it has no `opened`")
        assert {row[3] for row in said[1:3]} == {
            "row 0 of the events was left out: it has no `at`; row 1 of the events was left out: it has no `kind`"
        }

    @pytest.mark.parametrize(
        ("ticket", "event", "problem"),
        [
            pytest.param({"priority": "P9"}, {}, "there is no priority 'P9' here", id="priority"),
            pytest.param({"plan": "gold"}, {}, "no plan 'gold'", id="plan"),
            pytest.param({"timezone": "Mars/Olympus"}, {}, "Mars/Olympus", id="zone"),
            pytest.param({}, {"kind": ""}, "kind", id="kind"),
        ],
    )
    def test_a_name_that_nobody_knows_is_said_and_the_others_are_answered(
        self, ticket: Row, event: Row, problem: str
    ) -> None:
        tickets = [_ticket("T-1", **ticket), _ticket("T-2")]
        said = _said(tickets, [_event("25 16:00", "agent_replied") | event])
        assert said[0][:3] == ("T-1", None, None)
        assert problem in said[0][3]
        assert [row[:3] for row in said[1:]] == [
            ("T-2", "first_response", "breached"),
            ("T-2", "resolution", "breached"),
        ]


class TestWork:
    """What has a form for whole columns is asked as columns; what has none is asked one by one, and counted."""

    @staticmethod
    def _usual(count: int) -> tuple[Any, Any]:
        tickets = [_ticket(f"T-{number}") for number in range(count)]
        story = (
            ("25 15:30", "agent_replied", None),
            ("25 16:00", "status_changed", "pending"),
            ("26 10:00", "status_changed", "open"),
            ("26 11:00", "resolved", None),
            ("26 12:00", "reopened", None),
        )
        events = [_event(at, kind, each["id"], status=status) for each in tickets for at, kind, status in story]
        return tables(tickets, events)

    def test_many_tickets_are_no_more_work_for_python_than_a_few(self) -> None:
        few, many = self._usual(5), self._usual(500)
        found = evaluated(PLAIN, *many, NOW, {}, {})
        assert (found.one_by_one, found.table.num_rows) == (0, 1_500)
        calls = [calls_of(lambda told=told: evaluated(PLAIN, *told, NOW, {}, {})) for told in (few, many)]
        assert calls[0] == calls[1]

    def test_time_that_stays_used_is_counted_one_by_one(self) -> None:
        forward = PLAIN.model_copy(update={"on_change": "forward"})
        tickets = [_ticket("T-1"), _ticket("T-2")]
        events = [_event("25 16:00", "priority_changed", priority="P1")]
        found = evaluated(forward, *tables(tickets, events), NOW, {}, {})
        assert (found.one_by_one, found.table.num_rows) == (1, 4)

    @pytest.mark.parametrize(("order", "sorts"), [((0, 1, 2), 0), ((0, 2, 1), 1)], ids=["in-time", "in-no-order"])
    def test_histories_in_time_are_not_sorted_again(self, order: tuple[int, ...], sorts: int) -> None:
        told = [_event(f"25 15:{minute}", "customer_replied") for minute in (10, 20, 30)]
        asked = tables([_ticket()], [told[place] for place in order])
        with patch.object(np, "lexsort", wraps=np.lexsort) as lexsort:
            columns.evaluate(PLAIN, *asked, NOW)
        # Each metric sorts its cycles, which it has in the order in which they began.
        assert lexsort.call_count == sorts + len(PLAIN.metrics_of("standard"))
