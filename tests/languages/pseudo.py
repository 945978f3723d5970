"""A made-up language, to see what is not translated: each text is its English one between ⟦ and ⟧.

What fills a field stands outside of them, so it must be a text of the language itself, or none: a number or a
word of the model's.
"""

import contextlib
import functools
import json
import re
from unittest import mock

from helpers import languages
from tools.languages import shown_texts

CODE = "xx"
HEAD = "Plural-Forms: nplurals=2; plural=(n != 1);\n"
FIELD = re.compile(r"(\{[^{}]*\})")
SAID = re.compile(r"⟦[^⟦⟧]*⟧|<[^<>]*>")  # and tags
WORD = re.compile(r"[^\W\d_]{2,}")


def wrapped(text):
    """What tells a text from others, "q: " of helpers/pictures/way.py, is not shown, and stays outside.

    >>> wrapped("{count} steps"), wrapped("q: asks")
    ('⟦⟧{count}⟦ steps⟧', 'q: ⟦asks⟧')
    """
    before, text = re.fullmatch(r"([a-z]: |)(.*)", text, re.S).groups()
    inside = FIELD.sub(lambda found: f"⟧{found[0]}⟦", text)
    return f"{before}⟦{inside}⟧" if text else text


def unwrapped(text):
    """The English of it, in small letters: how a sentence begins and ends is not seen through the brackets.
    What opens a text twice, as its title and again, is said once.

    >>> unwrapped("⟦Who is it?⟧."), unwrapped("Who is it?")
    ('who is it?', 'who is it?')
    """
    plain = re.sub(r"(?<=[.!?…])\.", "", text.replace("⟦", "").replace("⟧", "")).lower()
    return re.sub(r"^(.{10,}?)\. (?=\1)", "", plain)


def escaped(text, known=()):
    """The words of a text that are not of the language. known: those that may be so, in small letters

    >>> escaped("⟦The numbers are ⟧trained⟦.⟧ animal 0.97", {"animal"})
    ['trained']
    """
    return [word for word in WORD.findall(SAID.sub(" ", text)) if word.lower() not in known]


all_texts = functools.cache(shown_texts)  # reading all of the code takes a second


def written(texts, say=wrapped):
    """A .po file. texts: list of tools.languages.Text; say: function of an English text -> str"""

    def quoted(text):
        return json.dumps(text, ensure_ascii=False)

    blocks = [f'msgid ""\nmsgstr {quoted(HEAD)}']
    for text in texts:
        lines = [f"#: {place}" for place in text.where] + [f"msgid {quoted(text.one)}"]
        if text.many:
            forms = (say(text.one), say(text.many))
            lines.append(f"msgid_plural {quoted(text.many)}")
            lines += [f"msgstr[{at}] {quoted(form)}" for at, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {quoted(say(text.one))}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


@contextlib.contextmanager
def spoken(folder, texts=None):
    """Speak it in here. folder: an empty one, for its file"""
    (folder / f"{CODE}.po").write_text(written(all_texts() if texts is None else texts), encoding="utf8")
    with mock.patch.object(languages, "FOLDER", folder):
        languages.use(CODE)
        try:
            yield
        finally:
            languages.use("en")
