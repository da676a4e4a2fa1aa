"""Made-up news for tests: texts that no one wrote, and what can happen to them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

from provenance import dataflow
from provenance.engines.local import LocalEngine
from provenance.model import Article
from provenance.recipe import Recipe
from provenance.schema import article_row, input_batch
from provenance.stages.background import background, frequencies
from provenance.stages.columns import csr
from provenance.stages.overlap import Shelf, shelve

_FIRST = ("bor", "kel", "mun", "tra", "vis", "dol", "hap", "jut", "lor", "nis", "pel", "rus", "tam")
_STEMS = [first + then for first in _FIRST for then in ("an", "ek", "ir", "o", "ul")]
WORDS = [stem + end for stem in _STEMS for end in ("da", "fen", "gor", "lis", "mot", "per")]
PLAIN = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "that",
    "for",
    "with",
    "on",
    "was",
    "by",
    "from",
    "at",
    "has",
]
FOOTER = "Sign up for the Harbour Daily Courier morning briefing and never miss a story."
DISCLOSURE = "This content is AI-generated based on source articles."
CREDIT = "According to the Veltria Times, talks will go on."
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def sentence(chance: random.Random) -> str:
    """Fourteen made-up words with plain ones between, a name and sometimes a number."""
    words = [chance.choice(WORDS if k % 2 else PLAIN) for k in range(14)]
    words[5] = chance.choice(WORDS).capitalize()
    if chance.random() < 0.4:
        words[9] = str(chance.randrange(10, 99_999))
    return " ".join(words).capitalize() + "."


def sentences(seed: int, count: int = 8) -> list[str]:
    """The sentences of one article; another seed shares none of them."""
    chance = random.Random(seed)
    return [sentence(chance) for _ in range(count)]


def text(seed: int, count: int = 8) -> str:
    """The text of one article, a paragraph a sentence."""
    return "\n".join(sentences(seed, count))


def edited(seed: int, count: int = 8, changes: int = 1, by: int = 1) -> str:
    """The same text with some sentences replaced."""
    out = sentences(seed, count)
    chance = random.Random(f"{seed} {by}")
    for at in chance.sample(range(count), changes):
        out[at] = sentence(chance)
    return "\n".join(out)


def at(hours: float) -> datetime:
    """A time in UTC."""
    return START + timedelta(hours=hours)


def batches(articles: Sequence[Article], chunk: int = 4096) -> list[pa.RecordBatch]:
    """What readers would yield for some articles."""
    rows = [article_row(one, "made.jsonl", k) for k, one in enumerate(articles, 1)]
    return [input_batch(rows[k : k + chunk]) for k in range(0, len(rows), chunk)]


def flow(
    articles: Sequence[Article],
    *,
    recipe: Recipe | None = None,
    engine: Any = None,
    chunk: int = 4096,
    only_copies: bool = False,
) -> dataflow.Flow:
    """A whole run over some articles."""
    made, _ = dataflow.run(
        batches(articles, chunk),
        recipe or Recipe(),
        engine or LocalEngine(1),
        only_copies=only_copies,
    )
    return made


def features(articles: Sequence[Article], recipe: Recipe | None = None) -> pa.Table:
    """The features of some articles, in the order of their ids."""
    made, _ = dataflow.fingerprints(
        batches(articles), recipe or Recipe(), LocalEngine(1), dataflow.Ledger()
    )
    return made


def shelf(pile: Sequence[Article]) -> tuple[Shelf, np.ndarray]:
    """The sets of some articles, and all pairs of those that have words."""
    table = features(pile)
    known = frequencies(csr(table.column("content"))[1], table.num_rows, background())
    worded = np.flatnonzero(np.asarray(table.column("digest").is_valid()))
    pairs = np.array([*combinations(worded.tolist(), 2)], np.int32).reshape(-1, 2)
    return shelve(table, known), pairs


def said(tables: dict[str, pa.Table]) -> dict[str, Any]:
    """Tables as plain values, to compare to the last digit."""
    return {name: (table.schema, table.to_pylist()) for name, table in tables.items()}


def texts_of(given: Iterable[str], **fields: Any) -> list[Article]:
    """Articles a0, a1, ... with these texts."""
    return [Article(id=f"a{k}", text=one, **fields) for k, one in enumerate(given)]


def words_of(given: str) -> list[str]:
    """The words of a made-up text as the library sees them (no marks, no case)."""
    return "".join(c if c.isalnum() else " " for c in given.lower()).split()


def retold(seed: int, count: int = 8, by: int = 1) -> str:
    """The same names, numbers and rare words in another order, with other plain words."""
    chance = random.Random(f"{seed} {by} retold")
    out = []
    for one in sentences(seed, count):
        kept = [w.strip(".") for w in one.split() if w.strip(".").lower() not in PLAIN]
        chance.shuffle(kept)
        out.append(" ".join(f"{chance.choice(PLAIN)} {w}" for w in kept).capitalize() + ".")
    return "\n".join(out)


def sentence_of(seed: int) -> str:
    """One sentence, the same for the same seed."""
    return sentence(random.Random(seed))
