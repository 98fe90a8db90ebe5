"""The number of queries is the same for ten pages and for a thousand."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.articles.models import ArticlePage
from cms.cluster.models import ChannelPage
from cms.core.bulk import insert_pages
from cms.media.models import CustomDocument, CustomImage


def test_a_list_and_an_item_take_as_many_queries_with_ten_pages_as_with_a_thousand(
    client: Client, channel: ChannelPage, make_image: Callable[..., CustomImage],
    make_file: Callable[..., CustomDocument],
) -> None:
    image, file = make_image(), make_file()

    def add(count: int) -> None:
        parent = ChannelPage.objects.get(pk=channel.pk)
        link = f'<p><a linktype="page" id="{channel.pk}">栏目</a></p>'
        body = [("paragraph", link), ("attachments", [file])]
        insert_pages(
            (parent, ArticlePage(title="春耕", slug=f"p{parent.numchild + number}", lead_image=image, body=body))
            for number in range(count)
        )

    def count_queries(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{address}").status_code == 200
        return len(queries)

    add(10)
    item = f"content/{ArticlePage.objects.latest('pk').pk}/"
    addresses = (item, "content/", "content/?page_size=100", "disclosure/", "sites/", "sites/portal/channels/")
    few = [count_queries(each) for each in addresses]
    add(990)
    many = [count_queries(each) for each in addresses]
    assert few == many
    assert max(many) <= 40
