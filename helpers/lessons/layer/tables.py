"""The tables of a layer with parts switched off, after notebook 10: how often it is right,
and how alike its rows are.

show_accuracies({"nothing": accuracy_of(…), "attention": accuracy_of(…)})
show_likeness({("residual", "attention"): 1.0, ("residual", "positions"): 0.997})
"""

from helpers.pictures.tables import show_table


def show_accuracies(found):
    """Show how often a model is right without each part.

    found: dict of part: dict as helpers.models.survey.accuracy_of gives it, first among all nouns
    """
    rows = {part: [f"{share:.0%}" for share in shares.values()] for part, shares in found.items()}
    show_table(rows, ["without", "all nouns", "own nouns"])


def show_likeness(found):
    """Show the mean cosine of two different rows of the output, without some parts.

    found: dict of names of parts, a tuple: the cosine
    """
    rows = {" and ".join(parts): [float(cosine)] for parts, cosine in found.items()}
    show_table(rows, ["without", "mean cosine"], digits=3)
