"""Tensors as torch has them, without torch: numpy reads them only where torch would let it."""

import numpy as np


class Tensor:
    """As a tensor of torch: on a device, with or without a gradient, of a kind that numpy may not know."""

    def __init__(self, array, device="cpu", gradient=False, kind="float32"):
        self.array, self.device, self.gradient, self.dtype = (
            np.asarray(array),
            device,
            gradient,
            f"torch.{kind}",
        )

    def _as(self, **other):
        told = {"device": self.device, "gradient": self.gradient, "kind": self.dtype.removeprefix("torch.")}
        return Tensor(self.array, **(told | other))

    shape = property(lambda self: self.array.shape)
    ndim = property(lambda self: self.array.ndim)

    def detach(self):
        return self._as(gradient=False)

    def cpu(self):
        return self._as(device="cpu")

    def float(self):
        return self._as(kind="float32")

    def numpy(self):
        if self.gradient:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        if self.device != "cpu":
            raise TypeError("can't convert cuda:0 device type tensor to numpy.")
        if self.dtype == "torch.bfloat16":
            raise TypeError("Got unsupported ScalarType BFloat16")
        return self.array.astype(self.dtype.removeprefix("torch."))

    def __array__(self, dtype=None, copy=None):
        return self.numpy()
