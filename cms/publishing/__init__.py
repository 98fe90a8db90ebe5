"""What changed, in the order in which it changed: the feed that builder and search follow."""
