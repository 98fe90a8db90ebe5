"""What exists is documented, and what is documented exists."""

import re
from pathlib import Path

import msgspec
import pytest

from cms import records
from site_builder.content import Content
from site_builder.templating import Theme

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "themes/README.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
HEADINGS_OF_A_DECISION = ["**Context.**", "**Decision.**", "**Status.**", "**Consequences.**"]


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def sources(*folders: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))


def in_code(words: set[str], page: str) -> list[str]:
    """Return the words that a page does not have in a piece of code."""
    pieces = " ".join(re.findall(r"`([^`\n]+)`", page)) + " ".join(re.findall(r"(?m)^    .*$", page))
    return sorted(word for word in words if not re.search(rf"(?<![\w.]){re.escape(word)}\b", pieces))


def test_every_environment_variable_is_in_the_settings_page() -> None:
    names = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', sources("cms/settings")))
    assert "DATABASE_URL" in names
    assert in_code(names, text("settings.md")) == []


def test_the_settings_page_names_no_variable_that_nothing_reads() -> None:
    read = sources("cms/settings") + (ROOT / "manage.py").read_text(encoding="utf-8")
    table = re.findall(r"(?m)^\| `([A-Z_]+)` \|", text("settings.md"))
    assert [name for name in table if name not in read] == []


def test_every_command_is_in_the_commands_page() -> None:
    folders = [ROOT / name for name in ("cms", "site_builder", "content_fixtures", "search")]
    commands = {file.stem for folder in folders for file in folder.rglob("management/commands/*.py")} - {"__init__"}
    assert "build" in commands
    assert set(re.findall(r"(?m)^\| `(\w+)", text("commands.md"))) == commands


def test_every_check_is_in_the_checks_page_and_the_other_way_round() -> None:
    ids = set(re.findall(r'id="(\w+\.[EWI]\d{3})"', sources("cms", "site_builder", "content_fixtures", "search")))
    assert ids == set(re.findall(r"(?m)^\| `(\w+\.[EWI]\d{3})`", text("checks.md")))


def test_every_record_that_has_a_key_is_in_the_records_page() -> None:
    tagged = {
        name for name in records.__all__
        if isinstance(getattr(records, name), type) and issubclass(getattr(records, name), msgspec.Struct)
        and getattr(records, name).__struct_config__.tag is not None
    }
    assert "ArticleRecord" in tagged
    assert in_code(tagged - {"Content"} | {"Card"}, text("records-and-export.md")) == []


def test_every_question_and_filter_of_templates_is_in_the_themes_page() -> None:
    questions = {f"content.{name}" for name in vars(Content) if not name.startswith("_") and name not in ("note", "used")}
    assert in_code(questions, text("themes.md")) == []
    theme = Theme(ROOT / "themes", "portal", lambda name: name)
    ours = {name for name, each in theme.environment.filters.items() if each.__module__.startswith("site_builder")}
    assert {"day", "minute"} <= ours
    assert in_code(ours, text("themes.md")) == []


def test_every_target_of_the_makefile_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"(?m)^\.PHONY: (.*)$", makefile)[1].split())  # type: ignore[index]
    explained = set(re.findall(r"(?m)^([a-z-]+):.*## ", makefile))
    assert targets - explained <= {"migrate"}


def test_the_two_commands_come_first_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"(?m)^    (\S.*)$", readme)
    assert [line.partition("  ")[0] for line in code[:2]] == ["make demo", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    linked = {(DOCS / link).resolve() for link in LINK.findall(text("index.md"))}
    assert [page.name for page in DOCS.rglob("*.md") if page.resolve() not in linked and page.name != "index.md"] == []


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("*.md")), ids=lambda page: page.stem)
def test_a_decision_says_its_context_and_consequences_on_one_page(page: Path) -> None:
    decision = page.read_text(encoding="utf-8")
    places = [decision.find(heading) for heading in HEADINGS_OF_A_DECISION]
    assert -1 not in places
    assert places == sorted(places)
    assert len(decision.split()) < 400
    assert decision.startswith(f"# {int(page.name[:4])}. ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pictures_in_pages_are_there(page: Path) -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert [picture for picture in pictures if not (page.parent / picture).exists()] == []
