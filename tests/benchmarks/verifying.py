"""P9: verify mirrors beside `sha256sum` over the same files, alternating.

    python -m tests.benchmarks.verifying [--size 10k] [--runs 3] [--corpus FILE.py] [--folder FOLDER]

Prints a JSON line for each measurement and at the end a row for the table.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tests.benchmarks.builders import BASE, BenchmarkError, Ours, run
from tests.benchmarks.run import SHARED_MEMORY, describe_machine, read_options, tell
from tests.benchmarks.table import Measurement, Row

LEAST = 0.9


def write_list(mirrors: Path, target: Path) -> tuple[int, int]:
    """Write the names of all files of the mirrors, a zero byte after each; return how many they are, and their bytes."""
    files = size = 0
    with target.open("wb") as listed:
        for folder, folders, names in os.walk(mirrors):
            folders[:] = [name for name in folders if name != ".staging"]
            for name in names:
                path = os.path.join(folder, name)
                listed.write(os.fsencode(path) + b"\0")
                files, size = files + 1, size + os.stat(path).st_size
    return files, size


def measure(ours: Ours, runs: int, articles: int, work: Path) -> Row:
    """Let both read the same files in turn; what they read is in memory for both alike."""
    files, size = write_list(ours.mirrors, work / "files")
    machine = describe_machine(work)
    spent: dict[str, list[float]] = {"ours": [], "sha256sum": []}
    environment = dict(os.environ)
    for number in range(runs + 1):
        for builder in spent:
            if builder == "ours":
                outcome = ours.verify()
                if outcome.said["differences"]:
                    raise BenchmarkError(f"刚生成的镜像被认为不符：{outcome.said['differences'][:3]}")
            else:
                command = ["sh", "-c", 'xargs -0 sha256sum < "$0" > "$1"', work / "files", work / "sums"]
                outcome = run(command, environment)
            if not number:
                continue  # the first time is for the caches
            spent[builder].append(outcome.seconds)
            measurement = Measurement(
                what="verify", builder=builder, articles=articles, run=number, seconds=outcome.seconds,
                peak_mib=outcome.peak_mib, files=files, bytes=size,
            )
            print(json.dumps(asdict(measurement) | machine, ensure_ascii=False), flush=True)
    mine, theirs = (files / median(seconds) for seconds in spent.values())
    shown = (f"{mine:,.0f} 个/秒", f"{theirs:,.0f} 个/秒", f"{mine / theirs:.2f}")
    return Row("P9", f"校验全部镜像（{files} 个文件），对 sha256sum", *shown, f"≥ {LEAST:g}", mine / theirs >= LEAST)


def main() -> None:
    options = read_options()
    place = options.folder or (SHARED_MEMORY if SHARED_MEMORY.is_dir() else BASE / "var" / "bench")
    place.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    try:
        corpus = work / "corpus.jsonl"
        tell(f"准备 {options.size} 篇文章的镜像")
        with corpus.open("w", encoding="utf-8") as file:
            subprocess.run([sys.executable, options.corpus, "--articles", str(options.size)], check=True, stdout=file)
        ours = Ours(work, "ours", corpus)
        ours.prepare()
        ours.start_over()
        ours.import_corpus()
        ours.build()
        print(measure(ours, options.runs, options.size, work).as_line())
    except BenchmarkError as error:
        sys.exit(str(error))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
