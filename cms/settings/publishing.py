"""Where the builder reads and writes."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from cms.settings.environment import BASE_DIR, DATA_ROOT, env

THEMES_ROOT = Path(env.str("THEMES_ROOT", default=str(BASE_DIR / "themes"))).resolve()
STATE_ROOT = DATA_ROOT / "state"
SIGNING_KEY_FILE = env.str("SIGNING_KEY_FILE", default="")  # empty: signing.key in STATE_ROOT
# Folders of this machine, or a bucket: s3://BUCKET/PREFIX. Its endpoint and credentials are told by boto3's own variables.
PUBLISH_TARGET = env.str("PUBLISH_TARGET", default="")
S3_ADDRESSING = env.str("S3_ADDRESSING", default="auto")
_FOLDER = urlsplit(PUBLISH_TARGET)
MIRRORS_ROOT = Path(unquote(_FOLDER.path)) if _FOLDER.scheme == "file" else DATA_ROOT / "mirrors"
BUILD_WORKERS = env.int("BUILD_WORKERS", default=0)  # 0: one for each processor
# A plan that would delete more than this share of a mirror stops and asks.
DELETION_CEILING = env.float("DELETION_CEILING", default=0.5)
# What nginx includes: where pages that moved are now. The command is run when the file has changed; nothing if it is empty.
REDIRECTS_FILE = DATA_ROOT / "redirects.map"
WEB_SERVER_RELOAD = env.str("WEB_SERVER_RELOAD", default="")
# What tells an editor which pages a publication would change; a dotted name, because the CMS does not import the builder.
PUBLISHING_IMPACT = "site_builder.impact.impact_of"
