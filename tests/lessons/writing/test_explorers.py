import numpy as np
import pytest

from helpers import explorers
from tests.effort import calls
from tools.pages import report


@pytest.fixture
def explorer(writer):
    return explorers.explore_writer(writer, "Once there was a")


def words_of(explorer):
    return [text for text, _ in explorer.controls["place"].options]


def test_next_adds_the_word_that_was_drawn(explorer, writer):
    story = writer.write("Once there was a", seed=0)
    for place in range(3):
        bars, heads, lines = explorer.frames
        assert bars.plots[0].note.endswith(f"Drawn: “{story[5 + place]}”.")
        assert heads.panels[0].columns[-1] == story[4 + place] == lines.tokens[0]
        assert np.allclose(
            heads.panels[0].values.reshape(writer.n_layers, writer.n_heads, -1),
            writer.begin(story[: 5 + place]).weights,
            atol=1e-5,
        )
        explorer.player.next()
    assert explorer.state["place"] == 3 and words_of(explorer)[1] == story[5]
    assert len(words_of(explorer)) == len(story) - 4 and words_of(explorer)[-1] == "end"


def test_another_seed_and_a_cold_writer_tell_other_stories_from_the_same_beginning(explorer, writer):
    explorer.set(place=6)
    explorer.controls["seed"].value = 5
    assert explorer.state["place"] == 0
    assert words_of(explorer)[1] == writer.write("Once there was a", seed=5)[5]
    explorer.set(temperature=0.5, place=2)
    story = writer.write("Once there was a", temperature=0.5, seed=5)
    assert explorer.frames[2].tokens == (story[6],)


def test_temperature_and_top_k_move_the_bars_and_not_their_order(explorer):
    names = explorer.frames[0].plots[0].x_ticks
    explorer.set(temperature=3.0, top_k=2)
    plot = explorer.frames[0].plots[0]
    assert plot.x_ticks == names and (plot.series[0].y > 0).sum() == 2
    assert "temperature 3, the best 2" in explorer.frames[0].title


def test_the_last_word_has_nothing_to_draw_and_play_begins_anew(explorer):
    explorer.set(place=explorer.controls["place"].options[-1][1])
    assert "Drawn" not in explorer.frames[0].plots[0].note
    assert explorer.player.place == explorer.player.last


def test_the_layer_chooses_whose_lines_are_drawn(explorer, writer):
    explorer.set(place=4, layer=2)
    tokens = writer.write("Once there was a", seed=0)[:9]
    assert np.allclose(explorer.frames[2].weights[:, 0], writer.run(tokens).attention[1, :, -1], atol=1e-5)
    assert explorer.views[2].shown == [0]  # one head first: six fans at once hide each other


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Once there was a dragon", "does not know the word 'dragon'"),
        ("a " * 200, "Shorten it"),
        ("<b>hen</b>", "does not know the word '<'"),
        ("once <end> hen", ""),
    ],
)
def test_a_beginning_that_cannot_be_read_is_one_sentence_and_the_last_picture_stays(explorer, text, said):
    before = explorer.frames
    explorer.controls["beginning"].value = text
    assert explorer.frames is before and said in explorer.message.value and explorer.message.value
    explorer.reset()
    assert explorer.message.value == "" and explorer.frames[0].title == before[0].title


def test_a_typed_beginning_goes_on_from_its_end(explorer, writer):
    explorer.set(place=9)
    explorer.controls["beginning"].value = "In a teapot lived Dot"
    assert explorer.state["place"] == 0 and words_of(explorer)[0].split()[0] == "dot"
    assert explorer.frames[0].title == "What comes after “In a teapot lived Dot”"
    explorer.controls["beginning"].value = ""
    assert explorer.frames[0].title == "What comes after “start”"


def test_reset_puts_back_beginning_place_and_chance(explorer):
    begun = explorer.state
    explorer.set(beginning="One day", temperature=2.0, top_k=3, seed=7, place=5, layer=2)
    explorer.reset()
    assert explorer.state == begun and explorer.message.value == ""


def test_a_new_word_is_little_work(explorer):
    explorer.set(place=1)
    assert calls(explorer.player.next) <= 15_000
    seed = explorer.controls["seed"]

    def another_story():
        seed.value = 3

    assert calls(another_story) <= 400_000


def test_a_page_holds_a_few_stories_in_little_room(explorer):
    states = explorer.states()
    assert 500 < states.size < 5000
    assert report.row(explorer).size < 0.85 * report.LARGEST
    for axis, values in states.values.items():
        for place in range(len(values)):
            assert len(states.draw(states.at({axis: place}))) == 3
