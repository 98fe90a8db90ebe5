"""Which site of the cluster a place in the page tree belongs to."""

from django.conf import settings

from cms.cluster.models import SiteProfile


def site_keys_by_path() -> dict[str, str]:
    """Return the keys of the sites by the tree path of their home page."""
    return dict(SiteProfile.objects.values_list("site__root_page__path", "key"))


def hosts_of_sites() -> list[tuple[str, str]]:
    """Return (host, key) of every site, in the order of the sites."""
    return list(SiteProfile.objects.order_by("order", "id").values_list("site__hostname", "key"))


def mirrors_by_site() -> dict[str, str]:
    """Return the address of each site's mirror, without a slash at the end, by the key of the site."""
    hosts = SiteProfile.objects.values_list("key", "site__hostname")
    return {key: str(settings.PUBLIC_BASE_URL_PATTERN).format(host=host) for key, host in hosts}
