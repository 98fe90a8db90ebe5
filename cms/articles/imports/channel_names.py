"""Names, kinds and descriptions for channels that an import has to create."""

from typing import Any

from cms.cluster.channel_types import ChannelType

NAMES = {
    "news": "要闻", "headlines": "要闻动态", "notices": "通知公告", "topics": "专题专栏", "interaction": "互动交流",
    "open": "政务公开", "policies": "政策文件", "interpretation": "政策解读", "finance": "财政信息",
    "personnel": "人事信息", "planning": "规划计划", "service": "政务服务", "services": "政务服务", "guides": "办事指南",
    "data": "数据发布", "statistics": "统计数据", "city": "走进{site}", "about": "走进{site}", "overview": "走进{site}",
    "culture": "历史文化",
}

# The first word that occurs in the name decides.
KINDS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (ChannelType.INTERPRETATION, ("解读",)),
    (ChannelType.NOTICES, ("公告", "公示", "通知")),
    (ChannelType.POLICIES, ("政策", "文件", "法规", "规章")),
    (ChannelType.FINANCE, ("财政", "预算", "决算")),
    (ChannelType.PERSONNEL, ("人事", "招考", "招聘", "任免")),
    (ChannelType.TENDERS, ("采购", "招标", "中标")),
    (ChannelType.PLANNING, ("规划", "计划")),
    (ChannelType.EMERGENCY, ("应急", "预警")),
    (ChannelType.GUIDES, ("办事指南",)),
    (ChannelType.SERVICES, ("服务", "办事", "民生")),
    (ChannelType.DATA, ("数据", "统计", "价格")),
    (ChannelType.CONSULTATION, ("征集", "调查")),
    (ChannelType.INTERVIEWS, ("访谈",)),
    (ChannelType.RESPONSE, ("回应",)),
    (ChannelType.TOPICS, ("专题", "专栏")),
    (ChannelType.DISCLOSURE, ("公开",)),
    (ChannelType.LEADERS, ("领导",)),
    (ChannelType.FUNCTIONS, ("机构", "职能")),
    (ChannelType.OVERVIEW, ("走进", "概况", "历史", "文化", "风貌")),
    (ChannelType.NEWS, ("要闻", "动态", "新闻")),
)


def name_channel(slug: str, site_name: str) -> str:
    """Return a name for a channel of which only the address is known."""
    return NAMES.get(slug, slug).format(site=site_name)


def choose_type(name: str) -> ChannelType:
    """Return the kind of channel that a name suggests."""
    return ChannelType(next((kind for kind, words in KINDS if any(word in name for word in words)), ChannelType.OTHER))


def describe_channel(name: str, site_name: str) -> str:
    return f"发布{site_name}“{name}”栏目的信息，方便公众了解和查询。"
