"""The course model in torch: the encoder of the 2017 paper with two layers, and what only its training needs.

    a = multi_head(x)      h = layer_norm(x + a)      output = layer_norm(h + feed_forward(h))

Every learned array has the name and the shape that it has in data/pronouns/model.safetensors.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Norm(nn.Module):
    """Layer norm with a learned gain and bias: [..., d_model] -> [..., d_model]"""

    def __init__(self, d_model):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))

    def forward(self, x):
        return F.layer_norm(x, self.gain.shape, self.gain, self.bias, 1e-5)


class Layer(nn.Module):
    """One encoder layer."""

    def __init__(self, d_model, n_heads, d_k, d_ff):
        super().__init__()
        self.W_query = weight(n_heads, d_model, d_k, size=0.7)  # scores start small, so that no head
        self.W_key = weight(n_heads, d_model, d_k, size=0.7)  # settles on one word before it has learned much
        self.W_value = weight(n_heads, d_model, d_k)
        self.W_out = weight(n_heads * d_k, d_model)
        self.norm_attention = Norm(d_model)
        self.W_hidden = weight(d_model, d_ff)
        self.b_hidden = nn.Parameter(torch.zeros(d_ff))
        self.W_output = weight(d_ff, d_model)
        self.b_output = nn.Parameter(torch.zeros(d_model))
        self.norm_output = Norm(d_model)

    def forward(self, x, real, lesson=None):
        """x [n_sentences, n_tokens, d_model] -> output of the same shape, steps (a dict)

        real [n_sentences, n_tokens]: False where a short sentence was filled up to the length of the batch.
        lesson: None, or what only training needs (see Lesson); the output is then [n_asked, d_model].
        """
        source = x if lesson is None else torch.where(lesson.fetches[:, None, None], lesson.plain, x)
        query, key = project(x, self.W_query), project(x, self.W_key)
        value = project(source, self.W_value)  # [n_sentences, n_heads, n_tokens, d_k]
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        weights = scores.masked_fill(~real[:, None, None, :], -torch.inf).softmax(dim=-1)
        context = weights @ value
        if lesson is not None:
            context = context * lesson.heads[:, :, None, None]
        concatenated = context.transpose(1, 2).flatten(2)
        if lesson is not None:
            concatenated, source = concatenated[lesson.asked], source[lesson.asked]
        attention = concatenated @ self.W_out
        h = self.norm_attention(source + attention)
        refined = F.relu(h @ self.W_hidden + self.b_hidden) @ self.W_output + self.b_output
        if lesson is not None:
            refined = refined * ~lesson.fetches[:, None].expand_as(lesson.asked)[lesson.asked][:, None]
        output = self.norm_output(h + refined)
        return output, {"weights": weights, "attention": attention, "output": output}


class Lesson:
    """What the last layer does differently in training: two aids that make its heads readable, and less work.

    fetches [n_sentences]: True where the layer must fetch plain words: values and residual are the words as
    they entered the encoder (`plain`), and the feed-forward part is off. Where to look still needs the whole
    sentence.
    heads [n_sentences, n_heads]: 1 where a head is kept, 0 where it is silenced ("first heads first").
    asked [n_sentences, n_tokens]: True at the pronoun and at masked words; the output is wanted only there.
    """

    def __init__(self, fetches, heads, asked, plain=None):
        self.fetches, self.heads, self.asked, self.plain = fetches, heads, asked, plain


class PronounModel(nn.Module):
    """A word list and two encoder layers; the output is read by comparing it with the words themselves."""

    def __init__(self, n_words, d_model=512, n_heads=8, d_k=64, d_ff=1024, n_layers=2):
        super().__init__()
        self.words = nn.Parameter(0.5 * torch.randn(n_words, d_model))
        self.layers = nn.ModuleList(Layer(d_model, n_heads, d_k, d_ff) for _ in range(n_layers))
        self.readout_scale = d_model**-0.5

    def forward(self, ids, real, lesson=None):
        """ids, real [n_sentences, n_tokens] -> output [n_sentences, n_tokens, d_model], steps (dicts)"""
        words = self.words[ids]
        x = words + positions(ids.shape[1], words.shape[2])
        steps = [{"embedding": x}]
        if lesson is not None:
            lesson.plain = x
        for number, layer in enumerate(self.layers, start=1):
            x, step = layer(x, real, lesson if number == len(self.layers) else None)
            steps.append(step)
        return x, steps

    def read(self, output, rows=slice(None)):
        """Compare outputs with words: [..., d_model] -> [..., n_rows], one score for each word asked for."""
        return self.readout_scale * output @ self.words[rows].T


def weight(*shape, size=1.0):
    """Small random numbers, a matrix or one for each head; with size 1, outputs are as large as inputs."""
    return nn.Parameter(size * torch.randn(shape) / math.sqrt(shape[-2]))


def project(x, W):
    """Give every head its view: [n_sentences, n_tokens, d_model] -> [n_sentences, n_heads, n_tokens, d_k]"""
    n_heads, d_model, d_k = W.shape
    flat = x @ W.transpose(0, 1).reshape(d_model, n_heads * d_k)
    return flat.unflatten(-1, (n_heads, d_k)).transpose(1, 2)


def positions(n_tokens, d_model):
    """Sines in the even columns, cosines in the odd ones. -> [n_tokens, d_model]"""
    place = torch.arange(n_tokens)[:, None]
    angle = place / 10_000 ** (torch.arange(0, d_model, 2) / d_model)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)
