"""What publishing would change, as a piece of HTML for the page editor's dialog."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.cluster.models import SiteProfile
from cms.publishing.impact import impact_of


# The builder decides itself how long it is in a transaction; comparing the outputs needs none.
@transaction.non_atomic_requests
@never_cache
@require_safe
def impact(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    found = impact_of(page_id, user=request.user)
    names = dict(SiteProfile.objects.values_list("key", "short_name"))
    sites = [(names.get(key, key), pages, more) for key, pages, more in found.by_site()]
    return render(request, "publishing/impact.html", {"impact": found, "sites": sites})
