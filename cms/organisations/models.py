"""The public pages of organisations (机构) and their leaders."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.accounts.models import Organisation
from cms.core.models import ContentPage
from cms.core.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

ORDER_HELP = "大于 0 时在栏目里排在前面，数字小的在先。"


class OrganisationPage(ContentPage):
    """An organisation as the public meets it; the body holds its duties."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="pages"
    )
    address = models.CharField("办公地址", max_length=150)
    phone = models.CharField("联系电话", max_length=60)
    hours = models.CharField("办公时间", max_length=150)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    head = models.CharField("负责人", max_length=50, blank=True)
    order = models.PositiveIntegerField("排序", default=0, help_text=ORDER_HELP)

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("organisation"), FieldPanel("head"), FieldPanel("address"), FieldPanel("hours"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("postcode")]),
            ],
            heading="基本信息",
        ),
        MultiFieldPanel([FieldPanel("body")], heading="主要职责"),
        InlinePanel("departments", heading="内设机构", label="内设机构"),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("order")], heading="显示"),
    ]

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"


class Department(Orderable):
    page = ParentalKey(OrganisationPage, related_name="departments", on_delete=models.CASCADE)
    name = models.CharField("名称", max_length=60)
    duty = models.TextField("职责", blank=True)
    phone = models.CharField("电话", max_length=60, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("phone")]), FieldPanel("duty")]

    class Meta(Orderable.Meta):
        verbose_name = "内设机构"
        verbose_name_plural = "内设机构"

    def __str__(self) -> str:
        return self.name


class LeaderPage(ContentPage):
    """A leader: the title is the name, the body the résumé, the lead image the portrait."""

    post = models.CharField("职务", max_length=100)
    duties = models.TextField("分工")
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", null=True, blank=True, on_delete=models.SET_NULL, related_name="leaders"
    )
    order = models.PositiveIntegerField("排序", default=0, help_text=ORDER_HELP)

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("post"), FieldPanel("organisation"), FieldPanel("duties"), FieldPanel("lead_image")],
            heading="基本信息",
        ),
        MultiFieldPanel([FieldPanel("body")], heading="简历"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = "领导"
        verbose_name_plural = "领导"
