"""Words that webmasters give to search: synonyms, best bets and hot queries, of a site or of the whole cluster."""

from django.core.exceptions import ValidationError
from django.db import models

from cms.core.site_rows import SiteRow
from cms.search_words.lines import LineError, read_best_bets, read_hot, read_synonyms


class SearchWords(SiteRow):
    """The words of a site, or of the whole cluster where `site` is empty. Each text has a line for each thing."""

    synonyms = models.TextField(
        "同义词", blank=True, max_length=20_000,
        help_text="每行一组，词之间用逗号或空格分开，例如：社保，社会保险，五险。搜其中一个，也找到含有其他几个的内容。",
    )
    best_bets = models.TextField(
        "推荐结果", blank=True, max_length=20_000,
        help_text="每行写“搜索词 = 网页地址”，例如：公积金，住房公积金 = 网站上该页的完整网址。搜索词完全相同时，该页排在所有结果之上。",
    )
    hot = models.TextField("热门搜索", blank=True, max_length=2_000, help_text="每行一个，最多 20 个，显示在搜索框下。")

    class Meta(SiteRow.Meta):
        verbose_name = "检索词"
        verbose_name_plural = "检索词"

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many synonyms, best bets and hot queries there are."""
        synonyms, best_bets, hot = (
            len({line.strip() for line in text.splitlines()} - {""}) for text in (self.synonyms, self.best_bets, self.hot)
        )
        return synonyms, best_bets, hot

    def clean(self) -> None:
        errors = {}
        for name, read in (("synonyms", read_synonyms), ("best_bets", read_best_bets), ("hot", read_hot)):
            try:
                read(getattr(self, name))
            except LineError as error:
                errors[name] = str(error)
        if errors:
            raise ValidationError(errors)
