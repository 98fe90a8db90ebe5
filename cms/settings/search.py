"""Where the search index is, and how often anybody may ask it."""

from cms.settings.environment import DATA_ROOT, env

# Empty: an index in a folder of this machine. What is named here must be there: see docs/search-upkeep.md.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
SEARCH_ROOT = DATA_ROOT / "search"
# Requests of one address in a minute; a search is a page turned, a suggestion a letter typed.
SEARCH_RATE = env.int("SEARCH_RATE", default=300)
SUGGEST_RATE = env.int("SUGGEST_RATE", default=1200)
CLICK_RATE = env.int("CLICK_RATE", default=120)
# Who is told of every publication; dotted names, because builder and search do not know each other.
PUBLICATION_FOLLOWERS = ["search.follower.SearchFollower"]
SEARCH_STATISTICS_SECONDS = 10  # between two writings of what was counted; 0: never by itself
