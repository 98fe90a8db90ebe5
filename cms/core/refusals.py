"""What the admin answers when a page's rules refuse it at the last moment.

Forms check before they save. Approving, publishing many, copying and publishing from a list save without a form: what
was right when it was written may be wrong by then, because another document took the number.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from cms.core.invalid_pages import InvalidPage


class RefusalMiddleware:
    """Tell the editor which page was refused and why. Everything else of the request is undone (ATOMIC_REQUESTS)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, InvalidPage) or request.method != "POST":
            return None
        words, script = exception.in_words(), request.headers.get("x-requested-with") == "XMLHttpRequest"
        modal = request.resolver_match is not None and request.resolver_match.url_name == "workflow_action"
        if script and not modal:
            return JsonResponse({"success": False, "error_code": "invalid_page", "error_message": words}, status=400)
        messages.error(request, words)
        place = _place_before(request)
        # The window of an approval with a comment understands JSON only: it goes where this says.
        return JsonResponse({"step": "success", "redirect": place}) if script else HttpResponseRedirect(place)


def _place_before(request: HttpRequest) -> str:
    """Return where the editor came from, or the first page of the admin."""
    for place in (request.POST.get("next"), request.GET.get("next"), request.headers.get("referer")):
        if place and url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure()):
            return place
    return reverse("wagtailadmin_home")
