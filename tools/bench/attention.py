"""The course's attention, which keeps every step, beside torch's, which keeps none; one core each."""

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.attention import scaled_dot_product_attention
from tools.bench.forward import laps_of
from tools.bench.table import Row, amount, ratio

SUBJECT = "Attention of 8 heads, d_k = 64, beside torch's scaled_dot_product_attention, one core each"
SIZES = (16, 32, 64, 128, 256, 512, 1024, 2048)


def rows():
    import torch

    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    for size in SIZES:
        query, key, value = rng.normal(size=(3, 8, size, 64)).astype(np.float32)
        tensors = [torch.from_numpy(one)[None] for one in (query, key, value)]

        def ours(arrays=(query, key, value)):
            return scaled_dot_product_attention(*arrays).context

        def theirs(tensors=tensors):
            return torch.nn.functional.scaled_dot_product_attention(*tensors)

        with threadpool_limits(1), torch.inference_mode():
            np.testing.assert_allclose(ours(), theirs()[0].numpy(), rtol=1e-4, atol=1e-5)
            laps, beside = laps_of(ours), laps_of(theirs)
        yield Row(
            f"{size} words", laps, f"{ratio(laps, beside)[1]} torch ({amount(np.median(beside), 'ms')})",
            short="Attention of 8 heads over 512 words, every step kept" if size == 512 else "",
        )  # fmt: skip
