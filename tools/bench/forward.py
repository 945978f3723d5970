"""One run of each model, every step of it kept, on one processor core."""

import statistics
import time

from threadpoolctl import threadpool_limits

from helpers import models
from tools.bench.table import Row, ratio

SUBJECT = "One run of a model, every step kept, on one core"
NEW_WORD = 5  # ms at most, with keys and values kept
SENTENCE = "The animal didn't cross the street because it was too tired."


def laps_of(act, seconds=2, most=30):
    """Do something again and again, once to warm up. -> milliseconds, of `most` runs or of so many seconds"""
    act()
    laps = []
    while len(laps) < most and sum(laps) < 1000 * seconds:
        begin = time.perf_counter()
        act()
        laps.append(1000 * (time.perf_counter() - begin))
    return laps


def laps_in_turns(*acts, seconds=6, most=300):
    """The same for several things in turns, ten laps of each: what else a machine does meets all alike.

    -> a list of milliseconds for each
    """
    laps, begin = [[] for _ in acts], time.perf_counter()
    while len(laps[0]) < 5 or (len(laps[0]) < most and time.perf_counter() - begin < seconds):
        for found, act in zip(laps, acts, strict=True):
            found += laps_of(act, seconds=0.1, most=10)
    return laps


def rows():
    pronouns, minilm, translator = map(models.load, ("pronouns", "minilm", "translator"))
    short, long = "word " * 14, "word " * 126  # and two special pieces
    for what, act, in_short in (
        (f"the course's model, {len(pronouns.tokens(SENTENCE))} words", lambda: pronouns.run(SENTENCE), ""),
        (
            f"MiniLM, {len(minilm.tokens(short))} tokens",
            lambda: minilm.run(short),
            "One run of MiniLM, 16 tokens, in numpy on one core",
        ),
        (f"MiniLM, {len(minilm.tokens(long))} tokens", lambda: minilm.run(long), ""),
        (
            "the translator, one sentence from English to Portuguese",
            lambda: translator.translate(SENTENCE),
            "",
        ),
    ):  # fmt: skip
        with threadpool_limits(1):
            yield Row(what, laps_of(act), short=in_short)
    yield from new_word(models.load("writer"))


def new_word(writer):
    """One more word of a story: with keys and values kept, and without; in turns, on one core."""
    story = max((story["tokens"] for story in writer.stories), key=len)
    for n_tokens in (len(story) // 3, len(story) - 1):
        *begun, word = story[:n_tokens]
        earlier = writer.begin(begun)
        with threadpool_limits(1):
            kept, again = laps_in_turns(
                lambda earlier=earlier, word=word: earlier.add(word).scores,
                lambda n_tokens=n_tokens: writer.scores(writer.run(story[:n_tokens]).layers[-1].output[-1]),
                seconds=3,
            )
        multiplied, more = (writer.multiplications(n_tokens, kept=kept) for kept in (True, False))
        yield Row(
            f"the writer, word {n_tokens} of a story: keys and values kept", kept,
            f"{multiplied:,} multiplications", f"at most {NEW_WORD} ms", statistics.median(kept) <= NEW_WORD,
        )  # fmt: skip
        yield Row(
            f"the writer, word {n_tokens} of a story: all words run again", again,
            f"{more:,} multiplications, {more / multiplied:.0f} × as many; {ratio(again, kept)[1]} as long",
        )  # fmt: skip
