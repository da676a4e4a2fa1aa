"""An explanation as lines of text: verdict, evidence, outcomes, derivation, sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from provenance.cli.branches import weigh
from provenance.cli.plain import plain
from provenance.cli.sidebyside import hanging, sentences
from provenance.cli.storytree import edge_label
from provenance.model import UNSEEN, Derivation, Evidence, Outcomes

if TYPE_CHECKING:
    from provenance.stages.explain import Explanation

WIDEST = 140
"""Wider terminals are not filled: long lines read badly."""

SMALL = 0.1
"""Reasons below this weight are told together."""

_BAR = 10
_FIXED = 38  # cells of a row of the waterfall beside its reason: weight, bar, sum, chance
_CLAIMS = {"copy": "a shared text", "event": "one event"}
_WATERFALL = 100  # cells of the widest waterfall: the sums stay beside their reasons
_MOST = 2000  # characters of a verdict or a reason
_OUT_OF_REACH = "(the texts are out of reach: an input of the run is gone or has changed)"


def lines(found: Explanation, console: Console, *, every: bool = False) -> Iterator[Text]:
    """The explanation, each line at most as wide as the console (and 140 cells).

    Args:
        found: the explanation.
        console: where it goes.
        every: show all aligned sentences, in the order of the first text.
    """
    width = min(console.width, WIDEST)
    yield from hanging("", Text(plain(found.verdict, _MOST), "bold"), console, width)
    for side, name in (("A", found.a), ("B", found.b)):
        yield from hanging(f"{side}  ", _known(found, name), console, width)
    if found.evidence:
        yield Text()
        yield from _waterfall(found, console, min(width, _WATERFALL))
    if found.match is not None:
        yield Text()
        yield from _outcomes(found.match.outcomes)
    for edge in found.derivations:
        yield Text()
        yield from _edge(edge, found, console, width)
    if found.aligned:
        yield Text()
        yield from sentences(found, console, width, every)
    elif len(found.texts) < 2:
        yield Text()
        yield from hanging("", Text(_OUT_OF_REACH), console, width)


def _known(found: Explanation, name: str) -> Text:
    """An article: its id, and what is known of it."""
    text = Text(plain(name), "bold")
    if name in found.texts:
        article = found.texts[name]
        when = article.published_at
        date = when.isoformat(" ", "minutes")[:16] if when else None
        for one in filter(None, (article.source, date, article.title)):
            text.append(f"  {plain(one)}", "not bold")
    return text


def _waterfall(found: Explanation, console: Console, width: int) -> Iterator[Text]:
    """One row a reason: weight, bar, reason, sum so far, and the probability it means.

    Weights are printed as steps between the printed sums, so that they add up to the digit.
    """
    rows = [("start: before any evidence", found.base)]
    rows += [(one.text, one.weight) for one in found.evidence if abs(one.weight) >= SMALL]
    rows += _gathered(found.evidence)
    scale = _BAR / max(0.01, *(abs(weight) for _, weight in rows))
    room = width - _FIXED
    claim = f"for {_CLAIMS[found.claim]}"
    yield Text(f"log-odds  {'':{_BAR}}  {claim:{room}}     sum  chance", "dim")
    total = printed = 0.0
    for reason, weight in rows:
        total += weight
        so_far = round(total, 2) + 0.0  # no "-0.00"
        step, printed = round(so_far - printed, 2), so_far
        bar = ("+" if weight > 0 else "-") * round(abs(weight) * scale)
        first, *rest = Text(plain(reason, _MOST)).wrap(console, room, overflow="fold")
        first.rstrip()
        yield Text.assemble(
            f"{step:+8.2f}  ", (f"{bar:{_BAR}}", "green" if weight > 0 else "red"), "  ", first,
            f"{'':{room - first.cell_len}}  {printed:+6.2f}  {_chance(total):>6}",
        )  # fmt: skip
        for line in rest:
            line.rstrip()
            yield Text(" " * (_BAR + 12)) + line
    if found.rule:
        yield from hanging(f"    rule  {'':{_BAR}}  ", Text(found.rule), console, width)


def _gathered(evidence: Sequence[Evidence]) -> list[tuple[str, float]]:
    """The reasons too small for a row of their own, as one row."""
    small = [one.weight for one in evidence if abs(one.weight) < SMALL]
    if not small:
        return []
    return [(f"{len(small)} smaller reason{'s' if len(small) > 1 else ''}", math.fsum(small))]


def _chance(log_odds: float) -> str:
    """A probability in two digits; nothing is certain."""
    p = 1 / (1 + math.exp(-min(max(log_odds, -12.0), 12.0)))
    if p >= 0.995:
        return ">0.99"
    return f"{p:.2f}" if p >= 0.005 else "<0.01"


def _outcomes(o: Outcomes) -> Iterator[Text]:
    for what, p in (
        ("A came from B", o.a_from_b),
        ("B came from A", o.b_from_a),
        ("both from a common source", o.common),
        ("independent of each other", o.independent),
    ):
        yield Text(f"{p:8.2f}  {'=' * round(p * _BAR):{_BAR}}  {what}")


def _edge(edge: Derivation, found: Explanation, console: Console, width: int) -> Iterator[Text]:
    """A derivation and its reasons; the articles by their letters."""
    sides = {found.a: "A", found.b: "B"}
    source = sides.get(edge.source) or plain(edge.source.removeprefix(UNSEEN))
    if edge.is_unseen:
        source = "a source without a name" if source == "?" else source
        source += " (not in the pile)"
    head = Text(f"{sides[edge.derived]} from {source}: {edge_label(edge)}", "bold")
    yield from hanging("", head, console, width)
    shown = [(e.weight, e.text) for e in edge.evidence if not 0 < abs(e.weight) < SMALL]
    small = [e for e in edge.evidence if 0 < abs(e.weight) < SMALL]
    for weight, text in [*shown, *((weight, text) for text, weight in _gathered(small))]:
        yield from hanging(f"    {weigh(weight)}  ", Text(plain(text, _MOST)), console, width)
