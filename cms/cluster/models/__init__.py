"""Sites, their profiles, home pages and channel trees."""

from cms.cluster.models.channel import ChannelPage, ListStyle
from cms.cluster.models.home import HomeBlock, HomePage
from cms.cluster.models.profile import FooterLink, NoticeLink, QuickLink, SiteProfile

__all__ = [
    "ChannelPage", "FooterLink", "HomeBlock", "HomePage", "ListStyle", "NoticeLink", "QuickLink", "SiteProfile",
]
