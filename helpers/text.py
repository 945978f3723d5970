"""Typed text as a reader sees it, before any model reads it: never anything but text."""

import re
import unicodedata

from helpers.languages import mark
from helpers.languages import translate as _

EMPTY = mark("The sentence is empty: type at least one word.")
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
UNSEEN = re.compile(  # Unicode's Default_Ignorable_Code_Point without the joiners, and what steers a terminal
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# other scripts and emoji need them
JOINERS = re.compile("(?:^|(?<=[\x00-\x7f]))[\u200c\u200d\ufe00-\ufe0f]+")
APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ′＇", "'"))
NAMED = 3  # letters of a word that a message names by their code


def checked_text(text):
    """Make sure that it is text, and text that can be written down. -> str, what a reader sees of it

    Signs that cannot be seen are dropped, any space or break is a space, and a letter and its accent are one
    sign (NFC); half characters (lone surrogates, which no keyboard types but some programs paste) become
    question marks.
    Raises ValueError: not text, or nothing that can be seen.

    >>> checked_text("two\\nli\\u00adnes")
    'two lines'
    """
    text = seen_of(text).encode("utf-8", errors="replace").decode("utf-8")
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        raise ValueError(_(EMPTY))
    return text


def seen_of(text):
    """A text as it looks: see `checked_text`. str -> str.  Raises ValueError: not text."""
    if not isinstance(text, str):
        raise ValueError(_("A sentence is text: got {kind}.").format(kind=type(text).__name__))
    text = re.sub(r"\s", " ", UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return JOINERS.sub("", text)


def plain_letters(text):
    """A text for a model that knows plain letters alone: full-width ones are plain, any apostrophe is '.

    >>> plain_letters("Ｉt’s")
    "It's"
    """
    return seen_of(unicodedata.normalize("NFKC", seen_of(text).translate(APOSTROPHES)))


def codes_of(word):
    """The codes of strange letters among plain ones, which may look like these, for a message. -> str

    >>> print("іt" + codes_of("\\u0456t"), "it" + codes_of("it"), "q" + codes_of("q\\u0308"))
    іt (і is U+0456) it q (with U+0308)
    """
    mixed = any((sign.isascii() and sign.isalnum()) or unicodedata.category(sign)[0] == "M" for sign in word)
    strange = [sign for sign in dict.fromkeys(word) if mixed and not sign.isascii()]
    told = [
        (_("{sign} is {code}") if _is_seen(sign) else _("with {code}")).format(
            sign=sign, code=f"U+{ord(sign):04X}"
        )
        for sign in strange[:NAMED]
    ]
    return f" ({', '.join(told)}{', …' if len(strange) > NAMED else ''})" if strange else ""


def _is_seen(sign):
    """Whether a sign stands by itself: no accent of another."""
    return sign.isprintable() and unicodedata.category(sign)[0] != "M"
