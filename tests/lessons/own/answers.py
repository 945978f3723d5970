"""Values for every answer of “Bring your own model”, and one that fits none."""

import numpy as np

CASES = {
    "sums-under-dropout": [
        (np.array([[0.2, 1.11], [0.97, 1.0]]), "some to more than 1, some to less"),
        (np.ones((2, 3), np.float16), "all to 1, as before"),
        ([0.9, 0.4, 0.0], "all to less than 1"),
        ([1.0, 1.3], None),
    ],
    "half-precision": [
        (np.float32(0.0009), "by less than 0.01"),
        (0.0, "not at all"),
        (0.4, "by more than 0.1"),
        (0.05, None),
        (np.nan, None),
    ],
}
