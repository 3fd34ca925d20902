from __future__ import annotations

from itertools import product

import numpy as np

from crmclean.dedup.coded import encode
from crmclean.dedup.compare.name_parts import FamilyParts, GivenParts, listed
from crmclean.fields.person_name import PARTICLES, are_variants, nickname_group

GIVEN = ["j", "j robert", "john a", "robert", "bob", "stephen", "steven", "paul", "paula", "kate j", "catherine", "zog"]
FAMILY = ["smith", "smith jones", "de la cruz", "cruz", "de la fuente", "de", "jones"]


def pairs_of(words):
    coded = encode(words)
    pairs = [(one, other) for one, other in product(range(len(coded.words)), repeat=2) if one != other]
    return coded, pairs, *np.array(pairs).T


def test_one_may_be_known_by_the_middle_name():
    coded, pairs, first, second = pairs_of(GIVEN)
    later = GivenParts.of(coded).later(first, second)
    found = {frozenset(coded.take(np.array(pair))) for pair, known in zip(pairs, later, strict=True) if known}
    assert found == set(map(frozenset, [("j robert", "robert"), ("j", "kate j"), ("j robert", "kate j")]))


def test_nicknames_and_variants_are_told_as_one_by_one():
    coded, pairs, first, second = pairs_of([name for name in GIVEN if " " not in name])
    parts, words = GivenParts.of(coded), coded.words
    meets = [not nickname_group(words[one]).isdisjoint(nickname_group(words[other])) for one, other in pairs]
    assert parts.nicknames(first, second).tolist() == meets
    variants = [are_variants(words[one], words[other]) for one, other in pairs]
    assert parts.variants(first, second).tolist() == variants
    assert any(meets)
    assert any(variants)


def test_family_names_share_a_word_that_is_no_particle():
    coded, pairs, first, second = pairs_of(FAMILY)
    words = [set(word.split()) - PARTICLES for word in coded.words]
    expected = [not words[one].isdisjoint(words[other]) for one, other in pairs]
    assert FamilyParts.of(coded).part(first, second).tolist() == expected
    assert sum(expected) == 6


def test_a_name_is_listed_where_a_table_has_all_its_words():
    assert listed(["smith", "smith jones", "smith bisigununeba", "bisigununeba"]).tolist() == [True, True, False, False]
