"""What the derivations say: each edge with its reasons in words, strongest first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from provenance.model import FURTHER, UNSEEN, Kind, Relation, Span
from provenance.schema import DERIVATIONS, EVIDENCE
from provenance.stages import origins
from provenance.stages.clock import Clock, in_words
from provenance.stages.columns import ends, single
from provenance.stages.credits import Ledger
from provenance.stages.direction import AB, BA, COMMON, INDEPENDENT
from provenance.stages.origins import Edge
from provenance.stages.verify import RELATIONS

_UPDATE_GROWTH = 1.1  # a copy that is longer than its source by this factor is an update


class _Reason(NamedTuple):
    """One piece of evidence, as in :data:`provenance.schema.EVIDENCE`."""

    kind: str
    weight: float
    text: str
    spans: Sequence[Span] = ()


class _Told(NamedTuple):
    """One row of :data:`provenance.schema.DERIVATIONS`."""

    derived: str
    source: str
    kind: Kind
    probability: float
    evidence: list[_Reason]


class _Pair(NamedTuple):
    """The match of an edge in plain numbers, for one look at each: NumPy is slow with single ones.

    ``other``: the row beside the derived one; ``way``: which explanation the edge is, ``ahead`` its
    log-odds against the likeliest other one by each kind of evidence; ``shared``, ``common``: how
    probable a shared text is, and a common source; ``grown``: whether the derived article is longer
    by much. Of the derived article and of the other: ``declared``, whether it links to the other as
    its source, and what share of its ``containment`` (word sequences) and ``facts`` that one has.
    """

    relation: Relation
    other: int
    way: int
    ahead: Sequence[tuple[str, float]]
    shared: float
    common: float
    grown: bool
    declared: Sequence[bool]
    containment: Sequence[float]
    facts: Sequence[float]


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
        self.ids: list[str] = single(features, "id").to_pylist()
        self.words = single(features, "n_words").to_numpy()
        said = single(features, "ai_disclosure")
        rows = np.flatnonzero(np.asarray(said.is_valid())).tolist()
        self.disclosure = dict(zip(rows, said.drop_null().to_pylist(), strict=True))
        self.matches = matches
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
        pairs = self._pairs([edge for edge in edges if edge.pair >= 0])
        told = [self._told(edge, next(pairs) if edge.pair >= 0 else None) for edge in edges]
        reasons = _columns([reason for one in told for reason in one.evidence], [*EVIDENCE])
        offsets = ends(np.array([len(one.evidence) for one in told], np.int64))
        evidence = pa.ListArray.from_arrays(
            pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(reasons, fields=[*EVIDENCE])
        )
        columns = [*_columns([one[:-1] for one in told], [*DERIVATIONS][:-1]), evidence]
        table = pa.Table.from_arrays(columns, schema=DERIVATIONS)
        return table.sort_by([("derived", "ascending"), ("source", "ascending")])

    def _pairs(self, edges: Sequence[Edge]) -> Iterator[_Pair]:
        """The matches of edges that have one."""
        derived = np.array([edge.derived for edge in edges], np.int64)
        source = np.array([edge.source for edge in edges], np.int64)
        rows = np.array([edge.pair for edge in edges], np.int64)
        unseen = np.array([edge.name is not None for edge in edges], bool)
        told = {name: self.matches.column(name).to_numpy()[rows] for name in _TOLD_OF}
        first = told["i"] == derived
        way = np.where(unseen, COMMON, np.where(first, AB, BA))
        outcomes = self.outcomes[rows]

        def of_derived(one: np.ndarray, other: np.ndarray) -> list[Any]:
            """Of the derived and the other, given of the first of the pair and the second."""
            out: list[Any] = np.where(first, (one, other), (other, one)).T.tolist()
            return out

        columns = (
            [RELATIONS[code] for code in told["relation"].tolist()],
            np.where(first, told["j"], told["i"]).tolist(),
            way.tolist(),
            self._ahead(rows, way),
            (1 - outcomes[:, INDEPENDENT]).tolist(),
            outcomes[:, COMMON].tolist(),
            (~unseen & (self.words[derived] > _UPDATE_GROWTH * self.words[source])).tolist(),
            of_derived(*self.declared[rows].T),
            of_derived(told["containment_ab"], told["containment_ba"]),
            of_derived(told["fact_containment_ab"], told["fact_containment_ba"]),
        )
        return map(_Pair._make, zip(*columns, strict=True))

    def _ahead(self, rows: np.ndarray, way: np.ndarray) -> list[list[tuple[str, float]]]:
        """By how much each kind of evidence speaks for this way, and not for its likeliest rival.

        Args:
            rows: int64[k] of the matches; ``way`` int64[k].
        """
        each, parts = np.arange(len(rows)), [part[rows] for part in self.parts.values()]
        total = np.sum(parts, axis=0)
        total[each, way] = -np.inf
        rival = total.argmax(axis=1)
        ahead = np.stack([part[each, way] - part[each, rival] for part in parts], axis=1)
        out: list[list[tuple[str, float]]] = [[] for _ in rows]
        kinds, (edge, column) = list(self.parts), np.nonzero(ahead)  # most say nothing
        said = (edge.tolist(), column.tolist(), ahead[edge, column].tolist())
        for k, c, weight in zip(*said, strict=True):
            out[k].append((kinds[c], weight))
        return out

    def _told(self, edge: Edge, pair: _Pair | None) -> _Told:
        if pair is None or (edge.name is not None and edge.sibling < 0):
            said = self._credit(edge, edge.derived, edge.probability) + self._beside(edge, pair)
        elif edge.passed:
            said = self._passed(edge, pair)
        else:
            said = self._pair_evidence(edge, pair)
            if edge.name not in (None, origins.UNNAMED):
                said += self._credit(edge, edge.sibling, edge.probability / pair.common)
        if edge.adds:
            text = f"holds {edge.adds:.0%} of this one's word sequences that its other sources lack"
            said.append(_Reason(FURTHER, 0.0, text))
        said.sort(key=lambda e: (-abs(e.weight), e.kind, e.text))
        return _Told(
            derived=self.ids[edge.derived],
            source=edge.name if edge.name is not None else self.ids[edge.source],
            kind=_kind(pair),
            probability=round(edge.probability, 6),
            evidence=said,
        )

    def _credit(self, edge: Edge, owner: int, probability: float) -> list[_Reason]:
        """The credit of an unseen source, in the derived article or in its sibling."""
        return [
            _Reason(
                "attribution",
                _logit(probability),
                f"{'' if owner == edge.derived else self.ids[owner] + ' '}"
                f"credits {c.outlet} ({c.form.replace('_', ' ')})",
                _standing(c.span) if owner == edge.derived else (),
            )
            for c in self.book.credits.get(owner, ())
            if edge.name == f"{UNSEEN}{c.outlet}"
        ]

    def _beside(self, edge: Edge, pair: _Pair | None) -> list[_Reason]:
        """Facts worth knowing that did not enter the probability of a credited source."""
        out = []
        if edge.derived in self.disclosure:
            text = "says it is AI-generated from other articles"
            out.append(_Reason("disclosure", 0.0, text, [self.disclosure[edge.derived]]))
        if pair is not None:
            out.append(_Reason("shared_text", 0.0, f"shares a text with {self.ids[pair.other]}"))
        return out

    def _passed(self, edge: Edge, pair: _Pair) -> list[_Reason]:
        """Why the source is the unseen one that the sibling names, and not the sibling."""
        said = self._credit(edge, edge.sibling, edge.probability / edge.passed)
        text = f"has not the credits of {self.ids[edge.sibling]}, and does not credit that one"
        said.append(_Reason("attribution", _logit(edge.passed), text))
        return [*said, self._shared(pair)]

    def _shared(self, pair: _Pair) -> _Reason:
        """That the pair of an edge shares a text."""
        text = f"{_SHARING[pair.relation]} {self.ids[pair.other]}"
        return _Reason("shared_text", _logit(pair.shared), text)

    def _pair_evidence(self, edge: Edge, pair: _Pair) -> list[_Reason]:
        out = [self._shared(pair)]
        for kind, ahead in pair.ahead:
            weight = round(ahead, 3)
            if weight:
                text = self._words(kind, edge, pair)
                out.append(_Reason(kind, weight, text, self._spans(kind, edge)))
        if True in pair.declared and "declared" not in {e.kind for e in out}:
            out.append(_Reason("declared", 0.0, self._words("declared", edge, pair)))
        return out

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
                    who, whose = (self.ids[row] for row in (owner, other))
                    form = c.form.replace("_", " ")
                    return f"{who} credits {c.outlet} ({form}), which published {whose}"
        return self._third(edge._replace(sibling=edge.source))

    def _third(self, edge: Edge) -> str:
        """Which of two siblings credits an outlet that is neither of them."""
        given = [
            (-c.weight, self.ids[row], c.outlet)
            for row in (edge.derived, edge.sibling)
            for c in self.book.credits.get(row, ())
            if c.key not in (self.book.outlet[edge.derived], self.book.outlet[edge.sibling])
        ]
        if not given:
            return _PHRASES["attribution"]
        _, owner, outlet = min(given)
        return f"{owner} credits {outlet}, which is neither of the two"

    def _words(self, kind: str, edge: Edge, pair: _Pair) -> str:
        common = pair.way == COMMON
        if kind == "time":
            return in_words(self.clock, edge.derived, pair.other, common)
        if kind == "declared":
            if all(pair.declared):
                return "each links to the other as its source"
            who = ("this one", "the other") if pair.declared[0] else ("the other", "this one")
            return "{} links to {} as its source".format(*who)
        if kind == "attribution":
            return self._third(edge) if common else self._named(edge)
        if kind in _SHARES and not common:
            mine, theirs = pair.containment if kind == "containment" else pair.facts
            return f"{mine:.0%} of its {_SHARES[kind]} are in the other, {theirs:.0%} the other way"
        return (_COMMON_PHRASES if common else {}).get(kind) or _PHRASES[kind]


# Columns of a match that the evidence speaks of.
_TOLD_OF = (
    *("i", "j", "relation", "containment_ab", "containment_ba"),
    *("fact_containment_ab", "fact_containment_ba"),
)
_SHARING = {one: f"{one.value.replace('_', ' ')}: shares a text with" for one in Relation}
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


def _columns(rows: Sequence[tuple[Any, ...]], fields: Sequence[pa.Field]) -> list[pa.Array]:
    """Rows as Arrow columns."""
    columns = zip(*rows, strict=True) if rows else [()] * len(fields)
    return [pa.array(column, f.type) for column, f in zip(columns, fields, strict=True)]


def _kind(pair: _Pair | None) -> Kind:
    if pair is None or pair.relation is Relation.REWRITE:
        return Kind.REWRITE
    if pair.grown:
        return Kind.UPDATE
    return Kind.EXCERPT if pair.relation is Relation.EXCERPT else Kind.COPY


def _standing(span: tuple[int, int]) -> list[tuple[int, int]]:
    """The place of a credit, unless it stands in no text: a declared link."""
    return [span] if span[1] > span[0] else []


def _logit(p: float) -> float:
    return round(math.log(p / (1 - p)), 3)
