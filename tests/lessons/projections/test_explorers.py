import numpy as np

from helpers import explorers
from tests.sentences import TIRED

W = {"query": np.arange(12).reshape(4, 3), "key": np.eye(4, 3), "value": -np.ones((4, 3))}


def shown(explorer):
    return [panel.values for panel in explorer.frames[0].panels]


def test_x_and_one_entry_of_W_move_and_the_result_is_their_product():
    explorer = explorers.explore_small_projection([1, 0, 2, 1], W["query"], W["key"], W["value"], "it")
    assert shown(explorer)[2].tolist() == [[0 + 12 + 9, 1 + 14 + 10, 2 + 16 + 11]]
    explorer.set(x2=3, row=4, column=1, add=-2)
    changed = W["query"].copy()
    changed[3, 0] -= 2
    assert shown(explorer)[0].tolist() == [[1, 3, 2, 1]] and (shown(explorer)[1] == changed).all()
    assert shown(explorer)[2].tolist() == ([1, 3, 2, 1] @ changed)[None].tolist()
    explorer.set(role="value")
    assert shown(explorer)[2].tolist() == [[-1 * 7 + (-2) * 1, -7, -7]]
    assert W["query"][3, 0] == 9  # what the notebook gave is not written to
    explorer.reset()
    assert shown(explorer)[2].tolist() == [[21, 25, 29]]


def test_every_word_and_head_shows_its_own_query(model):
    explorer = explorers.explore_vectors(model, TIRED, 9)
    for word, head in ((1, 1), (13, 8)):
        explorer.set(word=word, head=head)
        expected = model.run(TIRED).layers[1].attention.heads.query[head - 1, word]
        assert np.allclose(shown(explorer)[1][0], expected)
