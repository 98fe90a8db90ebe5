"""Templates are compiled while something else goes on."""

import subprocess
import sys
from pathlib import Path

from site_builder.compiling import cache_folder
from tests.services.demo import ROOT
from tests.site_builder.cluster import write_themes

# In a process of its own: one with other threads, as tests of other things leave them, must not fork.
PROGRAM = """
import sys
from pathlib import Path
from site_builder.compiling import compiled_meanwhile
with compiled_meanwhile(Path(sys.argv[1]), Path(sys.argv[2])):
    pass
"""


def test_templates_are_compiled_and_broken_ones_left_to_whoever_needs_them(tmp_path: Path) -> None:
    themes, state = write_themes(tmp_path / "themes"), tmp_path / "state"
    (themes / "shared/pages/article.html").write_text("{% extends %}")
    subprocess.run([sys.executable, "-c", PROGRAM, str(themes), str(state)], cwd=ROOT, check=True)
    templates = sum(1 for _ in themes.rglob("*.html"))
    assert len(list(cache_folder(state).iterdir())) == templates - 1
