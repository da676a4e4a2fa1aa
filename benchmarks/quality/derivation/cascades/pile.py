"""Make a pile of cascades whose derivation is known."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from cascades import clocks, operations, shapes, stories, words
from cascades.text import Draft, from_text
from cascades.truth import Node, Truth

_AGENCIES = ("AP", "Reuters", "AFP")
_SHORTEST = 6  # sentences of a usable original
_REPORTS = {1: 0.5, 2: 0.3, 3: 0.2}  # how many independent reports an event has, how often


@frozen(kw_only=True)
class Settings:
    """What a pile is to be like.

    Attributes:
        cascades: how many trees have more than one article, at least.
        smallest, largest: articles of such a tree.
        shapes: which shapes are drawn, evenly.
        unseen: share of each tree that is removed, 0 to 0.5.
        forged, missing, coarse: shares of the articles whose times are told so.
        credits: how probably a newsroom names its source.
        publishers: whether the pile says who published an article.
        seed: the same seed gives the same bytes.
    """

    cascades: int = 100
    smallest: int = 4
    largest: int = 12
    shapes: tuple[str, ...] = shapes.SHAPES
    unseen: float = 0.0
    forged: float = 0.0
    missing: float = 0.0
    coarse: float = 0.0
    credits: float = 0.35
    publishers: bool = True
    seed: int = 1

    def __attrs_post_init__(self) -> None:
        times = (self.forged, self.missing, self.coarse)
        if not 0 <= self.unseen <= 0.5:
            raise ValueError(f"unseen is {self.unseen}: give a share from 0 to 0.5")
        if min(times) < 0 or sum(times) > 1 + 1e-9:
            raise ValueError("forged, missing and coarse are shares that sum to 1 at most")
        if self.cascades < 1 or not 2 <= self.smallest <= self.largest:
            raise ValueError("at least one cascade, of two articles or more")


@frozen
class Pile:
    """Articles as a tool reads them, the truth about them, and the texts that were removed."""

    articles: tuple[dict[str, Any], ...]
    truth: Truth
    removed: dict[str, str]


def make(settings: Settings, originals: list[Draft] | None = None) -> Pile:
    """A pile of cascades.

    Args:
        settings: numbers and shares.
        originals: drafts to begin the cascades with, one a story; made-up events without.

    Raises:
        ValueError: fewer originals than cascades.
    """
    if originals is not None and len(originals) < settings.cascades:
        raise ValueError(
            f"{len(originals)} usable originals for {settings.cascades} cascades: "
            "give a larger corpus or ask for fewer"
        )
    chance = random.Random(f"{settings.seed} outlets")
    outlets = sorted({words.outlet(chance) for _ in range(120)})
    articles: list[dict[str, Any]] = []
    nodes: list[Node] = []
    removed: dict[str, str] = {}
    for story, cascade, first, size in _beginnings(settings, originals):
        for node, article in _grow(settings, (story, cascade), first, size, outlets):
            nodes.append(node)
            if node.removed:
                removed[node.id] = article["text"]
            else:
                articles.append(article)
    articles.sort(key=lambda a: a["id"])
    return Pile(tuple(articles), Truth(nodes), removed)


def _beginnings(
    settings: Settings, originals: list[Draft] | None
) -> Iterator[tuple[str, str, Draft, int]]:
    """Story, cascade, original and size of every tree.

    The first report of an event has ``smallest`` to ``largest`` articles, others fewer.
    """
    chance = random.Random(f"{settings.seed} stories")
    if originals is not None:
        chosen = chance.sample(originals, settings.cascades)
        for k, draft in enumerate(chosen):
            size = chance.randint(settings.smallest, settings.largest)
            yield f"s{k}", f"s{k}.0", draft, size
        return
    for k in range(settings.cascades):
        what = stories.event(chance)
        count = chance.choices(list(_REPORTS), list(_REPORTS.values()))[0]
        names = [f"s{k}.{n}" for n in range(count)]
        for n, draft in enumerate(stories.reports(what, names, chance)):
            size = chance.randint(*((1, 4) if n else (settings.smallest, settings.largest)))
            yield f"s{k}", names[n], draft, size


def _name(seed: int, cascade: str, node: int) -> str:
    return hashlib.sha256(f"{seed} {cascade} {node}".encode()).hexdigest()[:12]


@frozen
class _Written:
    """An article of a cascade: its draft, who published it, and what was done to its source."""

    draft: Draft
    outlet: str
    habit: str = "original"
    operations: tuple[str, ...] = ()


def _grow(
    settings: Settings, where: tuple[str, str], first: Draft, size: int, outlets: list[str]
) -> list[tuple[Node, dict[str, Any]]]:
    """One cascade: its nodes and its articles, the original first.

    Texts, removals and times draw from sources of their own: other shares leave the texts alone.
    """
    story, cascade = where
    chance, hidden, ticking = (
        random.Random(f"{settings.seed} {cascade}{use}") for use in ("", " unseen", " times")
    )
    shape = chance.choice(settings.shapes)
    parents = shapes.tree(shape, size, chance)
    gone = shapes.removed(size, settings.unseen, hidden)
    event = random.Random(f"{settings.seed} {story}").randrange(60 * 86_400)
    begin = clocks.START + timedelta(seconds=event + chance.randrange(8 * 3600))
    times = clocks.published(parents, begin, chance)
    ids = [_name(settings.seed, cascade, k) for k in range(size)]
    written = _write(settings, first, parents, ids, chance.sample(outlets, size), chance)
    out = []
    for k, one in enumerate(written):
        stamp, clock = clocks.told(times[k], k > 0, _shares(settings), ticking)
        above = {written[a].outlet for a in shapes.ancestors(k, parents)}
        text = one.draft.text()
        node = Node(
            id=ids[k], story=story, cascade=cascade, shape=shape,
            parent=ids[parents[k]] if k else None, removed=k in gone, outlet=one.outlet,
            published_at=times[k].isoformat(), clock=clock, habit=one.habit,
            operations=one.operations, sentences=one.draft.ids(),
            names=sorted(name for name in above if re.search(rf"\b{re.escape(name)}\b", text)),
        )  # fmt: skip
        out.append((node, _article(node, one.draft, text, stamp, settings.publishers)))
    return out


def _write(
    settings: Settings,
    first: Draft,
    parents: list[int],
    ids: list[str],
    publishers: list[str],
    chance: random.Random,
) -> list[_Written]:
    """The original, and every version of its parent's draft."""
    first, outlet = _original(first, ids[0], publishers[0], chance)
    out = [_Written(first, outlet)]
    for k in range(1, len(parents)):
        source = out[parents[k]]
        desk = operations.Desk(ids[k], publishers[k], source.outlet, chance)
        draft, habit, done = operations.derive(source.draft, desk, settings.credits)
        out.append(_Written(draft, publishers[k], habit, done))
    return out


def _original(draft: Draft, name: str, outlet: str, chance: random.Random) -> tuple[Draft, str]:
    """An original under its final id; one in four is an agency's, with its tag."""
    lines = [evolve(x, ids=[f"{name}:{k}"]) for k, x in enumerate(draft.lines)]
    draft = evolve(draft, lines=lines)
    if draft.place and chance.random() < 0.25:
        agency = chance.choice(_AGENCIES)
        return evolve(draft, tag=agency), agency
    return draft, outlet


def _shares(settings: Settings) -> dict[str, float]:
    return {
        clocks.FORGED: settings.forged,
        clocks.MISSING: settings.missing,
        clocks.COARSE: settings.coarse,
    }


def _article(
    node: Node, draft: Draft, text: str, stamp: str | None, publishers: bool
) -> dict[str, Any]:
    out: dict[str, Any] = {"id": node.id, "title": draft.title, "text": text}
    if publishers:
        out["source"] = node.outlet
    if stamp is not None:
        out["published_at"] = stamp
    return out


def read_originals(path: Path, most: int = 100_000) -> list[Draft]:
    """Usable originals of a JSON-lines corpus: fields ``text`` and perhaps ``title``.

    Texts of fewer than six sentences are left out, and so are repeated ones.
    """
    out: list[Draft] = []
    known: set[str] = set()
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["text"] in known:
                continue
            known.add(row["text"])
            draft = from_text(str(row.get("title") or ""), row["text"], "")
            if len(draft.lines) >= _SHORTEST:
                out.append(draft)
            if len(out) >= most:
                break
    return out
