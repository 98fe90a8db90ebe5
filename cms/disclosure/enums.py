"""The fixed choices of a disclosure document."""

from django.db import models


class Validity(models.TextChoices):
    """Whether a document is in force; the rules ask to mark it on the document's own page."""

    VALID = "valid", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"
    PENDING = "pending", "尚未施行"
    UNMARKED = "unmarked", "未标注"


class Method(models.TextChoices):
    PROACTIVE = "主动公开", "主动公开"
    ON_REQUEST = "依申请公开", "依申请公开"
    WITHHELD = "不予公开", "不予公开"


class RelationType(models.TextChoices):
    INTERPRETS = "interprets", "解读"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    REPLACES = "replaces", "替代"
    RELATED = "related", "相关"
