"""What is published at this moment, apart from the pages: sites and channels."""

from collections.abc import Iterable
from functools import cached_property

from cms.export.context import ExportContext
from cms.export.sites import export_channels, export_sites
from cms.records import ChannelRecord, SiteRecord
from cms.records.tree import drop_orphans


class Cluster:
    """Reads each part once, when it is first asked for; made anew for every request."""

    def __init__(self) -> None:
        self.context = ExportContext()

    @cached_property
    def site_keys(self) -> set[str]:
        return set(self.context.profiles)

    @cached_property
    def sites(self) -> dict[str, SiteRecord]:
        """Return the sites in their order; their links are still references."""
        return {site.key: site for site in export_sites(self.context)}

    @cached_property
    def tree_paths(self) -> dict[int, str]:
        """Return the place of each channel in Wagtail's tree."""
        return {place.id: path for path, place in self.context.places.items()}

    @cached_property
    def channels(self) -> dict[int, ChannelRecord]:
        """Return the channels in the order of the tree, each followed by those below it."""
        found = drop_orphans(export_channels(self.context), self.site_keys)
        return {number: found[number] for number in sorted(found, key=self.tree_paths.__getitem__)}

    def below(self, tops: Iterable[ChannelRecord]) -> list[ChannelRecord]:
        """Return channels and all channels below them."""
        paths = tuple(self.tree_paths[top.id] for top in tops)
        return [channel for channel in self.channels.values() if self.tree_paths[channel.id].startswith(paths)]
