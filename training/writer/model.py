"""The writer in torch: a decoder as in GPT-2, only smaller, which says after each word what may come next.

    h = x + multi_head(norm(x))      output = h + feed_forward(norm(h))

Every learned array has the name and the shape that it has in data/writer/model.safetensors.
"""

import torch
from torch import nn
from torch.nn import functional as F

from training.model import Norm, project

START_ROW = 0  # of helpers.models.grammar.START among the words


class Layer(nn.Module):
    """One layer: each word attends to itself and to the words before it."""

    def __init__(self, d_model, n_heads, d_k, d_ff, small):
        super().__init__()
        self.W_query = weight(n_heads, d_model, d_k)
        self.W_key = weight(n_heads, d_model, d_k)
        self.W_value = weight(n_heads, d_model, d_k)
        self.W_out = weight(n_heads * d_k, d_model, size=small)
        self.norm_attention = Norm(d_model)
        self.W_hidden = weight(d_model, d_ff)
        self.b_hidden = nn.Parameter(torch.zeros(d_ff))
        self.W_output = weight(d_ff, d_model, size=small)
        self.b_output = nn.Parameter(torch.zeros(d_model))
        self.norm_output = Norm(d_model)

    def forward(self, x, steps=None, without=()):
        """x [n_stories, n_tokens, d_model] -> output of the same shape

        steps: a list that gets what was computed (a dict); without: heads, from 0, whose output is left out.
        """
        entering = self.norm_attention(x)
        query, key, value = (project(entering, W) for W in (self.W_query, self.W_key, self.W_value))
        if steps is None and not without:
            context = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        else:
            scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
            later = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
            weights = scores.masked_fill(later, -torch.inf).softmax(dim=-1)
            context = weights @ value
            context[:, list(without)] = 0
        attention = context.transpose(1, 2).flatten(2) @ self.W_out
        h = x + attention
        hidden = F.relu(self.norm_output(h) @ self.W_hidden + self.b_hidden)
        output = h + hidden @ self.W_output + self.b_output
        if steps is not None:
            steps.append({"weights": weights, "attention": attention, "output": output})
        return output


class WriterModel(nn.Module):
    """Word vectors, learned positions, layers; the output is compared with the word vectors themselves."""

    def __init__(self, n_words, d_model, n_heads, d_k, d_ff, n_layers, max_tokens):
        super().__init__()
        self.words = nn.Parameter(0.05 * torch.randn(n_words, d_model))
        self.positions = nn.Parameter(0.1 * 2**0.5 * waves(max_tokens, d_model))
        small = (2 * n_layers) ** -0.5
        self.layers = nn.ModuleList(Layer(d_model, n_heads, d_k, d_ff, small) for _ in range(n_layers))
        self.norm_final = Norm(d_model)

    def forward(self, ids, steps=None, without=()):
        """ids [n_stories, n_tokens] -> scores of the words that may come next [n_stories, n_tokens, n_words]

        steps: a list that gets what was computed; without: (layer, head) pairs, from 1, that are left out.
        """
        x = self.words[ids] + self.positions[: ids.shape[1]]
        if steps is not None:
            steps.append({"embedding": x})
        for number, layer in enumerate(self.layers, start=1):
            x = layer(x, steps, [head - 1 for at, head in without if at == number])
        scores = self.norm_final(x) @ self.words.T
        scores[..., START_ROW] = -torch.inf  # it never comes next
        return scores


def waves(n_tokens, d_model):
    """Sines and cosines, short waves first, with which learned positions begin. -> [n_tokens, d_model]"""
    place = torch.arange(n_tokens)[:, None]
    angle = place / 100 ** (torch.arange(0, d_model, 2) / d_model)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)


def weight(*shape, size=1.0):
    """Small random numbers, a matrix or one for each head; with size 1, outputs are as large as inputs."""
    return nn.Parameter(size * torch.randn(shape) / shape[-2] ** 0.5)
