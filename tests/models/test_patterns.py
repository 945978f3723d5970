"""The sentences of data/sentences, what is measured over them, what notebook 11 says about the two models."""

import json
import re

import numpy as np
import pytest

from helpers import models
from helpers.models.patterns import Patterns, Places, best_of_coins, patterns_of, sentences
from tests.models.folders import FAMILIES


@pytest.fixture(scope="module")
def patterns():
    return patterns_of(models.load("minilm"))


def of(which):
    return [sentence for sentence in sentences() if sentence["set"] == which]


def test_the_sentences_are_balanced():
    assert {which: len(of(which)) for which in ("gender", "number", "sense", "distance")} == {
        "gender": 32,
        "number": 32,
        "sense": 32,
        "distance": 16,
    }
    assert len({sentence["text"] for sentence in sentences()}) == 112
    typed = {sentence["text"]: models.load("minilm").read(sentence["text"]).typed for sentence in sentences()}
    said = [typed[sentence["text"]][sentence["pronoun"]] for sentence in sentences() if "pronoun" in sentence]
    assert {word: said.count(word) for word in set(said)} == {"he": 16, "she": 16, "they": 16, "it": 48}
    for which in ("gender", "number", "sense"):
        assert sum(sentence["noun"] < sentence["other"] for sentence in of(which)) == 16
    for sentence, other in zip(of("sense")[::2], of("sense")[1::2], strict=True):
        assert (sentence["noun"], sentence["other"]) == (other["other"], other["noun"])


def test_the_places_are_those_of_the_words_in_both_models():
    male = {"boy", "man", "king", "father", "prince", "uncle", "husband", "actor"}
    for sentence in sentences():
        words = [models.load(name).read(sentence["text"]).typed for name in ("minilm", "translator")]
        assert words[0] == words[1]
        for determiner, noun in sentence["determiners"]:
            assert words[0][determiner].lower() in {"the", "a", "every"} and noun > determiner
        assert len(sentence["subjects"]) == 1 and sentence["subjects"][0][0] < sentence["subjects"][0][1]
        if sentence["set"] == "gender":
            assert (words[0][sentence["noun"]] in male) == (words[0][sentence["pronoun"]] == "he")
            assert (words[0][sentence["other"]] in male) == (words[0][sentence["pronoun"]] == "she")


def test_a_share_is_the_mean_weight_of_its_cases(patterns):
    expected = []
    for sentence in of("gender") + of("number"):
        tokens = patterns.model.tokens(sentence["text"])
        words = patterns.model.read(sentence["text"]).typed
        ask, noun = (tokens.index(words[sentence[name]].lower()) for name in ("pronoun", "noun"))
        expected.append(patterns.model.attention(sentence["text"])[3, 1, ask, noun])
    name = "pronoun to the noun that agrees"
    assert patterns.cases[name] == 64 and np.isclose(patterns.share[name][3, 1], np.mean(expected), atol=1e-6)
    before = [
        weights[0, 2, row, row - 1] for weights in patterns.weights for row in range(1, weights.shape[-1])
    ]
    assert np.isclose(patterns.share["previous piece"][0, 2], np.mean(before), atol=1e-5)


def test_elsewhere_takes_the_same_step_from_other_words():
    class Next:
        """One head that looks at the next piece only."""

        def read(self, text):
            return models.load("minilm").read(text)

        def attention_of(self, readings):
            return [np.eye(len(reading.tokens), k=1)[np.newaxis, np.newaxis] for reading in readings]

    found = Patterns(Next(), sentences())
    name = "determiner to noun"
    near = np.mean([noun - at == 1 for sentence in sentences() for at, noun in sentence["determiners"]])
    assert np.isclose(found.share[name], near) and 0.8 < near < 1
    assert np.isclose(found.elsewhere[name], near, atol=0.02) and found.passed[name] == []
    assert found.passed["next piece"] == [] or found.share["next piece"] == 1


def test_the_best_of_many_coins_agrees_with_throwing_them():
    thrown = np.random.default_rng(1).binomial(32, 0.5, (4000, 72)).max(axis=1).mean() / 32
    assert np.isclose(best_of_coins(72, 32), thrown, atol=0.003)


def test_what_the_notebook_says_of_minilm(patterns):
    share = patterns.share
    assert share["previous piece"][0, 2] > 0.99 and patterns.best("previous piece") == (1, 3)
    assert patterns.best("next piece") == (2, 9) and patterns.best("[CLS]") == (5, 6)
    assert share["[CLS]"].mean() > share["previous piece"].mean() + share["next piece"].mean()
    agree = patterns.right("gender") + patterns.right("number")
    assert np.unravel_index(agree.argmax(), agree.shape) == (1, 3) and agree[1, 3] / 2 > 0.9
    assert 0.4 <= patterns.right("sense")[1, 3] <= 0.6
    assert patterns.right("sense").max() < best_of_coins(72, 32)
    assert patterns.passed["subject to verb"] == []


def test_what_the_notebook_says_of_agreement_and_sense(patterns):
    """Some heads choose the noun that does not agree as surely; none changes sides with the sense."""
    right = {name: patterns.right(name) for name in ("gender", "number", "sense")}
    assert (right["gender"] == 0).any() and (right["gender"] > 0.95).any() and (right["number"] > 0.9).any()
    toward = patterns.toward("sense")
    assert (toward[::2] + toward[1::2] > 0).sum(axis=0)[3, 1] >= 13
    assert patterns.both("sense")[3, 1] < 0.25  # although it shifts: the same noun stays ahead
    assert patterns.both("sense").max() < 0.45 and (patterns.both("sense") == 0).sum() > 36
    assert ((toward[::2] > 0) & (toward[1::2] > 0)).any(axis=(1, 2)).sum() == 15  # of 16 pairs
    share = patterns.share["pronoun to the noun that agrees"]
    assert share.argmax() == 3 * 12 + 1 and patterns.best("pronoun to the noun that agrees") == (2, 4)


def test_one_measure_of_the_clearest_head_and_one_of_the_best(patterns):
    name = "determiner to noun"
    assert np.allclose(patterns.more(name), patterns.share[name] - patterns.elsewhere[name])
    assert np.allclose(patterns.more("[CLS]"), patterns.share["[CLS]"] - patterns.chance["[CLS]"])
    layer, head = patterns.best(name)
    assert patterns.more(name)[layer - 1, head - 1] == patterns.more(name).max()
    assert patterns.best_at("gender", "number") == (2, 4)
    layer, head = patterns.best_at("sense")
    assert patterns.right("sense")[layer - 1, head - 1] == patterns.right("sense").max()


def test_what_the_notebook_says_of_the_piece_itself(patterns):
    own = sum(np.diagonal(maps, 0, -2, -1).sum() for maps in patterns.weights)
    assert sum(maps[..., 0, 0].sum() for maps in patterns.weights) > own / 2


def test_what_the_notebook_says_of_its_sentence(patterns):
    model, tired = patterns.model, "The animal didn't cross the street because it was too tired."
    it, animal, street = (model.tokens(tired).index(word) for word in ("it", "animal", "street"))
    before, after = (model.attention(text)[:, :, it] for text in (tired, tired.replace("tired", "wide")))
    assert before[3, 1, animal] > 2 * after[3, 1, animal] and after[3, 1, animal] > after[3, 1, street]
    for adjective in ("hungry", "ripe"):  # 4.2 prefers the banana both times
        text = f"The monkey ate the banana because it was {adjective}."
        row = dict(
            zip(model.tokens(text), model.attention(text)[3, 1, model.tokens(text).index("it")], strict=True)
        )
        assert row["banana"] > row["monkey"]
    flips = (before[..., animal] > before[..., street]) & (after[..., street] > after[..., animal])
    assert 0 < flips.sum() < 10
    row = model.attention(tired)[2, 4, animal, 1:-1]  # head 5 of layer 3 hardly looks at words
    assert row.max() < 0.05 and row.max() / row.sum() > 0.8 and row.argmax() == animal - 1


def test_what_the_notebook_says_of_the_translators_alignment():
    model = models.load("translator")
    told = model.translate("The robot did not open the door because it was locked.")
    source, alignment = told.source.tokens, told.cross_attention[1, 0]
    there = told.tokens.index("cada")
    assert [piece for piece, _ in told.choices[there][:2]] == ["cada", "cado"]
    assert source.index("▁door") not in told.cross_attention[:, :, there].argmax(axis=-1)
    most = told.cross_attention[1].argmax(axis=-1)
    assert (most == most[0]).mean(axis=1).min() > 0.5  # the other heads mostly look at the same piece
    not_ = alignment[told.tokens.index("▁não")]
    assert min(not_[source.index("▁did")], not_[source.index("▁not")]) > 0.3
    told = model.translate("The girl closed the old window.")
    to = [told.source.tokens[at] for at in told.cross_attention[1, 0].argmax(axis=1)]
    assert dict(zip(told.tokens, to, strict=True))["▁janela"] == "▁window" and to.count("▁closed") == 2
    assert to.index("▁window") < to.index("▁old")


def test_no_encoder_head_of_the_translator_finds_the_noun_by_its_sense():
    theirs = patterns_of(models.load("translator"))
    assert theirs.right("sense").shape == (6, 8) and theirs.right("sense").max() < best_of_coins(48, 32)


def test_a_set_that_is_not_there_is_refused(patterns):
    with pytest.raises(ValueError, match="There is no set 'colour': choose one of gender, number, sense"):
        patterns.toward("colour")


def test_the_file_has_its_checksum_and_a_line_for_each_sentence():
    folder = models.data_folder() / "sentences"
    assert list(json.loads((folder / "checksums.json").read_text())) == ["sentences.json"]
    assert len((folder / "sentences.json").read_text().splitlines()) == 114


@pytest.mark.parametrize("name", ["minilm", "translator"])
def test_texts_that_run_together_get_the_same_weights_as_alone(name):
    model, texts = models.load(name), [sentence["text"] for sentence in sentences()[:9]]
    together = model.attention_of([model.read(text) for text in texts])
    assert len({maps.shape for maps in together}) > 1
    for text, weights in zip(texts, together, strict=True):
        assert np.allclose(weights, model.attention(text), atol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_word_is_found_whatever_marks_its_pieces(opened, family):
    """Letters counted in the pieces put together, as nothing else in the course does it."""
    model, known = opened[family], 0
    for sentence in sentences():
        reading, text = model.read(sentence["text"]), sentence["text"]
        at = Places(reading, text)
        if reading.note or {"[UNK]", "<unk>"} & {*reading.tokens}:
            continue
        known += 1
        letters = [
            "" if word is None else re.sub("^##|[Ġ▁]", "", token)
            for token, word in zip(reading.tokens, reading.words, strict=True)
        ]
        assert "".join(letters).lower() == text.replace(" ", "").lower()
        for place, word in enumerate(re.finditer(r"\w+|[^\w\s]", text)):
            begin = len(text[: word.start()].replace(" ", ""))
            first = next(n for n in range(len(letters)) if len("".join(letters[: n + 1])) > begin)
            spelled = "".join(letters[piece] for piece in at.of(place))
            assert word[0].lower() in spelled.lower() and first in at.of(place)[:2]
    assert known >= 20


def test_special_pieces_are_those_of_the_model(opened):
    for family, special in (("bert", ["[CLS]", "[SEP]"]), ("roberta", ["<s>", "</s>"])):
        model = opened[family]
        found = patterns_of(model)
        assert [name for name in found.share if name[0] in "<["] == special
        for place, name in ((0, special[0]), (-1, special[1])):
            share = np.mean([weights[..., place].mean(-1) for weights in found.weights], 0)
            assert np.allclose(found.share[name], share)
        assert found.share["."].shape == (model.n_layers, model.n_heads)


def test_models_without_such_patterns_are_refused_in_words(opened):
    for model, words in (
        (opened["gpt2"], "looks back only: choose an encoder, such as BERT or RoBERTa"),
        (models.load("writer"), "a model that reads any text: got Writer"),
        (3, "a model that reads any text: got int"),
    ):
        with pytest.raises(ValueError, match=words):
            patterns_of(model)
    reading = opened["bert"].read("the animal " * 99)
    with pytest.raises(ValueError, match="only a part was read, and patterns_of needs all of it"):
        Places(reading, "the animal " * 99)
