from collections.abc import Callable
from datetime import date

from cms.articles.models import ArticlePage, GalleryPage, GalleryPicture, TopicPage, TopicSection
from cms.cluster.models import ChannelPage
from cms.export.context import ExportContext
from cms.export.pages import export_contents
from cms.media.models import CustomImage
from cms.records import Content, GalleryRecord, TopicRecord, TopicSection as SectionRecord


def only(kind: type[Content]) -> Content:
    (record,) = [record for record in export_contents(ExportContext()) if isinstance(record, kind)]
    return record


def test_a_topic_names_the_channels_and_the_chosen_pages_of_its_sections(channel: ChannelPage) -> None:
    article = channel.add_child(instance=ArticlePage(title="入选"))
    ChannelPage.objects.get(pk=channel.pk).add_child(instance=TopicPage(
        title="高质量发展", archived=date(2026, 3, 1), sections=[
            TopicSection(title="动态", channel=channel, count=4, sort_order=0),
            TopicSection(title="推荐", items=[("page", article)], sort_order=1),
        ],
    ))
    topic = only(TopicRecord)
    assert isinstance(topic, TopicRecord)
    assert topic.archived == "2026-03-01"
    assert topic.sections == (
        SectionRecord(title="动态", channel=channel.pk, count=4), SectionRecord(title="推荐", items=(article.pk,)),
    )


def test_a_gallery_has_its_pictures_in_order_and_leads_with_the_first(
    channel: ChannelPage, make_image: Callable[..., CustomImage]
) -> None:
    one, two = make_image("王莽岭", caption="云海"), make_image("皇城相府")
    channel.add_child(instance=GalleryPage(title="美景", pictures=[
        GalleryPicture(image=one, sort_order=0), GalleryPicture(image=two, caption="城墙", sort_order=1),
    ]))
    gallery = only(GalleryRecord)
    assert isinstance(gallery, GalleryRecord)
    assert [(picture.alt, picture.caption) for picture in gallery.pictures] == [
        ("王莽岭的照片", "云海"), ("皇城相府的照片", "城墙"),
    ]
    assert gallery.lead == gallery.pictures[0]
