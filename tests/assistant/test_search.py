"""`owlish search` and `owlish classify` over real photos, and over files that are none."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.commands.gallery import MOST_ODDS, Matcher, reranked
from assistant.memory.pictures import Hit
from assistant.senses.files import load_frame

PHOTOS = Path(__file__).parents[2] / "models" / "calibration"
CAT, CHEETAH = PHOTOS / "photo13.jpg", PHOTOS / "photo19.jpg"


@pytest.fixture(autouse=True)
def models(prepared):
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "all-minilm-l6-v2"):
        prepared(name)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Ten photos, one of them in a folder below."""
    home = tmp_path / "photos"
    (home / "deep").mkdir(parents=True)
    for number in range(10, 19):
        shutil.copy(PHOTOS / f"photo{number}.jpg", home)
    shutil.copy(CHEETAH, home / "deep")
    return home


def searched(owlish, *arguments: object) -> tuple[list[dict], dict]:
    *found, summary = owlish.rows("search", *arguments, "--json")
    return found, summary


def test_words_find_the_picture_that_they_mean(owlish, folder):
    found, summary = searched(owlish, "a spotted wild cat", "--dir", folder)
    assert {Path(row["file"]).name for row in found[:2]} == {"photo13.jpg", "photo19.jpg"}
    assert [row["rank"] for row in found] == list(range(1, 11))
    assert [row["score"] for row in found] == sorted((row["score"] for row in found), reverse=True)
    assert summary["pictures"] == summary["looked_at"] == 10 and summary["skipped"] == {}


def test_a_picture_finds_itself_first(owlish, folder):
    found, _ = searched(owlish, "--image", CAT, "--dir", folder, "--top", 3)
    assert len(found) == 3
    assert Path(found[0]["file"]).name == "photo13.jpg" and found[0]["score"] > 0.98


def test_a_second_search_looks_only_at_what_changed(owlish, folder):
    searched(owlish, "a cat", "--dir", folder)
    assert searched(owlish, "a dog", "--dir", folder)[1]["looked_at"] == 0
    shutil.copy(CHEETAH, folder / "photo13.jpg")
    os.utime(folder / "photo13.jpg", ns=(1, 1))
    (folder / "photo14.jpg").unlink()
    found, summary = searched(owlish, "--image", CAT, "--dir", folder)
    assert summary["looked_at"] == 1 and summary["pictures"] == 9
    assert "photo14.jpg" not in {Path(row["file"]).name for row in found}
    assert searched(owlish, "a cat", "--dir", folder / "deep")[1]["pictures"] == 1


def strange(folder: Path) -> set[str]:
    """Pictures of every kind, and files that only look like some; returns the names of the latter."""
    photo = Image.open(CAT)
    Image.new("RGB", (1, 1), "red").save(folder / "dot.png")
    photo.convert("L").save(folder / "grey.png")
    photo.convert("RGBA").save(folder / "alpha.webp")
    photo.convert("CMYK").save(folder / "cmyk.jpg")
    photo.save(folder / "moving.gif", save_all=True, append_images=[photo.rotate(90)])
    Image.new("1", (20_000, 20_000)).save(folder / "huge.png")
    (folder / "cut.jpg").write_bytes(CAT.read_bytes()[:2000])
    (folder / "text.jpg").write_text("this is not a picture")
    (folder / "empty.png").write_bytes(b"")
    (folder / "notes.txt").write_text("not even named like one")
    return {"huge.png", "cut.jpg", "text.jpg", "empty.png"}


def test_broken_files_are_skipped_and_named_and_the_others_found(owlish, folder):
    broken = strange(folder)
    found, summary = searched(owlish, "a cat", "--dir", folder, "--top", 50)
    assert {Path(path).name for path in summary["skipped"]} == broken
    assert {"grey.png", "alpha.webp", "cmyk.jpg", "moving.gif", "dot.png"} <= {Path(row["file"]).name for row in found}
    assert len(found) == summary["pictures"] == 15
    again = owlish("search", "a cat", "--dir", folder)
    assert again.returncode == 0 and "15 pictures" in again.stderr
    assert all(name in again.stderr for name in broken), "they are named each time, though looked at once"


def test_the_contact_sheet_shows_what_was_found(owlish, folder, tmp_path):
    done = owlish("search", "a cat", "--dir", folder, "--top", 7, "--out", tmp_path / "sheet.png")
    assert len(done.stdout.splitlines()) == 7
    with Image.open(tmp_path / "sheet.png") as sheet:
        width, height = sheet.size
        assert width > 5 * 240 and 2 * 240 < height < 3 * 290
        assert np.asarray(sheet.convert("L")).std() > 20


def test_an_empty_folder_holds_no_picture(owlish, tmp_path):
    (tmp_path / "empty").mkdir()
    done = owlish("search", "a cat", "--dir", tmp_path / "empty")
    assert done.returncode == 0 and done.stdout == "No picture was found.\n"


@pytest.mark.parametrize(
    ("pattern", "arguments"),
    [
        ("Give a text or a picture", ["--dir", "."]),
        ("Give a text or a picture", ["   ", "--dir", "."]),
        ("is not a folder", ["a cat", "--dir", "nowhere"]),
        (r"nowhere\.jpg does not exist", ["--image", "nowhere.jpg", "--dir", "."]),
        ("has no words that the search knows", ["🎉", "--dir", "."]),
        ("has no words that the search knows", ["这是什么", "--dir", "."]),
        ("has no ending of a picture", ["a cat", "--dir", ".", "--out", "sheet.txt"]),
        ("The folder of .* does not exist", ["a cat", "--dir", ".", "--out", "nowhere/sheet.png"]),
    ],
)
def test_what_cannot_be_searched_is_one_sentence(says_one_sentence, pattern, arguments):
    says_one_sentence(pattern, "search", *arguments)


def test_any_text_can_be_searched_for(owlish, folder):
    for text in ("word " * 2000, "'; DROP TABLE pictures; --"):
        assert len(searched(owlish, text, "--dir", folder)[0]) == 10


def test_a_broken_picture_with_a_name_of_any_bytes_is_skipped_and_named(owlish, tmp_path):
    (tmp_path / os.fsdecode(b"b\xff.jpg")).write_bytes(b"no picture")
    shutil.copy(CAT, tmp_path)
    found, summary = searched(owlish, "a cat", "--dir", tmp_path)
    assert len(found) == 1 and len(summary["skipped"]) == 1


def test_a_matcher_reorders_the_best(tmp_path):
    class Bright:
        """Takes the brightest picture for the right one."""

        def match(self, text: str, pixels: np.ndarray) -> float:
            return float(pixels.mean()) / 255

    hits = []
    for name, grey in (("dark.png", 20), ("bright.png", 240), ("middle.png", 120)):
        Image.new("L", (32, 32), grey).save(tmp_path / name)
        hits.append(Hit(tmp_path / name, 0.5))
    ordered = reranked([*hits, Hit(tmp_path / "gone.png", 0.9)], "anything", Bright(), 2.0)
    assert [hit.path.name for hit in ordered] == ["bright.png", "middle.png", "dark.png", "gone.png"]
    assert ordered[0].score == pytest.approx((1 + (2 * 0.5 + 240 / 255) / (2 + MOST_ODDS)) / 2)


@pytest.mark.parametrize("odds", [-MOST_ODDS, 0.0, MOST_ODDS])
def test_a_score_is_never_above_one_and_what_was_not_judged_comes_after_what_was(odds: float):
    class Sure:
        def match(self, text: str, pixels: np.ndarray) -> float:
            return odds

    ordered = reranked([Hit(CAT, 1.0), Hit(CHEETAH, 0.8), Hit(CAT, 0.6)], "anything", Sure(), 20.0, most=2)
    assert [hit.path for hit in ordered] == [CAT, CHEETAH, CAT]
    scores = [hit.score for hit in ordered]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    assert (scores[0] == pytest.approx(1.0)) == (odds == MOST_ODDS)


def test_the_fusion_judges_a_true_text_likelier_than_a_wrong_one(store):
    pixels = load_frame(CAT).pixels
    matcher = Matcher(store)
    assert matcher.match("a cat", pixels) > matcher.match("a train", pixels)


def test_labels_share_a_certainty_of_one(owlish):
    (row,) = owlish.rows("classify", "--labels", "cat, dog,car,cat", "--image", CAT, "--json")
    assert row["label"] == "cat" and row["confidence"] > 0.5
    assert list(row["labels"]) == sorted(row["labels"], key=row["labels"].get, reverse=True)
    assert set(row["labels"]) == {"cat", "dog", "car"} and sum(row["labels"].values()) == pytest.approx(1, abs=1e-3)


def test_people_read_the_likeliest_label_first(owlish):
    assert owlish("classify", "--labels", "a ship,a cheetah", "--image", CHEETAH).stdout.splitlines()[0].endswith("a cheetah")


@pytest.mark.parametrize("labels", ["", "cat", " , ,", "cat,cat"])
def test_fewer_than_two_labels_are_one_sentence(says_one_sentence, labels):
    says_one_sentence("Give at least two labels", "classify", "--labels", labels, "--image", CAT)


def test_a_search_that_is_written_as_json_can_be_parsed_line_by_line(owlish, folder):
    done = owlish("search", "a cat", "--dir", folder, "--json")
    assert done.returncode == 0 and done.stderr == ""
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())
