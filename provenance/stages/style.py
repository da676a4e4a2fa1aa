"""Whether a text looks machine-written, from how it is written.

A logistic model over rates of :data:`~provenance.kernels.contract.STYLE_COLUMNS`; coefficients in
``style_model.json``, fitted by ``benchmarks/quality/fit_style.py``. It was fitted on English news,
so it is asked about English only (:func:`reads_english`); of other texts it knows nothing.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import STYLE_COLUMNS
from provenance.stages.background import stems_of
from provenance.stages.columns import Csr, csr, single

#: Columns of :func:`rates`.
RATES = (
    "log_words", "sentence_words", "sentence_spread", "word_letters", "distinct", "common",
    "capital", "upper", "number", "quoted", "long", "speech", "person", "comma", "hyphen",
    "semicolon", "colon", "paren", "apostrophe", "exclaim", "question", "newline", "quote", "e2",
    "stock",
)  # fmt: skip


def rates(counts: np.ndarray, distinct: np.ndarray, stock: np.ndarray) -> np.ndarray:
    """Rates per word, sentence or stem, float64[n, len(RATES)].

    Args:
        counts: int32[n, 23], :data:`~provenance.kernels.contract.STYLE_COLUMNS`.
        distinct: int[n], different stems of each text.
        stock: int[n], those of them that are :func:`stock_words`.
    """
    c = {name: counts[:, k].astype(np.float64) for k, name in enumerate(STYLE_COLUMNS)}
    words = np.maximum(c["words"], 1)
    sentences = np.maximum(c["sentences"], 1)
    mean = words / sentences
    spread = np.sqrt(np.maximum(c["sentence_squares"] / sentences - mean**2, 0))
    columns = [
        np.log(words), mean, spread, c["letters"] / words, distinct / words**0.8,
        *(c[name] / words for name in STYLE_COLUMNS[4:]), stock / np.maximum(distinct, 1),
    ]  # fmt: skip
    return np.stack(columns, axis=1)


MOST = 6.0
"""The strongest log-odds that style alone can give; an article that discloses it has this."""


UNKNOWN = 0.0
"""The log-odds of a text whose style says nothing; exact, so that it can be told."""

# Twenty words that English cannot do without and that its neighbours spell otherwise.
_ENGLISH = (
    "the and that with from has have had this which not been were are their they who would about of"
)
_FEWEST, _ENOUGH, _PER_ROOT = 2, 8, 0.2  # of these words; distinct words grow as the root of all


def reads_english(content: Csr, words: np.ndarray) -> np.ndarray:
    """Which texts are English, by their function words: bool[n].

    Args:
        content: the distinct stems of each text.
        words: int[n], how many words each text has.
    """
    return _enough(hits(content, stems_of(_ENGLISH))[0], words)


def _enough(english: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Whether texts of so many words have function words enough."""
    needed = np.clip(_PER_ROOT * np.sqrt(words), _FEWEST, _ENOUGH)
    out: np.ndarray = english >= needed
    return out


def hits(content: Csr, *lists: np.ndarray, asked: np.ndarray | None = None) -> list[np.ndarray]:
    """How many stems of each text stand in each of some short lists, int32 for each list.

    ``asked``: the texts int[k] that are looked at, in this order; all n without it.
    """
    rows = np.arange(len(content[0]) - 1) if asked is None else asked
    return [compiled.listed(*content, rows, one) for one in lists]


@cache
def _model() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(
        files("provenance.stages").joinpath("style_model.json").read_text("utf-8")
    )
    return raw


def stock_words() -> np.ndarray:
    """Sorted stems of the words that machines bring into what they rewrite."""
    return stems_of(_model()["stock"])


_PART = 1 << 10  # articles at work at once: their rates fit in a cache

_HALF = 100.0  # words; the rates of so short a text tell half of what those of a long one do


def standard(x: np.ndarray, mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """:func:`rates` as the model takes them: by how many spreads from the mean, at most 4.

    The shorter a text, the more its rates are chance, and the less they say.
    """
    words = np.exp(x[:, RATES.index("log_words")])
    out: np.ndarray = np.clip((x - mean) / scale, -4, 4) * (words / (words + _HALF))[:, None]
    return out


def machine_logit(x: np.ndarray) -> np.ndarray:
    """Log-odds that texts of these :func:`rates` are machine-written, within -MOST..MOST."""
    model = _model()
    x = standard(x, np.array(model["mean"]), np.array(model["scale"]))
    logit: np.ndarray = x @ np.array(model["weight"]) + model["intercept"]
    within: np.ndarray = np.clip(logit, -MOST, MOST)
    return within


class Writing(NamedTuple):
    """How n articles are written.

    ``machine`` float64[n]: log-odds that each is machine-written, :data:`MOST` where it says so
    itself, :data:`UNKNOWN` where its language is not known. :func:`rates` float64[n, len(RATES)].
    """

    machine: np.ndarray
    rates: np.ndarray


def writing(features: pa.Table, asked: np.ndarray | None = None) -> Writing:
    """How each article of a features table is written.

    ``asked``: the rows int[k] that are looked at; all without it. Of the style of others nothing is
    known, and their rates are 0.
    """
    offsets, values = csr(features.column("style"))  # some rows have none
    counts, place = values.reshape(-1, len(STYLE_COLUMNS)), offsets[:-1] // len(STYLE_COLUMNS)
    content = csr(features.column("content"))
    rows = np.arange(len(place)) if asked is None else asked
    rows = rows[np.diff(offsets)[rows] > 0]
    stock, english = hits(content, stock_words(), stems_of(_ENGLISH), asked=rows)
    distinct = np.diff(content[0])
    machine, x = np.full(len(place), UNKNOWN), np.zeros((len(place), len(RATES)))
    for at in range(0, len(rows), _PART):
        part = slice(at, at + _PART)
        some = rows[part]
        mine = counts[place[some]]
        x[some] = told = rates(mine, distinct[some], stock[part])
        known = _enough(english[part], mine[:, 0])
        machine[some] = np.where(known, machine_logit(told), UNKNOWN)
    disclosed = np.asarray(single(features, "ai_disclosure").is_valid())
    return Writing(np.where(disclosed, MOST, machine), x)
