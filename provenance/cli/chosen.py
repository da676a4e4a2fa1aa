"""The recipe that the options of a command mean together; contradictions are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from provenance.errors import UsageError
from provenance.frontier import frontier

if TYPE_CHECKING:
    from provenance.recipe import Recipe

_Command = TypeVar("_Command", bound=Callable[..., Any])


def strictness_options(command: _Command) -> _Command:
    """Add ``--strictness`` and ``--false-links``."""
    rate = click.option(
        "--false-links",
        type=float,
        metavar="SHARE",
        help="Instead: at most this share of independent reports called copies, as measured.",
    )
    level = click.option(
        "--strictness",
        type=click.Choice(frontier().levels),
        help="How sure a rewrite must be (see the levels below).",
    )
    return level(rate(command))


_DAYS = {"h": 1 / 24, "d": 1, "w": 7}


def window_option(command: _Command) -> _Command:
    """Add ``--window``, in days as a number."""
    return click.option(
        "--window",
        callback=_days,
        metavar="TIME",
        help="Compare no dated articles farther apart than this: 36h, 30d, 8w.",
    )(command)


def _days(ctx: click.Context, param: click.Parameter, given: str | None) -> float | None:
    if given is None:
        return None
    number, unit = given[:-1], given[-1:]
    if not number.isascii() or not number.isdigit() or unit not in _DAYS or int(number) == 0:
        raise click.BadParameter(
            f"{given!r} is not a whole number of hours, days or weeks, as in 36h, 30d or 8w"
        )
    days = int(number) * _DAYS[unit]
    return int(days) if days == int(days) else days


def levels() -> str:
    """The levels in a few lines, for the end of a help page."""
    told = [
        f"  {p.level:10s} {p.threshold:5.3f}  finds {p.recall_faithful:3.0%} of faithful rewrites, "
        f"calls {p.independent_called_copies:4.1%} of independent reports copies"
        for p in frontier().points
    ]
    return "\n".join(["Strictness, its thresholds.copy, and what was measured there:", *told])


def chosen_recipe(
    file: str | None,
    strictness: str | None,
    false_links: float | None,
    window: float | None = None,
) -> Recipe:
    """The recipe of ``--recipe``, ``--strictness``, ``--false-links`` and ``--window``.

    Raises:
        UsageError: two of them set one setting.
        RecipeError: the file cannot be used.
    """
    from provenance.recipe import Recipe, read_settings

    settings = read_settings(file) if file else {}
    recipe = Recipe.from_dict(settings, where=str(file))
    if window is not None:
        _refuse_both(settings, ("candidates", "window_days"), file, "--window")
        recipe = recipe.with_window(window)
    if strictness is not None and false_links is not None:
        raise UsageError(
            "--strictness and --false-links both set thresholds.copy", hint="give one of them"
        )
    option = "--strictness" if strictness is not None else "--false-links"
    if strictness is not None or false_links is not None:
        _refuse_both(settings, ("thresholds", "copy"), file, option)
    if strictness is not None:
        return recipe.with_strictness(strictness)
    return recipe if false_links is None else recipe.with_false_links(false_links)


def _refuse_both(
    settings: Mapping[str, Any], name: tuple[str, str], file: str | None, option: str
) -> None:
    """Refuse a setting that both a file and an option give."""
    group, key = name
    if key in settings.get(group, {}):
        raise UsageError(
            f"{file} and {option} both set {group}.{key}",
            hint=f"take {key} out of [{group}] in {file}, or leave out {option}",
        )


def refuse_only_copies(only: str | None, strictness: str | None, false_links: float | None) -> None:
    """Refuse a strictness where no rewrites are looked for: it would do nothing.

    Raises:
        UsageError: naming the option.
    """
    if only is None or (strictness is None and false_links is None):
        return
    option = "--strictness" if strictness is not None else "--false-links"
    raise UsageError(
        f"{option} is about rewrites, and --only copies looks for none",
        hint="leave out one of the two",
    )
