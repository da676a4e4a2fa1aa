"""Which sentence is shown beside which."""

from __future__ import annotations

from pathlib import Path

from provenance.text.align import MAX_SENTENCES, align, default_weight
from provenance.text.clean import clean

A = "Lee will visit Beijing in January 2026. The harbour closed at noon. It rained."
B = "A storm hit. The old harbour had closed by noon. In January 2026 Lee visits Beijing. No end."


def test_best_matches_and_shared_words() -> None:
    got = align(A, B)
    assert [(A[slice(*x.a)], B[slice(*x.b)]) for x in got] == [
        ("Lee will visit Beijing in January 2026.", "In January 2026 Lee visits Beijing."),
        ("The harbour closed at noon.", "The old harbour had closed by noon."),
    ]
    assert got[0].shared == ("Lee", "visit", "Beijing", "January", "2026")
    assert got[1].shared == ("harbour", "closed", "noon")
    assert all(0.15 <= x.score <= 1 for x in got)


def test_sides_stay_where_they_are() -> None:
    flipped = align(B, A)
    assert {(x.b, x.a) for x in flipped} == {(x.a, x.b) for x in align(A, B)}


def test_equal_texts_align_with_themselves() -> None:
    got = align(A, A)
    assert [x.a for x in got] == [x.b for x in got] and all(x.score == 1 for x in got)
    repeated = "The harbour closed at noon. " * 5
    assert [x.a for x in align(repeated, repeated)] == [x.b for x in align(repeated, repeated)]


def test_weight_floor_and_skip() -> None:
    only_numbers = align(A, B, lambda w: 1.0 if w.isdigit() else 0.0)
    assert [x.shared for x in only_numbers] == [("2026",)]
    assert align(A, B, floor=1.01) == [] and align("", B) == [] and align("Of it.", "Of it.") == []
    assert all(x.a[0] >= 40 for x in align(A, B, skip_a=[(0, 40)]))


def test_default_weight() -> None:
    assert default_weight("2026") > default_weight("Beijing") > default_weight("harbour")
    assert default_weight("the") == default_weight("The") == default_weight("it") == 0


def test_cap() -> None:
    text = "".join(f"Word{i} stands alone here. " for i in range(MAX_SENTENCES + 50))
    assert len(align(text, text)) == MAX_SENTENCES


def test_seeds_of_one_story() -> None:
    folder = Path(__file__).parents[2] / "seeds"
    a, b = (next(folder.glob(f"{n}_*")).read_text(encoding="utf-8") for n in ("000", "001"))
    got = align(a, b, skip_a=clean(a).spans, skip_b=clean(b).spans)
    best = max(got, key=lambda x: x.score)
    assert "first visit by a sitting South Korean leader since 2019" in a[slice(*best.a)]
    assert "the first by a sitting South Korean president" in b[slice(*best.b)]
    assert {"sitting", "2019", "January"} <= set(best.shared)
