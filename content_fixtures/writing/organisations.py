"""Writes the organisations that publish documents and have pages."""

from cms.accounts.models import Organisation
from content_fixtures.people import organisations
from content_fixtures.places import SITES


def write_organisations() -> dict[str, Organisation]:
    """Return every organisation by key, written where missing."""
    known = {organisation.key: organisation for organisation in Organisation.objects.all()}
    entries = [(site, entry) for site in SITES for entry in organisations(site)]
    new = [
        Organisation(key=entry["key"], name=entry["name"], short_name=entry["short"], code=entry["code"], site_key=site, order=order)
        for order, (site, entry) in enumerate(entries, 1) if entry["key"] not in known
    ]
    for organisation in Organisation.objects.bulk_create(new):
        known[organisation.key] = organisation
    return known
