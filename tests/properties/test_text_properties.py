"""What holds for every text: spans fit, nothing is lost, triggers miss nothing, time is linear."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sifting import sift, sift_credits

from provenance.text.align import align
from provenance.text.attribution import credits
from provenance.text.clean import clean, first_title
from provenance.text.disclosure import (
    AI_DISCLOSURE,
    AI_WORDS,
    DISCLOSING,
    disclosures,
    stands_alone,
)
from provenance.text.outlets import normalise, outletness
from provenance.text.reading import lines_of
from provenance.text.sentences import sentences

SEEDS = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
]
LINES = (
    *("By Jane Doe", "Von Hans Müller", "Sources", "Sources: Reuters, AFP", "Related Articles"),
    *("Read more:", "9 Views", "Share", "January 4, 2026", "Published: 04.01.2026", "© 2025 X"),
    *("date 2026-01-04 Lee Visits", "Edited by: Jane Doe", "AI-generated", "Follow us on X"),
    *("This article was written by AI.", "Photo: Jane Doe", "The quays. (AP/Jane Doe)"),
    *("BEIJING, Jan 4 (Yonhap) -- Lee said so.", "According to Reuters, it rained.", "(AFP)"),
    *("The Harbour Times reported it.", "He told the BBC so.", "Reuters", "- AFP", "Yonhap"),
    *("The council voted on Monday to close the old harbour to cargo ships.", "A heading", ""),
    *("MOSCOW, January 4. /TASS/. Lee", "See https://www.bbc.com/x.", "Как сообщает ТАСС, да."),
    *("[Insert Date]", "Title: x", "and it went on in the next line", "With files from Veltra"),
    *("Did you find an error?", "All rights reserved.", "12:30 4. Januar 2026 Uhr", "Sign up now"),
    *("[More scientists doubt salt is bad]", "据新华社报道，韩国", "* RELATED: Ferry fares rise"),
    *("İstanbul’da BBC", "x said in a report by the Korea Herald", "# By Jane Doe", "\u2028", "\r"),
)
PAGES = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
ODD = st.text(st.sampled_from("ab AZ.,:;-–—()[]/\"'“”\n\r\t09İßé中。\u0301©"), max_size=80)
TEXTS = st.one_of(
    st.text(max_size=200),
    ODD,
    PAGES,
    st.tuples(PAGES, st.text(max_size=40), PAGES).map("".join),
)


def fits(spans: list[tuple[int, int]], size: int) -> bool:
    """Within bounds, not empty, sorted, disjoint."""
    flat = [edge for span in spans for edge in span]
    return (
        all(a < b for a, b in spans)
        and flat == sorted(flat)
        and (not flat or (flat[0] >= 0 and flat[-1] <= size))
    )


@given(TEXTS)
@example("date 2026-01-04 x\nBy Jane Doe")
@example("This article was written by AI.\nThis article was written by AI. Errors may occur")
def test_cleaning_gives_spans_that_fit(text: str) -> None:
    cleaned = clean(text)
    assert fits(list(cleaned.spans), len(text))
    assert len(cleaned.declared_sources) == len(cleaned.declared_source_spans)
    for name, (start, end) in zip(
        cleaned.declared_sources, cleaned.declared_source_spans, strict=True
    ):
        assert text[start:end] == name
    if cleaned.ai_disclosure:
        start, end = cleaned.ai_disclosure
        assert any(b.start <= start and end <= b.end for b in cleaned.boilerplate)
    assert clean(text) == cleaned


@given(TEXTS)
def test_credits_fit_and_name_something(text: str) -> None:
    found = credits(text, clean(text))
    assert fits([c.span for c in found], len(text))
    assert all(c.outlet.strip() and c.weight > 0 for c in found)


def _ruled(text: str) -> bool:
    return bool(sift(pa.array([text])).ruled[0])


@given(TEXTS)
def test_a_text_that_the_sieve_keeps_back_has_nothing(text: str) -> None:
    cleaned = clean(text)
    if not _ruled(text):
        assert cleaned == type(cleaned)(title=first_title(text))


@pytest.mark.parametrize("line", LINES)
def test_the_sieve_sees_every_kind_of_line(line: str) -> None:
    text = f"{LINES[24]}\n{line}"
    assert _ruled(text) or not clean(text).boilerplate


@given(st.one_of(TEXTS, st.text("ab \n\r\t\v\f\x1c\x85\u2028\u3000\u200b", max_size=12)))
def test_lines_are_what_stands_between_breaks_but_for_space(text: str) -> None:
    found = [m.span() for m in re.finditer(r"\S(?:[^\n\r]*\S)?", text)]
    assert list(lines_of(text)) == found


TELLING = st.lists(
    st.sampled_from(
        [
            *("This", "The following", "Parts of this", "thıs", "THİS", "Dieser Text", "this new"),
            *(" article", " story", " is", " was", " may have been", " written", " produced in"),
            *(" part by AI", " with the help of ChatGPT", " using a language model", " wurde"),
            *("AI-generated", "Machine translated", " content", "Written by AI", " KI-generiert"),
            *("\n", "\n* (", ")", ".", "\r", " ", "Esta nota fue escrita con IA", "artificial"),
            *("Cet article a été écrit par l’IA", "Этот текст", " создан нейросетью", "ᲁанный"),
        ]
    ),
    max_size=9,
).map("".join)


@given(st.one_of(TELLING, TEXTS))
def test_disclosures_are_found_where_the_pattern_finds_them(text: str) -> None:
    worded = any(word in text for word in AI_WORDS)
    found = [m.span() for m in re.finditer(AI_DISCLOSURE, text, re.IGNORECASE)] if worded else []
    assert [m.span() for m in disclosures(text)] == found
    small = pc.utf8_lower(text).as_py()
    told = any(word in small for word in DISCLOSING)
    assert not found or told or any(map(stands_alone, text.split("\n")))


@given(TEXTS, st.data())
def test_sentences_cover_what_is_not_skipped(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    skip = list(itertools.pairwise(edges))[::2]
    spans = sentences(text, skip)
    assert fits(spans, len(text))
    covered = {i for a, b in spans for i in range(a, b)}
    dropped = {i for a, b in skip for i in range(a, b)}
    assert not covered & dropped
    rest = set(range(len(text))) - covered - dropped
    assert all(text[i].isspace() for i in rest)
    assert all(not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)


@given(TEXTS, TEXTS)
def test_alignment_fits_both_texts(a: str, b: str) -> None:
    got = align(a, b)
    first, second = set(sentences(a)), set(sentences(b))
    assert all(x.a in first and x.b in second and 0 < x.score <= 1 and x.shared for x in got)
    assert [x.a for x in align(a, a)] == [x.b for x in align(a, a)] or len(set(first)) > 1


@given(st.text(max_size=60), st.text(max_size=80), st.text(max_size=80))
@example("R:FA", "", "")
def test_names_never_break(name: str, before: str, after: str) -> None:
    assert -30 < outletness(name, before, after) < 30
    assert normalise(normalise(name)) == normalise(name)


@given(st.permutations(SEEDS[3].split("\n")))
def test_order_of_lines_does_not_move_authors(lines: list[str]) -> None:
    cleaned = clean("\n".join(lines))
    assert cleaned.editors == ("Dmitry Drozd",) and cleaned.authors == ()


UNITS = (
    *("A ", "a.", "A. ", "( ", "/)", " -", "\n ", "\n- ", "According to ", "report by ", "By A, "),
    *("Related\n", "Sources\nA\n", "https://", "http://a.", "reported, ", "Sources: ", "the A of "),
    *("This article was ", "sign up for our ", "Related\n" + "x" * 170 + ".\n", "2026-01-04\n"),
    *("A (AP) - ", "interview with A ", "Title:", "[a ", "AI generated by AI ", "Share ", "A and "),
)


def seconds(text: str) -> float:
    start = time.process_time()
    cleaned = clean(text)
    credits(text, cleaned)
    sift(pa.array([text]))
    sift_credits(pa.array([text]))
    sentences(text, cleaned.spans)
    return time.process_time() - start


@pytest.mark.parametrize("character", 'aA.-(/[ \t\n"0,é中')
def test_a_quarter_megabyte_of_one_character_is_quick(character: str) -> None:
    seconds(character)  # loads and compiles what is needed
    assert seconds(character * 250_000) < 0.75  # quadratic would take a sixteenth of minutes


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: repr(unit[:14]))
def test_a_long_text_of_one_phrase_is_quick(unit: str) -> None:
    assert seconds(unit * (50_000 // len(unit))) < 3.0
