"""The errors of a run, for a person to read: what was missed or falsely called, and why.

    python benchmarks/quality/errors.py RUN TRUTH --kind faithful --show 50

``--kind``: ``faithful``, ``drifting`` or ``sibling`` (missed links), ``independent`` (reports of
one event called copies; of one set with ``--set basil``) or ``unrelated`` (articles of unrelated
sets called copies). The errors are counted by the stage that lost them. Those shown are spread
evenly over the probability of the pair model, lowest first, each with the features that moved it
most the wrong way (value, weight in log-odds, and the mean weight in pairs of the kind that the run
got right) and the beginnings of both texts. Candidates and features are computed anew from
``TRUTH/haystack.jsonl`` with the recipe of the run.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

import candidates
import numpy as np
from candidates import Proposed, propose
from figures import Verdicts, is_copy, verdicts
from truth import PILE, Pair, Truth, digests, group, pair, read_truth, set_of

from provenance import load
from provenance.errors import ProvenanceError
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.stages.overlap import FEATURES, overlap, shelve
from provenance.stages.pair_model import pair_models

MISSED = ("faithful", "drifting", "sibling")
FALSE = ("independent", "unrelated")
_FEATURES = 6
_TELLING = 0.05  # log-odds; a feature that moved it by less is not told
_USUAL = 2000  # pairs got right that are looked at
_WIDTH = 96

T = TypeVar("T")


class Reason(NamedTuple):
    """A feature of a pair: its value, its weight, and the mean weight where all is well."""

    feature: str
    value: float
    weight: float
    usual: float


class Found(NamedTuple):
    """One error: the pair, where it was lost, and what the pair model says of it.

    ``reasons``: the most misleading first.
    """

    pair: Pair
    stage: str
    probability: float
    reasons: list[Reason]


def judged(said: Verdicts, truth: Truth, kind: str, pile: Proposed, only: str | None) -> list[Pair]:
    """The pairs of a kind, sorted: links, independent reports, or unrelated candidates."""
    if kind in MISSED:
        return sorted(set(candidates.kinds(truth)[kind]))
    if kind == "independent":
        names = [name for name in truth.story_sets() if only in (None, name)]
        return sorted(p for name in names for p in truth.independent(name))
    near = ((pile.ids[i], pile.ids[j]) for i, j in pile.channels["both"].tolist())
    called = (p for p in said if is_copy(said, p))
    apart = {pair(a, b) for a, b in (*near, *called) if group(a) != group(b)}
    return sorted(p for p in apart if only is None or only in map(set_of, p))


def stage(said: Verdicts, both: Pair, proposed: bool) -> str:
    """Where a pair was lost, or what it was called."""
    if both in said:
        return f"called {said[both].relation.value}"
    return "proposed, then no relation written" if proposed else "never proposed"


def weigh(pairs: list[Pair], pile: Proposed) -> tuple[np.ndarray, np.ndarray]:
    """Features float64[m, len(FEATURES)] of pairs, and their weights float64[m, curves]."""
    rows = pile.rows(pairs).astype(np.int32)
    matrix = overlap(shelve(pile.features, pile.known), rows).matrix
    return matrix, pair_models()["copy"].contributions(matrix)


def diagnose(
    said: Verdicts, wrong: list[Pair], right: list[Pair], pile: Proposed, *, missed: bool
) -> list[Found]:
    """What the pair model makes of each wrong pair beside the right ones, by its probability."""
    model, proposed = pair_models()["copy"], pile.has("both", pile.rows(wrong))
    matrix, weights = weigh(wrong, pile)
    probability = model.probability(matrix)
    usual = weigh(spread(right, _USUAL), pile)[1].mean(0) if right else np.zeros(len(model.curves))
    names = [curve.feature for curve in model.curves]
    out = []
    for k, both in enumerate(wrong):
        gap = weights[k] - usual if missed else usual - weights[k]
        reasons = [
            Reason(
                names[c],
                float(matrix[k, FEATURES.index(names[c])]),
                float(weights[k, c]),
                float(usual[c]),
            )
            for c in np.argsort(gap, kind="stable")[:_FEATURES]
            if gap[c] < -_TELLING
        ]
        where = stage(said, both, bool(proposed[k]))
        out.append(Found(both, where, float(probability[k]), reasons))
    return sorted(out, key=lambda f: (f.probability, f.pair))


def spread(found: list[T], count: int) -> list[T]:
    """At most ``count`` of them, evenly over the order they are in."""
    if len(found) <= count:
        return found
    return [found[k * len(found) // count] for k in range(count)]


def show(number: int, one: Found, texts: Mapping[str, Article]) -> str:
    """One error in a few lines."""
    lines = [f"{number}. {one.stage}; the pair model says {one.probability:.3f}"]
    lines += [
        f"     {r.feature:24s}{r.value:6.2f}  weight {r.weight:+5.2f}, usually {r.usual:+5.2f}"
        for r in one.reasons
    ]
    for name in one.pair:
        text = " ".join(texts[name].text.split()) if name in texts else "(text out of reach)"
        size = f"{len(text.split())} words"
        cut = textwrap.shorten(text, 4 * _WIDTH, placeholder=" ...")
        lines.append(f"   {name}, {size}")
        lines += textwrap.wrap(cut, _WIDTH, initial_indent="     ", subsequent_indent="     ")
    return "\n".join(lines)


def report(run: Path, folder: Path, kind: str, only: str | None, count: int) -> str:
    """The whole report on one kind of error."""
    digests(folder)  # tells of a missing pile before the work
    truth, result = read_truth(folder), load(run)
    said = verdicts(result)
    pile = propose(folder / PILE, Recipe.from_dict(result.manifest["recipe"]))
    known, missed = set(pile.ids), kind in MISSED
    here = [p for p in judged(said, truth, kind, pile, only) if known.issuperset(p)]
    wrong = [p for p in here if is_copy(said, p) != missed]
    right = [p for p in here if is_copy(said, p) == missed]
    if not wrong:
        return f"no errors of the kind {kind} among {len(here)}"
    found = diagnose(said, wrong, right, pile, missed=missed)
    lines = [f"{len(wrong)} errors of the kind {kind} among {len(here)}"]
    lines += [f"{n:6d}  {what}" for what, n in Counter(f.stage for f in found).most_common()]
    shown = spread(found, count)
    texts = result.texts({name for one in shown for name in one.pair})
    return "\n\n".join(["\n".join(lines), *(show(k, f, texts) for k, f in enumerate(shown, 1))])


def main(arguments: list[str]) -> int:
    """Print the report; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("run", type=Path, help="folder of a finished run")
    parser.add_argument("truth", type=Path, help="truth folder with its haystack.jsonl")
    parser.add_argument("--kind", choices=MISSED + FALSE, required=True)
    parser.add_argument("--set", dest="only", help="only this set (independent, unrelated)")
    parser.add_argument("--show", type=int, default=50, help="errors shown (50)")
    given = parser.parse_args(arguments)
    try:
        print(report(given.run, given.truth, given.kind, given.only, given.show))
    except ProvenanceError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
