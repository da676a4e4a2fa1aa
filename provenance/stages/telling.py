"""What the derivations say: each edge with its reasons in words, strongest first."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa

from provenance.model import FURTHER, UNSEEN, Derivation, Evidence, Kind, Relation
from provenance.stages import origins
from provenance.stages.clock import Clock, in_words
from provenance.stages.columns import single
from provenance.stages.credits import Ledger
from provenance.stages.direction import AB, BA, COMMON, INDEPENDENT
from provenance.stages.origins import Edge
from provenance.stages.verify import RELATIONS

_UPDATE_GROWTH = 1.1  # a copy that is longer than its source by this factor is an update


class Teller:
    """Puts the evidence of an edge into words.

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
        self.ids = single(features, "id")
        self.words = single(features, "n_words").to_numpy()
        self.disclosure = features.column("ai_disclosure")
        self.matches = {name: matches.column(name).to_numpy() for name in _TOLD_OF}
        self.parts = parts
        self.total = np.sum(list(parts.values()), axis=0)
        self.outcomes = outcomes
        self.book = book
        self.clock = clock
        self.declared = declared

    def derivation(self, edge: Edge) -> Derivation:
        """The derivation of one edge, strongest evidence first.

        ``shared_text`` is the log-odds of a shared text. The other weights of a pair add up to the
        log-odds of this explanation of it against the likeliest other one. A credit's weight is
        the log-odds that it names the source. What did not enter the number has weight 0.
        """
        kind = self._kind(edge) if edge.pair >= 0 else Kind.REWRITE
        if edge.name is not None and edge.sibling < 0:
            said = self._credit(edge, edge.derived, edge.probability) + self._beside(edge)
        elif edge.passed:
            said = self._passed(edge)
        else:
            said = self._pair_evidence(edge)
            if edge.name not in (None, origins.UNNAMED):
                common = self.outcomes[edge.pair, COMMON]
                said += self._credit(edge, edge.sibling, edge.probability / common)
        if edge.adds:
            text = f"holds {edge.adds:.0%} of this one's word sequences that its other sources lack"
            said.append(Evidence(FURTHER, 0.0, text))
        said.sort(key=lambda e: (-abs(e.weight), e.kind, e.text))
        source = edge.name if edge.name is not None else self.ids[edge.source].as_py()
        return Derivation(
            derived=self.ids[edge.derived].as_py(),
            source=source,
            kind=kind,
            probability=round(edge.probability, 6),
            evidence=tuple(said),
        )

    def _kind(self, edge: Edge) -> Kind:
        relation = RELATIONS[self.matches["relation"][edge.pair]]
        if relation is Relation.REWRITE:
            return Kind.REWRITE
        grown = self.words[edge.derived] > _UPDATE_GROWTH * self.words[edge.source]
        if edge.name is None and grown:
            return Kind.UPDATE
        return Kind.EXCERPT if relation is Relation.EXCERPT else Kind.COPY

    def _credit(self, edge: Edge, owner: int, probability: float) -> list[Evidence]:
        """The credit of an unseen source, in the derived article or in its sibling."""
        return [
            Evidence(
                "attribution",
                _logit(probability),
                f"{'' if owner == edge.derived else self.ids[owner].as_py() + ' '}"
                f"credits {c.outlet} ({c.form.replace('_', ' ')})",
                _standing(c.span) if owner == edge.derived else [],
            )
            for c in self.book.credits.get(owner, ())
            if edge.name == f"{UNSEEN}{c.outlet}"
        ]

    def _beside(self, edge: Edge) -> list[Evidence]:
        """Facts worth knowing that did not enter the probability of a credited source."""
        out = []
        disclosure = self.disclosure[edge.derived].as_py()
        if disclosure:
            text = "says it is AI-generated from other articles"
            out.append(Evidence("disclosure", 0.0, text, [disclosure]))
        if edge.pair >= 0:
            side = "j" if self._is_first(edge) else "i"
            other = self.ids[self.matches[side][edge.pair]].as_py()
            out.append(Evidence("shared_text", 0.0, f"shares a text with {other}"))
        return out

    def _passed(self, edge: Edge) -> list[Evidence]:
        """Why the source is the unseen one that the sibling names, and not the sibling."""
        said = self._credit(edge, edge.sibling, edge.probability / edge.passed)
        text = (
            f"has not the credits of {self.ids[edge.sibling].as_py()}, and does not credit that one"
        )
        said.append(Evidence("attribution", _logit(edge.passed), text))
        return said + self._shared(edge)

    def _shared(self, edge: Edge) -> list[Evidence]:
        """That the pair of an edge shares a text."""
        m = edge.pair
        other = self.ids[edge.sibling if edge.name is not None else edge.source].as_py()
        relation = RELATIONS[self.matches["relation"][m]].value
        text = f"{relation.replace('_', ' ')}: shares a text with {other}"
        return [Evidence("shared_text", _logit(1 - float(self.outcomes[m, INDEPENDENT])), text)]

    def _pair_evidence(self, edge: Edge) -> list[Evidence]:
        m = edge.pair
        way = COMMON
        if edge.name is None:
            way = AB if self._is_first(edge) else BA
        total = self.total[m]
        rival = max((k for k in range(3) if k != way), key=lambda k: total[k])
        out = self._shared(edge)
        for kind, table in self.parts.items():
            weight = round(float(table[m, way] - table[m, rival]), 3)
            if weight:
                out.append(
                    Evidence(kind, weight, self._words(kind, edge, way), self._spans(kind, edge))
                )
        if self.declared[m].any() and "declared" not in {e.kind for e in out}:
            out.append(Evidence("declared", 0.0, self._words("declared", edge, way)))
        return out

    def _is_first(self, edge: Edge) -> bool:
        """Whether the derived article is the first of its pair."""
        return bool(self.matches["i"][edge.pair] == edge.derived)

    def _spans(self, kind: str, edge: Edge) -> list[tuple[int, int]]:
        """Where a kind of evidence stands in the derived article."""
        if kind == "disclosure":
            disclosure = self.disclosure[edge.derived].as_py()
            return [disclosure] if disclosure else []
        if kind == "attribution" and edge.name is None:
            wanted = self.book.outlet[edge.source]
            given = self.book.credits.get(edge.derived, ())
            return [span for c in given if c.key == wanted for span in _standing(c.span)]
        return []

    def _named(self, edge: Edge) -> str:
        """Which of the two credits the other's outlet, also where that did not decide."""
        for owner, other in ((edge.derived, edge.source), (edge.source, edge.derived)):
            for c in self.book.credits.get(owner, ()):
                if c.key == self.book.outlet[other]:
                    who, whose = (self.ids[row].as_py() for row in (owner, other))
                    form = c.form.replace("_", " ")
                    return f"{who} credits {c.outlet} ({form}), which published {whose}"
        return self._third(edge._replace(sibling=edge.source))

    def _third(self, edge: Edge) -> str:
        """Which of two siblings credits an outlet that is neither of them."""
        given = [
            (-c.weight, self.ids[row].as_py(), c.outlet)
            for row in (edge.derived, edge.sibling)
            for c in self.book.credits.get(row, ())
            if c.key not in (self.book.outlet[edge.derived], self.book.outlet[edge.sibling])
        ]
        if not given:
            return _PHRASES["attribution"]
        _, owner, outlet = min(given)
        return f"{owner} credits {outlet}, which is neither of the two"

    def _words(self, kind: str, edge: Edge, way: int) -> str:
        m = edge.pair
        if kind == "time":
            common = way == COMMON
            other = edge.sibling if common else edge.source
            return in_words(self.clock, edge.derived, other, common)
        if kind == "declared":
            if self.declared[m].all():
                return "each links to the other as its source"
            mine = self.declared[m, AB if self._is_first(edge) else BA]
            who = ("this one", "the other") if mine else ("the other", "this one")
            return "{} links to {} as its source".format(*who)
        if kind == "attribution":
            return self._third(edge) if way == COMMON else self._named(edge)
        if kind in _SHARES and way != COMMON:
            prefix, what = _SHARES[kind]
            ab, ba = (self.matches[f"{prefix}_{s}"][m] for s in ("ab", "ba"))
            mine, theirs = (ba, ab) if way == BA else (ab, ba)
            return f"{mine:.0%} of its {what} are in the other, {theirs:.0%} the other way"
        return (_COMMON_PHRASES if way == COMMON else {}).get(kind) or _PHRASES[kind]


# Columns of a match that the evidence speaks of.
_TOLD_OF = (
    *("i", "j", "relation", "containment_ab", "containment_ba"),
    *("fact_containment_ab", "fact_containment_ba"),
)
_COMMON_PHRASES = {
    "style": "one reads as machine-written, and names another source than the other article",
}
_SHARES = {
    "facts": ("fact_containment", "names and numbers"),
    "containment": ("containment", "word sequences"),
}
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


def _standing(span: tuple[int, int]) -> list[tuple[int, int]]:
    """The place of a credit, unless it stands in no text: a declared link."""
    return [span] if span[1] > span[0] else []


def _logit(p: float) -> float:
    return round(math.log(p / (1 - p)), 3)
