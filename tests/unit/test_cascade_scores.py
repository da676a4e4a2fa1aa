"""The scorer of the derivation benchmark, on trees small enough to count by hand.

Story s1: ``o`` -> ``p`` (removed, published by the Herald) -> ``x`` and ``y``; ``o`` -> ``z``.
Story s2: ``u`` (removed, by the Times) -> ``v`` and ``w``; ``w`` -> ``t``; and a lone report ``r``.
"""

from __future__ import annotations

from typing import Any

import cascade_benchmark  # noqa: F401  (makes the next imports possible)
import pytest
from cascades import scores
from cascades.baselines import BASELINES, Found
from cascades.judging import Answer, Judge, same_outlet
from cascades.truth import Node, Truth, read, write

TEXTS = {
    "o": "red fox ran over the old hill by night and came home",
    "x": "red fox ran over the old hill",
    "y": "the old hill by night",
    "z": "red fox ran over the old hill by night and slept",
    "v": "blue whale sang a long song in deep water",
    "w": "blue whale sang a long song in deep water today",
    "t": "blue whale sang",
    "r": "a ship met one animal",
}


GONE = {
    "p": "red fox ran over the old hill by night",
    "u": "blue whale sang a long song in deep water today",
}


def node(one: str, parent: str | None, hour: int, **given: Any) -> Node:
    first = {"o": "o", "p": "o", "x": "o", "y": "o", "z": "o", "r": "r"}.get(one, "u")
    fields = {
        "id": one, "parent": parent, "cascade": first, "story": "s1" if first == "o" else "s2",
        "shape": "mixture", "removed": False, "outlet": f"The {one} Post", "clock": "honest",
        "published_at": f"2026-01-05T{hour:02}:00:00", "habit": "cut", "sentences": [f"{first}:0"],
    }  # fmt: skip
    return Node(**{**fields, **given})


def tree() -> Truth:
    return Truth(
        [
            node("o", None, 0),
            node("p", "o", 1, removed=True, outlet="Norwick Herald"),
            node("x", "p", 2),
            node("y", "p", 3),
            node("z", "o", 4),
            node("u", None, 0, removed=True, outlet="Holm Times"),
            node("v", "u", 1),
            node("w", "u", 2),
            node("t", "w", 3),
            node("r", None, 1),
        ]
    )


def judge() -> Judge:
    return Judge(tree(), TEXTS | GONE)


@pytest.mark.parametrize(
    ("one", "said", "verdict"),
    [
        ("o", None, "no source"),
        ("z", "o", "exact"),
        ("x", "o", "exact"),
        ("x", "unseen:the norwick herald", "bridged"),
        ("x", "unseen:?", "called unseen, is in the pile"),
        ("z", None, "missed"),
        ("z", "x", "a sibling"),
        ("o", "z", "reversed"),
        ("o", "unseen:?", "unseen source of an original"),
        ("v", "unseen:?", "unseen"),
        ("v", "unseen:Holm Times", "unseen"),
        ("v", "unseen:Holm Gazette", "unseen, wrong name"),
        ("v", None, "missed unseen"),
        ("w", "v", "a sibling of an unseen source"),
        ("t", "w", "exact"),
        ("r", "v", "another report of the event"),
        ("r", "o", "another story"),
        ("r", "p", "not in the pile"),
        ("r", "nobody", "not in the pile"),
    ],
)
def test_verdicts(one: str, said: str | None, verdict: str) -> None:
    assert judge().verdict(one, said) == verdict


def test_a_source_that_explains_as_much_is_alike_unless_it_came_later() -> None:
    nodes = tree().nodes
    assert judge().verdict("y", "z") == "a sibling"  # it has all of y, but came out later
    nodes["z"] = node("z", "o", 4, clock="missing")
    assert Judge(Truth(nodes.values()), TEXTS | GONE).verdict("y", "z") == "alike"
    assert (
        Judge(Truth(nodes.values()), TEXTS | GONE).verdict("y", "x") == "a sibling"
    )  # it lacks some of y


def test_who_explains_as_much_as_the_parent_that_is_gone_stands_in_for_it() -> None:
    less = TEXTS | GONE | {"u": "blue whale sang a long song in deep"}
    whole = Judge(tree(), less)
    assert whole.verdict("w", "v") == "stand-in"
    assert whole.verdict("v", "w") == "a sibling of an unseen source"  # it came out later
    assert whole.verdict("v", "unseen:?") == whole.verdict("w", "unseen:?") == "unseen"
    assert judge().verdict("w", "v") == "a sibling of an unseen source"  # it lacks a word
    assert judge().verdict("y", "x") == "a sibling"
    nodes = tree().nodes
    nodes["w"] = node("w", "u", 2, names=["Holm Times"])
    named = Judge(Truth(nodes.values()), less)
    assert named.verdict("w", "v") == "a sibling of an unseen source"
    assert named.verdict("w", "u") == "not in the pile"


def test_the_only_survivor_below_an_unseen_source_is_untraceable() -> None:
    nodes = tree().nodes
    nodes["v"] = node("v", "u", 1, removed=True)
    lonely = Judge(Truth(nodes.values()), TEXTS | GONE)
    assert lonely.verdict("w", None) == "untraceable"
    assert lonely.verdict("w", "unseen:?") == "unseen"
    nodes["w"] = node("w", "u", 2, names=["Holm Times"])
    assert Judge(Truth(nodes.values()), TEXTS | GONE).verdict("w", None) == "missed unseen"
    nodes["w"] = node("w", "u", 2)
    nodes["v"] = node("v", "u", 1, sentences=["u:7"])  # a part of the source that w has not
    assert Judge(Truth(nodes.values()), TEXTS | GONE).verdict("w", None) == "untraceable"


PERFECT = {
    "x": Answer("o", 0.9),
    "y": Answer("o", 0.9),
    "z": Answer("o", 0.9),
    "v": Answer("unseen:Holm Times", 0.8),
    "w": Answer("unseen:Holm Times", 0.8),
    "t": Answer("w", 0.8),
}


def test_a_perfect_answer_has_perfect_figures() -> None:
    got = scores.all_figures(judge(), PERFECT)
    ones = (
        "edges right", "edges right, exactly", "edges: right of those said",
        "roots of cascades right", "origins of articles right", "ancestry F1",
        "unseen sources: precision", "unseen sources: recall", "unseen sources: named rightly",
        "independent origins: exact",
    )  # fmt: skip
    assert {name: got[name] for name in ones} == dict.fromkeys(ones, 1)
    assert got["derived articles"] == 6
    assert got["articles with an unseen source"] == 2
    assert got["edge probabilities: calibration error"] == pytest.approx(0.15)
    assert got["edge probabilities: Brier"] == pytest.approx((3 * 0.01 + 3 * 0.04) / 6)


def test_no_answer_at_all() -> None:
    got = scores.all_figures(judge(), {})
    assert got["edges right"] == 0
    assert got["edges: right of those said"] is None
    assert got["ancestry recall"] == 0
    assert got["unseen sources: recall"] == 0
    assert got["independent origins: too many, mean"] == 3.0 - 0.5  # 4 for 1, and 4 for 2
    assert got["independent origins: exact"] == 0


def test_ancestry_counts_chains() -> None:
    answers = {"x": Answer("y"), "y": Answer("o"), "t": Answer("v")}
    got = scores.ancestry(tree(), answers)
    # true: x-o, y-o, z-o, t-w; claimed: x-y, x-o, y-o, t-v
    assert got["ancestry precision"] == 0.5
    assert got["ancestry recall"] == 0.5


def test_a_cycle_ends() -> None:
    answers = {"x": Answer("y"), "y": Answer("x")}
    assert scores.top("x", answers) == "y"
    assert scores.ancestry(tree(), answers)["ancestry precision"] == 0


def test_unnamed_sources_of_two_articles_are_two_unless_the_tool_says_otherwise() -> None:
    two = {"v": Answer("unseen:?"), "w": Answer("unseen:?"), "t": Answer("w")}
    assert scores.origins(tree(), two | {"x": Answer("o"), "y": Answer("o"), "z": Answer("o")}) == {
        "independent origins: exact": 0.5,
        "independent origins: mean error": 0.5,
        "independent origins: too many, mean": 0.5,
    }
    one = {i: Answer("unseen:?", None, "unseen:? of f") for i in ("v", "w", "t")}
    said = one | {"x": Answer("o"), "y": Answer("o"), "z": Answer("o")}
    assert scores.origins(tree(), said)["independent origins: exact"] == 1


def test_roots() -> None:
    got = scores.roots(judge(), {"x": Answer("o"), "y": Answer("z"), "v": Answer("w")})
    # o and x lead to o; y and z to z. v, w and t: w, w, t, which is traceable. r: r.
    assert got["origins of articles right"] == round((2 + 0 + 1) / 8, 4)
    assert got["roots of cascades right"] == round(2 / 3, 4)  # a tie goes to the first id


def test_reliability_and_calibration() -> None:
    said = [(0.95, True), (0.95, False), (0.15, False), (1.0, True)]
    assert scores.reliability(said) == [
        (0.1, 0.2, 1, 0.15, 0.0),
        (0.9, 1.0, 3, 0.9667, 0.6667),
    ]
    assert scores.calibration(said, "p")["p: calibration error"] == pytest.approx(0.2625, abs=1e-4)
    assert scores.calibration([], "p") == {"p: calibration error": None, "p: Brier": None}


def test_risk_falls_with_coverage_only_if_the_sure_answers_are_better() -> None:
    answers = PERFECT | {"z": Answer("x", 0.1), "r": Answer("v", 0.05)}
    got = scores.risk(judge().verdicts(answers))
    assert got["0.50"] == 0
    assert got["1.00"] == round(2 / 7, 4)


def test_baselines_follow_their_rules() -> None:
    found = Found(
        families={"a": "f", "b": "f", "c": "f", "d": "g"},
        copies={"a": [("b", 0.9), ("c", 0.5)], "b": [("a", 0.9)], "c": [("a", 0.5)]},
        words={"a": 10, "b": 30, "c": 20, "d": 5},
        seconds={"a": 1.0, "b": 2.0, "c": 0.5},
    )
    said = {
        name: {one: answer.source for one, answer in rule(found).items()}
        for name, rule in BASELINES.items()
    }
    assert said == {
        "earliest is source": {"a": "c", "b": "c"},
        "longest is source": {"a": "b", "c": "b"},
        "shorter is derived": {"a": "b"},
        "nearest earlier": {"a": "c", "b": "a"},
        "nothing derives": {},
    }


def test_files_come_back(tmp_path: Any) -> None:
    articles = [{"id": one, "text": text} for one, text in TEXTS.items()]
    write(tmp_path, articles, tree().nodes.values(), GONE)
    truth, texts = read(tmp_path)
    assert truth.nodes == tree().nodes
    assert texts == TEXTS | GONE


def test_an_agency_is_known_by_its_tag_and_by_its_name() -> None:
    assert same_outlet("Agence France-Presse", "AFP")
    assert same_outlet("The Associated Press", "AP")
    assert not same_outlet("The Associated Press", "AFP")
