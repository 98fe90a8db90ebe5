"""Writes every document of a seeded cluster into a file: `DATA_ROOT=… python -m tests.search.quality.exporting FILE`."""

import sys
from pathlib import Path

import django
import msgspec


def main(path: Path) -> None:
    django.setup()
    # Models can be imported from here on.
    from django.db import transaction

    from search.source import Source

    with transaction.atomic():
        path.write_bytes(msgspec.msgpack.encode(list(Source().documents())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
