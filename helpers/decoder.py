"""The decoder of a translator: it writes piece after piece of a word, looking back at the source sentence.

    memory = forget * memory + (1 - forget) * new        what was written so far, in one row of numbers
    h = layer_norm(x + relu(memory))
    h = layer_norm(h + cross_attention(h, source))       queries: what is written; keys, values: the source
    output = layer_norm(h + feed_forward(h))

The paper's decoder looks back at its own words with masked self-attention; this one, made to be fast, keeps a
memory instead: a "simpler simple recurrent unit" (SSRU). The cross-attention is the paper's.
Source: Vaswani et al. 2017, sections 3.1 and 3.2.3; Kim et al. 2019, "From research to production and back".
"""

from dataclasses import dataclass

import numpy as np

from helpers.attention import MultiHeadSteps, Steps, merge_heads, project, scaled_dot_product_attention
from helpers.encoder import Layer, layer_norm, relu, rest_of_layer
from helpers.shapes import read_array


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DecoderLayer(Layer):
    """The learned numbers of one decoder layer: those of an encoder layer, for attention to the source, and

    W_forget, W_memory [d_model, d_model], b_forget [d_model], norm_memory: (gain, bias), for the memory.
    """

    W_forget: np.ndarray
    b_forget: np.ndarray
    W_memory: np.ndarray
    norm_memory: tuple


@dataclass(frozen=True, eq=False, repr=False)
class DecoderLayerSteps(Steps):
    """All that one decoder layer computes in one step; each array outside `attention` is [1, d_model]."""

    memory: np.ndarray
    after_memory: np.ndarray
    attention: MultiHeadSteps
    after_attention: np.ndarray
    after_feed_forward: np.ndarray
    output: np.ndarray


def remember(x, memory, layer):
    """Let the newest piece change the memory; `forget` says, number by number, how much of the old one stays.

    x, memory [1, d_model] -> [1, d_model]
    """
    x, memory = read_array(x, "x"), read_array(memory, "memory")
    forget = 1 / (1 + np.exp(-(x @ layer.W_forget + layer.b_forget)))
    return forget * memory + (1 - forget) * (x @ layer.W_memory)


def keys_and_values(source, layer):
    """Project the encoder's output, once for all steps. source -> two arrays [n_heads, n_source, d_k]"""
    return project(source, layer.W_key, layer.b_key), project(source, layer.W_value, layer.b_value)


def cross_attention(x, key, value, layer):
    """Let what is written look at the source: the attention of the whole course, with queries from elsewhere.

    x [n_target, d_model], key, value [n_heads, n_source, d_k] -> MultiHeadSteps.
    Its weights are [n_heads, n_target, n_source].
    """
    heads = scaled_dot_product_attention(project(x, layer.W_query, layer.b_query), key, value)
    concatenated = merge_heads(heads.context)
    return MultiHeadSteps(heads, concatenated, project(concatenated, layer.W_out, layer.b_out))


def decoder_layer(x, memory, key, value, layer):
    """Run one decoder layer for one step. x, memory [1, d_model] -> DecoderLayerSteps"""
    x, memory = read_array(x, "x"), remember(x, memory, layer)
    after_memory = layer_norm(x + relu(memory), *layer.norm_memory)
    attention = cross_attention(after_memory, key, value, layer)
    return DecoderLayerSteps(
        memory, after_memory, attention, *rest_of_layer(after_memory, attention.output, layer)
    )


def decode(source, layers, embed, choose, most):
    """Write piece after piece, each step through all layers, until `choose` says that the text has ended.

    source [n_source, d_model]: the encoder's output.
    embed(piece, step) -> [d_model]: what enters layer 1; piece is None in the first step.
    choose(output) -> (piece, whether that was the end).  most: steps after which it stops in any case.
    -> list of (piece, list of DecoderLayerSteps)
    """
    source = read_array(source, "source")
    sources = [keys_and_values(source, layer) for layer in layers]
    memories = [np.zeros_like(source[:1]) for _ in layers]
    piece, ended, steps = None, False, []
    while not ended and len(steps) < most:
        x, done = embed(piece, len(steps))[np.newaxis], []
        for memory, (key, value), layer in zip(memories, sources, layers, strict=True):
            done.append(decoder_layer(x, memory, key, value, layer))
            x = done[-1].output
        memories = [layer.memory for layer in done]
        piece, ended = choose(x[0])
        steps.append((piece, done))
    return steps
