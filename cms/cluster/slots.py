"""The places on a home page that a block can fill; which of them exist depends on the theme."""

SLOTS: dict[str, dict[str, str]] = {
    "portal": {
        "headline": "头条", "pictures": "图片新闻", "news": "要闻", "notices": "通知公告", "documents": "政策文件",
        "interpretations": "政策解读", "services": "办事服务", "interaction": "互动交流", "data": "数据发布",
        "tips": "便民提示", "topics": "专题专栏", "counties": "县区",
    },
    "county": {
        "headline": "头条", "pictures": "图片新闻", "news": "要闻", "notices": "通知公告", "documents": "政策文件",
        "towns": "乡镇动态", "interaction": "互动交流", "about": "走进本地", "portal_strip": "市级要闻",
        "services": "办事服务", "topics": "专题专栏",
    },
    "tourism": {
        "hero": "首屏大图", "notices": "公告", "sights": "景区", "routes": "线路", "festivals": "节庆活动",
        "food": "美食", "lodging": "住宿", "stories": "攻略游记", "practical": "实用信息",
    },
    "talent": {
        "notices": "招聘公告", "running": "正在进行的考试", "positions": "职位", "deadlines": "截止提醒",
        "guides": "办事指南", "study": "继续教育", "graduates": "高校毕业生", "policies": "政策法规", "questions": "常见问题",
    },
}
THEMES = {"portal": "门户", "county": "县（市、区）", "tourism": "旅游", "talent": "人才"}


def slot_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the slots grouped by theme; equal names in several themes are one value."""
    return [(THEMES[theme], list(slots.items())) for theme, slots in SLOTS.items()]


def theme_choices() -> list[tuple[str, str]]:
    return list(THEMES.items())
