"""The Django project on SQLite: what is stored, the list of the admin, and the sweep."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pages import blocks_of
from paths import ROOT

OPENED = datetime(2026, 11, 25, 15, tzinfo=UTC)  # Wednesday 10:00 in New York, the day before Thanksgiving.
HOUR = timedelta(hours=1)
NAME = "<script>alert(1)</script>"


@pytest.fixture(scope="module", autouse=True)
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The project with a database of its own, migrated."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "django_desk.settings"
    os.environ["DESK_DATABASE"] = str(tmp_path_factory.mktemp("desk") / "desk.sqlite3")
    import django
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import setup_test_environment, teardown_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    yield
    teardown_test_environment()
    connections.close_all()


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    from django.core.management import call_command

    yield
    call_command("flush", verbosity=0, interactive=False)


class Clock:
    def __init__(self) -> None:
        self.now = OPENED

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


def ticket(**fields: Any) -> Any:
    from django_desk.helpdesk.models import Ticket

    return Ticket.objects.create(**{"subject": "Printer", "priority": "normal", "opened_at": OPENED} | fields)


def happened(to: Any, kind: str, after: timedelta, **fields: Any) -> Any:
    made = to.happened.create(kind=kind, at=OPENED + after, **fields)
    to.refresh_from_db()
    return made


def sweep(*arguments: str) -> list[str]:
    from django.core.management import call_command

    printed = StringIO()
    call_command("sweep_sla", *arguments, stdout=printed)
    return printed.getvalue().splitlines()


def listed(client: Any, **filters: str) -> set[str]:
    found = client.get("/admin/helpdesk/ticket/", {f"{name}__exact": value for name, value in filters.items()})
    assert found.status_code == 200
    return {each.subject for each in found.context["cl"].result_list}


@pytest.fixture
def client() -> Any:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.create_superuser("agent"))
    return client


class TestMixin:
    def test_a_new_ticket_knows_when_it_is_due(self, clock: Clock) -> None:
        made = ticket()
        assert (made.sla_state, made.sla_due) == ("running", datetime(2026, 11, 30, 17, tzinfo=UTC))
        assert made.sla_next_change == datetime(2026, 11, 25, 18, tzinfo=UTC)  # Three quarters of the first response.

    def test_what_happens_is_seen(self, clock: Clock) -> None:
        made = ticket()
        clock.now += HOUR
        happened(made, "status_changed", HOUR, status="waiting_on_customer")
        assert made.sla_state == "paused"
        clock.now += HOUR
        happened(made, "resolved", 2 * HOUR)
        assert made.sla_state == "met"
        assert made.sla_next_change is None

    def test_what_did_not_happen_is_taken_back(self, clock: Clock) -> None:
        made = ticket()
        clock.now += HOUR
        event = happened(made, "resolved", HOUR)
        assert made.sla_state == "met"
        event.delete()
        made.refresh_from_db()
        assert made.sla_state == "running"

    def test_without_an_answer_it_says_why(self, clock: Clock) -> None:
        made = ticket(priority="P9")
        assert (made.sla_state, made.sla_due) == ("no_answer", None)
        assert "'P9'" in made.sla_problem
        made.priority = "urgent"
        made.save()
        assert (made.sla_state, made.sla_problem) == ("running", "")

    def test_another_metric_has_perhaps_not_started(self, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django_desk.helpdesk.models.Ticket.sla_metric", "next_response")
        made = ticket()
        assert (made.sla_state, made.sla_due) == ("not_started", None)

    def test_it_goes_with_all_that_happened(self, clock: Clock) -> None:
        made = ticket()
        happened(made, "agent_replied", HOUR)
        made.delete()
        assert listed_subjects() == []


def listed_subjects() -> list[str]:
    from django_desk.helpdesk.models import Ticket

    return [each.subject for each in Ticket.objects.all()]


class TestSweep:
    def test_it_looks_at_what_has_come_and_no_more(self, clock: Clock) -> None:
        made = ticket()
        assert sweep() == ["looked at 0, 0 changed"]
        clock.now = made.sla_next_change
        assert sweep() == ["looked at 1, 0 changed"]
        assert sweep() == ["looked at 0, 0 changed"]
        clock.now = datetime(2026, 11, 30, 17, tzinfo=UTC)
        assert sweep() == [f"{made.pk} 'Printer': Running -> At Risk", "looked at 1, 1 changed"]
        clock.now += timedelta(microseconds=1)
        assert sweep() == [f"{made.pk} 'Printer': At Risk -> Breached", "looked at 1, 1 changed"]

    def test_as_of_an_instant(self, clock: Clock) -> None:
        ticket()
        assert sweep("--now", "2026-12-01T12:00-05:00")[-1] == "looked at 1, 1 changed"

    @pytest.mark.parametrize(
        ("now", "said"),
        [
            pytest.param("soon", "'soon' is no instant", id="no-instant"),
            pytest.param("2026-12-01T12:00", r"has no offset; write e.g. 2026-12-01T12:00\+00:00", id="naive"),
        ],
    )
    def test_an_instant_that_is_none_is_refused(self, now: str, said: str) -> None:
        from django.core.management import CommandError

        with pytest.raises(CommandError, match=said):
            sweep("--now", now)

    def test_another_policy_holds_after_a_sweep_of_all(
        self, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from django.conf import settings
        from django_desk.helpdesk.tracked import policy

        made = ticket()
        text = Path(settings.SLA_POLICY).read_text(encoding="utf-8").partition("examples:")[0]
        (tmp_path / "policy.yaml").write_text(
            text.replace("normal: 20 business", "normal: 10 business"), encoding="utf-8"
        )
        monkeypatch.setattr(settings, "SLA_POLICY", str(tmp_path / "policy.yaml"))
        policy.cache_clear()
        try:
            assert sweep("--all")[-1] == "looked at 1, 0 changed"
            made.refresh_from_db()
            assert made.sla_due == datetime(2026, 11, 27, 16, tzinfo=UTC)
        finally:
            policy.cache_clear()


class TestAdmin:
    def test_the_list_is_filtered_by_state(self, clock: Clock, client: Any) -> None:
        for subject, fields in {
            "due": {},
            "odd": {"priority": "P9"},
            "late": {"opened_at": OPENED - 200 * HOUR},
        }.items():
            ticket(subject=subject, **fields)
        happened(ticket(subject="solved"), "resolved", timedelta())
        assert listed(client) == {"due", "odd", "late", "solved"}
        assert listed(client, sla_state="running") == {"due"}
        assert listed(client, sla_state="breached") == {"late"}
        assert listed(client, sla_state="met") == {"solved"}
        assert listed(client, sla_state="no_answer", priority="P9") == {"odd"}

    def test_a_ticket_says_why_and_is_escaped(self, clock: Clock, client: Any) -> None:
        made = ticket(subject=NAME, priority="normal")
        found = client.get(f"/admin/helpdesk/ticket/{made.pk}/change/").content.decode()
        assert "20 business hours" in found
        assert "holiday: Thanksgiving Day" in found
        assert NAME not in found
        odd = ticket(priority=NAME)
        found = client.get(f"/admin/helpdesk/ticket/{odd.pk}/change/").content.decode()
        assert "there is no priority" in found
        assert NAME not in found

    def test_a_ticket_is_opened_by_hand(self, clock: Clock, client: Any) -> None:
        assert client.get("/admin/helpdesk/ticket/add/").status_code == 200
        inline = {"happened-TOTAL_FORMS": "1", "happened-INITIAL_FORMS": "0", "happened-0-kind": "agent_replied"}
        at = {
            "happened-0-at_0": "2026-11-25",
            "happened-0-at_1": "15:30",
            "opened_at_0": "2026-11-25",
            "opened_at_1": "15:00",
        }
        done = client.post(
            "/admin/helpdesk/ticket/add/",
            {"subject": "By hand", "priority": "normal", "status": "open", "_save": "Save", **inline, **at},
        )
        assert done.status_code == 302, done.context["errors"]
        assert listed(client, sla_state="running") == {"By hand"}


def test_the_migrations_are_those_of_the_models() -> None:
    command = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "examples" / "apps")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected"), done.stderr


def test_the_page_shows_the_model_as_it_is() -> None:
    page = (ROOT / "docs" / "how-to" / "django.md").read_text(encoding="utf-8")
    shown = next(each.text for each in blocks_of(page) if each.language == "text")
    assert shown in (ROOT / "examples" / "apps" / "django_desk" / "helpdesk" / "models.py").read_text(encoding="utf-8")
