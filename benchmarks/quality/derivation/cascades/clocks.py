"""When articles came out, and what their records say of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, tzinfo=UTC)
HONEST, MISSING, COARSE, FORGED = "honest", "missing", "coarse", "forged"


def published(parents: Sequence[int], start: datetime, chance: random.Random) -> list[datetime]:
    """True times: each node some minutes to some days after its parent, to the second."""
    out: list[datetime] = []
    for parent in parents:
        wait = timedelta(seconds=60 + round(chance.expovariate(1 / (5 * 3600))))
        out.append(start if parent < 0 else out[parent] + wait)
    return out


def told(
    true: datetime, derived: bool, shares: dict[str, float], chance: random.Random
) -> tuple[str | None, str]:
    """What a record says of a true time, and which of the four kinds of telling it is.

    Forged: a derived article is set back by two hours to ten days in two of three cases; else, and
    for an original, the record was touched later and says so.
    """
    at, by = chance.random(), timedelta(seconds=round(chance.uniform(2 * 3600, 10 * 86_400)))
    back = chance.random() < 2 / 3 and derived
    for kind in (FORGED, MISSING, COARSE):
        share = shares.get(kind, 0.0)
        if at < share:
            break
        at -= share
    else:
        return true.isoformat(), HONEST
    if kind == MISSING:
        return None, kind
    if kind == COARSE:
        return true.date().isoformat(), kind
    return (true - by if back else true + by).isoformat(), kind
