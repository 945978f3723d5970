"""Many sentences of one length at once through the course model, with as few products as it takes."""

import numpy as np

from helpers.attention import merge_heads, product, scaled_dot_product_attention


def of_each_head(x, W, same=None):
    """Make the queries, keys or values of many sentences: in one long matrix, a third of the time.

    x [n_sentences, n_tokens, d_model], W [n_heads, d_model, d_k] -> [n_sentences, n_heads, n_tokens, d_k]
    same: int [n_sentences, n_tokens], equal where two rows of x are equal: such rows are multiplied once.

    >>> rng = np.random.default_rng(0)
    >>> x, W = rng.normal(size=(3, 4))[[[0, 1], [0, 2]]], rng.normal(size=(5, 4, 3))
    >>> np.allclose(of_each_head(x, W, [[0, 1], [0, 2]]), x[:, np.newaxis] @ W)
    True
    """
    same = np.arange(x[..., 0].size) if same is None else same
    _, first, back = np.unique(same, return_index=True, return_inverse=True)
    rows = product(x.reshape(-1, x.shape[-1])[first], W)
    return rows[:, back.reshape(x.shape[:-1])].swapaxes(0, 1)


def same_rows(model, sentences, positions=True):
    """Number what enters layer 1: rows with one number are equal, the same word at the same place.

    sentences: lists of as many tokens; positions: False if words stand there without them
    -> int [n_sentences, n_tokens]
    """
    words = np.array([[model.row[token.lower()] for token in tokens] for tokens in sentences])
    return words * words.shape[1] + np.arange(words.shape[1]) if positions else words


def first_attention(x, same, layer, mask=None):
    """The heads of layer 1, with each word at each place multiplied once.

    x, same as in `of_each_head` -> AttentionSteps, its arrays [n_sentences, n_heads, n_tokens, …]
    The sentences of a grammar have the same words at the same places again and again.
    """
    made = (of_each_head(x, W, same) for W in (layer.W_query, layer.W_key, layer.W_value))
    return scaled_dot_product_attention(*made, mask)


def attended(context, W_out, removed=()):
    """What attention hands on without some heads, from 0.

    [..., n_heads, n_tokens, d_v] -> [..., n_tokens, d_model]
    """
    if len(removed):
        context = context.copy()
        context[..., list(removed), :, :] = 0
    merged = merge_heads(context)
    found = product(merged.reshape(-1, merged.shape[-1]), W_out)
    return found.reshape(*merged.shape[:-1], found.shape[-1])


def row_alone(places, x):
    """Leave one row of each sentence: enough where no other word is asked.

    places [n_sentences], x [n_sentences, n_tokens, …] -> places and x of sentences that have but this row
    """
    return np.zeros_like(places), x[np.arange(len(x)), places][:, np.newaxis]
