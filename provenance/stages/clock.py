"""When each article was out, and when its text was as it stands: what its times say of that.

``published_at`` says both, but either may be known worse. Without it, an article was out by the
moment that somebody first saw it, or that it was last changed; before that, nothing is known. And
one that was changed later may hold what others had published meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.stages.columns import seconds_of, single


class Clock(NamedTuple):
    """Moments of n rows in seconds since 1970, float64[n]; NaN where unknown.

    ``seconds``: when it came out, so that nothing came from it before; ``resolution``: how exact
    that is, in seconds. ``out``: when it was out at the latest; ``text``: when its text was as it
    stands, at the latest. bool[n]: ``changed``, whether ``out`` is when it was last changed;
    ``sooner``, whether it was seen before the date it bears; ``doubted``, whether the other
    versions contradict what it says, so that these moments are read from them.
    """

    seconds: np.ndarray
    resolution: np.ndarray
    out: np.ndarray
    text: np.ndarray
    changed: np.ndarray
    sooner: np.ndarray
    doubted: np.ndarray

    def corrected(self, moments: Mapping[int, float]) -> Clock:
        """The same, with rows that came out at other moments than they say."""
        rows = np.fromiter(moments, np.int64, len(moments))
        read = np.fromiter(moments.values(), np.float64, len(moments))
        columns = [column.copy() for column in self]
        for column, value in zip(columns, (read, 0.0, read, read, False, False, True), strict=True):
            column[rows] = value
        return Clock(*columns)

    @property
    def after(self) -> np.ndarray:
        """The first moment that it may have come out, -inf where unknown."""
        after: np.ndarray = np.nan_to_num(self.seconds - self.resolution, nan=-np.inf)
        return after

    @property
    def by(self) -> np.ndarray:
        """The last moment at which something may have gone into its text, inf where unknown."""
        by: np.ndarray = np.nan_to_num(self.text + self.resolution, nan=np.inf)
        return by


def clock_of(features: pa.Table) -> Clock:
    """The clock of a table with the four columns of time of :data:`provenance.schema.INPUT`.

    An article that was seen before the date it bears came out when it was seen.
    """
    resolution = single(features, "published_resolution_s").fill_null(1).to_numpy()
    published, modified, seen = (
        seconds_of(features, name) for name in ("published_at", "modified_at", "first_seen_at")
    )
    dated = np.where(np.isnan(published), np.nan, np.fmin(published, seen))
    out = np.where(np.isnan(dated), np.fmin(seen, modified), dated)
    text = np.fmax(out, modified)
    return Clock(
        *(dated, resolution.astype(np.float64), out, text),
        *(out == modified, seen < published, np.zeros(len(out), bool)),
    )


def of_publication(seconds: np.ndarray, resolution: np.ndarray) -> Clock:
    """A clock of moments at which each text was finished and came out; NaN where unknown."""
    no = np.zeros(len(seconds), bool)
    return Clock(seconds, resolution, seconds, seconds, no, no, no)


def never(rows: int) -> Clock:
    """A clock that tells nothing of any row."""
    return of_publication(np.full(rows, np.nan), np.zeros(rows))


def in_words(
    clock: Clock, derived: np.ndarray, source: np.ndarray, sibling: np.ndarray
) -> list[str]:
    """What two times say of one article's coming from the other, or of both from a third.

    Args:
        clock: when each row was out.
        derived, source: int[m], rows of m pairs.
        sibling: bool[m], whether both are to come from a third.
    """
    first = clock.out[derived] < clock.seconds[source]  # of the two that can be said, by one clock
    early, late = np.where(first, (derived, source), (source, derived))
    columns = (
        *(first, sibling, clock.doubted[derived], clock.doubted[source]),
        *(np.isnan(clock.seconds[early]), clock.changed[early]),
        (clock.seconds[late] - clock.out[early]) / 3600,
        *(clock.text[early] > clock.seconds[late], clock.sooner[late]),
    )
    return [_said(*one) for one in zip(*(column.tolist() for column in columns), strict=True)]


def _said(
    first: bool, sibling: bool, doubted: bool, other_doubted: bool, undated: bool, changed: bool,
    gap: float, altered: bool, sooner: bool,
) -> str:  # fmt: skip
    """What the times of one pair say; ``first``: the derived one was out before the other."""
    early, late = ("this one", "the other") if first else ("the other", "this one")
    if doubted or other_doubted:
        which = "this one" if doubted else "the other"
        return f"the time of {which} does not fit the other versions of the text"
    if undated:
        what = "last changed" if changed else "first seen"
        return f"{early} was {what} {gap:.1f} hours before {late} was published"
    order = "the source later, by its own account" if first else "in this order"
    if sibling:
        order = "the later could come from the earlier"
    said = f"published {gap:.1f} hours apart, {order}"
    if altered:
        said += f"; but {early} was changed after that"
    if sooner:
        said += f"; {late} was seen before the date it bears"
    return said
