"""Stylesheets, scripts and pictures of a theme: bundled, lowered for old browsers, named by their digest.

The order of a stylesheet is fixed here; components must not depend on their order among themselves.
"""

import hashlib
import mimetypes
import re
from pathlib import Path

import msgspec

from cms.records import digest_of_bytes
from site_builder.errors import ThemeError, reason_of
from site_builder.templating import SHARED

BROWSERS = ["chrome 80", "ios_saf 12"]
FOLDER = "/_assets/"
EXPORT = re.compile(r"^export\s+(?=function|const)", re.M)


class Asset(msgspec.Struct, frozen=True):
    """A file of a theme as it goes to the mirror."""

    name: str
    path: str
    data: bytes
    type: str


class Assets:
    """The assets of one theme by name."""

    def __init__(self, theme: str, assets: list[Asset]) -> None:
        self.theme = theme
        self.by_name = {asset.name: asset for asset in assets}
        # Addresses carry digests, so together they stand for all that the theme looks like.
        self.digest = digest_of_bytes(" ".join(sorted(asset.path for asset in assets)).encode())

    def address(self, name: str) -> str:
        """Return the hashed address of an asset, e.g. `/_assets/site.1a2b3c4d.css`."""
        try:
            return self.by_name[name].path
        except KeyError:
            raise ThemeError(f"主题 {self.theme} 没有名为 {name} 的资源") from None


def stylesheet_sources(themes: Path, theme: str) -> list[Path]:
    """Return the files of a theme's stylesheet in their order."""
    shared, own = themes / SHARED, themes / theme
    components = {path.parent.name: path for path in sorted(shared.glob("components/*/style.css"))}
    components |= {path.parent.name: path for path in sorted(own.glob("components/*/style.css"))}
    return [
        *(shared / "tokens" / f"{name}.css" for name in ("palette", "roles", "type", "space")),
        *(shared / "base" / f"{name}.css" for name in ("reset", "elements", "rich-text")),
        *sorted(shared.glob("layouts/*.css")),
        *(components[name] for name in sorted(components)),
        own / "theme.css",
        *sorted(shared.glob("modes/*.css")),
        shared / "base" / "print.css",
    ]


def script_sources(themes: Path) -> list[Path]:
    """Return the modules of the page script; the loader that starts them comes last."""
    shared = themes / SHARED
    return [*sorted(path for path in shared.glob("modules/*.js") if path.stem != "loader"), shared / "modules/loader.js"]


def search_sources(themes: Path) -> list[Path]:
    """Return the parts of the search page's script; the one that starts them comes last."""
    shared = themes / SHARED
    return [*sorted(path for path in shared.glob("search/*.js") if path.stem != "start"), *shared.glob("search/start.js")]


def source_digest(themes: Path, theme: str) -> bytes:
    """Return what stands for everything the assets of a theme are made from, how it is done included."""
    scripts = [*script_sources(themes), *search_sources(themes), themes / SHARED / "early.js"]
    paths = [Path(__file__), *stylesheet_sources(themes, theme), *scripts]
    for folder in (themes / SHARED, themes / theme):
        paths += sorted(path for path in folder.glob("images/**/*") if path.is_file())
    try:
        return digest_of_bytes(b"\0".join([path.name.encode() + b"\0" + path.read_bytes() for path in paths]))
    except OSError as error:
        raise ThemeError(f"主题 {theme} 的资源文件无法读取：{reason_of(error)}") from error


def build_assets(themes: Path, theme: str) -> list[Asset]:
    """Return every asset of a theme."""
    css = "\n".join([path.read_text(encoding="utf-8") for path in stylesheet_sources(themes, theme)])
    script, search = (_bundle(sources) for sources in (script_sources(themes), search_sources(themes)))
    early = (themes / SHARED / "early.js").read_text(encoding="utf-8")
    found = [
        _asset("site.css", _lower(css, theme).encode()),
        _asset("site.js", _minify(script).encode()),
        _asset("search.js", _minify(search).encode()),
        _asset("early.js", _minify(early).encode()),
    ]
    pictures: dict[str, Path] = {}
    for folder in (themes / SHARED, themes / theme):
        pictures |= {str(p.relative_to(folder)): p for p in sorted(folder.glob("images/**/*")) if p.is_file()}
    return found + [_asset(name, path.read_bytes()) for name, path in sorted(pictures.items())]


def _bundle(sources: list[Path]) -> str:
    return "\n".join([EXPORT.sub("", path.read_text(encoding="utf-8")) for path in sources])


def _asset(name: str, data: bytes) -> Asset:
    stem, _, extension = name.rpartition("/")[2].rpartition(".")
    kind = "text/javascript" if extension == "js" else mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(name, f"{FOLDER}{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{extension}", data, kind)


def _lower(css: str, theme: str) -> str:
    import lightningcss  # costs start-up, needed only when a stylesheet changed

    try:
        return lightningcss.process_stylesheet(css, filename=f"{theme}.css", browsers_list=BROWSERS, minify=True)
    except Exception as error:
        raise ThemeError(f"主题 {theme} 的样式表有错误：{error}") from error


def _minify(script: str) -> str:
    import rjsmin

    return str(rjsmin.jsmin(script))
