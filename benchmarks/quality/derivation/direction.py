"""Which of two labelled texts came from which, without times: as shipped, and with a set left out.

    python benchmarks/quality/derivation/direction.py SETS_FOLDER [--out FILE]

SETS_FOLDER holds sets as ``fit_style.py`` reads them: folders with ``docs.jsonl`` (id, text) and
``derivation.tsv`` (derived, source, degree). Only the labelled pairs are looked at, so retrieval
plays no part; times are not read. A pair is decided where one way has more than half of the
probability. With a set left out, style and direction are fitted anew on the sets that share no
original with it. Needs scipy and scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from attrs import frozen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import fit_direction
import fit_style
from cascades.scores import calibration, share
from labelled import table

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.schema import article_row, input_batch
from provenance.stages.background import background, frequencies, stems_of
from provenance.stages.columns import csr, single
from provenance.stages.credits import ledger
from provenance.stages.derive import derive, witness
from provenance.stages.direction import AB, BA, fitted_logits, inputs
from provenance.stages.overlap import overlap, shelve
from provenance.stages.style import MOST, hits, rates, writing
from provenance.stages.verify import is_copy, pairs_of, verify_pairs

SETS = (*fit_style.MACHINE, "wiki_versions")


@frozen
class Labelled:
    """The pairs of one set, int32[m, 2] rows of ``features``; ``first``: the smaller is derived."""

    features: pa.Table
    pairs: np.ndarray
    first: np.ndarray


class Ways(NamedTuple):
    """Probabilities of the true way and of the wrong one, float64[m], 0 where not matched."""

    right: np.ndarray
    wrong: np.ndarray


def read(folder: Path, name: str) -> Labelled:
    """Fingerprints of one set, and its labelled pairs."""
    texts = fit_style.texts(folder, name)
    rows = [article_row(Article(id=one, text=text)) for one, text in texts.items()]
    ledger = dataflow.Ledger()
    features, _ = dataflow.fingerprints([input_batch(rows)], Recipe(), LocalEngine(), ledger)
    place = {one: k for k, one in enumerate(single(features, "id").to_pylist())}
    links = sorted(
        {
            (place[a], place[b])
            for a, b, *_ in table(folder / name / "derivation.tsv")
            if a in place and b in place and a != b
        }
    )
    ends = np.array(links, np.int32)
    return Labelled(features, np.sort(ends, axis=1), ends[:, 0] < ends[:, 1])


def shipped(data: Labelled) -> Ways:
    """The outcomes of the library as it is; pairs that it does not call copies have none."""
    known = frequencies(
        csr(data.features.column("content"))[1], data.features.num_rows, background()
    )
    recipe = Recipe()
    order = np.lexsort((data.pairs[:, 1], data.pairs[:, 0]))
    matches = verify_pairs(
        data.pairs[order], shelve(data.features, known), recipe.thresholds
    ).combine_chunks()
    found = derive(
        data.features, matches, ledger(data.features), writing(data.features), recipe
    ).outcomes
    copy = is_copy(matches.column("relation").to_numpy())
    where = {(i, j): k for k, (i, j) in enumerate(pairs_of(matches).tolist()) if copy[k]}
    both = np.zeros((len(data.pairs), 2))
    for m, (i, j) in enumerate(data.pairs.tolist()):
        if (i, j) in where:
            both[m] = found[where[i, j]][[AB, BA]]
    return ways(both, data.first)


def ways(both: np.ndarray, first: np.ndarray) -> Ways:
    """Probabilities of either way, float64[m, 2], as those of the true and the wrong one."""
    rows = np.arange(len(both))
    side = np.where(first, AB, BA)
    return Ways(both[rows, side], both[rows, 1 - side])


def columns(data: Labelled, style: dict) -> np.ndarray:
    """The inputs of the direction model, float64[m, parameters], with another style model."""
    features = data.features
    known = frequencies(csr(features.column("content"))[1], features.num_rows, background())
    counts, content = csr(features.column("style"))[1], csr(features.column("content"))
    stock = hits(content, stems_of(style["stock"]))[0]
    x = rates(counts.reshape(features.num_rows, -1), np.diff(content[0]), stock)
    logit = np.clip(fit_style.logit(style, x), -MOST, MOST)
    who = witness(features, writing(features))._replace(machine=logit, rates=x)
    both = overlap(shelve(features, known), data.pairs)
    words = np.maximum(single(features, "n_words").to_numpy(), 1).astype(float)
    reworded = np.ones(len(data.pairs), bool)
    facts = fit_direction.pair_facts(both, words[data.pairs], reworded)
    return inputs(data.pairs, who, facts, np.array(style["mean"]), np.array(style["scale"]))


def left_out(texts: dict[str, fit_style.Texts], data: dict[str, Labelled], name: str) -> Ways:
    """The set's pairs by a style and a direction model that saw nothing of its originals.

    Every pair counts as reworded here, also light edits: this is the fitted part alone.
    """
    kept = fit_style.without(texts, name)
    style = fit_style.fit_all(kept)
    xs, ys = [], []
    for other in fit_style.MACHINE:
        if other in kept:
            xs.append(columns(data[other], style))
            ys.append(np.where(data[other].first, AB, BA))
    y = np.concatenate(ys)
    theta = fit_direction.fit(np.concatenate(xs), y, np.ones(len(y)))
    odds = np.exp(fitted_logits(columns(data[name], style), theta)[:, :2])
    return ways(odds / odds.sum(1, keepdims=True), data[name].first)


def figures(found: Ways) -> dict[str, float | None]:
    """How many pairs are found, decided and sure, and how many of these are right."""
    top = np.maximum(found.right, found.wrong)
    right = found.right > found.wrong
    matched = top > 0
    out: dict[str, float | None] = {
        "pairs": len(top),
        "found": share(float(matched.sum()), len(top)),
    }
    for word, floor in (("decided", 0.5), ("sure, 0.9", 0.9)):
        there = top > floor
        out[word] = share(float(there.sum()), float(matched.sum()))
        out[f"{word}: right"] = share(float(right[there].sum()), float(there.sum()))
    either = (top / np.maximum(found.right + found.wrong, 1e-12))[matched]
    said = list(zip(either.tolist(), right[matched].tolist(), strict=True))
    return out | calibration(said, "likelier way, given one of the two")


def main() -> None:
    """Read every set, print and save the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    data = {name: read(args.folder, name) for name in SETS}
    texts, saved = fit_style.read(args.folder), {}
    for name in SETS:
        saved[name] = figures(shipped(data[name]))
        saved[f"{name}, left out of the fit"] = figures(left_out(texts, data, name))
        for title in list(saved)[-2:]:
            print(title)
            for key, value in saved[title].items():
                print(f"    {key:35s} {value}")
    if args.out:
        args.out.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
