"""What nothing in a pile can tell, on the trees of the scorer's tests."""

from __future__ import annotations

import cascade_benchmark  # noqa: F401  (makes the next imports possible)
import pytest
from attrs import evolve
from cascades.judging import Verdict
from cascades.knowable import STAND_IN, TWIN, figures, unknowable
from cascades.truth import Truth
from test_cascade_scores import TEXTS, tree

P, U = "red fox ran over the old hill by night", "blue whale sang a long song in deep water"
TOLD = {one: f"2026-01-05T{hour:02}" for hour, one in enumerate("opxyzuvwtr")}


def _with(truth: Truth, **changes: str) -> Truth:
    """The same trees with other clocks."""
    return Truth(evolve(n, clock=changes.get(one, n.clock)) for one, n in truth.nodes.items())


def test_what_another_article_explains_as_well_has_no_telling_source() -> None:
    texts = TEXTS | {"p": P, "u": U}
    # w is in v, but for what it added itself; v is older than w. Of x and y an ancestor is here.
    assert unknowable(tree(), texts, TOLD) == {"w": STAND_IN}
    assert "w" not in unknowable(tree(), texts | {"u": f"{U} today"}, TOLD)
    named = Truth(evolve(n, names=["Holm Times"]) for n in tree().nodes.values())
    assert unknowable(named, texts, TOLD) == {}


@pytest.mark.parametrize("forged", ["t", "w"])
def test_a_twin_that_says_it_is_older_looks_like_the_source(forged: str) -> None:
    texts = TEXTS | {"p": P, "u": U, "t": TEXTS["w"]}
    told = TOLD | {"t": "2026-01-04"}
    truth = _with(tree(), **{forged: "forged"})
    assert unknowable(truth, texts, told)["t"] == TWIN
    assert "t" not in unknowable(truth, texts, TOLD)  # its time tells
    assert "t" not in unknowable(truth, texts | {"t": "blue whale sang"}, told)
    assert "t" not in unknowable(tree(), texts, told)


def test_figures_leave_out_what_nothing_tells() -> None:
    said = (("o", "no source"), ("x", "missed"), ("y", "exact"), ("z", "reversed"))
    verdicts = [Verdict(one, "s", 0.9, one != "o", word) for one, word in said]
    assert figures(verdicts, {"x": TWIN}) == {
        STAND_IN: 0, TWIN: 1, "of derived articles": 3, "edges right among the rest": 0.5,
    }  # fmt: skip
