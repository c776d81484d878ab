"""Words of hours in languages other than English, and which language a text is in (R19).

Six languages are known here. The names of days in all others come from CLDR, with the extra `locale`, and are read
where a policy or a caller states the language.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from slaclock.errors import HoursError
from slaclock.hours.vocabulary import Vocabulary, english, vocabulary

_SATURDAYS = "counts Saturdays in law and not in offices"
_SOME_SATURDAYS = "counts Saturdays for some and not for others"


@cache
def german() -> Vocabulary:
    """The words of German."""
    return vocabulary(
        "de",
        "German",
        map(
            str.split,
            (
                "mo montag montags",
                "di dienstag dienstags",
                "mi mittwoch mittwochs",
                "do donnerstag donnerstags",
                "fr freitag freitags",
                "sa samstag samstags sonnabend sonnabends",
                "so sonntag sonntags",
            ),
        ),
        {
            "range": "bis, bis einschließlich",
            "list": "und, sowie",
            "and": "und",
            "filler": "von, am, an, jeden, jeweils, zwischen, ab",
            "closed": "geschlossen, ruhetag",
            "day 5-6": "wochenende, am wochenende, wochenends",
            "day 0-6": "täglich, jeden tag, an allen tagen, alle tage",
            "all_week": "täglich, jeden tag",
            "all_day": "ganztägig, ganztags, rund um die uhr",
            "always": "rund um die uhr",
            "noon": "mittag, mittags",
            "midnight": "mitternacht",
            "hour": "stunden, std",
            "clock": "uhr, h",
            "excluding": "außer, ausgenommen, ohne, außer an, nicht an",
            "holidays": "feiertage, feiertagen, feiertags, gesetzliche feiertage, gesetzlichen feiertagen",
            "nth 1": "erster, erste, ersten",
            "nth 2": "zweiter, zweite, zweiten",
            "nth 3": "dritter, dritte, dritten",
            "nth 4": "vierter, vierte, vierten",
            "nth 5": "fünfter, fünfte, fünften",
            "nth -1": "letzter, letzte, letzten",
            "period month": "im monat, des monats, jeden monats, jedes monats, eines monats, eines jeden monats, "
            "monatlich",
            "period quarter": "im quartal, des quartals, jeden quartals, jedes quartals, eines quartals",
        },
        {"werktags, werktag, werktage, werktagen, wochentags": (_SATURDAYS, "Mo-Fr", "Mo-Sa")},
    )


@cache
def french() -> Vocabulary:
    """The words of French."""
    return vocabulary(
        "fr",
        "French",
        map(
            str.split,
            (
                "lu lun lundi lundis",
                "ma mar mardi mardis",
                "me mer mercredi mercredis",
                "je jeu jeudi jeudis",
                "ve ven vendredi vendredis",
                "sa sam samedi samedis",
                "di dim dimanche dimanches",
            ),
        ),
        {
            "range": "au, à, a, jusqu'à, jusqu'au",
            "list": "et, ainsi que",
            "and": "et",
            "filler": "du, de, le, les, chaque, entre, tous les",
            "closed": "fermé",
            "day 0-4": "en semaine",
            "day 5-6": "weekend, week-end, le weekend",
            "day 0-6": "tous les jours, chaque jour, quotidiennement",
            "all_week": "tous les jours, chaque jour",
            "all_day": "toute la journée",
            "noon": "midi",
            "midnight": "minuit",
            "hour": "heures, heure",
            "clock": "heures, heure, h",
            "excluding": "sauf, hors, excepté",
            "holidays": "jours fériés, les jours fériés",
            "nth 1": "premier, premiers",
            "nth 2": "deuxième, deuxièmes, second",
            "nth 3": "troisième, troisièmes",
            "nth 4": "quatrième, quatrièmes",
            "nth 5": "cinquième, cinquièmes",
            "nth -1": "dernier, derniers",
            "period month": "du mois, de chaque mois, de tous les mois, chaque mois",
            "period quarter": "du trimestre, de chaque trimestre, chaque trimestre",
        },
        {
            "jours ouvrables": (_SATURDAYS, "lundi-vendredi", "lundi-samedi"),
            "jours ouvrés": (_SOME_SATURDAYS, "lundi-vendredi", "mardi-samedi"),
        },
    )


@cache
def spanish() -> Vocabulary:
    """The words of Spanish."""
    return vocabulary(
        "es",
        "Spanish",
        map(
            str.split,
            (
                "lu lun lunes",
                "ma mar martes",
                "mi mié miércoles",
                "ju jue jueves",
                "vi vie viernes",
                "sá sáb sábado sábados",
                "do dom domingo domingos",
            ),
        ),
        {
            "range": "a, al, hasta, hasta las",
            "list": "y, e",
            "and": "y",
            "filler": "de, desde, desde las, de las, los, el, las, cada, entre, todos los",
            "closed": "cerrado",
            "day 0-4": "entre semana",
            "day 5-6": "fin de semana, fines de semana, los fines de semana",
            "day 0-6": "todos los días, cada día, diario, a diario, diariamente",
            "all_week": "todos los días, cada día",
            "all_day": "todo el día",
            "noon": "mediodía",
            "midnight": "medianoche",
            "hour": "horas, hora",
            "clock": "horas, hora, hrs, hs, h",
            "excluding": "excepto, salvo, menos",
            "holidays": "festivos, feriados, días festivos, días feriados, los festivos",
            "nth 1": "primer, primero, primeros",
            "nth 2": "segundo, segundos",
            "nth 3": "tercer, tercero, terceros",
            "nth 4": "cuarto, cuartos",
            "nth 5": "quinto, quintos",
            "nth -1": "último, últimos",
            "period month": "del mes, de cada mes, de todos los meses, cada mes",
            "period quarter": "del trimestre, de cada trimestre, cada trimestre",
        },
        {"días hábiles, días laborables": (_SOME_SATURDAYS, "lunes-viernes", "lunes-sábado")},
    )


@cache
def portuguese() -> Vocabulary:
    """The words of Portuguese."""
    feiras = (("seg", "segunda"), ("ter", "terça"), ("qua", "quarta"), ("qui", "quinta"), ("sex", "sexta"))
    return vocabulary(
        "pt",
        "Portuguese",
        (
            *((short, name, f"{name}s", f"{name}-feira", f"{name}s-feiras") for short, name in feiras),
            ["sáb", "sábado", "sábados"],
            ["dom", "domingo", "domingos"],
        ),
        {
            "range": "a, à, às, até, até às, ao",
            "list": "e",
            "and": "e",
            "filler": "de, da, das, dos, aos, as, os, todo, entre, desde",
            "closed": "fechado, encerrado",
            "day 5-6": "fim de semana, fins de semana, aos fins de semana",
            "day 0-6": "todos os dias, cada dia, diariamente",
            "all_week": "todos os dias",
            "all_day": "o dia todo, todo o dia",
            "hour": "horas, hora",
            "clock": "horas, hora, h",
            "excluding": "exceto, excepto, salvo",
            "holidays": "feriados, os feriados",
            "nth 1": "primeiro, primeira",
            # `segunda`, `quarta` and `quinta` alone are days.
            "nth 2": "segundo",
            "nth 3": "terceiro, terceira",
            "nth 4": "quarto",
            "nth 5": "quinto",
            "nth -1": "último, última",
            "period month": "do mês, de cada mês, de todos os meses, cada mês",
            "period quarter": "do trimestre, de cada trimestre, cada trimestre",
        },
        {"dias úteis, dia útil": (_SOME_SATURDAYS, "segunda-sexta", "segunda-sábado")},
    )


@cache
def italian() -> Vocabulary:
    """The words of Italian."""
    return vocabulary(
        "it",
        "Italian",
        map(
            str.split,
            (
                "lu lun lunedì",
                "ma mar martedì",
                "me mer mercoledì",
                "gi gio giovedì",
                "ve ven venerdì",
                "sa sab sabato",
                "do dom domenica",
            ),
        ),
        {
            "range": "a, al, alle, fino a, fino al, fino alle",
            "list": "e, ed",
            "and": "e",
            "filler": "da, dal, dalle, il, la, ogni, tra, ore, alle ore, dalle ore",
            "closed": "chiuso",
            "day 5-6": "fine settimana, nel fine settimana",
            "day 0-6": "tutti i giorni, ogni giorno, quotidianamente",
            "all_week": "tutti i giorni, ogni giorno",
            "all_day": "tutto il giorno",
            "noon": "mezzogiorno",
            "midnight": "mezzanotte",
            "hour": "ore",
            "clock": "ore, h",
            "excluding": "esclusi, escluso, tranne, eccetto",
            "holidays": "festivi, i festivi, i giorni festivi, giorni festivi",
            "nth 1": "primo, prima",
            "nth 2": "secondo, seconda",
            "nth 3": "terzo, terza",
            "nth 4": "quarto, quarta",
            "nth 5": "quinto, quinta",
            "nth -1": "ultimo, ultima",
            "period month": "del mese, di ogni mese, ogni mese",
            "period quarter": "del trimestre, di ogni trimestre, ogni trimestre",
        },
        {
            "giorni feriali": (_SATURDAYS, "lunedì-venerdì", "lunedì-sabato"),
            "giorni lavorativi": (_SOME_SATURDAYS, "lunedì-venerdì", "lunedì-sabato"),
        },
    )


@cache
def dutch() -> Vocabulary:
    """The words of Dutch."""
    names = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    return vocabulary(
        "nl",
        "Dutch",
        ((name[:2], name, f"{name}en") for name in names),
        {
            "range": "t/m, tm, tot, tot en met",
            "list": "en",
            "and": "en",
            "filler": "van, op, elke, iedere, tussen, vanaf",
            "closed": "gesloten, dicht",
            "day 0-4": "doordeweeks",
            "day 5-6": "weekend, in het weekend, weekenden",
            "day 0-6": "dagelijks, elke dag, iedere dag",
            "all_week": "dagelijks, elke dag",
            "all_day": "de hele dag, hele dag",
            "midnight": "middernacht",
            "hour": "uur",
            "clock": "uur, u, h",
            "excluding": "behalve, behalve op, uitgezonderd",
            "holidays": "feestdagen, op feestdagen, nationale feestdagen",
            "nth 1": "eerste",
            "nth 2": "tweede",
            "nth 3": "derde",
            "nth 4": "vierde",
            "nth 5": "vijfde",
            "nth -1": "laatste",
            "period month": "van de maand, van elke maand, van iedere maand, elke maand, iedere maand",
            "period quarter": "van het kwartaal, van elk kwartaal, elk kwartaal",
        },
        {"werkdagen, werkdag": (_SOME_SATURDAYS, "ma-vr", "ma-za")},
    )


def vocabularies() -> tuple[Vocabulary, ...]:
    """Every language that is read without being named, English first."""
    return english(), german(), french(), spanish(), portuguese(), italian(), dutch()


def language(code: str) -> Vocabulary:
    """The words of one language.

    Args:
        code: As in `de` or `pt-BR`; of languages that are not known here the names of days alone.

    Raises:
        HoursError: There is no such language, or Babel is needed and not there.
    """
    primary = code.replace("_", "-").partition("-")[0].lower()
    known = {each.code: each for each in vocabularies()}
    return known[primary] if primary in known else _of_cldr(code)


@lru_cache(maxsize=64)
def _of_cldr(code: str) -> Vocabulary:
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        known = ", ".join(repr(each.code) for each in vocabularies())
        raise HoursError(
            f"names of days in {code!r} are those of Babel, which is not there: install slaclock[locale]; known "
            f"without it are {known}"
        ) from None
    try:
        locale = Locale.parse(code, sep="-" if "-" in code else "_")
    except (UnknownLocaleError, ValueError):
        raise HoursError(f"{code!r} is no language; write e.g. 'de' or 'pt-BR'") from None
    forms = [locale.days[context][width] for context in locale.days for width in ("wide", "abbreviated", "short")]
    names = [{form[number] for form in forms} for number in range(7)]
    once = [[each for each in day if sum(each in other for other in names) == 1] for day in names]
    return vocabulary(code, locale.english_name or code, once, {}, {})


def named(found: Iterable[Vocabulary]) -> str:
    """Languages one after another."""
    *others, last = (each.name for each in found)
    return f"{', '.join(others)} and {last}" if others else last
