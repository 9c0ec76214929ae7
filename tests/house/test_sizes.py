"""A house one can hold in the head: short files, short functions, one way to import."""

from __future__ import annotations

import ast
import re

from tests.house.sources import (
    ANALYSIS,
    PLATFORM,
    ROOT,
    functions_of,
    name_of,
    python_files,
    rooms,
    templates,
    tree_of,
)

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
SLOW = {"numba", "scipy", "typst", "maillage_analysis"}
OURS = (ROOT / "src", ROOT / "tests", ROOT / "bench")
CORE_FILES = {
    "__init__.py", "apps.py", "assets.py", "checks.py", "glyphs.py", "guards.py", "ics.py", "logs.py", "markdown.py", "middleware.py", "models.py", "outbox.py",
    "privacy.py", "ratelimit.py", "readonly.py", "smtp.py", "tasks.py", "tokens.py", "typeset.py", "typography.py", "views.py",
}  # fmt: skip


def test_files_stay_short() -> None:
    paths = [*python_files(*OURS), *templates(), *PLATFORM.rglob("static/**/*.js")]
    long = {
        name_of(path): n
        for path in paths
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    }
    assert not long


def test_functions_stay_short() -> None:
    long = {
        f"{name_of(path)}:{node.name}": n
        for path in python_files(*OURS)
        for node in functions_of(path)
        if (n := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert not long


def test_imports_are_absolute() -> None:
    relative = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(*OURS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def _imported_at_top(tree: ast.Module) -> set[str]:
    """First names of the packages a module imports when it is loaded (not under `if TYPE_CHECKING`)."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_the_platform_loads_nothing_slow() -> None:
    slow = {
        name_of(path): found
        for path in python_files(PLATFORM)
        if (found := _imported_at_top(tree_of(path)) & SLOW)
    }
    assert not slow


def test_compiled_loops_stay_in_kernels() -> None:
    """numba is imported at the top of kernels only; everything else reaches it inside a function."""
    outside = [
        name_of(path)
        for path in python_files(ANALYSIS)
        if "numba" in _imported_at_top(tree_of(path)) and not path.name.startswith("kernel")
    ]
    assert not outside


def test_migrations_say_what_they_do() -> None:
    unnamed = [
        name_of(path)
        for path in PLATFORM.glob("*/migrations/0*.py")
        if re.search(r"_auto_|_alter_.*_and_more|^\d{4}_auto", path.name)
        or not re.match(r"\d{4}_[a-z][a-z0-9_]+\.py$", path.name)
    ]
    assert not unnamed


def test_every_room_has_its_place_in_the_order() -> None:
    found = {path.parent.name for path in PLATFORM.glob("*/apps.py")}
    assert found == set(rooms())


def test_core_is_a_closed_list_of_files() -> None:
    found = {path.name for path in (PLATFORM / "core").glob("*.py")}
    assert found <= CORE_FILES
