"""The same thing done to many, several at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event, Lock
from typing import TypeVar

T = TypeVar("T")
WORKERS = 16


def in_parallel(do: Callable[[T], object], items: Iterable[T]) -> None:
    """Call a function with every item, in threads; after an error begin no more, and raise it.

    Returns when no call is under way any more. A future for each item would take as long as sending a small file.
    """
    waiting, lock, stop = iter(items), Lock(), Event()

    def work() -> None:
        try:
            while not stop.is_set():
                with lock:
                    item = next(waiting)
                do(item)
        except StopIteration:
            return
        except BaseException:
            stop.set()
            raise

    workers = min(WORKERS, len(items)) if isinstance(items, list) else WORKERS
    with ThreadPoolExecutor(max(workers, 1), "target") as pool:
        futures = [pool.submit(work) for _ in range(workers)]
        try:
            wait(futures)
        finally:
            stop.set()
    for future in futures:
        future.result()
