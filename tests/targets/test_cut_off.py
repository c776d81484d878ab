"""Cut-offs: what arrives later counts as received at the next opening (R11)."""

from datetime import UTC, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from oracle import utc
from ruamel.yaml import YAML
from small_policy import ALWAYS, NIGHTS, OFFICE, THREE, at, received_by, shown, small
from strategies import Case, amounts, cases, separate_declarations

from slaclock import CutOffs, DeclarationError, Schedule, Target, explain

SIX_DAYS = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00; Sat 10:00-14:00")
BY_WEEKDAY = Target("4 business hours", cut_off={"Mon-Wed, Fri": "4 PM", "Sat": "11 AM"})


class TestByWeekday:
    """R11: a cut-off may differ by weekday; days that are left out have none."""

    def test_it_is_shown_and_loads_back(self) -> None:
        assert str(BY_WEEKDAY.cut_off) == "Mon-Wed,Fri 16:00, Sat 11:00"
        assert BY_WEEKDAY.model_dump(mode="json")["cut_off"] == {"Mon-Wed,Fri": "16:00:00", "Sat": "11:00:00"}
        assert Target.model_validate_json(BY_WEEKDAY.model_dump_json()) == BY_WEEKDAY
        assert Target.model_validate(BY_WEEKDAY.model_dump()) == BY_WEEKDAY

    def test_the_end_of_a_day_is_a_cut_off(self) -> None:
        target = Target("4 business hours", cut_off={"Mon": "24:00", "Tue": time(9)})
        assert isinstance(target.cut_off, CutOffs)
        assert target.cut_off.by_weekday[:3] == (time(), time(9), None)

    @pytest.mark.parametrize(
        ("cut_off", "problem"),
        [
            pytest.param({}, "these cut-offs name no day; write e.g. '16:00'", id="no-day"),
            pytest.param({"Mon-Fri": "4 PM", "Fri": "2 PM"}, "Fri has two cut-offs", id="a-day-twice"),
            pytest.param({"Fry": "4 PM"}, "'Fry' at character 1 is not a day of the week", id="no-such-day"),
            pytest.param({"Mon": "soon"}, "is not a time of day", id="no-time"),
            pytest.param({"Mon": 16}, "cannot read 'Mon': 16 as the cut-off of some days", id="a-bare-number"),
            pytest.param({1: "4 PM"}, "cannot read 1: '4 PM'", id="a-number-of-a-day"),
            pytest.param({"Mon": time(16, tzinfo=UTC)}, "has a zone of its own", id="a-time-of-another-zone"),
            pytest.param("4", "it may be in the morning or in the afternoon; write '04:00' or '16:00'", id="bare"),
            pytest.param("12", "write '00:00' or '12:00'", id="bare-twelve"),
            pytest.param("3:00", "write '03:00' or '15:00'", id="one-digit"),
            pytest.param({"Mon": "4 o'clock"}, "write '04:00' or '16:00'", id="o-clock-of-a-weekday"),
            pytest.param(16, "cannot read 16 as a cut-off; write e.g. '16:00'", id="an-hour-as-a-number"),
            pytest.param("4 PM Mon", "'Mon' at character 6", id="days-in-the-text"),
            pytest.param("Fri 16h", "write {Fri: 16:00}", id="a-day-before-the-time"),
            pytest.param("on Fridays after 16h", "write {Fri: 16:00}", id="a-condition"),
            pytest.param("Mon, Wed 24:00", 'write {"Mon,Wed": 24:00}', id="days-before-the-time"),
            pytest.param("Fri 4", "'Fri' at character 1 is not a time of day", id="a-day-before-half-a-time"),
            pytest.param("Fri 25h", "'Fri' at character 1 is not a time of day", id="a-day-before-no-time"),
        ],
    )
    def test_it_is_refused(self, cut_off: Any, problem: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target("4 business hours", cut_off=cut_off)
        assert problem in str(caught.value)

    @pytest.mark.parametrize(
        ("cut_off", "case"),
        [
            ({"e-mail": "16:00"}, "{received: by e-mail, target: 1 business day, cut_off: 16:00}"),
            ({"Mon-Fri": "16:00", "phone": "17:00"}, "{received: by phone, target: 1 business day, cut_off: 17:00}"),
            ("4 PM via chat", "{received: by chat, target: 1 business day, cut_off: 4 PM}"),
        ],
    )
    def test_one_of_a_channel_stands_in_its_case(self, cut_off: Any, case: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target("1 business day", cut_off=cut_off)
        assert f"when: [{case}]" in str(caught.value)
        stated = YAML(typ="safe", pure=True).load(case)
        assert small(plans={"only": {"first_response": {"target": "1 business day", "when": [stated]}}})

    @pytest.mark.parametrize(
        ("text", "written"), [("Fri 16h", {"Fri": "16:00"}), ("Mon, Wed at 24:00", {"Mon,Wed": "24:00"})]
    )
    def test_what_an_error_recommends_is_read(self, text: str, written: dict[str, str]) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target("4 business hours", cut_off=text)
        recommended = YAML(typ="safe", pure=True).load(str(caught.value).partition(" write ")[2])
        assert recommended == written
        assert Target("4 business hours", cut_off=recommended).cut_off is not None

    def test_an_explanation_names_the_one_of_that_day(self) -> None:
        found = explain(BY_WEEKDAY, SIX_DAYS, at("Sat 11:30"))
        assert "after the cut-off at 11:00, so it counts as received Mon 2026-09-21 09:00" in found.text()


class TestCutOff:
    """R11: what is received after the cut-off of a business day counts as received at the next one's opening."""

    @pytest.mark.parametrize(
        ("target", "schedule", "arrived", "due"),
        [
            pytest.param(received_by(THREE), OFFICE, "Mon 15:00", "Tue 2026-09-15 15:00", id="exactly-at-three"),
            pytest.param(
                received_by(THREE), OFFICE, "Mon 15:00:00.000001", "Wed 2026-09-16 09:00", id="just-after-three"
            ),
            pytest.param(received_by(THREE), OFFICE, "Mon 14:59", "Tue 2026-09-15 14:59", id="before-three"),
            pytest.param(received_by(THREE), OFFICE, "Mon 08:00", "Tue 2026-09-15 09:00", id="before-opening"),
            pytest.param(received_by(THREE), OFFICE, "Mon 20:00", "Wed 2026-09-16 09:00", id="after-closing"),
            pytest.param(received_by(THREE), OFFICE, "Fri 15:30", "Tue 2026-09-22 09:00", id="on-friday-afternoon"),
            pytest.param(received_by(THREE), OFFICE, "Sat 10:00", "Tue 2026-09-22 09:00", id="on-saturday-morning"),
            pytest.param(
                received_by(THREE), OFFICE, "Sat 16:00", "Tue 2026-09-22 09:00", id="on-saturday-afternoon-no-later"
            ),
            pytest.param(
                received_by(THREE), OFFICE, "2026-11-25 15:30", "Mon 2026-11-30 09:00", id="before-thanksgiving"
            ),
            pytest.param(received_by(THREE), OFFICE, "2026-11-26 15:30", "Mon 2026-11-30 09:00", id="on-thanksgiving"),
            pytest.param(
                received_by(THREE, "4 business hours"), OFFICE, "Mon 15:00", "Tue 2026-09-15 10:00", id="hours-at-three"
            ),
            pytest.param(
                received_by(THREE, "4 business hours"),
                OFFICE,
                "Mon 15:01",
                "Tue 2026-09-15 13:00",
                id="hours-after-three",
            ),
            pytest.param(
                received_by(THREE, "4 business hours"),
                OFFICE,
                "Sat 16:00",
                "Mon 2026-09-21 13:00",
                id="hours-on-saturday",
            ),
            pytest.param(
                received_by(THREE, "4 hours"), OFFICE, "Mon 15:01", "Tue 2026-09-15 13:00", id="any-hours-after-three"
            ),
            pytest.param(
                received_by(THREE, "2 days"), OFFICE, "Mon 15:01", "Thu 2026-09-17 09:00", id="days-after-three"
            ),
            pytest.param(
                received_by(THREE, "1 month"), OFFICE, "Mon 15:01", "Thu 2026-10-15 09:00", id="months-after-three"
            ),
            pytest.param(
                received_by(THREE, day_rule="close"),
                OFFICE,
                "Mon 15:01",
                "Wed 2026-09-16 18:00",
                id="closings-after-three",
            ),
            pytest.param(
                received_by(THREE, "same business day"),
                OFFICE,
                "Mon 15:01",
                "Tue 2026-09-15 18:00",
                id="the-same-day-is-the-next",
            ),
            pytest.param(
                received_by(THREE, "same day by 5 PM"),
                OFFICE,
                "Mon 16:00",
                "Tue 2026-09-15 17:00",
                id="by-five-the-next-day",
            ),
            pytest.param(
                received_by(THREE, starts="at_once"),
                OFFICE,
                "Mon 15:01",
                "Wed 2026-09-16 09:00",
                id="at-once-but-cut-off",
            ),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Mon 16:00", "Tue 2026-09-15 11:00", id="on-a-weekday-in-time"),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Mon 16:01", "Tue 2026-09-15 13:00", id="on-a-weekday-too-late"),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Fri 16:01", "Sat 2026-09-19 14:00", id="before-a-saturday"),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Sat 11:00", "Mon 2026-09-21 10:00", id="on-saturday-in-time"),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Sat 11:01", "Mon 2026-09-21 13:00", id="on-saturday-too-late"),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Thu 17:00", "Fri 2026-09-18 12:00", id="on-a-day-without-a-cut-off"),
            pytest.param(BY_WEEKDAY, SIX_DAYS, "Sun 17:00", "Mon 2026-09-21 13:00", id="on-no-business-day"),
            pytest.param(received_by(THREE), ALWAYS, "Sat 15:01", "Mon 2026-09-21 00:00", id="around-the-clock"),
            pytest.param(
                received_by("23:00", "1 business hour"),
                NIGHTS,
                "Mon 22:30",
                "Mon 2026-09-14 23:30",
                id="a-night-before",
            ),
            pytest.param(
                received_by("23:00", "1 business hour"), NIGHTS, "Mon 23:30", "Tue 2026-09-15 23:00", id="a-night-after"
            ),
            pytest.param(
                received_by("23:00", "1 business hour"), NIGHTS, "Sat 23:30", "Sun 2026-09-20 23:00", id="a-night-off"
            ),
            pytest.param(
                received_by("23:00", "1 business hour"), NIGHTS, "Tue 01:00", "Tue 2026-09-15 23:00", id="a-nights-tail"
            ),
            pytest.param(
                received_by("02:00", "1 business hour"),
                NIGHTS,
                "Mon 22:30",
                "Mon 2026-09-14 23:30",
                id="a-cut-off-in-the-tail",
            ),
            pytest.param(
                received_by("02:00", "1 business hour"),
                NIGHTS,
                "Fri 02:30",
                "Sun 2026-09-20 23:00",
                id="in-the-weeks-last-tail",
            ),
            pytest.param(
                received_by("24:00", "1 business hour"),
                OFFICE,
                "Mon 10:00",
                "Mon 2026-09-14 11:00",
                id="at-the-end-of-the-day",
            ),
        ],
    )
    def test_when_it_is_due(self, target: Target, schedule: Schedule, arrived: str, due: str) -> None:
        assert shown(target.due(at(arrived), schedule)) == due
        assert target.due(at(arrived).astimezone(UTC), schedule) == target.due(at(arrived), schedule).astimezone(UTC)

    @pytest.mark.parametrize("schedule", [pytest.param(OFFICE, id="office"), pytest.param(NIGHTS, id="nights")])
    @pytest.mark.parametrize("amount", ["4 business hours", "1 business day"])
    def test_a_later_arrival_is_never_due_earlier(self, schedule: Schedule, amount: str) -> None:
        """Whatever is received in a fortnight, waiting does not help."""
        target = received_by("23:00" if schedule is NIGHTS else THREE, amount)
        start = at("2026-11-16 00:00").astimezone(UTC)
        due = [target.due(start + n * timedelta(minutes=30), schedule) for n in range(2 * 24 * 14)]
        assert due == sorted(due)

    def test_it_is_never_due_before_it_was_received(self) -> None:
        overlapping = Schedule(timezone="America/New_York", hours="Wed 22:00-06:00; Thu 00:00-01:00")
        assert received_by("00:00", "1 business hour").due(at("Thu 02:00"), overlapping) > at("Thu 02:00")

    @given(cases(declared=separate_declarations), amounts(), st.integers(0, 95))
    def test_it_only_ever_puts_off(self, case: Case, amount: timedelta, quarter: int) -> None:
        """With a cut-off nothing is due sooner than without, and counting begins at an opening or at once."""
        (arrived,) = case.instants
        plain = Target(counts="open_time", duration=amount)
        cut = plain.model_copy(update={"cut_off": time(quarter // 4, quarter % 4 * 15)})
        assert utc(plain.due(arrived, case.schedule)) <= utc(cut.due(arrived, case.schedule))
        begins = cut.counts_from(arrived, case.schedule)
        assert begins == arrived or case.schedule.is_open(begins)

    def test_the_stretches_of_an_explanation(self) -> None:
        found = explain(received_by(THREE, "4 business hours"), OFFICE, at("Fri 15:30"))
        assert [(shown(s.start), s.kind, s.reason, s.counted) for s in found.stretches] == [
            ("Fri 2026-09-18 15:30", "waiting", "open, not counted yet", timedelta(0)),
            ("Fri 2026-09-18 18:00", "outside_hours", "outside hours", timedelta(0)),
            ("Mon 2026-09-21 09:00", "open", "counted", timedelta(hours=4)),
        ]
        assert [str(note) for note in found.notes] == [
            "it came after the cut-off at 15:00, so it counts as received Mon 2026-09-21 09:00 EDT (R11)"
        ]

    def test_days_are_explained_from_the_opening_on(self) -> None:
        found = explain(received_by(THREE, "2 business days"), OFFICE, at("Mon 15:30"))
        assert [(s.kind, shown(s.start)) for s in found.stretches if s.kind != "outside_hours"][:2] == [
            ("waiting", "Mon 2026-09-14 15:30"),
            ("open", "Tue 2026-09-15 09:00"),
        ]
        assert (shown(found.due), found.counted_days) == ("Thu 2026-09-17 09:00", 2)

    @pytest.mark.parametrize("arrived", ["Mon 15:00", "Sat 16:00"])
    def test_without_effect_it_is_not_mentioned(self, arrived: str) -> None:
        found = explain(received_by(THREE, "4 business hours"), OFFICE, at(arrived))
        assert not any("cut-off" in note.text for note in found.notes)
        assert "waiting" not in {stretch.kind for stretch in found.stretches}

    @given(cases(declared=separate_declarations), amounts(), st.integers(0, 95))
    def test_stretches_partition_the_span(self, case: Case, amount: timedelta, quarter: int) -> None:
        """What waits is told too, and what counts sums to the target."""
        opened = utc(case.instants[0])
        target = Target(counts="open_time", duration=amount, cut_off=time(quarter // 4, quarter % 4 * 15))
        found = explain(target, case.schedule, opened)
        edges = [opened, *(utc(stretch.end) for stretch in found.stretches)]
        assert [utc(stretch.start) for stretch in found.stretches] == edges[:-1]
        assert edges[-1] == utc(found.due)
        assert found.counted == amount
