"""Reports of the admin: what is due to be cleaned up, and the catalogue with its downloads."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button

from cms.accounts.models import Organisation
from cms.cluster.models import SiteProfile
from cms.core.spreadsheets import csv_lines, xlsx_parts
from cms.disclosure.catalogue import EntryContext, entries_of
from cms.disclosure.catalogue_selection import Selection, select_documents
from cms.disclosure.classifications import THEMES, genre_choices
from cms.disclosure.cleanup import Reason, cleanup_list, with_facts
from cms.disclosure.downloads import TYPES, answer_catalogue
from cms.disclosure.enums import Validity
from cms.disclosure.models import DocumentPage
from cms.publishing.days import day_of_export
from cms.publishing.rights import rights_of

CLEANUP, CATALOGUE = "disclosure_cleanup", "disclosure_catalogue"
ALL = "全部"
NOT_BROKEN = "w-whitespace-nowrap"


def names_of_sites() -> dict[str, str]:
    return dict(SiteProfile.objects.order_by("order", "id").values_list("key", "short_name"))


def day_words(day: date | None) -> str:
    return day.isoformat() if day else ""


class DocumentFilters(WagtailFilterSet):
    """What both reports can be narrowed by."""

    site = django_filters.ChoiceFilter(label="站点", empty_label=ALL, widget=forms.RadioSelect)
    publisher = django_filters.ModelChoiceFilter(
        label="发布机构", queryset=Organisation.objects.filter(documents__isnull=False).distinct(), empty_label=ALL
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["site"].extra["choices"] = list(self.sites(request).items())

    def sites(self, request: HttpRequest) -> dict[str, str]:
        return names_of_sites()

    class Meta:
        model = DocumentPage
        fields: list[str] = []


class CleanupFilters(DocumentFilters):
    reason = django_filters.ChoiceFilter(label="清理原因", choices=Reason.choices, empty_label=ALL, widget=forms.RadioSelect)

    def sites(self, request: HttpRequest) -> dict[str, str]:
        return rights_of(request.user).sites


class CatalogueFilters(DocumentFilters):
    today = django_filters.ChoiceFilter(label="有效性", choices=Validity.choices, empty_label=ALL, widget=forms.RadioSelect)
    genre = django_filters.ChoiceFilter(label="体裁分类", choices=genre_choices, empty_label=ALL)
    theme = django_filters.ChoiceFilter(
        label="主题分类", choices=[(code, label) for code, (label, _) in THEMES.items()], lookup_expr="startswith",
        empty_label=ALL,
    )


class DocumentReport(ReportView):
    """A list of documents with the facts of `with_facts`; `told` are its columns behind the title: heading and value."""

    model = DocumentPage
    is_searchable = False
    verbose_name, verbose_name_plural = "文件", "文件"
    table_classname = "listing disclosure-report"
    told: tuple[tuple[str, Callable[[Any], str]], ...] = ()
    whole = ("索引号", "文号", "有效期至", "成文日期", "标注", "上次清理")  # columns whose values are not to be broken

    @cached_property
    def day(self) -> date:
        return day_of_export()

    @cached_property
    def site_names(self) -> dict[str, str]:
        return names_of_sites()

    @cached_property
    def columns(self) -> list[Column]:
        title = TitleColumn(
            "title", label="名称", get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])
        )
        site = Column("site", label="站点", accessor=lambda page: self.site_names.get(page.site, ""))
        others = [
            Column(f"told{place}", label=heading, accessor=value, classname=NOT_BROKEN if heading in self.whole else None)
            for place, (heading, value) in enumerate(self.told)
        ]
        return [title, *others, site]


class CleanupReport(DocumentReport):
    """Who runs a site sees what is due there; who looks after the cluster, everywhere."""

    page_title = "文件清理目录"
    header_icon = "time"
    index_url_name, index_results_url_name = CLEANUP, f"{CLEANUP}_results"
    filterset_class = CleanupFilters
    list_export = ["title"]  # without one Wagtail shows no buttons to download
    told = (
        ("文号", lambda page: page.number), ("发布机构", lambda page: page.publisher.name),
        ("清理原因", lambda page: str(Reason(page.reason).label)), ("有效期至", lambda page: day_words(page.expires)),
        ("标注", lambda page: page.get_validity_display()), ("今日有效性", lambda page: str(Validity(page.today).label)),
        ("上次清理", lambda page: day_words(page.reviewed)),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.sites = rights_of(request.user).sites
        if not self.sites:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[DocumentPage]:
        return cleanup_list(self.sites, self.day)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        headings = ["索引号", "名称", *(heading for heading, _ in self.told), "站点"]
        rows = chain([headings], self._rows(queryset))
        is_workbook = spreadsheet_format == self.FORMAT_XLSX
        answer = StreamingHttpResponse(xlsx_parts(rows, title=self.page_title) if is_workbook else csv_lines(rows))
        answer.headers["Content-Type"] = TYPES[spreadsheet_format]
        answer.headers["Content-Disposition"] = f'attachment; filename="cleanup-{self.day}.{spreadsheet_format}"'
        return answer

    def _rows(self, queryset: Any) -> Iterator[list[str]]:
        for page in queryset.iterator(chunk_size=500):
            told = [value(page) for _, value in self.told]
            yield [page.index_number or "", page.title, *told, self.site_names.get(page.site, "")]


class CatalogueReport(DocumentReport):
    """The catalogue as the public has it, narrowed and downloaded; nothing in it is for staff only."""

    page_title = "政府信息公开目录"
    header_icon = "list-ul"
    index_url_name, index_results_url_name = CATALOGUE, f"{CATALOGUE}_results"
    filterset_class = CatalogueFilters
    list_export = ["title"]
    FORMATS = (*ReportView.FORMATS, "json")
    told = (
        ("索引号", lambda page: page.index_number or ""), ("文号", lambda page: page.number),
        ("发布机构", lambda page: page.publisher.name), ("成文日期", lambda page: day_words(page.created)),
        ("有效性", lambda page: str(Validity(page.today).label)),
    )

    def get_base_queryset(self) -> QuerySet[DocumentPage]:
        return with_facts(select_documents(Selection(), self.day), self.day).order_by("-published_at", "-pk")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        more = Button("下载 JSON", url=self.get_export_url("json"), icon_name="download", priority=110)
        return [*super().header_more_buttons, more]

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        numbers = list(queryset.values_list("pk", flat=True))
        return answer_catalogue(entries_of(numbers, EntryContext()), spreadsheet_format, self.page_title)
