"""Candidate recall: what each channel proposes of the pairs that should be found, and its cost.

    python benchmarks/quality/candidates.py TRUTH [--json]

Fingerprints ``TRUTH/haystack.jsonl`` and proposes candidates with default settings. A pair counts
as proposed where the channel proposes the two, or the first articles of their kind where identical
texts are folded, and where the two are one text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from metrics import ratio
from truth import PILE, Pair, Truth, digests, pair, read_truth, strength

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.errors import ProvenanceError
from provenance.formats import open_sources
from provenance.recipe import Recipe
from provenance.stages.background import Frequencies
from provenance.stages.candidates import pairs_found, unique_pairs
from provenance.stages.columns import seconds_of, single
from provenance.stages.identical import first_of_identical


class Proposed(NamedTuple):
    """A pile with its candidates.

    ``first`` int64[n]: the first of each kind of identical texts. ``channels``: sorted distinct
    pairs int32[m, 2] of rows, by channel; "both" holds all, with identical texts.
    """

    ids: list[str]
    features: pa.Table
    known: Frequencies
    first: np.ndarray
    channels: dict[str, np.ndarray]
    counts: dict[str, int]

    def rows(self, pairs: Iterable[Pair]) -> np.ndarray:
        """The rows of pairs of ids, int64[m, 2], smaller first; pairs not in the pile left out."""
        row = {name: k for k, name in enumerate(self.ids)}
        here = [sorted((row[a], row[b])) for a, b in pairs if a in row and b in row]
        return np.array(here, np.int64).reshape(-1, 2)

    def has(self, channel: str, rows: np.ndarray) -> np.ndarray:
        """Which pairs of rows a channel proposes, bool[m]."""
        ends = np.sort(self.first[rows], axis=1)
        identical: np.ndarray = ends[:, 0] == ends[:, 1]
        return identical | np.isin(_packed(ends), _packed(self.channels[channel]))


def _packed(pairs: np.ndarray) -> np.ndarray:
    packed: np.ndarray = (pairs[:, 0].astype(np.int64) << 32) | pairs[:, 1]
    return packed


def propose(pile: Path, recipe: Recipe) -> Proposed:
    """Read and fingerprint a pile, and propose its candidates, channel by channel."""
    engine, ledger = LocalEngine(), dataflow.Ledger()
    chunks = open_sources([str(pile)])
    features, _ = dataflow.fingerprints((c.batch for c in chunks), recipe, engine, ledger)
    first = first_of_identical(features)
    settings = (features, first, recipe, engine)
    copies, _ = dataflow.propose(*settings, dataflow.Ledger(), only_copies=True)
    both, known = dataflow.propose(*settings, ledger, only_copies=False)
    channels = {"copies": copies, "rewrites": _rewrites(*settings)}
    channels["both"] = both
    counts = {name: int(count) for name, count in ledger.counts.items()}
    ids = single(features, "id").to_pylist()
    return Proposed(ids, features, known, first, channels, counts)


def _rewrites(
    features: pa.Table, first: np.ndarray, recipe: Recipe, engine: LocalEngine
) -> np.ndarray:
    """What the channel of rare words proposes of the rows that are left when texts are folded."""
    alone = first == np.arange(len(first))
    rows = np.flatnonzero(alone)
    seconds = seconds_of(features)[rows]
    channel, _ = dataflow.worded(features, alone, recipe, seconds, engine.room)
    found = pairs_found(engine.pair("candidates", channel.find, len(rows), channel.nearest))
    return unique_pairs(rows[found].astype(np.int32))


def kinds(truth: Truth) -> dict[str, list[Pair]]:
    """The pairs of each kind: those to be found, then independent reports by set."""
    out: dict[str, list[Pair]] = {"faithful": [], "drifting": []}
    for derived, source, kind in truth.links:
        out[strength(kind)].append(pair(derived, source))
    out["sibling"] = list(truth.siblings)
    out["near-duplicate"] = [both for both, label in truth.near if label >= 1]
    for name in truth.story_sets():
        out[f"independent {name}"] = truth.independent(name)
    return out


def report(proposed: Proposed, truth: Truth, recipe: Recipe) -> dict[str, Any]:
    """Recall by kind and channel, candidates per article, and what was capped."""
    recall: dict[str, dict[str, float | None]] = {}
    for kind, wanted in kinds(truth).items():
        rows = proposed.rows(wanted)
        recall[kind] = {"of": len(wanted)}
        for channel in proposed.channels:
            recall[kind][channel] = ratio(int(proposed.has(channel, rows).sum()), len(wanted))
    n = len(proposed.ids)
    cost: dict[str, dict[str, float]] = {}
    for channel, pairs in proposed.channels.items():
        each = np.bincount(pairs.ravel(), minlength=n)
        cost[channel] = {
            "pairs": len(pairs),
            "mean": float(each.mean()),
            "median": float(np.median(each)),
            "99th percentile": float(np.percentile(each, 99)),
            "most": int(each.max()),
            "share of all pairs": len(pairs) / max(n * (n - 1) / 2, 1),
        }
    settings, df = recipe.candidates, proposed.known.df
    capped = {
        "buckets chained, not paired all by all": proposed.counts["capped_buckets"],
        f"words in more than {settings.posting_cap} articles, not looked up": int(
            (df > settings.posting_cap).sum()
        ),
        "words in one article only, not looked up": int((df < 2).sum()),
        "texts folded into an identical one": proposed.counts["identical"],
    }
    return {"articles": n, "recall": recall, "candidates per article": cost, "capped": capped}


def _short(value: float) -> str:
    """Counts whole, means with one decimal, small shares with three digits."""
    return f"{value:.3g}" if value < 1 else f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def as_text(told: dict[str, Any]) -> str:
    """The report for people."""
    channels = list(told["candidates per article"])
    head = "".join(f"{channel:>10s}" for channel in channels)
    lines = [f"{'candidate recall':24s}{'of':>8s}{head}"]
    for kind, row in told["recall"].items():
        cells = "".join(
            f"{'-' if row[c] is None else format(row[c], '.4f'):>10s}" for c in channels
        )
        lines.append(f"{kind:24s}{row['of']:8d}{cells}")
    lines += ["", f"{'candidates per article':32s}{head}"]
    for name in told["candidates per article"][channels[0]]:
        values = (told["candidates per article"][channel][name] for channel in channels)
        lines.append(f"{name:32s}" + "".join(f"{_short(value):>10s}" for value in values))
    lines += ["", "capped"] + [f"{count:8d}  {name}" for name, count in told["capped"].items()]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Propose, report; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("truth", type=Path, help="truth folder with its haystack.jsonl")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    recipe = Recipe()
    try:
        truth = read_truth(given.truth)
        digests(given.truth)  # tells of a missing pile before the work
        told = report(propose(given.truth / PILE, recipe), truth, recipe)
    except ProvenanceError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    print(json.dumps(told, indent=1) if given.json else as_text(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
