"""Match the outlets that articles credit to the outlets in the pile."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from provenance.stages.background import background, stems_of
from provenance.stages.columns import Csr, csr, in_sorted, single
from provenance.stages.origins import Named, name_probability
from provenance.text.outlets import normalise

# Shares of copies that came from what their seeming source credits, on made cascades: of those that
# credit the same in other words, and of those that do not name it (docs/decisions/passed-over.md).
_OWN_WORDS = 0.95
_DROPPED = 0.8


class Credited(NamedTuple):
    """The credits of one article to one outlet: the strongest, and where it stands.

    ``probability``: that it names the source, among all outlets that the article credits;
    ``forms``: of all its credits to the outlet.
    """

    outlet: str
    key: str
    form: str
    weight: float
    span: tuple[int, int]
    probability: float
    forms: frozenset[str] = frozenset()


class Ledger(NamedTuple):
    """Who credits whom: credits by row, the outlet key of each row, the names in each text."""

    credits: dict[int, list[Credited]]
    outlet: list[str]
    names: Csr

    def mentions(self, row: int, outlet: str) -> bool:
        """Whether an article names an outlet at all, by the telling words of its name."""
        telling = _telling(outlet)
        offsets, values = self.names
        return bool(telling) and telling.issubset(values[offsets[row] : offsets[row + 1]].tolist())

    def passes(self, row: int, source: int, outlet: str) -> float:
        """How probably an article had its text from the outlet that its seeming source credits.

        A copy mostly carries along what its source credits, or credits that source. One that does
        neither, or credits the same outlet in words of its own, had the text from there as well.
        """
        mine, theirs = (
            {c.key: c.forms for c in self.credits.get(one, ())} for one in (row, source)
        )
        key = normalise(outlet)
        if key not in theirs or self.outlet[source] in mine:
            return 0.0
        if key in mine:
            return 0.0 if mine[key] & theirs[key] else _OWN_WORDS
        return 0.0 if self.mentions(row, outlet) else _DROPPED


@lru_cache(4096)
def _telling(outlet: str) -> frozenset[int]:
    """The stems of an outlet's name that are not words of every day."""
    stems = stems_of(outlet)
    return frozenset(stems[~in_sorted(stems, background().common)].tolist())


def ledger(features: pa.Table) -> Ledger:
    """Read the ``credits``, ``source``, ``address`` and ``names`` columns of a features table.

    An article without a source is of the site that it stands on.
    """
    column = single(features, "credits")
    key = cache(normalise)
    sources = single(features, "source").fill_null("").dictionary_encode()
    names, which = sources.dictionary.to_pylist(), sources.indices.to_numpy()
    keys = [name and key(name) for name in names]
    outlet = [*map(keys.__getitem__, which.tolist())]
    unnamed = np.flatnonzero(~np.array([*map(bool, names)], bool)[which])
    places = single(features, "address").take(pa.array(unnamed)).to_pylist()
    for row, place in zip(unnamed.tolist(), places, strict=True):
        outlet[row] = key(re.split("[/?]", place, maxsplit=1)[0]) if place else ""
    rows = np.flatnonzero(np.asarray(column.is_valid())).tolist()
    given = (_strongest(one, key) for one in column.drop_null().to_pylist())
    return Ledger(dict(zip(rows, given, strict=True)), outlet, csr(features.column("names")))


def _strongest(given: list[dict[str, Any]], key: Callable[[str], str]) -> list[Credited]:
    best: dict[str, dict[str, Any]] = {}
    forms: dict[str, set[str]] = defaultdict(set)
    for c in given:
        name = key(c["outlet"])
        forms[name].add(c["form"])
        if name not in best or c["weight"] > best[name]["weight"]:
            best[name] = c
    weights = [c["weight"] for c in best.values()]
    return [
        Credited(
            c["outlet"], name, c["form"], c["weight"], (c["start"], c["end"]),
            name_probability(weights, k), frozenset(forms[name]),
        )
        for k, (name, c) in enumerate(best.items())
    ]  # fmt: skip


def pair_credits(
    pairs: np.ndarray, book: Ledger, reworded: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Who credits whom within each pair.

    A credit that both carry came along with the text: it says nothing of which came from which. But
    where the text is not ``reworded`` (bool[m]), and the credit is, neither has it from the other.
    Nor does a credit say anything of an outlet that the other names without resting on it.

    Returns:
        bool[m, 2]: the article credits the other's outlet; float64[m, 2]: how probably it names a
        source that is neither of the two.
    """
    other = np.zeros((len(pairs), 2), bool)
    elsewhere = np.zeros((len(pairs), 2))
    rows = np.fromiter(book.credits, np.int64, len(book.credits))
    for m in np.flatnonzero(np.isin(pairs, rows).any(axis=1)).tolist():
        both = pairs[m].tolist()
        said = [book.credits.get(row, ()) for row in both]
        given = [
            {c.key: c.forms for c in credits if c.key != book.outlet[row]}
            for row, credits in zip(both, said, strict=True)
        ]
        for side in range(2):
            row, partner = both[side], both[1 - side]
            for credit in said[side]:
                theirs = given[1 - side].get(credit.key)
                if theirs is not None and (reworded[m] or theirs & credit.forms):
                    continue
                if credit.key == book.outlet[partner]:
                    other[m, side] = True
                elif credit.key != book.outlet[row] and (
                    theirs is not None or not book.mentions(partner, credit.outlet)
                ):
                    elsewhere[m, side] = max(elsewhere[m, side], credit.probability)
    return other, elsewhere


def named_unseen(book: Ledger, pairs: np.ndarray) -> dict[int, list[Named]]:
    """For each row the outlets it credits that publish no article matched with it.

    An outlet may publish something else in the pile; what it wrote of *this* is not here.
    """
    here: dict[int, set[str]] = defaultdict(set)
    rows = np.fromiter(book.credits, np.int64, len(book.credits))
    for i, j in pairs[np.isin(pairs, rows).any(axis=1)].tolist():
        here[i].add(book.outlet[j])
        here[j].add(book.outlet[i])
    out: dict[int, list[Named]] = defaultdict(list)
    for row, given in book.credits.items():
        for c in given:
            if c.key not in here[row] and c.key != book.outlet[row]:
                out[row].append(Named(c.outlet, c.probability))
    return dict(out)
