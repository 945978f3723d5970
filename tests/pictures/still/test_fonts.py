"""Words in other scripts: drawn with a font that has them, or said in one line; the course's own as ever."""

import warnings

import pytest

from helpers import pictures
from helpers.frames import LinesFrame
from helpers.pictures.still import fonts


def texts(picture):
    return [text.get_text() for text in picture.figure.texts]


def lines(*words):
    return LinesFrame(words, [[[1 / len(words)] * len(words)] * len(words)], ("head 1",))


@pytest.fixture
def none(monkeypatch):
    """A computer with no other font."""
    monkeypatch.setattr(fonts, "_others", lambda: [])


def test_what_the_courses_font_has_is_drawn_with_it_alone():
    assert fonts.fonts_for([lines("it", "שלום", "مرحبا", "d_k = √64", "→")]) == ((fonts.FONT,), [])


@pytest.mark.parametrize(
    "word, code", [("猫", "U+732B"), ("नमस्ते", "U+0924"), ("สวัสดี", "U+0E14"), ("😀🫠", "U+1FAE0")]
)
def test_what_no_font_has_is_said_in_one_line(none, word, code):
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph|Matplotlib")  # what it says of letters
        picture = pictures.draw(lines(word, "it"))
        assert picture.png
    said = " ".join(text for text in texts(picture))
    assert code in said and "the live picture shows them" in said


def test_a_font_of_the_computer_that_has_it_is_taken():
    letter, path, name = next(
        (min(more), path, name)
        for name, path in fonts._others()  # matplotlib itself brings some
        if (
            more := {
                letter
                for letter in fonts._letters(path) - fonts._letters(fonts.findfont(fonts.FONT))
                if letter > "\u2000" and fonts.unicodedata.category(letter)[0] in "LS"
            }
        )
    )
    found, lacking = fonts.fonts_for([lines(letter, "it")])
    assert found[0] == fonts.FONT and len(found) == 2 and lacking == []
    picture = pictures.draw(lines(letter, "it"))
    assert not any("No font" in text for text in texts(picture))
    assert picture.figure.texts[0].get_fontfamily() == list(found)


def test_a_font_that_cannot_be_read_is_passed_over(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert fonts._letters(str(tmp_path / "broken.ttf")) == frozenset()


def test_unseen_characters_need_no_font():
    assert fonts.fonts_for([lines("a\u200bb", "c\u00add", "\t\n")])[1] == []
