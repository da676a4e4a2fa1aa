"""The first start ever: two processes compile what one would compile after the other.

A run compiles each kernel when it comes to it. A second process goes the same way meanwhile with a
handful of sentences, passes the kernels of the first half in plain Python, and so compiles those of
the second half, with the very types that a run has. What it has compiled lies on disk when the run
comes to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np

from provenance.engines.helpers import beside
from provenance.kernels.compiled.tokens import _tokenize

_SENTENCES = (
    "The council of Harbour Town met on Monday and chose Ada Lint as its mayor by 31 votes to 12.",
    "Fishermen had blocked the old quay for three days over the price of diesel, she told them.",
    "A new ferry will cross to Veltria twice a week from May, the harbour master Jon Abel said.",
    "The bridge at Ostmark stays closed until the river falls below four metres, police reported.",
)

#: The last kernels of fingerprinting, which belong to the second half: so both take as long.
_LAST = ("flag_words", "without_headlines", "content_sets", "places", "style_counts")


def is_first() -> bool:
    """Whether no earlier start has left its kernels."""
    return not _tokenize.is_kept


@contextmanager
def second_half_compiled() -> Iterator[None]:
    """Have the kernels of the second half compiled beside, where that can help."""
    if not _tokenize.can_be_kept or (os.cpu_count() or 1) < 2 or not sys.executable:
        yield
        return
    null = subprocess.DEVNULL
    with beside(__name__, "compile_second_half", stdin=null, stdout=null, stderr=null) as process:
        try:
            yield
        finally:
            process.kill()


def compile_second_half() -> None:
    """Compile the second half; for a process of its own, which it leaves changed."""
    from provenance.engines.lean import load_lean

    load_lean()
    from provenance.api import dedupe
    from provenance.kernels import compiled, reference
    from provenance.stages import (
        background,
        begun,
        credit_sieve,
        cued,
        details,
        masked,
        sieve,
        sketches,
        spotted,
    )

    passed = SimpleNamespace(**vars(reference) | {name: vars(compiled)[name] for name in _LAST})
    for stage in (background, details, masked, sketches):
        vars(stage)["compiled"] = passed
    vars(spotted)["find_cues"] = vars(sieve)["find_cues"] = reference.find_cues
    vars(begun)["begins"] = reference.begins
    vars(cued)["may_name"] = vars(credit_sieve)["may_name"] = reference.may_name
    vars(cued)["cut_off"] = reference.cut_off
    vars(cued)["steps_back"] = vars(credit_sieve)["steps_back"] = reference.steps_back
    texts = [" ".join(_SENTENCES[k:] + _SENTENCES[:1]) for k in range(3)]
    dedupe([{"id": str(k), "text": text} for k, text in enumerate(texts)], workers=1)
    compiled.average_linkage(np.eye(3), 0.5)  # for which the pile is too small
