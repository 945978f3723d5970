"""The grammar of the training corpus: well-formed sentences, nothing held out among them. Needs no torch."""

import random

import pytest

from training.corpus import (
    ADJECTIVES, NOUNS, PRONOUNS, described, fits_pronoun, held_out_pairs, held_out_sentences, is_held_out,
    sentences, split, vocabulary,
)
from training.lexicon import FRAMES

COURSE = ["The animal didn't cross the street because it was too tired.",
          "The animal didn't cross the street because it was too wide."]


@pytest.fixture(scope="module")
def written():
    return sentences(random.Random(3), 4000)


@pytest.fixture(scope="module")
def measured():
    return held_out_sentences(), held_out_pairs()


def test_course_sentence_has_fourteen_tokens_and_it_is_the_tenth():
    tokens = split(COURSE[0])
    assert len(tokens) == 14 and tokens[9] == "it"
    assert {token.lower() for text in COURSE for token in split(text)} <= set(vocabulary())


def test_text_and_places_agree(written, measured):
    for sentence in written + measured[0] + [one for pair in measured[1] for one in pair]:
        assert [token.lower() for token in split(sentence["text"])] == sentence["tokens"]
        for word in ("noun", "other", "adjective"):
            place = word + "_index"
            assert sentence[place] is None or sentence["tokens"][sentence[place]] == sentence[word]
        if sentence["pronoun"] is not None:
            asked = sentence["tokens"][sentence["pronoun"]]
            assert asked in PRONOUNS and fits_pronoun(sentence["noun"], asked)
            assert sum(token in PRONOUNS for token in sentence["tokens"]) == 1


def test_sentences_begin_and_end_well(written):
    for sentence in written:
        text = sentence["text"]
        assert text[0].isupper() and text.endswith(".") and "  " not in text and " ," not in text
        for first, second in zip(sentence["tokens"], sentence["tokens"][1:]):
            assert first != second, text
            if first in ("a", "an"):
                assert (first == "an") == (second[0] in "aeiou"), text


def test_training_never_sees_what_is_held_out(written):
    for sentence in written:
        assert not is_held_out(sentence["noun"], sentence["adjective"])
        assert not is_held_out(sentence["noun"], sentence["other"])
        assert {sentence["noun"], sentence["other"]} != {"animal", "street"}
        assert (sentence["noun"], sentence["adjective"]) not in {("animal", "tired"), ("street", "wide")}
    assert not {sentence["text"] for sentence in written} & set(COURSE)


def test_what_is_measured_is_held_out(measured):
    single, pairs = measured
    assert len({sentence["text"] for sentence in single}) == 400 and len(pairs) == 200
    for sentence in single + [one for pair in pairs for one in pair]:
        noun = sentence["noun"]
        assert is_held_out(noun, sentence["adjective"]) or is_held_out(noun, sentence["other"])


def test_pairs_differ_only_in_the_adjective(measured):
    for first, second in measured[1]:
        assert len(first["tokens"]) == len(second["tokens"])
        changed = [i for i, (a, b) in enumerate(zip(first["tokens"], second["tokens"])) if a != b]
        assert changed == [first["adjective_index"]] == [second["adjective_index"]]
        assert (first["noun"], first["other"]) == (second["other"], second["noun"])


def test_an_adjective_of_a_frame_decides():
    for frame in FRAMES:
        for subjects, objects in (frame.no, frame.yes):
            assert not set(subjects) & set(objects), frame
        turned = set(frame.no[0] + frame.yes[0]) & set(frame.no[1] + frame.yes[1])
        assert not turned or frame.name in ("fit in", "catch"), (frame.name, turned)


def test_a_tenth_is_held_out():
    pairs = described()
    assert 0.08 < sum(is_held_out(*pair) for pair in pairs) / len(pairs) < 0.12


def test_size_of_the_vocabulary():
    words = vocabulary()
    assert len(words) == len(set(words)) and 300 <= len(words) <= 500
    assert set(NOUNS) | set(ADJECTIVES) | set(PRONOUNS) <= set(words)
    assert words == vocabulary()
