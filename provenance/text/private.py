"""The names and numbers that one of two texts has and the other lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.model import Span
from provenance.text.terms import Term, names, terms

_TOGETHER = (" ", "-", "\u00a0")

Pair = tuple[tuple[str, ...], tuple[str, ...]]


def private(a: str, b: str, skip_a: Sequence[Span] = (), skip_b: Sequence[Span] = ()) -> Pair:
    """What only the first names or counts, and what only the second does; linear.

    Args:
        a: first text.
        b: second text.
        skip_a: spans of ``a`` to leave out, sorted and disjoint (boilerplate).
        skip_b: the same for ``b``.

    Returns:
        Names and numbers as written, in order, each once; neighbours are told together. Texts in
        scripts without capitals have no names.
    """
    left, right = list(_outside(terms(a), skip_a)), list(_outside(terms(b), skip_b))
    named = names(left) | names(right)
    return _lacking(a, left, right, named), _lacking(b, right, left, named)


def _outside(found: Sequence[Term], skip: Sequence[Span]) -> Iterator[Term]:
    """The words that do not touch a span."""
    at = 0
    for term in found:
        while at < len(skip) and skip[at][1] <= term.span[0]:
            at += 1
        if at == len(skip) or term.span[1] <= skip[at][0]:
            yield term


def _lacking(
    text: str, mine: Sequence[Term], theirs: Sequence[Term], named: frozenset[str]
) -> tuple[str, ...]:
    known = {term.key for term in theirs}
    found: dict[tuple[str, ...], Span] = {}
    run: list[Term] = []
    for term in mine:
        if term.key in known or not (term.number or (term.capital and term.key in named)):
            continue
        if run and text[run[-1].span[1] : term.span[0]] not in _TOGETHER:
            _keep(found, run)
            run = []
        run.append(term)
    _keep(found, run)
    return tuple(text[start:end] for start, end in found.values())


def _keep(found: dict[tuple[str, ...], Span], run: Sequence[Term]) -> None:
    if run:
        found.setdefault(tuple(t.key for t in run), (run[0].span[0], run[-1].span[1]))
