"""What is known of every article of a pile, seen or not, and the files that hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import asdict, field, frozen

PILE, TRUTH, REMOVED = "pile.jsonl", "truth.jsonl", "removed.jsonl"


def _strings(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Node:
    """One article of a cascade; a row of ``truth.jsonl``.

    Attributes:
        id: as in the pile; tells nothing.
        story, cascade: the event, and the text ancestry.
        shape: of the cascade.
        parent: the id that it was made from; ``None`` for an original.
        removed: it is not in the pile.
        outlet: who published it.
        published_at: the true time, ISO 8601.
        clock: what the pile says of it: ``honest``, ``missing``, ``coarse`` or ``forged``.
        habit, operations: what was done to the parent.
        sentences: ids of the sentences that it says again.
        names: outlets of its ancestors that stand in its text.
    """

    id: str
    story: str
    cascade: str
    shape: str
    parent: str | None
    removed: bool
    outlet: str
    published_at: str
    clock: str
    habit: str
    operations: tuple[str, ...] = field(default=(), converter=_strings)
    sentences: tuple[str, ...] = field(default=(), converter=_strings)
    names: tuple[str, ...] = field(default=(), converter=_strings)


class Truth:
    """The trees of a pile, with questions about them."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes: dict[str, Node] = {node.id: node for node in nodes}

    @cached_property
    def seen(self) -> list[str]:
        """The ids of the pile, sorted."""
        return sorted(one for one, node in self.nodes.items() if not node.removed)

    @cached_property
    def cascades(self) -> dict[str, list[str]]:
        """The articles of each cascade that are in the pile; none where all are gone."""
        out: dict[str, list[str]] = {}
        for one in self.seen:
            out.setdefault(self.nodes[one].cascade, []).append(one)
        return out

    @cached_property
    def stories(self) -> dict[str, list[str]]:
        """The articles of each story that are in the pile."""
        out: dict[str, list[str]] = {}
        for one in self.seen:
            out.setdefault(self.nodes[one].story, []).append(one)
        return out

    def above(self, one: str) -> list[str]:
        """All ancestors, nearest first, seen or not."""
        out = []
        at = self.nodes[one].parent
        while at is not None:
            out.append(at)
            at = self.nodes[at].parent
        return out

    def nearest(self, one: str) -> str | None:
        """The nearest ancestor that is in the pile."""
        return next((a for a in self.above(one) if not self.nodes[a].removed), None)

    def original(self, cascade: str) -> str:
        """The article that a cascade began with, seen or not."""
        any_of = self.cascades[cascade][0]
        return (self.above(any_of) or [any_of])[-1]

    def unseen(self, one: str) -> bool:
        """Whether an article derives from something, and from nothing that is in the pile."""
        return self.nodes[one].parent is not None and self.nearest(one) is None

    def traceable(self, one: str) -> bool:
        """Whether anything in the pile betrays an unseen source of this article.

        Either the text names the outlet of an ancestor, or another article of the cascade, not
        made from this one, says a sentence of a common ancestor again.
        """
        node = self.nodes[one]
        if node.names:
            return True
        mine = {s for s in node.sentences if s.split(":")[0] in set(self.above(one))}
        return any(
            mine & set(self.nodes[other].sentences)
            for other in self.cascades[node.cascade]
            if other != one and one not in self.above(other)
        )


def write(
    folder: Path,
    articles: Iterable[Mapping[str, Any]],
    nodes: Iterable[Node],
    removed: Mapping[str, str],
) -> None:
    """Write ``pile.jsonl``, ``truth.jsonl`` and ``removed.jsonl``, each sorted by id."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[Any]] = {
        PILE: sorted(articles, key=lambda a: a["id"]),
        TRUTH: sorted((asdict(n) for n in nodes), key=lambda n: n["id"]),
        REMOVED: [{"id": one, "text": text} for one, text in sorted(removed.items())],
    }
    for name, rows in tables.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> tuple[Truth, dict[str, str]]:
    """The truth of a folder, and all texts by id, of what is not in the pile too."""
    nodes = [Node(**row) for row in _rows(folder / TRUTH)]
    texts = [*_rows(folder / PILE), *_rows(folder / REMOVED)]
    return Truth(nodes), {row["id"]: row["text"] for row in texts}


def _rows(path: Path) -> Sequence[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
