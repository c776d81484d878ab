"""The published page in a browser: what it answers, and that it can be read on any screen, by anyone, and on paper."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from published_policy import BUSY, PLAIN, page_of
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

AT = datetime(2026, 11, 25, 22, tzinfo=UTC)


def field(browser: Chrome, name: str) -> Any:
    return browser.find_element(By.NAME, name)


def receive(browser: Chrome, reading: str) -> None:
    """Say when a request came, as the field of date and time takes it."""
    said = "const [field, value] = arguments; field.value = value; "
    script = f"{said}field.dispatchEvent(new Event('input', {{bubbles: true}}))"
    browser.execute_script(script, field(browser, "opened"), reading)


def test_a_night_shift_over_thanksgiving(opened: Any, on_clocks: Any, said: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    on_clocks("Asia/Tokyo")
    browser.refresh()
    Select(field(browser, "plan")).select_by_value("overnight")
    Select(field(browser, "clocks")).select_by_value("support")
    receive(browser, "2026-11-25T23:00")
    answer = browser.find_element(By.ID, "answer").text
    assert "Due Sun 29 Nov 2026, 23:00 EST" in answer
    assert "Mon 30 Nov 2026, 13:00 GMT+9" in answer
    assert "Wed 25 Nov, 23:00" in answer
    assert "holiday: Thanksgiving Day" in answer
    assert browser.find_element(By.CSS_SELECTOR, "#answer svg rect.holiday title").get_attribute("textContent")
    assert said() == []


def test_what_was_typed_stays_when_other_clocks_are_chosen(opened: Any, on_clocks: Any) -> None:
    on_clocks("Asia/Tokyo")
    browser = opened(page_of(PLAIN, AT))
    receive(browser, "2026-11-25T17:00")
    Select(field(browser, "clocks")).select_by_value("support")
    assert field(browser, "opened").get_attribute("value") == "2026-11-25T17:00"
    assert "Due Fri 27 Nov 2026, 12:00 EST" in browser.find_element(By.ID, "answer").text


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        pytest.param("", "Say when the request came", id="nothing"),
        pytest.param("2019-03-01T10:00", "answers for 2026 to 2027 only", id="a-year-of-which-it-does-not-know"),
    ],
)
def test_what_has_no_answer_is_said(opened: Any, reading: str, words: str) -> None:
    browser = opened(page_of(PLAIN, AT))
    receive(browser, reading)
    assert words in browser.find_element(By.ID, "answer").text


def test_only_what_a_plan_promises_can_be_chosen(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    Select(field(browser, "priority")).select_by_value("P3")
    Select(field(browser, "metric")).select_by_value("resolution")
    assert field(browser, "priority").get_attribute("value") == "P1"
    Select(field(browser, "plan")).select_by_value("overnight")
    assert field(browser, "metric").get_attribute("value") == "first_response"
    metrics = Select(field(browser, "metric")).options
    assert [option.is_enabled() for option in metrics] == [True, False]
    assert "8 business hours" in browser.find_element(By.ID, "answer").text


def test_a_picture_is_drawn_anew_for_another_width(opened: Any, browser: Chrome) -> None:
    opened(page_of(PLAIN, AT), 1280)
    wide = browser.find_element(By.CSS_SELECTOR, "#answer svg").size["width"]
    screen = {"width": 390, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    narrow = browser.find_element(By.CSS_SELECTOR, "#answer svg").size["width"]
    assert wide > 1_000 > 390 > narrow


def test_the_keyboard_reaches_everything(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    reached = []
    for _ in range(60):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(browser.execute_script("return document.activeElement.name || document.activeElement.tagName"))
    assert {"plan", "metric", "priority", "opened", "clocks", "BUTTON", "SUMMARY"} <= set(reached)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("policy", [PLAIN, BUSY], ids=["plain", "busy"])
def test_it_is_read_on_any_screen_and_by_any_reader(
    opened: Any, axe: str, said: Any, policy: str, width: int, dark: bool
) -> None:
    browser = opened(page_of(policy, AT), width, dark)
    for details in browser.find_elements(By.TAG_NAME, "details"):
        browser.execute_script("arguments[0].open = true", details)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    # The page lets no other script in, so the browser puts this one in by itself.
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then((run) => done(run.violations))")
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []
    assert said() == []


def test_it_prints_on_one_sheet(opened: Any) -> None:
    browser = opened(page_of(PLAIN, AT))
    sheet = {"paperWidth": 8.27, "paperHeight": 11.7, "printBackground": True}
    printed = browser.execute_cdp_cmd("Page.printToPDF", sheet)
    assert base64.b64decode(printed["data"]).count(b"/Type /Page\n") == 1


def test_a_browser_that_runs_no_script_shows_plans_and_hours(opened: Any) -> None:
    page = re.sub(r'<script type="module">.*?</script>', "", page_of(PLAIN, AT), flags=re.DOTALL)
    text = opened(page).find_element(By.TAG_NAME, "main").text
    assert "The calculator needs JavaScript" in text
    assert "4 business hours" in text
    assert "Mon-Fri 09:00-18:00" in text
    assert "Thu 26 Nov 2026: Thanksgiving Day" in text
