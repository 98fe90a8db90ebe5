"""Sitemaps by month of publication, so that a new page rewrites one small file; and robots.txt.

The protocol (sitemaps.org) allows 50,000 addresses in a file; a month of a city stays far below.
"""

from collections.abc import Iterable

from site_builder.catalogue import DOCUMENTS, entry_address, list_address, scopes_on
from site_builder.content import Content
from site_builder.errors import PageError
from site_builder.routes import list_page_address, sitemap_name

LIMIT = 50_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(content: Content) -> bytes:
    base = content.identity().base_url
    catalogues = [sitemap_name(scope) for scope in scopes_on(content.identity().key) if content.has_list(f"{scope}/{DOCUMENTS}")]
    names = ["channels", *catalogues, *content.months()]
    items = "".join([f"<sitemap><loc>{base}/sitemap/{name}.xml</loc></sitemap>\n" for name in names])
    return f"{HEAD}<sitemapindex {NAMESPACE}>\n{items}</sitemapindex>\n".encode()


def sitemap_month(month: str, content: Content) -> bytes:
    base = content.identity().base_url
    pages = content.month(month)
    if len(pages) > LIMIT:
        raise PageError(f"{month[:4]}年{month[4:]}月发布 {len(pages)} 页，超过站点地图文件上限 {LIMIT}")
    items = "".join([f"<url><loc>{base}{path}</loc><lastmod>{updated}</lastmod></url>\n" for path, updated in pages])
    return f"{HEAD}<urlset {NAMESPACE}>\n{items}</urlset>\n".encode()


def sitemap_channels(content: Content) -> bytes:
    base = content.identity().base_url
    return _of_paths(base, ["/", *(list_page_address(channel.path, 0) for channel in content.all_channels())])


def sitemap_catalogue(scope: str, content: Content) -> bytes:
    """Return the first pages of the lists of a catalogue."""
    base = content.identity().base_url
    return _of_paths(base, [entry_address(scope), *map(list_address, content.places(scope))])


def _of_paths(base: str, paths: Iterable[str]) -> bytes:
    items = "".join([f"<url><loc>{base}{path}</loc></url>\n" for path in paths])
    return f"{HEAD}<urlset {NAMESPACE}>\n{items}</urlset>\n".encode()


def robots(content: Content) -> bytes:
    base = content.identity().base_url
    return f"User-agent: *\nDisallow: /_fragments/\nDisallow: /_manifest/\nDisallow: /_search/\nSitemap: {base}/sitemap.xml\n".encode()
