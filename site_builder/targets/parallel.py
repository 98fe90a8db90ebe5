"""The same thing done to many, several at a time."""

from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import TypeVar

T = TypeVar("T")


def in_parallel(do: Callable[[T], object], items: Iterable[T], workers: int) -> None:
    """Call a function with every item, in threads; after an error begin no more, and raise the first one.

    Returns when no call is under way any more. A pool of futures would take longer than sending a small file.
    """
    waiting, lock = iter(items), Lock()
    errors: list[BaseException] = []

    def work() -> None:
        while not errors:
            try:
                with lock:
                    item = next(waiting)
            except StopIteration:
                return
            except BaseException as error:
                errors.append(error)
                return
            try:
                do(item)
            except BaseException as error:
                errors.append(error)

    known = len(items) if isinstance(items, (list, tuple, dict, set)) else workers
    threads = [Thread(target=work, name="target") for _ in range(min(workers, known) - 1)]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
