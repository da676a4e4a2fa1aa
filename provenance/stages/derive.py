"""From verified matches to derivations: outcomes per pair, a parent per article, reasons."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.contract import STYLE_COLUMNS
from provenance.model import UNSEEN, Derivation, Evidence, Kind, Relation
from provenance.recipe import Recipe
from provenance.stages import direction, origins
from provenance.stages.columns import csr, single
from provenance.stages.credits import Ledger, ledger, named_unseen, pair_credits
from provenance.stages.direction import AB, BA, COMMON
from provenance.stages.origins import Edge
from provenance.stages.style import MOST, machine_logit
from provenance.stages.tables import seconds_of
from provenance.stages.verify import RELATIONS, is_copy, is_reworded

_UPDATE_GROWTH = 1.1  # a copy that is longer than its source by this factor is an update


class Derived(NamedTuple):
    """Outcomes float64[m, 4] of the matches, the chosen edge of each row, and what was refused."""

    outcomes: np.ndarray
    edges: dict[int, Edge]
    derivations: list[Derivation]
    refused_cycles: int


def derive(features: pa.Table, matches: pa.Table, recipe: Recipe) -> Derived:
    """Weigh the evidence of every match and choose the derivations.

    Args:
        features: rows of :mod:`provenance.stages.fingerprint`, sorted by id.
        matches: rows of :data:`provenance.stages.verify.SCHEMA` over those rows.
        recipe: the thresholds.
    """
    pairs = np.stack([matches.column("i").to_numpy(), matches.column("j").to_numpy()], 1)
    book = ledger(features)
    known = witness(features)
    parts = direction.evidence(pairs, known, _pair_facts(features, matches, pairs, book))
    result = direction.outcomes(parts, matches.column("p_copy").to_numpy())
    copies = np.flatnonzero(is_copy(matches.column("relation").to_numpy()))
    floor = recipe.thresholds.derivation
    clock = origins.Clock(known.seconds, known.resolution)
    edges, refused = origins.parents_in_pile(pairs[copies], result[copies], floor, clock)
    common = origins.siblings(pairs[copies], result[copies], edges, floor)
    edges |= origins.unseen_sources(common, named_unseen(book), edges, floor)
    edges = {
        row: e._replace(pair=int(copies[e.pair]) if e.pair >= 0 else -1)
        for row, e in sorted(edges.items())
    }
    teller = Teller(features, matches, parts, book)
    told = [teller.derivation(edge) for edge in edges.values()]
    return Derived(result, edges, told, refused)


def witness(features: pa.Table) -> direction.Witness:
    """What each article says of itself: clock, style, disclosure."""
    offsets, counts = csr(features.column("style"))
    resolution = single(features, "published_resolution_s").fill_null(1).to_numpy()
    disclosed = np.asarray(single(features, "ai_disclosure").is_valid())
    machine = machine_logit(
        counts.reshape(len(offsets) - 1, len(STYLE_COLUMNS)),
        np.diff(csr(features.column("content"))[0]),
    )
    return direction.Witness(
        seconds_of(features),
        resolution.astype(np.float64),
        np.where(disclosed, MOST, machine),
        disclosed,
        np.asarray(single(features, "residue")),
    )


def _pair_facts(
    features: pa.Table, matches: pa.Table, pairs: np.ndarray, book: Ledger
) -> direction.PairFacts:
    other, elsewhere = pair_credits(pairs, book)
    words = np.maximum(single(features, "n_words").to_numpy(), 1).astype(np.float64)
    return direction.PairFacts(
        containment_ab=matches.column("containment_ab").to_numpy(),
        containment_ba=matches.column("containment_ba").to_numpy(),
        fact_ab=matches.column("fact_containment_ab").to_numpy(),
        fact_ba=matches.column("fact_containment_ba").to_numpy(),
        words=words[pairs],
        credit_ab=other[:, 0],
        credit_ba=other[:, 1],
        elsewhere=elsewhere,
        reworded=is_reworded(matches.column("relation").to_numpy()),
    )


class Teller:
    """Puts the evidence of an edge into words.

    Args:
        features, matches: the tables of :func:`derive`.
        parts: evidence per kind, float64[m, 3].
        book: who credits whom.
    """

    def __init__(
        self, features: pa.Table, matches: pa.Table, parts: dict[str, np.ndarray], book: Ledger
    ) -> None:
        self.ids = single(features, "id")
        self.features = features
        self.matches = matches
        self.parts = parts
        self.book = book

    def derivation(self, edge: Edge) -> Derivation:
        """The derivation of one edge, strongest evidence first."""
        said = self._credits(edge)
        kind = Kind.REWRITE
        if edge.pair >= 0:
            kind = self._kind(edge)
            said += self._pair_evidence(edge)
        disclosure = self.features.column("ai_disclosure")[edge.derived].as_py()
        if disclosure and edge.name is not None:
            said.append(
                Evidence("disclosure", 1.0, "says it is AI-generated from other articles",
                         [disclosure])
            )  # fmt: skip
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
        relation = RELATIONS[self.matches.column("relation")[edge.pair].as_py()]
        if relation is Relation.REWRITE:
            return Kind.REWRITE
        if edge.name is None:
            words = self.features.column("n_words")
            if words[edge.derived].as_py() > _UPDATE_GROWTH * words[edge.source].as_py():
                return Kind.UPDATE
        return Kind.EXCERPT if relation is Relation.EXCERPT else Kind.COPY

    def _credits(self, edge: Edge) -> list[Evidence]:
        """Credits of the derived article (or of its sibling) that name the source."""
        wanted = None
        if edge.name is None:
            wanted = self.book.outlet[edge.source] or None
        out = []
        for row in (edge.derived, edge.sibling):
            for c in self.book.credits.get(row, ()):
                if c.key == wanted or edge.name == f"{UNSEEN}{c.outlet}":
                    whose = "" if row == edge.derived else f"{self.ids[row].as_py()} "
                    spans = [c.span] if row == edge.derived else []
                    out.append(
                        Evidence("attribution", round(c.weight, 3),
                                 f"{whose}credits {c.outlet} ({c.form.replace('_', ' ')})", spans)
                    )  # fmt: skip
        return out

    def _pair_evidence(self, edge: Edge) -> list[Evidence]:
        m = edge.pair
        way = COMMON
        if edge.name is None:
            way = AB if self.matches.column("i")[m].as_py() == edge.derived else BA
        p = self.matches.column("p_copy")[m].as_py()
        partner = edge.sibling if edge.name is not None else edge.source
        other = self.ids[partner].as_py()
        relation = RELATIONS[self.matches.column("relation")[m].as_py()].value
        out = [
            Evidence("shared_text", round(math.log(p / (1 - p)), 3),
                     f"{relation.replace('_', ' ')}: shares a text with {other}")
        ]  # fmt: skip
        for kind, table in self.parts.items():
            others = [table[m, k] for k in range(3) if k != way]
            weight = round(float(table[m, way] - max(others)), 3)
            if abs(weight) >= 0.05 and not (kind == "attribution" and edge.name is None):
                out.append(Evidence(kind, weight, self._words(kind, edge, way)))
        return out

    def _words(self, kind: str, edge: Edge, way: int) -> str:
        m = edge.pair
        if kind == "time":
            gap = abs(seconds_gap(self.features, self.matches, m))
            return f"published {gap / 3600:.1f} hours apart, in the order that fits"
        if kind in ("facts", "containment"):
            what = "names and numbers" if kind == "facts" else "word sequences"
            prefix = "fact_containment" if kind == "facts" else "containment"
            ab, ba = (self.matches.column(f"{prefix}_{s}")[m].as_py() for s in ("ab", "ba"))
            mine, theirs = (ba, ab) if way == BA else (ab, ba)
            return f"{mine:.0%} of its {what} are in the other, {theirs:.0%} the other way"
        return (_COMMON_PHRASES if way == COMMON else {}).get(kind) or _PHRASES[kind]


_COMMON_PHRASES = {
    "style": "one reads as machine-written, and names another source than the other article",
    "common": "how seldom a machine-written and a human text have a common source",
}
_PHRASES = {
    "style": "one reads as machine-written, the other does not",
    "length": "a rewrite is seldom longer than its source",
    "common": "how often two versions have a common source and neither is the other's",
    "both_machine": "how machine-written the less machine-like of the two reads",
    "private": "names and numbers that each has and the other lacks",
    "attribution": "an outlet is credited that is neither of the two",
    "disclosure": "one of the two says that it is AI-generated",
    "residue": "one of the two carries leftovers of a machine",
}


def seconds_gap(features: pa.Table, matches: pa.Table, m: int) -> float:
    """Seconds between the publications of a match's articles (b minus a); NaN where unknown."""
    times = [
        features.column("published_at")[matches.column(c)[m].as_py()].as_py() for c in ("i", "j")
    ]
    if None in times:
        return math.nan
    return float((times[1] - times[0]).total_seconds())
