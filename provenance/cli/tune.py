"""``dedupe tune``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from provenance.errors import OutputExistsError, UsageError

if TYPE_CHECKING:
    from provenance.stages.tuning import Tuning, TuningRow

EPILOG = """\b
Examples:
  dedupe tune out labels.tsv
  dedupe tune out labels.tsv --target-precision 0.99 --write my.toml
  dedupe tune out labels.tsv --plot curves.svg
"""


@click.command(epilog=EPILOG)
@click.argument("run", metavar="RUN")
@click.argument("labels", metavar="LABELS")
@click.option(
    "--target-precision",
    "target",
    type=float,
    metavar="SHARE",
    help="Find the lowest threshold of this precision.",
)
@click.option("--plot", metavar="FILE", help="Draw the curves too: .svg or .png (extra: plot).")
@click.option(
    "--write",
    metavar="FILE",
    help="Write the run's recipe with the threshold found (else of the best F1).",
)
@click.option("--overwrite", is_flag=True, help="Replace the files of --plot and --write.")
def command(
    run: str,
    labels: str,
    target: float | None,
    plot: str | None,
    write: str | None,
    overwrite: bool,
) -> None:
    """Show precision and recall against thresholds.copy, on labels of your own.

    LABELS is a table with tabs between its columns (or commas, if it ends in .csv) and a header
    line: a and b are ids of articles of the finished RUN, label is 1 or 0, yes or no, copy or
    independent. Other columns are ignored. Pairs that the run does not list as matches are
    compared again, as long as its inputs are still there.
    """
    from provenance.cli.tuningplot import draw, kind_of
    from provenance.cli.tuningview import lines

    _refuse_outputs(plot, write, overwrite)
    kind = kind_of(plot) if plot is not None else ""

    from provenance.api import load
    from provenance.formats import atomic_file, refuse_inputs
    from provenance.recipe import Recipe

    result = load(run)
    for output in (plot, write):
        if output is not None:
            refuse_inputs(output, [*result.inputs(), labels])
    tuning = result.tune(labels)
    chosen = tuning.reaching(target) if target is not None else None
    for line in lines(tuning, target, chosen):
        click.echo(line)
    if plot is not None:
        with atomic_file(plot, overwrite) as path:
            draw(tuning, path, kind)
        click.echo(f"drawn to {plot}", err=True)
    if write is not None:
        row = chosen or tuning.best
        recipe = Recipe.from_dict(result.manifest["recipe"], where=run).with_copy(row.threshold)
        with atomic_file(write, overwrite) as path:
            path.write_text(_note(tuning, row) + recipe.to_toml(), encoding="utf-8")
        click.echo(f"written to {write}: thresholds.copy = {row.threshold:g}", err=True)


def _note(tuning: Tuning, row: TuningRow) -> str:
    """Where the threshold comes from, as a comment."""
    precision = "none called" if row.precision is None else f"precision {row.precision:.3f}"
    return (
        f"# thresholds.copy = {row.threshold:g} by dedupe tune on {len(tuning.pairs)} labelled "
        f"pairs: {precision}, recall {row.recall:.3f}.\n\n"
    )


def _refuse_outputs(plot: str | None, write: str | None, overwrite: bool) -> None:
    """Say what cannot be written before the work, not after it."""
    given = [path for path in (plot, write) if path is not None]
    for path in given:
        if not path or os.path.isdir(path):
            raise UsageError(f"{path!r} is not the name of a file", hint="give the name of a file")
        if os.path.lexists(path) and not overwrite:
            raise OutputExistsError(
                f"{path}: exists already; nothing was written",
                hint="give another name, or --overwrite to replace it",
            )
    if len(given) == 2 and os.path.realpath(given[0]) == os.path.realpath(given[1]):
        raise UsageError("--plot and --write name one file", hint="name two files")
