"""The CMS's small cluster, to edit it at random."""

from tests.cms.conftest import channel, gaoping, make_channel, make_file, make_image, make_site, organisation, portal
from tests.edits.start import start

__all__ = ["channel", "gaoping", "make_channel", "make_file", "make_image", "make_site", "organisation", "portal", "start"]
