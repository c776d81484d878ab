"""Amounts of targets in languages other than English: `1 Arbeitstag`, `2 días hábiles`, `4 heures ouvrées` (R11, R19).

They have fewer words than English: numbers, units, some of which say what they count, and what stands before an
amount. Words that count Saturdays in law and not in offices are asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from slaclock.targets.target_words import Basis, Bound, Unit, Vocabulary, table, words


class Language(NamedTuple):
    """The words of a language, and those of which one asks what they mean."""

    code: str
    vocabulary: Vocabulary
    instead: Mapping[str, str]
    """For words that count Saturdays for some, those that count the days of the schedule."""


def _language(
    code: str,
    numbers: str,
    units: Mapping[str, tuple[Unit, Basis | None]],
    leads: Mapping[str, Bound],
    joins: str,
    instead: Mapping[str, str],
) -> Language:
    """A language; numbers from one on, with `|` between those that are one and blanks between the next ones."""
    empty: dict[str, object] = {name: {} for name in Vocabulary._fields}
    known = {word: place for place, phrases in enumerate(numbers.split(), 1) for word in phrases.split("|")}
    stated = {"numbers": known, "units": table(units), "leads": table(leads), "joins": words(joins)}
    return Language(code, Vocabulary(**(empty | stated)), instead)  # type: ignore[arg-type]


@cache
def other_languages() -> tuple[Language, ...]:
    """German, French, Spanish, Portuguese, Italian and Dutch."""
    return (
        _language(
            "de",
            "ein|eine|einem|einer|eines zwei drei vier fünf sechs sieben acht neun zehn",
            {
                "sekunde|sekunden": ("seconds", None),
                "minute|minuten|min": ("minutes", None),
                "stunde|stunden|std|h": ("hours", None),
                "arbeitsstunde|arbeitsstunden|geschäftsstunde|geschäftsstunden": ("hours", "business"),
                "tag|tage|tagen": ("days", None),
                "arbeitstag|arbeitstage|arbeitstagen|arbeitstages|geschäftstag|geschäftstage": ("days", "business"),
                "kalendertag|kalendertage|kalendertagen": ("days", "calendar"),
                "woche|wochen": ("weeks", None),
                "monat|monate|monaten": ("months", None),
            },
            {"innerhalb|innerhalb von|binnen|in": "within", "maximal|höchstens|bis zu": "most", "mindestens": "least"},
            "und",
            {
                "werktag": "Arbeitstag",
                "werktage": "Arbeitstage",
                "werktagen": "Arbeitstagen",
                "werktages": "Arbeitstages",
            },
        ),
        _language(
            "fr",
            "un|une deux trois quatre cinq six sept huit neuf dix",
            {
                "seconde|secondes": ("seconds", None),
                "minute|minutes|min": ("minutes", None),
                "heure|heures|h": ("hours", None),
                "heure ouvrée|heures ouvrées|heure ouvree|heures ouvrees": ("hours", "business"),
                # Not `jour` alone, which is one letter from an hour.
                "jour ouvré|jours ouvrés|jour ouvre|jours ouvres": ("days", "business"),
                "jour calendaire|jours calendaires": ("days", "calendar"),
                "semaine|semaines": ("weeks", None),
                "mois": ("months", None),
            },
            {"dans|dans les|sous|en": "within", "maximum|au plus": "most", "au moins": "least"},
            "et",
            {"jour ouvrable": "jour ouvré", "jours ouvrables": "jours ouvrés"},
        ),
        _language(
            "es",
            "un|uno|una dos tres cuatro cinco seis siete ocho nueve diez",
            {
                "segundo|segundos": ("seconds", None),
                "minuto|minutos|min": ("minutes", None),
                "hora|horas|h": ("hours", None),
                "hora hábil|horas hábiles|hora habil|horas habiles": ("hours", "business"),
                "hora laborable|horas laborables": ("hours", "business"),
                "día|días|dia|dias": ("days", None),
                "día hábil|días hábiles|dia habil|dias habiles|día laborable|días laborables": ("days", "business"),
                "día natural|días naturales|dia natural|dias naturales": ("days", "calendar"),
                "semana|semanas": ("weeks", None),
                "mes|meses": ("months", None),
            },
            {"en|dentro de": "within", "máximo|como máximo": "most", "al menos": "least"},
            "y",
            {},
        ),
        _language(
            "pt",
            "um|uma dois|duas três|tres quatro cinco seis sete oito nove dez",
            {
                "segundo|segundos": ("seconds", None),
                "minuto|minutos|min": ("minutes", None),
                "hora|horas|h": ("hours", None),
                "hora útil|horas úteis|hora util|horas uteis": ("hours", "business"),
                "dia|dias": ("days", None),
                "dia útil|dias úteis|dia util|dias uteis": ("days", "business"),
                "dia corrido|dias corridos": ("days", "calendar"),
                "semana|semanas": ("weeks", None),
                "mês|mes|meses": ("months", None),
            },
            {"em|em até|dentro de": "within", "máximo|no máximo": "most", "pelo menos": "least"},
            "e",
            {},
        ),
        _language(
            "it",
            "un|uno|una due tre quattro cinque sei sette otto nove dieci",
            {
                "secondo|secondi": ("seconds", None),
                "minuto|minuti|min": ("minutes", None),
                "ora|ore|h": ("hours", None),
                "ora lavorativa|ore lavorative": ("hours", "business"),
                "giorno|giorni": ("days", None),
                "giorno lavorativo|giorni lavorativi": ("days", "business"),
                "giorno di calendario|giorni di calendario": ("days", "calendar"),
                "settimana|settimane": ("weeks", None),
                "mese|mesi": ("months", None),
            },
            {"entro|in": "within", "massimo|al massimo": "most", "almeno": "least"},
            "e",
            {"giorno feriale": "giorno lavorativo", "giorni feriali": "giorni lavorativi"},
        ),
        _language(
            "nl",
            "een|één twee drie vier vijf zes zeven acht negen tien",
            {
                "seconde|seconden": ("seconds", None),
                "minuut|minuten|min": ("minutes", None),
                "uur|uren|u": ("hours", None),
                "kantooruur|kantooruren": ("hours", "business"),
                "dag|dagen": ("days", None),
                "werkdag|werkdagen": ("days", "business"),
                "kalenderdag|kalenderdagen": ("days", "calendar"),
                "week|weken": ("weeks", None),
                "maand|maanden": ("months", None),
            },
            {"binnen|in": "within", "maximaal|hoogstens": "most", "minstens|ten minste": "least"},
            "en",
            {},
        ),
    )
