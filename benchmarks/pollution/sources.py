"""Small made-up CRM exports: contacts, accounts, opportunities of a German office, leads of a Czech and Polish one.

Nobody in them is real. They hold what makes exports hard to read: delimiters, quotes and line ends inside cells,
apostrophes, letters beyond ASCII, phones with a plus, leading zeros, empty cells, dates, decimal commas.
"""

from __future__ import annotations

from .sheet import Cells, Dialect, Source, turn

__all__ = ["SOURCES"]


def _words(text: str) -> Cells:
    return tuple(text.split("|"))


_GIVEN = _words("Anna|Jürgen|Siobhán|Marc-André|Chloë|Tom|Inês|Ola|Bjørn|Wei|Fatima|Günther|Zoë|Luís|Mary-Jane")
_FAMILY = _words("O'Brien|Müller|D'Angelo|Núñez|Smith|Strauß|Johansen|van der Berg|Lefèvre|O'Neil|Garcia|Kröger|Null")
_FIRMS = (
    "Acme, Inc.",
    "Müller & Söhne GmbH",
    'The "Old" Mill, Ltd.',
    "Northwind Traders",
    "Café Zürich AG",
    "Smith, Jones & Partners LLP",
    "L'Atelier du Bois",
    "Greenfield Energy",
    "3D-Druck Köln e.K.",
    'Hotel "Sonne"',
    "Bluewater Logistics",
)
_TITLES = ("CEO", "Director, Sales", "", "Head of IT", "Buyer", "VP Finance", "Einkäufer")
_STREETS = (
    "12 High St",
    "Königstraße 7",
    "1 Main St, Suite 400",
    "Rua das Flores 22",
    "",
    "Bahnhofplatz 3",
    "Unit 5\r\n9 Quay Rd",
)
_CITIES = ("London", "Köln", "São Paulo", "Zürich", "Springfield", "Ålesund", "Malmö", "")
_COUNTRIES = ("GB", "DE", "BR", "CH", "US", "NO", "SE", "DE")
_NOTES = (
    "",
    "Called twice, no answer",
    "",
    'Said "call me back", then hung up',
    "",
    "Prefers e-mail",
    "Visit:\nask for the manager\n- bring samples, price list",
    "",
    "moved; new address to follow",
    "",
)
_CZECH_GIVEN = _words("Jiří|Zbyněk|Łucja|Eva|Ondřej|Paweł|Małgorzata")
_CZECH = ("Dvořák", "Nováková", "Kowalczyk", "Wiśniewska", "Černý", "Łukasik", "Procházka", "Żak", "Růžička")
_CZECH_FIRMS = ("Škoda díly s.r.o.", "Łódź Meble Sp. z o.o.", "Praha\tConsulting", "Kraków Tech", 'Hotel "U Jelena"')


def _date(number: int) -> tuple[int, int, int]:
    return 2019 + number % 6, 1 + number * 5 % 12, 1 + number * 11 % 28


def _contact(number: int) -> Cells:
    given, family = turn(_GIVEN, number), turn(_FAMILY, number, 3)
    year, month, day = _date(number)
    return (
        f"003Qx{number * 7919 % 100_000:05}AbCEA{number % 10}",
        given,
        family,
        turn(_FIRMS, number, 4),
        turn(_TITLES, number),
        "" if number % 9 == 5 else f"contact{number}@example.com",
        "" if number % 6 == 4 else f"+44 20 79{number * 137 % 10_000:04} {number * 31 % 1000:03}",
        turn(_STREETS, number, 3),
        turn(_CITIES, number),
        f"{number * 463 % 100_000:05}",
        turn(_COUNTRIES, number),
        f"{year}-{month:02}-{day:02}",
    )


def _account(number: int) -> Cells:
    firm = turn(_FIRMS, number)
    return (
        f"{number * 37:07}",
        f"{firm} {number // len(_FIRMS)}" if number >= len(_FIRMS) else firm,
        "" if number % 5 == 3 else f"https://www.firm{number}.example",
        f"(0{number % 9}{number * 7 % 10}) {number * 7411 % 1_000_000:06}",
        turn(("Customer", "Prospect", "Partner", ""), number),
        f"{1 + number * 13 % 900},{number * 389 % 1000:03},000",
        "" if number % 7 == 2 else str(number * 17 % 400),
        turn(_STREETS, number),
        turn(_CITIES, number, 3),
        turn(_NOTES, number, 3),
    )


def _opportunity(number: int) -> Cells:
    year, month, day = _date(number)
    return (
        f"VC-{number:05}",
        f"Angebot {number * 3} für {turn(_FIRMS, number, 2)}",
        f"{number * 7 % 90 + 1}.{number * 211 % 1000:03},{number * 3 % 100:02}",
        f"0,{number * 5 % 100:02}",
        f"{day:02}.{month:02}.{year}",
        turn(("Erstgespräch", "Angebot", "Verhandlung", "gewonnen", "verloren"), number, 2),
        f"{turn(_GIVEN, number, 2)} {turn(_FAMILY, number)}",
        turn(_NOTES, number),
        "",
    )


def _lead(number: int) -> Cells:
    year, month, day = _date(number)
    return (
        str(100_200 + number * 3),
        f"{turn(_CZECH_GIVEN, number)} {turn(_CZECH, number, 2)}",
        turn(_CZECH_FIRMS, number, 3),
        "" if number % 8 == 6 else f"lead{number}@firma.example",
        f"+420 60{number % 10} {number * 53 % 1000:03} {number * 97 % 1000:03}",
        f"{number * 37 % 900 + 100} {number * 11 % 100:02}",
        turn(("web", "fair, Brno", "", "phone"), number),
        f"{month}/{day}/{year}",
        turn(("zavolat", "", "pošle e-mail", 'říká: "později"', "", "1. schůzka\r\n2. nabídka"), number),
    )  # fmt: skip


_CONTACT = _words(
    "Contact ID|First Name|Last Name|Account Name|Title|Email|Phone|Mailing Street|Mailing City|Mailing Zip"
    "|Mailing Country|Created Date"
)
_CONTACTS = tuple(map(_contact, range(1, 85)))

SOURCES = (
    Source("contacts", _CONTACT, _CONTACTS, Dialect(line_end="\r\n")),
    Source("contacts_quoted", _CONTACT, _CONTACTS, Dialect(line_end="\r\n", always=True)),
    Source(
        "accounts",
        _words("account_number|name|website|phone|type|annual_revenue|employees|street|city|description"),
        tuple(map(_account, range(1, 91))),
        Dialect(),
    ),
    Source(
        "opportunities",
        _words("Nummer|Name|Betrag|Wahrscheinlichkeit|Abschluss|Phase|Inhaber|Notiz|Kampagne"),
        tuple(map(_opportunity, range(1, 97))),
        Dialect(";", line_end="\r\n"),
    ),
    Source(
        "leads",
        _words("lead_id|jméno|firma|email|telefon|PSČ|zdroj|datum|poznámka"),
        tuple(map(_lead, range(1, 81))),
        Dialect("\t"),
    ),
)  # fmt: skip
"""The sources, each in a dialect of its own: comma and CRLF, the same with every cell in quotes, comma and LF,
semicolon and CRLF, tab and LF."""
