"""What other people's encoders call their parts, family by family: the tables, and how they are read.

The left of each table is ours, as in helpers.encoder.Layer; the right is theirs, in config.json or in the
safetensors file, where each name is followed by `.weight` or `.bias`. Another family is one more table, and
a line of tools/make_opened.py, which makes a small model of it and asks transformers what is right.
"""

import re
from dataclasses import dataclass, field, replace

import numpy as np

from helpers.encoder import Layer, gelu, gelu_tanh, relu
from helpers.models.files import frozen, in_columns, shown

ACTIVATIONS = {"relu": relu, "gelu": gelu, "gelu_new": gelu_tanh, "gelu_pytorch_tanh": gelu_tanh}
OLDER = {".gamma": ".weight", ".beta": ".bias"}  # what the first checkpoints call a norm's gain and bias
MOST = 2**31 - 1  # of any size
QKV = ("query", "key", "value")


@dataclass(frozen=True)
class Family:
    """How the models of a family are made, and what they call it.

    sizes: in config.json; epsilon: its name there, or the number itself; usual: what holds if config.json is
    silent; only: what must be so, because the layer is another one else.
    embedding, layer: names of arrays; a layer's begin with `layers`, where {} is its number, from 0.
    turned: a matrix is kept as [d_out, d_in], as torch's Linear has it.
    unused: patterns of what lies inside and is no part of the encoder.
    first_position: config.json names a row, and the positions begin behind it.
    special: pieces before and after each text, where no tokenizer.json names them.
    """

    sizes: dict
    activation: str
    epsilon: str | float
    embedding: dict
    layers: str
    layer: dict
    usual: dict = field(default_factory=dict)
    only: dict = field(default_factory=dict)
    unused: tuple = ()
    first_position: str = ""
    special: tuple = ((), ())
    turned: bool = True
    pre_norm: bool = False
    causal: bool = False


BERT = Family(
    sizes={
        "n_pieces": "vocab_size",
        "n_positions": "max_position_embeddings",
        "n_types": "type_vocab_size",
        "d_model": "hidden_size",
        "n_layers": "num_hidden_layers",
        "n_heads": "num_attention_heads",
        "d_ff": "intermediate_size",
    },
    activation="hidden_act",
    epsilon="layer_norm_eps",
    usual={"type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12, "pad_token_id": 1},
    only={"position_embedding_type": "absolute", "is_decoder": False, "add_cross_attention": False},
    embedding={
        "words": "embeddings.word_embeddings",
        "positions": "embeddings.position_embeddings",
        "types": "embeddings.token_type_embeddings",
        "norm_embedding": "embeddings.LayerNorm",
    },
    layers="encoder.layer.{}.",
    layer={
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "hidden": "intermediate.dense",
        "output": "output.dense",
        "norm_output": "output.LayerNorm",
    },
    unused=(r"embeddings\.(position|token_type)_ids$", r"pooler\."),
    special=(("[CLS]",), ("[SEP]",)),
)

DISTILBERT = Family(
    sizes={
        "n_pieces": "vocab_size",
        "n_positions": "max_position_embeddings",
        "d_model": "dim",
        "n_layers": "n_layers",
        "n_heads": "n_heads",
        "d_ff": "hidden_dim",
    },
    activation="activation",
    epsilon=1e-12,
    usual={"activation": "gelu"},
    embedding={
        "words": "embeddings.word_embeddings",
        "positions": "embeddings.position_embeddings",
        "norm_embedding": "embeddings.LayerNorm",
    },
    layers="transformer.layer.{}.",
    layer={
        "query": "attention.q_lin",
        "key": "attention.k_lin",
        "value": "attention.v_lin",
        "out": "attention.out_lin",
        "norm_attention": "sa_layer_norm",
        "hidden": "ffn.lin1",
        "output": "ffn.lin2",
        "norm_output": "output_layer_norm",
    },
    unused=(r"embeddings\.position_ids$",),
    special=(("[CLS]",), ("[SEP]",)),
)

GPT2 = Family(
    sizes={
        "n_pieces": "vocab_size",
        "n_positions": "n_positions",
        "d_model": "n_embd",
        "n_layers": "n_layer",
        "n_heads": "n_head",
        "d_ff": "n_inner",
    },
    activation="activation_function",
    epsilon="layer_norm_epsilon",
    usual={"activation_function": "gelu_new", "layer_norm_epsilon": 1e-5},
    only={"scale_attn_weights": True, "scale_attn_by_inverse_layer_idx": False, "add_cross_attention": False},
    embedding={"words": "wte", "positions": "wpe", "norm_final": "ln_f"},
    layers="h.{}.",
    layer={
        "norm_attention": "ln_1",
        "query key value": "attn.c_attn",  # side by side
        "out": "attn.c_proj",
        "norm_output": "ln_2",
        "hidden": "mlp.c_fc",
        "output": "mlp.c_proj",
    },
    unused=(r"h\.\d+\.attn\.(masked_)?bias$",),  # the causal mask, which older files hold
    turned=False,
    pre_norm=True,
    causal=True,
)

ROBERTA = replace(BERT, first_position="pad_token_id", special=(("<s>",), ("</s>",)))
FAMILIES = {
    "bert": BERT,
    "distilbert": DISTILBERT,
    "roberta": ROBERTA,
    "xlm-roberta": ROBERTA,
    "camembert": ROBERTA,
    "gpt2": GPT2,
}


@dataclass(frozen=True)
class Plan:
    """What config.json says of a model.

    name: its family's; sizes: dict, as Family has them; epsilon: of its norms; before: rows of positions that
    belong to no place.
    """

    name: str
    family: Family
    sizes: dict
    activation: object
    epsilon: float
    before: int


def planned(config):
    """Read config.json. dict -> Plan.  Raises ValueError: a part that is not known, a size that cannot be."""
    name = config.get("model_type")
    family = FAMILIES.get(name) if isinstance(name, str) else None
    if family is None:
        told = "no model_type" if name is None else f"the model_type {shown(name)}, which cannot be opened"
        raise ValueError(f"config.json names {told}: {', '.join(FAMILIES)} can be opened.")
    config = {**family.usual, **family.only, **{key: one for key, one in config.items() if one is not None}}
    if name == "gpt2" and "n_embd" in config:
        config.setdefault("n_inner", 4 * config["n_embd"] if type(config["n_embd"]) is int else None)
    for key, value in family.only.items():
        if config[key] != value:
            raise ValueError(
                f"config.json says {key}: {shown(config[key])}, which cannot be opened: {value!r} can."
            )
    for key in ("quantization_config", "pruned_heads"):
        if config.get(key):
            raise ValueError(f"config.json has {key}, and such a model cannot be opened.")
    activation = config[family.activation]
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise ValueError(
            f"config.json says {family.activation}: {shown(activation)}, which is not known: {known} are."
        )
    sizes = {ours: _number(config, theirs, least=1) for ours, theirs in family.sizes.items()}
    if sizes["d_model"] % sizes["n_heads"]:
        theirs = family.sizes
        raise ValueError(
            f"config.json does not fit: {theirs['d_model']} {sizes['d_model']} does not divide into "
            f"{theirs['n_heads']} {sizes['n_heads']}."
        )
    before = _number(config, family.first_position, least=0) + 1 if family.first_position else 0
    return Plan(name, family, sizes, ACTIVATIONS[activation], _epsilon(config, family.epsilon), before)


def _number(config, name, least):
    number = config.get(name)
    if type(number) is not int or not least <= number <= MOST:
        told = f"says {name}: {shown(number)}" if name in config else f"does not say {name}"
        raise ValueError(f"config.json {told}: it must be a whole number from {least} to {MOST:,}.")
    return number


def _epsilon(config, name):
    epsilon = config[name] if isinstance(name, str) else name
    if type(epsilon) not in (int, float) or not 0 <= epsilon < 1:
        raise ValueError(f"config.json says {name}: {shown(epsilon)}: it must be a number from 0, below 1.")
    return float(epsilon)


class Parts:
    """The arrays of a model, found by a plan: each is asked for by its name and the shape that it must have.

    stored: dict of name: checkpoint.Stored.  left_out: names of arrays that are no part of the encoder.
    Raises ValueError: no such encoder, or more than one.
    """

    def __init__(self, stored, plan):
        self.plan, self.stored = plan, {}
        for name, array in stored.items():
            for older, newer in OLDER.items():
                name = name.removesuffix(older) + newer if name.endswith(older) else name
            self.stored[name] = array
        words = plan.family.embedding["words"] + ".weight"
        starts = [name.removesuffix(words) for name in self.stored if name.endswith(words)]
        starts = [start for start in starts if not start or start.endswith(".")]  # such as "bert."
        if len(starts) != 1:
            told = f"{len(starts)} arrays are called {words}" if starts else f"no array is called {words}"
            raise ValueError(f"The weights hold no single encoder of the kind {plan.name}: {told}.")
        self.start, self.asked = starts[0], set()

    def array(self, name, *shape):
        """An array by its name. -> float32 of the shape.  Raises ValueError: missing, or of another shape."""
        stored = self.stored.get(self.start + name)
        if stored is None:
            raise ValueError(f"The weights lack {self.start}{name}, expected with the shape {list(shape)}.")
        if stored.shape != shape:
            raise ValueError(
                f"{shown(stored.name, str)} has the shape {shown(list(stored.shape))}: "
                f"{list(shape)} was expected, as config.json says."
            )
        self.asked.add(self.start + name)
        return stored.numbers()

    def norm(self, name):
        """The gain, bias and epsilon of a norm."""
        d_model = self.plan.sizes["d_model"]
        return *(self.array(f"{name}.{part}", d_model) for part in ("weight", "bias")), self.plan.epsilon

    def layer(self, number):
        """A layer, counted from 0. -> helpers.encoder.Layer"""
        plan, sizes, parts = self.plan, self.plan.sizes, {}
        d_model, d_ff, n_heads = sizes["d_model"], sizes["d_ff"], sizes["n_heads"]
        wide = {"hidden": (d_model, d_ff), "output": (d_ff, d_model)}
        for ours, theirs in plan.family.layer.items():
            name = plan.family.layers.format(number) + theirs
            if ours.startswith("norm"):
                parts[ours] = self.norm(name)
                continue
            together = ours.split()
            d_in, d_out = wide.get(ours, (d_model, d_model * len(together)))
            W = self.array(name + ".weight", *((d_out, d_in) if plan.family.turned else (d_in, d_out)))
            W, b = W.T if plan.family.turned else W, self.array(name + ".bias", d_out)
            cut = np.split(W, len(together), axis=1), np.split(b, len(together))
            for one, columns, biases in zip(together, *cut, strict=True):
                if one in QKV:
                    columns = columns.reshape(d_model, n_heads, -1).swapaxes(0, 1)
                    biases = biases.reshape(n_heads, -1)
                parts["W_" + one], parts["b_" + one] = columns, biases
        return in_columns(Layer(**parts, activation=plan.activation, pre_norm=plan.family.pre_norm))

    def positions(self):
        """What is added to each piece's vector by its place. -> [max_tokens, d_model]

        All that is typed counts as text number 1: where the family knows two, its row is in here.
        Raises ValueError: config.json leaves no place.
        """
        names, sizes, before = self.plan.family.embedding, self.plan.sizes, self.plan.before
        rows = self.array(names["positions"] + ".weight", sizes["n_positions"], sizes["d_model"])[before:]
        if not len(rows):
            raise ValueError(
                f"config.json leaves no place for text: of {sizes['n_positions']} positions, "
                f"the first {before} belong to none."
            )
        if "types" in names:
            rows = frozen(
                rows + self.array(names["types"] + ".weight", sizes["n_types"], sizes["d_model"])[0]
            )
        return rows

    def left_out(self):
        """The arrays that nobody asked for: heads for some task. -> list of their names

        Raises ValueError: one of them is a part of the encoder.
        """
        family, found = self.plan.family, []
        roots = {name.partition(".")[0] + "." for name in (*family.embedding.values(), family.layers)}
        for name in sorted(self.stored.keys() - self.asked):
            inner = name.removeprefix(self.start)
            inside = name.startswith(self.start) if self.start else inner.startswith(tuple(roots))
            if inside and not re.match("|".join(family.unused), inner):
                shape = shown(list(self.stored[name].shape))
                raise ValueError(
                    f"{shown(self.stored[name].name, str)} {shape} is a part that a model of the kind "
                    f"{self.plan.name} with this config.json does not have."
                )
            found.append(self.stored[name].name)
        return found
