"""A program that reads files for another one: it may be stopped at any time, and takes no more bytes of memory than it is told.

It reads JSON strings, paths, one a line, and answers each with a line: `{"text": …, "reason": …}`. Whatever breaks it in a way that
nobody foresaw ends it; who asked then knows which file that was.
"""

import os
import resource
import sys
import warnings
from pathlib import Path

import msgspec

from search.extraction.formats import read
from search.extraction.limits import MOST_BYTES, Unreadable


def answer(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"超过 {MOST_BYTES >> 20} MiB")
        return {"text": read(path.read_bytes(), path.name), "reason": ""}
    except Unreadable as error:
        return {"text": "", "reason": str(error)}
    except OSError as error:
        return {"text": "", "reason": f"文件打不开（{error.strerror}）"}


def main(memory: int) -> None:
    # Answers have a way out of their own: what a library prints goes nowhere.
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # others count addresses differently, or not at all
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with os.fdopen(out, "wb") as answers:
        for line in sys.stdin.buffer:
            answers.write(msgspec.json.encode(answer(Path(msgspec.json.decode(line, type=str)))) + b"\n")
            answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
