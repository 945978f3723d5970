import numpy as np
import pytest

from helpers import frames
from tests.sentences import SENTENCES, TIRED

IT, ANIMAL, STREET = 9, 1, 7

# Three cards, two numbers held: C asks A, A asks A, B asks C.
X = np.array(
    [
        [0, 0, 1, 1, 0, 0, 0.5, -1.0],
        [1, 0, 0, 1, 0, 0, 2.0, 0.0],
        [0, 1, 0, 0, 0, 1, -0.5, 1.5],
    ]
)
RIGHT = np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0]], bool)


def test_cards_say_who_they_are_whom_they_ask_and_what_they_hold():
    x, right = frames.cards(X, RIGHT).panels
    assert x.rows == ("C asks A", "A asks A", "B asks C") and right.columns == ("C", "A", "B")
    assert x.columns == ("is A", "is B", "is C", "asks A", "asks B", "asks C", "holds 1", "holds 2")
    assert (x.values == X).all() and (right.values == RIGHT).all() and x.role == "embedding"


def test_the_layer_shows_its_map_and_what_it_makes_of_what_cards_hold():
    weights = np.array([[0.2, 0.5, 0.3], [0.1, 0.8, 0.1], [0.2, 0.4, 0.4]])
    W_value = np.arange(24).reshape(8, 3) / 10
    frame = frames.layer_learned(X, RIGHT, weights, W_value, 7)
    now, right, value = frame.panels
    assert (now.values == weights).all() and (right.values == RIGHT).all()
    assert np.allclose(value.values, W_value[6:]) and value.rows == ("holds 1", "holds 2")
    assert "After 7 steps: 0.50 of the weight" in frame.title and frame.badge == "trained"
    assert frames.layer_learned(X, RIGHT, weights, W_value).badge == "random"


def test_the_loss_so_far_is_drawn_and_one_step_marked():
    curve, mark = frames.losses([3.0, 2.0, 1.5], 1, 10).plots[0].series
    assert curve.y.tolist() == [3, 2, 1.5] and (mark.x, mark.y) == ([1], [2])
    assert frames.losses([3.0, 2.0], 10).plots[0].series[1].x == [1]  # after the last step: the last loss
    assert frames.losses([3.0, 2.0], 10).title == "Step 1: loss 2.000"
    live = frames.losses([3.0, 2.0], n_steps=10)
    assert live.title == "The loss so far" and live.plots[0].series[1].y == [2]
    assert len(frames.losses([], n_steps=10).plots[0].series) == 1


def test_matching_is_the_part_of_a_score_that_two_entries_bring():
    rng = np.random.default_rng(1)
    W_query, W_key = rng.normal(size=(2, 8, 4))
    (table,) = frames.matching(W_query, W_key, 3).panels
    score = (X[0] @ W_query) @ (X[2] @ W_key) / 2
    added = sum(X[0, i] * X[2, j] * table.values[i, j] for i in range(8) for j in range(8))
    assert np.isclose(score, added)


@pytest.mark.parametrize("layer, head, moment", [(1, 7, 4), (2, 3, 24)])
def test_a_checkpoint_is_what_was_recorded(model, layer, head, moment):
    frame = frames.checkpoint(model, SENTENCES, moment, layer, head)
    for panel, name in zip(frame.panels, SENTENCES, strict=True):
        assert np.array_equal(panel.values, model.training[name][moment, layer - 1, head - 1].astype(float))
        assert panel.rows == tuple(model.tokens(SENTENCES[name]))
    assert frame.selected == (0, IT, -1) and f"Step {model.training['steps'][moment]}," in frame.title


def test_the_last_checkpoint_is_the_model_itself(model):
    panels = frames.checkpoint(model, SENTENCES, 24).panels
    for panel, sentence in zip(panels, SENTENCES.values(), strict=True):
        assert np.allclose(panel.values, model.attention(sentence)[1, 0], atol=0.01)


def test_what_notebook_9_says_about_the_training(model):
    training = model.training
    tired, wide = (training[name][:, 1, 0, IT].astype(float) for name in ("tired", "wide"))
    assert training["tired"][0].max() < 0.2  # it starts nearly even
    sharp = (np.minimum(tired.max(axis=1), wide.max(axis=1)) > 0.9).argmax()
    word = tired[sharp].argmax()
    assert word == wide[sharp].argmax() and model.tokens(TIRED)[word].lower() not in model.nouns
    later = ((tired[:, ANIMAL] > 0.9) & (wide[:, ANIMAL] > 0.9)).argmax()  # animal in both sentences …
    after = ((tired[:, ANIMAL] > tired[:, STREET]) & (wide[:, STREET] > wide[:, ANIMAL])).argmax()
    assert 0 < sharp < later < after and tired[later:after].max(axis=1).min() < 0.9  # … then less sharp
    before = np.flatnonzero(training["steps"] <= 0.4 * training["steps"][-1])[-1]
    assert training["loss"][before + 1] > 1.3 * training["loss"][before]  # the jump
    assert training["head_right"][before] > 0.9 and training["accuracy"][before] < 0.05


def test_looks_and_answers_are_those_recorded(model):
    looks, answers, border = frames.looks_and_answers(model).plots[0].series
    assert np.allclose(looks.y, model.training["head_right"]) and np.allclose(
        answers.y, model.training["accuracy"]
    )
    assert border.x.tolist() == [1800, 1800]
    curve, mark = frames.training_loss(model, 3).plots[0].series
    assert np.allclose(curve.y, model.training["loss"]) and mark.x == [model.training["steps"][3]]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda model: frames.cards(X[:, :6], RIGHT), r"\(3, 6\)"),
        (lambda model: frames.layer_learned(X, RIGHT, np.ones((2, 3)), np.ones((8, 2))), r"weights \(2, 3\)"),
        (lambda model: frames.matching(np.ones((8, 4)), np.ones((8, 3)), 3), r"\(8, 3\)"),
        (lambda model: frames.checkpoint(model, SENTENCES, 25), "There is no moment 25"),
        (lambda model: frames.checkpoint(model, SENTENCES, 0, 3), "There is no layer 3"),
        (lambda model: frames.checkpoint(model, SENTENCES, 0, 2, 9), "There is no head 9"),
    ],
)
def test_what_is_not_there_is_said(model, call, message):
    with pytest.raises(ValueError, match=message):
        call(model)


def test_a_finished_curve_says_where_it_waits_and_where_it_falls_fastest():
    rng = np.random.default_rng(3)
    curve = np.r_[np.linspace(1, 0.8, 100), np.full(900, 0.8), np.linspace(0.8, 0.1, 300), np.full(700, 0.1)]
    noisy = curve + 0.02 * rng.standard_normal(curve.size)
    waits, falls = frames.losses(noisy, 600, n_steps=curve.size).plots[0].notes
    assert "waits near 0.8" in waits.text and waits.at[1] == pytest.approx(0.8, abs=0.02)
    assert 200 < waits.at[0] < 1000 and 1000 <= falls.at[0] <= 1300 and "falls fastest" in falls.text
    assert frames.losses(noisy[:1500], n_steps=curve.size).plots[0].notes == ()  # it is not finished
    assert frames.losses(np.linspace(1, 0, 2000), n_steps=2000).plots[0].notes == ()  # it does not wait
    assert frames.losses(np.full(2000, 0.5), n_steps=2000).plots[0].notes == ()  # it never falls
    assert frames.losses([1, 0.5], n_steps=2).plots[0].notes == ()


def test_the_moments_of_the_real_training_stand_on_its_curve(model):
    plot = frames.training_loss(model, 3).plots[0]
    steps, loss = plot.series[0].x.tolist(), plot.series[0].y
    first = {}
    for moment, step in enumerate(model.training["steps"]):
        rows = [model.training[name][moment, 1, 0, 9] for name in ("tired", "wide")]
        if all(row.max() > 0.9 for row in rows):
            first.setdefault("sharp", step)
        if rows[0].argmax() == 1 and rows[1].argmax() == 7:
            first.setdefault("right", step)
    told = {note.text: note.at for note in plot.notes}
    assert told == {
        f"head 1 first {what}: step {step}": (step, loss[steps.index(step)]) for what, step in first.items()
    }
    assert len(told) == 2


def test_a_round_shows_what_the_first_card_should_get():
    x, _ = frames.cards(X, RIGHT).panels
    assert x.marked == ((1, 6), (1, 7))  # C asks A, which lies second
    (note,) = x.notes
    assert note.text == "C asks A: its target is what A holds" and note.at == (1, 6)


def test_the_right_cells_are_outlined_and_what_is_handed_over_is_said():
    weights, W_value = np.full((3, 3), 1 / 3), np.arange(16).reshape(8, 2) / 10
    frame = frames.layer_learned(X, RIGHT, weights, W_value)
    now, _, value = frame.panels
    assert now.marked == ((0, 1), (1, 1), (2, 0)) and value.marked == ((0, 0), (1, 1))
    assert frame.title.endswith("1.35 times what it holds is handed over")  # the mean of 1.2 and 1.5


def test_a_moment_of_the_training_outlines_the_right_noun_in_both_sentences(model):
    for panel, noun, place in zip(
        frames.checkpoint(model, SENTENCES, 8).panels, ("animal", "street"), (ANIMAL, STREET), strict=True
    ):
        assert panel.marked == ((IT, place),) and panel.notes[0].at == (IT, place)
        assert panel.notes[0].text == f"right: {noun}, {panel.values[IT, place]:.2f}"
    other = frames.checkpoint(model, {"tired": SENTENCES["tired"]}, 8).panels[0]
    assert other.marked == ((IT, ANIMAL),)


def test_trainings_are_compared_by_when_they_come_below_a_border():
    fast, slow = np.repeat([0.9, 0.1], (100, 300)), np.repeat([0.9, 0.1], (300, 100))
    plot = frames.trials({"slow": slow, "never": np.full(400, 0.8), "fast": fast}).plots[0]
    assert [series.label for series in plot.series] == ["slow", "never", "fast", "a loss of 0.4"]
    assert plot.series[0].y[[0, -1]] == pytest.approx([0.9, 0.1]) and plot.series[0].x[0] == 25
    assert [note.text for note in plot.notes] == [
        "slow: below 0.4 at step 300",
        "fast: below 0.4 at step 100",
    ]
    assert "never: never below 0.4" in frames.trials({"never": np.full(400, 0.8)}).alt


def test_looking_and_answering_are_compared_where_the_first_part_ends(model):
    looks, answers = frames.looks_and_answers(model).plots[0].notes
    assert looks.at[0] == answers.at[0] <= 0.4 * model.training["steps"][-1]
    assert looks.text.endswith(f"looks rightly in {looks.at[1]:.0%}")
    assert answers.text.endswith(f"right answers {answers.at[1]:.0%}")
