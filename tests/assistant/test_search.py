"""`owlish search` and `owlish classify` over real photos, and over files that are none."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFont

from assistant.commands import sheet
from assistant.commands.gallery import MOST_ODDS, Found, Gallery, Matcher, pictures_in, reranked
from assistant.config import Vision
from assistant.errors import BadInput
from assistant.memory.pictures import Hit, PictureIndex
from assistant.senses.files import load_frame, version_of

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


def test_a_text_may_be_in_the_language_of_the_configuration(owlish, folder):
    owlish("config", "set", "routing.language", "de")
    found, _ = searched(owlish, "eine Katze", "--dir", folder, "--top", 3)
    owlish("config", "set", "routing.language", "en")
    assert found == searched(owlish, "cat", "--dir", folder, "--top", 3)[0]


def test_a_picture_finds_itself_first(owlish, folder):
    found, _ = searched(owlish, "--image", CAT, "--dir", folder, "--top", 3)
    assert len(found) == 3
    assert Path(found[0]["file"]).name == "photo13.jpg" and found[0]["score"] > 0.98


@pytest.mark.slow
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


def test_what_failed_for_no_fault_of_its_own_is_looked_at_again(folder):
    """A path that is longer than the system takes is refused like a file without permission."""
    index = PictureIndex(None, "any", 2)
    deep = Path(*["n" * 250] * 17, "cat.jpg")
    found = Found(folder, {folder / deep: (1, 2, 3), folder / "photo13.jpg": version_of(folder / "photo13.jpg")}, {})

    class Encoder:
        def image(self, pixels: np.ndarray) -> np.ndarray:
            return np.array([1, 0], np.float32)

    for looked_at in (2, 1):
        state = Gallery(found, index, Encoder()).update(lambda done, total: None)
        assert (state.pictures, state.looked_at) == (1, looked_at)
        assert state.skipped[folder / deep].endswith("cannot be read (File name too long).")
    index.close()


def test_two_pictures_of_one_size_and_time_that_change_their_names_change_what_is_found(owlish, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    for name, photo in (("a.jpg", CAT), ("b.jpg", CHEETAH)):
        (photos / name).write_bytes(photo.read_bytes().ljust(max(CAT.stat().st_size, CHEETAH.stat().st_size)))
        os.utime(photos / name, ns=(1, 1))
    assert searched(owlish, "--image", CAT, "--dir", photos)[0][0]["file"] == str(photos / "a.jpg")
    (photos / "a.jpg").rename(photos / "c.jpg")
    (photos / "b.jpg").rename(photos / "a.jpg")
    (photos / "c.jpg").rename(photos / "b.jpg")
    found, summary = searched(owlish, "--image", CAT, "--dir", photos)
    assert found[0]["file"] == str(photos / "b.jpg") and summary["looked_at"] == 2


@pytest.mark.slow
def test_an_index_that_is_damaged_behind_its_beginning_is_done_without(owlish, folder):
    whole = searched(owlish, "a cat", "--dir", folder)[0]
    file = owlish.home / "data" / "pictures.db"
    with file.open("r+b") as index:
        index.seek(2 * 4096)
        index.write(b"\xa5" * (file.stat().st_size - 2 * 4096))
    done = owlish("search", "a cat", "--dir", folder, "--json")
    assert done.returncode == 0 and "is damaged" in done.stderr and "looked at anew each time" in done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()][:-1] == whole


@pytest.mark.slow
def test_what_is_left_out_is_told(owlish, folder, tmp_path):
    for name in ("one.heic", "two.HEIC", "three.avif", ".hidden.heic"):
        (folder / name).write_bytes(b"a kind of picture")
    (folder / "elsewhere").symlink_to(PHOTOS)
    (folder / "round").symlink_to(folder)
    (folder / "gone.jpg").symlink_to("nowhere.jpg")
    (folder / "itself.jpg").symlink_to("itself.jpg")
    os.mkfifo(folder / "pipe.jpg")
    for name in ("photo19.jpe", "photo19.jfif"):
        shutil.copy(CHEETAH, folder / name)
    found, summary = searched(owlish, "a cat", "--dir", folder, "--top", 50)
    assert len(found) == summary["pictures"] == 12
    faults = {Path(path).name: fault for path, fault in summary["skipped"].items()}
    assert set(faults) == {"one.heic", "two.HEIC", "three.avif", "elsewhere", "round", "gone.jpg", "itself.jpg", "pipe.jpg"}
    assert "link to a folder" in faults["round"] and "a link to a file that does not exist" in faults["gone.jpg"]
    assert "cannot be read" in faults["itself.jpg"] and "a pipe or a device" in faults["pipe.jpg"]
    told = owlish("search", "a cat", "--dir", folder).stderr.splitlines()
    assert len([line for line in told if line.startswith("Skipped: ")]) == 5 and "(1 .avif, 2 .heic)" in told[-1]


def test_a_folder_that_cannot_be_read_is_named(folder):
    """A path that is longer than the system takes is refused like a folder without permission."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(18):
        os.mkdir("n" * 250, dir_fd=here)
        there = os.open("n" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    os.close(here)
    ((path, fault),) = pictures_in(folder).left_out.items()
    assert path.is_relative_to(folder) and fault.endswith("cannot be read (File name too long).")


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


@pytest.mark.slow
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


def test_where_nothing_is_found_no_empty_sheet_is_written(owlish, tmp_path):
    (tmp_path / "empty").mkdir()
    done = owlish("search", "a cat", "--dir", tmp_path / "empty", "--out", tmp_path / "sheet.png")
    assert (done.returncode, done.stdout) == (0, "No picture was found.\n")
    assert f"so {tmp_path}/sheet.png is not written." in done.stderr and not (tmp_path / "sheet.png").exists()


def test_no_sheet_is_written_over_a_picture_that_is_searched(says_one_sentence, folder, tmp_path):
    searched_picture, example = folder / "deep" / "photo19.jpg", tmp_path / "example.jpg"
    shutil.copy(CAT, example)
    (tmp_path / "link.jpg").symlink_to(searched_picture)
    for out in (searched_picture, tmp_path / "link.jpg"):
        says_one_sentence("would be written over", "search", "a cat", "--dir", folder, "--out", out)
    says_one_sentence("would be written over", "search", "a cat", "--image", example, "--dir", folder, "--out", example)
    assert searched_picture.read_bytes() == CHEETAH.read_bytes() and example.read_bytes() == CAT.read_bytes()


def test_a_white_picture_has_an_edge_on_the_sheet(tmp_path):
    Image.new("RGB", (40, 30), "white").save(tmp_path / "white.png")
    page = sheet.drawn([Hit(tmp_path / "white.png", 0.5)])
    middle = (sheet.GAP_PX + sheet.CELL_PX // 2, sheet.GAP_PX + sheet.CELL_PX // 2)
    assert page.getpixel(middle) == sheet.PAPER and page.getpixel((middle[0] + 30, middle[1])) == sheet.MOUNT


def test_a_disk_that_is_full_costs_no_older_sheet(tmp_path):
    class Full:
        """A picture that finds no room."""

        def save(self, out, format: str) -> None:
            out.write(b"the beginning")
            raise OSError(28, "No space left on device")

    file = tmp_path / "sheet.png"
    file.write_bytes(b"an older sheet")
    with pytest.raises(BadInput, match=r"sheet\.png cannot be written \(No space left on device\)"):
        sheet.save(Full(), file)
    assert file.read_bytes() == b"an older sheet" and list(tmp_path.iterdir()) == [file]


def test_a_new_sheet_keeps_the_link_and_the_mode_of_the_older_one(tmp_path):
    (tmp_path / "sheet.png").write_bytes(b"an older sheet")
    (tmp_path / "sheet.png").chmod(0o640)
    (tmp_path / "link.png").symlink_to("sheet.png")
    sheet.save(Image.new("RGB", (9, 9)), tmp_path / "link.png")
    assert (tmp_path / "link.png").is_symlink() and (tmp_path / "sheet.png").stat().st_mode & 0o777 == 0o640
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.size == (9, 9)


def test_a_sheet_that_its_format_cannot_hold_is_refused_beforehand_with_what_it_could(tmp_path):
    sheet.check(tmp_path / "sheet.webp", many=290)
    sheet.check(tmp_path / "sheet.png", many=4096)
    for suffix, fit in (("webp", 290), ("jpg", 1160)):
        assert max(sheet.size_of(fit)) <= sheet.MOST_PX[sheet.format_of(tmp_path / f"a.{suffix}")] < max(sheet.size_of(fit + 1))
        with pytest.raises(BadInput, match=f"choose --top {fit} or less"):
            sheet.check(tmp_path / f"sheet.{suffix}", many=4096)


@pytest.mark.parametrize(
    ("name", "caption"),
    [("café Łódź.jpg", "cafe ?odz.jpg"), ("two\nlines.jpg", "two?lines.jpg"), ("猫.jpg", "?.jpg"), (os.fsdecode(b"\xff.jpg"), "?.jpg")],
)
def test_a_caption_is_one_line_of_letters_that_the_font_has(name, caption):
    assert sheet.shortened(name) == caption


def test_a_caption_in_other_letters_is_written_where_this_machine_has_a_font_of_them(monkeypatch):
    own = ImageFont.load_default(sheet.FONT_PX)  # stands in for the machine's, of which this one may have none
    monkeypatch.setattr(sheet, "fonts", lambda: (own,))
    letter = next(letter for letter in map(chr, range(0xA1, 0x250)) if letter.isprintable() and sheet.has(own, letter))
    assert sheet.captioned(f"{letter}.jpg") == (f"{letter}.jpg", own) and sheet.captioned("日.jpg") == ("?.jpg", None)
    long, font = sheet.captioned(letter * 200 + ".jpg")
    assert font.getlength(long) <= sheet.CELL_PX and long.endswith(f"...{letter * 5}.jpg")
    assert sheet.captioned("two\nlines é.jpg") == ("two?lines e.jpg", None)


@pytest.mark.parametrize(("name", "lacks"), [("猫.jpg", True), ("what?.jpg", False), ("café.jpg", False), ("two\nlines 猫.jpg", False)])
def test_a_name_that_no_font_can_show_is_known(monkeypatch, name, lacks):
    monkeypatch.setattr(sheet, "fonts", tuple)
    assert sheet.lacks_letters(name) == lacks


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
        ("has no words that the search knows", ["wo ist der Hund", "--dir", "."]),
        ("has no words that the search knows", ["asdf qwer zxcv", "--dir", "."]),
        ("has no ending of a picture", ["a cat", "--dir", ".", "--out", "sheet.txt"]),
        ("The folder of .* does not exist", ["a cat", "--dir", ".", "--out", "nowhere/sheet.png"]),
        ("cannot be read .File name too long", ["a cat", "--dir", "n" * 256]),
        ("cannot be read .File name too long", ["--image", "n" * 252 + ".jpg", "--dir", "."]),
        ("cannot be written .File name too long", ["a cat", "--dir", ".", "--out", "n" * 252 + ".png"]),
        (r"^\. is a folder; name a file", ["--image", "", "--dir", "."]),
    ],
)
def test_what_cannot_be_searched_is_one_sentence(says_one_sentence, pattern, arguments):
    says_one_sentence(pattern, "search", *arguments)


def test_any_text_can_be_searched_for(owlish, folder):
    for text in ("word " * 2000, "'; DROP TABLE pictures; --"):
        assert len(searched(owlish, text, "--dir", folder)[0]) == 10


def test_a_text_that_is_too_long_for_a_second_look_keeps_the_order_of_the_first_and_says_so(owlish, folder):
    text = "a cat, " + "a very wild and spotted cat that looks at me, " * 4
    done = owlish("search", text, "--dir", folder)
    assert done.stdout == owlish("search", text, "--dir", folder, "--quick").stdout
    assert "too long for a second look" in done.stderr and "Only the beginning" not in done.stderr
    assert "Only the beginning of the text is read" in owlish("search", text * 5, "--dir", folder).stderr


def test_a_rare_word_is_searched_for_with_a_doubt(owlish, folder):
    done = owlish("search", "dachshund", "--dir", folder)
    assert done.returncode == 0 and "Most of dachshund is unknown here" in done.stderr
    assert "unknown here" not in owlish("search", "a spotted dachshund", "--dir", folder).stderr


def test_a_rare_label_is_compared_with_a_doubt(owlish):
    done = owlish("classify", "--labels", "dachshund,cat", "--image", CAT)
    assert done.returncode == 0 and "Most of dachshund is unknown here" in done.stderr and done.stderr.count("\n") == 1
    assert "has no words that are known" in owlish("classify", "--labels", "ein sehr kleiner Hund,cat", "--image", CAT).stderr


def test_of_many_rare_labels_ten_are_named_and_the_others_counted(owlish):
    done = owlish("classify", "--labels", ",".join(f"zzq{number}" for number in range(12)), "--image", CAT)
    assert done.returncode == 0 and done.stdout.count("\n") == 12
    assert done.stderr.count("is unknown here") == 10 and done.stderr.endswith("And 2 more labels are as doubtful.\n")


def test_a_broken_picture_with_a_name_of_any_bytes_is_skipped_and_named(owlish, tmp_path):
    (tmp_path / os.fsdecode(b"b\xff.jpg")).write_bytes(b"no picture")
    shutil.copy(CAT, tmp_path)
    found, summary = searched(owlish, "a cat", "--dir", tmp_path)
    assert len(found) == 1 and len(summary["skipped"]) == 1


def test_names_of_any_bytes_stay_apart(owlish, tmp_path):
    names = [os.fsdecode(name) for name in (b"\xe9.jpg", b"\xe8.jpg")]
    for name in names:
        shutil.copy(CAT, tmp_path / name)
    for name in ("\udce9.png", "\udce8.png"):
        (tmp_path / name).write_bytes(b"no picture")
    found, summary = searched(owlish, "a cat", "--dir", tmp_path)
    assert {row["file"] for row in found} == {str(tmp_path / name) for name in names}
    assert set(summary["skipped"]) == {str(tmp_path / "\udce9.png"), str(tmp_path / "\udce8.png")}


def test_a_name_does_not_rule_the_terminal(owlish, tmp_path):
    shutil.copy(CAT, tmp_path / "\x1b[31mred\n\u202e.jpg")
    (tmp_path / "\x1b]0;title\x07.png").write_bytes(b"no picture")
    done = owlish("search", "a cat", "--dir", tmp_path)
    assert done.stdout.count("\n") == 1 and done.stdout.endswith(r"\x1b[31mred\n\u202e.jpg" + "\n")
    assert r"\x1b]0;title\x07.png" in done.stderr and "\x1b" not in done.stderr


def test_a_label_does_not_rule_the_terminal_either(owlish):
    done = owlish("classify", "--labels", "a cat,a \x1b[31mdog", "--image", CAT)
    assert done.stdout.splitlines()[1].endswith(r"a \x1b[31mdog")


def test_files_that_were_looked_at_are_not_counted_as_pictures(owlish, tmp_path):
    shutil.copy(CAT, tmp_path)
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    assert owlish("search", "a cat", "--dir", tmp_path).stderr.startswith("1 picture, 2 files looked at; ")
    assert owlish("search", "a cat", "--dir", tmp_path).stderr.startswith("1 picture; ")


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
    matcher = Matcher(store, Vision().detection_threshold)
    assert matcher.match("a cat", pixels) > matcher.match("a train", pixels)


def test_labels_share_a_certainty_of_one(owlish):
    (row,) = owlish.rows("classify", "--labels", "cat, dog,car,cat", "--image", CAT, "--json")
    assert row["label"] == "cat" and row["confidence"] > 0.5
    assert list(row["labels"]) == sorted(row["labels"], key=row["labels"].get, reverse=True)
    assert set(row["labels"]) == {"cat", "dog", "car"} and sum(row["labels"].values()) == pytest.approx(1, abs=1e-3)


def test_people_read_the_likeliest_label_first(owlish):
    assert owlish("classify", "--labels", "a ship,a cheetah", "--image", CHEETAH).stdout.splitlines()[0].endswith("a cheetah")


def test_labels_may_be_in_the_language_of_the_configuration(owlish):
    owlish("config", "set", "routing.language", "zh")
    (row,) = owlish.rows("classify", "--labels", "狗，猫，鸟", "--image", CAT, "--json")
    assert row["label"] == "猫"


def test_a_label_counts_once_however_it_is_written(owlish):
    (row,) = owlish.rows("classify", "--labels", "Cat, cat,CAT ,a  dog,a dog", "--image", CAT, "--json")
    assert set(row["labels"]) == {"Cat", "a dog"}


@pytest.mark.parametrize(("size", "said"), [((1, 1), "one even patch"), ((300, 300), "one even patch"), ((400, 3), "too small")])
def test_no_label_fits_a_picture_in_which_nothing_is(says_one_sentence, tmp_path, size, said):
    picture = Image.new("RGB", size)
    if said == "too small":
        picture.paste((255, 255, 255), (0, 0, 200, 3))
    picture.save(tmp_path / "nothing.png")
    says_one_sentence(said, "classify", "--labels", "cat,dog", "--image", tmp_path / "nothing.png")


@pytest.mark.parametrize("labels", ["", "cat", " , ,", "cat,cat", "cat,Cat"])
def test_fewer_than_two_labels_are_one_sentence(says_one_sentence, labels):
    says_one_sentence("Give at least two labels", "classify", "--labels", labels, "--image", CAT)


def test_a_search_that_is_written_as_json_can_be_parsed_line_by_line(owlish, folder):
    done = owlish("search", "a cat", "--dir", folder, "--json")
    assert done.returncode == 0 and done.stderr == ""
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())
