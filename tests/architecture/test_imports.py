"""The import direction, and that no module of the builder escapes it."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Those that bring Django and the core of the builder together.
EDGE = {
    "apps", "attempts", "checks", "impact", "incidents", "orders", "project", "publisher", "reconcile",
    "refresh", "restoring", "second_half", "verification", "watchman", "web_server",
}
# Those of search that may know Django.
EDGE_OF_SEARCH = {
    "answering_view", "answers", "apps", "asking", "checks", "current", "follower", "indexing", "locks", "models",
    "notes", "page_urls", "pages", "parameters", "parsers", "project", "published", "report_view", "schema", "source",
    "statistics", "sweep", "tally", "throttling", "urls", "views", "wagtail_hooks",
}


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def core_of_the_builder() -> set[str]:
    modules = {file.stem for file in (ROOT / "site_builder").glob("*.py")} - {"__init__"} - EDGE
    packages = {folder.name for folder in (ROOT / "site_builder").iterdir() if (folder / "__init__.py").exists()}
    return {f"site_builder.{name}" for name in modules | packages - {"management"}}


def core_of_search() -> set[str]:
    modules = {file.stem for file in (ROOT / "search").glob("*.py")} - {"__init__"} - EDGE_OF_SEARCH
    return {f"search.{name}" for name in modules | {"engines", "extraction"}}


def test_imports_go_one_way() -> None:
    command = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_module_of_the_builders_core_is_under_contract(project: dict[str, Any]) -> None:
    contract = next(
        each for each in project["tool"]["importlinter"]["contracts"] if each["name"].startswith("The core of the builder")
    )
    assert set(contract["source_modules"]) == core_of_the_builder()


def test_every_module_of_the_builders_core_is_typed_strictly(project: dict[str, Any]) -> None:
    strict = next(each for each in project["tool"]["mypy"]["overrides"] if each.get("disallow_any_generics"))
    assert {name.removesuffix(".*") for name in strict["module"]} == core_of_the_builder() | core_of_search() | {"cms.records"}


def test_every_module_of_the_core_of_search_is_under_contract(project: dict[str, Any]) -> None:
    contract = next(
        each for each in project["tool"]["importlinter"]["contracts"] if each["name"].startswith("The core of search")
    )
    assert set(contract["source_modules"]) == core_of_search()


def test_subjects_under_contract_are_those_with_page_types(project: dict[str, Any]) -> None:
    contract = next(each for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "independence")
    subjects = {f"cms.{file.parent.name}" for file in (ROOT / "cms").glob("*/exporter.py")}
    assert set(contract["modules"]) == subjects
