"""Notebook 1 in a made-up language: nothing that it shows stays English, and no number changes."""

import re

import numpy as np
import pytest

from helpers.lessons.meet.frames import looks
from helpers.models import load
from helpers.pictures.still.drawing import page_of
from helpers.pictures.still.page import Page
from helpers.pictures.words import describe
from tests.languages import notebook_1, pseudo
from tests.sentences import TIRED


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What notebook 1 shows and says. -> dict of language: (list of outputs, list of str)"""
    found = {}
    notebook_1.forget()
    shown = notebook_1.run()
    found["en"] = shown, notebook_1.said(shown)
    notebook_1.forget()
    with pseudo.spoken(tmp_path_factory.mktemp("languages")):
        shown = notebook_1.run()
        found[pseudo.CODE] = shown, notebook_1.said(shown)
    notebook_1.forget()
    return found


@pytest.fixture(scope="module")
def known(model):
    """The words that stay English: those that the model reads, and those of the sentences."""
    typed = " ".join([*notebook_1.TROUBLES, "іt"])
    return {*model.words, *re.findall(r"\w+", typed.lower())}


def test_every_text_is_one_of_the_language(outputs, known):
    texts = outputs[pseudo.CODE][1]
    assert len(texts) > 1000
    found = {text: words for text in texts if (words := pseudo.escaped(text, known))}
    assert not found, "\n".join(f"{words}: {text}" for text, words in found.items())


def test_it_says_the_same_word_for_word(outputs):
    (_, english), (_, strange) = outputs.values()
    assert [pseudo.unwrapped(text) for text in strange] == [pseudo.unwrapped(text) for text in english]
    assert not any("⟦" in text for text in english)


def test_no_number_changes(outputs):
    english, strange = (notebook_1.numbers(shown) for shown, _ in outputs.values())
    assert len(english) > 1000 and np.array_equal(english, strange)


def painted(frames, monkeypatch):
    """What a still of frames writes, in its order. -> str"""
    texts = []
    monkeypatch.setattr(Page, "text", lambda page, x, y, text, *look, **more: texts.append(text))
    assert page_of(frames).width
    return " ".join(texts)


def test_stills_say_nothing_in_english(outputs, known, tmp_path, monkeypatch):
    pictures = [shown.frames for shown in outputs[pseudo.CODE][0] if getattr(shown, "frames", ())]
    assert len(pictures) == 7
    with pseudo.spoken(tmp_path):
        for frames in pictures:
            said = painted(frames, monkeypatch)
            assert "⟦" in said and pseudo.escaped(said, known) == [], said


def test_what_is_not_translated_is_found(known, tmp_path, monkeypatch):
    """Without one text of each kind: of a still, of a picture's words, of a badge."""
    for missing in ("is asked", "Strongest: {pairs}", "trained"):
        texts = [text for text in pseudo.all_texts() if text.one != missing]
        with pseudo.spoken(tmp_path, texts):
            frame = looks(load("pronouns"), TIRED)
            said = f"{painted((frame,), monkeypatch)} {describe(frame)}"
        assert set(pseudo.escaped(said, known)) <= set(pseudo.WORD.findall(missing)), missing
        assert pseudo.escaped(said, known - set(missing.split())) != [], missing
