"""What customers are told beside the table of plans, in their words (R7, R10, R11, R16, R17)."""

from datetime import UTC, datetime

import pytest
from published_questions import POLICIES, policy_in

from slaclock import NaiveDatetimeError, SlaPolicy
from slaclock.review import compare, fine_print

AT = datetime(2026, 11, 25, 22, tzinfo=UTC)
DAYS = "For promises in business days, "
NIGHTS = "schedules: {nights: Sun-Thu 22:00-06:00}, holidays: US, plans: {a: {first_response: 2 business hours}}"

ESCALATED = "{P1: {target: 1 hour, escalations: {boss: 50%}}}"
TWO_DESKS = (
    "schedules: {day_desk: Mon-Fri 09:00-17:00, night_desk: Sun-Thu 22:00-06:00}, holidays: US, "
    "plans: {a: {schedule: night_desk, first_response: 2 business hours}}"
)


def told(text: str, at: datetime = AT) -> tuple[str, ...]:
    return fine_print(SlaPolicy.loads(f"{{name: Small, timezone: UTC, {text}}}"), at)


def promised(target: str, more: str = "") -> str:
    return f"schedules: {{office: Mon-Fri 09:00-17:00}}, plans: {{a: {{first_response: {target}}}}}{more}"


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        pytest.param(
            promised("2 business hours"),
            "A response time that ends exactly when support closes is due at that moment.",
            id="at-closing",
        ),
        pytest.param(
            promised("2 business hours", ", boundary: next_opening"),
            "A response time that ends exactly when support closes is due when it opens again.",
            id="at-the-next-opening",
        ),
        pytest.param(
            promised("2 business days", ", day_rule: close"),
            "Business days end when support closes on the last of them.",
            id="at-the-close-of-a-day",
        ),
        pytest.param(
            promised("2 business days", ', ends: "16:00"'),
            f"{DAYS}what is due on a day is due at 16:00.",
            id="at-a-time-of-day",
        ),
        pytest.param(
            promised("2 business days"),
            f"{DAYS}what you send while support is closed counts as received when support opens again.",
            id="sent-while-closed",
        ),
        pytest.param(
            promised("{P1: {target: 1 business day, ends: as_is}, P2: 1 business day}"),
            f"Unless the table says otherwise, {DAYS[0].lower()}{DAYS[1:]}"
            "what would be due while support is closed is due when it opens again.",
            id="where-promises-differ",
        ),
        pytest.param(
            promised("{P1: 1 hour, P2: 2 hours, P3: 3 hours}", ", on_change: reset"),
            "If the priority or the plan of a request changes, its time starts anew with the change.",
            id="another-priority",
        ),
        pytest.param(
            NIGHTS,
            "A holiday cancels the shift of that day; the one of the day before ends as usual.",
            id="a-shift-over-midnight",
        ),
        pytest.param(
            TWO_DESKS,
            "Night desk: A holiday cancels the shift of that day; the one of the day before ends as usual.",
            id="one-of-two-schedules",
        ),
        pytest.param(
            promised("2 business hours", ", metrics: {first_response: {pauses_in: [waiting_on_customer, frozen]}}"),
            "First response is not counted while a request is waiting for you or “frozen”.",
            id="it-stands-still",
        ),
        pytest.param(
            promised("2 business hours", ", metrics: {first_response: {runs_in: [waiting_on_support]}}"),
            "First response is counted only while a request is waiting for us.",
            id="it-runs-only-then",
        ),
        pytest.param(
            promised("2 business hours").replace("first_response", "resolution"),
            "Resolution is not counted while a request is waiting or on hold.",
            id="whoever-waits-waits",
        ),
        pytest.param(
            promised("2 business hours", ", metrics: {first_response: {starts: [issue_found, customer_replied]}}"),
            "First response is counted from “issue found” or your reply.",
            id="it-begins-otherwise",
        ),
        pytest.param(
            promised("{P1: {target: 1 hour, lifecycle: {pauses_in: [frozen]}}, P2: 2 hours}"),
            "First response (a, P1) is not counted while a request is “frozen”.",
            id="one-promise-stands-still",
        ),
        pytest.param(
            promised(
                "{P1: {target: 1 hour, lifecycle: {pauses_in: []}}, P2: 2 hours}",
                ", metrics: {first_response: {pauses_in: [frozen]}}",
            ),
            "First response (a, P1) is counted while a request waits, too.",
            id="one-promise-does-not",
        ),
        pytest.param(
            promised("2 business hours", ", notices: {price_change: 10 business days}"),
            "Price change is announced at least 10 business days ahead.",
            id="a-notice",
        ),
    ],
)
def test_a_sentence(policy: str, sentence: str) -> None:
    assert sentence in told(policy)


def test_what_a_later_version_changes_is_told_before_it_comes() -> None:
    later = "versions: [{effective: 2027-01-01, notices: {maintenance: 3 days}, plans: {b: {resolution: 4 hours}}}]"
    policy = promised("2 business hours", f", {later}")
    assert "From 1 January 2027 on there is a plan b." in told(policy)
    assert any(text.startswith("From 1 January 2027 on: Maintenance is announced") for text in told(policy))
    assert not any(text.startswith("From") for text in told(policy, AT.replace(year=2027)))


def test_what_is_the_teams_own_is_not_told() -> None:
    own = (
        ", assumptions: [Nobody knows.], escalations: {chief: 1 hour left}, warnings: {soon: 75%}, "
        "names: {priorities: {Dringend: P1}}, "
        f"versions: [{{effective: 2027-01-01, plans: {{a: {{first_response: {ESCALATED}}}}}}}]"
    )
    policy = promised("{P1: 1 hour}", own)
    words = " ".join(told(policy))
    assert "P1: 1 hour" not in words
    assert not [name for name in ("Nobody", "chief", "soon", "Dringend", "boss", "escalat") if name in words]


def test_a_table_may_leave_out_who_hears_of_a_promise() -> None:
    policy = SlaPolicy.loads(f"{{name: Small, timezone: UTC, {promised(ESCALATED)}}}")
    assert "escalates to boss" in compare(policy).text()
    assert "boss" not in compare(policy, with_escalation=False).text()


def test_every_choice_that_is_told_has_a_sentence() -> None:
    """No reading of the examples falls back on words for engineers."""
    for path in POLICIES:
        words = " ".join(fine_print(policy_in(path), AT))
        assert not [word for word in ("Targets in", "Nth", "breached", "target", "schedule ") if word in words], path


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveDatetimeError):
        told(promised("1 hour", ", versions: [{effective: 2027-01-01}]"), datetime(2026, 1, 1))
