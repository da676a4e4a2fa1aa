"""What nothing in a pile can tell, on the trees of the scorer's tests."""

from __future__ import annotations

import cascade_benchmark  # noqa: F401  (makes the next imports possible)
import pytest
from attrs import evolve
from cascades.judging import Verdict
from cascades.knowable import figures, twins
from cascades.truth import Truth
from test_cascade_scores import TEXTS, tree

TOLD = {one: f"2026-01-05T{hour:02}" for hour, one in enumerate("opxyzuvwtr")}


@pytest.mark.parametrize("forged", ["t", "w"])
def test_a_twin_that_says_it_is_older_looks_like_the_source(forged: str) -> None:
    texts = TEXTS | {"t": TEXTS["w"]}
    told = TOLD | {"t": "2026-01-04"}
    nodes = {n.id: n for n in tree().nodes.values()}
    nodes[forged] = evolve(nodes[forged], clock="forged")
    truth = Truth(nodes.values())
    assert twins(truth, texts, told) == {"t"}
    assert twins(truth, texts, TOLD) == set()  # its time tells
    assert twins(truth, texts | {"t": "blue whale sang"}, told) == set()
    assert twins(tree(), texts, told) == set()
    nodes["t"] = evolve(nodes["t"], names=["The w Post"])
    assert twins(Truth(nodes.values()), texts, told) == set()  # its credit tells


def test_figures_leave_out_what_nothing_tells() -> None:
    said = (("o", "no source"), ("x", "missed"), ("y", "exact"), ("z", "reversed"))
    verdicts = [Verdict(one, "s", 0.9, one != "o", word) for one, word in said]
    made = figures(verdicts, {"x"})
    assert made["of derived articles"] == 3
    assert made["edges right among the rest"] == 0.5
