"""The resources of the read API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api.addresses import Addresses
from cms.api.answers import CardList, CatalogueList, ChannelList, SiteList
from cms.api.cluster import Cluster
from cms.api.content import find_content, list_content
from cms.api.disclosure import download_disclosure, list_disclosure
from cms.api.paging import links
from cms.api.parameters import ContentQuery, DisclosureQuery
from cms.api.read_view import ReadView
from cms.api.schema import describe, openapi
from cms.records import Content, SiteRecord
from cms.records.links import references_of, resolve_channel, resolve_site

NOT_HERE = "没有这个地址。接口的地址都以 / 结尾，说明见 /api/v1/schema/。"


@extend_schema_view(get=describe("sites", "站点列表", "SiteList", faults=(400,)))
class SiteListView(ReadView):
    def answer(self, parameters: dict[str, Any], **place: Any) -> SiteList:
        cluster = Cluster()
        references = {number for site in cluster.sites.values() for number in references_of(site)}
        addresses = Addresses(cluster, references)
        found = tuple(resolve_site(site, addresses.seen_from(site.key)) for site in cluster.sites.values())
        return SiteList(count=len(found), next=None, previous=None, results=found)


@extend_schema_view(get=describe("site", "一个站点", "SiteRecord", faults=(400, 404)))
class SiteView(ReadView):
    def answer(self, parameters: dict[str, Any], **place: Any) -> SiteRecord:
        cluster = Cluster()
        site = cluster.sites.get(place["key"])
        if site is None:
            raise NotFound(f"没有站点“{place['key']}”。")
        return resolve_site(site, Addresses(cluster, references_of(site)).seen_from(site.key))


@extend_schema_view(get=describe("channels", "一个站点的全部栏目，按栏目树的顺序", "ChannelList", faults=(400, 404)))
class ChannelListView(ReadView):
    def answer(self, parameters: dict[str, Any], **place: Any) -> ChannelList:
        cluster = Cluster()
        if place["key"] not in cluster.site_keys:
            raise NotFound(f"没有站点“{place['key']}”。")
        own = [channel for channel in cluster.channels.values() if channel.site == place["key"]]
        address = Addresses(cluster, {number for channel in own for number in channel.links}).seen_from(place["key"])
        found = tuple(resolve_channel(channel, address) for channel in own)
        return ChannelList(count=len(found), next=None, previous=None, results=found)


@extend_schema_view(get=describe("content", "内容列表", "CardList", faults=(400,), query=ContentQuery))
class ContentListView(ReadView):
    query = ContentQuery

    def answer(self, parameters: dict[str, Any], **place: Any) -> CardList:
        count, cards = list_content(Cluster(), parameters)
        return CardList(**links(self.request, count, parameters), results=tuple(cards))


@extend_schema_view(get=describe("content_item", "一项内容的全文", "Content", faults=(400, 404)))
class ContentView(ReadView):
    def answer(self, parameters: dict[str, Any], **place: Any) -> Content:
        return find_content(Cluster(), place["number"])


@extend_schema_view(get=describe(
    "disclosure", "政府信息公开目录", "CatalogueList", faults=(400,), query=DisclosureQuery, files=("csv", "xlsx")
))
class DisclosureListView(ReadView):
    query = DisclosureQuery

    def answer(self, parameters: dict[str, Any], **place: Any) -> Any:
        if parameters["format"] != "json":
            return download_disclosure(Cluster(), parameters)
        count, entries = list_disclosure(Cluster(), parameters)
        return CatalogueList(**links(self.request, count, parameters), results=tuple(entries))


class SchemaView(ReadView):
    def answer(self, parameters: dict[str, Any], **place: Any) -> dict[str, Any]:
        return openapi()


@extend_schema_view(get=extend_schema(exclude=True))
class NowhereView(ReadView):
    """Answers under every other address, so that a wrong one is told in JSON, too."""

    def get(self, request: Request, **place: Any) -> Response:
        raise NotFound(NOT_HERE)
