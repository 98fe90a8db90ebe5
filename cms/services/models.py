"""Service guides (办事指南)."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.core.models import Attachment, ContentPage
from cms.core.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel


class GuidePage(ContentPage):
    """Ten elements are mandatory: title, basis, conditions, materials, place, agency, fee, hours, phone, steps."""

    agency = models.CharField("办理机构", max_length=100)
    item_code = models.CharField("事项编码", max_length=40, blank=True)
    audience = models.CharField("服务对象", max_length=40, blank=True, help_text="例如 自然人、企业法人。")
    theme = models.CharField("主题", max_length=40, blank=True)
    basis = models.TextField("设定依据")
    conditions = models.TextField("申请条件")
    place = models.CharField("办理地点", max_length=200)
    hours = models.CharField("办理时间", max_length=200)
    phone = models.CharField("联系电话", max_length=60)
    fee = models.CharField("收费标准", max_length=200, help_text="不收费请写“不收费”。")
    legal_days = models.CharField("法定办结时限", max_length=40, blank=True)
    promised_days = models.CharField("承诺办结时限", max_length=40, blank=True)
    visits = models.CharField("到现场次数", max_length=20, blank=True)
    channel_of_service = models.CharField("办理形式", max_length=60, blank=True, help_text="例如 窗口办理、网上办理。")
    online_url = models.URLField("网上办理地址", blank=True)
    result = models.CharField("办理结果", max_length=100, blank=True)

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel([FieldPanel("agency"), FieldPanel("basis"), FieldPanel("conditions")], heading="事项"),
        InlinePanel("materials", heading="办理材料", label="材料", min_num=1),
        InlinePanel("steps", heading="办理流程", label="步骤", min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("place"), FieldPanel("hours"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("fee")]),
                FieldRowPanel([FieldPanel("legal_days"), FieldPanel("promised_days")]),
                FieldRowPanel([FieldPanel("channel_of_service"), FieldPanel("visits")]),
                FieldPanel("online_url"), FieldPanel("result"),
            ],
            heading="怎么办理",
        ),
        InlinePanel("questions", heading="常见问题", label="问题"),
        InlinePanel("attachments", heading="表格下载", label="表格"),
    ]
    promote_panels = [
        MultiFieldPanel([FieldPanel("item_code"), FieldPanel("audience"), FieldPanel("theme")], heading="分类"),
        MultiFieldPanel([FieldPanel("body"), FieldPanel("source")], heading="补充说明"),
        *ContentPage.promote_panels,
    ]

    class Meta:
        verbose_name = "办事指南"
        verbose_name_plural = "办事指南"


class GuideMaterial(Orderable):
    """A paper that an applicant brings."""

    page = ParentalKey(GuidePage, related_name="materials", on_delete=models.CASCADE)
    name = models.CharField("材料名称", max_length=150)
    form = models.CharField("材料形式", max_length=40, blank=True, help_text="例如 原件、复印件。")
    copies = models.CharField("份数", max_length=20, blank=True)
    source = models.CharField("来源渠道", max_length=60, blank=True, help_text="例如 申请人自备、政府部门核发。")
    note = models.CharField("填报须知", max_length=300, blank=True)
    sample = models.ForeignKey(
        "media.CustomDocument", verbose_name="空表或样表", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("form"), FieldPanel("copies"), FieldPanel("source")]),
        FieldPanel("note"), FieldPanel("sample"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "办理材料"
        verbose_name_plural = "办理材料"

    def __str__(self) -> str:
        return self.name


class GuideStep(Orderable):
    page = ParentalKey(GuidePage, related_name="steps", on_delete=models.CASCADE)
    title = models.CharField("步骤名称", max_length=60)
    text = models.TextField("说明")
    days = models.CharField("时限", max_length=40, blank=True)

    panels = [FieldPanel("title"), FieldPanel("text"), FieldPanel("days")]

    class Meta(Orderable.Meta):
        verbose_name = "办理步骤"
        verbose_name_plural = "办理步骤"

    def __str__(self) -> str:
        return self.title


class GuideQuestion(Orderable):
    page = ParentalKey(GuidePage, related_name="questions", on_delete=models.CASCADE)
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("回答")

    panels = [FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        verbose_name = "常见问题"
        verbose_name_plural = "常见问题"

    def __str__(self) -> str:
        return self.question


class GuideAttachment(Attachment):
    page = ParentalKey(GuidePage, related_name="attachments", on_delete=models.CASCADE)

    class Meta(Attachment.Meta):
        abstract = False
