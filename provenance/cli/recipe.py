"""``dedupe recipe``."""

from __future__ import annotations

import click


@click.group()
def command() -> None:
    """Show or check the settings of a run."""


@command.command(epilog="\b\nExample:\n  dedupe recipe show > my.toml")
@click.argument("file", required=False)
def show(file: str | None) -> None:
    """Print every setting as TOML: of FILE, or the defaults."""
    from provenance.recipe import Recipe

    click.echo((Recipe.load(file) if file else Recipe()).to_toml(), nl=False)


@command.command(epilog="\b\nExample:\n  dedupe recipe check my.toml")
@click.argument("file")
def check(file: str) -> None:
    """Check a recipe; prints its digest. Exits with 4 and says why if it cannot be used."""
    from provenance.recipe import Recipe

    click.echo(f"{file}: good, digest {Recipe.load(file).digest}")
