"""What is known of a pile: the tables of a truth folder, read and checked.

A truth folder holds ``haystack.jsonl`` and any of these tables, tab-separated with a head line:

    links.tsv       derived, source, kind   a rewrite or copy and the article it was made from
    siblings.tsv    a, b                    two rewrites of one original that is not in the pile
    stories.tsv     id, story               independent reports of one event
    attributed.tsv  citing, cited           those of them in which one credits the other's outlet
    neardup.tsv     a, b, label             near-duplicates by human label, 0 (no) to 3

Ids are ``set/name``. Articles of different sets are unrelated, but for sets of one group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from attrs import frozen

from provenance.errors import InputError, UsageError
from provenance.formats import digest

Pair = tuple[str, str]
"""Two ids, the smaller first."""

PILE = "haystack.jsonl"
TABLES = {
    "links.tsv": ("derived", "source", "kind"),
    "siblings.tsv": ("a", "b"),
    "stories.tsv": ("id", "story"),
    "attributed.tsv": ("citing", "cited"),
    "neardup.tsv": ("a", "b", "label"),
}

#: Sets made from the same originals.
GROUPS = {"sheepdog": "politifact", "llmfake": "politifact", "sheepdog_siblings": "politifact"}

#: Kinds of rewrite that drop or change most facts; the others are faithful.
DRIFTING = ("open_ended", "information_manipulation")

_LABELS = ("0", "1", "2", "3")


@frozen
class Truth:
    """What the tables say; an absent table is empty.

    Attributes:
        links: derived, source, kind.
        siblings: pairs of rewrites of one absent original.
        story: the story of each article that is an independent report.
        credited: pairs of reports in which one credits the other's outlet.
        near: pairs with their human label, 0 to 3.
    """

    links: tuple[tuple[str, str, str], ...]
    siblings: tuple[Pair, ...]
    story: dict[str, str]
    credited: frozenset[Pair]
    near: tuple[tuple[Pair, int], ...]

    def same_text(self) -> frozenset[Pair]:
        """The pairs that share a text: links and siblings."""
        return frozenset(pair(a, b) for a, b, _ in self.links) | frozenset(self.siblings)

    def story_sets(self) -> list[str]:
        """The sets that have stories, sorted."""
        return sorted({set_of(name) for name in self.story})

    def stories_of(self, name: str) -> dict[str, str]:
        """Article to story, of one set."""
        return {one: story for one, story in self.story.items() if set_of(one) == name}

    def independent(self, name: str) -> list[Pair]:
        """Pairs of reports of one event in one set, but for those that credit each other."""
        members: dict[str, list[str]] = defaultdict(list)
        for one, story in self.stories_of(name).items():
            members[story].append(one)
        both = (pair(a, b) for ids in members.values() for a, b in combinations(ids, 2))
        return [p for p in both if p not in self.credited]


def pair(a: str, b: str) -> Pair:
    """The two ids, the smaller first."""
    return (a, b) if a < b else (b, a)


def set_of(name: str) -> str:
    """The set that an id belongs to."""
    return name.split("/", 1)[0]


def group(name: str) -> str:
    """The set of an id, or the group of sets that share originals."""
    return GROUPS.get(set_of(name), set_of(name))


def strength(kind: str) -> str:
    """``drifting`` or ``faithful``."""
    return "drifting" if any(word in kind for word in DRIFTING) else "faithful"


def read_truth(folder: Path) -> Truth:
    """Read all tables of a truth folder.

    Raises:
        UsageError: the folder holds none of the tables.
        InputError: a table with another head, a row of another length, or an unknown label.
    """
    if not any((folder / name).exists() for name in TABLES):
        raise UsageError(
            f"{folder}: no truth table here", hint=f"it should hold any of {', '.join(TABLES)}"
        )
    rows = {name: list(_rows(folder, name)) for name in TABLES}
    return Truth(
        links=tuple((a, b, kind) for a, b, kind in rows["links.tsv"]),
        siblings=tuple(pair(a, b) for a, b in rows["siblings.tsv"]),
        story=dict((one, story) for one, story in rows["stories.tsv"]),
        credited=frozenset(pair(a, b) for a, b in rows["attributed.tsv"]),
        near=tuple((pair(a, b), int(label)) for a, b, label in rows["neardup.tsv"]),
    )


def _rows(folder: Path, name: str) -> Iterator[list[str]]:
    path, columns = folder / name, TABLES[name]
    if not path.exists():
        return
    wanted = f"the columns are {', '.join(columns)}, with tabs between"
    with path.open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(file, 1):
            row = line.rstrip("\r\n").split("\t")
            place = {"file": str(path), "line": number, "hint": wanted}
            if number == 1 and tuple(row) != columns:
                raise InputError("another head line than expected", **place)
            if len(row) != len(columns):
                raise InputError(f"{len(row)} columns instead of {len(columns)}", **place)
            if number > 1 and columns[-1] == "label" and row[-1] not in _LABELS:
                raise InputError(f"the label is {row[-1]!r}, not 0 to 3", field="label", **place)
            if number > 1:
                yield row


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the pile and of every table that is there, by file name.

    Raises:
        UsageError: the pile is missing.
    """
    if not (folder / PILE).exists():
        raise UsageError(f"{folder}: no {PILE} here", hint="a truth folder holds the pile as well")
    names = [name for name in (PILE, *TABLES) if (folder / name).exists()]
    return {name: digest(str(folder / name)) for name in names}
