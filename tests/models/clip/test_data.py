import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.clip.data import Means, facts_of, kept_features, kept_sentences, photo_pairs, piece, read_picture, views
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
    facts = lines(tmp_path / "facts.jsonl", {"image": "a.jpg", "captions": ["a cat"]}, {"image": "b.jpg", "captions": ["a dog"]})
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


def test_photos_of_one_name_in_two_folders_are_two_photos(front, tmp_path):
    means, facts = Means(front, lambda texts: np.ones((len(texts), 2), np.float32), tmp_path, lambda *what: None), tmp_path / "facts.jsonl"
    fact = facts_of(lines(facts, {"image": "a.png", "captions": ["a square"]}), [])
    seen = []
    for shade in (40, 200):
        folder = tmp_path / str(shade)
        folder.mkdir()
        Image.fromarray(np.full((32, 32, 3), shade, np.uint8)).save(folder / "a.png")
        seen.append(photo_pairs(folder, fact, means).features.names)
    assert not np.array_equal(*seen)


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

    facts = lines(tmp_path / "facts.jsonl", {"image": "a.jpg", "captions": ["a cat"]})
    options = ["--photos", tmp_path, "--facts", facts, "--apart", facts, "--work", tmp_path, "--models", store.root]
    with pytest.raises(SystemExit):
        main(["train", *map(str, options)])
    assert capsys.readouterr().err == "facts.jsonl describes 1 pictures that stay apart, a.jpg among them; take them out.\n"


@pytest.mark.parametrize(("content", "said"), [("{}", "each with a caption or more"), ("", "a caption"), ("[1]", "no list of")])
def test_what_is_no_list_of_pictures_and_captions_is_one_sentence(tmp_path, content, said):
    (tmp_path / "facts.jsonl").write_text(content)
    with pytest.raises(UnfitInput, match=said):
        facts_of(tmp_path / "facts.jsonl", [])


@pytest.mark.slow
def test_pictures_with_a_caption_each_are_enough_to_train_on_and_what_ships_stays(store, prepared, tmp_path, capsys):
    from models import weights
    from models.clip.__main__ import main

    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "all-minilm-l6-v2"):
        prepared(name)
    shipped = weights.entries()
    facts = lines(tmp_path / "pairs.jsonl", *({"image": f"photo{number}.jpg", "captions": [f"photo {number}"]} for number in (12, 13)))
    options = {"photos": PHOTO.parent, "facts": facts, "work": tmp_path, "models": store.root}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    main(["train", "--scenes", "0", "--steps", "2", *words])
    assert set(weights.entries(tmp_path / "artefacts")) == {"clip.onnx", "clip_text.onnx"} and weights.entries() == shipped
    assert '"agreed"' in capsys.readouterr().out
