"""Templates compiled ahead of their use."""

from pathlib import Path

from site_builder.compiling import cache_folder, compiled_meanwhile
from tests.site_builder.cluster import write_themes


def test_templates_are_compiled_and_broken_ones_left_to_whoever_needs_them(tmp_path: Path) -> None:
    themes = write_themes(tmp_path / "themes")
    (themes / "shared/pages/article.html").write_text("{% extends %}")
    with compiled_meanwhile(themes, tmp_path / "state"):
        pass
    templates = sum(1 for _ in themes.rglob("*.html"))
    assert len(list(cache_folder(tmp_path / "state").iterdir())) == templates - 1
