"""The demo in one process: admin, dynamic public host, every mirror, the start page, and the publisher as a thread."""

import errno
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from waitress import create_server
from waitress.server import BaseWSGIServer

from cms.cluster.models import SiteProfile
from content_fixtures.demo.files import Application, Mirror
from content_fixtures.demo.hosts import ByHost, Desk
from content_fixtures.demo.start_page import Place, StartPage
from site_builder.publisher import publish_forever

THREADS = 16
LONGEST_BUILD = 60.0  # seconds that a build under way is waited for at the end


class PortTaken(Exception):
    """Something else listens on the port already."""


def sites() -> list[Place]:
    """Return the sites of the cluster in their order."""
    profiles = SiteProfile.objects.select_related("site").order_by("order", "id")
    found = [Place(profile.key, profile.name, profile.site.hostname, profile.line) for profile in profiles]
    connection.close()
    return found


def demo_application(places: list[Place], port: int) -> Application:
    """Return the application that answers for every host of the demo."""
    admin, desk = (urlsplit(url).hostname or "" for url in (settings.ADMIN_URL, settings.DESK_URL))
    django = get_wsgi_application()
    mirrors = {place.host: Mirror(Path(settings.MIRRORS_ROOT) / place.key, settings.DESK_URL) for place in places}
    start_page = StartPage(places, admin, desk, port)
    return ByHost({admin: django, desk: Desk(django), **mirrors}, start_page)


def listen(address: str, port: int, places: list[Place]) -> BaseWSGIServer:
    """Return a server that holds the port and answers nothing yet. Raises PortTaken."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page's pictures may wait for each other
    try:
        return create_server(demo_application(places, port), host=address, port=port, threads=THREADS, ident=None)
    except OSError as error:
        cause = "端口已被占用" if error.errno == errno.EADDRINUSE else error.strerror
        raise PortTaken(f"{address}:{port} 无法监听：{cause}") from error


def run(server: BaseWSGIServer, tell: Callable[[str], None]) -> None:
    """Serve and publish until interrupted."""
    stop = Event()
    publisher = Thread(target=publish_forever, args=(stop, tell), kwargs={"workers": 1}, name="publisher")
    publisher.start()
    try:
        server.run()
    finally:
        server.close()
        stop.set()
        publisher.join(LONGEST_BUILD)
