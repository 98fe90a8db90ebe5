"""How much of a file is read, which are read by their names, and how it is said that nothing is."""

PLAIN = {".txt", ".csv", ".md"}
MOST_BYTES = 50 << 20
MOST_UNPACKED = 100 << 20
MOST_PARTS = 5_000  # files in an archive
MOST_PAGES = 500  # of a PDF; what is behind them is not read
MOST_CHARACTERS = 500_000  # of the text; the rest is not kept
MOST_MEMORY = 768 << 20  # bytes of addresses, libraries and all
SECONDS = (20.0, 60.0, 180.0)  # for the first try, for the second, and for the last


class Unreadable(Exception):
    """There is no text to be had; the words say why, in Chinese."""


class Collector:
    """Gathers pieces of text until there is enough."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MOST_CHARACTERS

    @property
    def is_full(self) -> bool:
        return self._room <= 0

    def add(self, piece: str) -> None:
        self._pieces.append(piece[:max(self._room, 0)])
        self._room -= len(piece)

    def text(self) -> str:
        return "".join(self._pieces)
