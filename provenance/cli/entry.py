"""The group of all verbs, and the one place where faults become messages and exit codes."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, TextIO

import click

from provenance.cli.plain import plain_lines, ready_streams
from provenance.cli.signals import TERMINATED, Terminated
from provenance.errors import ProvenanceError

#: Verb, and what it does in one line (shown by ``dedupe --help`` without loading anything).
VERBS = {
    "run": "Find families, stories and derivations in a pile of news.",
    "explain": "Say why two articles of a run were or were not matched.",
    "trace": "Show what one article of a run came from, and what came from it.",
    "compare": "Compare two text files.",
    "keep": "Write one article per family of a run.",
    "tune": "Show what each threshold would do, on labels of your own.",
    "export": "Write a run as W3C PROV, GraphML, DOT, JSON-LD or ninjs.",
    "recipe": "Show or check the settings of a run.",
    "info": "Tell versions and hash schemes; test them.",
}

EPILOG = """\b
Examples:
  dedupe run news/                      what is in a folder of .txt files
  dedupe run dump.jsonl.gz -o out       tables of a large dump
  dedupe explain out ID1 ID2            why these two were matched
  dedupe keep out --policy earliest     one article per family, as JSON lines
"""

_INTERRUPTED = 130


class _Verbs(click.Group):
    """Loads a verb's module when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"provenance.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], VERBS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(VERBS)}"
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"dedupe {version('news-provenance')}")
        ctx.exit()


@click.group(
    cls=_Verbs,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Print the version and exit.")  # fmt: skip
def dedupe() -> None:
    """Find the versions of a news story, and which derived from which."""


def outcome(argv: list[str] | None) -> int:
    """Run a command and give its exit code; every fault a user can cause ends in one message."""
    ready_streams()
    try:
        code = dedupe.main(argv, prog_name="dedupe", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as err:
        return int(err.exit_code)
    except SystemExit:
        return 0  # how click says that the reader of a pipe has seen enough
    except click.ClickException as err:
        err.show()
        return 2
    except ProvenanceError as err:
        return _told(str(err), err.exit_code)
    except Terminated:
        return _told("terminated; nothing was written", TERMINATED, "")
    except (KeyboardInterrupt, click.Abort):
        return _told("interrupted; nothing was written", _INTERRUPTED, "")
    except OSError as err:
        return _system(err)
    except MemoryError:
        return _told(
            "out of memory\n  name what there is, as in --memory 4GB, or give fewer articles", 5
        )
    except Exception as err:
        words = sys.argv[1:] if argv is None else argv
        if "-v" in words or "--verbose" in words:
            raise
        then = "-v shows where" if words[:1] == ["run"] else "please report it"
        return _told(
            f"something broke inside ({type(err).__name__}: {err})\n"
            f"  this is a fault of the program; {then}",
            5,
        )


def _told(message: str, code: int, before: str = "error: ") -> int:
    """The code, after the message; a standard error that takes nothing changes no code."""
    with suppress(OSError):
        click.echo(before + plain_lines(message), err=True)
    return code


def _system(err: OSError) -> int:
    """A broken pipe is a reader that has seen enough; the rest is told."""
    if err.errno == errno.EPIPE:
        _drop(sys.stdout)
        return 0
    if err.filename is None:
        _drop(sys.stdout)  # else what it may still hold would fail once more at the exit
    what = f"{err.filename or 'writing failed'}: {err.strerror or err}"
    return _told(f"{what}\n  free some space, or write elsewhere", 5)


def _drop(stream: TextIO) -> None:
    """Send what a stream still holds nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
