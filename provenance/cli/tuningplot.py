"""Precision and recall as a picture, with matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from provenance.stages.tuning import Tuning

KINDS = ("svg", "png")
_STEPS = [k / 100 for k in range(1, 100)]


def kind_of(path: str) -> str:
    """The format of a picture, by its suffix, once it is sure that it can be drawn.

    Raises:
        UsageError: another suffix.
        MissingExtraError: matplotlib is not installed.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise UsageError(f"{path}: not a picture that can be drawn", hint="end it in .svg or .png")
    try:
        import matplotlib  # noqa: F401
    except ImportError as err:
        raise MissingExtraError("--plot", "matplotlib", "plot") from err
    return kind


def draw(tuning: Tuning, path: Path, kind: str) -> None:
    """Write the picture: both shares against the threshold, and one against the other.

    The same labels give the same bytes with one version of matplotlib.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "dedupe tune", "font.size": 9}):
        figure = Figure(figsize=(9, 4), layout="constrained")
        left, right = figure.subplots(1, 2)
        _against_threshold(left, tuning)
        _against_each_other(right, tuning)
        total = len(tuning.pairs)
        figure.suptitle(f"thresholds.copy on {total:,} labelled pairs ({tuning.copies:,} copies)")
        undated: Any = {"Date": None} if kind == "svg" else {}
        figure.savefig(path, format=kind, dpi=150, metadata=undated)


def _against_threshold(axes: Any, tuning: Tuning) -> None:
    rows = [tuning.at(step) for step in _STEPS]
    called = [row for row in rows if row.precision is not None]
    axes.plot([r.threshold for r in called], [r.precision for r in called], label="precision")
    axes.plot(_STEPS, [row.recall for row in rows], "--", label="recall")
    for part, bands in (
        (called, [row.precision_interval for row in called]),
        (rows, [row.recall_interval for row in rows]),
    ):
        low, high = zip(*bands, strict=True) if bands else ((), ())
        axes.fill_between([row.threshold for row in part], low, high, alpha=0.15)
    axes.axvline(tuning.current, color="black", linewidth=0.8, linestyle=":")
    axes.annotate(" current", (tuning.current, 0.02))
    axes.set(xlabel="threshold (bands: 95% intervals)", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(loc="lower left")


def _against_each_other(axes: Any, tuning: Tuning) -> None:
    rows = [row for row in map(tuning.at, _STEPS) if row.precision is not None]
    axes.plot([row.recall for row in rows], [row.precision for row in rows], drawstyle="steps-post")
    for name, row, marker in (
        ("current", tuning.at(tuning.current), "o"),
        ("best F1", tuning.best, "*"),
    ):
        if row.precision is not None:
            label = f"{name} ({row.threshold:g})"
            axes.plot([row.recall], [row.precision], marker, label=label, color="black")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(loc="lower left")
