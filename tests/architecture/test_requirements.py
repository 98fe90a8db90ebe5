"""What the product imports is pinned, with a reason, and what is pinned is imported."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("cms", "site_builder", "content_fixtures", "search")
LINE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[\w+\])?==(\S+)\s+# (\S.*)$")
# Named in settings as strings, brought by an address, or loaded by what stands beside them.
NOT_IMPORTED = {"whitenoise", "psycopg", "django-filter", "django-tasks"}


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in text if line.strip() and not line.startswith(("#", "-"))]


def distribution(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    found = set()
    for file in (file for folder in PRODUCT for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - set(PRODUCT)


def test_every_requirement_is_pinned_and_says_what_it_is_for() -> None:
    assert [line for line in lines("requirements.txt") if not LINE.match(line)] == []


def test_what_the_product_imports_is_required_and_nothing_else() -> None:
    required = {distribution(line.split("==")[0].split("[")[0]) for line in lines("requirements.txt")}
    owners = packages_distributions()
    # What Wagtail and boto3 bring belongs to them, as their own documentation says.
    used = {distribution(owner) for name in imported() for owner in owners.get(name, [name])}
    brought = {"botocore", "django-modelcluster", "django-taggit", "django-treebeard", "modelsearch"}
    # Only builds on a cluster need it, and they say how to install it.
    optional = {"distributed"}
    assert used - brought - optional - required == set()
    assert required - used - NOT_IMPORTED == set()


def test_constraints_agree_with_the_requirements() -> None:
    fixed = dict(line.split("==") for line in lines("constraints.txt"))
    fixed = {distribution(name): version for name, version in fixed.items()}
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in lines(name):
            wanted, version = line.split("#")[0].strip().split("==")
            assert fixed[distribution(wanted.split("[")[0])] == version
