"""A finished run made by hand: every kind of edge, and ids that no format likes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import attrs
import pyarrow as pa

from provenance.model import Derivation, Evidence, Kind
from provenance.result import Result
from provenance.schema import TABLES

MANIFEST = {
    "manifest": 1,
    "recipe": {"thresholds": {"copy": 0.5}},
    "recipe_digest": "00ff",
    "only": None,
    "schemes": ["scheme@1"],
    "engine": "local",
    "versions": {"news-provenance": "0.1.0", "python": "3.11.0"},
    "counts": {"articles": 11},
    "seconds": {"read": 1.5},
    "peak_memory_mb": 7,
    "inputs": [{"path": "/far/in", "files": [{"path": "/far/in/a", "sha256": "ab"}]}],
    "reading": {},
}
QUOTED = 'say "hi" & <b>\\N\n  \\'
CONTROL = "bell\x07 nul\x00 cr\r del\x7f \ufffe"
COLON = "a:b c/d?e=f#g%20"
EMOJI = "新闻 🎉 \u202eرأي"
RESERVED = "unseen:?"
ESCAPE = "_x0041_ _x0041:"
DOT = "ends with a dot."
URL = "https://courier.example/2026/ferry?a=1&b=2"
ODD = (QUOTED, CONTROL, COLON, EMOJI, RESERVED, ESCAPE, DOT, URL)
NOON = datetime(2026, 1, 10, 12, 30, tzinfo=UTC)


def article(name: str, story: str, family: str, **values: Any) -> dict[str, Any]:
    """A row of ``articles``."""
    given = dict.fromkeys(TABLES["articles"][0].names) | {"n_words": 100, "n_boilerplate_words": 0}
    given |= {"id": name, "story": story, "family": family, "role": "report", "ai_disclosed": False}
    return given | {"representative": name, "origin": name} | values


def match(a: str, b: str, relation: str, probability: float) -> dict[str, Any]:
    """A row of ``matches``; what no export reads is nought."""
    zero = dict.fromkeys(TABLES["matches"][0].names, 0.0) | {"features": [], "simhash_distance": 0}
    first, second = sorted((a, b))
    return zero | {"a": first, "b": second, "relation": relation, "probability": probability}


def derivation(derived: str, source: str, kind: Kind, probability: float) -> dict[str, Any]:
    """A row of ``derivations`` with two reasons."""
    reasons = (
        Evidence("time", 1.25, f"published after {source}"),
        Evidence("attribution", -0.5, "credits \x0b it", ((3, 9), (20, 31))),
    )
    made = Derivation(
        derived=derived, source=source, kind=kind, probability=probability, evidence=reasons
    )
    return attrs.asdict(made)


def result(
    articles: Iterable[dict[str, Any]],
    matches: Iterable[dict[str, Any]] = (),
    derivations: Iterable[dict[str, Any]] = (),
) -> Result:
    """A run of these rows; each story is called after its id."""
    listed = list(articles)
    stories = [
        {
            "story": name,
            "title": f"story {name}",
            "size": sum(a["story"] == name for a in listed),
            "families": 1,
            "independent_origins": 1,
            "sources": [],
        }
        for name in sorted({a["story"] for a in listed})
    ]
    given = {"articles": listed, "matches": matches, "derivations": derivations, "stories": stories}
    tables = {
        name: pa.Table.from_pylist(list(given[name]), schema=made).sort_by(
            [(column, "ascending") for column in order]
        )
        for name, (made, order) in TABLES.items()
    }
    return Result(tables, MANIFEST, lambda _: {})


def run() -> Result:
    """Two stories of several families, and an article alone."""
    titled = {"title": "Ferry <closed> & \x01 gone", "source": 'The "Post"', "published_at": NOON}
    people = {"authors": ["Ann Lee", "Bo Ek"], "editors": ["Cy"], "language": "en-GB"}
    return result(
        [
            article(QUOTED, "s-1", "f-1", **titled, **people),
            article(CONTROL, "s-1", "f-1", declared_sources=["AP", "dpa"], ai_disclosed=True),
            article(COLON, "s-1", "f-1", source="Kurier: heute"),
            article(EMOJI, "s-1", "f-1"),
            article(RESERVED, "s-1", "f-2"),
            article(ESCAPE, "s-1", "f-3"),
            article(DOT, "s-2", "f-4"),
            article(URL, "s-2", "f-4"),
            article("near-1", "s-2", "f-5"),
            article("near-2", "s-2", "f-5"),
            article("alone", "s-3", "f-6", source="Wire"),
        ],
        [
            match(QUOTED, CONTROL, "near_duplicate", 0.99),
            match(DOT, URL, "duplicate", 1.0),
            match("near-1", "near-2", "rewrite", 0.75),
            match("near-1", URL, "same_story", 0.9),
        ],
        [
            derivation(CONTROL, QUOTED, Kind.COPY, 0.9),
            derivation(COLON, CONTROL, Kind.EXCERPT, 0.8),
            derivation(EMOJI, CONTROL, Kind.UPDATE, 0.7),
            derivation(QUOTED, "unseen:Reuters: \x02wire", Kind.REWRITE, 0.6),
            derivation(ESCAPE, "unseen:Reuters: \x02wire", Kind.EXCERPT, 0.6),
            derivation(DOT, "unseen:?", Kind.COPY, 0.55),
            derivation(URL, "unseen:?", Kind.COPY, 0.55),
        ],
    )


def exported(made: Result, to: str, **part: str) -> bytes:
    """The bytes of one format."""
    stream = io.BytesIO()
    made.export(to, stream, **part)
    return stream.getvalue()


def decoded(escaped: str) -> str:
    """What was escaped as ``_xHHHH_``, read from left to right as the standards say."""
    import re

    return re.sub("_x([0-9A-F]{8}|[0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), escaped)


def ids_of(names: Sequence[str]) -> list[str]:
    """The ids behind names of articles; other names are left out."""
    return sorted(decoded(n.removeprefix("article.")) for n in names if n.startswith("article."))
