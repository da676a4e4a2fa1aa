"""Every setting of a run, validated, and its digest.

A recipe is a small TOML file; what it leaves out has the default below. Two runs with the same
recipe digest, inputs, versions and reading options (``only``, ``fields``, ``on_bad``,
``max_article_bytes``) write the same bytes.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from attrs import field, frozen

from provenance.errors import RecipeError


def _between(low: float, high: float) -> Any:
    def check(instance: Any, attribute: Any, value: Any) -> None:
        kind = int if attribute.type in (int, "int") else (int, float)
        if isinstance(value, bool) or not isinstance(value, kind) or not low <= value <= high:
            raise RecipeError(
                f"{instance.GROUP}.{attribute.name} = {value!r}: must be a "
                f"{'whole number' if kind is int else 'number'} from {low:g} to {high:g}",
                hint="dedupe recipe show prints every setting with its default",
            )

    return check


def _setting(default: float, low: float, high: float, help: str) -> Any:
    return field(default=default, validator=_between(low, high), metadata={"help": help})


@frozen(kw_only=True)
class Fingerprints:
    """How texts become fingerprints; a change is another scheme, and schemes do not mix."""

    GROUP = "fingerprints"
    shingle_width: int = _setting(5, 1, 16, "words in a shingle")
    num_perm: int = _setting(128, 16, 1024, "slots of a MinHash signature")


@frozen(kw_only=True)
class Candidates:
    """Which pairs are proposed for verification."""

    GROUP = "candidates"
    bands: int = _setting(32, 1, 512, "bands of the copy channel (bands x rows <= num_perm)")
    rows: int = _setting(4, 1, 64, "rows in a band")
    simhash_distance: int = _setting(3, 0, 3, "differing bits of the near-exact channel")
    bucket_cap: int = _setting(64, 2, 4096, "a larger bucket is chained, not paired all by all")
    rare_terms: int = _setting(96, 4, 256, "rarest words, names and numbers that look for rewrites")
    posting_cap: int = _setting(500, 8, 100_000, "words in more articles than this do not look")
    posting_budget: int = _setting(16_000, 1, 10_000_000, "articles that one look-up passes over")
    neighbours: int = _setting(32, 1, 1024, "candidates of the rewrite channel per article")
    min_shared: int = _setting(2, 1, 32, "rare words that a candidate shares at the least")
    window_days: float = _setting(0, 0, 36_500, "dated articles farther apart do not meet; 0: off")

    @property
    def banding(self) -> tuple[int, int]:
        """Bands, and rows in each: what of these settings the keys of an article depend on."""
        return self.bands, self.rows


@frozen(kw_only=True)
class Thresholds:
    """Where a match gets its relation."""

    GROUP = "thresholds"
    near_duplicate: float = _setting(0.5, 0.05, 1, "shingle Jaccard of a near-duplicate")
    excerpt: float = _setting(
        0.85, 0.05, 1, "share of the smaller's shingles that an excerpt keeps"
    )
    copy: float = _setting(0.5, 0.01, 0.999, "probability of a shared text ancestry (rewrites)")
    same_story: float = _setting(0.47, 0.01, 0.999, "probability of one event")
    derivation: float = _setting(0.5, 0.05, 0.999, "probability of a derivation that is written")


@frozen(kw_only=True)
class Clusters:
    """How matches become families and stories (average linkage; absent pairs count as 0)."""

    GROUP = "clusters"
    family_linkage: float = _setting(0.3, 0, 1, "mean copy probability between families to join")
    story_linkage: float = _setting(0.25, 0, 1, "mean same-event probability between families")
    component_limit: int = _setting(3000, 10, 100_000, "articles linked at once; more are split")


@frozen(kw_only=True)
class Derivations:
    """How sources are chosen."""

    GROUP = "derivations"
    trust_time: float = _setting(0.97, 0.1, 1, "probability that times tell the order; 1: always")
    parents: int = _setting(1, 1, 8, "sources in the pile that an article may have")


@frozen(kw_only=True)
class Cleaning:
    """What counts as a line that a publisher repeats."""

    GROUP = "cleaning"
    repeated_line: int = _setting(3, 2, 1000, "articles of a publisher that share such a line")
    repeated_anywhere: int = _setting(10, 2, 100_000, "articles of the pile that share such a line")


@frozen(kw_only=True)
class Output:
    """What is written of large families and stories, so that output stays linear."""

    GROUP = "output"
    strongest: int = _setting(32, 1, 1024, "same_story matches written per article")
    family_rows: int = _setting(64, 2, 4096, "families up to this size list every match")


_GROUPS: tuple[type, ...] = (
    Fingerprints, Candidates, Cleaning, Thresholds, Clusters, Derivations, Output,
)  # fmt: skip


@frozen(kw_only=True)
class Recipe:
    """All settings of a run. Immutable; make variants with :func:`attrs.evolve`."""

    fingerprints: Fingerprints = field(factory=Fingerprints)
    candidates: Candidates = field(factory=Candidates)
    cleaning: Cleaning = field(factory=Cleaning)
    thresholds: Thresholds = field(factory=Thresholds)
    clusters: Clusters = field(factory=Clusters)
    derivations: Derivations = field(factory=Derivations)
    output: Output = field(factory=Output)

    def __attrs_post_init__(self) -> None:
        c, f = self.candidates, self.fingerprints
        if c.bands * c.rows > f.num_perm:
            raise RecipeError(
                f"candidates.bands x candidates.rows = {c.bands * c.rows} is more than "
                f"fingerprints.num_perm = {f.num_perm}",
                hint="lower bands or rows, or raise num_perm",
            )

    def with_strictness(self, level: str) -> Recipe:
        """The same recipe with ``thresholds.copy`` of a measured level, such as ``"strict"``.

        ``dedupe recipe frontier`` tells the levels and what they cost.

        Raises:
            UsageError: no such level.
        """
        from provenance.frontier import frontier

        return self.with_copy(frontier().at(level).threshold)

    def with_false_links(self, share: float) -> Recipe:
        """The same recipe, miscalling at most a share of independent reports, as measured.

        It takes the lowest measured ``thresholds.copy`` that keeps to that share.

        Raises:
            UsageError: not a share, or less than any threshold was measured to reach.
        """
        from provenance.frontier import frontier

        return self.with_copy(frontier().within(share).threshold)

    def with_copy(self, threshold: float) -> Recipe:
        """The same recipe with another ``thresholds.copy``.

        Raises:
            RecipeError: a threshold that cannot be.
        """
        return attrs.evolve(self, thresholds=attrs.evolve(self.thresholds, copy=threshold))

    def with_window(self, days: float) -> Recipe:
        """The same recipe, comparing no dated articles that are more days apart; 0 lifts it.

        Raises:
            RecipeError: a number of days that cannot be.
        """
        return attrs.evolve(self, candidates=attrs.evolve(self.candidates, window_days=days))

    @property
    def digest(self) -> str:
        """SHA-256 of the settings in canonical JSON, 64 hex digits."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_dict(self) -> dict[str, dict[str, float]]:
        """The settings, by group and name."""
        return attrs.asdict(self)

    def to_toml(self) -> str:
        """The whole recipe as TOML, each setting with its meaning."""
        out: list[str] = []
        for kind in _GROUPS:
            group = getattr(self, kind.GROUP)  # type: ignore[attr-defined]
            out += [f"# {(kind.__doc__ or '').strip()}", f"[{kind.GROUP}]"]  # type: ignore[attr-defined]
            out += [
                f"{f'{a.name} = {getattr(group, a.name)}':32s} # {a.metadata['help']}"
                for a in attrs.fields(kind)
            ]
            out.append("")
        return "\n".join(out)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], *, where: str = "recipe") -> Recipe:
        """Build a recipe from groups of settings; what is absent keeps its default.

        Raises:
            RecipeError: an unknown group or setting (with the nearest name), a bad value.
        """
        known = {kind.GROUP: kind for kind in _GROUPS}  # type: ignore[attr-defined]
        groups: dict[str, Any] = {}
        for name, settings in values.items():
            if name not in known:
                raise RecipeError(f"{where}: no group [{name}]", hint=_nearest(name, known))
            if not isinstance(settings, Mapping):
                raise RecipeError(
                    f"{where}: [{name}] must be a table of settings",
                    hint=f"write [{name}] on a line of its own, and its settings below",
                )
            names = [a.name for a in attrs.fields(known[name])]
            for key in settings:
                if key not in names:
                    raise RecipeError(
                        f"{where}: no setting {name}.{key}", hint=_nearest(key, names)
                    )
            groups[name] = settings
        try:
            return cls(**{name: known[name](**settings) for name, settings in groups.items()})
        except RecipeError as err:
            raise RecipeError(f"{where}: {err.message}", hint=err.hint) from err

    @classmethod
    def load(cls, path: str | Path) -> Recipe:
        """Read a TOML recipe.

        Raises:
            RecipeError: unreadable, not TOML, or a setting that cannot be.
        """
        return cls.from_dict(read_settings(path), where=str(path))


def read_settings(path: str | Path) -> dict[str, Any]:
    """What a TOML recipe sets, and nothing else: groups of settings, not yet checked.

    Raises:
        RecipeError: unreadable, or not TOML.
    """
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as err:
        raise RecipeError(
            f"{path}: cannot be read ({err.strerror})",
            hint="give the path of a TOML file, as dedupe recipe show prints one",
        ) from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise RecipeError(
            f"{path}: not a TOML file ({err})",
            hint="start from a file that is right: dedupe recipe show > recipe.toml",
        ) from err


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
