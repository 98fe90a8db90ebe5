"""Writes every document of a seeded cluster into a file: `DATA_ROOT=… python -m tests.search.quality.exporting FILE`."""

import sys
from pathlib import Path

import django
import msgspec


def main(path: Path) -> None:
    django.setup()
    # Models can be imported from here on.
    from django.db import transaction

    from cms.accounts.models import Organisation
    from cms.export.context import ExportContext
    from cms.export.pages import export_contents
    from cms.export.sites import export_channels
    from cms.records.tree import drop_orphans
    from search.documents import Surroundings, document_of

    with transaction.atomic():
        context = ExportContext()
        channels = drop_orphans(export_channels(context), context.profiles)
        names = dict(Organisation.objects.values_list("key", "name"))
        documents = [
            document_of(record, Surroundings(
                base_url=context.base_url(record.site), channels=(record.channel,), channel_title=channels[record.channel].title,
                organisations=names,
            ))
            for record in export_contents(context, None) if record.channel in channels
        ]
    path.write_bytes(msgspec.msgpack.encode([document for document in documents if document]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
