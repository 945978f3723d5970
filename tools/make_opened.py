"""Write small random models of each family that `models.open` knows, and what others compute with them.

uv run --group models python -m tools.make_opened              # into tests/fixtures/opened

Models: the library transformers, in float64, with the numbers of the file; pieces: the library tokenizers.
Each folder holds what somebody's would, in one of the ways in which they differ; what is expected of it
lies beside them, in `expected`. Each is then opened by the course: nothing stays if a weight is off by 1e-5.
"""

import argparse
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from helpers.models import Opened
from tools.wheels import write_checksums

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
TEXTS = (
    "The animal didn't cross the street because it was too tired.",
    "Café: 3½  漢 😀 “it’s” don't.",
)
SENTENCES = (FIXTURES / "sentences.txt").read_text(encoding="utf-8").splitlines()
KINDS = {
    "float16": ["float16"],
    "bfloat16": ["bfloat16"],
    "float32": ["float32"],
    "mixed": ["float32", "float16", "bfloat16", "float64", "bfloat16"],
}


def counted(lower, begins, goes_on):
    """Pieces of the sentences' words: the letters, frequent words, and frequent parts of words.

    lower: of words in lower case; begins, goes_on: marks of a word's first piece and of the others
    -> dict of piece: how often, the same at each call
    """
    words = Counter(re.findall(r"\w+|[^\w\s]", " ".join(SENTENCES).lower() if lower else " ".join(SENTENCES)))
    starts, ends = Counter(), Counter()
    for word, count in words.items():
        starts[begins + word] += count
        for at in range(1, len(word)):
            ends[goes_on + word[at:]] += count
    letters = {mark + letter: 1 for mark in (begins, goes_on) for letter in sorted(set("".join(words)))}
    frequent = [sorted(part.items(), key=lambda one: (-one[1], one[0])) for part in (starts, ends)]
    return letters | dict(frequent[0][:100]) | dict(frequent[1][:60])


def word_piece(lower):
    """A vocabulary of BERT's kind. -> Tokenizer"""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *counted(lower, "", "##")]
    row = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(row, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", row["[SEP]"]), ("[CLS]", row["[CLS]"]))
    return tokenizer


def byte_pairs(special=()):
    """A vocabulary of GPT-2's kind, or with special pieces of RoBERTa's. -> Tokenizer"""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    named = list(special) or ["<|endoftext|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=420, special_tokens=named, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    if special:
        row = tokenizer.token_to_id
        tokenizer.post_processor = processors.RobertaProcessing(
            ("</s>", row("</s>")), ("<s>", row("<s>")), add_prefix_space=False
        )
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def unigram():
    """A vocabulary of XLM-RoBERTa's kind, which only the library cuts. -> Tokenizer"""
    pieces, special = counted(False, "▁", ""), ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    scored = [(piece, 0.0) for piece in special]
    scored += [(piece, float(np.log(count / len(pieces)) - 3)) for piece, count in pieces.items()]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=special.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        "<s> $A </s>", "<s> $A </s> </s> $B </s>", [("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


@dataclass(frozen=True)
class Made:
    """How a folder is made.

    config, model: classes of transformers; sizes: of the first; tokenizer: a function; files: which of its
    files; kinds: of the numbers, one of KINDS; older: names as in the first checkpoints; shards: how many
    files the numbers are in; settings: what tokenizer_config.json says.
    """

    config: str
    model: str
    sizes: dict
    tokenizer: object
    files: str = "tokenizer.json"
    kinds: str = "float32"
    older: bool = False
    shards: int = 1
    settings: dict = field(default_factory=dict)


def berts(d_model, n_heads, n_layers, d_ff, **more):
    sizes = {"hidden_size": d_model, "num_attention_heads": n_heads, "num_hidden_layers": n_layers}
    return sizes | {"intermediate_size": d_ff} | more


ROBERTAS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
MADE = {
    "bert": Made(
        "BertConfig", "BertForMaskedLM",
        berts(24, 3, 2, 36, max_position_embeddings=64),
        lambda: word_piece(lower=True), kinds="mixed", older=True,
    ),
    "distilbert": Made(
        "DistilBertConfig", "DistilBertModel",
        {"dim": 20, "n_heads": 4, "n_layers": 2, "hidden_dim": 28, "activation": "relu"}
        | {"max_position_embeddings": 64},
        lambda: word_piece(lower=False), "vocab.txt", "bfloat16", settings={"do_lower_case": False},
    ),
    "roberta": Made(
        "RobertaConfig", "RobertaForMaskedLM",
        berts(22, 2, 3, 40, max_position_embeddings=66, type_vocab_size=1, layer_norm_eps=1e-5)
        | {"hidden_act": "gelu_new"},
        lambda: byte_pairs(ROBERTAS), files="vocab.json", kinds="float16",
    ),
    "xlm-roberta": Made(
        "XLMRobertaConfig", "XLMRobertaModel",
        berts(16, 2, 2, 24, max_position_embeddings=66, type_vocab_size=1, hidden_act="gelu_pytorch_tanh"),
        unigram,
    ),
    "gpt2": Made(
        "GPT2Config", "GPT2Model",
        {"n_embd": 18, "n_head": 3, "n_layer": 2, "n_positions": 48},
        byte_pairs, kinds="mixed", older=True, shards=3,
    ),
}  # fmt: skip


def randomised(model, seed):
    """Give every part of a model random numbers, gains and biases too, so that each of them matters."""
    import torch

    rng = np.random.default_rng(seed)
    state = model.state_dict()
    for name, part in state.items():
        if part.is_floating_point():
            gain = "norm" in name.lower() or ".ln_" in name or name.startswith("ln_")
            middle = 1.0 if gain and name.endswith("weight") else 0.0
            values = torch.tensor(middle + 0.3 * rng.normal(size=tuple(part.shape)))
            state[name] = values.float()
    return state


def stored(state, made):
    """The arrays as the file has them. dict of tensors -> dict of tensors, each of its kind"""
    import torch

    kinds, found = [getattr(torch, kind) for kind in KINDS[made.kinds]], {}
    for place, name in enumerate(sorted(state)):
        tensor = state[name]
        if tensor.is_floating_point():
            tensor = tensor.to(kinds[place % len(kinds)])
        found[name] = tensor.contiguous().clone()
    return found


def named_as_before(arrays, n_layers, n_positions):
    """The names that the first checkpoints of BERT and GPT-2 have, and what they hold besides."""
    import torch

    found = {}
    for name, array in arrays.items():
        if ".LayerNorm." in name:
            name = name.replace(".weight", ".gamma").replace(".bias", ".beta")
        found[name] = array
    if "wte.weight" in found:
        for number in range(n_layers):
            mask = torch.tril(torch.ones(n_positions, n_positions, dtype=torch.uint8))
            found[f"h.{number}.attn.bias"] = mask.view(1, 1, n_positions, n_positions)[
                ..., :8, :8
            ].contiguous()
    return found


def save(arrays, folder, shards):
    from safetensors.torch import save_file

    if shards == 1:
        save_file(arrays, folder / "model.safetensors", {"format": "pt"})
        return
    names = sorted(arrays)
    files = [f"model-{number:05}-of-{shards:05}.safetensors" for number in range(1, shards + 1)]
    index = {name: files[place % shards] for place, name in enumerate(names)}
    for file in files:
        save_file({name: arrays[name] for name in names if index[name] == file}, folder / file)
    size = sum(array.nbytes for array in arrays.values())
    told = {"metadata": {"total_size": size}, "weight_map": index}
    write(folder / "model.safetensors.index.json", told)


def write(path, told):
    path.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def make(name, folder, seed=19):
    """Make a model of a family. -> torch model, Tokenizer"""
    import transformers

    made = MADE[name]
    tokenizer = made.tokenizer()
    sizes = made.sizes | {"vocab_size": tokenizer.get_vocab_size(), "attn_implementation": "eager"}
    config = getattr(transformers, made.config)(**sizes)
    model = getattr(transformers, made.model)(config).eval()
    arrays = stored(randomised(model, seed), made)
    model.load_state_dict({part: array.double() for part, array in arrays.items()}, assign=True)
    model.double()
    folder.mkdir(parents=True)
    told = json.loads(config.to_json_string(use_diff=False))
    kept = ("model_type", "pad_token_id", *made.sizes, "vocab_size", "type_vocab_size")
    usual = (
        "hidden_act",
        "activation",
        "activation_function",
        "layer_norm_eps",
        "layer_norm_epsilon",
        "n_inner",
    )
    write(folder / "config.json", {key: told[key] for key in (*kept, *usual) if key in told})
    if made.older:
        arrays = named_as_before(arrays, made.sizes.get("n_layer"), made.sizes.get("n_positions"))
    save(arrays, folder, made.shards)
    if made.files == "tokenizer.json":
        tokenizer.save(str(folder / made.files), pretty=False)
    else:
        tokenizer.model.save(str(folder))
    if made.settings:
        write(folder / "tokenizer_config.json", made.settings)
    return model, tokenizer


def expect(name, folder, model, tokenizer):
    """Write what the libraries compute: pieces, words, attention weights and hidden states."""
    import torch
    from safetensors.numpy import save_file

    found, arrays = [], {}
    for place, text in enumerate(TEXTS):
        cut = tokenizer.encode(text)
        rows = torch.tensor([cut.ids])
        with torch.no_grad():
            steps = getattr(model, model.base_model_prefix, model)(
                rows, output_hidden_states=True, output_attentions=True
            )
        arrays[f"{place}.hidden"] = torch.cat(steps.hidden_states).numpy().astype(np.float32)
        arrays[f"{place}.attention"] = torch.cat(steps.attentions).numpy().astype(np.float32)
        tokens = [tokenizer.id_to_token(row) for row in cut.ids]
        found.append({"text": text, "tokens": tokens, "rows": cut.ids, "words": list(cut.word_ids)})
    expected = folder.parent / "expected"
    expected.mkdir(exist_ok=True)
    write(expected / f"{name}.json", found)
    save_file(arrays, expected / f"{name}.safetensors")
    model = Opened(folder)
    for place, one in enumerate(found):
        steps = model.run(one["text"])
        worst = np.abs(steps.attention - arrays[f"{place}.attention"]).max()
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{model!r}: {len(steps.tokens)} pieces, weights within {worst:.1e}; {size:,} bytes")
        if steps.tokens != one["tokens"] or worst > 1e-5:
            raise SystemExit("That is too much.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=FIXTURES / "opened")
    to = parser.parse_args().to
    for name in MADE:
        shutil.rmtree(to / name, ignore_errors=True)
        expect(name, to / name, *make(name, to / name))
    write_checksums(to / "expected")
