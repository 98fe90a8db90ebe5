"""The read API: the records of what is published, for any system that asks."""
