"""Precision and recall against the threshold as plain text, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.stages.tuning import Tuning, TuningRow

_AXIS = 60  # columns of the picture

_HOW = {
    "match": "were compared in the run",
    "compared": "have no match of their own; compared again, from their texts",
    "missed": "would pass by themselves, but the run did not find them: no threshold does",
    "unreached": "not matched, and a text is out of reach: counted as never called copies",
}


def lines(tuning: Tuning, target: float | None, chosen: TuningRow | None) -> Iterator[str]:
    """Everything that ``dedupe tune`` prints.

    Args:
        tuning: the labelled pairs and their probabilities.
        target: the precision that was asked for.
        chosen: the threshold that reaches it.
    """
    yield from _head(tuning)
    rows = {row.threshold: row for row in tuning.rows}
    if chosen is not None:
        rows[chosen.threshold] = chosen
    shown = [rows[threshold] for threshold in sorted(rows)]
    yield ""
    yield from _table(tuning, shown, chosen)
    yield ""
    yield from _picture(shown)
    yield ""
    yield from _verdict(tuning)
    if chosen is not None and target is not None:
        yield from _reached(chosen, target)


def _head(tuning: Tuning) -> Iterator[str]:
    other = len(tuning.pairs) - tuning.copies
    yield f"{len(tuning.pairs):,} labelled pairs: copies {tuning.copies:,}, independent {other:,}"
    for how, what in _HOW.items():
        count = tuning.count(how)
        if count:
            yield f"{count:7,} {what}"


def _table(tuning: Tuning, rows: list[TuningRow], chosen: TuningRow | None) -> Iterator[str]:
    yield "threshold   precision (95%)      recall (95%)    F1  called"
    for row in rows:
        marks = [
            word
            for word, at in (
                ("current", tuning.current),
                ("best", tuning.best.threshold),
                ("target", chosen.threshold if chosen else None),
            )
            if at == row.threshold
        ]
        # With all three marks a line has 80 columns.
        mark = f"  {' '.join(marks)}" if marks else ""
        yield (
            f"{row.threshold:9.3f}  {_share(row.precision, row.precision_interval)}"
            f"  {_share(row.recall, row.recall_interval)}  {row.f1:4.2f}  {row.called:6,}{mark}"
        )


def _share(share: float | None, interval: tuple[float, float]) -> str:
    if share is None:
        return f"{'none called':>16s}"
    return f"{share:4.2f} ({interval[0]:.2f}-{interval[1]:.2f})"


def _picture(rows: list[TuningRow]) -> Iterator[str]:
    """One line a threshold, with a mark where precision stands and one where recall does."""
    quarter = _AXIS // 4
    yield f"{'':9s}  {'0':{quarter}s}{'0.25':{quarter}s}{'0.5':{quarter}s}{'0.75':{quarter}s}1"
    for row in rows:
        line = [" "] * (_AXIS + 1)
        for at in range(0, _AXIS + 1, quarter):
            line[at] = "."
        line[round(row.recall * _AXIS)] = "R"
        if row.precision is not None:
            at = round(row.precision * _AXIS)
            line[at] = "*" if line[at] == "R" else "P"
        yield f"{row.threshold:9.3f}  {''.join(line)}".rstrip()
    yield f"{'':9s}  P precision, R recall, * both"


def _verdict(tuning: Tuning) -> Iterator[str]:
    now, best = tuning.at(tuning.current), tuning.best
    yield f"current threshold {_told(now)}"
    if best.threshold == now.threshold:
        yield "no other threshold has a better F1 on these labels"
        return
    yield f"best F1 at        {_told(best)}"
    if _overlap(now.precision_interval, best.precision_interval) and _overlap(
        now.recall_interval, best.recall_interval
    ):
        yield f"{len(tuning.pairs):,} pairs are too few to tell the two apart: the ranges overlap"


def _told(row: TuningRow) -> str:
    precision = "none called" if row.precision is None else f"precision {row.precision:.2f}"
    return f"{row.threshold:g}: {precision}, recall {row.recall:.2f}, F1 {row.f1:.2f}"


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _reached(row: TuningRow, target: float) -> Iterator[str]:
    yield (
        f"precision {target:g} is first reached at {row.threshold:g}: {row.hits:,} of "
        f"{row.called:,} calls are right, recall {row.recall:.2f}"
    )
    low = row.precision_interval[0]
    if low < target:
        yield f"these labels do not prove it: the true precision may be as low as {low:.2f} (95%)"
