"""Pages that go live or end at a time: done by the publisher, to the second, without cron."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

REFUSED = "publishing.refused"
SETTLED = ("wagtail.publish", "wagtail.publish.scheduled", "wagtail.publish.schedule")

logger = logging.getLogger(__name__)


def run_due(now: datetime) -> list[str]:
    """Publish and withdraw what is due, each page in a transaction of its own; return what could not be done, in words."""
    problems = []
    for page in Page.objects.live().filter(expire_at__lte=now).order_by("expire_at"):
        with transaction.atomic():
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            logger.warning("scheduled revision %s could not be published: %s", revision.pk, error)
            problems.append(_give_up(revision, "；".join(error.messages)))
        except DatabaseError:
            # The others must not wait for this one; what the database said is for the log, not for editors.
            logger.exception("scheduled revision %s could not be published", revision.pk)
            problems.append(_give_up(revision, "数据库拒绝了这一版本，请联系技术人员查看日志。"))
    return problems


def refusal_of(page: Page) -> str:
    """Return why the page's last scheduled publication failed; empty if it was published or scheduled since."""
    entries = PageLogEntry.objects.filter(page=page, action__in=(REFUSED, *SETTLED)).order_by("-timestamp", "-pk")
    last = entries.first()
    return str(last.data["reason"]) if last and last.action == REFUSED else ""


def _give_up(revision: Revision, reason: str) -> str:
    """Take a revision off the schedule, where it would fail again every second, and note the reason with the page."""
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=revision.content_object, action=REFUSED, data={"reason": reason}, revision=revision)
    return f"定时发布失败：“{revision.object_str}”：{reason}"
