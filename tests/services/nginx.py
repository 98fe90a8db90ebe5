"""A real nginx, with the configuration that docs/production.md shows."""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.services.programs import free_port, program

DOCS = Path(__file__).resolve().parents[2] / "docs"
MAIN = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{sites}
}}
"""


def documented_configuration() -> str:
    found = re.search(r"```nginx\n(.*?)```", (DOCS / "production.md").read_text(encoding="utf-8"), re.S)
    assert found
    return found[1]


@pytest.fixture
def start_nginx(tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Give what starts nginx with the text of a configuration, in which `listen 80` becomes a free port."""
    nginx = program("nginx", "/usr/sbin/nginx")
    running: list[subprocess.Popen[bytes]] = []

    def start(sites: str) -> int:
        port = free_port()
        # nginx reads the included proxy_params from beside its configuration.
        (tmp_path / "proxy_params").write_text("proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;")
        file = tmp_path / "nginx.conf"
        file.write_text(MAIN.format(folder=tmp_path, sites=sites.replace("listen 80", f"listen 127.0.0.1:{port}")))
        server = subprocess.Popen([nginx, "-c", str(file), "-p", str(tmp_path), "-e", str(tmp_path / "error.log")])
        running.append(server)
        wait_for(f"http://127.0.0.1:{port}/", server)
        return port

    yield start
    for server in running:
        server.terminate()
        server.wait(20)


def wait_for(address: str, server: "subprocess.Popen[bytes]", seconds: float = 20) -> None:
    """Return when something answers; fail when the server has ended or never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address, timeout=1).close()
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                return  # an answer, if not a kind one
        else:
            return
    pytest.fail(f"{address} never answered")
