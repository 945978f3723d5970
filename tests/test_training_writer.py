"""The writer's stories, marks, results and README. Needs no torch."""

import itertools
import json
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.models import data_folder, load
from helpers.models.files import read_arrays
from helpers.models.grammar import END, START, Grammar
from training.writer import evaluate, results
from training.writer.stories import GRAMMAR, NAMES, held_out, is_held_out, marked, nameless, stream

DATA = data_folder() / "writer"


@pytest.fixture(scope="module")
def writer():
    return load("writer")


@pytest.fixture(scope="module")
def kept():
    return held_out()


def test_training_reads_no_held_out_story_names_aside(kept):
    read = {nameless(story) for story in itertools.islice(stream(1), 3000)}
    assert not read & {nameless(story["tokens"]) for story in kept}
    assert len(read) > 2900 and len(kept) == 400


def test_a_tenth_is_held_out_and_names_do_not_matter():
    stories = [*itertools.islice(stream(2), 200), *(story["tokens"] for story in held_out(200))]
    assert sum(map(is_held_out, stories)) == 200
    other = dict(zip(sorted(NAMES), sorted(NAMES, reverse=True)))
    for story in stories:
        assert is_held_out([other.get(token, token) for token in story]) == is_held_out(story)


def test_names_are_those_of_heroes_and_friends_and_no_titles():
    assert {"mina", "pip", "rose", "otto"} <= NAMES and not {"aunt", "monday"} & NAMES


def test_marks_say_where_the_next_word_comes_from(kept):
    for story in kept:
        tokens, known = story["tokens"], GRAMMAR.all_next_words(story["tokens"])
        assert tokens[0] == START and tokens[-1] == END and GRAMMAR.accepts(tokens)
        for kind in ("hero", "copies", "title_name"):
            for place, earlier in story[kind]:
                assert earlier <= place and tokens[place + 1] == tokens[earlier]
                assert set(known[place]) == {tokens[earlier]}, (kind, tokens[: place + 2])
        for place, earlier in story["copies"]:  # the word after the last time this word stood
            assert earlier == 1 + max(at for at in range(place) if tokens[at] == tokens[place])
        for place, earlier in story["title_name"]:
            assert tokens[place] == tokens[earlier - 1]
    for kind, least in (("hero", 200), ("copies", 200), ("title_name", 400)):
        assert sum(len(story[kind]) for story in kept) > least


def test_a_marked_story_by_hand():
    text = "<start> once there was a shy fox named pip . one day he wrapped a cake for aunt rose ."
    text += " but pip hid behind a pumpkin , and came late . aunt rose laughed and gave him a kettle ."
    text += (
        " now pip has the kettle and aunt rose has the cake . that night pip smiled at his own toes . <end>"
    )
    tokens = text.split()
    names = {"pip": "name", "aunt": "title1", "rose": "friend1", "cake": "gift", "kettle": "present"}
    names |= {"shy": "trait", "fox": "animal"}
    found = marked(tokens, [names.get(token) for token in tokens])
    assert found["title_name"] == [[31, 18], [46, 32]] and found["copies"] == []
    assert found["hero"] == [[20, 8], [53, 41]]  # after "but", after "that night"


def test_the_data_files_are_what_the_training_would_write(writer, kept):
    assert writer.stories == kept
    assert writer.words == GRAMMAR.words == writer.grammar.words
    assert Grammar((DATA / "grammar.toml").read_text(encoding="utf8")).rules == writer.grammar.rules
    assert max(len(story["tokens"]) for story in kept) <= writer.max_tokens
    assert sum(path.stat().st_size for path in DATA.iterdir()) <= 4e6
    training = read_arrays(DATA / "training.safetensors")
    assert training["steps"].shape == training["loss"].shape and training["steps"][0] == 0
    assert training["steps"][-1] == json.loads((DATA / "config.json").read_text())["steps"]


def test_true_surprises_are_the_grammars(kept):
    for story, surprise in zip(kept[:20], evaluate.true_surprises(kept[:20])):
        assert surprise.sum() == pytest.approx(-GRAMMAR.log_probability(story["tokens"]))
        assert len(surprise) == len(story["tokens"]) - 1


def test_many_stories_at_once_are_each_by_itself(writer, kept):
    stories = sorted(kept[:6], key=lambda story: len(story["tokens"]))
    assert len({len(story["tokens"]) for story in stories}) > 2
    for without in ((), [(1, 2), (2, 1)]):
        for story, (weights, shares) in zip(stories, evaluate.run(writer, stories, without)):
            steps = writer.run(story["tokens"], without)
            np.testing.assert_allclose(weights, steps.attention, atol=1e-5)
            alone = writer.shares(story["tokens"], without)
            np.testing.assert_allclose(np.exp(shares), alone, atol=1e-5)


def test_sampled_stories_begin_and_end_and_are_drawn_anew(writer):
    stories = evaluate.sampled(writer, 12)
    assert all(story[0] == START and story.count(START) == 1 for story in stories)
    assert len({tuple(story) for story in stories}) == 12 and stories == evaluate.sampled(writer, 12)
    assert stories != evaluate.sampled(writer, 12, seed=1)


def test_where_a_head_of_a_kind_should_look():
    story = {
        "tokens": "<start> tra hey tra hey pip pip pip <end>".split(),
        "copies": [[3, 2]],
        "hero": [[6, 6]],
    }
    assert evaluate.looked_at(story, "previous word") == [(place, [place - 1]) for place in range(1, 8)]
    assert evaluate.looked_at(story, "copying") == [(3, [2])]
    assert evaluate.looked_at(story, "hero's name") == [(6, [5, 6])]


def test_a_name_is_followed_to_the_word_that_holds_it(monkeypatch):
    tokens = "<start> pip ran one day . said pip <end>".split()
    story = {"tokens": tokens, "hero": [[6, 1]]}
    weights = np.zeros((2, 3, 9, 9))
    weights[0, 1, 4, 1], weights[0, 2, 4, 1], weights[0, 1, 2, 1] = (
        0.9,
        0.2,
        0.5,
    )  # from "day", "ran" to "pip"
    weights[1, 2, 6, [4, 2, 1]] = 0.6, 0.3, 0.1
    weights[1, 0, 6, 1] = 1.0
    monkeypatch.setattr(evaluate, "run", lambda model, stories: [(weights, None) for _ in stories])
    writer = SimpleNamespace(n_layers=2, n_heads=3)
    found = evaluate.relay(writer, [story, story], np.array([[9, 9, 9], [0.5, 0.1, 2.0]]))
    assert found["fetches"]["layer"] == 2 and found["fetches"]["head"] == 3
    assert found["fetches"]["words"] == pytest.approx({"day": 0.6, "ran": 0.3, "the name": 0.1})
    assert found["carries"]["head"] == 2 and found["carries"]["weight"] == pytest.approx(0.7)


# what was measured of the trained models


def near(got, other, allowed):
    """Whether two results say the same; numbers may differ by so much: processors add up in other orders."""
    if isinstance(got, dict):
        return got.keys() == other.keys() and all(near(got[part], other[part], allowed) for part in got)
    if isinstance(got, list):
        return len(got) == len(other) and all(near(*pair, allowed) for pair in zip(got, other))
    return abs(got - other) <= allowed


def test_the_results_of_the_shipped_model_are_measured_again(writer):
    shipped = dict(results.read()["runs"][results.SHIPPED])
    again = evaluate.measure(writer)
    drawn = ("accepted", "different stories")  # a draw that falls differently changes a whole story
    assert near([again.pop(name) for name in drawn][:1], [shipped.pop(name) for name in drawn][:1], 0.02)
    assert near(again, shipped, 5e-3)


def test_every_run_has_every_figure_and_the_chosen_one_is_shipped():
    found = results.read()
    runs = dict(found["runs"])
    shipped = runs.pop(results.SHIPPED)
    assert set(runs) == {f"seed-{seed}" for seed in range(1, 6)}
    config = json.loads((DATA / "config.json").read_text())
    for name, one in runs.items():
        assert set(shipped) < set(one) and one["held-out stories read"] == 0
        assert f"seed-{one['seed']}" == name and one["steps"] == config["steps"]
        assert np.shape(one["lost without"]["copying"]) == (config["n_layers"], config["n_heads"])
    chosen = runs[results.chosen(found)]
    assert chosen["seed"] == config["seed"] and {name: chosen[name] for name in shipped} == shipped
    assert results.is_allowed(shipped)


def test_the_tables_of_the_readme_are_made_from_the_results():
    text = results.README.read_text(encoding="utf8")
    assert results.filled(text, results.read()) == text, "run python -m training.writer.results"
    with pytest.raises(ValueError, match="no place for the table of runs"):
        results.filled(text.replace("<!-- end of runs -->", ""), results.read())


def made(copying=0.9, cost=2.0, above=0.004, accepted=0.95):
    """Figures of a run with two layers of two heads, in which head 1 of layer 2 copies."""
    weight = {"places": 3, "chance": 0.1, "weight": [[0.1, 0.2], [0.3, 0.1]]}
    looks = dict.fromkeys(("previous word", *evaluate.KINDS), weight)
    looks["copying"] = weight | {"weight": [[0.1, 0.2], [copying, 0.1]]}
    lost = {kind: [[0.0, 0.1], [0.2, 0.3]] for kind in ("all places", *evaluate.KINDS)}
    lost["copying"] = [[0.0, 0.3], [cost, 0.6]]
    figures = {"loss above entropy": above, "accepted": accepted, "forced name right": 1.0}
    return figures | {"looks": looks, "lost without": lost}


def test_a_kind_is_found_by_its_weight_and_by_what_is_lost_without_it():
    found = results.heads(made())["copying"]
    assert (found["layer"], found["head"], found["weight"], found["found"]) == (2, 1, 0.9, True)
    assert found["lost there"] == 2.0 and found["lost at all places"] == 0.2
    assert found["others lose there"] == pytest.approx(0.3)
    assert not results.heads(made(copying=0.4))["copying"]["found"]
    assert not results.heads(made(cost=0.05))["copying"]["found"]
    assert (
        results.heads(made())["previous word"]["lost there"] == 2.0
    )  # its best head, where copying needs it


def test_the_rule_takes_most_kinds_then_the_lowest_loss():
    runs = {
        "data/writer": made(above=0.0001),
        "seed-1": made(copying=0.4, above=0.001),
        "seed-2": made(above=0.005),
        "seed-3": made(above=0.004),
        "seed-4": made(above=0.0081),
        "seed-5": made(above=0.001, accepted=0.89),
    }
    assert results.chosen({"runs": runs}) == "seed-3"
    with pytest.raises(ValueError, match="No seed is allowed"):
        results.chosen({"runs": {name: runs[name] for name in ("seed-4", "seed-5")}})
