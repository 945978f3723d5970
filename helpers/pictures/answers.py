"""What the course model answers before a change and after it, and bars with their numbers."""

from helpers.languages import translate as _
from helpers.pictures.heads import run
from helpers.pictures.kinds import Plot, Series
from helpers.pictures.words import fixed


def bars(values, role="plain", label="", write=None):
    """A bar for each value, with its number above it; of several that round to 0, the number is left out.

    write: how a number is written (None: with two digits behind the point). -> Series

    >>> bars([0.9, 0.001, 0.002]).names
    ('0.90', '', '')
    """
    names = [write(value) if write else fixed(value, 2) for value in values]
    zeros = [name for name in names if not name.strip("0.%")]
    names = ["" if len(zeros) > 1 and name in zeros else name for name in names]
    return Series(range(len(values)), values, "bars", role, label, names=names)


def answers(model, tokens, before, after, title, names):
    """The probability of each noun of a sentence, and of the most probable others, before and after.

    -> Plot, str
    tokens: the sentence's words; before, after: dict of noun: probability, the most probable first, as from
    model.antecedent; names: what the two are called. The text lists the same numbers, for an alt text.
    """
    here = [token.lower() for token in tokens if token.lower() in model.nouns]
    nouns = list(dict.fromkeys([*here, *after]))[:5]
    both = [
        bars([shares[noun] for noun in nouns], *look)
        for *look, shares in (("plain", names[0], before), ("result", names[1], after))
    ]
    plot = Plot(
        both,
        title,
        y_label=_("probability"),
        y_limits=(0, 1.15),
        x_ticks=tuple(enumerate(nouns)),
        note=_("Most probable: {first} ({before}), {second} ({after}).").format(
            first=next(iter(before)), before=names[0], second=next(iter(after)), after=names[1]
        ),
    )
    return plot, ", ".join(f"{noun} {fixed(before[noun], 2)} → {fixed(after[noun], 2)}" for noun in nouns)


def meant(model, sentence):
    """What the last pronoun of a sentence means to the model now, for a title; "" if there is no pronoun.

    Raises ValueError: a sentence that cannot be read.

    >>> from helpers.models import load
    >>> text = "The dog chased the cat because it was too old."
    >>> meant(load("pronouns"), text), meant(load("pronouns"), "The street was wide.")
    ('it = dog 0.57', '')
    """
    steps = run(model, sentence)
    if not any(token.lower() in model.pronouns for token in steps.tokens):
        return ""
    noun, share = next(iter(model.answer(steps).items()))
    return f"{steps.tokens[model.pronoun_in(steps.tokens)]} = {noun} {fixed(share, 2)}"
