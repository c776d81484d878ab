"""The published page as text: what stands in it, what does not, and what a browser is told to let in (R22)."""

import json
import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from published_policy import BUSY, PLAIN, page_of

from slaclock import NaiveDatetimeError, SlaPolicy
from slaclock.publish import published_page

AT = datetime(2026, 11, 25, 22, tzinfo=UTC)


class Reader(HTMLParser):
    """The elements of a page, the texts in them, and the ids of headings."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        self.inside.setdefault(self._open, []).append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=[PLAIN, BUSY], ids=["plain", "busy"])
def page(request: pytest.FixtureRequest) -> str:
    return page_of(request.param, AT)


def data_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="policy">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_a_browser_lets_in_its_own_script_and_style_and_nothing_else(page: str) -> None:
    read = Reader(page)
    (rules,) = (each["content"] for each in read.attributes("meta") if "http-equiv" in each)
    own = re.findall(r"<(?:style|script type=\"module\")>(.*?)</(?:style|script)>", page, re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in own]
    assert rules == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; base-uri 'none'; form-action 'none'"
    )
    assert not [name for _, attributes in read.elements for name in attributes if name in ("src", "href", "style")]
    assert not re.findall(r"@import|url\(|fetch\(|XMLHttpRequest|innerHTML|eval\(", page)


def test_names_are_text_wherever_they_stand() -> None:
    page = page_of(BUSY, AT)
    read = Reader(page)
    assert read.inside["bdi"][0:1] == ["<b>Büro & Söhne</b> </script><script>alert(1)</script>"]
    assert len(read.attributes("script")) == 2
    assert not read.attributes("img")
    assert not read.attributes("b")
    assert any("onerror" in text for text in read.inside["bdi"])
    assert any("onerror" in reason["name"] for reason in data_in(page)["compiled"]["reasons"])


def test_what_customers_do_not_see_is_not_in_it() -> None:
    page = page_of(BUSY, AT)
    data = data_in(page)
    assert not re.search("Dringend|chief|eingefroren_intern|guess", page)
    assert set(data["compiled"]) == {
        *("format", "years", "from", "until", "zone", "zones", "calendars", "reasons", "hours", "schedules"),
        *("targets", "offers", "customers", "names"),
    }


def test_it_asks_for_a_channel_where_one_decides() -> None:
    assert "Sent by" not in page_of(PLAIN, AT)
    read = Reader(page_of(BUSY, AT))
    values = [each["value"] for each in read.attributes("option")]
    assert [value for value in values if value in ("", "phone", "fax")] == ["phone", "fax", ""]


def test_it_shows_the_hours_that_a_promise_waits_for() -> None:
    read = Reader(page_of(BUSY, AT))
    assert len([each for each in read.attributes("div") if "data-schedule" in each]) == 1
    assert [text for text in read.inside["h3"] if text != "Good to know"] == ["Buero", "Always"]
    assert "24 hours a day, 7 days a week" in read.inside["strong"]


def test_schedules_with_the_same_hours_are_shown_once() -> None:
    hours = "schedules: {desk: Mon-Fri 09:00-17:00, phone: Mon-Fri 09:00-17:00, night: Mon-Fri 17:00-21:00}"
    plans = "a: {schedule: desk, resolution: 1 hour}, b: {schedule: phone, resolution: 2 hours}, c: {coverage: night}"
    policy = SlaPolicy.loads(f"{{name: Twice, timezone: UTC, {hours}, plans: {{{plans}}}}}")
    read = Reader(published_page(policy, policy.compile(2026), AT))
    assert [text for text in read.inside["h3"] if text != "Good to know"] == ["Desk, Phone", "Night"]
    assert [text for text in read.inside["p"] if text.startswith("For ") and "days" not in text] == [
        "For A and B",
        "For C",
    ]


def test_it_tells_what_closes_or_opens_support_and_every_holiday_and_until_when() -> None:
    read = Reader(page_of(BUSY, AT))
    days = [each["data-date"] for each in read.attributes("li") if "data-date" in each]
    assert days[:2] == ["2026-12-24", "2026-12-25"]
    assert "Second Day of Christmas: no hours on that day anyway" in read.inside["bdi"], "a Saturday"
    assert "All until 26 November 2027." in read.inside["p"]
    assert "half a day, open 08:00-11:00" in read.inside["bdi"]
    assert days == sorted(days)
    assert max(days) < "2027-11-27"


def test_dates_say_whose_they_are_where_schedules_differ() -> None:
    week = "hours: Mon-Fri 09:00-17:00"
    hours = f"schedules: {{uk: {{{week}, holidays: GB-ENG}}, us: {{{week}, holidays: US}}}}"
    plans = "a: {schedule: uk, resolution: 1 hour}, b: {schedule: us, resolution: 2 hours}"
    policy = SlaPolicy.loads(f"{{name: Two, timezone: UTC, {hours}, plans: {{{plans}}}}}")
    said = Reader(published_page(policy, policy.compile((2026, 2027)), AT)).inside["bdi"]
    assert {"Christmas Day", "Thanksgiving Day (Us)", "Good Friday (Uk)"} <= set(said)


def test_a_holiday_on_which_some_schedules_have_no_hours_anyway_says_of_which() -> None:
    said = Reader(page_of(PLAIN, AT)).inside["bdi"]
    assert {"Christmas Day (Standard)", "Christmas Day: no hours on that day anyway (Night shift)"} <= set(said)


def test_a_closure_on_a_date_without_hours_is_not_told() -> None:
    office = (
        "schedules: {office: {hours: Mon-Fri 09:00-17:00, exceptions: {2026-12-05: {hours: closed, name: moving}}}}"
    )
    page = page_of(f"{{name: One, timezone: UTC, {office}, plans: {{a: {{resolution: 1 business hour}}}}}}", AT)
    assert "Holidays ahead" not in page, "a Saturday"


def test_only_hours_over_midnight_say_to_which_date_they_belong() -> None:
    night = "A date stands for the hours that begin on it: those after midnight belong to the date before."
    assert Reader(page_of(PLAIN, AT)).inside["p"].count(night) == 1, "of the night shift and not of the standard hours"
    assert night not in page_of(BUSY, AT)


def test_a_promise_around_the_clock_has_the_state_of_this_moment_say_whose_hours_it_is_of() -> None:
    office = "timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00}"
    said = "Some promises are counted around the clock, whatever is open."
    for target, called in (("1 calendar hour", "Office"), ("1 business hour", "Support")):
        page = page_of(f"{{name: One, {office}, plans: {{a: {{schedule: office, resolution: {target}}}}}}}", AT)
        read = Reader(page)
        assert read.inside["bdi"][1] == called
        assert (said in read.inside["p"]) == (called == "Office")
    always = "timezone: UTC, schedules: {always: 24x7}"
    assert said not in page_of(f"{{name: One, {always}, plans: {{a: {{resolution: 1 calendar hour}}}}}}", AT)


def test_fields_of_the_same_kind_have_labels_of_their_own() -> None:
    labels = Reader(page_of(PLAIN, AT)).inside["label"]
    assert {"Times of the answer", "Times of the hours"} <= set(labels)
    assert "Clocks showed this time twice that night: was it the first or the second time?" in labels


def test_the_key_of_the_reason_tells_open_time_that_is_not_counted() -> None:
    assert "open, not counted" in page_of(PLAIN, AT)


def test_only_where_the_script_runs_it_speaks_of_the_readers_clocks() -> None:
    read = Reader(page_of(PLAIN, AT))
    (own,) = (attributes for attributes in read.attributes("span") if attributes.get("class") == "only-live")
    assert " and on your own clocks" in read.inside["span"]
    assert own == {"class": "only-live"}
    assert "Plans, hours and holidays stand below." in page_of(PLAIN, AT)


def test_dates_that_are_estimates_say_so() -> None:
    hours = "schedules: {desk: {hours: Mon-Fri 09:00-17:00, holidays: AE}}"
    policy = SlaPolicy.loads(
        f"{{name: Estimated, timezone: Asia/Dubai, {hours}, plans: {{a: {{schedule: desk, resolution: 1 hour}}}}}}"
    )
    said = Reader(published_page(policy, policy.compile((2026, 2027)), AT)).inside["bdi"]
    assert any("estimate" in text for text in said)


def test_it_shows_the_version_in_force() -> None:
    changed = "{standard: {schedule: standard, first_response: {P1: 3 business hours}}}"
    policy = SlaPolicy.loads(f"{PLAIN}versions: [{{effective: 2027-01-01, plans: {changed}}}]")
    compiled = policy.compile((2026, 2027))
    now, later = (Reader(published_page(policy, compiled, AT.replace(year=year))).inside for year in (2026, 2027))
    assert "Plans from 1 January 2027 on" in now["summary"]
    assert "3 business hours" in now["div"]
    assert "4 business hours" in now["div"]
    assert (
        "From 1 January 2027 on, standard, first response, P1: 3 business hours (until then 4 business hours)."
        in (now["li"])
    )
    assert "4 business hours" not in later["div"]
    assert not any(text.startswith("Plans from") for text in later["summary"])


def test_what_a_later_version_offers_can_be_chosen_too() -> None:
    more = "plus: {schedule: standard, resolution: 1 hour}"
    plus = f"{{standard: {{schedule: standard, workaround: {{P5: 3 business hours}}}}, {more}}}"
    policy = SlaPolicy.loads(f"{PLAIN}versions: [{{effective: 2027-01-01, plans: {plus}}}, {{effective: 2028-01-01}}]")
    read = Reader(published_page(policy, policy.compile((2026, 2027)), AT))
    assert {"plus", "P5", "workaround"} <= {each["value"] for each in read.attributes("option")}
    assert len([each for each in read.attributes("details") if "data-from" in each]) == 1


def test_it_says_of_when_it_is() -> None:
    assert "Published on 25 November 2026. This page answers for 2026 to 2027." in page_of(PLAIN, AT)
    policy = SlaPolicy.loads(PLAIN)
    assert "This page answers for 2026." in published_page(policy, policy.compile(2026), AT)


def test_a_policy_without_targets_has_no_calculator() -> None:
    office = "timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00}"
    policy = SlaPolicy.loads(f"{{name: Only hours, {office}, plans: {{basic: {{coverage: office}}}}}}")
    page = published_page(policy, policy.compile(2026), AT)
    assert "When will I hear back?" not in page
    assert "Holidays ahead" not in page


def test_an_instant_without_a_zone_is_refused() -> None:
    policy = SlaPolicy.loads(PLAIN)
    with pytest.raises(NaiveDatetimeError):
        published_page(policy, policy.compile(2026), datetime(2026, 1, 1))


def test_a_policy_by_the_clock_alone_has_no_hours_and_a_schedule_of_no_plan_is_not_shown() -> None:
    by_the_clock = "timezone: UTC, schedules: {}, plans: {basic: {first_response: 2 calendar hours}}"
    policy = SlaPolicy.loads(f"{{name: By the clock, {by_the_clock}}}")
    read = Reader(published_page(policy, policy.compile(2026), AT))
    assert "Support hours" not in read.inside["h2"]
    assert not [each for each in read.attributes("ul") if each.get("class", "") == "status only-live"]
    hours = "schedules: {office: Mon-Fri 09:00-17:00, spare: Sat 09:00-17:00}"
    policy = SlaPolicy.loads(
        f"{{name: One, timezone: UTC, {hours}, plans: {{a: {{schedule: office, resolution: 1 hour}}}}}}"
    )
    assert "Saturday" not in published_page(policy, policy.compile(2026), AT)


def test_a_field_in_which_there_is_nothing_to_choose_is_hidden() -> None:
    office = "timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00}"
    policy = SlaPolicy.loads(
        f"{{name: One, {office}, plans: {{office: {{schedule: office, resolution: 1 hour}}, b: {{coverage: office}}}}}}"
    )
    read = Reader(published_page(policy, policy.compile(2026), AT))
    fields = {
        each["class"]: each.get("hidden") for each in read.attributes("label") if "of-" in (each.get("class") or "")
    }
    assert fields == {"of-plan": "hidden", "of-metric": "hidden"}
    busy = Reader(page_of(BUSY, AT)).attributes("label")
    assert {each["class"]: each.get("hidden") for each in busy if each.get("class") == "of-plan"} == {"of-plan": None}


def test_amounts_by_the_clock_are_said_as_in_the_table() -> None:
    data = data_in(page_of(BUSY, AT))
    assert data["words"]["targets"]["15 calendar minutes"] == "15 minutes, around the clock"


def test_it_says_on_whose_clocks_hours_are_read() -> None:
    own = "{hours: Mon-Fri 09:00-17:00, timezone: customer}"
    policy = SlaPolicy.loads(
        f"{{name: Own, timezone: UTC, schedules: {{own: {own}}}, plans: {{a: {{schedule: own, resolution: 1 hour}}}}}}"
    ).for_customer("Asia/Tokyo")
    assert "response times, in Tokyo time<span" in published_page(policy, policy.compile(2026), AT)
    desks = "de: {hours: Mon-Fri 09:00-17:00, timezone: Europe/Berlin}, us: Mon-Fri 09:00-17:00"
    plans = "a: {schedule: de, resolution: 1 hour}, b: {schedule: us, resolution: 1 hour}"
    policy = SlaPolicy.loads(f"{{name: Two, timezone: UTC, schedules: {{{desks}}}, plans: {{{plans}}}}}")
    assert "response times, on the clocks of support<span" in published_page(policy, policy.compile(2026), AT)
    assert "response times, in UTC<span" in page_of(
        "{name: None, timezone: UTC, schedules: {}, plans: {a: {resolution: 1 hour}}}", AT
    )
