"""The name of a record: what a Change speaks of, and under what a consumer keeps it."""

from cms.records.content import AnyContent, Content
from cms.records.media import MediaFile
from cms.records.sites import ChannelRecord, HomeRecord, SiteRecord
from cms.records.switches import SwitchRecord
from cms.records.tombstones import TombstoneRecord

Thing = SiteRecord | HomeRecord | ChannelRecord | MediaFile | SwitchRecord | TombstoneRecord
AnyRecord = Thing | AnyContent


def key_of(record: AnyRecord | Content) -> str:
    """Return e.g. `site:portal`, `channel:12`, `media:/_img/3fa9.webp`, `tombstone:9`, `content:417`."""
    match record:
        case SiteRecord(key=name):
            kind = "site"
        case HomeRecord(site=name):
            kind = "home"
        case SwitchRecord(site=name):
            kind = "switch"
        case MediaFile(path=name):
            kind = "media"
        case ChannelRecord(id=number):
            kind, name = "channel", str(number)
        case TombstoneRecord(id=number):
            kind, name = "tombstone", str(number)
        case _:
            kind, name = "content", str(record.id)
    return f"{kind}:{name}"
