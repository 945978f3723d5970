"""The writer against the same maths by hand and against torch; kept keys and values; writing; bad input."""

import json
import shutil

import numpy as np
import pytest

from helpers import models
from tests.effort import calls
from tests.models.made_writer import STORY, WORDS, ByHand, make_writer

HEADS = [(layer, head) for layer in (1, 2) for head in (1, 2, 3)]


@pytest.fixture(scope="module", params=[("gelu_tanh", True), ("relu", False)], ids=["biases", "plain"])
def made(request, tmp_path_factory):
    """A writer of random numbers."""
    return make_writer(tmp_path_factory.mktemp("made") / "writer", *request.param)


# ---- the maths


@pytest.mark.parametrize("removed", [[], [(1, 3)], [(2, 1), (1, 2)], HEADS], ids=str)
def test_every_step_is_what_it_is_by_hand(made, removed):
    tokens = STORY[:9]
    entering, layers = ByHand(made, removed).run(tokens)
    steps = made.run(tokens, removed)
    assert steps.tokens == tokens and steps.embedding.dtype == steps.layers[1].output.dtype == np.float32
    assert np.allclose(steps.embedding, entering, atol=1e-6)
    for step, (weights, rows) in zip(steps.layers, layers, strict=True):
        assert step.attention.heads.weights.shape == (3, 9, 9)
        assert np.allclose(step.attention.heads.weights, weights, atol=1e-5)
        assert np.allclose(step.output, rows, rtol=1e-4, atol=1e-4)
    assert made.attention(tokens).shape == (2, 3, 9, 9)


def test_scores_and_shares_are_what_they_are_by_hand_and_the_start_never_comes_next(made):
    by_hand = ByHand(made)
    rows = by_hand.run(STORY)[1][-1][1]
    scores = made.scores(made.run(STORY).layers[-1].output)
    shares, expected = made.shares(STORY), np.array([by_hand.scores(row) for row in rows])
    assert scores.shape == shares.shape == (13, 15)
    assert np.allclose(scores[:, 1:], expected[:, 1:], rtol=1e-4, atol=1e-3)
    expected = np.exp(expected[:, 1:] - expected[:, 1:].max(-1, keepdims=True))
    assert np.allclose(shares[:, 1:], expected / expected.sum(-1, keepdims=True), atol=1e-4)
    assert (scores[:, 0] == -np.inf).all() and (shares[:, 0] == 0).all()
    assert np.allclose(made.scores(made.run(STORY).layers[-1].output[4]), scores[4], atol=1e-4)


def test_no_word_looks_ahead_and_what_comes_later_changes_nothing(made):
    whole = made.run(STORY)
    assert (np.triu(whole.attention, 1) == 0).all() and np.allclose(whole.attention.sum(-1), 1, atol=1e-5)
    other = made.run([*STORY[:6], "hen", "hen", "sang"])
    assert np.allclose(other.layers[1].output[:6], whole.layers[1].output[:6], atol=1e-5)
    assert not np.allclose(other.layers[1].output[6], whole.layers[1].output[6], atol=1e-2)


def test_next_words_are_the_last_row_of_the_shares_in_order(made):
    found, last = made.next_words(STORY[:5]), made.shares(STORY[:8])[4]
    assert set(found) == set(WORDS) and abs(sum(found.values()) - 1) < 1e-5
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(abs(found[word] - last[row]) < 1e-5 for row, word in enumerate(WORDS))
    assert made.next_words(STORY[:5], HEADS) != found


def test_heads_are_removed_as_in_the_course_model_and_one_that_is_not_there_is_said(made):
    for pair in ((3, 1), (1, 4), (0, 1), (1, 2, 3)):
        with pytest.raises(ValueError, match="layers 1 to 2 and heads 1 to 3: got "):
            made.next_words("the", [pair])


# ---- one word at a time


def test_kept_keys_and_values_give_each_step_of_a_story_as_if_all_was_run_again(made):
    assert_kept_is_the_same(made, STORY)


def assert_kept_is_the_same(writer, story):
    writing = writer.begin("")
    for n in range(1, len(story) + 1):
        if n > 1:
            writing = writing.add(story[n - 1])
        steps = writer.run(story[:n])
        assert writing.tokens == story[:n]
        assert np.allclose(writing.weights, steps.attention[:, :, -1], atol=1e-5)
        assert np.allclose(writing.scores, writer.scores(steps.layers[-1].output[-1]), atol=1e-3)
        for kept, whole in zip(writing.steps, steps.layers, strict=True):
            assert np.allclose(kept.attention.heads.value, whole.attention.heads.value, atol=1e-4)
            assert len(kept.output) == 1


def test_a_beginning_is_read_at_once_and_a_writing_never_changes(made):
    begun = made.begin(STORY[:4])
    scores, weights = begun.scores.copy(), begun.weights
    one, other = begun.add("”").add("said"), begun.add("the")
    assert begun.tokens == STORY[:4] and one.tokens == STORY[:6] and other.tokens == [*STORY[:4], "the"]
    assert np.array_equal(begun.scores, scores) and np.array_equal(begun.weights, weights)
    assert begun.weights.shape == (2, 3, 4) and one.weights.shape == (2, 3, 6)
    assert np.allclose(begun.weights, made.attention(STORY[:4])[:, :, -1], atol=1e-5)
    assert np.allclose(one.scores, made.begin(STORY[:6]).scores, atol=1e-3)
    assert begun.next_words == pytest.approx(made.next_words(STORY[:4]), abs=1e-5)
    assert repr(one) == "Writing(6 tokens: '“Mina!” said')"


def test_a_story_that_has_ended_or_fills_the_model_takes_no_word(made):
    ended = made.begin(STORY[:5]).add("<end>")
    full = made.begin(["the"] * 12)
    assert ended.full and full.full and not made.begin(["the"] * 11).full
    for writing in (ended, full):
        with pytest.raises(ValueError, match="^Nothing can be added: the story has ended, or it has 13 tok"):
            writing.add("fox")


@pytest.mark.parametrize("word", ["dog", "the fox", "", "<start>", 3, None])
def test_what_is_no_word_of_the_model_cannot_be_added(made, word):
    with pytest.raises(ValueError, match="does not know|at its beginning alone|list of tokens, each a str"):
        made.begin("the").add(word)


# ---- how much is multiplied


@pytest.mark.parametrize("n_tokens", [1, 2, 6])
def test_multiplications_are_those_that_were_counted_by_hand(made, n_tokens):
    by_hand = ByHand(made)
    rows = by_hand.run(STORY[:n_tokens])[1][-1][1]
    by_hand.scores(rows[-1])
    assert made.multiplications(n_tokens, kept=False) == by_hand.multiplied


class Counting(np.ndarray):
    """An array that counts the multiplications of each product of matrices that it is part of."""

    multiplied = 0

    def __array_ufunc__(self, ufunc, method, *given, out=None, **more):
        given = [plain(one) for one in given]
        if out is not None:
            more["out"] = tuple(plain(one) for one in out)
        made = getattr(ufunc, method)(*given, **more)
        if ufunc is np.matmul:
            Counting.multiplied += made.size * given[0].shape[-1]
        return made.view(Counting) if isinstance(made, np.ndarray) else made


def plain(array):
    return array.view(np.ndarray) if isinstance(array, Counting) else array


def test_multiplications_are_those_that_numpy_does(made, monkeypatch):
    monkeypatch.setattr(np, "asarray", np.asanyarray)  # so that the arrays stay those that count
    join = np.concatenate
    monkeypatch.setattr(np, "concatenate", lambda parts, axis: join(parts, axis).view(Counting))
    monkeypatch.setattr(made, "embedding", made.embedding.view(Counting))
    for n_tokens in (2, 7, 12):
        before = Counting.multiplied
        made.scores(made.run(STORY[:n_tokens]).layers[-1].output[-1])
        assert Counting.multiplied - before == made.multiplications(n_tokens, kept=False)
        earlier, word = made.begin(STORY[: n_tokens - 1]), STORY[n_tokens - 1]
        before = Counting.multiplied
        assert np.isfinite(earlier.add(word).scores[1:]).all()
        assert Counting.multiplied - before == made.multiplications(n_tokens)


def test_with_kept_keys_a_new_word_costs_hardly_more_the_longer_the_text(made):
    kept = [made.multiplications(n) for n in range(1, 14)]
    again = [made.multiplications(n, kept=False) for n in range(1, 14)]
    assert kept[0] == again[0] == made.multiplications(1) and isinstance(kept[0], int)
    assert set(np.diff(kept)) == {2 * 2 * 3 * 4}  # a score and a mixing, in 2 layers of 3 heads of 4
    assert all(len(set(np.diff(again, n=order))) == number for order, number in ((2, 1), (1, 12)))
    for n in (0, 14, -1, 2.0, "2", None):
        with pytest.raises(ValueError, match="n_tokens must be "):
            made.multiplications(n)


# ---- writing


def test_the_same_seed_gives_the_same_story_and_another_one_another(made):
    stories = [made.write("the", seed=seed) for seed in (4, 4, 5, 6, 7)]
    assert stories[0] == stories[1] and len({" ".join(story) for story in stories}) >= 3
    for story in stories:
        assert story[:2] == ["<start>", "the"] and set(story) <= set(WORDS)
        assert len(story) == 13 or story[-1] == "<end>"
        assert "<end>" not in story[:-1] and "<start>" not in story[1:]


def test_near_temperature_0_the_most_probable_word_is_written_and_so_with_top_1(made):
    story = made.write(temperature=1e-9)
    for n in range(1, len(story)):
        assert story[n] == next(iter(made.next_words(story[:n])))
    assert story == made.write("", temperature=1e-9, seed=9) == made.write([], 3.0, top_k=1, seed=8)


def test_with_top_k_only_the_k_best_are_written(made):
    seen = set()
    for seed in range(12):
        story = made.write(temperature=50, top_k=3, seed=seed)
        for n in range(1, len(story)):
            best = list(made.next_words(story[:n]))[:3]
            assert story[n] in best
            seen.add(best.index(story[n]))
    assert seen == {0, 1, 2}


def test_most_counts_all_tokens_and_an_ended_text_stays(made):
    assert len(made.write("the fox", temperature=1e-9, most=4)) <= 4
    assert made.write("the fox", most=2) == ["<start>", "the", "fox"]
    assert made.write(STORY) == STORY
    for most in (0, 14, 2.5, "3"):
        with pytest.raises(ValueError, match="most must be "):
            made.write("the", most=most)
    for more, message in (({"temperature": 0}, "temperature must be"), ({"top_k": 0}, "k, the number of")):
        with pytest.raises(ValueError, match=message):
            made.write("the", **more)


def test_a_story_costs_a_row_for_each_word_and_not_a_run(made, monkeypatch):
    rows = []
    embed = type(made).embed
    monkeypatch.setattr(
        made, "embed", lambda tokens, before=0: rows.append(len(tokens)) or embed(made, tokens, before)
    )
    written = made.write("the fox", temperature=20, seed=2)
    assert rows == [3] + [1] * (len(written) - 4)  # the last word is not read any more


# ---- words in, words out


def test_text_becomes_tokens_with_any_letters_spaces_and_quotation_marks(made):
    for text in (
        "“Mina!” said a fox,",
        ' "MINA !"said  a FOX , ',
        "“ mina !\u200b”\nsaid a fox,",
        STORY[1:9],
    ):
        assert made.tokens(text) == STORY[:9]
    assert made.tokens('"Mina!" "Pip!"') == "<start> “ mina ! ” “ pip ! ”".split()
    assert made.tokens('“Mina!" "the') == "<start> “ mina ! ” “ the".split()
    assert made.tokens(tuple(STORY)) == STORY and made.tokens(["The"]) == ["<start>", "the"]
    for nothing in ("", " \n", [], ["<start>"], "\u200b"):
        assert made.tokens(nothing) == ["<start>"]
        assert made.run(nothing).layers[1].output.shape == (1, 10)


def test_tokens_become_a_text_as_one_reads_it_and_back(made):
    assert made.text(STORY) == "“Mina!” said a fox, a fox."
    assert made.tokens(made.text(STORY)) == STORY[:-1]
    assert made.text("the FOX sang.the") == "The fox sang. The"
    assert made.text([]) == ""


BAD = {
    "a slip": (
        "the foxx sang",
        "does not know the word 'foxx'. The nearest it knows: fox. It knows 8 words: see model.words.$",
    ),
    "another script": ("猫", "does not know the word '猫'. None of its words is near"),
    "look-alike": ("the f\u043ex", r"the word 'f\u043ex' \(\u043e is U\+043E\)"),
    "a sign": ("a fox?", r"does not know the word '\?'"),
    "markup": ("<img src=x onerror=alert(1)>", "does not know the word '<'"),
    "the end, typed": ("the <end>", "does not know the word '<'"),
    "too long": ("the " * 13, "has 13 words and signs; this model reads at most 12. Shorten it."),
    "much too long": ("foxx " * 20_000, "has 20000 words and signs"),
    "the start twice": (["the", "<start>"], "'<start>' at its beginning alone, and '<end>' at its end alone"),
    "after the end": (["the", "<end>", "the"], "'<end>' at its end alone"),
    "not text": (42, "A text is str, or a list of tokens, each a str: got int"),
    "a list of numbers": ([1, 2], "each a str: got list"),
    "nothing": (None, "each a str: got NoneType"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_text_that_cannot_be_read_gets_one_clear_sentence(made, name):
    text, message = BAD[name]
    for act in (made.tokens, made.run, made.next_words, made.shares, made.begin, made.write, made.text):
        with pytest.raises(ValueError, match=message):
            act(text)


def test_what_stands_beside_the_weights_is_read_when_it_is_asked_for(made, tmp_path):
    folder = shutil.copytree(made.folder, tmp_path / "writer")
    for name in ("stories.json", "grammar.toml"):
        (folder / name).unlink()
    writer = type(made)(folder)
    assert writer.next_words("the") == made.next_words("the")
    for part in ("stories", "grammar"):
        with pytest.raises(FileNotFoundError, match="^writer/.* is missing .* Restore it with `git checkout"):
            getattr(writer, part)
    assert made.stories == [{"tokens": STORY}] and made.stories is made.stories
    assert made.grammar.accepts(STORY) and set(made.grammar.words) == set(made.words)
    assert repr(made) == "Writer(15 words, 2 layers, 3 heads, d_model=10, d_k=4)"


# ---- the trained model


@pytest.mark.parametrize("name", ["story", "beginning"])
def test_every_step_equals_torch_with_the_same_weights(writer, name):
    path = writer.folder / "reference.safetensors"
    reference, content = models.read_arrays(path), path.read_bytes()
    about = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
    steps = writer.run(about[name].split())
    mine = {"embedding": steps.embedding}
    for number, layer in enumerate(steps.layers, start=1):
        mine[f"layers.{number}.weights"] = layer.attention.heads.weights
        mine[f"layers.{number}.attention"] = layer.attention.output
        mine[f"layers.{number}.output"] = layer.output
    for part, array in mine.items():
        theirs = reference[f"{name}.{part}"]
        assert array.shape == theirs.shape
        assert np.abs(array - theirs).max() <= 1e-5 * max(1, np.abs(theirs).max()), part
    theirs = reference[f"{name}.shares"].astype(float)
    theirs[:, writer.row[writer.START]] = 0  # torch let it take part; training made it next to nothing
    assert theirs.sum(-1) == pytest.approx(1, abs=1e-3)
    mine = writer.shares(steps.tokens)
    assert np.abs(mine - theirs / theirs.sum(-1, keepdims=True)).max() <= 1e-5


def test_kept_keys_and_values_give_each_step_of_every_tenth_held_out_story(writer):
    for story in writer.stories[:40:10]:
        assert_kept_is_the_same(writer, story["tokens"])


def test_every_held_out_story_is_read_as_it_is_written_and_the_grammar_tells_it(writer):
    assert writer.words == writer.grammar.words and len(writer.stories) >= 100
    for story in writer.stories:
        tokens = story["tokens"]
        assert writer.tokens(writer.text(tokens)) == tokens[:-1] and tokens[-1] == writer.END
    for story in writer.stories[:50]:
        assert writer.grammar.accepts(story["tokens"])


def test_the_loss_that_was_seen_in_training_fell_to_what_it_is_now(writer):
    steps, loss = writer.training["steps"], writer.training["loss"]
    assert len(steps) == len(loss) and (np.diff(steps) > 0).all() and loss[0] > 4 > 1 > loss[-1]
    now = []
    for story in writer.stories[:40]:
        rows = [writer.row[word] for word in story["tokens"][1:]]
        now += list(-np.log(writer.shares(story["tokens"])[np.arange(len(rows)), rows]))
    assert loss[-1] == pytest.approx(np.mean(now), abs=0.03)


def test_most_of_what_it_writes_is_a_story_of_the_grammar(writer):
    stories = [writer.write(seed=seed) for seed in range(20)]
    assert len({" ".join(story) for story in stories}) == 20
    assert sum(story[-1] == "<end>" and writer.grammar.accepts(story) for story in stories) >= 15


def test_a_new_word_is_little_work(writer):
    writing = writer.begin("once there was")
    assert calls(lambda: writing.add("a").scores) <= 1000
    assert calls(lambda: models.Writer(writer.folder)) <= 5000
