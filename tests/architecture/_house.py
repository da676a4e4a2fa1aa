"""What the source files say of themselves: their names, floors and imports, read from their syntax.

Every import counts: inside functions, under ``TYPE_CHECKING``, and ``import_module("...")``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "provenance"

#: From roof to ground; a file imports only from floors below its own.
FLOORS = (
    "__init__",
    "cli",
    "api",
    "dataflow",
    "passes",
    "result",
    "selftest",
    "sketch",
    "formats",
    "stages",
    "text",
    "schema",
    "engines",
    "model",
    "recipe",
    "frontier",
    "memory",
    "kernels",
    "errors",
)


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def floor(module: str) -> str:
    """The floor that a module of the package stands on."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


def _base(node: ast.ImportFrom, module: str) -> str:
    """The absolute name of what ``from X import ...`` imports from."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    is_package = modules()[module].name == "__init__.py"
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, node.module] if node.module else kept)


def _named(node: ast.AST, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _base(node, module)
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in modules() else base
    elif isinstance(node, ast.Call) and node.args:
        called = ast.unparse(node.func).rsplit(".", 1)[-1]
        target = node.args[0]
        if called == "import_module" and isinstance(target, ast.Constant):
            yield str(target.value)


@cache
def imports(module: str) -> frozenset[str]:
    """The modules that a module imports, by absolute dotted name."""
    return frozenset(name for node in ast.walk(tree(module)) for name in _named(node, module))


def inner_imports(module: str) -> set[str]:
    """Those of :func:`imports` that belong to the package."""
    return {name for name in imports(module) if name.split(".")[0] == PACKAGE.name}
