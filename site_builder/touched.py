"""Which keys a page touches by being where it is: those whose answer may differ when it comes, goes or changes.

Keys of one question with several counts are named together, as `latest:12:*`. This errs on the side of too many: what
is touched is compared by digest, so a key too many costs a comparison, but one too few leaves a wrong file. The tests
hold incremental builds against full ones after random edits.
"""

from collections.abc import Iterator

from cms.records import Filing, TombstoneRecord
from site_builder.catalogue import mirror_of, names_of, scopes_of, split
from site_builder.members import Members
from site_builder.routes import (
    Output,
    entry_outputs,
    filed_outputs,
    has_catalogue,
    is_filed,
    list_page_outputs,
    month_outputs,
    page_outputs,
    tombstone_output,
)
from site_builder.snapshot import Row, Snapshot, by_time, month_of
from site_builder.ties import tied_with
from site_builder.tombstones import way_of

ALL = "*"
OF_PAGES = ("record", "card", "link", "neighbours")  # questions about one page, which its own outputs ask
# Questions whose answers only a changed site or channel changes; such a change is looked for everywhere.
STRUCTURAL = frozenset((
    "code", "template", "frame", "asset", "identity", "site", "channel", "children", "channels", "disclosure",
))


def keys_of_body(row: Row) -> Iterator[str]:
    """Yield the keys of what lists do not show of a page."""
    yield f"record:{row.id}"
    yield f"month:{row.site}:{month_of(row.card.published)}"  # a sitemap says when a page was changed
    for path in row.media:
        yield f"media:{path}"


def keys_of_page(snapshot: Snapshot, row: Row) -> Iterator[str]:
    """Yield every key that a page touches in its place; `snapshot` is before it goes, or after it came."""
    yield from keys_of_body(row)
    yield f"card:{row.id}"
    yield f"link:{row.id}"
    for number in (row.id, *snapshot.own(row.channel).neighbours(row.card.sort)):
        if number is not None:
            yield f"neighbours:{number}"
    yield f"newest:{row.site}:{ALL}"
    yield f"months:{row.site}"
    yield f"titles:{row.site}:{month_of(row.card.published)}"
    for channel in snapshot.trail(row.channel):
        yield f"latest:{channel.id}:{ALL}"
        yield from _keys_of_list(str(channel.id), snapshot.listed(channel), row.card.sort)
    yield f"relations:{row.id}"
    for number in tied_with(snapshot, row.id):
        yield f"relations:{number}"
        yield f"record:{number}"
    if row.filing is not None:
        yield from _keys_of_document(snapshot, row, row.filing)


def _keys_of_list(name: str, listed: Members, sort: str) -> Iterator[str]:
    """Yield the keys of a list in which a page has a place."""
    yield f"count:{name}"
    yield f"pages:{name}"
    yield f"list:{name}:0"
    # The last one, which may have come with this page, and one more: the page that was the last may be no longer.
    last = listed.archived_pages()
    for number in range(min(listed.page_with(sort), last), last + 2):
        yield f"list:{name}:{number}"
        yield f"page:{name}:{number}"


def _keys_of_document(snapshot: Snapshot, row: Row, filing: Filing) -> Iterator[str]:
    """Yield the keys of the lists of the catalogue that a document is in, and of what tells which lists there are."""
    for name in names_of(filing, row.site):
        yield from (f"filed:{name}", f"place:{name}", f"parts:{name}")
        yield from _keys_of_list(name, snapshot.catalogue.lists[name], by_time(row))
    for scope in scopes_of(filing, row.site):
        yield from (f"facets:{scope}", f"places:{scope}", f"choices:{scope}", f"policies:{scope}:{filing.year}")


def outputs_around(snapshot: Snapshot, row: Row) -> Iterator[Output]:
    """Yield the outputs that may exist because a page does; more than do exist, none too few."""
    yield from page_outputs(row)
    yield from month_outputs(row.site, month_of(row.card.published))
    for path in row.media:
        yield Output(row.site, path, "media", path)
    for channel in snapshot.trail(row.channel):
        last = snapshot.listed(channel).archived_pages()
        for number in (last, last + 1):
            yield from list_page_outputs(channel, number)
    if row.filing is not None:
        yield from _catalogue_around(snapshot, row, row.filing)
    for number in snapshot.tombstones_about.get(row.id, ()):
        if number in snapshot.tombstones:
            yield from tombstone_outputs(snapshot.tombstones[number])


def _catalogue_around(snapshot: Snapshot, row: Row, filing: Filing) -> Iterator[Output]:
    for scope in scopes_of(filing, row.site):
        if mirror_of(scope) in snapshot.sites:
            yield from entry_outputs(scope)
    for name in names_of(filing, row.site):
        if mirror_of(split(name)[0]) in snapshot.sites:
            last = snapshot.catalogue.lists[name].archived_pages()
            # Page 0 besides: a list may come or go with this document.
            for number in {0, last, last + 1}:
                yield from filed_outputs(name, number)


def tombstone_outputs(tombstone: TombstoneRecord) -> tuple[Output, Output]:
    """Return both of what may be said at an address where a page was."""
    return tombstone_output(tombstone, leads_on=True), tombstone_output(tombstone, leads_on=False)


def exists(snapshot: Snapshot, output: Output) -> bool:
    """Return whether an output of those that pages bring about is wanted now."""
    wanted = True
    match output.kind:
        case "content" | "content_data":
            row = snapshot.rows.get(int(output.subject))
            wanted = row is not None and output in page_outputs(row)
        case "channel" | "channel_data":
            channel = snapshot.channels.get(int(output.subject))
            wanted = channel is not None and output.number <= snapshot.listed(channel).archived_pages()
        case "filed" | "filed_data":
            wanted = is_filed(snapshot, output)
        case "catalogue" | "catalogue_data" | "sitemap_catalogue":
            wanted = has_catalogue(snapshot, output.subject)
        case "sitemap_month" | "titles":
            wanted = output.subject in snapshot.rows_of_month[output.site]
        case "media":
            wanted = snapshot.media_uses[output.site][output.subject] > 0
        case "moved" | "gone":
            number = int(output.subject)
            leads_on = way_of(snapshot, number)
            wanted = leads_on is not None and output == tombstone_output(snapshot.tombstones[number], leads_on=leads_on)
    return wanted
