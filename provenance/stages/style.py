"""Whether a text looks machine-written, from how it is written.

A logistic model over rates of :data:`~provenance.kernels.contract.STYLE_COLUMNS`; coefficients in
``style_model.json``, fitted by ``benchmarks/quality/fit_style.py``. It was fitted on English news,
so it is asked about English only (:func:`reads_english`); of other texts it knows nothing.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa

from provenance.kernels.contract import STYLE_COLUMNS
from provenance.stages.background import stems_of
from provenance.stages.columns import Csr, csr, single

#: Columns of :func:`rates`.
RATES = (
    "log_words", "sentence_words", "sentence_spread", "word_letters", "distinct", "common",
    "capital", "upper", "number", "quoted", "long", "speech", "person", "comma", "hyphen",
    "semicolon", "colon", "paren", "apostrophe", "exclaim", "question", "newline", "quote", "e2",
)  # fmt: skip


def rates(counts: np.ndarray, distinct: np.ndarray) -> np.ndarray:
    """Rates per word or sentence, float64[n, 24].

    Args:
        counts: int32[n, 23], :data:`~provenance.kernels.contract.STYLE_COLUMNS`.
        distinct: int[n], different stems of each text.
    """
    c = {name: counts[:, k].astype(np.float64) for k, name in enumerate(STYLE_COLUMNS)}
    words = np.maximum(c["words"], 1)
    sentences = np.maximum(c["sentences"], 1)
    mean = words / sentences
    spread = np.sqrt(np.maximum(c["sentence_squares"] / sentences - mean**2, 0))
    columns = [
        np.log(words), mean, spread, c["letters"] / words, distinct / words**0.8,
        *(c[name] / words for name in STYLE_COLUMNS[4:]),
    ]  # fmt: skip
    return np.stack(columns, axis=1)


MOST = 4.0
"""The strongest log-odds that style alone can give; an article that discloses it has this."""


UNKNOWN = 0.0
"""The log-odds of a text whose style says nothing; exact, so that it can be told."""

# Twenty words that English cannot do without and that its neighbours spell otherwise.
_ENGLISH = (
    "the and that with from has have had this which not been were are their they who would about of"
)
_FEWEST, _ENOUGH, _PER_ROOT = 2, 8, 0.3  # of these words; distinct words grow as the root of all


def reads_english(content: Csr, words: np.ndarray) -> np.ndarray:
    """Which texts are English, by their function words: bool[n].

    Args:
        content: the distinct stems of each text.
        words: int[n], how many words each text has.
    """
    offsets, stems = content
    found = np.flatnonzero(np.isin(stems, stems_of(_ENGLISH)))
    row = np.searchsorted(offsets, found, side="right") - 1  # of these few, not of every stem
    hits = np.bincount(row, minlength=len(offsets) - 1)
    needed = np.clip(_PER_ROOT * np.sqrt(words), _FEWEST, _ENOUGH)
    english: np.ndarray = hits >= needed
    return english


@cache
def _model() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(
        files("provenance.stages").joinpath("style_model.json").read_text("utf-8")
    )
    return raw


def machine_logit(counts: np.ndarray, distinct: np.ndarray) -> np.ndarray:
    """Log-odds that each text is machine-written, float64[n], within -MOST..MOST."""
    model = _model()
    x = (rates(counts, distinct) - np.array(model["mean"])) / np.array(model["scale"])
    logit: np.ndarray = np.clip(x, -4, 4) @ np.array(model["weight"]) + model["intercept"]
    within: np.ndarray = np.clip(logit, -MOST, MOST)
    return within


def machine_written(features: pa.Table) -> np.ndarray:
    """Log-odds that each article of a features table is machine-written, float64[n].

    :data:`MOST` where it says so itself, :data:`UNKNOWN` where its language is not known.
    """
    counts, content = _counted(features)
    logit = machine_logit(counts, np.diff(content[0]))
    known = np.where(reads_english(content, counts[:, 0]), logit, UNKNOWN)
    disclosed = np.asarray(single(features, "ai_disclosure").is_valid())
    return np.where(disclosed, MOST, known)


def style_rates(features: pa.Table) -> np.ndarray:
    """The :func:`rates` of each article of a features table, float64[n, len(RATES)]."""
    counts, content = _counted(features)
    return rates(counts, np.diff(content[0]))


def _counted(features: pa.Table) -> tuple[np.ndarray, Csr]:
    """The counts of each article, int32[n, len(STYLE_COLUMNS)], and its distinct stems."""
    counts = csr(features.column("style"))[1].reshape(features.num_rows, len(STYLE_COLUMNS))
    return counts, csr(features.column("content"))
