"""The configuration of nginx for all sites, as text; what comes out of the database cannot say anything else in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from site_builder.content_types import TYPES, WITH_CHARSET
from site_builder.errors import BuilderError
from site_builder.response_headers import FOR_EVER, SHOWN, STATE, UPLOADS, cache_control, file_headers, security_headers

DESK_PATHS = ("/api/", "/search/", "/static/")  # what the public's dynamic host shows; nothing of the staff's
ADMIN_SECONDS, DESK_SECONDS = 120, 30
POLICY = "Content-Security-Policy"
BY_PATH = {POLICY: "policy", "Content-Disposition": "disposition", "X-Robots-Tag": "robots"}
# Words that mean something in a map, and so are no host in it.
RESERVED = {"default", "hostnames", "include", "volatile"}

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,50}")
_ADDRESS = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:]+\])(?::\d{{1,5}})?|unix:/[\w./-]+")
_LISTEN = re.compile(r"(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]):)?\d{1,5}")


class ConfigurationRefused(BuilderError):
    """A name or a path would not be safe in the configuration, or two sites have the same host."""


@dataclass(frozen=True, kw_only=True)
class WebServer:
    """What the configuration is made from.

    `sites` has host and key of each site, `public` the address of a site with `{host}` for its host. `certificate` is a
    certificate and its key; `{host}` in them stands for the host, so that each may have its own. Without one, whoever is in
    front takes care of TLS.
    """

    sites: Sequence[tuple[str, str]]
    public: str
    mirrors: Path
    redirects: Path
    pictures: Path
    desk: str
    admin: str
    application: Sequence[str] = ("127.0.0.1:8001",)
    listen: Sequence[str] = ()
    certificate: tuple[str, str] | None = None


class Place(NamedTuple):
    """A dynamic host: what it is called, and what the application is told of the request."""

    host: str
    netloc: str
    scheme: str
    seconds: int
    upstream: str = "application"


def nginx_configuration(server: WebServer) -> str:
    """Return the text to be included inside `http { }`. Raises ConfigurationRefused."""
    sites = sorted(
        (_place(server.public.replace("{host}", _host(host))).host, _checked(_KEY, key, "站点标识")) for host, key in server.sites
    )
    desk, admin = _place(server.desk, DESK_SECONDS), _place(server.admin, ADMIN_SECONDS)
    hosts = [host for host, _ in sites]
    _check_unique([*hosts, desk.host, admin.host])
    one_for_each = server.certificate is not None and "{host}" in "".join(server.certificate)
    groups = [[host] for host in hosts] if one_for_each else [hosts] if hosts else []
    return _template().render(
        sites=sites, mirrors=groups, names=" ".join([*hosts, desk.host, admin.host]), desk=desk, admin=admin,
        root=f"{_path(server.mirrors)[:-1]}/$mirror\"", redirects=_path(server.redirects),
        pictures=f"{_path(server.pictures)[:-1]}/\"", tls=_certificates(server.certificate), plain=("80", "[::]:80"),
        listen=_listen(server), upstreams=[("application", [_checked(_ADDRESS, each, "应用地址") for each in server.application])],
        desk_paths=DESK_PATHS, **_of_files(server.desk),
    )


def _of_files(desk: str) -> dict[str, object]:
    """Return what is said of files: the same that `response_headers` says to everybody else."""
    always = {name: value for name, value in security_headers(_origin(desk)).items() if name not in BY_PATH}
    extensions: dict[str, list[str]] = {}
    for extension, kind in TYPES.items():
        extensions.setdefault(kind, []).append(extension)
    return {
        "headers": [*((name, _quoted(value)) for name, value in always.items()), *((n, f"${v}") for n, v in BY_PATH.items())],
        "by_path": [
            (variable, *_values(name, security_headers(_origin(desk)).get(name, ""))) for name, variable in BY_PATH.items()
        ],
        "for_ever": [_quoted(f"~^{folder}") for folder in FOR_EVER], "for_ever_lifetime": _quoted(cache_control(FOR_EVER[0])),
        "state": _quoted(STATE), "state_lifetime": _quoted(cache_control(STATE)), "no_cache": _quoted(cache_control("/")),
        "types": [(kind, " ".join(names)) for kind, names in extensions.items()],
        # nginx counts HTML among them always, and says so when it is named.
        "with_charset": " ".join(sorted(WITH_CHARSET - {"text/html"})),
        "compressed": " ".join(sorted(WITH_CHARSET - {"text/html"})),
    }


def _values(name: str, usual: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the value of a header for pages, and its values for other files by pattern of their paths."""
    same: dict[str, list[str]] = {}
    for extension in SHOWN:
        value = file_headers(f"{UPLOADS}a.{extension}").get(name, usual)
        same.setdefault(value, []).append(extension)
    found = [(f"~*^{UPLOADS}.*[.](?:{'|'.join(extensions)})$", value) for value, extensions in same.items()]
    for folder in (UPLOADS, "/_gone/", "/_moved/"):
        found.append((f"~^{folder}", file_headers(f"{folder}a").get(name, usual)))
    while found and found[-1][1] == usual:
        found.pop()
    return _quoted(usual), [(_quoted(pattern, of_pattern=True), _quoted(value)) for pattern, value in found]


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    environment = Environment(  # noqa: S701 - the text is no HTML; every value is checked or quoted here
        loader=FileSystemLoader(folder), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("nginx.conf.jinja")


def _host(name: str) -> str:
    """Return a host as browsers send it: in small letters, other scripts than Latin in their ASCII form."""
    try:
        host = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    host = host.lower()
    if len(host) > 253 or host in RESERVED:
        host = ""
    if not _HOST.fullmatch(host):
        raise ConfigurationRefused(f"不是有效的域名：{name!r}。请在“设置 → 站点”中改正。")
    return host


def _check_unique(hosts: Iterable[str]) -> None:
    seen: set[str] = set()
    for host in hosts:
        if host in seen:
            raise ConfigurationRefused(f"域名 {host} 用了两次：每个站点、后台和公众服务的域名都要不同。")
        seen.add(host)


def _checked(pattern: "re.Pattern[str]", text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise ConfigurationRefused(f"{what}不正确：{text!r}")
    return text


def _place(url: str, seconds: int = DESK_SECONDS) -> Place:
    """Return the host that an address of the settings names."""
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise ConfigurationRefused(f"网址不正确：{url!r}") from error
    if parts.scheme not in ("http", "https"):
        raise ConfigurationRefused(f"网址须以 http:// 或 https:// 开头：{url!r}")
    return Place(host, f"{host}:{port}" if port else host, parts.scheme, seconds)


def _origin(url: str) -> str:
    place = _place(url)
    return f"{place.scheme}://{place.netloc}"


def _listen(server: WebServer) -> list[str]:
    addresses = server.listen or (("443", "[::]:443") if server.certificate else ("80", "[::]:80"))
    return [_checked(_LISTEN, each, "监听地址") + (" ssl http2" if server.certificate else "") for each in addresses]


def _certificates(files: tuple[str, str] | None) -> Callable[[str], tuple[str, str]] | None:
    """Return what gives certificate and key for a host."""
    if files is None:
        return None
    certificate, key = files
    return lambda host: (_path(certificate.replace("{host}", host)), _path(key.replace("{host}", host)))


def _path(path: Path | str) -> str:
    """Return an absolute path in quotes."""
    if not Path(path).is_absolute():
        raise ConfigurationRefused(f"须是完整路径：{str(path)!r}")
    return _quoted(str(path))


def _quoted(text: str, *, of_pattern: bool = False) -> str:
    """Return a text in quotes, in which nothing has a meaning of its own; nginx cannot quote a dollar sign."""
    if not text.isprintable() or "$" in text.removesuffix("$" if of_pattern else ""):
        raise ConfigurationRefused(f"不能写入 nginx 配置：{text!r}")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
