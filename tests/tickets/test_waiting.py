"""Clocks of what came after a cut-off, which wait for an opening (R11, R16, R18)."""

from datetime import UTC, timedelta

import pytest
from small_policy import EVENINGS, NEW_YORK, OFFICE, THREE, at, received_by, shown

from slaclock import Schedule, SlaClock


class TestClocksWithACutOff:
    """R11, R16, R18: a clock that waits for an opening has used nothing until then."""

    CLOCK = SlaClock.starting(at("Mon 15:30"), received_by(THREE, "4 business hours"), OFFICE)

    @pytest.mark.parametrize(
        ("now", "state", "elapsed", "remaining"),
        [
            ("Mon 15:30", "running", 0, 4),
            ("Mon 17:30", "running", 0, 4),
            ("Tue 09:00", "running", 0, 4),
            ("Tue 10:00", "running", 1, 3),
            ("Tue 13:00", "running", 4, 0),
            ("Tue 13:30", "breached", 4.5, -0.5),
        ],
    )
    def test_elapsed_counts_from_the_opening(self, now: str, state: str, elapsed: float, remaining: float) -> None:
        status = self.CLOCK.status(at(now))
        assert (status.state, shown(status.due)) == (state, "Tue 2026-09-15 13:00")
        assert (status.elapsed, status.remaining) == (timedelta(hours=elapsed), timedelta(hours=remaining))
        assert shown(status.started) == "Mon 2026-09-14 15:30"

    def test_it_is_explained_while_it_waits(self) -> None:
        found = self.CLOCK.explain(at("Mon 17:00"))
        assert [(shown(s.start), s.kind, s.ahead) for s in found.stretches] == [
            ("Mon 2026-09-14 15:30", "waiting", False),
            ("Mon 2026-09-14 17:00", "waiting", True),
            ("Mon 2026-09-14 18:00", "outside_hours", True),
            ("Tue 2026-09-15 09:00", "open", True),
        ]
        assert found.counted == timedelta(0)
        assert "open, not counted yet (ahead)" in found.text()
        assert "it came after the cut-off at 15:00" in found.text()

    def test_a_pause_while_it_waits_changes_nothing(self) -> None:
        paused = self.CLOCK.pause(at("Mon 16:00")).resume(at("Mon 17:00"))
        assert paused.status(at("Tue 10:00")).due == self.CLOCK.status(at("Tue 10:00")).due
        through = self.CLOCK.pause(at("Mon 16:00")).resume(at("Tue 10:00"))
        assert shown(through.status(at("Tue 10:00")).due) == "Tue 2026-09-15 14:00"

    def test_an_answer_while_it_waits_is_in_time(self) -> None:
        status = self.CLOCK.stop(at("Mon 16:00")).status(at("Tue 20:00"))
        assert (status.state, status.elapsed) == ("met", timedelta(0))
        found = self.CLOCK.stop(at("Mon 16:00")).explain(at("Tue 20:00"))
        assert [(s.kind, shown(s.end)) for s in found.stretches] == [("waiting", "Mon 2026-09-14 16:00")]

    @pytest.mark.parametrize(
        ("amount", "schedule", "cut_off"),
        [
            pytest.param("4 business hours", OFFICE, THREE, id="hours"),
            pytest.param("1 business day", OFFICE, THREE, id="days"),
            pytest.param("1 month", OFFICE, THREE, id="months"),
            pytest.param("4 business hours", EVENINGS, "13:00", id="hours-that-open-after-the-cut-off"),
            pytest.param("1 business day", EVENINGS, "13:00", id="days-that-open-after-the-cut-off"),
        ],
    )
    def test_the_clock_and_the_target_agree(self, amount: str, schedule: Schedule, cut_off: str) -> None:
        target = received_by(cut_off, amount)
        for hour in range(24 * 7):
            opened = (at("Mon 00:30").astimezone(UTC) + timedelta(hours=hour)).astimezone(NEW_YORK)
            assert SlaClock.starting(opened, target, schedule).status(opened).due == target.due(opened, schedule)

    def test_business_figures_leave_out_the_wait(self) -> None:
        assert self.CLOCK.status(at("Tue 10:00")).business.elapsed == timedelta(hours=1)
