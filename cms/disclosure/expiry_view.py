"""Answers the form of a document, which asks while somebody fills it in how long the document should be in force."""

from datetime import date

from django.http import HttpRequest, JsonResponse

from cms.disclosure.classifications import NORMATIVE
from cms.disclosure.expiry import TRIAL_YEARS, proposed_expiry, years_of


def propose_expiry(request: HttpRequest) -> JsonResponse:
    """Return the proposed last day and the reason in words; both are empty where nothing is to be proposed."""
    title = request.GET.get("title", "")
    try:
        effective = date.fromisoformat(request.GET.get("effective", ""))
        last = proposed_expiry(title, effective)
    except ValueError:  # not a day yet, or one at the end of the calendar
        return JsonResponse({"expires": "", "words": ""})
    if request.GET.get("category") != NORMATIVE:
        return JsonResponse({"expires": "", "words": ""})
    years = years_of(title)
    because = "标题含“暂行”或“试行”，" if years == TRIAL_YEARS else ""
    words = f"建议：{last.isoformat()}（规范性文件{because}有效期 {years} 年）"
    return JsonResponse({"expires": last.isoformat(), "words": words})
