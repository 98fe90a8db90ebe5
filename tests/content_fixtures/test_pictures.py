import io

import pytest
from PIL import Image

from content_fixtures.pictures.catalogue import SCENES, drawings, pick_picture
from content_fixtures.seeds import chance


@pytest.mark.parametrize("name", ["cloud-sea-dawn", "banner-gaoping", "portrait-01"])
def test_the_same_seed_draws_the_same_bytes(name: str) -> None:
    drawing = drawings()[name]
    assert drawing.bytes(320, 1) == drawing.bytes(320, 1) != drawing.bytes(320, 2)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_is_a_picture_of_the_size_asked_for(scene: str) -> None:
    drawing = next(one for one in drawings().values() if one.scene == scene and one.shape == "picture")
    image = Image.open(io.BytesIO(drawing.bytes(320, 1)))
    assert image.size == (320, 180) and len(image.getcolors(maxcolors=320 * 180) or []) > 100


def test_every_picture_says_that_it_is_an_illustration() -> None:
    assert all(drawing.alt.startswith("示意") for drawing in drawings().values())


def test_a_text_may_ask_for_a_picture_by_name_or_by_subject() -> None:
    assert pick_picture(["temple-dawn"], chance(1)) == "temple-dawn"
    assert "silk" in drawings()[pick_picture(["silk"], chance(1))].subjects
    assert pick_picture([], chance(1)) == ""
