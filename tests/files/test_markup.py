"""XML as a stream: well formed, and without entities of its own."""

from __future__ import annotations

import pytest

from crmclean.errors import TableError
from crmclean.files.markup import elements, local

LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'


def test_elements_come_without_prefix_however_the_text_is_cut():
    text = b'<p:a xmlns:p="u" r:id="1"><p:b>x</p:b></p:a>'
    chunks = [text[at : at + 3] for at in range(0, len(text), 3)]
    assert [name for name, _ in elements(chunks)] == ["a", "b"]
    assert next(elements([text]))[1]["r:id"] == "1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE])
def test_a_document_type_is_refused_before_it_is_read(text, encoding):
    with pytest.raises(TableError, match="declares entities of its own"):
        list(elements([text.encode(encoding)]))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a>\x00</a>",
        b"<a>&nope;</a>",
        b"<a/><a/>",
        b"PK",
        b'<?xml version="1.0" encoding="UTF-9"?><a/>',
    ],
)
def test_what_is_not_well_formed_is_damaged(text):
    with pytest.raises(TableError, match="is a workbook that is damaged"):
        list(elements([text]))


def test_local():
    assert (local("r:id"), local("id")) == ("id", "id")
