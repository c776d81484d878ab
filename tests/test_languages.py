"""Hours and amounts in other languages than English; and which language a text is in (R19)."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, strategies as st

from slaclock import DeclarationError, HoursError, SlaPolicy, SupportWindow, Target, TargetError
from slaclock.hours import check_language, reading_in
from slaclock.hours.languages import language, vocabularies
from slaclock.hours.text import read_days
from slaclock.hours.vocabulary import english
from slaclock.targets.target_languages import other_languages
from slaclock.targets.target_text import read_target

CODES = [each.code for each in vocabularies()]


def days_of(code: str) -> dict[str, tuple[int, ...]]:
    return {word: each.days for word, each in language(code).meanings.items() if "one day" in each.kinds}


class TestWords:
    """What the tables of languages say."""

    @pytest.mark.parametrize("code", CODES)
    def test_names_of_days_are_those_of_cldr(self, code: str) -> None:
        """In full and abbreviated, as Babel has them; each is one word here."""
        babel = pytest.importorskip("babel")
        found = days_of(code)
        for names in (babel.Locale(code).days[context]["wide"] for context in ("format", "stand-alone")):
            for number, name in names.items():
                with reading_in(code):
                    assert read_days(name) == read_days(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[number])
        assert set(found.values()) == {(number,) for number in range(7)}

    @pytest.mark.parametrize("code", CODES[1:])
    def test_days_that_english_has_too_mean_the_same(self, code: str) -> None:
        """So a text whose words are all English needs no second look."""
        own = days_of("en")
        assert {word: days for word, days in days_of(code).items() if word in own and own[word] != days} == {}

    def test_a_language_is_known_by_its_code(self) -> None:
        assert language("de-AT") is language("de")
        assert language("EN") is english()
        assert [each.code for each in other_languages()] == CODES[1:]

    def test_another_language_has_the_days_of_cldr(self) -> None:
        pytest.importorskip("babel")
        with reading_in("sv"):
            assert [str(each) for each in SupportWindow.parse("mån-tors 09:00-17:00")] == ["Mon-Thu 09:00-17:00"]
            assert [str(each) for each in SupportWindow.parse("lördag 10-14")] == ["Sat 10:00-14:00"]

    def test_without_babel_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "babel", None)
        with pytest.raises(HoursError, match=r"install slaclock\[locale\]; known without it are 'en', 'de', 'fr'"):
            check_language("fi")

    def test_an_unknown_language_is_refused(self) -> None:
        pytest.importorskip("babel")
        with pytest.raises(HoursError, match=r"'xx' is no language; write e\.g\. 'de' or 'pt-BR'"):
            check_language("xx")


class TestWhichLanguage:
    """A text is of one language; a stated one settles which."""

    @pytest.mark.parametrize(
        ("code", "text", "expected"),
        [
            ("de", "Do 09:00-17:00", "Thu 09:00-17:00"),
            ("es", "Do 09:00-17:00", "Sun 09:00-17:00"),
            ("nl", "Ma 09:00-17:00", "Mon 09:00-17:00"),
            ("fr", "Ma 09:00-17:00", "Tue 09:00-17:00"),
            ("de", "Thu 09:00-17:00", "Thu 09:00-17:00"),
        ],
        ids=str,
    )
    def test_it_settles_what_is_meant(self, code: str, text: str, expected: str) -> None:
        with reading_in(code):
            assert "; ".join(map(str, SupportWindow.parse(text))) == expected

    def test_it_holds_as_long_as_it_lasts(self) -> None:
        with reading_in("de"), reading_in("es"):
            assert read_days("Do") == ("Sun",)
        with pytest.raises(HoursError, match="it means 'Thu' in German and Dutch and 'Sun' in Spanish and Italian"):
            read_days("Do")

    def test_english_alone(self) -> None:
        with pytest.raises(HoursError, match="'so' at character 1 is not a day of the week"):
            read_days("so", "en")

    @pytest.mark.parametrize(
        ("code", "text"), [("de", "lundi 9-17"), ("fr", "Montag 9-17"), ("nl", "Montag 9-17")], ids=str
    )
    def test_others_are_refused(self, code: str, text: str) -> None:
        with reading_in(code), pytest.raises(HoursError, match="is not a day of the week"):
            SupportWindow.parse(text)

    def test_the_first_problem_is_told_where_no_language_reads_it(self) -> None:
        with pytest.raises(HoursError, match="it ends where a time of day should stand"):
            SupportWindow.parse("lu-ve")

    @given(st.sampled_from(CODES[1:]), st.data())
    def test_days_in_any_language_are_those_days(self, code: str, data: st.DataObject) -> None:
        """Two days of one language, the language stated, are the days that its table has."""
        words = st.sampled_from(sorted(days_of(code).items()))
        (first, one), (last, other) = data.draw(words), data.draw(words)
        week = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        with reading_in(code):
            assert read_days(f"{first}-{last}") == read_days(f"{week[one[0]]}-{week[other[0]]}")
            assert read_days(f"{first}, {last}") == read_days(f"{week[one[0]]}, {week[other[0]]}")


class TestAmounts:
    """Targets in the same languages."""

    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("1 Arbeitstag", "1 business day"),
            ("innerhalb von 2 Arbeitstagen", "within 2 business days"),
            ("4 Stunden", "4 hours"),
            ("4 Stunden und 30 Minuten", "4 hours and 30 minutes"),
            ("4 Arbeitsstunden", "4 business hours"),
            ("3 Kalendertage", "3 calendar days"),
            ("2 heures", "2 hours"),
            ("un jour ouvré", "1 business day"),
            ("4 heures ouvrées", "4 business hours"),
            ("2 días hábiles", "2 business days"),
            ("2 dias habiles", "2 business days"),
            ("4 horas hábiles", "4 business hours"),
            ("2 dias úteis", "2 business days"),
            ("em até 3 dias úteis", "within 3 business days"),
            ("1 giorno lavorativo", "1 business day"),
            ("entro 4 ore", "within 4 hours"),
            ("2 werkdagen", "2 business days"),
            ("binnen 4 uur", "within 4 hours"),
            ("2 horas", "2 hours"),
            ("1 Monat", "1 month"),
        ],
        ids=str,
    )
    def test_they_mean_what_english_ones_mean(self, text: str, same: str) -> None:
        assert Target(text).model_dump(exclude={"text"}) == Target(same).model_dump(exclude={"text"})

    @pytest.mark.parametrize(
        ("text", "instead"),
        [
            ("2 Werktage", "2 Arbeitstage"),
            ("innerhalb von 3 Werktagen", "innerhalb von 3 Arbeitstagen"),
            ("1 jour ouvrable", "1 jour ouvré"),
            ("2 jours ouvrables", "2 jours ouvrés"),
            ("2 giorni feriali", "2 giorni lavorativi"),
        ],
        ids=str,
    )
    def test_words_that_count_saturdays_in_law_are_refused(self, text: str, instead: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target(text)
        assert f"counts Saturdays in law and not in offices; business days are a schedule's; write {instead!r}" in str(
            caught.value
        )
        assert Target(instead).counts == "business_days"

    def test_words_that_languages_share_mean_the_same(self) -> None:
        """So the first language that has all words of a text says what it means."""
        known = [each.vocabulary for each in other_languages()]
        phrases = [
            {
                (first, *rest): meaning
                for rows in (each.units, each.leads)
                for first in rows
                for rest, meaning in rows[first]
            }
            for each in known
        ]
        for tables in (phrases, [each.numbers for each in known]):
            assert [
                (phrase, one[phrase], other[phrase])
                for one, other in combinations(tables, 2)
                for phrase in one.keys() & other.keys()
                if one[phrase] != other[phrase]
            ] == []

    @pytest.mark.parametrize("text", ["4 business Stunden", "4 Stunden ouvrées", "4 Stundn", "2 dagen ouvrés"], ids=str)
    def test_a_text_is_of_one_language(self, text: str) -> None:
        with pytest.raises(TargetError, match=r"is not understood|is not a unit of time"):
            read_target(text)


DO = "Do 09:00-17:00"


class TestPolicies:
    """A policy states its language once."""

    def policy(self, **parts: Any) -> SlaPolicy:
        plans = {"only": {"schedule": "büro", "first_response": {"P1": "4 Stunden", "P2": "2 business days"}}}
        return SlaPolicy(
            **{"name": "N", "timezone": "Europe/Berlin", "schedules": {"büro": DO}, "plans": plans, **parts}
        )

    def test_it_holds_for_all_of_it(self) -> None:
        policy = self.policy(language="de")
        assert str(policy.schedule("büro").hours[0]) == "Thu 09:00-17:00"  # type: ignore[index]
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy
        plans = {"only": {"schedule": "büro", "first_response": "4 horas"}}
        spanish = self.policy(language="es", plans=plans)
        assert str(spanish.schedule("büro").hours[0]) == "Sun 09:00-17:00"  # type: ignore[index]

    def test_without_it_two_meanings_are_refused(self) -> None:
        with pytest.raises(DeclarationError, match="it means 'Thu 09:00-17:00' in German and Dutch"):
            self.policy()

    @pytest.mark.parametrize(
        ("stated", "message"),
        [(5, "language: input should be a valid string"), ("xx", "language: 'xx' is no language; write e.g. 'de'")],
        ids=["a-number", "no-language"],
    )
    def test_refused(self, stated: Any, message: str) -> None:
        pytest.importorskip("babel")
        with pytest.raises(DeclarationError) as caught:
            self.policy(language=stated, schedules={"büro": "Thu 09:00-17:00"})
        assert message in str(caught.value)
