"""A ViLT, a BLIP and a LLaVA of a few thousand random weights, saved as a hub would hold them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WORDS = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "<image>",
    "</s>",
    "what",
    "is",
    "this",
    "there",
    "a",
    "cup",
    "red",
    "on",
    "the",
    "table",
    "?",
)
ANSWERS = ("yes", "no", "2", "cup", "red")


def save_vilt(folder: Path) -> Path:
    import torch
    from transformers import BertTokenizerFast, ViltConfig, ViltForQuestionAnswering, ViltProcessor
    from transformers.models.vilt.image_processing_pil_vilt import ViltImageProcessorPil

    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", "utf-8")
    size = {
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "image_size": 64,
        "vocab_size": len(WORDS),
    }
    config = ViltConfig(**size, id2label=dict(enumerate(ANSWERS)), label2id={answer: row for row, answer in enumerate(ANSWERS)})
    torch.manual_seed(0)
    ViltForQuestionAnswering(config).save_pretrained(folder)
    pictures = ViltImageProcessorPil(size={"shortest_edge": 64})
    ViltProcessor(pictures, BertTokenizerFast(str(folder / "vocab.txt"))).save_pretrained(folder)
    return folder


def save_blip(folder: Path, kind: str = "BlipForQuestionAnswering") -> Path:
    import torch
    import transformers
    from transformers import BertTokenizerFast, BlipConfig, BlipProcessor
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", "utf-8")
    size = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    speaks = {"vocab_size": len(WORDS), "projection_dim": 32, "max_position_embeddings": 64}
    spread = {"initializer_range": 0.1}  # by its own of 1e-10 it would see nothing
    places = {"bos_token_id": 2, "pad_token_id": 0, "eos_token_id": 3, "sep_token_id": 3}
    config = BlipConfig(text_config=size | speaks | spread | places, vision_config=size | spread | {"image_size": 32, "patch_size": 16})
    torch.manual_seed(0)
    network = getattr(transformers, kind)(config)
    likely = [WORDS.index("cup"), WORDS.index("[SEP]")]
    network.text_decoder.cls.predictions.bias.data[likely] = torch.tensor([6.0, 6.0])  # else it would find no end
    network.save_pretrained(folder)
    pictures = BlipImageProcessorPil(size={"height": 32, "width": 32})
    BlipProcessor(pictures, BertTokenizerFast(str(folder / "vocab.txt"))).save_pretrained(folder)
    return folder


def save_llava(folder: Path) -> Path:
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import (
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    words = Tokenizer(models.WordLevel({word: row for row, word in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", pad_token="[PAD]", eos_token="</s>", additional_special_tokens=["<image>"]
    )
    size = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    sees, speaks = (
        CLIPVisionConfig(**size, image_size=32, patch_size=16),
        LlamaConfig(**size, vocab_size=len(WORDS), pad_token_id=0, eos_token_id=6, bos_token_id=2),
    )
    torch.manual_seed(0)
    config = LlavaConfig(
        vision_config=sees, text_config=speaks, image_token_id=WORDS.index("<image>"), vision_feature_layer=-1, image_seq_length=4
    )
    LlavaForConditionalGeneration(config).save_pretrained(folder)
    template = "{% for m in messages %}{% for c in m.content %}{{ '<image> ' if c.type == 'image' else c.text }}{% endfor %}{% endfor %}"
    pictures = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    LlavaProcessor(
        pictures, tokenizer, patch_size=16, vision_feature_select_strategy="default", num_additional_image_tokens=1, chat_template=template
    ).save_pretrained(folder)
    return folder


def configured(folder: Path, **changed: Any) -> None:
    """The same with other lines in its config."""
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")


def bring_code(folder: Path, mark: Path, model_type: str = "nobody-knows") -> None:
    """Code in the folder, which the config asks for, and which leaves a mark where it is run."""
    (folder / "own.py").write_text(f"open({str(mark)!r}, 'w').close()\n\n\nclass Own:\n    pass\n", "utf-8")
    (folder / "custom_generate").mkdir()
    (folder / "custom_generate" / "generate.py").write_bytes((folder / "own.py").read_bytes())
    kinds = ("AutoConfig", "AutoProcessor", "AutoTokenizer", "AutoModelForVisualQuestionAnswering", "AutoModelForImageTextToText")
    configured(folder, model_type=model_type, auto_map=dict.fromkeys(kinds, "own.Own"))
    if model_type == "nobody-knows":
        configured(folder, architectures=["Own"])
