"""The course model with some parts of its layers switched off: its run, and how often it is right."""

import functools

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.attention import multi_head_attention
from helpers.encoder import feed_forward, layer_norm

PARTS = ("positions", "attention", "residual", "layer norm", "feed-forward")


@functools.lru_cache(maxsize=128)
def _run_without(model, sentence, off):
    with threadpool_limits(1):
        return _encode(model, embed(model, model.tokens(sentence), off), off)


def run_without(model, sentence, off=()):
    """Run a model with some parts switched off. -> list of [n_tokens, d_model]

    The list holds what enters layer 1, then the output of each layer.

    off: names of PARTS, switched off in every layer: attention and feed-forward then add 0, without residual
    only what they make is handed on, without layer norm a sum stays as it is.
    Raises ValueError: a part that is not there, or a sentence that cannot be read.
    """
    for part in off:
        if part not in PARTS:
            raise ValueError(f"There is no part {part!r}: choose from {', '.join(PARTS)}.")
    return _run_without(model, sentence, tuple(part for part in PARTS if part in off))


def accuracy_without(model, sentences, off=()):
    """The share of sentences whose pronoun is answered rightly with some parts switched off.

    -> (among all nouns, among the nouns of each sentence), from 0 to 1
    sentences: list of dict with text, noun and pronoun, as in model.sentences; off: names of PARTS.
    """
    right, groups = np.zeros(2), {}
    for sentence in sentences:  # sentences of one length are run together
        tokens = model.tokens(sentence["text"])
        groups.setdefault(len(tokens), []).append((tokens, sentence))
    for group in groups.values():
        x = np.stack([embed(model, tokens, off) for tokens, _ in group])
        with threadpool_limits(1):  # small products: several threads would wait for one another
            last = _encode(model, x, off)[-1]
        asked = last[np.arange(len(group)), [sentence["pronoun"] for _, sentence in group]]
        for shares, (tokens, sentence) in zip(model.noun_shares(asked), group, strict=True):
            there = np.isin(model.nouns, [token.lower() for token in tokens])
            right += [model.nouns[one.argmax()] == sentence["noun"] for one in (shares, shares * there)]
    return right / len(sentences)


def embed(model, tokens, off=()):
    """What enters layer 1, with or without positions. -> [n_tokens, d_model]"""
    if "positions" not in off:
        return model.embed(tokens)
    return model.embedding[[model.row[token.lower()] for token in tokens]]


def _encode(model, x, off):
    def add_and_norm(x, made, norm):
        added = made if "residual" in off else x + made
        return added if "layer norm" in off else layer_norm(added, *norm)

    outputs = [x]
    for layer in model.layers:
        attended = refined = np.zeros_like(x)
        if "attention" not in off:
            heads = layer.W_query, layer.W_key, layer.W_value, layer.W_out
            attended = multi_head_attention(x, *heads).output
        x = add_and_norm(x, attended, layer.norm_attention)
        if "feed-forward" not in off:
            refined = feed_forward(x, layer.W_hidden, layer.b_hidden, layer.W_output, layer.b_output)
        x = add_and_norm(x, refined, layer.norm_output)
        outputs.append(x)
    return outputs
