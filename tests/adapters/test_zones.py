"""Names of zones as Rails has them, and those of IANA (R13)."""

import pytest

from slaclock import PayloadError
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload
from slaclock.adapters.zones import MOVED, RAILS_ZONES, zone_in
from slaclock.hours import zone_named


def read(name: object) -> tuple[str, list[str]]:
    account = Account()
    zone = zone_in(Payload(name, ("schedule", "time_zone")), account, ("schedules", "Office"))
    return zone, [f"{loss.path}: {loss}" for loss in account.losses]


def test_all_names_of_rails_are_zones_that_exist() -> None:
    assert len(RAILS_ZONES) == 151
    for zone in {*RAILS_ZONES.values(), *MOVED.values()}:
        zone_named(zone)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("London", "Europe/London"),
        ("Edinburgh", "Europe/London"),
        ("New Caledonia", "Pacific/Noumea"),
        ("Nuku'alofa", "Pacific/Tongatapu"),
        ("St. Petersburg", "Europe/Moscow"),
        ("Mid-Atlantic", "Atlantic/South_Georgia"),
        ("Brasilia", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "Etc/UTC"),
        ("(GMT+11:00) New Caledonia", "Pacific/Noumea"),
        ("(GMT-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("Europe/Copenhagen", "Europe/Copenhagen"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
    ],
)
def test_a_name_means_its_zone(name: str, zone: str) -> None:
    assert read(name) == (zone, [])


@pytest.mark.parametrize("name", sorted(MOVED))
def test_a_name_that_moved_says_which_zone_was_taken(name: str) -> None:
    zone, losses = read(name)
    assert zone == RAILS_ZONES[name]
    assert len(losses) == 1
    assert zone in losses[0]
    assert MOVED[name] in losses[0]
    assert read(MOVED[name]) == (MOVED[name], [])  # The way out.


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("Londn", "'Londn' is not a time zone; .*or 'London', as Rails has it", id="one-letter-off"),
        pytest.param("EST", "does not say whether clocks change", id="an-abbreviation"),
        pytest.param("Atlantis", "'Atlantis' is not a time zone", id="no-place"),
        pytest.param("(GMT+01:00)", "does not say whether clocks change", id="an-offset-alone"),
        pytest.param(7, "it is text, not 7", id="a-number"),
        pytest.param("x" * 300, "is not a time zone", id="too-long"),
    ],
)
def test_another_name_is_refused_with_the_way_out(name: object, problem: str) -> None:
    with pytest.raises(PayloadError, match=f"^schedule.time_zone: .*{problem}"):
        read(name)
