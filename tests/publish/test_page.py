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
    assert read.inside["h1"] == ["<b>Büro & Söhne</b> </script><script>alert(1)</script>"]
    assert len(read.attributes("script")) == 2
    assert not read.attributes("img")
    assert not read.attributes("b")
    assert any("onerror" in text for text in read.inside["li"])
    assert any("onerror" in reason["name"] for reason in data_in(page)["compiled"]["reasons"])


def test_what_customers_do_not_see_is_not_in_it() -> None:
    data = data_in(page_of(BUSY, AT))
    assert "Dringend" not in json.dumps(data)
    assert set(data["compiled"]) == {
        *("format", "years", "from", "until", "zone", "zones", "calendars", "reasons", "hours", "schedules"),
        *("targets", "offers", "customers", "names"),
    }


def test_it_asks_for_a_channel_where_one_decides() -> None:
    assert "Sent by" not in page_of(PLAIN, AT)
    read = Reader(page_of(BUSY, AT))
    values = [each["value"] for each in read.attributes("option")]
    assert values[values.index("phone") - 1] == ""


def test_it_shows_the_hours_that_a_promise_waits_for() -> None:
    shown = [each for each in Reader(page_of(BUSY, AT)).attributes("section") if "data-schedule" in each]
    assert len(shown) == 1


def test_it_shows_the_version_in_force() -> None:
    changed = "{standard: {schedule: standard, first_response: {P1: 3 business hours}}}"
    policy = SlaPolicy.loads(f"{PLAIN}versions: [{{effective: 2027-01-01, plans: {changed}}}]")
    compiled = policy.compile((2026, 2027))
    now, later = (
        Reader(published_page(policy, compiled, AT.replace(year=year))).inside["div"] for year in (2026, 2027)
    )
    assert "3 business hours" not in now
    assert "3 business hours" in later


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
