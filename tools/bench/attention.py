"""The course's attention beside torch's, one core each: with every step kept, as ours does, and fused."""

import math

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.attention import scaled_dot_product_attention
from tools.bench.forward import laps_in_turns
from tools.bench.table import Row, amount, ratio

SUBJECT = "Attention of 8 heads, d_k = 64, beside torch's scaled_dot_product_attention, one core each"
SIZES = (16, 32, 64, 128, 256, 512, 1024, 2048)
MOST = 1.5  # times as long as torch with every step kept


def rows():
    import torch

    def stepwise(query, key, value):
        scores = query @ key.transpose(-1, -2)
        scaled_scores = scores / math.sqrt(query.shape[-1])
        weights = torch.softmax(scaled_scores, -1)
        return scores, scaled_scores, weights, weights @ value

    fused = torch.nn.functional.scaled_dot_product_attention
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    for size in SIZES:
        arrays = rng.normal(size=(3, 8, size, 64)).astype(np.float32)
        tensors = [torch.from_numpy(array) for array in arrays]
        batch = [tensor[None] for tensor in tensors]  # the fused kernel needs one
        with threadpool_limits(1), torch.inference_mode():
            ours, theirs = scaled_dot_product_attention(*arrays), stepwise(*tensors)
            for mine, other in zip(
                (ours.scores, ours.scaled_scores, ours.weights, ours.context), theirs, strict=True
            ):
                np.testing.assert_allclose(mine, other.numpy(), rtol=1e-4, atol=1e-4)
            del ours, theirs
            laps, kept, quick = laps_in_turns(
                lambda arrays=arrays: scaled_dot_product_attention(*arrays),
                lambda tensors=tensors: stepwise(*tensors),
                lambda batch=batch: fused(*batch),
            )
        times, beside = ratio(laps, kept)
        yield Row(
            f"{size} words", laps,
            f"{beside} torch with every step kept ({amount(np.median(kept), 'ms')}), "
            f"{ratio(laps, quick)[1]} its fused kernel ({amount(np.median(quick), 'ms')})",
            f"at most {MOST} × torch with every step kept", times <= MOST,
            short="Attention of 8 heads over 512 words, every step kept" if size == 512 else "",
        )  # fmt: skip
