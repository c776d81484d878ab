"""Why a clock stands where it does: stretches that add up to what was used (R12, R16, R17)."""

from clock_lives import ZERO, Life, lives
from hypothesis import assume, given


class TestExplanation:
    """The stretches are all of the time, and what they count is what was used."""

    @given(lives())
    def test_stretches_partition_the_span(self, life: Life) -> None:
        """From the start to the due instant, to now, or to where it stopped: each ends where the next begins."""
        status, why = life.clock.status(life.now), life.clock.explain(life.now)
        assume(life.now >= life.clock.start)
        marks = [why.opened, *(stretch.end for stretch in why.stretches)]
        assert [stretch.start for stretch in why.stretches] == marks[:-1]
        assert marks[-1] == (status.stopped_at or max(status.due, status.now))
        assert all(stretch.start < stretch.end for stretch in why.stretches)

    @given(lives())
    def test_counted_stretches_sum_to_elapsed(self, life: Life) -> None:
        """Exactly, those ahead left out."""
        why = life.clock.explain(life.now)
        assert why.counted == life.clock.status(life.now).elapsed
        assert all(stretch.ahead == (stretch.start >= life.now) for stretch in why.stretches if not _stopped(life))

    @given(lives())
    def test_each_stretch_says_what_the_clock_did(self, life: Life) -> None:
        """Paused where it was paused, overdue where it ran on."""
        status, why = life.clock.status(life.now), life.clock.explain(life.now)
        paused = sum((stretch.duration for stretch in why.stretches if stretch.kind == "paused"), ZERO)
        late = sum((stretch.counted for stretch in why.stretches if stretch.kind == "overdue"), ZERO)
        changed = any(event.kind == "retarget" for event in life.clock.events)
        assume(not changed and life.now >= life.clock.start)
        assert paused == status.calendar.paused
        assert late == max(ZERO, -status.remaining)


def _stopped(life: Life) -> bool:
    return life.clock.status(life.now).stopped_at is not None
