"""`owlish search` and `owlish classify`: pictures by meaning, with the dual encoder."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from assistant.commands import sheet
from assistant.commands.gallery import JUDGED, Found, Gallery, Matcher, Progress, State, pictures_in, reranked
from assistant.commands.output import emit, several, shown
from assistant.commands.tongue import in_english
from assistant.config import Config
from assistant.errors import BadInput, StoreError
from assistant.memory.pictures import Hit, PictureIndex
from assistant.paths import data_dir, model_dir
from assistant.phrases import Phrases
from assistant.senses.files import OTHER_SUFFIXES, load_frame
from assistant.understanding.answering.reading import nothing_in
from assistant.understanding.asking.words import Words
from models.clip.runtime import WIDTH, DualEncoder
from models.store import Store
from models.vilbert.tones import contrast
from models.vilbert.vocabulary import UNKNOWN, vocabulary

INDEX = "pictures.db"
COMMA = re.compile("[,，]")
STRANGE, TOO_LONG = "unknown_words", "too_many_words"
"""Troubles of words that a search can go on with."""
FEW = 2
"""Words that may all be unknown."""
TOLD = 10
"""Of sentences of one kind on stderr."""


def search(
    config: Config,
    text: str | None,
    folder: Path,
    image: Path | None,
    top: int,
    out: Path | None,
    as_json: bool,
    quick: bool = False,
) -> int:
    """quick: without the fusion's second look at the best, which only a text has."""
    begin = time.perf_counter()
    wanted = in_english((text or "").strip(), config.routing.language)
    if not wanted and image is None:
        raise BadInput('Give a text or a picture to search for, for example: owlish search "a dog on a beach" --dir photos.')
    words = Words(vocabulary(), Phrases("assistant", "vision", config.routing.language))
    if wanted and not readable(wanted, words):
        raise BadInput(f"{wanted!r} has no words that the search knows; it understands English, for example: a dog on a beach.")
    found = pictures_in(folder)
    if out:
        sheet.check(out, (*found.pictures, *([image] if image else [])), min(top, len(found.pictures)))
    encoder = DualEncoder(Store(model_dir()), threads=1)
    query = vector_of(wanted, image, encoder)
    tell_some([*doubts(wanted, words, encoder)], "doubts.")
    if words.trouble(wanted) == TOO_LONG and image is None and not quick:
        print("The text is too long for a second look at the best; fewer words would have one.", file=sys.stderr)
    again = bool(wanted) and image is None and not quick and words.trouble(wanted) != TOO_LONG
    state, hits = looked_up(found, encoder, query, max(top, JUDGED) if again else top)
    if again:
        hits = reranked(hits, wanted, Matcher(Store(model_dir()), config.vision.detection_threshold), encoder.scale)
    tell(hits[:top], state, time.perf_counter() - begin, as_json)
    if out and hits:
        sheet.write(hits[:top], out)
        if lacking := [hit for hit in hits[:top] if sheet.lacks_letters(hit.path.name)]:
            why = "for no font of this machine has the letters; the package fonts-noto-cjk has Chinese, Japanese and Korean ones"
            print(f"{several(len(lacking), 'name')} could not be written out, {why}.", file=sys.stderr)
    elif out:
        print(f"There is nothing to show, so {shown(out)} is not written.", file=sys.stderr)
    return 0


def looked_up(found: Found, encoder: DualEncoder, query: np.ndarray, count: int) -> tuple[State, list[Hit]]:
    """By the index on disk or, wherever that fails, by one in memory."""
    try:
        return looked_up_in(data_dir() / INDEX, found, encoder, query, count)
    except StoreError as error:
        print(f"{shown(str(error))} The folder is looked at anew each time.", file=sys.stderr)
        return looked_up_in(None, found, encoder, query, count)


def looked_up_in(file: Path | None, found: Found, encoder: DualEncoder, query: np.ndarray, count: int) -> tuple[State, list[Hit]]:
    """Raises StoreError."""
    with closing(PictureIndex(file, encoder.version, WIDTH)) as index, bar() as progress:
        gallery = Gallery(found, index, encoder)
        return gallery.update(progress), gallery.find(query, count)


def readable(text: str, words: Words) -> bool:
    """There is something to go by. A few words may all be rare ones, but where none of many is known, they are of another language."""
    letters = any(piece != UNKNOWN for piece in vocabulary().ids(text)[1:])
    return letters and (words.trouble(text) != STRANGE or len(text.split()) <= FEW or words.knows(text))


def doubts(text: str, words: Words, encoder: DualEncoder) -> Iterator[str]:
    """What makes a result less than it seems."""
    if words.trouble(text) == STRANGE:
        yield f"Most of {shown(text)} is unknown here, so it may be taken for something else; English is understood best."
    if encoder.is_cut(text):
        yield "Only the beginning of the text is read, for it is too long."


def tell_some(sentences: Sequence[str], more: str) -> None:
    """The first of them, on stderr, and how many there are beside; more: what those are."""
    for sentence in sentences[:TOLD]:
        print(sentence, file=sys.stderr)
    if len(sentences) > TOLD:
        print(f"And {len(sentences) - TOLD} more {more}", file=sys.stderr)


def vector_of(text: str, image: Path | None, encoder: DualEncoder) -> np.ndarray:
    """(256,) of length 1; a text beside a picture is weighed like it. Raises BadInput."""
    parts = [encoder.query([text])[0]] if text else []
    parts += [encoder.image(load_frame(image).pixels)] if image else []
    total = np.sum(parts, axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-9)


def tell(hits: Sequence[Hit], state: State, seconds: float, as_json: bool) -> None:
    """For programs: an object for each picture found, best first, then one that sums up."""
    if as_json:
        for rank, hit in enumerate(hits, 1):
            emit({"rank": rank, "file": str(hit.path), "score": round(hit.score, 4)})
        skipped = {str(path): fault for path, fault in state.skipped.items()}
        emit({"pictures": state.pictures, "looked_at": state.looked_at, "skipped": skipped, "seconds": round(seconds, 3)})
        return
    for hit in hits:
        print(f"{hit.score:.2f}  {shown(hit.path)}")
    if not hits:
        print("No picture was found.")
    news = f", {several(state.looked_at, 'file')} looked at" if state.looked_at else ""
    print(f"{several(state.pictures, 'picture')}{news}; {seconds:.1f} s.", file=sys.stderr)
    tell_skipped(state.skipped)


def tell_skipped(skipped: Mapping[Path, str]) -> None:
    """One by one, but for kinds of pictures that are never read."""
    kinds = Counter(path.suffix.lower() for path in skipped if path.suffix.lower() in OTHER_SUFFIXES)
    faults = [f"Skipped: {shown(fault)}" for path, fault in skipped.items() if path.suffix.lower() not in OTHER_SUFFIXES]
    tell_some(faults, "were skipped; --json names all.")
    if kinds:
        each = ", ".join(f"{many} {suffix}" for suffix, many in sorted(kinds.items()))
        print(f"Left out, for such pictures cannot be read ({each}); make .jpg files of them.", file=sys.stderr)


@contextmanager
def bar() -> Iterator[Progress]:
    """On stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("Looking at pictures"), BarColumn(32), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def classify(config: Config, labels: str, image: Path | None, as_json: bool) -> int:
    begin = time.perf_counter()
    names = distinct(COMMA.split(labels))
    phrases = Phrases("assistant", "vision", config.routing.language)
    words = Words(vocabulary(), phrases)
    meant = [in_english(name, config.routing.language) for name in names]
    if strange := [name for name, label in zip(names, meant, strict=True) if not readable(label, words)]:
        raise BadInput(f"The label {strange[0]!r} has no words that are known here; labels are English, for example: cat,dog,bird.")
    if image is None or len(names) < 2:
        raise BadInput("Give at least two labels and a picture, for example: owlish classify --labels cat,dog,bird --image photo.jpg.")
    frame = load_frame(image)
    if trouble := nothing_in(contrast(frame.pixels), frame.pixels):
        raise BadInput(phrases.say(trouble))
    encoder = DualEncoder(Store(model_dir()), threads=config.vision.threads)
    tell_some([doubt for label in meant for doubt in doubts(label, words, encoder)], "labels are as doubtful.")
    chances = encoder.classify(frame.pixels, meant)
    order = [int(row) for row in np.argsort(-chances, kind="stable")]
    if as_json:
        likely = {names[row]: round(float(chances[row]), 4) for row in order}
        found = {"image": str(image), "label": names[order[0]], "confidence": round(float(chances[order[0]]), 4), "labels": likely}
        emit({**found, "seconds": round(time.perf_counter() - begin, 4)})
    else:
        for row in order:
            print(f"{chances[row]:.2f}  {shown(names[row])}")
    return 0


def distinct(labels: Iterable[str]) -> list[str]:
    """Each once, as it was written first: however many spaces it has, and whether its letters are large or small, it is one label."""
    once: dict[str, str] = {}
    for label in (" ".join(label.split()) for label in labels):
        once.setdefault(label.casefold(), label)
    return [label for label in once.values() if label]
