"""Fit the style model (``provenance/stages/style_model.json``), which tells machine-written texts.

    python benchmarks/quality/fit_style.py SETS_FOLDER OUT.json

SETS_FOLDER holds labelled sets, each a folder with ``docs.jsonl`` and, for machine rewrites, a
``derivation.tsv`` (derived, source, degree). Logistic regression on the rates of
:mod:`provenance.stages.style`, leave-one-set-out figures printed. Needs scikit-learn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from labelled import table
from sklearn.linear_model import LogisticRegression

from provenance.model import Article
from provenance.recipe import Fingerprints
from provenance.schema import article_row, input_batch
from provenance.stages.clean import clean_batch
from provenance.stages.columns import csr
from provenance.stages.fingerprint import fingerprint_batch
from provenance.stages.lines import NOTHING_REPEATED
from provenance.stages.style import RATES, rates, reads_english

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


def texts(folder: Path, name: str) -> dict[str, str]:
    """Id to text of one set."""
    with (folder / name / "docs.jsonl").open(encoding="utf-8") as file:
        return {d["id"]: d["text"] for d in map(json.loads, file) if d["text"].strip()}


def style_rates(documents: list[str]) -> np.ndarray:
    """Rates float64[n, len(RATES)]; texts too short to judge or not in English are left out."""
    rows = [article_row(Article(id=str(k), text=t)) for k, t in enumerate(documents)]
    batch = fingerprint_batch(clean_batch(input_batch(rows)), NOTHING_REPEATED, Fingerprints())
    counts = csr(batch.column("style"))[1].reshape(len(rows), -1)
    content = csr(batch.column("content"))
    chosen = (counts[:, 0] >= _SHORTEST) & reads_english(content, counts[:, 0])
    return rates(counts[chosen], np.diff(content[0])[chosen])


def collect(folder: Path) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Rates and labels (1 machine) of each set."""
    rng = np.random.default_rng(0)
    out = {}
    for name in (*MACHINE, *ALL_MACHINE, *HUMAN):
        documents = texts(folder, name)
        derived = {row[0] for row in table(folder / name / "derivation.tsv")}
        parts = {1: derived & set(documents), 0: set(documents) - derived}
        if name in ALL_MACHINE:
            parts = {1: set(documents), 0: set()}
        if name in HUMAN:
            parts = {1: set(), 0: set(documents)}
        xs, ys = [], []
        for label, names in parts.items():
            chosen = rng.permutation(sorted(names))[:_MOST]
            if len(chosen):
                x = style_rates([documents[i] for i in chosen])
                xs.append(x)
                ys.append(np.full(len(x), label))
        out[name] = (np.concatenate(xs), np.concatenate(ys))
    return out


def fit(x: np.ndarray, y: np.ndarray) -> dict:
    """Standardise, clip, fit; both labels weigh the same."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=3000, class_weight="balanced")
    model.fit(np.clip((x - mean) / scale, -4, 4), y)
    return {
        "mean": mean.round(5).tolist(),
        "scale": scale.round(5).tolist(),
        "weight": model.coef_[0].round(4).tolist(),
        "intercept": round(float(model.intercept_[0]), 4),
    }


def logit(model: dict, x: np.ndarray) -> np.ndarray:
    """Log-odds of the fitted model."""
    z = np.clip((x - np.array(model["mean"])) / np.array(model["scale"]), -4, 4)
    return z @ np.array(model["weight"]) + model["intercept"]


def main(folder: str, out: str) -> None:
    """Fit, report, write."""
    data = collect(Path(folder))
    for left_out in data:
        base = {"sheepdog", "llmfake", "sheepdog_siblings"}
        gone = base if left_out in base else {left_out}
        kept = [v for k, v in data.items() if k not in gone]
        model = fit(np.concatenate([x for x, _ in kept]), np.concatenate([y for _, y in kept]))
        x, y = data[left_out]
        z = logit(model, x)
        shares = {
            f"{name} called machine": round(float(np.mean(z[y == label] > 0)), 3)
            for label, name in ((1, "machine"), (0, "human"))
            if (y == label).any()
        }
        print(f"left out {left_out:20s} n={len(y):5d} {shares}")
    model = fit(np.concatenate([x for x, _ in data.values()]),
                np.concatenate([y for _, y in data.values()]))  # fmt: skip
    note = "Fitted by benchmarks/quality/fit_style.py; standardised rates, clipped to -4..4."
    text = json.dumps({"note": note, "rates": list(RATES), **model}, indent=1)
    Path(out).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
