"""A writer of random numbers in a folder of its own, and its maths by hand: in loops, in float64."""

import hashlib
import json
import math

import numpy as np

from helpers.models.writer import Writer

GRAMMAR = """
capitals = "name"
[words]
name = "mina pip"
animal = "fox hen"
[rules]
story = ["“ {name} ! ” said a {animal} , a {animal} .", "the {animal} sang ."]
"""
WORDS = ["<start>", "<end>", ".", ",", "!", "“", "”", "a", "fox", "hen", "mina", "pip", "said", "sang", "the"]
STORY = "<start> “ mina ! ” said a fox , a fox . <end>".split()
SIZES = {"d_model": 10, "n_heads": 3, "d_k": 4, "d_ff": 7, "n_layers": 2, "max_tokens": 13, "epsilon": 1e-5}


def make_writer(folder, activation="gelu_tanh", biases=True):
    """Write a folder as data/writer is, with random numbers and no two sizes alike. -> Writer"""
    rng = np.random.default_rng(11)
    d_model, n_heads, d_k, d_ff = (SIZES[name] for name in ("d_model", "n_heads", "d_k", "d_ff"))
    shapes = {"words": (len(WORDS), d_model), "positions": (SIZES["max_tokens"], d_model)}
    shapes |= {"norm_final.gain": (d_model,), "norm_final.bias": (d_model,)}
    of_layer = {f"W_{name}": (n_heads, d_model, d_k) for name in ("query", "key", "value")}
    of_layer |= {"W_out": (n_heads * d_k, d_model)}
    of_layer |= {"W_hidden": (d_model, d_ff), "b_hidden": (d_ff,)}
    of_layer |= {"W_output": (d_ff, d_model), "b_output": (d_model,)}
    of_layer |= {
        f"norm_{name}.{part}": (d_model,) for name in ("attention", "output") for part in ("gain", "bias")
    }
    if biases:
        of_layer |= {f"b_{name}": (n_heads, d_k) for name in ("query", "key", "value")}
        of_layer |= {"b_out": (d_model,)}
    for number in range(1, SIZES["n_layers"] + 1):
        shapes |= {f"layers.{number}.{name}": shape for name, shape in of_layer.items()}
    arrays = {name: rng.normal(0, 0.7, shape).astype(np.float16) for name, shape in shapes.items()}
    folder.mkdir(exist_ok=True)
    contents = {
        "model.safetensors": safetensors(arrays),
        "config.json": json.dumps(SIZES | {"activation": activation}).encode(),
        "words.json": json.dumps({"words": WORDS}).encode(),
        "stories.json": json.dumps([{"tokens": STORY}]).encode(),
        "grammar.toml": GRAMMAR.encode(),
    }
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    for name, content in (contents | {"checksums.json": json.dumps(sums).encode()}).items():
        (folder / name).write_bytes(content)
    return Writer(folder)


def safetensors(arrays):
    """float16 arrays as the bytes of a safetensors file."""
    header, end = {}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": "F16", "shape": array.shape, "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    head = json.dumps(header).encode()
    return len(head).to_bytes(8, "little") + head + b"".join(array.tobytes() for array in arrays.values())


class ByHand:
    """A causal pre-norm model, of a Writer's numbers, in loops of Python; it counts what it multiplies.

    removed: (layer, head) pairs, from 1, whose context is taken as 0.
    """

    def __init__(self, writer, removed=()):
        self.writer, self.removed, self.multiplied = writer, removed, 0

    def dot(self, a, b):
        self.multiplied += len(a)
        return math.fsum(float(x) * float(y) for x, y in zip(a, b, strict=True))

    def times(self, row, W, b=None):
        """A row times a matrix [d_in, d_out], plus b."""
        made = [self.dot(row, W[:, column]) for column in range(W.shape[1])]
        return made if b is None else [one + float(more) for one, more in zip(made, b, strict=True)]

    def norm(self, row, gain, bias, epsilon):
        mean = sum(row) / len(row)
        deviation = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row) + epsilon)
        return [float(g) * (one - mean) / deviation + float(b) for one, g, b in zip(row, gain, bias)]

    def run(self, tokens):
        """Run all rows. -> entering rows; for each layer its weights [head][asks][asked] and its rows"""
        writer = self.writer
        rows = [
            [float(a) + float(b) for a, b in zip(writer.embedding[writer.words.index(token)], place)]
            for token, place in zip(tokens, writer.positions)
        ]
        entering, layers = rows, []
        for number, layer in enumerate(writer.layers, start=1):
            weights, rows = self.layer(number, layer, rows)
            layers.append((weights, rows))
        return entering, layers

    def layer(self, number, layer, rows):
        n_heads, d_k, n = layer.W_query.shape[0], layer.W_query.shape[2], len(rows)
        read = [self.norm(row, *layer.norm_attention) for row in rows]
        contexts, weights = [[] for _ in rows], []
        for head in range(n_heads):
            made = {}
            for name in ("query", "key", "value"):
                b = getattr(layer, f"b_{name}")
                W = getattr(layer, f"W_{name}")[head]
                made[name] = [self.times(row, W, None if b is None else b[head]) for row in read]
            weights.append([])
            for asks in range(n):
                scores = [self.dot(made["query"][asks], key) / math.sqrt(d_k) for key in made["key"]]
                shares = [math.exp(score) if at <= asks else 0.0 for at, score in enumerate(scores)]
                shares = [share / sum(shares) for share in shares]
                weights[head].append(shares)
                context = [self.dot(shares, [row[j] for row in made["value"]]) for j in range(d_k)]
                contexts[asks] += [0.0] * d_k if (number, head + 1) in self.removed else context
        after = []
        for row, context in zip(rows, contexts):
            row = [a + b for a, b in zip(row, self.times(context, layer.W_out, layer.b_out))]
            hidden = self.times(self.norm(row, *layer.norm_output), layer.W_hidden, layer.b_hidden)
            hidden = [activate(layer.activation.__name__, one) for one in hidden]
            after.append([a + b for a, b in zip(row, self.times(hidden, layer.W_output, layer.b_output))])
        return weights, after

    def scores(self, row):
        normed = self.norm(row, *self.writer.norm)
        return [self.dot(normed, vector) for vector in self.writer.embedding]


def activate(name, number):
    if name == "relu":
        return max(number, 0.0)
    assert name == "gelu_tanh"
    return number / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (number + 0.044715 * number**3)))
