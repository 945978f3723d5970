import numpy as np

from helpers.attention import self_attention
from helpers.lessons.learning import game, records
from tests.sentences import SENTENCES


def test_each_card_asks_one_card_and_should_get_what_that_one_holds():
    x, right, target = game.deal(np.random.default_rng(1), 50)
    own, asked, held = np.split(x, [6, 12], axis=-1)
    assert (own.sum(axis=1) == 1).all() and (asked.sum(axis=2) == 1).all()  # each name once, one is asked
    for number in range(50):
        for card in range(6):
            (place,) = np.flatnonzero((own[number] == asked[number, card]).all(axis=1))
            assert right[number, card].argmax() == place and right[number, card].sum() == 1
            assert np.array_equal(target[number, card], held[number, place])


def test_one_round_alone_has_no_axis_of_rounds_and_is_the_first_of_many():
    one = game.deal(np.random.default_rng(3))
    many = game.deal(np.random.default_rng(3), 1)
    assert all(np.array_equal(alone, part[0]) for alone, part in zip(one, many, strict=True))


def test_the_gradients_are_those_found_by_nudging_each_number_both_ways():
    x, _, target = game.deal(np.random.default_rng(2), 4)
    W = game.random_start(0.7)

    def loss_of(W):
        return np.mean((self_attention(x, *W.values()).context - target) ** 2)

    loss, slopes = game.gradients(W, x, target)
    assert np.isclose(loss, loss_of(W))
    for name, one in W.items():
        for place in np.ndindex(one.shape):
            up, down = (loss_of(game.nudged(W, name, place, by)) for by in (1e-5, -1e-5))
            assert np.isclose(slopes[name][place], (up - down) / 2e-5, atol=1e-8), (name, place)


def test_one_round_gives_the_gradients_of_that_round():
    x, _, target = game.deal(np.random.default_rng(2))
    W = game.random_start()
    alone, among = game.gradients(W, x, target), game.gradients(W, x[None], target[None])
    assert alone[0] == among[0] and all(np.allclose(alone[1][name], among[1][name]) for name in W)


def test_a_trained_layer_plays_fresh_rounds():
    W, rng = game.random_start(), np.random.default_rng(9)
    losses = game.train(W, rng, 3000)
    assert 500 < game.first_below(losses) < 2000
    hits, loss = game.plays(W, *game.deal(rng, 200))
    assert hits > 0.99 and loss < 0.05


def test_a_head_is_sharp_where_both_rows_are_and_right_where_both_nouns_get_most(model):
    sharp, right = records.sharp_and_right(model, SENTENCES)
    for found, rule in ((sharp, "sharp"), (right, "right")):
        for number in range(found.number + 1):
            rows = [model.training[name][number, 1, 0, 9].astype(float) for name in ("tired", "wide")]
            ok = {"sharp": min(map(max, rows)) > 0.9, "right": [row.argmax() for row in rows] == [1, 7]}
            assert ok[rule] == (number == found.number)
    assert str(sharp).startswith(f"step {sharp.step}: tired → ")


def test_a_head_that_never_is_right_has_no_such_moment(model):
    found = [records.sharp_and_right(model, SENTENCES, head, layer=1)[1] for head in range(1, 9)]
    assert None in found


def test_larger_queries_and_keys_shorten_the_wait_and_right_values_hardly_do():
    def passes(n_steps=1500, **changed):
        return game.first_below(game.train(game.random_start() | changed, np.random.default_rng(9), n_steps))

    start, right_values = game.random_start(), np.vstack([np.zeros((12, 3)), np.eye(3)])
    as_it_was = passes()
    assert 0.85 * as_it_was < passes(value=right_values) <= as_it_was
    assert passes(query=3 * start["query"], key=3 * start["key"]) < 0.7 * as_it_was
