"""DOT, the language of Graphviz: a box for each story, unseen sources dashed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from provenance.formats.export.graph import Node, edges, nodes
from provenance.formats.export.names import name_of, xml_text
from provenance.formats.export.selection import Selection

_WIDTH = 36
_LINES = 3


def write(selection: Selection) -> Iterator[str]:
    """One ``digraph``; long titles are wrapped, and cut after three lines."""
    yield "digraph provenance {\n"
    yield '  rankdir=LR; fontname="sans-serif"; fontsize=12;\n'
    yield '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];\n'
    yield '  edge [fontname="sans-serif", fontsize=9];\n'
    by_story: dict[str, list[Node]] = {}
    for node in nodes(selection):
        by_story.setdefault(node.story, []).append(node)
    titles = {one.story: one.title for one in selection.stories}
    for story, members in sorted(by_story.items()):
        yield from _story(story, titles[story], members)
    for edge in edges(selection):
        looks = "" if edge.directed else ", dir=none, style=dotted"
        ends = f"{quoted(edge.source)} -> {quoted(edge.target)}"
        yield f"  {ends} [label={quoted(_wrapped(edge.label))}{looks}];\n"
    yield "}\n"


def _story(story: str, title: str | None, members: Iterable[Node]) -> Iterator[str]:
    """The nodes of a story, in a box of their own where there are several."""
    looks = {"article": "", "unseen": ', style="rounded,dashed"'}
    lines = [
        f"{quoted(node.name)} [label={quoted(_wrapped(node.label))}{looks[node.kind]}];\n"
        for node in members
    ]
    if len(lines) == 1:
        yield f"  {lines[0]}"
        return
    yield f"  subgraph {quoted('cluster_' + name_of('story', story))} {{\n"
    label = _wrapped(xml_text(title or "untitled story"))
    yield f"    label={quoted(label)}; style=rounded; color=gray;\n"
    yield from (f"    {line}" for line in lines)
    yield "  }\n"


def _wrapped(text: str) -> str:
    wrap = textwrap.TextWrapper(_WIDTH, max_lines=_LINES, placeholder=" ...")
    return "\n".join(line for part in text.split("\n") for line in wrap.wrap(part))


def quoted(text: str) -> str:
    """A quoted string that Graphviz shows as it is: no escapes, no character entities."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return '"' + plain.replace("\n", "\\n") + '"'
