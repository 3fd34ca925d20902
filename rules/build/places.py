# ruff: noqa: INP001 - a script beside its table, no package
"""Write `countries.csv`: every country with its codes and its names in the languages CRM users type.

Run by hand when CLDR moves on: `python rules/build/places.py` (needs babel: `uv sync --group data`). The table
is the result and is what ships; this file is how it came to be. `ALIASES` holds what CLDR does not list.
"""

from __future__ import annotations

import csv
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global

from crmclean.fields.country import key

LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "tr"),
    *("el", "ru", "uk", "bg", "he", "ar", "hi", "ja", "ko", "zh", "zh_Hant", "vi", "id", "ca"),
)
NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
SHORT_NAMES = {"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar"}
"""Names shorter than CLDR's English ones, which carry a status or a second name."""
ISO3 = {"CD": "COD", "DE": "DEU", "FR": "FRA", "MM": "MMR", "TL": "TLS", "XK": "XKX", "YE": "YEM"}
"""Codes that CLDR cannot tell from a withdrawn one (`DDR`, `ZAR`, ...); XKX is in use for Kosovo, not in ISO 3166."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
"""How German is written where the keyboard has no umlauts."""
SIDES = frozenset({"North", "South"})
SHORTEST = 4
"""A CLDR name that folds to fewer letters (Croatian Čad) would be taken for a code; ALIASES has the exceptions."""

ALIASES = {
    "AE": "UAE|Emirates|Emirates United Arab",
    "AT": "A|Republic of Austria|Republik Österreich",
    "AU": "Commonwealth of Australia|Aus",
    "BA": "Bosnia|Bosnia-Hercegovina",
    "BE": "B|Kingdom of Belgium|Royaume de Belgique",
    "BN": "Brunei Darussalam",
    "BO": "Plurinational State of Bolivia",
    "BR": "República Federativa do Brasil|Federative Republic of Brazil",
    "BS": "Bahamas The",
    "BY": "Belorussia",
    "CC": "Keeling Islands",
    "CD": "DRC|DR Congo|Congo DR|Congo|Democratic Republic of the Congo|Congo Democratic Republic of the|Zaire",
    "CG": "Congo|Republic of the Congo|Congo Republic",
    "CH": "Swiss|Swiss Confederation|Schweizerische Eidgenossenschaft|Confoederatio Helvetica",
    "CI": "Ivory Coast|Cote d Ivoire",
    "CN": "PRC|PR China|P.R. China|People's Republic of China|Mainland China",
    "CV": "Cape Verde|Cabo Verde",
    "CY": "Republic of Cyprus",
    "CZ": "Czech Republic|Czechia|Czech Rep.|Česká republika|Tschechische Republik",
    "DE": "D|GER|BRD|Federal Republic of Germany|Bundesrepublik Deutschland|Bundesrepublik",
    "DK": "DEN|Kingdom of Denmark",
    "DO": "Dominican Rep.|Rep. Dominicana|República Dominicana",
    "EG": "Arab Republic of Egypt",
    "ES": "E|Kingdom of Spain|Reino de España",
    "FI": "Republic of Finland|Suomi Finland",
    "FK": "Falklands",
    "FM": "Federated States of Micronesia",
    "FR": "F|French Republic|République française|France métropolitaine|Metropolitan France",
    "GB": (
        "UK|U.K.|N. Ireland|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Utd Kingdom|G.B.|"
        "United Kingdom of Great Britain and Northern Ireland|Great Britain and Northern Ireland|"
        "Großbritannien|Grande-Bretagne|Gran Bretaña|Gran Bretagna|Grã-Bretanha|Groot-Brittannië|Angleterre|Inglaterra|"
        "Inghilterra|Schottland|Écosse|Escocia|Escócia|Scozia|Pays de Galles|Gales|Galles|Nordirland|Irlande du Nord|"
        "Irlanda del Norte|Irlanda do Norte|Irlanda del Nord|England UK|Scotland UK|Wales UK|Northern Ireland UK"
    ),
    "GE": "Sakartvelo|Republic of Georgia",
    "GF": "Guiana",
    "GM": "Gambia The",
    "GY": "Guiana",
    "GR": "Hellas|Hellenic Republic",
    "HK": "Hong Kong|Hong Kong SAR|Hongkong|HKSAR",
    "HU": "Republic of Hungary",
    "IE": "Republic of Ireland|Eire|ROI|Irish Republic|Southern Ireland",
    "IN": "Republic of India|Bharat|Hindustan",
    "IR": "Islamic Republic of Iran|Iran Islamic Republic of|Persia|Irã",
    "IT": "I|Italian Republic|Repubblica Italiana",
    "JP": "Nippon|Nihon",
    "KG": "Kyrgyz Republic",
    "KN": "St Kitts and Nevis|Saint Christopher and Nevis",
    "KP": "Korea|DPRK|Democratic People's Republic of Korea|Korea Democratic People's Republic of|Korea North",
    "KR": "Korea|Republic of Korea|Korea Republic of|Korea South|S. Korea|ROK",
    "LA": "Lao PDR|Lao People's Democratic Republic|Lao",
    "LU": "L|Grand Duchy of Luxembourg",
    "LY": "Libyan Arab Jamahiriya",
    "MD": "Republic of Moldova|Moldova Republic of",
    "MK": "Macedonia|FYROM|Republic of North Macedonia|Macedonia the former Yugoslav Republic of",
    "MM": "Myanmar|Burma|Birma|Birmanie|Birmania",
    "MO": "Macau|Macao",
    "MX": "Mex|Méjico|Estados Unidos Mexicanos|United Mexican States",
    "NL": "Holland|The Netherlands|Nederlands|Kingdom of the Netherlands|Netherland|NED",
    "NO": "Kingdom of Norway",
    "NZ": "Aotearoa",
    "OM": "Omã",
    "PH": "Philippine|Republic of the Philippines|Pilipinas",
    "PL": "Republic of Poland|Rzeczpospolita Polska",
    "PS": "Palestine|State of Palestine|Palestinian Territory Occupied",
    "PT": "P|POR|Portuguese Republic|República Portuguesa",
    "RU": "Russian Federation|Russian Fed.|Rossiya|Российская Федерация",
    "SA": "KSA|Kingdom of Saudi Arabia|Saudi",
    "SE": "Kingdom of Sweden",
    "SG": "Republic of Singapore",
    "SK": "Slovak Republic|Slovenská republika",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland|Eswatini",
    "TL": "East Timor|Timor Leste",
    "TR": "Turkey|Turkiye|Republic of Turkey",
    "TT": "Trinidad|Tobago",
    "TW": "Taiwan|Taiwan R.O.C.|Republic of China|Taiwan Province of China|Chinese Taipei",
    "TZ": "United Republic of Tanzania|Tanzania United Republic of",
    "US": (
        "USA|U.S.|U.S.A.|America|United States of America|The States|United States America|US of A|"
        "Vereinigte Staaten von Amerika|États-Unis d'Amérique|Estados Unidos de América|Estados Unidos da América|"
        "Stati Uniti d'America|EE. UU.|EE.UU.|EEUU|EUA|E.U.A.|Etats Unis|USA United States|États-Unis|"
        "United States USA|United States US|Amerika|USA United States of America"
    ),
    "VA": "Holy See|Vatican|Holy See Vatican City State",
    "VE": "Bolivarian Republic of Venezuela|Venezuela Bolivarian Republic of",
    "VG": "Virgin Islands|BVI|Virgin Islands British",
    "VI": "Virgin Islands|USVI|Virgin Islands US|United States Virgin Islands",
    "VN": "Viet Nam|Socialist Republic of Vietnam",
    "ZA": "RSA|Republic of South Africa",
}
"""Spellings by hand. One that stands under two countries is ambiguous, and is never resolved."""


def rows() -> list[tuple[str, str, str, str]]:
    """Return iso2, iso3, English name and the other spellings of every country, folded, each spelling once.

    A spelling that is a code or the English name of one country is listed under no other.
    """
    successors = get_global("territory_aliases")
    iso3 = {new[0]: old for old, new in successors.items() if len(old) == 3 and old.isalpha() and len(new) == 1} | ISO3
    languages = [Locale.parse(language).territories for language in LANGUAGES]
    codes = sorted(code for code in languages[0] if len(code) == 2 and code not in NOT_COUNTRIES)
    official = {
        code: (code, iso3[code], SHORT_NAMES.get(code, languages[0][code].replace("\u2019", "'"))) for code in codes
    }
    taken = {key(text) for texts in official.values() for text in texts}
    table = []
    for code in codes:
        foreign = [names[code] for names in languages if code in names and len(key(names[code])) >= SHORTEST]
        foreign.append(languages[LANGUAGES.index("de")].get(code, "").translate(UMLAUTS))
        side, _, rest = official[code][2].partition(" ")
        foreign.append(f"{side[0]}. {rest}" if side in SIDES else "")
        spelled = {key(text) for text in (*ALIASES.get(code, "").split("|"), *foreign)} - taken
        table.append((*official[code], "|".join(sorted(filter(None, spelled)))))
    return table


def main() -> None:
    """Write the table beside this file."""
    path = Path(__file__).resolve().parent.parent / "tables" / "countries.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("# Countries: ISO 3166-1 codes, English short name, the others as `country.key` folds them.\n")
        out.write(f"# Names: Unicode CLDR through babel {babel.__version__} (Unicode License v3); aliases by hand.\n")
        out.write("# Written by rules/build/places.py; edit that, not this.\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("iso2", "iso3", "name", "spellings"))
        writer.writerows(rows())


if __name__ == "__main__":
    main()
