"""Near-duplicate and rewritten versions of news stories, and which derived from which.

    import provenance as pv

    result = pv.dedupe("seeds/")
    for story in result.stories():
        print(story.title, story.independent_origins)

Names load on first use: ``import provenance`` itself imports no numpy, numba or Arrow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.api import compare, dedupe, load
    from provenance.errors import (
        DuplicateIdError,
        EmptyInputError,
        EngineError,
        IncompatibleError,
        InputError,
        MissingExtraError,
        OutputExistsError,
        ProvenanceError,
        RecipeError,
        UsageError,
    )
    from provenance.model import (
        Article,
        ArticleRow,
        Derivation,
        Evidence,
        Kind,
        Match,
        Outcomes,
        Relation,
        Role,
        Story,
    )
    from provenance.recipe import Recipe
    from provenance.result import Result
    from provenance.sketch import Fingerprint, fingerprint
    from provenance.stages.explain import Explanation
    from provenance.stages.lineage import Lineage
    from provenance.stages.tuning import Tuning, TuningRow

_HOMES = {
    "api": ("compare", "dedupe", "load"),
    "errors": (
        "DuplicateIdError", "EmptyInputError", "EngineError", "IncompatibleError", "InputError",
        "MissingExtraError", "OutputExistsError", "ProvenanceError", "RecipeError", "UsageError",
    ),
    "model": (
        "Article", "ArticleRow", "Derivation", "Evidence", "Kind", "Match", "Outcomes", "Relation",
        "Role", "Story",
    ),
    "recipe": ("Recipe",),
    "result": ("Result",),
    "sketch": ("Fingerprint", "fingerprint"),
    "stages.explain": ("Explanation",),
    "stages.lineage": ("Lineage",),
    "stages.tuning": ("Tuning", "TuningRow"),
}  # fmt: skip
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "ArticleRow",
    "Derivation",
    "DuplicateIdError",
    "EmptyInputError",
    "EngineError",
    "Evidence",
    "Explanation",
    "Fingerprint",
    "IncompatibleError",
    "InputError",
    "Kind",
    "Lineage",
    "Match",
    "MissingExtraError",
    "Outcomes",
    "OutputExistsError",
    "ProvenanceError",
    "Recipe",
    "RecipeError",
    "Relation",
    "Result",
    "Role",
    "Story",
    "Tuning",
    "TuningRow",
    "UsageError",
    "compare",
    "dedupe",
    "fingerprint",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
