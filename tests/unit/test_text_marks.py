"""What two sentences share is marked as what it is, in every script."""

from __future__ import annotations

import pytest

from provenance.text.align import align, moved
from provenance.text.marks import MAX_TERMS, marks
from provenance.text.private import private
from provenance.text.terms import key, names, terms

A = "Mayor Ilse Brandt said on Tuesday that the “old ferry terminal” costs 1,247 crowns."
B = "The old ferry terminal is dear, at 1247 crowns: so says Brandt, the mayor, on Tuesday."


def told(a: str, b: str) -> list[tuple[str, str, str]]:
    """Kind, first place in a and first place in b of every mark."""
    left, right = terms(a), terms(b)
    found = marks(left, right, names(left) | names(right))
    return [(m.kind, a[slice(*m.a[0])], b[slice(*m.b[0])]) for m in found]


def test_each_kind() -> None:
    assert told(A, B) == [
        ("word", "Mayor", "mayor"),
        ("name", "Brandt", "Brandt"),
        ("name", "Tuesday", "Tuesday"),
        ("quote", "old ferry terminal", "old ferry terminal"),
        ("number", "1,247", "1247"),
        ("word", "crowns", "crowns"),
    ]


SCRIPTS = {
    "韩国总统访问中国。|访问中国的总统。": ["word 总统|总统", "word 访问中国|访问中国"],
    "他说：“两国关系的恢复”。|两国关系的恢复很好": ["quote 两国关系的恢复|两国关系的恢复"],
    "이재명 대통령은 200명이 간다|대통령이 200명을": [
        "word 대통령은|대통령이",
        "number 200명이|200명을",
    ],
    "المدينة القديمة ١٤|مدينة 14": ["word المدينة|مدينة", "number ١٤|14"],
    "Кризис в Москве|кризис Москве": ["word Кризис|кризис", "name Москве|Москве"],
    "Cafe\u0301 zu|Café da": ["word Cafe\u0301|Café"],
    "ราคาน้ำมัน|น้ำมันแพง": ["word น้ำมัน|น้ำมัน"],
}


@pytest.mark.parametrize("pair", SCRIPTS)
def test_scripts(pair: str) -> None:
    a, b = pair.split("|")
    assert [f"{kind} {mine}|{theirs}" for kind, mine, theirs in told(a, b)] == SCRIPTS[pair]


def test_words_of_grammar_are_marked_in_phrases_only() -> None:
    phrase = told("He came to the end of the pier.", "At the end of the day.")
    assert phrase == [("word", "the", "the"), ("word", "end", "end"), ("word", "of", "of")]
    assert told("He was not there.", "It was never there, not once.") == []


def test_every_place_of_a_word_is_marked() -> None:
    a, b = "Harbour, harbour and harbour", "A harbour"
    (mark,) = marks(terms(a), terms(b), ())
    assert [a[slice(*s)] for s in mark.a] == ["Harbour", "harbour", "harbour"]
    assert [b[slice(*s)] for s in mark.b] == ["harbour"]


def test_names_stand_where_a_capital_says_something() -> None:
    found = terms("Talks went on. The Mayor met Oduya of Nordfjord. Then rain, US rain.\n"
                  "Storm Hits Old Harbour Town")  # fmt: skip
    assert names(found) == {"mayor", "oduya", "nordfj", "us"}
    german = (
        "Der Rat der Stadt hat die Schließung der Brücke gegen den Willen von Ilse Brandt im "
        "Herbst beschlossen. Die Kosten der Reparatur liegen bei 14 Millionen, und die Kasse der "
        "Stadt ist nach dem Bau der Schule leer."
    )
    assert names(terms(german)) == {"ilse", "brandt"}


def test_keys() -> None:
    assert key("visits") == key("Visit") and key("Korea’s") == key("KOREA")
    assert key("1,247") == key("1.247") == key("١٢٤٧") == key("1247") != key("1248")
    assert key("200명이") == key("200") and key("class") == "class"
    assert key("والمدينة") == key("مدينة") and key("ال") == "ال"


def test_long_sentences_are_marked_at_their_beginning() -> None:
    long = "harbour " * (MAX_TERMS + 50)
    (mark,) = marks(terms(long), terms("harbour"), ())
    assert len(mark.a) == MAX_TERMS


def test_names_and_numbers_of_one_alone() -> None:
    a = "In May Petra Oduya spent 14 crowns. In May Petra Oduya slept, and Oduya's cat."
    b = "In May she spent 12 crowns near the Kalvan Plain. PHOTO taken from the pier by Ilse Brandt"
    assert private(a, b) == (
        ("Petra Oduya", "14", "Oduya's"),
        ("12", "Kalvan Plain", "Ilse Brandt"),
    )
    assert private(a, b, skip_b=[(b.index("PHOTO"), len(b))])[1] == ("12", "Kalvan Plain")
    assert private("", a)[0] == ()


def test_moved_counts_the_fewest() -> None:
    one, two, three = "The harbour closed.", "Oduya saw a comet.", "Unions want talks."
    kept = align(f"{one} {two} {three}", f"{one} {two} {three}")
    assert (len(kept), moved(kept), moved([])) == (3, 0, 0)
    assert moved(align(f"{one} {two} {three}", f"{three} {one} {two}")) == 1
    assert moved(align(f"{one} {two} {three}", f"{three} {two} {one}")) == 2


def test_a_weak_match_does_not_take_a_sentence_that_has_a_better_one() -> None:
    a = "The harbour closed at noon on Friday. A different harbour, with yachts, opened elsewhere."
    b = "The harbour closed at noon on Friday. It rained. It snowed."
    assert [a[slice(*x.a)] for x in align(a, b)] == ["The harbour closed at noon on Friday."]
