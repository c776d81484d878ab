"""Zones as products name them: the names of Rails, and those of IANA (R13)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.errors import ZoneError, nearest
from slaclock.hours import zone_named
from slaclock.patterns import pattern

_BY_REGION = {
    "Africa": ("Algiers=West Central Africa;Cairo;Casablanca;Harare;Johannesburg=Pretoria;Monrovia;Nairobi"),
    "America": (
        "Argentina/Buenos_Aires=Buenos Aires;Bogota;Caracas;Chicago=Central Time (US & Canada);Chihuahua;"
        "Denver=Mountain Time (US & Canada);Guatemala=Central America;Guyana=Georgetown;"
        "Halifax=Atlantic Time (Canada);Indiana/Indianapolis=Indiana (East);Juneau=Alaska;La_Paz;Lima=Lima,Quito;"
        "Los_Angeles=Pacific Time (US & Canada);Mazatlan;Mexico_City=Guadalajara,Mexico City;Monterrey;Montevideo;"
        "New_York=Eastern Time (US & Canada);Nuuk=Greenland;Phoenix=Arizona;Puerto_Rico;Regina=Saskatchewan;Santiago;"
        "Sao_Paulo=Brasilia;St_Johns=Newfoundland;Tijuana"
    ),
    "Asia": (
        "Almaty;Baghdad;Baku;Bangkok=Bangkok,Hanoi;Chongqing;Colombo=Sri Jayawardenepura;Dhaka=Astana,Dhaka;Hong_Kong;"
        "Irkutsk;Jakarta;Jerusalem;Kabul;Kamchatka;Karachi=Islamabad,Karachi;Kathmandu;"
        "Kolkata=Chennai,Kolkata,Mumbai,New Delhi;Krasnoyarsk;Kuala_Lumpur;Kuwait;Magadan;Muscat=Abu Dhabi,Muscat;"
        "Novosibirsk;Riyadh;Seoul;Shanghai=Beijing;Singapore;Srednekolymsk;Taipei;Tashkent;Tbilisi;Tehran;"
        "Tokyo=Osaka,Sapporo,Tokyo;Ulaanbaatar;Urumqi;Vladivostok;Yakutsk;Yangon=Rangoon;Yekaterinburg=Ekaterinburg;"
        "Yerevan"
    ),
    "Atlantic": "Azores;Cape_Verde=Cape Verde Is.;South_Georgia=Mid-Atlantic",
    "Australia": "Adelaide;Brisbane;Darwin;Hobart;Melbourne=Canberra,Melbourne;Perth;Sydney",
    "Etc": "UTC",
    "Europe": (
        "Amsterdam;Athens;Belgrade;Berlin;Bratislava;Brussels;Bucharest;Budapest;Copenhagen;Dublin;Helsinki;Istanbul;"
        "Kaliningrad;Kyiv;Lisbon;Ljubljana;London=Edinburgh,London;Madrid;Minsk;Moscow=Moscow,St. Petersburg;Paris;"
        "Prague;Riga;Rome;Samara;Sarajevo;Skopje;Sofia;Stockholm;Tallinn;Vienna;Vilnius;Volgograd;Warsaw;Zagreb;"
        "Zurich=Bern,Zurich"
    ),
    "Pacific": (
        "Apia=Samoa;Auckland=Auckland,Wellington;Chatham=Chatham Is.;Fakaofo=Tokelau Is.;Fiji;"
        "Guadalcanal=Solomon Is.;Guam;Honolulu=Hawaii;Majuro=Marshall Is.;"
        "Midway=International Date Line West,Midway Island;Noumea=New Caledonia;Pago_Pago=American Samoa;Port_Moresby;"
        "Tongatapu=Nuku'alofa"
    ),
}
"""Places of IANA and, where Rails calls them otherwise, what it calls them."""


def _zones() -> dict[str, str]:
    found: dict[str, str] = {}
    for region, places in _BY_REGION.items():
        for place, _, names in (each.partition("=") for each in places.split(";")):
            for name in (names or place.replace("_", " ")).split(","):
                found[name] = f"{region}/{place}"
    return found


RAILS_ZONES: Mapping[str, str] = MappingProxyType(_zones())
"""The zone of IANA that each name of Rails means."""

MOVED: Mapping[str, str] = MappingProxyType(
    {
        "International Date Line West": "Etc/GMT+12",
        "Astana": "Asia/Almaty",
        "Greenland": "America/Godthab",
        "Kyiv": "Europe/Kiev",
        "Rangoon": "Asia/Rangoon",
    }
)
"""Names whose zone differs between releases of Rails: the other one."""

_DISPLAYED = pattern(r"\((?:GMT|UTC)[+-][0-9]{2}:?[0-9]{2}\) *(.+)")
"""A name as menus show it: the offset is that of the winter, and for eyes alone."""


def zone_stated(record: Record, key: str, timezone: str | None, account: Account, about: KeyPath = ()) -> str:
    """The zone that a record names under a key, else the one that was given.

    Raises:
        PayloadError: It names none, and none was given; or there is no zone of the name.
    """
    if named := record.get(key):
        return zone_in(named, account, about)
    if timezone is None:
        raise record.error(f"key {key!r} is missing; pass timezone=, the IANA name of its zone")
    return timezone


def zone_in(payload: Payload, account: Account, about: KeyPath = ()) -> str:
    """The IANA name of a zone that a product names.

    Args:
        payload: A name of Rails, as menus show it or not, or one of IANA.
        account: Where it is noted that a name means another zone in another release.
        about: The key of the policy that it concerns.

    Raises:
        PayloadError: It is neither.

    Rules: R13.
    """
    name = payload.text()
    displayed = _DISPLAYED.fullmatch(name)
    called = displayed[1] if displayed else name
    if called in RAILS_ZONES:
        zone = RAILS_ZONES[called]
        if called in MOVED:
            what = f"{called!r} was {MOVED[called]} in other releases of Rails"
            account.lose(payload.path, what, f"{zone} was taken; write the name of IANA in its place to choose", about)
        return zone
    try:
        zone_named(called)
    except ZoneError as error:
        near = nearest(called.lower(), folded := {each.lower(): each for each in RAILS_ZONES})
        raise payload.error(f"{error}, or {folded[near[0]]!r}, as Rails has it?" if near else str(error)) from None
    return called
