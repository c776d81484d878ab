"""Amounts of targets in languages other than English: `1 Arbeitstag`, `2 días hábiles`, `4 heures ouvrées` (R11, R19).

They have fewer words than English: numbers, units, some of which say what they count, what stands before an amount,
and business hours, or any time, behind it. Words that count Saturdays in law and not in offices are asked about.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Set
from functools import cache
from itertools import product
from typing import NamedTuple

from slaclock.hours import BUSINESS_HOURS_WORDS
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
    any_time: str,
    next_day: str,
    instead: Mapping[str, str],
) -> Language:
    """A language; numbers from one on, with `|` between those that are one and blanks between the next ones."""
    empty: dict[str, object] = {name: {} for name in Vocabulary._fields}
    known = {word: place for place, phrases in enumerate(numbers.split(), 1) for word in phrases.split("|")}
    stated = {"numbers": known, "units": table(units), "leads": table(leads), "joins": words(joins)}
    said = {
        "bases": table({_during_business_hours(code): "business"}),
        "any_time": words(any_time),
        "tails": table({phrases: bound for phrases, bound in leads.items() if bound != "within"}),
        "days_by_name": table({_either_way({*next_day.split("|")}): 1}),
    }
    return Language(code, Vocabulary(**(empty | stated | said)), instead)  # type: ignore[arg-type]


def _during_business_hours(code: str) -> str:
    """Every phrase that says so."""
    hours = BUSINESS_HOURS_WORDS[code]
    found = {f"{before} {name}".replace("'", " ") for before in hours.during for name in hours.names}
    return _either_way(found)


def _either_way(phrases: Set[str]) -> str:
    """Phrases with each of their words with its accents and without."""
    words_of = (({word, _without_accents(word)} for word in phrase.split()) for phrase in phrases)
    return "|".join(sorted({" ".join(each) for forms in words_of for each in product(*forms)}))


def _without_accents(phrase: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(each))


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
                "bürostunde|bürostunden|servicestunde|servicestunden": ("hours", "business"),
                "kalenderstunde|kalenderstunden|zeitstunde|zeitstunden": ("hours", "calendar"),
                "tag|tage|tagen": ("days", None),
                "arbeitstag|arbeitstage|arbeitstagen|arbeitstages|geschäftstag|geschäftstage": ("days", "business"),
                "kalendertag|kalendertage|kalendertagen": ("days", "calendar"),
                "woche|wochen": ("weeks", None),
                "monat|monate|monaten": ("months", None),
            },
            {
                "innerhalb|innerhalb von|binnen|in|spätestens": "within",
                "maximal|max|höchstens|bis zu": "most",
                "mindestens": "least",
            },
            "und",
            "rund um die uhr|zu jeder zeit|zu jeder tageszeit|jederzeit",
            "nächster arbeitstag|nächsten arbeitstag|am nächsten arbeitstag|folgender arbeitstag|folgenden arbeitstag"
            "|am folgenden arbeitstag|bis zum nächsten arbeitstag|nächster geschäftstag|am nächsten geschäftstag",
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
                "heure ouvrée|heures ouvrées|heure ouvree|heures ouvrees|h ouvrée|h ouvrées": ("hours", "business"),
                "heure de bureau|heures de bureau|heure de travail|heures de travail": ("hours", "business"),
                "heure calendaire|heures calendaires|heure consécutive|heures consécutives": ("hours", "calendar"),
                "heure consecutive|heures consecutives": ("hours", "calendar"),
                # Not `jour` alone, which is one letter from an hour.
                "jour ouvré|jours ouvrés|jour ouvre|jours ouvres": ("days", "business"),
                "jour calendaire|jours calendaires": ("days", "calendar"),
                "semaine|semaines": ("weeks", None),
                "mois": ("months", None),
            },
            {"dans|dans les|sous|en": "within", "maximum|max|au plus": "most", "au moins": "least"},
            "et",
            "à toute heure|a toute heure|à tout moment|a tout moment|jour et nuit",
            "jour ouvré suivant|le jour ouvré suivant|prochain jour ouvré|le prochain jour ouvré",
            {"jour ouvrable": "jour ouvré", "jours ouvrables": "jours ouvrés"},
        ),
        _language(
            "es",
            "un|uno|una dos tres cuatro cinco seis siete ocho nueve diez",
            {
                "segundo|segundos": ("seconds", None),
                "minuto|minutos|min": ("minutes", None),
                "hora|horas|h": ("hours", None),
                "hora hábil|horas hábiles|hora habil|horas habiles|h hábil|h hábiles": ("hours", "business"),
                "hora laborable|horas laborables|hora laboral|horas laborales": ("hours", "business"),
                "hora de oficina|horas de oficina|hora de trabajo|horas de trabajo": ("hours", "business"),
                "hora corrida|horas corridas|hora natural|horas naturales": ("hours", "calendar"),
                "hora calendario|horas calendario|hora de reloj|horas de reloj": ("hours", "calendar"),
                "día|días|dia|dias": ("days", None),
                "día hábil|días hábiles|dia habil|dias habiles|día laborable|días laborables": ("days", "business"),
                "día natural|días naturales|dia natural|dias naturales": ("days", "calendar"),
                "día corrido|días corridos|dia corrido|dias corridos": ("days", "calendar"),
                "día calendario|días calendario|dia calendario|dias calendario": ("days", "calendar"),
                "semana|semanas": ("weeks", None),
                "mes|meses": ("months", None),
            },
            {"en|dentro de": "within", "máximo|máx|max|como máximo": "most", "al menos": "least"},
            "y",
            "a cualquier hora|en cualquier momento|las 24 horas|día y noche|dia y noche",
            "siguiente día hábil|el siguiente día hábil|al siguiente día hábil|día hábil siguiente"
            "|el día hábil siguiente|al día hábil siguiente|próximo día hábil|el próximo día hábil"
            "|siguiente día laborable|el siguiente día laborable|al siguiente día laborable|día laborable siguiente"
            "|el día laborable siguiente|próximo día laborable|el próximo día laborable",
            {},
        ),
        _language(
            "pt",
            "um|uma dois|duas três|tres quatro cinco seis sete oito nove dez",
            {
                "segundo|segundos": ("seconds", None),
                "minuto|minutos|min": ("minutes", None),
                "hora|horas|h": ("hours", None),
                "hora útil|horas úteis|hora util|horas uteis|h útil|h úteis": ("hours", "business"),
                "hora comercial|horas comerciais|hora de expediente|horas de expediente": ("hours", "business"),
                "hora corrida|horas corridas": ("hours", "calendar"),
                "dia|dias": ("days", None),
                "dia útil|dias úteis|dia util|dias uteis": ("days", "business"),
                "dia corrido|dias corridos": ("days", "calendar"),
                "semana|semanas": ("weeks", None),
                "mês|mes|meses": ("months", None),
            },
            {"em|em até|dentro de": "within", "máximo|máx|max|no máximo": "most", "pelo menos": "least"},
            "e",
            "a qualquer hora|a qualquer momento|dia e noite",
            "próximo dia útil|no próximo dia útil|o próximo dia útil|dia útil seguinte|no dia útil seguinte",
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
                "ora di lavoro|ore di lavoro|ora di ufficio|ore di ufficio|ora d ufficio|ore d ufficio": (
                    "hours",
                    "business",
                ),
                "ora solare|ore solari|ora consecutiva|ore consecutive|ora di calendario|ore di calendario": (
                    "hours",
                    "calendar",
                ),
                "giorno|giorni": ("days", None),
                "giorno lavorativo|giorni lavorativi": ("days", "business"),
                "giorno di calendario|giorni di calendario": ("days", "calendar"),
                "giorno solare|giorni solari|giorni consecutivi": ("days", "calendar"),
                "settimana|settimane": ("weeks", None),
                "mese|mesi": ("months", None),
            },
            {"entro|in": "within", "massimo|max|al massimo": "most", "almeno": "least"},
            "e",
            "a qualsiasi ora|in qualsiasi momento|giorno e notte",
            "giorno lavorativo successivo|il giorno lavorativo successivo|giorno lavorativo seguente"
            "|prossimo giorno lavorativo|il prossimo giorno lavorativo",
            {"giorno feriale": "giorno lavorativo", "giorni feriali": "giorni lavorativi"},
        ),
        _language(
            "nl",
            "een|één twee drie vier vijf zes zeven acht negen tien",
            {
                "seconde|seconden": ("seconds", None),
                "minuut|minuten|min": ("minutes", None),
                "uur|uren|u": ("hours", None),
                "kantooruur|kantooruren|werkuur|werkuren": ("hours", "business"),
                "kalenderuur|kalenderuren|klokuur|klokuren": ("hours", "calendar"),
                "dag|dagen": ("days", None),
                "werkdag|werkdagen": ("days", "business"),
                "kalenderdag|kalenderdagen": ("days", "calendar"),
                "week|weken": ("weeks", None),
                "maand|maanden": ("months", None),
            },
            {"binnen|in": "within", "maximaal|max|hoogstens": "most", "minstens|ten minste": "least"},
            "en",
            "de klok rond|op elk moment|dag en nacht",
            "volgende werkdag|de volgende werkdag|eerstvolgende werkdag|de eerstvolgende werkdag",
            {},
        ),
    )
