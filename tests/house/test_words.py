"""What must never be written in the project, and what must always be documented."""

from __future__ import annotations

import re

from django.apps import apps

from tests.house.sources import (
    ANALYSIS,
    DOCS,
    PLATFORM,
    ROOT,
    name_of,
    project,
    python_files,
    rooms,
    tracked_files,
)

# Cut in two, so that this file does not hold what it looks for.
FORBIDDEN = [
    "pypi" + ".org", "files.python" + "hosted.org", "registry." + "npmjs", "crates" + ".io", "/ro" + "ot/", "/wo" + "rk/",
    "/ho" + "me/", "clau" + "de", "anthro" + "pic", "chat" + "gpt",
]  # fmt: skip
BINARY = {".png", ".ico", ".xlsx", ".ods", ".woff2", ".ttf", ".otf", ".jpg", ".pdf"}
MIDPOINT = re.compile(r"\w[·•‧]\w")
TO_DO = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")


def test_no_registry_no_machine_no_tool_is_named() -> None:
    found = [
        f"{name_of(path)}: {word}"
        for path in tracked_files()
        if path.suffix not in BINARY and path.name != "first_names.txt"  # people bear one of these names
        for word in FORBIDDEN
        if word in path.read_text(encoding="utf-8", errors="replace").lower()
    ]
    assert not found


def test_nothing_is_left_for_later() -> None:
    paths = [path for path in tracked_files() if path.suffix in {".py", ".html", ".js", ".css", ".typ"}]
    assert not [name_of(path) for path in paths if TO_DO.search(path.read_text(encoding="utf-8"))]


def test_nobody_is_named_with_a_midpoint() -> None:
    """Read aloud, a word cut by a midpoint stumbles. Migrations keep the words of their day."""
    paths = [
        path for path in tracked_files() if path.suffix in {".py", ".html", ".typ", ".md", ".toml", ".json"}
    ]
    written = [path for path in paths if "migrations" not in path.parts and path.is_relative_to(ROOT / "src")]
    assert len(written) > 200
    assert not [name_of(path) for path in written if MIDPOINT.search(path.read_text(encoding="utf-8"))]


def test_locks_name_no_host_and_hold_every_dependency() -> None:
    everything = (ROOT / "requirements-dev.lock").read_text()
    runs = (ROOT / "requirements.lock").read_text()
    assert "://" not in everything + runs
    wanted = {re.split(r"[\[<>=]", line)[0] for line in project()["project"]["dependencies"]}  # type: ignore[index]
    assert not {name for name in wanted if f"\n{name}==" not in "\n" + runs}
    assert not {line for line in re.findall(r"^\S+==\S+", runs, re.M) if line not in everything}
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", runs.strip()))


def _exploitation() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((DOCS / "exploitation").glob("*.md"))
    )


def test_every_setting_of_the_environment_is_documented() -> None:
    read = re.compile(
        r"(?:environ(?:\.get|\.setdefault)?[\(\[]|getenv\(|_flag\(|_number\()\s*[\"']([A-Z][A-Z0-9_]+)[\"']"
    )
    names = {
        name for path in python_files(ROOT / "src") for name in read.findall(path.read_text(encoding="utf-8"))
    }
    assert len(names) > 5
    assert not names - {"DJANGO_SETTINGS_MODULE"} - set(re.findall(r"`([A-Z][A-Z0-9_]+)`", _exploitation()))


def test_every_command_is_documented() -> None:
    commands = {path.stem for path in PLATFORM.glob("*/management/commands/*.py")} - {"__init__"}
    assert not {name for name in commands if f"maillage {name}" not in _exploitation()}


def test_readme_stays_short_and_opens_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    first_screen = "\n".join(lines[:30])
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_every_metric_has_its_page_and_its_words() -> None:
    """The catalogue is written from the registry, when the documentation is built."""
    from docs.catalogue import pages

    written = pages()
    assert len(written) == len(
        [path for path in (ANALYSIS / "metrics").glob("*.py") if not path.name.startswith("_")]
    )
    assert len(written) > 20
    for key, page in written.items():
        sections = [section.strip() for section in page.split("\n## ")[1:]]
        assert all(section.partition("\n")[2].strip() for section in sections), key
        assert "'" not in re.sub(r"`[^`]*`", "", sections[0] + sections[1] + sections[2]), key


def test_every_thing_kept_is_in_the_glossary() -> None:
    """One word per thing: the glossary has the French name of each model beside its name in the code."""
    glossary = (DOCS / "reference" / "glossaire.md").read_text(encoding="utf-8")
    codes = set(re.findall(r"^\|[^|]+\| `(\w+)` \|", glossary, re.M))
    models = {model.__name__ for model in apps.get_models() if model._meta.app_label in rooms()}
    assert not models - codes
