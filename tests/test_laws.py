"""What holds for every schedule, whoever declares it.

Laws that compare the library with itself are blind to a wrong timeline, so the second half holds it against
the slow count of `oracle.py`.
"""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random

from hypothesis import assume, given, strategies as st
from oracle import DAY, MICROSECOND, Declared, Row, belonging, midnight, utc
from strategies import (
    DAY_MINUTES,
    Case,
    amounts,
    cases,
    declarations,
    noisy_instants,
    pairs,
    row_text,
    schedule_of,
    seasons,
    separate_declarations,
    zones,
)

from slaclock import Schedule

ZERO = timedelta()
noisy_cases = partial(cases, at=noisy_instants)
separate_cases = partial(cases, declared=separate_declarations)


def in_order(*instants: datetime) -> list[datetime]:
    return sorted(instants, key=utc)


def spans(schedule: Schedule, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    return [(utc(window.start), utc(window.end)) for window in schedule.windows(start, end)]


def weeks_around(at: datetime) -> tuple[datetime, datetime]:
    return utc(at) - 14 * DAY, utc(at) + 14 * DAY


def same_open_time(one: Schedule, other: Schedule, at: datetime) -> bool:
    return spans(one, *weeks_around(at)) == spans(other, *weeks_around(at))


class TestAddAndElapsed:
    """R1, R7, R8: counted time is real, exact to the microsecond, and its two questions undo each other."""

    @given(noisy_cases(), amounts())
    def test_add_inverts_elapsed(self, case: Case, amount: timedelta) -> None:
        """From a start to its deadline, exactly the promised time passes."""
        (start,) = case.instants
        assert case.schedule.elapsed(start, case.schedule.add(start, amount)) == amount

    @given(noisy_cases(), amounts())
    def test_backward_add_inverts_elapsed(self, case: Case, amount: timedelta) -> None:
        """Counting back, exactly the promised time lies between."""
        (start,) = case.instants
        assert case.schedule.elapsed(case.schedule.add(start, -amount), start) == amount

    @given(noisy_cases(), amounts())
    def test_the_deadline_is_the_least_such_instant(self, case: Case, amount: timedelta) -> None:
        """A microsecond before the deadline, less than the promised time has passed."""
        (start,) = case.instants
        due = utc(case.schedule.add(start, amount))
        assert case.schedule.elapsed(start, due - MICROSECOND) < amount

    @given(noisy_cases(), amounts())
    def test_backward_it_is_the_greatest_such_instant(self, case: Case, amount: timedelta) -> None:
        """A microsecond nearer, less than the promised time lies between."""
        (start,) = case.instants
        at = utc(case.schedule.add(start, -amount))
        assert case.schedule.elapsed(at + MICROSECOND, start) < amount

    @given(noisy_cases(), amounts())
    def test_waiting_for_the_next_opening_uses_no_time(self, case: Case, amount: timedelta) -> None:
        """With `boundary="next_opening"` the deadline is open, no earlier, and nothing was counted meanwhile."""
        (start,) = case.instants
        closing, opening = (case.schedule.add(start, amount, boundary=b) for b in ("closing", "next_opening"))
        assert case.schedule.is_open(opening)
        assert utc(closing) <= utc(opening)
        assert case.schedule.elapsed(closing, opening) == ZERO

    @given(noisy_cases())
    def test_adding_nothing_is_the_start(self, case: Case) -> None:
        """No time needs no time, open or closed."""
        (start,) = case.instants
        assert utc(case.schedule.add(start, ZERO)) == utc(start)
        opening = case.schedule.add(start, ZERO, boundary="next_opening")
        assert case.schedule.is_open(opening)
        assert case.schedule.elapsed(start, opening) == ZERO

    @given(noisy_cases(), amounts(), amounts())
    def test_adding_twice_is_adding_the_sum(self, case: Case, first: timedelta, second: timedelta) -> None:
        """A promise may be used up in two goes."""
        (start,) = case.instants
        there = case.schedule.add(case.schedule.add(start, first), second)
        assert utc(there) == utc(case.schedule.add(start, first + second))

    @given(noisy_cases(size=3))
    def test_elapsed_is_additive_over_a_cut(self, case: Case) -> None:
        """From one instant to another by way of a third is no longer and no shorter, wherever the third lies."""
        a, b, c = case.instants
        assert case.schedule.elapsed(a, b) + case.schedule.elapsed(b, c) == case.schedule.elapsed(a, c)

    @given(noisy_cases(size=2))
    def test_elapsed_is_antisymmetric(self, case: Case) -> None:
        """Backward it is the same with the sign turned."""
        a, b = case.instants
        assert case.schedule.elapsed(a, b) == -case.schedule.elapsed(b, a)

    @given(noisy_cases(size=3))
    def test_elapsed_to_many_instants_is_elapsed_to_each(self, case: Case) -> None:
        """Asked together or one by one, before anything is compiled and after."""
        start, *others = map(utc, case.instants)
        instants = sorted(others)
        anew = case.schedule.model_copy()
        each = [anew.elapsed(start, at) for at in instants]
        assert case.schedule._timeline.elapsed_to_each(start, instants) == each
        assert case.schedule._timeline.elapsed_to_each(start, instants) == each
        assert case.schedule._timeline.elapsed_to_each(start, []) == []

    @given(noisy_cases(size=2))
    def test_elapsed_lies_between_nothing_and_real_time(self, case: Case) -> None:
        """No clock change makes or loses time."""
        start, end = in_order(*case.instants)
        assert ZERO <= case.schedule.elapsed(start, end) <= utc(end) - utc(start)

    @given(noisy_cases(size=2), amounts())
    def test_a_later_start_never_has_an_earlier_deadline(self, case: Case, amount: timedelta) -> None:
        """Waiting does not help."""
        first, second = in_order(*case.instants)
        assert utc(case.schedule.add(first, amount)) <= utc(case.schedule.add(second, amount))

    @given(noisy_cases(), amounts(), amounts())
    def test_a_longer_promise_is_due_later(self, case: Case, one: timedelta, other: timedelta) -> None:
        """More open time ends strictly later."""
        (start,) = case.instants
        assert (one < other) == (utc(case.schedule.add(start, one)) < utc(case.schedule.add(start, other)))

    @given(noisy_cases())
    def test_a_microsecond_counts_when_it_is_open(self, case: Case) -> None:
        """`is_open` at an instant says whether the time right after it counts."""
        (at,) = case.instants
        counted = case.schedule.elapsed(at, utc(at) + MICROSECOND)
        assert counted == (MICROSECOND if case.schedule.is_open(at) else ZERO)


class TestWindowsAndEdges:
    """R3: open time is a row of half-open windows, and its edges are the openings and closings."""

    @given(noisy_cases(size=2))
    def test_windows_add_up_to_elapsed(self, case: Case) -> None:
        """What is listed is what is counted."""
        start, end = in_order(*case.instants)
        listed = sum((window.duration for window in case.schedule.windows(start, end)), ZERO)
        assert listed == case.schedule.elapsed(start, end)

    @given(noisy_cases(size=2))
    def test_windows_stand_in_order_and_apart(self, case: Case) -> None:
        """Each is within the question, none is empty, and touching windows are one."""
        start, end = in_order(*case.instants)
        edges = [utc(start), *(edge for span in spans(case.schedule, start, end) for edge in span), utc(end)]
        assert edges == sorted(edges)
        assert len(set(edges[1:-1])) == len(edges) - 2

    @given(noisy_cases(size=2))
    def test_a_window_is_open_at_its_start_and_not_at_its_end(self, case: Case) -> None:
        """Half-open, unless the question ends before the window does."""
        start, end = in_order(*case.instants)
        for a, b in spans(case.schedule, start, end):
            assert case.schedule.is_open(a)
            assert case.schedule.is_open(b - MICROSECOND)
            assert b == utc(end) or not case.schedule.is_open(b)

    @given(noisy_cases())
    def test_openings_are_where_it_turns_open(self, case: Case) -> None:
        """It is open at an opening and was closed the microsecond before."""
        (at,) = case.instants
        assume(not is_always_open(case.declared))
        later, earlier = utc(case.schedule.next_opening(at)), utc(case.schedule.previous_opening(at))
        assert earlier < utc(at) < later
        assert [case.schedule.is_open(opening) for opening in (later, earlier)] == [True, True]
        assert [case.schedule.is_open(opening - MICROSECOND) for opening in (later, earlier)] == [False, False]

    @given(noisy_cases())
    def test_closings_are_where_it_turns_closed(self, case: Case) -> None:
        """It is closed at a closing and was open the microsecond before."""
        (at,) = case.instants
        assume(not is_always_open(case.declared))
        later, earlier = utc(case.schedule.next_closing(at)), utc(case.schedule.previous_closing(at))
        assert earlier < utc(at) < later
        assert [case.schedule.is_open(closing) for closing in (later, earlier)] == [False, False]
        assert [case.schedule.is_open(closing - MICROSECOND) for closing in (later, earlier)] == [True, True]


def is_always_open(declared: Declared) -> bool:
    """Say whether the weekly hours leave no gap, so that the next closing may be years away or never."""
    minutes = {
        minute % (7 * DAY_MINUTES)
        for row in declared.rows
        for minute in range(row.weekday * DAY_MINUTES + row.opens, row.weekday * DAY_MINUTES + row.closes, 15)
    }
    return len(minutes) == 7 * DAY_MINUTES // 15


class TestWhereAndWhenItIsAsked:
    """R9, R15: the answer depends on the instants, not on their zone, nor on what was asked before."""

    @given(noisy_cases(size=2), amounts(), st.data())
    def test_the_same_instant_in_another_zone_gives_the_same_answer(
        self, case: Case, amount: timedelta, data: st.DataObject
    ) -> None:
        """Only the name of the answer's instant changes: it comes in the zone of the question."""
        start, end = (at.astimezone(UTC) for at in case.instants)
        zone = data.draw(zones(data.draw(seasons())))
        schedule, elsewhere = case.schedule, start.astimezone(zone)
        assert schedule.is_open(elsewhere) == schedule.is_open(start)
        assert schedule.elapsed(elsewhere, end) == schedule.elapsed(start, end)
        assert utc(schedule.add(elsewhere, amount)) == schedule.add(start, amount)
        assert schedule.add(elsewhere, amount).tzinfo is schedule.add(elsewhere, -amount).tzinfo is zone

    @given(noisy_cases(size=2), amounts(), st.integers(-4, 4))
    def test_what_was_asked_before_changes_nothing(self, case: Case, amount: timedelta, years: int) -> None:
        """A schedule that has grown from another year answers as a new one does."""
        start, end = case.instants
        used, unused = schedule_of(case.declared), case.schedule
        used.is_open(start + years * 365 * DAY)
        assert used.elapsed(start, end) == unused.elapsed(start, end)
        assert [used.add(start, d) for d in (amount, -amount)] == [unused.add(start, d) for d in (amount, -amount)]
        assert same_open_time(used, unused, start)

    @given(noisy_cases(), st.integers(-4, 4), st.integers(-4, 4))
    def test_edges_do_not_depend_on_what_was_asked_before(self, case: Case, years: int, days: int) -> None:
        """Nor do openings, closings and business days, least of all at a turn of the year."""
        (at,) = case.instants
        assume(not is_always_open(case.declared))
        used, unused = schedule_of(case.declared), case.schedule
        used.is_open(at + years * 365 * DAY)
        assert used.next_closing(at) == unused.next_closing(at)
        assert used.next_opening(at) == unused.next_opening(at)
        assert used.previous_closing(at) == unused.previous_closing(at)
        assert used.previous_opening(at) == unused.previous_opening(at)
        assert used.add_days(at, days) == unused.add_days(at, days)

    @given(cases(), st.integers(-400, 400))
    def test_far_from_today_it_still_counts_what_it_lists(self, case: Case, years: int) -> None:
        """Centuries away, where zones have sub-minute offsets or only a rule, the laws hold."""
        start = datetime(2026 + years, 3, 1, tzinfo=UTC)
        end = start + 30 * DAY
        amount = case.schedule.elapsed(start, end)
        assert sum((b - a for a, b in spans(case.schedule, start, end)), ZERO) == amount
        assert not amount or case.schedule.elapsed(start, case.schedule.add(start, amount)) == amount


class TestDeclaring:
    """R3 to R6: different words for the same hours are the same hours."""

    @given(cases(declared=declarations), st.data())
    def test_cutting_a_window_in_two_changes_nothing(self, case: Case, data: st.DataObject) -> None:
        """Any row may be told as two, cut before midnight; the clocks may be changing at the cut.

        Under `closing_date` that would put the first part of a night on another date.
        """
        row = data.draw(st.sampled_from(case.declared.rows))
        assume(case.declared.belongs_to == "opening_date" or row.closes <= DAY_MINUTES)
        last = min(row.closes, DAY_MINUTES)
        assume(last - row.opens > 15)
        cut = data.draw(st.integers(row.opens // 15 + 1, last // 15 - 1).map(lambda n: n * 15))
        halves = replace(row, closes=cut), replace(row, opens=cut)
        assert same_open_time(self._with(case, row, halves), case.schedule, case.instants[0])

    @given(cases(), st.data())
    def test_a_night_told_as_two_days_changes_nothing(self, case: Case, data: st.DataObject) -> None:
        """Cut anywhere, even after midnight, as long as no date is treated differently from its week."""
        plain = replace(case.declared, exceptions=(), holiday_rule="calendar_date")
        row = data.draw(st.sampled_from(plain.rows))
        assume(row.closes > DAY_MINUTES + 15)
        cut = data.draw(st.integers(DAY_MINUTES // 15, row.closes // 15 - 1).map(lambda n: n * 15))
        tail = Row((row.weekday + 1) % 7, cut - DAY_MINUTES, row.closes - DAY_MINUTES)
        told_twice = self._with(Case(plain, ()), row, (replace(row, closes=cut), tail))
        assert same_open_time(told_twice, schedule_of(plain), case.instants[0])

    def _with(self, case: Case, row: Row, instead: tuple[Row, ...]) -> Schedule:
        others = [other for other in case.declared.rows if other != row]
        return schedule_of(case.declared, hours=[row_text(each) for each in (*others, *instead)])

    @given(cases(), st.randoms(use_true_random=False))
    def test_the_order_of_the_rows_changes_nothing(self, case: Case, random: Random) -> None:
        """Nor does saying a row twice."""
        rows = [*case.declared.rows, case.declared.rows[0]]
        random.shuffle(rows)
        shuffled = schedule_of(case.declared, hours=[row_text(row) for row in rows])
        assert same_open_time(shuffled, case.schedule, case.instants[0])

    @given(noisy_cases(), amounts(), st.data())
    def test_a_holiday_never_brings_a_deadline_forward(
        self, case: Case, amount: timedelta, data: st.DataObject
    ) -> None:
        """Under either holiday rule, one more closed date only ever closes."""
        (start,) = case.instants
        more = case.declared.holidays | {near(case, data)}
        fewer_hours = schedule_of(replace(case.declared, holidays=more))
        assert utc(case.schedule.add(start, amount)) <= utc(fewer_hours.add(start, amount))

    @given(cases(), st.data())
    def test_a_holiday_changes_only_its_date_and_the_night_after(self, case: Case, data: st.DataObject) -> None:
        """Windows that open on other dates are as they were; the day before keeps its night or loses its tail."""
        day = near(case, data)
        closed = schedule_of(replace(case.declared, holidays=case.declared.holidays | {day}))
        starts = midnight(day)
        for start, end in ((starts - 9 * DAY, starts - DAY), (starts + 4 * DAY, starts + 9 * DAY)):
            assert spans(closed, start, end) == spans(case.schedule, start, end)

    @given(cases(), st.data())
    def test_the_weekly_hours_as_an_exception_undo_a_holiday(self, case: Case, data: st.DataObject) -> None:
        """R6: hours given for a date win over a holiday, so the usual hours make it a usual day."""
        day = near(case, data)
        usual = belonging(case.declared.rows, day.weekday(), case.declared.belongs_to)
        assume(day not in dict(case.declared.exceptions))
        restored = tuple(sorted([*case.declared.exceptions, (day, usual)]))
        without = replace(case.declared, holidays=case.declared.holidays - {day})
        holiday = replace(case.declared, holidays=case.declared.holidays | {day}, exceptions=restored)
        assert same_open_time(schedule_of(holiday), schedule_of(without), case.instants[0])

    @given(cases())
    def test_the_holiday_rules_differ_only_over_midnight(self, case: Case) -> None:
        """With hours that end by midnight, a holiday is a holiday."""
        rows = tuple(row for row in case.declared.rows if row.closes <= DAY_MINUTES)
        exceptions = tuple((day, ()) for day, _ in case.declared.exceptions)
        assume(rows)
        both = (
            schedule_of(replace(case.declared, rows=rows, exceptions=exceptions, holiday_rule=rule))
            for rule in ("opening_date", "calendar_date")
        )
        assert same_open_time(*both, case.instants[0])


def near(case: Case, data: st.DataObject) -> date:
    """Draw a date in the weeks of the case."""
    at = utc(case.instants[0]).date()
    return data.draw(st.integers(-9, 9).map(lambda n: at + n * DAY))


class TestCombining:
    """Unions, intersections and differences are schedules again."""

    @given(pairs())
    def test_a_combination_is_what_its_parts_say(self, both: tuple[Case, Case]) -> None:
        """At every instant: either, both, or the one without the other."""
        one, other = both[0].schedule, both[1].schedule
        (at,) = both[0].instants
        assert (one | other).is_open(at) == (one.is_open(at) or other.is_open(at))
        assert (one & other).is_open(at) == (one.is_open(at) and other.is_open(at))
        assert (one - other).is_open(at) == (one.is_open(at) and not other.is_open(at))

    @given(pairs(size=2))
    def test_open_time_adds_up_across_a_combination(self, both: tuple[Case, Case]) -> None:
        """What two schedules have together and in common is what they have; so is what one has alone."""
        one, other = both[0].schedule, both[1].schedule
        a, b = both[0].instants
        apart = one.elapsed(a, b) + other.elapsed(a, b)
        assert (one | other).elapsed(a, b) + (one & other).elapsed(a, b) == apart
        assert (one - other).elapsed(a, b) + (one & other).elapsed(a, b) == one.elapsed(a, b)

    @given(pairs())
    def test_order_does_not_matter_to_open_time(self, both: tuple[Case, Case]) -> None:
        """Union and intersection read the same from either side."""
        one, other = both[0].schedule, both[1].schedule
        (at,) = both[0].instants
        assert same_open_time(one | other, other | one, at)
        assert same_open_time(one & other, other & one, at)

    @given(cases())
    def test_a_schedule_combined_with_itself(self, case: Case) -> None:
        """Together or in common it is itself."""
        schedule, (at,) = case.schedule, case.instants
        assert same_open_time(schedule | schedule, schedule, at)
        assert same_open_time(schedule & schedule, schedule, at)
        assert not spans(schedule - schedule, *weeks_around(at))

    @given(pairs(), amounts())
    def test_a_union_is_never_due_later(self, both: tuple[Case, Case], amount: timedelta) -> None:
        """A second team never delays the first."""
        one, other = both[0].schedule, both[1].schedule
        (at,) = both[0].instants
        assert utc((one | other).add(at, amount)) <= utc(one.add(at, amount))


class TestKeeping:
    """A schedule is a value: it can be written down, sent, compared and used as a key."""

    @given(cases())
    def test_what_is_dumped_loads_back(self, case: Case) -> None:
        """As an equal schedule with the same open time."""
        schedule = case.schedule
        loaded = Schedule.model_validate_json(schedule.model_dump_json())
        assert loaded == schedule == Schedule.model_validate(schedule.model_dump(mode="json"))
        assert same_open_time(loaded, schedule, case.instants[0])

    @given(pairs())
    def test_a_combination_loads_back(self, both: tuple[Case, Case]) -> None:
        """Nested ones too."""
        one, other = both[0].schedule, both[1].schedule
        combined = (one | other) - (one & other)
        loaded = Schedule.model_validate_json(combined.model_dump_json())
        assert loaded == combined
        assert same_open_time(loaded, combined, both[0].instants[0])

    @given(cases(size=2))
    def test_a_used_schedule_can_be_pickled(self, case: Case) -> None:
        """What it has worked out neither hinders it nor changes it."""
        schedule = schedule_of(case.declared)
        schedule.elapsed(*case.instants)
        sent = pickle.loads(pickle.dumps(schedule))
        assert sent == schedule
        assert same_open_time(sent, schedule, case.instants[0])

    @given(cases(size=2))
    def test_equal_schedules_hash_alike(self, case: Case) -> None:
        """Whether or not they have been used."""
        used, unused = case.schedule, schedule_of(case.declared)
        used.elapsed(*case.instants)
        assert used == unused
        assert len({used, unused}) == 1


class TestAgainstTheSlowCount:
    """The library holds sorted instants and totals; the slow count looks at every quarter of an hour."""

    @given(noisy_cases(size=4))
    def test_is_open(self, case: Case) -> None:
        """Both call the same instants open."""
        count = case.count
        assert [case.schedule.is_open(at) for at in case.instants] == [count.is_open(at) for at in case.instants]

    @given(noisy_cases(size=2))
    def test_elapsed(self, case: Case) -> None:
        """Both count the same time, forward and backward."""
        a, b = case.instants
        assert case.schedule.elapsed(a, b) == case.count.elapsed(a, b)

    @given(noisy_cases(size=2))
    def test_windows(self, case: Case) -> None:
        """Both list the same windows."""
        start, end = in_order(*case.instants)
        assert spans(case.schedule, start, end) == case.count.windows(start, end)

    @given(noisy_cases(), amounts())
    def test_add(self, case: Case, amount: timedelta) -> None:
        """Both find the same deadline."""
        (start,) = case.instants
        assert utc(case.schedule.add(start, amount)) == case.count.add(start, amount)

    @given(noisy_cases(), amounts())
    def test_add_backward(self, case: Case, amount: timedelta) -> None:
        """Both find the same latest start."""
        (start,) = case.instants
        assert utc(case.schedule.add(start, -amount)) == case.count.add(start, -amount)

    @given(noisy_cases(), amounts())
    def test_add_to_the_next_opening(self, case: Case, amount: timedelta) -> None:
        """A deadline at closing time is reported as the next opening, any other as it is."""
        (start,) = case.instants
        due = case.count.add(start, amount)
        expected = due if case.count.is_open(due) else case.count.next_opening(due)
        assert utc(case.schedule.add(start, amount, boundary="next_opening")) == expected

    @given(noisy_cases(size=3))
    def test_amounts_that_end_at_a_closing(self, case: Case) -> None:
        """Deadlines exactly at an edge of the windows, where being off by one would show."""
        start, end, _ = in_order(*case.instants)
        amount = case.count.elapsed(start, end)
        assume(amount)
        assert utc(case.schedule.add(start, amount)) == case.count.add(start, amount)
        assert utc(case.schedule.add(end, -amount)) == case.count.add(end, -amount)

    @given(noisy_cases())
    def test_openings(self, case: Case) -> None:
        """Both see the same openings next to an instant."""
        (at,) = case.instants
        assume(not is_always_open(case.declared))
        found = case.schedule.previous_opening(at), case.schedule.next_opening(at)
        assert tuple(map(utc, found)) == (case.count.previous_opening(at), case.count.next_opening(at))

    @given(noisy_cases())
    def test_closings(self, case: Case) -> None:
        """Both see the same closings next to an instant."""
        (at,) = case.instants
        assume(not is_always_open(case.declared))
        found = case.schedule.previous_closing(at), case.schedule.next_closing(at)
        assert tuple(map(utc, found)) == (case.count.previous_closing(at), case.count.next_closing(at))

    @given(pairs(size=2))
    def test_combinations(self, both: tuple[Case, Case]) -> None:
        """At every edge of a part, and on either side of it, the whole says what the parts say."""
        first, second = both
        one, other = first.count, second.count
        union, common = first.schedule | second.schedule, first.schedule & second.schedule
        a, b = in_order(*first.instants)
        for edge in {e for count in (one, other) for span in count.windows(a, b) for e in span}:
            for at in (edge - MICROSECOND, edge, edge + MICROSECOND):
                assert union.is_open(at) == (one.is_open(at) or other.is_open(at))
                assert common.is_open(at) == (one.is_open(at) and other.is_open(at))


DAYS = st.integers(1, 6)
ENDS = st.sampled_from(("as_is", "next_opening", "previous_closing"))
RULES = st.sampled_from(("same_time", "open", "close"))
STARTS = st.sampled_from(("at_once", "next_opening"))


class TestBusinessDaysAgainstTheSlowCount:
    """R10, R11: days are counted on the dates that open windows, whatever the clocks do that night."""

    @given(separate_cases(), DAYS, STARTS, ENDS)
    def test_the_same_time_on_the_nth_day(self, case: Case, days: int, starts: str, ends: str) -> None:
        """Both land on the same reading of the same shift."""
        (start,) = case.instants
        found = case.schedule.add_days(start, days, rule="same_time", starts=starts, ends=ends)
        assert utc(found) == case.count.add_days(start, days, rule="same_time", starts=starts, ends=ends)

    @given(separate_cases(), DAYS, STARTS, st.sampled_from(("open", "close")))
    def test_the_edges_of_the_nth_day(self, case: Case, days: int, starts: str, rule: str) -> None:
        """Both find its first opening and its last closing."""
        (start,) = case.instants
        found = case.schedule.add_days(start, days, rule=rule, starts=starts)
        assert utc(found) == case.count.add_days(start, days, rule=rule, starts=starts)

    @given(separate_cases(), st.integers(-3, 3), st.sampled_from((2, 8, 24)))
    def test_days_of_so_many_hours(self, case: Case, days: int, hours: int) -> None:
        """N days of a given length are so much open time, from the opening."""
        (start,) = case.instants
        assume(days)
        length = timedelta(hours=hours)
        found = case.schedule.add_days(start, days, rule="hours", day_length=length)
        assert utc(found) == case.count.add_days(start, days, rule="hours", day_length=length)

    @given(separate_cases(), DAYS, RULES, ENDS)
    def test_days_back(self, case: Case, days: int, rule: str, ends: str) -> None:
        """Counting back from an instant that is open, where both directions read the start alike."""
        (given_start,) = case.instants
        start = given_start if case.count.is_open(given_start) else case.schedule.next_opening(given_start)
        found = case.schedule.add_days(start, -days, rule=rule, ends=ends)
        assert utc(found) == case.count.add_days(start, -days, rule=rule, ends=ends)

    @given(separate_cases(), DAYS, RULES)
    def test_days_back_from_closed_time(self, case: Case, days: int, rule: str) -> None:
        """Counting back, closed time is read as the closing before it, on the date that had opened."""
        (given_start,) = case.instants
        assume(case.schedule.elapsed(given_start, utc(given_start) + 8 * DAY) < 8 * DAY)  # Some hours never close.
        start = case.schedule.next_closing(given_start) if case.count.is_open(given_start) else given_start
        found = case.schedule.add_days(start, -days, rule=rule)
        assert utc(found) == case.count.add_days(start, -days, rule=rule)

    @given(separate_cases())
    def test_no_days_is_the_start_or_the_day_itself(self, case: Case) -> None:
        """No days: the start once it has opened, or that day's closing."""
        (start,) = case.instants
        assert utc(case.schedule.add_days(start, 0)) == case.count.add_days(start, 0)
        assert utc(case.schedule.add_days(start, 0, rule="close")) == case.count.add_days(start, 0, rule="close")

    @given(separate_cases(), DAYS, DAYS)
    def test_days_add_up(self, case: Case, first: int, second: int) -> None:
        """The closing of the fifth day is the closing of the third after the second."""
        (start,) = case.instants
        there = case.schedule.add_days(case.schedule.add_days(start, first, rule="open"), second, rule="close")
        assert utc(there) == utc(case.schedule.add_days(start, first + second, rule="close"))
