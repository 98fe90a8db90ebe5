"""The kinds of channel that the page standard's ColumnType tag names, and how often each must be updated."""

from typing import Any

from django.db import models


class ChannelType(models.TextChoices):
    """The value is what the tag says, so value and label are the same words."""

    OVERVIEW = "概况信息", "概况信息"
    FUNCTIONS = "机构职能", "机构职能"
    LEADERS = "负责人信息", "负责人信息"
    NEWS = "政务动态", "政务动态"
    NOTICES = "通知公告", "通知公告"
    POLICIES = "政策文件", "政策文件"
    DISCLOSURE = "信息公开", "信息公开"
    DISCLOSURE_GUIDE = "信息公开指南", "信息公开指南"
    DISCLOSURE_CATALOGUE = "信息公开目录", "信息公开目录"
    DISCLOSURE_REPORT = "信息公开年报", "信息公开年报"
    DISCLOSURE_REQUEST = "依申请公开", "依申请公开"
    DATA = "数据发布", "数据发布"
    INTERPRETATION = "政策解读", "政策解读"
    RESPONSE = "回应关切", "回应关切"
    PRESS = "新闻发布", "新闻发布"
    SERVICES = "办事服务", "办事服务"
    GUIDES = "办事指南", "办事指南"
    COMPLAINTS = "咨询投诉", "咨询投诉"
    LETTERS = "网民留言", "网民留言"
    CONSULTATION = "征集调查", "征集调查"
    INTERVIEWS = "在线访谈", "在线访谈"
    TOPICS = "专题专栏", "专题专栏"
    PERSONNEL = "人事信息", "人事信息"
    FINANCE = "财政信息", "财政信息"
    PLANNING = "规划计划", "规划计划"
    TENDERS = "招标采购", "招标采购"
    EMERGENCY = "应急管理", "应急管理"
    OTHER = "其他", "其他"


UPDATE_DAYS: dict[Any, int] = {
    ChannelType.NEWS: 14,
    ChannelType.NOTICES: 180,
    ChannelType.POLICIES: 180,
    ChannelType.INTERPRETATION: 180,
    ChannelType.DATA: 50,
    ChannelType.CONSULTATION: 60,
    ChannelType.LETTERS: 90,
    ChannelType.OVERVIEW: 90,
    ChannelType.FUNCTIONS: 90,
    ChannelType.LEADERS: 90,
    ChannelType.PERSONNEL: 365,
    ChannelType.PLANNING: 365,
    ChannelType.FINANCE: 365,
    ChannelType.DISCLOSURE_REPORT: 365,
}
