"""A real nginx, started with the text of a configuration."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.services.programs import free_port, program

MAIN = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/sites.conf;
}}
"""


class Nginx:
    """nginx in a folder of its own, as it runs on a server: our text is one of the files that it includes."""

    def __init__(self, folder: Path) -> None:
        self._program = program("nginx", "/usr/sbin/nginx")
        self._folder = folder
        self.port = free_port()
        self.server: subprocess.Popen[bytes] | None = None

    def _words(self, *more: str) -> list[str]:
        (self._folder / "nginx.conf").write_text(MAIN.format(folder=self._folder))
        return [self._program, "-c", f"{self._folder}/nginx.conf", "-p", str(self._folder), "-e", f"{self._folder}/error.log", *more]

    def check(self, text: str) -> str:
        """Return what `nginx -t` says against a configuration, nothing if it is right."""
        (self._folder / "sites.conf").write_text(text, encoding="utf-8")
        done = subprocess.run(self._words("-t"), capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 and "[warn]" not in done.stderr else done.stderr

    def start(self, text: str) -> int:
        """Serve with a configuration that listens on `port`, and return the port."""
        (self._folder / "sites.conf").write_text(text, encoding="utf-8")
        self.server = subprocess.Popen(self._words())
        wait_for(f"http://127.0.0.1:{self.port}/", self.server)
        return self.port

    def stop(self) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait(20)


@pytest.fixture(scope="module")
def new_nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Nginx]]:
    """Give what makes an nginx; those that were started end with the module."""
    made: list[Nginx] = []

    def make() -> Nginx:
        made.append(Nginx(tmp_path_factory.mktemp("nginx")))
        return made[-1]

    yield make
    for nginx in made:
        nginx.stop()


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
