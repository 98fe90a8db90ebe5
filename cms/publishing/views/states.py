"""The states of some pages as JSON, asked again and again by the admin while a page is under way."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.publishing.status import PageStatus, statuses_of

MOST = 200


# Asked several times a second, so it must not take the database's write lock as other requests do.
@transaction.non_atomic_requests
@never_cache
@require_safe
def states(request: HttpRequest) -> JsonResponse:
    """Answer the states of those of the pages in `?pages=1,2` that the user may edit; the others are left out."""
    words = request.GET.get("pages", "").split(",")
    if len(words) > MOST or not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
        return JsonResponse({"error": f"pages 应为页面编号，用逗号隔开，最多 {MOST} 个。"}, status=400)
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(request.user, ["change"])
    pages = editable.filter(pk__in=[int(word) for word in words], depth__gt=1).defer_streamfields().specific()
    return JsonResponse({"pages": {number: as_json(status) for number, status in statuses_of(pages).items()}})


def as_json(status: PageStatus) -> dict[str, Any]:
    since = date_format(timezone.localtime(status.since), "n月j日 H:i:s") if status.since else ""
    return {
        "state": status.state.value, "label": status.label, "url": status.url, "since": since, "why": status.why,
        "settled": status.is_settled,
    }
