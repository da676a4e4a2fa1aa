"""What two articles share that no match of a run links, and why none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from provenance.model import Article
from provenance.recipe import Recipe
from provenance.stages.alone import fingerprint_alone
from provenance.stages.background import background, frequencies
from provenance.stages.candidates import copies, in_window, rewrites
from provenance.stages.columns import csr, seconds_of, single
from provenance.stages.overlap import overlap, shelve
from provenance.stages.pair_model import pair_models
from provenance.stages.verdict import chance
from provenance.stages.verify import verify_pairs

_PAIR = np.array([[0, 1]], np.int32)


@frozen
class Apart:
    """Two articles compared by themselves, beside no others.

    Attributes:
        features: their overlaps, in the order of ``provenance.stages.overlap.FEATURES``; empty
            where they cannot be compared.
        why: why the run did not match them, in one sentence.
    """

    features: Sequence[float]
    why: str


def apart(
    a: str, b: str, texts: Mapping[str, Article], recipe: Recipe, *, only_copies: bool = False
) -> Apart:
    """Compare two articles by themselves; the background alone says how frequent words are."""
    if a not in texts or b not in texts:
        return Apart((), "Why cannot be told: an input of the run is gone or has changed.")
    table = fingerprint_alone((texts[a], texts[b]), recipe)
    silent = [name for name, has in zip((a, b), single(table, "digest").is_valid(), strict=True)
              if not has.as_py()]  # fmt: skip
    if silent:
        return Apart((), f"There are no words to compare in {' and '.join(silent)}.")
    known = frequencies(csr(table.column("content"))[1], 2, background())
    shelf = shelve(table, known)
    features = [float(x) for x in overlap(shelf, _PAIR).matrix[0]]
    if not in_window(_PAIR, seconds_of(table), recipe.candidates).all():
        return Apart(features, _FAR.format(recipe.candidates.window_days))
    if len(verify_pairs(_PAIR, shelf, recipe.thresholds, only_copies)):
        return Apart(features, _CROWDED)
    proposed = len(copies(table, recipe.candidates)[0]) > 0
    if not proposed and not only_copies:
        channel = rewrites(csr(table.column("content")), known, recipe.candidates)
        proposed = len(channel.find(0, 2)) > 0
    if not proposed:
        return Apart(features, _STRANGERS.format("" if only_copies else "rare words and "))
    return Apart(features, _short(features, recipe, only_copies))


_CROWDED = (
    "By themselves they would match; in the pile their words are more common, or each has "
    "closer neighbours."
)
_FAR = "They were published more than {:g} days apart, and this run compared none such."
_STRANGERS = "They share too few {}runs of words, so they were not even compared."


def _short(features: Sequence[float], recipe: Recipe, only_copies: bool) -> str:
    """Which bars the two miss, and by how much."""
    if only_copies:
        return "Compared, they share too few word sequences; the run looked for nothing else."
    bars = {"copy": recipe.thresholds.copy, "event": recipe.thresholds.same_story}
    copy, event = (
        f"{chance(chances(features)[name])} (takes {bar:.2f})" for name, bar in bars.items()
    )
    return f"Compared, they fall short: one text {copy}, one event {event}."


def chances(features: Sequence[float]) -> dict[str, float]:
    """What each pair model makes of the overlaps of two articles, as probabilities."""
    matrix = np.array([features], np.float64)
    return {name: float(model.probability(matrix)[0]) for name, model in pair_models().items()}
