"""A language model of 64 numbers a token and random weights, whose words mean nothing: to try chat with server software of other people.

    python -m bench.nonsense FOLDER [--endless]
    transformers serve FOLDER --port 8765          # chat.url = "http://127.0.0.1:8765/v1"

The server wants `pip install "transformers[serving]"`. With --endless an answer has no end of its own, so that it can be cut off or broken.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, pre_tokenizers, trainers
from tokenizers.models import BPE
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

BEGIN, END = "<s>", "</s>"
SENTENCES = (
    "Owls hunt at night.",
    "They hear a mouse under the snow.",
    "The kettle is on, and the tea is green.",
    "Why do owls hunt at night?",
)
TEMPLATE = (
    f"{{% for message in messages %}}{BEGIN}{{{{ message.role }}}}: {{{{ message.content }}}}{END}{{% endfor %}}"
    f"{{% if add_generation_prompt %}}{BEGIN}assistant: {{% endif %}}"
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.nonsense", description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the model and its tokenizer are written")
    parser.add_argument("--endless", action="store_true", help="no answer ends before the length that was asked for")
    chosen = parser.parse_args(arguments)
    words = tokenizer()
    network(len(words), chosen.endless).save_pretrained(chosen.folder)
    words.save_pretrained(chosen.folder)


def tokenizer() -> PreTrainedTokenizerFast:
    """Byte pairs of the sentences above."""
    pairs = Tokenizer(BPE())
    pairs.pre_tokenizer, pairs.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    pairs.train_from_iterator(
        SENTENCES, trainers.BpeTrainer(vocab_size=400, special_tokens=[BEGIN, END], initial_alphabet=alphabet, show_progress=False)
    )
    words = PreTrainedTokenizerFast(tokenizer_object=pairs, bos_token=BEGIN, eos_token=END, pad_token=END)
    words.chat_template = TEMPLATE
    return words


def network(tokens: int, endless: bool) -> LlamaForCausalLM:
    """tokens: size of the vocabulary."""
    torch.manual_seed(0)
    size = LlamaConfig(
        vocab_size=tokens, bos_token_id=0, eos_token_id=1, pad_token_id=1,
        hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
    )  # fmt: skip
    made = LlamaForCausalLM(size)
    made.generation_config.do_sample = True
    if endless:
        made.generation_config.eos_token_id = None
    return made


if __name__ == "__main__":
    main()
