"""`slaclock publish`: a page, or the module that answers in it."""

from pathlib import Path
from typing import Any

import pytest
from published_policy import PLAIN

HOURS = "schedules: {own: {hours: Mon-Fri 09:00-17:00, timezone: customer}}"


def test_a_page_for_this_year_and_the_next(run: Any, policy_file: Any, tmp_path: Path, clock: Any) -> None:
    clock("2026-11-25T22:00Z")
    out = tmp_path / "page.html"
    assert run("publish", policy_file(), "--out", out).out == ""
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n<html")
    assert '"years":[2026,2027]' in page


def test_other_years_and_another_now(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(PLAIN)
    page = run("publish", file, "--years", "2028-2030", "--now", "2028-07-01 09:00").out
    assert '"years":[2028,2030]' in page
    assert "Tue 4 Jul 2028" in page


def test_the_module_needs_no_policy(run: Any) -> None:
    assert run("publish", "--module").out.endswith("export { CompiledPolicy, SlaError, textOf };\n")


def test_so_do_its_types(run: Any) -> None:
    assert "export class CompiledPolicy" in run("publish", "--types").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([], "say which policy is published", id="nothing"),
        pytest.param(["--module", "--years", "2026"], "take neither a policy nor years", id="a-module-of-some-years"),
        pytest.param(["--types", "--now", "2026-01-01"], "take neither a policy nor years", id="types-of-some-time"),
        pytest.param(["--types", "--module"], "are two files", id="both"),
        pytest.param(["--module", "policy.yaml"], "take neither a policy nor years", id="a-module-of-a-policy"),
    ],
)
def test_what_is_refused(run: Any, arguments: list[str], words: str) -> None:
    ran = run("publish", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_a_policy_on_the_clocks_of_customers_is_published_for_a_zone(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(f"{{name: Small, timezone: UTC, {HOURS}, plans: {{only: {{first_response: 1 business hour}}}}}}")
    year = ("--years", "2026", "--now", "2026-07-01")
    refused = run("publish", file, *year)
    assert "say in which zone they are, e.g. --customer-timezone Asia/Tokyo" in refused.err
    assert "customers=" not in refused.err
    assert "Tokyo time" in run("publish", file, *year, "--customer-timezone", "Asia/Tokyo").out
    two = ("--customer-timezone", "Asia/Tokyo", "--customer-timezone", "Europe/London")
    ran = run("publish", file, *year, *two)
    assert (ran.code, ran.out) == (2, "")
    assert "for customers in one zone, not in 2 (Asia/Tokyo, Europe/London); publish one page for each" in ran.err


def test_a_zone_for_a_policy_that_speaks_of_none_is_refused(run: Any, policy_file: Any) -> None:
    ran = run("publish", policy_file(), "--years", "2026", "--customer-timezone", "Asia/Tokyo")
    assert (ran.code, ran.out) == (2, "")
    assert "speaks of no customer's clocks: leave --customer-timezone out" in ran.err
