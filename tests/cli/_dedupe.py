"""The installed ``dedupe``, as a user's shell starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from _forkserver import server

DEDUPE = str(Path(sys.executable).with_name("dedupe"))

FERRY = (
    "The harbour council voted on Tuesday to close the old ferry terminal after engineers found "
    "cracks in its piers. Repairs would cost 14 million crowns, said mayor Ilse Brandt, and the "
    "city cannot pay for them before 2031. Commuters will be moved to buses from March. The "
    "shipping line Nordfjord said it would look for another berth, and unions asked for talks "
    "about the 120 people who work at the terminal."
)
COMET = (
    "Astronomers at the Kalvan observatory reported a faint comet that no catalogue lists. It was "
    "seen on four nights by two telescopes, said Petra Oduya, who leads the survey, and should "
    "pass closest to the sun in August. Amateurs with a small instrument may see it low in the "
    "west after dusk, if the weather over the plain holds."
)


class Done(NamedTuple):
    """What a finished command left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


#: Variables that Python looks at when it starts.
_AT_START = ("PYTHON", "LC_", "LANG")


def dedupe(
    *words: object,
    stdin: bytes | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Done:
    """Run it to its end, loaded already where it may be; a traceback is never an answer."""
    if not hasattr(os, "fork") or any(name.startswith(_AT_START) for name in env or {}):
        return started(*words, stdin=stdin, cwd=cwd, env=env)
    return _done(*server().run([*map(str, words)], cwd, env or {}, stdin))


def started(
    *words: object,
    stdin: bytes | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> Done:
    """The same in an interpreter of its own, as from a shell."""
    run = subprocess.run(
        [DEDUPE, *map(str, words)],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        preexec_fn=before,
        timeout=120,
        check=False,
    )
    return _done(run.returncode, run.stdout, run.stderr)


def _done(code: int, out: bytes, err: bytes) -> Done:
    done = Done(code, out.decode("utf-8"), err.decode("utf-8"))
    assert "Traceback" not in done.err, done.err
    assert "something broke inside" not in done.err, done.err
    return done


def refused(done: Done, code: int, *parts: str) -> None:
    """Check an error: its code, what its message names, and that it says what to do."""
    assert done.code == code, done
    assert done.out == ""
    assert done.err.startswith("error: "), done.err
    for part in parts:
        assert part in done.err, done.err
    hint = done.err.rstrip("\n").partition("\n")[2]
    assert hint.startswith("  ") and len(hint) > 5, done.err


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    """Records as JSON lines."""
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def pile() -> list[dict[str, Any]]:
    """Six articles: two of one text, a third lightly edited, an excerpt of it, and two apart."""
    edited = FERRY.replace("unions asked for talks", "unions demanded talks at once")
    return [
        {"id": "ferry-1", "text": FERRY, "date": "2026-01-10T08:00:00Z", "source": "Havnposten"},
        {"id": "ferry-2", "text": FERRY, "date": "2026-01-10T11:00:00Z", "source": "Kystradio"},
        {"id": "ferry-3", "text": edited, "date": "2026-01-11T09:00:00Z", "section": "local"},
        {"id": "ferry-4", "text": FERRY[:310], "date": "2026-01-12T09:00:00Z"},
        {"id": "comet", "text": COMET, "date": "2026-01-10T09:30:00Z"},
        {"id": "emoji", "text": "🎉 🎉"},
    ]
