import numpy as np
import pytest

from helpers import frames
from helpers.lessons.writing import measured
from helpers.lessons.writing.measured import (
    ANY,
    COPIES,
    MARKS,
    PATTERNS,
    PREVIOUS,
    Measured,
    accepted,
    losses,
)
from tests.models.made_writer import STORY, make_writer

BEGINNING = "On a windy hill lived Pip, a greedy hen."


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A writer of random numbers, no two of whose sizes are alike."""
    return make_writer(tmp_path_factory.mktemp("writing") / "writer")


def shares_of(writer, tokens, place):
    """The probabilities after a place, as the writer says them of a beginning that ends there."""
    told = writer.next_words(tokens[: place + 1])
    return np.array([told[word] for word in writer.words])


def test_the_bars_are_the_writers_and_the_grammars_probabilities(writer):
    (plot,) = frames.next_words(writer, BEGINNING).plots
    ours, true = plot.series
    names = [text for _, text in plot.x_ticks]
    told, known = writer.next_words(BEGINNING), writer.grammar.next_words(writer.tokens(BEGINNING))
    assert np.allclose(ours.y, [told[name] for name in names], atol=1e-6)
    assert np.allclose(true.y, [known.get(name, 0) for name in names])
    assert set(known) <= set(names) and np.isclose(true.y.sum(), 1)
    assert (np.diff(ours.y) <= 0).all() and (ours.label, true.label) == ("writer", "grammar")


@pytest.mark.parametrize("temperature", [0.2, 1.0, 3.0])
@pytest.mark.parametrize("top_k", [None, 2])
def test_temperature_and_top_k_change_the_writers_bars_alone_and_not_their_order(small, temperature, top_k):
    tokens, place = STORY[:5], 4
    plain, changed = (frames.next_words(small, tokens, *how).plots[0] for how in ((), (temperature, top_k)))
    assert plain.x_ticks == changed.x_ticks and np.array_equal(plain.series[1].y, changed.series[1].y)
    p = shares_of(small, tokens, place).astype(float)
    raised = p ** (1 / temperature)
    if top_k:
        raised[p < np.sort(p)[-top_k]] = 0
    raised /= raised.sum()
    names = {"end": small.END}  # signs are shown without their brackets
    rows = [small.row[names.get(text, text)] for _, text in plain.x_ticks]
    assert np.allclose(changed.series[0].y, raised[rows], atol=1e-5)
    assert (np.diff(changed.series[0].y) <= 0).all()


def test_a_place_in_a_text_is_the_end_of_the_text_up_to_there(small):
    whole, cut = frames.next_words(small, STORY, place=4), frames.next_words(small, STORY[:5])
    assert np.allclose(whole.plots[0].series[0].y, cut.plots[0].series[0].y, atol=1e-5)
    assert whole.title == cut.title
    drawn = frames.next_words(small, STORY, place=4, drawn="said").plots[0].note
    assert drawn.endswith("Drawn: “said”.")


def test_where_no_story_begins_so_only_the_writer_has_bars_and_it_is_said(writer):
    (plot,) = frames.next_words(writer, "hen hen").plots
    assert [series.label for series in plot.series] == ["writer"] and "No story begins so" in plot.note


def test_each_word_looks_back_alone_and_what_is_forbidden_is_marked(small):
    frame = frames.looks_back(small, STORY[:6], layer=2)
    weights = small.run(STORY[:6]).attention[1]
    later = [(row, column) for row in range(6) for column in range(row + 1, 6)]
    assert len(frame.panels) == 3
    for head, panel in enumerate(frame.panels):
        assert np.allclose(panel.values, weights[head]) and sorted(panel.marked) == later
        assert all(panel.values[cell] == 0 for cell in later) and panel.values[0, 0] == 1


def test_the_newest_word_looks_as_it_did_when_it_was_written(small):
    heads, lines = frames.newest_word(small, STORY, layer=2, place=6, head=3)
    rows = small.begin(STORY[:7]).weights
    assert rows.shape == (2, 3, 7) and np.allclose(heads.panels[0].values, rows.reshape(6, 7), atol=1e-5)
    assert np.allclose(lines.weights[:, 0], rows[1], atol=1e-5) and lines.shown == (2,)
    assert lines.tokens == (STORY[6],) and lines.keys == ("start", *STORY[1:7])
    assert heads.panels[0].rows[4] == "layer 2, head 2"


def test_surprise_is_minus_the_logarithm_of_what_came(writer):
    tokens = writer.stories[0]["tokens"]
    frame = frames.surprise(writer, tokens, 3, 9)
    ours, anyone = frame.plots[0].series
    for place, one, least in zip(range(3, 10), ours.y, anyone.y, strict=True):
        came = tokens[place + 1]
        assert np.isclose(one, -np.log(writer.next_words(tokens[: place + 1])[came]), atol=1e-4)
        assert np.isclose(least, -np.log(writer.grammar.next_words(tokens[: place + 1])[came]))
    assert [text for _, text in frame.plots[0].x_ticks] == tokens[4:11]


def test_what_is_no_story_and_places_that_are_not_there_are_refused(writer):
    with pytest.raises(ValueError, match="tells no such story"):
        frames.surprise(writer, "hen hen")
    for places in ((5, 5), (-1, 4), (0, 400)):
        with pytest.raises(ValueError, match="There are places 0 to"):
            frames.surprise(writer, writer.stories[0]["tokens"], *places)
    with pytest.raises(ValueError, match="no word 99"):
        frames.next_words(writer, BEGINNING, place=98)
    with pytest.raises(ValueError, match="layer"):
        frames.looks_back(writer, BEGINNING, layer=3)
    with pytest.raises(ValueError, match="does not know the word 'xylophone'"):
        frames.newest_word(writer, "Once there was a xylophone")


def test_the_work_is_counted_word_for_word(small):
    anew, kept = frames.kept_or_anew(small, 9).plots[0].series
    assert np.allclose(anew.y * 1e6, [small.multiplications(n, kept=False) for n in range(1, 10)])
    assert np.allclose(kept.y * 1e6, [small.multiplications(n, kept=True) for n in range(1, 10)])
    assert anew.y[0] == kept.y[0] and (anew.y[1:] > kept.y[1:]).all()
    with pytest.raises(ValueError, match="2 to 13 tokens"):
        frames.kept_or_anew(small, 14)


@pytest.fixture(scope="module")
def heads(writer):
    return Measured(writer, writer.stories[:6])


def test_shares_are_means_of_weights_where_the_coming_word_stands(writer, heads):
    share, equal = {name: [] for name in MARKS}, {name: [] for name in MARKS}
    for story in writer.stories[:6]:
        weights = writer.run(story["tokens"]).attention
        for name, mark in MARKS.items():
            for place, earlier in story[mark]:
                came = story["tokens"][place + 1]
                assert story["tokens"][earlier] == came
                there = [at for at in range(place + 1) if story["tokens"][at] == came]
                share[name].append(sum(weights[:, :, place, at] for at in there))
                equal[name].append(len(there) / (place + 1))
    for name in MARKS:
        assert np.allclose(heads.share[name], np.mean(share[name], axis=0), atol=1e-5), name
        assert np.isclose(heads.chance[name], np.mean(equal[name])) and heads.cases[name] == len(share[name])
    assert (heads.share[PREVIOUS] <= 1).all() and set(heads.share) == set(PATTERNS)


def test_what_is_lost_is_how_much_the_loss_rises_without_a_head(writer, heads):
    def loss(mark, without):
        found = []
        for story in writer.stories[:6]:
            tokens = story["tokens"]
            shares = writer.shares(tokens, without)
            places = range(len(tokens) - 1) if mark is None else [place for place, _ in story[mark]]
            found += [-np.log(shares[place, writer.row[tokens[place + 1]]]) for place in places]
        return np.mean(found)

    for name, mark in ((ANY, None), *MARKS.items()):
        assert np.isclose(heads.lost[name][0, 2], loss(mark, [(1, 3)]) - loss(mark, []), atol=1e-4), name
    assert np.array_equal(heads.lost[PREVIOUS], heads.lost[COPIES])


def test_the_picture_of_heads_holds_what_was_measured_and_marks_the_most(heads):
    share, lost = frames.head_work(heads).panels
    for at, name in enumerate(PATTERNS):
        assert np.array_equal(share.values[:-1, at], heads.share[name].ravel())
        assert share.values[-1, at] == heads.chance[name]
        layer, head = heads.best(name)
        assert share.rows[share.marked[at][0]] == f"layer {layer}, head {head}"
    for at, name in enumerate((ANY, *MARKS)):
        assert np.array_equal(lost.values[:, at], heads.lost[name].ravel())


def test_found_is_what_has_half_of_the_weight_and_is_missed(heads, monkeypatch):
    for has, costs, told in ((0.6, 0.2, True), (0.4, 0.2, False), (0.6, 0.05, False)):
        share, lost = np.zeros((2, 6)), np.zeros((2, 6))
        share[1, 3], lost[1, 3] = has, costs
        monkeypatch.setitem(heads.share, COPIES, share)
        monkeypatch.setitem(heads.lost, COPIES, lost)
        assert heads.best(COPIES) == (2, 4) and heads.is_found(COPIES) is told
        assert heads.looks()[COPIES][:2] == ["2.4", has]


def test_the_right_word_without_a_head_and_what_is_written_in_its_place(writer, heads):
    for name, mark in MARKS.items():
        whole, looks, without_looks, missed, without_missed = heads.removed()[name]
        for called, place, told in (
            (looks, heads.best(name), without_looks),
            (missed, heads.needed(name), without_missed),
        ):
            assert called == f"{place[0]}.{place[1]}"
            right = []
            for story in heads.stories:
                shares = writer.shares(story["tokens"], [place])
                right += [shares[at, writer.row[story["tokens"][at + 1]]] for at, _ in story[mark]]
            assert np.isclose(told, np.mean(right), atol=1e-4)
        assert np.isclose(whole, heads.right[name]) and 0 <= without_missed <= 1
        for before, written, right in heads.mistakes(name):
            assert written != right and before


def test_mistakes_are_those_of_the_head_that_is_missed(writer, heads):
    name = max(MARKS, key=lambda one: heads.lost[one].max())
    for before, written, right in heads.mistakes(name, most=2):
        story = next(one["tokens"] for one in heads.stories if f"{before} {right}" in " ".join(one["tokens"]))
        at = " ".join(story).index(f"{before} {right}")
        begun = (" ".join(story)[:at] + before).split()
        assert next(iter(writer.next_words(begun, [heads.needed(name)]))) == written


def test_the_mean_loss_is_that_of_the_stories_and_no_model_is_better_than_the_grammar(writer):
    ours, true = losses(writer, 40)
    stories = [story["tokens"] for story in writer.stories[:40]]
    count = sum(len(tokens) - 1 for tokens in stories)
    assert np.isclose(true, -sum(map(writer.grammar.log_probability, stories)) / count)
    assert true - 0.02 < ours


def test_stories_that_keep_the_rules_are_counted(writer):
    kept = [writer.grammar.accepts(writer.write(seed=seed)) for seed in range(4)]
    assert accepted(writer, n_stories=4) == sum(kept)


def test_measuring_is_done_once(writer):
    assert measured.measure(writer, 3) is measured.measure(writer, 3)
