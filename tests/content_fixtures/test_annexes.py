from content_fixtures.annexes import annexes, draw_pdf


def test_annexes_are_small_pdfs_with_the_same_bytes_every_time() -> None:
    for entry in annexes().values():
        data = draw_pdf(entry)
        assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF") and len(data) < 60_000
        assert data == draw_pdf(entry)


def test_titles_tell_annexes_apart() -> None:
    titles = [entry["title"] for entry in annexes().values()]
    assert len(titles) == len(set(titles)) >= 20
