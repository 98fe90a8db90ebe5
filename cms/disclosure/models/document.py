"""A disclosure document with the metadata of the national catalogue."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import classproperty
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from cms.accounts.models import Organisation
from cms.core.models import Attachment, ContentPage
from cms.core.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from cms.disclosure import classifications
from cms.disclosure.document_numbers import holder_of, refusal
from cms.disclosure.enums import Method, RelationType, Validity
from cms.disclosure.fields import DocumentNumberField, HeldNumberField, IndexNumberField, held_as, prescribed
from cms.disclosure.index_numbers import allot, claim
from cms.disclosure.validity import validity_on


def rows(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


class DocumentPage(ContentPage):
    """Its index number comes on the first save and never changes; an alias has none of its own."""

    # Null and not empty, because aliases have none and the rest must be unique.
    index_number: Any = IndexNumberField(
        "索引号", max_length=40, unique=True, null=True, blank=True, default="", editable=False
    )
    publisher = models.ForeignKey(
        Organisation, verbose_name="发布机构", on_delete=models.PROTECT, related_name="documents",
        help_text="联合发文填编制文号的机关。",
    )
    joint_publishers = ParentalManyToManyField(Organisation, verbose_name="联合发文机关", blank=True, related_name="+")
    created = models.DateField("成文日期", help_text="公文为签发日期，会签为最后签发人的日期。")
    theme = models.CharField("主题分类", max_length=4, choices=classifications.theme_choices)
    genre = models.CharField("体裁分类", max_length=2, blank=True, choices=classifications.genre_choices)
    number: Any = DocumentNumberField(
        "文号", max_length=40, blank=True,
        help_text="例如“晋市政发〔2026〕5号”；其他括号和全角数字会自动改正，命令（令）会写上发布机构的全称。",
    )
    held_number: Any = HeldNumberField("占用的文号", max_length=40, unique=True, null=True, blank=True, editable=False)
    category = models.CharField("组配分类", max_length=20, blank=True, choices=classifications.category_choices)
    audiences = models.JSONField("服务对象分类", default=list, blank=True)
    format = models.CharField("信息格式", max_length=20, blank=True, default="HTML")
    language = models.CharField("语种", max_length=20, default="汉语")
    validity = models.CharField("有效性", max_length=10, choices=Validity.choices, default=Validity.UNMARKED)
    effective = models.DateField("施行日期", null=True, blank=True)
    expires = models.DateField("有效期至", null=True, blank=True)
    repealed = models.DateField("废止日期", null=True, blank=True)
    reviewed = models.DateField(
        "上次清理日期", null=True, blank=True, help_text="年度清理认定继续有效的日期；只在后台可见。"
    )
    basis = models.CharField("有效性依据", max_length=200, blank=True, help_text="修改、废止或失效的依据。")
    method = models.CharField("公开方式", max_length=10, choices=Method.choices, default=Method.PROACTIVE)
    time_limit = models.CharField("公开时限", max_length=20, blank=True, default="长期公开")
    scope = models.CharField("公开范围", max_length=20, blank=True, default="面向社会")
    department = models.CharField("责任部门", max_length=60, blank=True)
    procedure = models.CharField("公开程序", max_length=100, blank=True)
    registration = models.CharField("统一编号", max_length=40, blank=True, help_text="规范性文件登记号。")
    addressee = models.CharField("主送机关", max_length=300, blank=True)
    signature = models.CharField("落款", max_length=200, blank=True)
    issue_note = models.CharField("附注", max_length=60, blank=True, help_text="例如“此件公开发布”。")

    exclude_fields_in_copy = ["index_number", "number", "held_number", "reviewed"]

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("index_number", read_only=True, help_text="首次保存时自动分配，不再改变。"),
                rows("publisher", "created"), rows("genre", "number"), rows("theme", "category"),
            ],
            heading="目录信息",
        ),
        MultiFieldPanel([FieldPanel("addressee"), FieldPanel("body"), rows("signature", "issue_note")], heading="正文"),
        InlinePanel("attachments", heading="附件", label="附件"),
        MultiFieldPanel(
            [
                FieldPanel("validity"), rows("effective", "expires"), rows("repealed", "basis"), FieldPanel("reviewed"),
            ],
            heading="有效性",
        ),
        InlinePanel("relations", heading="相关信息", label="关系"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                rows("method", "scope"), rows("time_limit", "department"), FieldPanel("procedure"),
                FieldPanel("registration"), FieldPanel("joint_publishers"), FieldPanel("audiences"),
                rows("format", "language"),
            ],
            heading="公开属性与其他分类",
        ),
        MultiFieldPanel(
            [*(FieldPanel(name) for name in ("summary", "keywords", "source", "lead_image", "published_at"))],
            heading="摘要与来源",
        ),
    ]

    class Meta:
        verbose_name = "公开文件"
        verbose_name_plural = "公开文件"

    @classproperty
    def base_form_class(cls) -> type:
        from cms.disclosure.forms import DocumentForm

        return DocumentForm

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.alias_of_id:
            self.index_number = None  # Wagtail copies every field to an alias, and the number is the original's
        elif not self.index_number:
            self.index_number = allot(self.publisher, timezone.localtime(self.published_at).year)
        elif self._state.adding:
            claim([self.index_number])
        if {"number", "publisher", "publisher_id"} & set(kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "number", "held_number"}
        return super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "DocumentPage":
        """Return the page as a revision has it, but with its own number: a copy's revisions carry the original's."""
        page = super().with_content_json(content)
        page.index_number, page.held_number = self.index_number, self.held_number
        return page

    def clean(self) -> None:
        super().clean()
        if self.effective and self.expires and self.expires < self.effective:
            raise ValidationError({"expires": "有效期至早于施行日期。"})
        if self.repealed and self.created and self.repealed < self.created:
            raise ValidationError({"repealed": "废止日期早于成文日期。"})
        if self.pk and self.index_number:
            first = DocumentPage.objects.filter(pk=self.pk).values_list("index_number", flat=True).first()
            if first and first != self.index_number:
                raise ValidationError(f"索引号 {first} 不能更改。")
        self.number = prescribed(self)
        held = None if self.alias_of_id else held_as(self)
        holder = holder_of(held, besides=self.pk) if held else None
        if holder:
            raise ValidationError({"number": refusal(self.number, holder)})
        self.held_number = None  # what it will be is written with the row; Django need not look for it once more

    def validity_on(self, day: date) -> Validity:
        """Return whether the document is in force on a day."""
        return validity_on(
            day, self.validity, effective=self.effective, expires=self.expires, repealed=self.repealed
        )


class DocumentAttachment(Attachment):
    page = ParentalKey(DocumentPage, related_name="attachments", on_delete=models.CASCADE)

    class Meta(Attachment.Meta):
        abstract = False


class DocumentRelation(Orderable):
    """A tie of a document to another page of the cluster."""

    page = ParentalKey(DocumentPage, related_name="relations", on_delete=models.CASCADE)
    type = models.CharField("关系", max_length=12, choices=RelationType.choices, default=RelationType.RELATED)
    target = models.ForeignKey(
        "wagtailcore.Page", verbose_name="页面", on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("type"), FieldPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = "相关信息"
        verbose_name_plural = "相关信息"

    def __str__(self) -> str:
        return f"{self.get_type_display()}：{self.target}"
