"""Pages that go live or end at a time: done by the publisher, to the second, without cron."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

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
            # It would fail again every second; the editor finds the page as a draft, and the reason in the log.
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            problems.append(f"定时发布失败：“{revision.object_str}”：{'；'.join(error.messages)}")
            logger.exception("scheduled revision %s could not be published", revision.pk)
    return problems
