"""Rules of iCalendar: what they may say, the dates that follow, and that strangers' rules end."""

from datetime import date, datetime, time
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, strategies as st
from work import calls_of

from slaclock import DeclarationError, Recurrence
from slaclock.hours.recurrence_rule import HORIZON_DATES, LARGEST_INTERVAL, LONGEST_RULE

FIRST = date(2026, 1, 1)


def recurring(rule: str, first: date = FIRST) -> Recurrence:
    return Recurrence(rrule=rule, first=first, opens="22:00", closes="04:00")


class TestUnderstood:
    """Each part of RFC 5545 that is about days."""

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            pytest.param("RRULE:FREQ=YEARLY", ["2026-01-01", "2027-01-01"], id="the-name-of-the-property-before-it"),
            pytest.param(" FREQ=YEARLY ", ["2026-01-01", "2027-01-01"], id="blanks-around-it"),
            pytest.param("INTERVAL=2;FREQ=YEARLY", ["2026-01-01", "2028-01-01"], id="parts-in-another-order"),
            pytest.param("FREQ=YEARLY;BYMONTH=3", ["2026-03-01", "2027-03-01"], id="the-day-of-the-first-date"),
            pytest.param("FREQ=MONTHLY", ["2026-01-01", "2026-02-01"], id="monthly"),
            pytest.param("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28"], id="the-last-of-a-month"),
            pytest.param("FREQ=WEEKLY", ["2026-01-01", "2026-01-08"], id="weekly"),
            pytest.param("FREQ=YEARLY;BYDAY=+20MO", ["2026-05-18", "2027-05-17"], id="a-weekday-of-the-year"),
            pytest.param("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", ["2026-05-25", "2027-05-31"], id="and-of-a-month"),
            pytest.param("FREQ=YEARLY;BYYEARDAY=-1", ["2026-12-31", "2027-12-31"], id="the-last-of-the-year"),
            pytest.param("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", ["2027-01-01", "2032-12-31"], id="week-53"),
            pytest.param("FREQ=YEARLY;WKST=SU;BYWEEKNO=-1;BYDAY=FR", ["2026-01-02", "2027-01-01"], id="the-last-week"),
            pytest.param("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", ["2026-05-11", "2027-05-17"], id="week-20"),
            pytest.param(
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-01-30", "2026-02-27"], id="the-last-workday"
            ),
            pytest.param("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,3", ["2026-01-03", "2026-01-10"], id="two-positions"),
            pytest.param(
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", ["2026-01-04", "2026-01-13"], id="weeks-from-monday"
            ),
            pytest.param(
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", ["2026-01-11", "2026-01-13"], id="weeks-from-sunday"
            ),
            pytest.param("FREQ=DAILY;COUNT=1", ["2026-01-01"], id="one-date"),
            pytest.param("FREQ=DAILY;UNTIL=20260101T120000", ["2026-01-01"], id="until-a-reading"),
            pytest.param("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29"], id="leap-days"),
            pytest.param(f"FREQ=YEARLY;INTERVAL={LARGEST_INTERVAL}", ["2026-01-01"], id="the-largest-interval"),
            pytest.param(f"FREQ=DAILY;COUNT={HORIZON_DATES}", ["2026-01-01", "2026-01-02"], id="the-largest-count"),
        ],
    )
    def test_its_first_dates(self, rule: str, expected: list[str]) -> None:
        found = recurring(rule).dates(FIRST, date(2034, 1, 1))
        assert [str(day) for _, day in zip(range(2), found, strict=False)] == expected

    def test_a_count_counts_from_the_first_date(self) -> None:
        assert list(recurring("FREQ=DAILY;COUNT=400").dates(date(2027, 2, 3), date(2028, 1, 1))) == [
            date(2027, 2, 3),
            date(2027, 2, 4),
        ]

    def test_a_rule_ends_with_the_calendar(self) -> None:
        for every in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
            last = list(recurring(f"FREQ={every}").dates(date(9998, 12, 1), date.max))[-1]
            assert last == date(9999, 1, 1) if every == "YEARLY" else last >= date(9999, 12, 1)

    def test_weeks_at_both_ends_of_the_calendar(self) -> None:
        rule = recurring("FREQ=YEARLY;BYWEEKNO=1,52;BYDAY=FR", date.min)
        assert next(rule.dates(date.min, date.max)) == date(1, 1, 5)
        assert list(rule.dates(date(9999, 12, 1), date.max)) == [date(9999, 12, 31)]


class TestRefused:
    """The part, the rule and the way out are named."""

    @pytest.mark.parametrize(
        ("rule", "message"),
        [
            pytest.param("FREQ=DAILY;INTERVAL=-0", "INTERVAL is 1 or more, up to 10,000, not '-0'", id="minus-nothing"),
            pytest.param("FREQ=DAILY;INTERVAL=+0", "INTERVAL is 1 or more, up to 10,000, not '+0'", id="plus-nothing"),
            pytest.param("FREQ=DAILY;INTERVAL=+1", "not '+1'", id="a-sign"),
            pytest.param("FREQ=DAILY;INTERVAL=0_0", "not '0_0'", id="digits-of-python"),
            pytest.param("FREQ=DAILY;INTERVAL=-1", "not '-1'", id="backwards"),
            pytest.param("FREQ=DAILY;INTERVAL=٣", "not '٣'", id="digits-of-another-script"),
            pytest.param("FREQ=DAILY;INTERVAL=10001", "INTERVAL is 1 or more, up to 10,000", id="past-the-largest"),
            pytest.param(f"FREQ=DAILY;INTERVAL={'9' * 1_900}", "INTERVAL is 1 or more", id="a-huge-interval"),
            pytest.param("FREQ=MONTHLY;BYDAY", "BYDAY has no value", id="no-sign"),
            pytest.param("FREQ=DAILY;INTERVAL=", "INTERVAL has no value", id="no-value"),
            pytest.param("FREQ=DAILY;COUNT=0", "COUNT is 1 or more, up to 146,097, not '0'", id="no-count"),
            pytest.param("FREQ=DAILY;COUNT=146098", "COUNT is 1 or more, up to 146,097", id="past-the-largest-count"),
            pytest.param("FREQ=YEARLY;COUNT=402", "COUNT=402 does not end within 400 years", id="a-count-without-end"),
            pytest.param("FREQ=DAILY;FREQ=SECONDLY", "FREQ is given twice; write each part once", id="freq-twice"),
            pytest.param(
                "FREQ=SECONDLY", "it needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, not 'SECONDLY'", id="secondly"
            ),
            pytest.param("FREQ=DAILY;COUNT=2;UNTIL=20270101", "it has COUNT and UNTIL; write one", id="two-ends"),
            pytest.param(
                "FREQ=YEARLY;BYEASTER=400",
                "BYEASTER is no part of RFC 5545; write a holiday `{date: easter -2}` instead of a rule",
                id="easter-is-not-of-the-rfc",
            ),
            pytest.param(
                "FREQ=MONTHLY;BYDAYS=MO", "it has no part 'BYDAYS'; did you mean 'BYDAY'?", id="a-letter-more"
            ),
            pytest.param("FREQ=DAILY;", "it has no part ''", id="an-empty-part"),
            pytest.param(
                "FREQ=MONTHLY;BYDAY=9MO", "counts past the 5th in a month; write 1 to 5", id="the-ninth-monday"
            ),
            pytest.param(
                "FREQ=YEARLY;BYMONTH=1;BYDAY=-6MO", "counts past the 5th in a month", id="past-it-from-the-end"
            ),
            pytest.param("FREQ=YEARLY;BYDAY=54MO", "BYDAY has MO, TU", id="the-54th-monday"),
            pytest.param("FREQ=MONTHLY;BYDAY=0MO", "BYDAY has MO, TU", id="the-zeroth-monday"),
            pytest.param("FREQ=MONTHLY;BYDAY=MO,", "not ''", id="a-comma-too-many"),
            pytest.param(
                "FREQ=WEEKLY;BYDAY=1MO", "counts days of a month or a year, not of a week", id="first-of-a-week"
            ),
            pytest.param("FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO", "counts days of a month or a year", id="of-week-two"),
            pytest.param("FREQ=YEARLY;BYMONTH=13", "BYMONTH is 1 or more, up to 12, not '13'", id="month-13"),
            pytest.param("FREQ=YEARLY;BYMONTH=-1", "BYMONTH is 1 or more", id="months-do-not-count-from-the-end"),
            pytest.param("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is 1 to 31, or -1 to -31 from the end", id="day-32"),
            pytest.param("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY is 1 to 31", id="day-0"),
            pytest.param(
                "FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY goes with FREQ=DAILY or MONTHLY or YEARLY", id="of-a-week"
            ),
            pytest.param(
                "FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY goes with FREQ=YEARLY, not DAILY", id="daily-by-year-day"
            ),
            pytest.param(
                "FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO goes with FREQ=YEARLY, not MONTHLY", id="monthly-by-week"
            ),
            pytest.param(
                "FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS chooses among the dates of another", id="a-lone-position"
            ),
            pytest.param("FREQ=WEEKLY;WKST=XX", "WKST is one of MO, TU", id="no-such-day"),
            pytest.param("FREQ=DAILY;UNTIL=20260230", "UNTIL is a date or a local reading", id="no-such-date"),
            pytest.param("FREQ=DAILY;UNTIL=20260201T000000Z", "UNTIL is a date or a local reading", id="until-in-utc"),
            pytest.param(
                "FREQ=DAILY;UNTIL=20251231", "it names no date within 400 years", id="it-ends-before-it-begins"
            ),
            pytest.param("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "it names no date within 400 years", id="30-february"),
            pytest.param(
                "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "it names no date within 400 years", id="the-sixth-monday"
            ),
            pytest.param(
                "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "it names no date within 400 years", id="thursdays-on-mondays"
            ),
            pytest.param("FREQ=DAILY" + " " * LONGEST_RULE, "and a rule at most 2,000", id="too-long"),
        ],
    )
    def test_with_the_part_and_the_way_out(self, rule: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            recurring(rule)
        assert message in str(caught.value)
        assert rule[:150] in str(caught.value)
        assert "; write " in str(caught.value)
        assert "e.g. 'FREQ=MONTHLY;BYDAY=1SA'" in str(caught.value)
        assert len(str(caught.value)) < 700


PARTS = st.one_of(
    st.builds("FREQ={}".format, st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"))),
    st.builds(
        "{}={}".format,
        st.sampled_from(
            ("INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER")
        ),
        st.lists(st.integers(-60, 400).map(str), min_size=1, max_size=3).map(",".join),
    ),
    st.builds("BYDAY={}{}".format, st.sampled_from(("", "1", "-1", "5", "53")), st.sampled_from(("MO", "SU", "XX"))),
    st.builds("UNTIL={}".format, st.dates(date(2025, 1, 1), date(2500, 1, 1)).map("{:%Y%m%d}".format)),
    st.text("=;,+-0129BDFOWY", max_size=8),
)


@given(st.lists(PARTS, max_size=5).map(";".join))
def test_any_text_is_answered_or_refused_by_bounded_work(rule: str) -> None:
    """Whatever a rule says, it has dates or our error, and no more dates are looked at than lie within its horizon."""

    def ask() -> None:
        try:
            list(recurring(rule).dates(FIRST, date(2030, 1, 1)))
        except DeclarationError as error:
            assert "as a recurrence: " in str(error)  # noqa: PT017

    assert calls_of(ask) < 12 * HORIZON_DATES


@st.composite
def sound_rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    numbers = {"BYMONTH": st.integers(1, 12)}
    if frequency != "WEEKLY":
        numbers["BYMONTHDAY"] = st.integers(1, 28) | st.integers(-28, -1)
    if frequency == "YEARLY":
        numbers |= {"BYYEARDAY": st.integers(1, 366) | st.integers(-366, -1), "BYWEEKNO": st.integers(1, 53)}
    # The RFC takes `MO,1MO` as all Mondays; dateutil takes the first alone, so no rule here has both kinds.
    counted = draw(st.sampled_from((("",), ("1", "-1", "3")))) if frequency in ("MONTHLY", "YEARLY") else ("",)
    days = st.builds("{}{}".format, st.sampled_from(counted), st.sampled_from(("MO", "WE", "SA", "SU")))
    parts = {
        name: draw(st.lists(each, min_size=1, max_size=4)) for name, each in numbers.items() if draw(st.booleans())
    }
    if draw(st.booleans()) and "BYWEEKNO" not in parts:
        parts["BYDAY"] = draw(st.lists(days, min_size=1, max_size=3))
    # dateutil takes the first week from the first date on, the RFC whole: positions in it differ.
    if parts and frequency != "WEEKLY" and draw(st.booleans()):
        parts["BYSETPOS"] = draw(st.lists(st.integers(1, 3) | st.integers(-3, -1), min_size=1, max_size=2))
    text = "".join(f";{name}={','.join(map(str, values))}" for name, values in parts.items())
    return f"FREQ={frequency};INTERVAL={draw(st.integers(1, 5))};WKST={draw(st.sampled_from(('MO', 'SU')))}{text}"


def test_each_kind_of_day_adds_its_dates() -> None:
    """RFC 5545: the days of a list come together, with a number or without one."""
    mixed, mondays = (
        list(recurring(f"FREQ=MONTHLY;BYDAY={days}").dates(FIRST, date(2026, 12, 31))) for days in ("MO,1MO", "MO")
    )
    assert mixed == mondays


@given(sound_rules(), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_the_dates_are_those_of_dateutil(rule: str, first: date) -> None:
    """What a sound rule names is what another reader of RFC 5545 names, but where it is known to miscount."""
    assume("BYWEEKNO" not in rule or "WKST" not in rule)  # It takes the last week of a year for one more than it is.
    end = datetime(2034, 1, 1)
    theirs = takewhile(lambda at: at < end, rrulestr(f"{rule};UNTIL=20340101", dtstart=datetime.combine(first, time())))
    expected = [at.date() for at in theirs]
    try:
        found = list(recurring(rule, first).dates(first, date(2033, 12, 31)))
    except DeclarationError as error:
        assert "it names no date" in str(error)  # noqa: PT017
        found = []
    assert found == expected
