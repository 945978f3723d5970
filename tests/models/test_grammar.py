"""The grammar of the writer's stories: its probabilities against counting, all stories, and by hand."""

import collections
import itertools
import json
import math
import random
import re

import numpy as np
import pytest

from helpers.models import data_folder
from helpers.models.grammar import END, SIGNS, START, Grammar

TEXT = (data_folder() / "writer" / "grammar.toml").read_text(encoding="utf8")
TINY = """
capitals = "name"
[words]
animal = "fox hen mole"
mood = "glad sad"
name = { she = "ada", he = "bo cy" }
child = { by = "name", she = "eve", he = "ed al" }
[rules]
story = ["3: a {animal1} met a {animal2} , and the {animal1} <deed> .", "<near> {name} <her> {child} <near>"]
near = ["2: a {mood}", "a {animal1}", "a {animal2}"]
[rules.deed]
by = "animal1"
fox = ["ran", "hid"]
hen = "ran"
mole = ["3: hid", "ran"]
[rules.her]
by = "name"
she = "lost her"
he = "lost his"
"""


@pytest.fixture(scope="module")
def grammar():
    return Grammar(TEXT)


@pytest.fixture(scope="module")
def stories(grammar):
    rng = random.Random(7)
    return [grammar.story(rng) for _ in range(150)]


def every_tiny_story():
    """All stories of TINY, told here by plain loops. -> dict of tokens: probability"""
    told = collections.Counter()
    deeds = {"fox": {"ran": 1 / 2, "hid": 1 / 2}, "hen": {"ran": 1}, "mole": {"hid": 3 / 4, "ran": 1 / 4}}
    for one, other in itertools.permutations(deeds, 2):
        for deed, share in deeds[one].items():
            told[f"a {one} met a {other} , and the {one} {deed} ."] += 3 / 4 / 6 * share
    names = [("ada", "her", "eve", 1 / 3)]
    names += [(name, "his", child, 1 / 6) for name in ("bo", "cy") for child in ("ed", "al")]

    def starts(drawn):
        for mood in ["glad", "sad"]:
            if "mood" not in drawn:
                yield mood, 1 / 2 / 2, drawn | {"mood": mood}
        if "mood" in drawn:
            yield drawn["mood"], 1 / 2, drawn
        for slot, other in (("animal1", "animal2"), ("animal2", "animal1")):
            free = [drawn[slot]] if slot in drawn else [word for word in deeds if word != drawn.get(other)]
            for word in free:
                yield word, 1 / 4 / len(free), drawn | {slot: word}

    for name, her, child, likely in names:
        for first, share, drawn in starts({}):
            for last, again, _ in starts(drawn):
                told[f"a {first} {name} lost {her} {child} a {last}"] += likely * share * again / 4
    return {(START, *text.split(), END): share for text, share in told.items()}


def test_every_probability_is_that_of_all_stories_counted_one_by_one():
    grammar, told = Grammar(TINY), every_tiny_story()
    assert sum(told.values()) == pytest.approx(1)
    for story, share in told.items():
        assert math.exp(grammar.log_probability(list(story))) == pytest.approx(share), story
    for beginning in {story[:length] for story in told for length in range(1, len(story))}:
        following = collections.Counter()
        for story, share in told.items():
            if story[: len(beginning)] == beginning:
                following[story[len(beginning)]] += share
        total = sum(following.values())
        got = grammar.next_words(list(beginning))
        assert got == pytest.approx({word: share / total for word, share in following.items()}), beginning
        assert list(got.values()) == sorted(got.values(), reverse=True)


def test_of_what_cannot_be_heard_yet_all_ways_are_weighed():
    grammar = Grammar('words.a = "x y"\nrules.story = ["{a} {a}", "<b> z", "3: x z"]\nrules.b = ["x", "y"]')
    assert grammar.next_words([START]) == pytest.approx({"x": 0.8, "y": 0.2})
    assert grammar.next_words([START, "x"]) == pytest.approx({"z": 7 / 8, "x": 1 / 8})
    assert grammar.next_words([START, "y"]) == pytest.approx({"y": 1 / 2, "z": 1 / 2})


def test_the_next_words_share_one_at_every_place_and_all_at_once_is_one_by_one(grammar, stories):
    for story in stories[:40]:
        known = grammar.all_next_words(story)
        assert len(known) == len(story) and known[-1] == {}
        for after, word in zip(known, story[1:]):
            assert sum(after.values()) == pytest.approx(1) and after[word] > 0
    story = stories[0]
    for length in range(1, len(story), 7):
        assert grammar.next_words(story[:length]) == grammar.all_next_words(story)[length - 1]


def test_words_come_as_often_as_their_probability_says(grammar):
    rng, n_stories = random.Random(11), 12_000
    told = [grammar.story(rng) for _ in range(n_stories)]
    seen = collections.defaultdict(collections.Counter)
    for story in told:
        for length in (*range(1, 8), 13, 14, 15):
            seen[tuple(story[:length])][story[length]] += 1
    often = [beginning for beginning, words in seen.items() if words.total() >= 400]
    assert len(often) >= 20
    far = []
    for beginning in often:
        total, known = seen[beginning].total(), grammar.next_words(list(beginning))
        assert set(seen[beginning]) <= set(known)
        for word, share in known.items():
            spread = math.sqrt(share * (1 - share) / total)
            far.append(abs(seen[beginning][word] / total - share) / max(spread, 1e-9) if share < 1 else 0)
    assert max(far) < 5 and np.mean([value < 2 for value in far]) > 0.9


def test_a_storys_logarithm_is_the_sum_of_its_words(grammar, stories):
    for story in stories[:40]:
        known = grammar.all_next_words(story)
        words = sum(math.log(after[word]) for after, word in zip(known, story[1:]))
        assert grammar.log_probability(story) == pytest.approx(words)


def test_what_it_tells_it_accepts(grammar, stories):
    assert all(grammar.accepts(story) for story in stories)
    assert not any(grammar.accepts(story[:-1]) or grammar.accepts([*story, END]) for story in stories)
    assert grammar.log_probability(stories[0][:-1]) == -math.inf


@pytest.mark.parametrize("source", ["name", "tune3", "friend1", "friend2", "title1", "colour", "drink"])
def test_a_name_or_a_copy_that_is_changed_is_rejected(grammar, source):
    rng, changed = random.Random(3), 0
    for tokens, sources in (grammar.tell(rng) for _ in range(400)):
        places = [at for at, one in enumerate(sources) if one == source]
        if len(places) > 1:
            _, groups = grammar.lists["{" + source.rstrip("0123456789") + "}"]
            group = next(words for words in groups.values() if tokens[places[0]] in words)
            tokens[places[-1]] = rng.choice([word for word in group if word not in tokens])
            assert not grammar.accepts(tokens), tokens
            changed += 1
    assert changed >= 10


def test_a_trait_fixes_the_mishap_and_an_adjective_the_help(grammar):
    told = (
        "this is the tale of mina , the {} fox . one day her red boot was gone . she looked high and low , "
    )
    told += "and {} . then aunt rose came by , a {} goose . aunt rose {} and found the red boot . "
    told = f"{START} {told} “ hooray ! ” cried mina , and aunt rose blushed . {END}"
    for trait, mishap, build, found, right in (
        ("shy", "hid behind a pumpkin", "tall", "looked on top of the wardrobe", True),
        ("sleepy", "nodded off standing up", "strong", "lifted the piano", True),
        ("shy", "nodded off standing up", "strong", "lifted the piano", False),
        ("shy", "hid behind a pumpkin", "tall", "lifted the piano", False),
    ):
        assert grammar.accepts(told.format(trait, mishap, build, found).split()) == right


def test_what_no_story_says_has_no_next_word(grammar, stories):
    assert grammar.next_words([START, "bed"]) == {} == grammar.next_words(stories[0])
    assert grammar.next_words([START, "bed", "bed", "."]) == {}


def test_words_and_beginnings_that_are_not_known_are_named(grammar):
    with pytest.raises(ValueError, match=re.escape("The grammar has no word 'dragon'.")):
        grammar.next_words([START, "once", "dragon"])
    for ask in (grammar.next_words, grammar.accepts, grammar.log_probability, grammar.all_next_words):
        with pytest.raises(ValueError, match=re.escape("A story begins with '<start>'; got ['once']")):
            ask(["once"])
        with pytest.raises(ValueError, match="A story begins with"):
            ask([])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('words.a = "x"\nrules.b = "y"', 'needs a rule named "story"'),
        ('words.a = "x"\nrules.story = "y {b}"', "holds {b}, but no rule or list"),
        ('words.a = "x"\nrules.story = "y <b>"', "holds <b>, but no rule or list"),
    ],
)
def test_a_grammar_that_lacks_a_rule_says_which(text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        Grammar(text)


def test_what_depends_on_a_word_comes_after_it():
    grammar = Grammar('words.a = "x"\nwords.b = { by = "a", x = "z" }\nrules.story = "{b} {a}"')
    for ask in (lambda: grammar.story(random.Random(1)), lambda: grammar.next_words([START])):
        with pytest.raises(ValueError, match=re.escape("What {b} is depends on {a}, which was not drawn")):
            ask()


def test_tell_says_where_each_word_comes_from(grammar):
    tokens, sources = grammar.tell(random.Random(5))
    assert len(tokens) == len(sources) and tokens[0] == START and tokens[-1] == END
    for token, source in zip(tokens, sources):
        if source is not None:
            _, groups = grammar.lists["{" + source.rstrip("0123456789") + "}"]
            assert token in {word for words in groups.values() for word in words}
    drawn = collections.defaultdict(set)
    for token, source in zip(tokens, sources):
        drawn[source].add(token)
    assert all(len(words) == 1 for source, words in drawn.items() if source)
    assert grammar.story(random.Random(5)) == tokens


def test_words_of_one_list_are_never_the_same_in_a_story(grammar):
    rng = random.Random(9)
    for _ in range(200):
        tokens, sources = grammar.tell(rng)
        for slot in ("tune", "title", "friend"):
            drawn = {
                source: token for token, source in zip(tokens, sources) if source and source[:-1] == slot
            }
            assert len(set(drawn.values())) == len(drawn)


def test_a_title_fixes_who_bears_it(grammar):
    titles, friends = grammar.lists["{title}"][1], grammar.lists["{friend}"][1]
    rng = random.Random(4)
    for _ in range(200):
        tokens, sources = grammar.tell(rng)
        drawn = dict(zip(sources, tokens))
        for number in "12":
            if f"friend{number}" in drawn:
                kind = next(kind for kind, words in titles.items() if drawn[f"title{number}"] in words)
                assert drawn[f"friend{number}"] in friends[kind]


def test_text_has_capitals_and_spaces(grammar, stories):
    shown = (
        "<start> “ hooray ! ” cried pip , and aunt rose blushed . last monday he was a fox . <end>".split()
    )
    assert grammar.text(shown) == "“Hooray!” cried Pip, and Aunt Rose blushed. Last Monday he was a fox."
    assert grammar.text([]) == grammar.text([START]) == ""
    for story in stories:
        text = grammar.text(story)
        assert text[-1] in ".!" and text[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert not re.search(r" [.,!”]|“ |  |[.,!][a-z]", text)
        back = re.findall(r"\w+|[^\w\s]", text.lower())
        assert back == story[1:-1]


def test_the_words_are_those_that_stories_say_and_each_is_said(grammar):
    rng, said = random.Random(2), set()
    for _ in range(3000):
        said.update(grammar.story(rng))
    assert said == set(grammar.words) and len(said) == len(grammar.words)
    assert grammar.words[:2] == [START, END] and grammar.words[2 : 2 + len(SIGNS)] == SIGNS
    assert (
        json.loads((data_folder() / "writer" / "words.json").read_text(encoding="utf8"))["words"]
        == grammar.words
    )


def test_stories_are_short_and_well_told(grammar, stories):
    for story in stories:
        words = [token for token in story if token[0].isalpha()]
        assert 35 <= len(words) <= 75 and len(story) <= 96
        for first, second in zip(story, story[1:]):
            assert first != second, story
            if first in ("a", "an"):
                assert (first == "an") == (second[0] in "aeiou"), (first, second)
