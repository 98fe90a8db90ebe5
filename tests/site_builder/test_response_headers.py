"""What is said beside files."""

import pytest

from site_builder.response_headers import file_headers


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xml", "a.HTM", "a.zip", "a", "a.pdf.html"])
def test_an_upload_that_could_carry_script_is_saved_not_shown(name: str) -> None:
    headers = file_headers(f"/_files/{name}")
    assert headers["Content-Disposition"] == "attachment"
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.PNG", "a.webp"])
def test_pictures_and_documents_are_shown(name: str) -> None:
    assert "Content-Disposition" not in file_headers(f"/_files/{name}")


@pytest.mark.parametrize("path", ["/index.html", "/_assets/site.css", "/_img/a.webp", "/a_files/b.html"])
def test_what_the_builder_made_needs_nothing(path: str) -> None:
    assert file_headers(path) == {}
