"""The API says what the static JSON on the mirrors says, byte for byte."""

from collections.abc import Callable

import msgspec
from django.test import Client

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage, QuickLink, SiteProfile
from cms.export.export import export_all
from cms.media.models import CustomImage
from cms.records import AnyContent, Card, Content, MediaFile, SiteRecord, digest
from site_builder.content import Content as Lookup
from site_builder.data_files import content_data
from site_builder.queries import Queries
from site_builder.snapshot import Row, Snapshot


def built() -> tuple[Snapshot, list[Content]]:
    records = list(export_all())
    contents = [record for record in records if isinstance(record, Content)]
    things = [(record, digest(record)) for record in records if not isinstance(record, (Content, MediaFile))]
    rows = (Row(page.id, page.site, page.channel, b"", page.updated, page.card(), b"") for page in contents)
    return Snapshot(things, rows), contents


def test_items_cards_and_sites_are_the_same(
    client: Client, make_article: Callable[..., ArticlePage], make_image: Callable[..., CustomImage], portal: SiteProfile,
    gaoping: SiteProfile, make_channel: Callable[..., ChannelPage],
) -> None:
    other = make_channel(gaoping)
    first = make_article("高平", parent=other, lead_image=make_image())
    gone = make_article("撤下", live=False)
    text = "".join(f'<a linktype="page" id="{page.pk}">{page.title}</a>' for page in (first, gone, other))
    make_article("市里", body=[("paragraph", f"<p>{text}</p>")])
    portal.quick_links = [QuickLink(title="高平", page=first), QuickLink(title="撤下", page=gone)]
    portal.save()
    snapshot, contents = built()
    queries = Queries(snapshot)
    assert len(contents) == 2
    for page in contents:
        answer = client.get(f"/api/v1/content/{page.id}/").content
        assert answer == content_data(page, Lookup(queries, page.site))
        assert msgspec.json.decode(answer, type=AnyContent)
    listed = msgspec.json.decode(client.get("/api/v1/content/").content)["results"]
    cards = {card.id: card for card in msgspec.convert(listed, list[Card])}
    assert cards == {number: row.card for number, row in snapshot.rows.items()}
    site = msgspec.json.decode(client.get("/api/v1/sites/portal/").content, type=SiteRecord)
    assert site == Lookup(queries, "portal").site()
