"""The name of a record: what a Change speaks of, and under what a consumer keeps it."""

from cms.records.content import AnyContent, Content
from cms.records.media import MediaFile
from cms.records.sites import ChannelRecord, HomeRecord, SiteRecord
from cms.records.tombstones import TombstoneRecord

Thing = SiteRecord | HomeRecord | ChannelRecord | MediaFile | TombstoneRecord
AnyRecord = Thing | AnyContent


def key_of(record: AnyRecord | Content) -> str:
    """Return e.g. `site:portal`, `channel:12`, `media:/_img/3fa9.webp`, `tombstone:9`, `content:417`."""
    match record:
        case SiteRecord():
            return f"site:{record.key}"
        case HomeRecord():
            return f"home:{record.site}"
        case ChannelRecord():
            return f"channel:{record.id}"
        case MediaFile():
            return f"media:{record.path}"
        case TombstoneRecord():
            return f"tombstone:{record.id}"
    return f"content:{record.id}"
