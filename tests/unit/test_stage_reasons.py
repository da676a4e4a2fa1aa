"""Evidence in columns: sorted within each edge, and each span with its reason."""

from __future__ import annotations

import numpy as np

from provenance.stages.reasons import Reasons


def test_the_strongest_come_first_then_kinds_and_texts_in_their_order() -> None:
    reasons = Reasons()
    reasons.add(2, "attribution", 1.5, "credits B")
    reasons.add(0, "time", -2.0, "later")
    reasons.extend(np.array([0, 2]), "shared_text", np.array([9.0, 1.5]), ["one text", "another"])
    reasons.add(2, "attribution", -1.5, "credits A", [(3, 7), (9, 12)])
    reasons.add(0, "declared", 2.0, "links to it", [(1, 2)])
    told = [[tuple(one.values()) for one in edge] for edge in reasons.column(3).to_pylist()]
    assert told == [
        [
            ("shared_text", 9.0, "one text", []),
            ("declared", 2.0, "links to it", [[1, 2]]),
            ("time", -2.0, "later", []),
        ],
        [],
        [
            ("attribution", -1.5, "credits A", [[3, 7], [9, 12]]),
            ("attribution", 1.5, "credits B", []),
            ("shared_text", 1.5, "another", []),
        ],
    ]


def test_without_reasons_each_edge_has_an_empty_list() -> None:
    assert Reasons().column(2).to_pylist() == [[], []]
    assert Reasons().column(0).to_pylist() == []
