"""A program that reads files for another one: it may be stopped at any time, and takes no more bytes of memory than it is told.

It reads questions, one a line, `{"path": …, "seconds": …}`, and answers each with a line: `{"text": …, "reason": …}`. A file that takes
longer ends it (SIGALRM), and so does whatever breaks it in a way that nobody foresaw; who asked then knows which file that was.
"""

import os
import resource
import signal
import sys
import warnings
from pathlib import Path

import msgspec

from search.extraction.formats import read
from search.extraction.limits import MOST_BYTES, Unreadable


class Question(msgspec.Struct):
    path: str
    seconds: float


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
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGTERM):  # when all are told to stop, that is no fault of the file; who asked ends this one
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # others count addresses differently, or not at all
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with os.fdopen(out, "wb") as answers:
        for line in sys.stdin.buffer:
            question = msgspec.json.decode(line, type=Question)
            signal.setitimer(signal.ITIMER_REAL, question.seconds)
            said = msgspec.json.encode(answer(Path(question.path)))
            signal.setitimer(signal.ITIMER_REAL, 0)  # whoever asked may fetch the answer much later
            answers.write(said + b"\n")
            answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
