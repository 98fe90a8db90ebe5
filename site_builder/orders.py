"""Carries out what staff asked of the publisher: rebuild, verify, reconcile."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import DatabaseError, transaction
from django.utils import timezone

from cms.publishing.models import Order, OrderKind
from site_builder.build import Options, Report
from site_builder.errors import BuilderError
from site_builder.reconcile import reconcile
from site_builder.refresh import refresh
from site_builder.signing import public_key
from site_builder.store import Store
from site_builder.upkeep import Upkeep
from site_builder.verification import current_memory
from site_builder.verify import verify
from site_builder.watchman import Watchman

Note = Callable[[Report], None]


def next_order(held: Collection[str]) -> Order | None:
    """Take the oldest order that is for a site held here, or for all sites; two publishers never take the same one."""
    for order in Order.objects.filter(taken_at=None).order_by("id"):
        if order.site and order.site not in held:
            continue
        if Order.objects.filter(pk=order.pk, taken_at=None).update(taken_at=timezone.now()):
            return order
    return None


class Clerk:
    """Carries out orders with the means of the publisher."""

    def __init__(self, store: Store, upkeep: Upkeep, options: Options, watchman: Watchman, note: Note) -> None:
        self._store, self._upkeep, self._options, self._watchman, self._note = store, upkeep, options, watchman, note

    def carry_out(self, order: Order, held: Collection[str]) -> str:
        """Do what an order asks and write down what became of it; return that in words."""
        try:
            order.ok, order.result = self._do(order, held)
        except (BuilderError, DatabaseError) as error:
            order.ok, order.result = False, str(error)
            self._upkeep.forget()
        order.finished_at = timezone.now()
        order.save(update_fields=["ok", "result", "finished_at"])
        return f"{order}：{order.result}"

    def _do(self, order: Order, held: Collection[str]) -> tuple[bool, str]:
        if order.kind == OrderKind.RECONCILE:
            return True, self.reconcile()
        if not order.site:
            return True, self._share_out(order)
        if order.kind == OrderKind.REBUILD:
            return self._rebuild(order.site)
        return self._verify(order.site)

    @transaction.atomic
    def _share_out(self, order: Order) -> str:
        """Make an order for each site, for whoever holds it."""
        sites = self._store.site_keys()
        Order.objects.bulk_create(Order(kind=order.kind, site=site, by=order.by) for site in sites)
        return f"已分给 {len(sites)} 个站点"

    def _rebuild(self, site: str) -> tuple[bool, str]:
        taken = refresh(self._store, full=True, compare=True)
        self._upkeep.take(taken.keys, taken.sites)
        for report in self._upkeep.build([site], full=True):
            self._note(report)
            if site in report.site_errors:
                return False, report.site_errors[site]
            made = report.made.get(site, 0)
            return True, f"重新生成 {made} 个文件，其中 {report.written} 个与镜像不同，已更新"
        return False, f"没有站点 {site}"

    def _verify(self, site: str) -> tuple[bool, str]:
        key = public_key(self._options.signing_key)
        look = partial(verify, self._options.mirror(site).target, site, [key], current_memory(self._store, site))
        checked = look()
        if not checked.differences:
            return True, f"{checked.files} 个文件与签名清单一致"
        restored = self._watchman.restore(site, checked.differences, lambda: look().differences)
        return restored, f"发现 {len(checked.differences)} 处不一致，{'已恢复' if restored else '未能全部恢复'}"

    def reconcile(self) -> str:
        """Compare all records with the database; what the feed did not say is published with the next look."""
        taken, lost = reconcile(self._store)
        for each in taken:
            self._upkeep.take(each.keys, each.sites)
        return f"有 {len(lost)} 项变更此前没有登记，已补登并发布" if lost else "与数据库一致"
