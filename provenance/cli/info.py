"""``dedupe info``."""

from __future__ import annotations

import click

from provenance.errors import EngineError


@click.command(epilog="\b\nExample:\n  dedupe info --self-test")
@click.option("--self-test", is_flag=True, help="Check the hashes of this machine.")
def command(self_test: bool) -> None:
    """Tell versions and hash schemes."""
    import platform
    from importlib.metadata import version

    from provenance.kernels.contract import MINHASH_SCHEME, SIMHASH_SCHEME, TOKEN_SCHEME

    rows = [("news-provenance", version("news-provenance")), ("python", platform.python_version())]
    rows += [
        (n, version(n)) for n in ("attrs", "datasketch", "numba", "numpy", "pyarrow", "simhash")
    ]
    rows += [("tokens", TOKEN_SCHEME), ("minhash", MINHASH_SCHEME), ("simhash", SIMHASH_SCHEME)]
    for name, value in rows:
        click.echo(f"{name:16s} {value}")
    if self_test:
        _self_test()


def _self_test() -> None:
    from provenance.selftest import CHECKS

    failed = []
    for name, check in CHECKS:
        good = check()
        click.echo(f"{name:56s} {'ok' if good else 'WRONG'}")
        if not good:
            failed.append(name)
    if failed:
        raise EngineError(
            f"the self-test failed: {', '.join(failed)}",
            hint="reinstall the package; if it fails again, report it with the output above",
        )
