"""OFD files, written here."""

from tests.search.extraction.files import archive

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(*words: str, boundary: str = "0 0 210 297", at: str = 'X="0" Y="5"', more: str = "") -> str:
    """Return a text object; words may come with attributes before a bar."""
    codes = "".join(f"<ofd:TextCode {where or at}>{said}</ofd:TextCode>" for where, _, said in (each.rpartition("|") for each in words))
    return f'<ofd:TextObject ID="1" Boundary="{boundary}" Font="2" Size="5" {more}>{codes}</ofd:TextObject>'


def ofd(*pages: str, places: list[str] | None = None, before: str = "", **parts: bytes) -> bytes:
    """Return a file whose only document has pages, which it says are at `places`."""
    places = places or [f"Pages/Page_{number}/Content.xml" for number in range(len(pages))]
    named = "".join(f'<ofd:Page ID="{number}" BaseLoc="{place}"/>' for number, place in enumerate(places))
    made = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:Pages>{named}</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        made[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"{before}<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return archive({name: xml.encode() for name, xml in made.items()} | parts)
