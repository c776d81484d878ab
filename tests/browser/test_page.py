"""The published page in a browser: what it answers, and that it can be read on any screen, by anyone, and on paper."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from published_policy import BUSY, PLAIN, page_of
from published_questions import POLICIES, compiled_policy
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from slaclock.publish import published_page

AT = datetime(2026, 11, 25, 22, tzinfo=UTC)
ALWAYS = """
name: Round the clock
timezone: America/New_York
schedules: {always: 24x7}
plans: {only: {schedule: always, first_response: 2 hours}}
"""
CHANGED = f"""{PLAIN}
versions:
  - {{effective: 2027-01-01, plans: {{standard: {{schedule: standard, first_response: {{P1: 3 business hours}}}}}}}}
"""
LONG = """
name: Northwind Cloud Enterprise Support with a name that is rather long for a narrow screen
timezone: America/New_York
holidays: US
schedules: {night_shift: "Sun-Thu 22:00-06:00", day_desk: "Mon-Fri 09:00-18:00", always: 24x7}
plans:
  Donaudampfschifffahrtsgesellschaftskapitänsvertrag: &promised
    schedule: day_desk
    first_response: {urgent: 1 business hour, high: 4 business hours, normal: 1 business day, low: 2 business days}
    next_response: {urgent: 2 business hours, high: 8 business hours, normal: 2 business days, low: 5 business days}
    resolution: {urgent: 1 business day, high: 2 business days, normal: 5 business days, low: 10 business days}
  プレミアムサポート契約（二十四時間対応）: {<<: *promised, schedule: night_shift}
  ذهبي: {<<: *promised}
  silver: {<<: *promised, schedule: night_shift}
  enterprise_premier_plus: {<<: *promised, schedule: always}
"""


def field(browser: Chrome, name: str) -> Any:
    return browser.find_element(By.NAME, name)


def receive(browser: Chrome, reading: str) -> None:
    """Say when a request came, as the field of date and time takes it."""
    said = "const [field, value] = arguments; field.value = value; "
    script = f"{said}field.dispatchEvent(new Event('input', {{bubbles: true}}))"
    browser.execute_script(script, field(browser, "opened"), reading)


def text_of(browser: Chrome, selector: str) -> str:
    """What stands in an element, whether it is unfolded or not."""
    return str(browser.find_element(By.CSS_SELECTOR, selector).get_attribute("textContent"))


def rows_of(browser: Chrome, selector: str) -> list[tuple[str, ...]]:
    """The rows of a table, cell by cell."""
    script = (
        "return [...document.querySelectorAll(arguments[0])].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return [tuple(row) for row in browser.execute_script(script, f"{selector} tbody tr")]


def answer(browser: Chrome) -> str:
    return browser.find_element(By.ID, "answer").text


# The calculator


def test_a_night_shift_over_thanksgiving(opened: Any, on_clocks: Any, said: Any) -> None:
    on_clocks("Asia/Tokyo")
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "plan")).select_by_value("overnight")
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-25T23:00")
    assert answer(browser).splitlines() == [
        "First response by Sun 29 Nov 2026, 23:00 EST",
        "Mon 30 Nov 2026, 13:00 GMT+9 on your clocks",
        "Overnight, P1: 8 business hours. Closed meanwhile: Thanksgiving Day.",
    ]
    assert [(date, words) for date, _, words in rows_of(browser, "#reason .days")] == [
        ("Wed 25 Nov", "sent 23:00 · 1 h counted"),
        ("Thu 26 Nov", "6 h counted · Thanksgiving Day"),
        ("Fri 27 Nov", "Thanksgiving Day"),
        ("Sat 28 Nov", "closed"),
        ("Sun 29 Nov", "1 h counted · due 23:00"),
    ]
    assert rows_of(browser, "#reason .stretches")[2:4] == [
        ("Thu 26 Nov, 22:00", "Fri 27 Nov, 06:00", "closed for a holiday: Thanksgiving Day", ""),
        ("Fri 27 Nov, 06:00", "Sun 29 Nov, 22:00", "closed", ""),
    ]
    assert said() == []


def test_what_is_promised_by_the_clock_says_so(opened: Any, on_clocks: Any) -> None:
    on_clocks("Asia/Tehran")
    browser = opened(page_of(ALWAYS.replace("America/New_York", "UTC"), AT))
    receive(browser, "2026-11-25T17:00")
    assert answer(browser).splitlines() == [
        "First response by Wed 25 Nov 2026, 19:00 GMT+3:30",
        "Wed 25 Nov 2026, 15:30 UTC",
        "Promised: 2 hours, around the clock.",
    ]
    assert browser.find_element(By.CSS_SELECTOR, ".status li").text.splitlines()[-1] == "open around the clock"


def test_clocks_without_a_name_are_called_by_their_offset(opened: Any, on_clocks: Any) -> None:
    on_clocks("UTC")
    browser = opened(page_of(ALWAYS.replace("America/New_York", "Asia/Tehran"), AT))
    receive(browser, "2026-11-25T17:00")
    assert "22:30 UTC+03:30 in Tehran time" in answer(browser)


def test_a_request_while_closed_says_when_counting_begins(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-27T18:30")
    assert "Support is closed when you send it; counting begins Mon 30 Nov, 09:00 EST." in answer(browser)


def test_business_days_are_told_day_by_day(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "priority")).select_by_value("P3")
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-25T17:00")
    assert [words for *_, words in rows_of(browser, "#reason .days")] == [
        "sent 17:00 · counted",
        "Thanksgiving Day",
        "counted · day 1 complete",
        "closed",
        "closed",
        "counted · day 2 complete · due 17:00",
    ]


def test_a_long_time_is_folded_in_the_middle(opened: Any) -> None:
    policy = PLAIN.replace("P3: 2 business days}\n    resolution", "P3: 90 business hours}\n    resolution")
    browser = opened(page_of(policy, AT))
    Select(field(browser, "priority")).select_by_value("P3")
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-30T09:00")
    rows = rows_of(browser, "#reason .days")
    assert len(rows) == 12
    receive(browser, "2026-11-25T09:00")
    rows = rows_of(browser, "#reason .days")
    assert len(rows) == 14
    assert rows[7] == ("2 more dates", "", "18 h counted")


def test_what_was_typed_stays_when_other_clocks_are_chosen(opened: Any, on_clocks: Any) -> None:
    on_clocks("Asia/Tokyo")
    browser = opened(page_of(PLAIN, AT))
    receive(browser, "2026-11-25T17:00")
    Select(field(browser, "clocks")).select_by_value("support")
    assert field(browser, "opened").get_attribute("value") == "2026-11-25T17:00"
    assert "First response by Fri 27 Nov 2026, 12:00 EST" in answer(browser)


def test_the_clocks_of_support_are_those_of_the_hours_that_count(opened: Any, on_clocks: Any) -> None:
    on_clocks("Europe/Berlin")
    desks = "schedules: {de: {hours: Mon-Fri 09:00-17:00, timezone: Europe/Berlin}, us: Mon-Fri 09:00-17:00}"
    plans = (
        "{eu: {schedule: de, first_response: 2 business hours}, us: {schedule: us, first_response: 2 business hours}}"
    )
    browser = opened(page_of(f"{{name: Two, timezone: America/New_York, {desks}, plans: {plans}}}", AT))
    receive(browser, "2026-11-25T09:00")
    assert "CET" not in answer(browser).replace("GMT+1", "")
    assert len(answer(browser).splitlines()) == 2, "the clocks of support and of the reader show the same"
    Select(field(browser, "plan")).select_by_value("us")
    assert "Wed 25 Nov 2026, 11:00 EST in New York time" in answer(browser)
    assert field(browser, "clocks").text.split("\n")[1].strip() == "Support's (New York time)"


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        pytest.param("", "Say when you sent the request", id="nothing"),
        pytest.param("2019-03-01T10:00", "answers for 2026 to 2027 only", id="a-year-of-which-it-does-not-know"),
        pytest.param(
            "2027-12-31T18:00", "lies after 31 Dec 2027, the last day for which", id="an-answer-after-its-years"
        ),
        pytest.param("2028-01-02T10:00", "answers for 2026 to 2027 only", id="just-after-its-years"),
    ],
)
def test_what_has_no_answer_is_said(opened: Any, reading: str, words: str) -> None:
    browser = opened(page_of(PLAIN, AT))
    receive(browser, "2026-11-25T17:00")
    assert field(browser, "opened").get_attribute("aria-invalid") is None
    height = "return document.querySelector('.asking').offsetHeight"
    before = browser.execute_script(height)
    receive(browser, reading)
    assert browser.execute_script(height) >= before
    assert words in browser.find_element(By.ID, "opened-note").text
    assert words in answer(browser)
    assert browser.find_element(By.ID, "reason").text == ""
    assert field(browser, "opened").get_attribute("aria-invalid") == "true"


def test_only_what_a_plan_promises_can_be_chosen(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "metric")).select_by_value("resolution")
    Select(field(browser, "priority")).select_by_value("P3")
    assert field(browser, "metric").get_attribute("value") == "first_response"
    Select(field(browser, "plan")).select_by_value("overnight")
    metrics = Select(field(browser, "metric")).options
    assert [option.is_enabled() for option in metrics] == [True, False]
    assert "2 business days" in answer(browser)


def test_what_is_promised_to_some_requests_only_can_be_chosen_and_stays_chosen(opened: Any) -> None:
    when = "[{received: by phone, target: 1 business hour}, {received: in hours, target: 2 business hours}]"
    plan = f"{{schedule: office, first_response: {{P1: 1 business hour, P2: none, P3: {{when: {when}}}}}}}"
    office = "timezone: America/New_York, schedules: {office: Mon-Fri 09:00-17:00}"
    browser = opened(page_of(f"{{name: Some, {office}, plans: {{only: {plan}}}}}", AT))
    Select(field(browser, "clocks")).select_by_value("support")
    priority, channel = (Select(field(browser, name)) for name in ("priority", "channel"))
    assert [option.is_enabled() for option in priority.options] == [True, False, True]
    priority.select_by_value("P3")
    receive(browser, "2026-11-27T10:00")
    assert "P3: 2 business hours." in answer(browser)
    receive(browser, "2026-11-28T10:00")
    assert answer(browser) == "P3: nothing is promised for what is sent that way at that time."
    assert field(browser, "opened").get_attribute("aria-invalid") is None
    channel.select_by_value("phone")
    assert "P3: 1 business hour." in answer(browser)


def test_a_version_answers_for_what_is_sent_in_its_time(opened: Any) -> None:
    more = "plus: {schedule: standard, resolution: 1 business hour}"
    plus = f"{{standard: {{schedule: standard, first_response: {{P1: 3 business hours}}}}, {more}}}"
    browser = opened(page_of(f"{PLAIN}versions: [{{effective: 2027-03-01, plans: {plus}}}]", AT))
    plans = Select(field(browser, "plan"))
    receive(browser, "2027-02-26T10:00")
    assert "4 business hours" in answer(browser)
    assert [option.is_enabled() for option in plans.options] == [True, True, False]
    receive(browser, "2027-03-01T10:00")
    assert "3 business hours" in answer(browser)
    assert [option.is_enabled() for option in plans.options] == [True, True, True]


# The reader's clocks


@pytest.mark.parametrize(
    ("zone", "reading", "due", "note"),
    [
        pytest.param("America/New_York", "2027-03-14T01:30", "04:30 EDT", "", id="before-the-gap"),
        pytest.param("America/New_York", "2027-03-14T02:30", "05:00 EDT", "skip 02:30", id="in-the-gap"),
        pytest.param("America/New_York", "2027-03-14T03:00", "05:00 EDT", "", id="after-the-gap"),
        pytest.param("Europe/Berlin", "2027-03-28T02:59", "05:00 GMT+2", "skip 02:59", id="a-gap-in-berlin"),
        pytest.param("Asia/Kathmandu", "2027-03-28T02:59", "04:59 GMT+5:45", "", id="no-change"),
        pytest.param("Australia/Lord_Howe", "2026-10-04T02:15", "04:30 GMT+11", "skip 02:15", id="half-an-hour"),
    ],
)
def test_a_time_that_the_readers_clocks_skip(
    opened: Any, on_clocks: Any, zone: str, reading: str, due: str, note: str
) -> None:
    """R2: it means the end of the gap."""
    on_clocks(zone)
    browser = opened(page_of(ALWAYS, AT))
    receive(browser, reading)
    assert due in answer(browser)
    assert note in browser.find_element(By.ID, "opened-note").text
    assert bool(note) == bool(browser.find_element(By.ID, "opened-note").text)
    assert not field(browser, "again").is_displayed()


@pytest.mark.parametrize(
    ("zone", "reading", "dues"),
    [
        pytest.param("America/New_York", "2026-11-01T01:30", ("02:30 EST", "03:30 EST"), id="twice-in-new-york"),
        pytest.param("Europe/Berlin", "2026-10-25T02:00", ("03:00 GMT+1", "04:00 GMT+1"), id="twice-in-berlin"),
        pytest.param("Australia/Lord_Howe", "2027-04-04T01:45", ("03:15 GMT", "03:45 GMT"), id="half-an-hour"),
    ],
)
def test_a_time_that_the_readers_clocks_show_twice(
    opened: Any, on_clocks: Any, zone: str, reading: str, dues: tuple[str, str]
) -> None:
    """R2: it means the first, and the reader may say that it was the second."""
    on_clocks(zone)
    browser = opened(page_of(ALWAYS, AT))
    receive(browser, reading)
    assert dues[0] in answer(browser)
    assert field(browser, "again").is_displayed()
    Select(field(browser, "again")).select_by_value("second")
    assert dues[1] in answer(browser)
    receive(browser, "2026-12-01T12:00")
    assert not field(browser, "again").is_displayed()
    assert "14:00" in answer(browser)


def test_the_clocks_of_support_change_as_well(opened: Any, on_clocks: Any) -> None:
    on_clocks("Asia/Tokyo")
    browser = opened(page_of(ALWAYS, AT))
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2027-03-14T02:30")
    assert "skip 02:30" in browser.find_element(By.ID, "opened-note").text
    receive(browser, "2026-11-01T01:30")
    Select(field(browser, "again")).select_by_value("second")
    assert "03:30 EST" in answer(browser)


def test_a_time_that_clocks_show_twice_says_which_it_is_wherever_it_stands(opened: Any, on_clocks: Any) -> None:
    on_clocks("America/New_York")
    browser = opened(page_of(ALWAYS.replace("2 hours", "1 hour"), AT))
    receive(browser, "2026-11-01T01:30")
    assert [words for *_, words in rows_of(browser, "#reason .days")] == [
        "sent 01:30 EDT · 1 h counted · due 01:30 EST"
    ]
    assert rows_of(browser, "#reason .stretches")[0][:2] == ("Sun 1 Nov, 01:30 EDT", "Sun 1 Nov, 01:30 EST")


def test_the_table_of_stretches_fits_a_narrow_screen(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT), 390)
    receive(browser, "2026-11-25T17:00")
    browser.execute_script("document.querySelector('.stretches').open = true")
    widths = (
        "const table = document.querySelector('.stretches .drawing'); return [table.scrollWidth, table.clientWidth]"
    )
    needed, given = browser.execute_script(widths)
    assert 0 < needed <= given


def test_a_date_that_does_not_exist_is_called_so(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    field(browser, "opened").send_keys("02292027", "1000AM")
    assert "does not exist" in browser.find_element(By.ID, "opened-note").text


def test_open_time_before_and_after_is_drawn_as_open_and_not_counted(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-25T12:00")
    script = """
        const drawn = (part) => `${part.className} ${Math.round(parseFloat(part.style.insetInlineStart) * 0.24)}`;
        const rows = [...document.querySelectorAll("#reason .days tbody tr")];
        return rows.map((row) => [...row.querySelectorAll(".part")].map(drawn))"""
    assert browser.execute_script(script) == [
        ["part outside_hours 0", "part waiting 9", "part open 12", "part waiting 16", "part outside_hours 18"]
    ]
    assert [words for *_, words in rows_of(browser, "#reason .days")] == ["sent 12:00 · 4 h counted · due 16:00"]


def test_counting_that_begins_later_though_support_is_open_says_so(opened: Any) -> None:
    policy = PLAIN.replace("{P1: 4 business hours,", "{P1: {target: 4 business hours, cut_off: '11:00'},")
    browser = opened(page_of(policy, AT))
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-25T12:00")
    assert "Support is open when you send it, but counting begins only Fri 27 Nov, 09:00 EST." in answer(browser)


def test_counting_that_waits_for_a_holiday_says_so(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-26T12:00")
    assert "Support is closed when you send it (Thanksgiving Day); counting begins Fri 27 Nov, 09:00 EST." in answer(
        browser
    )


# This moment


@pytest.mark.parametrize(
    ("now", "words", "is_open"),
    [
        pytest.param(
            "2026-11-25T22:00Z",
            "open now, until Wed 25 Nov, 18:00 EST (Thu 26 Nov, 08:00 on your clocks)",
            True,
            id="open",
        ),
        pytest.param(
            "2026-11-25T23:00Z",
            "closed now, opens Fri 27 Nov, 09:00 EST (23:00 on your clocks)",
            False,
            id="at-the-closing",
        ),
        pytest.param(
            "2026-12-31T23:30Z",
            "closed now, opens Mon 4 Jan 2027, 09:00 EST (23:00 on your clocks)",
            False,
            id="next-year",
        ),
    ],
)
def test_open_now_or_when_next(
    opened: Any, on_clocks: Any, at_instant: Any, now: str, words: str, is_open: bool
) -> None:
    on_clocks("Asia/Tokyo")
    at_instant(now)
    browser = opened(page_of(PLAIN, AT))
    first = browser.find_element(By.CSS_SELECTOR, ".status li")
    assert first.text.splitlines()[-1] == words
    assert ("is-open" in first.get_attribute("class")) == is_open


def test_what_is_open_changes_at_the_edge(opened: Any, at_instant: Any) -> None:
    at_instant("2026-11-25T22:59:58Z")
    browser = opened(page_of(PLAIN, AT))
    assert "open now" in text_of(browser, ".status li")
    WebDriverWait(browser, 10, 0.05).until(lambda _: "closed now" in text_of(browser, ".status li"))
    assert browser.execute_script("return Date.now()") - 1_795_647_600_000 < 1_500


@pytest.mark.parametrize(
    ("now", "state"), [("2028-01-01T05:00Z", "is out of date"), ("2025-12-31T22:59Z", "not in force yet")]
)
def test_a_page_of_other_years_says_so(opened: Any, at_instant: Any, said: Any, now: str, state: str) -> None:
    at_instant(now)
    browser = opened(page_of(PLAIN, AT))
    assert state in browser.find_element(By.CSS_SELECTOR, ".stale").text
    assert "2026 to 2027" in browser.find_element(By.CSS_SELECTOR, ".stale").text
    assert "not known at this moment" in text_of(browser, ".status li")
    assert "only" in browser.find_element(By.ID, "opened-note").text
    assert text_of(browser, ".week") == ""
    assert said() == []


def test_in_the_last_hours_of_its_years_it_still_answers(opened: Any, at_instant: Any, said: Any) -> None:
    at_instant("2027-12-31T22:30:00Z")
    browser = opened(page_of(PLAIN, AT))
    assert browser.find_element(By.CSS_SELECTOR, ".stale").text == ""
    assert [text_of(browser, f".status li:nth-child({place}) span") for place in (1, 2)] == ["closed now"] * 2
    assert rows_of(browser, ".week .days") == [
        ("Fri 31 Dec", "", "closed · New Year's Day (observed)"),
        ("Fri 31 Dec", "", "00:00–06:00"),
    ]
    assert said() == []


def test_plans_and_hours_follow_the_version_that_is_in_force_by_now(opened: Any, at_instant: Any) -> None:
    plans = "{standard: {schedule: standard, first_response: {P1: 3 business hours}}}"
    changed = f"schedules: {{standard: Sat-Sun 09:00-18:00}}, plans: {plans}"
    page = page_of(f"{PLAIN}versions: [{{effective: 2027-01-01, {changed}}}]", AT)
    at_instant("2027-02-06T15:00Z")
    browser = opened(page)
    assert "open now" in text_of(browser, ".status li")
    shown = [each.is_displayed() for each in browser.find_elements(By.CSS_SELECTOR, ".version table")]
    assert shown == [False, True]


def test_the_coming_week_and_the_year(opened: Any, at_instant: Any) -> None:
    at_instant("2026-11-25T22:00Z")
    browser = opened(page_of(PLAIN, AT))
    assert [(date, words) for date, _, words in rows_of(browser, "[data-name=Standard] .week .days")] == [
        ("Wed 25 Nov", "09:00–18:00"),
        ("Thu 26 Nov", "closed · Thanksgiving Day"),
        ("Fri 27 Nov", "09:00–18:00"),
        ("Sat 28 Nov", "closed"),
        ("Sun 29 Nov", "closed"),
        ("Mon 30 Nov", "09:00–18:00"),
        ("Tue 1 Dec", "09:00–18:00"),
    ]
    nights = [words for *_, words in rows_of(browser, "[data-name='Night shift'] .week .days")]
    assert nights[:3] == ["00:00–06:00, 22:00–24:00", "00:00–06:00 · Thanksgiving Day", "closed · Thanksgiving Day"]
    browser.find_elements(By.CSS_SELECTOR, "[data-name=Standard] summary")[1].click()
    WebDriverWait(browser, 5).until(lambda _: rows_of(browser, "[data-name=Standard] .month"))
    dates = browser.find_elements(By.CSS_SELECTOR, "[data-name=Standard] .month td.date")
    assert len(dates) == 365
    assert [each.get_attribute("textContent") for each in dates[328:331]] == ["25", "26 closed, Thanksgiving Day", "27"]
    assert "Thu 26 NovThanksgiving Day" in text_of(browser, "[data-name=Standard] .names")
    Select(browser.find_element(By.CSS_SELECTOR, "[data-name=Standard] .which-year")).select_by_visible_text("2027")
    assert "Thu 25 NovThanksgiving Day" in text_of(browser, "[data-name=Standard] .names")


def test_dates_that_are_past_are_not_ahead(opened: Any, at_instant: Any) -> None:
    at_instant("2027-01-01T15:00Z")
    browser = opened(page_of(PLAIN, AT))
    shown = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "[data-date]") if each.is_displayed()]
    assert shown[0].startswith("Fri 1 Jan 2027")


# Whoever reads it


def test_a_customer_asks_with_the_keyboard_alone(opened: Any, on_clocks: Any) -> None:
    """I have the gold plan and wrote on Friday at 17:40, with P2: when must I hear from them, and why?"""
    on_clocks("Europe/London")
    gold = "{schedule: office, first_response: {P1: 30 minutes, P2: 4 business hours}}"
    plans = f"{{silver: {{schedule: office, first_response: 1 business day}}, gold: {gold}}}"
    office = "timezone: Europe/London, holidays: GB-ENG, schedules: {office: Mon-Fri 09:00-17:30}"
    browser = opened(page_of(f"{{name: Acme, {office}, plans: {plans}}}", AT), 390)
    for keys in ((Keys.TAB, "gold"), (Keys.TAB, "P2"), (Keys.TAB, "12242026", "0540PM")):
        for each in keys:
            ActionChains(browser).send_keys(each).perform()
    assert field(browser, "opened").get_attribute("value") == "2026-12-24T17:40"
    assert answer(browser).splitlines() == [
        "First response by Tue 29 Dec 2026, 13:00 GMT",
        "Gold, P2: 4 business hours. Support is closed when you send it; counting begins Tue 29 Dec, 09:00 GMT. "
        "Closed meanwhile: Christmas Day and Boxing Day (observed).",
    ]


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT), 390)
    script = """const e = document.activeElement; const at = e.getBoundingClientRect();
        return [e.name || e.id || e.tagName, at.top + scrollY, getComputedStyle(e).outlineStyle]"""
    reached = []
    for _ in range(60):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(browser.execute_script(script))
        if reached[-1][0] == "BODY":
            break
    names = list(dict.fromkeys(name for name, *_ in reached))
    assert names[:6] == ["plan", "priority", "metric", "opened", "as-of-now", "clocks"]
    assert {"SUMMARY", "week-clocks"} <= set(names)
    assert "DIV" not in names, "nothing scrolls sideways"
    focused = [each for each in reached if each[0] not in ("BODY", "opened")]
    assert all(outline != "none" for *_, outline in focused)
    tops = [top for name, top, _ in focused if name != "as-of-now"]
    assert tops == sorted(tops)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 700, 1280])
@pytest.mark.parametrize("policy", [PLAIN, BUSY, LONG, CHANGED], ids=["plain", "busy", "long", "changed"])
def test_it_is_read_on_any_screen_and_by_any_reader(
    opened: Any, axe: str, said: Any, policy: str, width: int, dark: bool
) -> None:
    browser = opened(page_of(policy, AT), width, dark)
    receive(browser, "2026-11-25T17:00")
    for details in browser.find_elements(By.TAG_NAME, "details"):
        browser.execute_script("arguments[0].open = true", details)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert violations(browser, axe) == []
    assert said() == []


def violations(browser: Chrome, axe: str) -> list[Any]:
    # The page lets no other script in, so the browser puts this one in by itself.
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then((run) => done(run.violations))")
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("name", [path.stem for path in POLICIES])
def test_the_policies_of_the_examples(opened: Any, axe: str, said: Any, name: str) -> None:
    policy, _ = compiled_policy(f"{name}.yaml")
    browser = opened(published_page(policy, policy.compile((2026, 2027)), AT), 390)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    assert violations(browser, axe) == []
    assert said() == []
    assert sheets(browser) == 1


def test_the_answer_is_spoken_and_the_picture_is_not(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    assert browser.find_element(By.ID, "answer").get_attribute("aria-live") == "polite"
    assert not browser.find_elements(By.CSS_SELECTOR, "[aria-live] table")
    browser.execute_cdp_cmd("Accessibility.enable", {})
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    said = [(each["role"]["value"], each["name"]["value"]) for each in nodes if each.get("name", {}).get("value")]
    assert {("combobox", "Plan"), ("combobox", "Priority"), ("button", "Set to now")} <= set(said)
    assert ("table", "Why it is due then, date by date") in said


def test_with_forced_colours_open_and_closed_still_differ(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT), forced=True)
    receive(browser, "2026-11-25T17:00")
    colour = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"
    counted, track = (browser.execute_script(colour, f"#reason {each}") for each in (".part.open", ".track"))
    assert counted != track


def sheets(browser: Chrome) -> int:
    """On how many sheets of A4 the page prints."""
    sheet = {"paperWidth": 8.27, "paperHeight": 11.7, "printBackground": True}
    printed = browser.execute_cdp_cmd("Page.printToPDF", sheet)
    return base64.b64decode(printed["data"]).count(b"/Type /Page\n")


@pytest.mark.parametrize("policy", [PLAIN, BUSY, LONG], ids=["plain", "busy", "long"])
def test_it_prints_on_one_sheet(opened: Any, policy: str) -> None:
    assert sheets(opened(page_of(policy, AT), dark=True)) == 1


def test_the_answer_to_what_was_asked_is_printed(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-25T17:00")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = browser.find_element(By.CSS_SELECTOR, ".asking").text
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert "Sent Wed 25 Nov 2026, 17:00 EST\nFirst response by Fri 27 Nov 2026, 12:00 EST" in printed
    assert "Priority" not in printed
    assert sheets(browser) == 1


def test_what_nobody_asked_is_not_printed(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = browser.find_element(By.CSS_SELECTOR, ".asking").text
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert printed == ""


def test_what_is_printed_is_light(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT), dark=True)
    script = "return getComputedStyle(document.querySelector('.card')).backgroundColor"
    assert browser.execute_script(script) != "rgb(255, 255, 255)"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert browser.execute_script(script) == "rgb(255, 255, 255)"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_names_that_look_like_markup_do_nothing(opened: Any, said: Any) -> None:
    browser = opened(page_of(BUSY, AT))
    for plan in ("basic", "plus"):
        Select(field(browser, "plan")).select_by_value(plan)
        receive(browser, "2026-12-23T16:30")
    for details in browser.find_elements(By.TAG_NAME, "details"):
        browser.execute_script("arguments[0].open = true", details)
    assert not browser.find_elements(By.CSS_SELECTOR, "img, b, main script")
    assert said() == []


def test_a_browser_that_runs_no_script_shows_plans_and_hours(opened: Any) -> None:
    page = re.sub(r'<script type="module">.*?</script>', "", page_of(PLAIN, AT), flags=re.DOTALL)
    text = opened(page).find_element(By.TAG_NAME, "main").text
    assert "your own clocks" not in text
    assert "The calculator needs JavaScript" in text
    assert "4 business hours" in text
    assert "Monday to Friday 09:00–18:00" in text
    assert "25 Dec 2026\nChristmas Day" in text
    assert "This page answers for 2026 to 2027." in text
    assert "out of date" not in text
