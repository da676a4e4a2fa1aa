"""``dedupe recipe``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.chosen import chosen_recipe, levels, strictness_options

if TYPE_CHECKING:
    from provenance.frontier import FrontierPoint


@click.group()
def command() -> None:
    """Show or check the settings of a run."""


@command.command(
    epilog=f"\b\n{levels()}\n\n\b\nExamples:\n  dedupe recipe show > my.toml\n"
    "  dedupe recipe show --strictness strict"
)
@click.argument("file", required=False)
@strictness_options
def show(file: str | None, strictness: str | None, false_links: float | None) -> None:
    """Print every setting as TOML: of FILE, or the defaults."""
    click.echo(chosen_recipe(file, strictness, false_links).to_toml(), nl=False)


@command.command(epilog="\b\nExample:\n  dedupe recipe check my.toml")
@click.argument("file")
def check(file: str) -> None:
    """Check a recipe; prints its digest. Exits with 4 and says why if it cannot be used."""
    from provenance.recipe import Recipe

    click.echo(f"{file}: good, digest {Recipe.load(file).digest}")


@command.command(epilog="\b\nExample:\n  dedupe recipe frontier")
def frontier() -> None:
    """Tell what each level of --strictness was measured to find, and to miscall."""
    from provenance.frontier import frontier
    from provenance.recipe import Recipe

    found = frontier()
    click.echo(f"{'':10s} {'':>9s}  share found of{'':14s} called copies")
    click.echo(
        f"{'level':10s} {'threshold':>9s}  {'faithful':>8s} {'drifting':>8s} {'siblings':>8s}  "
        "independent (95%)    unrelated"
    )
    for point in found.points:
        click.echo(_row(point, found.pairs["independent"]))
    counts = ", ".join(f"{n:,} {kind}" for kind, n in found.pairs.items())
    click.echo(
        f"\nThe default is {Recipe().thresholds.copy:g}. Unrelated: pairs per 1,000 articles.\n"
        f"Labelled pairs: {counts}.\n\n{click.wrap_text(found.note, 79)}"
    )


def _row(point: FrontierPoint, independent: int) -> str:
    from provenance.frontier import wilson

    low, high = wilson(round(point.independent_called_copies * independent), independent)
    return (
        f"{point.level:10s} {point.threshold:9.3f}  {point.recall_faithful:8.1%} "
        f"{point.recall_drifting:8.1%} {point.siblings:8.1%}  "
        f"{point.independent_called_copies:5.1%} ({low:.1%}-{high:.1%})".ljust(66)
        + f"{point.unrelated_per_1000:10.2f}"
    )
