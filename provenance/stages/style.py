"""Whether a text looks machine-written, from how it is written.

A logistic model over rates of :data:`~provenance.kernels.contract.STYLE_COLUMNS`; coefficients in
``style_model.json``, fitted by ``benchmarks/quality/fit_style.py``. It was fitted on English news,
so it is asked about English only (:func:`reads_english`); of other texts it knows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa

from provenance.kernels.contract import STYLE_COLUMNS
from provenance.stages.background import stems_of
from provenance.stages.columns import Csr, csr, part_of, single, taken

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


def hits(content: Csr, *lists: np.ndarray) -> list[np.ndarray]:
    """How many stems of each text stand in each of some short lists, int64[n] for each list.

    One look at the upper half of every stem leaves few to be looked up.
    """
    offsets, stems = content
    sieve = np.zeros(1 << 16, bool)
    sieve[np.concatenate(lists) >> 16] = True
    near = np.flatnonzero(sieve[stems >> 16])
    row = np.searchsorted(offsets, near, side="right") - 1
    few, rows = stems[near], len(offsets) - 1
    return [np.bincount(row[np.isin(few, one)], minlength=rows) for one in lists]


@cache
def _model() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(
        files("provenance.stages").joinpath("style_model.json").read_text("utf-8")
    )
    return raw


def stock_words() -> np.ndarray:
    """Sorted stems of the words that machines bring into what they rewrite."""
    return stems_of(_model()["stock"])


_PART = 1 << 10  # articles at work at once: their stems fit in a cache

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


def machine_written(features: pa.Table) -> np.ndarray:
    """Log-odds that each article of a features table is machine-written, float64[n].

    :data:`MOST` where it says so itself, :data:`UNKNOWN` where its language is not known.
    """
    machine = np.empty(features.num_rows)
    for part, said, _ in _parts(features, np.arange(features.num_rows)):
        machine[part] = said
    return machine


def writing(features: pa.Table, asked: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """:func:`machine_written`, and the :func:`rates` float64[n, len(RATES)].

    ``asked``: the rows int[k] that are looked at; all without it. Of others nothing is known, and
    their rates tell of no stock words.
    """
    rows = np.arange(features.num_rows)
    machine, x = np.empty(len(rows)), np.empty((len(rows), len(RATES)))
    for part, said, found in _parts(features, rows if asked is None else asked):
        machine[part], x[part] = said, found
    return machine, x


def _parts(features: pa.Table, asked: np.ndarray) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """The rows of a features table in parts: which, what is said of them, and their rates."""
    style, content = csr(features.column("style")), csr(features.column("content"))
    disclosed = np.asarray(single(features, "ai_disclosure").is_valid())
    found, distinct = np.zeros((2, features.num_rows), np.int32), np.diff(content[0])
    for at in range(0, len(asked), _PART):
        some = asked[at : at + _PART]
        found[:, some] = hits(taken(content, some), stock_words(), stems_of(_ENGLISH))
    for at in range(0, features.num_rows, _PART):
        part = slice(at, min(at + _PART, features.num_rows))
        counts, (stock, english) = _counts(style, part), found[:, part]
        x = rates(counts, distinct[part], stock)
        machine = np.where(_enough(english, counts[:, 0]), machine_logit(x), UNKNOWN)
        yield part, np.where(disclosed[part], MOST, machine), x


def _counts(style: Csr, rows: slice) -> np.ndarray:
    """The counts of some rows, int32[k, len(STYLE_COLUMNS)]; 0 of a row that has none."""
    offsets, values = part_of(style, rows)
    counts = np.zeros((rows.stop - rows.start, len(STYLE_COLUMNS)), np.int32)
    counts[np.diff(offsets) > 0] = values.reshape(-1, len(STYLE_COLUMNS))
    return counts
