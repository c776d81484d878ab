"""Which zone the clocks of a country or a city follow, for those that no IANA name resembles (R13)."""

from __future__ import annotations

import unicodedata
from functools import cache

_CALLED = {
    "Africa": (
        "Abidjan: Ivory Coast, Cote d'Ivoire; Accra: Ghana; Addis_Ababa: Ethiopia; Algiers: Algeria; Asmara: Eritrea; "
        "Bamako: Mali; Bangui: Central African Republic; Banjul: Gambia; Bissau: Guinea-Bissau; Blantyre: Malawi; "
        "Brazzaville: Congo; Bujumbura: Burundi; Cairo: Egypt; Casablanca: Morocco, Rabat; Conakry: Guinea; "
        "Dakar: Senegal; Dar_es_Salaam: Tanzania; Douala: Cameroon; Freetown: Sierra Leone; Gaborone: Botswana; "
        "Harare: Zimbabwe; Johannesburg: South Africa, Cape Town, Pretoria, Durban; Juba: South Sudan; "
        "Kampala: Uganda; Khartoum: Sudan; Kigali: Rwanda; Kinshasa: DR Congo; Lagos: Nigeria, Abuja; "
        "Libreville: Gabon; Lome: Togo; Luanda: Angola; Lusaka: Zambia; Malabo: Equatorial Guinea; "
        "Maputo: Mozambique; Maseru: Lesotho; Mbabane: Eswatini; Mogadishu: Somalia; Monrovia: Liberia; "
        "Nairobi: Kenya; Ndjamena: Chad; Niamey: Niger; Nouakchott: Mauritania; Ouagadougou: Burkina Faso; "
        "Porto-Novo: Benin; Tripoli: Libya; Tunis: Tunisia; Windhoek: Namibia"
    ),
    "America": (
        "Argentina/Buenos_Aires: Argentina; Asuncion: Paraguay; Bogota: Colombia, Medellin; Caracas: Venezuela; "
        "Cayenne: French Guiana; Chicago: Dallas, Houston, Austin, Minneapolis; Denver: Salt Lake City; "
        "Edmonton: Calgary; Guayaquil: Ecuador, Quito; Havana: Cuba; La_Paz: Bolivia; Lima: Peru; "
        "Los_Angeles: San Francisco, Seattle, San Diego, Las Vegas, Portland, San Jose, Silicon Valley; "
        "Managua: Nicaragua; Montevideo: Uruguay; Nassau: Bahamas; "
        "New_York: Boston, Washington, Washington DC, Miami, Atlanta, Philadelphia; Nuuk: Greenland; "
        "Paramaribo: Suriname; Port-au-Prince: Haiti; Port_of_Spain: Trinidad, Trinidad and Tobago; "
        "Santiago: Chile; Santo_Domingo: Dominican Republic; Sao_Paulo: Rio de Janeiro, Brasilia; "
        "Tegucigalpa: Honduras; Toronto: Ottawa, Montreal, Quebec"
    ),
    "Asia": (
        "Aden: Yemen; Almaty: Kazakhstan, Astana; Amman: Jordan; Ashgabat: Turkmenistan; Baghdad: Iraq; "
        "Baku: Azerbaijan; Bangkok: Thailand; Beirut: Lebanon; Bishkek: Kyrgyzstan; Colombo: Sri Lanka; "
        "Damascus: Syria; Dhaka: Bangladesh; Dili: East Timor, Timor-Leste; "
        "Dubai: United Arab Emirates, UAE, Abu Dhabi, Gulf; Dushanbe: Tajikistan; Hebron: Palestine; "
        "Ho_Chi_Minh: Vietnam, Hanoi; Jerusalem: Israel, Tel Aviv; Kabul: Afghanistan; "
        "Karachi: Pakistan, Islamabad, Lahore; Kathmandu: Nepal; "
        "Kolkata: India, Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Hyderabad, Chennai, Pune; "
        "Kuala_Lumpur: Malaysia; Manila: Philippines; Muscat: Oman; Nicosia: Cyprus; Phnom_Penh: Cambodia; "
        "Pyongyang: North Korea; Qatar: Doha; Riyadh: Saudi Arabia, Jeddah; Seoul: Korea, South Korea; "
        "Shanghai: China, Beijing, Shenzhen, Guangzhou; Taipei: Taiwan; Tashkent: Uzbekistan; "
        "Tehran: Iran; Thimphu: Bhutan; Tokyo: Japan, Osaka; Ulaanbaatar: Mongolia; Vientiane: Laos; "
        "Yangon: Myanmar, Burma; Yerevan: Armenia"
    ),
    "Atlantic": "Canary: Canary Islands; Faroe: Faroe Islands; Reykjavik: Iceland; Stanley: Falkland Islands",
    "Australia": "Sydney: Canberra; Melbourne: Victoria; Brisbane: Queensland",
    "Europe": (
        "Amsterdam: Netherlands, Holland, Rotterdam, The Hague; Athens: Greece; Belgrade: Serbia; "
        "Berlin: Germany, Deutschland, Frankfurt, Munich, Hamburg, Cologne, Central European; "
        "Bratislava: Slovakia; Brussels: Belgium; Bucharest: Romania; Budapest: Hungary; Chisinau: Moldova; "
        "Copenhagen: Denmark; Dublin: Ireland; Helsinki: Finland; Istanbul: Turkey, Turkiye, Ankara; "
        "Kyiv: Ukraine; Lisbon: Portugal, Porto; Ljubljana: Slovenia; "
        "London: UK, United Kingdom, Great Britain, Britain, England, Scotland, Wales, Manchester, Edinburgh; "
        "Madrid: Spain, Barcelona, Valencia; Minsk: Belarus; Oslo: Norway; Paris: France, Lyon, Marseille; "
        "Podgorica: Montenegro; Prague: Czech Republic, Czechia; Riga: Latvia; Rome: Italy, Milan, Turin; "
        "Sarajevo: Bosnia, Bosnia and Herzegovina; Skopje: North Macedonia; Sofia: Bulgaria; Stockholm: Sweden; "
        "Tallinn: Estonia; Tirane: Albania; Vaduz: Liechtenstein; Vatican: Vatican City; Vienna: Austria; "
        "Vilnius: Lithuania; Warsaw: Poland, Krakow; Zagreb: Croatia; Zurich: Switzerland, Geneva, Basel, Bern"
    ),
    "Indian": "Antananarivo: Madagascar; Mahe: Seychelles",
    "Pacific": (
        "Auckland: New Zealand, Wellington; Apia: Samoa; Efate: Vanuatu; Guadalcanal: Solomon Islands; "
        "Honolulu: Hawaii; Majuro: Marshall Islands; Noumea: New Caledonia; Port_Moresby: Papua New Guinea; "
        "Tahiti: French Polynesia; Tongatapu: Tonga"
    ),
}
_SHARED = {
    "Australia": ("Australia/Sydney", "Australia/Brisbane", "Australia/Perth"),
    "Brazil": ("America/Sao_Paulo", "America/Manaus"),
    "Canada": ("America/Toronto", "America/Winnipeg", "America/Vancouver"),
    "Indonesia": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "Mexico": ("America/Mexico_City", "America/Cancun", "America/Tijuana"),
    "Russia": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Vladivostok"),
    "United States": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "USA": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "Georgia": ("Asia/Tbilisi", "America/New_York"),
    "Texas": ("America/Chicago", "America/Denver"),
    "Florida": ("America/New_York", "America/Chicago"),
    "California": ("America/Los_Angeles",),
    "Eastern": ("America/New_York",),
    "Central": ("America/Chicago",),
    "Mountain": ("America/Denver",),
    "Pacific": ("America/Los_Angeles",),
    "US Eastern": ("America/New_York",),
    "US Central": ("America/Chicago",),
    "US Mountain": ("America/Denver",),
    "US Pacific": ("America/Los_Angeles",),
}
"""Names that several zones share, and what the zones of the United States are called there."""


@cache
def zones_of_places() -> dict[str, tuple[str, ...]]:
    """The zones of countries and cities by their names as `folded` has them, the largest of a country first."""
    found = {folded(name): zones for name, zones in _SHARED.items()}
    for area, places in _CALLED.items():
        for place in places.split("; "):
            zone, _, names = place.partition(": ")
            found |= {folded(name): (f"{area}/{zone}",) for name in names.split(", ")}
    return found


def folded(name: str) -> str:
    """A name without capitals, accents and underscores: `sao paulo`."""
    plain = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(letters.replace("_", " ").replace("&", " and ").replace(",", " ").replace(".", "").split())
