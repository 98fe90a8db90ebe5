"""The published language of the CMS: frozen values that the builder, search and the API read.

Whoever produces the data owns its definition; a consumer never sees a model.
"""

from cms.records.base import Record, digest, digest_of_bytes, encode
from cms.records.content import (
    AnyContent,
    ArticleRecord,
    Card,
    Content,
    Department,
    DocumentRecord,
    Filing,
    GalleryRecord,
    GuideRecord,
    LeaderRecord,
    Material,
    OrganisationRecord,
    Question,
    Relation,
    Step,
    TopicRecord,
    TopicSection,
)
from cms.records.keys import AnyRecord, Thing, key_of
from cms.records.media import Attachment, Image, MediaFile, Rendition
from cms.records.sites import ChannelRecord, HomeBlock, HomeRecord, Link, LinkGroup, SiteLink, SiteRecord
from cms.records.switches import LEVELS, Notice, SwitchRecord
from cms.records.tombstones import TombstoneRecord

__all__ = [
    "LEVELS", "AnyContent", "AnyRecord", "ArticleRecord", "Attachment", "Card", "ChannelRecord", "Content", "Department", "DocumentRecord",
    "Filing", "GalleryRecord", "GuideRecord", "HomeBlock", "HomeRecord", "Image", "LeaderRecord", "Link", "LinkGroup", "Material",
    "MediaFile", "Notice", "OrganisationRecord", "Question", "Record", "Relation", "Rendition", "SiteLink", "SiteRecord", "Step",
    "SwitchRecord", "Thing", "TombstoneRecord", "TopicRecord", "TopicSection", "digest", "digest_of_bytes", "encode", "key_of",
]
