"""What business hours are called in languages other than English, and what stands before them (R11, R19).

`fuera de horario`, `außerhalb der Geschäftszeiten`, `4 heures pendant les heures ouvrées`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class BusinessHoursWords(NamedTuple):
    """The words of one language, each phrase in small letters."""

    names: tuple[str, ...]
    """What business hours are called."""
    during: tuple[str, ...]
    """What stands before them where something happens in them."""
    outside: tuple[str, ...]
    """What stands before them where it happens at any other time."""


def _words(names: str, during: str, outside: str) -> BusinessHoursWords:
    return BusinessHoursWords(*(tuple(phrases.split("|")) for phrases in (names, during, outside)))


BUSINESS_HOURS_WORDS: Mapping[str, BusinessHoursWords] = {
    "de": _words(
        "geschäftszeiten|geschäftszeit|öffnungszeiten|bürozeiten|servicezeiten|servicezeit|supportzeiten|supportzeit"
        "|arbeitszeiten|arbeitszeit|dienstzeiten|dienstzeit",
        "innerhalb der|innerhalb unserer|während der|während unserer|zu den",
        "außerhalb der|außerhalb unserer|ausserhalb der|ausserhalb unserer",
    ),
    "fr": _words(
        "heures ouvrées|heures d'ouverture|heures de bureau|heures de service|heures de travail|horaires d'ouverture"
        "|horaires de bureau|horaires de service",
        "pendant les|pendant nos|durant les|durant nos|aux",
        "en dehors des|en dehors de nos|hors des|hors",
    ),
    "es": _words(
        "horario|horario laboral|horario de oficina|horario comercial|horario de atención|horario de trabajo"
        "|horario de servicio|horario hábil|horas hábiles|horas laborables|horas de oficina",
        "en|en el|dentro de|dentro del|durante|durante el|durante las",
        "fuera de|fuera del|fuera de las",
    ),
    "pt": _words(
        "horário|horário comercial|horário de expediente|horário de atendimento|horário de trabalho|expediente"
        "|horas úteis",
        "em|no|dentro do|durante o|durante as",
        "fora do|fora de|fora das",
    ),
    "it": _words(
        "orario|orario di lavoro|orario lavorativo|orario di ufficio|orario d'ufficio|orario di apertura"
        "|orario di servizio",
        "in|durante l'|entro l'|nell'",
        "fuori|fuori dall'|al di fuori dell'",
    ),
    "nl": _words(
        "kantooruren|kantoortijden|kantoortijd|openingstijden|openingsuren|werktijden|werktijd|werkuren|servicetijden",
        "tijdens|tijdens de|binnen|binnen de",
        "buiten|buiten de",
    ),
}
"""The words of each language that is read without being named."""
