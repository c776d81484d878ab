"""Warnings: when a clock comes to be at risk (R16, R18)."""

import pytest
from clock_lives import told
from clock_model import on
from oracle import MICROSECOND

from slaclock import Target


class TestWarnings:
    """R18: a warning at a share of the target, or with so much time left, is at risk from then on."""

    @pytest.mark.parametrize(
        ("target", "warning", "events", "at"),
        [
            pytest.param("4 business hours", "75%", [], "Mon 18:00", id="a-share-of-open-time"),
            pytest.param("4 business hours", "100 %", [], "Tue 10:00", id="all-of-it"),
            pytest.param("4 business hours", "30 business minutes left", [], "Tue 09:30", id="open-time-left"),
            pytest.param("4 business hours", "30 business minutes remaining", [], "Tue 09:30", id="said-remaining"),
            pytest.param("4 business hours", "90 business minutes before", [], "Mon 17:30", id="over-the-night"),
            pytest.param("4 business hours", "2 hours left", [], "Tue 08:00", id="real-time-left-of-open-time"),
            pytest.param("4 business hours", "5 business hours left", [], "Mon 15:00",
                         id="more-than-all-of-it-warns-at-the-start"),
            pytest.param("4 business hours", "100 hours left", [], "Mon 15:00", id="more-real-time-than-there-is"),
            pytest.param("4 hours", "75%", [], "Mon 18:00", id="a-share-of-real-time"),
            pytest.param("4 hours", "30 minutes left", [], "Mon 18:30", id="real-time-left"),
            pytest.param("4 hours", "1 business hour left", [], "Mon 17:00", id="open-time-left-of-real-time"),
            pytest.param("2 business days", "1 business hour left", [], "Wed 14:00", id="open-time-left-of-days"),
            pytest.param("2 business days", "50%", [], "Tue 15:00", id="a-share-of-days"),
            pytest.param("4 business hours", "75%", ["Mon 16:00 pause", "Mon 17:00 resume"], "Tue 10:00",
                         id="a-pause-moves-it"),
        ],
    )  # fmt: skip
    def test_when(self, target: str, warning: str, events: list[str], at: str) -> None:
        clock = told("Mon 15:00", target, *events, w=warning)
        (found,) = clock.status(on("Mon 15:00")).warnings if not events else clock.status(on("Mon 17:30")).warnings
        assert (found.name, found.at) == ("w", on(at))
        assert clock.status(on(at)).warnings[0].reached
        assert on(at) == clock.start or not clock.status(on(at) - MICROSECOND).warnings[0].reached

    def test_soonest_first(self) -> None:
        status = told("Mon 10:00", "4 business hours", last="90%", first="50%", middle="75%").status(on("Mon 13:00"))
        assert [(each.name, each.reached) for each in status.warnings] == [
            ("first", True),
            ("middle", True),
            ("last", False),
        ]
        assert (status.state, status.next_change) == ("at_risk", on("Mon 13:36"))

    def test_reached_before_a_pause_it_stays_reached(self) -> None:
        clock = told(
            "Mon 15:00", "4 business hours", "Tue 09:45 pause", real="1 hour left", open="30 business minutes left"
        )
        for now in ("Tue 09:45", "Tue 12:00", "Wed 12:00"):
            assert [warning.reached for warning in clock.status(on(now)).warnings] == [True, True]

    def test_paused_before_it_is_reached_it_moves_with_the_due_instant(self) -> None:
        clock = told("Mon 10:00", "4 business hours", "Mon 11:00 pause", w="2 hours left")
        (warning,) = clock.status(on("Mon 12:00")).warnings
        assert (warning.at, warning.reached) == (on("Mon 13:00"), False)

    def test_reached_while_paused_over_a_night_it_stays_reached(self) -> None:
        """Real time goes on while open time is paused: what it brings, it does not take back."""
        clock = told("Fri 10:00", Target("510 business minutes"), "Fri 17:30 pause", w="12 hours left")
        nows = ("Sat 10:00", "Sun 22:30", "next Mon 09:10", "next Mon 17:30")
        reached = [clock.status(on(now)).warnings[0].reached for now in nows]
        assert reached == sorted(reached)

    def test_the_next_change_of_a_paused_clock_may_be_a_warning_in_real_time(self) -> None:
        clock = told("Fri 10:00", Target("510 business minutes"), "Fri 17:30 pause", w="12 hours left")
        before, after = (clock.status(on(now)).warnings[0].reached for now in ("Sat 10:00", "Sun 22:30"))
        assert before == after or clock.status(on("Sat 10:00")).next_change == on("Sun 22:00")

    def test_what_would_come_in_a_pause_comes_when_it_ends(self) -> None:
        clock = told("Fri 10:00", Target("510 business minutes"), "Fri 17:30 pause", w="12 hours left")
        (before,), (after,) = (clock.status(on(now)).warnings for now in ("Sun 21:00", "Sun 22:30"))
        assert (before.at, before.reached) == (on("Sun 22:00"), False)
        assert (after.at, after.reached) == (on("Sun 22:30"), False)

    def test_just_as_a_pause_begins_it_is_reached_and_stays_so(self) -> None:
        clock = told("Mon 09:00", "1 business day", "Mon 10:00 pause", w="23 hours left")
        for now in ("Mon 10:00", "Mon 11:00"):
            (warning,) = clock.status(on(now)).warnings
            assert (warning.at, warning.reached) == (on("Mon 10:00"), True)
