"""Which keys a page touches by being where it is: those whose answer may differ when it comes, goes or changes.

Keys of one question with several counts are named together, as `latest:12:*`. This errs on the side of too many: what
is touched is compared by digest, so a key too many costs a comparison, but one too few leaves a wrong file. The tests
hold incremental builds against full ones after random edits.
"""

from collections.abc import Iterator

from cms.records import TombstoneRecord
from site_builder.routes import Output, list_page_outputs, month_outputs, page_outputs, tombstone_output
from site_builder.snapshot import Row, Snapshot, month_of
from site_builder.tombstones import way_of

ALL = "*"
OF_PAGES = ("record", "card", "link", "neighbours")  # questions about one page, which its own outputs ask
# Questions whose answers only a changed site or channel changes; such a change is looked for everywhere.
STRUCTURAL = frozenset(("code", "template", "frame", "asset", "identity", "site", "channel", "children", "channels"))


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
        yield f"count:{channel.id}"
        yield f"pages:{channel.id}"
        listed = snapshot.listed(channel)
        yield f"list:{channel.id}:0"
        # The last one, which may have come with this page, and one more: the page that was the last may be no longer.
        last = listed.archived_pages()
        for number in range(min(listed.page_with(row.card.sort), last), last + 2):
            yield f"list:{channel.id}:{number}"
            yield f"page:{channel.id}:{number}"


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
    for number in snapshot.tombstones_about.get(row.id, ()):
        if number in snapshot.tombstones:
            yield from tombstone_outputs(snapshot.tombstones[number])


def tombstone_outputs(tombstone: TombstoneRecord) -> tuple[Output, Output]:
    """Return both of what may be said at an address where a page was."""
    return tombstone_output(tombstone, leads_on=True), tombstone_output(tombstone, leads_on=False)


def exists(snapshot: Snapshot, output: Output) -> bool:
    """Return whether an output of those that pages bring about is wanted now."""
    match output.kind:
        case "content" | "content_data":
            row = snapshot.rows.get(int(output.subject))
            return row is not None and output in page_outputs(row)
        case "channel" | "channel_data":
            channel = snapshot.channels.get(int(output.subject))
            return channel is not None and output.number <= snapshot.listed(channel).archived_pages()
        case "sitemap_month" | "titles":
            return output.subject in snapshot.rows_of_month[output.site]
        case "media":
            return snapshot.media_uses[output.site][output.subject] > 0
        case "moved" | "gone":
            number = int(output.subject)
            leads_on = way_of(snapshot, number)
            return leads_on is not None and output == tombstone_output(snapshot.tombstones[number], leads_on=leads_on)
    return True
