"""What a text of hours leaves out: weekdays and holidays; all else leads to where it is stated (R5, R6, R19)."""

import pytest

from slaclock import DeclarationError, Schedule

HOURS = "Mon-Fri 09:00-17:00"


def schedule(hours: str) -> Schedule:
    return Schedule(timezone="America/New_York", hours=hours, holidays="US")


@pytest.mark.parametrize(
    ("written", "whose", "instead"),
    [
        pytest.param(
            f"{HOURS}, closed on US public holidays", "'US' at character 32", f"{HOURS}, closed on public holidays"
        ),
        pytest.param(f"{HOURS} except US holidays", "'US' at character 28", f"{HOURS} except holidays"),
        pytest.param(
            f"{HOURS}, excluding New York holidays", "'New York' at character 32", f"{HOURS}, excluding holidays"
        ),
        pytest.param(
            f"{HOURS} (excluding bank holidays in England and Wales)",
            "'in England and Wales' at character 46",
            f"{HOURS} (excluding bank holidays)",
        ),
        pytest.param(
            "Mo-Fr 9-17 Uhr außer an bayerischen Feiertagen",
            "'bayerischen' at character 25",
            "Mo-Fr 9-17 Uhr außer an Feiertagen",
        ),
        pytest.param(
            "lundi au vendredi 9h-18h, sauf jours fériés en Alsace",
            "'en Alsace' at character 45",
            "lundi au vendredi 9h-18h, sauf jours fériés",
        ),
    ],
    ids=lambda text: text,
)
def test_whose_holidays_close_it_is_stated_beside_the_hours(written: str, whose: str, instead: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        schedule(written)
    assert f"{whose} says whose holidays close it, which is stated beside the hours, e.g. `holidays: US`" in str(
        caught.value
    )
    assert f"write '{instead}'" in str(caught.value)
    assert schedule(instead).hours == schedule(HOURS if "09" in written else instead).hours


def test_a_misspelt_word_for_holidays_is_one() -> None:
    with pytest.raises(DeclarationError, match="write 'Mon-Sat 9-17, except public holidays'"):
        schedule("Mon-Sat 9-17, except public holidys")
    assert schedule("Mon-Sat 9-17, except public holidays").hours


@pytest.mark.parametrize("zone", ["EST", "(New York time)", "Eastern Time", "US Eastern", "EST Sat 10:00-12:00"])
def test_a_zone_is_still_one(zone: str) -> None:
    with pytest.raises(DeclarationError, match="is a time zone, which is stated as `timezone`"):
        schedule(f"{HOURS} {zone}")
