"""What the dynamic hosts answer; the public's pages are static files and have no route here."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("search.urls")),
    path("search/", include("search.page_urls")),
    path("api/v1/", include("cms.api.urls")),  # answers below every address that is nobody else's
    # Wagtail looks these up for its choosers; the view asks for the rights of the document's collection.
    path("documents/", include(wagtaildocs_urls)),
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
