"""Fonts for words in other scripts: the course's own, and what this computer has for what that one lacks."""

import functools
import unicodedata

from matplotlib.font_manager import findfont, fontManager, get_font

from helpers.languages import translate as _
from helpers.pictures.pack import pack

FONT = "DejaVu Sans"  # comes with matplotlib, so a picture is the same on every machine
NAMED = 8  # so many characters that cannot be drawn are named
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # Unicode's categories of characters without a shape


def fonts_for(frames):
    """The fonts that frames are drawn with, the course's own first, and what none has.

    -> tuple of names, list of str
    """
    needed = {letter for frame in frames for text in _texts(pack(frame)[0]) for letter in text}
    lacking = {sign for sign in needed if unicodedata.category(sign) not in UNSEEN} - _letters(findfont(FONT))
    found = []
    for name, path in _others() if lacking else ():
        if lacking & _letters(path):
            found.append(name)
            lacking = lacking - _letters(path)
        if not lacking:
            break
    return (FONT, *found), sorted(lacking)


def told(lacking):
    """Say which characters are drawn as boxes; nothing is said where there are none."""
    if not lacking:
        return ""
    codes = ", ".join(f"U+{ord(sign):04X}" for sign in lacking[:NAMED]) + (
        ", …" if len(lacking) > NAMED else ""
    )
    return _(
        "No font on this computer has the characters {codes}, drawn here as boxes; "
        "the live picture shows them."
    ).format(codes=codes)


def _texts(part):
    """Every text of a frame's structure but its alt, which is not drawn."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from () if name == "alt" else _texts(value)
    elif isinstance(part, list):
        for item in part:
            yield from _texts(item)


@functools.cache
def _others():
    """Name and file of one plain font of each family, by name."""
    fonts = {
        font.name: font.fname for font in fontManager.ttflist if font.style == "normal" and font.weight == 400
    }
    return sorted((name, path) for name, path in fonts.items() if not name.startswith("DejaVu"))


@functools.lru_cache(maxsize=512)
def _letters(path):
    """What a font can draw; nothing if matplotlib cannot read or scale it, as with coloured emoji."""
    try:
        font = get_font(path)
        font.set_size(10, 72)
        return frozenset(map(chr, font.get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
