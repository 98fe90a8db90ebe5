"""The profile of a site (站点资料): all that its header, footer and mandatory tags state."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import classproperty
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.cluster.slots import theme_choices
from cms.core.panels import FieldPanel, InlinePanel, MultiFieldPanel, tabs

# Mirrors and roles hang on these; a site's own webmaster does not see them.
OF_THE_CLUSTER = "wagtailcore.change_site"


@register_setting(icon="site", order=100)
class SiteProfile(ClusterableModel, BaseSiteSetting):
    """The facts about a site; its host and home page are Wagtail's."""

    key = models.SlugField("站点标识", max_length=20, unique=True, help_text="例如 portal、gaoping；镜像文件夹的名称。")
    name = models.CharField("网站规范名称", max_length=60, help_text="写入 SiteName 标签，不是口号。")
    short_name = models.CharField("简称", max_length=20)
    theme = models.CharField("主题", max_length=20, choices=theme_choices)
    order = models.PositiveSmallIntegerField("排序", default=0)
    line = models.CharField("一句话介绍", max_length=60, blank=True, help_text="显示在站点切换处。")
    slogan = models.CharField("标语", max_length=60, blank=True)
    description = models.CharField("网站描述", max_length=200)
    keywords = models.CharField("网站关键词", max_length=200, help_text="用逗号隔开。")
    introduction = models.TextField("网站介绍", blank=True)
    banner = models.ForeignKey(
        "media.CustomImage", verbose_name="横幅图片", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    id_code = models.CharField(
        "网站标识码", max_length=10,
        validators=[RegexValidator(r"^(\d{10}|bm\d{8})$", "网站标识码是 10 位数字，或 bm 加 8 位数字。")],
    )
    icp = models.CharField("ICP 备案编号", max_length=40)
    police = models.CharField("公安备案号", max_length=40)
    sponsor = models.CharField("主办单位", max_length=60)
    operator = models.CharField("承办单位", max_length=60)
    phone = models.CharField("联系电话", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("地址", max_length=100, blank=True)
    postcode = models.CharField(
        "邮政编码", max_length=6, blank=True, validators=[RegexValidator(r"^\d{6}$", "邮政编码是 6 位数字。")]
    )

    basic_panels = [
        MultiFieldPanel(
            [
                *(FieldPanel(name, permission=OF_THE_CLUSTER) for name in ("key", "theme", "order")),
                FieldPanel("name"), FieldPanel("short_name"),
            ],
            heading="站点",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("description", "keywords", "line", "slogan", "introduction", "banner")],
            heading="介绍",
        ),
    ]
    footer_panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("id_code", "icp", "police")], heading="标识与备案"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("sponsor", "operator", "phone", "email", "address", "postcode")],
            heading="主办与联系方式",
        ),
    ]
    link_panels = [
        InlinePanel("quick_links", heading="快捷入口", label="入口"),
        InlinePanel("notices", heading="网站声明类链接", label="链接"),
        InlinePanel("footer_links", heading="友情链接", label="链接"),
    ]

    class Meta:
        verbose_name = "站点资料"
        verbose_name_plural = "站点资料"
        ordering = ["order", "id"]

    @classproperty
    def edit_handler(cls) -> Any:
        return tabs(("基本信息", cls.basic_panels), ("页脚必备项", cls.footer_panels), ("链接", cls.link_panels))

    def __str__(self) -> str:
        return self.name


class SiteLink(Orderable):
    """A link of a site to a page of the cluster or to an address, exactly one of the two."""

    title = models.CharField("名称", max_length=40)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="站内页面", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    url = models.CharField("网址", max_length=200, blank=True, help_text="本站路径以 / 开头，其他网站写完整网址。")
    note = models.CharField("说明", max_length=60, blank=True)

    panels = [FieldPanel("title"), FieldPanel("page"), FieldPanel("url"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.url):
            raise ValidationError(f"链接“{self.title}”：站内页面和网址请填一个，且只填一个。")
        if self.url and not self.url.startswith(("/", "https://", "http://")):
            raise ValidationError({"url": "网址须以 /、https:// 或 http:// 开头。"})


class QuickLink(SiteLink):
    profile = ParentalKey(SiteProfile, related_name="quick_links", on_delete=models.CASCADE)

    class Meta(SiteLink.Meta):
        verbose_name = "快捷入口"
        verbose_name_plural = "快捷入口"


class NoticeLink(SiteLink):
    profile = ParentalKey(SiteProfile, related_name="notices", on_delete=models.CASCADE)

    class Meta(SiteLink.Meta):
        verbose_name = "网站声明类链接"
        verbose_name_plural = "网站声明类链接"


class FooterLink(SiteLink):
    profile = ParentalKey(SiteProfile, related_name="footer_links", on_delete=models.CASCADE)
    group = models.CharField("分组", max_length=30, help_text="例如“县（市、区）”。")

    panels = [FieldPanel("group"), *SiteLink.panels]

    class Meta(SiteLink.Meta):
        verbose_name = "友情链接"
        verbose_name_plural = "友情链接"
