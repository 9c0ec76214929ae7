"""What the house tests read: the project's own files."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLATFORM = ROOT / "src" / "maillage"
ANALYSIS = ROOT / "src" / "maillage_analysis"
DOCS = ROOT / "docs"


def python_files(*folders: Path) -> list[Path]:
    """Our Python files; migrations are written by a machine."""
    return sorted(
        path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    """Every template of the platform."""
    return sorted(PLATFORM.rglob("templates/**/*.*"))


def name_of(path: Path) -> str:
    """The path as one reads it in a failure."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, nested ones included."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def project() -> dict[str, object]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def rooms() -> tuple[str, ...]:
    """The rooms from top to bottom, as the import contract lists them; neighbours of one row one after the other."""
    contracts = project()["tool"]["importlinter"]["contracts"]  # type: ignore[index]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return tuple(room.strip() for layer in layers for room in layer.split("|"))


def tracked_files() -> list[Path]:
    """Files of the repository, those about to be committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]
