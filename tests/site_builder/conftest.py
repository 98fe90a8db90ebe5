"""The CMS's small cluster, for tests of what stands between the CMS and the builder."""

from tests.cms.conftest import channel, gaoping, make_channel, make_site, organisation, portal

__all__ = ["channel", "gaoping", "make_channel", "make_site", "organisation", "portal"]
