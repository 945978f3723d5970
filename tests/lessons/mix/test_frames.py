import numpy as np
import pytest

from helpers import frames
from helpers.lessons.mix.frames import cosines
from tests.sentences import TIRED as SENTENCE

IT, ANIMAL, STREET, TIRED = 9, 1, 7, 12


@pytest.fixture(scope="module")
def head(model):
    heads = model.run(SENTENCE).layers[1].attention.heads
    return {
        name: getattr(heads, name)[0].astype(float)
        for name in ("query", "key", "value", "weights", "context")
    }


def test_mixing_by_hand():
    value, weighted, z = frames.mix([0.75, 0.25], [[4, 0, 8], [0, 4, 4]], ("a", "b")).panels
    assert weighted.values.tolist() == [[3, 0, 6], [0, 1, 1]] and z.values.tolist() == [[3, 1, 7]]
    assert value.rows == ("a", "b") and weighted.rows == ("0.75 × a", "0.25 × b")
    assert (value.role, weighted.role, z.role) == ("value", "value", "context")


def test_the_whole_way_of_the_published_example():
    score, scaled, weight, value, weighted, z = frames.whole_way(
        [112, 96], [[2, 1, 2], [3, 3, 1]], ("Thinking", "Machines")
    ).panels
    assert scaled.values.tolist() == [[14], [12]] and weight.values.round(2).tolist() == [[0.88], [0.12]]
    assert weighted.values.round(2).tolist() == [[1.76, 0.88, 1.76], [0.36, 0.36, 0.12]]
    assert z.values.round(2).tolist() == [[2.12, 1.24, 1.88]]
    assert z.before.startswith("↓") and [note.text for note in z.notes] == ["1.76 + 0.36"]


def test_the_trained_mix_is_the_models_own_context(model, head):
    panels = frames.mixed(model, SENTENCE, IT).panels
    assert np.allclose(panels[2].values[0], head["context"][IT], atol=1e-4)
    assert np.allclose(panels[1].values, head["weights"][IT][:, None] * head["value"])
    assert panels[0].rows == tuple(model.tokens(SENTENCE))
    assert panels[0].marked == panels[1].marked == ((ANIMAL, -1),)
    assert panels[1].rows[ANIMAL] == f"{head['weights'][IT, ANIMAL]:.2f} × animal"


def test_cosines_by_hand():
    assert np.allclose(
        cosines(np.array([[1.0, 1.0], [-2.0, 0.0], [0.0, 0.0]]), np.array([3.0, 0.0])), [0.5**0.5, -1, 0]
    )


def test_likeness_names_the_word_that_z_is_like():
    frame = frames.likeness(np.eye(3), np.array([0.1, 0.9, 0.1]), ("a", "b", "c"))
    assert "“b”: cosine 0.99" in frame.alt and np.allclose(frame.plots[0].series[0].y.argmax(), 1)
    assert not frame.plots[0].notes
    heard = frames.likeness(np.eye(3), np.array([0.1, 0.9, 0.2]), ("a", "b", "c"), weights=[0.7, 0.2, 0.1])
    assert [(note.at[0], note.text) for note in heard.plots[0].notes] == [
        (1, "weight 0.20"),
        (2, "weight 0.10"),
    ]


def points(frame):
    return {series.label: np.stack([series.x, series.y], axis=1) for series in frame.plots[0].series}


def test_with_all_weight_on_one_word_z_stands_on_its_value_and_equal_weights_put_it_in_the_middle(model):
    for place, corner in ((ANIMAL, 0), (STREET, 1), (TIRED, 2)):
        volumes = {corner: float(corner == place) for corner in (ANIMAL, STREET, TIRED)} | {"rest": 0}
        shown = points(frames.triangle(model, SENTENCE, IT, volumes))
        assert np.allclose(shown["z now"][0], shown["values v"][corner])
    middle = points(frames.triangle(model, SENTENCE, IT, {ANIMAL: 0.2, STREET: 0.2, TIRED: 0.2, "rest": 0}))
    assert np.allclose(middle["z now"][0], middle["values v"].mean(axis=0))


def test_the_plane_keeps_the_true_distances_between_the_three_values(model, head):
    shown = points(frames.triangle(model, SENTENCE, IT, {ANIMAL: 1, STREET: 1, TIRED: 1, "rest": 1}))[
        "values v"
    ]
    true = head["value"][[ANIMAL, STREET, TIRED]]
    for a, b in ((0, 1), (1, 2), (0, 2)):
        assert np.isclose(np.linalg.norm(shown[a] - shown[b]), np.linalg.norm(true[a] - true[b]))


def test_trained_volumes_put_z_where_training_put_it(model, head):
    trained = head["weights"][IT]
    volumes = {corner: trained[corner] for corner in (ANIMAL, STREET, TIRED)}
    frame = frames.triangle(model, SENTENCE, IT, volumes | {"rest": 1 - sum(volumes.values())})
    shown = points(frame)
    assert np.allclose(shown["z now"], shown["z as trained"], atol=1e-5)
    bars = frame.plots[1].series[0].y
    assert np.isclose(bars.sum(), 1) and np.allclose(bars[:3], list(volumes.values()), atol=1e-5)


def test_a_louder_value_moves_z_and_nothing_else(model, head):
    quiet, loud = (frames.louder(model, SENTENCE, IT, ANIMAL, factor).panels for factor in (1, 2))
    assert (quiet[0].values == loud[0].values).all() and (quiet[1].values == loud[1].values).all()
    assert np.allclose(
        loud[4].values - quiet[4].values, head["weights"][IT, ANIMAL] * head["value"][ANIMAL], atol=1e-4
    )
    assert loud[0].marked == loud[1].marked == ((-1, ANIMAL),)
    assert np.allclose(loud[2].values, 2 * head["value"][ANIMAL]) and loud[2].limit == quiet[2].limit
    assert np.allclose(quiet[4].values, quiet[3].values) and np.allclose(
        quiet[1].values[0], head["weights"][IT], atol=1e-5
    )


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda model: frames.mix([0.5, 0.5], [[1, 2, 3]], ("a", "b")), r"weights \(2,\) and value \(1, 3\)"),
        (
            lambda model: frames.triangle(model, SENTENCE, IT, {1: 0, 7: 0, 12: 0, "rest": 0}),
            "At least one volume must be above 0",
        ),
        (lambda model: frames.triangle(model, SENTENCE, IT, {1: -1, 7: 2, 12: 0, "rest": 0}), "none below"),
        (lambda model: frames.triangle(model, SENTENCE, IT, {1: 1, "rest": 0}), "got 2 volumes"),
    ],
)
def test_what_cannot_be_mixed_is_said(model, call, message):
    with pytest.raises(ValueError, match=message):
        call(model)
