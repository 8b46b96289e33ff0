import io
import json
import tarfile
from dataclasses import replace

import numpy as np
import pytest

from models.drawings.names import Picture
from models.drawings.sources import SIDE, _document, archive, filled, prepare, sprite, square, trimmed
from models.drawings.styles import STYLES
from models.registry import Origin
from models.store import sha256


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


def test_what_lines_enclose_becomes_paper_and_what_they_do_not_stays_open():
    rgba = np.zeros((60, 100, 4), np.uint8)
    rgba[10:50, 10:50, 3] = 255
    rgba[15:45, 15:45, 3] = 0
    rgba[30, 55:95, 3] = 255
    whole = filled(rgba)
    assert (whole[30, 30] == 255).all() and whole[12, 12].tolist() == [0, 0, 0, 255]
    assert whole[30, 75].tolist() == [0, 0, 0, 255] and not whole[40, 75].any()


def test_a_style_of_lines_is_drawn_from_its_package_over_paper(tmp_path, monkeypatch):
    body = '<path fill="none" stroke="currentColor" d="M4 4h16v16h-16z"/>'
    content = json.dumps({"width": 24, "height": 24, "icons": {"box": {"body": body}}})
    (tmp_path / "packages").mkdir()
    kept = tmp_path / "packages" / "scope-icons-1.0"
    with tarfile.open(kept, "w:gz") as archived:
        member = tarfile.TarInfo("package/icons.json")
        member.size = len(content)
        archived.addfile(member, io.BytesIO(content.encode()))
    origin = Origin("npm", "@scope/icons", "1.0", "", sha256(kept), kept.stat().st_size)
    monkeypatch.setattr("models.drawings.sources.STYLES", (replace(STYLES[0], name="boxes", archive=origin, lines=True),))
    monkeypatch.setattr("models.drawings.sources.icons", lambda: {"gift": (Picture("boxes/box", 1.0),)})
    pytest.importorskip("resvg_py")
    prepare(tmp_path)
    drawn = sprite("boxes/box", tmp_path)
    assert drawn.shape == (112, 112, 4)
    assert drawn[56, 56].tolist() == [255, 255, 255, 255] and drawn[56, 3].tolist() == [0, 0, 0, 255]
