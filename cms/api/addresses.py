"""Where pages and channels are on the mirrors, to resolve the references of records."""

from collections.abc import Iterable

from cms.api.cluster import Cluster
from cms.api.selection import Conditions, select_pages
from cms.export.pages import local_minute
from cms.records.addresses import content_address
from cms.records.links import Address


class Addresses:
    """Knows the places of some pages and of all channels; asks the database once."""

    def __init__(self, cluster: Cluster, numbers: Iterable[int]) -> None:
        self._context = cluster.context
        self._places = {channel.id: (channel.site, channel.url) for channel in cluster.channels.values()}
        wanted = [number for number in set(numbers) if number not in self._places]
        if wanted:
            pages = select_pages(cluster, Conditions(channels=list(cluster.channels.values()), numbers=wanted))
            for number, path, moment in pages:
                place = self._context.places[path[:-4]]
                self._places[number] = place.site, content_address(place.path, local_minute(moment), number)

    def seen_from(self, site: str) -> Address:
        """Return the look-up for records of a site: paths on it, absolute addresses elsewhere."""

        def address(number: int) -> str | None:
            at, path = self._places.get(number, ("", ""))
            if not path:
                return None
            return path if at == site else self._context.base_url(at) + path

        return address
