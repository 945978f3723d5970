"""A grammar that writes sentences in which a pronoun stands for one of two nouns; an adjective decides which.

    The animal didn't cross the street because it was too tired.      it = the animal
    The animal didn't cross the street because it was too wide.       it = the street

The right noun and the adjective of a training sentence never form a pair that is held out; neither do the two
nouns. So the sentences that measure the model are new to it, and so are the two above.
"""

import random
import re
import zlib
from functools import cache

from training.lexicon import ANIMALS, FRAMES, MEN, NOBODYS, PEOPLE, WOMEN, suits

PRONOUNS = ["it", "he", "she"]
MASK = "[mask]"
BATCH_SIZE = 32  # sentences of one step of the training
COLOURS = "brown black white grey".split()
DETERMINERS = ["the"] * 12 + ["a", "this", "that", "my", "our"]
TIMES = [["yesterday"], ["in", "the", "morning"], ["at", "night"], ["one", "day"], ["last", "week"]]
SPEAKERS = ["the farmer", "the teacher", "my mother", "our neighbor", "the driver"]
PLACES = "house river garden school village farm hill lake barn church".split()
UNCOUNTED = "bread soup cheese meat fish grass hay corn water milk tea juice coffee".split()
DEGREES = {
    "no": ["too", "too", "too", "so", "very", "really", ""],
    "yes": ["so", "very", "really", "", ""],
    "not": [""],
}
ALWAYS_HELD_OUT = {("animal", "tired"), ("street", "wide"), ("animal", "street")}

NOUNS = sorted({noun for frame in FRAMES for noun in frame.subjects + frame.objects} | set(PLACES))
ADJECTIVES = sorted({word for frame in FRAMES for side in frame.no + frame.yes for word in side})


def split(text):
    """Split a text into words and signs, as typed: "It didn't." -> ["It", "didn", "'", "t", "."]"""
    return re.findall(r"\w+|[^\w\s]", text)


def is_held_out(first, second):
    """Say whether two words, such as a noun and an adjective, are in the tenth that is kept for measuring."""
    pair = tuple(sorted((first, second)))
    return (
        (first, second) in ALWAYS_HELD_OUT
        or (second, first) in ALWAYS_HELD_OUT
        or zlib.crc32(" ".join(pair).encode()) % 10 == 0
    )


@cache
def described():
    """Every (noun, adjective) that the grammar can say. -> set"""
    return {
        (noun, word)
        for frame in FRAMES
        for reasons in (frame.no, frame.yes)
        for nouns, words in zip((frame.subjects, frame.objects), reasons)
        for noun in nouns
        for word in words
        if suits(noun, word)
    }


# ----- A plan: who, what, whom, why -----


def write_plan(rng):
    """Choose what a sentence says, before choosing how it says it. -> dict"""
    frame = rng.choice(FRAMES)
    subject, obj = rng.choice(frame.subjects), rng.choice(frame.objects)
    kind = rng.choices(["no", "yes", "not"], [6, 3, 1])[0]
    subjects, objects = frame.no if kind == "no" else frame.yes
    reasons = {
        noun: [word for word in words if suits(noun, word)]
        for noun, words in ((subject, subjects), (obj, objects))
    }
    turned = set(frame.no[0] + frame.yes[0]) & set(frame.no[1] + frame.yes[1])  # big, small
    if subject == obj or not (reasons[subject] and reasons[obj]) or kind == "not" and turned:
        return write_plan(rng)
    right = rng.choice([subject, obj])
    return {
        "frame": frame,
        "subject": subject,
        "object": obj,
        "kind": kind,
        "done": kind == "yes",
        "right": right,
        "adjective": rng.choice(reasons[right]),
        "reasons": reasons,
        "pronoun": pronoun_for(right, rng),
    }


def pronoun_for(noun, rng):
    """Choose it, he or she for a noun."""
    if noun not in PEOPLE:
        return "it"
    return "he" if noun in MEN else "she" if noun in WOMEN else rng.choice(["he", "she"])


def fits_pronoun(noun, pronoun):
    """Say whether a pronoun can stand for a noun."""
    if pronoun == "it":
        return noun not in PEOPLE
    return noun in PEOPLE and noun not in (WOMEN if pronoun == "he" else MEN)


def plan_held_out(plan):
    """Say whether a plan holds a pair of words that training must not see."""
    return is_held_out(plan["right"], plan["adjective"]) or is_held_out(plan["subject"], plan["object"])


def twin(plan, rng):
    """Change only the adjective, so that the pronoun stands for the other noun. -> plan, or None"""
    other = plan["object"] if plan["right"] == plan["subject"] else plan["subject"]
    if not fits_pronoun(other, plan["pronoun"]):
        return None
    return {**plan, "right": other, "adjective": rng.choice(plan["reasons"][other])}


# ----- A plan becomes words -----


def write(plan, style):
    """Write a plan as a sentence, in the order and with the small words that `style` holds.

    -> dict of text, tokens, pronoun (its index, or None), noun, noun_index, other, other_index, adjective,
    adjective_index, frame.  Indexes count tokens from 0.
    """
    subject = noun_phrase(plan["subject"], style, "subject")
    obj = noun_phrase(plan["object"], style, "object")
    verb = verb_phrase(plan, style)
    reason = [style["be"], *style["not"], *style["degree"], ("adjective", plan["adjective"])]
    pronoun = ("pronoun", plan["pronoun"])
    action = subject + verb + obj
    order = style["order"]
    if order == "passive":
        action = obj + verb_phrase(plan, style, passive=True) + ["by"] + subject
    if order in ("because", "passive"):
        words = style["start"] + action + [style["because"], pronoun] + reason
    elif order == "front":
        words = [style["because"], pronoun] + reason + [","] + action
    elif order == "two sentences":
        words = style["start"] + action + [".", pronoun] + reason
    elif order == "so that":
        right, rest = (subject, verb + obj) if plan["right"] == plan["subject"] else (obj, subject + verb)
        reason = [style["be"], "so", ("adjective", plan["adjective"]), "that"]
        words = right + reason + ([pronoun, *rest] if right is subject else [*rest, pronoun])
    elif order == "attribute":  # the tired animal didn't cross the street
        words = (
            style["start"]
            + noun_phrase(plan["subject"], style, "subject", plan)
            + verb
            + noun_phrase(plan["object"], style, "object", plan)
        )
    elif order == "repeated":  # the animal didn't cross the street because the street was too wide
        words = style["start"] + action + [style["because"], "the", plan["right"]] + reason
    elif order == "statement":  # the street was too wide
        words = (subject if plan["right"] == plan["subject"] else obj) + reason
    return finish(words + ["."], plan)


def noun_phrase(noun, style, role, plan=None):
    """The street, a brown dog, the farmer from the village. -> list of words; the noun itself is marked"""
    determiner = style[role + " determiner"]
    after_that = style["start"] or style["order"] == "so that"
    if determiner == "a" and noun in UNCOUNTED or determiner == "that" and after_that:
        determiner = "the"
    if determiner in ("my", "our") and noun in NOBODYS:
        determiner = "the"
    colour = [style["colour"]] if style["colour"] and noun in ANIMALS and noun != "animal" else []
    attribute = [plan["adjective"]] if plan and plan["right"] == noun else []
    after = style["place"] if role == "subject" else []
    return [determiner, *attribute, *colour, (role, noun), *after]


def verb_phrase(plan, style, passive=False):
    """Crossed, didn't cross, couldn't cross, was not crossed. -> list of words"""
    base, past, *participle = (form.split() for form in plan["frame"].verb)
    if passive:
        return [*(["was"] if plan["done"] else style["negated was"]), *participle[0]]
    return past if plan["done"] else [*style["negated"], *base]


def finish(words, plan):
    """Join words into a text with capitals and find the marked ones again. -> sentence (a dict)"""
    tokens, places = [], {}
    for word in words:
        if isinstance(word, tuple):
            places[word[0]] = len(tokens)
            word = word[1]
        starts = not tokens or tokens[-1] == "."
        tokens += split(word[0].upper() + word[1:] if starts else word)
    for i, token in enumerate(tokens[:-1]):
        if token in ("a", "A") and tokens[i + 1][0] in "aeiou":
            tokens[i] += "n"
    text = re.sub(r" ([.,'])", r"\1", " ".join(tokens)).replace("' ", "'")
    right, other = ("subject", "object") if plan["right"] == plan["subject"] else ("object", "subject")
    return {
        "text": text,
        "tokens": [token.lower() for token in tokens],
        "pronoun": places.get("pronoun"),
        "noun": plan[right],
        "noun_index": places.get(right),
        "other": plan[other],
        "other_index": places.get(other),
        "adjective": plan["adjective"],
        "adjective_index": places.get("adjective"),
        "frame": plan["frame"].name,
    }


ORDERS = {
    "because": 40,
    "front": 10,
    "passive": 10,
    "two sentences": 10,
    "so that": 8,
    "attribute": 8,
    "repeated": 8,
    "statement": 6,
}
WITHOUT_PRONOUN = ("attribute", "repeated", "statement")


def choose_style(plan, rng):
    """Choose the order of a sentence and its small words. -> dict"""
    orders = dict(ORDERS)
    if len(plan["frame"].verb) < 3:
        orders["passive"] = 0
    if plan["pronoun"] != "it" or plan["kind"] == "not":
        orders["so that"] = 0
    if plan["kind"] == "not":
        orders["attribute"] = 0
    order = rng.choices(list(orders), list(orders.values()))[0]
    now = not plan["done"] and order != "passive" and rng.random() < 0.15
    place = ["near", "the", rng.choice(PLACES)] if rng.random() < 0.08 else []
    if place and (place[-1] in plan["reasons"] or (place[-1], plan["adjective"]) in described()):
        place = []  # a third noun must not make the answer doubtful
    start = []
    if rng.random() < 0.1:
        if plan["pronoun"] == "it" and order != "two sentences":
            start = [rng.choice(SPEAKERS), rng.choice(["said", "saw", "knew"]), "that"]
    elif rng.random() < 0.12 and not now:
        start = [*rng.choice(TIMES), ","]
    short = rng.random() < 0.65  # didn't, or did not
    helper = rng.choices(["does", "can", "will"] if now else ["did", "could", "would"], [4, 1, 1])[0]
    contracted = {"can": "can't", "will": "won't"}.get(helper, helper + "n't")
    uncontracted = ["cannot"] if helper == "can" else [helper, "not"]
    return {
        "order": order,
        "start": start,
        "place": place,
        "be": "is" if now else "was",
        "not": ["not"] if plan["kind"] == "not" else [],
        "degree": [degree] if (degree := rng.choice(DEGREES[plan["kind"]])) else [],
        "because": "because" if rng.random() < 0.85 else "since",
        "subject determiner": rng.choice(DETERMINERS),
        "object determiner": rng.choice(DETERMINERS),
        "colour": rng.choice(COLOURS) if rng.random() < 0.1 else "",
        "negated": [contracted] if short else uncontracted,
        "negated was": ["wasn't"] if short else ["was", "not"],
    }


# ----- Many sentences -----


def write_group(rng, held_out, pairs=0.5):
    """Write one sentence or, for a share `pairs` of the calls, two that differ only in the adjective.

    held_out False: nothing in it may be held out; True: every sentence holds a pair that training never sees.
    -> list of one or two sentences
    """
    while True:
        plans = [plan := write_plan(rng)]
        if rng.random() < pairs and (second := twin(plan, rng)):
            plans.append(second)
        if any(plan_held_out(plan) != held_out for plan in plans):
            continue
        style = choose_style(plan, rng)
        if len(plans) == 2 and style["order"] in ("so that", *WITHOUT_PRONOUN):
            plans = plans[:1]
        if held_out and style["order"] in WITHOUT_PRONOUN:
            continue
        return [write(plan, style) for plan in plans]


def sentences(rng, n_sentences, held_out=False, pairs=0.5):
    """Write n_sentences sentences. -> list of dict"""
    found = []
    while len(found) < n_sentences:
        found += write_group(rng, held_out, pairs)
    return found[:n_sentences]


def batches(rng, batch_size=BATCH_SIZE, n_at_once=8):
    """Yield batches for ever, each of sentences of about the same length, so that little is filled up."""
    while True:
        pool = sorted(sentences(rng, batch_size * n_at_once), key=lambda sentence: len(sentence["tokens"]))
        ready = [pool[i : i + batch_size] for i in range(0, len(pool), batch_size)]
        rng.shuffle(ready)
        yield from ready


def held_out_sentences(n_sentences=400, seed=1):
    """The sentences that measure the model: all different, and each holds a pair that training never sees."""
    rng, found = random.Random(seed), {}
    while len(found) < n_sentences:
        for sentence in write_group(rng, held_out=True, pairs=0):
            found[sentence["text"]] = sentence
    return list(found.values())


def held_out_pairs(n_pairs=200, seed=2):
    """Pairs of held-out sentences that differ only in the adjective, and so in the noun. -> list of pairs"""
    rng, found = random.Random(seed), {}
    while len(found) < n_pairs:
        group = write_group(rng, held_out=True, pairs=1)
        if len(group) == 2:
            found[group[0]["text"]] = tuple(group)
    return list(found.values())


def vocabulary():
    """Every word that the grammar can write, and [mask]. -> list of str, sorted, signs first"""
    rng = random.Random(0)
    seen = {token for sentence in sentences(rng, 30_000) for token in sentence["tokens"]}
    return [MASK, *sorted(seen | set(NOUNS) | set(ADJECTIVES))]
