"""What the derivations say: each edge with its reasons in words, strongest first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import FURTHER, UNSEEN, Kind, Relation, Span
from provenance.schema import DERIVATIONS
from provenance.stages import origins
from provenance.stages.clock import Clock, in_words
from provenance.stages.columns import single
from provenance.stages.credits import Ledger
from provenance.stages.direction import AB, BA, COMMON, INDEPENDENT
from provenance.stages.origins import Edge, Edges
from provenance.stages.reasons import Reasons
from provenance.stages.verify import RELATIONS, pairs_of

_DIGITS = 3  # of a weight
_NEAR = 1e-4  # of two numbers that are rounded: far more than a product is off, below 1e9
_UPDATE_GROWTH = 1.1  # a copy that is longer than its source by this factor is an update


class _Pairs(NamedTuple):
    """The matches of k edges, column by column: NumPy is slow with single numbers.

    ``edge``: which of all edges; ``derived``, ``other``: its row, and the one beside it; ``match``:
    its number; ``relation``: its code; ``way``: which explanation the edge is; ``shared``: how
    probable a shared text is; ``grown``: whether the derived article is longer by much. Of the
    derived article and of the other, in arrays of [k, 2]: ``declared``, whether it links to the
    other as its source, and what share of its ``containment`` (word sequences) and ``facts`` that
    one has.
    """

    edge: np.ndarray
    derived: np.ndarray
    other: np.ndarray
    match: np.ndarray
    relation: np.ndarray
    way: np.ndarray
    shared: np.ndarray
    grown: np.ndarray
    declared: np.ndarray
    containment: np.ndarray
    facts: np.ndarray

    def of(self, keep: np.ndarray) -> _Pairs:
        """The same of some of the edges."""
        return _Pairs(*(column[keep] for column in self))


class Teller:
    """Puts the evidence of edges into words.

    Args:
        features, matches: the tables of :func:`provenance.stages.derive.derive`.
        parts: evidence per kind, float64[m, 3].
        outcomes: of the pairs, float64[m, 4].
        book: who credits whom.
        clock: when each article was out.
        declared: which of a pair links to the other as its source, bool[m, 2].
    """

    def __init__(
        self,
        features: pa.Table,
        matches: pa.Table,
        parts: dict[str, np.ndarray],
        outcomes: np.ndarray,
        book: Ledger,
        clock: Clock,
        declared: np.ndarray,
    ) -> None:
        self.names = single(features, "id")
        self.words = single(features, "n_words").to_numpy()
        said = single(features, "ai_disclosure")
        rows = np.flatnonzero(np.asarray(said.is_valid())).tolist()
        self.disclosure = dict(zip(rows, said.drop_null().to_pylist(), strict=True))
        self.matches = matches
        self.ends = pairs_of(matches)
        self.parts = parts
        self.outcomes = outcomes
        self.book = book
        self.clock = clock
        self.declared = declared

    def table(self, edges: Sequence[Edge]) -> pa.Table:
        """The ``derivations`` table of some edges, sorted; of each the strongest evidence first.

        ``shared_text`` is the log-odds of a shared text. The other weights of a pair add up to the
        log-odds of this explanation of it against the likeliest other one. A credit's weight is
        the log-odds that it names the source. What did not enter the number has weight 0.
        """
        known = Edges.of(edges)
        pairs = self._pairs(known)
        reasons = Reasons()
        by_text = (~known.named | (known.sibling >= 0))[pairs.edge]
        self._share(reasons, pairs.of(by_text))
        self._weigh(reasons, pairs.of(by_text & (known.passed[pairs.edge] == 0)), edges)
        for k in np.flatnonzero(known.named).tolist():
            self._tell_of_unseen(reasons, k, edges[k])
        for k in np.flatnonzero(known.adds).tolist():
            share = f"{edges[k].adds:.0%} of this one's word sequences"
            reasons.add(k, FURTHER, 0.0, f"holds {share} that its other sources lack")
        sources = self.names.take(pa.array(known.source, mask=known.named))
        columns = [
            self._ids(known.derived),
            pc.coalesce(sources, pa.array(known.name, pa.string())),
            _kinds(pairs, len(edges)),
            pa.array(_rounded(known.probability, 6)),
            reasons.column(len(edges)),
        ]
        arrays = [column.cast(f.type) for column, f in zip(columns, DERIVATIONS, strict=True)]
        table = pa.Table.from_arrays(arrays, schema=DERIVATIONS)
        return table.sort_by([("derived", "ascending"), ("source", "ascending")])

    def _pairs(self, edges: Edges) -> _Pairs:
        """The matches of those edges that have one."""
        which = np.flatnonzero(edges.pair >= 0)
        derived, source, rows, unseen = (
            column[which] for column in (edges.derived, edges.source, edges.pair, edges.named)
        )
        told = {name: self.matches.column(name).to_numpy()[rows] for name in _TOLD_OF}
        first = told["i"] == derived

        def of_derived(one: np.ndarray, other: np.ndarray) -> np.ndarray:
            """Of the derived and the other, given of the first of the pair and the second."""
            return np.stack([np.where(first, one, other), np.where(first, other, one)], axis=1)

        return _Pairs(
            edge=which,
            derived=derived,
            other=np.where(first, told["j"], told["i"]),
            match=rows,
            relation=told["relation"],
            way=np.where(unseen, COMMON, np.where(first, AB, BA)),
            shared=1 - self.outcomes[rows, INDEPENDENT],
            grown=~unseen & (self.words[derived] > _UPDATE_GROWTH * self.words[source]),
            declared=of_derived(*self.declared[rows].T),
            containment=of_derived(told["containment_ab"], told["containment_ba"]),
            facts=of_derived(told["fact_containment_ab"], told["fact_containment_ba"]),
        )

    def _ids(self, rows: np.ndarray) -> pa.Array:
        return self.names.take(pa.array(rows))

    def _id(self, row: int) -> str:
        name: str = self.names[row].as_py()
        return name

    def _share(self, reasons: Reasons, pairs: _Pairs) -> None:
        """That the pair of each edge shares a text."""
        said = _SHARING.take(pa.array(pairs.relation))
        texts = pc.binary_join_element_wise(said, self._ids(pairs.other), " ")
        odds = np.log(pairs.shared / (1 - pairs.shared))
        reasons.extend(pairs.edge, "shared_text", _rounded(odds), texts)

    def _weigh(self, reasons: Reasons, pairs: _Pairs, edges: Sequence[Edge]) -> None:
        """What each kind of evidence of a pair says for this way, and not for its likeliest rival.

        Most say nothing of most.
        """
        each, parts = np.arange(len(pairs.way)), [part[pairs.match] for part in self.parts.values()]
        total = np.sum(parts, axis=0)
        total[each, pairs.way] = -np.inf
        rival = total.argmax(axis=1)
        linked = np.asarray(pairs.declared.any(axis=1))
        for kind, part in zip(self.parts, parts, strict=True):
            ahead = part[each, pairs.way] - part[each, rival]
            said = np.flatnonzero(ahead)
            weights = _rounded(ahead[said])
            said, weights = said[weights != 0], weights[weights != 0]
            self._word(reasons, kind, pairs.of(said), weights, edges)
            if kind == "declared":
                linked[said] = False
        known = pairs.of(linked)
        self._word(reasons, "declared", known, np.zeros(len(known.edge)), edges)

    def _tell_of_unseen(self, reasons: Reasons, k: int, edge: Edge) -> None:
        """The credit that an edge rests on, and what else is told of it."""
        if edge.sibling < 0:
            self._credit(reasons, k, edge, edge.derived, edge.probability)
            self._tell_beside(reasons, k, edge)
        elif edge.passed:
            self._credit(reasons, k, edge, edge.sibling, edge.probability / edge.passed)
            text = f"has not the credits of {self._id(edge.sibling)}, and does not credit that one"
            reasons.add(k, "attribution", _logit(edge.passed), text)
        elif edge.name != origins.UNNAMED:
            common = float(self.outcomes[edge.pair, COMMON])
            self._credit(reasons, k, edge, edge.sibling, edge.probability / common)

    def _credit(self, reasons: Reasons, k: int, edge: Edge, owner: int, probability: float) -> None:
        """The credit of an unseen source, in the derived article or in its sibling."""
        mine = owner == edge.derived
        for c in self.book.credits.get(owner, ()):
            if edge.name == f"{UNSEEN}{c.outlet}":
                who = "" if mine else self._id(owner) + " "
                text = f"{who}credits {c.outlet} ({c.form.replace('_', ' ')})"
                spans = _standing(c.span) if mine else ()
                reasons.add(k, "attribution", _logit(probability), text, spans)

    def _tell_beside(self, reasons: Reasons, k: int, edge: Edge) -> None:
        """Facts worth knowing that did not enter the probability of a credited source."""
        if edge.derived in self.disclosure:
            text = "says it is AI-generated from other articles"
            reasons.add(k, "disclosure", 0.0, text, [self.disclosure[edge.derived]])
        if edge.pair >= 0:
            other = int(self.ends[edge.pair].sum()) - edge.derived
            reasons.add(k, "shared_text", 0.0, f"shares a text with {self._id(other)}")

    def _spans(self, kind: str, edge: Edge) -> Sequence[Span]:
        """Where a kind of evidence stands in the derived article."""
        if kind == "disclosure" and edge.derived in self.disclosure:
            return [self.disclosure[edge.derived]]
        if kind == "attribution" and edge.name is None:
            wanted = self.book.outlet[edge.source]
            given = self.book.credits.get(edge.derived, ())
            return [span for c in given if c.key == wanted for span in _standing(c.span)]
        return ()

    def _named(self, edge: Edge) -> str:
        """Which of the two credits the other's outlet, also where that did not decide."""
        for owner, other in ((edge.derived, edge.source), (edge.source, edge.derived)):
            for c in self.book.credits.get(owner, ()):
                if c.key == self.book.outlet[other]:
                    who, whose = (self._id(row) for row in (owner, other))
                    form = c.form.replace("_", " ")
                    return f"{who} credits {c.outlet} ({form}), which published {whose}"
        return self._third(edge._replace(sibling=edge.source))

    def _third(self, edge: Edge) -> str:
        """Which of two siblings credits an outlet that is neither of them."""
        given = [
            (-c.weight, self._id(row), c.outlet)
            for row in (edge.derived, edge.sibling)
            for c in self.book.credits.get(row, ())
            if c.key not in (self.book.outlet[edge.derived], self.book.outlet[edge.sibling])
        ]
        if not given:
            return _PHRASES["attribution"]
        _, owner, outlet = min(given)
        return f"{owner} credits {outlet}, which is neither of the two"

    def _word(
        self,
        reasons: Reasons,
        kind: str,
        pairs: _Pairs,
        weights: np.ndarray,
        edges: Sequence[Edge],
    ) -> None:
        """A reason of one kind for each of some edges."""
        if kind in ("attribution", "disclosure"):
            for k, weight in zip(pairs.edge.tolist(), weights.tolist(), strict=True):
                text = self._credited(edges[k]) if kind == "attribution" else _PHRASES[kind]
                reasons.add(k, kind, weight, text, self._spans(kind, edges[k]))
            return
        if kind == "time":
            texts = in_words(self.clock, pairs.derived, pairs.other, pairs.way == COMMON)
        else:
            texts = _phrases(kind, pairs)
        reasons.extend(pairs.edge, kind, weights, texts)

    def _credited(self, edge: Edge) -> str:
        """Who of a pair credits whom."""
        return self._named(edge) if edge.name is None else self._third(edge)


def _phrases(kind: str, pairs: _Pairs) -> list[str]:
    """What is said of a kind of evidence whatever the articles are."""
    if kind == "declared":
        return [_LINKING[tuple(one)] for one in pairs.declared.tolist()]
    common = (pairs.way == COMMON).tolist()
    if kind not in _SHARES:
        said = _PHRASES[kind]
        of_both = _COMMON_PHRASES.get(kind, said)
        return [of_both if one else said for one in common]
    shares = pairs.containment if kind == "containment" else pairs.facts
    return [
        _PHRASES[kind]
        if one
        else f"{mine:.0%} of its {_SHARES[kind]} are in the other, {theirs:.0%} the other way"
        for one, (mine, theirs) in zip(common, shares.tolist(), strict=True)
    ]


# Columns of a match that the evidence speaks of.
_TOLD_OF = (
    *("i", "j", "relation", "containment_ab", "containment_ba"),
    *("fact_containment_ab", "fact_containment_ba"),
)
_SHARING = pa.array([f"{one.value.replace('_', ' ')}: shares a text with" for one in RELATIONS])
_LINKING = {
    (True, True): "each links to the other as its source",
    (True, False): "this one links to the other as its source",
    (False, True): "the other links to this one as its source",
}
_COMMON_PHRASES = {
    "style": "one reads as machine-written, and names another source than the other article",
}
_SHARES = {"facts": "names and numbers", "containment": "word sequences"}
_PHRASES = {
    "facts": "which of the two has names and numbers that the other lacks",
    "containment": "two versions in much the same words seldom come from a third",
    "style": "the one reads more machine-written than the other",
    "common": "how often two versions have a common source and neither is the other's",
    "both_machine": "how the two are written: both by a machine, or one",
    "private": "what they share word by word, and what each has and the other lacks",
    "attribution": "what it credits: the other's outlet, or a third",
    "disclosure": "one of the two says that it is AI-generated",
    "residue": "one of the two carries leftovers of a machine",
}


def _kinds(pairs: _Pairs, edges: int) -> pa.Array:
    """How each of so many edges was made: a rewrite where no match tells."""
    said = [Kind.REWRITE, Kind.UPDATE, Kind.EXCERPT, Kind.COPY]
    kinds = np.zeros(edges, np.int64)
    kinds[pairs.edge] = np.select(
        [
            pairs.relation == RELATIONS.index(Relation.REWRITE),
            pairs.grown,
            pairs.relation == RELATIONS.index(Relation.EXCERPT),
        ],
        [0, 1, 2],
        3,
    )
    return pa.array(said, pa.string()).take(pa.array(kinds))


def _standing(span: tuple[int, int]) -> list[tuple[int, int]]:
    """The place of a credit, unless it stands in no text: a declared link."""
    return [span] if span[1] > span[0] else []


def _rounded(values: np.ndarray, digits: int = _DIGITS) -> np.ndarray:
    """As Python rounds: NumPy multiplies first, which may differ only near the middle of two."""
    rounded: np.ndarray = np.round(values, digits)
    off = np.abs(np.modf(values * 10.0**digits)[0])  # 0 for infinities, too
    near = np.abs(off - 0.5) < _NEAR
    rounded[near] = [round(value, digits) for value in values[near].tolist()]
    return rounded


def _logit(p: float) -> float:
    return round(math.log(p / (1 - p)), _DIGITS)
