"""``dedupe`` as a fork of a process that has loaded it: to load it takes longer than a short run.

A call still has a process of its own, with folder, environment and streams of its own, and goes the
way of the console script from there on. What this cannot show is the start of the interpreter:
that belongs to ``started`` in ``_dedupe.py``, and to the pages in ``tests/docs``.
"""

from __future__ import annotations

import atexit
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

HERE = Path(__file__)
SECONDS = 120


class ForkServer:
    """One server for each process that runs tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        atexit.register(self._process.communicate)  # it ends when nothing more can be asked

    def run(
        self, words: Sequence[str], cwd: Path | None, env: Mapping[str, str], stdin: bytes | None
    ) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and standard error; what takes ``SECONDS`` is ended."""
        with tempfile.TemporaryDirectory() as folder:
            given, out, err = (Path(folder) / name for name in ("in", "out", "err"))
            given.write_bytes(stdin or b"")
            asked = {
                "words": words,
                "folder": str(cwd or Path.cwd()),
                "env": {**os.environ, **env},
                "streams": [os.devnull if stdin is None else str(given), str(out), str(err)],
            }
            assert self._process.stdin and self._process.stdout
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline()), out.read_bytes(), err.read_bytes()


server = cache(ForkServer)


def load() -> None:
    """Load what commands load: no thread may have been started before a fork."""
    from provenance.engines.lean import load_lean

    load_lean()
    import provenance.cli

    for module in pkgutil.iter_modules(provenance.cli.__path__, "provenance.cli."):
        if not module.name.endswith("tuningplot"):  # needs an extra
            import_module(module.name)
    for name in ("provenance.dataflow", "provenance.result", "rich.console", "rich.tree"):
        import_module(name)


def become(asked: dict[str, Any]) -> NoReturn:
    """Be the command that was asked for."""
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["env"])
    modes = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2)
    for number, (name, mode) in enumerate(zip(asked["streams"], modes, strict=True)):
        stream = os.open(name, mode)
        os.dup2(stream, number)
        os.close(stream)
    sys.argv = ["dedupe", *asked["words"]]
    signal.alarm(SECONDS)
    from provenance.cli import script

    script()


def serve() -> None:
    given, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    load()
    for line in given:
        child = os.fork()
        if child == 0:
            given.close()
            os.close(told.fileno())
            become(json.loads(line))
        _, status = os.waitpid(child, 0)
        told.write(b"%d\n" % os.waitstatus_to_exitcode(status))
        told.flush()


if __name__ == "__main__":
    sys.path.pop(0)  # this folder
    serve()
