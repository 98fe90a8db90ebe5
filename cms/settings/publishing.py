"""Where the builder reads and writes."""

from pathlib import Path

from cms.settings.environment import BASE_DIR, DATA_ROOT, env

THEMES_ROOT = Path(env.str("THEMES_ROOT", default=str(BASE_DIR / "themes"))).resolve()
STATE_ROOT = DATA_ROOT / "state"
MIRRORS_ROOT = DATA_ROOT / "mirrors"
BUILD_WORKERS = env.int("BUILD_WORKERS", default=0)  # 0: one for each processor
# A plan that would delete more than this share of a mirror stops and asks.
DELETION_CEILING = env.float("DELETION_CEILING", default=0.5)
# What nginx includes: where pages that moved are now. The command is run when the file has changed; nothing if it is empty.
REDIRECTS_FILE = DATA_ROOT / "redirects.map"
WEB_SERVER_RELOAD = env.str("WEB_SERVER_RELOAD", default="")
