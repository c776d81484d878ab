"""When a clock is due where open time is used up at a closing (R7, R16)."""

import pytest
from clock_lives import told
from clock_model import on

from slaclock import SlaClock, Target


class TestBoundary:
    """R7: what is used up at closing is due then, or, as Zendesk reports it, at the next opening."""

    LATE = Target("8 business hours", boundary="next_opening")

    @pytest.mark.parametrize(
        ("clock", "due"),
        [
            pytest.param(told("Mon 10:00", "8 business hours"), "Mon 18:00", id="at-closing"),
            pytest.param(told("Mon 10:00", LATE), "Tue 09:00", id="at-the-next-opening"),
            pytest.param(told("Mon 09:00", LATE), "Mon 17:00", id="but-for-closings-the-same"),
            pytest.param(told("Mon 09:00", LATE, "Mon 10:00 pause", "Mon 11:00 resume"), "Tue 09:00",
                         id="pushed-to-closing-by-a-pause"),
            pytest.param(told("Mon 10:00", LATE, "Mon 18:00 pause", "Tue 10:00 resume"), "Tue 10:00",
                         id="a-pause-that-covers-the-opening"),
            pytest.param(told("Mon 10:00", LATE, "Mon 19:00 pause", "Mon 20:00 resume"), "Tue 09:00",
                         id="a-pause-in-the-night-between"),
        ],
    )  # fmt: skip
    def test_due(self, clock: SlaClock, due: str) -> None:
        assert clock.status(on("next Mon 10:00")).due == on(due)

    def test_a_reply_in_the_night_between_is_met(self) -> None:
        assert told("Mon 10:00", self.LATE, "Mon 20:00 stop").status(on("Wed 10:00")).state == "met"
