"""Whether two graphs of one network say the same, answer by answer: outputs by name in, one bool an answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

Outputs = Mapping[str, np.ndarray]
SAME = 0.98
"""Cosine from which two vectors are the same."""
SURE = 0.5
"""Probability from which a name is one, and no guess among others."""
SPEECH = 0.5
"""Speech probability that is told apart from silence."""
SOUND = 0.95
"""Correlation of two log spectra from which they are one sound to the ear."""
PLAIN = 4
"""Colours of a scene that is drawn."""
LIKELIEST = 4
"""Words of a caption."""


def first(outputs: Outputs) -> np.ndarray:
    return next(iter(outputs.values()))


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    """Of everything in them; two arrays of zeros are the same."""
    a, b = one.ravel().astype(np.float64), other.ravel().astype(np.float64)
    length = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / length) if length else float(np.array_equal(a, b))


def same_side(reference: Outputs, outputs: Outputs) -> list[bool]:
    return [bool((reference["output"][0, 0] >= SPEECH) == (outputs["output"][0, 0] >= SPEECH))]


def same_cache(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Keys and values of every layer of the decoder; the words that come of them are the measure of the whole."""
    return [all(cosine(reference[name], outputs[name]) >= SAME for name in reference)]


def same_token(reference: Outputs, outputs: Outputs) -> list[bool]:
    return [bool(reference["logits"][-1].argmax() == outputs["logits"][-1].argmax())]


def faces_again(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Each face: another in the same place."""
    from models.detector.runtime import HIT, overlap
    from models.people.faces import OUTPUTS, found

    (wanted, *_), (boxes, *_) = (found([some[name] for name in OUTPUTS]) for some in (reference, outputs))
    return [bool((overlap(box, boxes) >= HIT).any()) for box in wanted]


def as_prepared(name: str) -> Callable[[Outputs, Outputs], list[bool]]:
    """As the preparation of that network about people compares its INT8."""

    def same(reference: Outputs, outputs: Outputs) -> list[bool]:
        from models.people.prepare import SAME, SOURCES

        return SAME[name](*([some[output] for output in SOURCES[name].outputs] for some in (reference, outputs)))

    return same


def found_again(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Each sure detection: the same class in the same place."""
    from models.detector.prepare import SURE
    from models.detector.prepare import found_again as again
    from models.detector.runtime import proposals

    sure, found = (
        proposals(some["boxes"][0], some["logits"][0], (1, 1), threshold).above(threshold)
        for some, threshold in ((reference, SURE), (outputs, 0.3))
    )
    return again(sure, found)


def same_name(reference: Outputs, outputs: Outputs) -> list[bool]:
    """The first name where the float graph is sure of it; where it hesitates, that it is among those which the fusion is told."""
    from models.vilbert.tokenizing import NAMES_KEPT

    wanted, got = reference["logits"][0], outputs["logits"][0]
    chances = np.exp(wanted - wanted.max())
    kept = 1 if chances.max() >= SURE * chances.sum() else NAMES_KEPT
    return [bool(wanted.argmax() in np.argsort(-got)[:kept])]


def drawn_again(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Each find: the same name in the same place. Of photos nothing is believed, so nothing is compared."""
    from models.detector.runtime import HIT, overlap
    from models.drawings.runtime import LEAST, read

    sure, found = (read(first(some)[0], LEAST) for some in (reference, outputs))
    if not sure.believed(PLAIN):
        return []
    boxes, said = (found.boxes, found.classes.argmax(1)) if found.believed(PLAIN) else (found.boxes[:0], np.zeros(0, int))
    return [
        bool(((overlap(box, boxes) >= HIT) & (said == names.argmax())).any()) for box, names in zip(sure.boxes, sure.classes, strict=True)
    ]


def same_embedding(reference: Outputs, outputs: Outputs) -> list[bool]:
    return [all(cosine(reference[name], outputs[name]) >= SAME for name in ("tokens", "embedding"))]


def same_answer(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Two answers: the question's (whether it is said or copied, and then what is said, or from which token), and whether it holds."""
    part = "pointer" if reference["gates"][0].argmax() else "answers"
    said = all(reference[name][0].argmax() == outputs[name][0].argmax() for name in ("gates", part))
    true, also = (float(some["matching"].ravel()[0]) > 0 for some in (reference, outputs))
    return [said, true == also]


def same_word(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Whether the likeliest word is still one of the likeliest; a caption is chosen by all of its words, and by more than them."""
    return [bool(reference["next"][0].argmax() in np.argsort(-outputs["next"][0])[:LIKELIEST])]


def same_vector(reference: Outputs, outputs: Outputs) -> list[bool]:
    return [cosine(reference["vector"], outputs["vector"]) >= SAME]


def same_sentence(reference: Outputs, outputs: Outputs) -> list[bool]:
    from models.minilm.prepare import SAME as ALIKE

    return [cosine(reference["vector"], outputs["vector"]) >= ALIKE]


def lines_found(reference: Outputs, outputs: Outputs) -> list[bool]:
    from models.ocr.prepare import lines_again

    return lines_again(first(reference)[0, 0], first(outputs)[0, 0])


def same_text(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Characters after CTC's rule: repetitions are one, blanks none."""
    return [_spelt(first(reference)[0]) == _spelt(first(outputs)[0])]


def _spelt(steps: np.ndarray) -> list[int]:
    best = steps.argmax(1)
    kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
    return best[kept].tolist()


def same_sound(reference: Outputs, outputs: Outputs) -> list[bool]:
    """Equally long to 2 %, and alike in the logarithm of their spectra."""
    one, other = first(reference).ravel(), first(outputs).ravel()
    if abs(len(one) - len(other)) > 0.02 * len(one):
        return [False]
    length = min(len(one), len(other))
    return [bool(np.corrcoef(_spectrum(one[:length]), _spectrum(other[:length]))[0, 1] >= SOUND)]


def _spectrum(sound: np.ndarray, window: int = 1024, bands: int = 32) -> np.ndarray:
    """(frames x bands) logarithms of energy, flat; bands as wide as the ear's would be in steps of a third."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, (0, window)), window)[:: window // 2] * np.hanning(window)
    power = np.abs(np.fft.rfft(frames)) ** 2
    edges = np.unique(np.geomspace(2, power.shape[1] - 1, bands).astype(int))
    return np.log(np.add.reduceat(power, edges, axis=1) + 1e-6).ravel()
