"""The things this library speaks of, as frozen objects.

Objects live at the rim, for people; between stages the same facts travel as Arrow columns
(see :mod:`provenance.schema`). This module knows no file format and loads no numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

FURTHER = "further_source"
"""The kind of evidence that marks a source beside the first one."""

UNSEEN = "unseen:"
"""Prefix of an origin that is not in the pile; ``unseen:?`` where it has no name."""


class Relation(StrEnum):
    """What a verified match says about two articles, strongest first."""

    DUPLICATE = "duplicate"
    NEAR_DUPLICATE = "near_duplicate"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    SAME_STORY = "same_story"

    @property
    def is_copy(self) -> bool:
        """Whether the two share a text ancestry (all relations but ``same_story``)."""
        return self is not Relation.SAME_STORY


class Role(StrEnum):
    """What an article is within its family."""

    ORIGINAL = "original"
    COPY = "copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    REPORT = "report"


class Kind(StrEnum):
    """How a derived article was made from its source."""

    COPY = "copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    UPDATE = "update"


Span = tuple[int, int]
"""Characters ``[start, end)`` of an article's text."""


def _names(values: Iterable[str]) -> tuple[str, ...]:
    # attrs reads the signature of a converter, and for a builtin one parses its documentation.
    return tuple(values)


def _spans(values: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in values)


@frozen(kw_only=True)
class Article:
    """One record of the pile.

    Attributes:
        id: unique within the pile.
        text: the text as it came; never altered.
        title: headline, if known.
        source: the outlet or publisher, if known.
        published_at: timezone-aware, in UTC, or ``None``.
        published_resolution_s: how exact ``published_at`` is, in seconds (86,400 for a date).
        modified_at: when it was last changed, at the latest; in UTC, or ``None``.
        first_seen_at: a moment at which it was out already, such as that of a crawl.
        url: where it was published.
        language: BCP 47 tag as given; nothing is guessed.
        authors: names in the order given.
        extra: every other field of the record, untouched.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    published_at: datetime | None = None
    published_resolution_s: int = 1
    modified_at: datetime | None = None
    first_seen_at: datetime | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = field(default=(), converter=_names)
    extra: Mapping[str, Any] = field(factory=dict)


@frozen
class Evidence:
    """One reason, with its weight.

    Attributes:
        kind: a word for the kind of reason, such as ``"time"`` or ``"attribution"``.
        weight: log-odds (natural logarithm); positive speaks for the claim, negative against it.
        text: the reason in one sentence.
        spans: where it stands in the text of the article it is about, in characters.
    """

    kind: str
    weight: float
    text: str
    spans: tuple[Span, ...] = field(default=(), converter=_spans)


@frozen(kw_only=True)
class Outcomes:
    """The four ways two articles can relate; they sum to 1."""

    a_from_b: float
    b_from_a: float
    common: float
    independent: float


@frozen(kw_only=True)
class Match:
    """A verified pair of articles, ``a < b``.

    Attributes:
        probability: that ``relation`` holds (for ``same_story``: that both report one event).
        shingle_jaccard: Jaccard similarity of the word shingles, exact.
        containment_ab: share of a's shingles found in b; ``containment_ba`` the reverse.
        simhash_distance: differing bits of the two 64-bit SimHashes; ``None`` without tokens.
        content_similarity: IDF-weighted Jaccard similarity of the content words.
        fact_containment_ab: share of a's names and numbers found in b (``_ba`` the reverse).
        time_gap_s: b published minus a published, in seconds, or ``None``.
        outcomes: probabilities of derivation either way, a common source, independence.
        features: the inputs of the pair model, in the order of
            ``provenance.stages.overlap.FEATURES``.
    """

    a: str
    b: str
    relation: Relation
    probability: float
    shingle_jaccard: float
    containment_ab: float
    containment_ba: float
    simhash_distance: int | None
    content_similarity: float
    fact_containment_ab: float
    fact_containment_ba: float
    time_gap_s: float | None
    outcomes: Outcomes
    features: tuple[float, ...] = ()


@frozen(kw_only=True)
class Derivation:
    """A directed edge: ``derived`` probably came from ``source`` (an id or ``unseen:NAME``)."""

    derived: str
    source: str
    kind: Kind
    probability: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_further(self) -> bool:
        """Whether it is from a second source, or a third, of an article that has a closer one."""
        return any(e.kind == FURTHER for e in self.evidence)

    @property
    def is_unseen(self) -> bool:
        """Whether the source is not in the pile."""
        return self.source.startswith(UNSEEN)


@frozen(kw_only=True)
class ArticleRow:
    """What a run says of one article (a row of the ``articles`` table)."""

    id: str
    story: str
    family: str
    role: Role
    representative: str
    origin: str
    title: str | None
    source: str | None
    published_at: datetime | None
    language: str | None
    n_words: int
    n_boilerplate_words: int
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    declared_sources: tuple[str, ...] = ()
    ai_disclosed: bool = False


@frozen(kw_only=True)
class Story:
    """Families and single articles about the same event (a row of the ``stories`` table)."""

    story: str
    title: str | None
    size: int
    families: int
    independent_origins: int
    first_published_at: datetime | None
    last_published_at: datetime | None
    sources: tuple[str, ...] = ()
