"""What customers see has no internal names: no rule numbers, no `first_response`, no `America/New_York`."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from html_reader import Reader
from paths import POLICIES

from slaclock import (
    ChoiceError,
    Event,
    Explanation,
    Schedule,
    SlaClockError,
    SlaPolicy,
    Ticket,
    compare,
    evaluation_html,
    explanation_html,
    explanation_markdown,
    explanation_svg,
    week_svg,
    year_html,
    year_of,
    year_text,
)

OPENED, NOW = datetime(2026, 11, 25, 15, tzinfo=UTC), datetime(2026, 11, 27, 12, tzinfo=UTC)
INTERNAL = re.compile(r"\(R\d+\)|[A-Z][a-z]+/[A-Z]\w+|[a-z0-9]_[a-z0-9]")
"""A rule's number, a zone's name, or a name of a policy's own."""
POLICY = SlaPolicy.model_validate(
    {
        "name": "first_line",
        "timezone": "America/New_York",
        "holidays": "US",
        "schedules": {
            "all_day": "Mon-Fri 09:00-18:00",
            "day_shift": {"hours": "Mon-Fri 09:00-18:00", "excluding": ["night_patching"]},
        },
        "closures": {"night_patching": "Wed 10:15-10:45"},
        "plans": {
            "tier_2": {
                "schedule": "day_shift",
                "first_response": "4 business hours",
                "resolution": {"P1": "2 business days", "P2": "6 business hours"},
            }
        },
    }
)
EVENTS = (
    Event(at=OPENED - timedelta(hours=1), kind="agent_replied"),
    Event(at=OPENED.replace(hour=16), kind="status_changed", status="waiting_on_customer"),
    Event(at=OPENED.replace(hour=17), kind="priority_changed", priority="P2", by="auto_triage"),
    Event(at=OPENED.replace(hour=22), kind="status_changed", status="open"),
)
TICKET = Ticket(id="T-1", opened=OPENED, plan="tier_2", priority="P1", events=EVENTS)
EVALUATION = POLICY.evaluate(TICKET, NOW)
WHY = EVALUATION.latest("resolution").explain()


def seen_on(page: str) -> str:
    """What a page or a drawing says, read or heard."""
    heard = re.findall(r'(?:aria-label|title)="([^"]*)"', page)
    return " ".join([Reader(page).text, *heard])


def shown_of(why: Explanation) -> Iterator[str]:
    yield why.text(audience="customer")
    yield explanation_markdown(why).replace("\\", "")
    yield from map(seen_on, (explanation_html(why), explanation_svg(why)))


def published(schedule: Schedule) -> Iterator[str]:
    year = year_of(schedule, 2027)
    yield year_text(year, audience="customer")
    yield seen_on(year_html(year))
    if isinstance(schedule.hours, tuple):
        yield seen_on(week_svg(schedule))


def explained(policy: SlaPolicy) -> Iterator[Explanation]:
    for plan, metric, priority, _ in policy.offers():
        try:
            yield policy.explain(OPENED, plan, priority, metric)
        except SlaClockError:
            continue


class TestCustomers:
    def test_a_ticket_full_of_names(self) -> None:
        for said in (*shown_of(WHY), seen_on(evaluation_html(EVALUATION))):
            assert INTERNAL.findall(said) == []
            assert "waiting for the customer" in said

    @pytest.mark.parametrize("file", sorted(POLICIES.iterdir()), ids=lambda path: path.stem)
    def test_published_policies(self, file: object) -> None:
        policy = SlaPolicy.load(str(file)).for_customer("Europe/Paris")
        table = compare(policy)
        for said in (table.text(audience="customer"), table.markdown().replace("\\", ""), seen_on(table.html())):
            assert INTERNAL.findall(said) == []
        for why in islice(explained(policy), 3):
            assert [INTERNAL.findall(said) for said in shown_of(why)] == [[]] * 4
        for name in islice(policy.schedules, 2):
            assert not any(INTERNAL.findall(said) for said in published(policy.schedule(name)))

    def test_in_words(self) -> None:
        told = WHY.for_audience("customer")
        assert told.subject == "T-1: first line, tier 2, P2, Resolution"
        assert told.facts()["hours"] == WHY.facts("customer")["hours"]
        assert "paused: waiting for the customer" in [stretch.reason for stretch in told.stretches]
        assert "excluded: night patching" in [stretch.reason for stretch in told.stretches]
        assert [str(note) for note in told.notes] == [note.text.replace("tier_2", "tier 2") for note in WHY.notes]

    def test_what_programs_read_stays(self) -> None:
        told = WHY.for_audience("customer")
        assert (told.timezone, told.state, told.metric) == (WHY.timezone, WHY.state, "resolution")
        assert [stretch.kind for stretch in told.stretches] == [stretch.kind for stretch in WHY.stretches]
        assert Explanation.model_validate_json(told.model_dump_json()) == told
        assert told.for_audience("customer") == told


class TestEngineers:
    """Names that can be looked up, and the numbers of rules."""

    def test_see_them_on_the_terminal(self) -> None:
        for said in (str(WHY), WHY.text()):
            assert {"America/New_York", "tier_2", "status waiting_on_customer", "(R16)"} <= set(_names_in(said))
        assert "America/New_York" in compare(POLICY).text()
        assert "America/New_York" in year_text(year_of(POLICY.schedule("day_shift"), 2027))

    def test_may_see_them_anywhere(self) -> None:
        pages = [
            explanation_markdown(WHY, "engineer").replace("\\", ""),
            seen_on(explanation_html(WHY, "engineer")),
            seen_on(evaluation_html(EVALUATION, audience="engineer")),
        ]
        for said in pages:
            assert {"America/New_York", "tier_2", "status waiting_on_customer", "(R16)"} <= set(_names_in(said))
        assert "America/New_York" in seen_on(explanation_svg(WHY, audience="engineer"))
        assert "America/New_York" in compare(POLICY).markdown("engineer")
        assert "America/New_York" in seen_on(compare(POLICY).html("engineer"))
        assert "America/New_York" in seen_on(year_html(year_of(POLICY.schedule("day_shift"), 2027), "engineer"))

    def test_see_them_in_a_notebook(self) -> None:
        assert "status waiting_on_customer" in seen_on(WHY._repr_html_())
        assert "first_response" in seen_on(EVALUATION._repr_html_())


def _names_in(said: str) -> list[str]:
    return re.findall(r"America/New_York|tier_2|status waiting_on_customer|\(R\d+\)", said)


def test_nobody_else_reads() -> None:
    with pytest.raises(ChoiceError, match="audience is 'customer' or 'engineer', not 'boss'"):
        WHY.text(audience="boss")  # type: ignore[arg-type]
