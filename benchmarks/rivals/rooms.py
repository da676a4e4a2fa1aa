"""The environments of the rivals: one each, made once, from pinned requirements."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements")
_PATIENCE = 300  # seconds for one installation


def prepared(folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """The Python of each rival that can be installed, and why the others cannot.

    What was tried once is not tried again; remove its folder to do so.
    """
    pythons: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for wanted in sorted(REQUIREMENTS.glob("*.txt")):
        room = folder / wanted.stem
        done, failed = room / "installed", room / "failed"
        if not done.exists() and not failed.exists():
            print(f"installing {wanted.stem} ...", file=sys.stderr)
            reason = _install(room, wanted)
            (failed if reason else done).write_text(reason, encoding="utf-8")
        if done.exists():
            pythons[wanted.stem] = room / "bin" / "python"
        else:
            missing[wanted.stem] = failed.read_text(encoding="utf-8")
    return pythons, missing


def _install(room: Path, wanted: Path) -> str:
    """Make one environment; gives what pip says where it cannot."""
    venv.create(room, with_pip=True)
    command = [str(room / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check"]
    try:
        done = subprocess.run(
            [*command, "install", "-r", str(wanted)],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not installed within {_PATIENCE} s"
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
    return "" if done.returncode == 0 else (errors or ["pip failed"])[-1]


def version(python: Path, name: str) -> str:
    """The version of a package in an environment."""
    asked = f"from importlib.metadata import version; print(version({name!r}))"
    return subprocess.run(
        [python, "-c", asked], check=True, capture_output=True, text=True
    ).stdout.strip()
