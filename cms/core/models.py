"""What every page of the cluster shares; this module knows no concrete page type."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import classproperty
from wagtail.models import Orderable, Page, PanelPlaceholder
from wagtail.search import index

from cms.core.blocks import BODY_BLOCKS
from cms.core.endings import endings
from cms.core.fields import StreamField
from cms.core.invalid_pages import naming
from cms.core.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TitlePanel, tabs
from cms.core.slugs import free_slug, random_slug
from cms.records.addresses import content_address


def this_minute() -> datetime:
    """Return now without seconds: publication is stated to the minute."""
    return timezone.now().replace(second=0, microsecond=0)


class BasePage(Page):
    """A page whose slug fills itself and whose public address is on a static mirror."""

    preview_modes: list[tuple[str, str]] = []
    content_panels: list[PanelPlaceholder] = [TitlePanel()]
    settings_panels: list[PanelPlaceholder] = [PublishingPanel()]
    search_fields = [*Page.search_fields, index.AutocompleteField("title_endings")]

    class Meta:
        abstract = True

    def title_endings(self) -> str:
        return endings(self.title)

    def make_slug(self) -> str:
        return random_slug()

    def fill_slug(self) -> None:
        # Before the page has its place in the tree nobody knows which slugs its siblings have.
        if not self.slug and self.path:
            self.slug: str = free_slug(self.make_slug(), self.get_parent(), self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.fill_slug()
        with naming(self):
            super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.fill_slug()
        super().minimal_clean()

    def with_content_json(self, content: dict[str, Any]) -> "BasePage":
        """Return the page as a revision has it, in its present place: a copy's old revisions name the original's."""
        page = super().with_content_json(content)
        page.slug = self.slug
        return page

    def mirror_path(self, tree_path: str) -> str:
        """Return the address on the mirror; `tree_path` is the slugs below the site's home page, joined."""
        return f"/{tree_path}/index.html" if tree_path else "/"

    def get_url_parts(self, request: Any = None) -> tuple[int, str | None, str | None] | None:
        """Return where the public reads this page, so that the admin links to the mirror."""
        place = next((place for place in self._get_relevant_site_root_paths(request) if self.url_path), None)
        if place is None:
            return None
        return place.site_id, place.root_url, self.mirror_path(self.url_path[len(place.root_path):].strip("/"))

    @classproperty
    def copy_form_class(cls) -> type:
        from cms.core.forms import PageCopyForm

        return PageCopyForm

    @classmethod
    def get_edit_handler(cls) -> Any:
        return tabs(
            ("内容", cls.content_panels), ("更多信息", cls.promote_panels), ("定时发布", cls.settings_panels),
            base_form_class=cls.base_form_class,
        ).bind_to_model(cls)


class ContentPage(BasePage):
    """A page that a channel lists: everything but home pages and channels."""

    published_at = models.DateTimeField(
        "发布时间", default=this_minute, db_index=True,
        help_text="列表按此时间排序，页面地址含此日期；一般不必改动。",
    )
    summary = models.TextField(
        "摘要", blank=True, max_length=300, help_text="显示在列表和搜索结果里；不填则取正文开头。"
    )
    source = models.CharField("信息来源", max_length=100, blank=True, help_text="供稿单位或媒体名称；转载必须注明。")
    author = models.CharField("作者", max_length=50, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="用逗号隔开。")
    lead_image = models.ForeignKey(
        "media.CustomImage", verbose_name="题图", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="显示在列表和首页图片新闻里。",
    )
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name="正文")

    parent_page_types = ["cluster.ChannelPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False

    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.FilterField("published_at")]

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("summary", "keywords", "author", "published_at")], heading="摘要与署名"
        ),
    ]

    class Meta:
        abstract = True

    @classproperty
    def base_form_class(cls) -> type:
        from cms.core.forms import ContentPageForm

        return ContentPageForm

    def mirror_path(self, tree_path: str) -> str:
        channel_path = tree_path.rpartition("/")[0]
        return content_address(channel_path, timezone.localtime(self.published_at).isoformat(), self.pk)


class Attachment(Orderable):
    """A file to download under a page; each page type has its own table of them."""

    document = models.ForeignKey(
        "media.CustomDocument", verbose_name="文件", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("显示名称", max_length=150, blank=True, help_text="不填则用文件的标题。")

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.title or str(self.document)
