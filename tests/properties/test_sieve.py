"""The sieve before cleaning keeps nothing back that the rules would find."""

from __future__ import annotations

import re
import re._parser as sre_parse  # type: ignore[import-not-found]

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sifting import sift_credits
from test_text_properties import LINES, SEEDS, TEXTS

from provenance.model import Article
from provenance.schema import article_row, input_batch
from provenance.stages.clean import clean_batch
from provenance.stages.crediting import credit_columns
from provenance.stages.notes import as_cleaned
from provenance.text.attribution import CUES, credits
from provenance.text.clean import Cleaned, clean
from provenance.text.credit_rules import (
    DATELINE,
    LEAD_TAG,
    PHRASES,
    TAG_LENGTH,
    TAG_MARKS,
    WIRE_TAG,
    WIRE_TAG_SLASH,
)
from provenance.text.machine import RESIDUE
from provenance.text.outlet_table import ALIAS_ROWS

CREDITING = st.lists(
    st.sampled_from(
        [
            *LINES,
            *(f"Reuters {cue} Reuters " for _, cue in CUES),
            *(
                "BERLIN (dpa) -- It",
                "Berlin (dpa):\tIt",
                "dpa/Berlin -\tIt",
                "(AP) – It",
                "X, Y — z ",
            ),
            *(
                "MOSCOW, May 4 /TASS/ It",
                "MOSCOW, May 4. /TASS/.\tIt",
                "x [AFP] : y",
                "İ",
                "SIGN UP ",
            ),
            *("A " * 310 + end for end in ("All rights reserved. ", "Follow us on X. ", "İ x. ")),
            *(
                "A ferry (Photo: Ann Bell / Reuters)",
                "(Ann Bell/dpa)  * _",
                "(Ann Bell/AFP)" + " " * 12,
            ),
            "sign up for our big newsletter. Follow us on Facebook. ",
            "Parts of this story were drafted with AI. DIESER TEXT WURDE KI-GENERIERT. ",
        ]
    ),
    max_size=8,
)
PILE = st.lists(
    st.one_of(TEXTS, CREDITING.map("\n".join), CREDITING.map("".join)), min_size=1, max_size=4
)


NEAR = st.lists(
    st.one_of(
        st.sampled_from(CUES).map(lambda cue: cue[1]),
        st.sampled_from(CUES).map(lambda cue: cue[1].capitalize()),
        st.sampled_from(
            [
                *("Reuters", "_Reuters_", "“Reuters”", "Reuter's", "R.E.U.T.E.R.S", "d'Reuters"),
                *("B.B.C.", "A.P.", "the BBC’s Jane Doe", "L’Équipe", "Süddeutschen Zeitung"),
                *("Réuters", "reuters", "dpa", "iTV", "KABC", "WNYW-TV", "FooTV", "9News", "iNews"),
                *("Коммерсанта", "lenta.ru", "Lenta.ru", "news.example.org", "Jane of Variety"),
                *("Foo Post-Gazette", "Foo/Bild-Zeitung", "Foo News Agency", "ABC and Foo Herald"),
                *("newspaper Foo", "newspaperFoo", "das Magazin „Foo", "periódico Foo", "Foo"),
                *(
                    "Foo, a local daily newspaper,",
                    "Foo, THE big outlet",
                    "“Foo” magazine",
                    "TASS/",
                ),
                *(
                    "the",
                    "had also",
                    "was",
                    "said",
                    "in",
                    "on Jan. 4",
                    "St. Mr. Foo",
                    "İ",
                    "Ⱥẞ",
                    "ſ",
                ),
                *(
                    ", citing sources,",
                    "on Monday,",
                    "him. He",
                    "him.",
                    "(",
                    ":",
                    ";",
                    "!",
                    "a" * 70,
                ),
            ]
        ),
    ),
    max_size=7,
).flatmap(lambda parts: st.sampled_from(" \n\u00a0").map(lambda gap: gap.join(parts)))


@given(st.lists(NEAR, min_size=1, max_size=3), st.sampled_from([" ", ". ", ", ", "\n", ""]))
def test_no_phrase_beside_an_outlet_is_passed_over(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    batch = clean_batch(input_batch([article_row(Article(id="a", text=text))]))
    found = credit_columns(batch)["credits"][0].as_py()
    given = [(c["outlet"], c["form"], (c["start"], c["end"])) for c in found or ()]
    assert given == [(c.outlet, c.form, c.span) for c in credits(text, clean(text))]


@given(PILE)
@example(["A ferry sank.\n\nReuters", "A ferry sank.\n \nAvec AFP"])  # a blank line between
def test_a_batch_is_cleaned_as_its_texts_are(pile: list[str]) -> None:
    batch = input_batch(article_row(Article(id=str(k), text=t)) for k, t in enumerate(pile))
    cleaned_batch = clean_batch(batch)
    columns = credit_columns(cleaned_batch)
    for k, row in enumerate(cleaned_batch.to_pylist()):
        cleaned = clean(pile[k])
        assert tuple(row["declared_sources"] or ()) == cleaned.declared_sources
        assert tuple(row["ai_disclosure"] or ()) == (cleaned.ai_disclosure or ())
        masked = len(row["mask"] or ()) // 2
        assert masked in (len(cleaned.spans), len(cleaned.spans) + 1)
        assert columns["residue"][k].as_py() == (re.search(RESIDUE, pile[k], re.I) is not None)
        given = [
            (c["outlet"], c["form"], c["weight"], (c["start"], c["end"]))
            for c in columns["credits"][k].as_py() or ()
        ]
        found = credits(pile[k], cleaned)
        assert given == [(c.outlet, c.form, c.weight, c.span) for c in found]


TAGGED = st.characters(categories=(), include_characters="aBcÉж據ⱥİ1 .,-–—:/()[]&'")
LONG = st.lists(
    st.sampled_from(
        [
            *("A ferry sank off the coast, police said. " * n for n in (1, 14, 15)),
            *("Все права защищены. " * n for n in (1, 30)),
            *("All rights reserved. ", "Sign up for our newsletter. ", "Subscribe to our daily. "),
            *("Follow us on X. ", "DID YOU FIND AN ERROR? ", "The match may not be reproduced. "),
            *("İ", "Ⱥ", "\n", "\n\n", "Photo by AFP", "Copyright 2024"),
        ]
    ),
    max_size=8,
).map("".join)


@given(st.lists(LONG, min_size=1, max_size=3))
@example(["ȺȺȺВсе права защищены. "])  # longer in small letters
@example(["Ⱥ" * 30 + "x" * 600 + " all rights reserved\n" + "İ" * 30])  # places behind the line
def test_no_notice_in_a_long_line_is_passed_over(pile: list[str]) -> None:
    batch = input_batch(article_row(Article(id=str(k), text=t)) for k, t in enumerate(pile))
    for text, notes in zip(pile, clean_batch(batch).column("notes").to_pylist(), strict=True):
        assert as_cleaned(notes).boilerplate == clean(text).boilerplate


TAGS = (WIRE_TAG, WIRE_TAG_SLASH, LEAD_TAG, DATELINE)


@pytest.mark.parametrize("tag", TAGS)
def test_no_tag_is_longer_than_is_looked_for(tag: re.Pattern[str]) -> None:
    counted = re.sub(r"\[ \\t(?:>\*)?\]\*", "", tag.pattern)
    assert sre_parse.parse(counted).getwidth()[1] <= TAG_LENGTH


@given(
    st.one_of([st.from_regex(tag, fullmatch=True, alphabet=TAGGED) for tag in TAGS]),
    st.sampled_from(["", "A ferry sank off the coast. " * 9 + "\n", " " * 200, "* > "]),
)
def test_no_tag_is_passed_over(tag: str, before: str) -> None:
    text = before + tag + "It"
    taken = (one.match(text, line.start()) for line in re.finditer(r"[^\n]+", text) for one in TAGS)
    column = pa.array([text], pa.large_string())
    marked = any(mark in text for mark in TAG_MARKS)
    assert sift_credits(column).tagged[0] or not marked or not any(taken)


EDGES = (
    *("A ferry sank.\n\n{}", "A ferry sank. ({})", "A ferry sank.\n-- With {} agency inputs.\n*"),
    *(
        "A ferry sank. – {}/dpa.",
        "A ferry sank.\n[{}, AFP]\u2003",
        "ROME, Jan 4 ({}) A ferry sank.",
    ),
)


@pytest.mark.parametrize("edge", EDGES)
def test_no_outlet_at_an_edge_is_passed_over(edge: str) -> None:
    odd = (
        "Foo News",
        "The Foo Post",
        "foo.com",
        "24.hu",
        "Réuters",
        "КоммерсантЪ",
        "ǸHK",
        "WNYW",
        "rEUTERS",
    )
    texts = [edge.format(name) for row in ALIAS_ROWS for name in row]
    texts += [edge.format(name) for name in odd]
    sifted = sift_credits(pa.array(texts, pa.large_string())).edged
    nothing = Cleaned()
    for text, edged in zip(texts, sifted, strict=True):
        assert edged or not credits(text, nothing, (), tagged=False, edged=True, other=False)
    assert any(sifted)


@given(PILE)
def test_what_cleaning_noted_is_what_it_found(pile: list[str]) -> None:
    batch = input_batch(article_row(Article(id=str(k), text=t)) for k, t in enumerate(pile))
    for text, notes in zip(pile, clean_batch(batch).column("notes").to_pylist(), strict=True):
        found, whole = as_cleaned(notes), clean(text)
        assert found.authors == whole.authors
        assert found.boilerplate == whole.boilerplate
        assert found.declared_sources == whole.declared_sources
        assert found.declared_source_spans == whole.declared_source_spans


@given(st.from_regex(re.compile(RESIDUE, re.IGNORECASE)))
def test_no_residue_is_passed_over(text: str) -> None:
    column = pa.array([text], pa.large_string())
    found = pc.match_substring_regex(column, RESIDUE, ignore_case=True)
    assert sift_credits(column).residue.tolist() == found.to_pylist()


def test_the_words_that_are_looked_for_are_the_phrases_own() -> None:
    assert {phrase for phrase, _ in CUES} == set(PHRASES)
    assert all(cue == cue.lower() for _, cue in CUES)
    assert SEEDS
