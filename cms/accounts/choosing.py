"""Choosing a unit in the admin, by any part of its names.

Wagtail's index knows words between blanks, and the names of units have none: 教育局 would not find 晋城市教育局. There are some
hundred units, so the database looks through them.
"""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

SEARCHED = ("name", "short_name", "code")


class UnitFilterForm(SearchFilterMixin, BaseFilterForm):
    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        text = self.cleaned_data["q"].strip()
        if text:
            self.is_searching, self.search_query = True, text
            found = Q()
            for name in SEARCHED:
                found |= Q(**{f"{name}__icontains": text})
            objects = objects.filter(found)
        return objects


class UnitChooseView(ChooseView):
    filter_form_class = UnitFilterForm


class UnitChooseResultsView(ChooseResultsView):
    filter_form_class = UnitFilterForm


class UnitChooserViewSet(SnippetChooserViewSet):
    choose_view_class = UnitChooseView
    choose_results_view_class = UnitChooseResultsView
