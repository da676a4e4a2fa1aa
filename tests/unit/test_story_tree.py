"""Trees stay readable and quick, however many articles a story has, and count what they hide."""

from __future__ import annotations

import re
import time

from rich.console import Console

from provenance.cli.branches import DEPTH, ROOM, WIDTH
from provenance.cli.storytree import ORIGINS, story_tree
from provenance.model import ArticleRow, Derivation, Kind, Role, Story


def article(name: str, origin: str) -> ArticleRow:
    return ArticleRow(
        id=name, story="s", family="f", role=Role.COPY, representative=origin, origin=origin,
        title=None, source=None, published_at=None, language=None, n_words=9,
        n_boilerplate_words=0,
    )  # fmt: skip


def edge(derived: str, source: str) -> Derivation:
    return Derivation(derived=derived, source=source, kind=Kind.COPY, probability=0.9)


def drawn(members: list[ArticleRow], edges: list[Derivation]) -> list[str]:
    story = Story(
        story="s", title="T", size=len(members), families=1,
        independent_origins=len({a.origin for a in members}), first_published_at=None,
        last_published_at=None,
    )  # fmt: skip
    console = Console(width=100, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(story_tree(story, members, {e.derived: e for e in edges}, []))
    return console.export_text().splitlines()


def told(lines: list[str]) -> int:
    """Articles shown, and articles said to be hidden."""
    shown = sum(bool(re.search(r"── n\d+ ", line)) for line in lines)
    hidden = re.findall(r"\.\.\. and ([\d,]+) more", "\n".join(lines))
    return shown + sum(int(count.replace(",", "")) for count in hidden)


def test_a_wide_family() -> None:
    members = [article(f"n{n}", "n0") for n in range(5000)]
    lines = drawn(members, [edge(f"n{n}", "n0") for n in range(1, 3000)])
    assert len(lines) < 3 + 2 * (WIDTH + ROOM)
    assert told(lines) == 5000


def test_a_chain() -> None:
    members = [article(f"n{n}", "n0") for n in range(5000)]
    lines = drawn(members, [edge(f"n{n}", f"n{n - 1}") for n in range(1, 5000)])
    assert len(lines) < 6 + DEPTH
    assert told(lines) == 5000


def test_a_bushy_family() -> None:
    members = [article(f"n{n}", "n0") for n in range(5000)]
    lines = drawn(members, [edge(f"n{n}", f"n{(n - 1) // 3}") for n in range(1, 5000)])
    assert told(lines) == 5000
    assert len(lines) < 100


def test_many_origins_show_the_largest() -> None:
    start = time.perf_counter()
    members = [article(f"n{n}", f"n{n}") for n in range(20_000)]
    members += [article("n99999", "unseen:Z Wire"), article("n99998", "unseen:Z Wire")]
    lines = drawn(members, [])
    assert told(lines) == 20_002
    assert "Z Wire" in lines[2]
    assert len(lines) < 10 + ORIGINS
    assert time.perf_counter() - start < 10
