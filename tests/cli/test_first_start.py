"""What a first start compiles beside is what the run itself would have compiled."""

from __future__ import annotations

import subprocess
import sys

import made_news as news
import numpy as np
import pytest

import provenance as pv
from provenance.cli import firststart
from provenance.kernels import compiled
from provenance.kernels.compiled import tokens

COMPILE = """
import sys
from provenance.cli.firststart import compile_second_half
from provenance.kernels.jit import Kernel

compile_second_half()
print(sorted(
    f"{name}.{kernel}"
    for name, module in list(sys.modules.items()) if name.startswith("provenance.kernels.compiled")
    for kernel, found in vars(module).items()
    if isinstance(found, Kernel) and "dispatcher" in vars(found)
))
"""


@pytest.mark.skipif(not tokens._tokenize.can_be_kept, reason="no folder keeps kernels here")
def test_it_compiles_nothing_that_a_run_would_not() -> None:
    texts = [news.text(0), news.edited(0, by=1), news.retold(0), news.text(1), news.text(0)]
    pv.dedupe([{"id": str(k), "text": text} for k, text in enumerate(texts)])
    compiled.average_linkage(np.eye(3), 0.5)  # which takes three families of one story
    done = subprocess.run(
        [sys.executable, "-c", COMPILE], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n", "these were compiled although a run had left all it needs"


def test_it_ends_with_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(firststart.subprocess, "Popen", Watched)
    monkeypatch.setattr(type(tokens._tokenize), "can_be_kept", True)
    monkeypatch.setattr(firststart.os, "cpu_count", lambda: 2)
    with firststart.second_half_compiled():
        assert len(started) == 1 and started[0].poll() is None
    assert started[0].poll() is not None


def test_where_it_cannot_help_it_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firststart.subprocess, "Popen", None)
    monkeypatch.setattr(firststart.os, "cpu_count", lambda: 1)
    with firststart.second_half_compiled():
        pass
    assert not firststart.is_first() or not tokens._tokenize.can_be_kept
