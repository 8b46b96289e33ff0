import json
import tarfile

import numpy as np
import pytest

from models.drawings.names import pictures
from models.drawings.sources import SIDE, STYLES, _document, archive, of_style, square, trimmed
from models.registry import Origin
from models.store import sha256


def test_every_picture_belongs_to_a_style_and_every_style_has_a_licence():
    styles = {style.name for style in STYLES}
    assert {picture.style for listed in pictures().values() for picture in listed} == styles
    assert all(style.licence and of_style(style.name) for style in STYLES)


def test_pictures_that_training_sees_are_permissive():
    shared = {style.name for style in STYLES if "SA" in style.licence}
    assert not any(picture.style in shared and not picture.is_held for listed in pictures().values() for picture in listed)


def test_an_archive_that_is_there_and_whole_is_not_fetched_again(tmp_path):
    kept = tmp_path / "scope-pictures-1.0"
    with tarfile.open(kept, "w:gz"):
        pass
    origin = Origin("npm", "@scope/pictures", "1.0", "", sha256(kept), kept.stat().st_size)
    assert archive(origin, tmp_path) == kept


def test_a_picture_is_set_into_the_middle_of_a_square():
    rgba = np.zeros((50, 80, 4), np.uint8)
    rgba[10:30, 20:30] = 255
    whole = square(rgba)
    assert whole.shape == (SIDE, SIDE, 4)
    assert trimmed(whole).shape[:2] == (SIDE, SIDE // 2)
    assert whole[:, 128 - 60 : 128 + 60, 3].all() and not whole[:, :60, 3].any()


@pytest.mark.parametrize(("icon", "box"), [({"body": "<g/>"}, "0 0 128 128"), ({"body": "<g/>", "width": 64, "left": 2}, "2 0 64 128")])
def test_an_icon_becomes_a_document_with_the_sets_size(icon, box):
    icons = json.loads(json.dumps({"width": 128, "height": 128, "icons": {"dog": icon}}))
    assert f'viewBox="{box}"' in _document(icons, "dog")
