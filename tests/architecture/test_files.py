"""Rules about files that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAY_NOTHING = {"utils", "helpers", "common", "misc", "managers", "tools", "lib"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50
TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".yaml", ".json", ".txt", ""}
# Places on the machine where something was written; docs name places on servers, and programs where Debian puts them.
PLACES = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|index-url|repo1?\.maven", re.I)
UNDONE = re.compile(r"(?:#|//|/\*|<!--|\{#)\s*(?:TODO|FIXME|XXX|HACK)\b")


@cache
def files() -> list[Path]:
    """Return what git keeps or would keep; generated folders are none of our writing."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [file for file in files() if file.suffix == ".py" and "migrations" not in file.parts]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Yield each function with its length in lines. They stand in statements: most of a tree, its expressions, is passed over."""
    waiting: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
        waiting += [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt | ast.excepthandler | ast.match_case)]


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_every_file_is_named_for_what_is_in_it() -> None:
    assert [name(file) for file in sources() if file.stem in SAY_NOTHING] == []


def test_no_file_is_too_long() -> None:
    long = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}
    assert {each: lines for each, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    found = [(name(file), each, lines) for file in sources() for each, lines in functions(file) if lines > LONGEST_FUNCTION]
    assert found == []


@pytest.mark.parametrize("pattern", [PLACES, REGISTRIES, UNDONE], ids=["places on a machine", "registries", "things undone"])
def test_no_text_contains(pattern: re.Pattern[str]) -> None:
    here = Path(__file__)
    found = [
        (name(file), match[0]) for file in files() if file.suffix in TEXT and file != here
        for match in [pattern.search(file.read_text(encoding="utf-8"))] if match
    ]
    assert found == []


def test_pages_of_the_base_know_no_page_type() -> None:
    text = (ROOT / "cms/core/models.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    assert "hasattr(self" not in text
    assert "def serve(" not in text


def test_themes_are_no_python() -> None:
    assert [name(file) for file in files() if file.is_relative_to(ROOT / "themes") and file.suffix == ".py"] == []
