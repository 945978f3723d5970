"""What a learner types is read as it looks: invisible signs change nothing, look-alikes are named."""

import unicodedata

import pytest

from helpers import frames, models
from helpers.lessons.scale.explorers import read_keys
from helpers.text import checked_text
from tests.sentences import TIRED

INSIDE = (
    "\u200b\u200c\u200d\u2060\ufeff\xad\u200e\u200f\u202a\u202e"
    "\u2066\u2069\u034f\u180e\u3164\x00\x07\x7f\ufe0f\U000e0041"
)
BETWEEN = [
    " ",
    "\xa0",
    "\u2003",
    "\u2009",
    "\u202f",
    "\u205f",
    "\u3000",
    "\t",
    "\n",
    "\r\n",
    "\u2028",
    "\x85",
    " \u200b ",
]
FULL_WIDTH = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in TIRED)


@pytest.fixture(scope="module", params=["pronouns", "minilm", "translator"])
def model(request):
    return models.load(request.param)


@pytest.mark.parametrize("sign", INSIDE, ids=ascii)
def test_a_sign_that_cannot_be_seen_changes_nothing(model, sign):
    for text in (
        TIRED.replace("animal", f"ani{sign}mal"),
        sign + TIRED + sign,
        TIRED.replace("'", sign + "'"),
    ):
        assert model.tokens(text) == model.tokens(TIRED)
        if hasattr(model, "read"):
            assert model.read(text).typed == model.read(TIRED).typed


@pytest.mark.parametrize("space", BETWEEN, ids=ascii)
def test_any_space_is_a_space(model, space):
    assert model.tokens(TIRED.replace(" ", space)) == model.tokens(TIRED)


@pytest.mark.parametrize("apostrophe", "’‘ʼ′＇")
def test_any_apostrophe_is_one_where_a_model_knows_one_only(apostrophe):
    for name in ("pronouns", "translator"):  # MiniLM has pieces for several
        model = models.load(name)
        assert model.tokens(TIRED.replace("'", apostrophe)) == model.tokens(TIRED)


def test_the_course_model_reads_full_width_letters_and_answers_the_same():
    model = models.load("pronouns")
    assert model.antecedent(FULL_WIDTH) == model.antecedent(TIRED)
    assert (model.attention(FULL_WIDTH) == model.attention(TIRED)).all()


def test_a_letter_and_its_accent_are_one(model):
    apart = unicodedata.normalize("NFD", "Zoé café naïve")
    assert checked_text(apart) == "Zoé café naïve"
    if hasattr(model, "read"):
        assert model.read(apart).typed == model.read("Zoé café naïve").typed == ["Zoé", "café", "naïve"]


def test_joiners_stay_where_a_script_or_an_emoji_needs_them():
    for text in ("👨\u200d👩\u200d👧", "می\u200cخواهم", "❤\ufe0f", "क्\u200dष"):
        assert checked_text(text) == text


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("\u0430nimal", "а is U+0430"),
        ("anim\u0251l", "ɑ is U+0251"),
        ("animal\u0308\u0308", "with U+0308"),
        ("caf\xe9", "é is U+00E9"),
    ],
)
def test_a_word_that_looks_like_another_is_named_by_the_codes_of_its_letters(word, code):
    with pytest.raises(ValueError, match="does not know") as told:
        models.load("pronouns").tokens(f"The {word} was tired.")
    assert code in str(told.value)
    with pytest.raises(ValueError, match="not in the sentence") as told:
        frames.place_of(word, ["The", "animal"])
    assert code in str(told.value)


def test_keys_are_read_as_they_look():
    assert read_keys("2\xa01\u3000\u200b−1； ０ 1,2", 3) == [[2, 1, -1], [0, 1, 2]]
    with pytest.raises(ValueError, match=r"Key 1 holds “1\.О” \(О is U\+041E\)"):
        read_keys("1.\u041e 1 2", 3)
