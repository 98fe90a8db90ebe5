"""The web server of this project: its hosts as the database says, its addresses as the settings say."""

from pathlib import Path
from typing import Any

from django.conf import settings

from cms.publishing.sites import hosts_of_sites
from site_builder.nginx import WebServer


def project_web_server(**chosen: Any) -> WebServer:
    """Return what the configuration of nginx is made from, with some of it chosen otherwise."""
    found: dict[str, Any] = {
        "sites": hosts_of_sites(), "public": settings.PUBLIC_BASE_URL_PATTERN, "desk": settings.DESK_URL,
        "admin": settings.ADMIN_URL, "mirrors": Path(settings.MIRRORS_ROOT), "redirects": Path(settings.REDIRECTS_FILE),
        "pictures": Path(settings.MEDIA_ROOT) / "images",
    }
    return WebServer(**{**found, **chosen})
