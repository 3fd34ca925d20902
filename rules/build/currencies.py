# ruff: noqa: INP001 - a script beside its table, no package
"""Write the picklist `currency`: the currencies in use by their ISO 4217 letters, with their English names as labels.

Run by hand when ISO 4217 changes: `python rules/build/currencies.py` (needs babel: `uv sync --group data`). Which
currencies there are and what else they are called is by hand; the names are those of Unicode CLDR.
"""

from __future__ import annotations

from pathlib import Path

import babel
from babel import Locale

from crmclean.fields.picklist_lookup import key

# fmt: off
IN_USE = (
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND",
    "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE",
    "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
    "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY",
    "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD",
    "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
    "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF",
    "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
    "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES", "VND",
    "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
)
# fmt: on
ENDED = ("ANG", "BGN", "HRK")
"""Understood, but no longer accepted by CRMs for new records."""
ALIASES = {
    "AED": "UAE Dirham",
    "ANG": "Netherlands Antillean Guilder",
    "ARS": "Argentine Peso",
    "AUD": "Australian Dollar|Australian Dollars|AU$",
    "BGN": "Bulgarian Lev",
    "BRL": "Brazilian Real|Real|Reais|R$",
    "CAD": "Canadian Dollar|Canadian Dollars|CA$",
    "CHF": "Swiss Franc|Swiss Francs|SFr|Fr.|Schweizer Franken|Franken|Franc suisse",
    "CLP": "Chilean Peso",
    "CNY": "Chinese Yuan|Yuan|Renminbi|RMB",
    "COP": "Colombian Peso",
    "CZK": "Czech Koruna|Kč",
    "DKK": "Danish Krone|Danish Kroner",
    "EGP": "Egyptian Pound",
    "EUR": "Euro|Euros|€|Euro €",
    "GBP": "Pound Sterling|British Pound|British Pounds|Sterling|UKP|£|GB£|Quid|Stg",
    "HKD": "Hong Kong Dollar|HK$",
    "HRK": "Croatian Kuna",
    "HUF": "Hungarian Forint|Forint",
    "IDR": "Indonesian Rupiah|Rupiah",
    "ILS": "Israeli Shekel|Israeli New Shekel|Shekel|NIS|₪",
    "INR": "Indian Rupee|Indian Rupees|₹|Rs|Rs.|INR ₹",
    "JPY": "Japanese Yen|Yen|Japanese Yen ¥",
    "KES": "Kenyan Shilling",
    "KRW": "South Korean Won|Korean Won|₩|Won",
    "KZT": "₸",
    "MXN": "Mexican Peso|Mexican Pesos|MX$|MXN$",
    "MYR": "Malaysian Ringgit|Ringgit",
    "NGN": "Nigerian Naira|Naira|₦",
    "NOK": "Norwegian Krone|Norwegian Kroner",
    "NZD": "New Zealand Dollar|NZ$",
    "PHP": "Philippine Peso|₱",
    "PLN": "Polish Zloty|Zloty|zł|Złoty",
    "RON": "Romanian Leu",
    "RUB": "Russian Ruble|₽|Rouble",
    "SAR": "Saudi Riyal",
    "SEK": "Swedish Krona|Swedish Kronor|Schwedische Krone",
    "SGD": "Singapore Dollar|SG$",
    "THB": "Thai Baht|Baht|฿",
    "TRY": "Turkish Lira|₺",
    "TWD": "New Taiwan Dollar|NT$",
    "UAH": "Ukrainian Hryvnia|Hryvnia|₴",
    "USD": "US Dollar|US Dollars|U.S. Dollar|US$|USD $|$US|Dollar US|Greenback",
    "VND": "Vietnamese Dong|₫",
    "ZAR": "South African Rand|Rand",
}
"""Spellings by hand. "$" and "kr" alone fit several currencies and go to review."""


HEAD = """\
# Currency: the currencies in use, by their three letters; three that ended lately are inactive (understood, but no
# longer accepted by CRMs for new records). "$" and "kr" alone fit several currencies and go to review.
#
# Sources: ISO 4217, list one, as of 2026 (Croatia and Bulgaria use the euro, the Caribbean guilder is XCG); labels:
# Unicode CLDR through babel {version} (Unicode License v3). Written by rules/build/currencies.py; edit that, not this.
"""


def lines() -> list[str]:
    """Return one line a currency."""
    names = Locale.parse("en").currencies
    written = []
    for code in (*IN_USE, *ENDED):
        label = names.get(code, "").replace("\u2019", "'")
        parts = [f"value: {code}", f"label: {label}"] if label else [f"value: {code}"]
        said = (key(label), key(code))
        others = {key(text): text for text in ALIASES.get(code, "").split("|") if text and key(text) not in said}
        if others:
            parts.append("aliases: [" + ", ".join(f'"{text}"' for text in others.values()) + "]")
        if code in ENDED:
            parts.append("active: false")
        written.append("- {" + ", ".join(parts) + "}")
    return written


def main() -> None:
    """Write the picklist."""
    path = Path(__file__).resolve().parent.parent / "picklists" / "currency.yaml"
    path.write_text(HEAD.format(version=babel.__version__) + "\n".join(lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
