"""The pages of the admin on which words are given to search: an overview, and a form for each site and the cluster."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.utils import get_valid_next_url_from_request

from cms.core.site_rows import CLUSTER, Scope, scope_of, trail_of
from cms.publishing.models import PublishedAddress
from cms.publishing.rights import Rights, rights_of
from cms.search_words.lines import LONGEST_HOT, LineError, read_best_bets, with_hot
from cms.search_words.models import SearchWords

APP = "search_words"


class WordsForm(forms.ModelForm):
    class Meta:
        model = SearchWords
        fields = ["synonyms", "best_bets", "hot"]
        widgets = {
            "synonyms": forms.Textarea(attrs={"rows": 10}), "best_bets": forms.Textarea(attrs={"rows": 8}),
            "hot": forms.Textarea(attrs={"rows": 6}),
        }

    def clean_best_bets(self) -> str:
        """Refuse pages that nobody could open."""
        text = str(self.cleaned_data["best_bets"])
        try:
            pages = {bet.page for bet in read_best_bets(text)}
        except ValueError:
            return text  # the model says what is wrong with it
        missing = pages - set(PublishedAddress.objects.filter(pk__in=pages).values_list("pk", flat=True))
        if missing:
            raise forms.ValidationError(f"编号为 {'、'.join(map(str, sorted(missing)))} 的页面没有公开发布。")
        return text


def keys_for(rights: Rights) -> list[str]:
    """Return whose words somebody may edit; an empty key stands for the cluster."""
    return [*([CLUSTER] if rights.commands else []), *(key for key in rights.sites if key in rights.orders)]


def scope_for(key: str, rights: Rights) -> Scope:
    words = SearchWords.objects.filter(site=key).first() or SearchWords(site=key)
    return scope_of(APP, words, rights.sites[key] if key else "")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    rights = rights_of(request.user)
    keys = keys_for(rights)
    if not keys:
        raise PermissionDenied
    scopes = [scope_for(key, rights) for key in keys]
    return TemplateResponse(request, "search_words/overview.html", {"scopes": scopes, **trail()})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str = CLUSTER) -> HttpResponse:
    """Show the form, and save it."""
    rights = rights_of(request.user)
    if key not in keys_for(rights):
        raise PermissionDenied
    scope = scope_for(key, rights)
    form = WordsForm(request.POST or None, instance=scope.row)
    if request.method == "POST" and form.is_valid():
        form.instance.changed_by = request.user
        form.save()
        messages.success(request, f"{scope.name}：检索词已保存，现在起有效。")
        return redirect("search_words:overview")
    return TemplateResponse(request, "search_words/form.html", {"scope": scope, "form": form, **trail(scope.name)})


@require_POST
def add_hot(request: HttpRequest, key: str = CLUSTER) -> HttpResponse:
    """Add a query to the hot ones; one that is there already stays once."""
    rights = rights_of(request.user)
    if key not in keys_for(rights):
        raise PermissionDenied
    text, name = request.POST.get("text", "").strip(), scope_for(key, rights).name
    with transaction.atomic():
        words, _ = SearchWords.objects.select_for_update().get_or_create(site=key)
        try:
            hot = with_hot(words.hot, text)
        except LineError as error:
            messages.error(request, f"{name}：“{text[:LONGEST_HOT]}”没有加入热门搜索。{error}")
        else:
            if hot == words.hot:
                messages.info(request, f"{name}：“{text}”已经在热门搜索里。")
            else:
                words.hot, words.changed_by = hot, request.user
                words.save()
                messages.success(request, f"{name}：“{text}”已加入热门搜索，现在起有效。")
    return redirect(get_valid_next_url_from_request(request) or "search_words:overview")


def trail(*names: str) -> dict[str, Any]:
    return trail_of(APP, "检索词", "search", *names)
