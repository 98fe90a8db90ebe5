"""How often one address may ask: a limit for each sort of request, by the minute.

The counts are in the memory of each application process, so that a request costs nothing but them.
"""

from typing import Any

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle


class ByAddress(SimpleRateThrottle):
    """`setting` names the setting with the number of requests a minute."""

    setting = ""

    def get_rate(self) -> str:
        return f"{getattr(settings, self.setting)}/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"search-throttle-{self.setting}-{self.get_ident(request)}"


class SearchThrottle(ByAddress):
    setting = "SEARCH_RATE"


class SuggestThrottle(ByAddress):
    setting = "SUGGEST_RATE"


class ClickThrottle(ByAddress):
    setting = "CLICK_RATE"
