"""Which sites must not be published at present."""


def frozen_sites() -> frozenset[str]:
    """Return the keys of the sites whose publishing is frozen."""
    return frozenset()
