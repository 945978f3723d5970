"""What was recorded while the course model learned: when a head was first sharp, when it was first right."""

from dataclasses import dataclass

import numpy as np

SHARP = 0.9  # one weight above it: the row is sharp
NOUNS = {"tired": "animal", "wide": "street"}  # the noun that "it" means in each of the recorded sentences


@dataclass(frozen=True)
class Moment:
    """A recorded moment of the training. number: from 0; step; looks: dict of sentence: (word, weight)."""

    number: int
    step: int
    looks: dict

    def __str__(self):
        seen = ", ".join(f"{name} → {word} {weight:.2f}" for name, (word, weight) in self.looks.items())
        return f"step {self.step}: {seen}"


def sharp_and_right(model, sentences, head=1, layer=2):
    """When a head's rows of "it" were first sharp, and when they were first right, in both sentences.

    sentences: dict of "tired" and "wide": the sentence; right is "animal" in the first, "street" in the
    second; sharp: one weight over 0.9. -> Moment, Moment; None for one that never came
    """
    tokens = {name: model.tokens(sentence) for name, sentence in sentences.items()}
    asks = {name: model.pronoun_in(words) for name, words in tokens.items()}
    rows = {
        name: model.training[name][:, layer - 1, head - 1, asks[name]].astype(float) for name in sentences
    }
    sharp = np.all([row.max(axis=-1) > SHARP for row in rows.values()], axis=0)
    right = np.all([rows[name].argmax(axis=-1) == tokens[name].index(NOUNS[name]) for name in rows], axis=0)

    def first(true):
        if not true.any():
            return None
        number = int(true.argmax())
        looks = {
            name: (tokens[name][row[number].argmax()], float(row[number].max())) for name, row in rows.items()
        }
        return Moment(number, int(model.training["steps"][number]), looks)

    return first(sharp), first(right)


def before_ordinary_use(model, share=0.4):
    """The last record in the first part of the training, in which the last layer only fetched plain words.

    share: how long that part is, of all steps
    -> step, share of 100 sentences in which head 1 looks at the right noun, share of right answers
    """
    steps = model.training["steps"]
    last = np.flatnonzero(steps <= share * steps[-1])[-1]
    return (
        int(steps[last]),
        float(model.training["head_right"][last]),
        float(model.training["accuracy"][last]),
    )
