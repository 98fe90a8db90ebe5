"""The limit of any builder: write the files of some folders again, with nothing rendered.

    python -m tests.benchmarks.write_only SOURCE TARGET

Reads everything into memory first, then writes it with as few calls as there can be; prints the seconds of the writing.
"""

import json
import os
import sys
import time
from pathlib import Path


def read_all(source: Path) -> dict[str, bytes]:
    files = {}
    for folder, _, names in os.walk(source):
        for name in names:
            path = os.path.join(folder, name)
            files[os.path.relpath(path, source)] = Path(path).read_bytes()
    return files


def write_all(files: dict[str, bytes], target: Path) -> None:
    for folder in sorted({os.path.dirname(path) for path in files}):
        os.makedirs(target / folder, exist_ok=True)
    root = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    for path, data in files.items():
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644, dir_fd=root)
        os.write(file, data)
        os.close(file)
    os.close(root)


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    files = read_all(source)
    started = time.perf_counter()
    write_all(files, target)
    seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps({"seconds": round(seconds, 3), "files": len(files)}) + "\n")


if __name__ == "__main__":
    main()
