"""Where the builder reads and writes."""

from pathlib import Path

from cms.settings.environment import BASE_DIR, DATA_ROOT, env

THEMES_ROOT = Path(env.str("THEMES_ROOT", default=str(BASE_DIR / "themes"))).resolve()
STATE_ROOT = DATA_ROOT / "state"
MIRRORS_ROOT = DATA_ROOT / "mirrors"
SIGNING_KEY_FILE = env.str("SIGNING_KEY_FILE", default="")  # empty: signing.key in STATE_ROOT
BUILD_WORKERS = env.int("BUILD_WORKERS", default=0)  # 0: one for each processor
# A plan that would delete more than this share of a mirror stops and asks.
DELETION_CEILING = env.float("DELETION_CEILING", default=0.5)
# What tells an editor which pages a publication would change; a dotted name, because the CMS does not import the builder.
PUBLISHING_IMPACT = "site_builder.impact.impact_of"
