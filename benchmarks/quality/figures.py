"""The figures that a run is judged by. A link counts as found where the pair has a match that
claims a copy (duplicate, near_duplicate, excerpt, rewrite). Metrics: ``metrics.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import metrics
from truth import Pair, Truth, group, pair, set_of, strength

from provenance import Result
from provenance.model import Relation

NEAR = frozenset({Relation.DUPLICATE, Relation.NEAR_DUPLICATE, Relation.EXCERPT})
SURE = 0.9

#: Sets in which no two reports of one event share a text, as far as their makers know. In others
#: (ECB+) some do, where newspapers print the same wire story: there the figure only informs.
APART = frozenset({"basil"})

Better = Literal["higher", "lower", ""]
"""Which way a figure is better, or nothing where it only informs."""

_ONE_STEP = 0.002  # the least; for figures in which one case has no fixed share

_STRENGTHS = {
    "faithful": "rewrites that keep the facts: found",
    "drifting": "rewrites that drop or change most facts: found",
}


class Verdict(NamedTuple):
    """What a run says of a pair, the smaller id being a."""

    relation: Relation
    a_from_b: float
    b_from_a: float
    common: float
    independent: float


class Figure(NamedTuple):
    """One figure.

    ``of``: the cases behind it. ``step``: how far it may move without meaning (one case).
    """

    value: float | None
    of: int
    better: Better
    step: float
    meaning: str


class Card(NamedTuple):
    """Everything that a run is judged by: figures by dotted name, and reliability tables."""

    figures: dict[str, Figure]
    reliability: dict[str, list[metrics.Bin]]


Verdicts = Mapping[Pair, Verdict]
Named = Iterator[tuple[str, Figure]]


def share(part: int, whole: int, better: Better, meaning: str, per: int = 1) -> Figure:
    """A share of counted cases (or a count ``per`` so many); its step is one case."""
    value, step = metrics.ratio(per * part, whole), per / max(whole, 1)
    return Figure(value, whole, better, max(_ONE_STEP, step), meaning)


def smooth(value: float | None, of: int, better: Better, meaning: str) -> Figure:
    """A figure that is no plain share."""
    return Figure(value, of, better, _ONE_STEP, meaning)


def is_copy(said: Verdicts, both: Pair) -> bool:
    """Whether the run claims that the two share a text."""
    return both in said and said[both].relation.is_copy


def verdicts(result: Result) -> dict[Pair, Verdict]:
    """The matches of a run, by pair."""
    names = ("a", "b", "relation", "p_a_from_b", "p_b_from_a", "p_common", "p_independent")
    a, b, relation, *outcomes = (result.table("matches").column(n).to_pylist() for n in names)
    return {
        (i, j): Verdict(Relation(word), *four)
        for i, j, word, *four in zip(a, b, relation, *outcomes, strict=True)
    }


def score(result: Result, truth: Truth) -> Card:
    """Every figure that the truth allows."""
    articles = result.table("articles")
    story = dict(
        zip(articles.column("id").to_pylist(), articles.column("story").to_pylist(), strict=True)
    )
    return judge(verdicts(result), story, truth)


def judge(said: Verdicts, story: Mapping[str, str], truth: Truth) -> Card:
    """The figures of what was said of pairs, and of the story of each article."""
    known, forecasts = known_pairs(said, truth), forward_and_back(said, truth)
    ways = [(max(two), two[0] > two[1]) for two in forecasts]  # the likelier way, and if right
    figures: dict[str, Figure] = {}
    for part in (
        rewrites(said, truth),
        copies(said, truth, len(story)),
        siblings(said, truth),
        reports(said, story, truth),
        near_duplicates(said, truth),
        calibration(known),
        direction(forecasts, ways),
    ):
        figures.update(part)
    tables = {"calibration": known, "direction": ways}
    return Card(figures, {name: metrics.reliability(rows) for name, rows in tables.items()})


def rewrites(said: Verdicts, truth: Truth) -> Named:
    """Recall of links, faithful and drifting, and by kind."""
    found, total = Counter[str](), Counter[str]()
    for derived, source, kind in truth.links:
        for name in (strength(kind), f"kind.{kind}"):
            total[name] += 1
            found[name] += is_copy(said, pair(derived, source))
    kinds = sorted(name for name in total if name.startswith("kind."))
    for name, meaning in _STRENGTHS.items():
        yield f"rewrites.{name}", share(found[name], total[name], "higher", meaning)
    for name in kinds:
        yield f"rewrites.{name}", share(found[name], total[name], "", "found")


def copies(said: Verdicts, truth: Truth, articles: int) -> Named:
    """False claims of a shared text between unrelated articles."""
    claimed = [both for both, verdict in said.items() if verdict.relation.is_copy]
    unrelated = sum(group(a) != group(b) for a, b in claimed)
    right = sum(is_copy(said, pair(derived, source)) for derived, source, _ in truth.links)
    across = sum(
        a in truth.story and b in truth.story and truth.story[a] != truth.story[b]
        for a, b in claimed
    )
    yield (
        "copies.unrelated_per_1000",
        share(
            unrelated, articles, "lower", "false copies across sets, per 1,000 articles", per=1000
        ),
    )
    yield (
        "copies.across_stories_per_1000",
        share(
            across, articles, "", "copies between different stories, per 1,000 articles", per=1000
        ),
    )
    meaning = "links found, of links found and false copies across sets"
    yield "copies.precision", share(right, right + unrelated, "higher", meaning)


def siblings(said: Verdicts, truth: Truth) -> Named:
    """Two rewrites of one absent original: found, and as what."""
    found = [said[both] for both in truth.siblings if is_copy(said, both)]
    top = sum(v.common > max(v.a_from_b, v.b_from_a) for v in found)
    yield (
        "siblings.found",
        share(len(found), len(truth.siblings), "higher", "rewrites of one absent original: found"),
    )
    yield (
        "siblings.common_on_top",
        share(top, len(found), "higher", "of those: a common source is the likeliest outcome"),
    )


def reports(said: Verdicts, story: Mapping[str, str], truth: Truth) -> Named:
    """By set: independent reports called copies, and how well stories were put together."""
    for name in truth.story_sets():
        pairs, expected = truth.independent(name), truth.stories_of(name)
        called = sum(is_copy(said, both) for both in pairs)
        b3, two = metrics.b_cubed(expected, story), metrics.pairwise(expected, story)
        rand, n = metrics.adjusted_rand(expected, story), len(expected)
        yield (
            f"{name}.called_copies",
            share(called, len(pairs), "lower", "independent reports of one event called copies"),
        )
        yield f"{name}.story_precision", smooth(b3.precision, n, "", "stories, B-cubed")
        yield f"{name}.story_recall", smooth(b3.recall, n, "", "stories, B-cubed")
        yield f"{name}.story_f1", smooth(b3.f1, n, "higher", "stories, B-cubed F1")
        yield f"{name}.story_pair_f1", smooth(two.f1, n, "", "stories, F1 over pairs")
        yield f"{name}.story_rand", smooth(rand, n, "", "stories, adjusted Rand index")


def near_duplicates(said: Verdicts, truth: Truth) -> Named:
    """Pairs labelled by people: 1 and above is a near-duplicate."""
    count = Counter[tuple[bool, bool]](
        (both in said and said[both].relation in NEAR, label >= 1) for both, label in truth.near
    )
    scores = metrics.precision_recall(count[True, True], count[True, False], count[False, True])
    n = len(truth.near)
    for name, value in scores._asdict().items():
        better: Better = "higher" if name == "f1" else ""
        meaning = "light edits, by human label"
        yield f"near_duplicates.{name}", Figure(value, n, better, 1 / max(n, 1), meaning)


def known_pairs(said: Verdicts, truth: Truth) -> list[tuple[float, bool]]:
    """Matches whose truth the tables settle: the said probability of a shared text, and the truth.

    Only what a run writes can be read: candidates that it dropped said a small probability.
    """
    same, story, out = truth.same_text(), truth.story, []
    for both, verdict in said.items():
        a, b = both
        other_story = a in story and b in story and story[a] != story[b]
        apart = set_of(a) == set_of(b) and set_of(a) in APART
        if both in same or group(a) != group(b) or other_story or apart:
            out.append((1 - verdict.independent, both in same))
    return out


def calibration(known: metrics.Said) -> Named:
    """Whether the probability of a shared text means what it says."""
    truth = [int(came) for _, came in known]
    squared = metrics.brier([(1 - p, p) for p, _ in known], truth)
    yield "calibration.error", smooth(
        metrics.calibration_error(known), len(known), "lower",
        "expected calibration error of 1 - p_independent, 10 bins",
    )  # fmt: skip
    yield "calibration.brier", smooth(squared, len(known), "lower", "the same, Brier score")


def forward_and_back(said: Verdicts, truth: Truth) -> list[tuple[float, float]]:
    """For each found link: p that derived came from source, and p of the reverse."""
    out = []
    for derived, source, _ in truth.links:
        both = pair(derived, source)
        if is_copy(said, both):
            ways = (said[both].a_from_b, said[both].b_from_a)
            out.append(ways if both[0] == derived else ways[::-1])
    return out


def direction(forecasts: list[tuple[float, float]], ways: metrics.Said) -> Named:
    """Which of two derived from the other, over the found links."""
    n = len(ways)
    answered = {
        "decided": ("p > 0.5", [right for p, right in ways if p > 0.5]),
        "sure": (f"p >= {SURE}", [right for p, right in ways if p >= SURE]),
    }
    for name, (test, right) in answered.items():
        yield f"direction.{name}", share(len(right), n, "higher", f"found links with {test}")
        yield (
            f"direction.{name}_right",
            share(sum(right), len(right), "higher", f"of those with {test}: right"),
        )
    error, squared = metrics.calibration_error(ways), metrics.brier(forecasts, [0] * n)
    area, at_1pct = metrics.risk_area(ways), metrics.coverage_at(ways, 0.01)
    yield (
        "direction.error",
        smooth(error, n, "lower", "expected calibration error of the likelier way, 10 bins"),
    )
    yield "direction.brier", smooth(squared, n, "lower", "Brier score of the two ways")
    yield "direction.risk_area", smooth(area, n, "", "area under the risk-coverage curve")
    yield "direction.at_1pct_risk", smooth(at_1pct, n, "", "links answered at 1% wrong")
