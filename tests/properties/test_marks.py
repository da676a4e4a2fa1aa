"""Whatever the texts: marks stand inside the sentences, apart, and on both sides; lines fit."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from provenance.cli.explained import WIDEST, lines
from provenance.cli.sidebyside import columns, sentence
from provenance.model import Article, Span
from provenance.stages.explain import explain
from provenance.text.align import align, moved
from provenance.text.marks import marks
from provenance.text.private import private
from provenance.text.terms import key, names, terms

WORDS = (
    *(
        "harbour",
        "Harbour",
        "harbours",
        "the",
        "of",
        "Brandt",
        "Brandt’s",
        "Oduya",
        "1,247",
        "1247",
    ),
    *(
        "“",
        "”",
        '"',
        "«",
        "»",
        ".",
        ",",
        "\n",
        "  ",
        "-",
        "韩国总统",
        "总统访问",
        "中国",
        "。",
        "北朝鲜の",
    ),
    *(
        "대통령은",
        "대통령이",
        "المدينة",
        "مدينة",
        "١٤",
        "14",
        "น้ำมัน",
        "cafe\u0301",
        "İstanbul",
        "\x1b[1m",
    ),
    *("\u202e", "\ud800", "🎉", "x" * 90, "文" * 70),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=20).map("".join),
    st.text(max_size=120),
)


def apart(spans: list[Span], size: int) -> bool:
    """Within bounds, not empty and disjoint."""
    spans = sorted(spans)
    return all(0 <= start < end <= size for start, end in spans) and all(
        one[1] <= other[0] for one, other in pairwise(spans)
    )


def keys(text: str, spans: tuple[Span, ...]) -> set[str]:
    """What the words in some places are compared by."""
    return {term.key for span in spans for term in terms(text[slice(*span)])}


@given(TEXTS, TEXTS)
def test_marks_stand_apart_and_on_both_sides(a: str, b: str) -> None:
    left, right = terms(a), terms(b)
    found = marks(left, right, names(left) | names(right))
    assert apart([s for m in found for s in m.a], len(a))
    assert apart([s for m in found for s in m.b], len(b))
    for mark in found:
        assert mark.a and mark.b
        assert keys(a, mark.a) == keys(b, mark.b) != set()


@given(TEXTS, TEXTS)
def test_what_both_say_is_marked_from_either_side(a: str, b: str) -> None:
    left, right = ([t for t in terms(text) if not (t.spaceless or t.quoted)] for text in (a, b))
    both = {t.key for t in left if t.weight} & {t.key for t in right if t.weight}
    there, back = marks(left, right, ()), marks(right, left, ())
    assert both <= {key(a[slice(*s)]) for m in there for s in m.a}
    assert both <= {key(a[slice(*s)]) for m in back for s in m.b}


@given(TEXTS)
def test_words_stand_where_they_are(text: str) -> None:
    found = terms(text)
    assert [t.span for t in found] == sorted(t.span for t in found)
    for term in found:
        assert text[slice(*term.span)] == term.word and term.weight >= 0
    assert names(found) <= {t.key for t in found if t.capital}


@given(TEXTS, TEXTS)
def test_aligned_sentences_carry_marks_of_their_own(a: str, b: str) -> None:
    found = align(a, b)
    for one in found:
        assert one.marks
        assert all(one.a[0] <= s[0] and s[1] <= one.a[1] for m in one.marks for s in m.a)
        assert all(one.b[0] <= s[0] and s[1] <= one.b[1] for m in one.marks for s in m.b)
    assert 0 <= moved(found) <= max(0, len(found) - 1)
    only_a, only_b = private(a, b)
    assert all(one in a for one in only_a) and all(one in b for one in only_b)


@given(TEXTS, st.integers(20, 70), st.data())
def test_columns_are_as_wide_as_they_say(text: str, width: int, data: st.DataObject) -> None:
    found = terms(text)
    places = [(t.span, "name") for t in found if not t.spaceless and data.draw(st.booleans())]
    shown = sentence(text, (0, len(text)), places)
    console = Console(width=2 * width + 3)
    for line in columns(shown, Text("right " * 9), console, width):
        plain = line.plain
        assert cell_len(plain) <= 2 * width + 3 and plain == plain.rstrip()
        assert cell_len(plain[: plain.index(" |")]) <= width


@given(TEXTS, TEXTS, st.integers(60, 200), st.booleans())
def test_no_line_is_wider_than_the_terminal(a: str, b: str, width: int, every: bool) -> None:
    a, b = (text.replace("\ud800", "") or "x" for text in (a, b))
    texts = {"a": Article(id="a", text=a), "b": Article(id="b", text=b, title=a)}
    console = Console(width=width)
    for line in lines(explain("a", "b", None, [], texts), console, every=every):
        assert cell_len(line.plain) <= min(width, WIDEST), line.plain
        assert "\x1b" not in line.plain and "\n" not in line.plain
