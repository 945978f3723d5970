import numpy as np
import pytest

from helpers import explorers
from tests.effort import calls
from tests.sentences import TIRED, WIDE


@pytest.fixture
def real(minilm, translator):
    return explorers.explore_real({"MiniLM": minilm, "translator": translator}, TIRED, layer=4)


def test_a_typed_sentence_is_drawn_and_the_word_that_asks_stays(real, minilm):
    text = "Yesterday the cat slept because it was tired."
    real.controls["text"].value = text
    assert np.allclose(real.frames[2].weights, minilm.attention(text)[3])
    assert real.controls["asks"].label == "it" and real.frames[2].selected == (6,)
    real.controls["layer"].value = 2
    assert np.allclose(real.frames[0].panels[8].values, minilm.attention(text)[1, 8])


def test_the_head_control_and_the_heads_that_are_switched_on_are_the_same(real):
    real.controls["head"].value = 3
    assert [view.shown for view in real.views] == [[2]] * 3
    real.views[0].shown = [5]
    assert real.controls["head"].value == 6 and real.views[2].shown == [5]
    real.views[2].shown = [1, 4]  # some heads: no single one is chosen
    assert real.controls["head"].value == 6
    real.reset()
    assert real.controls["head"].value == 0 and real.views[2].shown == list(range(12))


def test_the_other_model_has_its_own_heads(real, translator):
    real.controls["head"].value = 12
    real.controls["model"].value = translator
    assert (real.controls["head"].max, real.controls["head"].value) == (8, 8)
    assert np.allclose(real.frames[2].weights, translator.attention(TIRED)[3])
    assert real.message.value == "" and real.views[2].shown == [7]
    real.reset()
    assert real.controls["head"].max == 12 and real.frames[2].weights.shape == (12, 16, 16)


def test_reset_puts_back_the_word_that_asked_when_pieces_were_hidden(real):
    start = real.state["asks"]
    for changes in (
        {"special": real.controls["special"].options[-1]},
        {"text": "It is late."},
        {"words": "words", "asks": 3},
    ):
        real.set(**changes)
        real.reset()
        assert real.state["asks"] == start and real.frames[2].selected == (start,)


TYPED = [
    "😀 👩‍👩‍👧",
    "שלום עולם",
    "<img src=x onerror=alert(1)>",
    "猫坐",
    "a\x00b\x1b[31m",
    "𐑖𐑨𐑝",
    "\ud83d",
    "a" * 100_000,
]


@pytest.mark.parametrize("text", TYPED, ids=lambda text: ascii(text)[:20])
def test_typed_text_of_any_kind_gives_a_picture(real, translator, text):
    for model in (real.controls["model"].value, translator):
        for special in real.controls["special"].options:
            real.set(model=model, text=text, special=special, words="words")
            frame = real.frames[2]
            assert np.isfinite(frame.weights).all() and max(map(len, frame.tokens)) <= 40
            assert real.message.value == "" or "reads the first" in real.message.value


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u202e"])
def test_nothing_to_read_is_one_clear_sentence_and_the_last_picture_stays(real, text):
    before = real.frames
    real.controls["text"].value = text or " "
    assert real.message.value == "The sentence is empty: type at least one word." and real.frames is before


def test_of_a_long_text_it_says_what_is_read(real):
    real.controls["text"].value = "word " * 10_000
    assert real.message.value == "The text has 10,000 pieces of words; this model reads the first 126."
    assert len(real.frames[2].tokens) == 128
    real.controls["layer"].value = 1
    assert "10,000" in real.message.value
    real.controls["text"].value = "Birds sing."
    assert real.message.value == ""


def test_a_new_sentence_is_little_work(real):
    text = real.controls["text"]

    def another():
        text.value = "The very very old animal slept because it was too tired."

    assert calls(another) <= 40_000


def test_a_thumbnail_opens_its_head(minilm, translator):
    explorer = explorers.explore_every_head({"MiniLM": minilm, "translator": translator}, TIRED)
    explorer.views[0].selected = [37, 2, 3]
    assert (explorer.controls["layer"].value, explorer.controls["head"].value) == (4, 2)
    assert np.allclose(explorer.frames[1].panels[0].values, minilm.attention(TIRED)[3, 1])
    assert explorer.frames[0].panels[37].title == "[4.2]" and explorer.views[0].selected == []
    explorer.set(layer=1, head=1)
    explorer.views[0].selected = [37, 2, 3]  # the same place again
    assert explorer.controls["head"].value == 2
    explorer.set(head=11)
    explorer.controls["model"].value = translator
    assert explorer.controls["head"].value == 8 and len(explorer.frames[0].panels) == 48
    explorer.views[0].selected = [37, 2, 3]
    assert np.allclose(explorer.frames[1].panels[0].values, translator.attention(TIRED)[4, 5])


def test_two_sentences_stand_side_by_side_and_a_chosen_row_asks(minilm):
    explorer = explorers.explore_pair({"MiniLM": minilm}, TIRED, WIDE, layer=4, head=2)
    explorer.views[0].selected = [1, 3, 2]
    assert explorer.controls["asks"].value == 3
    explorer.controls["second"].value = "word " * 300
    assert "300 pieces" in explorer.message.value
    assert np.allclose(explorer.frames[0].panels[0].values, minilm.attention(TIRED)[3, 1])


def test_the_titles_of_a_pair_follow_what_is_typed(minilm):
    explorer = explorers.explore_pair({"MiniLM": minilm}, TIRED, WIDE, layer=4, head=2)
    assert explorer.frames[0].panels[0].title == "sentence 1: it → animal 0.67"
    text = "The cat slept because it was tired."
    explorer.controls["first"].value = text
    row = minilm.attention(text)[3, 1, explorer.state["asks"]]
    most = minilm.tokens(text)[row.argmax()]
    assert explorer.frames[0].panels[0].title == f"sentence 1: it → {most} {row.max():.2f}"


def test_a_single_model_is_no_choice(real, minilm):
    alone = explorers.explore_real({"MiniLM": minilm}, TIRED)
    assert alone.controls["model"].layout.display == "none"
    assert real.controls["model"].layout.display is None


def test_a_translation_is_followed_step_by_step(translator):
    explorer = explorers.explore_translation(translator, TIRED)
    explorer.controls["asks"].value = 6
    found = translator.translate(TIRED)
    assert explorer.frames[0].selected == (0, 6, -1)
    assert np.allclose(explorer.frames[1].panels[0].values[8], found.cross_attention[1, 0, 6])
    explorer.views[0].selected = [0, 2, 1]
    assert explorer.controls["asks"].value == 2
    explorer.controls["text"].value = "Birds sing."
    assert len(explorer.controls["asks"].options) == len(translator.translate("Birds sing.").tokens)
    explorer.controls["text"].value = "  "
    assert explorer.message.value == "The sentence is empty: type at least one word."


def test_opening_a_model_says_what_is_read(capsys, minilm):
    assert explorers.open_model("minilm") is minilm
    assert capsys.readouterr().out == "Reading data/minilm, 22 MB … done.\n"


def test_models_of_whole_words_are_shown_as_well(model, writer):
    for mine, text, special in ((writer, "Once there was", 1), (model, TIRED, 0)):
        word = mine.tokens(text)[-1]
        every_head = explorers.explore_every_head({"mine": mine}, text)
        one_layer = explorers.explore_real({"mine": mine}, text, asks=word)
        for explorer, place in ((every_head, 1), (one_layer, 0)):
            for name, value in (("words", "words"), ("layer", 2), ("special", "hidden")):
                explorer.controls[name].value = value
                assert explorer.message.value == ""
            weights = mine.attention(text)[1][0, special:, special:]
            panel = explorer.frames[place].panels[0]
            assert np.allclose(panel.values, weights) and list(panel.rows) == mine.tokens(text)[special:]
    with pytest.raises(ValueError, match="does not know the word"):
        explorers.explore_every_head({"writer": writer}, "A robot")
