"""Figures for answers about cascades: pure functions of verdicts, trees and probabilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cascades.judging import UNSEEN, Answer, Judge, Verdict
from cascades.truth import Truth

Figures = dict[str, float | None]
_COVERAGES = (0.25, 0.5, 0.75, 1.0)


def share(part: float, whole: float) -> float | None:
    """A share to four digits; ``None`` of nothing."""
    return round(part / whole, 4) if whole else None


def edges(verdicts: Sequence[Verdict]) -> Figures:
    """Edges: right among the derived articles; precision among all that were given a source."""
    derived = [v for v in verdicts if v.derived]
    said = [v for v in verdicts if v.said is not None]
    return {
        "edges right": share(sum(v.right for v in derived), len(derived)),
        "edges right, exactly": share(
            sum(v.verdict in ("exact", "unseen") for v in derived), len(derived)
        ),
        "edges: right of those said": share(sum(v.right for v in said), len(said)),
        "articles given a source": share(len(said), len(verdicts)),
        "derived articles": len(derived),
        "counted right as indistinguishable": sum(v.verdict == "alike" for v in derived),
        "counted right as stand-in": sum(v.verdict == "stand-in" for v in derived),
        "counted right as bridged": sum(v.verdict == "bridged" for v in derived),
        "counted right as untraceable": sum(v.verdict == "untraceable" for v in derived),
    }


def origin(one: str, answers: Mapping[str, Answer]) -> str:
    """Where the claimed chain of an article starts: an id, or ``unseen:...``.

    An answer that names its origin is taken at its word. A cycle ends where it closes.
    """
    given = answers.get(one, Answer())
    if given.origin is not None:
        return given.origin
    return top(one, answers)


def top(one: str, answers: Mapping[str, Answer]) -> str:
    """The last article or unseen source of the claimed chain of sources."""
    passed = {one}
    at = one
    while (source := answers.get(at, Answer()).source) is not None and source not in passed:
        if source.startswith(UNSEEN):
            return source if source != f"{UNSEEN}?" else f"{UNSEEN}? of {at}"
        passed.add(source)
        at = source
    return at


def roots(judge: Judge, answers: Mapping[str, Answer]) -> Figures:
    """Roots of whole cascades (the origin most of its articles lead to), and of each article.

    Where the original is in the pile, it or a text of the same words is right; else any unseen
    source is, and an article above all survivors, where nothing betrays that it has a source.
    """
    truth = judge.truth
    whole = single = articles = 0
    for cascade, members in truth.cascades.items():
        found = [origin(one, answers) for one in members]
        right = [_root_right(judge, cascade, one) for one in found]
        single += sum(right)
        articles += len(members)
        most = max(sorted(set(found)), key=found.count)
        whole += _root_right(judge, cascade, most)
    return {
        "roots of cascades right": share(whole, len(truth.cascades)),
        "origins of articles right": share(single, articles),
    }


def _root_right(judge: Judge, cascade: str, said: str) -> bool:
    truth = judge.truth
    first = truth.original(cascade)
    if not truth.nodes[first].removed:
        return said == first or (said in truth.nodes and judge.same_text(said, first))
    if said.startswith(UNSEEN):
        return True
    node = truth.nodes.get(said)
    return (
        node is not None
        and node.cascade == cascade
        and truth.unseen(said)
        and not truth.traceable(said)
    )


def ancestry(truth: Truth, answers: Mapping[str, Answer]) -> Figures:
    """Pairs (ancestor, descendant) of the pile: those that chains claim, against the true ones."""
    right = claimed = true = 0
    for one in truth.seen:
        real = {a for a in truth.above(one) if not truth.nodes[a].removed}
        said = set(_chain(one, answers))
        right += len(real & said)
        claimed += len(said)
        true += len(real)
    precision, recall = share(right, claimed), share(right, true)
    both = (precision or 0) + (recall or 0)
    return {
        "ancestry precision": precision,
        "ancestry recall": recall,
        "ancestry F1": round(2 * (precision or 0) * (recall or 0) / both, 4) if both else None,
    }


def _chain(one: str, answers: Mapping[str, Answer]) -> list[str]:
    out: list[str] = []
    at: str | None = answers.get(one, Answer()).source
    while at is not None and not at.startswith(UNSEEN) and at not in out and at != one:
        out.append(at)
        at = answers.get(at, Answer()).source
    return out


def unseen(judge: Judge, verdicts: Sequence[Verdict]) -> Figures:
    """Unseen sources: precision, recall (also of those that leave a trace), names right."""
    truth = judge.truth
    said = [v for v in verdicts if v.said is not None and v.said.startswith(UNSEEN)]
    real = [v for v in verdicts if truth.unseen(v.id)]
    traced = [v for v in real if truth.traceable(v.id)]
    named = [v for v in said if v.said != f"{UNSEEN}?"]
    hit = ("unseen", "unseen, wrong name")
    return {
        "unseen sources: precision": share(
            sum(v.verdict in (*hit, "bridged") for v in said), len(said)
        ),
        "unseen sources: recall": share(sum(v.verdict in hit for v in real), len(real)),
        "unseen sources: recall where traceable": share(
            sum(v.verdict in hit for v in traced), len(traced)
        ),
        "unseen sources: named rightly": share(
            sum(v.verdict in ("unseen", "bridged") for v in named), len(named)
        ),
        "articles with an unseen source": len(real),
        "of them traceable": len(traced),
    }


def origins(truth: Truth, answers: Mapping[str, Answer]) -> Figures:
    """Independent origins per true story: exact counts, mean error, mean signed error."""
    errors = []
    for members in truth.stories.values():
        real = len({truth.nodes[one].cascade for one in members})
        said = len({origin(one, answers) for one in members})
        errors.append(said - real)
    return {
        "independent origins: exact": share(sum(e == 0 for e in errors), len(errors)),
        "independent origins: mean error": share(sum(abs(e) for e in errors), len(errors)),
        "independent origins: too many, mean": share(sum(errors), len(errors)),
    }


def reliability(
    said: Iterable[tuple[float, bool]], bins: int = 10
) -> list[tuple[float, float, int, float, float]]:
    """The reliability table: bin from, to, how many, mean said, share true; empty bins left out."""
    kept: dict[int, list[tuple[float, bool]]] = {}
    for p, came in said:
        kept.setdefault(min(bins - 1, int(p * bins)), []).append((p, came))
    return [
        (
            b / bins,
            (b + 1) / bins,
            len(rows),
            round(sum(p for p, _ in rows) / len(rows), 4),
            round(sum(came for _, came in rows) / len(rows), 4),
        )
        for b, rows in sorted(kept.items())
    ]


def calibration(said: Sequence[tuple[float, bool]], name: str) -> Figures:
    """Expected calibration error (10 bins) and Brier score of probabilities, under a name."""
    of = f"{name}: " if name else ""
    table = reliability(said)
    error = sum(n * abs(mean - true) for _, _, n, mean, true in table)
    brier = sum((p - came) ** 2 for p, came in said)
    return {
        f"{of}calibration error": share(error, len(said)),
        f"{of}Brier": share(brier, len(said)),
    }


def risk(verdicts: Iterable[Verdict]) -> dict[str, float | None]:
    """Share wrong among the surest answers, at shares of all answers that name a source.

    Answers of one probability count as one block: the share wrong of all that are as sure.
    """
    said = sorted(
        ((v.probability, v.right) for v in verdicts if v.said and v.probability is not None),
        reverse=True,
    )
    out: dict[str, float | None] = {}
    for coverage in _COVERAGES:
        count = round(coverage * len(said))
        if count:
            floor = said[count - 1][0]
            taken = [right for p, right in said if p >= floor]
            out[f"{coverage:.2f}"] = share(sum(not r for r in taken), len(taken))
    return out


def causes(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many verdicts of each kind, most first."""
    return dict(Counter(v.verdict for v in verdicts).most_common())


def all_figures(judge: Judge, answers: Mapping[str, Answer]) -> Figures:
    """Every figure that any tool's answer can be given."""
    verdicts = judge.verdicts(answers)
    out: Figures = {}
    out |= edges(verdicts)
    out |= roots(judge, answers)
    out |= ancestry(judge.truth, answers)
    out |= unseen(judge, verdicts)
    out |= origins(judge.truth, answers)
    said = [(v.probability, v.right) for v in verdicts if v.said and v.probability is not None]
    if said:
        out |= calibration(said, "edge probabilities")
    return out
