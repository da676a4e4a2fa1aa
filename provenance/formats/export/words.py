"""How exports put things in words: what a node is called, what an edge says, why."""

from __future__ import annotations

from datetime import datetime

from provenance.model import UNSEEN, ArticleRow, Derivation, Evidence, Match


def title_of(article: ArticleRow) -> str:
    """The title of an article, or its id."""
    return article.title or article.id


def outlet_of(edge: Derivation) -> str | None:
    """The name of an unseen source, if it has one."""
    outlet = edge.source.removeprefix(UNSEEN)
    return None if outlet == "?" else outlet


def unseen_title(edge: Derivation, between: str = " ") -> str:
    """What an unseen source is called."""
    return f"{outlet_of(edge) or 'a source without a name'}{between}(not in the pile)"


def instant(time: datetime) -> str:
    """A time as ISO 8601 in UTC."""
    return time.isoformat().replace("+00:00", "Z")


def derived_label(edge: Derivation) -> str:
    """Kind and probability of a derivation."""
    return f"{edge.kind.value} {edge.probability:.2f}"


def match_label(match: Match) -> str:
    """Relation and probability of two articles of which neither is known to be the source."""
    relation = match.relation.value.replace("_", " ")
    return f"{relation} {match.probability:.2f}, direction undetermined"


def reason(evidence: Evidence) -> str:
    """One reason in one line: weight, kind, text, and the characters where it stands."""
    places = ", ".join(f"{start}:{end}" for start, end in evidence.spans)
    said = f"{evidence.weight:+.3f} {evidence.kind}: {evidence.text}"
    return f"{said} [{places}]" if places else said
