import json
from pathlib import Path

import numpy as np
import pytest

from models.clip.data import Means, facts_of, kept_features, kept_sentences, piece, read_picture, views
from models.clip.features import FrontEnd
from models.errors import UnfitInput

PHOTO = Path(__file__).parents[3] / "models" / "calibration" / "photo13.jpg"


@pytest.fixture(scope="module")
def front(store, prepared) -> FrontEnd:
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0"):
        prepared(name)
    return FrontEnd(store)


def lines(file: Path, *rows: dict) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_a_photo_of_a_test_is_never_trained_on(tmp_path):
    facts = lines(tmp_path / "facts.jsonl", {"image": "a.jpg"}, {"image": "b.jpg"})
    held = lines(tmp_path / "dev.jsonl", {"image": "c.jpg"}, {"image": "b.jpg"})
    with pytest.raises(UnfitInput, match=r"describes 1 pictures that stay apart, b\.jpg"):
        facts_of(facts, [held])
    assert [fact["image"] for fact in facts_of(facts, [])] == ["a.jpg", "b.jpg"]


def test_the_shipped_facts_keep_apart_from_the_development_questions():
    from models.clip.__main__ import APART, FACTS

    assert APART and len(facts_of(FACTS, APART)) >= 150


def test_features_are_computed_once_and_an_interrupted_run_goes_on(front, tmp_path):
    drawn: list[int] = []

    def draw(number: int) -> list[np.ndarray]:
        drawn.append(number)
        if number == 65 and len(drawn) == 66:
            raise KeyboardInterrupt
        return [np.full((8, 8, 3), number, np.uint8)]

    means = Means(front, None, tmp_path, lambda *what: None)
    with pytest.raises(KeyboardInterrupt):
        kept_features("test", ["key"], 66, draw, means)
    found = kept_features("test", ["key"], 66, draw, means)
    assert drawn == [*range(66), 64, 65] and found.names.shape == (66, 1, 1000)
    again = kept_features("test", ["key"], 66, draw, means)
    assert len(drawn) == 68
    np.testing.assert_array_equal(again.grid, found.grid)


def test_sentences_are_encoded_once(tmp_path):
    asked: list[str] = []

    def encode(texts):
        asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], np.float32)

    means = Means(None, encode, tmp_path, lambda *what: None)
    for _ in range(2):
        rows = kept_sentences(["a", "bcd"], means)
        assert rows["bcd"].tolist() == [3.0, 1.0] and asked == ["a", "bcd"]


def test_views_show_pieces_of_the_same_picture():
    pixels = read_picture(PHOTO)
    whole, *others = views(pixels, np.random.default_rng(0))
    assert whole is pixels
    for view in others:
        assert view.dtype == np.uint8 and view.shape[0] >= 0.5 * pixels.shape[0] and view.shape[1] >= 0.5 * pixels.shape[1]
    np.testing.assert_array_equal(views(pixels, np.random.default_rng(0))[3], others[2])


def test_a_picture_of_one_pixel_has_pieces_too():
    assert piece(np.zeros((1, 1, 3), np.uint8), np.random.default_rng(0)).shape == (1, 1, 3)


def test_what_is_no_photo_is_one_sentence(tmp_path):
    (tmp_path / "broken.jpg").write_text("no picture")
    with pytest.raises(UnfitInput, match=r"broken\.jpg cannot be read"):
        read_picture(tmp_path / "broken.jpg")


def test_training_on_photos_that_stay_apart_is_refused_in_one_sentence(front, tmp_path, capsys, store):
    from models.clip.__main__ import main

    facts = lines(tmp_path / "facts.jsonl", {"image": "a.jpg"})
    options = ["--photos", tmp_path, "--facts", facts, "--apart", facts, "--work", tmp_path, "--models", store.root]
    with pytest.raises(SystemExit):
        main(["train", *map(str, options)])
    assert capsys.readouterr().err == "facts.jsonl describes 1 pictures that stay apart, a.jpg among them; take them out.\n"
