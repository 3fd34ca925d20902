from __future__ import annotations

import pytest

from crmclean.fields.company_case import recased


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DATASIDE LLC", "Dataside LLC"),
        ("acme gmbh & co. kg", "Acme GmbH & Co. KG"),
        ("ACME SP. Z O.O.", "Acme Sp. z o.o."),
        ("ACME S.R.O.", "Acme s.r.o."),
        ("ACME S.P.A.", "Acme S.p.A."),
        ("O'REILLY MEDIA", "O'Reilly Media"),
        ("MCDONALD'S CORP", "McDonald's Corp"),
        ("BANK OF THE WEST", "Bank of the West"),
        ("OF MICE", "Of Mice"),
        ("E.ON SE", "E.ON SE"),
        ("ACME.COM INC", "Acme.com Inc"),
        ("www.acme.com", "www.Acme.com"),
        ("IBM DEUTSCHLAND GMBH", "IBM Deutschland GmbH"),
        ("BMW", "BMW"),
    ],
)
def test_names_in_one_case(text, expected):
    assert recased(text) == expected


@pytest.mark.parametrize("text", ["ACME SP. Z O.O.", "acme gmbh & co. kg", "www.acme.com", "E.ON SE"])
def test_what_was_written_stays(text):
    once = recased(text)
    assert once.isupper() or once.islower() or recased(once) == once
