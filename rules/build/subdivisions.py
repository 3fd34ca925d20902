# ruff: noqa: INP001 - a script beside its table, no package
"""Write the reference table ``subdivisions``: states, provinces and regions with the spellings that people use.

    npm pack cldr-core cldr-subdivisions-full iso-3166      (unpack each into a folder of its own name)
    python rules/build/subdivisions.py FOLDER               (the folder that holds all three)

Which places there are, and their English names: Unicode CLDR (Unicode License v3). The names on the spot, for countries
that write in Latin letters: the package iso-3166 (MIT License). Abbreviations of the postal services and the press,
older names and codes, names in Chinese, Japanese and Korean, and a few corrections are by hand. Places of one country
that share a spelling lose it, unless it is the code or the name of one of them.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from crmclean.fields.place import spelling

LOCAL = frozenset(
    [
        "AR",
        "AT",
        "BE",
        "BR",
        "CH",
        "CL",
        "CO",
        "DE",
        "ES",
        "FR",
        "ID",
        "IT",
        "MX",
        "MY",
        "NL",
        "PE",
        "PL",
        "PT",
        "SE",
        "TR",
        "VE",
    ]
)
"""Countries whose places go by the name on the spot, in Latin letters."""
ENGLISH = frozenset(
    ["AE", "AU", "CA", "CN", "EG", "GB", "IE", "IN", "JP", "KR", "NG", "NZ", "PH", "PK", "RU", "TH", "TW", "US", "ZA"]
)
"""Countries whose places go by their English name."""
WHOLE = frozenset({"BE", "ES", "FR", "ID", "IE", "IT", "PH"})
"""Countries of which every level is listed, because addresses name either; of the others the first level is."""
DROPPED = {
    "ES": "LO M MU NA O PM S",  # a region of one province stands once, under the region's code
    "FR": "BL CP MF NC PF PM TF WF",  # countries of their own to ISO 3166-1, and to CRMs
    "ID": "JW KA ML NU PP SL SM",  # islands
    "IE": "C L M U",  # the four historic provinces
    "IT": "AO CI OG OT VS",  # Aosta is the region; four Sardinian provinces ended in 2016
    "NL": "AW BQ1 BQ2 BQ3 CW SX",
    "PH": "01 02 03 05 06 07 08 09 10 11 12 13 14 15 40 41",  # regions, which no address names
    "US": "UM",
}
NAMES = {
    "BE": {"BRU": "Brussels", "VLG": "Vlaanderen", "WAL": "Wallonie"},
    "CL": {"AI": "Aysén", "AR": "Araucanía", "LI": "O'Higgins", "RM": "Región Metropolitana"},
    "CN": {"HK": "Hong Kong", "MO": "Macao", "NM": "Inner Mongolia", "TW": "Taiwan"},
    "CO": {"DC": "Bogotá"},
    "ES": {"CT": "Cataluña", "IB": "Islas Baleares", "VC": "Comunidad Valenciana"}
    | {"AS": "Asturias", "MC": "Murcia", "MD": "Madrid", "NC": "Navarra", "RI": "La Rioja"},
    "FR": {"973": "Guyane", "PAC": "Provence-Alpes-Côte d'Azur", "PDL": "Pays de la Loire"},
    "IN": {
        "CG": "Chhattisgarh",
        "DH": "Dadra and Nagar Haveli and Daman and Diu",
        "TS": "Telangana",
        "UK": "Uttarakhand",
    },
    "IT": {"23": "Valle d'Aosta", "32": "Trentino-Alto Adige", "36": "Friuli-Venezia Giulia", "BZ": "Bolzano"},
    "JP": {"01": "Hokkaido", "26": "Kyoto", "27": "Osaka", "28": "Hyogo", "39": "Kochi", "44": "Oita"},
    "KR": {"29": "Gwangju"},
    "NZ": {"MBH": "Marlborough"},
    "ID": {"JK": "Jakarta", "PE": "Papua Pegunungan"},
    "PE": {"CAL": "Callao", "LMA": "Lima Metropolitana"},
    "PT": {"20": "Açores", "30": "Madeira"},
    "RU": {"MOS": "Moscow Oblast", "SA": "Yakutia"},
    "TH": {"55": "Nan Province"},  # "nan" is how programs write nothing
    "TW": {"CYI": "Chiayi", "CYQ": "Chiayi County"},
    "US": {"DC": "District of Columbia", "VI": "U.S. Virgin Islands"},
}
"""Names that are used in place of the sources'."""
ADDED = {
    "US": {"AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific"}
    | {"FM": "Micronesia", "MH": "Marshall Islands", "PW": "Palau"},
}
"""States to the US Postal Service, though not to ISO 3166-2."""
ALIASES = {
    "RU": {"SPE": "St Petersburg"},
    "VE": {"A": "Distrito Federal"},
    "TR": {"03": "Afyon"},
    "PE": {"CUS": "Cuzco"},
    "KR": {
        "48": "경남",
        "47": "경북",
        "46": "전남",
        "45": "전북",
        "44": "충남",
        "43": "충북",
        "49": "Jeju-do",
        "42": "Gangwon-do",
    },
    "AR": {"C": "CABA|Capital Federal|Buenos Aires Capital", "B": "PBA|Bs As"},
    "AT": {
        "1": "BGLD",
        "2": "KTN",
        "3": "NÖ|Niederoesterreich",
        "4": "OÖ|Oberoesterreich",
        "5": "SBG",
        "6": "STMK",
        "7": "Tyrol",
        "8": "VBG",
        "9": "Wien",
    },
    "AU": {"ACT": "Capital Territory|Canberra ACT"},
    "BE": {"BRU": "Brussel|Bruxelles|Brussels-Capital|Bruxelles-Capitale"},
    "BR": {"DF": "Federal District", "RJ": "Rio|Estado do Rio", "SP": "S. Paulo"},
    "CA": {
        "AB": "Alta",
        "MB": "Man",
        "NL": "Newfoundland|Labrador|NF|Nfld|NFLD & Lab|Terre-Neuve-et-Labrador",
        "NT": "NWT|Territoires du Nord-Ouest",
        "ON": "Ont",
        "PE": "PEI|Île-du-Prince-Édouard",
        "QC": "Que|PQ",
        "SK": "Sask",
        "YT": "Yukon Territory|YK",
        "BC": "Brit. Columbia|Colombie-Britannique",
        "NB": "N. Brunswick|Nouveau-Brunswick",
        "NS": "N. Scotia|Nouvelle-Écosse",
    },
    "CH": {
        "AG": "Argovie|Argovia",
        "BE": "Berne|Berna",
        "BL": "Baselland|Bâle-Campagne",
        "BS": "Basel|Bâle-Ville|Basel City",
        "FR": "Freiburg",
        "GE": "Genf|Ginevra",
        "GR": "Grisons|Grigioni",
        "LU": "Lucerna",
        "NE": "Neuenburg",
        "SG": "St. Gallen|Saint-Gall|San Gallo",
        "SO": "Soleure",
        "TG": "Thurgovie",
        "TI": "Tessin",
        "VD": "Waadt",
        "VS": "Wallis|Vallese",
        "ZG": "Zoug",
        "ZH": "Zurigo",
    },
    "CL": {"MA": "Magallanes y de la Antártica Chilena", "RM": "Santiago|Metropolitana|Metropolitana de Santiago"},
    "CN": {"MO": "Macau", "NM": "Inner Mongolia", "XZ": "Tibet"},
    "CO": {"SAP": "San Andrés y Providencia", "DC": "Bogotá|Bogotá D.C."},
    "DE": {
        "BW": "BaWü|Ba-Wü",
        "HB": "Freie Hansestadt Bremen",
        "HH": "Freie und Hansestadt Hamburg",
        "MV": "MeckPomm|Meck-Pom|Mecklenburg-Western Pomerania",
        "NI": "NDS|Nds.",
        "NW": "NRW",
        "RP": "RLP",
        "SN": "Freistaat Sachsen",
        "ST": "LSA",
        "TH": "Freistaat Thüringen",
    },
    "ES": {
        "GA": "Galiza",
        "CN": "Islas Canarias",
        "A": "Alacant",
        "AS": "Principado de Asturias|O",
        "BI": "Vizcaya|Biscay",
        "C": "La Coruña",
        "CB": "S",
        "CS": "Castelló",
        "CT": "Catalunya",
        "GI": "Gerona",
        "IB": "Illes Balears|Baleares|Islas Baleares|PM",
        "L": "Lérida",
        "MC": "Región de Murcia|MU",
        "MD": "Comunidad de Madrid|M",
        "NC": "Nafarroa|Navarre|Comunidad Foral de Navarra|NA",
        "OR": "Orense",
        "PV": "Euskadi",
        "RI": "Rioja|LO",
        "SS": "Guipúzcoa",
        "TF": "Tenerife",
        "V": "València",
        "VI": "Araba",
        "VC": "Comunidad Valenciana|Comunitat Valenciana",
    },
    "FR": {
        "IDF": "Ile de France",
        "NOR": "Normandy",
        "20R": "COR|Corsica",
        "973": "Guyane|GF|French Guiana",
        "971": "GP",
        "972": "MQ",
        "974": "Réunion|RE",
        "976": "YT",
        "CVL": "Centre",
        "75C": "75",
        "PAC": "PACA",
        "NAQ": "New Aquitaine",
        "OCC": "Occitania",
        "BFC": "Burgundy-Franche-Comté",
    },
    "GB": {
        "ENG": "English|Angleterre|Inglaterra|Inghilterra|Engeland",
        "NIR": "N. Ireland|NI|Ulster|Nordirland|Irlande du Nord",
        "SCT": "Alba|Schottland|Écosse|Escocia|Scozia|Schotland",
        "WLS": "Cymru|Pays de Galles|Gales|Galles",
    },
    "ID": {"JK": "DKI Jakarta|Jakarta Raya", "YO": "DI Yogyakarta|Yogyakarta|Jogja"},
    "IN": {
        "AN": "Andaman & Nicobar",
        "AP": "Andhra",
        "CG": "CT|Chattisgarh|Chhatisgarh",
        "DH": "Dadra & Nagar Haveli|Daman & Diu|DN|DD",
        "DL": "New Delhi|NCT of Delhi|NCT|N. Delhi|Delhi NCR",
        "JK": "J&K",
        "OD": "Orissa|OR",
        "PY": "Pondicherry",
        "TS": "TG",
        "UK": "Uttaranchal|UT",
        "UP": "U. P.",
    },
    "IT": {
        "23": "Val d'Aosta|AO|Aosta",
        "32": "Trentino-Alto Adige/Südtirol",
        "57": "The Marches",
        "62": "Latium",
        "77": "Lucania",
        "BZ": "Bozen|Südtirol",
        "MB": "Monza",
        "MS": "Massa Carrara",
        "PU": "Pesaro",
        "RC": "Reggio di Calabria",
        "RE": "Reggio nell'Emilia",
    },
    "MX": {
        "AGU": "Ags|AG",
        "BCN": "BC|Baja California Norte",
        "BCS": "BS",
        "CAM": "Camp|CM",
        "CHH": "Chih|CH",
        "CHP": "Chis|CS",
        "CMX": "CDMX|Distrito Federal|DF|Mexico DF|México D.F.|Mexico City",
        "COA": "Coah|CO|Coahuila de Zaragoza",
        "COL": "CL",
        "DUR": "Dgo|DG",
        "GRO": "GR",
        "GUA": "Gto|GT",
        "HID": "Hgo|HG",
        "JAL": "JA",
        "MEX": "Estado de México|State of Mexico|Edomex|Edo. Mex.|EM",
        "MIC": "Mich|MI|Michoacán de Ocampo",
        "MOR": "MO",
        "NAY": "NA",
        "NLE": "NL",
        "OAX": "OA",
        "PUE": "PU",
        "QUE": "Qro|QT|Querétaro de Arteaga",
        "ROO": "Q. Roo|QR",
        "SIN": "SI",
        "SLP": "SL",
        "SON": "SO",
        "TAB": "TB",
        "TAM": "Tamps|TM",
        "TLA": "Tlax|TL",
        "VER": "VE|Veracruz de Ignacio de la Llave",
        "YUC": "YU",
        "ZAC": "ZA",
    },
    "MY": {"14": "KL|WP Kuala Lumpur", "07": "Penang", "04": "Malacca"},
    "NL": {"NB": "Brabant", "FR": "Friesland"},
    "US": {
        "AK": "Alas",
        "AL": "Ala",
        "AR": "Ark",
        "AZ": "Ariz",
        "CA": "Calif|Cal|Cali",
        "CO": "Colo",
        "CT": "Conn",
        "DC": "Washington DC|Washington D.C.|Wash DC",
        "DE": "Del",
        "FL": "Fla",
        "GA": "Geo",
        "IL": "Ill",
        "IN": "Ind",
        "KS": "Kan|Kans",
        "KY": "Ken",
        "MA": "Mass",
        "MI": "Mich",
        "MN": "Minn",
        "MS": "Miss",
        "MT": "Mont",
        "NE": "Neb|Nebr",
        "NM": "N. Mex|New Mex",
        "NV": "Nev",
        "ND": "N. Dak|No. Dak",
        "SD": "S. Dak|So. Dak",
        "OK": "Okla",
        "OR": "Ore|Oreg",
        "PA": "Penn|Penna",
        "TN": "Tenn",
        "TX": "Tex",
        "VA": "Virg",
        "WA": "Wash",
        "WI": "Wis|Wisc",
        "WV": "W. Va|West Va",
        "WY": "Wyo",
        "VI": "Virgin Islands|USVI|U.S. Virgin Islands",
    },
    "ZA": {"KZN": "KZN|Natal|NL", "GP": "GT|Gauteng"},
}
"""Spellings by hand: abbreviations of the postal services and the press, older names and codes, usual short forms."""

IDEOGRAMS = {
    "CN": dict(
        part.split()
        for part in [
            "AH 安徽省",
            "BJ 北京市",
            "CQ 重庆市",
            "FJ 福建省",
            "GD 广东省",
            "GS 甘肃省",
            "GX 广西壮族自治区",
            "GZ 贵州省",
            "HA 河南省",
            "HB 湖北省",
            "HE 河北省",
            "HI 海南省",
            "HK 香港特别行政区",
            "HL 黑龙江省",
            "HN 湖南省",
            "JL 吉林省",
            "JS 江苏省",
            "JX 江西省",
            "LN 辽宁省",
            "MO 澳门特别行政区",
            "NM 内蒙古自治区",
            "NX 宁夏回族自治区",
            "QH 青海省",
            "SC 四川省",
            "SD 山东省",
            "SH 上海市",
            "SN 陕西省",
            "SX 山西省",
            "TJ 天津市",
            "XJ 新疆维吾尔自治区",
            "XZ 西藏自治区",
            "YN 云南省",
            "ZJ 浙江省",
        ]
    ),
    "JP": {
        f"{number:02}": name
        for number, name in enumerate(
            [
                "北海道",
                "青森県",
                "岩手県",
                "宮城県",
                "秋田県",
                "山形県",
                "福島県",
                "茨城県",
                "栃木県",
                "群馬県",
                "埼玉県",
                "千葉県",
                "東京都",
                "神奈川県",
                "新潟県",
                "富山県",
                "石川県",
                "福井県",
                "山梨県",
                "長野県",
                "岐阜県",
                "静岡県",
                "愛知県",
                "三重県",
                "滋賀県",
                "京都府",
                "大阪府",
                "兵庫県",
                "奈良県",
                "和歌山県",
                "鳥取県",
                "島根県",
                "岡山県",
                "広島県",
                "山口県",
                "徳島県",
                "香川県",
                "愛媛県",
                "高知県",
                "福岡県",
                "佐賀県",
                "長崎県",
                "熊本県",
                "大分県",
                "宮崎県",
                "鹿児島県",
                "沖縄県",
            ],
            start=1,
        )
    },
    "KR": dict(
        part.split()
        for part in [
            "11 서울특별시",
            "26 부산광역시",
            "27 대구광역시",
            "28 인천광역시",
            "29 광주광역시",
            "30 대전광역시",
            "31 울산광역시",
            "41 경기도",
            "42 강원도",
            "43 충청북도",
            "44 충청남도",
            "45 전라북도",
            "46 전라남도",
            "47 경상북도",
            "48 경상남도",
            "49 제주특별자치도",
            "50 세종특별자치시",
        ]
    ),
}
"""Names in the country's own script, whole; the short form drops the word for the kind of place."""

_SIDES = {"North": ("N", "No"), "South": ("S", "So"), "West": ("W",), "East": ("E",), "New": ("N",)}
_GERMAN = frozenset({"AT", "CH", "DE"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_PREFECTURES = {"13": "to", "26": "fu", "27": "fu"}
_KIND = re.compile(
    "(?:-(?:teukbyeol|gwangyeok|teukbyeoljachi)?(?:si|do)"
    "|,? (?:Sheng|Shi|Zizhiqu|SAR|Respublika|avtonomnyy okrug)|,? (?:oblast'|kray|Krai|Okrug)"
    "|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区"
    "|특별자치시|특별자치도|특별시|광역시|[都府県省市縣])$"
)


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield country, code, name and other spellings of every place, in the table's order."""
    for country in sorted(LOCAL | ENGLISH):
        places = {code: _name(folder, country, code) for code in _codes(folder, country)} | ADDED.get(country, {})
        spelled = {code: list(_others(folder, country, code, name)) for code, name in places.items()}
        official = {code: {spelling(code), spelling(name)} for code, name in places.items()}
        for code, name in sorted(places.items()):
            elsewhere = {
                spelling(text) for other in places if other != code for text in (*official[other], *spelled[other])
            }
            kept: dict[str, str] = {}
            for text in spelled[code]:
                if spelling(text) not in official[code] | elsewhere:
                    kept.setdefault(spelling(text), text)
            yield country, code, name, "|".join(kept.values())


def _codes(folder: Path, country: str) -> set[str]:
    """Return the codes of a country's places: of the first level, or of all."""
    path = folder / "cldr-core" / "supplemental" / "subdivisionContainment.json"
    contained = _read(path)["supplemental"]["subdivisionContainment"]
    first = contained[country]["_contains"]
    below = [code for each in first for code in contained.get(each, {}).get("_contains", ())]
    codes = {code[2:].upper() for code in (*first, *(below if country in WHOLE else ()))}
    return codes - set(DROPPED.get(country, "").split())


def _name(folder: Path, country: str, code: str) -> str:
    given = NAMES.get(country, {}).get(code)
    local, english = _local(folder).get(f"{country}-{code}"), _english(folder).get(f"{country}{code}".lower())
    return given or (local if country in LOCAL else english) or english or local or code


def _others(folder: Path, country: str, code: str, name: str) -> Iterator[str]:
    """Yield the other spellings of a place; some may be none."""
    by_hand = ALIASES.get(country, {}).get(code, "").split("|") + IDEOGRAMS.get(country, {}).get(code, "").split("|")
    known = [
        *by_hand,
        _english(folder).get(f"{country}{code}".lower(), ""),
        _local(folder).get(f"{country}-{code}", ""),
    ]
    for text in (name, *known):
        yield text
        yield _KIND.sub("", text)
        yield text.translate(_UMLAUTS) if country in _GERMAN else text
    if country == "JP":
        yield f"{name}-{_PREFECTURES.get(code, 'ken')}"
    if country == "TW":
        yield from (f"{name} City", f"{name} County")
    side, _, rest = name.partition(" ")
    if rest and country in ENGLISH:
        yield from (f"{short} {rest}" for short in _SIDES.get(side, ()))


@cache
def _english(folder: Path) -> dict[str, str]:
    path = folder / "cldr-subdivisions-full" / "subdivisions" / "en" / "en.json"
    names = _read(path)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {code: _plain(name) for code, name in names.items()}


@cache
def _local(folder: Path) -> dict[str, str]:
    """Read the codes and names out of the package's JavaScript."""
    text = (folder / "iso-3166" / "2.js").read_text(encoding="utf-8")
    entries = re.findall(r"code: '([^']+)',\s+name: (?:'([^']*)'|\"([^\"]*)\")", text)
    return {code: _plain(single or double) for code, single, double in entries}


def _plain(name: str) -> str:
    """Take a footnote's number, a second name and typographic apostrophes out of a name."""
    return re.sub("[\u00b2\u00b3\u00b9]", "", name).replace("\u2019", "'").split(" [")[0].strip()


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, table: Iterable[tuple[str, str, str, str]], version: str) -> None:
    """Write the table with its header."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("# States and provinces: ISO 3166-2 country and code, name, other spellings separated by |.\n")
        out.write(
            f"# Places and English names: Unicode CLDR {version} (Unicode License v3); names on the spot: iso-3166\n"
        )
        out.write("# (MIT License); abbreviations, older names, names in Chinese, Japanese and Korean by hand.\n")
        out.write("# Written by rules/build/subdivisions.py; edit that, not this.\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("country", "code", "name", "spellings"))
        writer.writerows(table)


def main() -> None:
    """Write the table beside this file."""
    parser = argparse.ArgumentParser(description="Write the reference table of states and provinces.")
    parser.add_argument(
        "folder", type=Path, help="the folder that holds cldr-core, cldr-subdivisions-full and iso-3166"
    )
    folder = parser.parse_args().folder
    version = _read(folder / "cldr-core" / "package.json")["version"]
    write(Path(__file__).resolve().parent.parent / "tables" / "subdivisions.csv", rows(folder), version)


if __name__ == "__main__":
    main()
