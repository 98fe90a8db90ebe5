"""The redirects of all mirrors in one file, for a web server that cannot read them out of pages."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import BuilderError
from site_builder.redirects import moved_location

LONGEST_KEY = 900  # bytes: what fits into a bucket of the map that nginx.conf.jinja makes
ENOUGH = 8192  # bytes of a page, in the first of which its address stands
RELOAD_SECONDS = 60


def write_redirects(mirrors: Path, file: Path) -> bool:
    """Write where moved pages of all mirrors are now, if that is not what the file says; return whether it was not."""
    text = redirect_map(mirrors).encode()
    try:
        if file.is_file() and file.read_bytes() == text:
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.{os.getpid()}.new")
        new.write_bytes(text)
        new.chmod(0o644)
        new.replace(file)
    except OSError as error:
        raise BuilderError(f"无法写入跳转表 {file}：{error.strerror}") from error
    return True


def redirect_map(mirrors: Path) -> str:
    """Return a line `"SITE/OLD/PATH" "NEW ADDRESS";` for each page that moved, in order."""
    found: dict[str, str] = {}
    for site in sorted(mirrors.iterdir()) if mirrors.is_dir() else []:
        if not site.name.startswith("."):
            for path, location in _moved(site):
                # nginx does not tell capitals from small letters here, and refuses a key that comes twice.
                found.setdefault((site.name + path).lower(), location)
    return "".join([f'"{key}" "{location}";\n' for key, location in sorted(found.items())])


def reload_web_server(command: str) -> None:
    """Run the command that makes the web server read the map again; nothing where there is none. Raises BuilderError."""
    if not command.strip():
        return
    try:
        subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=True,
            timeout=RELOAD_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise BuilderError(f"重新加载网站服务器失败（{command}）：{error.stderr.strip()[-500:]}") from error
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise BuilderError(f"重新加载网站服务器失败（{command}）：{error}") from error


def _moved(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the old addresses of a mirror with their new ones; one that could mean something else to nginx is left to its page."""
    root = f"{site}/_moved"
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = f"{folder.removeprefix(root)}/{name}"
            location = moved_location(_read(f"{folder}/{name}"))
            if location is None or not _is_plain(site.name + path):
                continue
            yield path, location
            if name == "index.html":
                yield path.removesuffix("index.html"), location
                if path != "/index.html":
                    yield path.removesuffix("/index.html"), location


def _read(file: str) -> bytes:
    try:
        with open(file, "rb", buffering=0) as opened:
            return opened.read(ENOUGH)
    except OSError:  # it was taken away this moment
        return b""


def _is_plain(key: str) -> bool:
    return key.isprintable() and not any(sign in key for sign in '"\\$') and len(key.encode()) <= LONGEST_KEY
