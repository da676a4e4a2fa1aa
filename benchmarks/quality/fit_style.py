"""Fit the style model (``provenance/stages/style_model.json``), which tells machine-written texts.

    python benchmarks/quality/fit_style.py SETS_FOLDER OUT.json

SETS_FOLDER holds labelled sets, each a folder with ``docs.jsonl`` and, for machine rewrites, a
``derivation.tsv`` (derived, source, degree). First the stock words are chosen, which machines bring
into what they rewrite; then a logistic regression on the rates of :mod:`provenance.stages.style` is
fitted. Leave-one-set-out figures are printed, the words chosen anew for each. Needs scikit-learn.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from labelled import table
from sklearn.linear_model import LogisticRegression
from truth import GROUPS

from provenance.kernels import compiled
from provenance.model import Article
from provenance.recipe import Fingerprints
from provenance.schema import article_row, input_batch
from provenance.stages.background import stems_of
from provenance.stages.clean import clean_batch
from provenance.stages.columns import Csr, csr, rows_of, select
from provenance.stages.details import detail_batch
from provenance.stages.masked import REPEATED
from provenance.stages.style import RATES, hits, rates, reads_english, standard

MACHINE = ("l2r_news", "sheepdog", "llmfake")
ALL_MACHINE = ("sheepdog_siblings",)
HUMAN = (
    "basil",
    "ecbplus",
    "trec_neardup_core",
    "wiki_versions",
    "reuters21578",
    "tgcontest_pairs",
)
_MOST = 1500  # texts of one set and label
_SHORTEST = 60  # words
_STOCK = 150  # stock words
_SEEN = 6  # texts of each set that a stock word stands in, at the least
_PRIOR = 2.0  # texts with a word, added to either side
_OFTEN = 0.5  # share of the texts; words of more are no words of anybody
_BEYOND = 0.3  # and by how much a word is more frequent than in news by people, as a logarithm


class Texts(NamedTuple):
    """Texts of one set: ``counts`` of style, ``content`` stems, ``label`` (1 machine), words.

    Texts too short to judge or not in English are left out. ``words``: how often each word stands
    in them, for those that are to be read by people.
    """

    counts: np.ndarray
    content: Csr
    label: np.ndarray
    words: Counter[str]


def texts(folder: Path, name: str) -> dict[str, str]:
    """Id to text of one set."""
    with (folder / name / "docs.jsonl").open(encoding="utf-8") as file:
        return {d["id"]: d["text"] for d in map(json.loads, file) if d["text"].strip()}


def read(folder: Path) -> dict[str, Texts]:
    """The labelled texts of all sets."""
    rng = np.random.default_rng(0)
    return {
        name: _read(texts(folder, name), _derived(folder, name), rng)
        for name in (*MACHINE, *ALL_MACHINE, *HUMAN)
    }


def _derived(folder: Path, name: str) -> set[str]:
    """The ids of a set whose texts a machine wrote."""
    if name in ALL_MACHINE:
        return set(texts(folder, name))
    return {row[0] for row in table(folder / name / "derivation.tsv")} if name in MACHINE else set()


def _read(documents: dict[str, str], derived: set[str], rng: np.random.Generator) -> Texts:
    parts = {1: derived & set(documents), 0: set(documents) - derived}
    drawn = {y: rng.permutation(sorted(names))[:_MOST].tolist() for y, names in parts.items()}
    label = np.repeat(list(drawn), [len(names) for names in drawn.values()])
    chosen = [documents[i] for names in drawn.values() for i in names]
    rows = [article_row(Article(id=str(k), text=t)) for k, t in enumerate(chosen)]
    cleaned = clean_batch(input_batch(rows))
    cleaned = cleaned.append_column("repeated", pa.nulls(len(rows), REPEATED))
    batch = detail_batch(cleaned, Fingerprints())
    counts = csr(batch.column("style"))[1].reshape(len(rows), -1)
    content = csr(batch.column("content"))
    fit = (counts[:, 0] >= _SHORTEST) & reads_english(content, counts[:, 0])
    words = Counter(w for t in chosen for w in re.findall(r"[^\W\d_]+", t.lower()))
    return Texts(counts[fit], select(content, fit), label[fit], words)


def stock_words(data: Mapping[str, Texts]) -> str:
    """The words that machines bring in, whatever they are told to do and whatever they rewrite.

    Of each set of rewrites: the logarithm of how much more frequent a stem is in them than in their
    originals, less its standard error. The least over all sets counts, so that a word that one
    prompt or one subject brings in does not enter; and it must be more frequent than in news.
    """
    spelt = _spelt(data)
    stems = np.array(sorted(spelt), np.uint32)
    found = {name: _found(one, stems) for name, one in data.items()}
    sets = [found[name] for name in MACHINE if name in found]
    least = np.min([_ratio(n[1], n[0]) - _error(n[1], n[0]) for n in sets], axis=0)
    seen = np.min([n.sum(0)[:-1] for n in sets], axis=0) >= _SEEN
    people = sum(found[name][0] for name in HUMAN if name in found)
    seldom = sum(found[name][:, :-1].sum(0) for name in found) < _OFTEN * sum(
        len(one.label) for one in data.values()
    )
    beyond = _ratio(sum(n[1] for n in sets), people) > _BEYOND
    best = np.argsort(-np.where(seen & seldom & beyond, least, -np.inf), kind="stable")[:_STOCK]
    return " ".join(sorted(spelt[int(stems[k])] for k in best if least[k] > 0))


def _found(one: Texts, stems: np.ndarray) -> np.ndarray:
    """In how many texts by people and by machines each stem stands; last: stems of all of these."""
    out = np.zeros((2, len(stems) + 1))
    offsets, values = one.content
    label = one.label[rows_of(offsets)]
    at = np.searchsorted(stems, values)
    known = stems[np.minimum(at, len(stems) - 1)] == values
    np.add.at(out, (label[known], at[known]), 1)
    out[:, -1] = np.bincount(label, minlength=2)
    return out


def _ratio(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    rate = [np.log((n[:-1] + _PRIOR) / (n[-1] + 1)) for n in (one, other)]
    return rate[0] - rate[1]


def _error(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.sqrt(1 / (one[:-1] + _PRIOR) + 1 / (other[:-1] + _PRIOR))


def _spelt(data: Mapping[str, Texts]) -> dict[int, str]:
    """The commonest word of each stem of the sets of rewrites."""
    words: Counter[str] = Counter()
    for name in MACHINE:
        words += data[name].words if name in data else Counter()
    listed = [w for w, n in words.most_common() if n >= _SEEN and len(w) > 2]
    text = np.frombuffer("\n".join(listed).encode(), np.uint8)
    tokens = compiled.tokenize(text, np.array([0, len(text)], np.int64))
    out: dict[int, str] = {}
    for stem, line in zip(tokens.stem.tolist(), tokens.line.tolist(), strict=True):
        out.setdefault(stem, listed[line])
    return out


def labelled_rates(one: Texts, stock: str) -> tuple[np.ndarray, np.ndarray]:
    """Rates float64[n, len(RATES)] and labels."""
    found = hits(one.content, stems_of(stock))[0]
    return rates(one.counts, np.diff(one.content[0]), found), one.label


def fit(x: np.ndarray, y: np.ndarray) -> dict:
    """Standardise, clip, fit; both labels weigh the same."""
    mean, scale = x.mean(0).round(5), (x.std(0) + 1e-5).round(5)
    model = LogisticRegression(C=0.3, max_iter=3000, class_weight="balanced")
    model.fit(standard(x, mean, scale), y)
    return {
        "mean": mean.tolist(),
        "scale": scale.tolist(),
        "weight": model.coef_[0].round(4).tolist(),
        "intercept": round(float(model.intercept_[0]), 4),
    }


def fit_all(data: Mapping[str, Texts]) -> dict:
    """Stock words and model of some sets."""
    stock = stock_words(data)
    pairs = [labelled_rates(one, stock) for one in data.values()]
    return {"stock": stock, **fit(*(np.concatenate(part) for part in zip(*pairs, strict=True)))}


def without(data: Mapping[str, Texts], name: str) -> dict[str, Texts]:
    """The sets that share no originals with one of them."""
    return {k: v for k, v in data.items() if GROUPS.get(k, k) != GROUPS.get(name, name)}


def logit(model: dict, x: np.ndarray) -> np.ndarray:
    """Log-odds of the fitted model."""
    z = standard(x, np.array(model["mean"]), np.array(model["scale"]))
    return z @ np.array(model["weight"]) + model["intercept"]


def told_apart(z: np.ndarray, y: np.ndarray) -> Iterable[str]:
    """Shares called machine-written, and how often one by a machine has more than one by people."""
    for label, name in ((1, "machine"), (0, "people")):
        if (y == label).any():
            yield f"of {name} called machine {np.mean(z[y == label] > 0):.3f}"
    if len(set(y.tolist())) == 2:
        yield f"AUC {np.mean(z[y == 1][:, None] > z[y == 0]):.3f}"


def main(folder: str, out: str) -> None:
    """Fit, report, write."""
    data = read(Path(folder))
    for name, one in data.items():
        model = fit_all(without(data, name))
        x, y = labelled_rates(one, model["stock"])
        print(f"left out {name:20s} n={len(y):5d} {', '.join(told_apart(logit(model, x), y))}")
    note = (
        "Fitted by benchmarks/quality/fit_style.py; standardised rates, clipped to -4..4. "
        "stock: words that machines bring into what they rewrite."
    )
    text = json.dumps({"note": note, "rates": list(RATES), **fit_all(data)}, indent=1)
    Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
