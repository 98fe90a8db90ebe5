"""Serves folders of mirrors on this machine with the headers that readers get."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from waitress import create_server

from content_fixtures.demo.files import Mirror
from content_fixtures.demo.hosts import ByHost


@contextmanager
def serving(mirrors: Path, port: int) -> Iterator[None]:
    """Serve each folder under the host name of its site, until the end."""
    hosts = {f"{'www' if each.name == 'portal' else each.name}.localhost": each for each in mirrors.iterdir()}
    desk = f"http://desk.localhost:{port}"
    sites = {host: Mirror(folder, desk) for host, folder in hosts.items()}
    server = create_server(ByHost(sites, sites["www.localhost"]), host="127.0.0.1", port=port, threads=8)
    thread = Thread(target=server.run)
    thread.start()
    yield
    server.trigger.pull_trigger(server.close)  # by its own thread: what another one closes may just be waited for
    thread.join(10)
