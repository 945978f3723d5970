import sys
import types

import ipywidgets
import numpy as np
import pytest
from matplotlib.text import Text

from helpers import pictures, style
from helpers.exercises import compare, predict
from helpers.explorers import Explorer
from helpers.frames import LinesFrame, MatrixFrame, Panel
from helpers.pictures import shown
from helpers.pictures.live import view_of


def draw(size, shift):
    if size == 3:
        raise ValueError("The size 3 is not drawn here: choose another.")
    return MatrixFrame(
        [Panel(np.full((2, size), 0.5 + shift), rows=("it", "was"))],
        title=f"size {size}",
        badge="hand-set",
        selected=(0, 1, 0),
    )


@pytest.fixture
def explorer():
    return Explorer(
        draw,
        {
            "size": ipywidgets.IntSlider(value=5, min=1, max=9, description="size"),
            "shift": ipywidgets.FloatSlider(value=0, max=0.5, description="shift"),
        },
    )


def sent(explorer):
    return np.frombuffer(explorer.views[0].numbers, "<f4")


def test_a_control_repaints_the_view_with_the_frame_of_that_state(explorer):
    explorer.controls["size"].value = 4
    explorer.controls["shift"].value = 0.25
    assert explorer.state == {"size": 4, "shift": 0.25}
    structure = explorer.views[0].structure["panels"][0]
    assert structure["values"]["shape"] == [2, 4]
    assert sent(explorer)[:8].tolist() == [0.75] * 8


def test_a_change_of_numbers_alone_sends_no_structure(explorer):
    changes = []
    explorer.views[0].observe(lambda change: changes.append(change["name"]), ["structure", "numbers"])
    explorer.controls["shift"].value = 0.1
    assert changes == ["numbers"]


def test_an_error_is_shown_as_one_line_and_the_last_good_picture_stays(explorer):
    explorer.controls["size"].value = 4
    before = sent(explorer).tolist()
    explorer.controls["size"].value = 3
    assert explorer.message.value == "The size 3 is not drawn here: choose another."
    assert explorer.message.layout.display == "block" and sent(explorer).tolist() == before
    explorer.controls["size"].value = 2
    assert explorer.message.value == "" and explorer.message.layout.display == "none"
    assert explorer.frames[0].title == "size 2"


def test_other_errors_surface(explorer):
    explorer.draw = lambda **state: 1 / 0
    before = sent(explorer).tolist()
    with pytest.raises(ZeroDivisionError):
        explorer.controls["size"].value = 4
    assert "ZeroDivisionError" in explorer.message.value and sent(explorer).tolist() == before


def test_reset_puts_every_control_and_the_selection_back_and_draws_once(explorer):
    explorer.set(size=7, shift=0.5)
    explorer.views[0].selected = [0, 0, 0]
    drawn = []
    plain = explorer.draw
    explorer.draw = lambda **state: drawn.append(state) or plain(**state)
    explorer.reset_button.click()
    assert drawn == [{"size": 5, "shift": 0.0}]
    assert explorer.views[0].selected == [0, 1, 0] and explorer.frames[0].title == "size 5"


WORDS = ("it", "was", "too", "wide")


@pytest.fixture
def linked():
    """4 words that ask, 3 keys; a picture of rows, one of lines; `drawn` is what was asked for."""
    drawn = []

    def draw(asks):
        drawn.append(asks)
        panel = Panel(np.eye(4)[:, :3], rows=WORDS, links=("query", "key"))
        lines = LinesFrame(WORDS, np.full((2, 4, 4), 0.25), ("head 1", "head 2"), selected=(asks,))
        return MatrixFrame([panel], selected=(0, asks, -1)), lines

    asks = ipywidgets.SelectionSlider(
        options=[(word, at) for at, word in enumerate(WORDS)], value=2, description="asks"
    )
    return Explorer(draw, {"asks": asks}, linked=True), drawn


def test_a_word_chosen_in_one_picture_moves_the_control_once_and_is_chosen_in_the_other(linked):
    explorer, drawn = linked
    rows, lines = explorer.views
    rows.selected = [0, 3, 1]
    assert explorer.controls["asks"].label == "wide" and lines.selected == [3] and rows.selected == [0, 3, 1]
    lines.selected = [0]
    assert explorer.state == {"asks": 0} and rows.selected == [0, 0, -1] and drawn == [2, 3, 0]
    rows.selected = [0, -1, 2]  # a key: nobody else asks
    lines.selected = []
    assert explorer.state == {"asks": 0} and drawn == [2, 3, 0]


def test_the_control_chooses_in_all_pictures_and_reset_in_all_again(linked):
    explorer, drawn = linked
    explorer.controls["asks"].value = 1
    assert [view.selected for view in explorer.views] == [[0, 1, -1], [1]] and drawn == [2, 1]
    explorer.views[1].selected, explorer.views[1].shown = [], [0]
    explorer.reset()
    assert [view.selected for view in explorer.views] == [[0, 2, -1], [2]] and explorer.views[1].shown == [
        0,
        1,
    ]


def test_only_linked_pictures_stand_in_a_box_of_their_own(linked, explorer):
    assert "hv-linked" in linked[0]._dom_classes and list(linked[0].children[-1].children) == linked[0].views
    assert "hv-linked" not in explorer._dom_classes and explorer.children[-1] is explorer.views[0]


def test_controls_stand_in_the_rows_that_are_asked_for_and_some_frames_stand_for_all(explorer):
    note, frames = ipywidgets.Label("a note"), [draw(4, 0), draw(6, 0)]
    rows = [["shift", note], ["reset", "size", "projector"]]
    other = Explorer(lambda **state: tuple(frames), explorer.controls, still=[1], rows=rows)
    size, shift = (explorer.controls[name] for name in ("size", "shift"))
    first, second, message = other.children[1].children
    assert first.children == (shift, note) and message is other.message
    assert second.children == (other.reset_button, size, other.projector_switch)
    assert "size 6" in other.still.alt and "size 4" not in other.still.alt


@pytest.mark.parametrize(
    "row", [["size", "shift", "reset"], ["size", "shift", "reset", "projector", "Size"], ["size"] * 4]
)
def test_rows_that_lose_a_control_or_name_another_are_refused(explorer, row):
    with pytest.raises(
        ValueError, match="rows must name each of size, shift, reset, projector once: got size"
    ):
        Explorer(draw, explorer.controls, rows=[row])


@pytest.fixture
def tabbed():
    """Three linked pictures, of which one tab shows the first, another the other two."""

    def draw(asks):
        panel = Panel(np.eye(4), rows=WORDS, links=("query", "key"))
        return tuple(MatrixFrame([panel], title=name, selected=(0, asks, -1)) for name in "abc")

    asks = ipywidgets.SelectionSlider(
        options=[(word, at) for at, word in enumerate(WORDS)], value=2, description="asks"
    )
    return Explorer(draw, {"asks": asks}, linked=True, tabs={"one": (0,), "two": (1, 2)})


def shown_places(explorer):
    return [place for place, view in enumerate(explorer.views) if view.layout.display != "none"]


def test_one_tab_is_shown_at_a_time_and_what_is_chosen_stays_chosen_in_the_next(tabbed):
    assert shown_places(tabbed) == [0]
    tabbed.views[0].selected = [0, 3, 1]
    tabbed.controls["show"].label = "two"
    assert shown_places(tabbed) == [1, 2] and tabbed.state["asks"] == 3
    assert [view.query for view in tabbed.views] == [3, 3, 3]
    tabbed.controls["show"].label = "all"
    assert shown_places(tabbed) == [0, 1, 2]
    tabbed.reset()
    assert shown_places(tabbed) == [0] and tabbed.state["asks"] == 2


def test_a_fold_hides_its_rows_says_how_many_are_changed_and_stays_open_in_the_session(explorer):
    def made():
        return Explorer(draw, explorer.controls, folded={"a seldom one": [["shift"]]})

    first = made()
    fold, (plain, inside, _) = first.folds["a seldom one"], first.children[1].children
    assert first.controls["shift"] not in plain.children and plain.children[-1] is fold
    assert inside.children == (first.controls["shift"],) and inside.layout.display == "none"
    first.controls["shift"].value = 0.25
    assert fold.description == "a seldom one (1 changed)" and first.frames[0].panels[0].values[0, 0] == 0.75
    first.reset()
    assert fold.description == "a seldom one"
    fold.value = True
    assert inside.layout.display == "" and made().folds["a seldom one"].value is True
    fold.value = False
    assert inside.layout.display == "none" and made().folds["a seldom one"].value is False


def test_a_control_both_in_a_row_and_in_a_fold_is_refused(explorer):
    rows, folded = [["size", "shift", "reset", "projector"]], {"more": [["shift"]]}
    with pytest.raises(ValueError, match="rows must name each of .* once: got size, shift, .*, shift"):
        Explorer(draw, explorer.controls, rows=rows, folded=folded)


def test_where_nobody_is_there_to_move_it_there_is_a_still_picture_with_alt_text(explorer):
    explorer.controls["size"].value = 2
    data, metadata = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" not in data
    assert data["image/png"] and metadata["image/png"]["alt"] == data["text/plain"]
    assert "size 5" in data["text/plain"]  # its first frame


def test_colab_is_told_what_shows_an_explorer_and_a_card(explorer, monkeypatch):
    """Colab looks at the outermost widget only, one of ipywidgets, and would not fetch what draws ours."""
    live, card = "application/vnd.jupyter.widget-view+json", predict("what-moves")
    picture = pictures.draw(*explorer.frames, *explorer.frames)
    monkeypatch.setenv(shown.NAME, "live")
    assert live not in explorer._repr_mimebundle_()[1] and live not in card._repr_mimebundle_()[1]
    colab = types.ModuleType("google.colab.output")  # as much of it as anywidget asks for
    colab._widgets = types.SimpleNamespace(_installed_url="an address")
    colab.enable_custom_widget_manager = lambda: None
    monkeypatch.setitem(sys.modules, "google.colab.output", colab)
    for shows in (explorer, card, picture):
        data, metadata = shows._repr_mimebundle_()
        assert live in data
        assert metadata[live] == {"colab": {"custom_widget_manager": {"url": "an address"}}}


def title_size(picture):
    (title,) = [part for part in picture.figure.findobj(Text) if part.get_text() == "size 5"]
    return title.get_fontsize()


@pytest.fixture
def switch(explorer):
    yield explorer.projector_switch
    style.projector(False)


def test_one_switch_makes_every_living_explorer_card_and_view_larger_and_the_stills_drawn_then(
    explorer, linked, switch
):
    other, _ = linked
    boxes = [explorer, other, predict("what-moves"), compare("who-is-it-tired", "animal")]
    views = [*explorer.views, *other.views, view_of(explorer.frames[0])]

    def are_large():
        return {"hv-projector" in box._dom_classes for box in boxes} | {view.scale == 1.6 for view in views}

    assert other.projector_switch is switch and are_large() == {False}
    small = title_size(pictures.draw(*explorer.frames))
    switch.value = True
    assert are_large() == {True} and style.scale() == 1.6
    assert title_size(pictures.draw(*explorer.frames)) == pytest.approx(1.6 * small)
    assert (
        "hv-projector" in Explorer(draw, explorer.controls)._dom_classes
        and "hv-projector" in predict("what-moves")._dom_classes
    )
    switch.value = False
    assert are_large() == {False} and style.scale() == 1


def test_the_switch_moves_when_code_asks_for_the_projector_and_says_its_state(explorer, switch):
    words, told = (switch.icon, switch.tooltip), []
    style.follow_scale(explorer.message, told.append)
    assert switch.value is False and switch in explorer.children[1].children[0].children
    style.projector()
    assert switch.value is True and explorer.views[0].scale == 1.6
    assert switch.icon != words[0] and switch.tooltip != words[1]
    assert len(told) == 2  # at once, and once more


def test_a_new_explorer_has_a_switch_that_works_after_all_widgets_were_closed(explorer, switch):
    switch.close()
    new = Explorer(draw, explorer.controls)
    assert new.projector_switch is not switch
    new.projector_switch.value = True
    assert new.views[0].scale == 1.6
