"""R13: what is suggested for a name that is no zone is accepted, and its clocks show the offset that was written."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, strategies as st

from slaclock import ZoneError
from slaclock.hours.meant_zones import _ABBREVIATIONS, _ELSEWHERE, _RULES_OF_THE_US, meant_otherwise
from slaclock.hours.places import zones_of_places
from slaclock.hours.zone_names import zone_named

HOUR = timedelta(hours=1)


def refused(name: str) -> str:
    with pytest.raises(ZoneError) as caught:
        zone_named(name)
    message = str(caught.value)
    assert message.startswith(repr(name))
    return message.removeprefix(repr(name))


def suggested(message: str) -> list[str]:
    return re.findall(r"'([^']+)'", message)


def shown_this_year(zone: str) -> set[timedelta | None]:
    """The offsets of a zone in January and in July of the year that is now."""
    year = datetime.now(UTC).year
    return {datetime(year, month, 15, tzinfo=zone_named(zone)).utcoffset() for month in (1, 7)}


@pytest.mark.parametrize("name", _ABBREVIATIONS)
def test_an_abbreviation_leads_to_clocks_that_show_its_offset(name: str) -> None:
    hours, _ = _ABBREVIATIONS[name]
    found = suggested(refused(name))
    elsewhere = _ELSEWHERE.get(name, ("", ""))[1]
    assert len(found) >= 2
    assert all(hours * HOUR in shown_this_year(zone) for zone in found if zone != elsewhere)
    assert not elsewhere or shown_this_year(elsewhere)
    assert refused(name.lower())


@given(st.sampled_from("+-−–"), st.integers(0, 14), st.sampled_from((0, 15, 30, 45)), st.data())
def test_a_loose_offset_leads_to_clocks_that_show_it(sign: str, hours: int, minutes: int, data: st.DataObject) -> None:
    """Whether it stands in brackets, behind UTC or GMT, or alone: and east stays east."""
    clock = f"{hours}:{minutes:02}" if minutes else str(hours)
    form = data.draw(st.sampled_from(("GMT{}", "UTC {}", "(GMT{})", "gmt {}", "{}", "Z{}", "Nowhere (UTC{})")))
    offset = timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1)
    found = suggested(refused(form.format(sign + clock)))
    assert found
    assert all(offset in shown_this_year(zone) for zone in found)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("(GMT-5)", ["America/New_York", "America/Chicago", "UTC-05:00"]),
        ("GMT+6", ["Asia/Dhaka", "UTC+06:00"]),
        ("CEST", ["Europe/Berlin", "UTC+02:00"]),
        ("GMT+15", ["UTC+15:00"]),
        ("Paris (GMT+1)", ["Europe/Paris", "UTC+01:00"]),
        ("Paris (GMT+5)", ["Asia/Karachi", "UTC+05:00"]),
        ("(UTC-05:00) Eastern Time (US & Canada)", ["America/New_York", "UTC-05:00"]),
        ("GMT+99", ["America/New_York"]),
        ("GMT+5:75", ["America/New_York"]),
        ("Etc/GMT+15", ["America/New_York"]),
        ("Armenia", ["Asia/Yerevan"]),
        ("Germeny", ["Europe/Berlin"]),
        ("São Paulo", ["America/Sao_Paulo"]),
        ("Frankfurt, Germany", ["Europe/Berlin"]),
        ("India Standard Time", ["Asia/Kolkata"]),
        ("Texas", ["America/Chicago", "America/Denver"]),
        ("europe/london", ["Europe/London"]),
        ("America/New_Yrok", ["America/New_York"]),
        ("localtime", ["America/New_York"]),
        ("custmer", ["America/New_York"]),
    ],
    ids=str,
)
def test_what_a_name_leads_to(name: str, found: list[str]) -> None:
    assert suggested(refused(name)) == found


def test_several_zones_of_a_country_are_said_to_differ() -> None:
    assert "clocks differ from place to place there: did you mean 'Australia/Sydney'" in refused("Australia")


@pytest.mark.parametrize("name", zones_of_places())
def test_the_zones_of_places_are_accepted_and_found_by_their_names(name: str) -> None:
    zones = zones_of_places()[name]
    assert all(zone_named(zone) for zone in zones)
    assert suggested(refused(name)) == [*zones]


def test_of_the_names_that_iana_has_those_that_mislead_are_told_with_what_to_write() -> None:
    """`Etc/GMT-5` lies five hours east; what to write instead says so, or the offset that may have been meant."""
    told = {name: text for name in available_timezones() if (text := meant_otherwise(name))}
    assert {name for name in told if not name.startswith("Etc/")} == set(_RULES_OF_THE_US)
    assert len(told) == 26 + len(_RULES_OF_THE_US)
    for name, text in told.items():
        of_name, *instead = suggested(text)
        assert of_name == name
        assert shown_this_year(name) == shown_this_year(instead[0])
    assert suggested(told["Etc/GMT-5"])[1:] == ["UTC+05:00", "UTC-05:00"]
    assert "UTC+05:00, east of Greenwich" in told["Etc/GMT-5"]
    assert "UTC-12:00, west of Greenwich" in told["Etc/GMT+12"]
