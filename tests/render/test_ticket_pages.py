"""A ticket as a page."""

import xml.etree.ElementTree as ET
from datetime import timedelta

from pictured import (
    POLICY,
    SVG,
    at,
    page_of,
    words_of,
)

from slaclock import Event, SlaPolicy, Ticket
from slaclock.render import (
    evaluation_html,
)


class TestTickets:
    OPENED = at("2026-06-01T10:00")

    def ticket(self, replies: int) -> Ticket:
        events = [Event(at=self.OPENED + timedelta(minutes=n), kind="agent_replied") for n in range(1, replies + 1)]
        return Ticket(id="T-1", opened=self.OPENED, plan="standard", events=tuple(events))

    def page(self, ticket: Ticket, hours: int = 2) -> ET.Element:
        return page_of(evaluation_html(POLICY.evaluate(ticket, self.OPENED + timedelta(hours=hours))))

    def test_a_section_for_each_cycle_linked_from_the_overview(self) -> None:
        page = self.page(self.ticket(2))
        links = [each.get("href", "") for each in page.iter("a")]
        assert links == ["#first_response-1", "#resolution-1", "#update-1", "#update-2"]
        assert [f"#{each.get('id')}" for each in page.iter("section")] == links
        assert "Update, cycle 2" in words_of(page)

    def test_many_cycles_are_bounded_and_the_running_ones_stay(self) -> None:
        page = self.page(self.ticket(50))
        assert len(list(page.iter("section"))) == 30
        assert "22 earlier cycles that have ended are not shown." in words_of(page)
        assert {"#resolution-1", "#update-50"} <= {each.get("href") for each in page.iter("a")}

    def test_events_left_out_are_said(self) -> None:
        early = Event(at=self.OPENED - timedelta(hours=1), kind="agent_replied")
        assert "Left out" in words_of(self.page(self.ticket(0).with_event(early)))

    def test_a_ticket_on_which_nothing_started(self) -> None:
        policy = SlaPolicy.model_validate(
            POLICY.model_dump(mode="json") | {"plans": {"standard": {"next_response": "1 hour"}}}
        )
        evaluation = policy.evaluate(Ticket(opened=self.OPENED, plan="standard"), self.OPENED)
        assert "No metric has started." in words_of(page_of(evaluation_html(evaluation)))

    def test_pages_may_hold_the_same_drawing_twice(self) -> None:
        ids = [each.get("id") for each in self.page(self.ticket(3)).iter(f"{SVG}svg")]
        assert all(ids)
